//! Why two frozen sheets differ: the dossiers that make up each difference, and the corrections of facts between them (08 §2).

use super::frozen::{FrozenCell, Half, half};
use super::rows::{by_ids, hidden};
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::dossiers::{AdjustableFact, NewFact};
use model::stats::dossiers::{ComparedFigure, ComparedRow, ComparedSheets, Correction, DossierFigure, SheetHead};
use model::{List, Paging};
use std::collections::HashMap;

/// Figures that are compared, in the order of the page.
const FIGURES: [DossierFigure; 15] = {
    use DossierFigure as F;
    [
        F::Total,
        F::Carried,
        F::New,
        F::Resolved,
        F::Early,
        F::OnTime,
        F::Late,
        F::WithdrawnOrStopped,
        F::Open,
        F::InTime,
        F::Overdue,
        F::Paused,
        F::IntakeWaiting,
        F::IntakeLate,
        F::IntakeRefused,
    ]
};
/// Most corrections that are looked through.
const CORRECTIONS: i64 = 1_000;
/// What the page says of a dossier that a sheet did not count.
const NOWHERE: &str = "Không có trong bản này";

// A correction of a name or an address moves no figure.
sql!(
    BETWEEN,
    "SELECT a.dossier_id, COALESCE(d.code, d.submission_code), a.field, a.old_value, a.new_value, a.decided_at
     FROM fact_adjustment a JOIN dossier d ON d.id = a.dossier_id
     WHERE a.state = 'approved' AND a.field IN ('received_at', 'due_current') AND a.decided_at > $1 AND a.decided_at <= $2
     ORDER BY a.decided_at, a.id LIMIT $3"
);

/// Both sheets, the one that was frozen first before the other.
async fn both(cx: &mut Cx, code: &str, other: &str) -> Result<[(String, Half); 2]> {
    let one = (code.to_owned(), half(cx, code).await?);
    let found = half(cx, other).await;
    let two = found.map_err(|error| if matches!(error, Error::NotFound) { unknown(other) } else { error })?;
    let two = (other.to_owned(), two);
    Ok(if two.1.computed_at < one.1.computed_at { [two, one] } else { [one, two] })
}

fn unknown(code: &str) -> Error {
    Error::field("ban", format!("Không có bản số liệu hồ sơ nào mang mã {code}. Hãy xem lại mã trên bản đã nhận."))
}

/// The dossiers behind a figure of the first that the second does not count, and the other way round.
fn apart(first: &Half, second: &Half, figure: DossierFigure) -> (Vec<i64>, Vec<i64>) {
    let [first, second] = [first, second].map(|half| half.rows.of(figure, &FrozenCell::default()));
    // Both are sorted.
    let only = |one: &[i64], other: &[i64]| one.iter().copied().filter(|id| other.binary_search(id).is_err()).collect();
    (only(&first, &second), only(&second, &first))
}

fn head((code, half): &(String, Half)) -> SheetHead {
    let sheet = &half.sheet;
    SheetHead { code: code.clone(), name: sheet.name(), from: sheet.period.from, to: sheet.period.to, as_of: sheet.as_of, computed_at: half.computed_at }
}

/// Compares two frozen sheets, the earlier one first. Needs no right: names are left out.
///
/// # Errors
/// `NotFound` if the first code is unknown; `Invalid` on `ban` if the other is.
pub async fn compare(cx: &mut Cx, code: &str, other: &str) -> Result<ComparedSheets> {
    let halves = both(cx, code, other).await?;
    let [first, second] = &halves;
    let figures = FIGURES.into_iter().map(|figure| {
        let (gone, came) = apart(&first.1, &second.1, figure);
        let number = |half: &Half| half.sheet.number(figure);
        ComparedFigure { figure, before: number(&first.1), after: number(&second.1), gone: gone.len(), came: came.len() }
    });
    let figures = figures.collect();
    let same_scope = first.1.params.same_scope(&second.1.params);
    let same_period = (first.1.sheet.period.from, first.1.sheet.period.to) == (second.1.sheet.period.from, second.1.sheet.period.to);
    let corrections = corrections(cx, &first.1, &second.1).await?;
    Ok(ComparedSheets { first: head(first), second: head(second), same_scope, same_period, figures, corrections })
}

/// The corrections of facts that the second knew and the first did not, of dossiers that either counts.
async fn corrections(cx: &mut Cx, first: &Half, second: &Half) -> Result<Vec<Correction>> {
    let (from, to) = (first.params.moments().known, second.params.moments().known);
    let rows: Vec<(i64, String, String, String, String, DateTime<Utc>)> = cx.conn().all(BETWEEN, args![from, to, CORRECTIONS]).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let places = [first.rows.places(), second.rows.places()];
    let counted = |dossier: i64| places.iter().any(|places| places.contains_key(&dossier));
    let words = |fact: AdjustableFact, text: &str| NewFact::of_stored(fact, text).map_or_else(|| text.to_owned(), |fact| fact.words());
    let known = rows.into_iter().filter(|(dossier, ..)| counted(*dossier));
    known
        .map(|(_, code, field, old, new, at)| {
            let fact: AdjustableFact = field.parse()?;
            Ok(Correction { code: hidden(&code), fact, before: words(fact, &old), after: words(fact, &new), at })
        })
        .collect()
}

/// The dossiers that make up the difference of a figure, with where each stood in both sheets.
///
/// # Errors
/// As [`compare`].
pub async fn compared_rows(cx: &mut Cx, code: &str, other: &str, figure: DossierFigure, page: i64) -> Result<([SheetHead; 2], List<ComparedRow>)> {
    let halves = both(cx, code, other).await?;
    let [first, second] = &halves;
    let (gone, came) = apart(&first.1, &second.1, figure);
    let all: Vec<(i64, bool)> = gone.iter().map(|id| (*id, true)).chain(came.iter().map(|id| (*id, false))).collect();
    let paging = Paging::sized(page, model::list::LONG_PAGE, i64::try_from(all.len()).unwrap_or(i64::MAX));
    let (start, size) = (usize::try_from(paging.offset()).unwrap_or(usize::MAX), usize::try_from(paging.size).unwrap_or_default());
    let shown: Vec<(i64, bool)> = all.into_iter().skip(start).take(size).collect();
    let mut rows = Vec::with_capacity(shown.len());
    let places = [first.1.rows.places(), second.1.rows.places()];
    let [before, after] = &places;
    let place = |places: &HashMap<i64, &'static str>, id: i64| places.get(&id).copied().unwrap_or(NOWHERE);
    // Each stands in the sheet that counted it as that one knew it.
    for (of_first, half) in [(true, &first.1), (false, &second.1)] {
        let ids: Vec<i64> = shown.iter().filter(|(_, gone)| *gone == of_first).map(|(id, _)| *id).collect();
        let found = by_ids(cx, &ids, &half.params.moments(), figure.counted().is_none(), true).await?;
        rows.extend(found.into_iter().map(|row| ComparedRow {
            before: place(before, row.id),
            after: place(after, row.id),
            code: row.code,
            procedure: row.procedure,
            unit: row.unit,
        }));
    }
    Ok(([head(first), head(second)], List { rows, paging }))
}
