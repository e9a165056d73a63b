//! Own account: who I am, where I work, devices, password. And the page for the second factor again.

use super::api::own_path;
use crate::web::{Page, Result, Rq};
use domain::identity::{self, Employment, SessionLine};
use leptos::prelude::*;
use model::format;
use model::identity::EmploymentKind;

/// The account of the visitor.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let me = cx.person()?;
    let person = identity::person(&mut cx, me).await?;
    let sessions = identity::own_sessions(&mut cx).await?;
    let today = domain::org::today(&cx);
    let employments: Vec<Employment> =
        identity::employments(&mut cx, person.id).await?.into_iter().filter(|e| e.valid_to.is_none_or(|to| to > today)).collect();
    let (form, actor) = (rq.form(), rq.actor.clone());
    Ok(Page::new("Tài khoản", move || {
        let mut rows = vec![ui::SummaryRow::new("Họ và tên", person.full_name.clone())];
        if actor.is_official() {
            rows.push(ui::SummaryRow::new("Đang làm việc tại", format!("{}, {}", actor.position, actor.unit_name)));
            rows.push(ui::SummaryRow::new("Thư điện tử", person.email.clone()));
        }
        rows.push(ui::SummaryRow::new("Số điện thoại", format::mask_phone(&person.phone)));
        let several = employments.len() > 1;
        view! {
            <ui::Container>
                <ui::PageHeading title="Tài khoản"/>
                <ui::SummaryList rows=rows/>
                {actor.is_official().then(|| view! { <p><a href="/can-bo/vi-sao">"Quyền của tôi"</a></p> })}
                {several.then(|| places(employments, actor.employment_id))}
                <ui::Section title="Thiết bị đang đăng nhập" id="thiet-bi">{devices(sessions, actor.session_id)}</ui::Section>
                <ui::Section title="Đổi mật khẩu" id="mat-khau">
                    <ui::Form action="/tai-khoan/mat-khau" form_state=form>
                        <ui::Field name="mat_khau_cu" label="Mật khẩu hiện tại" input_type="password" autocomplete="current-password" width=ui::FieldWidth::Code/>
                        <ui::Field name="mat_khau_moi" label="Mật khẩu mới" hint="Ít nhất 12 ký tự. Một câu dài dễ nhớ là tốt nhất." input_type="password"
                            autocomplete="new-password" width=ui::FieldWidth::Code/>
                        <ui::Field name="mat_khau_lai" label="Nhập lại mật khẩu mới" input_type="password" autocomplete="new-password" width=ui::FieldWidth::Code/>
                        <ui::Button label="Đổi mật khẩu" kind=ui::ButtonKind::Secondary/>
                    </ui::Form>
                </ui::Section>
            </ui::Container>
        }
    }))
}

fn places(employments: Vec<Employment>, active: Option<i64>) -> impl IntoView {
    let choices = employments
        .iter()
        .map(|e| {
            let kind = e.kind.parse::<EmploymentKind>().map_or("", EmploymentKind::label);
            ui::Choice::new(e.id.to_string(), e.unit_name.clone()).hint(format!("{} · {kind}", e.position))
        })
        .collect();
    let value = active.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <ui::Section title="Đang làm việc tại" id="vi-tri">
            <ui::Form action="/can-bo/tai-khoan/vi-tri" summary=false id_prefix="vt">
                <ui::Radios name="vi_tri" legend="Chọn vị trí làm việc" legend_hidden=true choices=choices value=value/>
                <ui::Button label="Chuyển vị trí" kind=ui::ButtonKind::Secondary/>
            </ui::Form>
        </ui::Section>
    }
}

fn devices(sessions: Vec<SessionLine>, present: Option<i64>) -> impl IntoView {
    let several = sessions.len() > 1;
    let rows = sessions
        .into_iter()
        .map(|session| {
            let act = if Some(session.id) == present {
                ui::Cell::view(view! { <ui::StatusTag tone=ui::Tone::Green label="Thiết bị này"/> })
            } else {
                let device = device_name(&session.device);
                ui::Cell::view(view! {
                    <ui::PostButton action="/tai-khoan/ket-thuc-phien" label="Đăng xuất" kind=ui::ButtonKind::Quiet of=device hidden=vec![("phien", session.id.to_string())]/>
                })
            };
            let (since, seen) = (format::date_time(session.created_at), format::date_time(session.seen_at));
            ui::Row::new(vec![ui::Cell::text(device_name(&session.device)), ui::Cell::text(since), ui::Cell::text(seen), act])
        })
        .collect();
    let columns = vec![ui::Column::text("Thiết bị"), ui::Column::text("Đăng nhập lúc"), ui::Column::text("Dùng gần nhất"), ui::Column::text("Việc")];
    view! {
        <ui::Table caption="Thiết bị đang đăng nhập" caption_hidden=true columns=columns rows=rows/>
        {several.then(|| view! { <ui::PostButton action="/tai-khoan/ket-thuc-phien-khac" label="Đăng xuất mọi thiết bị khác" kind=ui::ButtonKind::Secondary/> })}
    }
}

/// "Firefox trên Windows" from what the browser says about itself.
fn device_name(agent: &str) -> String {
    let find = |pairs: &[(&str, &'static str)], or: &'static str| pairs.iter().find(|(mark, _)| agent.contains(mark)).map_or(or, |(_, name)| *name);
    let browser = find(&[("Edg/", "Edge"), ("coc_coc", "Cốc Cốc"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")], "Trình duyệt khác");
    let system =
        find(&[("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")], "máy khác");
    format!("{browser} trên {system}")
}

/// `/can-bo/xac-thuc-lai?ve=…`: asks for a code again before signing, approving, granting.
pub async fn step_up_page(rq: Rq) -> Result<Page> {
    let (form, back) = (rq.form(), rq.query("ve").and_then(own_path).unwrap_or("/can-bo").to_owned());
    let title = if form.has_errors() { "Lỗi: Xác thực lại" } else { "Xác thực lại" };
    Ok(Page::new(title, move || {
        view! {
            <ui::Container>
                <ui::PageHeading title="Xác thực lại" lead="Việc bạn sắp làm cần nhập lại mã xác thực. Lần xác thực này có hiệu lực 10 phút."/>
                <ui::Form action="/can-bo/xac-thuc-lai" form_state=form>
                    <ui::HiddenInput name="ve" value=back/>
                    <ui::Field name="ma_xac_thuc" label="Mã xác thực" inputmode="numeric" autocomplete="one-time-code" width=ui::FieldWidth::Short/>
                    <ui::Button label="Tiếp tục"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}
