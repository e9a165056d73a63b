//! Bars of one scale with their words and numbers: a table that draws itself.

use leptos::prelude::*;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct BarItem {
    /// Words at the left.
    pub label: String,
    /// Length, in the unit of the chart.
    pub value: f64,
    /// The number as shown ("84,2").
    pub text: String,
    /// Address of the rows behind the number; empty where there is none.
    pub href: String,
}

/// Room at the right of the longest bar for its number, in per cent of the width.
const NUMBER_ROOM: f64 = 18.0;

/// Horizontal bars from zero; the numbers at their right are links.
#[component]
pub fn BarChart(
    /// Quantity and unit ("Nộp trực tuyến theo xã (%)").
    #[prop(into)]
    title: String,
    /// Period and "tính đến".
    #[prop(optional, into)]
    period: String,
    /// The bars.
    items: Vec<BarItem>,
    /// Value of a full bar; the greatest value when left out.
    #[prop(optional)]
    max: Option<f64>,
) -> impl IntoView {
    let greatest = items.iter().map(|item| item.value).fold(0.0, f64::max);
    let full = max.filter(|max| *max > 0.0).unwrap_or(greatest).max(f64::MIN_POSITIVE);
    let rows = items
        .into_iter()
        .map(|item| {
            let width = (item.value / full).clamp(0.0, 1.0) * (100.0 - NUMBER_ROOM);
            let number = view! {
                <text class="p-bar-chart__number" x=format!("{width:.2}%") y="50%" dx="12" dominant-baseline="central">
                    {item.text}
                </text>
            };
            let number = if item.href.is_empty() { number.into_any() } else { view! { <a class="p-bar-chart__link" href=item.href>{number}</a> }.into_any() };
            view! {
                <tr class="p-bar-chart__row">
                    <th class="p-bar-chart__label" scope="row">{item.label}</th>
                    <td class="p-bar-chart__cell">
                        <svg class="p-bar-chart__bar" width="100%" height="32" focusable="false">
                            <rect class="p-bar-chart__part" x="0" y="0" width=format!("{width:.2}%") height="32"/>
                            {number}
                        </svg>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="p-bar-chart">
            <caption class="p-bar-chart__title">
                {title}
                {(!period.is_empty()).then(|| view! { <span class="p-bar-chart__period">{period}</span> })}
            </caption>
            <tbody>{rows}</tbody>
        </table>
    }
}
