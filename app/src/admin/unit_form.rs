//! The form of a unit: a new one, or new data from a day on.

use super::id;
use crate::web::{Page, Result, Rq};
use domain::org;
use leptos::prelude::*;
use model::org::{UnitInput, UnitKind};

/// `/quan-tri/don-vi/them?cha=…`.
pub async fn add_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let today = org::today(&cx);
    let parent = match rq.query("cha").map(id) {
        Some(parent) => org::unit(&mut cx, parent, today).await?,
        None => org::root(&mut cx).await?,
    };
    let form = rq.form();
    let title = if form.has_errors() { "Lỗi: Thêm đơn vị" } else { "Thêm đơn vị" };
    let empty = UnitInput { valid_from: Some(today), ..UnitInput::default() };
    Ok(Page::new(title, move || {
        view! {
            <ui::Container>
                <ui::PageHeading title="Thêm đơn vị" lead=format!("Trực thuộc: {}", parent.name)/>
                <ui::Form action="/quan-tri/don-vi/them" form_state=form>
                    <ui::HiddenInput name="cap_tren" value=parent.id.to_string()/>
                    {fields(empty, true)}
                    <ui::Button label="Thêm đơn vị"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

/// `/quan-tri/don-vi/{ma}/sua`: the old data stays for the days before.
pub async fn edit_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let today = org::today(&cx);
    let unit = org::unit(&mut cx, id(rq.param("ma")), today).await?;
    let seen = org::versions(&mut cx, unit.id).await?.last().map(|version| version.id).unwrap_or_default();
    let form = rq.form();
    let title = if form.has_errors() { "Lỗi: Sửa đơn vị" } else { "Sửa đơn vị" };
    let input = UnitInput {
        name: unit.name.clone(),
        short_name: unit.short_name.clone(),
        abbr: unit.abbr.clone(),
        code: unit.code.clone(),
        dvhc_code: unit.dvhc_code.clone(),
        address: unit.address.clone(),
        phone: unit.phone.clone(),
        valid_from: Some(today),
        ..UnitInput::default()
    };
    Ok(Page::new(title, move || {
        view! {
            <ui::Container>
                <ui::PageHeading title="Sửa đơn vị" lead="Thông tin mới có hiệu lực từ ngày bạn chọn; các ngày trước giữ nguyên tên và mã cũ."/>
                <ui::Form action="/quan-tri/don-vi/sua" form_state=form>
                    <ui::HiddenInput name="don_vi" value=unit.id.to_string()/>
                    <input type="hidden" name="phien_ban" value=seen.to_string()/>
                    <ui::HiddenInput name="cap_tren" value=unit.parent_id.map(|id| id.to_string()).unwrap_or_default()/>
                    {fields(input, false)}
                    <ui::Button label="Lưu"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

fn fields(input: UnitInput, with_kind: bool) -> impl IntoView {
    let kinds: Vec<ui::SelectOption> = UnitKind::ALL
        .iter()
        .filter(|kind| !matches!(kind, UnitKind::Province | UnitKind::District | UnitKind::Township))
        .map(|kind| ui::SelectOption::new(kind.as_str(), kind.label()))
        .collect();
    view! {
        {with_kind.then(|| view! { <ui::Select name="loai" label="Loại đơn vị" options=kinds blank="Chọn loại đơn vị"/> })}
        <ui::Field name="ten" label="Tên đầy đủ" value=input.name/>
        <ui::Field name="ten_ngan" label="Tên ngắn" value=input.short_name optional=true/>
        <ui::Field name="viet_tat" label="Viết tắt" hint="Dùng trong số ký hiệu văn bản" value=input.abbr optional=true width=ui::FieldWidth::Short/>
        <ui::Field name="ma" label="Mã định danh" hint="Ví dụ H99.191 hoặc H99.16.05" value=input.code width=ui::FieldWidth::Code/>
        <ui::Field name="ma_hanh_chinh" label="Mã đơn vị hành chính" hint="5 chữ số, chỉ cho cấp xã" value=input.dvhc_code optional=true width=ui::FieldWidth::Short/>
        <ui::Field name="tu_ngay" label="Có hiệu lực từ ngày" input_type="date" value=input.valid_from.map(|day| day.format("%Y-%m-%d").to_string()).unwrap_or_default() width=ui::FieldWidth::Code/>
        <ui::Field name="dia_chi" label="Địa chỉ" value=input.address optional=true/>
        <ui::Field name="dien_thoai" label="Điện thoại" input_type="tel" value=input.phone optional=true width=ui::FieldWidth::Code/>
        <ui::Field name="can_cu" label="Căn cứ" hint="Số quyết định, nghị quyết" value=input.legal_basis optional=true/>
    }
}
