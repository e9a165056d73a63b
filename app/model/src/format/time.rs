//! Dates and times. Instants are UTC, people read the time of Vietnam.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike, Utc, Weekday};

const OFFSET_SECONDS: i32 = 7 * 3600;

/// Time zone of the portal (`Asia/Ho_Chi_Minh`): UTC+7 without daylight saving.
pub const VN: FixedOffset = match FixedOffset::east_opt(OFFSET_SECONDS) {
    Some(offset) => offset,
    None => panic!("seven hours are a valid offset"),
};

/// Local date and time of an instant. Instants at the very end of the representable range are
/// held there instead of overflowing.
#[must_use]
pub fn local(t: DateTime<Utc>) -> NaiveDateTime {
    let offset = TimeDelta::seconds(i64::from(OFFSET_SECONDS));
    t.naive_utc().checked_add_signed(offset).unwrap_or(NaiveDateTime::MAX)
}

/// Local date of an instant.
#[must_use]
pub fn local_date(t: DateTime<Utc>) -> NaiveDate {
    local(t).date()
}

/// Local date and minute of the day (0–1439) of an instant; seconds are dropped.
#[must_use]
pub fn local_minute(t: DateTime<Utc>) -> (NaiveDate, u16) {
    let local = local(t);
    // At most 1439, so the cast keeps the value.
    (local.date(), (local.hour() * 60 + local.minute()) as u16)
}

/// Instant of a local date and time, held inside the representable range.
#[must_use]
pub fn instant(date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let offset = TimeDelta::seconds(i64::from(OFFSET_SECONDS));
    let utc = date.and_time(time).checked_sub_signed(offset).unwrap_or(NaiveDateTime::MIN);
    Utc.from_utc_datetime(&utc)
}

/// Instant of a minute (0–1439) of a local date; later minutes count as the last one.
#[must_use]
pub fn at_minute(date: NaiveDate, minute: u16) -> DateTime<Utc> {
    let seconds = u32::from(minute.min(1439)) * 60;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default();
    instant(date, time)
}

/// The half-open range of instants of the local days `first` to `last`, both included.
#[must_use]
pub fn day_range(first: NaiveDate, last: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let end = last.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    (at_minute(first, 0), at_minute(end, 0))
}

/// `dd/MM/yyyy`.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `HH:mm` of an instant.
#[must_use]
pub fn time(t: DateTime<Utc>) -> String {
    time_of_day(local(t).time())
}

/// `HH:mm` of a local time.
#[must_use]
pub fn time_of_day(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// "14:06, 23/11/2026".
#[must_use]
pub fn date_time(t: DateTime<Utc>) -> String {
    format!("{}, {}", time(t), date(local_date(t)))
}

/// "17:00 20/11/2026", inside a sentence.
#[must_use]
pub fn time_date(t: DateTime<Utc>) -> String {
    format!("{} {}", time(t), date(local_date(t)))
}

/// "17:00 thứ Tư, 09/09/2026".
#[must_use]
pub fn due_long(t: DateTime<Utc>) -> String {
    let day = local_date(t);
    format!("{} {}, {}", time(t), weekday(day), date(day))
}

/// "thứ Hai" … "thứ Bảy", "Chủ nhật".
#[must_use]
pub fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "thứ Hai",
        Weekday::Tue => "thứ Ba",
        Weekday::Wed => "thứ Tư",
        Weekday::Thu => "thứ Năm",
        Weekday::Fri => "thứ Sáu",
        Weekday::Sat => "thứ Bảy",
        Weekday::Sun => "Chủ nhật",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn instants_are_shown_in_vietnam() {
        let t = at("2026-11-23T07:06:59Z");
        assert_eq!(date_time(t), "14:06, 23/11/2026");
        assert_eq!(time_date(t), "14:06 23/11/2026");
        assert_eq!(time(t), "14:06");
        assert_eq!(due_long(at("2026-09-09T10:00:00Z")), "17:00 thứ Tư, 09/09/2026");
        assert_eq!(due_long(at("2026-11-21T17:00:00Z")), "00:00 Chủ nhật, 22/11/2026");
        assert_eq!(local_date(at("2026-12-31T17:00:00Z")).year(), 2027);
        assert_eq!(VN.local_minus_utc(), OFFSET_SECONDS);
    }

    #[test]
    fn weekdays_have_their_names() {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let names: Vec<_> = monday.iter_days().take(7).map(weekday).collect();
        assert_eq!(names, ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]);
    }

    #[test]
    fn a_period_is_half_open() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let (from, to) = day_range(day, day);
        assert_eq!((from, to), (at("2026-11-22T17:00:00Z"), at("2026-11-23T17:00:00Z")));
    }

    #[test]
    fn extreme_instants_do_not_overflow() {
        for t in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, at("9999-12-31T23:59:59Z")] {
            assert!(!due_long(t).is_empty());
            let (day, minute) = local_minute(t);
            let _ = at_minute(day, minute);
        }
        let _ = day_range(NaiveDate::MIN, NaiveDate::MAX);
        assert_eq!(date(NaiveDate::from_ymd_opt(1, 1, 1).unwrap()), "01/01/0001");
    }
}
