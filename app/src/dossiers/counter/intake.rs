//! `/can-bo/cho-tiep-nhan` (O02): submissions whose papers all came as files, received together.

use super::work;
use crate::dossiers::desk::parts::{address, help_after};
use crate::web::{Page, Result, Rq};
use domain::dossiers;
use leptos::prelude::*;
use model::dossiers::ReadyRow;
use model::{List, format};
use ui::icon::Icon;
use ui::{Choice, FormState};

/// The page. `chon=tat-ca` ticks every row of the page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let list = dossiers::ready_to_receive(&mut cx, rq.page_number()).await?;
    drop(cx);
    let (all, base, form) = (rq.query("chon") == Some("tat-ca"), rq.list_base(), rq.form());
    Ok(Page::new("Tiếp nhận nhiều hồ sơ", move || {
        let lead = "Các hồ sơ nộp trực tuyến đã đủ tệp của giấy tờ bắt buộc. Xem từng hồ sơ, đánh dấu những hồ sơ đạt, rồi tiếp nhận một lần.";
        let (paging, help) = (list.paging, help_after(&form, "/can-bo/cho-tiep-nhan"));
        let content = if list.rows.is_empty() {
            let text = "Hồ sơ thiếu tệp hoặc nộp bản giấy được tiếp nhận riêng ở mục Hồ sơ, Chờ tiếp nhận.";
            view! { <ui::EmptyState icon=Icon::Inbox title="Không có hồ sơ nào tiếp nhận cùng lúc được" text=text/> }.into_any()
        } else {
            boxes(list, all, form)
        };
        view! {
            <div class="p-stack">
                <ui::PageHeading title="Tiếp nhận nhiều hồ sơ" lead=lead/>
                {help}
                {content}
                <ui::Pagination paging=paging base=base what="hồ sơ"/>
            </div>
        }
    })
    .sub_list(work("/can-bo/cho-tiep-nhan")))
}

fn choice(row: &ReadyRow) -> Choice {
    let who = if row.signed_in { "có tài khoản định danh" } else { "chưa có tài khoản định danh" };
    let due = row.intake_due.map_or_else(String::new, |due| format!(", tiếp nhận trước {}", format::time_date(due)));
    let hint = format!("{}, {who} · {} tệp · nộp {}{due}", row.applicant, row.files, format::time_date(row.submitted_at));
    let link = view! { <a href=address(&row.item.code)>"Xem hồ sơ "<span class="n">{row.item.code.clone()}</span></a> };
    Choice::new(row.item.value(), row.procedure.clone()).hint(hint).more(link)
}

fn boxes(list: List<ReadyRow>, all: bool, form: FormState) -> AnyView {
    let values: Vec<String> = if all { list.rows.iter().map(|row| row.item.value()).collect() } else { Vec::new() };
    let choices = list.rows.iter().map(choice).collect();
    let whole = format!("/can-bo/cho-tiep-nhan?chon=tat-ca&trang={}", list.paging.page);
    view! {
        <p><a href=whole>"Đánh dấu cả trang"</a></p>
        <ui::Form action="/can-bo/cho-tiep-nhan" form_state=form>
            <ui::Checkboxes name="ho_so" legend="Hồ sơ tiếp nhận" values=values choices=choices/>
            <ui::Checkboxes name="xac_nhan" legend="Xác nhận" choices=vec![
                Choice::new("1", "Đã kiểm tra đủ thành phần và đối chiếu người nộp của các hồ sơ đã chọn")
            ]/>
            <ui::Button label="Tiếp nhận các hồ sơ đã chọn" icon=Icon::Check/>
        </ui::Form>
    }
    .into_any()
}
