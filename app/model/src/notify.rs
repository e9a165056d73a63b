//! Events that people are told about, the channels and the texts (09 §2, §3).

pub mod choice;
pub mod unsent;

text_enum! {
    /// How a message reaches a person.
    pub enum NotifyChannel {
        Sms = "sms" => "Tin nhắn", Zalo = "zalo" => "Zalo", Email = "email" => "Thư điện tử", InApp = "in_app" => "Thông báo trong cổng",
    }
}

text_enum! {
    /// State of a message on its way.
    pub enum OutboxState {
        Queued = "queued" => "Chờ gửi", Sending = "sending" => "Đang gửi", Sent = "sent" => "Đã gửi", Delivered = "delivered" => "Đã nhận",
        Failed = "failed" => "Lỗi", Suppressed = "suppressed" => "Không gửi", Expired = "expired" => "Quá hạn gửi", NeedsCheck = "needs_check" => "Cần kiểm tra",
    }
}

/// What a form says beside Zalo and SMS (09 §1.6).
pub const STANDS_BY: &str = "Chọn cả Zalo và Tin nhắn thì tin nhắn chỉ gửi khi Zalo không gửi được.";

use NotifyChannel::{Email, InApp, Sms, Zalo};

/// Declares the events with channels, SMS text (no marks) and full text.
macro_rules! events {
    ($($(#[$meta:meta])* $variant:ident = $name:literal, [$($channel:ident),*], $sms:literal, $full:literal;)+) => {
        text_enum! {
            /// Something that people are told about. The label is the full text with its placeholders.
            pub enum Event { $($(#[$meta])* $variant = $name => $full),+ }
        }
        impl Event {
            /// Channels that this event uses.
            #[must_use]
            pub const fn channels(self) -> &'static [NotifyChannel] { match self { $(Event::$variant => &[$($channel),*]),+ } }
            /// Text for SMS: no marks, placeholders in braces.
            #[must_use]
            pub const fn sms(self) -> &'static str { match self { $(Event::$variant => $sms),+ } }
        }
    };
}

events! {
    DossierSubmitted = "dossier_submitted", [Sms, Zalo, Email, InApp],
        "Lam Giang: da nhan ho so {ma} nop luc {gio}. Co quan se kiem tra trong 8 gio lam viec. Bien nhan: {link}",
        "Đã nhận hồ sơ {ma} nộp lúc {gio}. Cơ quan sẽ kiểm tra trong 8 giờ làm việc.";
    DossierReceived = "dossier_received", [Sms, Zalo, Email, InApp],
        "Lam Giang: ho so {ma} da duoc tiep nhan. Hen tra {gio} {ngay} tai {noi}. Theo doi: {link}",
        "Hồ sơ {ma} đã được tiếp nhận. Hẹn trả {gio} {ngay} tại {noi}.";
    SupplementRequested = "supplement_requested", [Sms, Zalo, Email, InApp],
        "Lam Giang: ho so {ma} can bo sung {n} muc truoc {ngay}. Xem ly do tung muc: {link}",
        "Hồ sơ {ma} cần bổ sung {n} mục trước {ngay}. Xem lý do từng mục trong hồ sơ.";
    /// Three working days before the last day of [`Event::SupplementRequested`].
    SupplementDueSoon = "supplement_due_soon", [Sms, Zalo, Email, InApp],
        "Lam Giang: ho so {ma} con thieu {n} muc, han {ngay}. Qua han co the dung giai quyet. {link}",
        "Hồ sơ {ma} còn {n} mục chưa bổ sung, hạn {ngay}. Quá hạn, hồ sơ có thể bị từ chối hoặc dừng giải quyết.";
    IntakeRefused = "intake_refused", [Sms, Zalo, Email, InApp],
        "Lam Giang: ho so {ma} khong du dieu kien tiep nhan. Ly do va huong dan: {link}. Dien thoai {dt}",
        "Hồ sơ {ma} không đủ điều kiện tiếp nhận. Xem lý do và hướng dẫn trong hồ sơ, hoặc gọi {dt}.";
    ResultEarly = "result_early", [Sms, Zalo, Email, InApp],
        "Lam Giang: ho so {ma} da co ket qua som hon hen {ngay}. Nhan tai {noi} hoac xem: {link}",
        "Hồ sơ {ma} đã có kết quả, sớm hơn hẹn {ngay}. Nhận tại {noi}.";
    ResultReady = "result_ready", [Sms, Zalo, Email, InApp],
        "Lam Giang: ho so {ma} da co ket qua. Nhan tai {noi} hoac xem: {link}",
        "Hồ sơ {ma} đã có kết quả. Nhận tại {noi}.";
    ResultReturned = "result_returned", [Zalo, Email, InApp],
        "Lam Giang: ket qua ho so {ma} da duoc tra luc {gio}.",
        "Kết quả hồ sơ {ma} đã được trả lúc {gio}.";
    ResultPosted = "result_posted", [Sms, Zalo, Email, InApp],
        "Lam Giang: ket qua ho so {ma} da gui buu dien, ma buu gui {buu_gui}. Theo doi: {link}",
        "Kết quả hồ sơ {ma} đã gửi qua bưu chính, mã bưu gửi {buu_gui}.";
    ResultUnclaimed = "result_unclaimed", [Sms, Zalo, Email, InApp],
        "Lam Giang: ket qua ho so {ma} da co hon 30 ngay, chua ai nhan. Nhan tai {noi}. DT {dt}",
        "Kết quả hồ sơ {ma} đã có hơn 30 ngày mà chưa ai đến nhận. Hãy nhận tại {noi}, hoặc gọi {dt}.";
    ResultsUnclaimed = "results_unclaimed", [InApp],
        "Thang {thang}: {n} ket qua qua 30 ngay chua ai nhan.", "Tháng {thang}: {n} kết quả quá 30 ngày chưa có người nhận. Hãy xem danh sách và liên hệ.";
    DocumentMarked = "document_marked", [InApp], "{ten} {ket_qua}.", "{ten} của bạn {ket_qua}. Xem lý do trong Giấy tờ của tôi.";
    DueChanged = "due_changed", [Sms, Zalo, Email, InApp],
        "Lam Giang: ngay hen tra ho so {ma} chuyen tu {cu} sang {moi}. Ly do: {link}",
        "Ngày hẹn trả hồ sơ {ma} chuyển từ {cu} sang {moi}. Xem lý do trong hồ sơ.";
    ApologyOverdue = "apology_overdue", [Sms, Zalo, Email, InApp],
        "{co_quan} xin loi: ho so {ma} cham hen {cu}. Hen moi {moi}. Ly do: {link}. DT {dt}",
        "{co_quan} xin lỗi vì hồ sơ {ma} chậm hẹn {cu}. Hẹn mới {moi}. Xem lý do trong hồ sơ, hoặc gọi {dt}.";
    /// The automatic form of [`Event::ApologyOverdue`].
    ApologyAutomatic = "apology_automatic", [Sms, Zalo, Email, InApp],
        "{co_quan} xin loi: ho so {ma} cham hen {cu}, se hen lai trong 01 ngay lam viec. {link}. DT {dt}",
        "{co_quan} xin lỗi vì hồ sơ {ma} chậm hẹn {cu}. Cơ quan sẽ thông báo ngày hẹn mới trong 01 ngày làm việc. Điện thoại {dt}.";
    DossierTransferred = "dossier_transferred", [Zalo, Email, InApp],
        "Ho so {ma} duoc chuyen den {co_quan}; ngay hen tra khong doi.",
        "Hồ sơ {ma} được chuyển đến {co_quan}; ngày hẹn trả không đổi.";
    DossierDueSoon = "dossier_due_soon", [InApp], "Ho so {ma}: {con}.", "Hồ sơ {ma}: {con}.";
    DossierEscalated = "dossier_escalated", [InApp],
        "Ho so {ma} cua {co_quan}: {viec}.", "Hồ sơ {ma} của {co_quan}, hạn {ngay}: {viec}.";
    DossierDecided = "dossier_decided", [InApp], "De xuat ve ho so {ma}: {ket_qua}.", "Đề xuất {viec} của hồ sơ {ma}: {ket_qua}.";
    DossierStopped = "dossier_stopped", [Sms, Zalo, Email, InApp],
        "Lam Giang: ho so {ma} dung giai quyet. Ly do va buoc tiep theo: {link}. Dien thoai {dt}",
        "Hồ sơ {ma} dừng giải quyết. Xem lý do và bước tiếp theo trong hồ sơ, hoặc gọi {dt}.";
    WithdrawalDecided = "withdrawal_decided", [Sms, Zalo, Email, InApp],
        "Lam Giang: yeu cau rut ho so {ma}: {ket_qua}. Chi tiet: {link}",
        "Yêu cầu rút hồ sơ {ma}: {ket_qua}. Xem chi tiết trong hồ sơ.";
    PaymentRequested = "payment_requested", [Sms, Zalo, Email, InApp],
        "Lam Giang: ho so {ma} can nop {tien} d truoc {ngay}. Xem va nop: {link}",
        "Hồ sơ {ma} cần nộp {tien} đ trước {ngay}. Xem và nộp trong hồ sơ.";
    PaymentSucceeded = "payment_succeeded", [Sms, Zalo, Email, InApp],
        "Lam Giang: da nhan {tien} d cua ho so {ma} luc {gio}. Bien lai: {link}",
        "Đã nhận {tien} đ của hồ sơ {ma} lúc {gio}. Xem biên lai trong hồ sơ.";
    RefundProposed = "refund_proposed", [InApp], "Ho so {ma}: cho duyet hoan tien.", "Hồ sơ {ma}: {nguoi} đề nghị hoàn {tien} đ, chờ bạn duyệt.";
    RefundDecided = "refund_decided", [InApp], "Ho so {ma}: {ket_qua}.", "Hồ sơ {ma}: {ket_qua}.";
    SupplementProvided = "supplement_provided", [InApp], "Ho so {ma} da duoc bo sung.", "Hồ sơ {ma} đã được bổ sung {n}/{n} mục lúc {gio}.";
    ConsultationAsked = "consultation_asked", [InApp], "Xin y kien ve ho so {ma}.", "{don_vi} xin ý kiến về hồ sơ {ma}, hạn {ngay}.";
    ConsultationAnswered = "consultation_answered", [InApp], "Da co y kien ve ho so {ma}.", "{don_vi} {ket_qua} về hồ sơ {ma}, hạn {ngay}.";
    DossierAssigned = "dossier_assigned", [InApp],
        "Ho so {ma} duoc giao cho ong/ba.", "Hồ sơ {ma} được giao cho bạn: {viec}.";
    TaskAssigned = "task_assigned", [Sms, InApp],
        "[VPUBND] Nhiem vu moi {ma}: {tom_tat}. Han {ngay}. Xem: {link}", "Nhiệm vụ mới {ma}: {tom_tat}. Hạn {ngay}.";
    TaskReturned = "task_returned", [InApp], "Nhiem vu {ma} bi tra lai.", "Nhiệm vụ {ma}: {thay_doi}. Lý do: {ly_do}";
    TaskChanged = "task_changed", [InApp], "Nhiem vu {ma}: {thay_doi}.", "Nhiệm vụ {ma}: {thay_doi}. Lý do: {ly_do}";
    TaskExtensionRequested = "task_extension_requested", [InApp],
        "Gia han nhiem vu {ma}: {cu} - {moi}: {ket_qua}.", "Gia hạn nhiệm vụ {ma}: {cu} → {moi}: {ket_qua}.";
    TaskExtensionDecided = "task_extension_decided", [InApp],
        "Gia han nhiem vu {ma}: {cu} - {moi}: {ket_qua}.", "Gia hạn nhiệm vụ {ma}: {cu} → {moi}: {ket_qua}.";
    TaskCompletionReported = "task_completion_reported", [InApp], "Nhiem vu {ma}: {trang_thai}.", "Nhiệm vụ {ma}: {trang_thai}.";
    TaskCompletionAccepted = "task_completion_accepted", [InApp], "Nhiem vu {ma}: {trang_thai}.", "Nhiệm vụ {ma}: {trang_thai}.";
    TaskReworkRequested = "task_rework_requested", [InApp], "Nhiem vu {ma}: {trang_thai}.", "Nhiệm vụ {ma}: {trang_thai}. Lý do: {ly_do}";
    TaskDueSoon = "task_due_soon", [Sms, InApp], "Nhiem vu {ma}: han {ngay}, {con}. {link}", "Nhiệm vụ {ma}: hạn {ngay}, {con}.";
    TaskOverdue = "task_overdue", [Sms, InApp], "Nhiem vu {ma} qua han {so} ngay lam viec. {link}", "Nhiệm vụ {ma} quá hạn {so} ngày làm việc.";
    TaskEscalated = "task_escalated", [InApp],
        "{n} nhiem vu cua {don_vi} qua han tu {so} ngay lam viec tro len.", "{n} nhiệm vụ của {don_vi} quá hạn từ {so} ngày làm việc trở lên.";
    /// Several reminders of one moment in one message.
    TaskReminders = "task_reminders", [Sms, InApp], "[VPUBND] Nhac viec {ngay}: {tom_tat}. Xem: {link}", "Nhắc việc {ngay}: {tom_tat}.";
    TaskUrged = "task_urged", [Sms, InApp],
        "[VPUBND] Don doc nhiem vu {ma}, han {ngay}. Xem: {link}", "Đôn đốc nhiệm vụ {ma}, hạn {ngay}: {noi_dung}";
    TaskExplained = "task_explained", [InApp], "Nhiem vu {ma}: don vi da giai trinh.", "Nhiệm vụ {ma} quá hạn: {don_vi} đã giải trình.";
    TaskSeriesChanged = "task_series_changed", [InApp],
        "Chuoi nhiem vu {ma}: {thay_doi}.", "Chuỗi nhiệm vụ {ma}: {thay_doi}. Lý do: {ly_do}";
    TaskSeriesStuck = "task_series_stuck", [InApp],
        "Chuoi nhiem vu {ma} chua giao duoc.", "Chuỗi nhiệm vụ {ma} chưa giao được. {ly_do}";
    /// The text of a digest is made and checked before (04 §5).
    TaskDigest = "task_digest", [Sms, Zalo, Email, InApp], "{ban_tin}", "{ban_tin}";
    DigestMismatch = "digest_mismatch", [Email, InApp], "{noi_dung}. Xem: {link}", "Bản tin của {don_vi} bị chặn, số liệu không khớp: {noi_dung}";
    ArticleReturned = "article_returned", [InApp], "Tin bai bi tra lai.", "Tin bài “{ten}” được trả lại. Lý do: {ly_do}";
    ArticleToApprove = "article_to_approve", [InApp], "Tin bai cho duyet.", "Tin bài “{ten}” đang chờ {viec}.";
    OrgFault = "org_fault", [InApp], "Co cau to chuc co loi.", "Kiểm tra đêm thấy {n} lỗi trong cơ cấu tổ chức: {viec}.";
    FigureFault = "figure_fault", [InApp], "So lieu lech voi danh sach.", "Kiểm tra đêm thấy {n} con số lệch với danh sách: {viec}.";
    ReorgApplied = "reorg_applied", [InApp], "Phuong an sap xep da ap dung.", "Đã áp dụng phương án sắp xếp “{ten}”: {ket_qua}";
    RoleGranted = "role_granted", [InApp], "Quyen cua ong/ba da thay doi.", "Quyền của bạn đã thay đổi: {viec}.";
    AccountIdle = "account_idle", [Sms, Email, InApp],
        "Lam Giang: tai khoan can bo {n} ngay chua dang nhap; qua 45 ngay se bi vo hieu. Hay dang nhap truoc {ngay}.",
        "Tài khoản của bạn {n} ngày chưa đăng nhập. Quá 45 ngày tài khoản sẽ bị vô hiệu. Hãy đăng nhập trước {ngay}.";
    JointActProposed = "joint_act_proposed", [InApp], "De nghi cho xac nhan.", "{nguoi} đề nghị: {viec}. Cần một quản trị kỹ thuật khác xác nhận trước {ngay}.";
    JointActDecided = "joint_act_decided", [InApp], "De nghi da co ket qua.", "Đề nghị của bạn ({viec}): {ket_qua}.";
    HelpAsked = "help_asked", [InApp], "Co yeu cau ho tro.", "{nguoi} ({don_vi}) cần hỗ trợ.";
    HelpOverdue = "help_overdue", [InApp], "Yeu cau ho tro qua 4 gio.", "Yêu cầu hỗ trợ của {nguoi} ({don_vi}) đã quá 4 giờ làm việc chưa được trả lời.";
    HelpAnswered = "help_answered", [InApp], "Yeu cau ho tro da duoc tra loi.", "Yêu cầu hỗ trợ của bạn đã được trả lời.";
    CalendarMissing = "calendar_missing", [InApp], "Chua co lich lam viec nam sau.", "{viec}";
    QueueBooked = "queue_booked", [Sms],
        "Lam Giang: da dat lich {gio} {ngay} tai {noi}. Ma {ma}. Xem, huy: {link}", "Đã đặt lịch {gio} {ngay} tại {noi}. Mã {ma}.";
    RatingInvited = "rating_invited", [Sms, Zalo, Email, InApp],
        "Lam Giang: xin danh gia viec giai quyet ho so {ma} (1 phut): {link}", "Xin đánh giá việc giải quyết hồ sơ {ma} (1 phút).";
    RatingFollowUp = "rating_follow_up", [InApp],
        "Danh gia khong hai long can theo doi.", "Hồ sơ {ma} bị đánh giá “{muc}”. Cần tìm hiểu và ghi kết quả trước {gio} {ngay}.";
    DraftExpiring = "draft_expiring", [Zalo, Email, InApp],
        "Lam Giang: ban nhap {ma} se bi xoa sau 3 ngay. Lam tiep: {link}", "Bản nháp {ma} ({ten}) sẽ bị xóa sau 3 ngày nếu không làm tiếp.";
    /// What an official began at a counter goes on at home (02 §21).
    DraftSentHome = "draft_sent_home", [Sms],
        "Lam Giang: can bo da ghi giup ban nhap ho so {ma}. Lam tiep trong {n} ngay: {link}", "Cán bộ đã ghi giúp bản nháp hồ sơ {ma}. Làm tiếp trong {n} ngày: {link}";
    /// The codes of the open drafts of a telephone, asked for by whoever lost them. No names: families share a number.
    DraftCodes = "draft_codes", [Sms],
        "Lam Giang: ma cac ban nhap chua nop bang so nay: {ma}. Lam tiep: {link}", "Mã các bản nháp chưa nộp bằng số này: {ma}. Làm tiếp: {link}";
    /// The answer to a message that asked for a dossier.
    TrackingAnswer = "tracking_answer", [Sms, Zalo], "{tra_loi}", "{tra_loi}";
    SigninCode = "signin_code", [Sms],
        "Ma xac thuc {so}, hieu luc 10 phut. Khong dua ma cho bat ky ai.", "Mã xác thực {so}, hiệu lực 10 phút. Không đưa mã cho bất kỳ ai.";
}

impl Event {
    /// How long a message outside the portal is worth sending, minutes; `None` for one that is tried for seven days (09 §1.5). Reminders
    /// that count days end sooner, with their day (`domain::tasks::reminders`).
    #[must_use]
    pub const fn life(self) -> Option<i64> {
        match self {
            Event::SigninCode => Some(10),
            Event::DraftCodes => Some(60),
            Event::TaskDigest => Some(4 * 60),
            Event::TaskReminders | Event::TaskDueSoon | Event::TaskOverdue | Event::TaskEscalated => Some(12 * 60),
            _ => None,
        }
    }

    /// The text for a channel with its placeholders filled. A placeholder without a value is a defect that the tests catch.
    #[must_use]
    pub fn render(self, channel: NotifyChannel, values: &[(&str, String)]) -> String {
        let template = if channel == Sms { self.sms() } else { self.label() };
        let mut text = template.to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        if channel == Sms { crate::text::gsm_ascii(&text) } else { text }
    }
}
