//! A trend as a line, with its table in a fold below.

use leptos::prelude::*;

use crate::icon::{Ico, Icon};
use crate::table::{Cell, Column, Row, Table};
use crate::text::decimal;

/// One point of a [`LineChart`].
#[derive(Debug, Clone, PartialEq)]
pub struct LinePoint {
    /// Place on the time axis ("23/11").
    pub label: String,
    /// Value in the unit of the chart.
    pub value: f64,
    /// The number as shown ("97,0").
    pub text: String,
    /// Address of the rows behind it; empty where there is none.
    pub href: String,
}

/// A dashed line to reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Value in the unit of the chart.
    pub value: f64,
    /// Its words ("Chỉ tiêu 98 %").
    pub label: String,
}

/// Left and right edge of the plot in per cent of the width; axis numbers stand left of it.
const LEFT: f64 = 9.0;
const RIGHT: f64 = 96.0;
/// Upper and lower edge of the plot in px of the 280 px drawing; dates stand below it.
const TOP: f64 = 16.0;
const BOTTOM: f64 = 236.0;

struct Scale {
    low: f64,
    high: f64,
    last: usize,
}

impl Scale {
    fn x(&self, i: usize) -> f64 {
        LEFT + (RIGHT - LEFT) * i as f64 / self.last.max(1) as f64
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low).max(f64::MIN_POSITIVE);
        BOTTOM - (BOTTOM - TOP) * share.clamp(0.0, 1.0)
    }
}

/// Indices of at most four dates: first, last, and two between.
fn ticks(n: usize) -> Vec<usize> {
    let last = n.saturating_sub(1);
    let step = last.div_ceil(3);
    let mut ticks = vec![0, step.min(last), (2 * step).min(last), last];
    ticks.dedup();
    ticks
}

fn axis(scale: &Scale, step: f64, points: &[LinePoint]) -> impl IntoView + use<> {
    let mut lines = Vec::new();
    let mut value = scale.low;
    while value <= scale.high + step / 1000.0 && lines.len() < 12 {
        let y = format!("{:.1}", scale.y(value));
        lines.push(view! {
            <line class="p-line-chart__grid" x1=format!("{LEFT}%") x2=format!("{RIGHT}%") y1=y.clone() y2=y.clone()/>
            <text class="p-line-chart__axis" x="0" y=y dominant-baseline="central">{decimal(value)}</text>
        });
        value += step;
    }
    let dates = ticks(points.len())
        .into_iter()
        .filter_map(|i| {
            let anchor = match i {
                0 => "start",
                _ if i == scale.last => "end",
                _ => "middle",
            };
            let x = if i == scale.last && i > 0 { RIGHT + 2.0 } else { scale.x(i) };
            points.get(i).map(|point| {
                view! {
                    <text class="p-line-chart__axis" x=format!("{x:.2}%") y="266" text-anchor=anchor>
                        {point.label.clone()}
                    </text>
                }
            })
        })
        .collect_view();
    view! { {lines}{dates} }
}

fn trend(scale: &Scale, points: &[LinePoint]) -> impl IntoView + use<> {
    let at = |i: usize, p: &LinePoint| (format!("{:.2}%", scale.x(i)), format!("{:.1}", scale.y(p.value)));
    let lines = points
        .windows(2)
        .enumerate()
        .map(|(i, pair)| {
            let ((x1, y1), (x2, y2)) = (at(i, &pair[0]), at(i + 1, &pair[1]));
            view! { <line class="p-line-chart__line" x1=x1 y1=y1 x2=x2 y2=y2/> }
        })
        .collect_view();
    let dots = points
        .iter()
        .enumerate()
        .map(|(i, point)| {
            let (x, y) = at(i, point);
            let last = i == scale.last;
            let (class, r) = if last { ("p-line-chart__dot p-line-chart__dot--last", "9") } else { ("p-line-chart__dot", "5") };
            view! { <circle class=class cx=x cy=y r=r/> }
        })
        .collect_view();
    let ends = [0, scale.last]
        .into_iter()
        .take(points.len().min(2))
        .filter_map(|i| {
            let point = points.get(i)?;
            let (x, _) = at(i, point);
            // The number stands below its dot, above it where the axis is near.
            let y = scale.y(point.value);
            let y = if y + 32.0 > BOTTOM { y - 18.0 } else { y + 26.0 };
            let anchor = if i == 0 { "start" } else { "end" };
            Some(view! {
                <text class="p-line-chart__number" x=x y=format!("{y:.1}") text-anchor=anchor dominant-baseline="central">
                    {point.text.clone()}
                </text>
            })
        })
        .collect_view();
    view! { {lines}{dots}{ends} }
}

/// A line of 4 px with first and last value, target, axis numbers, and "Xem bảng số liệu …".
#[component]
pub fn LineChart(
    /// Quantity and unit ("Tỷ lệ trả đúng hạn theo tuần (%)").
    #[prop(into)]
    title: String,
    /// Period and "tính đến".
    #[prop(into)]
    period: String,
    /// The points in their order.
    points: Vec<LinePoint>,
    /// Lower and upper end of the axis; it may be cut because its numbers are printed.
    range: (f64, f64),
    /// Distance of the axis numbers.
    #[prop(default = 1.0)]
    step: f64,
    /// The line to reach.
    #[prop(optional)]
    target: Option<Target>,
    /// Words of the fold ("Xem bảng số liệu 12 tuần").
    #[prop(into)]
    table_label: String,
    /// Heads of the table: time and quantity.
    #[prop(into)]
    heads: (String, String),
) -> impl IntoView {
    let scale = Scale { low: range.0, high: range.1, last: points.len().saturating_sub(1) };
    let target = target.map(|target| {
        let y = format!("{:.1}", scale.y(target.value));
        view! {
            <line class="p-line-chart__target" x1=format!("{LEFT}%") x2=format!("{RIGHT}%") y1=y.clone() y2=y.clone()/>
            <text class="p-line-chart__target-label" x=format!("{RIGHT}%") y=y dy="-10" text-anchor="end">
                {target.label}
            </text>
        }
    });
    let described = match (points.first(), points.last()) {
        (Some(first), Some(last)) => {
            format!("{title}, từ {} ({}) đến {} ({})", first.text, first.label, last.text, last.label)
        }
        _ => format!("{title}: chưa có số liệu"),
    };
    let axis = axis(&scale, if step > 0.0 { step } else { 1.0 }, &points);
    let trend = trend(&scale, &points);
    let rows = points
        .into_iter()
        .map(|p| {
            let value = if p.href.is_empty() { Cell::text(p.text) } else { Cell::link(p.href, p.text) };
            Row::new(vec![Cell::text(p.label), value])
        })
        .collect();
    let columns = vec![Column::text(heads.0), Column::number(heads.1)];
    view! {
        <figure class="p-line-chart">
            <figcaption class="p-line-chart__title">
                {title.clone()}
                <span class="p-line-chart__period">{period}</span>
            </figcaption>
            <svg class="p-line-chart__plot" width="100%" height="280" role="img" aria-label=described focusable="false">
                {axis}{target}{trend}
            </svg>
            <details class="p-fold">
                <summary class="p-fold__summary"><Ico icon=Icon::Cd/><span>{table_label}</span></summary>
                <div class="p-fold__body">
                    <Table caption=title columns=columns rows=rows caption_hidden=true/>
                </div>
            </details>
        </figure>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_four_dates_without_repeats() {
        assert_eq!(ticks(12), [0, 4, 8, 11]);
        assert_eq!(ticks(1), [0]);
        assert_eq!(ticks(2), [0, 1]);
    }

    #[test]
    fn values_outside_the_range_stay_on_the_edge() {
        let scale = Scale { low: 94.0, high: 99.0, last: 1 };
        assert!((scale.y(94.0) - BOTTOM).abs() < 1e-9);
        assert!((scale.y(120.0) - TOP).abs() < 1e-9);
        assert!((scale.x(1) - RIGHT).abs() < 1e-9);
    }
}
