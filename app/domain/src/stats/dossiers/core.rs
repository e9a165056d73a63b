//! Where every dossier stands at an instant: the one text of SQL that is counted, listed and frozen.
//!
//! A row of `dossier_period` with `known_from < cut <= known_to` says what the event log knew just before the cut; each dossier has at
//! most one. Ended dossiers come from the index of ends, open ones from the index of what was still known later, so that
//! neither half reads what the period does not touch.

use super::super::tasks::{Heirs, Scope};
use super::Moments;
use crate::db::Query;
use model::stats::dossiers::{Counted, IntakePart, Mark};

/// Which dossiers are asked for: of these units as they are written on the dossiers, of one sector.
#[derive(Debug, Clone, Default)]
pub(super) struct Selection {
    units: Option<Vec<i64>>,
    sector: Option<i64>,
}

impl Selection {
    pub(super) fn new(scope: &Scope, sector: Option<i64>, heirs: &Heirs) -> Self {
        let units = match scope {
            Scope::All => None,
            Scope::Units(units) => Some(heirs.leads(units)),
        };
        Self { units, sector }
    }

    fn narrow(&self, query: &mut Query, unit_column: &'static str) {
        if let Some(units) = &self.units {
            query.push(unit_column).bind_list(units.iter().copied());
        }
        if let Some(sector) = self.sector {
            query.push(" AND p.sector_id = ").bind(sector);
        }
    }
}

const COMPETENT: &str = " AND p.competent_unit_id IN ";
const RECEIVING: &str = " AND p.receiving_unit_id IN ";

/// Columns of every received dossier, up to its part.
const RECEIVED: &str =
    "SELECT p.dossier_id, p.competent_unit_id AS unit_id, p.receiving_unit_id, p.sector_id, p.channel, p.received_at AS since, p.due_at, p.ended_day,
    CASE WHEN p.received_at < ";

/// The part of an ended dossier: withdrawn and stopped first, then without a time limit, then its class (03 §4).
const ENDED_PART: &str = " THEN 'carried' ELSE 'new' END AS origin,
    CASE WHEN p.phase <> 'finished' THEN 'withdrawn_or_stopped' WHEN p.due_day IS NULL THEN 'done_no_due'
        WHEN (p.by_hour AND p.ended_at > p.due_at) OR (NOT p.by_hour AND p.ended_day > p.due_day) THEN 'late'
        WHEN p.ended_day < p.due_day THEN 'early' ELSE 'on_time' END AS part,
    CASE WHEN p.phase = 'finished' AND p.ended_day > p.plain_day AND p.ended_day <= p.due_day THEN 1 ELSE 0 END AS by_extension
    FROM dossier_period p WHERE p.received_at IS NOT NULL AND p.ended_at >= ";

/// The part of an open dossier: without a time limit, then paused, then its class at T.
const OPEN_PART: &str = " THEN 'carried' ELSE 'new' END AS origin,
    CASE WHEN p.due_day IS NULL THEN 'open_no_due' WHEN p.phase = 'paused' THEN 'paused' WHEN (p.by_hour AND p.due_at < ";

/// Of the periods that were learned at different times, those that are known.
fn learned(query: &mut Query, moments: &Moments) {
    query.push(" AND p.learned_from <= ").bind(moments.known).push(" AND p.learned_to > ").bind(moments.known);
}

/// The condition of a mark on a received dossier. What it looks for was decided in the period; an apology is missing if there was
/// none until the cut.
fn mark(query: &mut Query, mark: Mark, moments: &Moments) {
    let Moments { from, cut, .. } = *moments;
    let signed = "SELECT e.dossier_id FROM dossier_extension e WHERE e.state = 'approved' AND e.decided_at < ";
    let sent = "SELECT e.dossier_id FROM dossier_event e WHERE e.action = 'apologised' AND e.at < ";
    match mark {
        Mark::ApologySigned => {
            query.push("x.dossier_id IN (").push(signed).bind(cut).push(" AND e.decided_at >= ").bind(from).push(")");
        }
        Mark::ApologyAutomatic => {
            query.push("x.dossier_id IN (").push(sent).bind(cut).push(" AND e.at >= ").bind(from).push(")");
        }
        Mark::ApologyMissing => {
            query.push("x.part IN ('late', 'overdue') AND x.dossier_id NOT IN (").push(signed).bind(cut);
            query.push(") AND x.dossier_id NOT IN (").push(sent).bind(cut).push(")");
        }
        Mark::Adjusted => {
            query.push("x.dossier_id IN (SELECT a.dossier_id FROM fact_adjustment a WHERE a.state = 'approved' AND a.decided_at < ").bind(cut);
            query.push(" AND a.decided_at >= ").bind(from).push(")");
        }
        Mark::Supplemented => {
            query
                .push("x.dossier_id IN (SELECT r.dossier_id FROM supplement_request r WHERE r.state NOT IN ('proposed', 'declined') AND r.decided_at < ")
                .bind(cut);
            query.push(" AND r.decided_at >= ").bind(from).push(")");
        }
    }
}

/// The columns of the marks: 1 or 0 for a dossier, or how many of a group.
fn marks(query: &mut Query, moments: &Moments, grouped: bool) {
    let names = [" AS apology_signed", " AS apology_automatic", " AS apology_missing", " AS adjusted", " AS supplemented"];
    for (one, name) in Mark::ALL.iter().zip(names) {
        query.push(if grouped { ", CAST(SUM(CASE WHEN " } else { ", CAST(CASE WHEN " });
        mark(query, *one, moments);
        query.push(if grouped { " THEN 1 ELSE 0 END) AS BIGINT)" } else { " THEN 1 ELSE 0 END AS BIGINT)" }).push(name);
    }
}

/// Writes where every received dossier of the selection stands: one row each.
fn received(query: &mut Query, selection: &Selection, moments: &Moments) {
    let Moments { from, cut, judged, day, .. } = *moments;
    query.push(RECEIVED).bind(from).push(ENDED_PART).bind(from).push(" AND p.ended_at < ").bind(cut).push(" AND p.known_to >= ").bind(cut);
    learned(query, moments);
    selection.narrow(query, COMPETENT);
    query.push(" UNION ALL ").push(RECEIVED).bind(from).push(OPEN_PART).bind(judged).push(") OR (NOT p.by_hour AND p.due_day < ").bind(day);
    query.push(") THEN 'overdue' ELSE 'in_time' END AS part, 0 AS by_extension FROM dossier_period p WHERE p.ended_at IS NULL AND p.received_at IS NOT NULL");
    query.push(" AND p.known_to >= ").bind(cut).push(" AND p.known_from < ").bind(cut);
    learned(query, moments);
    selection.narrow(query, COMPETENT);
}

const WAITING: &str = "SELECT p.dossier_id, p.receiving_unit_id AS unit_id, p.receiving_unit_id, p.sector_id, p.channel, p.due_at, p.ended_day,
    CASE WHEN p.due_at < ";
const REFUSED: &str = " UNION ALL SELECT p.dossier_id, p.receiving_unit_id AS unit_id, p.receiving_unit_id, p.sector_id, p.channel, p.due_at, p.ended_day,
    'refused' AS part FROM dossier_period p WHERE p.phase = 'refused' AND p.ended_at >= ";

/// Writes where every submission that is not received stands: it waits at the cut, or was refused in the period.
fn submitted(query: &mut Query, selection: &Selection, moments: &Moments) {
    let Moments { from, cut, judged, .. } = *moments;
    query.push(WAITING).bind(judged).push(" THEN 'waiting_late' ELSE 'waiting' END AS part FROM dossier_period p WHERE p.ended_at IS NULL");
    query.push(" AND p.phase = 'intake' AND p.known_to >= ").bind(cut).push(" AND p.known_from < ").bind(cut);
    learned(query, moments);
    selection.narrow(query, RECEIVING);
    query.push(REFUSED).bind(from).push(" AND p.ended_at < ").bind(cut).push(" AND p.known_to >= ").bind(cut);
    learned(query, moments);
    selection.narrow(query, RECEIVING);
}

/// How many received dossiers have the same marks.
pub(super) fn grouped(selection: &Selection, moments: &Moments) -> Query {
    let mut query =
        Query::new("SELECT x.unit_id, x.sector_id, x.channel, x.origin, x.part, COUNT(*) AS dossiers, CAST(SUM(x.by_extension) AS BIGINT) AS by_extension");
    marks(&mut query, moments, true);
    query.push(" FROM (");
    received(&mut query, selection, moments);
    query.push(") x GROUP BY x.unit_id, x.sector_id, x.channel, x.origin, x.part");
    query
}

/// How many submissions have the same marks.
pub(super) fn grouped_intake(selection: &Selection, moments: &Moments) -> Query {
    let mut query = Query::new("SELECT x.unit_id, x.sector_id, x.part, COUNT(*) AS submissions FROM (");
    submitted(&mut query, selection, moments);
    query.push(") x GROUP BY x.unit_id, x.sector_id, x.part");
    query
}

/// Adds ` FROM (…) x … WHERE …` for the received dossiers that a figure counts. `joins` names what else is read.
pub(super) fn counted(query: &mut Query, selection: &Selection, moments: &Moments, counted: &Counted, joins: &'static str) {
    query.push(" FROM (");
    received(query, selection, moments);
    query.push(") x").push(joins).push(" WHERE 1 = 1");
    if let Some(origin) = counted.origin {
        query.push(" AND x.origin = ").bind(origin.as_str());
    }
    if let Some(channel) = counted.channel {
        query.push(" AND x.channel = ").bind(channel.as_str());
    }
    if !counted.parts.is_empty() {
        query.push(" AND x.part IN ").bind_list(counted.parts.iter().map(|part| part.as_str()));
    }
    if counted.by_extension {
        query.push(" AND x.by_extension = 1");
    }
    if let Some(one) = counted.mark {
        query.push(" AND ");
        mark(query, one, moments);
    }
}

/// The same for submissions.
pub(super) fn counted_intake(query: &mut Query, selection: &Selection, moments: &Moments, parts: &[IntakePart], joins: &'static str) {
    query.push(" FROM (");
    submitted(query, selection, moments);
    query.push(") x").push(joins).push(" WHERE x.part IN ").bind_list(parts.iter().map(|part| part.as_str()));
}

/// Every received dossier of the selection with its marks, for a snapshot.
pub(super) fn each(selection: &Selection, moments: &Moments) -> Query {
    let mut query = Query::new("SELECT x.unit_id, x.sector_id, x.channel, x.origin, x.part, CAST(x.by_extension AS BIGINT) AS by_extension, x.dossier_id");
    marks(&mut query, moments, false);
    query.push(" FROM (");
    received(&mut query, selection, moments);
    query.push(") x ORDER BY x.dossier_id");
    query
}

/// Every submission of the selection with its marks, for a snapshot.
pub(super) fn each_intake(selection: &Selection, moments: &Moments) -> Query {
    let mut query = Query::new("SELECT x.unit_id, x.sector_id, x.part, x.dossier_id FROM (");
    submitted(&mut query, selection, moments);
    query.push(") x ORDER BY x.dossier_id");
    query
}
