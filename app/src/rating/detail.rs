//! `/can-bo/danh-gia/{ma}`: one rating, what happened to it, what its reader may do.

use crate::web::{Error, Page, Result, Rq};
use domain::rating;
use leptos::prelude::*;
use model::format;
use model::rating::{CommentState, FollowUpView, RatingDetail, RatingEvent};
use ui::{StepState, SummaryRow, TimelineStep};

/// The row of the rating in the address.
pub(super) fn id(rq: &Rq) -> Result<i64> {
    rq.param("ma").parse().map_err(|_| Error::NotFound)
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let id = id(&rq)?;
    let mut cx = rq.read().await?;
    let rating = rating::find(&mut cx, id).await?;
    let state = rq.form();
    Ok(Page::new(format!("Đánh giá hồ sơ {}", rating.line.dossier), move || body(rating, state)))
}

fn body(rating: RatingDetail, state: ui::FormState) -> impl IntoView {
    let line = rating.line.clone();
    let above = format!("Hồ sơ {}", line.dossier);
    // What was sent belongs to the form whose field came back.
    let sent = state.value("bieu_mau").unwrap_or_default().to_owned();
    let of = |name: &str| if sent == name { state.clone() } else { ui::FormState::default() };
    let forms = [
        (rating.may_answer && line.follow_up_due.is_some()).then(|| follow_up_form(&rating, of("theo-doi")).into_any()),
        rating.may_answer.then(|| answer_form(&rating, of("tra-loi")).into_any()),
        (rating.may_moderate && line.comment_state == CommentState::Pending).then(|| moderate_form(&rating, of("duyet")).into_any()),
    ];
    let none = forms.iter().all(Option::is_none);
    let other = if sent.is_empty() { state.errors.clone() } else { Vec::new() };
    let (rows, history, follow_ups) = (facts(&rating), history(rating.events.clone()), follow_ups(&rating.follow_ups));
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/danh-gia" label="Đánh giá"/>
            {(!other.is_empty()).then(|| view! { <ui::ErrorSummary errors=other/> })}
            <ui::PageHeading title=line.procedure.clone() above=above/>
            <p><ui::StatusTag tone=super::tone(line.level) label=line.level.label()/></p>
            <ui::Section title="Đánh giá" id="danh-gia"><ui::SummaryList rows=rows/></ui::Section>
            <ui::Section title="Việc của bạn" id="viec">
                {none.then(|| view! { <p>"Đánh giá này không chờ bạn."</p> })}
                {forms.into_iter().flatten().collect_view()}
            </ui::Section>
            {follow_ups}
            <ui::Section title="Lịch sử" id="lich-su"><ui::Timeline steps=history/></ui::Section>
        </ui::Container>
    }
}

fn facts(rating: &RatingDetail) -> Vec<SummaryRow> {
    let line = &rating.line;
    let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
    let mut rows = vec![
        SummaryRow::new("Cơ quan", line.unit.clone()),
        SummaryRow::new("Nhận xét", or(&line.comment, "Không có")),
        SummaryRow::new("Công khai", line.comment_state.label()),
        SummaryRow::new("Đánh giá lúc", format::date_time(line.at)),
        SummaryRow::new("Người dân sửa được đến", format::date_time(rating.locked_at)),
        SummaryRow::new("Trả lời", or(&rating.answer, "Chưa trả lời")),
    ];
    if !rating.reject_reason.is_empty() {
        rows.insert(3, SummaryRow::new("Lý do không đăng", rating.reject_reason.clone()));
    }
    rows
}

/// The hidden fields of a form: which one it is, and the version shown.
fn hidden(rating: &RatingDetail, name: &'static str) -> impl IntoView + use<> {
    let version = rating.version.to_string();
    view! { <input type="hidden" name="bieu_mau" value=name/><input type="hidden" name="phien_ban" value=version/> }
}

fn follow_up_form(rating: &RatingDetail, state: ui::FormState) -> impl IntoView + use<> {
    let due = rating.line.follow_up_due.map(|due| format!("Hạn: {}. Ghi đã tìm hiểu được gì và đã làm gì.", format::due_long(due))).unwrap_or_default();
    let (action, hidden) = (format!("/can-bo/danh-gia/{}/theo-doi", rating.line.id), hidden(rating, "theo-doi"));
    view! {
        <ui::Accordion title="Kết thúc theo dõi" open=true>
            <ui::Form action=action form_state=state id_prefix="theo-doi">
                {hidden}
                <ui::TextArea name="noi_dung" label="Kết quả theo dõi" hint=due rows=3/>
                <ui::Button label="Kết thúc theo dõi"/>
            </ui::Form>
        </ui::Accordion>
    }
}

fn answer_form(rating: &RatingDetail, state: ui::FormState) -> impl IntoView + use<> {
    let (action, hidden) = (format!("/can-bo/danh-gia/{}/tra-loi", rating.line.id), hidden(rating, "tra-loi"));
    let (open, value) = (state.was_sent(), rating.answer.clone());
    view! {
        <ui::Accordion title="Trả lời người dân" open=open>
            <ui::Form action=action form_state=state id_prefix="tra-loi">
                {hidden}
                <ui::TextArea name="noi_dung" label="Câu trả lời" hint="Người dân thấy câu trả lời. Nếu nhận xét được đăng, mọi người cũng thấy." rows=4 value=value/>
                <ui::Button label="Gửi trả lời" kind=ui::ButtonKind::Secondary/>
            </ui::Form>
        </ui::Accordion>
    }
}

fn moderate_form(rating: &RatingDetail, state: ui::FormState) -> impl IntoView + use<> {
    let (action, hidden) = (format!("/can-bo/danh-gia/{}/duyet", rating.line.id), hidden(rating, "duyet"));
    let choices = vec![
        ui::Choice::new("dang", "Đăng công khai"),
        ui::Choice::new("khong-dang", "Không đăng").hint("Khi có thông tin cá nhân, lời xúc phạm hoặc không liên quan. Chê trách không phải là lý do."),
    ];
    view! {
        <ui::Accordion title="Duyệt nhận xét" open=true>
            <ui::Form action=action form_state=state id_prefix="duyet">
                {hidden}
                <ui::Radios name="quyet_dinh" legend="Quyết định" choices=choices/>
                <ui::TextArea name="ly_do" label="Lý do không đăng" hint="Bắt buộc khi không đăng, ít nhất 10 ký tự." rows=2 optional=true/>
                <ui::Button label="Lưu quyết định"/>
            </ui::Form>
        </ui::Accordion>
    }
}

fn follow_ups(rows: &[FollowUpView]) -> impl IntoView + use<> {
    let rows: Vec<SummaryRow> = rows
        .iter()
        .map(|row| {
            let text = match row.closed_at {
                Some(at) => format!("{} kết thúc lúc {}: {}", row.closed_by, format::date_time(at), row.outcome),
                None => format!("Đang mở, hạn {}", format::time_date(row.due_at)),
            };
            SummaryRow::new(format!("Mở {}", format::date_time(row.opened_at)), text)
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <ui::Section title="Theo dõi" id="theo-doi"><ui::SummaryList rows=rows/></ui::Section> })
}

fn history(events: Vec<RatingEvent>) -> Vec<TimelineStep> {
    let step = |event: RatingEvent| TimelineStep {
        state: StepState::Done,
        title: format!("{} ({})", event.step.label(), event.level.label()),
        time: format::date_time(event.at),
        text: [event.actor, event.text].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": "),
    };
    events.into_iter().map(step).collect()
}
