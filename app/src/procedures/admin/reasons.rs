//! `/can-bo/thu-tuc/ly-do`: the lists of reasons that officials pick from (02 §10, §12).

use crate::web::{Done, Error, Form, Page, Result, Rq};
use chrono::NaiveDate;
use domain::dossiers;
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::dossiers::{NewReasonForm, ReasonKind, ReasonRow};
use model::format;
use ui::icon::Icon;
use ui::{ButtonKind, Cell, Column, FieldWidth, FormState, Row, SelectOption};

const HERE: &str = "/can-bo/thu-tuc/ly-do";

/// The lists; who publishes adds and ends.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let rows = dossiers::reason_lists(&mut cx).await?;
    let today = format::local_date(cx.now());
    drop(cx);
    let (may, form) = (rq.actor.may_somewhere(Action::Publish, ObjectKind::ProcedureVersion), rq.form());
    let title = if form.has_errors() { "Lỗi: Danh sách lý do" } else { "Danh sách lý do" };
    Ok(Page::new(title, move || {
        let lists = ReasonKind::ALL.iter().map(|kind| list(*kind, &rows, today, may)).collect_view();
        view! {
            <ui::Container>
                <ui::BackLink href="/can-bo/thu-tuc" label="Danh mục thủ tục"/>
                <ui::PageHeading title="Danh sách lý do" lead="Cán bộ chọn từ các danh sách này khi yêu cầu bổ sung, từ chối tiếp nhận, dừng giải quyết. Hồ sơ đã xử lý giữ nguyên lý do đã ghi."/>
                {lists}
                {may.then(|| add(form, today))}
            </ui::Container>
        }
    }))
}

fn list(kind: ReasonKind, rows: &[ReasonRow], today: NaiveDate, may: bool) -> impl IntoView + use<> {
    let mut columns = ["Lý do", "Dùng từ ngày", "Tình trạng"].map(Column::text).to_vec();
    if may {
        columns.push(Column::text("Việc"));
    }
    let rows = rows.iter().filter(|row| row.kind == kind).map(|reason| row(reason, today, may)).collect();
    view! {
        <ui::Section title=kind.label() id=kind.as_str().replace('_', "-")>
            <ui::Table caption=kind.label() caption_hidden=true columns=columns rows=rows/>
        </ui::Section>
    }
}

fn row(reason: &ReasonRow, today: NaiveDate, may: bool) -> Row {
    let state = match reason.valid_to {
        Some(end) if end <= reason.valid_from => "Đã bỏ trước khi dùng".to_owned(),
        Some(end) => format!("Thôi dùng từ {}", format::date(end)),
        None if reason.holds(today) => "Đang dùng".to_owned(),
        None => format!("Dùng từ {}", format::date(reason.valid_from)),
    };
    let mut cells = vec![Cell::text(reason.label.clone()), Cell::text(format::date(reason.valid_from)), Cell::text(state)];
    if may {
        let (id, of) = (reason.id.to_string(), reason.label.clone());
        let end = reason
            .valid_to
            .is_none()
            .then(|| view! { <ui::PostButton action=format!("{HERE}/bo") label="Thôi dùng" hidden=vec![("so", id)] kind=ButtonKind::Secondary of=of/> });
        cells.push(Cell::view(end));
    }
    Row::new(cells)
}

fn add(form: FormState, today: NaiveDate) -> impl IntoView {
    let lists: Vec<SelectOption> = ReasonKind::ALL.iter().map(|kind| SelectOption::new(kind.as_str(), kind.label())).collect();
    view! {
        <ui::Section title="Thêm lý do" id="them">
            <ui::Form action=HERE form_state=form id_prefix="them">
                <ui::Select name="danh_sach" label="Danh sách" options=lists blank="Chọn danh sách"/>
                <ui::Field name="ly_do" label="Lý do" hint="Ngắn gọn, bằng lời người dân hiểu. Ví dụ: Thiếu chữ ký." maxlength=200_u32/>
                <ui::Field name="tu_ngay" label="Dùng từ ngày" input_type="date" value=today.to_string() width=FieldWidth::Code/>
                <ui::Button label="Thêm lý do" icon=Icon::Plus/>
            </ui::Form>
        </ui::Section>
    }
}

/// Adds a reason.
pub async fn save(rq: Rq, form: Form) -> Result<Done> {
    let new = form.read::<NewReasonForm>()?.validate()?;
    let mut cx = rq.write().await?;
    dossiers::add_reason(&mut cx, &new).await?;
    cx.commit().await?;
    Ok(Done::to(HERE).say(format!("Đã thêm lý do “{}”, dùng từ {}.", new.label, format::date(new.valid_from))))
}

/// Ends a reason today.
pub async fn end(rq: Rq, form: Form) -> Result<Done> {
    let id = form.get("so").parse().map_err(|_| Error::NotFound)?;
    let mut cx = rq.write().await?;
    let ended = dossiers::end_reason(&mut cx, id).await?;
    cx.commit().await?;
    Ok(Done::to(HERE).say(format!("Từ nay cán bộ không chọn được lý do “{}”. Hồ sơ đã ghi lý do này giữ nguyên.", ended.label)))
}
