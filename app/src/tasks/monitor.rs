//! The field "Chuyên viên theo dõi" of the forms that give tasks, and the fields that hand the following over.

use domain::tasks::Monitors;
use leptos::prelude::*;

/// Last part of the address of the form that hands it over, of a task and of a series.
pub const HAND_OVER: &str = "doi-theo-doi";

/// A list of those who follow tasks; nothing where nobody does.
pub fn field(monitors: Monitors) -> AnyView {
    let Monitors { people, preset } = monitors;
    if people.is_empty() {
        return ().into_any();
    }
    let options = people.into_iter().map(|(id, name)| ui::SelectOption::new(id.to_string(), name)).collect::<Vec<_>>();
    let value = preset.map_or_else(String::new, |id| id.to_string());
    let hint = "Người đôn đốc và xác nhận kết quả. Không bắt buộc với nhiệm vụ nội bộ đơn vị và nhiệm vụ con.";
    view! { <ui::Select name="theo_doi" label="Chuyên viên theo dõi" hint=hint options=options value=value blank="Chọn một người"/> }.into_any()
}

/// The fields of the form that hands it over. `present` is the name of who follows now; `note` says what stays.
pub fn hand_over(monitors: &Monitors, present: &str, note: &str) -> AnyView {
    let options = monitors.people.iter().map(|(id, name)| ui::SelectOption::new(id.to_string(), name.clone())).collect::<Vec<_>>();
    let present = if present.is_empty() { "Chưa có ai theo dõi.".to_owned() } else { format!("Hiện nay: {present}. Cả hai người được báo.") };
    let hint = if note.is_empty() { present } else { format!("{present} {note}") };
    view! {
        <ui::Select name="theo_doi" label="Chuyên viên theo dõi mới" hint=hint options=options blank="Chọn một người"/>
        <ui::TextArea name="ly_do" label="Lý do đổi" hint="Ít nhất 10 ký tự." rows=3/>
    }
    .into_any()
}
