//! "Thời gian giải quyết": mean and median working days, each beside the dossiers that it is made of.

use super::filter::{Links, Whose};
use super::tables::{folded, linked};
use leptos::prelude::*;
use model::dossiers::Channel;
use model::format;
use model::stats::dossiers::{DossierCounts, DossierFigure as F, DossierSheet, Handling, SheetLine};
use ui::{Cell, Column, Row};

fn columns(first: &'static str) -> Vec<Column> {
    std::iter::once(Column::text(first)).chain(["Hồ sơ có kết quả", "Trung bình (ngày làm việc)", "Trung vị (ngày làm việc)"].map(Column::number)).collect()
}

fn unit_columns() -> Vec<Column> {
    columns("Đơn vị giải quyết")
}

/// "chưa có số liệu" stands in sheets that were frozen before the figure existed.
fn cells(name: &str, links: &Links, whose: Whose<'_>, counts: &DossierCounts, handling: Option<&Handling>) -> Vec<Cell> {
    let none = || "chưa có số liệu".to_owned();
    vec![
        Cell::text(name.to_owned()),
        linked(links, whose, F::Handled, counts.of(F::Handled)),
        Cell::text(handling.map_or_else(none, Handling::mean)),
        Cell::text(handling.map_or_else(none, Handling::median)),
    ]
}

/// The whole, the channels and the sectors in one table; the units in a fold.
pub fn section(sheet: &DossierSheet, links: &Links) -> impl IntoView + use<> {
    let total = sheet.handling.as_ref();
    let of_channel = |channel: &Channel| {
        let name = format!("Kênh: {}", channel.label());
        Row::new(cells(&name, links, Whose::Channel(*channel), &sheet.total.channel(*channel), sheet.handling_by(*channel)))
    };
    let of_sector = |line: &SheetLine| {
        let name = format!("Lĩnh vực: {}", line.name);
        Row::new(cells(&name, links, Whose::Sector(&line.code), &line.counts, line.handling.as_ref()))
    };
    let mut rows: Vec<Row> = Channel::ALL.iter().map(of_channel).collect();
    rows.extend(sheet.sectors.iter().map(of_sector));
    rows.push(Row::total(cells("Tất cả", links, Whose::All, &sheet.total, total)));
    let of_unit = |line: &SheetLine| {
        let row = Row::new(cells(&line.name, links, Whose::Unit(&line.code), &line.counts, line.handling.as_ref()));
        (line.name.clone(), row)
    };
    let units: Vec<(String, Row)> = sheet.units.iter().filter(|line| line.counts.of(F::Handled) > 0).map(of_unit).collect();
    let title = match total.filter(|total| total.known() > 0) {
        Some(total) => format!("Thời gian giải quyết: trung bình {} ngày làm việc", total.mean()),
        None => "Thời gian giải quyết".to_owned(),
    };
    let left_out = total.map_or(0, Handling::unknown);
    let left_out =
        if left_out > 0 { format!(" Không tính {} hồ sơ của năm chưa có lịch làm việc.", format::number(left_out)) } else { String::new() };
    let note = format!("Từ ngày làm việc sau ngày tiếp nhận đến ngày có kết quả, không tính những ngày tạm dừng.{left_out}");
    let shown = sheet.total.of(F::Handled) > 0;
    shown.then(|| {
        let of_units = (!units.is_empty()).then(|| {
            let title = format!("Theo đơn vị giải quyết ({})", units.len());
            let table = folded("Số ngày làm việc đến khi có kết quả theo đơn vị giải quyết", unit_columns, units);
            view! { <ui::Accordion title=title>{table}</ui::Accordion> }
        });
        view! {
            <ui::Section id="thoi-gian-giai-quyet" title=title note=note>
                <ui::Table caption="Số ngày làm việc đến khi có kết quả" columns=columns("Phạm vi") rows=rows/>
                {of_units}
            </ui::Section>
        }
    })
}
