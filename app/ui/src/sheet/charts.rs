//! Figures and charts.

use leptos::prelude::*;

use super::SheetSection;
use crate::bar_chart::{BarChart, BarItem};
use crate::bucket_table::BucketTable;
use crate::due_calendar::{CalendarDay, DueCalendar};
use crate::figure::{Counted, Figure, Figures};
use crate::legend::Legend;
use crate::line_chart::{LineChart, LinePoint, Target};
use crate::stacked_bar::{Bucket, Segment, StackedBar};
use crate::week_strip::DayKind;

/// The tasks of 2017: 556 with a deadline.
const TASKS: [(Bucket, u64); 5] =
    [(Bucket::DoneOnTime, 81), (Bucket::DoneLate, 168), (Bucket::OpenInTime, 177), (Bucket::OpenOverdue, 130), (Bucket::NoDeadline, 0)];

const WEEKS: [(&str, f64); 12] = [
    ("07/9", 95.2),
    ("14/9", 95.9),
    ("21/9", 94.8),
    ("28/9", 95.6),
    ("05/10", 96.1),
    ("12/10", 96.4),
    ("19/10", 95.7),
    ("26/10", 96.2),
    ("02/11", 96.8),
    ("09/11", 96.5),
    ("16/11", 97.1),
    ("23/11", 97.0),
];

fn tasks() -> Vec<Segment> {
    TASKS.into_iter().map(|(bucket, count)| Segment::task(bucket, count, "#bieu-do")).collect()
}

fn bars() -> Vec<BarItem> {
    [("Phường Lam Thành", 84.2), ("Phường Phú Lam", 77.6), ("Xã Tân Lam", 69.1), ("Đặc khu Hòn Lam", 41.3)]
        .into_iter()
        .map(|(label, value)| BarItem { label: label.to_owned(), value, text: crate::text::decimal(value), href: "#bieu-do".to_owned() })
        .collect()
}

fn week() -> Vec<Option<CalendarDay>> {
    [
        (23, DayKind::Today, "4 việc"),
        (24, DayKind::Off, "nghỉ"),
        (25, DayKind::Working, "3 việc"),
        (26, DayKind::Working, "4 việc"),
        (27, DayKind::Working, "2 việc"),
        (28, DayKind::Off, ""),
        (29, DayKind::Off, ""),
    ]
    .into_iter()
    .map(|(day, kind, note)| {
        let href = if kind == DayKind::Off { String::new() } else { "#bieu-do".to_owned() };
        Some(CalendarDay { day, kind, note: note.to_owned(), href })
    })
    .collect()
}

#[component]
pub(super) fn Charts() -> impl IntoView {
    let points = WEEKS
        .into_iter()
        .map(|(label, value)| LinePoint { label: label.to_owned(), value, text: format!("{value:.1}").replace('.', ","), href: "#bieu-do".to_owned() })
        .collect();
    let words = TASKS.into_iter().map(|(bucket, _)| (bucket, bucket.task_word().to_owned())).collect();
    let done = tasks().into_iter().take(2).collect();
    view! {
        <SheetSection
            title="Biểu đồ"
            id="bieu-do"
            note="Nhãn số ngay trên hình, bảng đi kèm, mỗi số là một liên kết. Sọc chéo nghĩa là xong nhưng trễ."
        >
            <Figures>
                <Figure
                    label="Trả đúng hạn, tháng 11"
                    value="96,99 %"
                    href="#bieu-do"
                    numerator=Counted::new(11_947, "#bieu-do")
                    denominator=Counted::new(12_318, "#bieu-do")
                    basis="hồ\u{a0}sơ đã xong"
                    as_of="14:00, 23/11/2026"
                />
                <Figure
                    label="Đang quá hạn"
                    value="61"
                    href="#bieu-do"
                    denominator=Counted::new(4_236, "#bieu-do")
                    basis="hồ\u{a0}sơ đang giải quyết, bằng 1,44\u{a0}%"
                    as_of="14:00, 23/11/2026"
                    overdue=true
                />
            </Figures>
            <p class="p-sheet__label">"Thanh chồng: 556 nhiệm\u{a0}vụ"</p>
            <StackedBar id="thanh-chong" segments=tasks() label="556 nhiệm vụ"/>
            <Legend
                id="chu-giai"
                items=words
            />
            <StackedBar id="thanh-nho" segments=tasks() label="556 nhiệm vụ, trong danh sách" small=true scale=800/>
            <BucketTable
                id="bang-chong"
                caption="Nhiệm vụ đã hoàn thành"
                segments=done
                denominator=249
                note="Tỷ lệ trên 249 nhiệm\u{a0}vụ đã hoàn thành"
            />
            <BarChart title="Thanh ngang: nộp trực tuyến theo xã (%)" period="Tháng 11/2026, tính đến 14:00, 23/11/2026" items=bars() max=100.0/>
            <LineChart
                title="Tỷ lệ trả đúng hạn theo tuần (%)"
                period="07/9–23/11/2026, tính đến 14:00, 23/11/2026"
                points=points
                range=(94.0, 99.0)
                target=Target { value: 98.0, label: "Chỉ tiêu 98\u{a0}%".to_owned() }
                table_label="Xem bảng số liệu 12\u{a0}tuần"
                heads=("Tuần bắt đầu".to_owned(), "Đúng hạn (%)".to_owned())
            />
            <DueCalendar title="Lịch đến hạn" weeks=vec![week()]/>
        </SheetSection>
    }
}
