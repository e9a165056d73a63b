//! `/quan-tri/lich`: the working calendar of a year: state, days off and make-up days, changes (03 §2, §8, §9).

use super::{calendar_form as form, tabs};
use crate::web::{Done, Form, Page, Result, Rq, encode};
use chrono::Datelike;
use domain::calendar::change::{self, ChangeRow};
use domain::calendar::{self, SpecialDay};
use domain::org;
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::calendar::{CalendarYear, ChangeKind, DayStatus, YearStatus};
use model::format;
use model::text::capital;
use std::collections::HashMap;
use ui::icon::Icon;
use ui::{Cell, Column, Row};

/// Address of a year.
pub(super) fn address(year: i32) -> String {
    format!("/quan-tri/lich?nam={year}")
}

/// The page of a year; the present one by default.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    cx.require_reach(Action::Configure, ObjectKind::Calendar)?;
    let today = format::local_date(cx.now());
    let years = calendar::years(&mut cx).await?;
    let asked = rq.query("nam").and_then(|text| text.parse::<i32>().ok());
    let year = asked.filter(|year| years.iter().any(|row| row.year == *year)).unwrap_or(today.year());
    let status = years.iter().find(|row| row.year == year).map_or(YearStatus::Missing, |row| row.status);
    let days = calendar::special_days(&mut cx, year).await?;
    let changes = change::of_year(&mut cx, year).await?;
    let of_units: Vec<i64> = days.iter().filter_map(|day| day.unit_id).collect();
    let units = org::names(&mut cx, &of_units, today).await?;
    let work = calendar::of_unit(&mut cx, None).await?;
    let months = work.working_days_per_month(year).ok();
    let (tabs, refused) = (tabs(&rq, "/quan-tri/lich"), rq.form());
    Ok(Page::new(format!("Lịch làm việc năm {year}"), move || {
        let error = refused.errors.first().map(|(_, text)| view! { <ui::Banner kind=ui::BannerKind::Error title=text.clone()/> });
        let (waiting, past): (Vec<_>, Vec<_>) = changes.into_iter().partition(|row| row.state == "proposed");
        view! {
            <ui::Container>
                <ui::PageHeading title="Quản trị"/>
                <ui::Tabs label="Quản trị" tabs=tabs/>
                {error}
                <ui::Tabs label="Năm" tabs=year_tabs(&years, year, today.year())/>
                <ui::Section title=format!("Lịch làm việc năm {year}") id="nam">
                    <p>{status_tag(status)}{months.map(|months| view! { <span>{format!(" {} ngày làm việc.", months.iter().sum::<u32>())}</span> })}</p>
                    {status_words(status)}
                    <ui::ButtonGroup>
                        <ui::LinkButton href=form::address(ChangeKind::Put, year, None) label="Thêm ngày nghỉ hoặc làm bù" icon=Icon::Cal/>
                        <ui::LinkButton href=form::address(ChangeKind::Year, year, None) label="Đổi tình trạng của năm" kind=ui::ButtonKind::Secondary/>
                    </ui::ButtonGroup>
                </ui::Section>
                {(!waiting.is_empty()).then(|| view! {
                    <ui::Section title="Chờ người thứ hai duyệt" id="cho-duyet" note="Ngày trong 30 ngày tới, hoặc đã qua, chỉ đổi khi hai người cùng đồng ý.">
                        <ul class="p-row-list">{waiting.iter().map(waiting_row).collect_view()}</ul>
                    </ui::Section>
                })}
                <ui::Section title="Ngày nghỉ và ngày làm bù" id="ngay">{day_table(year, days, &units)}</ui::Section>
                {(!past.is_empty()).then(|| view! { <ui::Section title="Các lần thay đổi" id="thay-doi">{change_table(&past)}</ui::Section> })}
            </ui::Container>
        }
    }))
}

fn year_tabs(years: &[CalendarYear], current: i32, this: i32) -> Vec<ui::Tab> {
    years
        .iter()
        .filter(|row| row.year >= this - 2)
        .map(|row| ui::Tab { href: address(row.year), label: row.year.to_string(), count: None, current: row.year == current })
        .collect()
}

fn status_tag(status: YearStatus) -> impl IntoView {
    let (tone, icon) = match status {
        YearStatus::Official => (ui::Tone::Green, Icon::Okc),
        YearStatus::Estimated => (ui::Tone::Gold, Icon::Clock),
        YearStatus::Missing => (ui::Tone::Red, Icon::Err),
    };
    view! { <ui::StatusTag tone=tone label=capital(status.label()) icon=icon/> }
}

fn status_words(status: YearStatus) -> impl IntoView {
    let words = match status {
        YearStatus::Official => return None,
        YearStatus::Estimated => "Hạn có ngày dự kiến được ghi “(lịch dự kiến)”. Khi có thông báo chính thức, sửa các ngày khác đi rồi đổi tình trạng của năm.",
        YearStatus::Missing => "Hồ sơ cần tính hạn trong năm này bị từ chối tiếp nhận. Nhập các ngày nghỉ, rồi đổi tình trạng của năm thành dự kiến.",
    };
    Some(view! { <p>{words}</p> })
}

fn day_table(year: i32, days: Vec<SpecialDay>, units: &HashMap<i64, String>) -> AnyView {
    if days.is_empty() {
        return view! { <ui::EmptyState icon=Icon::Cal title="Chưa có ngày nào" text="Bấm “Thêm ngày nghỉ hoặc làm bù” để nhập ngày đầu tiên."/> }.into_any();
    }
    let rows = days
        .into_iter()
        .map(|row| {
            let of = format::date(row.day);
            let day = capital(&format!("{}, {of}", format::weekday(row.day)));
            let place = row.unit_id.map(|unit| units.get(&unit).cloned().unwrap_or_default());
            let name = capital(&row.name);
            let name = place.as_ref().map_or_else(|| name.clone(), |place| format!("{name} ({place})"));
            let status = if row.status == DayStatus::Estimated { "Dự kiến" } else { "Chính thức" };
            // A closure is named by the code of its unit, which is typed again.
            let act = place.is_none().then(|| acts(year, &row, &of));
            Row::new(vec![
                Cell::text(day),
                Cell::text(name),
                Cell::text(capital(row.kind.label())),
                Cell::text(status),
                Cell::text(row.source),
                Cell::view(act),
            ])
        })
        .collect();
    let columns = ["Ngày", "Dịp", "Loại", "Tình trạng", "Căn cứ", "Việc"].map(Column::text).to_vec();
    view! { <ui::Table caption="Ngày nghỉ và ngày làm bù" caption_hidden=true columns=columns rows=rows/> }.into_any()
}

fn acts(year: i32, row: &SpecialDay, of: &str) -> impl IntoView + use<> {
    let may_move = row.kind != model::calendar::CalendarDayKind::MakeUp;
    let kinds = [(ChangeKind::Put, "Sửa", true), (ChangeKind::Move, "Dời", may_move), (ChangeKind::Withdraw, "Bỏ", true)];
    kinds
        .into_iter()
        .filter(|(.., shown)| *shown)
        .enumerate()
        .map(|(n, (kind, word, _))| {
            let (href, of) = (form::address(kind, year, Some(row)), format!(" ngày {of}"));
            let gap = (n > 0).then_some(" · ");
            view! { {gap}<a href=href>{word}<span class="p-visually-hidden">{of}</span></a> }
        })
        .collect_view()
}

fn words(row: &ChangeRow) -> String {
    row.change().map(|change| change.words()).unwrap_or_default()
}

fn waiting_row(row: &ChangeRow) -> impl IntoView + use<> {
    let words = words(row);
    let asked = format!("{} đề nghị lúc {}. Lý do: {}", row.proposed_name, format::time_date(row.proposed_at), row.reason);
    let effect = form::effect_words(row.earlier, row.later);
    let number = vec![("so", row.id.to_string())];
    view! {
        <li class="p-list-row">
            <p><strong>{words.clone()}</strong></p>
            <p>{asked}</p>
            <p>{effect}</p>
            <ui::ButtonGroup>
                <ui::PostButton action="/quan-tri/lich/duyet" label="Duyệt thay đổi" of=words.clone() hidden=number.clone()/>
                <ui::PostButton action="/quan-tri/lich/khong-duyet" label="Không duyệt" of=words hidden=number kind=ui::ButtonKind::Secondary/>
            </ui::ButtonGroup>
        </li>
    }
}

fn change_table(changes: &[ChangeRow]) -> impl IntoView + use<> {
    let rows = changes
        .iter()
        .map(|row| {
            let state = match (row.state.as_str(), row.recomputed_at) {
                ("declined", _) => "Không duyệt".to_owned(),
                (_, None) => "Đang tính lại hạn".to_owned(),
                (_, Some(at)) => format!("Đã tính lại hạn lúc {}", format::time_date(at)),
            };
            let who = if row.decided_name.is_empty() || row.decided_name == row.proposed_name {
                row.proposed_name.clone()
            } else {
                format!("{}, {}", row.proposed_name, row.decided_name)
            };
            Row::new(vec![
                Cell::text(format::time_date(row.proposed_at)),
                Cell::text(words(row)),
                Cell::text(row.reason.clone()),
                Cell::text(form::effect_words(row.earlier, row.later)),
                Cell::text(who),
                Cell::text(state),
            ])
        })
        .collect();
    let columns = ["Lúc", "Thay đổi", "Lý do", "Hồ sơ", "Người làm", "Tình trạng"].map(Column::text).to_vec();
    view! { <ui::Table caption="Các lần thay đổi" caption_hidden=true columns=columns rows=rows/> }
}

/// The second person agrees.
pub async fn approve(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let number = form.row("so");
    let year = change::by_id(&mut cx, number).await?.change()?.year;
    if domain::identity::require_step_up(&cx).is_err() {
        let back = format!("/can-bo/xac-thuc-lai?ve={}", encode(&address(year)));
        return Ok(Done::to(back).say("Hãy xác thực lại, rồi duyệt thay đổi."));
    }
    change::approve(&mut cx, number).await?;
    cx.commit().await?;
    Ok(Done::to(address(year)).say("Đã duyệt thay đổi. Hạn của các hồ sơ đang mở được tính lại trong ít phút."))
}

/// The second person does not, or the first takes it back.
pub async fn decline(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let number = form.row("so");
    change::decline(&mut cx, number).await?;
    let year = change::by_id(&mut cx, number).await?.change()?.year;
    cx.commit().await?;
    Ok(Done::to(address(year)).say("Đã bỏ đề nghị thay đổi lịch."))
}
