//! Working days from receipt to result: the one function behind mean and median on pages, in files and in the rows of the figure.
//!
//! They are counted as a time limit in working days counts them (03 §3 rules 1 and 6), in the calendar of the competent unit: the
//! working days d with day of receipt < d ≤ day of the result, without those of every pause, day of the request < d ≤ day of
//! going on. A result on the day of receipt took 0 days.

use super::Moments;
use super::core::{self, Selection};
use super::sheet::{Asked, selection};
use crate::calendar;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::kept::Key;
use crate::stats::tasks::Heirs;
use chrono::{DateTime, NaiveDate, Utc};
use model::calendar::WorkCalendar;
use model::dossiers::Channel;
use model::format::local_date;
use model::stats::dossiers::{Counted, DossierFigure, DossierPeriod, Handling};
use sqlx::FromRow;
use std::collections::HashMap;
use std::sync::Arc;

const ENDED: &str = "SELECT x.dossier_id, x.unit_id, x.sector_id, x.channel, x.since, x.ended_day";
const PAUSES: &str = "SELECT q.dossier_id, q.known_from, q.known_to";
const PAUSED: &str = " JOIN dossier_period q ON q.dossier_id = x.dossier_id AND q.phase = 'paused'";

/// A dossier with a result, as the figures know it.
#[derive(FromRow)]
struct Ended {
    dossier_id: i64,
    unit_id: i64,
    sector_id: i64,
    channel: String,
    since: DateTime<Utc>,
    ended_day: Option<NaiveDate>,
}

#[derive(FromRow)]
struct Pause {
    dossier_id: i64,
    known_from: DateTime<Utc>,
    known_to: DateTime<Utc>,
}

/// Working days of the results of what was asked, and where they are booked.
#[derive(Debug, Default)]
pub(crate) struct Handled {
    /// The whole.
    pub(super) total: Handling,
    /// In the order of [`Channel::ALL`].
    pub(super) channels: Vec<Handling>,
    units: HashMap<i64, Handling>,
    sectors: HashMap<i64, Handling>,
}

impl Handled {
    /// Those of one unit.
    pub(super) fn unit(&self, unit: i64) -> Handling {
        self.units.get(&unit).cloned().unwrap_or_default()
    }

    /// Those of one sector.
    pub(super) fn sector(&self, sector: i64) -> Handling {
        self.sectors.get(&sector).cloned().unwrap_or_default()
    }
}

/// Mean and median of what was asked, whole and by unit, sector and channel. A fixed number of statements; they read every dossier with
/// a result, so what they found is kept until a dossier, a calendar or the organisation changes.
pub(super) async fn handled(cx: &mut Cx, asked: &Asked, period: &DossierPeriod, (heirs, moments): (&Heirs, &Moments)) -> Result<Arc<Handled>> {
    let key = Key::of_dossiers(cx, (asked.clone(), *period)).await?;
    if let Some(handled) = key.as_ref().and_then(|key| cx.portal().handled().get(key)) {
        return Ok(handled);
    }
    let handled = Arc::new(compute(cx, asked, heirs, moments).await?);
    if let Some(key) = key {
        cx.portal().handled().keep(key, Arc::clone(&handled));
    }
    Ok(handled)
}

async fn compute(cx: &mut Cx, asked: &Asked, heirs: &Heirs, moments: &Moments) -> Result<Handled> {
    let found = read(cx, &selection(asked, heirs), moments, asked.channel, None).await?;
    let mut handled = Handled { channels: vec![Handling::default(); Channel::ALL.len()], ..Handled::default() };
    for (ended, days) in found {
        let channel: Channel = ended.channel.parse()?;
        handled.total.put(days);
        handled.units.entry(heirs.unit(ended.unit_id)).or_default().put(days);
        handled.sectors.entry(ended.sector_id).or_default().put(days);
        if let Some(of_channel) = handled.channels.get_mut(channel as usize) {
            of_channel.put(days);
        }
    }
    Ok(handled)
}

/// The working days of these dossiers, of those that have a result.
pub(super) async fn of_dossiers(cx: &mut Cx, selection: &Selection, moments: &Moments, ids: &[i64]) -> Result<HashMap<i64, u32>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = read(cx, selection, moments, None, Some(ids)).await?;
    Ok(found.into_iter().filter_map(|(ended, days)| days.map(|days| (ended.dossier_id, days))).collect())
}

/// Every dossier that the figure counts, with its working days; none of them where a year has no calendar.
async fn read(cx: &mut Cx, selection: &Selection, moments: &Moments, channel: Option<Channel>, ids: Option<&[i64]>) -> Result<Vec<(Ended, Option<u32>)>> {
    let Some(counted) = DossierFigure::Handled.counted() else { return Ok(Vec::new()) };
    let counted = Counted { channel, ..counted };
    let mut query = Query::new(ENDED);
    core::counted(&mut query, selection, moments, &counted, "");
    narrow(&mut query, ids);
    let ended: Vec<Ended> = query.all(&mut cx.conn()).await?;
    let mut query = Query::new(PAUSES);
    core::counted(&mut query, selection, moments, &counted, PAUSED);
    query.push(" AND q.learned_from <= ").bind(moments.known).push(" AND q.learned_to > ").bind(moments.known);
    narrow(&mut query, ids);
    let mut pauses: HashMap<i64, Vec<Pause>> = HashMap::new();
    for pause in query.all::<Pause>(&mut cx.conn()).await? {
        pauses.entry(pause.dossier_id).or_default().push(pause);
    }
    let mut units: Vec<i64> = ended.iter().map(|ended| ended.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    let calendars = calendar::of_units(cx, &units).await?;
    let days = |ended: &Ended| {
        let calendar = calendars.get(&ended.unit_id)?;
        working_days(calendar, ended, pauses.get(&ended.dossier_id).map_or(&[][..], Vec::as_slice))
    };
    Ok(ended
        .into_iter()
        .map(|ended| {
            let days = days(&ended);
            (ended, days)
        })
        .collect())
}

fn narrow(query: &mut Query, ids: Option<&[i64]>) {
    if let Some(ids) = ids {
        query.push(" AND x.dossier_id IN ").bind_list(ids.iter().copied());
    }
}

/// `None` where a year of the span has no calendar.
fn working_days(calendar: &WorkCalendar, ended: &Ended, pauses: &[Pause]) -> Option<u32> {
    let (first, last) = (local_date(ended.since), ended.ended_day?);
    let all = calendar.working_days_between(first, last).ok()?;
    let mut waited = 0;
    for pause in pauses {
        let (from, to) = (local_date(pause.known_from).max(first), local_date(pause.known_to).min(last));
        waited += calendar.working_days_between(from, to).ok()?;
    }
    Some(all.saturating_sub(waited))
}
