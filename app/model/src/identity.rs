//! People, accounts, employment and sign-in: kinds, states and form inputs (01 §2, §8).

text_enum! {
    /// What kind of account it is.
    pub enum AccountKind {
        Official = "official" => "Cán bộ, công chức", Citizen = "citizen" => "Người dân", Organisation = "organisation" => "Tổ chức, doanh nghiệp",
        Assistant = "assistant" => "Người hỗ trợ", Service = "service" => "Hệ thống kết nối",
    }
}

text_enum! {
    /// State of an account.
    pub enum AccountState {
        Invited = "invited" => "Mời", Active = "active" => "Hoạt động", Locked = "locked" => "Tạm khóa", Disabled = "disabled" => "Vô hiệu",
    }
}

text_enum! {
    /// How somebody holds a position.
    pub enum EmploymentKind {
        Primary = "primary" => "Chính", Concurrent = "concurrent" => "Kiêm nhiệm", Acting = "acting" => "Phụ trách", Seconded = "seconded" => "Biệt phái",
    }
}
