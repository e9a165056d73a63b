//! `/quan-tri`: people within the administrator's reach; `/quan-tri/nguoi/them`: somebody joins.

use super::tabs;
use crate::web::{Page, Result, Rq};
use domain::identity::{self, PersonLine};
use domain::org;
use leptos::prelude::*;
use model::identity::AccountState;
use model::org::Unit;
use ui::icon::Icon;

/// The list with one search box.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let wanted = rq.query("q").unwrap_or_default().to_owned();
    let unit = rq.query("don-vi").and_then(|text| text.parse::<i64>().ok());
    let found = identity::search_people(&mut cx, &wanted, unit, rq.page_number()).await?;
    let (tabs, base) = (tabs(&rq, "/quan-tri/nguoi"), rq.list_base());
    Ok(Page::new("Người", move || {
        let none = found.rows.is_empty();
        let counted = format!("{} người", model::format::number(found.total()));
        let hidden = unit.map(|id| vec![("don-vi", id.to_string())]).unwrap_or_default();
        view! {
            <ui::Container>
                <ui::PageHeading title="Quản trị"/>
                <ui::Tabs label="Quản trị" tabs=tabs/>
                <ui::SearchBox id="tim-nguoi" action="/quan-tri/nguoi" label="Tìm người" placeholder="Tên (có dấu hoặc không), số điện thoại, đơn vị" value=wanted hidden=hidden show_label=true/>
                <ui::ButtonGroup><ui::LinkButton href="/quan-tri/nguoi/them" label="Thêm người" kind=ui::ButtonKind::Secondary icon=Icon::User/></ui::ButtonGroup>
                {none.then(|| view! { <ui::EmptyState icon=Icon::Users title="Không tìm thấy ai" text="Hãy thử một phần của tên, hoặc tên đơn vị."/> })}
                {(!none).then(|| view! {
                    <ui::Table caption=counted columns=["Họ và tên", "Chức vụ", "Đơn vị", "Điện thoại", "Tài khoản"].map(ui::Column::text).to_vec() rows=found.rows.into_iter().map(row).collect()/>
                    <ui::Pagination paging=found.paging base=base what="người"/>
                })}
            </ui::Container>
        }
    }))
}

fn row(person: PersonLine) -> ui::Row {
    let state = person.state.parse::<AccountState>();
    let account = match state {
        Ok(AccountState::Active) => ui::Cell::text(person.username),
        Ok(state) => {
            let label = format!("{} · {}", person.username, state.label());
            ui::Cell::view(view! { <ui::StatusTag tone=ui::Tone::Neutral label=label/> })
        }
        Err(_) => ui::Cell::text("Chưa có"),
    };
    ui::Row::new(vec![
        ui::Cell::link(format!("/quan-tri/nguoi/{}", person.id), person.full_name),
        ui::Cell::text(person.position),
        ui::Cell::text(person.unit_name),
        ui::Cell::text(person.phone_masked),
        account,
    ])
}

/// The form for a new person. Without a unit it first asks for one.
pub async fn add_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let today = org::today(&cx);
    let Some(unit) = rq.query("don-vi").and_then(|text| text.parse::<i64>().ok()) else {
        let wanted = rq.query("q").unwrap_or_default().to_owned();
        let reach = cx.require_reach(model::access::Action::Create, model::access::ObjectKind::Person)?;
        let mut found = if wanted.is_empty() { own_units(&mut cx).await? } else { org::find(&mut cx, &wanted, today).await? };
        found.retain(|unit| reach.covers(unit.id));
        return Ok(choose_unit(wanted, found));
    };
    let unit = org::unit(&mut cx, unit, today).await?;
    let positions = identity::positions(&mut cx).await?;
    let form = rq.form();
    let title = if form.has_errors() { "Lỗi: Thêm người" } else { "Thêm người" };
    Ok(Page::new(title, move || {
        let options = positions.into_iter().map(|name| ui::SelectOption::new(name.clone(), name)).collect::<Vec<_>>();
        view! {
            <ui::Container>
                <ui::PageHeading title="Thêm người" lead=format!("Đơn vị: {}", unit.name)/>
                <ui::Form action="/quan-tri/nguoi/them" form_state=form>
                    <ui::HiddenInput name="don_vi" value=unit.id.to_string()/>
                    <ui::Field name="ho_ten" label="Họ và tên"/>
                    <ui::Field name="ngay_sinh" label="Ngày sinh" input_type="date" optional=true width=ui::FieldWidth::Code/>
                    <ui::Field name="dien_thoai" label="Số điện thoại" input_type="tel" optional=true width=ui::FieldWidth::Code/>
                    <ui::Field name="thu_dien_tu" label="Thư điện tử công vụ" input_type="email" optional=true/>
                    <ui::Select name="chuc_vu" label="Chức vụ" options=options blank="Chọn chức vụ"/>
                    <ui::Field name="tu_ngay" label="Làm việc từ ngày" input_type="date" value=today.format("%Y-%m-%d").to_string() width=ui::FieldWidth::Code/>
                    <ui::Field name="ten_dang_nhap" label="Tên đăng nhập" hint="Chữ thường không dấu, ví dụ tran.an" width=ui::FieldWidth::Code/>
                    <ui::Button label="Thêm người và tạo tài khoản"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

/// The administrator's own unit and what lies directly below it.
async fn own_units(cx: &mut domain::Cx) -> Result<Vec<Unit>> {
    let Some(own) = cx.actor.unit_id else { return Ok(Vec::new()) };
    let agency = org::agency_of(cx, own).await?;
    let mut units = org::children(cx, agency.id).await?;
    units.insert(0, agency);
    Ok(units)
}

fn choose_unit(wanted: String, found: Vec<Unit>) -> Page {
    Page::new("Thêm người", move || {
        let rows = found
            .into_iter()
            .map(|unit| view! { <li class="p-list-row"><a href=format!("/quan-tri/nguoi/them?don-vi={}", unit.id)>{unit.name}</a>" "<span class="p-muted n">{unit.code}</span></li> })
            .collect_view();
        view! {
            <ui::Container>
                <ui::PageHeading title="Thêm người" lead="Chọn đơn vị công tác."/>
                <ui::SearchBox id="tim-don-vi" action="/quan-tri/nguoi/them" label="Tìm đơn vị" placeholder="Tên hoặc mã đơn vị" value=wanted show_label=true/>
                <ul class="p-row-list">{rows}</ul>
            </ui::Container>
        }
    })
}
