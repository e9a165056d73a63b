//! "Chốt bảng này" and the frozen leaderboard at `/s/{ma}`: the page as it was, for ever, with the whole as it is now.

use super::filter::Filter;
use crate::web::{Done, Error, Form, Page, Result, Rq};
use domain::stats::{freeze_board, frozen_board, frozen_board_rows};
use leptos::prelude::*;
use model::format;
use model::stats::{FrozenBoard, FrozenRow, Period, PeriodForm, TaskFigure, UnitGroup, score_text};
use ui::{Cell, Column, Row};

/// Figures of a frozen board, in the order of its columns.
const FIGURES: [TaskFigure; 6] =
    [TaskFigure::Total, TaskFigure::DoneOnTime, TaskFigure::DoneLate, TaskFigure::OpenInTime, TaskFigure::OpenOverdue, TaskFigure::OpenNoDeadline];

/// Freezes what the page shows.
pub async fn freeze(rq: Rq, form: Form) -> Result<Done> {
    let today = format::local_date(rq.portal.clock().now());
    let period = form.read::<PeriodForm>()?.validate(today)?;
    let mut cx = rq.write().await?;
    let code = freeze_board(&mut cx, &period).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/s/{code}")).say(format!("Đã chốt bảng xếp hạng, mã {code}. Gửi địa chỉ của trang này cho người cần xem.")))
}

/// The form below the leaderboard, for those who may freeze.
pub fn form(filter: &Filter) -> impl IntoView + use<> {
    let Period { from, to, as_of, .. } = filter.period;
    let hidden = [
        ("tu", from.to_string()),
        ("den", to.to_string()),
        ("tinh_den", as_of.to_string()),
        ("che_do", filter.mode_word().to_owned()),
        ("co_cau", filter.view_word().to_owned()),
    ];
    let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <ui::Section id="chot" title="Chốt bảng này để gửi" note="Bản chốt có địa chỉ riêng, giữ nguyên hạng, điểm, mọi con số và danh sách nhiệm vụ đã đếm.">
            <ui::Form action="/can-bo/thong-ke/nhiem-vu/chot">
                {hidden}
                <ui::Button label="Chốt bảng xếp hạng" kind=ui::ButtonKind::Secondary/>
            </ui::Form>
        </ui::Section>
    }
}

/// The page of a frozen board; with `muc` the rows behind one of its figures.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let code = rq.param("ma").to_owned();
    let Some(figure) = rq.query("muc") else {
        let frozen = frozen_board(&mut cx, &code).await?;
        let json = serde_json::json!({ "code": frozen.code, "as_of": frozen.as_of, "weights": frozen.weights, "units": frozen.rows, "total": frozen.total });
        return Ok(Page::new(format!("Số liệu {code}"), move || body(&frozen)).json(json));
    };
    let figure: TaskFigure = figure.parse().map_err(|_| Error::NotFound)?;
    let unit = rq.query("don-vi").map(|unit| unit.parse().map_err(|_| Error::NotFound)).transpose()?;
    let (name, list) = frozen_board_rows(&mut cx, &code, unit, figure, rq.page_number()).await?;
    let base = rq.list_base();
    Ok(Page::new(format!("{}: số liệu {code}", figure.label()), move || rows(&code, figure, &name, list, base)))
}

fn body(frozen: &FrozenBoard) -> impl IntoView + use<> {
    let day = frozen.period.as_of;
    let lead = format!(
        "{}, số liệu hết ngày {}. Chốt lúc {}. Bản này không thay đổi.",
        frozen.period.tasks_in_words(),
        format::date(day.min(format::local_date(frozen.as_of))),
        format::date_time(frozen.computed_at)
    );
    let groups = UnitGroup::ALL
        .iter()
        .filter(|group| frozen.rows.iter().any(|row| row.group == **group))
        .map(|group| group_table(&frozen.code, *group, &frozen.rows))
        .collect_view();
    let beside = beside(frozen);
    let (here, above) = (format!("Số liệu {}", frozen.code), format!("Bản số liệu {}", frozen.code));
    let weights = format!("Điểm tính theo bộ trọng số {}.", frozen.weights);
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned()), ("/xep-hang".to_owned(), "Xếp hạng".to_owned())] here=here/>
            <ui::PageHeading above=above title="Bảng xếp hạng nhiệm vụ đã chốt" lead=lead/>
            {groups}
            {beside}
            <p class="p-small p-muted">{weights}</p>
        </ui::Container>
    }
}

fn href(code: &str, unit: Option<i64>, figure: TaskFigure) -> String {
    let unit = unit.map_or_else(String::new, |unit| format!("&don-vi={unit}"));
    format!("/s/{code}?muc={figure}{unit}")
}

fn group_table(code: &str, group: UnitGroup, all: &[FrozenRow]) -> impl IntoView + use<> {
    let rows: Vec<Row> = all
        .iter()
        .filter(|row| row.group == group)
        .map(|row| {
            let figure = |figure: TaskFigure| Cell::link(href(code, Some(row.unit_id), figure), format::number(figure.of(&row.counts)));
            let rank = row.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
            let score = row.score.map_or_else(|| "Chưa đủ số liệu".to_owned(), score_text);
            let head = [Cell::text(row.name.clone()), Cell::text(rank), Cell::text(score)];
            Row::new(head.into_iter().chain(FIGURES.map(figure)).collect())
        })
        .collect();
    let columns = std::iter::once(Column::text("Cơ quan chủ trì"));
    let numbers = ["Hạng", "Điểm", "Tổng", "Xong đúng hạn", "Xong quá hạn", "Trong hạn", "Quá hạn", "Không thời hạn"].map(Column::number);
    let columns = columns.chain(numbers).collect();
    let caption = format!("{}: hạng, điểm, số nhiệm vụ đã chốt", group.label());
    view! {
        <ui::Section id=format!("nhom-{group}") title=group.label()>
            <ui::Table caption=caption caption_hidden=true columns=columns rows=rows/>
        </ui::Section>
    }
}

/// The whole tree as it was, as it is, and the difference.
fn beside(frozen: &FrozenBoard) -> impl IntoView + use<> {
    let rows = FIGURES
        .into_iter()
        .map(|figure| {
            let (then, now) = (figure.of(&frozen.total), figure.of(&frozen.live));
            let change = if now == then { "0".to_owned() } else { format!("{}{}", if now > then { "+" } else { "−" }, format::number((now - then).abs())) };
            Row::new(vec![
                Cell::text(figure.label()),
                Cell::link(href(&frozen.code, None, figure), format::number(then)),
                Cell::text(format::number(now)),
                Cell::text(change),
            ])
        })
        .collect();
    let columns = vec![Column::text("Toàn tỉnh"), Column::number("Đã chốt"), Column::number("Hiện nay"), Column::number("Chênh lệch")];
    view! {
        <ui::Section id="hien-nay" title="Toàn tỉnh, so với hiện nay" note="Cùng kỳ giao việc, tính lại lúc mở trang.">
            <ui::Table caption="Số liệu đã chốt và số liệu hiện nay" caption_hidden=true columns=columns rows=rows/>
        </ui::Section>
    }
}

fn rows(code: &str, figure: TaskFigure, name: &str, list: model::List<(String, String)>, base: String) -> impl IntoView + use<> {
    let title = format!("{}: {}\u{a0}nhiệm vụ", figure.label(), format::number(list.total()));
    let lead = format!("{name}. Danh sách đã đếm trong bản số liệu {code}.");
    let parents = vec![("/".to_owned(), "Trang chủ".to_owned()), (format!("/s/{code}"), format!("Số liệu {code}"))];
    let model::List { rows, paging } = list;
    let empty = rows.is_empty();
    let lines = rows
        .into_iter()
        .map(|(code, title)| Row::new(vec![Cell::text(title), Cell::view(view! { <span class="n p-nowrap">{code}</span> })]))
        .collect::<Vec<_>>();
    let columns = ["Nhiệm vụ", "Mã"].map(Column::text).into();
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents here=figure.label()/>
            <ui::PageHeading title=title lead=lead/>
            {empty.then(|| view! { <ui::EmptyState icon=ui::icon::Icon::Task title="Không có nhiệm vụ nào" text="Con số này là 0 nên không có dòng nào."/> })}
            {(!empty).then(|| view! {
                <ui::Table caption="Danh sách nhiệm vụ" caption_hidden=true columns=columns rows=lines/>
                <ui::Pagination paging=paging base=base what="nhiệm vụ"/>
            })}
        </ui::Container>
    }
}
