//! `/quan-tri/uy-quyen?nguoi=…`: a dated delegation of a person's own roles.

use super::id;
use crate::web::{Page, Result, Rq};
use domain::identity::{self, may_be_delegated};
use domain::org;
use leptos::prelude::*;

/// The form.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let person = identity::person(&mut cx, id(rq.query("nguoi").unwrap_or_default())).await?;
    let today = org::today(&cx);
    let roles: Vec<_> = identity::roles_of_person(&mut cx, person.id).await?.into_iter().filter(|line| may_be_delegated(line.role)).collect();
    let wanted = rq.query("q").unwrap_or_default().to_owned();
    let people = if wanted.is_empty() { Vec::new() } else { identity::search_people(&mut cx, &wanted, None, 1).await?.rows };
    let form = rq.form();
    let title = if form.has_errors() { "Lỗi: Ủy quyền" } else { "Ủy quyền" };
    Ok(Page::new(title, move || {
        let unit = roles.first().map(|line| (line.unit_id, line.unit_name.clone())).unwrap_or_default();
        let choices: Vec<ui::Choice> =
            roles.iter().filter(|line| line.unit_id == unit.0).map(|line| ui::Choice::new(line.role.as_str(), line.role.label())).collect();
        let none = choices.is_empty();
        let options: Vec<ui::SelectOption> = people
            .into_iter()
            .filter(|other| other.id != person.id)
            .map(|other| ui::SelectOption::new(other.id.to_string(), format!("{} – {}, {}", other.full_name, other.position, other.unit_name)))
            .collect();
        let found = !options.is_empty();
        let person_id = person.id.to_string();
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![(format!("/quan-tri/nguoi/{}", person.id), person.full_name.clone())] here="Ủy quyền"/>
                <ui::PageHeading title="Ủy quyền" lead=format!("Người ủy quyền: {}. Dài nhất 90 ngày; không ủy quyền tiếp được; người ủy quyền vẫn giữ quyền.", person.full_name)/>
                {none.then(|| view! { <p>"Người này chưa có vai trò nào ủy quyền được."</p> })}
                {(!none).then(|| view! {
                    <ui::SearchBox id="tim-nguoi" action="/quan-tri/uy-quyen" label="Tìm người được ủy quyền" value=wanted hidden=vec![("nguoi", person_id.clone())] show_label=true/>
                })}
                {(!none && found).then(|| view! {
                    <ui::Form action="/quan-tri/uy-quyen" form_state=form>
                        <ui::HiddenInput name="nguoi_uy_quyen" value=person_id/>
                        <ui::HiddenInput name="don_vi" value=unit.0.to_string()/>
                        <ui::Select name="nguoi_duoc_uy_quyen" label="Người được ủy quyền" options=options/>
                        <ui::Checkboxes name="vai_tro" legend=format!("Vai trò tại {}", unit.1) choices=choices/>
                        <ui::Field name="tu_ngay" label="Từ ngày" input_type="date" value=today.format("%Y-%m-%d").to_string() width=ui::FieldWidth::Code/>
                        <ui::Field name="den_ngay" label="Đến hết ngày" input_type="date" width=ui::FieldWidth::Code/>
                        <ui::Field name="ly_do" label="Lý do"/>
                        <ui::Field name="so_van_ban" label="Số văn bản" optional=true width=ui::FieldWidth::Code/>
                        <ui::Button label="Lưu ủy quyền"/>
                    </ui::Form>
                })}
            </ui::Container>
        }
    }))
}
