//! What several pages of news share: the small line, the rows of a list, the pages of a list.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::format;
use model::news::{ArticleCard, Channel, comments_heading};
use model::text::capital;
use ui::icon::{Ico, Icon, IconSize};

/// "08:30, 23/11/2026": a view counter only if it counts something, comments only where they are open (07 §5).
pub(super) fn meta(card: &ArticleCard) -> String {
    let mut parts = vec![format!("Đăng {}", format::date_time(card.published_at))];
    if card.was_updated() {
        parts.push(format!("Cập nhật {}", format::date_time(card.updated_at)));
    }
    if card.views > 0 {
        parts.push(format!("Lượt xem: {}", format::number(card.views)));
    }
    if card.allow_comments {
        parts.push(comments_heading(card.comments));
    }
    // A part never breaks between its words.
    parts.iter().map(|part| part.replace(' ', "\u{a0}")).collect::<Vec<_>>().join(" · ")
}

/// "Thứ Hai, 23/11/2026".
pub(super) fn day(day: NaiveDate) -> String {
    capital(&format!("{}, {}", format::weekday(day), format::date(day)))
}

/// The picture of an article, or a quiet placeholder so that a list stays aligned.
pub(super) fn picture(card: &ArticleCard) -> impl IntoView + use<> {
    match card.picture.clone() {
        Some(picture) => view! { <img src=picture.url alt=picture.alt loading="lazy"/> }.into_any(),
        None => {
            let icon = if card.channel == Channel::Notice { Icon::Bell } else { Icon::News };
            view! { <Ico icon=icon size=IconSize::S40/> }.into_any()
        }
    }
}

/// The rows of a list: picture, title, summary, small line.
pub(super) fn rows(cards: Vec<ArticleCard>, with_site: bool) -> impl IntoView {
    let rows = cards.into_iter().map(move |card| row(card, with_site)).collect_view();
    view! { <ul class="p-news-list">{rows}</ul> }
}

fn row(card: ArticleCard, with_site: bool) -> impl IntoView {
    let small = if with_site {
        format!("{} · {} · {}", card.section.label(), card.site, meta(&card))
    } else {
        format!("{} · {}", card.section.label(), meta(&card))
    };
    let picture = card.picture.is_some().then(|| view! { <div class="p-news-list__picture">{picture(&card)}</div> });
    view! {
        <li class="p-news-list__item">
            {picture}
            <div class="p-news-list__body">
                <h2 class="p-news-list__title"><a class="p-visited" href=card.url>{ui::text::tie(&card.title)}</a></h2>
                <p class="p-news-list__text">{card.summary}</p>
                <p class="p-news-list__meta">{small}</p>
            </div>
        </li>
    }
}
