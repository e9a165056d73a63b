//! "Giấy tờ của tôi": what the person has been given, and who used it.

use super::view;
use crate::web::{Page, Result, Rq};
use axum::response::Response;
use domain::dossiers::results;
use leptos::prelude::*;
use model::dossiers::results::{DocumentLine, DocumentView, until_words};
use model::format::date;
use ui::icon::Icon;

fn parents() -> Vec<(String, String)> {
    vec![("/ho-so-cua-toi".to_owned(), "Hồ sơ của tôi".to_owned())]
}

/// The list.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let list = results::my_documents(&mut cx, rq.page_number()).await?;
    let base = rq.list_base();
    Ok(Page::new("Giấy tờ của tôi", move || {
        let empty = list.rows.is_empty();
        let paging = list.paging;
        let rows = list.rows.into_iter().map(row).collect_view();
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=parents() here="Giấy tờ của tôi"/>
                <ui::PageHeading title="Giấy tờ của tôi" lead="Kết quả mà cơ quan đã cấp cho bạn. Lần sau nộp hồ sơ, bạn có thể dùng lại, không phải chụp và tải lên."/>
                {empty.then(|| view! {
                    <ui::EmptyState icon=Icon::Doc title="Chưa có giấy tờ nào" text="Khi cơ quan phát hành kết quả hồ sơ của bạn, giấy tờ tự vào đây.">
                        <ui::LinkButton href="/ho-so-cua-toi" label="Hồ sơ của tôi"/>
                    </ui::EmptyState>
                })}
                {(!empty).then(|| view! {
                    <ui::RowList label="Giấy tờ của tôi">{rows}</ui::RowList>
                    <ui::Pagination paging=paging base=base what="giấy tờ"/>
                })}
            </ui::Container>
        }
    }))
}

fn row(line: DocumentLine) -> impl IntoView {
    let below = format!("{}, cấp ngày {}, giá trị {}", line.issuer, date(line.issued_on), until_words(line.valid_until));
    let above = if line.number.is_empty() { line.code.clone() } else { format!("Số {}", line.number) };
    view! { <ui::ListRow href=format!("/giay-to-cua-toi/{}", line.code) title=line.name above=above below=below badges=view::tag(line.validity)/> }
}

/// One document.
pub async fn detail(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let document = results::my_document(&mut cx, rq.param("ma")).await?;
    let title = document.line.name.clone();
    Ok(Page::new(title, move || body(&document)))
}

fn body(document: &DocumentView) -> impl IntoView + use<> {
    let line = document.line.clone();
    let mut parents = parents();
    parents.push(("/giay-to-cua-toi".to_owned(), "Giấy tờ của tôi".to_owned()));
    let file = format!("/giay-to-cua-toi/{}/tep", line.code);
    let check = format!("/kiem-tra?ma={}", line.code);
    let dossier = format!("/ho-so-cua-toi/{}", document.dossier);
    let (facts, uses, history) = (view::facts(document, false), view::uses(&document.uses, false), view::history(document));
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents here=line.code.clone()/>
            <ui::PageHeading title=line.name.clone() above=format!("Mã giấy tờ {}", line.code)/>
            <p class="p-cluster">{view::tag(line.validity)}</p>
            <ui::ButtonGroup>
                {line.has_file.then(|| view! { <ui::LinkButton href=file label="Tải giấy tờ" icon=Icon::Down download=true/> })}
                <ui::LinkButton href=check label="Kiểm tra" kind=ui::ButtonKind::Secondary icon=Icon::Shield/>
                <ui::LinkButton href=dossier label="Hồ sơ gốc" kind=ui::ButtonKind::Line/>
            </ui::ButtonGroup>
            <ui::Section title="Nội dung" id="noi-dung"><ui::SummaryList rows=facts/></ui::Section>
            <ui::Section title="Ai đã dùng giấy tờ này" id="ai-da-dung" note="Mỗi lần bạn dùng lại và mỗi lần cán bộ mở xem đều được ghi.">{uses}</ui::Section>
            <ui::Section title="Quá trình" id="qua-trinh">{history}</ui::Section>
        </ui::Container>
    }
}

/// Its file.
pub async fn file(rq: Rq) -> Result<Response> {
    let mut cx = rq.write().await?;
    let file = results::my_document_file(&mut cx, rq.param("ma")).await?;
    cx.commit().await?;
    crate::files::send(&rq, &file).await
}
