//! Exactly the dossiers behind a figure, page by page.

use super::core;
use super::handling::of_dossiers;
use super::sheet::{Asked, figures, selection, unit_names};
use super::{Moments, name_day};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind};
use model::format;
use model::stats::dossiers::{Counted, DossierFigure, DossierPart, DossierPeriod, DossierRow, DossierRows, IntakePart};
use model::{List, Paging};
use sqlx::FromRow;
use std::collections::HashMap;

/// What is read of each dossier.
const COLUMNS: &str = "SELECT d.id, d.code, d.submission_code, d.applicant_name, v.name AS procedure, x.unit_id, x.receiving_unit_id,
    COALESCE(d.received_at, d.submitted_at) AS since, x.due_at, x.ended_day, x.part";
pub(super) const JOINS: &str = " JOIN dossier d ON d.id = x.dossier_id JOIN procedure_version v ON v.id = d.procedure_version_id";

#[derive(FromRow)]
pub(super) struct Row {
    pub(super) id: i64,
    code: Option<String>,
    submission_code: String,
    applicant_name: String,
    procedure: String,
    unit_id: i64,
    receiving_unit_id: i64,
    since: DateTime<Utc>,
    due_at: Option<DateTime<Utc>>,
    ended_day: Option<NaiveDate>,
    part: String,
}

/// Adds the condition of the dossiers behind a figure.
fn behind(query: &mut Query, asked: &Asked, selection: &core::Selection, moments: &Moments, figure: DossierFigure, joins: &'static str) {
    match figure.counted() {
        Some(counted) => {
            let counted = Counted { channel: counted.channel.or(asked.channel), ..counted };
            core::counted(query, selection, moments, &counted, joins);
        }
        None => core::counted_intake(query, selection, moments, figure.intake(), joins),
    }
}

/// How many rows are behind a figure.
pub(super) async fn row_count(cx: &mut Cx, asked: &Asked, selection: &core::Selection, moments: &Moments, figure: DossierFigure) -> Result<i64> {
    let mut query = Query::new("SELECT COUNT(*)");
    behind(&mut query, asked, selection, moments, figure, "");
    query.count(&mut cx.conn()).await
}

/// The dossiers behind a figure. `public` leaves out names and hides the numbers of the codes; else they are shown for dossiers
/// that the actor may see (`View` of the competent or the receiving unit).
///
/// # Errors
/// `Internal` if figure and rows differ: both are asked in this context, so a snapshot of it never shows a difference.
pub async fn rows(cx: &mut Cx, asked: &Asked, figure: DossierFigure, period: &DossierPeriod, page: i64, public: bool) -> Result<DossierRows> {
    let (figures, heirs, moments) = figures(cx, asked, period).await?;
    let number = if figure.intake().is_empty() { figures.counts(|_| true).of(figure) } else { figures.intake_counts(|_| true).of(figure) };
    let selection = selection(asked, &heirs);
    let total = row_count(cx, asked, &selection, &moments, figure).await?;
    if total != number {
        return Err(Error::internal(format!("{figure}: {number} in the figure, {total} rows")));
    }
    let paging = Paging::sized(page, model::list::LONG_PAGE, total);
    let mut query = Query::new(COLUMNS);
    behind(&mut query, asked, &selection, &moments, figure, JOINS);
    query.push(" ORDER BY CASE WHEN x.due_at IS NULL THEN 1 ELSE 0 END, x.due_at, x.dossier_id").page(paging);
    let found: Vec<Row> = query.all(&mut cx.conn()).await?;
    let ended = found.iter().filter(|row| figure.counted().is_some() && row.ended_day.is_some());
    let ids: Vec<i64> = ended.map(|row| row.id).collect();
    let days = of_dossiers(cx, &selection, &moments, &ids).await?;
    let day = name_day(period, format::local_date(cx.now()));
    let rows = named(cx, found, &days, day, public).await?;
    Ok(DossierRows { list: List { rows, paging }, name: asked.name() })
}

/// Received or submitted dossiers by their row numbers, as they stood at the cut.
pub(super) async fn by_ids(cx: &mut Cx, ids: &[i64], moments: &Moments, intake: bool, public: bool) -> Result<Vec<DossierRow>> {
    let all = core::Selection::default();
    let mut query = Query::new(COLUMNS);
    if intake {
        core::counted_intake(&mut query, &all, moments, IntakePart::ALL, JOINS);
    } else {
        let everything = Counted { origin: None, channel: None, parts: &[], by_extension: false, mark: None };
        core::counted(&mut query, &all, moments, &everything, JOINS);
    }
    query.push(" AND x.dossier_id IN ").bind_list(ids.iter().copied());
    let mut found: Vec<Row> = query.all(&mut cx.conn()).await?;
    found.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    named(cx, found, &HashMap::new(), moments.day, public).await
}

/// Rows as the reader may see them.
async fn named(cx: &mut Cx, found: Vec<Row>, days: &HashMap<i64, u32>, day: NaiveDate, public: bool) -> Result<Vec<DossierRow>> {
    let names = unit_names(cx, found.iter().map(|row| row.unit_id).collect(), day).await?;
    let reach = cx.actor.reach(Action::View, ObjectKind::Dossier);
    let row = |row: Row| {
        let opens = !public && (reach.covers(row.unit_id) || reach.covers(row.receiving_unit_id));
        let code = row.code.unwrap_or(row.submission_code);
        DossierRow {
            id: row.id,
            code: if public { hidden(&code) } else { code },
            opens,
            procedure: row.procedure,
            applicant: if opens { row.applicant_name } else { String::new() },
            unit: names.get(&row.unit_id).map(|name| name.name.clone()).unwrap_or_default(),
            since: format::local_date(row.since),
            due: row.due_at,
            ended: row.ended_day,
            part: words(&row.part),
            working_days: days.get(&row.id).copied(),
        }
    };
    Ok(found.into_iter().map(row).collect())
}

fn words(part: &str) -> String {
    let of_received = part.parse::<DossierPart>().map(DossierPart::label);
    of_received.or_else(|_| part.parse::<IntakePart>().map(IntakePart::label)).map(str::to_owned).unwrap_or_default()
}

/// A code whose number shows its last two places only: nobody can follow the dossier of somebody else with it.
pub(super) fn hidden(code: &str) -> String {
    let Some((head, number)) = code.rsplit_once('-') else { return "•".repeat(code.chars().count()) };
    let length = number.chars().count();
    let shown: String = number.chars().enumerate().map(|(i, letter)| if i + 2 >= length { letter } else { '•' }).collect();
    format!("{head}-{shown}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_codes_hide_their_number() {
        assert_eq!(hidden("H99.101-261123-0012"), "H99.101-261123-••12");
        assert_eq!(hidden("N-261123-22ABCD"), "N-261123-••••CD");
        assert_eq!(hidden("khác"), "••••");
    }

    #[test]
    fn every_part_has_words() {
        for part in DossierPart::ALL.iter().map(|part| part.as_str()).chain(IntakePart::ALL.iter().map(|part| part.as_str())) {
            assert!(!words(part).is_empty(), "{part}");
        }
    }
}
