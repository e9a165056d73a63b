//! `/danh-gia` and `/danh-gia/don-vi/{ma}`: what everybody may read, always with the number of ratings.

use crate::web::{Page, Result, Rq};
use domain::rating;
use leptos::prelude::*;
use model::rating::{LevelShares, PublicComment, RatingLevel, UnitShare};
use model::{List, format};
use ui::icon::Icon;
use ui::{Cell, Column, Row};

const TITLE: &str = "Đánh giá của người dân";

/// The shares of all units.
pub async fn units(rq: Rq) -> Result<Page> {
    let words = rq.query("q").unwrap_or_default().to_owned();
    let mut cx = rq.read().await?;
    let found = rating::shares(&mut cx, &words, rq.page_number()).await?;
    let (base, now) = (rq.list_base(), format::date_time(cx.now()));
    Ok(Page::new(TITLE, move || units_body(words, found, base, now)).description("Mức độ hài lòng của người dân với từng cơ quan, kèm số lượt đánh giá."))
}

fn units_body(words: String, found: List<UnitShare>, base: String, now: String) -> impl IntoView {
    let clear = if words.is_empty() { "" } else { "/danh-gia" };
    let (paging, empty) = (found.paging, found.rows.is_empty());
    let lead = format!("Người nộp hồ sơ đánh giá sau khi nhận kết quả. Hài lòng là mức “Rất hài lòng” và “Hài lòng”. Tính đến {now}.");
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here=TITLE/>
            <ui::PageHeading title=TITLE lead=lead/>
            <p><a href="/khao-sat/ket-qua">"Kết quả khảo sát hằng quý"</a></p>
            <ui::FilterBar action="/danh-gia" button="Tìm cơ quan" clear_href=clear>
                <ui::Field name="q" label="Tên cơ quan" value=words input_type="search" maxlength=100_u32 optional=true/>
            </ui::FilterBar>
            {empty.then(|| view! { <ui::EmptyState icon=Icon::Chat title="Chưa có đánh giá" text="Không có cơ quan nào phù hợp đã được đánh giá."/> })}
            {(!empty).then(|| view! {
                {units_table(found.rows)}
                <ui::Pagination paging=paging base=base what="cơ quan"/>
            })}
        </ui::Container>
    }
}

fn units_table(rows: Vec<UnitShare>) -> impl IntoView {
    let columns = vec![Column::text("Cơ quan"), Column::number("Hài lòng"), Column::number("Lượt đánh giá (n)"), Column::number("Được mời đánh giá")];
    let rows = rows
        .into_iter()
        .map(|row| {
            Row::new(vec![
                Cell::link(format!("/danh-gia/don-vi/{}", row.code), row.name),
                Cell::text(row.levels.satisfaction()),
                Cell::text(format::number(row.levels.n())),
                Cell::text(format::number(row.invited)),
            ])
        })
        .collect();
    view! { <ui::Table caption="Mức hài lòng theo cơ quan" caption_hidden=true columns=columns rows=rows/> }
}

/// The shares of one unit and the approved words.
pub async fn unit(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let share = rating::share(&mut cx, rq.param("ma")).await?;
    let comments = rating::comments(&mut cx, rq.param("ma"), rq.page_number()).await?;
    let (base, now) = (rq.list_base(), format::date_time(cx.now()));
    Ok(Page::new(format!("Đánh giá về {}", share.name), move || unit_body(share, comments, base, now)))
}

fn unit_body(share: UnitShare, comments: List<PublicComment>, base: String, now: String) -> impl IntoView {
    let n = share.levels.n();
    let lead = match n {
        0 => "Chưa có lượt đánh giá nào.".to_owned(),
        _ => format!(
            "{} hài lòng: {} trên {} lượt đánh giá, tính đến {now}.",
            share.levels.satisfaction(),
            format::number(share.levels.satisfied()),
            format::number(n)
        ),
    };
    let survey = format!("/khao-sat/ket-qua?don-vi={}", share.code);
    let (paging, empty) = (comments.paging, comments.rows.is_empty());
    let items = comments.rows.into_iter().map(comment).collect_view();
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned()), ("/danh-gia".to_owned(), TITLE.to_owned())] here=share.name.clone()/>
            <ui::PageHeading title=format!("Đánh giá về {}", share.name) lead=lead/>
            {(n > 0).then(|| levels(&share.levels))}
            <p><a href=survey>"Kết quả khảo sát hằng quý về cơ quan này"</a></p>
            <ui::Section title="Nhận xét đã đăng" id="nhan-xet">
                {empty.then(|| view! { <p>"Chưa có nhận xét nào được đăng."</p> })}
                <ul class="p-rows">{items}</ul>
                {(!empty).then(|| view! { <ui::Pagination paging=paging base=base what="nhận xét"/> })}
            </ui::Section>
        </ui::Container>
    }
}

/// The five levels with their number and share; the shares add up to 100 %.
fn levels(levels: &LevelShares) -> impl IntoView + use<> {
    let columns = vec![Column::text("Mức"), Column::number("Lượt"), Column::number("Tỷ lệ")];
    let mut rows: Vec<Row> = RatingLevel::ALL
        .iter()
        .zip(levels.shares())
        .map(|(level, share)| Row::new(vec![Cell::text(level.label()), Cell::text(format::number(levels.of(*level))), Cell::text(share)]))
        .collect();
    rows.push(Row::total(vec![Cell::text("Cộng (n)"), Cell::text(format::number(levels.n())), Cell::text("100\u{a0}%")]));
    view! { <ui::Table caption="Số lượt theo mức hài lòng" caption_hidden=true columns=columns rows=rows/> }
}

fn comment(row: PublicComment) -> impl IntoView {
    let head = format!("{} · {}", row.procedure, format::date(row.day));
    let answer = (!row.answer.is_empty()).then(|| view! { <p class="p-break"><strong>"Cơ quan trả lời: "</strong>{row.answer.clone()}</p> });
    view! {
        <li class="p-stack p-stack--tight">
            <p class="p-cluster"><ui::StatusTag tone=super::tone(row.level) label=row.level.label()/><span class="p-small p-muted">{head}</span></p>
            <p class="p-break">{row.comment}</p>
            {answer}
        </li>
    }
}
