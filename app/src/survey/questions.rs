//! `/can-bo/khao-sat/cau-hoi`: the questions of the quarter to come. Those of this quarter stay as they are.

use crate::web::{Page, Result, Rq};
use domain::{org, survey};
use leptos::prelude::*;
use model::format;
use model::survey::{QUESTION_MAX, Quarter, QuestionSet, mark_name, question_label};

const TITLE: &str = "Bộ câu hỏi khảo sát";

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let newest = survey::newest(&mut cx).await?;
    let now = Quarter::of(org::today(&cx));
    let asked = survey::in_force(&mut cx, now).await?;
    let state = rq.form();
    Ok(Page::new(TITLE, move || body(now, asked, newest, state)))
}

fn body(now: Quarter, asked: QuestionSet, newest: QuestionSet, state: ui::FormState) -> impl IntoView {
    let next = now.next().label();
    let lead = format!("Câu hỏi của {} không đổi nữa. Bạn sửa ở đây là sửa cho {next}.", now.label());
    let written = if newest.from > now {
        format!("{} đã soạn bộ câu hỏi cho {next} lúc {}.", newest.actor, format::date_time(newest.written_at))
    } else {
        format!("Chưa ai sửa cho {next}: nếu để nguyên, quý sau vẫn hỏi các câu này.")
    };
    let used = asked.texts.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/khao-sat" label="Khảo sát hằng quý"/>
            <ui::PageHeading title=TITLE lead=lead/>
            <ui::Section title=format!("Câu hỏi cho {next}") id="quy-sau" note=written>
                <ui::Form action="/can-bo/khao-sat/cau-hoi" form_state=state>
                    <input type="hidden" name="phien_ban" value=newest.id.to_string()/>
                    {newest.texts.into_iter().enumerate().map(|(at, text)| field(at, text)).collect_view()}
                    <ui::Button label="Lưu bộ câu hỏi"/>
                </ui::Form>
            </ui::Section>
            <ui::Section title=format!("Đang hỏi trong {}", now.label()) id="quy-nay">
                <ol class="p-prose">{used}</ol>
            </ui::Section>
        </ui::Container>
    }
}

fn field(at: usize, text: String) -> impl IntoView {
    let hint = if at + 1 == model::survey::QUESTIONS { "Điểm trung bình của cơ quan tính từ câu này." } else { "" };
    let most = u32::try_from(QUESTION_MAX).unwrap_or(u32::MAX);
    view! { <ui::TextArea name=mark_name(at) label=question_label(at) hint=hint rows=2 value=text maxlength=most/> }
}
