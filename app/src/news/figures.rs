//! "Tỉnh đang phục vụ thế nào": live numbers of the province, each leading to its rows.

use crate::web::Result;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::Cx;
use domain::stats::{Scope, task_counts};
use leptos::prelude::*;
use model::format;
use model::stats::{Period, TaskCounts};
use ui::{Bucket, Cell, Column, Counted, Figure, Figures as FigureRow, Row, Segment, StackedBar};

/// Address of the public figures of tasks.
const BOARD: &str = "/xep-hang/nhiem-vu";

/// Reads the tasks that were assigned this year.
pub(super) async fn load(cx: &mut Cx) -> Result<TaskCounts> {
    let today = format::local_date(cx.now());
    let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    let figures = task_counts(cx, &Scope::All, &Period::cohort(first, today, today)).await?;
    Ok(figures.total)
}

/// The band on the tint; nothing while there is nothing to count.
pub(super) fn band(counts: TaskCounts, now: DateTime<Utc>) -> impl IntoView {
    (counts.total() > 0).then(|| {
        let note = format!(
            "Tính đến {}. Nhiệm vụ UBND tỉnh giao năm {}. Mỗi con số mở ra bảng của các cơ quan.",
            format::time_date(now),
            format::local_date(now).year()
        );
        let links = [
            (Bucket::DoneOnTime, counts.done_on_time),
            (Bucket::DoneLate, counts.done_late),
            (Bucket::OpenInTime, counts.open_in_time),
            (Bucket::OpenOverdue, counts.open_overdue),
            (Bucket::NoDeadline, counts.open_no_deadline),
        ];
        let segments = links.iter().map(|(bucket, n)| Segment::task(*bucket, plain(*n), BOARD)).collect();
        let parts: Vec<u64> = links.iter().map(|(_, n)| plain(*n)).collect();
        let shares = format::percent_of_shares(&parts, 2);
        let rows = links
            .iter()
            .zip(shares)
            .map(|((bucket, n), share)| Row::new(vec![Cell::text(bucket.task_word()), Cell::link(BOARD, format::number(*n)), Cell::text(share)]))
            .collect();
        let columns = vec![Column::text("Tình trạng"), Column::number("Số nhiệm vụ"), Column::number("Tỷ lệ")];
        let label = format!("{} nhiệm vụ", format::number(counts.total()));
        view! {
            <div class="p-band">
                <div class="p-page">
                    <ui::Section title="Tỉnh đang phục vụ thế nào" id="phuc-vu" note=note more_href=BOARD more_label="Bảng xếp hạng các cơ quan">
                        <FigureRow>
                            {share("Hoàn thành đúng hạn", counts.done_on_time, counts.done(), "nhiệm vụ đã xong", false)}
                            {share("Đã hoàn thành", counts.done(), counts.total(), "nhiệm vụ đã giao", false)}
                            {share("Đang làm, trong hạn", counts.open_in_time, counts.open(), "nhiệm vụ chưa xong", false)}
                            {share("Đang quá hạn", counts.open_overdue, counts.open(), "nhiệm vụ chưa xong", true)}
                        </FigureRow>
                        <div class="p-even">
                            <StackedBar id="nhiem-vu-tinh" segments=segments label=label/>
                            <ui::Table caption="Nhiệm vụ theo tình trạng" caption_hidden=true columns=columns rows=rows/>
                        </div>
                    </ui::Section>
                </div>
            </div>
        }
    })
}

fn share(label: &'static str, part: i64, whole: i64, basis: &'static str, overdue: bool) -> impl IntoView {
    let value = format::percent(plain(part), plain(whole), 2).unwrap_or_else(|| "–".to_owned());
    view! { <Figure label=label value=value href=BOARD numerator=Counted::new(plain(part), BOARD) denominator=Counted::new(plain(whole), BOARD) basis=basis overdue=overdue/> }
}

/// Counts are never negative.
fn plain(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}
