//! `/`: search, the four things that people come for, news, how the province is doing, component portals.

use super::{parts, portals};
use crate::web::{Page, Result, Rq, encode};
use chrono::{DateTime, Days, Duration, Utc};
use domain::calendar;
use domain::news::{self, Front};
use leptos::prelude::*;
use model::calendar::{CalendarDayKind, WorkCalendar};
use model::format;
use model::news::{ArticleCard, SiteLinks};
use ui::icon::Icon;
use ui::{ActionItem, FourActions};

/// Queries that people ask often.
const OFTEN: [(&str, &str); 4] =
    [("đăng ký khai sinh", "Đăng ký khai sinh"), ("hộ kinh doanh", "Hộ kinh doanh"), ("giấy độc thân", "Giấy độc thân"), ("sổ đỏ", "Sổ đỏ")];

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let now = cx.now();
    let front = match news::front(&mut cx).await {
        Err(domain::Error::NotFound) => Front::default(),
        other => other?,
    };
    let sites = news::component_sites(&mut cx, MOST_PORTALS).await?;
    let work = calendar::of_unit(&mut cx, None).await?;
    let closed = next_day_off(&work, now);
    let open = opening(&work, now);
    let figures = super::figures::load(&mut cx).await?;
    drop(cx);
    let view = move || {
        view! {
            {hero(now, open)}
            <div class="p-page">
                <div class="p-front-actions"><FourActions actions=actions(&front)/></div>
                {closed.map(|(title, text)| view! {
                    <ui::Banner kind=ui::BannerKind::Notice icon=Icon::Cal title=title text=text href="/lich-nghi" link="Xem lịch nghỉ"/>
                })}
                {reading(front)}
            </div>
            {super::figures::band(figures, now)}
            {component_portals(sites)}
        }
    };
    Ok(Page::new("Một Cổng tỉnh Lam Giang", view)
        .front()
        .description("Nộp hồ sơ, tra cứu hồ sơ, văn bản mới và tin tức của tỉnh Lam Giang ở một nơi.")
        .cacheable())
}

fn hero(now: DateTime<Utc>, open: Option<String>) -> impl IntoView {
    let today = parts::day(format::local_date(now));
    let often = OFTEN.map(|(query, label)| view! { <a href=format!("/tim?q={}", encode(query))>{label}</a> }).collect_view();
    view! {
        <div class="p-front-hero">
            <div class="p-page">
                <ui::PageHeading title="Bạn cần làm việc gì?" lead="Thủ tục, văn bản, tin, cơ quan, mã hồ sơ. Gõ không dấu cũng được." display=true/>
                <div class="p-front-hero__row">
                    <div>
                        <ui::SearchBox id="tim-lon" action="/tim" label="Tìm thủ tục, văn bản, tin, cơ quan, mã hồ sơ" placeholder="Ví dụ: khai sinh".to_owned() large=true/>
                        <p class="p-front-often"><span class="p-front-often__label">"Hay tìm:"</span>{often}</p>
                    </div>
                    {open.map(|state| view! {
                        <div class="p-front-open">
                            <p>{today}</p>
                            <p class="p-front-open__state">{state}</p>
                            <p><a href="/lich-nghi">"Xem giờ làm việc và lịch nghỉ"</a></p>
                        </div>
                    })}
                </div>
            </div>
            <ui::RiverLine/>
        </div>
    }
}

fn actions(front: &Front) -> Vec<ActionItem> {
    let item = |icon, title: &str, text: String, href: &str| ActionItem { icon, title: title.to_owned(), text, href: href.to_owned() };
    let news = match front.today {
        0 => "Tin từ tỉnh và các xã, phường".to_owned(),
        n => format!("{} tin trong ngày từ tỉnh và các xã, phường", format::number(n)),
    };
    vec![
        item(Icon::Up, "Nộp hồ sơ", "Tìm thủ tục, chuẩn bị giấy tờ và nộp trực tuyến".to_owned(), "/thu-tuc"),
        item(Icon::Eye, "Tra cứu hồ sơ", "Nhập mã hồ sơ để biết đang ở đâu, bao giờ xong".to_owned(), "/tra-cuu"),
        item(Icon::Doc, "Văn bản mới", "Văn bản của tỉnh, ngày ban hành và hiệu lực".to_owned(), "/van-ban"),
        item(Icon::News, "Tin mới", news, "/tin-tuc"),
    ]
}

fn reading(front: Front) -> impl IntoView {
    let Front { lead, news, notices, documents, .. } = front;
    let first = lead.map(|card| {
        let meta = parts::meta(&card);
        view! {
            <li class="p-front-news__item">
                <div class="p-front-news__picture">{parts::picture(&card)}</div>
                <div>
                    <h3 class="p-front-news__title"><a class="p-visited" href=card.url.clone()>{ui::text::tie(&card.title)}</a></h3>
                    <p class="p-front-news__text">{card.summary}</p>
                    <p class="p-front-news__meta">{meta}</p>
                </div>
            </li>
        }
    });
    let others = news.into_iter().map(small).collect_view();
    view! {
        <div class="p-grid p-grid--reading">
            <ui::Section title="Tin tức" id="tin-tuc" more_href="/tin-tuc" more_label="Tất cả tin">
                <ul class="p-front-news">{first}{others}</ul>
            </ui::Section>
            <div>
                {short("Thông báo", "thong-bao", "/tin-tuc/thong-bao", "Tất cả thông báo", notices, |card| format::date(format::local_date(card.published_at)))}
                {short("Văn bản mới", "van-ban-moi", "/van-ban", "Tất cả văn bản", documents, |card| card.summary.split(". ").next().unwrap_or_default().to_owned())}
            </div>
        </div>
    }
}

fn small(card: ArticleCard) -> impl IntoView {
    let date = format::date(format::local_date(card.published_at));
    view! {
        <li class="p-front-news__item">
            <div class="p-front-news__picture">{parts::picture(&card)}</div>
            <div>
                <h3 class="p-front-news__title"><a class="p-visited" href=card.url.clone()>{ui::text::tie(&card.title)}</a></h3>
                <p class="p-front-news__meta">{date}</p>
            </div>
        </li>
    }
}

/// A box of short rows; without content there is no box.
fn short(
    title: &'static str,
    id: &'static str,
    href: &'static str,
    more: &'static str,
    cards: Vec<ArticleCard>,
    meta: fn(&ArticleCard) -> String,
) -> impl IntoView {
    (!cards.is_empty()).then(|| {
        let rows = cards
            .into_iter()
            .map(|card| {
                let small = meta(&card);
                view! { <li><p class="p-front-short__meta">{small}</p><a class="p-visited" href=card.url>{ui::text::tie(&card.title)}</a></li> }
            })
            .collect_view();
        view! { <ui::Section title=title id=id more_href=href more_label=more><ul class="p-front-short">{rows}</ul></ui::Section> }
    })
}

/// Component portals shown per group on the front page.
const MOST_PORTALS: i64 = 8;

fn component_portals([offices, communes]: [SiteLinks; 2]) -> impl IntoView {
    (offices.total + communes.total > 0).then(|| {
        view! {
            <div class="p-page p-page--end">
                <ui::Section title="Cổng của sở, ngành và xã, phường" id="cong" more_href="/cap-nhat-cong" more_label="Tình trạng cập nhật các cổng">
                    <div class="p-even">
                        {portals::group(Icon::Users, "sở, ban, ngành", offices)}
                        {portals::group(Icon::Pin, "xã, phường, đặc khu", communes)}
                    </div>
                </ui::Section>
            </div>
        }
    })
}

/// Whether the centres are open now and until when; nothing while the year has no calendar.
fn opening(work: &WorkCalendar, now: DateTime<Utc>) -> Option<String> {
    let next = work.next_working_instant(now).ok()?;
    if next > now {
        let day = format::local_date(next);
        let at =
            if day == format::local_date(now) { format::time(next) } else { format!("{} {}, {}", format::time(next), format::weekday(day), format::date(day)) };
        return Some(format!("Trung tâm mở cửa lại lúc {at}"));
    }
    // Hours end on full quarters of an hour.
    let quarter = Duration::minutes(15);
    let mut end = now;
    while work.next_working_instant(end).ok()? == end && end - now < Duration::hours(12) {
        let since = end.timestamp().rem_euclid(quarter.num_seconds());
        end += quarter - Duration::seconds(since) - Duration::nanoseconds(i64::from(end.timestamp_subsec_nanos()));
    }
    Some(format!("Trung tâm mở cửa đến {}", format::time(end)))
}

/// The next day off of the law within a week, in words.
fn next_day_off(work: &WorkCalendar, now: DateTime<Utc>) -> Option<(String, String)> {
    let today = format::local_date(now);
    let row = (0..7).filter_map(|n| work.day_row(today + Days::new(n))).find(|row| matches!(row.kind, CalendarDayKind::Holiday | CalendarDayKind::SwapOff))?;
    let title = format!("{} nghỉ {}.", parts::day(row.day), row.name);
    Some((title, "Các trung tâm không tiếp nhận trực tiếp. Hạn trả của hồ sơ đang giải quyết không tính ngày này.".to_owned()))
}
