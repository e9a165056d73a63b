//! `/can-bo/ban-giao` (O05): what the counter hands over, what the agency takes, and the sheets (form 06).

use super::work;
use crate::dossiers::desk::parts::{address, due_badge};
use crate::web::{Error, Page, Result, Rq};
use axum::response::Response;
use domain::dossiers;
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::dossiers::{HandoverLine, HandoverQueue, HandoverRow};
use model::{List, format};
use ui::icon::Icon;
use ui::{Cell, Choice, Column, FormState, Row};

/// The page. `hang` names the side; without it the first side of the reader.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let mut sides = Vec::new();
    for side in HandoverQueue::ALL {
        if dossiers::hands(&mut cx, *side).await? {
            sides.push(*side);
        }
    }
    let named = rq.query("hang").and_then(|text| text.parse().ok()).filter(|side| sides.contains(side));
    let refused = Error::Forbidden { action: Action::Receive, kind: ObjectKind::Dossier, unit: None };
    let side = named.or(sides.first().copied()).ok_or(refused)?;
    let list = dossiers::handover_list(&mut cx, side, rq.page_number()).await?;
    let sheets = dossiers::handovers(&mut cx).await?;
    drop(cx);
    let (all, base, form) = (rq.query("chon") == Some("tat-ca"), rq.list_base(), rq.form());
    Ok(Page::new(format!("Bàn giao: {}", side.label().to_lowercase()), move || {
        let tab = |other: &HandoverQueue| ui::Tab {
            href: format!("/can-bo/ban-giao?hang={other}"),
            label: other.label().to_owned(),
            count: (*other == side).then(|| u32::try_from(list.paging.total).unwrap_or(u32::MAX)),
            current: *other == side,
        };
        let tabs = sides.iter().map(tab).collect();
        let paging = list.paging;
        let content = if list.rows.is_empty() { nothing(side) } else { boxes(side, list, all, form) };
        view! {
            <div class="p-stack">
                <ui::PageHeading title="Bàn giao hồ sơ" lead="Giấy tờ đi từ quầy đến cơ quan giải quyết. Mỗi lần bàn giao có một phiếu kiểm soát (mẫu 06) để ký."/>
                <ui::Tabs label="Bên giao, bên nhận" tabs=tabs/>
                {content}
                <ui::Pagination paging=paging base=base what="hồ sơ"/>
                {recent(&sheets)}
            </div>
        }
    })
    .sub_list(work("/can-bo/ban-giao")))
}

fn nothing(side: HandoverQueue) -> AnyView {
    let (title, text) = match side {
        HandoverQueue::Give => ("Không có hồ sơ cần bàn giao", "Hồ sơ vừa tiếp nhận mà chưa bàn giao sẽ hiện ở đây."),
        HandoverQueue::Take => ("Không có hồ sơ chờ nhận", "Hồ sơ quầy đã tiếp nhận mà chưa ai xử lý sẽ hiện ở đây."),
    };
    view! { <ui::EmptyState icon=Icon::Dossier title=title text=text/> }.into_any()
}

fn choice(row: &HandoverRow, side: HandoverQueue) -> Choice {
    let papers = if row.papers == 0 { "bản điện tử".to_owned() } else { format!("{} bản giấy", row.papers) };
    let handed = match (side, row.handed_at) {
        (HandoverQueue::Take, Some(at)) => format!(" · quầy bàn giao {}", format::time_date(at)),
        (HandoverQueue::Take, None) => " · quầy chưa bàn giao giấy tờ".to_owned(),
        (HandoverQueue::Give, _) => String::new(),
    };
    let hint = format!("{} · {} · {papers}{handed}", row.applicant, row.to);
    let code = row.item.code.clone();
    let badge = due_badge(row.urgency, &row.remaining);
    let more = view! { <p class="p-cluster"><a href=address(&code)>"Xem hồ sơ "<span class="n">{code.clone()}</span></a>{badge}</p> };
    Choice::new(row.item.value(), row.procedure.clone()).hint(hint).more(more)
}

fn boxes(side: HandoverQueue, list: List<HandoverRow>, all: bool, form: FormState) -> AnyView {
    let values: Vec<String> = if all { list.rows.iter().map(|row| row.item.value()).collect() } else { Vec::new() };
    let (legend, button) = match side {
        HandoverQueue::Give => ("Hồ sơ bàn giao", "Bàn giao các hồ sơ đã chọn"),
        HandoverQueue::Take => ("Hồ sơ nhận xử lý", "Nhận các hồ sơ đã chọn"),
    };
    let choices = list.rows.iter().map(|row| choice(row, side)).collect();
    let whole = format!("/can-bo/ban-giao?hang={side}&chon=tat-ca&trang={}", list.paging.page);
    view! {
        <p><a href=whole>"Đánh dấu cả trang"</a></p>
        <ui::Form action=format!("/can-bo/ban-giao/{side}") form_state=form>
            <ui::Checkboxes name="ho_so" legend=legend values=values choices=choices/>
            <ui::Button label=button icon=Icon::Check/>
        </ui::Form>
    }
    .into_any()
}

fn recent(sheets: &[HandoverLine]) -> Option<AnyView> {
    let columns = ["Phiếu", "Bên giao", "Bên nhận", "Lúc", "Đã nhận"].map(Column::text).into();
    let row = |sheet: &HandoverLine| {
        Row::new(vec![
            Cell::link(format!("/can-bo/ban-giao/{}", sheet.code), sheet.code.clone()),
            Cell::text(format!("{}, {}", sheet.by, sheet.from)),
            Cell::text(sheet.to.clone()),
            Cell::text(format::time_date(sheet.at)),
            Cell::text(format!("{} trong {} hồ sơ", sheet.taken, sheet.dossiers)),
        ])
    };
    let rows = sheets.iter().map(row).collect();
    (!sheets.is_empty()).then(|| {
        view! { <ui::Section title="Phiếu bàn giao gần đây" id="phieu"><ui::Table caption="Phiếu bàn giao" caption_hidden=true columns=columns rows=rows/></ui::Section> }
            .into_any()
    })
}

/// `/can-bo/ban-giao/{ma}`: form 06 of one sheet, to print and sign.
pub async fn sheet(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let paper = dossiers::handover_paper(&mut cx, rq.param("ma")).await?;
    let file = format!("/can-bo/ban-giao/{}/pdf", paper.number);
    let title = format!("Phiếu bàn giao {}", paper.number);
    Ok(Page::new(title.clone(), move || {
        view! {
            <ui::Container>
                <div class="p-no-print">
                    <ui::BackLink href="/can-bo/ban-giao" label="Bàn giao hồ sơ"/>
                    <ui::ButtonGroup><ui::LinkButton href=file label="Tải PDF" icon=Icon::Down download=true of=title/></ui::ButtonGroup>
                </div>
                <ui::PaperSheet paper=paper/>
            </ui::Container>
        }
    })
    .bare())
}

/// The same as a PDF.
pub async fn pdf(rq: Rq) -> Result<Response> {
    let mut cx = rq.read().await?;
    let paper = dossiers::handover_paper(&mut cx, rq.param("ma")).await?;
    Ok(crate::files::bytes(&format!("mau-06-{}.pdf", paper.number), "application/pdf", domain::paper::pdf(&paper)?))
}
