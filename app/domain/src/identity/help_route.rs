//! Who is told about a request for help: the administrators of the unit, after four working hours the province team;
//! and how long answers take (01 §10).

use crate::calendar;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::jobs;
use crate::notify::{self, Recipient};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::notify::Event;
use sqlx::FromRow;

/// Kind of the job that brings a request to the province team.
pub const HELP_JOB: &str = "identity.help_to_province";
/// How long the administrator of the unit has, in counting minutes of the unit's calendar.
const FOUR_HOURS: u64 = 240;

sql!(WAITING, "SELECT COUNT(*) FROM help_request WHERE id = $1 AND version = $2 AND state IN ('open', 'reopened')");
sql!(
    ASKER,
    "SELECT p.full_name, COALESCE(v.name, '') FROM help_request h JOIN person p ON p.id = h.person_id
     LEFT JOIN org_unit_version v ON v.unit_id = h.unit_id AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2) WHERE h.id = $1"
);
// Administrators around a unit who can sign in, nearest first; `top` is 1 at the root of the province.
sql!(
    HELPERS,
    "SELECT DISTINCT a.id, a.person_id, c.depth, CAST(CASE WHEN u.kind = 'province' THEN 1 ELSE 0 END AS BIGINT) AS top
     FROM org_closure c
     JOIN org_unit u ON u.id = c.ancestor_id
     JOIN role_assignment r ON r.unit_id = c.ancestor_id AND r.role = 'unit_admin' AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to > $2)
     JOIN account a ON a.person_id = r.person_id AND a.kind = 'official' AND a.state = 'active'
     WHERE c.descendant_id = $1 ORDER BY c.depth, a.id"
);

/// Who answers for a unit now.
pub(super) struct Helpers {
    pub accounts: Vec<i64>,
    /// True if that is the province team: no administrator is nearer.
    pub province: bool,
}

/// The nearest administrators, never the asker.
pub(super) async fn helpers(cx: &mut Cx, unit: i64) -> Result<Helpers> {
    let (now, me) = (cx.now(), cx.actor.person_id);
    let rows: Vec<(i64, i64, i64, i64)> = cx.conn().all(HELPERS, args![unit, now]).await?;
    let others: Vec<_> = rows.into_iter().filter(|(_, person, ..)| Some(*person) != me).collect();
    let Some((_, _, nearest, top)) = others.first().copied() else { return Ok(Helpers { accounts: Vec::new(), province: true }) };
    let accounts = others.iter().filter(|(_, _, depth, _)| *depth == nearest).map(|(account, ..)| *account).collect();
    Ok(Helpers { accounts, province: top == 1 })
}

pub(super) async fn in_four_hours(cx: &mut Cx, unit: i64) -> Result<DateTime<Utc>> {
    let now = cx.now();
    // Without a calendar for the year four hours are four hours.
    let calendar = calendar::of_unit(cx, Some(unit)).await?;
    Ok(calendar.add_working_minutes(now, FOUR_HOURS).unwrap_or(now + chrono::Duration::hours(4)))
}

pub(super) async fn escalate_later(cx: &mut Cx, id: i64, version: i64, at: DateTime<Utc>) -> Result<()> {
    jobs::later(cx, HELP_JOB, &format!("{HELP_JOB}:{id}:{version}"), &serde_json::json!({ "id": id, "version": version }), at).await
}

pub(super) async fn tell(cx: &mut Cx, event: Event, id: i64, version: i64, accounts: &[i64]) -> Result<()> {
    let today = crate::org::today(cx);
    let (name, unit): (String, String) = cx.conn().one(ASKER, args![id, today]).await?;
    for account in accounts {
        let to = Recipient { account_id: Some(*account), ..Recipient::default() };
        let values = [("nguoi", name.clone()), ("don_vi", unit.clone())];
        notify::send(cx, event, &format!("help:{id}:{version}:{account}"), &to, &values, "/quan-tri/ho-tro").await?;
    }
    Ok(())
}

#[derive(serde::Deserialize)]
struct Escalation {
    id: i64,
    version: i64,
}

/// Performs a [`HELP_JOB`]: tells the province team about a request that nobody answered in time.
///
/// # Errors
/// If the database cannot be written.
pub async fn help_to_province(cx: &mut Cx, payload: &str) -> Result<()> {
    let job: Escalation = serde_json::from_str(payload)?;
    if cx.conn().count(WAITING, args![job.id, job.version]).await? == 0 {
        return Ok(());
    }
    let root = crate::org::root(cx).await?;
    let team = helpers(cx, root.id).await?;
    tell(cx, Event::HelpOverdue, job.id, job.version, &team.accounts).await
}

/// How help works in a unit (01 §10): measured, never typed in.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct HelpFigures {
    /// Name of the unit, today.
    pub unit_name: String,
    /// Requests in the last 90 days.
    pub asked: i64,
    /// Those that were answered.
    pub answered: i64,
    /// Screen with the most requests.
    pub screen: String,
    /// Average minutes by the clock from question to first answer, 0 without an answer.
    pub minutes: i64,
}

#[derive(FromRow)]
struct FigureRow {
    unit_name: String,
    screen: String,
    created_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
}

/// Requests, answers, time to the first answer and the screen with most requests, per unit, over the last 90 days.
///
/// # Errors
/// `Forbidden` without the right to see people.
pub async fn help_figures(cx: &mut Cx) -> Result<Vec<HelpFigures>> {
    let (reach, today) = (cx.require_reach(Action::View, ObjectKind::Person)?, crate::org::today(cx));
    let mut query = Query::new(
        "SELECT COALESCE(v.name, '') AS unit_name, h.screen, h.created_at,
            (SELECT MIN(e.at) FROM help_event e WHERE e.request_id = h.id AND e.step = 'answer') AS answered_at FROM help_request h
         LEFT JOIN org_unit_version v ON v.unit_id = h.unit_id AND v.valid_from <= ",
    );
    query.bind(today).push(" AND (v.valid_to IS NULL OR v.valid_to > ").bind(today).push(") WHERE h.created_at > ").bind(cx.now() - chrono::Duration::days(90));
    if !reach.all {
        query.push(" AND h.unit_id IN ").bind_list(reach.units.iter().copied());
    }
    query.push(" ORDER BY v.name, h.id LIMIT 20000");
    let rows: Vec<FigureRow> = query.all(&mut cx.conn()).await?;
    let mut figures: Vec<HelpFigures> = Vec::new();
    for unit in rows.chunk_by(|a, b| a.unit_name == b.unit_name) {
        let waits: Vec<i64> = unit.iter().filter_map(|row| row.answered_at.map(|at| (at - row.created_at).num_minutes())).collect();
        let mut screens = std::collections::BTreeMap::<&str, usize>::new();
        for row in unit {
            *screens.entry(row.screen.split('?').next().unwrap_or_default()).or_default() += 1;
        }
        let answered = i64::try_from(waits.len()).unwrap_or_default();
        figures.push(HelpFigures {
            unit_name: unit.first().map(|row| row.unit_name.clone()).unwrap_or_default(),
            asked: i64::try_from(unit.len()).unwrap_or_default(),
            answered,
            screen: screens.into_iter().max_by_key(|(_, n)| *n).map(|(screen, _)| screen.to_owned()).unwrap_or_default(),
            minutes: if answered == 0 { 0 } else { waits.iter().sum::<i64>() / answered },
        });
    }
    Ok(figures)
}
