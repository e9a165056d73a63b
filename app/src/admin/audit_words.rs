//! Names of acts in the audit log, as people read them.

/// What an act is called on the page of a person.
pub(super) fn of(action: &str) -> &str {
    match action {
        "account.created" => "Tạo tài khoản",
        "account.disabled" => "Khóa hoặc vô hiệu tài khoản",
        "account.enabled" => "Mở lại tài khoản",
        "employment.started" => "Bắt đầu vị trí công tác",
        "employment.ended" => "Kết thúc vị trí công tác",
        "role.granted" => "Cấp quyền",
        "role.revoked" => "Thu hồi quyền",
        "delegation.created" => "Ủy quyền",
        "delegation.ended" => "Kết thúc ủy quyền",
        "session.ended" => "Kết thúc phiên",
        "personal_data.viewed" => "Xem dữ liệu cá nhân",
        "person.updated" => "Sửa thông tin",
        _ => "Việc khác",
    }
}
