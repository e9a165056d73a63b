//! Tables of the sheet: the balance, units, sectors, channels, counters. Each number is a link to its rows.

use super::filter::{Links, Whose};
use leptos::prelude::*;
use model::dossiers::Channel;
use model::format;
use model::stats::dossiers::{DossierCounts, DossierFigure as F, DossierSheet, SheetLine};
use ui::{BarItem, Cell, Column, Row};

/// The columns of the tables by unit, sector and channel.
const COLUMNS: [(F, &str); 10] = [
    (F::Carried, "Tồn kỳ trước"),
    (F::New, "Tiếp nhận"),
    (F::Resolved, "Đã giải quyết"),
    (F::Early, "Trước hạn"),
    (F::OnTime, "Đúng hạn"),
    (F::Late, "Quá hạn"),
    (F::Open, "Đang giải quyết"),
    (F::InTime, "Còn trong hạn"),
    (F::Overdue, "Đã quá hạn"),
    (F::Paused, "Tạm dừng"),
];

fn columns(first: &'static str) -> Vec<Column> {
    let figures = COLUMNS.iter().map(|(_, label)| Column::number(*label));
    std::iter::once(Column::text(first)).chain(figures).chain([Column::number("Tỷ lệ đúng hạn")]).collect()
}

/// A count as a link to its rows.
fn linked(links: &Links, whose: Whose<'_>, figure: F, number: i64) -> Cell {
    Cell::link(links.rows(whose, figure), format::number(number))
}

fn cells(first: Cell, links: &Links, whose: Whose<'_>, counts: &DossierCounts) -> Vec<Cell> {
    let numbers = COLUMNS.iter().map(|(figure, _)| linked(links, whose, *figure, counts.of(*figure)));
    std::iter::once(first).chain(numbers).chain([rate(links, whose, counts)]).collect()
}

/// "12/13 (92,31 %)", both numbers as links to their rows.
fn rate(links: &Links, whose: Whose<'_>, counts: &DossierCounts) -> Cell {
    let (part, all) = (counts.of(F::NotLate), counts.of(F::Judged));
    let share = counts.on_time_rate(2);
    let (part_href, all_href) = (links.rows(whose, F::NotLate), links.rows(whose, F::Judged));
    Cell::view(view! {
        <span class="p-nowrap"><a href=part_href>{format::number(part)}</a>"/"<a href=all_href>{format::number(all)}</a></span>
        {format!(" ({share})")}
    })
}

/// Both sides of the balance with their parts.
pub fn balance(sheet: &DossierSheet, links: &Links) -> impl IntoView + use<> {
    let total = &sheet.total;
    let line = |figure: F, label: &str, share: String| vec![Cell::text(label), linked(links, Whose::All, figure, total.of(figure)), Cell::text(share)];
    let part = |figures: &[F]| -> Vec<Row> {
        let shares = total.shares(figures, 2);
        figures.iter().zip(shares).map(|(figure, share)| Row::new(line(*figure, &format!("– {}", figure.label()), share))).collect()
    };
    let head = |figure: F| Row::total(line(figure, figure.label(), String::new()));
    let mut rows = vec![head(F::Carried), head(F::New)];
    rows.extend(part(&[F::NewOnline, F::NewDirect, F::NewPostal]));
    rows.push(head(F::Resolved));
    rows.extend(part(&[F::Early, F::OnTime, F::Late, F::DoneNoDue, F::WithdrawnOrStopped]));
    rows.push(head(F::Open));
    rows.extend(part(&[F::InTime, F::Overdue, F::Paused, F::OpenNoDue]));
    rows.push(Row::new(line(F::ByExtension, "Trong số đã giải quyết: đúng hạn theo hẹn lại", String::new())));
    let columns = vec![Column::text("Số liệu"), Column::number("Số hồ sơ"), Column::number("Tỷ lệ trong nhóm")];
    view! { <ui::Table caption="Tồn kỳ trước + tiếp nhận = đã giải quyết + đang giải quyết" columns=columns rows=rows/> }
}

fn named(line: &SheetLine, links: &Links) -> Cell {
    match links.unit_page(&line.code) {
        Some(href) => Cell::link(href, line.name.clone()),
        None => Cell::text(line.name.clone()),
    }
}

/// Every competent unit, group by group, and the whole below.
pub fn units(sheet: &DossierSheet, links: &Links) -> impl IntoView + use<> {
    let many = sheet.groups.len() > 1;
    let tables = sheet
        .groups
        .iter()
        .map(|group| {
            let of_group = sheet.units.iter().filter(|line| line.group == group.group);
            let mut rows: Vec<Row> = of_group.map(|line| Row::new(cells(named(line, links), links, Whose::Unit(&line.code), &line.counts))).collect();
            // The rows of a group can be asked for only where no unit narrows the page.
            if links.unit.is_none() {
                let name = format!("Cộng {} đơn vị", format::number(i64::try_from(group.units).unwrap_or(i64::MAX)));
                rows.push(Row::total(cells(Cell::text(name), links, Whose::Group(group.group), &group.counts)));
            }
            let caption = format!("{}: hồ sơ theo đơn vị giải quyết", group.group.label());
            let table = view! { <ui::Table caption=caption columns=columns("Đơn vị giải quyết") rows=rows/> };
            let title = format!("{} ({})", group.group.label(), group.units);
            if many { view! { <ui::Accordion title=title>{table}</ui::Accordion> }.into_any() } else { table.into_any() }
        })
        .collect_view();
    (!sheet.units.is_empty()).then(|| view! { <ui::Section id="don-vi-giai-quyet" title="Theo đơn vị giải quyết">{tables}</ui::Section> })
}

/// Every sector: bars of what was received, and the table.
pub fn sectors(sheet: &DossierSheet, links: &Links) -> impl IntoView + use<> {
    let bars = sheet
        .sectors
        .iter()
        .map(|line| {
            let number = line.counts.of(F::New);
            BarItem { label: line.name.clone(), value: number as f64, text: format::number(number), href: links.rows(Whose::Sector(&line.code), F::New) }
        })
        .collect::<Vec<_>>();
    let rows =
        sheet.sectors.iter().map(|line| Row::new(cells(Cell::text(line.name.clone()), links, Whose::Sector(&line.code), &line.counts))).collect::<Vec<_>>();
    let period = super::view::period_text(sheet);
    (!sheet.sectors.is_empty()).then(|| {
        view! {
            <ui::Section id="theo-linh-vuc" title="Theo lĩnh vực">
                <ui::BarChart title="Tiếp nhận trong kỳ theo lĩnh vực (hồ sơ)" period=period items=bars/>
                <ui::Table caption="Hồ sơ theo lĩnh vực" columns=columns("Lĩnh vực") rows=rows/>
            </ui::Section>
        }
    })
}

/// The three channels.
pub fn channels(sheet: &DossierSheet, links: &Links) -> impl IntoView + use<> {
    let row = |channel: &Channel| Row::new(cells(Cell::text(channel.label()), links, Whose::Channel(*channel), &sheet.total.channel(*channel)));
    let mut rows: Vec<Row> = Channel::ALL.iter().map(row).collect();
    rows.push(Row::total(cells(Cell::text("Cộng"), links, Whose::All, &sheet.total)));
    view! {
        <ui::Section id="theo-kenh" title="Theo kênh nộp">
            <ui::Table caption="Hồ sơ theo kênh nộp" columns=columns("Kênh") rows=rows/>
        </ui::Section>
    }
}

/// Every counter where something waits or was refused. Nothing of it is part of the balance.
pub fn intake(sheet: &DossierSheet, links: &Links) -> impl IntoView + use<> {
    let figures = [F::IntakeWaiting, F::IntakeLate, F::IntakeRefused];
    let columns = ["Nơi tiếp nhận", "Chờ tiếp nhận", "Trong đó tiếp nhận chậm", "Từ chối tiếp nhận trong kỳ"];
    let columns = columns.into_iter().enumerate().map(|(i, label)| if i == 0 { Column::text(label) } else { Column::number(label) }).collect::<Vec<_>>();
    let line = |name: String, whose: Whose<'_>, counts: &model::stats::dossiers::IntakeCounts| -> Vec<Cell> {
        std::iter::once(Cell::text(name)).chain(figures.iter().map(|figure| linked(links, whose, *figure, counts.of(*figure)))).collect()
    };
    let mut rows: Vec<Row> = sheet.intake.iter().map(|of| Row::new(line(of.name.clone(), Whose::Counter(&of.code), &of.counts))).collect();
    rows.push(Row::total(line("Cộng".to_owned(), Whose::All, &sheet.intake_total)));
    (!sheet.intake.is_empty()).then(|| {
        view! {
            <ui::Section id="theo-noi-tiep-nhan" title="Tiếp nhận" note="Hồ sơ đã nộp, chưa tiếp nhận: không tính vào các bảng trên.">
                <ui::Table caption="Hồ sơ chờ tiếp nhận, từ chối tiếp nhận" columns=columns rows=rows/>
            </ui::Section>
        }
    })
}
