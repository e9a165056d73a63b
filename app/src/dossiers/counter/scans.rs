//! `/can-bo/so-hoa` (O15): papers without a file, their scans, and the look at each scan.

use super::work;
use crate::dossiers::desk::parts::address;
use crate::web::{Error, Page, Result, Rq};
use domain::dossiers;
use leptos::prelude::*;
use model::dossiers::{ScanQueue, ScanRow, ScanState};
use model::files::PAPERS;
use model::{List, format};
use ui::icon::Icon;
use ui::{Cell, Choice, Column, FormState, Row};

/// The two lists.
pub async fn list(rq: Rq) -> Result<Page> {
    let queue = rq.query("hang").and_then(|text| text.parse().ok()).unwrap_or(ScanQueue::ToScan);
    let words = rq.query("q").unwrap_or_default().to_owned();
    let mut cx = rq.read().await?;
    let list = dossiers::scans(&mut cx, queue, &words, rq.page_number()).await?;
    let mut tabs = Vec::new();
    for other in ScanQueue::ALL {
        let count = u32::try_from(dossiers::scan_count(&mut cx, *other).await?).unwrap_or(u32::MAX);
        let href = format!("/can-bo/so-hoa?hang={other}");
        tabs.push(ui::Tab { href, label: other.label().to_owned(), count: Some(count), current: *other == queue });
    }
    drop(cx);
    let base = rq.list_base();
    Ok(Page::new(format!("Số hóa: {}", queue.label().to_lowercase()), move || {
        let paging = list.paging;
        let clear = if words.is_empty() { String::new() } else { format!("/can-bo/so-hoa?hang={queue}") };
        view! {
            <div class="p-stack">
                <ui::PageHeading title="Số hóa giấy tờ" lead="Giấy tờ nhận bản giấy được quét, người kiểm tra xem bản quét rồi mới tính là đã số hóa."/>
                <ui::Tabs label="Danh sách số hóa" tabs=tabs/>
                <ui::FilterBar action="/can-bo/so-hoa" button="Lọc" hidden=vec![("hang", queue.to_string())] clear_href=clear>
                    <ui::Field name="q" label="Mã, người nộp, thủ tục" value=words optional=true/>
                </ui::FilterBar>
                {rows(&list, queue)}
                <ui::Pagination paging=paging base=base what="giấy tờ"/>
            </div>
        }
    })
    .sub_list(work("/can-bo/so-hoa")))
}

fn rows(list: &List<ScanRow>, queue: ScanQueue) -> AnyView {
    if list.rows.is_empty() {
        let text = if queue == ScanQueue::ToScan {
            "Giấy tờ nhận bản giấy chưa có tệp sẽ hiện ở đây."
        } else {
            "Bản quét mới sẽ hiện ở đây."
        };
        return view! { <ui::EmptyState icon=Icon::Doc title="Không có giấy tờ nào" text=text/> }.into_any();
    }
    let columns = ["Giấy tờ", "Hồ sơ", "Bản giấy", "Tiếp nhận", "Trạng thái"].map(Column::text).into();
    let row = |row: &ScanRow| {
        let state = if row.reason.is_empty() { row.state.label().to_owned() } else { format!("{}: {}", row.state.label(), row.reason) };
        Row::new(vec![
            Cell::link(format!("/can-bo/so-hoa/{}", row.part_id), row.part.clone()),
            Cell::text(format!("{} · {} · {}", row.code, row.procedure, row.applicant)),
            Cell::text(papers(row)),
            Cell::text(format::time_date(row.received_at)),
            Cell::text(state),
        ])
    };
    let rows = list.rows.iter().map(row).collect();
    view! { <ui::Table caption="Giấy tờ" caption_hidden=true columns=columns rows=rows/> }.into_any()
}

fn papers(row: &ScanRow) -> String {
    match (row.originals, row.copies) {
        (0, 0) => "Không ghi số bản".to_owned(),
        (originals, 0) => format!("{originals} bản chính"),
        (0, copies) => format!("{copies} bản sao"),
        (originals, copies) => format!("{originals} bản chính, {copies} bản sao"),
    }
}

/// `/can-bo/so-hoa/{ma}`: one paper, to be scanned or looked at.
pub async fn page(rq: Rq) -> Result<Page> {
    let part: i64 = rq.param("ma").parse().map_err(|_| Error::NotFound)?;
    let mut cx = rq.read().await?;
    let row = dossiers::scan_of(&mut cx, part).await?;
    drop(cx);
    let form = rq.form();
    Ok(Page::new(format!("Số hóa: {}", row.part), move || {
        let above = format!("{} · {}", row.code, row.applicant);
        let files = row.files.iter().map(|(token, name)| file(&row, token, name)).collect_view();
        let reason = (!row.reason.is_empty()).then(|| view! { <ui::Banner kind=ui::BannerKind::Notice title="Phải quét lại." text=row.reason.clone()/> });
        let some = !row.files.is_empty();
        let content = match row.state {
            ScanState::None | ScanState::Again => upload(&row, form),
            ScanState::Waiting => check(&row, form),
            ScanState::Accepted => view! { <ui::Banner kind=ui::BannerKind::Done title="Giấy tờ này đã được số hóa."/> }.into_any(),
        };
        view! {
            <div class="p-two-thirds p-stack">
                <ui::BackLink href="/can-bo/so-hoa" label="Số hóa giấy tờ"/>
                <ui::PageHeading title=row.part.clone() above=above lead=format!("{}. {}.", row.procedure, papers(&row))/>
                <p><a href=format!("{}?muc=giay-to", address(&row.code))>{format!("Mở hồ sơ {}", row.code)}</a></p>
                {reason}
                {some.then(|| view! { <ui::Section title="Tệp đã quét" id="tep-da-quet">{files}</ui::Section> })}
                {content}
            </div>
        }
    })
    .sub_list(work("/can-bo/so-hoa")))
}

fn file(row: &ScanRow, token: &str, name: &str) -> AnyView {
    view! { <ui::Attachment name=name.to_owned() href=format!("{}/tep/{token}", address(&row.code)) note=String::new()/> }.into_any()
}

fn upload(row: &ScanRow, form: FormState) -> AnyView {
    let (action, version) = (format!("/can-bo/so-hoa/{}", row.part_id), row.version.to_string());
    let rules = PAPERS.only(row.file_types);
    let hint = format!("{} Quét đủ trang, cả mặt sau nếu có chữ.", rules.in_words());
    view! {
        <ui::Form action=action form_state=form multipart=true>
            <input type="hidden" name="phien_ban" value=version/>
            <ui::FileUpload name="tep" label="Bản quét" hint=hint rules=rules multiple=true/>
        </ui::Form>
    }
    .into_any()
}

fn check(row: &ScanRow, form: FormState) -> AnyView {
    let (action, version) = (format!("/can-bo/so-hoa/{}/kiem-tra", row.part_id), row.version.to_string());
    let choices =
        vec![Choice::new("dat", "Đạt").hint("Đủ trang, rõ chữ và con dấu, đúng giấy tờ."), Choice::new("lai", "Phải quét lại").hint("Ghi lý do ở dưới.")];
    view! {
        <ui::Form action=action form_state=form>
            <input type="hidden" name="phien_ban" value=version/>
            <ui::Radios name="ket_qua" legend="Kết quả kiểm tra bản quét" choices=choices/>
            <ui::TextArea name="ly_do" label="Lý do quét lại" hint="Ít nhất 10 ký tự, chỉ khi phải quét lại." rows=3 optional=true/>
            <ui::Button label="Ghi kết quả kiểm tra" icon=Icon::Check/>
        </ui::Form>
    }
    .into_any()
}
