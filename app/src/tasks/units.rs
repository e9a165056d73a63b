//! Đơn vị chủ trì and Đơn vị phối hợp on the form of a task, with a search that needs no script: the form comes back with the units
//! found first in both lists, and with all that was typed.

use domain::tasks::Assignable;
use leptos::prelude::*;
use ui::icon::Icon;

/// The button that searches.
pub const SEARCH: &str = "tim-don-vi";

/// What was typed and chosen before the form is built.
pub struct Chosen {
    typed: String,
    co_units: Vec<String>,
}

impl Chosen {
    /// Reads it from a form that was sent once.
    pub fn of(state: &ui::FormState) -> Self {
        let co_units = state.values.get("phoi_hop").cloned().unwrap_or_default();
        Self { typed: state.value("tim_don_vi").unwrap_or_default().trim().to_owned(), co_units }
    }
}

/// The fields; make them inside the form.
pub fn fields(units: Vec<Assignable>, chosen: Chosen) -> AnyView {
    let Chosen { typed, co_units } = chosen;
    let (found, rest): (Vec<Assignable>, Vec<Assignable>) = units.into_iter().partition(|unit| unit.matches(&typed));
    let said = (!typed.is_empty()).then(|| view! { <p>{said(&typed, found.len())}</p> });
    let option = |unit: &Assignable, group: &'static str| ui::SelectOption::new(unit.id.to_string(), unit.name.clone()).group(group);
    let leads: Vec<ui::SelectOption> =
        found.iter().map(|unit| option(unit, "Tìm thấy")).chain(rest.iter().map(|unit| option(unit, unit.group.label()))).collect();
    let open = !typed.is_empty() || !co_units.is_empty();
    // What is chosen already stays in sight.
    let (first, others): (Vec<Assignable>, Vec<Assignable>) = found.into_iter().chain(rest).partition(|unit| co_units.contains(&unit.id.to_string()));
    let choices: Vec<ui::Choice> = first.into_iter().chain(others).map(|unit| ui::Choice::new(unit.id.to_string(), unit.name)).collect();
    let hint = "Một phần tên hoặc chữ viết tắt, có dấu hay không dấu. Đơn vị tìm thấy đứng đầu hai danh sách dưới đây.";
    view! {
        <ui::Field name="tim_don_vi" label="Tìm đơn vị" hint=hint maxlength=200u32 optional=true/>
        <ui::Button label="Tìm đơn vị" kind=ui::ButtonKind::Secondary icon=Icon::Search name="buoc" value=SEARCH formnovalidate=true/>
        {said}
        <ui::Select name="chu_tri" label="Đơn vị chủ trì" options=leads blank="Chọn đúng một đơn vị"/>
        <ui::Fold title="Đơn vị phối hợp" open=open>
            <ui::Checkboxes name="phoi_hop" legend="Đơn vị phối hợp" choices=choices optional=true/>
        </ui::Fold>
    }
    .into_any()
}

fn said(typed: &str, found: usize) -> String {
    match found {
        0 => format!("Không có đơn vị nào tên có “{typed}”. Hãy gõ ít chữ hơn, hoặc chọn trong danh sách."),
        found => format!("Tìm thấy {found} đơn vị tên có “{typed}”, đứng đầu hai danh sách dưới đây."),
    }
}
