//! What happens before and after a due date passes (02 §11), as instants of the working calendar.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::{CalendarError, DeadlineRule, WorkCalendar};
use crate::format::{instant, local_date};

crate::text_enum! {
    /// One of the looks at an open record around its due date. Stored values stand in the names of messages.
    pub enum DueStep {
        /// Three working days before: the officer is warned.
        ThreeDays = "three_days" => "Còn 3 ngày làm việc",
        /// Half of a limit that is too short for days: the officer is warned.
        Half = "half" => "Đã hết một nửa thời hạn",
        /// Two working days before: the head is warned.
        TwoDays = "two_days" => "Còn 2 ngày làm việc",
        /// The working day before, 07:00: apologise or finish.
        Decide = "decide" => "Cần xin lỗi hoặc hoàn thành",
        /// The same at 80 % of a short limit; the head is warned.
        Most = "most" => "Đã hết 80% thời hạn",
        /// The working day before, end of hours: nobody has decided.
        Undecided = "undecided" => "Chưa quyết định xin lỗi hoặc hoàn thành",
        /// The due instant: the portal apologises.
        Passed = "passed" => "Đến hạn chưa xong",
        /// End of the next working day: still no signed apology.
        Unanswered = "unanswered" => "Quá hạn chưa xin lỗi",
    }
}

/// From this rank on a record stands in the list "Cần xin lỗi".
pub const RANK_TO_DECIDE: i64 = 3;
/// The last rank: nothing more happens for this due date.
pub const RANK_LAST: i64 = 6;

impl DueStep {
    /// Order in time; the step of a short limit has the rank of the step that it stands for.
    #[must_use]
    pub const fn rank(self) -> i64 {
        match self {
            Self::ThreeDays | Self::Half => 1,
            Self::TwoDays => 2,
            Self::Decide | Self::Most => RANK_TO_DECIDE,
            Self::Undecided => 4,
            Self::Passed => 5,
            Self::Unanswered => RANK_LAST,
        }
    }
}

/// A step and the time in which it makes sense. A warning that could not be given in its time is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueWindow {
    /// What happens.
    pub step: DueStep,
    /// From this instant on.
    pub from: DateTime<Utc>,
    /// Before this instant; `None` for ever.
    pub until: Option<DateTime<Utc>>,
}

impl DueWindow {
    /// True if the step is to be taken at this instant.
    #[must_use]
    pub fn contains(&self, now: DateTime<Utc>) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// The steps around a due instant, in order of time. `start` is the receipt, or the last time the clock began anew.
///
/// Limits in hours and same-day limits are warned about at 50 % and 80 % of their time; so are limits in days that are so
/// short that the working day before the due date had begun at the start. Steps that need a year without calendar are
/// left out.
#[must_use]
pub fn due_windows(rule: DeadlineRule, start: DateTime<Utc>, due: DateTime<Utc>, cal: &WorkCalendar) -> Vec<DueWindow> {
    let short = matches!(rule, DeadlineRule::WorkingHour(_) | DeadlineRule::SameDay(_));
    let before = if short { None } else { by_days(start, due, cal).ok().flatten() };
    let mut windows = before.or_else(|| by_share(start, due, cal).ok()).unwrap_or_default();
    windows.push(DueWindow { step: DueStep::Passed, from: due, until: None });
    let next = cal.add_working_days(local_date(due), 1).and_then(|day| cal.date_due(day));
    windows.extend(next.ok().map(|from| DueWindow { step: DueStep::Unanswered, from, until: None }));
    windows
}

/// 07:00 of a day.
fn morning(day: NaiveDate) -> DateTime<Utc> {
    instant(day, NaiveTime::from_hms_opt(7, 0, 0).unwrap_or_default())
}

fn by_days(start: DateTime<Utc>, due: DateTime<Utc>, cal: &WorkCalendar) -> Result<Option<Vec<DueWindow>>, CalendarError> {
    let before = |n| cal.working_day_before(local_date(due), n);
    let eve = before(1)?;
    if morning(eve) <= start {
        return Ok(None);
    }
    let (two, three) = (morning(before(2)?), morning(before(3)?));
    let windows = [
        DueWindow { step: DueStep::ThreeDays, from: three, until: Some(two) },
        DueWindow { step: DueStep::TwoDays, from: two, until: Some(morning(eve)) },
        DueWindow { step: DueStep::Decide, from: morning(eve), until: Some(due) },
        DueWindow { step: DueStep::Undecided, from: cal.date_due(eve)?, until: Some(due) },
    ];
    Ok(Some(windows.into_iter().filter(|window| window.from > start).collect()))
}

fn by_share(start: DateTime<Utc>, due: DateTime<Utc>, cal: &WorkCalendar) -> Result<Vec<DueWindow>, CalendarError> {
    let all = u64::try_from(cal.working_minutes_between(start, due)?).unwrap_or(0);
    let at = |percent: u64| cal.add_working_minutes(start, all * percent / 100);
    let (half, most) = (at(50)?, at(80)?);
    let windows = [DueWindow { step: DueStep::Half, from: half, until: Some(most) }, DueWindow { step: DueStep::Most, from: most, until: Some(due) }];
    Ok(windows.into_iter().filter(|window| window.from > start && Some(window.from) < window.until).collect())
}

impl WorkCalendar {
    /// The `n`-th working day before `date`.
    ///
    /// # Errors
    /// [`CalendarError::Missing`] as soon as a needed year has no calendar.
    pub fn working_day_before(&self, date: NaiveDate, n: u32) -> Result<NaiveDate, CalendarError> {
        let (mut day, mut left) = (date, n);
        while left > 0 {
            day = day.pred_opt().ok_or(CalendarError::OutOfRange)?;
            left -= u32::from(self.is_working_day(day)?);
        }
        Ok(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn vn(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        crate::format::VN.with_ymd_and_hms(2026, 11, day, hour, minute, 0).unwrap().with_timezone(&Utc)
    }

    fn named(windows: &[DueWindow]) -> Vec<(DueStep, DateTime<Utc>)> {
        windows.iter().map(|window| (window.step, window.from)).collect()
    }

    #[test]
    fn a_limit_in_days_is_looked_at_by_working_days() {
        let cal = WorkCalendar::vietnam();
        // Tuesday 24/11 is a holiday: due on Friday 27/11, three working days before is Monday 23/11.
        let windows = due_windows(DeadlineRule::WorkingDay(8), vn(16, 9, 0), vn(27, 17, 0), &cal);
        let expected = [
            (DueStep::ThreeDays, vn(23, 7, 0)),
            (DueStep::TwoDays, vn(25, 7, 0)),
            (DueStep::Decide, vn(26, 7, 0)),
            (DueStep::Undecided, vn(26, 17, 0)),
            (DueStep::Passed, vn(27, 17, 0)),
            (DueStep::Unanswered, vn(30, 17, 0)),
        ];
        assert_eq!(named(&windows), expected);
        assert!(windows[0].contains(vn(24, 12, 0)) && !windows[0].contains(vn(25, 7, 0)));
        assert!(windows[4].contains(vn(30, 23, 0)) && !windows[3].contains(vn(27, 17, 0)));
        assert!(windows.windows(2).all(|pair| pair[0].step.rank() < pair[1].step.rank()));
    }

    #[test]
    fn what_lies_before_the_receipt_is_left_out() {
        let cal = WorkCalendar::vietnam();
        let windows = due_windows(DeadlineRule::WorkingDay(2), vn(16, 9, 0), vn(18, 17, 0), &cal);
        assert_eq!(named(&windows)[0], (DueStep::Decide, vn(17, 7, 0)));
        // One day: the day before is the day of the receipt.
        let windows = due_windows(DeadlineRule::WorkingDay(1), vn(16, 9, 0), vn(17, 17, 0), &cal);
        assert_eq!(named(&windows)[0].0, DueStep::Half);
    }

    #[test]
    fn short_limits_are_looked_at_by_share() {
        let cal = WorkCalendar::vietnam();
        let windows = due_windows(DeadlineRule::WorkingHour(4), vn(23, 7, 0), vn(23, 11, 0), &cal);
        let expected = [(DueStep::Half, vn(23, 9, 0)), (DueStep::Most, vn(23, 10, 12)), (DueStep::Passed, vn(23, 11, 0)), (DueStep::Unanswered, vn(25, 17, 0))];
        assert_eq!(named(&windows), expected);
        // Nothing lies between a start and a due instant that are the same.
        assert_eq!(due_windows(DeadlineRule::WorkingHour(0), vn(23, 7, 0), vn(23, 7, 0), &cal)[0].step, DueStep::Passed);
    }

    #[test]
    fn a_missing_year_stops_no_other_step() {
        let cal = WorkCalendar::vietnam();
        let last = cal.known_years().unwrap().1;
        let due = instant(NaiveDate::from_ymd_opt(last, 12, 31).unwrap(), NaiveTime::from_hms_opt(17, 0, 0).unwrap());
        let windows = due_windows(DeadlineRule::WorkingDay(9), vn(16, 9, 0), due, &cal);
        assert!(windows.iter().any(|window| window.step == DueStep::Passed) && windows.iter().all(|window| window.step != DueStep::Unanswered));
    }
}
