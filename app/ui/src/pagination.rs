//! Pages of a list as links.

use leptos::prelude::*;
use model::Paging;

use crate::icon::{Ico, Icon, IconSize};

/// Page numbers to show: first, last, and the neighbours of the current one; `None` is a gap.
fn shown(page: i64, pages: i64) -> Vec<Option<i64>> {
    let near = (page - 1).max(1)..=(page + 1).min(pages);
    let mut out = Vec::new();
    let mut last = 0;
    for n in 1..=pages {
        if n == 1 || n == pages || near.contains(&n) {
            if n > last + 1 {
                out.push(if n == last + 2 { Some(last + 1) } else { None });
            }
            out.push(Some(n));
            last = n;
        }
    }
    out
}

/// "Trang trước", numbers, "Trang sau", and the total beside. Nothing but the total for a single page.
#[component]
pub fn Pagination(
    /// Which page of how many.
    paging: Paging,
    /// Address of a page without its number ("/tin-tuc?trang=").
    #[prop(into)]
    base: String,
    /// What the rows are, for "1–25 trong 318 thư"; without it no total is said.
    #[prop(optional)]
    what: &'static str,
) -> impl IntoView {
    let (page, pages) = (paging.page, paging.pages());
    let total = if what.is_empty() || paging.total == 0 { String::new() } else { paging.shown(what) };
    let to = |n: i64| format!("{base}{n}");
    let previous = (page > 1).then(|| {
        view! {
            <li class="p-pagination__step">
                <a class="p-pagination__link" href=to(page - 1) rel="prev">
                    <Ico icon=Icon::Left size=IconSize::S20/>
                    <span>"Trang trước"</span>
                </a>
            </li>
        }
    });
    let next = (page < pages).then(|| {
        view! {
            <li class="p-pagination__step">
                <a class="p-pagination__link" href=to(page + 1) rel="next">
                    <span>"Trang sau"</span>
                    <Ico icon=Icon::Right size=IconSize::S20/>
                </a>
            </li>
        }
    });
    let numbers = shown(page, pages)
        .into_iter()
        .map(|n| match n {
            Some(n) if n == page => view! {
                <li class="p-pagination__number p-pagination__number--current">
                    <a class="p-pagination__link n" href=to(n) aria-current="page" aria-label=format!("Trang {n}")>{n}</a>
                </li>
            }
            .into_any(),
            Some(n) => view! {
                <li class="p-pagination__number">
                    <a class="p-pagination__link n" href=to(n) aria-label=format!("Trang {n}")>{n}</a>
                </li>
            }
            .into_any(),
            None => view! { <li class="p-pagination__gap">"…"</li> }.into_any(),
        })
        .collect_view();
    let list = (pages > 1).then(|| {
        view! {
            <nav class="p-pagination__nav" aria-label="Các trang">
                <ul class="p-pagination__list">{previous}{numbers}{next}</ul>
            </nav>
        }
    });
    view! {
        <div class="p-pagination">
            {list}
            {(!total.is_empty()).then(|| view! { <p class="p-pagination__total">{total}</p> })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn shows_ends_and_neighbours() {
        assert_eq!(shown(2, 12), [Some(1), Some(2), Some(3), None, Some(12)]);
        assert_eq!(shown(6, 12), [Some(1), None, Some(5), Some(6), Some(7), None, Some(12)]);
        assert_eq!(shown(1, 1), [Some(1)]);
        // A gap of one page is that page.
        assert_eq!(shown(4, 5), [Some(1), Some(2), Some(3), Some(4), Some(5)]);
    }
}
