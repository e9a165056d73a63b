//! `/can-bo/nhac-viec/{ma}`: one bundle of reminders, opened from its message: each task, and why the message came.

use crate::web::{Page, Result, Rq};
use leptos::prelude::*;
use model::format;
use model::tasks::TaskState;
use model::tasks::reminders::{ReminderLine, ReminderPage, ReminderRule};
use ui::{Cell, Column, Row};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let bundle = domain::tasks::reminders::find(&mut cx, rq.param("ma")).await?;
    let title = format!("Nhắc việc {}", format::date(format::local_date(bundle.at)));
    Ok(Page::new(title.clone(), move || body(title, bundle)))
}

fn body(title: String, bundle: ReminderPage) -> impl IntoView {
    let (total, shown) = (bundle.total(), bundle.lines.len() as i64);
    let first = if shown < total { format!(" Dưới đây là {} dòng đầu.", format::number(shown)) } else { String::new() };
    let lead = format!("{} dòng, gửi lúc {}.{first} Trạng thái bên dưới là trạng thái hiện nay.", format::number(total), format::date_time(bundle.at));
    let at = bundle.at;
    let groups = ReminderRule::ALL
        .iter()
        .map(|rule| ((*rule, bundle.count(*rule)), bundle.lines.iter().filter(|line| line.rule == *rule).cloned().collect::<Vec<_>>()))
        .filter(|(_, lines)| !lines.is_empty())
        .enumerate()
        .map(|(n, (rule, lines))| group(n, rule, lines, at))
        .collect_view();
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/thong-bao" label="Thông báo"/>
            <ui::PageHeading title=title lead=lead/>
            {groups}
        </ui::Container>
    }
}

/// The tasks of one rule, and the answer to "Vì sao tôi nhận tin này".
fn group(n: usize, (rule, all): (ReminderRule, i64), lines: Vec<ReminderLine>, at: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let title = format!("{}: {} nhiệm vụ", rule.label(), format::number(all));
    let mut reasons: Vec<String> = lines.iter().map(|line| line.why(at)).collect();
    reasons.sort();
    reasons.dedup();
    let reasons = reasons.into_iter().map(|reason| view! { <p>{reason}</p> }).collect_view();
    let columns: Vec<Column> = ["Nhiệm vụ", "Đơn vị chủ trì", "Hạn", "Nội dung nhắc", "Hiện nay"].map(Column::text).into();
    let rows = lines.into_iter().map(row).collect::<Vec<_>>();
    view! {
        <ui::Section id=format!("nhom-{n}") title=title.clone()>
            <ui::Table caption=title caption_hidden=true columns=columns rows=rows/>
            <ui::Fold title="Vì sao tôi nhận tin này">{reasons}</ui::Fold>
        </ui::Section>
    }
}

fn row(line: ReminderLine) -> Row {
    let href = format!("/can-bo/nhiem-vu/{}", line.code);
    let due = line.due_on.map_or_else(|| "Không thời hạn".to_owned(), format::date);
    let mut words = model::text::capital(&line.rule.words(line.days));
    let Some(state) = line.state else { return gone(line, due, words) };
    if line.rule == ReminderRule::Explain && state != TaskState::Completed {
        words.push_str(". Hãy giải trình trên trang nhiệm vụ");
    }
    Row::new(vec![
        Cell::view(view! { <a href=href>{line.title}</a><br/><span class="p-small p-muted n">{line.code}</span> }),
        Cell::text(line.lead_unit),
        Cell::text(due),
        Cell::text(words),
        Cell::text(state.label()),
    ])
}

/// A task that the reader may not see any more: what was said, without what became of it.
fn gone(line: ReminderLine, due: String, words: String) -> Row {
    Row::new(vec![
        Cell::view(view! { {line.title}<br/><span class="p-small p-muted n">{line.code}</span> }),
        Cell::text("–"),
        Cell::text(due),
        Cell::text(words),
        Cell::text("Bạn không còn được xem nhiệm vụ này"),
    ])
}
