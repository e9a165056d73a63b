//! Names and values, each with an optional "Sửa".

use leptos::prelude::*;

/// One row of a [`SummaryList`].
pub struct SummaryRow {
    label: String,
    value: AnyView,
    edit_href: Option<String>,
}

impl SummaryRow {
    /// A name and its value as text.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into().into_any(), edit_href: None }
    }

    /// A name and anything else: links, tags.
    pub fn view(label: impl Into<String>, value: impl IntoAny) -> Self {
        Self { label: label.into(), value: value.into_any(), edit_href: None }
    }

    /// The same row with a link to the page where the value is changed.
    #[must_use]
    pub fn edit(mut self, href: impl Into<String>) -> Self {
        self.edit_href = Some(href.into());
        self
    }
}

/// Names 4 columns, values 8; the name above the value on phones, in an aside, or when `stacked`.
#[component]
pub fn SummaryList(
    /// The rows.
    rows: Vec<SummaryRow>,
    /// The name above its value at every width.
    #[prop(optional)]
    stacked: bool,
) -> impl IntoView {
    let class = if stacked { "p-summary-list p-summary-list--stacked" } else { "p-summary-list" };
    let rows = rows
        .into_iter()
        .map(|row| {
            let SummaryRow { label, value, edit_href } = row;
            let of = format!(" {label}");
            let edit = edit_href.map(|href| {
                view! {
                    <dd class="p-summary-list__edit">
                        <a href=href>"Sửa"<span class="p-visually-hidden">{of}</span></a>
                    </dd>
                }
            });
            view! {
                <div class="p-summary-list__row">
                    <dt class="p-summary-list__label">{label}</dt>
                    <dd class="p-summary-list__value">{value}</dd>
                    {edit}
                </div>
            }
        })
        .collect_view();
    view! { <dl class=class>{rows}</dl> }
}
