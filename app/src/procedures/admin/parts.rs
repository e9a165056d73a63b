//! `/can-bo/thu-tuc/{ma}/giay-to` and `/quy-trinh`: papers, and the workflow inside the agency.

use super::rows::{self, Input, Spec, options, yes_no};
use super::{cases, edit, template};
use crate::web::{Done, Form, Page, Result, Rq};
use leptos::prelude::*;
use model::access::Role;
use model::files::Purpose;
use model::procedures::{DocGroup, DocRow, FlowDoc, PartDoc, PartKind};
use ui::{FormState, SelectOption};

const PARTS: &str = "gt_";
const FLOW: &str = "qt_";

/// The page of papers.
pub async fn page(rq: Rq) -> Result<Page> {
    let draft = edit::open(&rq).await?;
    let form = rq.form();
    Ok(Page::new(format!("Giấy tờ, thủ tục {}", draft.code), move || {
        let mut doc = draft.doc.clone();
        typed_templates(&mut doc.parts, &form);
        let fields = move || {
            let names = cases::names(&doc);
            rows::list(PARTS, "Giấy tờ", &doc.parts, 0, &|name| part(name, &names))
        };
        edit::frame(&draft, DocGroup::Parts, "giay-to", "Giấy tờ", form, fields)
    }))
}

fn part(name: &str, cases: &[SelectOption]) -> Spec {
    match name {
        "ten" => Spec(Input::Line, "", false),
        "truong_hop" => Spec(Input::Choice(cases.to_vec(), "Mọi trường hợp"), "", true),
        "goi_y" => Spec(Input::Line, "Ví dụ: Ảnh chụp rõ hoặc tệp PDF, đủ các trang.", true),
        "loai" => Spec(Input::Choice(options!(PartKind), ""), "", false),
        "bat_buoc" => Spec(yes_no(), "", false),
        "dieu_kien" => Spec(Input::Line, "Khi không bắt buộc. Ví dụ: Khi nộp thay người khác.", true),
        "to_khai_dien_tu" => Spec(
            Input::Choice(vec![SelectOption::new("khong", "Không"), SelectOption::new("co", "Có")], ""),
            "Giấy này được điền trên cổng ở trang Tờ khai, không phải nộp tệp.",
            false,
        ),
        "ma_dung_lai" => {
            Spec(Input::Line, "Để trống nếu tên giấy tờ trùng tên kết quả mà cổng cấp. Nếu khác tên, ghi mã của kết quả, ví dụ giay-chung-nhan-ket-hon.", true)
        }
        "loai_tep" => Spec(Input::Kinds(Purpose::Dossier), "Tệp loại khác bị từ chối ở mọi nơi nhận. Không đánh dấu loại nào thì nhận mọi loại.", true),
        "mau" => Spec(Input::File, "", true),
        "mau_sha256" => Spec(Input::Hidden, "", true),
        _ => Spec(Input::Short, "", true),
    }
}

/// Puts the templates back that belong to the rows as they were typed, when a refused page comes back.
fn typed_templates(parts: &mut [PartDoc], form: &FormState) {
    if !form.was_sent() {
        return;
    }
    for (n, part) in parts.iter_mut().enumerate() {
        let value = |name: &str| form.value(&format!("{PARTS}{name}_{n}")).unwrap_or_default().to_owned();
        (part.template, part.template_digest) = (value("mau"), value("mau_sha256"));
    }
}

/// Saves the papers; the button of a template leads to its page.
pub async fn save(rq: Rq, form: Form) -> Result<Done> {
    let mut parts = PartDoc::read_rows(PARTS, &form.0);
    rows::press(&mut parts, PARTS, 0, form.get("buoc"));
    let place = form.get("buoc").strip_prefix("tep-gt_mau_").and_then(|n| n.parse::<usize>().ok()).filter(|n| *n < parts.len());
    let saved = edit::save(&rq, &form, DocGroup::Parts, "giay-to", move |doc| doc.parts = parts).await?;
    Ok(place.map_or(saved, |n| Done::to(super::address(rq.param("ma"), &template::page_of(n + 1))).say("Đã lưu trang Giấy tờ.")))
}

/// The page of the workflow.
pub async fn flow_page(rq: Rq) -> Result<Page> {
    let draft = edit::open(&rq).await?;
    let form = rq.form();
    Ok(Page::new(format!("Quy trình xử lý, thủ tục {}", draft.code), move || {
        let steps = draft.doc.flow.clone();
        let fields = move || {
            let list = rows::list(FLOW, "Bước xử lý", &steps, 0, &flow);
            let words =
                "Bước đầu tiên là nơi bắt đầu. Bước không có bước tiếp theo là nơi kết thúc. Để trống cả trang nếu theo quy trình chung của bàn làm việc.";
            view! { <p>{words}</p>{list} }.into_any()
        };
        edit::frame(&draft, DocGroup::Flow, "quy-trinh", "Quy trình xử lý", form, fields)
    }))
}

fn flow(name: &str) -> Spec {
    match name {
        "ma" => Spec(Input::Short, "Chữ ngắn để các bước gọi nhau, ví dụ tham-dinh.", false),
        "ten" => Spec(Input::Line, "", false),
        "vai_tro" => Spec(Input::Choice(options!(Role), "Chọn vai trò"), "", false),
        "so_gio" => Spec(Input::Short, "", true),
        "tiep_theo" => Spec(Input::Line, "Mã các bước có thể làm tiếp, cách nhau bằng dấu phẩy. Để trống ở bước cuối.", true),
        _ => Spec(Input::Line, "", true),
    }
}

/// Saves the workflow.
pub async fn save_flow(rq: Rq, form: Form) -> Result<Done> {
    let mut flow = FlowDoc::read_rows(FLOW, &form.0);
    rows::press(&mut flow, FLOW, 0, form.get("buoc"));
    edit::save(&rq, &form, DocGroup::Flow, "quy-trinh", move |doc| doc.flow = flow).await
}
