//! Who may do what: permission = (action, object kind, scope). Roles and their permissions are a table.
//!
//! Source: specification 01 §3–§5. Everything that is not in the table is refused.

use serde::{Deserialize, Serialize};

text_enum! {
    /// What somebody does.
    pub enum Action {
        View = "view" => "xem", Create = "create" => "tạo", Edit = "edit" => "sửa", Assign = "assign" => "phân công, giao",
        Approve = "approve" => "duyệt", Sign = "sign" => "ký số", Number = "number" => "cấp số", Seal = "seal" => "ký số cơ quan",
        Publish = "publish" => "công bố, xuất bản", Receive = "receive" => "tiếp nhận", Return = "return" => "trả kết quả, trả lại",
        Moderate = "moderate" => "kiểm duyệt", Refund = "refund" => "hoàn tiền", Reconcile = "reconcile" => "đối soát",
        Export = "export" => "xuất dữ liệu", Configure = "configure" => "cấu hình", Grant = "grant" => "cấp quyền", Audit = "audit" => "tra cứu nhật ký",
    }
}

text_enum! {
    /// What it is done to.
    pub enum ObjectKind {
        Dossier = "dossier" => "hồ sơ", ProcedureVersion = "procedure_version" => "phiên bản thủ tục", FeeRule = "fee_rule" => "mức phí",
        Payment = "payment" => "khoản thu", Result = "result" => "kết quả", QueueTicket = "queue_ticket" => "phiếu gọi", Rating = "rating" => "đánh giá",
        Task = "task" => "nhiệm vụ", IncomingDocument = "incoming_document" => "văn bản đến", OutgoingDocument = "outgoing_document" => "văn bản đi",
        WorkFile = "work_file" => "hồ sơ công việc", Mailbox = "mailbox" => "hộp thư", Article = "article" => "tin bài", Site = "site" => "cổng, trang",
        Comment = "comment" => "ý kiến bạn đọc", Feedback = "feedback" => "phản ánh, kiến nghị", Statistic = "statistic" => "thống kê", Kpi = "kpi" => "chỉ tiêu",
        Programme = "programme" => "chương trình, dự án", Unit = "unit" => "đơn vị", Person = "person" => "người", Account = "account" => "tài khoản",
        Role = "role" => "quyền", Calendar = "calendar" => "lịch làm việc", Parameter = "parameter" => "tham số", Partner = "partner" => "đối tác kết nối",
        Outbox = "outbox" => "hàng chờ gửi", AuditEvent = "audit_event" => "nhật ký", HelpRequest = "help_request" => "yêu cầu hỗ trợ",
    }
}

text_enum! {
    /// How far a permission reaches.
    pub enum Scope {
        Own = "own" => "của mình", Unit = "unit" => "đơn vị mình", Subtree = "subtree" => "đơn vị và trực thuộc", Province = "province" => "toàn tỉnh",
    }
}

text_enum! {
    /// A role bundles permissions; a job template bundles roles.
    pub enum Role {
        Official = "official" => "Cán bộ, công chức", Applicant = "applicant" => "Người nộp hồ sơ", Assistant = "assistant" => "Cán bộ hỗ trợ",
        Receptionist = "receptionist" => "Cán bộ tiếp nhận và trả kết quả", CaseOfficer = "case_officer" => "Chuyên viên thụ lý",
        DivisionHead = "division_head" => "Lãnh đạo phòng", UnitLeader = "unit_leader" => "Lãnh đạo cơ quan", Clerk = "clerk" => "Văn thư",
        Accountant = "accountant" => "Kế toán, thu phí", TaskMonitor = "task_monitor" => "Chuyên viên theo dõi nhiệm vụ",
        TaskAssigner = "task_assigner" => "Lãnh đạo giao nhiệm vụ", ProcedureController = "procedure_controller" => "Kiểm soát thủ tục hành chính",
        FeedbackOfficer = "feedback_officer" => "Cán bộ xử lý phản ánh, kiến nghị", Writer = "writer" => "Cộng tác viên", Editor = "editor" => "Biên tập viên",
        ManagingEditor = "managing_editor" => "Thư ký tòa soạn", EditorInChief = "editor_in_chief" => "Trưởng ban biên tập", SiteAdmin = "site_admin" => "Quản trị trang",
        Inspector = "inspector" => "Giám sát, thanh tra", UnitAdmin = "unit_admin" => "Quản trị đơn vị", SystemAdmin = "system_admin" => "Quản trị kỹ thuật",
    }
}

use Action as A;
use ObjectKind as K;

impl Role {
    /// The permissions of this role (01 §4). The reach comes from the assignment.
    #[must_use]
    pub const fn permissions(self) -> &'static [(Action, ObjectKind)] {
        match self {
            Role::Official => &[(A::View, K::Mailbox), (A::Create, K::Mailbox), (A::View, K::Task), (A::Create, K::HelpRequest), (A::View, K::Statistic)],
            Role::Applicant => &[(A::View, K::Dossier), (A::Create, K::Dossier), (A::Edit, K::Dossier), (A::Create, K::Rating)],
            Role::Assistant => &[(A::Create, K::Dossier)],
            Role::Receptionist => &[
                (A::View, K::Dossier),
                (A::Create, K::Dossier),
                (A::Receive, K::Dossier),
                (A::Return, K::Dossier),
                (A::Return, K::Result),
                (A::Edit, K::QueueTicket),
            ],
            Role::CaseOfficer => &[
                (A::View, K::Dossier),
                (A::Edit, K::Dossier),
                (A::View, K::IncomingDocument),
                (A::Create, K::OutgoingDocument),
                (A::View, K::Task),
                (A::Edit, K::Task),
            ],
            Role::DivisionHead => {
                &[(A::View, K::Dossier), (A::Assign, K::Dossier), (A::Approve, K::Dossier), (A::View, K::Task), (A::Assign, K::Task), (A::Edit, K::Task)]
            }
            Role::UnitLeader => &[
                (A::View, K::Dossier),
                (A::Assign, K::Dossier),
                (A::Approve, K::Dossier),
                (A::Sign, K::Dossier),
                (A::Sign, K::OutgoingDocument),
                (A::View, K::Task),
                (A::Create, K::Task),
                (A::Receive, K::Task),
                (A::Edit, K::Task),
                (A::Approve, K::Result),
                (A::View, K::Rating),
                (A::Edit, K::Rating),
            ],
            Role::Clerk => &[
                (A::View, K::Dossier),
                (A::Publish, K::Result),
                (A::Number, K::OutgoingDocument),
                (A::Seal, K::OutgoingDocument),
                (A::Create, K::IncomingDocument),
                (A::View, K::Task),
                (A::Create, K::Task),
                (A::Receive, K::Task),
            ],
            Role::Accountant => &[(A::View, K::Payment), (A::Edit, K::Payment), (A::Refund, K::Payment), (A::Reconcile, K::Payment)],
            Role::TaskMonitor => &[(A::Create, K::Task), (A::Assign, K::Task), (A::Approve, K::Task), (A::View, K::Task), (A::Export, K::Task)],
            Role::TaskAssigner => &[(A::Create, K::Task), (A::Assign, K::Task), (A::Approve, K::Task), (A::View, K::Task)],
            Role::ProcedureController => {
                &[(A::View, K::ProcedureVersion), (A::Edit, K::ProcedureVersion), (A::Publish, K::ProcedureVersion), (A::Edit, K::FeeRule)]
            }
            // Words about a unit are not judged by the unit: who coordinates feedback decides about them.
            Role::FeedbackOfficer => {
                &[(A::View, K::Feedback), (A::Receive, K::Feedback), (A::Edit, K::Feedback), (A::View, K::Rating), (A::Moderate, K::Rating)]
            }
            Role::Writer => &[(A::View, K::Article), (A::Create, K::Article)],
            Role::Editor => &[(A::View, K::Article), (A::Create, K::Article), (A::Edit, K::Article)],
            Role::ManagingEditor => &[(A::View, K::Article), (A::Publish, K::Article), (A::Moderate, K::Comment)],
            Role::EditorInChief => &[(A::View, K::Article), (A::Approve, K::Article), (A::Publish, K::Article)],
            Role::SiteAdmin => &[(A::Configure, K::Site)],
            Role::Inspector => &[(A::View, K::Dossier), (A::View, K::Task), (A::View, K::Statistic), (A::Audit, K::AuditEvent), (A::Export, K::Statistic)],
            Role::UnitAdmin => &[
                (A::View, K::Person),
                (A::Create, K::Person),
                (A::Edit, K::Person),
                (A::View, K::Unit),
                (A::Grant, K::Role),
                (A::Edit, K::Account),
                (A::View, K::Outbox),
                (A::Edit, K::Outbox),
            ],
            Role::SystemAdmin => &[
                (A::Configure, K::Calendar),
                (A::Configure, K::Parameter),
                (A::Configure, K::Partner),
                (A::View, K::Outbox),
                (A::Edit, K::Outbox),
                (A::Create, K::Unit),
                (A::Edit, K::Unit),
                (A::Grant, K::Role),
                (A::Audit, K::AuditEvent),
            ],
        }
    }
}

/// One of the 12 job templates (01 §5): a bundle of roles with a default scope and a sentence in plain words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobTemplate {
    /// Stored code, `tpl_…`.
    pub code: &'static str,
    /// Vietnamese label.
    pub label: &'static str,
    /// The roles it gives.
    pub roles: &'static [Role],
    /// Scope of those roles at the unit they are given for.
    pub scope: Scope,
    /// "Người này sẽ làm được", in plain words.
    pub plain: &'static str,
}

/// The 12 job templates in the order of the specification.
pub const JOB_TEMPLATES: &[JobTemplate] = &[
    JobTemplate {
        code: "tpl_receptionist",
        label: "Cán bộ một cửa",
        roles: &[Role::Official, Role::Receptionist, Role::Assistant],
        scope: Scope::Unit,
        plain: "tiếp nhận, yêu cầu bổ sung, từ chối tiếp nhận, bàn giao, trả kết quả, gọi số, nộp thay",
    },
    JobTemplate {
        code: "tpl_case_officer",
        label: "Chuyên viên",
        roles: &[Role::Official, Role::CaseOfficer, Role::Writer],
        scope: Scope::Unit,
        plain: "thụ lý hồ sơ, văn bản, nhiệm vụ được giao; soạn dự thảo; viết tin",
    },
    JobTemplate {
        code: "tpl_division_head",
        label: "Trưởng phòng",
        roles: &[Role::Official, Role::CaseOfficer, Role::DivisionHead],
        scope: Scope::Subtree,
        plain: "phân công, duyệt dự thảo, duyệt yêu cầu bổ sung",
    },
    JobTemplate {
        code: "tpl_unit_leader",
        label: "Lãnh đạo cơ quan",
        roles: &[Role::Official, Role::UnitLeader, Role::TaskAssigner],
        scope: Scope::Subtree,
        plain: "chỉ đạo, ký số, quyết định dừng, gia hạn, giao nhiệm vụ, xem thống kê",
    },
    JobTemplate {
        code: "tpl_clerk",
        label: "Văn thư",
        roles: &[Role::Official, Role::Clerk],
        scope: Scope::Unit,
        plain: "vào sổ, cấp số, ký số cơ quan, phát hành",
    },
    JobTemplate {
        code: "tpl_accountant",
        label: "Kế toán thu phí",
        roles: &[Role::Official, Role::Accountant],
        scope: Scope::Unit,
        plain: "thu, miễn, hoàn, đối soát phí, lệ phí",
    },
    JobTemplate {
        code: "tpl_task_monitor",
        label: "Chuyên viên theo dõi nhiệm vụ",
        roles: &[Role::Official, Role::TaskMonitor],
        scope: Scope::Subtree,
        plain: "nhập, đôn đốc, xác nhận nhiệm vụ, gửi bản tin",
    },
    JobTemplate {
        code: "tpl_procedure_controller",
        label: "Kiểm soát thủ tục hành chính",
        roles: &[Role::Official, Role::ProcedureController, Role::FeedbackOfficer],
        scope: Scope::Province,
        plain: "soạn, công bố thủ tục và mức phí; điều phối phản ánh, kiến nghị",
    },
    JobTemplate {
        code: "tpl_editor",
        label: "Biên tập viên",
        roles: &[Role::Official, Role::Writer, Role::Editor],
        scope: Scope::Unit,
        plain: "viết, biên tập, trình duyệt tin bài",
    },
    JobTemplate {
        code: "tpl_editor_in_chief",
        label: "Trưởng ban biên tập",
        roles: &[Role::Official, Role::Editor, Role::ManagingEditor, Role::EditorInChief, Role::SiteAdmin],
        scope: Scope::Unit,
        plain: "duyệt, hẹn giờ, xuất bản, gỡ, quản trị trang",
    },
    JobTemplate {
        code: "tpl_inspector",
        label: "Giám sát, thanh tra",
        roles: &[Role::Official, Role::Inspector],
        scope: Scope::Subtree,
        plain: "chỉ xem, tra cứu nhật ký, xuất bản có ký",
    },
    JobTemplate {
        code: "tpl_administrator",
        label: "Quản trị",
        roles: &[Role::Official, Role::UnitAdmin],
        scope: Scope::Subtree,
        plain: "tạo tài khoản, phân quyền; ở cấp tỉnh: cấu hình hệ thống",
    },
];

/// The template with this code.
#[must_use]
pub fn job_template(code: &str) -> Option<&'static JobTemplate> {
    JOB_TEMPLATES.iter().find(|template| template.code == code)
}

/// How far one permission of one actor reaches, computed when the actor is loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// The whole province.
    pub all: bool,
    /// What belongs to the person, wherever it is.
    pub own: bool,
    /// These units (a subtree is already spread out), sorted.
    pub units: Vec<i64>,
}

impl Reach {
    /// True if the permission covers something of this unit.
    #[must_use]
    pub fn covers(&self, unit: i64) -> bool {
        self.all || self.units.binary_search(&unit).is_ok()
    }

    /// True if it reaches nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.all && !self.own && self.units.is_empty()
    }
}
