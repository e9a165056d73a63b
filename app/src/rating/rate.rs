//! `/danh-gia/{ma}` (C22): five levels with words, optional text; changeable for 15 days.

use crate::web::{Page, Result, Rq};
use domain::{rating, survey};
use leptos::prelude::*;
use model::format;
use model::rating::{CHANGE_DAYS, COMMENT_MAX, CommentState, InviteView, RatingLevel, RatingView};
use ui::SummaryRow;

/// The page behind the link of an invitation.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let invite = rating::invitation(&mut cx, rq.param("ma")).await?;
    let survey = survey::link(&mut cx, &invite.dossier).await?;
    let (state, action) = (rq.form(), rq.path.clone());
    Ok(Page::new("Đánh giá mức độ hài lòng", move || body(invite, survey, action, state)))
}

fn body(invite: InviteView, survey: Option<String>, action: String, state: ui::FormState) -> impl IntoView {
    let given = invite.rating.as_ref().map(given);
    let head = format!("Hồ sơ {}", invite.dossier);
    let lead = format!("{}, do {} giải quyết.", invite.procedure, invite.unit);
    let form = match (invite.open, &invite.rating) {
        (true, None) => form(&invite, action, state).into_any(),
        (true, Some(rating)) => {
            let until = format!("Bạn có thể sửa đến {}.", format::time_date(rating.locked_at));
            let open = state.was_sent();
            let fields = form(&invite, action, state).into_any();
            view! { <p>{until}</p><ui::Accordion title="Sửa đánh giá" open=open>{fields}</ui::Accordion> }.into_any()
        }
        (false, Some(_)) => view! { <p>{format!("Đã quá {CHANGE_DAYS} ngày nên đánh giá không sửa được nữa.")}</p> }.into_any(),
        (false, None) => {
            let text = format!("Liên kết này dùng được đến {}.", format::date(format::local_date(invite.expires_at)));
            view! { <ui::Banner kind=ui::BannerKind::Notice title="Liên kết đã hết hạn." text=text href="/gop-y" link="Gửi ý kiến ở mục Góp ý"/> }.into_any()
        }
    };
    let shares = (!invite.unit_code.is_empty()).then(|| {
        let href = format!("/danh-gia/don-vi/{}", invite.unit_code);
        view! { <p><a href=href>{format!("Xem đánh giá về {}", invite.unit)}</a></p> }
    });
    view! {
        <ui::Container>
            <ui::PageHeading title="Bạn có hài lòng với việc giải quyết hồ sơ?" above=head lead=lead/>
            {given}
            {form}
            {survey.map(|href| view! { <p><a href=href>"Trả lời khảo sát 11 câu của quý này"</a></p> })}
            {shares}
        </ui::Container>
    }
}

/// The rating that was given, and the answer of the unit.
fn given(rating: &RatingView) -> impl IntoView + use<> {
    let mut rows = vec![SummaryRow::new("Mức hài lòng", rating.level.label()), SummaryRow::new("Đánh giá lúc", format::date_time(rating.first_at))];
    if !rating.comment.is_empty() {
        rows.push(SummaryRow::new("Nhận xét", rating.comment.clone()));
        let state = match rating.comment_state {
            CommentState::Approved => "Đã đăng, không kèm tên bạn",
            CommentState::Rejected => "Không đăng công khai; cơ quan vẫn đọc được",
            _ => "Chờ duyệt trước khi đăng, không kèm tên bạn",
        };
        rows.push(SummaryRow::new("Công khai", state));
    }
    if let Some(at) = rating.answered_at {
        rows.push(SummaryRow::new("Cơ quan trả lời", rating.answer.clone()));
        rows.push(SummaryRow::new("Trả lời lúc", format::date_time(at)));
    }
    view! { <ui::Section title="Đánh giá của bạn" id="da-danh-gia"><ui::SummaryList rows=rows/></ui::Section> }
}

fn form(invite: &InviteView, action: String, state: ui::FormState) -> impl IntoView + use<> {
    let choices = RatingLevel::ALL.iter().map(|level| ui::Choice::new(level.as_str(), level.label())).collect::<Vec<_>>();
    let (level, comment) = invite.rating.as_ref().map_or((String::new(), String::new()), |rating| (rating.level.as_str().to_owned(), rating.comment.clone()));
    let (version, label) = (invite.version.to_string(), if invite.rating.is_some() { "Lưu đánh giá" } else { "Gửi đánh giá" });
    let hint = format!(
        "Nhận xét được duyệt trước khi đăng và không kèm tên bạn. Đừng ghi số giấy tờ, số điện thoại. Tối đa {} ký tự.",
        format::number(i64::try_from(COMMENT_MAX).unwrap_or_default())
    );
    view! {
        <ui::Form action=action form_state=state>
            // The version is that of the page, not the one that was sent before.
            <input type="hidden" name="phien_ban" value=version/>
            <ui::Radios name="muc" legend="Mức độ hài lòng" choices=choices value=level/>
            <ui::TextArea name="noi_dung" label="Nhận xét" hint=hint rows=4 value=comment optional=true/>
            <ui::Button label=label/>
        </ui::Form>
    }
}
