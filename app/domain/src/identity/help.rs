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
    /// The answer, empty before it.
    pub answer: String,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// For the optimistic check.
    pub version: i64,
}

const LINES: &str =
    "SELECT h.id, h.person_id, p.full_name, COALESCE(v.name, '') AS unit_name, h.role, h.screen, h.body, h.state, h.created_at, h.answer, h.answered_at, h.version
     FROM help_request h
     JOIN person p ON p.id = h.person_id
     LEFT JOIN org_unit_version v ON v.unit_id = h.unit_id AND v.valid_from <= ";

sql!(
    INSERT,
    "INSERT INTO help_request (person_id, unit_id, screen, body, state, created_at, role, province_at) VALUES ($1, $2, $3, $4, 'open', $5, $6, $7) RETURNING id"
);
sql!(ONE, "SELECT person_id, unit_id, state, version FROM help_request WHERE id = $1");
sql!(ANSWER, "UPDATE help_request SET state = $3, answer = $4, answered_by = $5, answered_at = $6, version = version + 1 WHERE id = $1 AND version = $2");
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
    query.all(&mut cx.conn()).await
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
    query.all(&mut cx.conn()).await
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
    let (by, now) = (cx.actor.person_id, cx.now());
    if cx.conn().exec(ANSWER, args![id, version, after.as_str(), answer, by, now]).await? == 0 {
        return Err(Error::conflict("Yêu cầu này vừa được người khác trả lời. Hãy tải lại trang."));
    }
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
    if cx.conn().exec(MOVE, args![id, version, after.as_str()]).await? == 0 {
        return Err(Error::conflict("Yêu cầu này vừa đổi trạng thái. Hãy tải lại trang."));
    }
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
