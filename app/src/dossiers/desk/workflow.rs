//! The workflow of the procedure on the page of a dossier: at which step it stands, and who took how long.

use leptos::prelude::*;
use model::dossiers::StepTime;
use ui::{Cell, Column, Row};

/// "Bước nội bộ": the step that holds the dossier now.
pub fn here(times: &[StepTime]) -> Option<AnyView> {
    let step = times.iter().find(|step| step.current)?;
    let share = if step.allowed == 0 { String::new() } else { format!(" trong {}", step.allowed_text()) };
    let text = format!("Bước nội bộ: {}, {}. {}{share}.", step.name, step.role.label().to_lowercase(), step.standing());
    Some(if step.late() > 0 { view! { <p><strong>{text}</strong></p> }.into_any() } else { view! { <p>{text}</p> }.into_any() })
}

/// Every step with its share of the time, what it took, and who took it.
pub fn table(times: &[StepTime]) -> Option<AnyView> {
    if times.is_empty() {
        return None;
    }
    let columns = ["Bước", "Ai làm", "Thời hạn bước", "Đã dùng", "Tình trạng", "Người làm"].into_iter().map(Column::text).collect::<Vec<_>>();
    let row = |step: &StepTime| {
        let name = if step.current { format!("{} (đang ở bước này)", step.name) } else { step.name.clone() };
        Row::new(vec![
            Cell::text(name),
            Cell::text(step.role.label()),
            Cell::text(step.allowed_text()),
            Cell::text(step.spent_text()),
            Cell::text(step.standing()),
            Cell::text(step.who.join(", ")),
        ])
    };
    let rows: Vec<Row> = times.iter().map(row).collect();
    let note = "Giờ làm việc theo lịch của cơ quan giải quyết; không tính lúc chờ người nộp. Thời hạn bước chỉ để nhắc việc, không đổi hạn trả kết quả.";
    Some(
        view! {
            <ui::Section id="quy-trinh" title="Quy trình nội bộ" note=note>
                <ui::Table caption="Thời gian của từng bước" caption_hidden=true columns=columns rows=rows/>
            </ui::Section>
        }
        .into_any(),
    )
}

/// What the procedure gives to whoever is put in charge.
pub fn next_step(times: &[StepTime]) -> String {
    let step = times.iter().find(|step| step.role == model::access::Role::CaseOfficer);
    step.map(|step| format!(" Bước tiếp theo: {}, {}.", step.name, step.allowed_text().to_lowercase())).unwrap_or_default()
}
