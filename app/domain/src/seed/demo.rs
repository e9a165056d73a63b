//! The sample accounts of the demo (11 §5). Their passwords and secrets are public on purpose: they exist only in
//! databases made by the seed, and the sign-in page shows them only in demo mode. `identity` creates them from this list.

use crate::cx::Portal;
use crate::identity::totp;
use sha2::{Digest, Sha256};

/// A sample official: user name, name, job template, unit in words (the seed finds the unit), position.
pub struct DemoOfficial {
    /// User name.
    pub username: &'static str,
    /// Invented name; the middle name "Mẫu" marks it.
    pub name: &'static str,
    /// Job template.
    pub template: &'static str,
    /// What the person does and where, for the sign-in page.
    pub job: &'static str,
}

/// The officials, one per job template first.
pub const OFFICIALS: [DemoOfficial; 17] = [
    DemoOfficial { username: "mot.cua", name: "Trần Mẫu An", template: "tpl_receptionist", job: "Cán bộ một cửa, phường Thành Lam" },
    DemoOfficial {
        username: "chuyen.vien", name: "Lê Mẫu Bình", template: "tpl_case_officer", job: "Chuyên viên Phòng Văn hóa – Xã hội, phường Thành Lam"
    },
    DemoOfficial {
        username: "truong.phong", name: "Phạm Mẫu Châu", template: "tpl_division_head", job: "Trưởng phòng Văn hóa – Xã hội, phường Thành Lam"
    },
    DemoOfficial { username: "lanh.dao", name: "Nguyễn Mẫu Dũng", template: "tpl_unit_leader", job: "Lãnh đạo UBND phường Thành Lam" },
    DemoOfficial { username: "van.thu", name: "Đỗ Mẫu Giang", template: "tpl_clerk", job: "Văn thư, phường Thành Lam" },
    DemoOfficial {
        username: "ke.toan", name: "Vũ Mẫu Hà", template: "tpl_accountant", job: "Kế toán thu phí, Trung tâm Phục vụ hành chính công tỉnh"
    },
    DemoOfficial {
        username: "theo.doi", name: "Hoàng Mẫu Khánh", template: "tpl_task_monitor", job: "Chuyên viên theo dõi nhiệm vụ, Văn phòng UBND tỉnh"
    },
    DemoOfficial {
        username: "kiem.soat",
        name: "Đặng Mẫu Lan",
        template: "tpl_procedure_controller",
        job: "Kiểm soát thủ tục hành chính, Văn phòng UBND tỉnh",
    },
    DemoOfficial { username: "bien.tap", name: "Bùi Mẫu Minh", template: "tpl_editor", job: "Biên tập viên cổng chính, Văn phòng UBND tỉnh" },
    DemoOfficial {
        username: "truong.bien.tap", name: "Ngô Mẫu Nam", template: "tpl_editor_in_chief", job: "Trưởng ban biên tập, Văn phòng UBND tỉnh"
    },
    DemoOfficial { username: "giam.sat", name: "Hồ Mẫu Oanh", template: "tpl_inspector", job: "Thanh tra tỉnh, xem toàn tỉnh" },
    DemoOfficial { username: "quan.tri", name: "Phan Mẫu Phúc", template: "tpl_administrator", job: "Quản trị hệ thống cấp tỉnh" },
    DemoOfficial { username: "chu.tich", name: "Đinh Mẫu Quang", template: "tpl_unit_leader", job: "Chủ tịch UBND tỉnh" },
    DemoOfficial { username: "quan.tri.xa", name: "Trịnh Mẫu Sáng", template: "tpl_administrator", job: "Quản trị phường Thành Lam" },
    DemoOfficial {
        username: "kiem.soat.2", name: "Lý Mẫu Thảo", template: "tpl_procedure_controller", job: "Kiểm soát thủ tục hành chính, người thứ hai"
    },
    DemoOfficial {
        username: "quan.tri.2", name: "Dương Mẫu Uyên", template: "tpl_administrator", job: "Quản trị hệ thống cấp tỉnh, người thứ hai"
    },
    DemoOfficial {
        username: "uy.quyen", name: "Cao Mẫu Việt", template: "tpl_case_officer", job: "Người được Lãnh đạo phường Thành Lam ủy quyền"
    },
];

/// The citizens and the organisation: telephone number and name.
pub const CITIZENS: [(&str, &str); 3] = [("0999900001", "Nguyễn Mẫu Sơn"), ("0999900002", "Trần Mẫu Tâm"), ("0999900003", "Công ty Mẫu Lam Giang")];

/// Password of every sample account.
pub const PASSWORD: &str = "gao-trang-song-lam-2026";

/// The TOTP secret of a sample official, 20 bytes made from the user name.
#[must_use]
pub fn totp_secret(username: &str) -> Vec<u8> {
    Sha256::digest(format!("mot-cong demo {username}").as_bytes())[..20].to_vec()
}

/// A sample account as the demo's sign-in page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// User name, or telephone number.
    pub username: String,
    /// Invented name.
    pub name: String,
    /// What the person does.
    pub job: String,
    /// Password.
    pub password: String,
    /// Code of this moment; for citizens, where it arrives.
    pub code: String,
}

/// Every sample account with the code of this moment.
#[must_use]
pub fn accounts(portal: &Portal) -> Vec<DemoAccount> {
    let now = portal.clock().wall();
    let officials = OFFICIALS.iter().map(|official| DemoAccount {
        username: official.username.to_owned(),
        name: official.name.to_owned(),
        job: official.job.to_owned(),
        password: PASSWORD.to_owned(),
        code: totp::code_at(&totp_secret(official.username), now).unwrap_or_default(),
    });
    let citizens = CITIZENS.iter().map(|(phone, name)| DemoAccount {
        username: (*phone).to_owned(),
        name: (*name).to_owned(),
        job: "Người dân, tổ chức".to_owned(),
        password: PASSWORD.to_owned(),
        code: "gửi tới điện thoại mô phỏng".to_owned(),
    });
    officials.chain(citizens).collect()
}
