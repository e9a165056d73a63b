//! What several pages of the questions show alike.

use super::address;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use model::dossiers::{ConsultationFile, ConsultationLine, ConsultationState};
use model::format;
use ui::{Cell, Column, Row, Tone};

/// The tag of a state; late is a state of its own in words.
pub fn tag(line: &ConsultationLine, now: DateTime<Utc>) -> AnyView {
    let tone = match line.state {
        _ if line.is_overdue(now) => Tone::Red,
        ConsultationState::Answered => Tone::Green,
        ConsultationState::Asked | ConsultationState::Accepted => Tone::Blue,
        ConsultationState::Returned => Tone::Gold,
    };
    view! { <ui::StatusTag tone=tone label=line.state_in_words(now)/> }.into_any()
}

/// "Bắt buộc" or "Tham khảo".
pub const fn need(mandatory: bool) -> &'static str {
    if mandatory { "Bắt buộc" } else { "Tham khảo" }
}

/// The questions as a table; `dossier` shows which dossier they are about.
pub fn table(caption: &'static str, lines: &[ConsultationLine], now: DateTime<Utc>, dossier: bool) -> impl IntoView + use<> {
    let first = if dossier { "Hồ sơ" } else { "Nội dung" };
    let columns = [first, "Đơn vị hỏi", "Đơn vị được hỏi", "Hạn trả lời", "Trạng thái"].map(Column::text).to_vec();
    let rows = lines
        .iter()
        .map(|line| {
            let href = address(line.id);
            let (title, below) =
                if dossier { (line.procedure.clone(), line.dossier.clone()) } else { (short(&line.question), need(line.mandatory).to_owned()) };
            let due = format!("{}, {}", format::time_date(line.due), need(line.mandatory).to_lowercase());
            Row::new(vec![
                Cell::view(view! { <a href=href>{title}</a><br/><span class="p-small p-muted n">{below}</span> }),
                Cell::text(line.asking_unit.clone()),
                Cell::text(line.asked_unit.clone()),
                Cell::text(due),
                Cell::view(tag(line, now)),
            ])
        })
        .collect();
    view! { <ui::Table caption=caption caption_hidden=true columns=columns rows=rows/> }
}

/// The beginning of a question.
fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() > 120 { format!("{}…", line.chars().take(120).collect::<String>()) } else { line.to_owned() }
}

/// Files of a question or an answer.
pub fn files(id: i64, files: &[ConsultationFile]) -> impl IntoView + use<> {
    files
        .iter()
        .map(|(token, name, size)| {
            let note = format::bytes(u64::try_from(*size).unwrap_or(0));
            view! { <ui::Attachment name=name.clone() href=format!("{}/tep/{token}", address(id)) note=note/> }
        })
        .collect_view()
}

/// The tab "Xin ý kiến" of a dossier.
pub fn tab(code: &str, lines: &[ConsultationLine], may_ask: bool, now: DateTime<Utc>) -> impl IntoView + use<> {
    let missing: Vec<String> = lines.iter().filter(|line| line.is_missing()).map(|line| line.asked_unit.clone()).collect();
    let waits = (!missing.is_empty()).then(|| {
        let text = format!("Còn thiếu ý kiến bắt buộc của {}. Lãnh đạo phòng mở từng yêu cầu để giải trình nếu không chờ được.", missing.join(", "));
        view! { <ui::Banner kind=ui::BannerKind::Notice title="Chưa trình ký được." text=text/> }
    });
    let ask = may_ask.then(|| view! { <ui::LinkButton href=format!("/can-bo/ho-so/{code}/xin-y-kien") label="Xin ý kiến đơn vị khác" kind=ui::ButtonKind::Secondary icon=ui::icon::Icon::Chat/> });
    let content = if lines.is_empty() {
        view! { <p>"Chưa xin ý kiến đơn vị nào."</p> }.into_any()
    } else {
        table("Các yêu cầu xin ý kiến", lines, now, false).into_any()
    };
    view! { {waits} {ask} {content} }
}
