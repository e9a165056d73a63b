//! `/can-bo/tiep-nhan`: which procedure the person at the counter wants, found by words; what was begun today.

use super::work;
use crate::web::{Page, Result, Rq, encode};
use domain::dossiers::draft::{self, CounterDraft};
use domain::procedures;
use leptos::prelude::*;
use model::format;
use model::procedures::{ProcedureLine, ProcedureList, SearchInput};
use ui::{Cell, Column, Row};

/// The page. `cho`: the draft that takes another procedure.
pub async fn page(rq: Rq) -> Result<Page> {
    let words = rq.query("q").unwrap_or_default().to_owned();
    let draft = rq.query("cho").unwrap_or_default().to_owned();
    let mut cx = rq.read().await?;
    let found = procedures::search(&mut cx, &SearchInput { q: words.clone(), page: rq.page_number(), ..SearchInput::default() }).await?;
    let begun = draft::opened_today(&mut cx).await?;
    drop(cx);
    let (base, form) = (rq.list_base(), rq.form());
    Ok(Page::new("Tiếp nhận tại quầy", move || {
        let refused = form.errors.first().map(|(_, text)| view! { <ui::Banner kind=ui::BannerKind::Error title=text.clone()/> });
        let hidden = if draft.is_empty() { Vec::new() } else { vec![("cho", draft.clone())] };
        let back = (!draft.is_empty()).then(|| view! { <ui::BackLink href=format!("/can-bo/tiep-nhan/{}", encode(&draft)) label="Quay lại hồ sơ đang nhập"/> });
        let lead = if draft.is_empty() { "Tìm thủ tục mà người dân cần, rồi bấm Chọn." } else { "Chọn thủ tục khác; thông tin người nộp vẫn giữ nguyên." };
        view! {
            <div class="p-stack">
                {back}
                <ui::PageHeading title="Tiếp nhận tại quầy" lead=lead/>
                {refused}
                <ui::SearchBox id="tim-thu-tuc" action="/can-bo/tiep-nhan" label="Tên, từ khóa hoặc mã thủ tục" value=words button="Tìm thủ tục" hidden=hidden show_label=true/>
                {results(&found, &draft, base)}
                {begun_today(&begun)}
            </div>
        }
    })
    .sub_list(work("/can-bo/tiep-nhan")))
}

fn results(found: &ProcedureList, draft: &str, base: String) -> AnyView {
    if found.list.rows.is_empty() {
        return view! { <ui::EmptyState icon=ui::Icon::Search title="Không tìm thấy thủ tục" text="Hãy thử từ khác, hoặc nhập mã thủ tục."/> }.into_any();
    }
    let columns = ["Thủ tục", "Thời hạn", "Phí, lệ phí tại quầy", "Việc"].map(Column::text).into();
    let rows = found.list.rows.iter().map(|line| row(line, draft)).collect();
    let understood = found.understood.iter().map(|text| view! { <p class="p-muted">{text.clone()}</p> }).collect_view();
    let paging = found.list.paging;
    view! {
        {understood}
        <ui::Table caption="Thủ tục" caption_hidden=true columns=columns rows=rows/>
        <ui::Pagination paging=paging base=base what="thủ tục"/>
    }
    .into_any()
}

fn row(line: &ProcedureLine, draft: &str) -> Row {
    let fee = line.fee_direct.map_or_else(|| "Không thu".to_owned(), format::money);
    let mut hidden = vec![("thu_tuc", line.code.clone())];
    if !draft.is_empty() {
        hidden.push(("ho_so", draft.to_owned()));
    }
    let choose = view! { <ui::PostButton action="/can-bo/tiep-nhan" label="Chọn" hidden=hidden kind=ui::ButtonKind::Secondary of=line.name.clone()/> };
    Row::new(vec![Cell::text(format!("{} ({})", line.name, line.code)), Cell::text(line.deadline.clone()), Cell::text(fee), Cell::view(choose)])
}

fn begun_today(begun: &[CounterDraft]) -> Option<AnyView> {
    let rows = begun
        .iter()
        .map(|draft| {
            let said = format!("{}, sửa lúc {}", draft.procedure, format::time(draft.updated_at));
            view! { <li><a href=format!("/can-bo/tiep-nhan/{}", draft.code)>{draft.code.clone()}</a>" "{said}</li> }
        })
        .collect_view();
    (!begun.is_empty()).then(|| view! { <ui::Section title="Đang nhập dở hôm nay" id="dang-do"><ul class="p-rows">{rows}</ul></ui::Section> }.into_any())
}
