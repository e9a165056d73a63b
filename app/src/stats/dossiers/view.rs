//! The sheet: bar, balance, rate, tables. The same for a live and for a frozen one; only the addresses differ.

use super::filter::{Links, Whose};
use super::{handling, tables};
use chrono::{DateTime, Datelike, Utc};
use leptos::prelude::*;
use model::format;
use model::stats::dossiers::{DossierCounts, DossierFigure as F, DossierSheet};
use ui::{Bucket, Segment};

/// "từ 01/09 đến 13/12/2026", the year once where it is the same.
pub fn period_text(sheet: &DossierSheet) -> String {
    let (from, to) = (sheet.period.from, sheet.period.to);
    let first = if from.year() == to.year() { from.format("%d/%m").to_string() } else { format::date(from) };
    format!("từ {first} đến {}", format::date(to))
}

/// "Số liệu tính đến 14:00 23/11/2026."
pub fn as_of_text(sheet: &DossierSheet) -> String {
    format!("Số liệu tính đến {}.", until(sheet.as_of))
}

/// "14:00 23/11/2026"; the end of a period is "hết ngày" of its last day.
pub fn until(as_of: DateTime<Utc>) -> String {
    if format::time(as_of) == "00:00" {
        return format!("hết ngày {}", format::date(format::local_date(as_of - chrono::Duration::microseconds(1))));
    }
    format::time_date(as_of)
}

/// A count for the components, which know no negative ones.
pub fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// The segments of a bar in their fixed order, each with the address of its rows.
pub fn segments(links: &Links, whose: Whose<'_>, counts: &DossierCounts) -> Vec<Segment> {
    [
        (Bucket::DoneOnTime, F::NotLate, "Đã giải quyết, không quá hạn"),
        (Bucket::DoneLate, F::Late, "Đã giải quyết, quá hạn"),
        (Bucket::OpenInTime, F::InTime, "Đang giải quyết, trong hạn"),
        (Bucket::OpenOverdue, F::Overdue, "Đang giải quyết, quá hạn"),
        (Bucket::NoDeadline, F::Others, "Tạm dừng, không thời hạn, rút, dừng"),
    ]
    .into_iter()
    .map(|(bucket, figure, label)| Segment { bucket, label: label.to_owned(), count: unsigned(counts.of(figure)), href: links.rows(whose, figure) })
    .collect()
}

/// Everything but heading, filter and files.
pub fn body(sheet: &DossierSheet, links: &Links) -> impl IntoView + use<> {
    view! {
        {whole(sheet, links)}
        {handling::section(sheet, links)}
        {tables::units(sheet, links)}
        {tables::sectors(sheet, links)}
        {tables::channels(sheet, links)}
        {tables::intake(sheet, links)}
    }
}

fn whole(sheet: &DossierSheet, links: &Links) -> impl IntoView + use<> {
    let total = &sheet.total;
    let words = |n: i64| format!("{}\u{a0}hồ sơ", format::number(n));
    let of = |figure| total.of(figure);
    let title =
        format!("{} phải giải quyết: {} đã giải quyết, {} đang giải quyết", words(of(F::Total)), format::number(of(F::Resolved)), format::number(of(F::Open)));
    let counted = |figure| ui::Counted::new(unsigned(of(figure)), links.rows(Whose::All, figure));
    let rate_href = links.rows(Whose::All, F::NotLate);
    let parts = segments(links, Whose::All, total);
    let (numerator, denominator) = (counted(F::NotLate), counted(F::Judged));
    let (rate, all, all_words) = (total.on_time_rate(2), unsigned(of(F::Total)), words(of(F::Total)));
    let balance = tables::balance(sheet, links);
    let note = format!("Tỷ lệ trên {} phải giải quyết", words(of(F::Total)));
    view! {
        <ui::Section id="chung" title=title>
            <ui::StackedBar id="thanh-chung" segments=parts.clone() label=all_words/>
            <ui::BucketTable id="bang-thanh" caption="Hồ sơ phải giải quyết theo tình trạng" segments=parts denominator=all note=note/>
            <ui::Figure label="Tỷ lệ giải quyết đúng hạn" value=rate href=rate_href numerator=numerator denominator=denominator
                basis="hồ sơ đã giải quyết có thời hạn" large=true/>
            {balance}
        </ui::Section>
    }
}

/// How the figures are made, in words.
pub fn method() -> impl IntoView {
    view! {
        <div class="p-section">
            <ui::Accordion title="Cách tính số liệu hồ sơ">
                <ul>
                    <li>"Tồn kỳ trước + Tiếp nhận trong kỳ = Đã giải quyết + Đang giải quyết."</li>
                    <li>"Chỉ tính hồ sơ đã tiếp nhận. Hồ sơ mới nộp, chưa tiếp nhận đếm riêng ở bảng Tiếp nhận."</li>
                    <li>"Kỳ tính từ 00:00 ngày đầu đến hết ngày cuối. Hồ sơ kết thúc đúng 00:00 ngày đầu kỳ thuộc kỳ này."</li>
                    <li>"Hồ sơ đang giải quyết được xét hạn tại thời điểm của số liệu, không xét tại ngày cuối kỳ còn ở phía trước."</li>
                    <li>"Trước hạn, đúng hạn, quá hạn so theo ngày; thủ tục tính bằng giờ làm việc so theo giờ."</li>
                    <li>"Hồ sơ chờ bổ sung hoặc chờ nộp tiền được tạm dừng tính hạn, trừ khi yêu cầu sau khi đã quá hạn."</li>
                    <li>"Tỷ lệ đúng hạn = (trước hạn + đúng hạn) / (trước hạn + đúng hạn + quá hạn)."</li>
                    <li>"Thời gian giải quyết tính bằng ngày làm việc theo lịch của cơ quan giải quyết, cho hồ sơ có kết quả trong kỳ; có kết quả ngay ngày tiếp nhận là 0 ngày. Trung vị là số ngày của hồ sơ đứng giữa."</li>
                    <li>"Xin lỗi, điều chỉnh, bổ sung đếm hồ sơ có việc đó trong kỳ; không cộng vào các bảng. Điều chỉnh ngày tiếp nhận được tính lại cho cả các kỳ trước, kể từ khi được duyệt."</li>
                    <li>"Hồ sơ tính cho cơ quan giải quyết; bảng Tiếp nhận tính cho nơi tiếp nhận."</li>
                </ul>
            </ui::Accordion>
        </div>
    }
}
