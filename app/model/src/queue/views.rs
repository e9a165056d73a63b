//! What the pages of the queue show. Nothing here names a person.

use super::{BookingState, TicketState};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A counter group of a centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupView {
    /// Row.
    pub id: i64,
    /// Letter before the number.
    pub letter: String,
    /// What is done there.
    pub name: String,
    /// Counters that serve it.
    pub counters: i64,
    /// Usual time of one person, minutes.
    pub minutes: i64,
    /// People in line now.
    pub waiting: i64,
}

impl GroupView {
    /// `A – Hộ tịch, chứng thực`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} – {}", self.letter, self.name)
    }

    /// About how long somebody waits with so many people before them, minutes.
    #[must_use]
    pub fn wait_minutes(&self, ahead: i64) -> i64 {
        let counters = self.counters.max(1);
        (ahead * self.minutes + counters - 1) / counters
    }
}

/// A centre in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentreLine {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A centre with its counter groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentreView {
    /// Row of the unit.
    pub unit: i64,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// The groups, by letter.
    pub groups: Vec<GroupView>,
    /// True while numbers are given.
    pub open: bool,
    /// Hours of today in words ("07:00–11:30, 13:30–17:00"); empty on a day off.
    pub hours: String,
}

impl CentreView {
    /// The group with this letter.
    #[must_use]
    pub fn group(&self, letter: &str) -> Option<&GroupView> {
        self.groups.iter().find(|group| group.letter == letter)
    }
}

/// A ticket as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketView {
    /// Address of the ticket.
    pub token: String,
    /// Version for the next step.
    pub version: i64,
    /// Number, `A012`.
    pub code: String,
    /// State.
    pub state: TicketState,
    /// Code of the centre.
    pub centre_code: String,
    /// Name of the centre.
    pub centre: String,
    /// Where it waits or is served.
    pub group: String,
    /// Day.
    pub day: NaiveDate,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// People before it in line.
    pub ahead: i64,
    /// About how long it still takes, minutes.
    pub wait_minutes: i64,
    /// Counter that calls or serves it; 0 for none.
    pub counter: i64,
    /// How long it waited, seconds; counts on while it waits.
    pub waited_s: i64,
    /// How long it was served, seconds.
    pub served_s: i64,
    /// The holder may give it up.
    pub may_cancel: bool,
    /// The holder may stand in line once more.
    pub may_rejoin: bool,
}

/// A number on the calling screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledView {
    /// Number.
    pub code: String,
    /// Counter.
    pub counter: i64,
    /// Called or served.
    pub state: TicketState,
}

/// The calling screen of a centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenView {
    /// The centre; its groups with the number of people in line.
    pub centre: CentreView,
    /// Numbers that are called, the latest first.
    pub called: Vec<CalledView>,
    /// Numbers that are served.
    pub serving: Vec<CalledView>,
    /// Time of the data.
    pub as_of: DateTime<Utc>,
}

/// A ticket as the clerk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskTicket {
    /// Address of the ticket.
    pub token: String,
    /// Version for the next step.
    pub version: i64,
    /// Number.
    pub code: String,
    /// State.
    pub state: TicketState,
    /// Letter of the group where it is.
    pub letter: String,
    /// Counter; 0 for none.
    pub counter: i64,
    /// How often it was called.
    pub calls: i64,
    /// It came with a booking for this time.
    pub booked_slot: Option<DateTime<Utc>>,
    /// Since when it waits, is called or is served.
    pub since: DateTime<Utc>,
    /// How long that is, seconds.
    pub seconds: i64,
    /// It stood in line again already.
    pub rejoined: bool,
}

/// What was measured today in one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupFigures {
    /// Numbers given.
    pub given: i64,
    /// People served.
    pub served: i64,
    /// Mean waiting time of those served, seconds.
    pub waited_s: Option<i64>,
    /// Mean serving time of those served, seconds.
    pub served_s: Option<i64>,
}

/// The page of a clerk (O16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskView {
    /// Centres of the clerk.
    pub centres: Vec<CentreLine>,
    /// The centre shown.
    pub centre: CentreView,
    /// Letter of the group shown.
    pub letter: String,
    /// The number that this clerk called or serves.
    pub current: Option<DeskTicket>,
    /// The first of those in line.
    pub waiting: Vec<DeskTicket>,
    /// Skipped today.
    pub skipped: Vec<DeskTicket>,
    /// Figures of today.
    pub figures: GroupFigures,
}

/// A day that can be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayView {
    /// The day.
    pub day: NaiveDate,
    /// Places left on it.
    pub left: i64,
}

/// A half hour that can be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotView {
    /// First minute.
    pub minute: u16,
    /// Places left.
    pub left: i64,
}

/// A booking as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingView {
    /// Code to show.
    pub code: String,
    /// State.
    pub state: BookingState,
    /// Code of the centre.
    pub centre_code: String,
    /// Name of the centre.
    pub centre: String,
    /// Its address; may be empty.
    pub address: String,
    /// Counter group.
    pub group: String,
    /// Beginning of the slot.
    pub slot_at: DateTime<Utc>,
    /// It can still be cancelled.
    pub may_cancel: bool,
}
