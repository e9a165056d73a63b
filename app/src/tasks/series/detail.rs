//! `/can-bo/nhiem-vu/dinh-ky/{ma}`: one series, its periods with their tasks, what happened to it.

use super::list::state_tag;
use crate::tasks::monitor;
use crate::web::{Page, Result, Rq};
use domain::tasks::Monitors;
use leptos::prelude::*;
use model::format;
use model::tasks::series::{SeriesDetail, SeriesEvent, SeriesPeriod, SeriesState, SeriesStep};
use ui::{Cell, Column, Row, StepState, SummaryRow, TimelineStep};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let state = rq.form();
    let mut cx = rq.read().await?;
    let (series, periods) = domain::tasks::series::detail(&mut cx, rq.param("ma"), rq.page_number()).await?;
    let monitors = if series.may_change { domain::tasks::monitors(&mut cx, Some(series.task.lead_unit)).await? } else { Monitors::default() };
    let base = rq.list_base();
    Ok(Page::new(format!("Chuỗi nhiệm vụ {}", series.line.code), move || body(series, monitors, periods, base, state)))
}

fn body(series: SeriesDetail, monitors: Monitors, periods: model::List<SeriesPeriod>, base: String, state: ui::FormState) -> impl IntoView {
    let above = format!("Chuỗi nhiệm vụ {}", series.line.code);
    let problem = series.line.problem.clone();
    let rows = facts(&series);
    let forms = if series.may_change { forms(&series, &monitors, &state) } else { ().into_any() };
    let coming = coming(&series);
    let history = history(series.events);
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/nhiem-vu/dinh-ky" label="Nhiệm vụ định kỳ"/>
            <ui::PageHeading above=above title=series.line.title/>
            <div class="p-cluster">{state_tag(series.line.state)}</div>
            {(!problem.is_empty()).then(|| view! { <ui::Banner kind=ui::BannerKind::Error title="Chưa giao được nhiệm vụ." text=problem/> })}
            <ui::Section id="thong-tin" title="Thông tin chuỗi"><ui::SummaryList rows=rows/></ui::Section>
            {coming}
            {table(periods, base)}
            {forms}
            {history}
        </ui::Container>
    }
}

fn facts(series: &SeriesDetail) -> Vec<SummaryRow> {
    let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
    let until = series.valid_to.map_or_else(|| "không giới hạn".to_owned(), |day| format!("đến hết {}", format::date(day)));
    let wording = if series.revision > 1 {
        format!("Bản {}, áp dụng từ {}", series.revision, format::date(series.applies_from))
    } else {
        "Bản đầu".to_owned()
    };
    vec![
        SummaryRow::new("Chu kỳ", series.line.rule.clone()),
        SummaryRow::new("Khi trùng ngày nghỉ", series.rule.off_day.label()),
        SummaryRow::new("Hoàn thành trong", format!("{} ngày làm việc từ ngày giao", series.due_days)),
        SummaryRow::new("Thời gian áp dụng", format!("từ {}, {until}", format::date(series.valid_from))),
        SummaryRow::new("Đơn vị chủ trì", series.line.lead_unit.clone()),
        SummaryRow::new("Đơn vị phối hợp", or(&series.co_units.join("; "), "Không có")),
        SummaryRow::new("Nguồn giao", series.task.source_kind.label()),
        SummaryRow::new("Văn bản giao", or(&series.task.source_number, "Không có văn bản")),
        SummaryRow::new("Ý kiến chỉ đạo", or(&series.task.direction, "–")),
        SummaryRow::new("Sản phẩm", or(&series.task.output, "–")),
        SummaryRow::new("Độ khẩn", series.task.urgency.label()),
        SummaryRow::new("Lĩnh vực", or(&series.task.field, "–")),
        SummaryRow::new("Lãnh đạo giao", or(&series.assigner, "–")),
        SummaryRow::new("Chuyên viên theo dõi", or(&series.monitor, "–")),
        SummaryRow::new("Nội dung đang dùng", wording),
    ]
}

fn coming(series: &SeriesDetail) -> AnyView {
    if series.coming.is_empty() {
        return ().into_any();
    }
    let days: Vec<String> = series.coming.iter().map(|day| format!("{} {}", format::weekday(*day), format::date(*day))).collect();
    let text = days.join("; ");
    view! { <ui::Section id="ky-toi" title="Các kỳ tới"><p>{text}</p></ui::Section> }.into_any()
}

fn table(periods: model::List<SeriesPeriod>, base: String) -> AnyView {
    let paging = periods.paging;
    if periods.rows.is_empty() {
        return view! { <ui::Section id="cac-ky" title="Nhiệm vụ đã giao"><p>"Chưa đến kỳ nào."</p></ui::Section> }.into_any();
    }
    let columns: Vec<Column> = ["Kỳ", "Nhiệm vụ", "Ngày giao", "Hạn", "Trạng thái"].map(Column::text).into();
    let rows = periods
        .rows
        .into_iter()
        .map(|row| {
            let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "–".to_owned(), format::date);
            let task = if row.task.is_empty() && row.given_on.is_some() {
                Cell::text("Đã giao cho đơn vị khác")
            } else if row.task.is_empty() {
                Cell::text("Bỏ kỳ này vì trùng ngày nghỉ")
            } else {
                Cell::link(format!("/can-bo/nhiem-vu/{}", row.task), row.task.clone())
            };
            let state = row.task_state.map_or_else(String::new, |state| state.label().to_owned());
            Row::new(vec![Cell::text(model::text::capital(&row.period)), task, Cell::text(day(row.given_on)), Cell::text(day(row.due_on)), Cell::text(state)])
        })
        .collect();
    view! {
        <ui::Section id="cac-ky" title="Nhiệm vụ đã giao">
            <ui::Table caption="Các kỳ của chuỗi, kỳ mới nhất trước" caption_hidden=true columns=columns rows=rows/>
            <ui::Pagination paging=paging base=base what="kỳ"/>
        </ui::Section>
    }
    .into_any()
}

/// What may be done to the series now.
fn forms(series: &SeriesDetail, monitors: &Monitors, state: &ui::FormState) -> AnyView {
    let address = format!("/can-bo/nhiem-vu/dinh-ky/{}", series.line.code);
    let edit = format!("{address}/sua");
    let (version, running) = (series.version, series.line.state == SeriesState::Active);
    let stop = if running {
        reasoned(&address, version, "tam-dung", "Tạm dừng chuỗi", "Lý do tạm dừng", ui::ButtonKind::Secondary, state)
    } else {
        let hidden = vec![("phien_ban", version.to_string())];
        view! { <ui::PostButton action=format!("{address}/chay-tiep") label="Chạy tiếp từ hôm nay" hidden=hidden/> }.into_any()
    };
    let follow = (!monitors.people.is_empty()).then(|| handing_over(&address, series, monitors, state));
    let end = reasoned(&address, version, "ket-thuc", "Kết thúc chuỗi", "Lý do kết thúc", ui::ButtonKind::Danger, state);
    let general = (state.has_errors() && state.value("buoc").is_none()).then(|| {
        let text = state.errors.iter().map(|(_, message)| message.clone()).collect::<Vec<_>>().join(" ");
        view! { <ui::Banner kind=ui::BannerKind::Error title="Chưa làm được." text=text/> }
    });
    view! {
        <ui::Section id="viec" title="Việc với chuỗi này">
            {general}
            <p><a href=edit>"Sửa nội dung hoặc chu kỳ"</a></p>
            {follow}
            {stop}
            {end}
        </ui::Section>
    }
    .into_any()
}

/// Who follows the tasks to come; folded, open if it comes back.
fn handing_over(address: &str, series: &SeriesDetail, monitors: &Monitors, state: &ui::FormState) -> AnyView {
    let word = monitor::HAND_OVER;
    let sent = state.value("buoc") == Some(word);
    let own = if sent { state.clone() } else { ui::FormState::default() };
    let action = format!("{address}/{word}");
    let (version, title) = (series.version.to_string(), SeriesStep::ChangeMonitor.label());
    let (monitors, present) = (monitors.clone(), series.monitor.clone());
    view! {
        <ui::Accordion title=title open=sent>
            <ui::Form action=action form_state=own id_prefix=word summary=true>
                <input type="hidden" name="buoc" value=word/>
                <input type="hidden" name="phien_ban" value=version/>
                {monitor::hand_over(&monitors, &present, "Nhiệm vụ đã giao giữ người theo dõi cũ.")}
                <ui::Button label=title kind=ui::ButtonKind::Secondary/>
            </ui::Form>
        </ui::Accordion>
    }
    .into_any()
}

/// A folded form with a reason; open if it comes back.
fn reasoned(address: &str, version: i64, word: &'static str, title: &'static str, label: &'static str, kind: ui::ButtonKind, state: &ui::FormState) -> AnyView {
    let sent = state.value("buoc") == Some(word);
    let own = if sent { state.clone() } else { ui::FormState::default() };
    let action = format!("{address}/{word}");
    view! {
        <ui::Accordion title=title open=sent>
            <ui::Form action=action form_state=own id_prefix=word summary=true>
                <input type="hidden" name="buoc" value=word/>
                <input type="hidden" name="phien_ban" value=version.to_string()/>
                <ui::TextArea name="ly_do" label=label hint="Ít nhất 10 ký tự." rows=3/>
                <ui::Button label=title kind=kind/>
            </ui::Form>
        </ui::Accordion>
    }
    .into_any()
}

fn history(events: Vec<SeriesEvent>) -> AnyView {
    let steps = events
        .into_iter()
        .map(|event| TimelineStep {
            state: StepState::Done,
            title: event.step.label().to_owned(),
            time: format!("{}, {}", format::date_time(event.at), event.actor),
            text: event.note,
        })
        .collect::<Vec<_>>();
    view! { <ui::Section id="dien-bien" title="Diễn biến"><ui::Timeline steps=steps/></ui::Section> }.into_any()
}
