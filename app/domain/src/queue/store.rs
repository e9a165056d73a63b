//! SQL of tickets, their events and the counter groups.

use crate::cx::Cx;
use crate::db::Conn;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::queue::{GroupFigures, TicketState, TicketStep};
use sqlx::FromRow;

/// A ticket as stored.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Ticket {
    pub id: i64,
    pub version: i64,
    pub unit_id: i64,
    pub group_id: i64,
    pub day: NaiveDate,
    pub code: String,
    pub token: String,
    pub state: String,
    pub booked_slot: Option<DateTime<Utc>>,
    pub priority_from: Option<DateTime<Utc>>,
    pub order_at: DateTime<Utc>,
    pub queued_at: DateTime<Utc>,
    pub calls: i64,
    pub rejoined: bool,
    pub clerk_id: Option<i64>,
    pub counter: i64,
    pub called_at: Option<DateTime<Utc>>,
    pub serving_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub waited_s: i64,
    pub served_s: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Ticket {
    /// The state.
    pub fn state(&self) -> Result<TicketState> {
        Ok(self.state.parse()?)
    }
}

/// Columns of [`Ticket`].
macro_rules! ticket_sql {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, unit_id, group_id, day, code, token, state, booked_slot, priority_from, order_at, queued_at,
                    calls, rejoined, clerk_id, counter, called_at, serving_at, ended_at, waited_s, served_s, created_at, updated_at
             FROM queue_ticket ",
            $rest
        )
    };
}

sql!(BY_TOKEN, ticket_sql!("WHERE token = $1"));
/// A ticket by its address.
pub(super) async fn by_token(conn: &mut Conn<'_>, token: &str) -> Result<Ticket> {
    conn.one(BY_TOKEN, args![token]).await
}

// Who booked goes first from the beginning of the slot; everybody else in the order of arrival.
sql!(
    LINE,
    ticket_sql!(
        "WHERE group_id = $1 AND day = $2 AND state IN ('waiting', 'transferred')
         ORDER BY CASE WHEN priority_from <= $3 THEN 0 ELSE 1 END, order_at, id LIMIT $4"
    )
);
/// The first of those in line in a group.
pub(super) async fn line(conn: &mut Conn<'_>, group: i64, day: NaiveDate, now: DateTime<Utc>, most: i64) -> Result<Vec<Ticket>> {
    conn.all(LINE, args![group, day, now, most]).await
}

sql!(OF_CLERK, ticket_sql!("WHERE clerk_id = $1 AND day = $2 AND state IN ('called', 'serving') ORDER BY id LIMIT 1"));
/// The ticket that a clerk called or serves.
pub(super) async fn of_clerk(conn: &mut Conn<'_>, clerk: i64, day: NaiveDate) -> Result<Option<Ticket>> {
    conn.opt(OF_CLERK, args![clerk, day]).await
}

sql!(SKIPPED, ticket_sql!("WHERE group_id = $1 AND day = $2 AND state = 'skipped' ORDER BY updated_at DESC, id DESC LIMIT $3"));
/// Tickets skipped today, the latest first.
pub(super) async fn skipped(conn: &mut Conn<'_>, group: i64, day: NaiveDate, most: i64) -> Result<Vec<Ticket>> {
    conn.all(SKIPPED, args![group, day, most]).await
}

sql!(AT_COUNTERS, ticket_sql!("WHERE unit_id = $1 AND day = $2 AND state IN ('called', 'serving') ORDER BY called_at DESC, id DESC LIMIT 200"));
/// Tickets that are called or served in a centre, the latest call first.
pub(super) async fn at_counters(conn: &mut Conn<'_>, unit: i64, day: NaiveDate) -> Result<Vec<Ticket>> {
    conn.all(AT_COUNTERS, args![unit, day]).await
}

sql!(LEFT_OVER, ticket_sql!("WHERE day < $1 AND state IN ('waiting', 'transferred', 'called') ORDER BY id LIMIT 200"));
/// Tickets of past days that nobody ended.
pub(super) async fn left_over(conn: &mut Conn<'_>, today: NaiveDate) -> Result<Vec<Ticket>> {
    conn.all(LEFT_OVER, args![today]).await
}

sql!(
    INSERT,
    "INSERT INTO queue_ticket (unit_id, series_id, group_id, day, number, code, token, state, booking_id, booked_slot, priority_from, order_at, queued_at,
                               created_at, updated_at)
     VALUES ($1, $2, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9, $10, $10, $10, $10) RETURNING id"
);

/// A ticket to be written.
pub(super) struct NewTicket<'a> {
    pub unit: i64,
    pub group: i64,
    pub day: NaiveDate,
    pub number: i64,
    pub code: &'a str,
    pub token: &'a str,
    pub booking: Option<i64>,
    pub booked_slot: Option<DateTime<Utc>>,
    pub priority_from: Option<DateTime<Utc>>,
}

/// Inserts a ticket that waits, with its first event.
pub(super) async fn insert(cx: &mut Cx, new: NewTicket<'_>) -> Result<i64> {
    let now = cx.now();
    let values = args![new.unit, new.group, new.day, new.number, new.code, new.token, new.booking, new.booked_slot, new.priority_from, now];
    let id = cx.conn().id(INSERT, values).await?;
    append(cx, NewEvent { ticket: id, seq: 1, step: TicketStep::Take, from: None, to: TicketState::Waiting, group: new.group, counter: 0 }).await?;
    Ok(id)
}

sql!(
    SAVE,
    "UPDATE queue_ticket SET group_id = $3, state = $4, priority_from = $5, order_at = $6, queued_at = $7, calls = $8, rejoined = $9, clerk_id = $10,
                             counter = $11, called_at = $12, serving_at = $13, ended_at = $14, waited_s = $15, served_s = $16, updated_at = $17,
                             version = version + 1
     WHERE id = $1 AND version = $2"
);

/// Saves what steps may change; false if somebody was faster.
pub(super) async fn save(conn: &mut Conn<'_>, ticket: &Ticket, now: DateTime<Utc>) -> Result<bool> {
    let values = args![
        ticket.id,
        ticket.version,
        ticket.group_id,
        &ticket.state,
        ticket.priority_from,
        ticket.order_at,
        ticket.queued_at,
        ticket.calls,
        ticket.rejoined,
        ticket.clerk_id,
        ticket.counter,
        ticket.called_at,
        ticket.serving_at,
        ticket.ended_at,
        ticket.waited_s,
        ticket.served_s,
        now
    ];
    Ok(conn.exec(SAVE, values).await? == 1)
}

/// An event to be appended.
pub(super) struct NewEvent {
    pub ticket: i64,
    pub seq: i64,
    pub step: TicketStep,
    pub from: Option<TicketState>,
    pub to: TicketState,
    pub group: i64,
    pub counter: i64,
}

sql!(
    APPEND,
    "INSERT INTO queue_event (ticket_id, seq, step, from_state, to_state, group_id, counter, actor_id, actor_name, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);

/// Appends an event of the person who acts.
pub(super) async fn append(cx: &mut Cx, event: NewEvent) -> Result<()> {
    let (actor, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    let from = event.from.map_or("", TicketState::as_str);
    let values = args![event.ticket, event.seq, event.step.as_str(), from, event.to.as_str(), event.group, event.counter, actor, name, now];
    cx.conn().exec(APPEND, values).await.map(|_| ())
}

/// A counter group as stored.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Group {
    pub id: i64,
    pub unit_id: i64,
    pub letter: String,
    pub name: String,
    pub counters: i64,
    pub minutes: i64,
}

impl Group {
    /// `A – Hộ tịch, chứng thực`.
    pub fn label(&self) -> String {
        format!("{} – {}", self.letter, self.name)
    }
}

sql!(GROUP, "SELECT id, unit_id, letter, name, counters, minutes FROM queue_group WHERE id = $1");
/// A group by its row.
pub(super) async fn group(conn: &mut Conn<'_>, id: i64) -> Result<Group> {
    conn.one(GROUP, args![id]).await
}

sql!(GROUPS, "SELECT id, unit_id, letter, name, counters, minutes FROM queue_group WHERE unit_id = $1 AND active ORDER BY letter");
/// The groups of a centre, by letter.
pub(super) async fn groups(conn: &mut Conn<'_>, unit: i64) -> Result<Vec<Group>> {
    conn.all(GROUPS, args![unit]).await
}

sql!(UNITS, "SELECT DISTINCT unit_id FROM queue_group WHERE active");
/// Units that have counter groups.
pub(super) async fn units(conn: &mut Conn<'_>) -> Result<Vec<i64>> {
    Ok(conn.all::<(i64,)>(UNITS, args![]).await?.into_iter().map(|(unit,)| unit).collect())
}

sql!(WAITING, "SELECT group_id, COUNT(*) FROM queue_ticket WHERE unit_id = $1 AND day = $2 AND state IN ('waiting', 'transferred') GROUP BY group_id");
/// People in line by group.
pub(super) async fn waiting(conn: &mut Conn<'_>, unit: i64, day: NaiveDate) -> Result<Vec<(i64, i64)>> {
    conn.all(WAITING, args![unit, day]).await
}

sql!(
    FIGURES,
    "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN state = 'served' THEN 1 ELSE 0 END), 0) AS BIGINT),
            CAST(COALESCE(SUM(CASE WHEN state = 'served' THEN waited_s ELSE 0 END), 0) AS BIGINT),
            CAST(COALESCE(SUM(CASE WHEN state = 'served' THEN served_s ELSE 0 END), 0) AS BIGINT)
     FROM queue_ticket WHERE group_id = $1 AND day = $2"
);
/// What was measured in a group on a day.
pub(super) async fn figures(conn: &mut Conn<'_>, group: i64, day: NaiveDate) -> Result<GroupFigures> {
    let (given, served, waited, serving): (i64, i64, i64, i64) = conn.one(FIGURES, args![group, day]).await?;
    let mean = |sum: i64| (served > 0).then(|| sum / served.max(1));
    Ok(GroupFigures { given, served, waited_s: mean(waited), served_s: mean(serving) })
}

/// Somebody was faster.
pub(super) fn changed_meanwhile(ticket: &Ticket) -> Error {
    Error::stale(&format!("Số {}", ticket.code), ticket.updated_at)
}
