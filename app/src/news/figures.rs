//! "Tỉnh đang phục vụ thế nào": live numbers of the province, each leading to exactly its rows.

use crate::stats::{Whose, rows_href};
use crate::web::Result;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::Cx;
use domain::stats::leaderboard;
use leptos::prelude::*;
use model::format;
use model::stats::{Period, TaskCounts, TaskFigure};
use ui::{Bucket, Cell, Column, Counted, Figure, Figures, Row, Segment, StackedBar};

/// The numbers of the province with the period that they stand for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Province {
    counts: TaskCounts,
    period: Period,
}

/// Reads the tasks that were assigned this year: in a snapshot the board that the process keeps until a task changes.
pub(super) async fn load(cx: &mut Cx) -> Result<Province> {
    let today = format::local_date(cx.now());
    let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    let period = Period::cohort(first, today, today);
    let board = leaderboard(cx, &period).await?;
    Ok(Province { counts: board.total, period })
}

/// The parts of the bar, in their fixed order.
const PARTS: [(Bucket, TaskFigure); 5] = [
    (Bucket::DoneOnTime, TaskFigure::DoneOnTime),
    (Bucket::DoneLate, TaskFigure::DoneLate),
    (Bucket::OpenInTime, TaskFigure::OpenInTime),
    (Bucket::OpenOverdue, TaskFigure::OpenOverdue),
    (Bucket::NoDeadline, TaskFigure::OpenNoDeadline),
];

impl Province {
    fn number(&self, figure: TaskFigure) -> u64 {
        u64::try_from(figure.of(&self.counts)).unwrap_or(0)
    }

    fn href(&self, figure: TaskFigure) -> String {
        rows_href(&self.period, Whose::All, figure)
    }

    fn counted(&self, figure: TaskFigure) -> Counted {
        Counted::new(self.number(figure), self.href(figure))
    }

    /// A share with both counts as links to their rows.
    fn share(&self, label: &'static str, part: TaskFigure, whole: TaskFigure, basis: &'static str) -> impl IntoView + use<> {
        let value = format::percent(self.number(part), self.number(whole), 2).unwrap_or_else(|| "–".to_owned());
        let (numerator, denominator, href) = (self.counted(part), self.counted(whole), self.href(part));
        let overdue = part == TaskFigure::OpenOverdue;
        view! { <Figure label=label value=value href=href numerator=numerator denominator=denominator basis=basis overdue=overdue/> }
    }
}

/// The band on the tint; nothing while there is nothing to count.
pub(super) fn band(province: Province, now: DateTime<Utc>) -> impl IntoView {
    (province.counts.total() > 0).then(move || {
        let year = province.period.from.year();
        let note = format!("Tính đến {}. Nhiệm vụ UBND tỉnh giao năm {year}. Mỗi con số mở ra đúng các nhiệm vụ được đếm.", format::date_time(now));
        let segments = PARTS.iter().map(|(bucket, figure)| Segment::task(*bucket, province.number(*figure), province.href(*figure))).collect();
        let numbers: Vec<u64> = PARTS.iter().map(|(_, figure)| province.number(*figure)).collect();
        let rows = PARTS
            .iter()
            .zip(format::percent_of_shares(&numbers, 2))
            .map(|((bucket, figure), share)| {
                let number = format::number(figure.of(&province.counts));
                Row::new(vec![Cell::text(bucket.task_word()), Cell::link(province.href(*figure), number), Cell::text(share)])
            })
            .collect();
        let columns = vec![Column::text("Tình trạng"), Column::number("Số nhiệm vụ"), Column::number("Tỷ lệ")];
        let label = format!("{} nhiệm vụ", format::number(province.counts.total()));
        view! {
            <div class="p-band">
                <div class="p-page">
                    <ui::Section title="Tỉnh đang phục vụ thế nào" id="phuc-vu" note=note more_href="/xep-hang" more_label="Bảng xếp hạng các cơ quan">
                        <Figures>
                            {province.share("Hoàn thành đúng hạn", TaskFigure::DoneOnTime, TaskFigure::Done, "nhiệm vụ đã xong")}
                            {province.share("Đã hoàn thành", TaskFigure::Done, TaskFigure::Total, "nhiệm vụ đã giao")}
                            {province.share("Đang làm, trong hạn", TaskFigure::OpenInTime, TaskFigure::Open, "nhiệm vụ chưa xong")}
                            {province.share("Đang quá hạn", TaskFigure::OpenOverdue, TaskFigure::Open, "nhiệm vụ chưa xong")}
                        </Figures>
                        <div class="p-even p-front-figures">
                            <StackedBar id="nhiem-vu-tinh" segments=segments label=label/>
                            <ui::Table caption="Nhiệm vụ theo tình trạng" caption_hidden=true columns=columns rows=rows/>
                        </div>
                    </ui::Section>
                </div>
            </div>
        }
    })
}
