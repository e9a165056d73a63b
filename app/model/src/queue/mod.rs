//! Queue tickets of one-stop centres and booked half hours (02 §17, C25, O16): wire types and pure rules.

mod forms;
mod views;

pub use forms::{ArriveForm, Book, BookForm, Desk, FindForm, MAX_COUNTER, NextForm, TakeForm, TransferForm};
pub use views::{BookingView, CalledView, CentreLine, CentreView, DayView, DeskTicket, DeskView, GroupFigures, GroupView, ScreenView, SlotView, TicketView};

use crate::calendar::Segment;

text_enum! {
    /// State of a queue ticket (02 §17).
    pub enum TicketState {
        Waiting = "waiting" => "Chờ gọi", Called = "called" => "Đang gọi", Serving = "serving" => "Đang phục vụ", Served = "served" => "Xong",
        Skipped = "skipped" => "Bỏ lượt", Transferred = "transferred" => "Chuyển quầy", Cancelled = "cancelled" => "Hủy",
    }
}

impl TicketState {
    /// True for a ticket that the button "Gọi số tiếp theo" may take.
    #[must_use]
    pub const fn is_in_line(self) -> bool {
        matches!(self, TicketState::Waiting | TicketState::Transferred)
    }
}

text_enum! {
    /// What happens to a queue ticket.
    pub enum TicketStep {
        Take = "take" => "Lấy số", Call = "call" => "Gọi số tiếp theo", CallAgain = "call_again" => "Gọi lại", Skip = "skip" => "Bỏ lượt",
        Rejoin = "rejoin" => "Vào lại hàng chờ", Start = "start" => "Bắt đầu phục vụ", Done = "done" => "Phục vụ xong",
        Transfer = "transfer" => "Chuyển quầy", Cancel = "cancel" => "Hủy số", Expire = "expire" => "Hết ngày làm việc",
    }
}

text_enum! {
    /// State of a booked half hour.
    pub enum BookingState {
        Booked = "booked" => "Đã đặt", Arrived = "arrived" => "Đã đến lấy số", Cancelled = "cancelled" => "Đã hủy",
    }
}

/// How often a number is called before it may be skipped (02 §17).
pub const CALLS: i64 = 3;
/// Length of a slot, minutes.
pub const SLOT: u16 = 30;
/// Most part of the capacity of a slot that may be booked, per cent (02 §17).
pub const BOOKED_SHARE: i64 = 30;
/// Working days that a booking may lie ahead, today included.
pub const DAYS_AHEAD: usize = 10;
/// How long before the first hours of a day the centre gives numbers, minutes.
pub const EARLY: u16 = 60;

/// The number as people see and hear it: `A012`; above 999 it widens.
#[must_use]
pub fn ticket_code(letter: &str, number: i64) -> String {
    format!("{letter}{number:03}")
}

/// People that a counter group serves in half an hour.
#[must_use]
pub const fn capacity(counters: i64, minutes: i64) -> i64 {
    if minutes < 1 { 0 } else { counters * SLOT as i64 / minutes }
}

/// Most bookings of one slot: 30 % of its capacity, rounded down.
#[must_use]
pub const fn bookable(counters: i64, minutes: i64) -> i64 {
    capacity(counters, minutes) * BOOKED_SHARE / 100
}

/// First minutes of the slots that lie wholly inside the working hours of a day.
#[must_use]
pub fn slots(hours: &[Segment]) -> Vec<u16> {
    let of = |segment: &Segment| {
        let first = segment.start.div_ceil(SLOT) * SLOT;
        let end = segment.end;
        (first..end).step_by(usize::from(SLOT)).filter(move |start| start + SLOT <= end)
    };
    hours.iter().flat_map(of).collect()
}

/// True if numbers are given at this minute of a day with these hours: from an hour before the first until the last end.
#[must_use]
pub fn gives_numbers(hours: &[Segment], minute: u16) -> bool {
    let (first, last) = (hours.iter().map(|segment| segment.start).min(), hours.iter().map(|segment| segment.end).max());
    matches!((first, last), (Some(first), Some(last)) if first.saturating_sub(EARLY) <= minute && minute < last)
}

/// Minute of the day as people read it: `07:30`.
#[must_use]
pub fn minute_text(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A duration in whole minutes, for waiting and serving times: `dưới 1 phút`, `7 phút`, `1 giờ 5 phút`.
#[must_use]
pub fn duration_text(seconds: i64) -> String {
    let minutes = (seconds.max(0) + 30) / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "dưới 1 phút".to_owned(),
        (0, minutes) => format!("{minutes} phút"),
        (hours, 0) => format!("{hours} giờ"),
        (hours, minutes) => format!("{hours} giờ {minutes} phút"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: [Segment; 2] = [Segment { start: 7 * 60, end: 11 * 60 + 30 }, Segment { start: 13 * 60 + 30, end: 17 * 60 }];

    #[test]
    fn codes_have_three_digits_and_widen() {
        assert_eq!(ticket_code("A", 12), "A012");
        assert_eq!(ticket_code("B", 1_000), "B1000");
    }

    #[test]
    fn at_most_thirty_per_cent_are_booked() {
        assert_eq!((capacity(2, 6), bookable(2, 6)), (10, 3));
        assert_eq!((capacity(1, 15), bookable(1, 15)), (2, 0));
        assert_eq!(bookable(3, 0), 0);
        for counters in 0..20 {
            for minutes in 1..60 {
                assert!(bookable(counters, minutes) * 100 <= capacity(counters, minutes) * BOOKED_SHARE);
            }
        }
    }

    #[test]
    fn slots_lie_inside_the_hours() {
        let slots = slots(&DAY);
        assert_eq!((slots.len(), slots[0], slots[8], slots[9], slots[15]), (16, 420, 660, 810, 990));
        assert_eq!(super::slots(&[Segment { start: 430, end: 500 }]), [450]);
        assert!(super::slots(&[]).is_empty());
    }

    #[test]
    fn numbers_are_given_from_an_hour_before() {
        let at = |hour: u16, minute: u16| gives_numbers(&DAY, hour * 60 + minute);
        assert!(!at(5, 59) && at(6, 0) && at(12, 0) && at(16, 59) && !at(17, 0));
        assert!(!gives_numbers(&[], 600));
    }

    #[test]
    fn durations_are_words() {
        assert_eq!([0, 40, 420, 3_600, 3_900].map(duration_text), ["dưới 1 phút", "1 phút", "7 phút", "1 giờ", "1 giờ 5 phút"]);
    }
}
