//! A completion report as those who confirm it see it: the words, the issued document, and what was handed in.

use leptos::prelude::*;
use model::format;
use model::tasks::{Evidence, TaskDetail, TaskStep, WaitingReport};

/// What was reported, by whom and when.
pub fn said(report: &WaitingReport) -> AnyView {
    let when = format!("{}, {}", format::date_time(report.at), report.actor);
    let note = report.note.clone();
    view! { <span class="p-break">{note}</span><br/><span class="p-small p-muted">{when}</span> }.into_any()
}

/// What was asked for, and what is there: the document and the files, each a link.
pub fn output(code: &str, report: &WaitingReport) -> AnyView {
    let asked = (!report.output.is_empty()).then(|| format!("Phải nộp: {}", report.output));
    let document = (!report.document.is_empty()).then(|| format!("Văn bản: {}", report.document));
    let words: Vec<String> = asked.into_iter().chain(document).collect();
    if words.is_empty() && report.files.is_empty() {
        return "–".into_any();
    }
    let words = words.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let files = files(code, &report.files);
    view! { <ul>{words}{files}</ul> }.into_any()
}

fn files(code: &str, files: &[Evidence]) -> impl IntoView + use<> {
    files
        .iter()
        .map(|file| {
            let (href, name) = (format!("/can-bo/nhiem-vu/{code}/tep/{}", file.token), file.name.clone());
            let size = format::bytes(u64::try_from(file.size).unwrap_or(0));
            view! { <li><a href=href>{name}</a>{format!(" ({size})")}</li> }
        })
        .collect_view()
}

/// The report that the form "Xác nhận hoàn thành" is about; nothing where the history holds none.
pub fn preview(task: &TaskDetail) -> Option<AnyView> {
    let entry = task.timeline.iter().rev().find(|entry| entry.step == TaskStep::ReportCompletion)?;
    let report = WaitingReport {
        at: entry.at,
        actor: entry.actor.clone(),
        note: entry.note.clone(),
        // The change of the entry names the document.
        document: String::new(),
        output: task.output.clone(),
        files: entry.files.clone(),
    };
    let change = entry.change.clone();
    let change = (!change.is_empty()).then(|| view! { <p>{change}</p> });
    Some(view! { <p>{said(&report)}</p>{change}{output(&task.line.code, &report)} }.into_any())
}
