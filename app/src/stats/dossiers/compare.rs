//! `/s/{ma}/so-voi?ban=`: why two frozen sheets differ, and the dossiers behind each difference.

use super::view;
use crate::web::{Error, Page, Result, Rq, encode};
use domain::stats::Metric;
use domain::stats::dossiers::{compare, compared_rows};
use leptos::prelude::*;
use model::List;
use model::format;
use model::stats::dossiers::{ComparedFigure, ComparedRow, ComparedSheets, Correction, DossierFigure, SheetHead};
use std::collections::BTreeMap;
use ui::{Cell, Column, FieldWidth, FormState, Row};

/// Longest code that is looked for.
const LONGEST_CODE: usize = 20;

/// The page; with `muc` the dossiers behind one difference. Without a second sheet it asks for one.
pub async fn page(rq: Rq) -> Result<Page> {
    let code = rq.param("ma").to_owned();
    let other: String = rq.query("ban").unwrap_or_default().trim().to_uppercase().chars().take(LONGEST_CODE).filter(|c| *c != '\0').collect();
    let mut cx = rq.read().await?;
    if other.is_empty() || other == code {
        let wrong = (!other.is_empty()).then(|| "Đây là mã của chính bản này. Hãy nhập mã của bản khác.".to_owned());
        if domain::stats::metric(&mut cx, &code).await? != Metric::Dossiers {
            return Err(Error::NotFound);
        }
        return Ok(asking(code, other, wrong));
    }
    if let Some(figure) = rq.query("muc") {
        let figure: DossierFigure = figure.parse().map_err(|_| Error::NotFound)?;
        let base = rq.list_base();
        return match compared_rows(&mut cx, &code, &other, figure, rq.page_number()).await {
            Ok((heads, list)) => {
                Ok(Page::new(format!("{}: chênh lệch giữa hai bản số liệu", figure.label()), move || rows(figure, &heads, list, base)))
            }
            Err(error) => refused(code, other, error),
        };
    }
    match compare(&mut cx, &code, &other).await {
        Ok(compared) => Ok(Page::new("So sánh hai bản số liệu", move || body(&compared))),
        Err(error) => refused(code, other, error),
    }
}

/// Asks again where the other code is unknown.
fn refused(code: String, typed: String, error: Error) -> Result<Page> {
    match error {
        Error::Invalid(errors) => Ok(asking(code, typed, errors.of("ban").map(str::to_owned))),
        other => Err(other),
    }
}

fn asking(code: String, typed: String, wrong: Option<String>) -> Page {
    let title = if wrong.is_some() { "Lỗi: So sánh hai bản số liệu" } else { "So sánh hai bản số liệu" };
    Page::new(title, move || {
        let errors = wrong.map(|text| vec![("ban".to_owned(), text)]).unwrap_or_default();
        let values = if typed.is_empty() { BTreeMap::new() } else { BTreeMap::from([("ban".to_owned(), vec![typed])]) };
        let state = FormState { values, errors };
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=parents(&code) here="So sánh"/>
                <ui::PageHeading title="So sánh hai bản số liệu" above=format!("Bản số liệu {code}")/>
                {form(&code, state)}
            </ui::Container>
        }
    })
}

fn parents(code: &str) -> Vec<(String, String)> {
    vec![("/".to_owned(), "Trang chủ".to_owned()), (format!("/s/{code}"), format!("Số liệu {code}"))]
}

/// The question for the other sheet, also at the end of a frozen one.
pub fn form(code: &str, state: FormState) -> impl IntoView + use<> {
    let note = "Hai báo cáo có con số khác nhau? Nhập mã của bản kia: trang sau liệt kê đúng những hồ sơ làm nên chênh lệch.";
    let action = format!("/s/{}/so-voi", encode(code));
    view! {
        <ui::Section id="so-sanh" title="So sánh với bản khác" note=note>
            <ui::Form action=action method="get" form_state=state>
                <ui::Field name="ban" label="Mã bản số liệu kia" hint="6 chữ và số, ghi ở đầu bản số liệu đã nhận. Ví dụ: 75V3HC." width=FieldWidth::Code maxlength=20_u32/>
                <ui::Button label="So sánh" kind=ui::ButtonKind::Secondary/>
            </ui::Form>
        </ui::Section>
    }
}

fn days(head: &SheetHead) -> String {
    format!("{} đến {}", format::date(head.from), format::date(head.to))
}

fn body(compared: &ComparedSheets) -> impl IntoView + use<> {
    let ComparedSheets { first, second, same_scope, same_period, figures, corrections } = compared;
    let apart = match (same_scope, same_period) {
        (true, true) => None,
        (true, false) => Some("Hai bản khác kỳ: chênh lệch gồm cả hồ sơ chỉ thuộc một kỳ."),
        (false, true) => Some("Hai bản khác phạm vi: chênh lệch gồm cả hồ sơ chỉ thuộc một phạm vi."),
        (false, false) => Some("Hai bản khác cả kỳ lẫn phạm vi."),
    };
    let apart = apart.map(|text| view! { <ui::Banner kind=ui::BannerKind::Notice title=text/> });
    let address = format!("/s/{}/so-voi?ban={}", first.code, second.code);
    let changes = figures.iter().map(|figure| change(figure, &address)).collect();
    let numbers = [format!("Bản {}", first.code), format!("Bản {}", second.code), "Chênh lệch".to_owned()].map(Column::number);
    let columns = [Column::text("Số liệu")].into_iter().chain(numbers).chain([Column::text("Vì sao")]).collect();
    let (parents, here, above) = (parents(&first.code), format!("So với {}", second.code), format!("Bản {} và bản {}", first.code, second.code));
    let (heads, corrected) = (heads(first, second), corrected(corrections));
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents here=here/>
            <ui::PageHeading title="So sánh hai bản số liệu" above=above
                lead="Cả hai bản không thay đổi. Chênh lệch bằng số hồ sơ chỉ bản sau có trừ số hồ sơ chỉ bản trước có."/>
            {apart}
            {heads}
            <ui::Section id="chenh-lech" title="Chênh lệch">
                <ui::Table caption="Số liệu của hai bản và chênh lệch" caption_hidden=true columns=columns rows=changes/>
            </ui::Section>
            {corrected}
        </ui::Container>
    }
}

fn heads(first: &SheetHead, second: &SheetHead) -> impl IntoView + use<> {
    let row = |head: &SheetHead| {
        Row::new(vec![
            Cell::link(format!("/s/{}", head.code), head.code.clone()),
            Cell::text(head.name.clone()),
            Cell::text(days(head)),
            Cell::text(view::until(head.as_of)),
            Cell::text(format::time_date(head.computed_at)),
        ])
    };
    let columns = ["Bản", "Phạm vi", "Kỳ", "Số liệu đến", "Chốt lúc"].map(Column::text).into();
    let rows = vec![row(first), row(second)];
    view! {
        <ui::Section id="hai-ban" title="Hai bản" note="Bản chốt trước đứng trước.">
            <ui::Table caption="Hai bản số liệu" caption_hidden=true columns=columns rows=rows/>
        </ui::Section>
    }
}

fn change(of: &ComparedFigure, address: &str) -> Row {
    let ComparedFigure { figure, before, after, gone, came } = *of;
    let difference = after - before;
    let sign = match difference {
        0 => "",
        1.. => "+",
        _ => "−",
    };
    let why = if gone + came == 0 {
        Cell::text("Cùng những hồ sơ đó")
    } else {
        let count = |n: usize| format::number(i64::try_from(n).unwrap_or(i64::MAX));
        let parts = [(gone, "chỉ bản trước có"), (came, "chỉ bản sau có")].into_iter().filter(|(n, _)| *n > 0);
        let words: Vec<String> = parts.map(|(n, words)| format!("{} {words}", count(n))).collect();
        Cell::link(format!("{address}&muc={figure}"), words.join(", "))
    };
    let cells = vec![
        Cell::text(figure.label()),
        Cell::text(format::number(before)),
        Cell::text(format::number(after)),
        Cell::text(format!("{sign}{}", format::number(difference.abs()))),
        why,
    ];
    if figure == DossierFigure::Total { Row::total(cells) } else { Row::new(cells) }
}

fn corrected(corrections: &[Correction]) -> impl IntoView + use<> {
    let rows: Vec<Row> = corrections
        .iter()
        .map(|of| {
            let code = of.code.clone();
            Row::new(vec![
                Cell::view(view! { <span class="n p-break">{code}</span> }),
                Cell::text(of.fact.label()),
                Cell::text(of.before.clone()),
                Cell::text(of.after.clone()),
                Cell::text(format::time_date(of.at)),
            ])
        })
        .collect();
    let columns = ["Mã hồ sơ", "Điều chỉnh", "Đã ghi", "Sửa thành", "Được duyệt lúc"].map(Column::text).into();
    let none = rows.is_empty();
    view! {
        <ui::Section id="dieu-chinh" title="Điều chỉnh giữa hai bản" note="Điều chỉnh do hai người duyệt, tính vào số liệu từ lúc được duyệt.">
            {none.then(|| view! { <p>"Không có điều chỉnh nào."</p> })}
            {(!none).then(|| view! { <ui::Table caption="Điều chỉnh giữa hai bản" caption_hidden=true columns=columns rows=rows/> })}
        </ui::Section>
    }
}

fn rows(figure: DossierFigure, [first, second]: &[SheetHead; 2], list: List<ComparedRow>, base: String) -> impl IntoView + use<> {
    let List { rows, paging } = list;
    let title = format!("{}: {}\u{a0}hồ sơ làm nên chênh lệch", figure.label(), format::number(paging.total));
    let back = (format!("/s/{}/so-voi?ban={}", first.code, second.code), "So sánh hai bản số liệu".to_owned());
    let parents = vec![("/".to_owned(), "Trang chủ".to_owned()), back];
    let lead = format!("Hồ sơ mà chỉ một trong hai bản {} và {} đếm vào con số này.", first.code, second.code);
    let empty = rows.is_empty();
    let columns = ["Mã hồ sơ".to_owned(), "Thủ tục".to_owned(), "Đơn vị".to_owned(), format!("Trong bản {}", first.code), format!("Trong bản {}", second.code)];
    let columns = columns.map(Column::text).into();
    let lines = rows
        .into_iter()
        .map(|row| {
            Row::new(vec![
                Cell::view(view! { <span class="n p-break">{row.code}</span> }),
                Cell::text(row.procedure),
                Cell::text(row.unit),
                Cell::text(row.before),
                Cell::text(row.after),
            ])
        })
        .collect::<Vec<_>>();
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents here=figure.label()/>
            <ui::PageHeading title=title lead=lead/>
            {empty.then(|| view! { <ui::EmptyState icon=ui::icon::Icon::Dossier title="Không có hồ sơ nào" text="Cả hai bản đếm cùng những hồ sơ đó."/> })}
            {(!empty).then(|| view! {
                <ui::Table caption="Hồ sơ làm nên chênh lệch" caption_hidden=true columns=columns rows=lines/>
                <ui::Pagination paging=paging base=base what="hồ sơ"/>
            })}
            <p class="p-small p-muted">"Trang công khai không nêu tên người nộp; mã hồ sơ chỉ hiện hai ký tự cuối."</p>
        </ui::Container>
    }
}
