//! The figures of a quarter, always with n, and the answers behind them: both read the same rows by the same condition.

use super::answer::{of_unit, place};
use super::questions::in_force;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::org;
use chrono::NaiveDate;
use model::access::{Action, ObjectKind};
use model::rating::RatingLevel;
use model::survey::{Mark, OVERALL, QUESTIONS, Quarter, QuestionTally, SurveyLine, SurveyResults, SurveyUnit};
use model::{List, Paging};
use sqlx::FromRow;
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

/// The figures of a quarter: of the agency with this code, or of the province.
///
/// # Errors
/// `NotFound` for a code of no unit today, or a quarter before the first questions or after this one.
pub async fn results(cx: &mut Cx, quarter: Quarter, unit: Option<&str>) -> Result<SurveyResults> {
    if quarter > Quarter::of(org::today(cx)) {
        return Err(Error::NotFound);
    }
    let unit = match unit {
        Some(code) => Some(place(cx, code).await?),
        None => None,
    };
    let texts = in_force(cx, quarter).await?.texts;
    let only = unit.as_ref().map(|unit| [unit.id]);
    let found = tallies(cx, quarter, &only.as_ref().map_or(Whose::Every, |ids| Whose::Units(ids))).await?;
    let mut sums = [QuestionTally::default(); QUESTIONS];
    for of_unit in found.values() {
        sums.iter_mut().zip(of_unit).for_each(|(sum, part)| add(sum, part));
    }
    Ok(SurveyResults { quarter, unit, texts, tallies: sums })
}

fn add(sum: &mut QuestionTally, part: &QuestionTally) {
    sum.none += part.none;
    for level in RatingLevel::ALL {
        sum.levels.add(level.number(), part.levels.of(*level));
    }
}

/// The agencies about which somebody answered in a quarter, the most answers first; with a search, those whose name or code has
/// the words.
///
/// # Errors
/// If the database cannot be read.
pub async fn units(cx: &mut Cx, quarter: Quarter, search: &str, page: i64) -> Result<List<SurveyUnit>> {
    let found = tallies(cx, quarter, &Whose::Every).await?;
    let (words, today) = (crate::db::search_words(search), org::today(cx));
    let line = |unit: model::org::Unit| {
        let fold = model::text::fold(&format!("{} {}", unit.code, unit.name));
        let fits = words.iter().all(|word| fold.contains(word.as_str()));
        found.get(&unit.id).filter(|_| fits).map(|tallies| SurveyUnit { overall: tallies[OVERALL], place: of_unit(unit) })
    };
    let mut rows: Vec<SurveyUnit> = org::all(cx, today).await?.into_iter().filter_map(line).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.n()));
    let paging = Paging::of(page, i64::try_from(rows.len()).unwrap_or(i64::MAX));
    let (skip, take) = (usize::try_from(paging.offset()).unwrap_or_default(), usize::try_from(paging.size).unwrap_or_default());
    Ok(List { rows: rows.into_iter().skip(skip).take(take).collect(), paging })
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
    day: NaiveDate,
    comment: String,
}

/// The answers behind the figures, for officials of their units: those with words first, then the newest.
///
/// # Errors
/// `Unauthorized` or `Forbidden` without the right to see ratings.
pub async fn lines(cx: &mut Cx, quarter: Quarter, page: i64) -> Result<List<SurveyLine>> {
    let reach = cx.require_reach(Action::View, ObjectKind::Rating)?;
    let whose = if reach.all { Whose::Every } else { Whose::Units(&reach.units) };
    let mut count = Query::new("SELECT COUNT(*) FROM survey_answer a");
    of(&mut count, quarter, &whose);
    let paging = Paging::of(page, count.count(&mut cx.conn()).await?);
    let mut query = Query::new("SELECT a.id, a.unit_id, a.day, a.comment FROM survey_answer a");
    of(&mut query, quarter, &whose);
    query.push(" ORDER BY CASE WHEN a.comment = '' THEN 1 ELSE 0 END, a.day DESC, a.id DESC").page(paging);
    let rows: Vec<Row> = query.all(&mut cx.conn()).await?;
    let mut marks = marks(cx, &rows).await?;
    let (today, ids) = (org::today(cx), rows.iter().map(|row| row.unit_id).collect::<Vec<_>>());
    let names = org::names(cx, &ids, today).await?;
    let line = |row: Row| SurveyLine {
        unit: names.get(&row.unit_id).cloned().unwrap_or_default(),
        marks: marks.remove(&row.id).unwrap_or_default(),
        day: row.day,
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
