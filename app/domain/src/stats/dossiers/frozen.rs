//! A sheet that is committed before it leaves the house: names, figures and the rows behind each of them stay as they were, for ever.

use super::rows::by_ids;
use super::sheet::{Asked, figures, selection, sheet};
use super::{MarkRow, Moments, core, name_day};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::stats::snapshot;
use crate::stats::tasks::{Heirs, Scope};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::dossiers::Channel;
use model::format;
use model::stats::UnitGroup;
use model::stats::dossiers::{DossierFigure, DossierPart, DossierPeriod, DossierRow, DossierSheet, FrozenDossiers, IntakePart, Mark, Origin};
use model::{List, Paging};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use std::collections::{BTreeMap, HashMap};

/// Name of the metric in the table.
const METRIC: &str = "dossiers";

/// What was asked for, and the instants that its rows were read at.
#[derive(Serialize, Deserialize)]
pub(super) struct Params {
    period: DossierPeriod,
    units: Option<Vec<i64>>,
    sector: Option<i64>,
    from: DateTime<Utc>,
    cut: DateTime<Utc>,
    judged: DateTime<Utc>,
    /// When it was asked; sheets of before corrections reached back have none.
    #[serde(default)]
    known: Option<DateTime<Utc>>,
}

impl Params {
    /// The instants that its rows were read at.
    pub(super) fn moments(&self) -> Moments {
        // The day of the figures: an end of a period belongs to the day before.
        let day = format::local_date(self.cut - chrono::Duration::microseconds(1));
        Moments { from: self.from, cut: self.cut, judged: self.judged, day, known: self.known.unwrap_or(self.judged) }
    }

    /// True if both were asked for the same units and sector.
    pub(super) fn same_scope(&self, other: &Params) -> bool {
        self.units == other.units && self.sector == other.sector
    }
}

/// Dossiers with the same marks, under the codes of the day.
#[derive(Serialize, Deserialize)]
struct Kept {
    unit: String,
    group: UnitGroup,
    sector: String,
    channel: Channel,
    origin: Origin,
    part: DossierPart,
    by_extension: bool,
    /// Marks in the order of [`Mark::ALL`]; sheets of before have none.
    #[serde(default)]
    marks: [bool; Mark::ALL.len()],
    ids: Vec<i64>,
}

/// Submissions with the same marks.
#[derive(Serialize, Deserialize)]
struct KeptIntake {
    unit: String,
    sector: String,
    part: IntakePart,
    ids: Vec<i64>,
}

#[derive(Default, Serialize, Deserialize)]
pub(super) struct RowIds {
    received: Vec<Kept>,
    intake: Vec<KeptIntake>,
}

impl RowIds {
    /// The dossiers behind a figure of a cell, by row number.
    pub(super) fn of(&self, figure: DossierFigure, cell: &FrozenCell<'_>) -> Vec<i64> {
        let unit = |code: &str| cell.unit.is_none_or(|wanted| wanted == code);
        let sector = |code: &str| cell.sector.is_none_or(|wanted| wanted == code);
        let mut ids: Vec<i64> = match figure.counted() {
            Some(counted) => {
                let inside = |kept: &&Kept| {
                    unit(&kept.unit)
                        && sector(&kept.sector)
                        && cell.group.is_none_or(|group| group == kept.group)
                        && cell.channel.is_none_or(|channel| channel == kept.channel)
                        && counted.holds(kept.origin, kept.channel, kept.part)
                        && (kept.by_extension || !counted.by_extension)
                        && counted.mark.is_none_or(|mark| kept.marks[mark as usize])
                };
                self.received.iter().filter(inside).flat_map(|kept| kept.ids.iter().copied()).collect()
            }
            None => {
                let inside = |kept: &&KeptIntake| unit(&kept.unit) && sector(&kept.sector) && figure.intake().contains(&kept.part);
                self.intake.iter().filter(inside).flat_map(|kept| kept.ids.iter().copied()).collect()
            }
        };
        ids.sort_unstable();
        ids
    }

    /// Where each dossier stood, in words.
    pub(super) fn places(&self) -> HashMap<i64, &'static str> {
        let received = self.received.iter().map(|kept| (&kept.ids, kept.part.label()));
        let intake = self.intake.iter().map(|kept| (&kept.ids, kept.part.label()));
        received.chain(intake).flat_map(|(ids, label)| ids.iter().map(move |id| (*id, label))).collect()
    }
}

#[derive(FromRow)]
struct Each {
    unit_id: i64,
    sector_id: i64,
    channel: String,
    origin: String,
    part: String,
    by_extension: i64,
    dossier_id: i64,
    #[sqlx(flatten)]
    marks: MarkRow,
}

#[derive(FromRow)]
struct EachIntake {
    unit_id: i64,
    sector_id: i64,
    part: String,
    dossier_id: i64,
}

/// Commits the sheet of what was asked and gives the code of its address `/s/{code}`. Take it in a write context.
///
/// # Errors
/// `Forbidden` without the right to export statistics; `Invalid` for one channel or one group, which have no sheet of their own.
pub async fn freeze(cx: &mut Cx, asked: &Asked, period: &DossierPeriod) -> Result<String> {
    cx.require_reach(Action::Export, ObjectKind::Statistic)?;
    if asked.channel.is_some() || asked.group.is_some() || asked.own {
        return Err(Error::field("don-vi", "Chỉ chốt số liệu của toàn tỉnh, của một đơn vị hoặc của một lĩnh vực."));
    }
    let shown = sheet(cx, asked, period).await?;
    let (_, heirs, moments) = figures(cx, asked, period).await?;
    let row_ids = ids(cx, asked, &heirs, &moments, period).await?;
    let units = match &asked.scope {
        Scope::All => None,
        Scope::Units(units) => Some(units.clone()),
    };
    let params = Params {
        period: *period,
        units,
        sector: asked.sector.as_ref().map(|(id, _)| *id),
        from: moments.from,
        cut: moments.cut,
        judged: moments.judged,
        known: Some(moments.known),
    };
    let last = snapshot::last_hash(cx).await?;
    let code = crate::numbering::random_code(6);
    let stored = snapshot::Stored {
        code: &code,
        metric: METRIC,
        params: serde_json::to_string(&params)?,
        as_of: shown.as_of,
        computed_at: cx.now(),
        cells: serde_json::to_string(&shown)?,
        row_ids: serde_json::to_string(&row_ids)?,
    };
    snapshot::append(cx, stored, last).await?;
    cx.audit(AuditEvent::new("dossier.freeze_figures", "stat_snapshot", &code).detail(asked.name()));
    Ok(code)
}

/// Unit, sector, channel, origin, part, on time by an extension, marks.
type Marks = (i64, i64, String, String, String, bool, [bool; Mark::ALL.len()]);

/// The dossiers behind every figure, under the codes of the units and sectors of the sheet.
async fn ids(cx: &mut Cx, asked: &Asked, heirs: &Heirs, moments: &Moments, period: &DossierPeriod) -> Result<RowIds> {
    let selection = selection(asked, heirs);
    let received: Vec<Each> = core::each(&selection, moments).all(&mut cx.conn()).await?;
    let intake: Vec<EachIntake> = core::each_intake(&selection, moments).all(&mut cx.conn()).await?;
    let units = received.iter().map(|row| row.unit_id).chain(intake.iter().map(|row| row.unit_id)).map(|unit| heirs.unit(unit)).collect();
    let names = super::sheet::unit_names(cx, units, name_day(period, format::local_date(cx.now()))).await?;
    let sectors: HashMap<i64, String> = super::sectors(cx).await?.into_iter().map(|(id, code, _)| (id, code)).collect();
    let code_of = |unit: i64| names.get(&heirs.unit(unit)).map(|name| name.code.clone()).unwrap_or_default();
    let sector_of = |sector: i64| sectors.get(&sector).cloned().unwrap_or_default();
    let mut kept: BTreeMap<Marks, Vec<i64>> = BTreeMap::new();
    for row in received {
        let marks = row.marks.counts().map(|count| count > 0);
        kept.entry((row.unit_id, row.sector_id, row.channel, row.origin, row.part, row.by_extension > 0, marks)).or_default().push(row.dossier_id);
    }
    let mut found = RowIds::default();
    for ((unit, sector, channel, origin, part, by_extension, marks), ids) in kept {
        let kind = names.get(&heirs.unit(unit)).map(|name| name.kind);
        found.received.push(Kept {
            unit: code_of(unit),
            group: kind.map_or(UnitGroup::Others, UnitGroup::of),
            sector: sector_of(sector),
            channel: channel.parse()?,
            origin: origin.parse()?,
            part: part.parse()?,
            by_extension,
            marks,
            ids,
        });
    }
    let mut kept: BTreeMap<(i64, i64, String), Vec<i64>> = BTreeMap::new();
    for row in intake {
        kept.entry((row.unit_id, row.sector_id, row.part)).or_default().push(row.dossier_id);
    }
    for ((unit, sector, part), ids) in kept {
        found.intake.push(KeptIntake { unit: code_of(unit), sector: sector_of(sector), part: part.parse()?, ids });
    }
    Ok(found)
}

sql!(BY_CODE, "SELECT params, computed_at, cells FROM stat_snapshot WHERE metric = 'dossiers' AND code = $1");
sql!(ROW_IDS, "SELECT params, cells, row_ids FROM stat_snapshot WHERE metric = 'dossiers' AND code = $1");

/// The page of a frozen sheet, with the same figures now. Needs no right.
///
/// # Errors
/// `NotFound` for an unknown code.
pub async fn frozen(cx: &mut Cx, code: &str) -> Result<FrozenDossiers> {
    let (params, computed_at, cells): (String, DateTime<Utc>, String) = cx.conn().one(BY_CODE, args![code]).await?;
    let params: Params = serde_json::from_str(&params)?;
    let sheet: DossierSheet = serde_json::from_str(&cells)?;
    let now = DossierPeriod { as_of: format::local_date(cx.now()), ..params.period };
    let asked = Asked {
        scope: params.units.map_or(Scope::All, Scope::Units),
        sector: params.sector.zip(sheet.sector.clone()),
        unit: sheet.unit.clone(),
        ..Asked::default()
    };
    let (live, ..) = figures(cx, &asked, &now).await?;
    Ok(FrozenDossiers { code: code.to_owned(), computed_at, live: live.counts(|_| true), live_intake: live.intake_counts(|_| true), sheet })
}

/// Which rows of a frozen sheet: codes as they stand in its tables; nothing means the whole sheet.
#[derive(Debug, Clone, Copy, Default)]
pub struct FrozenCell<'a> {
    /// Code of a unit.
    pub unit: Option<&'a str>,
    /// Group of units.
    pub group: Option<UnitGroup>,
    /// Code of a sector.
    pub sector: Option<&'a str>,
    /// Channel.
    pub channel: Option<Channel>,
}

/// The rows behind a figure of a frozen sheet, as they stood then. Names are left out: the address is public.
///
/// # Errors
/// `NotFound` for an unknown code.
pub async fn frozen_rows(cx: &mut Cx, code: &str, figure: DossierFigure, cell: &FrozenCell<'_>, page: i64) -> Result<(DossierSheet, List<DossierRow>)> {
    let (params, cells, row_ids): (String, String, String) = cx.conn().one(ROW_IDS, args![code]).await?;
    let params: Params = serde_json::from_str(&params)?;
    let kept: RowIds = serde_json::from_str(&row_ids)?;
    let ids = kept.of(figure, cell);
    let paging = Paging::sized(page, model::list::LONG_PAGE, i64::try_from(ids.len()).unwrap_or(i64::MAX));
    let first = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
    let size = usize::try_from(paging.size).unwrap_or_default();
    let ids: Vec<i64> = ids.into_iter().skip(first).take(size).collect();
    let rows = by_ids(cx, &ids, &params.moments(), figure.counted().is_none(), true).await?;
    Ok((serde_json::from_str(&cells)?, List { rows, paging }))
}

sql!(HALF, "SELECT params, computed_at, cells, row_ids FROM stat_snapshot WHERE metric = 'dossiers' AND code = $1");

/// A frozen sheet with everything that is compared.
pub(super) struct Half {
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
    /// What was asked.
    pub params: Params,
    /// As it was.
    pub sheet: DossierSheet,
    /// The rows behind its figures.
    pub rows: RowIds,
}

/// The frozen sheet with this code.
///
/// # Errors
/// `NotFound` for an unknown code.
pub(super) async fn half(cx: &mut Cx, code: &str) -> Result<Half> {
    let (params, computed_at, cells, row_ids): (String, DateTime<Utc>, String, String) = cx.conn().one(HALF, args![code]).await?;
    Ok(Half { computed_at, params: serde_json::from_str(&params)?, sheet: serde_json::from_str(&cells)?, rows: serde_json::from_str(&row_ids)? })
}
