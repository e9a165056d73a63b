//! The print version of a list of the desk (`in=1`).

use super::list::Listing;
use crate::print;
use crate::web::{Page, Result, Rq};
use domain::dossiers;
use model::dossiers::{DeskFilter, DeskRow};
use model::format;

/// The list as one table to print; `query` leads back to it.
pub(super) async fn page(rq: &Rq, listing: Listing, query: &str) -> Result<Page> {
    let Listing { list, filter, .. } = listing;
    let cells = |row: DeskRow| vec![row.code, row.procedure, row.applicant, row.state.label().to_owned(), row.officer, row.remaining];
    let mut rows = Vec::new();
    let mut cx = rq.read().await?;
    for page in 1..=list.paging.pages().min(print::PAGES) {
        let filter = DeskFilter { page, queue: Some(list.queue), ..filter.clone() };
        rows.extend(dossiers::list(&mut cx, &filter).await?.rows.into_iter().map(cells));
    }
    Ok(print::page(print::Sheet {
        title: format!("Hồ sơ: {}", list.queue.label().to_lowercase()),
        unit: rq.actor.unit_name.clone(),
        at: format::time_date(list.as_of),
        what: "hồ sơ",
        back: format!("/can-bo/ho-so{query}"),
        columns: &["Mã hồ sơ", "Thủ tục", "Người nộp", "Trạng thái", "Người xử lý", "Thời hạn"],
        rows,
        total: list.paging.total,
    }))
}
