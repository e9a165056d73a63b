//! The times of reminders and digests, as they stand in the database: rows with a first day, appended and never changed.

use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind};
use model::format::{date, local_date};
use model::tasks::reminders::{Schedule, ScheduleChange, ScheduleLine};
use sqlx::FromRow;

#[derive(FromRow)]
struct Row {
    id: i64,
    valid_from: NaiveDate,
    basis: String,
    actor_name: String,
    written_at: Option<DateTime<Utc>>,
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

macro_rules! schedule_sql {
    ($rest:literal) => {
        concat!(
            "SELECT id, valid_from, basis, actor_name, written_at, remind_at, digest_at, digest_life, weekly_on, before_days, sms_days, sms_every,
                    accept_days, confirm_days, escalate_days, chair_days, express_half, express_most
             FROM task_schedule ",
            $rest
        )
    };
}

sql!(IN_FORCE, schedule_sql!("WHERE valid_from <= $1 ORDER BY valid_from DESC LIMIT 1"));

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
    fn line(self) -> ScheduleLine {
        let schedule = self.checked();
        ScheduleLine { id: self.id, from: self.valid_from, schedule, reason: self.basis, actor: self.actor_name, written_at: self.written_at }
    }

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

sql!(LINES, schedule_sql!("ORDER BY valid_from DESC LIMIT 50"));

/// Everybody who may change the times sees them: those to come, those in force, those that were.
///
/// # Errors
/// `Forbidden` without the right to configure parameters of the province.
pub async fn times(cx: &mut Cx) -> Result<Vec<ScheduleLine>> {
    require(cx)?;
    let rows: Vec<Row> = cx.conn().all(LINES, args![]).await?;
    Ok(rows.into_iter().map(Row::line).collect())
}

fn require(cx: &Cx) -> Result<()> {
    if cx.require_reach(Action::Configure, ObjectKind::Parameter)?.all {
        return Ok(());
    }
    Err(Error::Forbidden { action: Action::Configure, kind: ObjectKind::Parameter, unit: None })
}

sql!(NEWEST, schedule_sql!("ORDER BY id DESC LIMIT 1"));
// The row stays locked until the end of the transaction: who comes second finds a newer row.
sql!(HOLD, "UPDATE task_schedule SET basis = basis WHERE id = $1");
sql!(
    ADD,
    "INSERT INTO task_schedule (valid_from, remind_at, digest_at, digest_life, weekly_on, before_days, sms_days, sms_every, accept_days, confirm_days,
                                escalate_days, chair_days, express_half, express_most, basis, written_at, actor_id, actor_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (valid_from) DO NOTHING"
);

/// Sets new times from a day on. `version` is the greatest row that the page showed.
///
/// # Errors
/// `Forbidden` without the right; `Conflict` if somebody changed them meanwhile; `Invalid` if times from that day were set before.
pub async fn change_times(cx: &mut Cx, version: i64, input: &ScheduleChange) -> Result<()> {
    require(cx)?;
    cx.conn().exec(HOLD, args![version]).await?;
    let newest: Row = cx.conn().one(NEWEST, args![]).await?;
    let now = cx.now();
    if newest.id != version {
        return Err(Error::stale("Thời gian nhắc việc", newest.written_at.unwrap_or(now)));
    }
    let before: Option<Row> = cx.conn().opt(IN_FORCE, args![input.from]).await?;
    let before = before.map_or_else(Schedule::default, |row| row.checked());
    let (new, account, name) = (&input.schedule, cx.actor.account_id, cx.actor.name.clone());
    let values = args![
        input.from,
        i64::from(new.remind_at),
        i64::from(new.digest_at),
        i64::from(new.digest_life),
        new.weekly_on,
        Schedule::text(&new.before_days),
        Schedule::text(&new.sms_days),
        new.sms_every,
        new.accept_days,
        new.confirm_days,
        new.escalate_days,
        new.chair_days,
        new.express[0],
        new.express[1],
        &input.reason,
        now,
        account,
        name
    ];
    if cx.conn().exec(ADD, values).await? == 0 {
        return Err(Error::field("ap_dung_tu", "Đã có thời gian khác áp dụng từ ngày này. Hãy chọn ngày khác."));
    }
    let words = format!("Từ {}: {}", date(input.from), before.differences(new));
    cx.audit(AuditEvent::new("task_schedule.changed", "task_schedule", input.from).detail(words));
    Ok(())
}
