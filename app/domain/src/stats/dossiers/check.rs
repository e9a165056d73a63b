//! Every night some cells of the sheets are counted again, row by row: a figure that is not the number of its rows is told to the
//! administrators (08 §1).

use super::Moments;
use super::rows::row_count;
use super::sheet::{Asked, ask, selection, sheet};
use crate::actor::Actor;
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::org::tell_system_admins;
use crate::stats::tasks::Heirs;
use chrono::{Datelike, NaiveDate};
use model::format::{date, local_date, number};
use model::notify::Event;
use model::org::OrgView;
use model::stats::dossiers::{DossierFigure, DossierPeriod, DossierSheet};
use rand::seq::{IndexedRandom, IteratorRandom};

/// Cells of each sheet that are counted again.
const CELLS: usize = 12;

/// One number of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Code of the unit, without those below it; none for the whole province.
    pub unit: Option<String>,
    /// Code of the sector.
    pub sector: Option<String>,
    /// The figure.
    pub figure: DossierFigure,
    /// The number on the sheet.
    pub number: i64,
}

/// Looks at the year so far and at the month before this one.
///
/// # Errors
/// If the database cannot be read or written.
pub async fn nightly(portal: &Portal) -> Result<()> {
    let actor = Actor::system("Kiểm tra đêm");
    let mut faults = Vec::new();
    let mut looked = 0;
    // One moment for sheet and rows: what others write meanwhile is no fault.
    let mut cx = portal.snapshot(&actor).await?;
    for period in periods(local_date(cx.now())) {
        let cells = drawn(&sheet(&mut cx, &Asked::default(), &period).await?);
        looked += cells.len();
        faults.extend(check_cells(&mut cx, &period, &cells).await?);
    }
    drop(cx);
    let mut cx = portal.write(&actor).await?;
    report(&mut cx, looked, &faults).await?;
    cx.commit().await?;
    Ok(())
}

/// Writes down how many cells were looked at, and tells the administrators of faults, once a day.
///
/// # Errors
/// If the database cannot be written.
pub async fn report(cx: &mut Cx, looked: usize, faults: &[String]) -> Result<()> {
    let today = local_date(cx.now());
    if let Some(first) = faults.first() {
        tracing::error!(?faults, "figures are not the numbers of their rows");
        let values = [("n", faults.len().to_string()), ("viec", first.clone())];
        tell_system_admins(cx, Event::FigureFault, &format!("figures:check:{today}"), &values, "/can-bo/thong-ke/ho-so").await?;
    }
    let detail = format!("{looked} ô, {} lệch", faults.len());
    cx.audit(AuditEvent::new("figures.checked", "statistic", today.to_string()).detail(detail));
    Ok(())
}

fn periods(today: NaiveDate) -> [DossierPeriod; 2] {
    let first = |year: i32, month: u32| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(today);
    let month = first(today.year(), today.month());
    let (year, before) = if today.month() == 1 { (today.year() - 1, 12) } else { (today.year(), today.month() - 1) };
    let period = |from, to| DossierPeriod { from, to, as_of: today, view: OrgView::AsThen };
    [period(first(today.year(), 1), today), period(first(year, before), month.pred_opt().unwrap_or(month))]
}

/// Some cells by chance: of the whole, of units, of sectors.
fn drawn(sheet: &DossierSheet) -> Vec<Cell> {
    let random = &mut rand::rng();
    let figures: Vec<DossierFigure> = DossierFigure::ALL.iter().copied().filter(|figure| figure.counted().is_some()).collect();
    let whole = DossierFigure::ALL.iter().map(|figure| Cell { unit: None, sector: None, figure: *figure, number: sheet.number(*figure) });
    let mut cells = whole.choose_multiple(random, CELLS / 3);
    for (lines, of_units) in [(&sheet.units, true), (&sheet.sectors, false)] {
        for line in lines.iter().choose_multiple(random, CELLS / 3) {
            let Some(figure) = figures.choose(random) else { continue };
            let (unit, sector) = if of_units { (Some(line.code.clone()), None) } else { (None, Some(line.code.clone())) };
            cells.push(Cell { unit, sector, figure: *figure, number: line.counts.of(*figure) });
        }
    }
    cells
}

/// The cells whose number is not that of their rows, in words.
///
/// # Errors
/// If the database cannot be read.
pub async fn check_cells(cx: &mut Cx, period: &DossierPeriod, cells: &[Cell]) -> Result<Vec<String>> {
    let moments = Moments::of(period, cx.now());
    let heirs = Heirs::of(cx, period.view).await?;
    let mut faults = Vec::new();
    for cell in cells {
        let asked = ask(cx, period, cell.unit.as_deref().map(|code| (code, true)), None, cell.sector.as_deref()).await?;
        let counted = row_count(cx, &asked, &selection(&asked, &heirs), &moments, cell.figure).await?;
        if counted != cell.number {
            let (from, to, shown, counted) = (date(period.from), date(period.to), number(cell.number), number(counted));
            faults.push(format!("{}, {}, {from}–{to}: bảng ghi {shown}, đếm được {counted} dòng", asked.name(), cell.figure.label()));
        }
    }
    Ok(faults)
}
