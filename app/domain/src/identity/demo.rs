//! The demo accounts: one per job template (11 §5). They exist only in seeded databases; the sign-in page shows them,
//! with their present codes, only in demo mode.

use super::totp;
use crate::config::Settings;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// The password of every demo account.
pub const DEMO_PASSWORD: &str = "lam giang mo phong";

/// One demo official.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoOfficial {
    /// User name.
    pub username: &'static str,
    /// Full name.
    pub name: &'static str,
    /// Code of the job template.
    pub template: &'static str,
    /// Code of the unit of employment, which the template is given for.
    pub unit: &'static str,
    /// Position.
    pub position: &'static str,
}

const fn official(username: &'static str, name: &'static str, template: &'static str, unit: &'static str, position: &'static str) -> DemoOfficial {
    DemoOfficial { username, name, template, unit, position }
}

/// The 12 accounts of the job templates, then the extra ones.
pub const DEMO_OFFICIALS: &[DemoOfficial] = &[
    official("mot.cua", "Trần Mẫu An", "tpl_receptionist", "H99.101.04", "Chuyên viên"),
    official("chuyen.vien", "Lê Mẫu Bình", "tpl_case_officer", "H99.101.03", "Chuyên viên"),
    official("truong.phong", "Phạm Mẫu Châu", "tpl_division_head", "H99.101.03", "Trưởng phòng"),
    official("lanh.dao", "Nguyễn Mẫu Dũng", "tpl_unit_leader", "H99.101", "Chủ tịch"),
    official("van.thu", "Đỗ Mẫu Giang", "tpl_clerk", "H99.101.01", "Văn thư"),
    official("ke.toan", "Vũ Mẫu Hà", "tpl_accountant", "H99.16", "Kế toán"),
    official("theo.doi", "Hoàng Mẫu Khánh", "tpl_task_monitor", "H99.01", "Chuyên viên"),
    official("kiem.soat", "Đặng Mẫu Lan", "tpl_procedure_controller", "H99.01", "Chuyên viên"),
    official("bien.tap", "Bùi Mẫu Minh", "tpl_editor", "H99.01", "Chuyên viên"),
    official("truong.bien.tap", "Ngô Mẫu Nam", "tpl_editor_in_chief", "H99.01", "Phó Chánh Văn phòng"),
    official("giam.sat", "Hồ Mẫu Oanh", "tpl_inspector", "H99.14", "Thanh tra viên"),
    official("quan.tri", "Phan Mẫu Phúc", "tpl_administrator", "H99", "Quản trị hệ thống"),
    official("chu.tich", "Dương Mẫu Quân", "tpl_unit_leader", "H99", "Chủ tịch"),
    official("quan.tri.xa", "Lý Mẫu Sinh", "tpl_administrator", "H99.101", "Chuyên viên"),
    official("kiem.soat.2", "Võ Mẫu Thảo", "tpl_procedure_controller", "H99.01", "Chuyên viên"),
    official("quan.tri.2", "Huỳnh Mẫu Uyên", "tpl_administrator", "H99", "Quản trị hệ thống"),
    official("pho.chu.tich", "Trần Mẫu Việt", "tpl_division_head", "H99.101", "Phó Chủ tịch"),
];

/// A demo account that signs in with a code by message: a citizen, an organisation, or an assistant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoCitizen {
    /// User name: the phone number, except for the assistant.
    pub username: &'static str,
    /// Name.
    pub name: &'static str,
    /// Phone.
    pub phone: &'static str,
    /// What there is to see.
    pub note: &'static str,
}

/// Citizens, the organisation and the assistant.
pub const DEMO_CITIZENS: &[DemoCitizen] = &[
    DemoCitizen { username: "0999900001", name: "Nguyễn Mẫu Sơn", phone: "0999900001", note: "ba hồ sơ đang giải quyết, một hồ sơ cần bổ sung" },
    DemoCitizen { username: "0999900002", name: "Trần Mẫu Tâm", phone: "0999900002", note: "kết quả đã sẵn sàng" },
    DemoCitizen { username: "0999900003", name: "Công ty Mẫu Lam Giang", phone: "0999900003", note: "tổ chức" },
    DemoCitizen { username: "ho.tro", name: "Lê Mẫu Hỗ", phone: "0999900004", note: "người hỗ trợ nộp hồ sơ" },
];

/// The authenticator secret of a demo account: always the same, and known to everybody who reads this.
#[must_use]
pub fn demo_secret(username: &str) -> Vec<u8> {
    Sha256::digest(format!("lam-giang-demo {username}").as_bytes())[..20].to_vec()
}

/// A line of the demo sign-in page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoLine {
    /// User name.
    pub username: &'static str,
    /// Name.
    pub name: &'static str,
    /// Job template in words, or what there is to see.
    pub job: &'static str,
    /// Code of the unit, empty for citizens.
    pub unit: &'static str,
    /// Present code of the authenticator; empty for accounts that get theirs by message.
    pub code: String,
}

/// Demo accounts with their present codes; nothing outside demo mode.
#[must_use]
pub fn demo_accounts(settings: &Settings, wall: DateTime<Utc>) -> Vec<DemoLine> {
    if !settings.demo {
        return Vec::new();
    }
    let officials = DEMO_OFFICIALS.iter().map(|official| DemoLine {
        username: official.username,
        name: official.name,
        job: model::access::job_template(official.template).map_or("", |template| template.label),
        unit: official.unit,
        code: totp::code_at(&demo_secret(official.username), wall).unwrap_or_default(),
    });
    let citizens = DEMO_CITIZENS.iter().map(|citizen| DemoLine { username: citizen.username, name: citizen.name, job: citizen.note, unit: "", code: String::new() });
    officials.chain(citizens).collect()
}

/// What the seed prints: user name, name, job, authenticator secret; one password for all.
#[must_use]
pub fn demo_accounts_in_words() -> Vec<String> {
    let mut lines = vec![format!("Tài khoản dùng thử, mật khẩu chung: {DEMO_PASSWORD}")];
    for official in DEMO_OFFICIALS {
        let job = model::access::job_template(official.template).map_or("", |template| template.label);
        let secret = totp::secret_text(&demo_secret(official.username));
        lines.push(format!("  {:<16} {:<18} {job}; khóa TOTP {secret}", official.username, official.name));
    }
    for citizen in DEMO_CITIZENS {
        lines.push(format!("  {:<16} {:<18} {}; mã xác thực gửi qua tin nhắn mô phỏng", citizen.username, citizen.name, citizen.note));
    }
    lines
}
