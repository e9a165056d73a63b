//! C16, C17: the dossiers of the signed-in person. Answering a supplement is `supplement`, withdrawing `withdraw`.

use super::tracking::{due_words, todo, tone};
use super::{supplement, withdraw};
use crate::dossiers::desk::parts::due_badge;
use crate::web::{Error, Page, Result, Rq};
use axum::response::Response;
use domain::dossiers::{apply, draft};
use domain::files;
use leptos::prelude::*;
use model::dossiers::apply::{DraftLine, MyDossier, SupplementProof, date_that_counts};
use model::dossiers::{DossierState, DossierView, PaymentStatus, SupplementRequest};
use model::format::{date, due_long, number, time_date};
use ui::icon::Icon;
use ui::{DueKind, StepState};

/// Drafts first, then open ones, then done ones.
pub async fn page(rq: Rq) -> Result<Page> {
    if !rq.actor.is_signed_in() {
        return Ok(crate::dossiers::guest::home(&rq));
    }
    let mut cx = rq.read().await?;
    let drafts = draft::mine(&mut cx).await?;
    let (open, done): (Vec<MyDossier>, Vec<MyDossier>) = apply::mine(&mut cx).await?.into_iter().partition(|dossier| !dossier.state.is_ended());
    Ok(Page::new("Hồ sơ của tôi", move || {
        let nothing = drafts.is_empty() && open.is_empty() && done.is_empty();
        view! {
            <ui::Container>
                <ui::PageHeading title="Hồ sơ của tôi"/>
                <p><a href="/giay-to-cua-toi">"Giấy tờ của tôi"</a></p>
                {nothing.then(|| view! {
                    <ui::EmptyState icon=Icon::Dossier title="Bạn chưa có hồ sơ nào" text="Hãy tìm thủ tục cần làm rồi bấm Bắt đầu nộp hồ sơ.">
                        <ui::LinkButton href="/thu-tuc" label="Tìm thủ tục"/>
                    </ui::EmptyState>
                })}
                {(!drafts.is_empty()).then(|| view! {
                    <ui::Section title="Bản nháp" id="ban-nhap" more_href="/nop/ban-nhap" more_label="Xóa bớt bản nháp"><ui::RowList label="Bản nháp">{drafts.into_iter().map(draft_row).collect_view()}</ui::RowList></ui::Section>
                })}
                {list("Đang giải quyết", "dang-giai-quyet", open)}
                {list("Đã xong", "da-xong", done)}
            </ui::Container>
        }
    }))
}

fn draft_row(line: DraftLine) -> impl IntoView {
    let reached = if line.reached.is_empty() { "Mới bắt đầu".to_owned() } else { format!("Đã lưu đến {}", line.reached) };
    let below = format!("{reached}. Lưu lúc {}, giữ đến {}", time_date(line.updated_at), date(line.kept_until));
    view! { <ui::ListRow href=format!("/nop/{}", line.code) title=line.procedure_name above=format!("Mã nộp {}", line.code) below=below/> }
}

fn list(title: &'static str, id: &'static str, rows: Vec<MyDossier>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().map(row).collect_view();
        view! { <ui::Section title=title id=id><ui::RowList label=title>{rows}</ui::RowList></ui::Section> }
    })
}

fn row(line: MyDossier) -> impl IntoView {
    let open = !line.state.is_ended();
    let left = if open { due_badge(line.urgency, &line.remaining) } else { None };
    let href = format!("/ho-so-cua-toi/{}", line.code);
    let why = if open && line.received && line.due.is_some() { format!("{href}#{}", ui::HOW) } else { String::new() };
    let badges = view! { <ui::StatusTag tone=tone(line.state) label=line.state.label()/> {left} }.into_any();
    let below = match date_that_counts(line.received, line.due, line.intake_due) {
        (words, Some(date)) if open => format!("{words} {}", due_long(date)),
        _ => format!("Nộp {}", time_date(line.submitted_at)),
    };
    view! { <ui::ListRow href=href title=line.procedure_name above=format!("Mã {}", line.code) below=below badges=badges why=why/> }
}

/// One dossier with everything of its own.
pub async fn detail(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let dossier = apply::of_actor(&mut cx, rq.param("ma")).await?;
    let receipt = domain::dossiers::receipt::exists(&mut cx, &dossier.submission_code).await?;
    let survey = domain::survey::link(&mut cx, dossier.public_code()).await?;
    let state = rq.form();
    Ok(Page::new(format!("Hồ sơ {}", dossier.public_code()), move || view(dossier, receipt, survey, state)))
}

/// A file of an own dossier: a result, or what was handed in.
pub async fn file(rq: Rq) -> Result<Response> {
    let mut cx = rq.read().await?;
    let dossier = apply::of_actor(&mut cx, rq.param("ma")).await?;
    let token = rq.param("tep");
    let results = dossier.results.iter().filter(|_| dossier.payment != PaymentStatus::Due);
    let others = dossier.answer_files.iter().chain(&dossier.item_files).flat_map(|(_, files)| files);
    let mut own = results.chain(dossier.parts.iter().flat_map(|part| &part.files)).chain(others);
    if !own.any(|file| file.token == token) {
        return Err(Error::NotFound);
    }
    let stored = files::by_token(&mut cx, token).await?;
    drop(cx);
    crate::files::send(&rq, &stored).await
}

fn view(dossier: DossierView, receipt: bool, survey: Option<String>, state: ui::FormState) -> impl IntoView {
    let code = dossier.public_code().to_owned();
    let tag = view! { <ui::StatusTag tone=tone(dossier.state) label=dossier.state.label()/> }.into_any();
    let how: Vec<String> = dossier.explanation.iter().map(|line| line.text.clone()).collect();
    let (due_label, due_at) = due_words(dossier.received_at.is_some(), dossier.due, dossier.intake_due);
    let unit = if dossier.received_at.is_some() { &dossier.competent_unit } else { &dossier.receiving_unit };
    let sentence = format!("{} tại {unit}", dossier.stage.map_or(dossier.state.label(), |stage| stage.label()));
    let kind = if dossier.state.is_ended() { DueKind::Done } else { crate::dossiers::desk::parts::due_kind(dossier.urgency) };
    let remaining = if dossier.state.is_ended() { dossier.state.label().to_owned() } else { dossier.remaining.clone() };
    let back = vec![("/ho-so-cua-toi".to_owned(), "Hồ sơ của tôi".to_owned())];
    let (reason, sorry) = (dossier.end_reason.clone(), dossier.apology());
    let errors = state.errors;
    let pay = format!("/ho-so-cua-toi/{code}/thanh-toan");
    let due = (dossier.payment == PaymentStatus::Due
        && !matches!(dossier.state, DossierState::Stopped | DossierState::Withdrawn | DossierState::IntakeRefused))
    .then(|| view! { <ui::Banner kind=ui::BannerKind::Notice title="Hồ sơ có khoản phí, lệ phí phải nộp" href=pay link="Xem và nộp"/> });
    let (steps, results, side) = (steps(&dossier), results(&dossier), aside(&dossier, receipt).into_any());
    let forms = crate::dossiers::desk::tabs::forms(&dossier, &format!("/ho-so-cua-toi/{code}"));
    let asked = dossier.open_supplement().map(|request| asked(&dossier, request));
    let judged = supplement::judged(&dossier);
    let withdraw = withdraw::entry(&dossier);
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=back here=code.clone()/>
            {(!errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=errors/> })}
            <ui::PageHeading title=dossier.procedure_name.clone() above=format!("Hồ sơ {code}")/>
            <ui::StatusArea tag=tag sentence=sentence todo=todo(dossier.state) due_label=due_label due=due_at due_kind=kind due_text=remaining how=how/>
            {due}
            {(!sorry.is_empty()).then(|| view! { <ui::Banner kind=ui::BannerKind::Notice title=sorry/> })}
            {(!reason.is_empty()).then(|| view! { <ui::Banner kind=ui::BannerKind::Notice title="Lý do" text=reason/> })}
            {asked}
            {judged}
            <ui::Columns aside=side aside_label="Thông tin hồ sơ">
                <ui::Section title="Tiến trình" id="tien-trinh"><ui::Timeline steps=steps/></ui::Section>
                {results}
                {survey.map(|href| view! { <p><a href=href>"Trả lời khảo sát 11 câu của quý này"</a></p> })}
                {forms}
                {withdraw}
            </ui::Columns>
        </ui::Container>
    }
}

fn steps(dossier: &DossierView) -> Vec<ui::TimelineStep> {
    let events: Vec<_> = dossier.timeline.iter().filter(|event| event.is_public()).collect();
    let last = events.len();
    let ended = dossier.state.is_ended();
    events
        .into_iter()
        .enumerate()
        .map(|(i, event)| ui::TimelineStep {
            state: if i + 1 == last && !ended { StepState::Current } else { StepState::Done },
            title: event.label().to_owned(),
            time: due_long(event.at),
            text: [event.unit.as_str(), event.public_note(), event.due_moved().as_str()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(". "),
        })
        .collect()
}

fn aside(dossier: &DossierView, has_receipt: bool) -> impl IntoView + use<> {
    let mut rows = vec![
        ui::SummaryRow::new("Người nộp", dossier.applicant_name.clone()),
        ui::SummaryRow::new("Điện thoại", dossier.applicant_phone.clone()),
        ui::SummaryRow::new("Mã nộp", dossier.submission_code.clone()),
        ui::SummaryRow::new("Nơi tiếp nhận", dossier.receiving_unit.clone()),
        ui::SummaryRow::new("Cơ quan giải quyết", dossier.competent_unit.clone()),
        ui::SummaryRow::new("Nhận kết quả", dossier.delivery.label()),
        fees(dossier),
    ];
    for part in &dossier.parts {
        let files: Vec<String> = part.files.iter().map(|file| format!("{} ({} byte)", file.name, number(file.size))).collect();
        rows.push(ui::SummaryRow::new(&part.name, if files.is_empty() { "Nộp bản giấy".to_owned() } else { files.join("; ") }));
    }
    let brought = dossier.item_files.iter().map(|(subject, files)| (format!("Bổ sung cho mục {subject}"), files));
    for (question, files) in dossier.answer_files.iter().map(|(question, files)| (question.clone(), files)).chain(brought) {
        let files: Vec<String> = files.iter().map(|file| format!("{} ({} byte)", file.name, number(file.size))).collect();
        rows.push(ui::SummaryRow::new(question, files.join("; ")));
    }
    let receipt = format!("/bien-nhan/{}", dossier.submission_code);
    let more = dossier.supplements.iter().filter(|request| request.has_receipt).map(|request| receipt_link(dossier, request)).collect_view();
    view! {
        <ui::Section title="Thông tin hồ sơ" id="thong-tin">
            <ui::SummaryList rows=rows stacked=true/>
            {has_receipt.then(|| view! { <p><a href=receipt>"Xem biên nhận điện tử"</a></p> })}
            {more}
        </ui::Section>
    }
}

fn receipt_link(dossier: &DossierView, request: &SupplementRequest) -> impl IntoView + use<> {
    let href = format!("/bien-nhan/{}", SupplementProof::code(&dossier.submission_code, request.seq));
    view! { <p><a href=href>{format!("Biên nhận bổ sung lần {}", request.seq)}</a></p> }
}

/// The axis of the money; a link where there is something to see.
fn fees(dossier: &DossierView) -> ui::SummaryRow {
    let label = dossier.payment.label();
    if dossier.payment == PaymentStatus::NotRequired {
        return ui::SummaryRow::new("Phí, lệ phí", label);
    }
    let href = format!("/ho-so-cua-toi/{}/thanh-toan", dossier.public_code());
    ui::SummaryRow::view("Phí, lệ phí", view! { {label}" · "<a href=href>"Xem các khoản"</a> })
}

fn results(dossier: &DossierView) -> impl IntoView + use<> {
    // A result that waits for its money is handed over by nobody (D23).
    let paid = dossier.payment != PaymentStatus::Due;
    let shown = paid && matches!(dossier.state, DossierState::ResultReady | DossierState::Returned) && !dossier.results.is_empty();
    let code = dossier.public_code().to_owned();
    let rows: Vec<_> = dossier
        .results
        .iter()
        .map(|file| {
            (
                file.name.clone(),
                format!("/ho-so-cua-toi/{code}/tep/{}", file.token),
                format!("PDF, {}", model::format::bytes(u64::try_from(file.size).unwrap_or_default())),
            )
        })
        .collect();
    shown.then(|| {
        let rows = rows.into_iter().map(|(name, href, note)| view! { <ui::Attachment name=name href=href note=note/> }).collect_view();
        let more = format!("/ho-so-cua-toi/{code}/ket-qua");
        view! { <ui::Section title="Kết quả" id="ket-qua">{rows}<p><a href=more>"Xem, kiểm tra, chia sẻ kết quả"</a></p></ui::Section> }
    })
}

/// What is asked for, and the way to C18.
fn asked(dossier: &DossierView, request: &SupplementRequest) -> impl IntoView + use<> {
    let note = format!("Gửi trước hết ngày {}. Chỉ các mục dưới đây; giấy tờ khác không phải nộp lại.", date(request.reply_by));
    let items = request.items.iter().map(|item| view! { <li>{item.subject.clone()}</li> }).collect_view();
    let href = supplement::address(dossier.public_code());
    view! {
        <ui::Section title="Bổ sung hồ sơ" id="bo-sung" note=note>
            <ul>{items}</ul>
            <ui::LinkButton href=href label="Bổ sung hồ sơ" icon_after=Icon::Right/>
        </ui::Section>
    }
}
