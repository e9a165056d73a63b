//! Messages that did not arrive: what the list of them shows, and what a person may do about one (09 §1.5, §1.8).

mod forms;

pub use forms::{CloseUnsentForm, ResendForm, ToldForm};

use super::{Event, NotifyChannel, OutboxState};
use crate::{format::time_date, text};
use chrono::{DateTime, Duration, NaiveDate, Utc};

/// Legal notices: they never end without a person's decision (09 §1.5, §1.9).
pub const LEGAL: [Event; 5] = [Event::SupplementRequested, Event::IntakeRefused, Event::DossierStopped, Event::ApologyOverdue, Event::ApologyAutomatic];

/// Hours after which a legal notice that has not left counts as not arrived, while it is still tried.
const LATE_AFTER: i64 = 24;

text_enum! {
    /// What a person did about a message that did not arrive.
    pub enum CareKind { Resent = "resent" => "Đã gửi lại", Told = "told" => "Đã báo bằng cách khác", Closed = "closed" => "Đã đóng, không gửi nữa" }
}

impl Event {
    /// True for a notice that somebody has to get, by whatever way.
    #[must_use]
    pub fn is_legal(self) -> bool {
        LEGAL.contains(&self)
    }

    /// What a legal notice is about, after "về": for the history of the dossier, which its applicant reads.
    #[must_use]
    pub const fn matter(self) -> &'static str {
        match self {
            Event::SupplementRequested => "yêu cầu bổ sung giấy tờ",
            Event::IntakeRefused => "việc từ chối tiếp nhận",
            Event::DossierStopped => "việc dừng giải quyết",
            Event::ApologyOverdue | Event::ApologyAutomatic => "việc chậm hẹn",
            _ => "thông báo của hồ sơ",
        }
    }

    /// From when a message that has to leave now counts as not arrived although it is still tried: a legal notice after a day. Others
    /// never: they fail or expire.
    #[must_use]
    pub fn late_from(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.is_legal().then(|| now + Duration::hours(LATE_AFTER))
    }

    /// The kind of message in words, without anything of its content: "Hồ sơ … cần bổ sung … mục trước ….".
    #[must_use]
    pub fn what(self) -> String {
        match self {
            Event::TaskDigest => return "Bản tin nhiệm vụ".to_owned(),
            Event::TrackingAnswer => return "Trả lời tin nhắn tra cứu".to_owned(),
            Event::CalendarMissing => return "Chưa có lịch làm việc năm sau".to_owned(),
            _ => {}
        }
        let mut words = String::new();
        let mut inside = false;
        for letter in self.label().chars() {
            match letter {
                '{' => {
                    inside = true;
                    words.push('…');
                }
                '}' => inside = false,
                _ if !inside => words.push(letter),
                _ => {}
            }
        }
        words
    }

    /// The kind of message in an address.
    #[must_use]
    pub fn word(self) -> String {
        text::slug(&self.what())
    }

    /// Reads what [`Event::word`] wrote; kinds that never leave the portal are none.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let leaves = |event: &Event| event.channels().iter().any(|channel| *channel != NotifyChannel::InApp);
        Event::ALL.iter().copied().filter(leaves).find(|event| event.word() == word)
    }
}

/// States of this list, and their words in an address.
pub const STATE_WORDS: [(OutboxState, &str); 4] =
    [(OutboxState::Failed, "loi"), (OutboxState::NeedsCheck, "can-kiem-tra"), (OutboxState::Queued, "cho-gui"), (OutboxState::Expired, "qua-han")];
/// Channels of this list, and their words in an address.
pub const CHANNEL_WORDS: [(NotifyChannel, &str); 3] = [(NotifyChannel::Sms, "tin-nhan"), (NotifyChannel::Zalo, "zalo"), (NotifyChannel::Email, "thu")];

/// Which messages that did not arrive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnsentFilter {
    /// Only this channel.
    pub channel: Option<NotifyChannel>,
    /// Only this state.
    pub state: Option<OutboxState>,
    /// Only this kind of message.
    pub event: Option<Event>,
    /// Only those written on this day.
    pub day: Option<NaiveDate>,
    /// Those that somebody has dealt with, instead of those that wait.
    pub done: bool,
    /// Page, from 1.
    pub page: i64,
}

/// A message that did not arrive, as lists show it: never its text, never the whole number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsentLine {
    /// Row number.
    pub id: i64,
    /// Kind of the message.
    pub event: Event,
    /// Channel.
    pub channel: NotifyChannel,
    /// Telephone number or mail address, masked; empty for a notice without a way to its recipient.
    pub to: String,
    /// Failed, out of time, to be checked; a legal notice also still queued after a day, or delivered after that.
    pub state: OutboxState,
    /// Why.
    pub reason: String,
    /// Tries.
    pub attempts: i64,
    /// When it was written, UTC.
    pub created_at: DateTime<Utc>,
    /// From when it is not worth sending any more, UTC.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it arrived after all, UTC.
    pub delivered_at: Option<DateTime<Utc>>,
    /// The message that this one repeats.
    pub resend_of: Option<i64>,
    /// What a person did about it: what, who, when, why.
    pub care: Option<Care>,
}

/// What a person did about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    /// What.
    pub kind: CareKind,
    /// Who.
    pub by: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Reason or note; may be empty.
    pub note: String,
}

impl UnsentLine {
    /// Why it cannot be sent again, for whoever asks; none if it can, as long as nobody has dealt with it.
    #[must_use]
    pub fn not_resent(&self, now: DateTime<Utc>) -> Option<&'static str> {
        match self.state {
            OutboxState::Delivered => return Some("Tin này đã đến người nhận. Không cần gửi lại."),
            OutboxState::Queued | OutboxState::Sending => return Some("Cổng vẫn đang thử gửi tin này. Không cần gửi lại."),
            _ => {}
        }
        if self.to.is_empty() {
            return Some("Tin này không có nơi để gửi đến. Bộ phận một cửa được nhắc báo trực tiếp cho người nộp.");
        }
        let late = self.event == Event::SigninCode || self.expires_at.is_some_and(|end| end <= now);
        late.then_some("Tin này đã quá hạn gửi, nội dung không còn đúng. Hãy đóng tin, ghi lý do.")
    }

    /// True if it may be sent again: nobody has dealt with it, and what it says is still true.
    #[must_use]
    pub fn may_resend(&self, now: DateTime<Utc>) -> bool {
        self.care.is_none() && self.not_resent(now).is_none()
    }

    /// True if it arrived after it had counted as not arrived.
    #[must_use]
    pub fn has_arrived(&self) -> bool {
        self.state == OutboxState::Delivered
    }

    /// How it stands, in words.
    #[must_use]
    pub fn standing(&self) -> &'static str {
        match self.state {
            _ if self.to.is_empty() => self.way(),
            OutboxState::Queued | OutboxState::Sending => "Chưa gửi được",
            state => state.label(),
        }
    }

    /// Its channel in words.
    #[must_use]
    pub fn way(&self) -> &'static str {
        if self.to.is_empty() { "Không có kênh gửi" } else { self.channel.label() }
    }

    /// Why it did not arrive, or that it did after all; empty where nothing is known.
    #[must_use]
    pub fn why(&self) -> String {
        match (self.state, self.delivered_at) {
            (OutboxState::Delivered, Some(at)) => format!("Đã đến lúc {}, sau hơn {LATE_AFTER} giờ chờ gửi. Tin tự đóng.", time_date(at)),
            (OutboxState::Queued | OutboxState::Sending, _) if self.reason.is_empty() => format!("Quá {LATE_AFTER} giờ chưa gửi được, cổng vẫn thử lại"),
            (OutboxState::Queued | OutboxState::Sending, _) => {
                format!("Quá {LATE_AFTER} giờ chưa gửi được, cổng vẫn thử lại. Lần thử cuối: {}", self.reason)
            }
            _ => self.reason.clone(),
        }
    }

    /// True if it may be closed with a reason. A legal notice is not closed: somebody tells the person.
    #[must_use]
    pub fn may_close(&self) -> bool {
        self.care.is_none() && !self.event.is_legal()
    }
}

/// A legal notice that did not arrive, for whoever has to tell the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// The message.
    pub line: UnsentLine,
    /// Dossier code, before receipt the submission code.
    pub dossier: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Applicant.
    pub applicant: String,
    /// The telephone to call; may be empty.
    pub phone: String,
    /// Address, for whoever has no telephone; may be empty.
    pub address: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_a_message_says_nothing_of_its_content() {
        assert_eq!(Event::SupplementRequested.what(), "Hồ sơ … cần bổ sung … mục trước …. Xem lý do từng mục trong hồ sơ.");
        for event in Event::ALL {
            let what = event.what();
            assert!(!what.contains(['{', '}']) && what.chars().any(char::is_alphabetic), "{event}: {what}");
            let leaves = event.channels().iter().any(|channel| *channel != NotifyChannel::InApp);
            assert_eq!(Event::of_word(&event.word()) == Some(*event), leaves, "{event}: {}", event.word());
        }
    }

    #[test]
    fn legal_notices_have_no_life_and_cannot_be_closed() {
        let line = UnsentLine {
            id: 1,
            event: Event::IntakeRefused,
            channel: NotifyChannel::Sms,
            to: String::new(),
            state: OutboxState::Failed,
            reason: String::new(),
            attempts: 1,
            created_at: DateTime::UNIX_EPOCH,
            expires_at: None,
            delivered_at: None,
            resend_of: None,
            care: None,
        };
        assert!(LEGAL.iter().all(|event| event.life().is_none()));
        let now: DateTime<Utc> = "2026-11-23T07:00:00Z".parse().unwrap();
        assert!(LEGAL.iter().all(|event| event.late_from(now) == Some(now + Duration::hours(24))));
        assert_eq!(Event::DossierReceived.late_from(now), None);
        let nowhere = line.clone();
        assert!(!nowhere.may_resend(now) && nowhere.way() == "Không có kênh gửi");
        let line = UnsentLine { to: "099•••001".into(), ..line };
        let tried = UnsentLine { state: OutboxState::Queued, ..line.clone() };
        assert!(!tried.may_resend(now) && tried.why().starts_with("Quá 24 giờ"));
        let came = UnsentLine { state: OutboxState::Delivered, delivered_at: Some(now), ..line.clone() };
        assert!(!came.may_resend(now) && came.has_arrived() && came.why().starts_with("Đã đến lúc 14:00"), "{}", came.why());
        assert!(line.may_resend(now) && !line.may_close());
        let digest = UnsentLine { event: Event::TaskDigest, expires_at: Some(DateTime::UNIX_EPOCH), ..line };
        assert!(!digest.may_resend(now) && digest.may_close());
    }

    #[test]
    fn forms() {
        assert_eq!(ResendForm { confirmed: vec!["1".into()] }.validate(), Ok(true));
        assert_eq!(ResendForm::default().validate(), Ok(false));
        assert!(CloseUnsentForm { reason: "không".into() }.validate().is_err());
        assert!(ToldForm { note: "Đã gọi, người nộp đã biết".into() }.validate().is_ok());
    }
}
