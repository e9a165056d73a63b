//! `/can-bo/thu-tuc/{ma}`: versions of a procedure, its draft and what can be done with it.

use super::{address, compare, list};
use crate::web::{Page, Result, Rq};
use chrono::NaiveDate;
use domain::procedures;
use leptos::prelude::*;
use model::format::{self, date};
use model::procedures::{CataloguePage, CatalogueVersion, DocGroup, DraftStep, DraftView};
use ui::{ButtonKind, Cell, Column, FormState, Row, StepState, TimelineStep};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let today = format::local_date(cx.now());
    let page = procedures::desk_page(&mut cx, rq.param("ma")).await?;
    let form = rq.form();
    Ok(Page::new(page.name.clone(), move || view(page, form, today)))
}

fn view(page: CataloguePage, state: FormState, today: NaiveDate) -> impl IntoView {
    let code = page.code.clone();
    let public =
        page.versions.iter().any(|version| version.valid_from <= today).then(|| view! { <p><a href=format!("/thu-tuc/{code}")>"Xem trang công khai"</a></p> });
    let begin = page.may_begin.then(|| view! { <ui::PostButton action=address(&code, "phien-ban-moi") label="Tạo phiên bản mới" kind=ButtonKind::Primary/> });
    let loose = (page.draft.is_none() && state.has_errors()).then(|| view! { <ui::ErrorSummary errors=state.errors.clone() note=String::new()/> });
    let table = (!page.versions.is_empty()).then(|| versions(&code, &page.versions, today));
    let versions = table.map(|table| view! { <ui::Section title="Các phiên bản" id="phien-ban">{table}</ui::Section> });
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/thu-tuc" label="Danh mục thủ tục"/>
            <ui::PageHeading title=page.name above=format!("Mã {code}")/>
            {loose}
            {public}
            <p><a href=address(&code, "kenh")>"Kênh nộp trực tuyến"</a></p>
            {begin}
            {page.draft.map(|draft| draft_view(draft, state))}
            {versions}
        </ui::Container>
    }
}

fn versions(code: &str, versions: &[CatalogueVersion], today: NaiveDate) -> impl IntoView + use<> {
    let columns = ["Hiệu lực từ", "Đến hết ngày", "Trạng thái", "Quyết định", "Công bố lúc", "Xem"].map(Column::text).to_vec();
    let rows = versions
        .iter()
        .enumerate()
        .map(|(n, version)| {
            let id = version.id;
            let of = format!(" phiên bản hiệu lực từ {}", date(version.valid_from));
            let link = |page: String, word: &'static str| view! { <a href=address(code, &page)>{word}<span class="p-visually-hidden">{of.clone()}</span></a> };
            let compare = versions.get(n + 1).map(|before| view! { " · "{link(format!("so-sanh?tu={}&den={id}", before.id), "So với bản trước")} });
            let links = view! { {link(format!("noi-dung?ban={id}"), "Nội dung")}{compare}" · "{link(format!("xuat?ban={id}"), "Xuất tệp")} };
            Row::new(vec![
                Cell::text(date(version.valid_from)),
                Cell::text(version.valid_to.and_then(|end| end.pred_opt()).map(date).unwrap_or_default()),
                Cell::text(version.state_in_words(today)),
                Cell::text(version.decision.clone()),
                Cell::text(format::time_date(version.published_at)),
                Cell::view(links),
            ])
        })
        .collect();
    view! { <ui::Table caption="Các phiên bản" caption_hidden=true columns=columns rows=rows/> }
}

fn draft_view(draft: DraftView, state: FormState) -> impl IntoView {
    let code = draft.code.clone();
    let pages = draft.may_edit().then(|| groups(&draft));
    let day = draft.doc.general.valid_from.clone();
    let begin = if day.is_empty() { "chưa có ngày hiệu lực".to_owned() } else { format!("hiệu lực từ {day}") };
    let history = draft.events.iter().map(|event| {
        let text = if event.note.is_empty() { event.actor.clone() } else { format!("{}. {}", event.actor, event.note) };
        TimelineStep { state: StepState::Done, title: event.step.done().to_owned(), time: format::date_time(event.at), text }
    });
    let history = history.collect::<Vec<_>>();
    let changes = compare::groups(&draft.changes);
    view! {
        <ui::Section title="Phiên bản đang soạn" id="du-thao">
            <p class="p-cluster">{list::tag(draft.state)}<span>{begin}</span></p>
            <p>
                <a href=address(&code, "noi-dung?ban=du-thao")>"Xem toàn bộ nội dung"</a>" · "
                <a href=address(&code, "xuat?ban=du-thao")>"Xuất tệp dự thảo"</a>
            </p>
            {pages}
            {work(&draft, &state)}
        </ui::Section>
        <ui::Section title="Thay đổi so với phiên bản đang áp dụng" id="thay-doi">{changes}</ui::Section>
        <ui::Section title="Lịch sử dự thảo" id="lich-su"><ui::Timeline steps=history/></ui::Section>
    }
}

/// The pages of the editor, with what each still needs.
fn groups(draft: &DraftView) -> impl IntoView + use<> {
    let rows = DocGroup::ALL
        .iter()
        .map(|group| {
            let faults = draft.faults_of(*group);
            let words = if faults.is_empty() { "Đủ".to_owned() } else { faults.join(" ") };
            ui::SummaryRow::new(group.label(), words).edit(address(&draft.code, group.as_str()))
        })
        .collect();
    view! { <ui::SummaryList rows=rows/> }
}

/// What the reader may do now.
fn work(draft: &DraftView, state: &FormState) -> impl IntoView + use<> {
    let tried = state.value("buoc").unwrap_or_default().to_owned();
    let loose = (state.has_errors() && !matches!(tried.as_str(), "return" | "drop"))
        .then(|| view! { <ui::ErrorSummary errors=state.errors.clone() note=String::new()/> });
    let steps = draft.steps.iter().filter(|step| **step != DraftStep::Edit).map(|step| step_form(draft, *step, state, &tried)).collect_view();
    let missing = (!draft.faults.is_empty() && draft.steps.contains(&DraftStep::Submit)).then(|| {
        view! { <p>{format!("Còn {} mục phải sửa trước khi trình duyệt.", draft.faults.len())}</p> }
    });
    let second = draft.not_approver.then(|| view! { <p>"Bạn đã soạn phiên bản này, nên một người khác có quyền công bố sẽ duyệt."</p> });
    view! { {loose}{second}{missing}<div class="p-stack">{steps}</div> }
}

const fn path(step: DraftStep) -> &'static str {
    match step {
        DraftStep::Approve => "duyet",
        DraftStep::Return => "tra-lai",
        DraftStep::Publish => "cong-bo",
        DraftStep::Drop => "bo-du-thao",
        _ => "trinh-duyet",
    }
}

fn step_form(draft: &DraftView, step: DraftStep, state: &FormState, tried: &str) -> AnyView {
    let (to, version) = (address(&draft.code, path(step)), draft.version.to_string());
    if !step.needs_reason() {
        return view! { <ui::PostButton action=to label=step.label() hidden=vec![("phien_ban", version)] kind=ButtonKind::Primary/> }.into_any();
    }
    let failed = tried == step.as_str();
    let own = if failed { state.clone() } else { FormState::default() };
    let kind = if step == DraftStep::Drop { ButtonKind::Danger } else { ButtonKind::Secondary };
    view! {
        <ui::Accordion title=step.label() open=failed>
            <ui::Form action=to form_state=own id_prefix=path(step)>
                <input type="hidden" name="buoc" value=step.as_str()/>
                <input type="hidden" name="phien_ban" value=version/>
                <ui::TextArea name="ly_do" label="Lý do" hint="Ít nhất 10 ký tự." rows=3/>
                <ui::Button label=step.label() kind=kind/>
            </ui::Form>
        </ui::Accordion>
    }
    .into_any()
}
