//! Counts of one whole, side by side in one bar, always in the same order and look.

use leptos::prelude::*;

use crate::text::grouped;

/// The look of a segment. Task buckets stand in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bucket {
    /// Done on time: green.
    DoneOnTime,
    /// Done late: green tint with hatch and frame.
    DoneLate,
    /// Open in time: blue tint with frame.
    OpenInTime,
    /// Open, due today: gold tint with frame.
    DueToday,
    /// Open, overdue: red.
    OpenOverdue,
    /// No deadline, or the clock is stopped: grey with frame.
    NoDeadline,
}

impl Bucket {
    pub(crate) const fn modifier(self) -> &'static str {
        match self {
            Self::DoneOnTime => "done-on-time",
            Self::DoneLate => "done-late",
            Self::OpenInTime => "open-in-time",
            Self::DueToday => "due-today",
            Self::OpenOverdue => "open-overdue",
            Self::NoDeadline => "no-deadline",
        }
    }

    const fn is_done(self) -> bool {
        matches!(self, Self::DoneOnTime | Self::DoneLate)
    }

    /// The words of a task bucket.
    pub const fn task_word(self) -> &'static str {
        match self {
            Self::DoneOnTime => "Xong đúng hạn",
            Self::DoneLate => "Xong quá hạn",
            Self::OpenInTime => "Chưa xong, trong hạn",
            Self::DueToday => "Đến hạn hôm nay",
            Self::OpenOverdue => "Chưa xong, quá hạn",
            Self::NoDeadline => "Không thời hạn",
        }
    }
}

/// One part of a [`StackedBar`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Look.
    pub bucket: Bucket,
    /// Words.
    pub label: String,
    /// Number of things.
    pub count: u64,
    /// Address of exactly the rows counted; empty where there is none.
    pub href: String,
}

impl Segment {
    /// A part with the words of the task bucket.
    pub fn task(bucket: Bucket, count: u64, href: impl Into<String>) -> Self {
        Self { bucket, label: bucket.task_word().to_owned(), count, href: href.into() }
    }
}

/// Space between segments, in per cent of the width (about 2 px on a desktop column).
const GAP: f64 = 0.3;
/// Space between "done" and "open" (about 8 px).
const WIDE_GAP: f64 = 1.0;

struct Placed {
    segment: Segment,
    x: f64,
    width: f64,
}

/// Lays segments out on 0..=`room` per cent; empty segments take no room.
fn place(segments: Vec<Segment>, room: f64) -> Vec<Placed> {
    let segments = segments.into_iter().filter(|s| s.count > 0).collect::<Vec<_>>();
    let total = segments.iter().map(|s| s.count).sum::<u64>();
    let gap = |a: &Segment, b: &Segment| {
        if a.bucket.is_done() == b.bucket.is_done() { GAP } else { WIDE_GAP }
    };
    let gaps = segments.windows(2).map(|pair| gap(&pair[0], &pair[1])).collect::<Vec<_>>();
    let unit = (room - gaps.iter().sum::<f64>()).max(0.0) / total.max(1) as f64;
    let mut x = 0.0;
    let mut gaps = gaps.into_iter();
    segments
        .into_iter()
        .map(|segment| {
            let width = segment.count as f64 * unit;
            let placed = Placed { segment, x, width };
            x += width + gaps.next().unwrap_or(0.0);
            placed
        })
        .collect()
}

/// The 45° hatch of "done late"; ids are per bar because a page holds many bars.
pub(crate) fn hatch(id: String) -> impl IntoView {
    view! {
        <defs>
            <pattern id=id width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect class="p-stacked-bar__hatch-ground" width="10" height="10"/>
                <rect class="p-stacked-bar__hatch-line" width="4" height="10"/>
            </pattern>
        </defs>
    }
}

pub(crate) fn fill(bucket: Bucket, hatch_id: &str) -> Option<String> {
    (bucket == Bucket::DoneLate).then(|| format!("url(#{hatch_id})"))
}

/// A bar over the full width of its column. The same counts must stand as links in a table beside it.
#[component]
pub fn StackedBar(
    /// Id of the bar, unique on the page.
    #[prop(into)]
    id: String,
    /// The parts in their fixed order.
    segments: Vec<Segment>,
    /// What is shown ("556 nhiệm vụ"), read out before the counts.
    #[prop(into)]
    label: String,
    /// 32 px high, in a list; 64 px alone.
    #[prop(optional)]
    small: bool,
    /// The greatest total of the list: all bars of one list share one scale.
    #[prop(optional)]
    scale: Option<u64>,
    /// Narrowest width the bar may get in px: decides which numbers fit inside.
    #[prop(default = 300)]
    narrowest: u32,
) -> impl IntoView {
    let total = segments.iter().map(|s| s.count).sum::<u64>();
    let room = scale.filter(|max| *max > 0).map_or(100.0, |max| 100.0 * total as f64 / max as f64);
    let words = segments.iter().filter(|s| s.count > 0).map(|s| format!("{} {}", s.label.to_lowercase(), grouped(s.count))).collect::<Vec<_>>().join("; ");
    let described = if words.is_empty() { label } else { format!("{label}: {words}") };
    let hatch_id = format!("{id}-soc");
    let height: u32 = if small { 32 } else { 64 };
    let class = if small { "p-stacked-bar p-stacked-bar--small" } else { "p-stacked-bar" };
    let parts = place(segments, room.min(100.0))
        .into_iter()
        .map(|Placed { segment, x, width }| {
            let text = grouped(segment.count);
            let pixels = width / 100.0 * f64::from(narrowest);
            let needed = (8.0 + 11.0 * text.len() as f64).max(20.0);
            let modifier = segment.bucket.modifier();
            // Numbers that fit only at 100 % text are marked so that larger text can leave them out.
            let tight = if pixels < needed * 1.75 { " p-stacked-bar__number--tight" } else { "" };
            let number = (pixels >= needed).then(|| {
                view! {
                    <text
                        class=format!("p-stacked-bar__number p-stacked-bar__number--{modifier}{tight}")
                        x=format!("{:.2}%", x + width / 2.0)
                        y="50%"
                        text-anchor="middle"
                        dominant-baseline="central"
                    >
                        {text}
                    </text>
                }
            });
            view! {
                <rect
                    class=format!("p-stacked-bar__part p-stacked-bar__part--{modifier}")
                    x=format!("{x:.2}%")
                    y="1"
                    width=format!("{width:.2}%")
                    height=(height - 2).to_string()
                    fill=fill(segment.bucket, &hatch_id)
                />
                {number}
            }
        })
        .collect_view();
    view! {
        <svg class=class id=id width="100%" height=height.to_string() role="img" aria-label=described focusable="false">
            {hatch(hatch_id)}
            {parts}
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_fill_the_room_and_keep_their_proportion() {
        let parts = place(
            vec![
                Segment::task(Bucket::DoneOnTime, 81, ""),
                Segment::task(Bucket::DoneLate, 168, ""),
                Segment::task(Bucket::OpenInTime, 177, ""),
                Segment::task(Bucket::OpenOverdue, 130, ""),
                Segment::task(Bucket::NoDeadline, 0, ""),
            ],
            100.0,
        );
        assert_eq!(parts.len(), 4);
        let end = parts.last().map_or(0.0, |p| p.x + p.width);
        assert!((end - 100.0).abs() < 1e-9);
        assert!((parts[1].width / parts[0].width - 168.0 / 81.0).abs() < 1e-9);
        assert!((parts[2].x - parts[1].x - parts[1].width - WIDE_GAP).abs() < 1e-9);
    }

    #[test]
    fn nothing_to_show_is_an_empty_bar() {
        assert!(place(vec![Segment::task(Bucket::DoneOnTime, 0, "")], 100.0).is_empty());
    }
}
