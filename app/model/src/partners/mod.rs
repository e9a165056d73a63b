//! Systems of others that exchange dossiers with the portal (09 part B): the national portal, and ministries' systems.

mod external;
mod message;
mod views;

pub use external::{ExternalCase, ExternalEvent, ExternalFilter, NewExternal, NewExternalForm, Resolve, ResolveForm};
pub use message::{
    Content, Head, MAX_MESSAGE, MessageKind, Mirror, Paper, Payment, RatingMessage, Submission, SupplementItem, SupplementMessage, Withdrawal, delivery_code,
    delivery_of, state_of,
};
pub use views::{
    ChannelForm, Channels, CloseForm, InboxFilter, InboxLine, OutboxLine, SimulatedCase, SimulatedLine, SimulatedStatus, SubmissionForm, WantedFile,
};

text_enum! {
    /// A partner, by the code of 09 §5. The label is the name that procedures give as the system that decides.
    pub enum Partner {
        National = "DVCQG" => "Cổng Dịch vụ công quốc gia", CivilStatus = "HOTICH" => "Hệ thống hộ tịch điện tử của Bộ Tư pháp",
        Land = "DATDAI" => "Hệ thống thông tin đất đai", Business = "DKKD" => "Hệ thống đăng ký kinh doanh", Tax = "THUE" => "Hệ thống của cơ quan thuế",
        SocialInsurance = "BHXH" => "Hệ thống của Bảo hiểm xã hội", Police = "CONGAN" => "Hệ thống của Bộ Công an",
        CriminalRecord = "LLTP" => "Hệ thống lý lịch tư pháp",
    }
}

impl Partner {
    /// The partner that a procedure names as its system, by code or by name.
    #[must_use]
    pub fn of_system(system: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|partner| partner.as_str().eq_ignore_ascii_case(system.trim()) || partner.label() == system.trim())
    }
}

/// The sentence for what only a ministry's system may do: "Hồ sơ do hệ thống của Bộ Công an xử lý."
#[must_use]
pub fn handled_by(system: &str) -> String {
    let name = system.strip_prefix("Hệ thống ").unwrap_or(system);
    format!("Hồ sơ do hệ thống {name} xử lý. Hãy thao tác trên hệ thống đó.")
}

text_enum! {
    /// Where a message of ours is on its way to a partner (02 §7).
    pub enum SyncStatus {
        Pending = "pending" => "Chờ gửi", Sending = "sending" => "Đang gửi", Sent = "sent" => "Đã gửi", Acknowledged = "acknowledged" => "Đã xác nhận",
        Failed = "failed" => "Lỗi", NeedsCheck = "needs_check" => "Cần kiểm tra",
    }
}

text_enum! {
    /// What became of a message that came in.
    pub enum InboxState {
        /// It is about a dossier that has not come yet: applied as soon as that comes.
        Waiting = "waiting" => "Chờ tin trước",
        Applied = "applied" => "Đã xử lý",
        /// A person has to look at it.
        NeedsCheck = "needs_check" => "Cần kiểm tra",
        /// The partner was told that it cannot be read.
        Refused = "refused" => "Bị từ chối",
        Closed = "closed" => "Đã đóng",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_found_by_name_and_code() {
        assert_eq!(Partner::of_system("Hệ thống của Bộ Công an"), Some(Partner::Police));
        assert_eq!(Partner::of_system("congan"), Some(Partner::Police));
        assert_eq!(Partner::of_system("local"), None);
        assert!(handled_by("Hệ thống của Bộ Công an").starts_with("Hồ sơ do hệ thống của Bộ Công an xử lý"));
        assert!(handled_by("VNeID").starts_with("Hồ sơ do hệ thống VNeID xử lý"));
    }
}
