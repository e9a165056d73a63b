//! The field "Lãnh đạo giao" of the forms that give tasks.

use domain::tasks::Assigners;
use leptos::prelude::*;

/// A list of the leaders in whose name the reader may give tasks; nothing where there is nobody.
pub fn field(assigners: Assigners) -> AnyView {
    let Assigners { people, preset } = assigners;
    if people.is_empty() {
        return ().into_any();
    }
    let options = people.into_iter().map(|(id, name)| ui::SelectOption::new(id.to_string(), name)).collect::<Vec<_>>();
    let value = preset.map_or_else(String::new, |id| id.to_string());
    let hint = "Người có ý kiến giao việc. Nhiệm vụ được tính vào số liệu của lãnh đạo này.";
    view! { <ui::Select name="lanh_dao_giao" label="Lãnh đạo giao" hint=hint options=options value=value blank="Chọn lãnh đạo" optional=true/> }.into_any()
}
