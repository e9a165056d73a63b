//! The times of reminders and digests, as they stand in the database.

use crate::cx::Cx;
use crate::error::Result;
use model::format::local_date;
use model::tasks::reminders::Schedule;
use sqlx::FromRow;

#[derive(FromRow)]
struct Row {
    remind_at: i64,
    digest_at: i64,
    digest_life: i64,
    weekly_on: i64,
    before_days: String,
    sms_days: String,
    sms_every: i64,
    accept_days: i64,
    confirm_days: i64,
    escalate_days: i64,
    chair_days: i64,
    express_half: i64,
    express_most: i64,
}

sql!(
    IN_FORCE,
    "SELECT remind_at, digest_at, digest_life, weekly_on, before_days, sms_days, sms_every, accept_days, confirm_days, escalate_days, chair_days,
            express_half, express_most
     FROM task_schedule WHERE valid_from <= $1 ORDER BY valid_from DESC LIMIT 1"
);

/// The times in force today: the latest row of `task_schedule` that has begun.
///
/// # Errors
/// If the database cannot be read.
pub async fn schedule(cx: &mut Cx) -> Result<Schedule> {
    let today = local_date(cx.now());
    let row: Option<Row> = cx.conn().opt(IN_FORCE, args![today]).await?;
    Ok(row.map_or_else(Schedule::default, |row| row.checked()))
}

impl Row {
    fn checked(&self) -> Schedule {
        // The table bounds the numbers; one that does not fit takes the default.
        let usual = Schedule::default();
        let minute = |value: i64, usual: u16| u16::try_from(value).unwrap_or(usual);
        let days = |value: i64, usual: u32| u32::try_from(value).unwrap_or(usual);
        Schedule {
            remind_at: minute(self.remind_at, usual.remind_at),
            digest_at: minute(self.digest_at, usual.digest_at),
            digest_life: minute(self.digest_life, usual.digest_life),
            weekly_on: days(self.weekly_on, usual.weekly_on),
            before_days: Schedule::numbers(&self.before_days),
            sms_days: Schedule::numbers(&self.sms_days),
            sms_every: days(self.sms_every, usual.sms_every),
            accept_days: days(self.accept_days, usual.accept_days),
            confirm_days: days(self.confirm_days, usual.confirm_days),
            escalate_days: days(self.escalate_days, usual.escalate_days),
            chair_days: days(self.chair_days, usual.chair_days),
            express: [days(self.express_half, usual.express[0]), days(self.express_most, usual.express[1])],
        }
    }
}
