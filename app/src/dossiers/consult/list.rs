//! `/can-bo/xin-y-kien` (O10): what other units ask of us, and what we asked.

use super::parts::table;
use crate::web::{Page, Result, Rq};
use chrono::{DateTime, Utc};
use domain::dossiers::consult::{self, ListCounts};
use leptos::prelude::*;
use model::List;
use model::dossiers::{ConsultationLine, ConsultationList};
use ui::Tab;
use ui::icon::Icon;

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let which = rq.query("muc").and_then(|text| text.parse().ok()).unwrap_or(ConsultationList::Asked);
    let words = rq.query("q").unwrap_or_default().to_owned();
    let mut cx = rq.read().await?;
    let counts = consult::counts(&mut cx).await?;
    let list = consult::list(&mut cx, which, &words, rq.page_number()).await?;
    let (base, now) = (rq.list_base(), cx.now());
    Ok(Page::new(format!("Xin ý kiến: {}", which.label().to_lowercase()), move || body(which, words, counts, list, base, now)))
}

fn body(which: ConsultationList, words: String, counts: ListCounts, list: List<ConsultationLine>, base: String, now: DateTime<Utc>) -> impl IntoView {
    let tab = |one: &ConsultationList| {
        let count = if *one == ConsultationList::Asked { counts.asked } else { counts.asking };
        Tab { href: format!("/can-bo/xin-y-kien?muc={one}"), label: one.label().to_owned(), count: u32::try_from(count).ok(), current: *one == which }
    };
    let tabs: Vec<Tab> = ConsultationList::ALL.iter().map(tab).collect();
    let clear = if words.is_empty() { String::new() } else { format!("/can-bo/xin-y-kien?muc={which}") };
    let (paging, empty) = (list.paging, list.rows.is_empty());
    let text = match which {
        ConsultationList::Asked => "Chưa có đơn vị nào xin ý kiến đơn vị bạn. Yêu cầu mới sẽ hiện ở đây.",
        ConsultationList::Asking => "Đơn vị bạn chưa xin ý kiến về hồ sơ nào. Mở hồ sơ, chọn mục Xin ý kiến để hỏi.",
    };
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/ho-so" label="Hồ sơ"/>
            <ui::PageHeading title="Xin ý kiến" lead="Số bên cạnh là yêu cầu còn chờ trả lời. Hạn trả lời là hạn của bước, không làm thay đổi hạn trả kết quả cho người dân."/>
            <ui::Tabs label="Danh sách xin ý kiến" tabs=tabs/>
            <ui::FilterBar action="/can-bo/xin-y-kien" button="Tìm" hidden=vec![("muc", which.as_str().to_owned())] clear_href=clear>
                <ui::Field name="q" label="Mã hồ sơ, người nộp, thủ tục" value=words input_type="search" optional=true/>
            </ui::FilterBar>
            {empty.then(|| view! { <ui::EmptyState icon=Icon::Chat title="Không có yêu cầu nào" text=text/> })}
            {(!empty).then(|| view! {
                {table("Danh sách xin ý kiến", &list.rows, now, true)}
                <ui::Pagination paging=paging base=base what="yêu cầu"/>
            })}
        </ui::Container>
    }
}
