//! `/can-bo/xin-y-kien/{ma}`: one question, its answers, and what the reader may do.

use super::address;
use super::parts::{files, need, tag};
use crate::web::{Error, Page, Result, Rq};
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::dossiers::consult;
use leptos::prelude::*;
use model::dossiers::{ConsultationAct, ConsultationView, OpinionView};
use model::files::{PAPERS, Purpose, allowed_in_words};
use model::format;
use ui::icon::Icon;
use ui::{FormState, SummaryRow};

/// The row of the question in the address.
pub(super) fn id(rq: &Rq) -> Result<i64> {
    rq.param("ma").parse().map_err(|_| Error::NotFound)
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let id = id(&rq)?;
    let mut cx = rq.read().await?;
    let question = consult::open(&mut cx, id).await?;
    let (state, now) = (rq.form(), cx.now());
    Ok(Page::new(format!("Xin ý kiến về hồ sơ {}", question.line.dossier), move || body(question, state, now)))
}

fn body(question: ConsultationView, state: FormState, now: DateTime<Utc>) -> impl IntoView {
    let line = question.line.clone();
    // What was sent belongs to the form whose name came back.
    let sent = state.value("buoc").unwrap_or_default().to_owned();
    let of = |name: &str| if sent == name { state.clone() } else { FormState::default() };
    let other = if sent.is_empty() { state.errors.clone() } else { Vec::new() };
    let forms = forms(&question, of);
    let none = forms.is_empty();
    let answers = question.answers.iter().rev().enumerate().map(|(i, answer)| opinion(line.id, answer, i == 0)).collect_view();
    let unanswered = question.answers.is_empty().then(|| view! { <p>"Chưa có ý kiến."</p> });
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/xin-y-kien" label="Xin ý kiến"/>
            {(!other.is_empty()).then(|| view! { <ui::ErrorSummary errors=other/> })}
            <ui::PageHeading title=line.procedure.clone() above=format!("Xin ý kiến về hồ sơ {}", line.dossier)/>
            <p class="p-cluster">{tag(&line, now)}<ui::StatusTag tone=ui::Tone::Outline label=need(line.mandatory)/></p>
            <ui::Section title="Nội dung xin ý kiến" id="noi-dung">
                <ui::SummaryList rows=facts(&question)/>
                {files(line.id, &question.files)}
            </ui::Section>
            <ui::Section title="Việc của bạn" id="viec">
                {none.then(|| view! { <p>"Yêu cầu này không chờ bạn."</p> })}
                {forms}
            </ui::Section>
            <ui::Section title="Ý kiến trả lời" id="tra-loi">{unanswered}{answers}</ui::Section>
        </ui::Container>
    }
}

fn facts(question: &ConsultationView) -> Vec<SummaryRow> {
    let line = &question.line;
    let dossier = if question.opens_dossier {
        let href = format!("/can-bo/ho-so/{}?muc=y-kien", line.dossier);
        SummaryRow::view("Hồ sơ", view! { <a href=href>{line.dossier.clone()}</a> })
    } else {
        SummaryRow::new("Hồ sơ", line.dossier.clone())
    };
    let mut rows = vec![
        dossier,
        SummaryRow::new("Đơn vị hỏi", format!("{}, {}, lúc {}", line.asking_unit, question.asked_by, format::time_date(line.asked_at))),
        SummaryRow::new("Đơn vị được hỏi", line.asked_unit.clone()),
        SummaryRow::new("Nội dung", line.question.clone()),
        SummaryRow::new("Hạn trả lời", format::time_date(line.due)),
    ];
    if let Some(at) = question.accepted_at {
        rows.push(SummaryRow::new("Đã nhận", format!("{}, lúc {}", question.accepted_by, format::time_date(at))));
    }
    for (label, fact) in [("Trả lại", &question.returned), ("Giải trình không chờ", &question.waived)] {
        if let Some((by, at, reason)) = fact {
            rows.push(SummaryRow::new(label, format!("{by}, lúc {}. Lý do: {reason}", format::time_date(*at))));
        }
    }
    rows
}

fn opinion(id: i64, answer: &OpinionView, counts: bool) -> impl IntoView + use<> {
    let mark = if counts { "bản đang dùng" } else { "bản đã thay" };
    let head = format!("Bản {} ({mark}), {}, lúc {}", answer.number, answer.by, format::time_date(answer.at));
    let lines = answer.text.lines().map(|line| view! { <p class="p-break">{line.to_owned()}</p> }).collect_view();
    view! { <div class="p-stack p-stack--tight"><p class="p-strong">{head}</p>{lines}{files(id, &answer.files)}</div> }
}

/// A form for each act that the reader may take now.
fn forms(question: &ConsultationView, of: impl Fn(&str) -> FormState) -> Vec<AnyView> {
    let (base, version) = (address(question.line.id), question.version.to_string());
    let again = !question.answers.is_empty();
    let form = |act: &ConsultationAct| {
        match act {
        ConsultationAct::Accept => {
            view! { <ui::PostButton action=format!("{base}/nhan") label="Nhận yêu cầu" hidden=vec![("phien_ban", version.clone())] kind=ui::ButtonKind::Secondary icon=Some(Icon::Check)/> }
                .into_any()
        }
        ConsultationAct::Answer => answer_form(&base, &version, again, of("tra-loi")),
        ConsultationAct::Return => {
            let hint = "Ít nhất 10 ký tự: vì sao không thuộc thẩm quyền, nên hỏi đơn vị nào";
            reason_form(&base, "tra-lai", "Trả lại vì không thuộc thẩm quyền", hint, &version, of("tra-lai"))
        }
        ConsultationAct::Waive => {
            let hint = "Ít nhất 10 ký tự; lý do ghi vào lịch sử hồ sơ";
            reason_form(&base, "giai-trinh", "Trình ký không chờ ý kiến này", hint, &version, of("giai-trinh"))
        }
    }
    };
    question.acts.iter().map(form).collect()
}

fn answer_form(base: &str, version: &str, again: bool, state: FormState) -> AnyView {
    let (label, button) = if again { ("Ý kiến mới, thay bản trước", "Gửi bản mới") } else { ("Ý kiến của đơn vị", "Gửi ý kiến") };
    let hint = format!("{}. Mỗi tệp tối đa 20 MB.", allowed_in_words(Purpose::Dossier));
    let version = version.to_owned();
    view! {
        <ui::Form action=format!("{base}/tra-loi") form_state=state multipart=true id_prefix="tra-loi-">
            <input type="hidden" name="buoc" value="tra-loi"/>
            <input type="hidden" name="phien_ban" value=version/>
            <ui::TextArea name="noi_dung" label=label hint="Ít nhất 10 ký tự" rows=6/>
            <ui::FileUpload name="tep" label="Tệp kèm theo (không bắt buộc)" hint=hint rules=PAPERS multiple=true with_form=true/>
            <ui::Button label=button icon=Icon::Send/>
        </ui::Form>
    }
    .into_any()
}

fn reason_form(base: &str, path: &'static str, title: &'static str, hint: &'static str, version: &str, state: FormState) -> AnyView {
    let open = state.has_errors();
    let (action, version) = (format!("{base}/{path}"), version.to_owned());
    view! {
        <ui::Accordion title=title open=open>
            <ui::Form action=action form_state=state id_prefix=format!("{path}-")>
                <input type="hidden" name="buoc" value=path/>
                <input type="hidden" name="phien_ban" value=version/>
                <ui::TextArea name="ly_do" label="Lý do" hint=hint rows=3/>
                <ui::Button label=title kind=ui::ButtonKind::Secondary/>
            </ui::Form>
        </ui::Accordion>
    }
    .into_any()
}

/// A file of a question or an answer.
pub async fn file(rq: Rq) -> Result<Response> {
    let mut cx = rq.write().await?;
    let file = consult::file_for(&mut cx, id(&rq)?, rq.param("tep")).await?;
    // Reading papers of a dossier is an act of its own in the log.
    cx.commit().await?;
    crate::files::send(&rq, &file).await
}
