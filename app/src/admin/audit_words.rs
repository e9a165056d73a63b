//! Names of acts in the audit log, as people read them.

/// What an act is called on the page of a person.
pub(super) fn of(action: &str) -> &str {
    match action {
        "account.channels" => "Chọn kênh nhận tin",
        "account.created" => "Tạo tài khoản",
        "account.disabled" => "Khóa hoặc vô hiệu tài khoản",
        "account.enabled" => "Mở lại tài khoản",
        "employment.started" => "Bắt đầu vị trí công tác",
        "employment.ended" => "Kết thúc vị trí công tác",
        "role.granted" => "Cấp quyền",
        "account.idle_warned" => "Nhắc tài khoản không hoạt động",
        "account.idle_kept" => "Giữ tài khoản quản trị cuối cùng",
        "role.proposed" => "Đề nghị quyền quản trị kỹ thuật",
        "role.refused" => "Từ chối quyền quản trị kỹ thuật",
        "role.withdrawn" => "Rút đề nghị quyền quản trị kỹ thuật",
        "role.expired" => "Đề nghị quyền hết hạn",
        "role.revoked" => "Thu hồi quyền",
        "delegation.created" => "Ủy quyền",
        "delegation.ended" => "Kết thúc ủy quyền",
        "session.ended" => "Kết thúc phiên",
        "personal_data.viewed" => "Xem dữ liệu cá nhân",
        "calendar.changed" => "Đổi lịch làm việc",
        "calendar.change_proposed" => "Đề nghị đổi lịch làm việc",
        "calendar.change_declined" => "Không duyệt việc đổi lịch",
        "task_schedule.changed" => "Đặt thời gian nhắc việc",
        "person.created" => "Ghi nhận người nộp tại quầy",
        "person.updated" => "Sửa thông tin",
        _ => "Việc khác",
    }
}
