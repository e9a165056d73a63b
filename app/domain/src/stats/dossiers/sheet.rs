//! The figures by unit, sector and counter, with the names of the day: what pages and files show.

use super::core::Selection;
use super::handling::{Handled, handled};
use super::{DossierFigures, Moments, below, figures_of, name_day};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::org::{self, UnitName};
use crate::stats::tasks::{Heirs, Scope};
use model::dossiers::Channel;
use model::format;
use model::org::UnitKind;
use model::stats::UnitGroup;
use model::stats::dossiers::{DossierCounts, DossierPeriod, DossierSheet, IntakeCounts, IntakeLine, SheetGroup, SheetLine, SheetPlace};
use std::collections::{BTreeMap, HashMap};

/// Longest code of a unit or sector.
const LONGEST_CODE: usize = 40;

/// Whose figures are asked for, as an address says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The units; every unit if nothing narrows them.
    pub scope: Scope,
    /// The unit that was named, with those below it unless `own`.
    pub unit: Option<SheetPlace>,
    /// The unit without those below it.
    pub own: bool,
    /// A group of units.
    pub group: Option<UnitGroup>,
    /// The sector: its row and its names.
    pub sector: Option<(i64, SheetPlace)>,
    /// One channel.
    pub channel: Option<Channel>,
}

impl Asked {
    /// Whose figures they are, in words.
    #[must_use]
    pub fn name(&self) -> String {
        let who = match (&self.unit, self.group) {
            (Some(unit), _) => unit.name.clone(),
            (None, Some(group)) => group.label().to_owned(),
            (None, None) => "Toàn tỉnh".to_owned(),
        };
        let sector = self.sector.as_ref().map_or_else(String::new, |(_, sector)| format!(", lĩnh vực {}", sector.name));
        let channel = self.channel.map_or_else(String::new, |channel| format!(", {}", channel.label().to_lowercase()));
        format!("{who}{sector}{channel}")
    }
}

sql!(UNITS_OF_CODE, "SELECT DISTINCT unit_id FROM org_unit_version WHERE agency_code = $1");
sql!(SECTOR, "SELECT id, code, name FROM procedure_sector WHERE code = $1");
sql!(SECTORS, "SELECT id, code, name FROM procedure_sector ORDER BY seq, id");

/// Every sector as row, code, name, in its order: for the filter.
///
/// # Errors
/// If the database cannot be read.
pub async fn sectors(cx: &mut Cx) -> Result<Vec<(i64, String, String)>> {
    cx.conn().all(SECTORS, args![]).await
}

/// Finds the unit and the sector of an address. `own` leaves out the units below; `group` counts only without a unit.
///
/// # Errors
/// `Invalid` at `don-vi` or `linh-vuc` for a code that nothing has.
pub async fn ask(cx: &mut Cx, period: &DossierPeriod, unit: Option<(&str, bool)>, group: Option<UnitGroup>, sector: Option<&str>) -> Result<Asked> {
    let mut asked = Asked::default();
    if let Some(code) = sector {
        let found: Option<(i64, String, String)> = if readable(code) { cx.conn().opt(SECTOR, args![code]).await? } else { None };
        let (id, code, name) = found.ok_or_else(|| Error::field("linh-vuc", "Không có lĩnh vực này. Hãy chọn trong danh sách."))?;
        asked.sector = Some((id, SheetPlace { code, name }));
    }
    if let Some((code, own)) = unit {
        let day = name_day(period, format::local_date(cx.now()));
        let ids: Vec<(i64,)> = if readable(code) { cx.conn().all(UNITS_OF_CODE, args![code]).await? } else { Vec::new() };
        let ids: Vec<i64> = ids.into_iter().map(|(id,)| id).collect();
        let names = org::unit_names(cx, &ids, day).await?;
        let ids: Vec<i64> = ids.into_iter().filter(|id| names.get(id).is_some_and(|name| name.code == code)).collect();
        let name = ids.first().and_then(|id| names.get(id)).map(|name| name.name.clone());
        let name = name.ok_or_else(|| Error::field("don-vi", "Không có đơn vị mang mã này trong kỳ. Hãy kiểm tra mã, hoặc bỏ lọc để xem toàn tỉnh."))?;
        asked.unit = Some(SheetPlace { code: code.to_owned(), name });
        asked.own = own;
        asked.scope = Scope::Units(if own { ids } else { below(cx, &ids, period).await? });
    } else if let Some(group) = group {
        asked.group = Some(group);
        asked.scope = Scope::Units(of_group(cx, group).await?);
    }
    Ok(asked)
}

/// False for what no code can be; PostgreSQL refuses NUL in text.
fn readable(code: &str) -> bool {
    code.len() <= LONGEST_CODE && !code.contains('\0')
}

async fn of_group(cx: &mut Cx, group: UnitGroup) -> Result<Vec<i64>> {
    let kinds = UnitKind::ALL.iter().filter(|kind| UnitGroup::of(**kind) == group).map(|kind| kind.as_str());
    let mut query = Query::new("SELECT id FROM org_unit WHERE kind IN ");
    query.bind_list(kinds);
    let rows: Vec<(i64,)> = query.all(&mut cx.conn()).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The figures of what was asked, and where they are booked.
pub(super) async fn figures(cx: &mut Cx, asked: &Asked, period: &DossierPeriod) -> Result<(DossierFigures, Heirs, Moments)> {
    let moments = Moments::of(period, cx.now());
    let heirs = Heirs::of(cx, period.view).await?;
    let selection = selection(asked, &heirs);
    let mut figures = figures_of(cx, &selection, &moments, &heirs).await?;
    if let Some(channel) = asked.channel {
        figures.groups.retain(|group| group.channel == channel);
    }
    Ok((figures, heirs, moments))
}

pub(super) fn selection(asked: &Asked, heirs: &Heirs) -> Selection {
    Selection::new(&asked.scope, asked.sector.as_ref().map(|(id, _)| *id), heirs)
}

/// The sheet of what was asked, the same on pages, in files and in snapshots. A fixed number of statements, whatever the number
/// of units. Needs no right.
///
/// # Errors
/// If the database cannot be read.
pub async fn sheet(cx: &mut Cx, asked: &Asked, period: &DossierPeriod) -> Result<DossierSheet> {
    let (figures, heirs, moments) = figures(cx, asked, period).await?;
    let handled = handled(cx, asked, period, (&heirs, &moments)).await?;
    let day = name_day(period, format::local_date(cx.now()));
    let ids: Vec<i64> = figures.groups.iter().map(|group| group.unit_id).chain(figures.intake.iter().map(|group| group.unit_id)).collect();
    let names = Names { names: unit_names(cx, ids, day).await?, heirs: &heirs };
    let units = unit_lines(&figures, &handled, &names)?;
    let sectors = sectors(cx).await?.into_iter().filter_map(|(id, code, name)| {
        let counts = figures.counts(|group| group.sector_id == id);
        let handling = Some(handled.sector(id));
        (counts != DossierCounts::default()).then_some(SheetLine { code, name, group: UnitGroup::Others, counts, handling })
    });
    Ok(DossierSheet {
        period: *period,
        as_of: figures.as_of,
        unit: asked.unit.clone(),
        sector: asked.sector.as_ref().map(|(_, sector)| sector.clone()),
        total: figures.counts(|_| true),
        groups: groups(&units),
        sectors: sectors.collect(),
        handling: Some(handled.total.clone()),
        channel_handling: handled.channels.clone(),
        intake: intake_lines(&figures, &names),
        intake_total: figures.intake_counts(|_| true),
        units,
    })
}

/// Names of units on a day, each asked for once.
pub(super) async fn unit_names(cx: &mut Cx, mut ids: Vec<i64>, day: chrono::NaiveDate) -> Result<HashMap<i64, UnitName>> {
    ids.sort_unstable();
    ids.dedup();
    org::unit_names(cx, &ids, day).await
}

struct Names<'a> {
    names: HashMap<i64, UnitName>,
    heirs: &'a Heirs,
}

impl Names<'_> {
    fn of(&self, unit: i64) -> Option<(&UnitName, String)> {
        let name = self.names.get(&unit)?;
        Some((name, if self.heirs.is_former(unit) { format!("Đơn vị cũ: {}", name.name) } else { name.name.clone() }))
    }
}

fn order(group: UnitGroup) -> Option<usize> {
    UnitGroup::ALL.iter().position(|other| *other == group)
}

fn unit_lines(figures: &DossierFigures, handled: &Handled, names: &Names<'_>) -> Result<Vec<SheetLine>> {
    let mut counts: BTreeMap<i64, DossierCounts> = BTreeMap::new();
    for group in &figures.groups {
        counts.entry(group.unit_id).or_default().put(group.origin, group.channel, group.part, group.dossiers, group.by_extension);
        counts.entry(group.unit_id).or_default().mark(&group.marks);
    }
    let mut lines = Vec::with_capacity(counts.len());
    for (unit, counts) in counts {
        let Some((name, shown)) = names.of(unit) else { continue };
        let kind: UnitKind = name.kind;
        lines.push(SheetLine { code: name.code.clone(), name: shown, group: UnitGroup::of(kind), counts, handling: Some(handled.unit(unit)) });
    }
    lines.sort_by_cached_key(|line| (order(line.group), model::text::sort_key(&line.name), line.code.clone()));
    Ok(lines)
}

fn groups(units: &[SheetLine]) -> Vec<SheetGroup> {
    let mut groups: Vec<SheetGroup> = Vec::new();
    for line in units {
        match groups.last_mut().filter(|last| last.group == line.group) {
            Some(last) => {
                last.units += 1;
                last.counts.add(&line.counts);
                if let (Some(sum), Some(more)) = (&mut last.handling, &line.handling) {
                    sum.add(more);
                }
            }
            None => groups.push(SheetGroup { group: line.group, units: 1, counts: line.counts, handling: line.handling.clone() }),
        }
    }
    groups
}

fn intake_lines(figures: &DossierFigures, names: &Names<'_>) -> Vec<IntakeLine> {
    let mut counts: BTreeMap<i64, IntakeCounts> = BTreeMap::new();
    for group in &figures.intake {
        counts.entry(group.unit_id).or_default().put(group.part, group.submissions);
    }
    let line = |(unit, counts): (i64, IntakeCounts)| {
        names.of(unit).map(|(name, shown)| IntakeLine {
            code: name.code.clone(),
            name: shown,
            group: Some(UnitGroup::of_counter(name.kind, &name.code)),
            counts,
        })
    };
    let mut lines: Vec<IntakeLine> = counts.into_iter().filter_map(line).collect();
    lines.sort_by_cached_key(|line| (model::text::sort_key(&line.name), line.code.clone()));
    lines
}
