//! Tables of the sheet: the balance, units, sectors, channels, counters. Each number is a link to its rows.

use super::filter::{Links, Whose};
use leptos::prelude::*;
use model::dossiers::Channel;
use model::format;
use model::stats::UnitGroup;
use model::stats::dossiers::{DossierCounts, DossierFigure as F, DossierSheet, IntakeCounts, IntakeLine, SheetLine};
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
pub(super) fn linked(links: &Links, whose: Whose<'_>, figure: F, number: i64) -> Cell {
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
    // Beside the balance: decided in the period, never added.
    for figure in [F::ApologySigned, F::ApologyAutomatic, F::ApologyMissing, F::Adjusted, F::Supplemented] {
        rows.push(Row::new(line(figure, &format!("Ngoài cân đối: {}", figure.label().to_lowercase()), String::new())));
    }
    let columns = vec![Column::text("Số liệu"), Column::number("Số hồ sơ"), Column::number("Tỷ lệ trong nhóm")];
    view! { <ui::Table caption="Tồn kỳ trước + tiếp nhận = đã giải quyết + đang giải quyết" columns=columns rows=rows/> }
}

fn named(line: &SheetLine, links: &Links) -> Cell {
    match links.unit_page(&line.code) {
        Some(href) => Cell::link(href, line.name.clone()),
        None => Cell::text(line.name.clone()),
    }
}

/// Rows that stand together: on a phone each row is a block, so that more are folded.
const TOGETHER: usize = 25;

/// All rows of a table; beyond 25 in folds of 25, which their first and last names title. Nothing is left out.
pub(super) fn folded(caption: &str, columns: fn() -> Vec<Column>, rows: Vec<(String, Row)>) -> AnyView {
    if rows.len() <= TOGETHER {
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        return view! { <ui::Table caption=caption.to_owned() columns=columns() rows=rows/> }.into_any();
    }
    let mut rows = rows.into_iter().peekable();
    let mut folds = Vec::new();
    while rows.peek().is_some() {
        let part: Vec<(String, Row)> = rows.by_ref().take(TOGETHER).collect();
        let (first, last) = (part.first().map(|row| row.0.clone()).unwrap_or_default(), part.last().map(|row| row.0.clone()).unwrap_or_default());
        let title = format!("{first} – {last} ({})", part.len());
        let caption = format!("{caption}, từ {first} đến {last}");
        let part = part.into_iter().map(|(_, row)| row).collect();
        folds.push(view! { <ui::Fold title=title><ui::Table caption=caption columns=columns() rows=part/></ui::Fold> });
    }
    folds.collect_view().into_any()
}

fn unit_columns() -> Vec<Column> {
    columns("Đơn vị giải quyết")
}

/// Every competent unit, group by group, and the whole of each group.
pub fn units(sheet: &DossierSheet, links: &Links) -> impl IntoView + use<> {
    let many = sheet.groups.len() > 1;
    let tables = sheet
        .groups
        .iter()
        .map(|group| {
            let of_group = sheet.units.iter().filter(|line| line.group == group.group);
            let row = |line: &SheetLine| (line.name.clone(), Row::new(cells(named(line, links), links, Whose::Unit(&line.code), &line.counts)));
            let mut rows: Vec<(String, Row)> = of_group.map(row).collect();
            let caption = format!("{}: hồ sơ theo đơn vị giải quyết", group.group.label());
            // The rows of a group can be asked for only where no unit narrows the page.
            let total = links.unit.is_none().then(|| {
                let name = format!("Cộng {} đơn vị", format::number(i64::try_from(group.units).unwrap_or(i64::MAX)));
                Row::total(cells(Cell::text(name), links, Whose::Group(group.group), &group.counts))
            });
            let table = match total {
                Some(total) if rows.len() >= TOGETHER => {
                    let whole = format!("{}: cộng", group.group.label());
                    let rows = folded(&caption, unit_columns, rows);
                    view! { <ui::Table caption=whole columns=unit_columns() rows=vec![total]/> {rows} }.into_any()
                }
                total => {
                    rows.extend(total.map(|total| (String::new(), total)));
                    folded(&caption, unit_columns, rows)
                }
            };
            let title = format!("{} ({})", group.group.label(), group.units);
            if many { view! { <ui::Accordion title=title>{table}</ui::Accordion> }.into_any() } else { table }
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

const INTAKE: [F; 3] = [F::IntakeWaiting, F::IntakeLate, F::IntakeRefused];
/// Counters that stand above the folds.
const TOP: usize = 10;

fn intake_columns() -> Vec<Column> {
    let figures = ["Chờ tiếp nhận", "Trong đó tiếp nhận chậm", "Từ chối tiếp nhận trong kỳ"].map(Column::number);
    std::iter::once(Column::text("Nơi tiếp nhận")).chain(figures).collect()
}

fn intake_row(name: String, links: &Links, whose: Whose<'_>, counts: &IntakeCounts) -> Vec<Cell> {
    std::iter::once(Cell::text(name)).chain(INTAKE.iter().map(|figure| linked(links, whose, *figure, counts.of(*figure)))).collect()
}

/// Every counter where something waits or was refused. Nothing of it is part of the balance. Where there are many, the ten with
/// the most late and waiting submissions stand first, and all of them by group below.
pub fn intake(sheet: &DossierSheet, links: &Links) -> impl IntoView + use<> {
    let row = |of: &IntakeLine| (of.name.clone(), Row::new(intake_row(of.name.clone(), links, Whose::Counter(&of.code), &of.counts)));
    let total = Row::total(intake_row("Cộng".to_owned(), links, Whose::All, &sheet.intake_total));
    let mut first: Vec<&IntakeLine> = sheet.intake.iter().collect();
    let many = first.len() > TOGETHER;
    if many {
        first.sort_by_key(|of| std::cmp::Reverse((of.counts.of(F::IntakeLate), of.counts.of(F::IntakeWaiting), of.counts.of(F::IntakeRefused))));
        first.truncate(TOP);
    }
    let mut rows: Vec<Row> = first.into_iter().map(|of| row(of).1).collect();
    rows.push(total);
    let groups = [Some(UnitGroup::Departments), Some(UnitGroup::Communes), Some(UnitGroup::Districts), Some(UnitGroup::Others), None];
    let all = many.then(|| {
        let group = |group: Option<UnitGroup>| {
            let rows: Vec<(String, Row)> = sheet.intake.iter().filter(|of| of.group == group).map(row).collect();
            let label = group.map_or("Mọi nơi tiếp nhận", UnitGroup::label);
            let title = format!("{label} ({})", rows.len());
            let caption = format!("{label}: hồ sơ chờ tiếp nhận, từ chối tiếp nhận");
            (!rows.is_empty()).then(|| view! { <ui::Accordion title=title>{folded(&caption, intake_columns, rows)}</ui::Accordion> })
        };
        groups.into_iter().filter_map(group).collect_view()
    });
    let caption = if many {
        format!("{TOP} nơi có nhiều hồ sơ chậm và chờ tiếp nhận nhất; dòng Cộng tính cả {} nơi", sheet.intake.len())
    } else {
        "Hồ sơ chờ tiếp nhận, từ chối tiếp nhận".to_owned()
    };
    (!sheet.intake.is_empty()).then(|| {
        view! {
            <ui::Section id="theo-noi-tiep-nhan" title="Tiếp nhận" note="Hồ sơ đã nộp, chưa tiếp nhận: không tính vào các bảng trên.">
                <ui::Table caption=caption columns=intake_columns() rows=rows/>
                {all}
            </ui::Section>
        }
    })
}
