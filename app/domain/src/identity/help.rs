//! Requests for help and for missing rights: from every screen to the administrator of the unit (01 §10).

use super::help_route::{escalate_later, helpers, in_four_hours, tell};
use super::store;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::notify::{self, Recipient};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::identity::{HelpState, HelpStep};
use model::notify::Event;
use model::text::{clean_line, clean_text};
use sqlx::FromRow;

/// A request with names.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct HelpLine {
    /// Row.
    pub id: i64,
    /// Who asked.
    pub person_id: i64,
    /// Name.
    pub full_name: String,
    /// Name of the unit, today.
    pub unit_name: String,
    /// Roles of the asker then, in words.
    pub role: String,
    /// Address of the screen.
    pub screen: String,
    /// What was asked.
    pub body: String,
    /// Stored value of [`HelpState`].
    pub state: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// For the optimistic check.
    pub version: i64,
    /// What became of it, oldest first.
    #[sqlx(skip)]
    pub events: Vec<HelpEvent>,
}

/// One step of a request; never changed.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct HelpEvent {
    request_id: i64,
    /// Stored value of [`HelpStep`].
    pub step: String,
    /// The answer; empty for other steps.
    pub body: String,
    /// Who.
    pub actor_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

const LINES: &str = "SELECT h.id, h.person_id, p.full_name, COALESCE(v.name, '') AS unit_name, h.role, h.screen, h.body, h.state, h.created_at, h.version
     FROM help_request h
     JOIN person p ON p.id = h.person_id
     LEFT JOIN org_unit_version v ON v.unit_id = h.unit_id AND v.valid_from <= ";

sql!(
    INSERT,
    "INSERT INTO help_request (person_id, unit_id, screen, body, state, created_at, role, province_at) VALUES ($1, $2, $3, $4, 'open', $5, $6, $7) RETURNING id"
);
sql!(ONE, "SELECT person_id, unit_id, state, version FROM help_request WHERE id = $1");
sql!(
    EVENT,
    "INSERT INTO help_event (request_id, seq, step, body, actor_id, actor_name, at)
     VALUES ($1, (SELECT COALESCE(MAX(e.seq), 0) + 1 FROM help_event e WHERE e.request_id = $1), $2, $3, $4, $5, $6)"
);
sql!(PROVINCE_AT, "UPDATE help_request SET province_at = $2 WHERE id = $1");
sql!(MOVE, "UPDATE help_request SET state = $3, version = version + 1 WHERE id = $1 AND version = $2");

/// Asks for help, from the screen that the asker is on. The administrators of the unit are told; after four working hours
/// without an answer the province team is.
///
/// # Errors
/// `Forbidden` except for officials, `Invalid` for an empty question.
pub async fn ask_for_help(cx: &mut Cx, screen: &str, body: &str) -> Result<i64> {
    cx.require_reach(Action::Create, ObjectKind::HelpRequest)?;
    let (person, unit, now) = (cx.person()?, cx.actor.unit_id.ok_or(Error::Unauthorized)?, cx.now());
    let body = clean_text(body, 2_000);
    if body.is_empty() {
        return Err(Error::field("noi_dung", "Chưa có nội dung. Hãy viết bạn cần giúp điều gì."));
    }
    let mut roles: Vec<&str> = cx.actor.roles.iter().map(|held| held.role.label()).collect();
    roles.dedup();
    let role = clean_line(&roles.join(", "), 300);
    let admins = helpers(cx, unit).await?;
    let province_at = if admins.province { now } else { in_four_hours(cx, unit).await? };
    let id = cx.conn().id(INSERT, args![person, unit, clean_line(screen, 300), body, now, role, province_at]).await?;
    cx.audit(AuditEvent::new("help.asked", "help_request", id));
    tell(cx, Event::HelpAsked, id, 1, &admins.accounts).await?;
    if !admins.province {
        escalate_later(cx, id, 1, province_at).await?;
    }
    Ok(id)
}

/// The actor's own requests, newest first.
///
/// # Errors
/// `Unauthorized` if nobody is signed in.
pub async fn own_help(cx: &mut Cx) -> Result<Vec<HelpLine>> {
    let (person, today) = (cx.person()?, crate::org::today(cx));
    let mut query = lines(today);
    query.push(" WHERE h.person_id = ").bind(person).push(" ORDER BY h.id DESC LIMIT 50");
    with_events(cx, query).await
}

/// Requests of the units that the actor administers: open ones first, oldest first. The province team sees a request when
/// its unit has no administrator, or when that one did not answer within four working hours.
///
/// # Errors
/// `Forbidden` without the right to see people.
pub async fn help_to_answer(cx: &mut Cx) -> Result<Vec<HelpLine>> {
    let (reach, now) = (cx.require_reach(Action::View, ObjectKind::Person)?, cx.now());
    let mut query = lines(crate::org::today(cx));
    query.push(" WHERE 1 = 1");
    if reach.all {
        query.push(" AND (h.province_at IS NULL OR h.province_at <= ").bind(now).push(")");
    } else {
        query.push(" AND h.unit_id IN ").bind_list(reach.units.iter().copied());
    }
    query.push(" ORDER BY CASE WHEN h.state IN ('open', 'reopened') THEN 0 ELSE 1 END, h.id LIMIT 200");
    with_events(cx, query).await
}

/// The requests of a list, each with its steps.
async fn with_events(cx: &mut Cx, query: Query) -> Result<Vec<HelpLine>> {
    let mut rows: Vec<HelpLine> = query.all(&mut cx.conn()).await?;
    let mut steps = Query::new("SELECT request_id, step, body, actor_name, at FROM help_event WHERE request_id IN ");
    steps.bind_list(rows.iter().map(|row| row.id)).push(" ORDER BY request_id, seq");
    for event in steps.all::<HelpEvent>(&mut cx.conn()).await? {
        if let Some(row) = rows.iter_mut().find(|row| row.id == event.request_id) {
            row.events.push(event);
        }
    }
    Ok(rows)
}

fn lines(today: chrono::NaiveDate) -> Query {
    let mut query = Query::new(LINES);
    query.bind(today).push(" AND (v.valid_to IS NULL OR v.valid_to > ").bind(today).push(")");
    query
}

/// A request with its asker, unit, state and version.
async fn load(cx: &mut Cx, id: i64) -> Result<(i64, i64, HelpState, i64)> {
    let (person, unit, state, version): (i64, i64, String, i64) = cx.conn().one(ONE, args![id]).await?;
    Ok((person, unit, state.parse()?, version))
}

/// The state after a step; asked only after the right was checked, so that nobody learns the state of others' requests.
fn after(state: HelpState, step: HelpStep) -> Result<HelpState> {
    state.after(step).ok_or_else(|| Error::conflict("Yêu cầu này vừa đổi trạng thái. Hãy tải lại trang."))
}

/// Moves a request on and appends the step; the row is written first, so that nobody else numbers steps meanwhile.
async fn go(cx: &mut Cx, id: i64, version: i64, after: HelpState, step: HelpStep, body: &str) -> Result<()> {
    if cx.conn().exec(MOVE, args![id, version, after.as_str()]).await? == 0 {
        return Err(Error::conflict("Yêu cầu này vừa đổi trạng thái. Hãy tải lại trang."));
    }
    let (account, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    cx.conn().exec(EVENT, args![id, step.as_str(), body, account, name, now]).await.map(drop)
}

/// Answers a request; the asker is told and reads the answer on the page of own requests.
///
/// # Errors
/// `NotFound` outside the reach, `Invalid` for an empty answer, `Conflict` if it was answered already.
pub async fn answer_help(cx: &mut Cx, id: i64, answer: &str) -> Result<()> {
    let (asker, unit, state, version) = load(cx, id).await?;
    if !cx.actor.may(Action::View, ObjectKind::Person, unit) {
        return Err(Error::NotFound);
    }
    let after = after(state, HelpStep::Answer)?;
    let answer = clean_text(answer, 2_000);
    if answer.is_empty() {
        return Err(Error::field("tra_loi", "Chưa có câu trả lời. Hãy viết câu trả lời."));
    }
    go(cx, id, version, after, HelpStep::Answer, &answer).await?;
    cx.audit(AuditEvent::new("help.answered", "help_request", id));
    if let Some(account) = store::official_of(&mut cx.conn(), asker).await? {
        let to = Recipient { account_id: Some(account.id), ..Recipient::default() };
        notify::send(cx, Event::HelpAnswered, &format!("help:{id}:{version}"), &to, &[], "/can-bo/ho-tro").await?;
    }
    Ok(())
}

/// Closes or reopens one of the actor's own requests.
///
/// # Errors
/// `NotFound` for a request of somebody else, `Conflict` if the step is not possible now.
pub async fn move_help(cx: &mut Cx, id: i64, step: HelpStep) -> Result<()> {
    let (person, unit, state, version) = load(cx, id).await?;
    if cx.actor.person_id != Some(person) || step == HelpStep::Answer {
        return Err(Error::NotFound);
    }
    let after = after(state, step)?;
    go(cx, id, version, after, step, "").await?;
    cx.audit(AuditEvent::new("help.moved", "help_request", id).detail(after.label()));
    if step == HelpStep::Reopen {
        // A new round: the unit first, then the province.
        let (admins, now) = (helpers(cx, unit).await?, cx.now());
        let province_at = if admins.province { now } else { in_four_hours(cx, unit).await? };
        cx.conn().exec(PROVINCE_AT, args![id, province_at]).await?;
        tell(cx, Event::HelpAsked, id, version + 1, &admins.accounts).await?;
        if !admins.province {
            escalate_later(cx, id, version + 1, province_at).await?;
        }
    }
    Ok(())
}
