//! `/can-bo/thu-tuc/{ma}/chung`: general data and the steps that citizens read.

use super::edit;
use super::rows::{self, Input, Spec, options};
use crate::web::{Done, Form, Page, Result, Rq};
use domain::procedures;
use leptos::prelude::*;
use model::procedures::{DocGroup, DocRow, GeneralDoc, IdentityLevel, OnlineLevel, PaymentMoment, StepDoc};
use ui::SelectOption;

const STEPS: &str = "b_";

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let draft = edit::open(&rq).await?;
    let mut cx = rq.read().await?;
    let sectors: Vec<SelectOption> = procedures::sectors(&mut cx).await?.into_iter().map(|(code, name)| SelectOption::new(code, name)).collect();
    let form = rq.form();
    Ok(Page::new(format!("Thông tin chung, thủ tục {}", draft.code), move || {
        let doc = draft.doc.clone();
        let fields = move || {
            let general = doc.general.fields().into_iter().filter(|field| field.name != "ma");
            let general = general.map(|field| rows::field(field.name.to_owned(), field, spec(field.name, &sectors))).collect_view();
            let steps = rows::list(STEPS, "Bước", &doc.steps, 0, &step);
            view! { {general}<h2 class="p-h2">"Các bước người dân làm"</h2>{steps} }.into_any()
        };
        edit::frame(&draft, DocGroup::General, "chung", "Thông tin chung", form, fields)
    }))
}

fn spec(name: &str, sectors: &[SelectOption]) -> Spec {
    match name {
        "linh_vuc" => Spec(Input::Choice(sectors.to_vec(), "Chọn lĩnh vực"), "", false),
        "ma_khac" => Spec(Input::Lines, "Mỗi mã một dòng. Tìm theo mã cũ sẽ dẫn đến thủ tục này.", true),
        "hieu_luc_tu" => Spec(Input::Short, "Ngày/tháng/năm. Phiên bản tự áp dụng cho hồ sơ tiếp nhận từ ngày này.", false),
        "quyet_dinh" => Spec(Input::Line, "Ví dụ: Quyết định 212/QĐ-UBND ngày 15/02/2027.", false),
        "tom_tat" => Spec(Input::Line, "Một câu, ví dụ: Làm thủ tục này khi có con mới sinh.", false),
        "tu_thuong_goi" => Spec(Input::Line, "Để người dân tìm thấy bằng lời nói hằng ngày.", true),
        "muc_do" => Spec(Input::Choice(options!(OnlineLevel), "Chọn mức độ"), "", false),
        "he_thong" => Spec(Input::Line, "Chỉ nhập khi hồ sơ do hệ thống của bộ, ngành xử lý.", true),
        "thoi_han" => Spec(Input::Line, "3 ngày làm việc; 8 giờ làm việc; 15 ngày; trong ngày, tiếp nhận đến 15:00; không có thời hạn.", false),
        "thoi_diem_thu" => Spec(Input::Choice(options!(PaymentMoment), "Khi trả kết quả"), "", true),
        "dinh_danh" => {
            Spec(Input::Choice(options!(IdentityLevel), "Số điện thoại đã xác thực"), "Chọn tài khoản khi không thể nhận hồ sơ chỉ bằng số điện thoại.", true)
        }
        "so_lan_bo_sung" | "so_lan_gia_han" => Spec(Input::Short, "Thường là 1.", true),
        "bo_bieu_mau" => Spec(
            Input::Choice(
                vec![SelectOption::new("tt03_2025", "Thông tư 03/2025/TT-VPCP"), SelectOption::new("tt01_2018", "Thông tư 01/2018/TT-VPCP")],
                "Theo quy định hiện nay",
            ),
            "",
            true,
        ),
        "dieu_kien" => Spec(Input::Lines, "Mỗi điều kiện một dòng.", true),
        "can_cu" => Spec(Input::Lines, "Mỗi văn bản một dòng.", false),
        "ly_do_dinh_chinh" => Spec(Input::Lines, "Chỉ ghi khi phiên bản này thay một phiên bản có lỗi, cùng ngày hiệu lực.", true),
        "doi_tuong_chi_tiet" | "thoi_han_chi_tiet" => Spec(Input::Line, "", true),
        _ => Spec(Input::Line, "", false),
    }
}

fn step(name: &str) -> Spec {
    Spec(Input::Line, "", name != "ten")
}

/// Saves the page.
pub async fn save(rq: Rq, form: Form) -> Result<Done> {
    let general = GeneralDoc::read_one(&form.0);
    let mut steps = StepDoc::read_rows(STEPS, &form.0);
    rows::press(&mut steps, STEPS, 0, form.get("buoc"));
    edit::save(&rq, &form, DocGroup::General, "chung", move |doc| (doc.general, doc.steps) = (general, steps)).await
}
