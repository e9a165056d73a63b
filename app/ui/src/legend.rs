//! The words of a stacked bar's looks.

use leptos::prelude::*;

use crate::stacked_bar::{Bucket, fill, hatch};

/// A small square in the look of a bucket.
#[component]
pub fn Swatch(
    /// Look.
    bucket: Bucket,
    /// Id, unique on the page: the hatch needs one.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    let hatched = (bucket == Bucket::DoneLate).then(|| hatch(id.clone()));
    view! {
        <svg class="p-swatch" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            {hatched}
            <rect
                class=format!("p-stacked-bar__part p-stacked-bar__part--{}", bucket.modifier())
                x="1" y="1" width="22" height="22"
                fill=fill(bucket, &id)
            />
        </svg>
    }
}

/// The words of the looks, below a bar.
#[component]
pub fn Legend(
    /// Base of the swatches' ids, unique on the page.
    #[prop(into)]
    id: String,
    /// Looks and words.
    items: Vec<(Bucket, String)>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .enumerate()
        .map(|(i, (bucket, word))| {
            view! {
                <li class="p-legend__item">
                    <Swatch bucket=bucket id=format!("{id}-{i}")/>
                    <span>{word}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="p-legend">{items}</ul> }
}
