//! A version of a procedure as one document of texts: what the editor's pages change, and what export and import carry.
//!
//! Everything is text as people write it ("3 ngày làm việc", "01/03/2027", "8.000"), so that an unfinished draft can be
//! kept; the check before review reads it strictly and says everything that is wrong.

use serde::de::value::{Error as ValueError, MapDeserializer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Mark of the format in exported files.
pub const FORMAT: &str = "mot-cong/thu-tuc/1";

/// One field of a part of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocField<'a> {
    /// Name in files and forms.
    pub name: &'static str,
    /// Vietnamese label.
    pub label: &'static str,
    /// What is written there.
    pub value: &'a str,
}

/// A row of texts with named fields.
pub trait DocRow: Default + Serialize + for<'a> Deserialize<'a> {
    /// Names of the fields in files and forms.
    const NAMES: &'static [&'static str];
    /// The fields in order.
    fn fields(&self) -> Vec<DocField<'_>>;

    /// True if nothing is written in any field.
    fn is_blank(&self) -> bool {
        self.fields().iter().all(|field| field.value.trim().is_empty())
    }

    /// The rows of a posted form whose fields are named `ten_0`, `ten_1` … after the prefix of the list; rows stay in order,
    /// gaps close, several ticks of one name are joined by commas.
    fn read_rows(prefix: &str, pairs: &[(String, String)]) -> Vec<Self> {
        let mut rows: BTreeMap<usize, BTreeMap<String, String>> = BTreeMap::new();
        for (key, value) in pairs {
            let Some((name, number)) = key.strip_prefix(prefix).and_then(|key| key.rsplit_once('_')) else { continue };
            let number = number.parse::<usize>().ok().filter(|number| *number < MOST_ROWS);
            if let Some(number) = number.filter(|_| Self::NAMES.contains(&name)) {
                let row = rows.entry(number).or_default();
                row.entry(name.to_owned()).and_modify(|all| *all = format!("{all}, {}", clean(value))).or_insert_with(|| clean(value));
            }
        }
        rows.into_values().map(Self::of).collect()
    }

    /// One row of a posted form whose fields have their own names.
    fn read_one(pairs: &[(String, String)]) -> Self {
        let mut fields = BTreeMap::new();
        for (name, value) in pairs.iter().filter(|(name, _)| Self::NAMES.contains(&name.as_str())) {
            fields.entry(name.clone()).or_insert_with(|| clean(value));
        }
        Self::of(fields)
    }

    /// A row of named texts; what is missing is empty.
    fn of(fields: BTreeMap<String, String>) -> Self {
        Self::deserialize(MapDeserializer::<_, ValueError>::new(fields.into_iter())).unwrap_or_default()
    }
}

fn clean(value: &str) -> String {
    crate::text::clean_text(value, 20_000)
}

/// Most rows of one list.
pub const MOST_ROWS: usize = 400;

macro_rules! doc_row {
    ($(#[$meta:meta])* $name:ident { $($field:ident = $key:literal => $label:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $name { $( #[doc = $label] #[serde(rename = $key)] pub $field: String ),+ }

        impl DocRow for $name {
            const NAMES: &'static [&'static str] = &[$($key),+];
            fn fields(&self) -> Vec<DocField<'_>> {
                vec![$( DocField { name: $key, label: $label, value: &self.$field } ),+]
            }
        }
    };
}

doc_row! {
    /// General data of a version.
    GeneralDoc {
        code = "ma" => "Mã thủ tục", sector = "linh_vuc" => "Lĩnh vực", aliases = "ma_khac" => "Mã cũ, mã địa phương",
        valid_from = "hieu_luc_tu" => "Ngày có hiệu lực", decision = "quyet_dinh" => "Quyết định công bố", name = "ten" => "Tên thủ tục",
        summary = "tom_tat" => "Khi nào làm thủ tục này", synonyms = "tu_thuong_goi" => "Từ người dân thường gọi", who = "doi_tuong" => "Ai được làm",
        who_hint = "doi_tuong_chi_tiet" => "Chi tiết về người được làm", result = "ket_qua" => "Kết quả", level = "muc_do" => "Mức độ trực tuyến",
        processing_system = "he_thong" => "Hệ thống xử lý của bộ, ngành", deadline = "thoi_han" => "Thời hạn giải quyết",
        deadline_hint = "thoi_han_chi_tiet" => "Chi tiết về thời hạn", payment_moment = "thoi_diem_thu" => "Thời điểm thu",
        identity = "dinh_danh" => "Người nộp trực tuyến cần có",
        max_supplements = "so_lan_bo_sung" => "Số lần yêu cầu bổ sung", max_extensions = "so_lan_gia_han" => "Số lần gia hạn",
        form_set = "bo_bieu_mau" => "Bộ biểu mẫu", conditions = "dieu_kien" => "Điều kiện", legal_basis = "can_cu" => "Căn cứ pháp lý",
        correction = "ly_do_dinh_chinh" => "Lý do đính chính",
    }
}
doc_row! {
    /// A step as citizens read it.
    StepDoc { title = "ten" => "Bước", text = "noi_dung" => "Nội dung", time = "thoi_gian" => "Thời gian" }
}
doc_row! {
    /// A case.
    CaseDoc { name = "ten" => "Tên", hint = "goi_y" => "Khi nào áp dụng", deadline = "thoi_han" => "Thời hạn riêng" }
}
doc_row! {
    /// A fee row, set by a resolution for a time.
    FeeDoc {
        name = "ten" => "Tên", case = "truong_hop" => "Trường hợp", kind = "loai" => "Loại", unit = "don_vi" => "Tính theo",
        online = "truc_tuyen" => "Mức khi nộp trực tuyến (đồng)", direct = "truc_tiep" => "Mức khi nộp trực tiếp (đồng)", tiers = "bac" => "Mức theo bậc",
        cap = "toi_da" => "Nhiều nhất (đồng)", exempt = "mien_giam" => "Miễn, giảm", resolution = "nghi_quyet" => "Nghị quyết",
        valid_from = "tu_ngay" => "Áp dụng từ ngày", valid_to = "den_ngay" => "Đến hết ngày",
    }
}
doc_row! {
    /// A paper.
    PartDoc {
        name = "ten" => "Tên", case = "truong_hop" => "Trường hợp", hint = "goi_y" => "Yêu cầu", kind = "loai" => "Loại", mandatory = "bat_buoc" => "Bắt buộc",
        condition = "dieu_kien" => "Khi nào cần", originals = "ban_chinh" => "Số bản chính", copies = "ban_sao" => "Số bản sao",
        e_form = "to_khai_dien_tu" => "Là tờ khai điện tử", reuse_code = "ma_dung_lai" => "Mã giấy tờ dùng lại", file_types = "loai_tep" => "Loại tệp nhận", template = "mau" => "Tệp mẫu",
        template_digest = "mau_sha256" => "Mã SHA-256 của tệp mẫu",
    }
}
doc_row! {
    /// A question of the e-form.
    QuestionDoc {
        name = "ma" => "Mã câu hỏi", label = "cau_hoi" => "Câu hỏi", kind = "loai" => "Loại", hint = "goi_y" => "Gợi ý", required = "bat_buoc" => "Bắt buộc",
        options = "lua_chon" => "Các mục để chọn", min = "nho_nhat" => "Nhỏ nhất", max = "lon_nhat" => "Lớn nhất",
        if_question = "khi_cau_hoi" => "Chỉ hỏi khi câu hỏi", if_value = "khi_gia_tri" => "được trả lời là",
    }
}
doc_row! {
    /// A step of the work inside the agency.
    FlowDoc {
        code = "ma" => "Mã bước", name = "ten" => "Tên bước", role = "vai_tro" => "Ai làm", hours = "so_gio" => "Số giờ làm việc",
        next = "tiep_theo" => "Bước tiếp theo", form = "bieu_mau" => "Biểu mẫu lập ra",
    }
}
doc_row! {
    /// A unit that offers the procedure.
    OfferDoc {
        competent = "giai_quyet" => "Cơ quan giải quyết", receiving = "tiep_nhan" => "Nơi tiếp nhận", online = "truc_tuyen" => "Nhận trực tuyến",
        direct = "truc_tiep" => "Nhận trực tiếp", postal = "buu_chinh" => "Nhận qua bưu chính", deadline = "thoi_han" => "Thời hạn riêng",
    }
}

/// A page of the e-form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageDoc {
    /// Title.
    #[serde(rename = "tieu_de")]
    pub title: String,
    /// Questions.
    #[serde(rename = "cau_hoi")]
    pub questions: Vec<QuestionDoc>,
}

/// The whole version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProcedureDoc {
    /// [`FORMAT`].
    #[serde(rename = "dinh_dang")]
    pub format: String,
    /// General data.
    #[serde(rename = "chung")]
    pub general: GeneralDoc,
    /// Steps for citizens.
    #[serde(rename = "cac_buoc")]
    pub steps: Vec<StepDoc>,
    /// Cases.
    #[serde(rename = "truong_hop")]
    pub cases: Vec<CaseDoc>,
    /// Fees.
    #[serde(rename = "muc_thu")]
    pub fees: Vec<FeeDoc>,
    /// Papers.
    #[serde(rename = "giay_to")]
    pub parts: Vec<PartDoc>,
    /// E-form.
    #[serde(rename = "to_khai")]
    pub form: Vec<PageDoc>,
    /// Workflow inside the agency.
    #[serde(rename = "quy_trinh")]
    pub flow: Vec<FlowDoc>,
    /// Units.
    #[serde(rename = "co_quan")]
    pub offers: Vec<OfferDoc>,
}

text_enum! {
    /// A group of data: one page of the editor.
    pub enum DocGroup {
        General = "chung" => "Thông tin chung", Cases = "truong-hop" => "Trường hợp và mức thu", Parts = "giay-to" => "Giấy tờ",
        Form = "to-khai" => "Tờ khai", Flow = "quy-trinh" => "Quy trình xử lý", Offers = "co-quan" => "Cơ quan thực hiện",
    }
}

/// One thing that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The page on which it is mended.
    pub group: DocGroup,
    /// "Giấy tờ 2", empty for the group as a whole.
    pub place: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", if self.place.is_empty() { self.group.label() } else { &self.place }, self.message)
    }
}

impl ProcedureDoc {
    /// The document without rows in which nothing is written.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.steps.retain(|row| !row.is_blank());
        self.cases.retain(|row| !row.is_blank());
        self.fees.retain(|row| !row.is_blank());
        self.parts.retain(|row| !row.is_blank());
        for page in &mut self.form {
            page.questions.retain(|row| !row.is_blank());
        }
        self.form.retain(|page| !page.title.trim().is_empty() || !page.questions.is_empty());
        self.flow.retain(|row| !row.is_blank());
        self.offers.retain(|row| !row.is_blank());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_from_numbered_fields() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let typed = [pair("x_ten_0", " Đúng  hạn "), pair("x_thoi_han_0", "3 ngày"), pair("x_ten_7", "Quá hạn"), pair("x_la_0", "x"), pair("ten_8", "y")];
        let rows = CaseDoc::read_rows("x_", &typed);
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].name.as_str(), rows[0].deadline.as_str(), rows[1].name.as_str()), ("Đúng hạn", "3 ngày", "Quá hạn"));
        assert_eq!(CaseDoc::read_one(&[pair("ten", "A"), pair("ten", "B"), pair("la", "x")]).name, "A");
    }

    #[test]
    fn blank_rows_go() {
        let doc = ProcedureDoc { cases: vec![CaseDoc::default(), CaseDoc { name: "A".into(), ..CaseDoc::default() }], ..ProcedureDoc::default() };
        assert_eq!(doc.tidy().cases.len(), 1);
    }
}
