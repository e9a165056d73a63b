//! What the pages of the exchange show, and their forms.

use super::{InboxState, SyncStatus};
use crate::errors::FieldErrors;
use crate::text::{clean_line, reason};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Which messages of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InboxFilter {
    /// One state; none shows what waits and what needs a person.
    pub state: Option<InboxState>,
    /// Message id or code of the case.
    pub words: String,
    /// Page, from 1.
    pub page: i64,
}

/// A message that came in. Its body stays sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxLine {
    /// Row number.
    pub id: i64,
    /// Code of the partner.
    pub partner: String,
    /// Id that the partner gave.
    pub message_id: String,
    /// What it is about, in words.
    pub kind: String,
    /// The partner's code of the case.
    pub subject: String,
    /// State.
    pub state: InboxState,
    /// Why it is not done.
    pub problem: String,
    /// Bytes.
    pub size: i64,
    /// When it came, UTC.
    pub received_at: DateTime<Utc>,
    /// Who closed it and why.
    pub closed: String,
}

/// A message that goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxLine {
    /// Row number.
    pub id: i64,
    /// The national code of the case.
    pub subject: String,
    /// Code of the dossier.
    pub dossier: String,
    /// Number of the event that it tells of.
    pub event: i64,
    /// State.
    pub state: SyncStatus,
    /// Tries so far.
    pub attempts: i64,
    /// Why the last try did not work.
    pub problem: String,
    /// When it was written, UTC.
    pub created_at: DateTime<Utc>,
}

/// Why a message is not needed any more, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

impl CloseForm {
    /// Checks the form.
    ///
    /// # Errors
    /// A reason that is too short or too long.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        let reason = reason(&mut errors, "ly_do", "Lý do đóng", &self.reason);
        errors.into_result(reason)
    }
}

/// Which portals take dossiers of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channels {
    /// This portal (`channel.local_portal`).
    pub local: bool,
    /// The national portal.
    pub national: bool,
    /// Why it is so; empty as long as nobody changed it.
    pub reason: String,
    /// Who changed it, and when.
    pub changed: Option<(String, DateTime<Utc>)>,
}

impl Default for Channels {
    fn default() -> Self {
        Self { local: true, national: false, reason: String::new(), changed: None }
    }
}

/// The switch of a procedure, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelForm {
    /// The portals that are open: `tinh`, `quoc-gia`.
    #[serde(rename = "kenh")]
    pub open: Vec<String>,
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

impl ChannelForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Channels, FieldErrors> {
        let mut errors = FieldErrors::new();
        let open = |name: &str| self.open.iter().any(|open| open.trim() == name);
        let reason = reason(&mut errors, "ly_do", "Lý do thay đổi", &self.reason);
        errors.into_result(Channels { local: open("tinh"), national: open("quoc-gia"), reason, changed: None })
    }
}

/// What somebody types on the simulated national portal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubmissionForm {
    /// Code of the procedure.
    #[serde(rename = "thu_tuc")]
    pub procedure: String,
    /// Agency code.
    #[serde(rename = "co_quan")]
    pub unit: String,
    /// Name.
    #[serde(rename = "ho_ten")]
    pub name: String,
    /// Identity number.
    #[serde(rename = "so_dinh_danh")]
    pub number: String,
    /// Telephone.
    #[serde(rename = "dien_thoai")]
    pub phone: String,
}

impl SubmissionForm {
    /// Checks the form; the portal itself checks the message again.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::new();
        let checked = Self {
            procedure: clean_line(&self.procedure, 60),
            unit: clean_line(&self.unit, 60),
            name: clean_line(&self.name, 200),
            number: clean_line(&self.number, 40),
            phone: clean_line(&self.phone, 40),
        };
        errors.require(!checked.procedure.is_empty(), "thu_tuc", "Chưa nhập mã thủ tục. Ví dụ: 1.001193.");
        errors.require(!checked.unit.is_empty(), "co_quan", "Chưa nhập mã cơ quan giải quyết. Ví dụ: H99.101.");
        errors.require(checked.name.chars().count() >= 2, "ho_ten", "Chưa nhập họ và tên.");
        errors.into_result(checked)
    }
}

/// One case as the simulated national portal knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulatedLine {
    /// Its code there.
    pub code: String,
    /// How many messages it sent.
    pub messages: i64,
    /// How many statuses it received.
    pub statuses: i64,
    /// When it began, UTC.
    pub at: DateTime<Utc>,
}

/// A requested paper as the status message names it: number, name, why.
pub type WantedFile = (i64, String, String);

/// A status that the simulated portal received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulatedStatus {
    /// National code.
    pub state: i64,
    /// What happened, in words.
    pub text: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// A case with everything that was sent and received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SimulatedCase {
    /// Its code there.
    pub code: String,
    /// Messages that were sent: what, and what the portal answered (none: not yet).
    pub sent: Vec<(String, Option<String>)>,
    /// Statuses that came, the first one first.
    pub statuses: Vec<SimulatedStatus>,
    /// No status has come since the last message, and that was a moment ago.
    pub awaits: bool,
    /// Papers that are wanted now, with the number of their request.
    pub wanted: Option<(i64, Vec<WantedFile>)>,
    /// A charge that is due: its code and đồng.
    pub due: Option<(String, i64)>,
    /// The dossier may still be withdrawn.
    pub open: bool,
    /// The result was returned: the applicant may rate.
    pub returned: bool,
}
