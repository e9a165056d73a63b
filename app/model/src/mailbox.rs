//! Official mail: kinds, states, folders, and the form on which a message is written (06).

use crate::errors::FieldErrors;
use crate::format::{DateError, date_from_parts};
use crate::text::{clean_line, slug};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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

/// What the compose page sends. Every field is text, as forms are.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    /// The draft; empty for a new one.
    pub draft: String,
    /// The row version that the page showed.
    pub version: String,
    /// Mailbox that sends; empty for one's own.
    pub from: String,
    /// Subject.
    pub subject: String,
    /// Body, plain text.
    pub body: String,
    /// "yes" marks the message as important.
    pub importance: Vec<String>,
    /// Day of "Đề nghị trả lời trước".
    pub reply_by_ngay: String,
    /// Its month.
    pub reply_by_thang: String,
    /// Its year.
    pub reply_by_nam: String,
    /// "yes" confirms sending to many people.
    pub confirm_many: Vec<String>,
}

/// A checked [`DraftForm`]. A draft may still lack its subject; sending asks for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftInput {
    /// The draft; none for a new one.
    pub draft: Option<i64>,
    /// The row version that the page showed.
    pub version: i64,
    /// Mailbox that sends; none for one's own.
    pub from: Option<i64>,
    /// Subject, one line.
    pub subject: String,
    /// Body: as typed, line ends as `\n`.
    pub body: String,
    /// Important.
    pub important: bool,
    /// An answer is wanted by the end of this day.
    pub reply_by: Option<NaiveDate>,
    /// Sending to many people is confirmed.
    pub confirmed: bool,
}

impl DraftForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that must be corrected.
    pub fn validate(&self) -> Result<DraftInput, FieldErrors> {
        let mut errors = FieldErrors::new();
        let subject = clean_line(&self.subject, usize::MAX);
        errors.require(
            subject.chars().count() <= MAX_SUBJECT,
            "subject",
            format!("Tiêu đề dài quá {MAX_SUBJECT} ký tự. Hãy rút ngắn; chi tiết viết trong nội dung."),
        );
        let body = plain_body(&self.body);
        errors.require(body.chars().count() <= MAX_BODY, "body", "Nội dung dài quá 200.000 ký tự. Hãy rút ngắn, hoặc gửi phần dài trong tệp đính kèm.");
        let reply_by = match date_from_parts(&self.reply_by_ngay, &self.reply_by_thang, &self.reply_by_nam) {
            Ok(day) => Some(day),
            Err(DateError::Empty) => None,
            Err(error) => {
                errors.add("reply_by", error.to_string());
                None
            }
        };
        let id = |text: &str| text.trim().parse::<i64>().ok().filter(|id| *id > 0);
        errors.into_result(DraftInput {
            draft: id(&self.draft),
            version: id(&self.version).unwrap_or(0),
            from: id(&self.from),
            subject,
            body,
            important: self.importance.iter().any(|value| value == "yes"),
            reply_by,
            confirmed: self.confirm_many.iter().any(|value| value == "yes"),
        })
    }
}

/// The body as it is stored: exactly what was typed, with the line ends of a form as `\n` and without NUL, which no
/// database stores as text.
#[must_use]
pub fn plain_body(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "")
}

/// The answer's first text: who wrote when, and every line of the message with "> " in front.
#[must_use]
pub fn quoted(head: &str, body: &str) -> String {
    let lines: Vec<String> = body.lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") }).collect();
    let text = format!("\n\n{head}\n{}", lines.join("\n"));
    text.chars().take(MAX_BODY).collect()
}

/// The subject of an answer or a forwarded message: the prefix once.
#[must_use]
pub fn prefixed(prefix: &str, subject: &str) -> String {
    let text = if subject.starts_with(prefix) { subject.to_owned() } else { format!("{prefix} {subject}") };
    clean_line(&text, MAX_SUBJECT)
}

/// The name part of a person's address: given name and the initials of the rest ("Nguyễn Văn An" → "annv"), the number
/// of the clash from 2, and the abbreviation of the unit (06 §2).
#[must_use]
pub fn person_address(full_name: &str, unit_abbr: &str, clash: u32) -> String {
    let words: Vec<String> = full_name.split_whitespace().map(slug).filter(|word| !word.is_empty()).map(|word| word.replace('-', "")).collect();
    let (given, rest) = words.split_last().map_or(("canbo", &[][..]), |(given, rest)| (given.as_str(), rest));
    let initials: String = rest.iter().filter_map(|word| word.chars().next()).collect();
    let number = if clash > 1 { clash.to_string() } else { String::new() };
    format!("{given}{initials}{number}.{}@{MAIL_DOMAIN}", address_part(unit_abbr))
}

/// The address of an organisation's mailbox: `skhcn@…`.
#[must_use]
pub fn organisation_address(unit_abbr: &str, clash: u32) -> String {
    let number = if clash > 1 { clash.to_string() } else { String::new() };
    format!("{}{number}@{MAIL_DOMAIN}", address_part(unit_abbr))
}

/// "SKHCN" → "skhcn", "Phường Phú Lam" → "phulam"; a unit without a usable abbreviation is "donvi".
fn address_part(abbr: &str) -> String {
    let name = ["Phường ", "Xã ", "Thị trấn ", "Đặc khu "].iter().find_map(|kind| abbr.strip_prefix(kind)).unwrap_or(abbr);
    let part = slug(name).replace('-', "");
    if part.is_empty() { "donvi".to_owned() } else { part.chars().take(30).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_the_pattern() {
        assert_eq!(person_address("Nguyễn Văn An", "SKHCN", 1), "annv.skhcn@lamgiang.example");
        assert_eq!(person_address("Nguyễn Văn An", "SKHCN", 2), "annv2.skhcn@lamgiang.example");
        assert_eq!(person_address("Đỗ Thị Ơn", "Phường Phú Lam", 1), "ondt.phulam@lamgiang.example");
        assert_eq!(person_address("", "", 1), "canbo.donvi@lamgiang.example");
        assert_eq!(organisation_address("VPUBND", 1), "vpubnd@lamgiang.example");
    }

    #[test]
    fn a_form_becomes_typed_input() {
        let form = DraftForm {
            subject: "  Họp\tgiao ban ".into(),
            body: "a\r\n <b>\u{202e}".into(),
            reply_by_ngay: "23".into(),
            reply_by_thang: "11".into(),
            reply_by_nam: "2026".into(),
            ..DraftForm::default()
        };
        let input = form.validate().unwrap();
        assert_eq!((input.subject.as_str(), input.body.as_str()), ("Họp giao ban", "a\n <b>\u{202e}"));
        assert_eq!(input.reply_by, NaiveDate::from_ymd_opt(2026, 11, 23));
        let long = DraftForm {
            subject: "x".repeat(10_000),
            body: "y".repeat(MAX_BODY + 1),
            reply_by_ngay: "31".into(),
            reply_by_thang: "2".into(),
            reply_by_nam: "2026".into(),
            ..DraftForm::default()
        };
        let errors = long.validate().unwrap_err();
        assert!(errors.of("subject").is_some() && errors.of("body").is_some() && errors.of("reply_by").is_some());
    }

    #[test]
    fn answers_quote() {
        assert_eq!(quoted("Ngày 23/11 A viết:", "x\n\ny"), "\n\nNgày 23/11 A viết:\n> x\n>\n> y");
        assert_eq!(prefixed("Trả lời:", "Trả lời: Họp"), "Trả lời: Họp");
        assert_eq!(prefixed("Chuyển tiếp:", "Họp"), "Chuyển tiếp: Họp");
    }

    #[test]
    fn folders_have_addresses() {
        for folder in Folder::ALL {
            assert_eq!(Folder::of_slug(folder.slug()), *folder);
        }
        assert_eq!(Folder::of_slug("xyz"), Folder::Inbox);
    }
}
