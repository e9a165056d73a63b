//! The form that changes the times of reminders and digests, and their words.

use super::Schedule;
use crate::format::{date, parse_date, parse_time};
use crate::queue::minute_text;
use crate::tasks::series::WEEKDAYS;
use crate::text::reason;
use crate::{FieldErrors, format};
use chrono::{DateTime, Days, NaiveDate, Timelike, Utc};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Minutes of the day at which messages leave: outside the quiet hours (09 §2).
const MINUTES: RangeInclusive<u16> = 420..=1259;
/// Most numbers in one field.
const MOST: usize = 10;
/// How far ahead times are set, days.
const AHEAD: u64 = 366;

/// The form, as it was typed. Days are working days.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ScheduleForm {
    /// First day of the new times.
    #[serde(rename = "ap_dung_tu")]
    pub from: String,
    /// Time of the reminders.
    #[serde(rename = "gio_nhac")]
    pub remind_at: String,
    /// Time of the digests.
    #[serde(rename = "gio_ban_tin")]
    pub digest_at: String,
    /// Minutes within which a digest may leave.
    #[serde(rename = "cho_gui")]
    pub digest_life: String,
    /// Day of weekly lists, 1 is Monday.
    #[serde(rename = "thu")]
    pub weekly_on: String,
    /// Days before the due date.
    #[serde(rename = "truoc_han")]
    pub before_days: String,
    /// Days overdue with SMS.
    #[serde(rename = "nhan_tin")]
    pub sms_days: String,
    /// Then SMS every so many days.
    #[serde(rename = "nhan_tin_lai")]
    pub sms_every: String,
    /// Days until the acceptance is missed.
    #[serde(rename = "cho_tiep_nhan")]
    pub accept_days: String,
    /// Days until the confirmation is missed.
    #[serde(rename = "cho_xac_nhan")]
    pub confirm_days: String,
    /// Days overdue until the monitor learns of it.
    #[serde(rename = "bao_theo_doi")]
    pub escalate_days: String,
    /// Days overdue until the Chair reads of it.
    #[serde(rename = "bao_chu_tich")]
    pub chair_days: String,
    /// First share of the time of an express task, percent.
    #[serde(rename = "hoa_toc_mot")]
    pub express_half: String,
    /// Second share.
    #[serde(rename = "hoa_toc_hai")]
    pub express_most: String,
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`ScheduleForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleChange {
    /// First day of the new times, after today.
    pub from: NaiveDate,
    /// The times.
    pub schedule: Schedule,
    /// Why, 10–5,000 characters.
    pub reason: String,
}

/// Times that hold, held or will hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleLine {
    /// Row number; the greatest one is the version of the page.
    pub id: i64,
    /// First day.
    pub from: NaiveDate,
    /// The times.
    pub schedule: Schedule,
    /// Why they were set.
    pub reason: String,
    /// Who set them; nobody for those that came with the portal.
    pub actor: String,
    /// When they were set.
    pub written_at: Option<DateTime<Utc>>,
}

/// Numbers of a field that holds several, without doubles, in the order of `down`.
fn several(errors: &mut FieldErrors, field: &str, text: &str, most: u32, down: bool) -> Vec<u32> {
    let words: Vec<&str> = text.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
    let mut numbers: Vec<u32> = words.iter().filter_map(|word| word.parse::<u32>().ok()).filter(|number| (1..=most).contains(number)).collect();
    let right = !words.is_empty() && words.len() <= MOST && numbers.len() == words.len();
    errors.require(right, field, format!("Nhập từ 1 đến {MOST} số ngày, mỗi số từ 1 đến {most}, cách nhau bằng dấu cách."));
    numbers.sort_unstable();
    numbers.dedup();
    if down {
        numbers.reverse();
    }
    numbers
}

fn one(errors: &mut FieldErrors, field: &str, text: &str, range: RangeInclusive<u32>) -> u32 {
    let number = text.trim().parse::<u32>().ok().filter(|number| range.contains(number));
    errors.require(number.is_some(), field, format!("Nhập một số từ {} đến {}.", range.start(), range.end()));
    number.unwrap_or(*range.start())
}

fn minute(errors: &mut FieldErrors, field: &str, text: &str) -> u16 {
    let minute = parse_time(text).ok().and_then(|time| u16::try_from(time.num_seconds_from_midnight() / 60).ok()).filter(|minute| MINUTES.contains(minute));
    errors.require(minute.is_some(), field, "Nhập giờ từ 07:00 đến 20:59, ví dụ 07:30. Ngoài các giờ này cổng không gửi tin.");
    minute.unwrap_or(*MINUTES.start())
}

impl ScheduleForm {
    /// The form that says the same as these times.
    #[must_use]
    pub fn of(schedule: &Schedule, from: NaiveDate) -> Self {
        Self {
            from: date(from),
            remind_at: minute_text(schedule.remind_at),
            digest_at: minute_text(schedule.digest_at),
            digest_life: schedule.digest_life.to_string(),
            weekly_on: schedule.weekly_on.to_string(),
            before_days: Schedule::text(&schedule.before_days),
            sms_days: Schedule::text(&schedule.sms_days),
            sms_every: schedule.sms_every.to_string(),
            accept_days: schedule.accept_days.to_string(),
            confirm_days: schedule.confirm_days.to_string(),
            escalate_days: schedule.escalate_days.to_string(),
            chair_days: schedule.chair_days.to_string(),
            express_half: schedule.express[0].to_string(),
            express_most: schedule.express[1].to_string(),
            reason: String::new(),
        }
    }

    /// Checks every field. What a day has begun with does not change any more, so new times begin tomorrow at the earliest.
    ///
    /// # Errors
    /// A message at each field that is wrong.
    pub fn validate(&self, today: NaiveDate) -> Result<ScheduleChange, FieldErrors> {
        let mut errors = FieldErrors::new();
        let last = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
        let from = parse_date(&self.from).ok().filter(|day| *day > today && *day <= last);
        errors.require(from.is_some(), "ap_dung_tu", format!("Nhập một ngày sau hôm nay, chậm nhất {}.", date(last)));
        let schedule = Schedule {
            remind_at: minute(&mut errors, "gio_nhac", &self.remind_at),
            digest_at: minute(&mut errors, "gio_ban_tin", &self.digest_at),
            digest_life: u16::try_from(one(&mut errors, "cho_gui", &self.digest_life, 10..=720)).unwrap_or(10),
            weekly_on: one(&mut errors, "thu", &self.weekly_on, 1..=5),
            before_days: several(&mut errors, "truoc_han", &self.before_days, 30, true),
            sms_days: several(&mut errors, "nhan_tin", &self.sms_days, 60, false),
            sms_every: one(&mut errors, "nhan_tin_lai", &self.sms_every, 1..=60),
            accept_days: one(&mut errors, "cho_tiep_nhan", &self.accept_days, 1..=30),
            confirm_days: one(&mut errors, "cho_xac_nhan", &self.confirm_days, 1..=30),
            escalate_days: one(&mut errors, "bao_theo_doi", &self.escalate_days, 1..=60),
            chair_days: one(&mut errors, "bao_chu_tich", &self.chair_days, 1..=120),
            express: [one(&mut errors, "hoa_toc_mot", &self.express_half, 1..=98), one(&mut errors, "hoa_toc_hai", &self.express_most, 2..=99)],
        };
        let [half, most] = schedule.express;
        errors.require(half < most, "hoa_toc_hai", "Lần nhắc thứ hai phải sau lần thứ nhất. Hãy nhập số lớn hơn.");
        let later = schedule.chair_days >= schedule.escalate_days;
        errors.require(later, "bao_chu_tich", "Chủ tịch nhận danh sách không sớm hơn chuyên viên theo dõi. Hãy nhập số ngày lớn hơn.");
        let reason = reason(&mut errors, "ly_do", "Lý do thay đổi", &self.reason);
        errors.into_result(ScheduleChange { from: from.unwrap_or(today), schedule, reason })
    }
}

impl Schedule {
    /// Numbers as they are typed and stored: "3 1".
    #[must_use]
    pub fn text(numbers: &[u32]) -> String {
        numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    /// Each time with its name, its value, and whom it is about.
    #[must_use]
    pub fn lines(&self) -> Vec<(&'static str, String, &'static str)> {
        let days = |n: u32| format!("{n} ngày làm việc");
        let list = |numbers: &[u32]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let weekday = (self.weekly_on as usize).checked_sub(1).and_then(|n| WEEKDAYS.get(n)).copied().unwrap_or_default();
        let [half, most] = self.express;
        vec![
            ("Giờ gửi nhắc việc", minute_text(self.remind_at), "Mỗi ngày làm việc của đơn vị, một tin gộp cho mỗi người"),
            ("Giờ gửi bản tin", minute_text(self.digest_at), "Chánh văn phòng, văn thư mỗi ngày làm việc; người đứng đầu, lãnh đạo tỉnh mỗi tuần"),
            ("Bản tin còn gửi được trong", format!("{} phút", self.digest_life), "Quá thời gian này bản tin không gửi nữa, để không ai đọc số liệu cũ"),
            ("Ngày gửi hằng tuần", crate::text::capital(weekday), "Danh sách và bản tin tuần; gặp ngày nghỉ thì ngày làm việc kế tiếp"),
            ("Nhắc trước hạn", format!("{} ngày làm việc", list(&self.before_days)), "Người thực hiện và lãnh đạo phòng; ngày cuối của hạn luôn được nhắc"),
            (
                "Nhắn tin khi quá hạn",
                format!("{} ngày làm việc", list(&self.sms_days)),
                "Người thực hiện và lãnh đạo đơn vị; trong cổng thì nhắc mỗi ngày làm việc",
            ),
            ("Sau đó nhắn tin lại mỗi", days(self.sms_every), "Tính từ lần nhắn tin cuối ở dòng trên"),
            ("Chưa tiếp nhận sau", days(self.accept_days), "Báo lãnh đạo và văn thư đơn vị chủ trì"),
            ("Báo cáo chờ xác nhận quá", days(self.confirm_days), "Báo lãnh đạo của chuyên viên theo dõi"),
            ("Quá hạn, báo nơi theo dõi sau", days(self.escalate_days), "Chuyên viên theo dõi và lãnh đạo giao nhiệm vụ"),
            ("Quá hạn, báo Chủ tịch và giải trình sau", days(self.chair_days), "Danh sách tuần của Chủ tịch; người đứng đầu đơn vị phải giải trình"),
            ("Nhiệm vụ hỏa tốc, nhắc khi đã qua", format!("{half} % và {most} % thời gian"), "Người thực hiện và lãnh đạo phòng"),
        ]
    }

    /// "Giờ gửi nhắc việc: 07:30 → 08:00; …": what other times change.
    #[must_use]
    pub fn differences(&self, after: &Schedule) -> String {
        let pairs = self.lines().into_iter().zip(after.lines());
        let changed = pairs.filter(|((_, old, _), (_, new, _))| old != new).map(|((name, old, _), (_, new, _))| format!("{name}: {old} → {new}"));
        changed.collect::<Vec<_>>().join("; ")
    }
}

impl ScheduleLine {
    /// "Phan Mẫu Phúc, 10:15 23/11/2026. Lý do …": who set the times, when and why.
    #[must_use]
    pub fn origin(&self) -> String {
        match self.written_at {
            Some(at) => format!("{}, {}. {}", self.actor, format::date_time(at), self.reason),
            None => self.reason.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).expect("day")
    }

    fn form() -> ScheduleForm {
        let tomorrow = NaiveDate::from_ymd_opt(2026, 11, 24).expect("day");
        ScheduleForm { reason: "Theo ý kiến của Chánh Văn phòng".into(), ..ScheduleForm::of(&Schedule::default(), tomorrow) }
    }

    #[test]
    fn what_is_shown_may_be_sent_back() {
        let change = form().validate(today()).expect("change");
        assert_eq!(change.schedule, Schedule::default());
        assert_eq!(Schedule::default().differences(&change.schedule), "");
        let later = ScheduleForm { remind_at: "8:05".into(), before_days: "1, 5; 3 3".into(), ..form() }.validate(today()).expect("change").schedule;
        assert_eq!((later.remind_at, later.before_days.as_slice()), (485, [5, 3, 1].as_slice()));
        assert_eq!(Schedule::default().differences(&later), "Giờ gửi nhắc việc: 07:30 → 08:05; Nhắc trước hạn: 3, 1 ngày làm việc → 5, 3, 1 ngày làm việc");
    }

    #[test]
    fn what_cannot_be_is_refused_at_its_field() {
        let refused = |form: ScheduleForm| form.validate(today()).expect_err("refused").0.into_iter().map(|(field, _)| field).collect::<Vec<_>>();
        assert_eq!(refused(ScheduleForm { from: "23/11/2026".into(), ..form() }), ["ap_dung_tu"]);
        assert_eq!(refused(ScheduleForm { from: "31/12/9999".into(), ..form() }), ["ap_dung_tu"]);
        assert_eq!(refused(ScheduleForm { remind_at: "21:00".into(), digest_at: "6:59".into(), ..form() }), ["gio_nhac", "gio_ban_tin"]);
        assert_eq!(refused(ScheduleForm { before_days: "3 x".into(), sms_days: String::new(), ..form() }), ["truoc_han", "nhan_tin"]);
        assert_eq!(refused(ScheduleForm { express_half: "80".into(), ..form() }), ["hoa_toc_hai"]);
        assert_eq!(refused(ScheduleForm { escalate_days: "11".into(), ..form() }), ["bao_chu_tich"]);
        assert_eq!(refused(ScheduleForm { weekly_on: "6".into(), reason: "Gấp".into(), ..form() }), ["thu", "ly_do"]);
        assert_eq!(refused(ScheduleForm::default()).len(), 15);
    }
}
