//! O18 "Kho kết quả": stored documents by the scope of the official, who used them, and the marks.

use super::view;
use crate::web::{Done, Form, Page, Result, Rq};
use axum::response::Response;
use domain::dossiers::results;
use leptos::prelude::*;
use model::List;
use model::dossiers::results::{DocumentLine, DocumentView, MarkForm, StoreFilter, Validity, until_words};
use model::format::{date, number};
use ui::icon::Icon;
use ui::{Cell, Choice, Column, Row};

const BASE: &str = "/can-bo/kho-ket-qua";

fn parents() -> Vec<(String, String)> {
    vec![("/can-bo/ho-so".to_owned(), "Hồ sơ".to_owned())]
}

/// The list.
pub async fn page(rq: Rq) -> Result<Page> {
    let typed = rq.query("tinh-trang").unwrap_or_default().to_owned();
    let filter = StoreFilter { words: rq.query("q").unwrap_or_default().to_owned(), validity: typed.parse().ok(), page: rq.page_number() };
    let mut state = ui::FormState::default();
    if !typed.is_empty() && filter.validity.is_none() {
        state = state
            .with_value("tinh-trang", typed)
            .with_value("q", filter.words.clone())
            .with_error("tinh-trang", "Không có tình trạng này. Hãy chọn trong danh sách.");
    }
    let mut cx = rq.read().await?;
    let list = results::stored(&mut cx, &filter).await?;
    let base = rq.list_base();
    Ok(Page::new("Kho kết quả", move || body(list, filter, state, base)))
}

fn body(list: List<DocumentLine>, filter: StoreFilter, state: ui::FormState, base: String) -> impl IntoView {
    let active = !filter.words.is_empty() || filter.validity.is_some();
    let clear = if active { BASE } else { "" };
    let options: Vec<ui::SelectOption> = Validity::ALL.iter().map(|one| ui::SelectOption::new(one.as_str(), one.label())).collect();
    let chosen = filter.validity.map(|one| one.as_str().to_owned()).unwrap_or_default();
    let empty = list.rows.is_empty();
    let lead =
        format!("{} giấy tờ đã cấp từ hồ sơ trong phạm vi của bạn. Giấy tờ chỉ được ghi nhận thay thế, thu hồi; không bao giờ bị xóa.", number(list.total()));
    let text = if active { "Hãy thử từ khác, hoặc bỏ lọc để xem cả kho." } else { "Kết quả hồ sơ tự vào kho khi phát hành." };
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents() here="Kho kết quả"/>
            <ui::PageHeading title="Kho kết quả" lead=lead/>
            <ui::FilterBar action=BASE button="Lọc giấy tờ" clear_href=clear form_state=state>
                <ui::Field name="q" label="Mã, số, loại giấy, người được cấp" value=filter.words.clone() optional=true/>
                <ui::Select name="tinh-trang" label="Tình trạng" options=options value=chosen blank="Mọi tình trạng"/>
            </ui::FilterBar>
            {empty.then(|| view! { <ui::EmptyState icon=Icon::Box title="Không có giấy tờ nào" text=text/> })}
            {(!empty).then(|| view! {
                {table(list.rows)}
                <ui::Pagination paging=list.paging base=base what="giấy tờ"/>
            })}
        </ui::Container>
    }
}

fn table(rows: Vec<DocumentLine>) -> impl IntoView {
    let mut columns: Vec<Column> = ["Giấy tờ", "Cấp cho", "Cơ quan cấp", "Ngày cấp, giá trị", "Tình trạng"].map(Column::text).to_vec();
    columns.push(Column::number("Lần dùng lại"));
    let rows = rows
        .into_iter()
        .map(|line| {
            let href = format!("{BASE}/{}", line.code);
            let uses = Cell::link(format!("{href}#ai-da-dung"), number(line.reused));
            let about = if line.number.is_empty() { line.code } else { format!("{} · {}", line.code, line.number) };
            let days = format!("{}, {}", date(line.issued_on), until_words(line.valid_until));
            Row::new(vec![
                Cell::view(view! { <a href=href>{line.name}</a><br/><span class="p-small p-muted">{about}</span> }),
                Cell::text(line.owner),
                Cell::text(line.issuer),
                Cell::text(days),
                Cell::view(view::tag(line.validity)),
                uses,
            ])
        })
        .collect();
    view! { <ui::Table caption="Giấy tờ trong kho" caption_hidden=true columns=columns rows=rows/> }
}

/// One document.
pub async fn detail(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let document = results::document(&mut cx, rq.param("ma")).await?;
    Ok(Page::new(format!("Giấy tờ {}", document.line.code), move || document_view(&document)))
}

fn above() -> Vec<(String, String)> {
    let mut parents = parents();
    parents.push((BASE.to_owned(), "Kho kết quả".to_owned()));
    parents
}

fn document_view(document: &DocumentView) -> impl IntoView + use<> {
    let line = document.line.clone();
    let here = format!("{BASE}/{}", line.code);
    let dossier = format!("/can-bo/ho-so/{}", document.dossier);
    let check = format!("/kiem-tra?ma={}", line.code);
    let (facts, uses, history) = (view::facts(document, true), view::uses(&document.uses, true), view::history(document));
    let may_mark = document.may_mark;
    let (file, mark) = (format!("{here}/tep"), format!("{here}/danh-dau"));
    let note = "Mở tệp cũng được ghi ở đây; chủ giấy tờ đọc được.";
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=above() here=line.code.clone()/>
            <ui::PageHeading title=line.name.clone() above=format!("Mã giấy tờ {}", line.code)/>
            <p class="p-cluster">{view::tag(line.validity)}</p>
            <ui::ButtonGroup>
                {line.has_file.then(|| view! { <ui::LinkButton href=file label="Mở tệp" icon=Icon::Down kind=ui::ButtonKind::Secondary download=true/> })}
                <ui::LinkButton href=dossier label="Hồ sơ gốc" kind=ui::ButtonKind::Line/>
                <ui::LinkButton href=check label="Kiểm tra" kind=ui::ButtonKind::Line icon=Icon::Shield/>
                {may_mark.then(|| view! { <ui::LinkButton href=mark label="Ghi nhận thay thế, thu hồi" kind=ui::ButtonKind::Danger/> })}
            </ui::ButtonGroup>
            <ui::Section title="Nội dung" id="noi-dung"><ui::SummaryList rows=facts/></ui::Section>
            <ui::Section title="Ai đã dùng giấy tờ này" id="ai-da-dung" note=note>{uses}</ui::Section>
            <ui::Section title="Quá trình" id="qua-trinh">{history}</ui::Section>
        </ui::Container>
    }
}

/// Its file; the reading is noted.
pub async fn file(rq: Rq) -> Result<Response> {
    let mut cx = rq.write().await?;
    let file = results::document_file(&mut cx, rq.param("ma")).await?;
    cx.commit().await?;
    crate::files::send(&rq, &file).await
}

/// The page of a mark.
pub async fn mark_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let document = results::document(&mut cx, rq.param("ma")).await?;
    let form = rq.form();
    Ok(Page::new(format!("Ghi nhận thay thế, thu hồi {}", document.line.code), move || {
        let code = document.line.code.clone();
        let here = format!("{BASE}/{code}");
        let mut parents = above();
        parents.push((here.clone(), code.clone()));
        let version = document.version.to_string();
        let other =
            move || view! { <ui::Field name="ma_thay_the" label="Mã giấy tờ thay thế" hint="Mã ghi trong Kho kết quả, ví dụ GT-7K4QXM2P" maxlength=40_u32/> };
        let content = if document.may_mark {
            view! {
                <ui::Form action=format!("{here}/danh-dau") form_state=form>
                    <input type="hidden" name="phien_ban" value=version/>
                    <ui::Radios name="cach" legend="Giấy tờ này" choices=vec![
                        Choice::new("thay-the", "Được thay bằng giấy tờ mới").hint("Ví dụ cấp lại, cải chính.").more(other()),
                        Choice::new("thu-hoi", "Bị thu hồi, hủy bỏ").hint("Ví dụ cấp sai thẩm quyền, sai đối tượng."),
                    ]/>
                    <ui::TextArea name="ly_do" label="Lý do và căn cứ" hint="Ít nhất 10 ký tự. Chủ giấy tờ đọc được."/>
                    <ui::ButtonGroup>
                        <ui::Button label="Ghi nhận" kind=ui::ButtonKind::DangerFilled/>
                        <ui::LinkButton href=here label="Để nguyên" kind=ui::ButtonKind::Secondary/>
                    </ui::ButtonGroup>
                </ui::Form>
            }
            .into_any()
        } else {
            let title = "Giấy tờ đã được ghi nhận trước đó, hoặc bạn không ký thay cơ quan cấp.";
            view! { <ui::Banner kind=ui::BannerKind::Notice title=title href=here link="Xem giấy tờ"/> }.into_any()
        };
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=parents here="Ghi nhận"/>
                <ui::PageHeading title="Ghi nhận thay thế, thu hồi" above=code lead="Giấy tờ vẫn nằm trong kho với dấu này. Ai kiểm tra hoặc muốn dùng lại đều thấy. Không hoàn tác được."/>
                {content}
            </ui::Container>
        }
    }))
}

/// Marks.
pub async fn mark(rq: Rq, form: Form) -> Result<Done> {
    let (code, version, input) = (rq.param("ma"), form.version()?, form.read::<MarkForm>()?.validate()?);
    let mut cx = rq.write().await?;
    results::mark(&mut cx, code, version, &input).await?;
    cx.commit().await?;
    Ok(Done::to(format!("{BASE}/{code}")).say("Đã ghi nhận. Chủ giấy tờ được báo."))
}
