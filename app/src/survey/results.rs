//! `/khao-sat/ket-qua`: the figures of a quarter, of one agency or of the province, always with the number of answers; also as CSV.

use crate::web::{Error, Page, Result, Rq};
use axum::response::Response;
use domain::{Cx, spreadsheet, survey};
use leptos::prelude::*;
use model::rating::RatingLevel;
use model::survey::{MIN_MEAN, QUESTIONS, Quarter, QuestionTally, SurveyResults, SurveyUnit, few_answers};
use model::{List, format};
use ui::icon::Icon;
use ui::{Cell, Column, Row};

const TITLE: &str = "Kết quả khảo sát hài lòng";

/// What the page shows beside the figures.
struct Around {
    quarters: Vec<Quarter>,
    words: String,
    units: List<SurveyUnit>,
    base: String,
    now: String,
    /// Where to answer: about this agency while it exists.
    take_part: String,
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let words = rq.query("q").unwrap_or_default().to_owned();
    let mut cx = rq.read().await?;
    let quarters = survey::quarters(&mut cx).await?;
    let quarter = super::quarter(&rq, &quarters).ok_or(Error::NotFound)?;
    let mut results = survey::results(&mut cx, quarter, rq.query("don-vi")).await?;
    let units = survey::find(std::mem::take(&mut results.units), &words, rq.page_number());
    let take_part = take_part(&mut cx, &results).await?;
    let around = Around { quarters, words, units, base: rq.list_base(), now: format::date_time(cx.now()), take_part };
    let title = results.unit.as_ref().map_or_else(|| TITLE.to_owned(), |unit| format!("{TITLE}: {}", unit.name));
    Ok(Page::new(title, move || body(results, around)).description("Mức hài lòng của người dân theo từng câu hỏi và từng cơ quan, kèm số lượt trả lời."))
}

/// The page where somebody answers about the agency of the figures; the list of agencies for one that has ended.
async fn take_part(cx: &mut Cx, results: &SurveyResults) -> Result<String> {
    let Some(unit) = &results.unit else { return Ok("/khao-sat".to_owned()) };
    match survey::place(cx, &unit.code).await {
        Ok(place) => Ok(format!("/khao-sat/{}", place.code)),
        Err(Error::NotFound) => Ok("/khao-sat".to_owned()),
        Err(error) => Err(error),
    }
}

/// The same figures as a file.
pub async fn csv(rq: Rq) -> Result<Response> {
    let mut cx = rq.read().await?;
    let quarters = survey::quarters(&mut cx).await?;
    let quarter = super::quarter(&rq, &quarters).ok_or(Error::NotFound)?;
    let results = survey::results(&mut cx, quarter, rq.query("don-vi")).await?;
    Ok(crate::files::csv(&format!("khao-sat-{quarter}.csv"), spreadsheet::csv(survey::HEADER, survey::table(&results))?))
}

fn body(results: SurveyResults, around: Around) -> impl IntoView {
    let unit = results.unit.clone();
    let of_unit = unit.as_ref().map_or_else(String::new, |unit| format!("&don-vi={}", unit.code));
    let tabs = super::tabs("/khao-sat/ket-qua", &of_unit, &around.quarters, results.quarter);
    let file = format!("/khao-sat/ket-qua.csv?quy={}{of_unit}", results.quarter);
    let here = unit.as_ref().map_or_else(|| "Kết quả".to_owned(), |unit| unit.name.clone());
    let mut parents = vec![("/".to_owned(), "Trang chủ".to_owned()), ("/khao-sat".to_owned(), "Khảo sát hài lòng".to_owned())];
    if unit.is_some() {
        parents.push((format!("/khao-sat/ket-qua?quy={}", results.quarter), "Kết quả toàn tỉnh".to_owned()));
    }
    let above = unit.map_or_else(|| "Toàn tỉnh".to_owned(), |unit| unit.name);
    let (lead, n, quarter, take_part) = (lead(&results, &around.now), results.n, results.quarter, around.take_part.clone());
    let few = (n > 0 && n < MIN_MEAN && results.tallies.is_some()).then(|| format!("Dưới {MIN_MEAN} lượt trả lời: bảng này chỉ cán bộ có trách nhiệm thấy."));
    let shown = results.tallies.filter(|_| n > 0);
    let whole = results.unit.is_none().then(|| units(quarter, around));
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents here=here/>
            <ui::PageHeading title=TITLE above=above lead=lead/>
            <ui::Tabs label="Quý" tabs=tabs/>
            {(n == 0).then(|| view! { <ui::EmptyState icon=Icon::Chat title="Chưa có ai trả lời" text="Chưa có câu trả lời nào trong quý này."/> })}
            {shown.map(|tallies| view! {
                <ui::Section title="Theo câu hỏi" id="cau-hoi" note="Tỷ lệ tính trên số người có ý kiến về câu đó (n).">
                    {few.map(|words| view! { <p>{words}</p> })}
                    {questions(&results.texts, &tallies)}
                </ui::Section>
            })}
            {whole}
            <ul class="p-link-list">
                <li><a href=file>"Tải bảng này (CSV)"</a></li>
                <li><a href=take_part>"Trả lời khảo sát"</a></li>
            </ul>
        </ui::Container>
    }
}

/// "Quý 4 năm 2026: 40 lượt trả lời. Hài lòng chung đạt 4,25 trên 5 điểm (n = 38)."
fn lead(results: &SurveyResults, now: &str) -> String {
    let words = match results.overall() {
        _ if results.n == 0 => String::new(),
        None => few_answers(),
        Some(overall) => match (overall.mean(), format::number(overall.levels.n())) {
            (Some(mean), opinions) => format!("Hài lòng chung đạt {mean} trên 5 điểm (n = {opinions})."),
            (None, opinions) => format!("Điểm trung bình hiện khi có ít nhất {MIN_MEAN} người có ý kiến, nay có {opinions}."),
        },
    };
    let head = model::text::capital(&results.quarter.label());
    format!("{head}: {} lượt trả lời, tính đến {now}. {words}", format::number(results.n)).trim_end().to_owned()
}

fn questions(texts: &[String; QUESTIONS], tallies: &[QuestionTally; QUESTIONS]) -> impl IntoView + use<> {
    let mut columns = vec![Column::text("Câu hỏi"), Column::number("Có ý kiến (n)")];
    columns.extend(RatingLevel::ALL.iter().map(|level| Column::number(level.label())));
    columns.push(Column::number("Không có ý kiến"));
    let rows = texts.iter().zip(tallies).enumerate().map(|(at, (text, tally))| question(at, text, tally)).collect();
    view! { <ui::Table caption="Tỷ lệ từng mức theo câu hỏi" caption_hidden=true columns=columns rows=rows/> }
}

fn question(at: usize, text: &str, tally: &QuestionTally) -> Row {
    let mut cells = vec![Cell::text(format!("{}. {text}", at + 1)), Cell::text(format::number(tally.levels.n()))];
    let levels = RatingLevel::ALL.iter().zip(tally.levels.shares());
    cells.extend(levels.map(|(level, share)| Cell::text(format!("{share} ({})", format::number(tally.levels.of(*level))))));
    cells.push(Cell::text(format::number(tally.none)));
    Row::new(cells)
}

/// The agencies of the quarter, each with a link to its figures.
fn units(quarter: Quarter, around: Around) -> impl IntoView {
    let Around { words, units, base, .. } = around;
    let clear = if words.is_empty() { String::new() } else { format!("/khao-sat/ket-qua?quy={quarter}") };
    let (paging, empty) = (units.paging, units.rows.is_empty());
    let columns = vec![Column::text("Cơ quan"), Column::number("Lượt trả lời (n)"), Column::number("Hài lòng chung, điểm"), Column::number("Có ý kiến (n)")];
    let row = |unit: SurveyUnit| {
        let overall = unit.overall.as_ref();
        Row::new(vec![
            Cell::link(format!("/khao-sat/ket-qua?quy={quarter}&don-vi={}", unit.place.code), unit.place.name.clone()),
            Cell::text(format::number(unit.n)),
            Cell::text(overall.and_then(QuestionTally::mean).unwrap_or_default()),
            Cell::text(overall.map(|overall| format::number(overall.levels.n())).unwrap_or_default()),
        ])
    };
    let rows = units.rows.into_iter().map(row).collect();
    let note = format!("Điểm trung bình chỉ tính khi có ít nhất {MIN_MEAN} người có ý kiến. Tên cơ quan ghi theo ngày cuối quý.");
    view! {
        <ui::Section title="Theo cơ quan" id="co-quan" note=note>
            <ui::FilterBar action="/khao-sat/ket-qua" button="Tìm cơ quan" hidden=vec![("quy", quarter.to_string())] clear_href=clear>
                <ui::Field name="q" label="Tên cơ quan" value=words input_type="search" maxlength=100_u32 optional=true/>
            </ui::FilterBar>
            {empty.then(|| view! { <p>"Không có cơ quan nào phù hợp đã có người trả lời."</p> })}
            {(!empty).then(|| view! {
                <ui::Table caption="Hài lòng chung theo cơ quan" caption_hidden=true columns=columns rows=rows/>
                <ui::Pagination paging=paging base=base what="cơ quan"/>
            })}
        </ui::Section>
    }
}
