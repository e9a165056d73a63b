//! The forms of a reorganisation plan, one page each, and what they send.

use super::id;
use super::reorg::{address, crumbs};
use crate::web::{Done, Form, Page, Result, Rq, session_cookie};
use domain::identity;
use domain::org::reorg;
use leptos::prelude::*;
use model::org::{SuccessionKind, UnitForm, UnitKind};
use model::reorg::{LineForm, PlanForm, SplitKey};

fn titled(form: &ui::FormState, title: &str) -> String {
    if form.has_errors() { format!("Lỗi: {title}") } else { title.to_owned() }
}

fn head_fields(title: String, basis: String, day: String) -> impl IntoView {
    view! {
        <ui::Field name="ten" label="Tên phương án" hint="Ví dụ: Sắp xếp các phòng thuộc Sở Tư pháp" value=title/>
        <ui::Field name="can_cu" label="Căn cứ" hint="Số nghị quyết, quyết định" value=basis/>
        <ui::Field name="tu_ngay" label="Có hiệu lực từ ngày" hint="Áp dụng lúc 00:00 của ngày này; phải sau hôm nay" input_type="date" value=day width=ui::FieldWidth::Code/>
    }
}

/// `/quan-tri/sap-xep/them`.
pub async fn new_page(rq: Rq) -> Result<Page> {
    let form = rq.form();
    Ok(Page::new(titled(&form, "Lập phương án sắp xếp"), move || {
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=crumbs(None) here="Lập phương án"/>
                <ui::PageHeading title="Lập phương án sắp xếp"/>
                <ui::Form action="/quan-tri/sap-xep/them" form_state=form>
                    {head_fields(String::new(), String::new(), String::new())}
                    <ui::Button label="Lập phương án"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

/// `/quan-tri/sap-xep/{ma}/sua`.
pub async fn edit_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let plan = reorg::open(&mut cx, id(rq.param("ma"))).await?.plan;
    let form = rq.form();
    Ok(Page::new(titled(&form, "Sửa phương án"), move || {
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=crumbs(Some(&plan)) here="Sửa"/>
                <ui::PageHeading title="Sửa phương án"/>
                <ui::Form action=format!("{}/sua", address(plan.id)) form_state=form>
                    {head_fields(plan.title.clone(), plan.legal_basis.clone(), plan.effective_on.format("%Y-%m-%d").to_string())}
                    <ui::Button label="Lưu"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

/// `/quan-tri/sap-xep/{ma}/don-vi`: a unit that the plan creates, or a new name.
pub async fn unit_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let plan = reorg::open(&mut cx, id(rq.param("ma"))).await?.plan;
    let form = rq.form();
    let past = [UnitKind::Province, UnitKind::District, UnitKind::Township];
    let kinds: Vec<ui::SelectOption> =
        UnitKind::ALL.iter().filter(|kind| !past.contains(kind)).map(|kind| ui::SelectOption::new(kind.as_str(), kind.label())).collect();
    Ok(Page::new(titled(&form, "Thêm đơn vị mới"), move || {
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=crumbs(Some(&plan)) here="Thêm đơn vị mới"/>
                <ui::PageHeading title="Thêm đơn vị mới" lead="Đơn vị sẽ thành lập, hoặc tên và mã mới của đơn vị đổi tên."/>
                <ui::Form action=format!("{}/don-vi", address(plan.id)) form_state=form>
                    <ui::Select name="loai" label="Loại đơn vị" options=kinds blank="Chọn loại đơn vị"/>
                    <ui::Field name="ten" label="Tên đầy đủ"/>
                    <ui::Field name="ten_ngan" label="Tên ngắn" optional=true/>
                    <ui::Field name="viet_tat" label="Viết tắt" hint="Dùng trong số ký hiệu văn bản" optional=true width=ui::FieldWidth::Short/>
                    <ui::Field name="ma" label="Mã định danh" hint="Ví dụ H99.191. Được dùng lại mã của đơn vị kết thúc trong phương án." width=ui::FieldWidth::Code/>
                    <ui::Field name="ma_hanh_chinh" label="Mã đơn vị hành chính" hint="5 chữ số, chỉ cho cấp xã" optional=true width=ui::FieldWidth::Short/>
                    <ui::Field name="cap_tren" label="Mã đơn vị cấp trên" hint="Ví dụ H99; có thể là mã của một đơn vị mới trong phương án" width=ui::FieldWidth::Code/>
                    <ui::Button label="Thêm đơn vị mới"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

/// `/quan-tri/sap-xep/{ma}/dong`: an old unit and what becomes of it.
pub async fn line_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let view = reorg::open(&mut cx, id(rq.param("ma"))).await?;
    let form = rq.form();
    let kinds: Vec<ui::SelectOption> = SuccessionKind::ALL.iter().map(|kind| ui::SelectOption::new(kind.as_str(), kind.label())).collect();
    let keys: Vec<ui::SelectOption> = SplitKey::ALL.iter().map(|key| ui::SelectOption::new(key.as_str(), key.label())).collect();
    Ok(Page::new(titled(&form, "Thêm dòng sắp xếp"), move || {
        let planned: Vec<String> = view.units.iter().map(|(unit, _)| format!("{} – {}", unit.code, unit.name)).collect();
        let hint = if planned.is_empty() {
            "Để trống khi giải thể".to_owned()
        } else {
            format!("Để trống khi giải thể. Đơn vị mới: {}", planned.join("; "))
        };
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=crumbs(Some(&view.plan)) here="Thêm dòng sắp xếp"/>
                <ui::PageHeading title="Thêm dòng sắp xếp" lead="Một đơn vị cũ và nơi nó chuyển về. Chia tách thì thêm một dòng cho mỗi phần."/>
                <ui::Form action=format!("{}/dong", address(view.plan.id)) form_state=form>
                    <ui::Field name="don_vi_cu" label="Mã đơn vị cũ" hint="Ví dụ H99.06; xem trong danh sách đơn vị" width=ui::FieldWidth::Code/>
                    <ui::Select name="hinh_thuc" label="Hình thức" options=kinds blank="Chọn hình thức"/>
                    <ui::Field name="don_vi_moi" label="Mã đơn vị tiếp nhận" hint=hint optional=true width=ui::FieldWidth::Code/>
                    <ui::Field name="ty_le" label="Tỷ lệ (%)" hint="Chỉ khi chia tách; tổng các phần bằng 100" inputmode="numeric" optional=true width=ui::FieldWidth::Short/>
                    <ui::Select name="chia_theo" label="Chia hồ sơ, nhiệm vụ theo" hint="Chỉ khi chia tách" options=keys blank="Không có quy tắc" optional=true/>
                    <ui::TextArea name="gia_tri" label="Giá trị chuyển về đơn vị này" hint="Mỗi dòng một giá trị, ví dụ Thôn Đông" optional=true/>
                    <ui::Button label="Thêm dòng"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

/// `/quan-tri/sap-xep/{ma}/rut`.
pub async fn withdraw_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let plan = reorg::open(&mut cx, id(rq.param("ma"))).await?.plan;
    let form = rq.form();
    Ok(Page::new(titled(&form, "Rút phương án"), move || {
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=crumbs(Some(&plan)) here="Rút phương án"/>
                <ui::PageHeading title="Rút phương án" lead="Phương án sẽ không được áp dụng. Việc rút được ghi vào nhật ký và không đảo lại được; khi cần thì lập phương án mới."/>
                <ui::Form action=format!("{}/rut", address(plan.id)) form_state=form>
                    <ui::TextArea name="ly_do" label="Lý do rút" maxlength=500_u32/>
                    <ui::Button label="Rút phương án" kind=ui::ButtonKind::Danger/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

/// A new plan.
pub async fn create(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<PlanForm>()?;
    let mut cx = rq.write().await?;
    let plan = reorg::create(&mut cx, &input).await?;
    cx.commit().await?;
    Ok(Done::to(address(plan)).say("Đã lập phương án. Hãy thêm đơn vị mới và các dòng sắp xếp."))
}

/// Another title, basis or day.
pub async fn edit(rq: Rq, form: Form) -> Result<Done> {
    let plan = id(rq.param("ma"));
    let input = form.read::<PlanForm>()?;
    let mut cx = rq.write().await?;
    reorg::edit(&mut cx, plan, &input).await?;
    cx.commit().await?;
    Ok(Done::to(address(plan)).say("Đã lưu phương án."))
}

/// A new unit of the plan.
pub async fn add_unit(rq: Rq, form: Form) -> Result<Done> {
    let plan = id(rq.param("ma"));
    let input = form.read::<UnitForm>()?;
    let mut cx = rq.write().await?;
    reorg::add_unit(&mut cx, plan, &input.input(), &input.parent).await?;
    cx.commit().await?;
    Ok(Done::to(address(plan)).say("Đã thêm đơn vị mới vào phương án."))
}

/// A line of the plan.
pub async fn add_line(rq: Rq, form: Form) -> Result<Done> {
    let plan = id(rq.param("ma"));
    let input = form.read::<LineForm>()?;
    let mut cx = rq.write().await?;
    reorg::add_line(&mut cx, plan, &input).await?;
    cx.commit().await?;
    Ok(Done::to(address(plan)).say("Đã thêm dòng sắp xếp."))
}

/// Takes a line or a new unit out.
pub async fn remove(rq: Rq, form: Form) -> Result<Done> {
    let plan = id(rq.param("ma"));
    let mut cx = rq.write().await?;
    if form.get("dong").is_empty() {
        reorg::remove_unit(&mut cx, plan, form.row("don_vi")).await?;
    } else {
        reorg::remove_line(&mut cx, plan, form.row("dong")).await?;
    }
    cx.commit().await?;
    Ok(Done::to(address(plan)).say("Đã bỏ khỏi phương án."))
}

/// Confirms a plan; with a code in the form the second factor is repeated first.
pub async fn confirm(rq: Rq, form: Form) -> Result<Done> {
    let plan = id(rq.param("ma"));
    let mut cx = rq.read().await?;
    // Everything else is checked before the code is used up: a refusal afterwards would cost the session's new cookie.
    let seen = form.version()?;
    let checked = reorg::confirmable(&mut cx, plan, seen).await?;
    let ready = identity::require_step_up(&cx).is_ok();
    drop(cx);
    let mut done = Done::to(address(plan));
    let mut actor = rq.actor.clone();
    if !ready {
        let (token, until) = identity::step_up(&rq.portal, &rq.actor, form.get("ma_xac_thuc")).await?;
        actor.step_up_until = Some(until);
        done = done.cookie(session_cookie(&token));
    }
    let mut cx = rq.portal.write(&actor).await?;
    reorg::confirm(&mut cx, plan, seen).await?;
    cx.commit().await?;
    let day = model::format::date(checked.effective_on);
    Ok(done.say(format!("Đã xác nhận. Phương án được áp dụng lúc 00:00 ngày {day}; trước lúc đó có thể rút.")))
}

/// Withdraws a plan.
pub async fn withdraw(rq: Rq, form: Form) -> Result<Done> {
    let plan = id(rq.param("ma"));
    let mut cx = rq.write().await?;
    reorg::withdraw(&mut cx, plan, form.get("ly_do")).await?;
    cx.commit().await?;
    Ok(Done::to(address(plan)).say("Đã rút phương án. Không có gì thay đổi."))
}
