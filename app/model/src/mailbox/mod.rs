//! Official mail (06): kinds, states, folders; the forms; texts of answers; addresses.

mod address;
mod draft;
mod order;
mod search;
mod words;

pub use address::{organisation_address, person_address};
pub use draft::{DraftForm, DraftInput, RecipientForm, RecipientInput};
pub use order::{Act, Order, OrderForm, RecallForm, ReplyForm};
pub use search::{SearchForm, SearchInput};
pub use words::{plain_body, prefixed, quoted};

/// Most characters of a subject (06 §4).
pub const MAX_SUBJECT: usize = 300;
/// Most characters of a body (06 §4).
pub const MAX_BODY: usize = 200_000;
/// More recipients than this need a leader and a confirmation (06 §5).
pub const MANY_RECIPIENTS: i64 = 500;
/// Seconds in which sending can be undone (06 §4).
pub const UNDO_SECONDS: i64 = 10;
/// Domain of every address.
pub const MAIL_DOMAIN: &str = "lamgiang.example";

text_enum! {
    /// Whose mailbox it is.
    pub enum MailboxKind { Person = "person" => "Hộp thư cá nhân", Organisation = "organisation" => "Hộp thư cơ quan" }
}

text_enum! {
    /// State of a message (06 §3).
    pub enum MessageState { Draft = "draft" => "Nháp", PendingUndo = "pending_undo" => "Chờ gửi", Scheduled = "scheduled" => "Hẹn giờ", Sent = "sent" => "Đã gửi" }
}

text_enum! {
    /// State of one recipient's row (06 §3).
    pub enum DeliveryState { Delivered = "delivered" => "Đã đến", Opened = "opened" => "Đã mở", Recalled = "recalled" => "Đã thu hồi", Bounced = "bounced" => "Không gửi được" }
}

text_enum! {
    /// The line of the form on which a recipient stands.
    pub enum AddressLine { To = "to" => "Đến", Cc = "cc" => "Đồng gửi", Bcc = "bcc" => "Đồng gửi ẩn" }
}

text_enum! {
    /// A group that follows from the organisation (06 §5).
    pub enum GroupKind {
        WholeUnit = "whole_unit" => "Cả đơn vị", Leaders = "leaders" => "Lãnh đạo đơn vị", Clerks = "clerks" => "Văn thư đơn vị",
        AllDepartments = "all_departments" => "Tất cả sở, ngành", AllCommunes = "all_communes" => "Tất cả UBND xã, phường, đặc khu",
    }
}

text_enum! {
    /// Folders, always in this order (06 §3).
    pub enum Folder {
        Inbox = "inbox" => "Hộp thư đến", Starred = "starred" => "Gắn sao", Sent = "sent" => "Đã gửi", Drafts = "drafts" => "Thư nháp",
        Outbox = "outbox" => "Chờ gửi", Archive = "archive" => "Lưu trữ", Trash = "trash" => "Thùng rác",
    }
}

impl Folder {
    /// Its part of an address ("da-gui"); empty for the inbox.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Folder::Inbox => "",
            Folder::Starred => "gan-sao",
            Folder::Sent => "da-gui",
            Folder::Drafts => "thu-nhap",
            Folder::Outbox => "cho-gui",
            Folder::Archive => "luu-tru",
            Folder::Trash => "thung-rac",
        }
    }

    /// The folder of an address; the inbox for anything unknown.
    #[must_use]
    pub fn of_slug(text: &str) -> Self {
        Folder::ALL.iter().copied().find(|folder| folder.slug() == text).unwrap_or(Folder::Inbox)
    }

    /// True for folders of received mail.
    #[must_use]
    pub const fn is_received(self) -> bool {
        matches!(self, Folder::Inbox | Folder::Starred | Folder::Archive | Folder::Trash)
    }
}

text_enum! {
    /// Which rows of the inbox.
    pub enum MailFilter { All = "all" => "Tất cả", Unread = "unread" => "Chưa đọc", NeedsReply = "needs_reply" => "Cần trả lời" }
}

impl MailFilter {
    /// Its part of an address; empty for all.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            MailFilter::All => "",
            MailFilter::Unread => "chua-doc",
            MailFilter::NeedsReply => "can-tra-loi",
        }
    }

    /// The filter of an address; everything for anything unknown.
    #[must_use]
    pub fn of_slug(text: &str) -> Self {
        MailFilter::ALL.iter().copied().find(|filter| filter.slug() == text).unwrap_or(MailFilter::All)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_have_addresses() {
        for folder in Folder::ALL {
            assert_eq!(Folder::of_slug(folder.slug()), *folder);
        }
        assert_eq!(Folder::of_slug("xyz"), Folder::Inbox);
    }
}
