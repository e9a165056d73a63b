//! Messages that did not arrive: what the list of them shows, and what a person may do about one (09 §1.5, §1.8).

use super::{Event, NotifyChannel, OutboxState};
use crate::{FieldErrors, text};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Legal notices: they never end without a person's decision (09 §1.5, §1.9).
pub const LEGAL: [Event; 5] = [Event::SupplementRequested, Event::IntakeRefused, Event::DossierStopped, Event::ApologyOverdue, Event::ApologyAutomatic];

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
pub const STATE_WORDS: [(OutboxState, &str); 3] = [(OutboxState::Failed, "loi"), (OutboxState::NeedsCheck, "can-kiem-tra"), (OutboxState::Expired, "qua-han")];
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
    /// Telephone number or mail address, masked.
    pub to: String,
    /// Failed, out of time or to be checked.
    pub state: OutboxState,
    /// Why.
    pub reason: String,
    /// Tries.
    pub attempts: i64,
    /// When it was written, UTC.
    pub created_at: DateTime<Utc>,
    /// From when it is not worth sending any more, UTC.
    pub expires_at: Option<DateTime<Utc>>,
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
    /// True if it may be sent again: nobody has dealt with it, and what it says is still true.
    #[must_use]
    pub fn may_resend(&self, now: DateTime<Utc>) -> bool {
        self.care.is_none() && self.event != Event::SigninCode && self.expires_at.is_none_or(|end| end > now)
    }

    /// True if it may be closed with a reason. A legal notice is not closed: somebody tells the person.
    #[must_use]
    pub fn may_close(&self) -> bool {
        self.care.is_none() && !self.event.is_legal()
    }
}

/// "Gửi lại".
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResendForm {
    /// Ticked: the receiver says that the message did not come.
    #[serde(rename = "xac_nhan")]
    pub confirmed: Vec<String>,
}

impl ResendForm {
    /// True if the tick is set. Whether it is needed, the state of the message tells.
    ///
    /// # Errors
    /// None: every form says something.
    pub fn validate(&self) -> Result<bool, FieldErrors> {
        Ok(self.confirmed.iter().any(|value| value == "1"))
    }
}

/// "Đóng, không gửi nữa".
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CloseUnsentForm {
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

impl CloseUnsentForm {
    /// The reason.
    ///
    /// # Errors
    /// A message on `ly_do`.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        let reason = text::reason(&mut errors, "ly_do", "Lý do đóng tin", &self.reason);
        errors.into_result(reason)
    }
}

/// "Đã báo bằng cách khác".
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ToldForm {
    /// How, to whom, when.
    #[serde(rename = "ghi_chu")]
    pub note: String,
}

impl ToldForm {
    /// The note.
    ///
    /// # Errors
    /// A message on `ghi_chu`.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        let note = text::reason(&mut errors, "ghi_chu", "Ghi chú", &self.note);
        errors.into_result(note)
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
            resend_of: None,
            care: None,
        };
        assert!(LEGAL.iter().all(|event| event.life().is_none()));
        let now: DateTime<Utc> = "2026-11-23T07:00:00Z".parse().unwrap();
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
