//! `/can-bo/thu-tuc`: the catalogue at the desk.

use super::address;
use crate::web::{Page, Result, Rq};
use domain::procedures;
use leptos::prelude::*;
use model::List;
use model::access::{Action, ObjectKind};
use model::format::date;
use model::procedures::{CatalogueFilter, CatalogueLine, DraftState};
use ui::icon::Icon;
use ui::{ButtonKind, Cell, Column, FieldWidth, Row, SelectOption};

/// States in the filter: the word of the address, the stored word, the label.
const STATES: [(&str, &str, &str); 6] = [
    ("dang-ap-dung", "published", "Đang áp dụng"),
    ("sap-ap-dung", "next", "Có phiên bản sắp áp dụng"),
    ("du-thao", "draft", "Có dự thảo"),
    ("cho-duyet", "in_review", "Chờ duyệt"),
    ("da-duyet", "approved", "Đã duyệt, chờ công bố"),
    ("het-hieu-luc", "superseded", "Hết hiệu lực"),
];

/// The list with its filters.
pub async fn page(rq: Rq) -> Result<Page> {
    let text = |name: &str| rq.query(name).unwrap_or_default().to_owned();
    let state = text("trang-thai");
    let stored = STATES.iter().find(|(word, ..)| *word == state).map_or("", |(_, stored, _)| stored);
    let filter = CatalogueFilter { q: text("q"), sector: text("linh-vuc"), state: stored.to_owned(), page: rq.page_number() };
    let mut cx = rq.read().await?;
    let found = procedures::list(&mut cx, &filter).await?;
    let sectors = procedures::sectors(&mut cx).await?.into_iter().map(|(code, name)| SelectOption::new(code, name)).collect();
    let may_edit = rq.actor.may_somewhere(Action::Edit, ObjectKind::ProcedureVersion);
    let (base, form) = (rq.list_base(), rq.form());
    Ok(Page::new("Danh mục thủ tục", move || view(filter, state, found, sectors, base, may_edit.then_some(form))))
}

fn view(
    filter: CatalogueFilter,
    state: String,
    found: List<CatalogueLine>,
    sectors: Vec<SelectOption>,
    base: String,
    new: Option<ui::FormState>,
) -> impl IntoView {
    let filtered = !(filter.q.is_empty() && filter.sector.is_empty() && filter.state.is_empty());
    let states: Vec<SelectOption> = STATES.iter().map(|(word, _, label)| SelectOption::new(*word, *label)).collect();
    let (paging, empty) = (found.paging, found.rows.is_empty());
    let import = new.is_some().then(|| view! { <ui::LinkButton href="/can-bo/thu-tuc/nhap" label="Nhập từ tệp" kind=ButtonKind::Secondary/> });
    view! {
        <ui::Container>
            <ui::PageHeading title="Danh mục thủ tục" aside=view! {
                <ui::LinkButton href="/can-bo/thu-tuc/ly-do" label="Danh sách lý do" kind=ButtonKind::Line/>
                {import}
            }.into_any()/>
            <ui::FilterBar action="/can-bo/thu-tuc" button="Lọc" clear_href=if filtered { "/can-bo/thu-tuc" } else { "" }>
                <ui::Field name="q" label="Tên hoặc mã thủ tục" value=filter.q input_type="search" maxlength=200_u32/>
                <ui::Select name="linh-vuc" label="Lĩnh vực" options=sectors value=filter.sector blank="Mọi lĩnh vực"/>
                <ui::Select name="trang-thai" label="Trạng thái" options=states value=state blank="Mọi trạng thái"/>
            </ui::FilterBar>
            {empty.then(|| view! { <ui::EmptyState icon=Icon::Doc title="Không có thủ tục nào" text="Không có thủ tục phù hợp với cách lọc này."/> })}
            {(!empty).then(|| view! {
                {table(found.rows)}
                <ui::Pagination paging=paging base=base what="thủ tục"/>
            })}
            {new.map(new_form)}
        </ui::Container>
    }
}

fn new_form(state: ui::FormState) -> impl IntoView {
    view! {
        <ui::Section title="Thủ tục mới" id="thu-tuc-moi" note="Dùng khi thủ tục chưa có trong danh mục. Thủ tục đã có thì mở ra và tạo phiên bản mới.">
            <ui::Form action="/can-bo/thu-tuc/moi" form_state=state id_prefix="moi">
                <ui::Field name="ma" label="Mã thủ tục" hint="Mã quốc gia, ví dụ 1.001193." width=FieldWidth::Code maxlength=40_u32/>
                <ui::Field name="ten" label="Tên thủ tục" maxlength=500_u32/>
                <ui::Button label="Tạo dự thảo"/>
            </ui::Form>
        </ui::Section>
    }
}

fn table(rows: Vec<CatalogueLine>) -> impl IntoView {
    let columns = ["Thủ tục", "Lĩnh vực", "Áp dụng từ", "Phiên bản sắp áp dụng", "Đang soạn"].map(Column::text).to_vec();
    let day = |day: Option<chrono::NaiveDate>| day.map(date).unwrap_or_default();
    let rows = rows
        .into_iter()
        .map(|line| {
            let href = address(&line.code, "");
            let name = if line.name.is_empty() { line.code.clone() } else { line.name };
            Row::new(vec![
                Cell::view(view! { <a href=href>{name}</a><br/><span class="p-small p-muted n">{line.code}</span> }),
                Cell::text(line.sector),
                Cell::text(day(line.in_force_from)),
                Cell::text(day(line.next_from)),
                line.draft.map_or_else(|| Cell::text(""), |state| Cell::view(tag(state))),
            ])
        })
        .collect();
    view! { <ui::Table caption="Danh mục thủ tục" caption_hidden=true columns=columns rows=rows/> }
}

/// The mark of a draft.
pub(super) fn tag(state: DraftState) -> impl IntoView {
    let tone = match state {
        DraftState::Draft | DraftState::Dropped => ui::Tone::Neutral,
        DraftState::InReview => ui::Tone::Gold,
        DraftState::Approved => ui::Tone::Blue,
        DraftState::Published => ui::Tone::Green,
    };
    view! { <ui::StatusTag tone=tone label=state.label()/> }
}
