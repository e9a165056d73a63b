//! `/danh-ba`: offices and communes with address and telephone, and the same as CSV.

use crate::files;
use crate::web::{Page, Result, Rq};
use axum::response::Response;
use domain::{org, spreadsheet};
use leptos::prelude::*;
use model::org::{Unit, UnitKind};
use ui::{Cell, Column, Row};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let day = org::today(&cx);
    let units = org::all(&mut cx, day).await?;
    let hotline = rq.portal.settings().hotline.clone();
    let title = "Danh bạ cơ quan";
    Ok(Page::new(title, move || {
        let (communes, offices): (Vec<Unit>, Vec<Unit>) = listed(units).into_iter().partition(|unit| unit.kind.is_commune());
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here=title/>
                <ui::PageHeading title=title lead=format!("Cơ quan cấp tỉnh và xã, phường, đặc khu. Không biết gọi ai, hãy gọi đường dây nóng {hotline}.")/>
                <p class="p-no-print"><a href="/danh-ba.csv">"Tải danh bạ (CSV)"</a></p>
                <ui::Section title=format!("{} cơ quan cấp tỉnh", offices.len()) id="tinh">{table("Cơ quan cấp tỉnh", offices)}</ui::Section>
                <ui::Section title=format!("{} xã, phường, đặc khu", communes.len()) id="xa">{table("Xã, phường, đặc khu", communes)}</ui::Section>
            </ui::Container>
        }
    })
    .cacheable())
}

/// What the public list holds: the province, its offices, the communes.
fn listed(units: Vec<Unit>) -> Vec<Unit> {
    let top = |unit: &Unit| unit.code.split('.').count() <= 2;
    units.into_iter().filter(|unit| unit.kind.is_commune() || (top(unit) && !matches!(unit.kind, UnitKind::ExternalAgency | UnitKind::Association))).collect()
}

fn table(caption: &'static str, units: Vec<Unit>) -> impl IntoView {
    let columns = vec![Column::text("Cơ quan"), Column::text("Mã định danh"), Column::text("Địa chỉ"), Column::text("Điện thoại")];
    let rows = units
        .into_iter()
        .map(|unit| {
            let phone = if unit.phone.is_empty() {
                Cell::text("Qua đường dây nóng")
            } else {
                Cell::link(format!("tel:{}", unit.phone.replace(' ', "")), unit.phone)
            };
            let address = if unit.address.is_empty() { "–".to_owned() } else { unit.address };
            let anchor = unit.code.to_lowercase().replace('.', "-");
            Row::new(vec![
                Cell::view(view! { <span id=anchor>{unit.name}</span> }),
                Cell::view(view! { <span class="n">{unit.code}</span> }),
                Cell::text(address),
                phone,
            ])
        })
        .collect();
    view! { <ui::Table caption=caption caption_hidden=true columns=columns rows=rows/> }
}

/// `/danh-ba.csv`, with a byte-order mark so that spreadsheets read the marks.
pub async fn csv(rq: Rq) -> Result<Response> {
    let mut cx = rq.read().await?;
    let day = org::today(&cx);
    let rows = listed(org::all(&mut cx, day).await?).into_iter().map(|unit| [unit.code, unit.name, unit.address, unit.phone]);
    Ok(files::csv("danh-ba-co-quan.csv", spreadsheet::csv(["Mã định danh", "Tên cơ quan", "Địa chỉ", "Điện thoại"], rows)?))
}
