//! `/quan-tri/don-vi`: the units of today as a tree, and one unit with its history.

use super::{id, tabs};
use crate::web::{Page, Result, Rq};
use domain::org::{self, SetUp, UnitVersion};
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::format;
use model::org::{Unit, old_form};
use ui::icon::Icon;

/// Search, or the units below one (the province by default).
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let today = org::today(&cx);
    let wanted = rq.query("q").unwrap_or_default().to_owned();
    let reach = cx.require_reach(Action::View, ObjectKind::Unit)?;
    let top = match rq.query("duoi").map(id) {
        Some(unit) => unit,
        None if reach.all => org::root(&mut cx).await?.id,
        None => reach.units.first().copied().unwrap_or_default(),
    };
    let mut units = if wanted.is_empty() { org::children(&mut cx, top).await? } else { org::find(&mut cx, &wanted, today).await? };
    units.retain(|unit| reach.covers(unit.id));
    let here = org::unit(&mut cx, top, today).await.ok().filter(|unit| reach.covers(unit.id));
    let (tabs, may_add) = (tabs(&rq, "/quan-tri/don-vi"), rq.actor.may(Action::Create, ObjectKind::Unit, top));
    Ok(Page::new("Đơn vị", move || {
        let caption = match (&here, wanted.is_empty()) {
            (Some(unit), true) => format!("{} đơn vị thuộc {}", units.len(), unit.name),
            _ => format!("{} đơn vị", units.len()),
        };
        let none = units.is_empty();
        view! {
            <ui::Container>
                <ui::PageHeading title="Quản trị"/>
                <ui::Tabs label="Quản trị" tabs=tabs/>
                <ui::SearchBox id="tim-don-vi" action="/quan-tri/don-vi" label="Tìm đơn vị" placeholder="Tên, mã H99.16, mã cũ 000.00.16.H99" value=wanted show_label=true/>
                {may_add.then(|| view! { <ui::ButtonGroup><ui::LinkButton href=format!("/quan-tri/don-vi/them?cha={top}") label="Thêm đơn vị" kind=ui::ButtonKind::Secondary/></ui::ButtonGroup> })}
                {none.then(|| view! { <ui::EmptyState icon=Icon::Users title="Không có đơn vị nào" text="Hãy thử một phần của tên hoặc mã khác."/> })}
                {(!none).then(|| unit_table(caption, units))}
            </ui::Container>
        }
    }))
}

fn unit_table(caption: String, units: Vec<Unit>) -> impl IntoView {
    let rows = units
        .into_iter()
        .map(|unit| {
            ui::Row::new(vec![
                ui::Cell::link(format!("/quan-tri/don-vi/{}", unit.id), unit.name),
                ui::Cell::text(unit.code),
                ui::Cell::text(unit.kind.label()),
                ui::Cell::text(unit.dvhc_code),
            ])
        })
        .collect();
    let columns = ["Tên", "Mã định danh", "Loại", "Mã hành chính"].map(ui::Column::text).to_vec();
    view! { <ui::Table caption=caption columns=columns rows=rows/> }
}

/// One unit: codes, place in the tree, what is below, names over time.
pub async fn unit_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let unit_id = id(rq.param("ma"));
    cx.require(Action::View, ObjectKind::Unit, unit_id).map_err(|_| crate::web::Error::NotFound)?;
    let today = org::today(&cx);
    let unit = org::unit(&mut cx, unit_id, today).await?;
    let (above, below) = (org::ancestors(&mut cx, unit_id).await?, org::children(&mut cx, unit_id).await?);
    let versions = org::versions(&mut cx, unit_id).await?;
    let set_up = org::set_up(&mut cx, unit_id).await?;
    let form = rq.form();
    let mut before: Vec<i64> = org::successors(&mut cx).await?.booked_on(unit_id);
    before.retain(|id| *id != unit_id);
    let before = org::names(&mut cx, &before, unit_day(&versions)).await?;
    let actor = rq.actor.clone();
    let may = move |action, kind| actor.may(action, kind, unit_id);
    Ok(Page::new(unit.name.clone(), move || {
        let crumbs = above
            .iter()
            .skip(1)
            .rev()
            .map(|unit| (Some(format!("/quan-tri/don-vi/{}", unit.id)), unit.short_name.clone()))
            .chain([(None, unit.short_name.clone())])
            .collect::<Vec<_>>();
        let mut facts = vec![
            ui::SummaryRow::new("Mã định danh", unit.code.clone()),
            ui::SummaryRow::new("Loại", unit.kind.label()),
            ui::SummaryRow::new("Cấp", unit.level.label()),
        ];
        if let Some(old) = old_form(&unit.code) {
            facts.push(ui::SummaryRow::new("Mã 13 ký tự", old));
        }
        for (label, value) in [("Mã hành chính", &unit.dvhc_code), ("Viết tắt", &unit.abbr), ("Địa chỉ", &unit.address), ("Điện thoại", &unit.phone)]
        {
            if !value.is_empty() {
                facts.push(ui::SummaryRow::new(label, value.clone()));
            }
        }
        let mut old_names: Vec<String> = before.into_values().collect();
        old_names.sort_by_key(|name| model::text::sort_key(name));
        let count = format!("{} đơn vị trực thuộc", below.len());
        let prepared = unit.kind.is_agency() && may(Action::Edit, ObjectKind::Unit);
        view! {
            <ui::Container>
                <ui::OrgBreadcrumb units=crumbs/>
                <ui::PageHeading title=unit.name.clone()/>
                <ui::SummaryList rows=facts/>
                <ui::ButtonGroup>
                    {may(Action::Edit, ObjectKind::Unit).then(|| view! { <ui::LinkButton href=format!("/quan-tri/don-vi/{unit_id}/sua") label="Sửa từ một ngày" kind=ui::ButtonKind::Secondary/> })}
                    {may(Action::Create, ObjectKind::Unit).then(|| view! { <ui::LinkButton href=format!("/quan-tri/don-vi/them?cha={unit_id}") label="Thêm đơn vị trực thuộc" kind=ui::ButtonKind::Secondary/> })}
                    {may(Action::Create, ObjectKind::Person).then(|| view! { <ui::LinkButton href=format!("/quan-tri/nguoi/them?don-vi={unit_id}") label="Thêm người" kind=ui::ButtonKind::Secondary/> })}
                    <ui::LinkButton href=format!("/quan-tri/nguoi?don-vi={unit_id}") label="Xem người của đơn vị" kind=ui::ButtonKind::Quiet/>
                </ui::ButtonGroup>
                {(!below.is_empty()).then(|| view! { <ui::Section title="Đơn vị trực thuộc" id="truc-thuoc">{unit_table(count, below)}</ui::Section> })}
                {prepared.then(|| set_up_view(unit_id, set_up, form))}
                <ui::Section title="Tên qua các thời kỳ" id="lich-su">{version_table(versions)}</ui::Section>
                {(!old_names.is_empty()).then(|| view! {
                    <ui::Section title="Hình thành từ" id="don-vi-cu"><ul>{old_names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul></ui::Section>
                })}
            </ui::Container>
        }
    }))
}

/// What the unit has of what it needs to work, each with the way to it (01 §1 rule 9).
fn set_up_view(unit: i64, set_up: SetUp, form: ui::FormState) -> impl IntoView {
    let offers =
        if set_up.offers > 0 { format!("Cung cấp {} thủ tục", format::number(set_up.offers)) } else { "Chưa cung cấp thủ tục nào".to_owned() };
    let centre = match set_up.centre {
        Some(centre) => view! { <a href=format!("/quan-tri/don-vi/{centre}")>"Có bộ phận một cửa"</a> }.into_any(),
        None => view! { "Chưa có bộ phận một cửa riêng. "<a href=format!("/quan-tri/don-vi/them?cha={unit}")>"Thêm Trung tâm Phục vụ hành chính công trực thuộc"</a> }.into_any(),
    };
    let admins = if set_up.admins > 0 {
        view! { {format!("{} người quản trị đơn vị", set_up.admins)} }.into_any()
    } else {
        view! { "Chưa có người quản trị. "<a href=format!("/quan-tri/nguoi/them?don-vi={unit}")>"Thêm người"</a>", rồi "<a href="/quan-tri/phan-quyen/nguoi">"phân quyền Quản trị"</a> }.into_any()
    };
    let hours = if set_up.own_hours { "Lịch làm việc riêng" } else { "Lịch làm việc chung của đơn vị cấp trên" };
    view! {
        <ui::Section title="Chuẩn bị để hoạt động" id="chuan-bi">
            <ul><li>{offers}</li><li>{centre}</li><li>{admins}</li><li>{hours}</li></ul>
            <details>
                <summary>"Chép thủ tục từ đơn vị khác"</summary>
                <ui::Form action="/quan-tri/don-vi/chep-thu-tuc" form_state=form id_prefix="tt">
                    <ui::HiddenInput name="don_vi" value=unit.to_string()/>
                    <ui::Field name="tu_don_vi" label="Mã đơn vị đang cung cấp" hint="Ví dụ H99.101. Thủ tục đã có thì giữ nguyên." width=ui::FieldWidth::Code/>
                    <ui::Button label="Chép thủ tục" kind=ui::ButtonKind::Secondary/>
                </ui::Form>
            </details>
        </ui::Section>
    }
}

/// The day before the unit began: its predecessors still existed then.
fn unit_day(versions: &[UnitVersion]) -> chrono::NaiveDate {
    versions.first().and_then(|version| version.period.from.pred_opt()).unwrap_or_default()
}

fn version_table(versions: Vec<UnitVersion>) -> impl IntoView {
    let rows = versions
        .into_iter()
        .rev()
        .map(|version| {
            let until = version.period.to.and_then(|to| to.pred_opt()).map(format::date).unwrap_or_else(|| "nay".to_owned());
            ui::Row::new(vec![
                ui::Cell::text(format::date(version.period.from)),
                ui::Cell::text(until),
                ui::Cell::text(version.name),
                ui::Cell::text(version.code),
            ])
        })
        .collect();
    let columns = ["Từ ngày", "Đến ngày", "Tên", "Mã định danh"].map(ui::Column::text).to_vec();
    view! { <ui::Table caption="Tên qua các thời kỳ" caption_hidden=true columns=columns rows=rows/> }
}
