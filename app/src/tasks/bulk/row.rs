//! The fields of a row that needs correction.

use leptos::prelude::*;
use model::tasks::Urgency;
use model::tasks::bulk::{BulkColumn, BulkRow, CheckedRow, Found, UnitBook};

/// Cells that have a field of their own.
const FIELDS: [BulkColumn; 5] = [BulkColumn::Title, BulkColumn::Lead, BulkColumn::CoUnits, BulkColumn::Due, BulkColumn::Output];

/// One row: its cells as fields, units to choose instead of an unknown name, a button to leave it out.
pub fn fields(row: BulkRow, found: &CheckedRow, units: &UnitBook) -> AnyView {
    let line = row.line;
    let wrong_lead = found.problems.iter().any(|(column, _)| *column == BulkColumn::Lead);
    let unknown = wrong_lead && !matches!(units.find(&row.lead), Found::One(_));
    let suggestions = if unknown { units.alike(&row.lead) } else { Vec::new() };
    let notices = (!found.notices.is_empty()).then(|| {
        let text = found.notices.join(" ");
        view! { <ui::Banner kind=ui::BannerKind::Notice text=text/> }
    });
    let cells = FIELDS.map(|column| cell(&row, column)).into_iter().collect_view();
    view! {
        <ui::FieldGroup legend=format!("Dòng {line}")>
            {notices}
            {cells}
            {choices(line, suggestions)}
            {urgency(&row)}
            {rest(&row)}
            <ui::Button label="Bỏ dòng này" kind=ui::ButtonKind::Line name="buoc" value=format!("bo-{line}") formnovalidate=true of=format!("(dòng {line})")/>
        </ui::FieldGroup>
    }
    .into_any()
}

fn name(row: &BulkRow, column: BulkColumn) -> String {
    format!("{}_{}", column.field(), row.line)
}

fn cell(row: &BulkRow, column: BulkColumn) -> AnyView {
    let (name, value) = (name(row, column), row.cell(column).to_owned());
    match column {
        BulkColumn::Title => view! { <ui::TextArea name=name label=column.label() rows=2 value=value/> }.into_any(),
        BulkColumn::CoUnits => {
            view! { <ui::TextArea name=name label=column.label() hint="Các đơn vị cách nhau bằng dấu chấm phẩy." rows=2 value=value optional=true/> }.into_any()
        }
        BulkColumn::Due => view! { <ui::Field name=name label=column.label() hint="Ngày/tháng/năm, hoặc “không thời hạn”." value=value/> }.into_any(),
        BulkColumn::Output => view! { <ui::Field name=name label=column.label() value=value optional=true/> }.into_any(),
        _ => view! { <ui::Field name=name label=column.label() value=value/> }.into_any(),
    }
}

/// One press takes over a unit that is called almost so.
fn choices(line: usize, suggestions: Vec<(i64, String)>) -> AnyView {
    if suggestions.is_empty() {
        return ().into_any();
    }
    let buttons = suggestions
        .into_iter()
        .map(|(id, name)| {
            let (label, value, of) = (format!("Chọn {name}"), format!("chon-{line}-{id}"), format!("cho dòng {line}"));
            view! { <ui::Button label=label kind=ui::ButtonKind::Line name="buoc" value=value formnovalidate=true of=of/> }
        })
        .collect_view();
    view! { <p>"Có phải đơn vị này không?"</p><ui::ButtonGroup>{buttons}</ui::ButtonGroup> }.into_any()
}

/// Only where the table names it: every other row is of the usual urgency.
fn urgency(row: &BulkRow) -> AnyView {
    if row.urgency.is_empty() {
        return ().into_any();
    }
    let options = Urgency::ALL.iter().map(|known| ui::SelectOption::new(known.as_str(), known.label())).collect::<Vec<_>>();
    let fold = model::text::fold(&row.urgency);
    let chosen = Urgency::ALL.iter().find(|known| known.as_str() == row.urgency || model::text::fold(known.label()) == fold);
    let value = chosen.map_or("", |known| known.as_str());
    view! { <ui::Select name=name(row, BulkColumn::Urgency) label=BulkColumn::Urgency.label() options=options value=value blank="Chọn độ khẩn"/> }.into_any()
}

/// Field of work and direction, where the table has them.
fn rest(row: &BulkRow) -> AnyView {
    [BulkColumn::Field, BulkColumn::Direction]
        .into_iter()
        .filter(|column| !row.cell(*column).is_empty())
        .map(|column| {
            let (name, value) = (name(row, column), row.cell(column).to_owned());
            view! { <ui::Field name=name label=column.label() value=value optional=true/> }
        })
        .collect_view()
        .into_any()
}
