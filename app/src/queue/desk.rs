//! `/can-bo/goi-so` (O16): the counter of a clerk.

use super::{address_of, ticket::tone};
use crate::web::{Page, Result, Rq, encode};
use domain::queue::{self, rules};
use leptos::prelude::*;
use model::format;
use model::queue::{CALLS, DeskTicket, DeskView, TicketState, TicketStep, duration_text};
use ui::icon::Icon;
use ui::{ButtonKind, Cell, Column, Row, Tab};

/// While no number is called the page looks again after so many seconds.
const LOOK_AGAIN: u32 = 20;

/// The page of a counter.
pub(super) fn address(centre: &str, group: &str, counter: &str) -> String {
    format!("/can-bo/goi-so?trung-tam={}&nhom={}&quay={}", encode(centre), encode(group), encode(counter))
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let counter = rq.query("quay").unwrap_or_default().to_owned();
    let mut cx = rq.read().await?;
    let desk = queue::desk(&mut cx, rq.query("trung-tam"), rq.query("nhom")).await?;
    let state = rq.form();
    let idle = !state.was_sent() && !counter.is_empty() && desk.as_ref().is_some_and(|desk| desk.current.is_none());
    let page = Page::new("Gọi số", move || match desk {
        Some(desk) => body(desk, counter, state).into_any(),
        None => view! {
            <ui::PageHeading title="Gọi số"/>
            <ui::EmptyState icon=Icon::Users title="Chưa có nhóm quầy" text="Đơn vị của bạn chưa được lập nhóm quầy. Hãy nhờ quản trị tỉnh thiết lập."/>
        }
        .into_any(),
    });
    Ok(if idle { page.refresh(LOOK_AGAIN) } else { page })
}

fn body(desk: DeskView, counter: String, state: ui::FormState) -> impl IntoView {
    let from = Back { centre: desk.centre.code.clone(), group: desk.letter.clone(), counter: counter.clone() };
    let tabs = desk
        .centre
        .groups
        .iter()
        .map(|group| Tab {
            href: address(&desk.centre.code, &group.letter, &counter),
            label: group.label(),
            count: u32::try_from(group.waiting).ok(),
            current: group.letter == desk.letter,
        })
        .collect::<Vec<_>>();
    let errors = state.errors.clone();
    let screen = format!("/goi-so/{}", desk.centre.code);
    let main = match &desk.current {
        Some(ticket) => current(&desk, ticket, &from).into_any(),
        None if counter.is_empty() => view! { <p class="p-lead">"Hãy nhập số quầy của bạn ở trên để bắt đầu gọi số."</p> }.into_any(),
        None => next(&desk, &from).into_any(),
    };
    let centres = desk.centres.iter().map(|centre| ui::SelectOption::new(&centre.code, &centre.name)).collect::<Vec<_>>();
    let several = centres.len() > 1;
    let (code, letter) = (desk.centre.code.clone(), desk.letter.clone());
    let hidden = if several { vec![("nhom", letter)] } else { vec![("trung-tam", code.clone()), ("nhom", letter)] };
    view! {
        <ui::PageHeading title="Gọi số" above=desk.centre.name.clone()/>
        {(!errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=errors/> })}
        <ui::Tabs label="Nhóm việc" tabs=tabs/>
        <ui::FilterBar action="/can-bo/goi-so" button="Đổi quầy" hidden=hidden>
            {several.then(|| view! { <ui::Select name="trung-tam" label="Trung tâm" options=centres value=code/> })}
            <ui::Field name="quay" label="Quầy số" value=counter input_type="number" inputmode="numeric" width=ui::FieldWidth::Code/>
        </ui::FilterBar>
        {main}
        {waiting(desk.waiting.clone(), &from)}
        {skipped(desk.skipped.clone(), &from)}
        {figures(&desk)}
        <p><a href=screen>"Mở màn hình gọi số"</a></p>
    }
}

/// Where a form on this page leads back to.
struct Back {
    centre: String,
    group: String,
    counter: String,
}

impl Back {
    fn hidden(&self, ticket: Option<&DeskTicket>) -> Vec<(&'static str, String)> {
        let mut hidden = vec![("trung_tam", self.centre.clone()), ("nhom", self.group.clone()), ("quay", self.counter.clone())];
        hidden.extend(ticket.map(|ticket| ("phien_ban", ticket.version.to_string())));
        hidden
    }

    /// The button of a step; nothing if the step is not possible now.
    fn button(&self, ticket: &DeskTicket, step: TicketStep, kind: ButtonKind) -> Option<impl IntoView + use<>> {
        let possible = rules::allowed(step, ticket.state) && rules::check(step, ticket.calls, ticket.rejoined).is_ok();
        let word = address_of(step).filter(|_| possible)?;
        let action = format!("/can-bo/goi-so/{}/{word}", ticket.token);
        Some(view! { <ui::PostButton action=action label=step.label() kind=kind hidden=self.hidden(Some(ticket)) of=format!("số {}", ticket.code)/> })
    }
}

fn next(desk: &DeskView, from: &Back) -> impl IntoView + use<> {
    let waiting = desk.centre.group(&desk.letter).map_or(0, |group| group.waiting);
    let said = if waiting == 0 { "Không có ai chờ ở nhóm này.".to_owned() } else { format!("{waiting} người đang chờ ở nhóm này.") };
    let hidden = from.hidden(None);
    view! {
        <ui::Section title="Số tiếp theo" id="tiep-theo" note=said>
            <ui::PostButton action="/can-bo/goi-so" label=TicketStep::Call.label() icon=Some(Icon::Bell) hidden=hidden/>
        </ui::Section>
    }
}

/// The number that this clerk called or serves, with its next steps.
fn current(desk: &DeskView, ticket: &DeskTicket, from: &Back) -> impl IntoView + use<> {
    let called = ticket.state == TicketState::Called;
    let said = match called {
        true => format!("Quầy {}, gọi lần {} trên {CALLS}, {} trước", ticket.counter, ticket.calls, duration_text(ticket.seconds)),
        false => format!("Quầy {}, đang phục vụ {}", ticket.counter, duration_text(ticket.seconds)),
    };
    let others: Vec<ui::SelectOption> =
        desk.centre.groups.iter().filter(|group| group.letter != ticket.letter).map(|group| ui::SelectOption::new(&group.letter, group.label())).collect();
    let move_to = (!others.is_empty()).then(|| {
        let hidden = from.hidden(Some(ticket)).into_iter().map(|(name, value)| view! { <ui::HiddenInput name=name value=value/> }).collect_view();
        let action = format!("/can-bo/goi-so/{}/chuyen", ticket.token);
        view! {
            <ui::Accordion title="Chuyển sang nhóm quầy khác">
                <ui::Form action=action id_prefix="chuyen">
                    {hidden}
                    <ui::Select name="nhom_moi" label="Chuyển đến" options=others hint="Người dân giữ nguyên số và thứ tự chờ."/>
                    <ui::Button label="Chuyển quầy" kind=ButtonKind::Secondary/>
                </ui::Form>
            </ui::Accordion>
        }
    });
    let main = ButtonKind::default();
    let (start, done) = (from.button(ticket, TicketStep::Start, main), from.button(ticket, TicketStep::Done, main));
    let (again, skip) = (from.button(ticket, TicketStep::CallAgain, ButtonKind::Secondary), from.button(ticket, TicketStep::Skip, ButtonKind::Secondary));
    let (code, tag) = (ticket.code.clone(), view! { <ui::StatusTag tone=tone(ticket.state) label=ticket.state.label()/> });
    view! {
        <ui::Section title="Số của bạn" id="so-cua-ban" note=said>
            <p class="p-queue-number n">{code}</p>
            <p>{tag}</p>
            <div class="p-actions">{start}{done}{again}{skip}</div>
            {move_to}
        </ui::Section>
    }
}

fn waiting(rows: Vec<DeskTicket>, from: &Back) -> impl IntoView + use<> {
    let rows: Vec<Row> = rows
        .iter()
        .map(|ticket| {
            let kind = match ticket.booked_slot {
                Some(slot) => format!("Đặt lịch {}", format::time(slot)),
                None => ticket.state.label().to_owned(),
            };
            let cancel = from.button(ticket, TicketStep::Cancel, ButtonKind::Line);
            Row::new(vec![Cell::text(ticket.code.clone()), Cell::text(kind), Cell::text(duration_text(ticket.seconds)), Cell::view(view! { {cancel} })])
        })
        .collect();
    (!rows.is_empty()).then(|| {
        let columns = ["Số", "Loại", "Đã chờ", "Việc"].map(Column::text).into();
        view! { <ui::Section title="Đang chờ" id="dang-cho"><ui::Table caption="Những số đang chờ đầu tiên" caption_hidden=true columns=columns rows=rows/></ui::Section> }
    })
}

fn skipped(rows: Vec<DeskTicket>, from: &Back) -> impl IntoView + use<> {
    let rows: Vec<Row> = rows
        .iter()
        .map(|ticket| {
            let rejoin = from.button(ticket, TicketStep::Rejoin, ButtonKind::Line);
            Row::new(vec![Cell::text(ticket.code.clone()), Cell::text(format::time(ticket.since)), Cell::view(view! { {rejoin} })])
        })
        .collect();
    (!rows.is_empty()).then(|| {
        let columns = ["Số", "Bỏ lượt lúc", "Việc"].map(Column::text).into();
        view! { <ui::Section title="Đã bỏ lượt" id="bo-luot"><ui::Table caption="Những số đã bỏ lượt" caption_hidden=true columns=columns rows=rows/></ui::Section> }
    })
}

/// Waiting and serving times of today, with their number.
fn figures(desk: &DeskView) -> impl IntoView + use<> {
    let of = |seconds: Option<i64>| seconds.map_or_else(|| "Chưa có".to_owned(), duration_text);
    let figures = desk.figures;
    let rows = vec![
        ui::SummaryRow::new("Đã phát số", figures.given.to_string()),
        ui::SummaryRow::new("Đã phục vụ xong", figures.served.to_string()),
        ui::SummaryRow::new("Chờ trung bình", of(figures.waited_s)),
        ui::SummaryRow::new("Phục vụ trung bình", of(figures.served_s)),
    ];
    let note = format!("Nhóm {}, hôm nay; trung bình của {} người đã phục vụ xong.", desk.letter, figures.served);
    view! { <ui::Section title="Số liệu hôm nay" id="so-lieu" note=note><ui::SummaryList rows=rows/></ui::Section> }
}
