//! `/nop/ban-nhap`: the open drafts of an account, to go on with or to delete; who has too many is led here. The page of a telephone
//! is `guest::drafts`.

use super::key;
use crate::web::{Done, Form, Page, Result, Rq};
use domain::dossiers::draft;
use domain::dossiers::guest::DRAFTS;
use leptos::prelude::*;
use model::dossiers::apply::{DiscardForm, DraftLine, MOST_DRAFTS};
use model::format::{date, time_date};
use ui::ButtonKind;
use ui::icon::Icon;

/// Begins an application (D01) and leads to its first page; who has too many drafts goes to their list.
pub(crate) async fn begin(rq: &Rq, procedure: &str) -> Result<Done> {
    let mut cx = rq.write().await?;
    // A program gets the sentence that names the drafts.
    if !rq.wants_json && rq.actor.may_apply() && draft::is_full(&mut cx).await? {
        return Ok(Done::to(DRAFTS));
    }
    let key = draft::create(&mut cx, procedure).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/nop/{}", key.code)))
}

/// The list.
pub async fn page(rq: Rq) -> Result<Page> {
    if !rq.actor.is_signed_in() {
        return crate::dossiers::guest::drafts(rq).await;
    }
    let mut cx = rq.read().await?;
    let drafts = draft::mine(&mut cx).await?;
    drop(cx);
    let errors = rq.form().errors;
    let title = if errors.is_empty() { "Bản nháp" } else { "Lỗi: Bản nháp" };
    Ok(Page::new(title, move || {
        let count = drafts.len();
        let lead = format!("Hồ sơ đang điền dở, chưa nộp. Mỗi người có nhiều nhất {MOST_DRAFTS} bản nháp cùng lúc.");
        let full = (count >= MOST_DRAFTS).then(|| {
            let title = format!("Bạn đang có {count} bản nháp chưa nộp");
            view! { <ui::Banner kind=ui::BannerKind::Notice title=title text="Hãy làm tiếp và nộp, hoặc xóa một bản không cần nữa, rồi bắt đầu hồ sơ mới."/> }
        });
        let none = (count == 0).then(nothing);
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![("/ho-so-cua-toi".to_owned(), "Hồ sơ của tôi".to_owned())] here="Bản nháp"/>
                <ui::PageHeading title="Bản nháp" lead=lead/>
                {(!errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=errors/> })}
                {full}
                {none}
                {drafts.into_iter().map(one).collect_view()}
            </ui::Container>
        }
    }))
}

/// Nobody began anything.
pub(crate) fn nothing() -> impl IntoView {
    view! {
        <ui::EmptyState icon=Icon::Dossier title="Không có bản nháp nào" text="Hãy tìm thủ tục cần làm rồi bấm Bắt đầu nộp hồ sơ.">
            <ui::LinkButton href="/thu-tuc" label="Tìm thủ tục"/>
        </ui::EmptyState>
    }
}

/// A draft in full, with the way on and what deletes it.
pub(crate) fn one(line: DraftLine) -> impl IntoView {
    let reached = if line.reached.is_empty() { "Mới bắt đầu".to_owned() } else { format!("Đã lưu đến {}", line.reached) };
    let note = format!("{reached}. Lưu lúc {}, giữ đến {}.", time_date(line.updated_at), date(line.kept_until));
    let title = format!("{}, mã nộp {}", line.procedure_name, line.code);
    let (here, code) = (format!("/nop/{}", line.code), line.code.clone());
    let (remove, agreed) = (format!("{here}/xoa"), vec![("dong_y", "1".to_owned())]);
    let (ask, what) = (format!("Xóa bản nháp {code}"), format!("bản nháp {code}"));
    view! {
        <ui::Section title=title id=line.code note=note>
            <ui::ButtonGroup><ui::LinkButton href=here label="Làm tiếp" of=code/></ui::ButtonGroup>
            <ui::Accordion title=ask>
                <p>"Mọi điều đã điền và các tệp đã tải lên của bản nháp này mất hẳn, không lấy lại được."</p>
                <ui::PostButton action=remove label="Xóa" of=what kind=ButtonKind::DangerFilled hidden=agreed/>
            </ui::Accordion>
        </ui::Section>
    }
}

/// Deletes a draft with the places of its files.
pub async fn remove(rq: Rq, form: Form) -> Result<Done> {
    let key = key(&rq);
    let mut cx = rq.write().await?;
    // Whose draft it is comes first: others learn nothing from what is wrong with the form.
    draft::view(&mut cx, &key).await?;
    form.read::<DiscardForm>()?.validate()?;
    draft::discard(&mut cx, &key).await?;
    cx.commit().await?;
    Ok(Done::to(DRAFTS).say(format!("Đã xóa bản nháp {}.", key.code)))
}
