//! `/thu-tuc`: find a procedure by words, sector, unit or level.

use crate::web::{Page, Result, Rq};
use domain::{procedures, rate, search};
use leptos::prelude::*;
use model::format::money;
use model::procedures::{OnlineLevel, ProcedureLine, ProcedureList, SearchInput};
use model::text::capital;
use ui::icon::Icon;

/// The list with its filters.
pub async fn page(rq: Rq) -> Result<Page> {
    let text = |name: &str| rq.query(name).unwrap_or_default().to_owned();
    let input = SearchInput { q: text("q"), sector: text("linh-vuc"), unit: text("co-quan"), level: text("muc"), page: rq.page_number() };
    if !input.q.is_empty() {
        let mut cx = rq.write_unflushed().await?;
        let limited = rate::hit(&mut cx, rate::SEARCH_ADDRESS, &rq.address).await;
        cx.commit().await?;
        limited?;
    }
    let mut cx = rq.read().await?;
    let found = procedures::search(&mut cx, &input).await?;
    drop(cx);
    if found.list.total() == 0 && !input.q.is_empty() {
        let mut cx = rq.write().await?;
        search::note_miss(&mut cx, &input.q).await?;
        cx.commit().await?;
    }
    Ok(Page::new("Thủ tục hành chính", move || view(input, found))
        .description("Tìm thủ tục hành chính của tỉnh, xem giấy tờ cần có, thời hạn, lệ phí và nộp trực tuyến."))
}

fn view(input: SearchInput, found: ProcedureList) -> impl IntoView {
    let filtered = !(input.q.is_empty() && input.sector.is_empty() && input.unit.is_empty() && input.level.is_empty());
    let title =
        if filtered { format!("{} thủ tục phù hợp", found.list.total()) } else { format!("{} thủ tục đang áp dụng", found.list.total()) };
    let sectors: Vec<ui::SelectOption> =
        found.sectors.iter().map(|sector| ui::SelectOption::new(&sector.code, format!("{} ({})", sector.name, sector.count))).collect();
    let levels: Vec<ui::SelectOption> = OnlineLevel::ALL.iter().map(|level| ui::SelectOption::new(level.as_str(), level.label())).collect();
    let clear = if filtered { "/thu-tuc" } else { "" };
    let understood = found.understood.join(" ");
    let hidden = if input.unit.is_empty() { Vec::new() } else { vec![("co-quan", input.unit.clone())] };
    let (paging, base) = (found.list.paging, base(&input));
    let empty = found.list.rows.is_empty();
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here="Dịch vụ công"/>
            <ui::PageHeading title="Thủ tục hành chính" lead="Gõ việc bạn cần làm, có dấu hoặc không dấu. Ví dụ: ban sao trich luc, giay doc than, mo quan."/>
            <ui::FilterBar action="/thu-tuc" button="Tìm thủ tục" hidden=hidden clear_href=clear>
                <ui::Field name="q" label="Việc cần làm hoặc mã thủ tục" value=input.q.clone() input_type="search" maxlength=200_u32/>
                <ui::Select name="linh-vuc" label="Lĩnh vực" options=sectors value=input.sector.clone() blank="Mọi lĩnh vực"/>
                <ui::Select name="muc" label="Nộp trực tuyến" options=levels value=input.level.clone() blank="Mọi mức độ"/>
            </ui::FilterBar>
            {(!understood.is_empty()).then(|| view! { <p class="p-muted">{understood}</p> })}
            <ui::Section title=title id="danh-sach">
                {empty.then(|| view! {
                    <ui::EmptyState icon=Icon::Search title="Không tìm thấy thủ tục" text="Hãy thử từ khác, viết ngắn hơn, hoặc gọi đường dây nóng ở cuối trang để được hướng dẫn."/>
                })}
                {(!empty).then(|| view! { <ui::RowList label="Thủ tục">{found.list.rows.into_iter().map(row).collect_view()}</ui::RowList> })}
                <ui::Pagination paging=paging base=base what="thủ tục"/>
            </ui::Section>
        </ui::Container>
    }
}

fn row(line: ProcedureLine) -> impl IntoView {
    let fee = match (line.fee_online, line.fee_direct) {
        (Some(0), Some(0)) => "Miễn lệ phí".to_owned(),
        (Some(online), Some(direct)) if online == direct => format!("Lệ phí {}", money(direct)),
        (Some(online), Some(direct)) => format!("Trực tuyến {}, trực tiếp {}", money(online), money(direct)),
        _ => "Phí theo nghị quyết".to_owned(),
    };
    let badges = view! { <ui::StatusTag tone=tone(line.level) label=line.level.sentence()/> };
    view! {
        <ui::ListRow
            href=format!("/thu-tuc/{}", line.code)
            title=line.name
            above=format!("{} · Mã {}", line.sector, line.code)
            below=format!("{} · {fee}", capital(&line.deadline))
            badges=badges.into_any()
        />
    }
}

/// Colour of the mark of a level.
pub(super) fn tone(level: OnlineLevel) -> ui::Tone {
    match level {
        OnlineLevel::Full => ui::Tone::Blue,
        OnlineLevel::Partial => ui::Tone::Outline,
        OnlineLevel::Information => ui::Tone::Neutral,
    }
}

/// The address of the list without its page number.
fn base(input: &SearchInput) -> String {
    let encode = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let pairs = [("q", &input.q), ("linh-vuc", &input.sector), ("co-quan", &input.unit), ("muc", &input.level)];
    let kept: String = pairs.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}&", encode(value))).collect();
    format!("/thu-tuc?{kept}trang=")
}
