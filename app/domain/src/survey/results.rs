//! The figures of a quarter, always with n, and the answers behind them: both read the same rows by the same condition.

use super::questions::in_force;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::org;
use chrono::NaiveDate;
use model::access::{Action, ObjectKind, Reach};
use model::rating::RatingLevel;
use model::survey::{MIN_MEAN, Mark, OVERALL, QUESTIONS, Quarter, QuestionTally, SurveyLine, SurveyPlace, SurveyResults, SurveyUnit};
use model::{List, Paging};
use sqlx::FromRow;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Whose answers are read.
enum Whose<'a> {
    Every,
    Units(&'a [i64]),
}

/// The one condition of figures and rows.
fn of(query: &mut Query, quarter: Quarter, whose: &Whose<'_>) {
    query.push(" WHERE a.quarter = ").bind(quarter.first_day());
    if let Whose::Units(units) = whose {
        query.push(" AND a.unit_id IN ").bind_list(units.iter().copied());
    }
}

/// How often each mark was given to each question about each unit.
async fn tallies(cx: &mut Cx, quarter: Quarter, whose: &Whose<'_>) -> Result<HashMap<i64, [QuestionTally; QUESTIONS]>> {
    let mut query = Query::new("SELECT a.unit_id, m.seq, m.level, COUNT(*) FROM survey_answer a JOIN survey_mark m ON m.answer_id = a.id");
    of(&mut query, quarter, whose);
    query.push(" GROUP BY a.unit_id, m.seq, m.level");
    let mut found: HashMap<i64, [QuestionTally; QUESTIONS]> = HashMap::new();
    for (unit, seq, level, count) in query.all::<(i64, i64, i64, i64)>(&mut cx.conn()).await? {
        if let Some(tally) = usize::try_from(seq - 1).ok().and_then(|at| found.entry(unit).or_default().get_mut(at)) {
            tally.add(level, count);
        }
    }
    Ok(found)
}

/// The figures of a quarter: of the agency that had this code then, or of the province with the agencies about which somebody answered,
/// the most answers first. Their answers add up to those of the province: an agency that has ended is among them, by its last name.
///
/// Of fewer answers than `MIN_MEAN` everybody reads the number only; who may see the ratings of the unit reads them all.
///
/// # Errors
/// `NotFound` for a code that nobody ever had, or a quarter before the first questions or after this one.
pub async fn results(cx: &mut Cx, quarter: Quarter, unit: Option<&str>) -> Result<SurveyResults> {
    let today = org::today(cx);
    if quarter > Quarter::of(today) {
        return Err(Error::NotFound);
    }
    let day = quarter.last_day().min(today);
    let unit = match unit {
        Some(code) => Some(place_then(cx, code, day).await?),
        None => None,
    };
    let texts = in_force(cx, quarter).await?.texts;
    let only = unit.as_ref().map(|unit| [unit.id]);
    let found = tallies(cx, quarter, &only.as_ref().map_or(Whose::Every, |ids| Whose::Units(ids))).await?;
    let mut sums = [QuestionTally::default(); QUESTIONS];
    for of_unit in found.values() {
        sums.iter_mut().zip(of_unit).for_each(|(sum, part)| add(sum, part));
    }
    let reach = cx.actor.reach(Action::View, ObjectKind::Rating);
    let n = sums[OVERALL].n();
    let may = unit.as_ref().map_or(reach.all, |unit| reach.covers(unit.id));
    let units = if unit.is_some() { Vec::new() } else { units(cx, &found, day, &reach).await? };
    Ok(SurveyResults { quarter, unit, texts, n, tallies: (n >= MIN_MEAN || may).then_some(sums), units })
}

fn add(sum: &mut QuestionTally, part: &QuestionTally) {
    sum.none += part.none;
    for level in RatingLevel::ALL {
        sum.levels.add(level.number(), part.levels.of(*level));
    }
}

/// The agency that a code meant on a day, as it was called then; a code that has ended still means its unit.
async fn place_then(cx: &mut Cx, code: &str, day: NaiveDate) -> Result<SurveyPlace> {
    let mut id = org::code_then(cx, code, day).await?;
    let mut names = org::unit_names(cx, &[id], day).await?;
    if names.get(&id).is_some_and(|unit| !unit.kind.is_agency()) {
        id = org::agency_of(cx, id).await?.id;
        names = org::unit_names(cx, &[id], day).await?;
    }
    let unit = names.remove(&id).ok_or(Error::NotFound)?;
    Ok(SurveyPlace { id, code: unit.code, name: unit.name })
}

/// One line for each unit with answers, by the names of a day.
async fn units(cx: &mut Cx, found: &HashMap<i64, [QuestionTally; QUESTIONS]>, day: NaiveDate, reach: &Reach) -> Result<Vec<SurveyUnit>> {
    let ids: Vec<i64> = found.keys().copied().collect();
    let mut names = org::unit_names(cx, &ids, day).await?;
    let line = |(id, tallies): (&i64, &[QuestionTally; QUESTIONS])| {
        let (unit, overall) = (names.remove(id)?, tallies[OVERALL]);
        let place = SurveyPlace { id: *id, code: unit.code, name: unit.name };
        let n = overall.n();
        Some(SurveyUnit { place, n, overall: (n >= MIN_MEAN || reach.covers(*id)).then_some(overall) })
    };
    let mut rows: Vec<SurveyUnit> = found.iter().filter_map(line).collect();
    rows.sort_by_cached_key(|row| (Reverse(row.n), org::code_key(&row.place.code), row.place.id));
    Ok(rows)
}

/// One page of the agencies of [`results`]; with a search, of those whose name or code has the words.
#[must_use]
pub fn find(units: Vec<SurveyUnit>, search: &str, page: i64) -> List<SurveyUnit> {
    let words = crate::db::search_words(search);
    let fits = |unit: &SurveyUnit| {
        let fold = model::text::fold(&format!("{} {}", unit.place.code, unit.place.name));
        words.iter().all(|word| fold.contains(word.as_str()))
    };
    let rows: Vec<SurveyUnit> = units.into_iter().filter(fits).collect();
    let paging = Paging::of(page, i64::try_from(rows.len()).unwrap_or(i64::MAX));
    let (skip, take) = (usize::try_from(paging.offset()).unwrap_or_default(), usize::try_from(paging.size).unwrap_or_default());
    List { rows: rows.into_iter().skip(skip).take(take).collect(), paging }
}

sql!(QUARTERS, "SELECT DISTINCT quarter FROM survey_answer ORDER BY quarter DESC LIMIT 12");

/// The quarters that can be chosen, the newest first: this one, and those in which somebody answered.
///
/// # Errors
/// If the database cannot be read.
pub async fn quarters(cx: &mut Cx) -> Result<Vec<Quarter>> {
    let now = Quarter::of(org::today(cx));
    let days: Vec<(NaiveDate,)> = cx.conn().all(QUARTERS, args![]).await?;
    Ok(std::iter::once(now).chain(days.into_iter().map(|(day,)| Quarter::of(day)).filter(|quarter| *quarter != now)).collect())
}

#[derive(FromRow)]
struct Row {
    id: i64,
    unit_id: i64,
    comment: String,
}

/// The answers behind the figures, for officials of their units: those with words first, the rest in no order of time. The names are those
/// of the quarter.
///
/// # Errors
/// `Unauthorized` or `Forbidden` without the right to see ratings.
pub async fn lines(cx: &mut Cx, quarter: Quarter, page: i64) -> Result<List<SurveyLine>> {
    let reach = cx.require_reach(Action::View, ObjectKind::Rating)?;
    let whose = if reach.all { Whose::Every } else { Whose::Units(&reach.units) };
    let mut count = Query::new("SELECT COUNT(*) FROM survey_answer a");
    of(&mut count, quarter, &whose);
    let paging = Paging::of(page, count.count(&mut cx.conn()).await?);
    let mut query = Query::new("SELECT a.id, a.unit_id, a.comment FROM survey_answer a");
    of(&mut query, quarter, &whose);
    query.push(" ORDER BY CASE WHEN a.comment = '' THEN 1 ELSE 0 END, a.id").page(paging);
    let rows: Vec<Row> = query.all(&mut cx.conn()).await?;
    let mut marks = marks(cx, &rows).await?;
    let (day, ids) = (quarter.last_day().min(org::today(cx)), rows.iter().map(|row| row.unit_id).collect::<Vec<_>>());
    let names = org::names(cx, &ids, day).await?;
    let line = |row: Row| SurveyLine {
        unit: names.get(&row.unit_id).cloned().unwrap_or_default(),
        marks: marks.remove(&row.id).unwrap_or_default(),
        comment: row.comment,
    };
    Ok(List { rows: rows.into_iter().map(line).collect(), paging })
}

/// The marks of these answers.
async fn marks(cx: &mut Cx, rows: &[Row]) -> Result<HashMap<i64, [Mark; QUESTIONS]>> {
    let mut query = Query::new("SELECT answer_id, seq, level FROM survey_mark WHERE answer_id IN ");
    query.bind_list(rows.iter().map(|row| row.id));
    let mut found: HashMap<i64, [Mark; QUESTIONS]> = HashMap::new();
    for (answer, seq, level) in query.all::<(i64, i64, i64)>(&mut cx.conn()).await? {
        if let Some(mark) = usize::try_from(seq - 1).ok().and_then(|at| found.entry(answer).or_default().get_mut(at)) {
            *mark = RatingLevel::of(level);
        }
    }
    Ok(found)
}
