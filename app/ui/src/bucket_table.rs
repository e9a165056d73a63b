//! The counts of a stacked bar as a table, each a link.

use leptos::prelude::*;

use crate::legend::Swatch;
use crate::stacked_bar::Segment;
use crate::text::{grouped, percent};

/// The table beside a bar: look, words, count as link, share of the denominator.
#[component]
pub fn BucketTable(
    /// Base of the swatches' ids, unique on the page.
    #[prop(into)]
    id: String,
    /// What the table holds.
    #[prop(into)]
    caption: String,
    /// The rows.
    segments: Vec<Segment>,
    /// What the shares are of; none: no shares.
    #[prop(optional)]
    denominator: Option<u64>,
    /// The line that names the denominator ("Tỷ lệ trên 249 nhiệm vụ đã hoàn thành").
    #[prop(optional, into)]
    note: String,
) -> impl IntoView {
    let rows = segments
        .into_iter()
        .enumerate()
        .map(|(i, segment)| {
            let text = grouped(segment.count);
            let count = if segment.href.is_empty() { text.into_any() } else { view! { <a href=segment.href>{text}</a> }.into_any() };
            let share = denominator.map(|whole| percent(segment.count, whole).unwrap_or_else(|| "–".to_owned()));
            view! {
                <tr class="p-bucket-table__row">
                    <th class="p-bucket-table__name" scope="row">
                        <Swatch bucket=segment.bucket id=format!("{id}-{i}")/>
                        <span>{segment.label}</span>
                    </th>
                    <td class="p-bucket-table__count n">{count}</td>
                    {share.map(|share| view! { <td class="p-bucket-table__share n">{share}</td> })}
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="p-bucket-table">
            <table class="p-bucket-table__table">
                <caption class="p-visually-hidden">{caption}</caption>
                <tbody>{rows}</tbody>
            </table>
            {(!note.is_empty()).then(|| view! { <p class="p-bucket-table__note">{note}</p> })}
        </div>
    }
}
