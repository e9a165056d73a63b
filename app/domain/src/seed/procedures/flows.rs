//! Workflows of the demo: who does what within how many working hours (02 §2). The other procedures go the usual way of the desk.

use model::access::Role;
use model::procedures::FlowStep;

/// Code, name, who, working hours, what follows.
type Line = (&'static str, &'static str, Role, i64, &'static str);

const BUILDING: &[Line] = &[
    ("phan-cong", "Phân công", Role::DivisionHead, 4, "tham-dinh"),
    ("tham-dinh", "Thẩm định hồ sơ, kiểm tra thực địa", Role::CaseOfficer, 56, "du-thao"),
    ("du-thao", "Dự thảo giấy phép", Role::CaseOfficer, 16, "ky,tham-dinh"),
    ("ky", "Ký giấy phép", Role::UnitLeader, 8, "phat-hanh,du-thao"),
    ("phat-hanh", "Cấp số, đóng dấu", Role::Clerk, 4, ""),
];
const BUSINESS: &[Line] = &[
    ("phan-cong", "Phân công", Role::DivisionHead, 2, "tham-dinh"),
    ("tham-dinh", "Thẩm định, dự thảo", Role::CaseOfficer, 14, "ky"),
    ("ky", "Ký giấy chứng nhận", Role::UnitLeader, 4, "phat-hanh,tham-dinh"),
    ("phat-hanh", "Cấp số, phát hành", Role::Clerk, 4, ""),
];

/// The workflow of a procedure.
pub(super) fn of(code: &str) -> Vec<FlowStep> {
    let lines = match code {
        "1.013225" => BUILDING,
        "1.001612" => BUSINESS,
        _ => &[],
    };
    let step = |(code, name, role, hours, next): &Line| FlowStep {
        code: (*code).to_owned(),
        name: (*name).to_owned(),
        role: *role,
        hours: *hours,
        next: next.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        form: String::new(),
    };
    lines.iter().map(step).collect()
}
