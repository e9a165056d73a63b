//! Where a unit stands in the organisation.

use leptos::prelude::*;

/// The units above and the unit itself, from the province down.
#[component]
pub fn OrgBreadcrumb(
    /// Address (none: no right to see it, or the unit itself) and name of each unit, highest first.
    units: Vec<(Option<String>, String)>,
) -> impl IntoView {
    let items = units
        .into_iter()
        .map(|(href, name)| {
            let unit = match href {
                Some(href) => view! { <a href=href>{name}</a> }.into_any(),
                None => view! { <span>{name}</span> }.into_any(),
            };
            view! { <li class="p-org-breadcrumb__unit">{unit}</li> }
        })
        .collect_view();
    view! { <nav aria-label="Thuộc đơn vị"><ol class="p-org-breadcrumb">{items}</ol></nav> }
}
