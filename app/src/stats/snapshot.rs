//! `/s/{ma}`: the figures as they were sent, the same figures now, and the difference.

use super::filter::{Whose, rows_href};
use crate::web::{Page, Result, Rq};
use domain::stats::Metric;
use leptos::prelude::*;
use model::format;
use model::stats::{Period, SnapshotPage, TaskFigure};
use ui::{Cell, Column, Row};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    match domain::stats::metric(&mut cx, rq.param("ma")).await? {
        Metric::Unit => {}
        Metric::Province => return super::province::page(&rq, &mut cx).await,
        Metric::Board => {
            drop(cx);
            return super::freeze::page(rq).await;
        }
        Metric::Dossiers => {
            drop(cx);
            return super::dossiers::frozen_page(rq).await;
        }
    }
    let snapshot = domain::stats::page(&mut cx, rq.param("ma")).await?;
    let now = cx.now();
    Ok(Page::new(format!("Số liệu {}", snapshot.code), move || body(snapshot, now)))
}

fn body(snapshot: SnapshotPage, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let SnapshotPage { code, period, as_of, computed_at, sent, live, sms, sms_parts } = snapshot;
    let today = Period { as_of: format::local_date(now), ..period };
    let when = format!("{} {}", format::time(as_of), as_of.with_timezone(&format::VN).format("%d/%m"));
    let figures = [
        TaskFigure::Total,
        TaskFigure::Done,
        TaskFigure::DoneOnTime,
        TaskFigure::DoneLate,
        TaskFigure::Open,
        TaskFigure::OpenInTime,
        TaskFigure::OpenOverdue,
        TaskFigure::OpenNoDeadline,
    ];
    let rows = figures
        .into_iter()
        .map(|figure| {
            let (then, now) = (figure.of(&sent.counts), figure.of(&live));
            let change = if now == then { "0".to_owned() } else { format!("{}{}", if now > then { "+" } else { "−" }, format::number((now - then).abs())) };
            let cells = vec![
                Cell::text(figure.label()),
                Cell::link(rows_href(&period, Whose::Unit(&sent.code), figure), format::number(then)),
                Cell::link(rows_href(&today, Whose::Unit(&sent.code), figure), format::number(now)),
                Cell::text(change),
            ];
            if figure == TaskFigure::Total { Row::total(cells) } else { Row::new(cells) }
        })
        .collect();
    let columns = vec![
        Column::text("Số liệu"),
        Column::number(format!("Đã gửi ({when})")),
        Column::number("Hiện nay"),
        Column::number(format!("Chênh lệch so với {when}")),
    ];
    let lead = format!(
        "{}. Số liệu chốt lúc {}, tính lúc {}. Bản này không thay đổi.",
        period.tasks_in_words(),
        format::date_time(as_of),
        format::date_time(computed_at)
    );
    let labels = ["Xong đúng hạn", "Xong quá hạn", "Chưa xong, trong hạn", "Chưa xong, quá hạn", "Chưa xong, không thời hạn"];
    let lists = sent
        .rows
        .into_iter()
        .zip(labels)
        .filter(|(codes, _)| !codes.is_empty())
        .map(|(codes, label)| {
            let title = format!("{label}: {} nhiệm vụ", format::number(codes.len() as i64));
            view! { <ui::Fold title=title><p class="n">{codes.join(", ")}</p></ui::Fold> }
        })
        .collect_view();
    let message_title = if sms_parts > 1 { format!("Bản tin đã lập ({sms_parts} tin nhắn)") } else { "Bản tin đã lập".to_owned() };
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned()), ("/xep-hang".to_owned(), "Xếp hạng".to_owned())] here=format!("Số liệu {code}")/>
            <ui::PageHeading above=format!("Bản số liệu {code}") title=sent.name lead=lead/>
            <ui::Table caption="Số liệu đã gửi và số liệu hiện nay" columns=columns rows=rows/>
            <ui::Section id="ban-tin" title=message_title>
                <p class="p-panel n">{sms}</p>
            </ui::Section>
            <ui::Section id="cac-dong" title="Các nhiệm vụ đã được đếm">{lists}</ui::Section>
        </ui::Container>
    }
}
