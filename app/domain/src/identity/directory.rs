//! Lists of people with account and place of work.

use super::crypto::{self, purpose::PHONE};
use super::people;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::org;
use model::access::{Action, ObjectKind};
use model::identity::clean_phone;
use model::{List, Paging, text};
use sqlx::FromRow;

/// A line of a list of people: with account and primary employment.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PersonLine {
    /// Person.
    pub id: i64,
    /// Full name.
    pub full_name: String,
    /// Telephone number as lists show it, `090•••567`.
    pub phone_masked: String,
    /// User name; empty without an account.
    pub username: String,
    /// Stored value of `AccountState`; empty without an account.
    pub state: String,
    /// Position of the first employment of today, empty without one.
    pub position: String,
    /// Unit of that employment.
    pub unit_id: Option<i64>,
    /// Its name.
    pub unit_name: String,
}

sql!(
    ACCOUNT_LINE,
    "SELECT p.id, p.full_name, p.phone_masked, a.username, a.state, '' AS position, CAST(NULL AS BIGINT) AS unit_id, '' AS unit_name
     FROM account a JOIN person p ON p.id = a.person_id WHERE a.person_id = $1 AND a.kind = 'official' ORDER BY a.id LIMIT 1"
);

/// User name and state of the official account of a person, if there is one; position and unit stay empty.
///
/// # Errors
/// `NotFound` outside the reach of the actor.
pub async fn account_line(cx: &mut Cx, id: i64) -> Result<Option<PersonLine>> {
    people::person(cx, id).await?;
    cx.conn().opt(ACCOUNT_LINE, args![id]).await
}

/// Every person with the first running employment, the account, and the name of the unit on a day that follows.
const FOUND: &str = " FROM person p
     JOIN employment e ON e.id = (SELECT f.id FROM employment f WHERE f.person_id = p.id
                                  ORDER BY CASE WHEN f.valid_to IS NULL THEN 0 ELSE 1 END, f.display_order, f.valid_from DESC, f.id LIMIT 1)
     LEFT JOIN account a ON a.id = (SELECT b.id FROM account b WHERE b.person_id = p.id AND b.kind = 'official' ORDER BY b.id LIMIT 1)
     LEFT JOIN org_unit_version v ON v.unit_id = e.unit_id AND v.valid_from <= ";

/// People within the reach of the actor by name with or without marks, whole phone number, or name of the unit; an empty text lists
/// all. Sorted as Vietnamese names are: by given name. Returns the page and how many there are.
///
/// # Errors
/// `Forbidden` without the right to see people.
pub async fn search_people(cx: &mut Cx, wanted: &str, unit: Option<i64>, page: i64) -> Result<List<PersonLine>> {
    let reach = cx.require_reach(Action::View, ObjectKind::Person)?;
    let today = org::today(cx);
    let wanted = text::clean_line(wanted, 100);
    let hash = |phone: &str| clean_phone(phone).map(|phone| crypto::keyed_hash(cx.settings(), PHONE, &phone));
    // A number may be typed with blanks in it; else every word is a part of a name or unit, or a whole number.
    let words: Vec<(String, Option<String>)> = match hash(&wanted) {
        Some(hash) => vec![(String::new(), Some(hash))],
        None => text::fold(&wanted).split_whitespace().take(8).map(|word| (word.to_owned(), hash(word))).collect(),
    };
    let filter = |query: &mut Query| {
        query.push(FOUND).bind(today).push(" AND (v.valid_to IS NULL OR v.valid_to > ").bind(today).push(") WHERE 1 = 1");
        if !reach.all {
            query.push(" AND e.unit_id IN ").bind_list(reach.units.iter().copied());
        }
        if let Some(unit) = unit {
            query.push(" AND e.unit_id IN (SELECT descendant_id FROM org_closure WHERE ancestor_id = ").bind(unit).push(")");
        }
        for (word, hash) in &words {
            if let Some(hash) = hash {
                query.push(" AND p.phone_hash = ").bind(hash);
                continue;
            }
            query.word(&["p.fold", "v.fold"], word);
        }
    };
    let mut count = Query::new("SELECT COUNT(*)");
    filter(&mut count);
    let total = count.count(&mut cx.conn()).await?;
    let mut list = Query::new(
        "SELECT p.id, p.full_name, p.phone_masked, COALESCE(a.username, '') AS username, COALESCE(a.state, '') AS state,
                e.position, e.unit_id, COALESCE(v.name, '') AS unit_name",
    );
    filter(&mut list);
    let paging = Paging::of(page, total);
    list.push(" ORDER BY p.sort_key, p.id").page(paging);
    Ok(List { rows: list.all(&mut cx.conn()).await?, paging })
}
