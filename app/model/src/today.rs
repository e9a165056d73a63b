//! Kinds of things that wait for an official, and how urgent one of them is (page Hôm nay).

use crate::calendar::{Clock, DueClass, Moment, WorkCalendar, classify};
use crate::format;
use chrono::{DateTime, Utc};

text_enum! {
    /// What kind of thing waits.
    pub enum WorkKind {
        Dossier = "dossier" => "Hồ sơ", Task = "task" => "Nhiệm vụ", Document = "document" => "Văn bản",
        Mail = "mail" => "Thư", Article = "article" => "Tin bài", Rating = "rating" => "Đánh giá", Notice = "notice" => "Tin báo",
    }
}

text_enum! {
    /// How urgent it is; pages show it as a badge with words.
    pub enum DueKind {
        Overdue = "overdue" => "Quá hạn", Today = "today" => "Đến hạn hôm nay", Soon = "soon" => "Sắp đến hạn", Later = "later" => "Trong hạn",
        Paused = "paused" => "Tạm dừng", Open = "open" => "Không có thời hạn",
    }
}

/// Most working days left of something that is due soon.
const SOON_DAYS: u32 = 3;

/// The urgency of an open thing. A year without calendar makes it "later": a list never fails because of one row.
#[must_use]
pub fn due_kind(now: DateTime<Utc>, clock: &Clock, calendar: &WorkCalendar) -> DueKind {
    let due = match clock {
        Clock::NoDue => return DueKind::Open,
        Clock::Paused { .. } => return DueKind::Paused,
        Clock::Running { due, .. } => *due,
    };
    let (today, day) = (format::local_date(now), format::local_date(due));
    match classify(Moment::Open(now), clock) {
        DueClass::Overdue => DueKind::Overdue,
        _ if day <= today => DueKind::Today,
        _ => match calendar.working_days_between(today, day) {
            Ok(days) if days <= SOON_DAYS => DueKind::Soon,
            _ => DueKind::Later,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Basis;

    #[test]
    fn urgency_by_working_days() {
        let calendar = WorkCalendar::vietnam();
        let now: DateTime<Utc> = "2026-11-23T07:00:00Z".parse().unwrap();
        let kind = |due: &str| due_kind(now, &Clock::Running { due: due.parse().unwrap(), basis: Basis::Instant }, &calendar);
        assert_eq!(kind("2026-11-23T06:00:00Z"), DueKind::Overdue);
        assert_eq!(kind("2026-11-23T10:00:00Z"), DueKind::Today);
        // 24/11 is a holiday: 27/11 is the third working day.
        assert_eq!(kind("2026-11-27T10:00:00Z"), DueKind::Soon);
        assert_eq!(kind("2026-11-30T10:00:00Z"), DueKind::Later);
        assert_eq!(kind("9999-12-31T10:00:00Z"), DueKind::Later);
        assert_eq!(due_kind(now, &Clock::NoDue, &calendar), DueKind::Open);
    }
}
