//! `/xep-hang/nhiem-vu`: the public leaderboard of tasks and its print version (`in=1`).

use super::filter::{Filter, Whose, rows_href};
use super::{freeze, scores, tables};
use crate::web::{Page, Result, Rq};
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::format;
use model::stats::{BoardRow, GroupTotal, Leaderboard, Period, Standings, TaskCounts, TaskFigure, UnitGroup};
use ui::icon::Icon;
use ui::{Bucket, Segment};

/// What the page needs besides the board.
struct Around {
    before: Standings,
    printed: bool,
    now: String,
    may_freeze: bool,
    official: bool,
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let filter = Filter::read(&rq);
    let mut cx = rq.read().await?;
    let board = domain::stats::leaderboard(&mut cx, &filter.period).await?;
    let around = Around {
        before: domain::stats::standings_before(&mut cx, &filter.period).await?,
        printed: rq.query("in") == Some("1"),
        now: format::date_time(cx.now()),
        may_freeze: rq.actor.may_somewhere(Action::Export, ObjectKind::Statistic),
        official: rq.actor.may_somewhere(Action::View, ObjectKind::Statistic),
    };
    let facts = rq.wants_json.then(|| domain::stats::board_json(&board));
    let printed = around.printed;
    let title = if filter.form.has_errors() { "Lỗi: Bảng xếp hạng nhiệm vụ" } else { "Bảng xếp hạng nhiệm vụ" };
    let page = Page::new(title, move || body(filter, board, around)).description("Bảng xếp hạng thực hiện nhiệm vụ UBND tỉnh giao.");
    let page = if printed { page.bare() } else { page };
    Ok(match facts {
        Some(facts) => page.json(facts),
        None => page,
    })
}

fn body(filter: Filter, board: Leaderboard, around: Around) -> impl IntoView {
    let group = filter.group.filter(|group| board.of_group(*group).next().is_some()).or_else(|| board.groups.first().map(|total| total.group));
    let lead = format!("Nhiệm vụ UBND tỉnh giao {}, số liệu tính đến hết ngày {}.", filter.period_text(), format::date(filter.period.as_of));
    let empty = board.rows.is_empty();
    let printed = around.printed;
    let official = (around.official && !printed).then(|| officials(&filter));
    let freeze = (around.may_freeze && !printed && !empty).then(|| freeze::form(&filter));
    view! {
        <ui::Container>
            {printed.then(|| view! { <ui::PrintHeader unit="Ủy ban nhân dân tỉnh Lam Giang" title="Bảng xếp hạng nhiệm vụ" at=around.now.clone()/> })}
            {(!printed).then(|| view! {
                <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned()), ("/xep-hang".to_owned(), "Xếp hạng".to_owned())] here="Nhiệm vụ"/>
            })}
            <ui::PageHeading title="Bảng xếp hạng nhiệm vụ" lead=lead/>
            {(!printed).then(|| filter_form(&filter, group, &board))}
            {empty.then(|| view! {
                <ui::EmptyState icon=Icon::Chart title="Kỳ này chưa có nhiệm vụ nào" text="Hãy chọn kỳ khác, hoặc kiểm tra lại ngày đầu kỳ và ngày cuối kỳ."/>
            })}
            {(!empty).then(|| view! {
                {whole(&board)}
                {group.map(|group| group_section(&filter, &board, group, &around))}
                {scores::method(&board, group)}
                {tables::groups(&board)}
            })}
            {official}
            {freeze}
        </ui::Container>
    }
}

/// The other views of the same period, for officials.
fn officials(filter: &Filter) -> impl IntoView + use<> {
    let query = filter.query();
    let watch = format!("/can-bo/thong-ke/nhiem-vu/theo-doi?{query}");
    let (leaders, cards) = (format!("/can-bo/thong-ke/nhiem-vu/lanh-dao?{query}"), format!("/can-bo/thong-ke/phieu-diem?{query}"));
    view! {
        <ui::Section id="xem-them" title="Cùng kỳ này, dành cho cán bộ">
            <ul class="p-link-list">
                <li><a href=watch>"Bảng theo dõi nhiệm vụ"</a></li>
                <li><a href=leaders>"Nhiệm vụ theo lãnh đạo giao"</a></li>
                <li><a href=cards>"Phiếu điểm đơn vị"</a></li>
            </ul>
        </ui::Section>
    }
}

fn filter_form(filter: &Filter, group: Option<UnitGroup>, board: &Leaderboard) -> impl IntoView + use<> {
    let mut groups = vec![UnitGroup::Departments, UnitGroup::Communes];
    groups.extend(board.groups.iter().map(|total| total.group).filter(|group| ![UnitGroup::Departments, UnitGroup::Communes].contains(group)));
    let groups: Vec<ui::SelectOption> = groups.into_iter().map(|group| ui::SelectOption::new(group.as_str(), group.label())).collect();
    let Period { from, to, as_of, .. } = filter.period;
    let chosen = group.map_or("", UnitGroup::as_str);
    let (mode, view) = (filter.mode_word(), filter.view_word());
    view! {
        <ui::FilterBar action="/xep-hang/nhiem-vu" foldable=true form_state=filter.form.clone()>
            <ui::Select name="nhom" label="Nhóm cơ quan" options=groups value=chosen/>
            <ui::Field name="tu" label="Giao từ ngày" inputmode="numeric" value=format::date(from)/>
            <ui::Field name="den" label="Giao đến ngày" inputmode="numeric" value=format::date(to)/>
            <ui::Field name="tinh-den" label="Số liệu hết ngày" inputmode="numeric" value=format::date(as_of)/>
            <ui::Select name="che-do" label="Nhiệm vụ được tính" options=Filter::mode_options() value=mode/>
            <ui::Select name="co-cau" label="Cơ cấu tổ chức" options=Filter::view_options() value=view/>
        </ui::FilterBar>
    }
}

/// The segments of a bar in their fixed order, each with the address of its rows.
pub fn segments(period: &Period, whose: Whose<'_>, counts: &TaskCounts) -> Vec<Segment> {
    [
        (Bucket::DoneOnTime, TaskFigure::DoneOnTime),
        (Bucket::DoneLate, TaskFigure::DoneLate),
        (Bucket::OpenInTime, TaskFigure::OpenInTime),
        (Bucket::OpenOverdue, TaskFigure::OpenOverdue),
        (Bucket::NoDeadline, TaskFigure::OpenNoDeadline),
    ]
    .into_iter()
    .map(|(bucket, figure)| Segment::task(bucket, unsigned(figure.of(counts)), rows_href(period, whose, figure)))
    .collect()
}

/// A count for the components, which know no negative ones.
pub fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// The whole tree: bar, three figures, shares with their denominators.
fn whole(board: &Leaderboard) -> impl IntoView + use<> {
    let (period, total) = (board.period, board.total);
    let href = move |figure| rows_href(&period, Whose::All, figure);
    let words = move |n: i64| format!("{}\u{a0}nhiệm vụ", format::number(n));
    let title =
        format!("Toàn tỉnh: {}, {} đã hoàn thành, {} chưa hoàn thành", words(total.total()), format::number(total.done()), format::number(total.open()));
    let dated = if total.open_no_deadline == 0 { ", tất cả đều có hạn" } else { "" };
    let basis = format!("của {} cơ quan chủ trì{dated}", format::number(board.rows.len() as i64));
    let row = |bucket: Bucket, label: &str, figure: TaskFigure, share: String| (bucket, label.to_owned(), figure.of(&total), href(figure), share);
    let [on_time, late] = total.done_shares(2);
    let [in_time, overdue, none] = total.open_shares(2);
    let done = vec![row(Bucket::DoneOnTime, "Đúng hạn", TaskFigure::DoneOnTime, on_time), row(Bucket::DoneLate, "Quá hạn", TaskFigure::DoneLate, late)];
    let open = vec![
        row(Bucket::OpenInTime, "Trong hạn", TaskFigure::OpenInTime, in_time),
        row(Bucket::OpenOverdue, "Quá hạn", TaskFigure::OpenOverdue, overdue),
        row(Bucket::NoDeadline, "Không thời hạn", TaskFigure::OpenNoDeadline, none),
    ];
    view! {
        <ui::Section id="toan-tinh" title=title>
            <ui::StackedBar id="thanh-toan-tinh" segments=segments(&period, Whose::All, &total) label=words(total.total())/>
            <div class="p-leaderboard-figures">
                <ui::Figure label="Tổng số nhiệm vụ" value=format::number(total.total()) href=href(TaskFigure::Total) basis=basis large=true/>
                <div>
                    <ui::Figure label="Đã hoàn thành" value=format::number(total.done()) href=href(TaskFigure::Done) large=true/>
                    {tables::shares("ty-le-xong", "Nhiệm vụ đã hoàn thành", done, format!("Tỷ lệ trên {} đã hoàn thành", words(total.done())))}
                </div>
                <div>
                    <ui::Figure label="Chưa hoàn thành" value=format::number(total.open()) href=href(TaskFigure::Open) large=true/>
                    {tables::shares("ty-le-chua-xong", "Nhiệm vụ chưa hoàn thành", open, format!("Tỷ lệ trên {} chưa hoàn thành", words(total.open())))}
                </div>
            </div>
        </ui::Section>
    }
}

fn group_section(filter: &Filter, board: &Leaderboard, group: UnitGroup, around: &Around) -> impl IntoView + use<> {
    let rows: Vec<BoardRow> = board.of_group(group).cloned().collect();
    let counts = board.groups.iter().find(|total| total.group == group).map(|GroupTotal { counts, .. }| *counts).unwrap_or_default();
    let before = &around.before.period;
    let note = format!(
        "{} cơ quan, {}\u{a0}nhiệm vụ. Độ dài thanh là số nhiệm vụ, cùng một tỷ lệ cho mọi cơ quan. Tăng, giảm so với kỳ giao {} – {}, số liệu hết ngày {}.",
        rows.len(),
        format::number(counts.total()),
        format::date(before.from),
        format::date(before.to),
        format::date(before.as_of)
    );
    let mut looks = vec![Bucket::DoneOnTime, Bucket::DoneLate, Bucket::OpenInTime, Bucket::OpenOverdue];
    if counts.open_no_deadline > 0 {
        looks.push(Bucket::NoDeadline);
    }
    let looks = looks.into_iter().map(|bucket| (bucket, bucket.task_word().to_owned())).collect();
    let tools = (!around.printed).then(|| tools(filter, group, board));
    let detail = tables::every_figure(&board.period, &rows);
    let printed = around.printed;
    view! {
        <section class="p-section" id="bang-nhom" aria-labelledby="nhom-tieu-de">
            <div class="p-section__head">
                <h2 class="p-section__title" id="nhom-tieu-de">{group.label()}</h2>
                {tools}
            </div>
            <p class="p-section__note">{note}</p>
            <ui::Legend id="chu-giai" items=looks/>
            {tables::ranking(&board.period, group, &rows, &around.before)}
            {if printed { detail.into_any() } else {
                view! { <ui::Accordion title="Xem bảng đủ năm nhóm cho từng cơ quan, kèm khoảng tin cậy">{detail}</ui::Accordion> }.into_any()
            }}
        </section>
    }
}

/// Print, files, the screen on the wall.
fn tools(filter: &Filter, group: UnitGroup, board: &Leaderboard) -> impl IntoView + use<> {
    let query = filter.query();
    let print = format!("{}&in=1", filter.board(Some(group)));
    let [csv, xlsx, json] = ["csv", "xlsx", "json"].map(|kind| format!("/xep-hang/nhiem-vu.{kind}?{query}"));
    // A wall that shows today goes on with the days; one that shows a past day stays there.
    let stands = format::local_date(board.as_of + chrono::Duration::microseconds(1)) > board.period.as_of;
    let choices = query.splitn(4, '&').nth(3).map_or_else(String::new, |rest| format!("&{rest}"));
    let screen = if stands { format!("/xep-hang/man-hinh?{query}") } else { format!("/xep-hang/man-hinh?tu={}{choices}", filter.period.from) };
    view! {
        <div class="p-actions">
            <ui::LinkButton href=print label="In trang này" kind=ui::ButtonKind::Line icon=Icon::Print/>
            <ui::LinkButton href=csv label="Tải CSV" kind=ui::ButtonKind::Line icon=Icon::Down download=true/>
            <ui::LinkButton href=xlsx label="Tải XLSX" kind=ui::ButtonKind::Line icon=Icon::Down download=true/>
            <ui::LinkButton href=json label="Tải JSON" kind=ui::ButtonKind::Line icon=Icon::Down download=true/>
            <ui::LinkButton href=screen label="Xem trên màn hình lớn" kind=ui::ButtonKind::Line icon=Icon::Eye/>
        </div>
    }
}
