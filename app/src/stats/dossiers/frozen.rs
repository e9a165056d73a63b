//! "Chốt số liệu", and the frozen sheet at `/s/{ma}`: the page as it was, for ever, with the same figures now.

use super::filter::{Links, channel, group};
use super::{rows, view};
use crate::web::{Done, Error, Form, Page, Result, Rq};
use domain::stats::dossiers::{FrozenCell, ask, freeze as keep, frozen, frozen_rows};
use leptos::prelude::*;
use model::format;
use model::stats::dossiers::{DossierFigure, FreezeForm, FrozenDossiers};
use ui::{Cell, Column, FormState, Row};

/// Freezes what the page shows.
pub async fn freeze(rq: Rq, form: Form) -> Result<Done> {
    let today = format::local_date(rq.portal.clock().now());
    let input = form.read::<FreezeForm>()?.validate(today)?;
    let mut cx = rq.write().await?;
    let unit = input.unit.as_deref().map(|code| (code, false));
    let asked = ask(&mut cx, &input.period, unit, None, input.sector.as_deref()).await?;
    let code = keep(&mut cx, &asked, &input.period).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/s/{code}")).say(format!("Đã chốt số liệu, mã {code}. Bản này không thay đổi.")))
}

/// The page of a frozen sheet; with `muc` the rows behind one of its figures.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let code = rq.param("ma").to_owned();
    let Some(figure) = rq.query("muc") else {
        let frozen = frozen(&mut cx, &code).await?;
        return Ok(Page::new(format!("Số liệu {code}"), move || body(&frozen)));
    };
    let figure: DossierFigure = figure.parse().map_err(|_| Error::NotFound)?;
    let cell = FrozenCell { unit: rq.query("don-vi"), group: group(&rq)?, sector: rq.query("linh-vuc"), channel: channel(&rq)? };
    let (sheet, list) = frozen_rows(&mut cx, &code, figure, &cell, rq.page_number()).await?;
    let base = rq.list_base();
    Ok(Page::new(format!("{}: số liệu {code}", figure.label()), move || {
        let lead = format!("Bản số liệu {code}, {}. {}", view::period_text(&sheet), view::as_of_text(&sheet));
        let parents = vec![("/".to_owned(), "Trang chủ".to_owned()), (format!("/s/{code}"), format!("Số liệu {code}"))];
        let model::List { rows, paging } = list;
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=parents here=figure.label()/>
                {rows::list(figure, lead, rows, paging, base, true)}
            </ui::Container>
        }
    }))
}

fn body(frozen: &FrozenDossiers) -> impl IntoView + use<> {
    let FrozenDossiers { code, computed_at, sheet, .. } = frozen;
    let lead = format!(
        "Hồ sơ thủ tục hành chính {}. {} Chốt lúc {}. Bản này không thay đổi.",
        view::period_text(sheet),
        view::as_of_text(sheet),
        format::date_time(*computed_at)
    );
    let links = Links { rows: format!("/s/{code}?"), page: None, unit: None, sector: None };
    let (sheet_view, beside) = (view::body(sheet, &links), beside(frozen));
    let (here, above, title) = (format!("Số liệu {code}"), format!("Bản số liệu {code}"), format!("Thống kê hồ sơ: {}", sheet.name()));
    let other = super::compare::form(code, FormState::default());
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned()), ("/xep-hang".to_owned(), "Xếp hạng, thống kê".to_owned())] here=here/>
            <ui::PageHeading above=above title=title lead=lead/>
            {sheet_view}
            {beside}
            {other}
            {view::method()}
        </ui::Container>
    }
}

/// The main figures as they were, as they are, and the difference.
fn beside(frozen: &FrozenDossiers) -> impl IntoView + use<> {
    use DossierFigure as F;
    let figures =
        [F::Carried, F::New, F::Resolved, F::Early, F::OnTime, F::Late, F::Open, F::InTime, F::Overdue, F::Paused, F::IntakeWaiting, F::IntakeRefused];
    let rows = figures
        .into_iter()
        .map(|figure| {
            let then = frozen.sheet.number(figure);
            let now = if figure.intake().is_empty() { frozen.live.of(figure) } else { frozen.live_intake.of(figure) };
            let change = if now == then { "0".to_owned() } else { format!("{}{}", if now > then { "+" } else { "−" }, format::number((now - then).abs())) };
            Row::new(vec![Cell::text(figure.label()), Cell::text(format::number(then)), Cell::text(format::number(now)), Cell::text(change)])
        })
        .collect();
    let columns = vec![Column::text("Số liệu"), Column::number("Đã chốt"), Column::number("Hiện nay"), Column::number("Chênh lệch")];
    view! {
        <ui::Section id="hien-nay" title="So với hiện nay" note="Cùng kỳ, cùng phạm vi, tính lại lúc mở trang.">
            <ui::Table caption="Số liệu đã chốt và số liệu hiện nay" columns=columns rows=rows/>
        </ui::Section>
    }
}
