//! C23: public tracking (02 §19).

use super::receipt::files;
use crate::dossiers::desk::parts::due_kind;
use crate::web::{Page, Result, Rq};
use chrono::{DateTime, Utc};
use domain::dossiers::tracking;
use http::StatusCode;
use leptos::prelude::*;
use model::dossiers::DossierState;
use model::dossiers::apply::{TrackEntry, Tracked, date_that_counts};
use model::format::{date, due_long, local_date, number, time_date};
use ui::icon::{Ico, Icon};
use ui::{DueKind, StepState, Tone};

/// `/tra-cuu`: the form.
pub async fn form(rq: Rq) -> Result<Page> {
    let state = rq.form();
    let title = if state.has_errors() { "Lỗi: Tra cứu hồ sơ" } else { "Tra cứu hồ sơ" };
    Ok(Page::new(title, move || {
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here="Tra cứu hồ sơ"/>
                <ui::PageHeading title="Tra cứu hồ sơ" lead="Nhập mã hồ sơ hoặc mã nộp ghi trên biên nhận. Thêm 4 số cuối điện thoại để xem mục cần bổ sung và cách nhận kết quả."/>
                {fields(String::new(), state)}
            </ui::Container>
        }
    })
    .description("Tra cứu tình trạng hồ sơ thủ tục hành chính bằng mã hồ sơ hoặc mã nộp."))
}

fn fields(code: String, state: ui::FormState) -> impl IntoView {
    view! {
        <ui::Form action="/tra-cuu" form_state=state>
            <div class="p-tracking-search">
                <ui::Field name="ma" label="Mã hồ sơ hoặc mã nộp" value=code maxlength=60_u32/>
                <ui::Field name="so_cuoi" label="4 số cuối điện thoại hoặc giấy tờ" inputmode="numeric" maxlength=4_u32 optional=true/>
                <ui::Button label="Tra cứu" icon=Icon::Search/>
            </div>
        </ui::Form>
    }
}

/// `/tra-cuu/{ma}`: level 1 for everybody who has the code; level 2 once, right after the four digits were checked.
pub async fn page(rq: Rq) -> Result<Page> {
    let check = rq.flash.as_ref().filter(|flash| flash.done && flash.form == rq.path).and_then(|flash| flash.values.first()).map(|(_, value)| value.clone());
    let found = match check {
        None => tracking::track_openly(&rq.portal, &rq.actor, rq.param("ma"), &rq.address).await,
        Some(check) => {
            let mut cx = rq.write_unflushed().await?;
            let found = tracking::track(&mut cx, rq.param("ma"), Some(&check), &rq.address).await;
            cx.commit().await?;
            found
        }
    };
    let now = rq.portal.clock().now();
    match found? {
        Some(found) => {
            let facts = facts(&found);
            Ok(Page::new(format!("Hồ sơ {}", found.code), move || view(found, time_date(now))).json(facts))
        }
        None => missing(rq.param("ma").to_owned()),
    }
}

/// What the page says, for programs; nothing that it does not show to everybody who has the code.
fn facts(found: &Tracked) -> serde_json::Value {
    serde_json::json!({
        "code": found.code,
        "procedure": found.procedure_name,
        "state": found.state,
        "state_label": found.state.label(),
        "receiving_unit": found.receiving_unit,
        "competent_unit": found.competent_unit,
        "submitted_at": found.submitted_at,
        "received_at": found.received_at,
        "due": found.due,
        "remaining": found.remaining,
        "apology": found.apology,
        "explanation": found.explanation,
    })
}

fn missing(code: String) -> Result<Page> {
    let state = ui::FormState::default().with_value("ma", code.chars().take(60).collect::<String>()).with_error("ma", tracking::NOT_FOUND);
    Ok(Page::new("Lỗi: Tra cứu hồ sơ", move || {
        view! {
            <ui::Container>
                <ui::PageHeading title="Tra cứu hồ sơ"/>
                {fields(String::new(), state)}
            </ui::Container>
        }
    })
    .status(StatusCode::NOT_FOUND))
}

fn view(found: Tracked, now: String) -> impl IntoView {
    let tag = view! { <ui::StatusTag tone=tone(found.state) label=found.state.label()/> }.into_any();
    let (due_label, due) = due_words(found.received_at.is_some(), found.due, found.intake_due);
    let (how, sorry) = (found.explanation.clone(), found.apology.clone());
    let text = if found.remaining.is_empty() { found.state.label().to_owned() } else { found.remaining.clone() };
    let kind = if found.state.is_ended() { DueKind::Done } else { due_kind(found.urgency) };
    let (steps, side, receipt) = (steps(&found), aside(&found).into_any(), receipt(&found));
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned()), ("/tra-cuu".to_owned(), "Tra cứu hồ sơ".to_owned())] here=found.code.clone()/>
            <ui::PageHeading title=found.procedure_name.clone() above=format!("Hồ sơ {}", found.code)/>
            <ui::StatusArea tag=tag sentence=sentence(&found) todo=todo(found.state) due_label=due_label due=due due_kind=kind due_text=text how=how/>
            {(!sorry.is_empty()).then(|| view! { <ui::Banner kind=ui::BannerKind::Notice title=sorry/> })}
            {supplement(&found)}
            <ui::Columns aside=side aside_label="Thông tin hồ sơ">
                <ui::Section title="Tiến trình" id="tien-trinh" note=format!("Tính đến {now}")><ui::Timeline steps=steps/></ui::Section>
            </ui::Columns>
            {receipt}
            <ui::Section title="Tra cứu hồ sơ khác" id="tra-cuu-khac">{fields(String::new(), ui::FormState::default())}</ui::Section>
        </ui::Container>
    }
}

/// Colour of a state.
pub(super) fn tone(state: DossierState) -> Tone {
    match state {
        DossierState::IntakeSupplement | DossierState::AwaitingSupplement | DossierState::AwaitingPayment | DossierState::WithdrawRequested => Tone::Gold,
        DossierState::IntakeRefused | DossierState::Stopped => Tone::Red,
        DossierState::ResultReady | DossierState::Returned => Tone::Green,
        DossierState::Draft | DossierState::Withdrawn => Tone::Neutral,
        DossierState::Submitted | DossierState::Received | DossierState::Processing => Tone::Blue,
    }
}

/// Words above the date, and the date: before the receipt it is the end of the check.
pub(super) fn due_words(received: bool, due: Option<DateTime<Utc>>, intake_due: Option<DateTime<Utc>>) -> (&'static str, String) {
    let (words, date) = date_that_counts(received, due, intake_due);
    let none = if received { "Không có thời hạn" } else { "Có khi hồ sơ được tiếp nhận" };
    (words, date.map_or_else(|| none.to_owned(), due_long))
}

fn sentence(found: &Tracked) -> String {
    found.place()
}

/// What the reader must do now.
pub(super) fn todo(state: DossierState) -> &'static str {
    match state {
        DossierState::Draft => "Hồ sơ chưa nộp.",
        DossierState::Submitted => "Bạn không phải làm gì lúc này. Trung tâm kiểm tra hồ sơ trong 8 giờ làm việc.",
        DossierState::IntakeSupplement | DossierState::AwaitingSupplement => "Bạn cần bổ sung giấy tờ. Đăng nhập, hoặc tra cứu với 4 số cuối để xem từng mục.",
        DossierState::AwaitingPayment => "Bạn cần nộp tiền theo thông báo để hồ sơ được xử lý tiếp.",
        DossierState::Received | DossierState::Processing => "Bạn không phải làm gì lúc này. Khi có kết quả, chúng tôi báo cho bạn.",
        DossierState::WithdrawRequested => "Cơ quan đang xem yêu cầu rút hồ sơ.",
        DossierState::ResultReady => "Đã có kết quả. Hãy nhận theo cách bạn đã chọn.",
        DossierState::Returned => "Hồ sơ đã xong.",
        DossierState::IntakeRefused | DossierState::Stopped => "Xem lý do trong thông báo, hoặc gọi đường dây nóng để được hướng dẫn. Bạn có quyền khiếu nại.",
        DossierState::Withdrawn => "Hồ sơ đã được rút theo yêu cầu.",
    }
}

fn steps(found: &Tracked) -> Vec<ui::TimelineStep> {
    let last = found.timeline.len();
    let ended = found.state.is_ended();
    let step = |(i, entry): (usize, &TrackEntry)| ui::TimelineStep {
        state: if i + 1 == last && !ended { StepState::Current } else { StepState::Done },
        title: if entry.mark.is_empty() { entry.label.clone() } else { format!("{} ({})", entry.label, entry.mark) },
        time: due_long(entry.at),
        text: entry.unit.clone(),
    };
    found.timeline.iter().enumerate().map(step).collect()
}

fn supplement(found: &Tracked) -> impl IntoView + use<> {
    let private = found.private.clone().filter(|private| !private.supplement.is_empty())?;
    let rows = private.supplement.into_iter().map(|(subject, reason, how)| ui::SummaryRow::view(subject, view! { <p>{reason}</p><p>{how}</p> })).collect();
    let note = format!("Gửi bổ sung trước hết ngày {}. Đăng nhập để tải giấy tờ lên, hoặc mang đến trung tâm.", private.reply_by);
    Some(view! { <ui::Section title="Cần bổ sung" id="bo-sung" note=note><ui::SummaryList rows=rows/></ui::Section> })
}

fn aside(found: &Tracked) -> impl IntoView + use<> {
    let mut rows = vec![
        ui::SummaryRow::new("Người nộp", found.applicant.clone()),
        ui::SummaryRow::new("Mã nộp", found.submission_code.clone()),
        ui::SummaryRow::new("Nơi tiếp nhận", found.receiving_unit.clone()),
        ui::SummaryRow::new("Cơ quan giải quyết", found.competent_unit.clone()),
        ui::SummaryRow::new("Ngày nộp", date(local_date(found.submitted_at))),
    ];
    if let Some(received) = found.received_at {
        rows.push(ui::SummaryRow::new("Ngày nhận", date(local_date(received))));
    }
    if let Some(private) = &found.private {
        rows.push(ui::SummaryRow::new("Phí, lệ phí", private.payment.clone()));
        if !private.how_to_pay.is_empty() {
            rows.push(ui::SummaryRow::new("Cách nộp", private.how_to_pay.clone()));
        }
        rows.push(ui::SummaryRow::new("Nhận kết quả", private.delivery.clone()));
    }
    let mine = format!("/ho-so-cua-toi/{}", found.code);
    let entry = format!("/vao-ho-so?ma={}", found.code);
    view! {
        <ui::Section title="Thông tin hồ sơ" id="thong-tin">
            <ui::SummaryList rows=rows stacked=true/>
            <p class="p-small p-muted">"Thông tin cá nhân được che. "<a href=mine>"Đăng nhập"</a>", hoặc "<a href=entry>"vào bằng mã và số điện thoại"</a>" nếu nộp không cần tài khoản, để xem đủ và rút hồ sơ."</p>
        </ui::Section>
    }
}

fn receipt(found: &Tracked) -> impl IntoView + use<> {
    let receipt = found.receipt.clone()?;
    let note = format!("{} tệp đã được đọc lại và so mã sau khi lưu, lúc {}.", receipt.files.len(), time_date(receipt.made_at));
    let chain = format!("Vị trí trong chuỗi nhật ký: ngày {}, số {}.", date(receipt.chain_day), number(receipt.chain_seq));
    Some(view! {
        <ui::Section title="Biên nhận điện tử" id="bien-nhan" note=note>
            {files(&receipt)}
            <p class="p-tracking-chain"><Ico icon=Icon::Shield/><span>{chain}</span></p>
        </ui::Section>
    })
}
