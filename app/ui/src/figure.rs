//! A number that answers a question, with its denominator, its time and its links.

use leptos::prelude::*;

/// A number in words with the address of the rows it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The number as shown ("12.318").
    pub text: String,
    /// Address of exactly the rows counted.
    pub href: String,
}

impl Counted {
    /// A count and its rows.
    pub fn new(count: u64, href: impl Into<String>) -> Self {
        Self { text: crate::text::grouped(count), href: href.into() }
    }
}

/// Label, number as link, numerator and denominator as links, "Tính đến …".
#[component]
pub fn Figure(
    /// What the number is ("Trả đúng hạn, tháng 11").
    #[prop(into)]
    label: String,
    /// The number as shown ("96,99 %").
    #[prop(into)]
    value: String,
    /// Address of the rows behind it.
    #[prop(into)]
    href: String,
    /// Counted part.
    #[prop(optional)]
    numerator: Option<Counted>,
    /// What it is a part of.
    #[prop(optional)]
    denominator: Option<Counted>,
    /// Words behind the counts ("hồ sơ đã xong"), or the whole basis when there are no counts.
    #[prop(optional, into)]
    basis: String,
    /// Time of the data ("14:00, 23/11/2026"); empty when the page says it once for all.
    #[prop(optional, into)]
    as_of: String,
    /// It counts overdue things: red bar above.
    #[prop(optional)]
    overdue: bool,
    /// 56 px instead of 44.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = crate::class::bem("p-figure", &[crate::class::when(overdue, "overdue"), crate::class::when(large, "large")]);
    let link = |counted: Counted| view! { <a href=counted.href>{counted.text}</a> };
    let both = numerator.is_some() && denominator.is_some();
    let any = numerator.is_some() || denominator.is_some() || !basis.is_empty();
    let line = any.then(|| {
        view! {
            <p class="p-figure__basis">
                {numerator.map(link)}
                {both.then_some(" trên ")}
                {denominator.map(link)}
                {(!basis.is_empty()).then(|| format!(" {basis}"))}
            </p>
        }
    });
    view! {
        <div class=class>
            <p class="p-figure__label">{label}</p>
            <p class="p-figure__value"><a class="p-figure__link" href=href>{value.replace(' ', "\u{a0}")}</a></p>
            {line}
            {(!as_of.is_empty()).then(|| view! { <p class="p-figure__time">{format!("Tính đến {as_of}")}</p> })}
        </div>
    }
}

/// Figures beside each other, one per row on phones.
#[component]
pub fn Figures(
    /// The figures.
    children: Children,
) -> impl IntoView {
    view! { <div class="p-figures">{children()}</div> }
}
