//! `/cong-cu/tinh-han`: computes a due date and explains it, for everybody.

use crate::web::{Error, Page, Result, Rq};
use chrono::{DateTime, NaiveTime, Utc};
use domain::calendar::{Computed, compute};
use leptos::prelude::*;
use model::FieldErrors;
use model::calendar::DeadlineRule;
use model::format;
use ui::icon::Icon;

/// Longest rule that the page computes, in days or hours.
const LONGEST: u32 = 5_000;
/// Kinds of rules as the form offers them.
const KINDS: [(&str, &str); 4] =
    [("ngay-lam-viec", "Ngày làm việc"), ("gio-lam-viec", "Giờ làm việc"), ("ngay", "Ngày (kể cả ngày nghỉ)"), ("trong-ngay", "Trong ngày, nhận đến 15:00")];

/// The form, and the answer below it when the form was sent.
pub async fn page(rq: Rq) -> Result<Page> {
    let now = rq.portal.clock().now();
    let asked = rq.query.iter().any(|(name, _)| name == "ngay");
    let (state, answer) = if asked { read_and_compute(&rq).await? } else { (ui::FormState::default(), None) };
    let (today, time) = (format::local_date(now).format("%Y-%m-%d").to_string(), format::time(now));
    let failed = state.has_errors();
    let title = if failed { "Lỗi: Tính hạn trả kết quả" } else { "Tính hạn trả kết quả" };
    Ok(Page::new(title, move || {
        view! {
            <ui::Container>
                <ui::PageHeading title="Tính hạn trả kết quả" lead="Nhập lúc tiếp nhận và thời hạn theo quy định. Trang tính ngày hẹn trả và giải thích từng ngày được đếm, theo lịch làm việc của tỉnh."/>
                {form(state, today, time)}
                {answer.map(result)}
            </ui::Container>
        }
    })
    .description("Tính và giải thích ngày hẹn trả kết quả thủ tục hành chính theo lịch làm việc."))
}

async fn read_and_compute(rq: &Rq) -> Result<(ui::FormState, Option<Computed>)> {
    let mut state = ui::FormState::default();
    for (name, value) in &rq.query {
        state = state.with_value(name.clone(), value.clone());
    }
    let (rule, received_at) = match read(rq) {
        Ok(input) => input,
        Err(errors) => {
            state.errors = errors.0;
            return Ok((state, None));
        }
    };
    let mut cx = rq.read().await?;
    match compute(&mut cx, rule, received_at, None).await {
        Ok(computed) => Ok((state, Some(computed))),
        Err(error @ (Error::CalendarMissing(_) | Error::Conflict(_))) => Ok((state.with_error("ngay", error.to_string()), None)),
        Err(error) => Err(error),
    }
}

fn read(rq: &Rq) -> Result<(DeadlineRule, DateTime<Utc>), FieldErrors> {
    let mut errors = FieldErrors::new();
    let day = format::parse_date(rq.query("ngay").unwrap_or_default()).map_err(|error| errors.add("ngay", error.to_string())).ok();
    let time = format::parse_time(rq.query("gio").unwrap_or("08:00")).map_err(|error| errors.add("gio", error.to_string())).ok();
    let kind = rq.query("loai").unwrap_or("ngay-lam-viec");
    let count = rq.query("so").unwrap_or("1").parse::<u32>().ok().filter(|n| (1..=LONGEST).contains(n));
    errors.require(KINDS.iter().any(|(code, _)| *code == kind), "loai", "Hãy chọn một loại thời hạn trong danh sách.");
    errors.require(count.is_some() || kind == "trong-ngay", "so", format!("Thời hạn phải là số nguyên từ 1 đến {}.", format::number(i64::from(LONGEST))));
    let n = count.unwrap_or(1);
    let rule = match kind {
        "gio-lam-viec" => DeadlineRule::WorkingHour(n),
        "ngay" => DeadlineRule::CalendarDay(n),
        "trong-ngay" => DeadlineRule::SameDay(NaiveTime::from_hms_opt(15, 0, 0).unwrap_or_default()),
        _ => DeadlineRule::WorkingDay(n),
    };
    match (day, time) {
        (Some(day), Some(time)) => errors.into_result((rule, format::instant(day, time))),
        _ => Err(errors),
    }
}

fn form(state: ui::FormState, today: String, time: String) -> impl IntoView {
    let kinds = KINDS.iter().map(|(code, label)| ui::SelectOption::new(*code, *label)).collect::<Vec<_>>();
    view! {
        <ui::Form action="/cong-cu/tinh-han" method="get" form_state=state>
            <ui::Field name="ngay" label="Ngày tiếp nhận" input_type="date" value=today/>
            <ui::Field name="gio" label="Giờ tiếp nhận" input_type="time" value=time/>
            <ui::Field name="so" label="Thời hạn" hint="Số ngày hoặc số giờ theo quy định của thủ tục" value="5"/>
            <ui::Select name="loai" label="Tính theo" options=kinds value="ngay-lam-viec"/>
            <ui::Button icon=Icon::Cal label="Tính hạn trả"/>
        </ui::Form>
    }
}

fn result(computed: Computed) -> impl IntoView {
    let due = computed.due.at.map(format::due_long).unwrap_or_else(|| "Không có thời hạn".to_owned());
    let lines = computed
        .lines
        .iter()
        .map(|line| {
            let (before, strong, after) = line.parts();
            view! { <li>{before.to_owned()}{(!strong.is_empty()).then(|| view! { <strong>{strong.to_owned()}</strong> })}{after.to_owned()}</li> }
        })
        .collect_view();
    view! {
        <section class="p-section" aria-labelledby="ket-qua">
            <h2 class="p-h2" id="ket-qua">"Hẹn trả: "{due}</h2>
            <ul class="p-explanation">{lines}</ul>
        </section>
    }
}
