//! The print version of a list of the desk (`in=1`): one table with every row, on a page without navigation (02 §24).

use crate::web::Page;
use leptos::prelude::*;
use model::format;
use ui::{Cell, Column, Row};

/// Most pages of a list on one print: 1,000 rows.
pub(crate) const PAGES: i64 = 40;

/// What is printed.
pub(crate) struct Sheet {
    /// Name of the list.
    pub title: String,
    /// The unit of whoever prints.
    pub unit: String,
    /// When, "14:06, 23/11/2026".
    pub at: String,
    /// What the rows are ("hồ sơ").
    pub what: &'static str,
    /// Address of the list itself.
    pub back: String,
    /// Names of the columns.
    pub columns: &'static [&'static str],
    /// The rows, at most [`PAGES`] pages.
    pub rows: Vec<Vec<String>>,
    /// How many there are.
    pub total: i64,
}

/// The page.
pub(crate) fn page(sheet: Sheet) -> Page {
    Page::new(format!("In: {}", sheet.title), move || body(sheet)).bare()
}

fn body(sheet: Sheet) -> impl IntoView {
    let shown = i64::try_from(sheet.rows.len()).unwrap_or(i64::MAX);
    let part = if shown < sheet.total { format!(", bản in có {} {} đầu", format::number(shown), sheet.what) } else { String::new() };
    let lead = format!("{} {}{part}. Tính đến {}.", format::number(sheet.total), sheet.what, sheet.at);
    let columns = sheet.columns.iter().map(|name| Column::text(*name)).collect::<Vec<_>>();
    let rows = sheet.rows.into_iter().map(|cells| Row::new(cells.into_iter().map(Cell::text).collect())).collect::<Vec<_>>();
    let title = sheet.title;
    view! {
        <ui::Container>
            <div class="p-no-print">
                <ui::BackLink href=sheet.back label="Quay lại danh sách"/>
                <p class="p-muted">"Dùng lệnh In của trình duyệt (Ctrl + P) để in danh sách này."</p>
            </div>
            <ui::PrintHeader unit=sheet.unit title=title.clone() at=sheet.at/>
            <ui::PageHeading title=title.clone() lead=lead/>
            <ui::Table caption=title caption_hidden=true columns=columns rows=rows/>
        </ui::Container>
    }
}
