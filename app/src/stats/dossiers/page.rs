//! The page of the dossier figures and its print version (`in=1`).

use super::filter::{Filter, Links, view_word};
use super::view;
use crate::web::{Page, Result, Rq};
use domain::stats::dossiers::{HEADER, sectors, sheet, table};
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::format;
use model::stats::dossiers::{DossierPeriod, DossierSheet, SheetPlace, VIEWS};
use ui::icon::Icon;

/// What the page needs besides its sheet.
struct Around {
    filter: Filter,
    sectors: Vec<ui::SelectOption>,
    may_freeze: bool,
    printed: bool,
    now: String,
    /// Query of the page, without the period.
    place: String,
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut filter = Filter::read(&rq);
    let mut cx = rq.read().await?;
    let asked = filter.asked(&rq, &mut cx).await?;
    let sheet = sheet(&mut cx, &asked, &filter.period).await?;
    let options = sectors(&mut cx).await?.into_iter().map(|(_, code, name)| ui::SelectOption::new(code, name)).collect();
    let printed = rq.query("in") == Some("1");
    let links = filter.links(&asked);
    let place = place(&sheet);
    let may_freeze = !filter.public && rq.actor.may_somewhere(Action::Export, ObjectKind::Statistic);
    let around = Around { sectors: options, may_freeze, printed, now: format::date_time(cx.now()), place, filter };
    let facts = facts(&sheet);
    let title = if around.filter.form.has_errors() { "Lỗi: Thống kê hồ sơ" } else { "Thống kê hồ sơ" };
    let page =
        Page::new(title, move || body(around, &sheet, &links)).description("Số hồ sơ tiếp nhận, đã giải quyết, đang giải quyết của các cơ quan.").json(facts);
    Ok(if printed { page.bare() } else { page })
}

/// Query of the unit and the sector that a sheet is limited to.
fn place(sheet: &DossierSheet) -> String {
    let part = |name: &str, place: &Option<SheetPlace>| place.as_ref().map_or_else(String::new, |place| format!("&{name}={}", crate::web::encode(&place.code)));
    format!("{}{}", part("don-vi", &sheet.unit), part("linh-vuc", &sheet.sector))
}

fn code(place: &Option<SheetPlace>) -> String {
    place.as_ref().map_or_else(String::new, |place| place.code.clone())
}

/// The same table for programs.
fn facts(sheet: &DossierSheet) -> serde_json::Value {
    let DossierPeriod { from, to, .. } = sheet.period;
    let rows: Vec<Vec<String>> = table(sheet).into_iter().map(Vec::from).collect();
    serde_json::json!({ "from": from, "to": to, "as_of": sheet.as_of, "columns": HEADER.to_vec(), "rows": rows })
}

fn body(around: Around, sheet: &DossierSheet, links: &Links) -> impl IntoView + use<> {
    let name = sheet.unit.as_ref().map_or_else(|| "toàn tỉnh".to_owned(), |unit| unit.name.clone());
    let sector = sheet.sector.as_ref().map_or_else(String::new, |sector| format!(", lĩnh vực {}", sector.name));
    let lead = format!("Hồ sơ thủ tục hành chính của {name}{sector}, {}. {}", view::period_text(sheet), view::as_of_text(sheet));
    let empty = sheet.is_empty();
    let printed = around.printed;
    let parents = vec![("/".to_owned(), "Trang chủ".to_owned()), ("/xep-hang".to_owned(), "Xếp hạng, thống kê".to_owned())];
    let desk = vec![("/can-bo".to_owned(), "Hôm nay".to_owned())];
    let parents = if around.filter.public { parents } else { desk };
    let filter = (!printed).then(|| filter_form(&around, sheet));
    let sheet_view = (!empty).then(|| view::body(sheet, links));
    let files = (!empty && !printed).then(|| files(&around));
    let freeze = (around.may_freeze && !printed).then(|| freeze_form(&around, sheet));
    view! {
        <ui::Container>
            {printed.then(|| view! { <ui::PrintHeader unit="Ủy ban nhân dân tỉnh Lam Giang" title="Thống kê hồ sơ" at=around.now/> })}
            {(!printed).then(|| view! { <ui::Breadcrumb parents=parents here="Thống kê hồ sơ"/> })}
            <ui::PageHeading title="Thống kê hồ sơ" lead=lead/>
            {filter}
            {empty.then(|| view! {
                <ui::EmptyState icon=Icon::Chart title="Kỳ này chưa có hồ sơ nào" text="Hãy chọn kỳ khác, hoặc bỏ lọc theo đơn vị, lĩnh vực."/>
            })}
            {sheet_view}
            {files}
            {freeze}
            {view::method()}
        </ui::Container>
    }
}

fn filter_form(around: &Around, sheet: &DossierSheet) -> impl IntoView + use<> {
    let DossierPeriod { from, to, as_of, .. } = around.filter.period;
    let views: Vec<ui::SelectOption> = VIEWS.iter().map(|(_, word, label)| ui::SelectOption::new(*word, *label)).collect();
    let view_word = view_word(&around.filter.period);
    let (unit, sector) = (code(&sheet.unit), code(&sheet.sector));
    let base = around.filter.base();
    let (state, sectors) = (around.filter.form.clone(), around.sectors.clone());
    let clear = if around.place.is_empty() { String::new() } else { format!("{base}?{}", around.filter.query()) };
    view! {
        <ui::FilterBar action=base foldable=true clear_href=clear form_state=state>
            <ui::Field name="tu" label="Từ ngày" input_type="date" value=format::date(from)/>
            <ui::Field name="den" label="Đến ngày" input_type="date" value=format::date(to)/>
            <ui::Field name="tinh-den" label="Số liệu hết ngày" input_type="date" value=format::date(as_of)/>
            <ui::Field name="don-vi" label="Mã đơn vị" hint="Để trống để xem toàn tỉnh" value=unit/>
            <ui::Select name="linh-vuc" label="Lĩnh vực" options=sectors value=sector blank="Tất cả lĩnh vực"/>
            <ui::Select name="co-cau" label="Cơ cấu tổ chức" options=views value=view_word/>
        </ui::FilterBar>
    }
}

fn files(around: &Around) -> impl IntoView + use<> {
    let query = format!("{}{}", around.filter.query(), around.place);
    let print = format!("{}?{query}&in=1", around.filter.base());
    let (csv, xlsx) = (format!("/thong-ke/ho-so.csv?{query}"), format!("/thong-ke/ho-so.xlsx?{query}"));
    view! {
        <ui::Section id="tai-ve" title="In, tải về">
            <div class="p-actions">
                <ui::LinkButton href=print label="In trang này" kind=ui::ButtonKind::Line icon=Icon::Print/>
                <ui::LinkButton href=csv label="Tải CSV" kind=ui::ButtonKind::Line icon=Icon::Down download=true/>
                <ui::LinkButton href=xlsx label="Tải XLSX" kind=ui::ButtonKind::Line icon=Icon::Down download=true/>
            </div>
        </ui::Section>
    }
}

/// "Chốt số liệu": the sheet as it stands goes to an address where it never changes.
fn freeze_form(around: &Around, sheet: &DossierSheet) -> impl IntoView + use<> {
    let DossierPeriod { from, to, as_of, .. } = sheet.period;
    let hidden = [
        ("tu", from.to_string()),
        ("den", to.to_string()),
        ("tinh_den", as_of.to_string()),
        ("co_cau", view_word(&around.filter.period).to_owned()),
        ("don_vi", code(&sheet.unit)),
        ("linh_vuc", code(&sheet.sector)),
    ];
    let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <ui::Section id="chot" title="Chốt số liệu để báo cáo" note="Bản chốt có địa chỉ riêng, giữ nguyên mọi con số và danh sách hồ sơ đã đếm.">
            <ui::Form action="/can-bo/thong-ke/ho-so/chot">
                {hidden}
                <ui::Button label="Chốt số liệu này" kind=ui::ButtonKind::Secondary/>
            </ui::Form>
        </ui::Section>
    }
}
