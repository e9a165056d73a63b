//! The lists of the desk as files.

use crate::dossiers::fixture::*;
use domain::dossiers;
use domain::testing::{vn, with_dbs};
use model::dossiers::{DeskFilter, Queue};

/// A file holds the whole list, however many pages it has, and knows where it stops.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_as_a_file_has_no_pages() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        for n in 1..=27 {
            submit(t, n).await;
        }
        let filter = DeskFilter { queue: Some(Queue::Intake), page: 2, ..Default::default() };
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        for (most, rows) in [(dossiers::DESK_LIMIT, 27), (26, 26)] {
            let list = dossiers::list_up_to(&mut cx, &filter, most).await.unwrap();
            assert_eq!((list.rows.len(), list.paging.total, list.rows[0].code.as_str()), (rows, 27, "N-261123-000001"));
            assert_eq!(domain::spreadsheet::rest::<3>(list.paging).is_some(), rows < 27);
        }
    })
    .await;
}
