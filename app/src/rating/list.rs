//! `/can-bo/danh-gia` (O19): ratings of the own units.

use crate::web::{Page, Result, Rq};
use domain::rating::{self, GroupCounts};
use leptos::prelude::*;
use model::rating::{CommentState, RatingFilter, RatingGroup, RatingLevel, RatingLine};
use model::{List, format};
use ui::icon::Icon;
use ui::{Cell, Column, Row, Tab};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let (filter, state) = read(&rq);
    let mut cx = rq.read().await?;
    let found = rating::list(&mut cx, &filter).await?;
    let counts = rating::counts(&mut cx, &filter).await?;
    let (base, now) = (rq.list_base(), cx.now());
    let typed = (rq.query("tu-ngay").unwrap_or_default().to_owned(), rq.query("den-ngay").unwrap_or_default().to_owned());
    let title = if state.has_errors() { "Lỗi: Đánh giá" } else { "Đánh giá" };
    Ok(Page::new(title, move || body(filter, typed, state, found, counts, base, now)))
}

/// The filter in the address; a day that cannot be read is named at its field and not applied.
fn read(rq: &Rq) -> (RatingFilter, ui::FormState) {
    let mut state = ui::FormState::default();
    let mut day = |name: &str| {
        let text = rq.query(name)?;
        match format::parse_date(text) {
            Ok(day) => Some(day),
            Err(error) => {
                state = std::mem::take(&mut state).with_value(name, text).with_error(name, error.to_string());
                None
            }
        }
    };
    let (from, to) = (day("tu-ngay"), day("den-ngay"));
    let filter = RatingFilter {
        group: rq.query("nhom").and_then(|text| text.parse().ok()).unwrap_or(RatingGroup::Every),
        level: rq.query("muc").and_then(|text| text.parse().ok()),
        words: rq.query("q").unwrap_or_default().to_owned(),
        from,
        to,
        page: rq.page_number(),
    };
    (filter, state)
}

/// Address of a group with the other filters kept.
fn address(filter: &RatingFilter, group: RatingGroup) -> String {
    let mut address = format!("/can-bo/danh-gia?nhom={group}");
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            address.push_str(&format!("&{name}={}", crate::web::encode(&value)));
        }
    };
    add("muc", filter.level.map(|level| level.as_str().to_owned()).unwrap_or_default());
    add("q", filter.words.clone());
    add("tu-ngay", filter.from.map(format::date).unwrap_or_default());
    add("den-ngay", filter.to.map(format::date).unwrap_or_default());
    address
}

fn body(
    filter: RatingFilter,
    typed: (String, String),
    state: ui::FormState,
    found: List<RatingLine>,
    counts: GroupCounts,
    base: String,
    now: chrono::DateTime<chrono::Utc>,
) -> impl IntoView {
    let tab = |group: &RatingGroup| Tab {
        href: address(&filter, *group),
        label: group.label().to_owned(),
        count: u32::try_from(counts.of(*group)).ok(),
        current: filter.group == *group,
    };
    let tabs: Vec<Tab> = RatingGroup::ALL.iter().map(tab).collect();
    let levels: Vec<ui::SelectOption> = RatingLevel::ALL.iter().map(|level| ui::SelectOption::new(level.as_str(), level.label())).collect();
    let filtered = filter.level.is_some() || !filter.words.is_empty() || !typed.0.is_empty() || !typed.1.is_empty();
    let clear = if filtered { format!("/can-bo/danh-gia?nhom={}", filter.group) } else { String::new() };
    let (paging, empty) = (found.paging, found.rows.is_empty());
    let level = filter.level.map_or("", RatingLevel::as_str);
    let hidden = vec![("nhom", filter.group.as_str().to_owned())];
    view! {
        <ui::PageHeading title="Đánh giá"/>
        <p><a href="/can-bo/khao-sat">"Khảo sát hằng quý"</a></p>
        <ui::Tabs label="Nhóm đánh giá" tabs=tabs/>
        <ui::FilterBar action="/can-bo/danh-gia" button="Lọc" hidden=hidden foldable=true clear_href=clear form_state=state>
            <ui::Field name="q" label="Mã hồ sơ, thủ tục, nhận xét" value=filter.words.clone() input_type="search" optional=true/>
            <ui::Select name="muc" label="Mức hài lòng" options=levels value=level blank="Mọi mức" optional=true/>
            <ui::Field name="tu-ngay" label="Từ ngày" value=typed.0 inputmode="numeric" width=ui::FieldWidth::Code optional=true/>
            <ui::Field name="den-ngay" label="Đến ngày" value=typed.1 inputmode="numeric" width=ui::FieldWidth::Code optional=true/>
        </ui::FilterBar>
        {empty.then(|| view! { <ui::EmptyState icon=Icon::Chat title="Không có đánh giá nào" text="Không có đánh giá phù hợp với cách lọc này."/> })}
        {(!empty).then(|| view! {
            {table(found.rows, now)}
            <ui::Pagination paging=paging base=base what="đánh giá"/>
        })}
    }
}

fn table(rows: Vec<RatingLine>, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let columns = ["Hồ sơ", "Mức hài lòng", "Cơ quan", "Nhận xét", "Việc cần làm", "Đánh giá lúc"].map(Column::text).into();
    let rows = rows
        .into_iter()
        .map(|row| {
            let href = format!("/can-bo/danh-gia/{}", row.id);
            let words = if row.comment.is_empty() { "Không có".to_owned() } else { row.comment.chars().take(120).collect() };
            let todo = todo(&row, now);
            let (code, procedure) = (row.dossier, row.procedure);
            Row::new(vec![
                Cell::view(view! { <a href=href>{procedure}</a><br/><span class="p-small p-muted n">{code}</span> }),
                Cell::view(view! { <ui::StatusTag tone=super::tone(row.level) label=row.level.label()/> }),
                Cell::text(row.unit),
                Cell::view(view! { <span class="p-break">{words}</span> }),
                Cell::text(todo),
                Cell::text(format::date_time(row.at)),
            ])
        })
        .collect();
    view! { <ui::Table caption="Danh sách đánh giá" caption_hidden=true columns=columns rows=rows/> }
}

/// What is still to be done, in words.
fn todo(row: &RatingLine, now: chrono::DateTime<chrono::Utc>) -> String {
    match row.follow_up_due {
        Some(due) if due < now => format!("Quá hạn theo dõi từ {}", format::time_date(due)),
        Some(due) => format!("Theo dõi trước {}", format::time_date(due)),
        None if row.comment_state == CommentState::Pending => "Nhận xét chờ duyệt".to_owned(),
        None if row.answered => "Đã trả lời".to_owned(),
        None => "Chưa trả lời".to_owned(),
    }
}
