//! Tables: heads that sort by links, numbers at the right, rows that become blocks on phones.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};

/// The order in which a column is sorted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortOrder {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

/// One column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    label: String,
    number: bool,
    sort_href: Option<String>,
    sorted: Option<SortOrder>,
}

impl Column {
    /// A column of words.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: false, sort_href: None, sorted: None }
    }

    /// A column of numbers, at the right.
    pub fn number(label: impl Into<String>) -> Self {
        Self { number: true, ..Self::text(label) }
    }

    /// The same column, sortable: `href` is the page sorted by it, `sorted` the order in force.
    #[must_use]
    pub fn sort(mut self, href: impl Into<String>, sorted: Option<SortOrder>) -> Self {
        self.sort_href = Some(href.into());
        self.sorted = sorted;
        self
    }
}

/// One cell of a [`Table`].
pub struct Cell(AnyView);

impl Cell {
    /// Plain text; nothing known is a dash, so that a label on a phone never stands alone.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self(if text.trim().is_empty() { "–".into_any() } else { text.into_any() })
    }

    /// A link; every number should be one.
    pub fn link(href: impl Into<String>, text: impl Into<String>) -> Self {
        let (href, text) = (href.into(), text.into());
        Self(view! { <a href=href>{text}</a> }.into_any())
    }

    /// Anything else: tags, badges, several links.
    pub fn view(view: impl IntoAny) -> Self {
        Self(view.into_any())
    }
}

/// One row of a [`Table`]; its first cell is the row's head.
pub struct Row {
    cells: Vec<Cell>,
    total: bool,
}

impl Row {
    /// A row.
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells, total: false }
    }

    /// The bold row of sums.
    pub fn total(cells: Vec<Cell>) -> Self {
        Self { cells, total: true }
    }
}

fn head(column: &Column) -> impl IntoView + use<> {
    let class = if column.number { "p-table__head p-table__head--number" } else { "p-table__head" };
    let aria = column.sorted.map(|order| match order {
        SortOrder::Ascending => "ascending",
        SortOrder::Descending => "descending",
    });
    let label = column.label.clone();
    let sorted = column.sorted.is_some();
    let inner = match column.sort_href.clone() {
        Some(href) => view! {
            <a class="p-table__sort" href=href>
                {sorted.then(|| view! { <Ico icon=Icon::Sort size=IconSize::S20/> })}
                <span>{label}</span>
            </a>
        }
        .into_any(),
        None => label.into_any(),
    };
    view! { <th class=class scope="col" aria-sort=aria>{inner}</th> }
}

fn row(row: Row, columns: &[Column]) -> impl IntoView + use<> {
    let class = if row.total { "p-table__row p-table__row--total" } else { "p-table__row" };
    let cells = row
        .cells
        .into_iter()
        .zip(columns)
        .enumerate()
        .map(|(i, (cell, column))| {
            if i == 0 {
                return view! { <th class="p-table__name" scope="row">{cell.0}</th> }.into_any();
            }
            let class = if column.number { "p-table__cell p-table__cell--number n" } else { "p-table__cell" };
            let label = column.label.clone();
            // A value needs one box of its own: on phones label and value share the line.
            view! { <td class=class data-label=label><div class="p-table__value">{cell.0}</div></td> }.into_any()
        })
        .collect_view();
    view! { <tr class=class>{cells}</tr> }
}

/// A table with caption. On phones each row is a block: its head as title, then label left, value right.
#[component]
pub fn Table(
    /// What the table holds, with period and denominator.
    #[prop(into)]
    caption: String,
    /// The columns.
    columns: Vec<Column>,
    /// The rows.
    rows: Vec<Row>,
    /// The caption repeats a heading above: only read out.
    #[prop(optional)]
    caption_hidden: bool,
) -> impl IntoView {
    let caption_class = if caption_hidden { "p-table__caption p-visually-hidden" } else { "p-table__caption" };
    let heads = columns.iter().map(head).collect_view();
    let rows = rows.into_iter().map(|r| row(r, &columns)).collect_view();
    view! {
        <table class="p-table">
            <caption class=caption_class>{caption}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
