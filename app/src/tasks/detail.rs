//! `/can-bo/nhiem-vu/{ma}`: one task, what happened, what its reader may do now.

use super::split;
use super::steps::{self, Offers};
use crate::stats::bucket_tag;
use crate::web::{Page, Result, Rq};
use domain::tasks::Monitors;
use leptos::prelude::*;
use model::format;
use model::tasks::{Evidence, TaskDetail, TaskExtension, TaskStep, TimelineEntry};
use ui::{StepState, SummaryRow, TimelineStep};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let state = rq.form();
    let mut cx = rq.read().await?;
    let mut task = domain::tasks::find(&mut cx, rq.param("ma")).await?;
    let moves = task.permissions.steps.iter().any(|step| matches!(step, TaskStep::Reassign | TaskStep::ChangeLead));
    let units = if moves { domain::tasks::assignable(&mut cx).await?.into_iter().map(|unit| (unit.id, unit.name)).collect() } else { Vec::new() };
    let hands_over = task.permissions.steps.contains(&TaskStep::ChangeMonitor);
    let monitors = if hands_over { domain::tasks::monitors(&mut cx, Some(task.working_unit_id)).await? } else { Monitors::default() };
    if monitors.people.is_empty() {
        task.permissions.steps.retain(|step| *step != TaskStep::ChangeMonitor);
    }
    let offers = Offers { units, monitors };
    let tree = domain::tasks::tree(&mut cx, rq.param("ma")).await?;
    let series = domain::tasks::series::of_task(&mut cx, rq.param("ma")).await?;
    let title = format!("Nhiệm vụ {}", task.line.code);
    Ok(Page::new(title, move || {
        let parts = split::section(&task, tree, &state);
        body(task, offers, state, parts, series)
    }))
}

fn body(task: TaskDetail, offers: Offers, state: ui::FormState, parts: AnyView, series: Option<(String, String)>) -> impl IntoView {
    let above = format!("Nhiệm vụ {}", task.line.code);
    let badge = task.remaining.clone().map(crate::today::due_badge);
    let forms = steps::forms(&task, &offers, &state);
    let why = task.permissions.why.clone();
    let none = task.permissions.steps.iter().all(|step| matches!(step, TaskStep::Split | TaskStep::ChangeMonitor));
    let forms = forms.into_any();
    let direction = task.direction.clone();
    let history = history(task.timeline.clone(), task.line.state.is_open()).into_any();
    let extensions = extensions(task.extensions.clone()).into_any();
    let attached = attached(&task).into_any();
    let mut rows = facts(&task);
    if let Some((code, period)) = series {
        let href = format!("/can-bo/nhiem-vu/dinh-ky/{code}");
        rows.push(SummaryRow::view("Chuỗi định kỳ", view! { <a href=href>{code}</a>{format!(", {period}")} }));
    }
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/nhiem-vu" label="Nhiệm vụ"/>
            <ui::PageHeading above=above title=task.line.title.clone()/>
            <div class="p-cluster">
                <ui::StatusTag tone=ui::Tone::Blue label=task.line.state.label()/>
                {bucket_tag(task.line.bucket)}
                {badge}
            </div>
            {(!direction.is_empty()).then(|| view! { <ui::Section id="chi-dao" title="Ý kiến chỉ đạo"><p class="p-break">{direction}</p></ui::Section> })}
            <ui::Section id="viec" title="Việc của bạn">
                {none.then(|| view! { <p>"Bước này không chờ bạn."</p> })}
                {forms}
            </ui::Section>
            {parts}
            <ui::Section id="thong-tin" title="Thông tin nhiệm vụ"><ui::SummaryList rows=rows/></ui::Section>
            {attached}
            {history}
            {extensions}
            <ui::Fold title="Vì sao tôi thấy nhiệm vụ này"><p>{why}</p></ui::Fold>
        </ui::Container>
    }
}

fn facts(task: &TaskDetail) -> Vec<SummaryRow> {
    let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "–".to_owned(), format::date);
    let line = &task.line;
    let mut source = line.source_number.clone();
    if let Some(date) = task.source_date {
        source = format!("{source} ngày {}", format::date(date));
    }
    if !task.source_issuer.is_empty() {
        source = format!("{source}, {}", task.source_issuer);
    }
    if !task.source_signer.is_empty() {
        source = format!("{source}, {} ký", task.source_signer);
    }
    let due = match (line.due_on, task.due_original) {
        (None, _) => "Không thời hạn".to_owned(),
        (Some(due), Some(first)) if first != due => format!("{} (ban đầu {})", format::date(due), format::date(first)),
        (Some(due), _) => format::date(due),
    };
    let mut rows = vec![
        SummaryRow::new("Hạn", due),
        SummaryRow::new("Đơn vị chủ trì", line.lead_unit.clone()),
        SummaryRow::new("Đơn vị phối hợp", or(&task.co_units.join("; "), "Không có")),
        SummaryRow::new("Người thực hiện", or(&line.person, "Chưa phân công")),
        SummaryRow::new("Nguồn giao", task.source_kind.label()),
        SummaryRow::new("Văn bản giao", or(&source, "Không có văn bản")),
        SummaryRow::new("Sản phẩm", or(&task.output, "–")),
        SummaryRow::new("Ngày giao", format::date(line.assigned_on)),
        SummaryRow::new("Ngày nhận", task.received_at.map_or_else(|| "–".to_owned(), format::date_time)),
        SummaryRow::new("Ngày hoàn thành", day(line.completed_on)),
        SummaryRow::new("Ngày xác nhận", task.accepted_at.map_or_else(|| "–".to_owned(), format::date_time)),
        SummaryRow::new("Tiến độ", format!("{}\u{a0}%", line.progress)),
        SummaryRow::new("Độ khẩn", line.urgency.label()),
        SummaryRow::new("Lĩnh vực", or(&task.field, "–")),
        SummaryRow::new("Lãnh đạo giao", or(&task.assigner, "–")),
        SummaryRow::new("Chuyên viên theo dõi", or(&task.monitor, "–")),
    ];
    if task.rework > 0 {
        rows.push(SummaryRow::new("Số lần làm lại", task.rework.to_string()));
    }
    if !task.parent_code.is_empty() {
        let (href, code) = (format!("/can-bo/nhiem-vu/{}", task.parent_code), task.parent_code.clone());
        rows.push(SummaryRow::view("Nhiệm vụ cha", view! { <a href=href>{code}</a> }));
    }
    rows
}

fn history(entries: Vec<TimelineEntry>, open: bool) -> impl IntoView {
    let last = entries.len().saturating_sub(1);
    let steps = entries
        .into_iter()
        .enumerate()
        .map(|(i, entry)| {
            let parts: Vec<String> = [entry.note, entry.change].into_iter().filter(|part| !part.is_empty()).collect();
            TimelineStep {
                state: if open && i == last { StepState::Current } else { StepState::Done },
                title: entry.step.label().to_owned(),
                time: format!("{}, {}", format::date_time(entry.at), entry.actor),
                text: parts.join(" "),
            }
        })
        .collect::<Vec<_>>();
    view! { <ui::Section id="dien-bien" title="Diễn biến"><ui::Timeline steps=steps/></ui::Section> }
}

/// Every file of the reports, newest report first.
fn attached(task: &TaskDetail) -> impl IntoView + use<> {
    let code = task.line.code.clone();
    let items = task
        .timeline
        .iter()
        .rev()
        .flat_map(|entry| entry.files.iter().map(move |file| (file.clone(), format!("{}, {}", entry.step.label(), format::date_time(entry.at)))))
        .map(|(Evidence { token, name, size }, when)| {
            let href = format!("/can-bo/nhiem-vu/{code}/tep/{token}");
            let size = format::bytes(u64::try_from(size).unwrap_or(0));
            view! { <li><a href=href>{name}</a>{format!(" ({size}). {when}")}</li> }
        })
        .collect::<Vec<_>>();
    (!items.is_empty()).then(|| view! { <ui::Section id="tep" title="Tệp đính kèm"><ul>{items}</ul></ui::Section> })
}

fn extensions(rows: Vec<TaskExtension>) -> impl IntoView {
    use ui::{Cell, Column, Row};
    let any = !rows.is_empty();
    let columns: Vec<Column> = ["Ngày đề nghị", "Hạn cũ", "Hạn đề nghị", "Lý do", "Quyết định"].map(Column::text).into();
    let rows = rows
        .into_iter()
        .map(|row| {
            let late = if row.state == model::tasks::ExtensionState::Approved && !row.applied { " (sau hạn, hạn không đổi)" } else { "" };
            let note = if row.decision_note.is_empty() { String::new() } else { format!(". {}", row.decision_note) };
            Row::new(vec![
                Cell::text(format::date_time(row.requested_at)),
                Cell::text(format::date(row.old_due)),
                Cell::text(format::date(row.new_due)),
                Cell::text(row.reason),
                Cell::text(format!("{}{late}{note}", row.state.label())),
            ])
        })
        .collect::<Vec<_>>();
    any.then(|| {
        view! {
            <ui::Section id="gia-han" title="Đề nghị gia hạn">
                <ui::Table caption="Các đề nghị gia hạn" caption_hidden=true columns=columns rows=rows/>
            </ui::Section>
        }
    })
}
