//! The forms of the steps on the page of a task.

use super::monitor;
use domain::tasks::Monitors;
use leptos::prelude::*;
use model::files::{Purpose, accept, allowed_in_words};
use model::tasks::{TaskDetail, TaskStep};

/// Last part of the address of a step; none for writing a draft.
pub const fn address_of(step: TaskStep) -> Option<&'static str> {
    Some(match step {
        TaskStep::Create | TaskStep::AskExplanation => return None,
        TaskStep::Assign => "giao",
        TaskStep::Accept => "tiep-nhan",
        TaskStep::ReturnToAssigner => "tra-lai",
        TaskStep::Reassign => "giao-lai",
        TaskStep::Start => "bat-dau",
        TaskStep::ReportProgress => "tien-do",
        TaskStep::ReportCompletion => "hoan-thanh",
        TaskStep::Confirm => "xac-nhan",
        TaskStep::Reject => "lam-lai",
        TaskStep::RequestExtension => "de-nghi-gia-han",
        TaskStep::DecideExtension => "quyet-dinh-gia-han",
        TaskStep::Suspend => "tam-dung",
        TaskStep::Resume => "tiep-tuc",
        TaskStep::Cancel => "thu-hoi",
        TaskStep::ChangeLead => "chuyen-chu-tri",
        TaskStep::ChangeMonitor => monitor::HAND_OVER,
        TaskStep::Split => "chia-nho",
        TaskStep::Urge => "don-doc",
        TaskStep::Explain => "giai-trinh",
    })
}

/// Steps whose form takes files.
const fn takes_files(step: TaskStep) -> bool {
    matches!(step, TaskStep::Start | TaskStep::ReportProgress | TaskStep::ReportCompletion | TaskStep::RequestExtension)
}

/// What the forms offer.
#[derive(Clone, Default)]
pub struct Offers {
    /// Units that the task can be moved to: id and name.
    pub units: Vec<(i64, String)>,
    /// Who may follow it.
    pub monitors: Monitors,
}

/// The steps that go on with the work, before those that stop or turn it.
const MAIN: [TaskStep; 9] = [
    TaskStep::Assign,
    TaskStep::Accept,
    TaskStep::Reassign,
    TaskStep::Confirm,
    TaskStep::DecideExtension,
    TaskStep::Explain,
    TaskStep::ReportCompletion,
    TaskStep::Start,
    TaskStep::ReportProgress,
];

/// Every step that the reader may take: the next one open, the others folded.
pub fn forms(task: &TaskDetail, offers: &Offers, state: &ui::FormState) -> impl IntoView + use<> {
    let steps = &task.permissions.steps;
    let sent = state.value("buoc").and_then(|word| TaskStep::ALL.iter().find(|step| address_of(**step) == Some(word)).copied());
    let next = MAIN.iter().find(|step| steps.contains(step)).copied();
    let mut ordered: Vec<TaskStep> = next.into_iter().collect();
    ordered.extend(steps.iter().copied().filter(|step| Some(*step) != next && *step != TaskStep::Split));
    ordered
        .into_iter()
        .map(|step| {
            let own = if sent == Some(step) { state.clone() } else { ui::FormState::default() };
            let open = sent == Some(step) || (sent.is_none() && Some(step) == next);
            let form = form(task, step, offers, own).into_any();
            view! { <ui::Accordion title=step.label() open=open>{form}</ui::Accordion> }
        })
        .collect_view()
}

fn form(task: &TaskDetail, step: TaskStep, offers: &Offers, state: ui::FormState) -> impl IntoView + use<> {
    let word = address_of(step).unwrap_or_default();
    let action = format!("/can-bo/nhiem-vu/{}/{word}", task.line.code);
    let version = task.version.to_string();
    let kind =
        if matches!(step, TaskStep::Cancel | TaskStep::Reject | TaskStep::ReturnToAssigner) { ui::ButtonKind::Secondary } else { ui::ButtonKind::default() };
    // The fields are made inside the form: there they find its prefix and what was typed.
    let (task, offers) = (task.clone(), offers.clone());
    view! {
        <ui::Form action=action form_state=state multipart=takes_files(step) id_prefix=word summary=true>
            <input type="hidden" name="buoc" value=word/>
            <input type="hidden" name="phien_ban" value=version/>
            {fields(&task, step, &offers)}
            <ui::Button label=step.label() kind=kind/>
        </ui::Form>
    }
}

fn fields(task: &TaskDetail, step: TaskStep, offers: &Offers) -> AnyView {
    match step {
        // K17 has its form beside the tree of sub-tasks; the portal asks for explanations.
        TaskStep::Create | TaskStep::Split | TaskStep::AskExplanation => ().into_any(),
        TaskStep::Assign => {
            view! { <ui::TextArea name="can_cu" label="Căn cứ giao" hint="Ghi ý kiến chỉ đạo nếu nhiệm vụ chưa có văn bản giao." rows=3 optional=true/> }
                .into_any()
        }
        TaskStep::Accept => {
            let people = task.candidates.iter().map(|(id, name)| ui::SelectOption::new(id.to_string(), name)).collect::<Vec<_>>();
            view! { <ui::Select name="nguoi_thuc_hien" label="Người thực hiện" options=people blank="Chọn người thực hiện"/> }.into_any()
        }
        TaskStep::Start | TaskStep::ReportProgress => {
            let progress = task.line.progress.to_string();
            view! {
                <ui::TextArea name="noi_dung" label="Đã làm được gì" rows=4/>
                <ui::Field name="tien_do" label="Tiến độ" input_type="number" inputmode="numeric" suffix="%" value=progress/>
                {files("Tệp đính kèm")}
            }
            .into_any()
        }
        TaskStep::ReportCompletion => {
            let output = if task.output.is_empty() { String::new() } else { format!("Sản phẩm phải nộp: {}", task.output) };
            view! {
                <ui::TextArea name="noi_dung" label="Kết quả thực hiện" hint=output rows=4/>
                <ui::Field name="so_van_ban" label="Số văn bản đã phát hành" optional=true/>
                {files("Sản phẩm")}
            }
            .into_any()
        }
        TaskStep::Confirm => view! { {super::report::preview(task)}<p>{model::tasks::COMPLETION_NOTE}</p> }.into_any(),
        TaskStep::RequestExtension => {
            let due = task.line.due_on.map_or_else(String::new, |due| format!("Ngày/tháng/năm. Hạn hiện tại: {}.", model::format::date(due)));
            view! {
                <ui::Field name="han" label="Hạn đề nghị" hint=due inputmode="numeric"/>
                {reason("Lý do gia hạn")}
                {files("Tài liệu chứng minh")}
            }
            .into_any()
        }
        TaskStep::DecideExtension => {
            let asked = task.extensions.iter().rev().find(|row| row.decided_at.is_none()).map(|row| {
                view! { <p>{format!("Xin gia hạn từ {} đến {}. Lý do: {}", model::format::date(row.old_due), model::format::date(row.new_due), row.reason)}</p> }
            });
            let choices = vec![ui::Choice::new("dong-y", "Đồng ý"), ui::Choice::new("khong-dong-y", "Không đồng ý")];
            view! {
                {asked}
                <ui::Radios name="quyet_dinh" legend="Quyết định" choices=choices hint="Đồng ý sau khi đã quá hạn chỉ được ghi nhận là muộn, hạn không đổi."/>
                <ui::TextArea name="ly_do" label="Ý kiến" hint="Bắt buộc khi không đồng ý." rows=3 optional=true/>
            }
            .into_any()
        }
        TaskStep::Reassign | TaskStep::ChangeLead => {
            let options = offers.units.iter().map(|(id, name)| ui::SelectOption::new(id.to_string(), name)).collect::<Vec<_>>();
            let label = if step == TaskStep::Reassign { "Trả lời lý do trả lại" } else { "Lý do chuyển" };
            view! {
                <ui::Select name="chu_tri" label="Đơn vị chủ trì" options=options value=task.lead_unit_id.to_string()/>
                {reason(label)}
            }
            .into_any()
        }
        TaskStep::ChangeMonitor => monitor::hand_over(&offers.monitors, &task.monitor, ""),
        TaskStep::ReturnToAssigner => reason("Lý do trả lại").into_any(),
        TaskStep::Reject => reason("Lý do yêu cầu làm lại").into_any(),
        TaskStep::Suspend => reason("Căn cứ tạm dừng").into_any(),
        TaskStep::Resume => reason("Căn cứ tiếp tục").into_any(),
        TaskStep::Cancel => reason("Căn cứ thu hồi, hủy").into_any(),
        TaskStep::Urge => words("Nội dung đôn đốc", "Ít nhất 10 ký tự. Người thực hiện và lãnh đạo đơn vị chủ trì nhận được tin.").into_any(),
        TaskStep::Explain => words("Nội dung giải trình", "Vì sao quá hạn, sẽ xong khi nào. Ít nhất 10 ký tự.").into_any(),
    }
}

fn reason(label: &'static str) -> impl IntoView {
    view! { <ui::TextArea name="ly_do" label=label hint="Ít nhất 10 ký tự." rows=3/> }
}

fn words(label: &'static str, hint: &'static str) -> impl IntoView {
    view! { <ui::TextArea name="noi_dung" label=label hint=hint rows=3/> }
}

fn files(label: &'static str) -> impl IntoView {
    let hint = format!("{}. Mỗi tệp tối đa 20 MB.", allowed_in_words(Purpose::Task));
    view! { <ui::FileUpload name="tep" label=label hint=hint accept=accept(Purpose::Task) multiple=true with_form=true/> }
}
