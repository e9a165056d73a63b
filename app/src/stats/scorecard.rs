//! `/can-bo/thong-ke/phieu-diem`: half tasks, half dossiers for every unit; with `don-vi` the card of one unit with all it rests on (08 §5).

use super::dossiers::rows_of_unit;
use super::filter::{Filter, Whose, rows_href};
use crate::web::{Error, Page, Result, Rq, encode};
use domain::stats::scorecards;
use leptos::prelude::*;
use model::format;
use model::stats::dossiers::DossierFigure;
use model::stats::{LEAST_DOSSIERS, LEAST_TASKS, Period, SCORECARD_VERSION, Scorecard, Scorecards, TaskFigure, UnitGroup, WEIGHTS_VERSION, score_text};
use ui::icon::Icon;
use ui::{Cell, Column, Row};

const PATH: &str = "/can-bo/thong-ke/phieu-diem";

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let filter = Filter::read(&rq);
    let mut cx = rq.read().await?;
    let cards = scorecards(&mut cx, &filter.period).await?;
    let Some(code) = rq.query("don-vi") else {
        let title = if filter.form.has_errors() { "Lỗi: Phiếu điểm đơn vị" } else { "Phiếu điểm đơn vị" };
        return Ok(Page::new(title, move || all(&filter, &cards)));
    };
    let card = cards.rows.into_iter().find(|card| card.code == code).ok_or(Error::NotFound)?;
    Ok(Page::new(format!("Phiếu điểm: {}", card.name), move || one(&filter, &card)))
}

/// A score, or why there is none.
fn points(score: Option<f64>) -> String {
    score.map_or_else(|| "Chưa đủ số liệu".to_owned(), score_text)
}

fn lead(filter: &Filter) -> String {
    format!("Nhiệm vụ giao và hồ sơ giải quyết {}, số liệu tính đến hết ngày {}.", filter.period_text(), format::date(filter.period.as_of))
}

/// The formula with its weights, printed on both pages.
fn method() -> impl IntoView {
    let few = format!(
        "Đơn vị dưới {LEAST_TASKS} nhiệm vụ chưa có điểm nhiệm vụ, dưới {LEAST_DOSSIERS} hồ sơ chưa có điểm hồ sơ; thiếu một phần thì không có tổng điểm và không xếp hạng."
    );
    view! {
        <ui::Panel title="Cách tính phiếu điểm">
            <p>"Tổng điểm = 0,5 × điểm nhiệm vụ + 0,5 × điểm hồ sơ."</p>
            <p>{format!("Điểm nhiệm vụ: như bảng xếp hạng nhiệm vụ, bộ trọng số {WEIGHTS_VERSION}.")}</p>
            <p>
                "Điểm hồ sơ = 100 × (giải quyết trước hạn và đúng hạn + đang giải quyết trong hạn) / (giải quyết có thời hạn + đang giải quyết trong hạn + đang giải quyết quá hạn). "
                "Hồ sơ tạm dừng, rút, dừng, không thời hạn không tính. Phần này dùng chỉ tiêu tiến độ của Bộ chỉ số 766; các chỉ tiêu khác chưa có số liệu."
            </p>
            <p>{few}</p>
            <p>"Mức hài lòng đứng bên cạnh, không tính vào điểm. "{format!("Bộ trọng số phiếu điểm {SCORECARD_VERSION}.")}</p>
        </ui::Panel>
    }
}

fn all(filter: &Filter, cards: &Scorecards) -> impl IntoView + use<> {
    let Period { from, to, as_of, .. } = filter.period;
    let (state, view_word, lead, board) = (filter.form.clone(), filter.view_word(), lead(filter), filter.board(None));
    let groups: Vec<UnitGroup> = UnitGroup::ALL.iter().copied().filter(|group| cards.of_group(*group).next().is_some()).collect();
    let empty = groups.is_empty();
    let tables = groups.into_iter().map(|group| group_table(filter, group, cards)).collect_view();
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/can-bo".to_owned(), "Hôm nay".to_owned()), (board, "Bảng xếp hạng nhiệm vụ".to_owned())] here="Phiếu điểm đơn vị"/>
            <ui::PageHeading title="Phiếu điểm đơn vị" lead=lead/>
            <ui::FilterBar action=PATH foldable=true form_state=state>
                <ui::Field name="tu" label="Từ ngày" inputmode="numeric" value=format::date(from)/>
                <ui::Field name="den" label="Đến ngày" inputmode="numeric" value=format::date(to)/>
                <ui::Field name="tinh-den" label="Số liệu hết ngày" inputmode="numeric" value=format::date(as_of)/>
                <ui::Select name="co-cau" label="Cơ cấu tổ chức" options=Filter::view_options() value=view_word/>
            </ui::FilterBar>
            {empty.then(|| view! {
                <ui::EmptyState icon=Icon::Chart title="Kỳ này chưa có số liệu" text="Hãy chọn kỳ khác, hoặc kiểm tra lại ngày đầu kỳ và ngày cuối kỳ."/>
            })}
            {tables}
            {method()}
        </ui::Container>
    }
}

fn group_table(filter: &Filter, group: UnitGroup, cards: &Scorecards) -> impl IntoView + use<> {
    let rows: Vec<Row> = cards
        .of_group(group)
        .map(|card| {
            let href = format!("{PATH}?don-vi={}&{}", encode(&card.code), filter.query());
            Row::new(vec![
                Cell::link(href, card.name.clone()),
                Cell::text(card.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string())),
                Cell::text(card.total().map_or_else(|| "–".to_owned(), score_text)),
                Cell::text(points(card.task_score)),
                Cell::text(points(card.dossiers.score())),
                Cell::text(satisfaction(card)),
            ])
        })
        .collect();
    let heads = ["Hạng", "Tổng điểm", "Điểm nhiệm vụ", "Điểm hồ sơ", "Mức hài lòng"].map(Column::number);
    let columns = std::iter::once(Column::text("Đơn vị")).chain(heads).collect();
    let caption = format!("{}: tổng điểm và hai phần của nó", group.label());
    view! {
        <ui::Section id=format!("nhom-{group}") title=group.label()>
            <ui::Table caption=caption caption_hidden=true columns=columns rows=rows/>
        </ui::Section>
    }
}

fn satisfaction(card: &Scorecard) -> String {
    if card.levels.n() == 0 { "–".to_owned() } else { format!("{} (n = {})", card.levels.satisfaction(), format::number(card.levels.n())) }
}

/// Name of a number, its address, the number.
type Figure = (String, String, i64);

fn figures_table(id: &'static str, title: String, note: String, figures: Vec<Figure>) -> impl IntoView {
    let rows = figures.into_iter().map(|(label, href, number)| Row::new(vec![Cell::text(label), Cell::link(href, format::number(number))])).collect();
    let columns = vec![Column::text("Số liệu"), Column::number("Số lượng")];
    let caption = title.clone();
    view! {
        <ui::Section id=id title=title note=note>
            <ui::Table caption=caption caption_hidden=true columns=columns rows=rows/>
        </ui::Section>
    }
}

/// The card of one unit: every number that the score rests on opens its rows.
fn one(filter: &Filter, card: &Scorecard) -> impl IntoView + use<> {
    let parents = vec![("/can-bo".to_owned(), "Hôm nay".to_owned()), (format!("{PATH}?{}", filter.query()), "Phiếu điểm đơn vị".to_owned())];
    let rank = card.rank.map_or_else(|| "không xếp hạng".to_owned(), |rank| format!("hạng {rank} trong nhóm {}", card.group.label().to_lowercase()));
    let total = card.total().map_or_else(|| "Chưa có tổng điểm".to_owned(), |total| format!("Tổng điểm {}", score_text(total)));
    let lead = format!("{total}, {rank}. {}", lead(filter));
    let period = filter.period;
    let task = |figure: TaskFigure| (figure.label().to_owned(), rows_href(&period, Whose::Unit(&card.code), figure), figure.of(&card.tasks));
    use TaskFigure as T;
    let tasks = [T::Total, T::Done, T::DoneOnTime, T::DoneLate, T::OpenInTime, T::OpenOverdue, T::OpenNoDeadline].map(task).into();
    let half = card.dossiers;
    use DossierFigure as D;
    let dossiers = [(D::NotLate, half.not_late), (D::Judged, half.judged), (D::InTime, half.in_time), (D::Overdue, half.overdue)]
        .map(|(figure, number)| (figure.label().to_owned(), rows_of_unit(&period, &card.code, figure), number))
        .into();
    let said = format!("/danh-gia/don-vi/{}", encode(&card.code));
    let said_text = if card.levels.n() == 0 {
        "Chưa có đánh giá nào.".to_owned()
    } else {
        format!("Hài lòng và rất hài lòng: {}, mọi đánh giá từ trước đến nay.", satisfaction(card))
    };
    let has_levels = card.levels.n() > 0;
    let task_title = format!("Điểm nhiệm vụ: {}", points(card.task_score));
    let dossier_title = format!("Điểm hồ sơ: {}", points(half.score()));
    let dossier_note = format!("{} trên {} hồ sơ không quá hạn.", format::number(half.part()), format::number(half.whole()));
    // A request for help that says which card it is about.
    let objection = format!("/can-bo/ho-tro?tu={}", encode(&format!("{PATH}?don-vi={}&{}", encode(&card.code), filter.query())));
    let name = card.name.clone();
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents here=name.clone()/>
            <ui::PageHeading above="Phiếu điểm đơn vị" title=name lead=lead/>
            {figures_table("nhiem-vu", task_title, "Nhiệm vụ đơn vị chủ trì.".to_owned(), tasks)}
            {figures_table("ho-so", dossier_title, dossier_note, dossiers)}
            <ui::Section id="hai-long" title="Mức hài lòng">
                <p>{said_text}</p>
                {has_levels.then(|| view! { <p><a href=said>"Xem các mức đánh giá của đơn vị"</a></p> })}
            </ui::Section>
            <ui::LinkButton href=objection label="Đề nghị kiểm tra số liệu" kind=ui::ButtonKind::Line icon=Icon::Chat/>
            {method()}
        </ui::Container>
    }
}
