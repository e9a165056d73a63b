//! What the fixed pages of an application ask, and under which field names.

use crate::procedures::{Question, QuestionKind, QuestionPage};

text_enum! {
    /// For whom somebody applies (C05).
    pub enum OnBehalf { Myself = "myself" => "Cho mình", Other = "other" => "Cho người khác (ủy quyền)", Organisation = "organisation" => "Cho tổ chức" }
}

text_enum! {
    /// How a paper is handed in (C08).
    pub enum PartWay {
        Upload = "upload" => "Tải tệp lên", Paper = "paper" => "Nộp bản giấy tại trung tâm", None = "none" => "Tôi không có giấy tờ này",
    }
}

/// Field names of the fixed pages. Those of an e-form are data and use dashes.
pub mod field {
    /// The case of the procedure.
    pub const CASE: &str = "truong_hop";
    /// The offer: which unit decides.
    pub const PLACE: &str = "co_quan";
    /// For whom: a stored [`super::OnBehalf`].
    pub const ON_BEHALF: &str = "cho_ai";
    /// Full name of the applicant.
    pub const NAME: &str = "ho_ten";
    /// Date of birth of the applicant.
    pub const BORN: &str = "ngay_sinh";
    /// Identity number of the applicant.
    pub const IDENTITY: &str = "so_dinh_danh";
    /// Address of the applicant.
    pub const ADDRESS: &str = "dia_chi";
    /// Telephone of the applicant.
    pub const PHONE: &str = "dien_thoai";
    /// Mail address of the applicant.
    pub const EMAIL: &str = "thu_dien_tu";
    /// Way of the result: a stored `ResultDelivery`.
    pub const DELIVERY: &str = "nhan_ket_qua";
    /// Channels of messages, one stored `NotifyChannel` a line.
    pub const NOTIFY: &str = "thong_bao";
    /// The declaration.
    pub const DECLARED: &str = "cam_doan";
    /// The file field of a part.
    pub const FILE: &str = "tep";

    /// How a part is handed in: a stored [`super::PartWay`].
    #[must_use]
    pub fn part(id: i64) -> String {
        format!("giay_to_{id}")
    }
}

fn question(name: &str, kind: QuestionKind, label: &str, hint: &str, required: bool) -> Question {
    Question { name: name.to_owned(), kind, label: label.to_owned(), hint: hint.to_owned(), required, options: Vec::new(), min: None, max: None, show_if: None }
}

fn page(title: &str, questions: Vec<Question>) -> QuestionPage {
    QuestionPage { title: title.to_owned(), questions }
}

/// The pages about the applicant (C06), one group each; two more questions when the dossier is for somebody else.
#[must_use]
pub fn applicant_pages(on_behalf: OnBehalf) -> Vec<QuestionPage> {
    use QuestionKind as K;
    let mut pages = vec![
        page("Họ và tên", vec![question(field::NAME, K::Person, "Họ và tên người nộp", "Viết đủ họ, tên đệm và tên như trên giấy tờ.", true)]),
        page("Ngày sinh", vec![question(field::BORN, K::Date, "Ngày sinh", "Ví dụ: 15 / 11 / 1990", true)]),
        page("Số định danh", vec![question(field::IDENTITY, K::Identity, "Số định danh cá nhân", "12 chữ số trên thẻ căn cước.", true)]),
        page("Địa chỉ", vec![question(field::ADDRESS, K::Address, "Nơi ở hiện nay", "Cơ quan liên hệ hoặc gửi kết quả về địa chỉ này.", true)]),
        page(
            "Điện thoại và thư điện tử",
            vec![
                question(field::PHONE, K::Phone, "Số điện thoại", "10 chữ số. 4 số cuối dùng để tra cứu hồ sơ.", true),
                question(field::EMAIL, K::Email, "Thư điện tử", "Không bắt buộc.", false),
            ],
        ),
    ];
    match on_behalf {
        OnBehalf::Myself => {}
        OnBehalf::Other => pages.push(page(
            "Người ủy quyền cho bạn",
            vec![
                question("nguoi_uy_quyen", K::Person, "Họ và tên người ủy quyền", "Người được giải quyết thủ tục này.", true),
                question("dinh_danh_uy_quyen", K::Identity, "Số định danh của người ủy quyền", "12 chữ số trên thẻ căn cước.", true),
            ],
        )),
        OnBehalf::Organisation => pages.push(page(
            "Tổ chức",
            vec![
                question("ten_to_chuc", K::Text, "Tên tổ chức", "Viết đủ tên như trong giấy đăng ký.", true),
                question("ma_so_thue", K::Text, "Mã số thuế", "10 hoặc 13 chữ số.", true),
            ],
        )),
    }
    pages
}

/// The form "Tờ khai" of procedures that have no questions of their own.
#[must_use]
pub fn generic_form() -> Vec<QuestionPage> {
    vec![page(
        "Nội dung đề nghị",
        vec![
            question("noi-dung", QuestionKind::LongText, "Nội dung đề nghị giải quyết", "Viết ngắn gọn việc bạn cần cơ quan giải quyết.", true),
            question("muc-dich", QuestionKind::Text, "Mục đích sử dụng kết quả", "Không bắt buộc.", false),
        ],
    )]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_names_are_unique() {
        for on_behalf in OnBehalf::ALL {
            let mut names: Vec<String> = applicant_pages(*on_behalf).iter().chain(&generic_form()).flat_map(QuestionPage::fields).collect();
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count);
        }
    }
}
