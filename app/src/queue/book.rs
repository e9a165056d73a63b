//! `/dat-lich` (C25): one question per page: centre, group, day, half hour.

use crate::web::{Page, Result, Rq};
use domain::queue;
use leptos::prelude::*;
use model::format;
use model::queue::{CentreLine, CentreView, DayView, SlotView, minute_text};
use ui::icon::Icon;

const TITLE: &str = "Đặt lịch làm việc";

/// What is chosen so far, from the address.
struct Chosen {
    centre: CentreView,
    group: String,
}

/// The page of the first question that is still open.
pub async fn page(rq: Rq) -> Result<Page> {
    let state = rq.form();
    let mut cx = rq.read().await?;
    let Some(code) = rq.query("trung-tam") else {
        let centres = queue::centres(&mut cx, "").await?;
        return Ok(titled("Bạn muốn đến trung tâm nào?", "/", "Trang chủ", move || choose_centre(centres, state)));
    };
    let centre = queue::centre(&mut cx, code).await?;
    let path = format!("/dat-lich?trung-tam={}", centre.code);
    let Some(group) = rq.query("nhom").and_then(|letter| centre.group(letter)).map(|group| group.letter.clone()) else {
        return Ok(titled("Bạn cần làm việc gì?", "/dat-lich", "Chọn trung tâm", move || choose_group(centre, path)));
    };
    let days = queue::days(&mut cx, &centre.code, &group).await?;
    let here = format!("{path}&nhom={group}");
    let chosen = Chosen { centre, group };
    match rq.query("ngay").and_then(|text| format::parse_date(text).ok()) {
        Some(day) if days.iter().any(|row| row.day == day) => {
            let slots = queue::slots(&mut cx, &chosen.centre.code, &chosen.group, day).await?;
            Ok(titled("Bạn đến lúc mấy giờ?", &here, "Chọn ngày", move || choose_slot(chosen, day, slots, state)))
        }
        _ => Ok(titled("Bạn đến ngày nào?", &path, "Chọn nhóm việc", move || choose_day(chosen, here, days))),
    }
}

/// A step of the booking: back link, question, content.
fn titled<V: IntoView + 'static>(question: &'static str, back: &str, back_label: &'static str, content: impl FnOnce() -> V + Send + 'static) -> Page {
    let back = back.to_owned();
    Page::new(format!("{question} – {TITLE}"), move || {
        view! {
            <ui::Container>
                <ui::BackLink href=back label=back_label/>
                <ui::PageHeading title=question above=TITLE/>
                {content()}
            </ui::Container>
        }
    })
    .description("Đặt trước giờ làm việc ở Trung tâm Phục vụ hành chính công.")
}

fn choose_centre(centres: Vec<CentreLine>, state: ui::FormState) -> impl IntoView {
    // All names begin alike; on a narrow screen only what differs can be read.
    let place = |name: &str| model::text::capital(name.strip_prefix("Trung tâm Phục vụ hành chính công ").unwrap_or(name));
    let options = centres.iter().map(|centre| ui::SelectOption::new(&centre.code, place(&centre.name))).collect::<Vec<_>>();
    view! {
        <ui::Form action="/dat-lich" method="get">
            <ui::Select name="trung-tam" label="Trung tâm" options=options/>
            <ui::Button label="Tiếp tục" icon_after=Icon::Right/>
        </ui::Form>
        <ui::Section title="Tôi đã đặt lịch" id="da-dat" note="Nhập mã để xem hoặc hủy lịch hẹn.">
            <ui::Form action="/dat-lich/xem" form_state=state id_prefix="xem">
                <ui::Field name="ma_lich" label="Mã lịch hẹn" maxlength=20_u32 width=ui::FieldWidth::Code/>
                <ui::Button label="Xem lịch hẹn" kind=ui::ButtonKind::Secondary/>
            </ui::Form>
        </ui::Section>
    }
}

fn choose_group(centre: CentreView, path: String) -> impl IntoView {
    let items = centre
        .groups
        .into_iter()
        .map(|group| {
            let href = format!("{path}&nhom={}", group.letter);
            view! { <li><a href=href>{group.name}</a></li> }
        })
        .collect_view();
    view! { <p class="p-lead">{centre.name}</p><ul class="p-link-list">{items}</ul> }
}

/// "Hộ tịch, chứng thực, Trung tâm …".
fn place(chosen: &Chosen) -> String {
    let group = chosen.centre.group(&chosen.group).map(|group| group.name.clone()).unwrap_or_default();
    format!("{group}, {}", chosen.centre.name)
}

fn choose_day(chosen: Chosen, here: String, days: Vec<DayView>) -> impl IntoView {
    let place = place(&chosen);
    let kiosk = format!("/lay-so/{}", chosen.centre.code);
    let none = days.iter().all(|day| day.left == 0);
    let items = days
        .into_iter()
        .map(|row| {
            let words = format!("{}, {}", model::text::capital(format::weekday(row.day)), format::date(row.day));
            let left = if row.left == 0 { "hết chỗ".to_owned() } else { format!("còn {} chỗ", row.left) };
            let href = format!("{here}&ngay={}", row.day);
            match row.left {
                0 => view! { <li>{words}" – "<span class="p-muted">{left}</span></li> }.into_any(),
                _ => view! { <li><a href=href>{words}</a>" – "<span class="p-muted">{left}</span></li> }.into_any(),
            }
        })
        .collect_view();
    view! {
        <p class="p-lead">{place}</p>
        {none.then(|| view! {
            <ui::EmptyState icon=Icon::Cal title="Không còn chỗ đặt trước" text="Chỉ một phần số chỗ dành cho đặt trước. Bạn vẫn có thể đến trung tâm và lấy số trực tiếp.">
                <a href=kiosk>"Xem cách lấy số"</a>
            </ui::EmptyState>
        })}
        <ul class="p-link-list">{items}</ul>
    }
}

fn choose_slot(chosen: Chosen, day: chrono::NaiveDate, slots: Vec<SlotView>, state: ui::FormState) -> impl IntoView {
    let place = format!("{}, {} {}", place(&chosen), format::weekday(day), format::date(day));
    let free: Vec<ui::Choice> = slots
        .into_iter()
        .filter(|slot| slot.left > 0)
        .map(|slot| {
            let label = format!("{}–{}", minute_text(slot.minute), minute_text(slot.minute + model::queue::SLOT));
            ui::Choice::new(minute_text(slot.minute), label).hint(format!("Còn {} chỗ", slot.left))
        })
        .collect();
    view! {
        <p class="p-lead">{place}</p>
        <ui::Form action="/dat-lich" form_state=state>
            <ui::HiddenInput name="trung_tam" value=chosen.centre.code/>
            <ui::HiddenInput name="nhom" value=chosen.group/>
            <ui::HiddenInput name="ngay" value=format::date(day)/>
            <ui::Radios name="gio" legend="Khung giờ" choices=free hint="Bạn được gọi trong khung giờ này nếu đến đúng giờ."/>
            <ui::Field
                name="dien_thoai"
                label="Số điện thoại nhận mã lịch hẹn"
                hint="Số này chỉ dùng để nhắn mã, không lưu cùng lịch hẹn."
                input_type="tel"
                autocomplete="tel"
                optional=true
                width=ui::FieldWidth::Code
            />
            <ui::Button label="Đặt lịch"/>
        </ui::Form>
    }
}
