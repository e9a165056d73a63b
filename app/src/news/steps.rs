//! What an editor may do with an article now: each step with its own small form.

use leptos::prelude::*;
use model::format;
use model::news::{ArticleAction, ArticleState, DeskArticle, UnpublishReason};
use ui::icon::Icon;
use ui::{ButtonKind, Choice, FormState};

/// The panel of the steps; what moves the article on stands before what sends it back or takes it down.
pub(super) fn work(article: &DeskArticle, state: &FormState) -> impl IntoView + use<> {
    let code = article.row.code.clone();
    let tried = state.value("buoc").unwrap_or_default().to_owned();
    let loose = (state.has_errors() && !matches!(tried.as_str(), "return" | "approve" | "unpublish"))
        .then(|| view! { <ui::ErrorSummary errors=state.errors.clone() note=String::new()/> });
    let edit = article.may_edit.then(|| edit_button(article));
    let mut actions = article.actions.clone();
    actions.sort_by_key(|action| matches!(action, ArticleAction::Return | ArticleAction::Unapprove | ArticleAction::Unpublish));
    let steps = actions.iter().map(|action| step_form(article, *action, state, &tried)).collect_view();
    let nothing = (article.actions.is_empty() && !article.may_edit).then(|| view! { <p>"Lúc này bạn không phải làm gì với bài này."</p> });
    view! {
        <ui::Panel title="Việc cần làm">
            {loose}
            <div class="p-stack" id=format!("viec-{code}")>{nothing}{edit}{steps}</div>
        </ui::Panel>
    }
}

fn edit_button(article: &DeskArticle) -> impl IntoView + use<> {
    let action = format!("/can-bo/tin-bai/{}/nhan-sua", article.row.code);
    match article.locked_by.clone() {
        Some((name, until)) => view! {
            <p>{format!("{name} đang sửa bài này đến {}.", format::time(until))}</p>
            <ui::PostButton action=action label="Sửa thay" hidden=vec![("sua_thay", "1".to_owned())] kind=ButtonKind::Secondary icon=Some(Icon::Pen)/>
        }
        .into_any(),
        None => view! { <ui::PostButton action=action label="Sửa bài" kind=ButtonKind::Secondary icon=Some(Icon::Pen)/> }.into_any(),
    }
}

/// Where a step is sent, what names it, and what was typed when it was refused.
struct Sent {
    to: String,
    hidden: Vec<(&'static str, String)>,
    state: FormState,
}

impl Sent {
    fn hidden(&self) -> impl IntoView + use<> {
        self.hidden.clone().into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
    }
}

fn step_form(article: &DeskArticle, step: ArticleAction, state: &FormState, tried: &str) -> AnyView {
    let sent = Sent {
        to: format!("/can-bo/tin-bai/{}/buoc", article.row.code),
        hidden: vec![("buoc", step.as_str().to_owned()), ("phien_ban", article.version.to_string())],
        state: if tried == step.as_str() { state.clone() } else { FormState::default() },
    };
    match step {
        ArticleAction::Return => return_form(sent, article.row.state).into_any(),
        ArticleAction::Approve => approve_form(sent).into_any(),
        ArticleAction::Unpublish => unpublish_form(sent).into_any(),
        ArticleAction::ProposeCorrection => {
            view! { <ui::LinkButton href=format!("/can-bo/tin-bai/{}/sua", article.row.code) label=step.label() kind=ButtonKind::Secondary icon=Icon::Pen/> }
                .into_any()
        }
        _ => view! { <ui::PostButton action=sent.to label=step.label() hidden=sent.hidden kind=ButtonKind::Primary/> }.into_any(),
    }
}

fn return_form(sent: Sent, from: ArticleState) -> impl IntoView {
    let hidden = sent.hidden();
    let choose = (from == ArticleState::AwaitingApproval).then(|| {
        let choices = vec![Choice::new(ArticleState::AwaitingEdit.as_str(), "Cho biên tập viên"), Choice::new(ArticleState::Draft.as_str(), "Cho người viết")];
        view! { <ui::Radios name="tra_ve" legend="Trả về" choices=choices value=ArticleState::AwaitingEdit.as_str()/> }
    });
    view! {
        <ui::Form action=sent.to form_state=sent.state id_prefix="tra-lai">
            {hidden}
            {choose}
            <ui::TextArea name="ly_do" label="Lý do trả lại" hint="Ít nhất 10 ký tự: cần sửa gì, ở đâu." rows=3/>
            <ui::Button label=ArticleAction::Return.label() kind=ButtonKind::Secondary/>
        </ui::Form>
    }
}

fn approve_form(sent: Sent) -> impl IntoView {
    let hidden = sent.hidden();
    view! {
        <ui::Form action=sent.to form_state=sent.state id_prefix="duyet">
            {hidden}
            <ui::Field name="ngay_dang" label="Ngày đăng" hint="Bỏ trống cả hai ô để đăng ngay." optional=true width=ui::FieldWidth::Code/>
            <ui::Field name="gio_dang" label="Giờ đăng" hint="Ví dụ 08:30." optional=true width=ui::FieldWidth::Short/>
            <ui::Button label=ArticleAction::Approve.label()/>
        </ui::Form>
    }
}

fn unpublish_form(sent: Sent) -> impl IntoView {
    let hidden = sent.hidden();
    let causes = UnpublishReason::ALL.iter().map(|cause| Choice::new(cause.as_str(), cause.label())).collect();
    view! {
        <ui::Fold title="Gỡ bài">
            <ui::Form action=sent.to form_state=sent.state id_prefix="go">
                {hidden}
                <ui::Radios name="nguyen_nhan" legend="Nguyên nhân" choices=causes/>
                <ui::TextArea name="ly_do" label="Ghi chú cho ban biên tập" hint="Ít nhất 10 ký tự." rows=3/>
                <ui::Field name="chuyen_den" label="Chuyển bạn đọc đến" hint="Một trang của cổng, ví dụ /tin-tuc. Bỏ trống để hiện trang “đã gỡ”." optional=true/>
                <ui::Button label=ArticleAction::Unpublish.label() kind=ButtonKind::Danger/>
            </ui::Form>
        </ui::Fold>
    }
}
