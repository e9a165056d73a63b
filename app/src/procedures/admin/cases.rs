//! `/can-bo/thu-tuc/{ma}/truong-hop`: cases, and fees as resolutions set them.

use super::edit;
use super::rows::{self, Input, Spec, options};
use crate::web::{Done, Form, Page, Result, Rq};
use leptos::prelude::*;
use model::procedures::{CaseDoc, DocGroup, DocRow, FeeDoc, FeeKind, FeeUnit, ProcedureDoc};
use ui::SelectOption;

const CASES: &str = "th_";
const FEES: &str = "mt_";

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let draft = edit::open(&rq).await?;
    let form = rq.form();
    Ok(Page::new(format!("Trường hợp và mức thu, thủ tục {}", draft.code), move || {
        let doc = draft.doc.clone();
        let fields = move || {
            let names = names(&doc);
            let cases = rows::list(CASES, "Trường hợp", &doc.cases, 0, &case);
            let fees = rows::list(FEES, "Mức thu", &doc.fees, 0, &|name| fee(name, &names));
            view! { <h2 class="p-h2">"Trường hợp"</h2>{cases}<h2 class="p-h2">"Phí, lệ phí"</h2>{fees} }.into_any()
        };
        edit::frame(&draft, DocGroup::Cases, "truong-hop", "Trường hợp và mức thu", form, fields)
    }))
}

/// The cases to choose from.
pub(super) fn names(doc: &ProcedureDoc) -> Vec<SelectOption> {
    doc.cases.iter().filter(|case| !case.name.is_empty()).map(|case| SelectOption::new(&case.name, &case.name)).collect()
}

fn case(name: &str) -> Spec {
    match name {
        "ten" => Spec(Input::Line, "", false),
        "thoi_han" => Spec(Input::Line, "Để trống nếu theo thời hạn chung. Ví dụ: 3 ngày làm việc.", true),
        _ => Spec(Input::Line, "", true),
    }
}

fn fee(name: &str, cases: &[SelectOption]) -> Spec {
    match name {
        "ten" => Spec(Input::Line, "Ví dụ: Cấp bản sao trích lục.", false),
        "truong_hop" => Spec(Input::Choice(cases.to_vec(), "Mọi trường hợp"), "", true),
        "loai" => Spec(Input::Choice(options!(FeeKind), "Chọn phí hay lệ phí"), "", false),
        "don_vi" => Spec(Input::Choice(options!(FeeUnit), "Chọn cách tính"), "", false),
        "truc_tuyen" | "truc_tiep" => Spec(Input::Short, "Để trống hoặc 0 nếu không thu.", true),
        "bac" => Spec(Input::Line, "Ví dụ “1: 2.000; 3: 1.000”: mỗi trang 2.000 đồng, từ trang 3 mỗi trang 1.000 đồng.", true),
        "toi_da" => Spec(Input::Short, "", true),
        "nghi_quyet" => Spec(Input::Line, "Số và ngày của nghị quyết quy định mức thu.", true),
        "tu_ngay" => Spec(Input::Short, "Để trống nếu từ ngày phiên bản có hiệu lực.", true),
        "den_ngay" => Spec(Input::Short, "Để trống nếu chưa có ngày kết thúc.", true),
        _ => Spec(Input::Line, "", true),
    }
}

/// Saves the page.
pub async fn save(rq: Rq, form: Form) -> Result<Done> {
    let (mut cases, mut fees) = (CaseDoc::read_rows(CASES, &form.0), FeeDoc::read_rows(FEES, &form.0));
    rows::press(&mut cases, CASES, 0, form.get("buoc"));
    rows::press(&mut fees, FEES, 0, form.get("buoc"));
    edit::save(&rq, &form, DocGroup::Cases, "truong-hop", move |doc| (doc.cases, doc.fees) = (cases, fees)).await
}
