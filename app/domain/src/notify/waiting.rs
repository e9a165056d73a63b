//! Messages that wait for a person, for the page Hôm nay: a legal notice to be told otherwise, and for administrators one row for
//! all messages that did not arrive (09 §1.5, §1.8).

use super::unsent;
use crate::cx::Cx;
use crate::dossiers;
use crate::error::Result;
use crate::today::counts::Counting;
use crate::today::{DueKind, WorkItem, WorkKind};
use model::format::{date_time, number};
use model::notify::unsent::Untold;

/// Adds how much waits for the person who acts: the number of [`work_items`].
///
/// # Errors
/// None; other slices have some.
pub(crate) fn count_waiting(cx: &Cx, counting: &mut Counting) -> Result<()> {
    dossiers::count_untold(cx, counting);
    unsent::count_row(cx, counting);
    Ok(())
}

/// What waits for the person who acts.
///
/// # Errors
/// If the database cannot be read.
pub async fn work_items(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    let mut items: Vec<WorkItem> = dossiers::untold(cx).await?.into_iter().map(item).collect();
    let others = unsent::waiting(cx).await?;
    if others > 0 {
        items.push(WorkItem {
            kind: WorkKind::Notice,
            code: number(others),
            title: "Tin gửi đi chưa đến người nhận".to_owned(),
            who_and_state: "Lỗi gửi hoặc cần kiểm tra".to_owned(),
            due: None,
            due_text: "Không có thời hạn".to_owned(),
            due_kind: DueKind::Open,
            action_label: "Xem danh sách".to_owned(),
            href: "/quan-tri/tin-chua-den".to_owned(),
        });
    }
    Ok(items)
}

fn item(row: Untold) -> WorkItem {
    let call = if row.phone.is_empty() { "không có số điện thoại".to_owned() } else { format!("gọi {}", row.phone) };
    WorkItem {
        kind: WorkKind::Notice,
        code: row.dossier,
        title: row.line.event.what(),
        who_and_state: format!("{} · {call} · {}, tin lập lúc {}", row.applicant, row.line.standing(), date_time(row.line.created_at)),
        due: None,
        due_text: "Cần báo hôm nay".to_owned(),
        due_kind: DueKind::Today,
        action_label: "Báo người nộp".to_owned(),
        href: format!("/can-bo/bao-nguoi-nop/{}", row.line.id),
    }
}
