//! What everybody may read: shares of levels by unit, always with their number, and the words that were approved.

use super::store;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use chrono::{DateTime, Utc};
use model::format::local_date;
use model::rating::{LevelShares, PublicComment, UnitShare};
use model::{List, Paging};
use sqlx::FromRow;
use std::collections::HashMap;

sql!(LEVELS, "SELECT unit_id, level, COUNT(*) FROM rating GROUP BY unit_id, level");
sql!(INVITED, "SELECT unit_id, COUNT(*) FROM rating_invite GROUP BY unit_id");
sql!(LEVELS_OF, "SELECT level, COUNT(*) FROM rating WHERE unit_id = $1 GROUP BY level");
sql!(INVITED_OF, "SELECT COUNT(*) FROM rating_invite WHERE unit_id = $1");
sql!(APPROVED_COUNT, "SELECT COUNT(*) FROM rating WHERE unit_id = $1 AND comment_state = 'approved'");
sql!(
    APPROVED,
    "SELECT r.level, r.comment, r.answer, r.rated_at, v.name AS procedure
     FROM rating r JOIN dossier d ON d.id = r.dossier_id JOIN procedure_version v ON v.id = d.procedure_version_id
     WHERE r.unit_id = $1 AND r.comment_state = 'approved' ORDER BY r.rated_at DESC, r.id DESC LIMIT $2 OFFSET $3"
);

/// How many ratings of each level every unit has, by its row.
///
/// # Errors
/// If the database cannot be read.
pub async fn levels(cx: &mut Cx) -> Result<HashMap<i64, LevelShares>> {
    let mut levels: HashMap<i64, LevelShares> = HashMap::new();
    for (unit, level, count) in cx.conn().all::<(i64, i64, i64)>(LEVELS, args![]).await? {
        levels.entry(unit).or_default().add(level, count);
    }
    Ok(levels)
}

/// The units that were rated, the most ratings first; with a search, those whose name or code has the words.
///
/// # Errors
/// If the database cannot be read.
pub async fn shares(cx: &mut Cx, search: &str, page: i64) -> Result<List<UnitShare>> {
    let levels = levels(cx).await?;
    let invited: HashMap<i64, i64> = cx.conn().all::<(i64, i64)>(INVITED, args![]).await?.into_iter().collect();
    let (words, today) = (crate::db::search_words(search), org::today(cx));
    let fits = |unit: &model::org::Unit| {
        let fold = model::text::fold(&format!("{} {}", unit.code, unit.name));
        words.iter().all(|word| fold.contains(word.as_str()))
    };
    let units = org::all(cx, today).await?.into_iter().filter(fits);
    let share = |unit: model::org::Unit| {
        let levels = levels.get(&unit.id).copied()?;
        Some(UnitShare { invited: invited.get(&unit.id).copied().unwrap_or_default(), code: unit.code, name: unit.name, levels })
    };
    let mut rows: Vec<UnitShare> = units.filter_map(share).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.levels.n()));
    let paging = Paging::of(page, i64::try_from(rows.len()).unwrap_or(i64::MAX));
    let (skip, take) = (usize::try_from(paging.offset()).unwrap_or_default(), usize::try_from(paging.size).unwrap_or_default());
    Ok(List { rows: rows.into_iter().skip(skip).take(take).collect(), paging })
}

/// The unit that a code means today.
async fn unit(cx: &mut Cx, code: &str) -> Result<model::org::Unit> {
    let today = org::today(cx);
    org::by_code(cx, code, today).await.map_err(|error| match error {
        Error::Invalid(_) => Error::NotFound,
        other => other,
    })
}

/// The shares of one unit.
///
/// # Errors
/// `NotFound` for a code of no unit today.
pub async fn share(cx: &mut Cx, code: &str) -> Result<UnitShare> {
    let unit = unit(cx, code).await?;
    let mut levels = LevelShares::default();
    for (level, count) in cx.conn().all::<(i64, i64)>(LEVELS_OF, args![unit.id]).await? {
        levels.add(level, count);
    }
    let invited = cx.conn().count(INVITED_OF, args![unit.id]).await?;
    Ok(UnitShare { code: unit.code, name: unit.name, levels, invited })
}

#[derive(FromRow)]
struct Row {
    level: i64,
    comment: String,
    answer: String,
    rated_at: DateTime<Utc>,
    procedure: String,
}

/// The approved words about a unit, the newest first.
///
/// # Errors
/// `NotFound` for a code of no unit today.
pub async fn comments(cx: &mut Cx, code: &str, page: i64) -> Result<List<PublicComment>> {
    let unit = unit(cx, code).await?.id;
    let paging = Paging::of(page, cx.conn().count(APPROVED_COUNT, args![unit]).await?);
    let rows: Vec<Row> = cx.conn().all(APPROVED, args![unit, paging.size, paging.offset()]).await?;
    let comment = |row: Row| {
        Ok(PublicComment { level: store::level(row.level)?, day: local_date(row.rated_at), comment: row.comment, procedure: row.procedure, answer: row.answer })
    };
    Ok(List { rows: rows.into_iter().map(comment).collect::<Result<_>>()?, paging })
}
