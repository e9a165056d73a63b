//! The field "Chuyên viên theo dõi" of the forms that give tasks.

use domain::tasks::Monitors;
use leptos::prelude::*;

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
