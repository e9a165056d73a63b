//! Messages of partners: the field names of 09 §6, read strictly, with a table for every code.

use crate::dossiers::ResultDelivery;
use crate::rating::{COMMENT_MAX, RatingLevel};
use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};

/// Largest body of a message, bytes.
pub const MAX_MESSAGE: usize = 2 * 1024 * 1024;
/// Longest code of a partner.
const LONGEST_CODE: usize = 60;

text_enum! {
    /// What a message is about (`LoaiBanTin`).
    pub enum MessageKind {
        Submission = "NopHoSo" => "Nộp hồ sơ", Supplement = "BoSungHoSo" => "Bổ sung hồ sơ", Payment = "ThanhToan" => "Thanh toán",
        Withdrawal = "RutHoSo" => "Rút hồ sơ", Rating = "DanhGiaHoSo" => "Đánh giá", Mirror = "CapNhatTrangThai" => "Cập nhật trạng thái",
    }
}

/// What every message has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Kind.
    #[serde(rename = "LoaiBanTin")]
    pub kind: MessageKind,
    /// The partner's code of the case.
    #[serde(rename = "MaHoSo")]
    pub code: String,
    /// When the partner wrote it, RFC 3339 with offset.
    #[serde(rename = "ThoiDiem")]
    pub at: DateTime<Utc>,
}

/// A file that came with a message (`TaiLieuNop`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paper {
    /// The partner's id of the file.
    #[serde(rename = "TepDinhKemId")]
    pub id: String,
    /// Name of the file.
    #[serde(rename = "TenTepDinhKem")]
    pub name: String,
    /// Number of the paper within the procedure; empty for other attachments.
    #[serde(rename = "MaThanhPhanHoSo")]
    pub part: String,
    /// The content as `data:…;base64,…`, or an address that stays a note for the receptionist.
    #[serde(rename = "DuongDanTaiTepTin")]
    pub address: String,
}

/// A new dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Submission {
    /// Code of the procedure.
    #[serde(rename = "MaTTHC")]
    pub procedure: String,
    /// Number of the case within the procedure; 0 means the first.
    #[serde(rename = "TruongHop")]
    pub case: i64,
    /// Who applies.
    #[serde(rename = "ChuHoSo")]
    pub applicant: String,
    /// 1 person, 2 organisation.
    #[serde(rename = "LoaiDoiTuong")]
    pub kind: i64,
    /// Identity number of the person, tax number of the organisation.
    #[serde(rename = "MaDoiTuong")]
    pub number: String,
    /// Mail address.
    #[serde(rename = "Email")]
    pub email: String,
    /// Telephone.
    #[serde(rename = "SoDienThoai")]
    pub phone: String,
    /// Address.
    #[serde(rename = "DiaChi")]
    pub address: String,
    /// What is asked for.
    #[serde(rename = "TrichYeuHoSo")]
    pub subject: String,
    /// Agency code of the competent unit, or of its counter.
    #[serde(rename = "DonViXuLy")]
    pub unit: String,
    /// How the result is wanted: see [`delivery_of`].
    #[serde(rename = "HinhThucTra")]
    pub delivery: i64,
    /// Remark.
    #[serde(rename = "GhiChu")]
    pub note: String,
    /// Papers.
    #[serde(rename = "TaiLieuNop")]
    pub papers: Vec<Paper>,
    /// Other attachments.
    #[serde(rename = "DanhSachTepDinhKemKhac")]
    pub others: Vec<Paper>,
}

/// The answer to one requested item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SupplementItem {
    /// Number of the item, as our status message named it.
    #[serde(rename = "MaGiayTo")]
    pub item: i64,
    /// Words.
    #[serde(rename = "NoiDung")]
    pub text: String,
    /// Files.
    #[serde(rename = "TaiLieuNop")]
    pub papers: Vec<Paper>,
}

/// What the applicant adds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SupplementMessage {
    /// Number of the request, as our status message named it.
    #[serde(rename = "HoSoBoSungId")]
    pub request: i64,
    /// The items.
    #[serde(rename = "DanhSachGiayToBoSung")]
    pub items: Vec<SupplementItem>,
}

/// Money that was paid on the national portal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Payment {
    /// The partner's number of the transaction.
    #[serde(rename = "MaGiaoDich")]
    pub transaction: String,
    /// Our charge (`MaPhiLePhi` of the status message); empty leaves it to the portal.
    #[serde(rename = "MaPhiLePhi")]
    pub charge: String,
    /// Đồng.
    #[serde(rename = "SoTien")]
    pub amount: i64,
}

/// The applicant goes back on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Withdrawal {
    /// Why.
    #[serde(rename = "LyDo")]
    pub reason: String,
}

/// How satisfied the applicant is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RatingMessage {
    /// Level, 5 for very satisfied down to 1 (02 §18).
    #[serde(rename = "MucDo")]
    pub level: i64,
    /// Words; may be empty.
    #[serde(rename = "NoiDung")]
    pub comment: String,
}

/// What a ministry's system says about its own case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mirror {
    /// National code of the state, 1 to 10.
    #[serde(rename = "TrangThaiHoSo")]
    pub state: i64,
    /// When it is due there.
    #[serde(rename = "NgayHenTra")]
    pub due: Option<DateTime<Utc>>,
    /// When it ended there.
    #[serde(rename = "NgayKetThucXuLy")]
    pub ended: Option<DateTime<Utc>>,
    /// Remark.
    #[serde(rename = "GhiChu")]
    pub note: String,
}

/// A message by its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A new dossier.
    Submission(Box<Submission>),
    /// An answer to a request for papers.
    Supplement(SupplementMessage),
    /// Money.
    Payment(Payment),
    /// The applicant goes back on it.
    Withdrawal(Withdrawal),
    /// How satisfied the applicant is.
    Rating(RatingMessage),
    /// The state of a ministry's case.
    Mirror(Mirror),
}

/// True for a code that people and machines can read: visible ASCII, not empty, not too long.
fn is_code(text: &str) -> bool {
    (1..=LONGEST_CODE).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

impl Head {
    /// What makes the message unusable, if anything.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        if !is_code(&self.code) {
            return Some(format!("MaHoSo phải có 1–{LONGEST_CODE} ký tự không dấu, không khoảng trắng."));
        }
        (!plausible(self.at)).then(|| "ThoiDiem phải là một ngày từ năm 2000 đến năm 2100.".to_owned())
    }
}

impl Content {
    /// What makes the message unusable whatever stands in the database, if anything.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        let say = |text: &str| Some(text.to_owned());
        match self {
            Content::Submission(new) if new.procedure.trim().is_empty() => say("Thiếu MaTTHC."),
            Content::Submission(new) if new.applicant.trim().chars().count() < 2 => say("Thiếu ChuHoSo."),
            Content::Submission(new) if new.unit.trim().is_empty() => say("Thiếu DonViXuLy."),
            Content::Submission(new) if new.papers.len() + new.others.len() > 100 => say("Quá 100 tệp trong một bản tin."),
            Content::Supplement(answer) if answer.items.is_empty() => say("DanhSachGiayToBoSung trống."),
            Content::Supplement(answer) if answer.items.len() > 100 => say("Quá 100 giấy tờ trong một bản tin."),
            Content::Payment(money) if !is_code(&money.transaction) => say("MaGiaoDich phải có 1–60 ký tự không dấu, không khoảng trắng."),
            Content::Payment(money) if money.amount < 1 => say("SoTien phải là số nguyên đồng, lớn hơn 0."),
            Content::Rating(rating) if RatingLevel::of(rating.level).is_none() => say("MucDo phải từ 1 đến 5."),
            Content::Rating(rating) if rating.comment.chars().count() > COMMENT_MAX => Some(format!("NoiDung dài hơn {COMMENT_MAX} ký tự.")),
            Content::Mirror(mirror) if ![mirror.due, mirror.ended].into_iter().flatten().all(plausible) => say("Ngày phải từ năm 2000 đến năm 2100."),
            Content::Mirror(mirror) if !(1..=10).contains(&mirror.state) => say("TrangThaiHoSo phải từ 1 đến 10."),
            _ => None,
        }
    }
}

/// False for instants that no case has: they would stand before or after everything else for ever.
fn plausible(at: DateTime<Utc>) -> bool {
    (2000..2100).contains(&at.year())
}

/// How the result is wanted, by the code of the national portal; none for a code that nobody knows.
#[must_use]
pub const fn delivery_of(code: i64) -> Option<ResultDelivery> {
    match code {
        0 | 1 => Some(ResultDelivery::AtCentre),
        2 => Some(ResultDelivery::ByPost),
        3 => Some(ResultDelivery::ElectronicOnly),
        _ => None,
    }
}

/// The code of the national portal for how the result is wanted.
#[must_use]
pub const fn delivery_code(delivery: ResultDelivery) -> i64 {
    match delivery {
        ResultDelivery::AtCentre => 1,
        ResultDelivery::ByPost => 2,
        ResultDelivery::ElectronicOnly => 3,
    }
}

/// The words of a national state code, "4 Đang xử lý".
#[must_use]
pub const fn state_of(code: i64) -> &'static str {
    match code {
        1 => "Mới đăng ký",
        2 => "Được tiếp nhận",
        3 => "Không được tiếp nhận",
        4 => "Đang xử lý",
        5 => "Yêu cầu bổ sung giấy tờ",
        6 => "Yêu cầu thực hiện nghĩa vụ tài chính",
        7 => "Công dân yêu cầu rút hồ sơ",
        8 => "Dừng xử lý",
        9 => "Đã xử lý xong",
        10 => "Đã trả kết quả",
        _ => "Chưa rõ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossiers::DossierState;

    #[test]
    fn every_code_has_its_words_and_its_way_back() {
        for state in DossierState::ALL.iter().filter_map(|state| state.national_code()) {
            assert_ne!(state_of(i64::from(state)), "Chưa rõ");
        }
        for delivery in ResultDelivery::ALL {
            assert_eq!(delivery_of(delivery_code(*delivery)), Some(*delivery));
        }
        assert_eq!(delivery_of(9), None);
    }
}
