//! O10: what other units ask of us, and what we asked; what is late first.

use super::super::access::{self, Access};
use super::super::desk::queues::within;
use super::rules;
use super::store::{self, Row};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use model::dossiers::{ConsultationLine, ConsultationList};
use model::{List, Paging};

/// How many open questions each list has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListCounts {
    /// Asked of us.
    pub asked: i64,
    /// Asked by us.
    pub asking: i64,
}

fn condition(query: &mut Query, list: ConsultationList, access: &Access) {
    match list {
        ConsultationList::Asked => within(query, &["c.asked_unit_id"], &rules::answers_for(access)),
        ConsultationList::Asking => {
            query.push("(c.asked_by = ").bind(access.person.unwrap_or(-1)).push(" OR ");
            within(query, &["c.asking_unit_id"], &access.view);
            query.push(")");
        }
    }
}

async fn open(cx: &mut Cx, list: ConsultationList, access: &Access) -> Result<i64> {
    let mut query = Query::new("SELECT COUNT(*) FROM consultation c WHERE c.state IN ('asked', 'accepted') AND ");
    condition(&mut query, list, access);
    query.count(&mut cx.conn()).await
}

/// How many questions still wait for an answer, in each list.
///
/// # Errors
/// `Unauthorized` for anybody but officials.
pub async fn counts(cx: &mut Cx) -> Result<ListCounts> {
    cx.require_official()?;
    let access = access::of(&cx.actor);
    Ok(ListCounts { asked: open(cx, ConsultationList::Asked, &access).await?, asking: open(cx, ConsultationList::Asking, &access).await? })
}

/// A page (from 1) of a list: what waits first, the earliest due day first; then what is over, the latest first.
///
/// # Errors
/// `Unauthorized` for anybody but officials.
pub async fn list(cx: &mut Cx, which: ConsultationList, words: &str, page: i64) -> Result<List<ConsultationLine>> {
    cx.require_official()?;
    let access = access::of(&cx.actor);
    let mut count = Query::new("SELECT COUNT(*) FROM consultation c JOIN dossier d ON d.id = c.dossier_id WHERE ");
    condition(&mut count, which, &access);
    count.words(&["d.fold"], words);
    let paging = Paging::of(page, count.count(&mut cx.conn()).await?);
    let mut query = store::select(store::today(cx));
    condition(&mut query, which, &access);
    query.words(&["d.fold"], words);
    query.push(" ORDER BY CASE WHEN c.state IN ('asked', 'accepted') THEN 0 ELSE 1 END, c.due, c.id").page(paging);
    let rows: Vec<Row> = query.all(&mut cx.conn()).await?;
    Ok(List { rows: rows.iter().map(Row::line).collect::<Result<_>>()?, paging })
}
