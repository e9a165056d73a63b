//! Handing a result over (D23): who received it, what proves it; and the postal item on its way.

use crate::dossiers::Return;
use crate::errors::FieldErrors;
use crate::text::clean_line;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Who stands at the counter.
    pub enum Receiver { Applicant = "nguoi-nop" => "Người nộp hồ sơ", Delegate = "nguoi-duoc-uy-quyen" => "Người được ủy quyền nhận thay" }
}

/// D23 as the receptionist types it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HandOverForm {
    /// A stored [`Receiver`]; empty means the applicant.
    #[serde(rename = "nguoi_nhan_la")]
    pub who: String,
    /// Name.
    #[serde(rename = "nguoi_nhan")]
    pub receiver: String,
    /// "1" if the identity was checked.
    #[serde(rename = "giay_to_tuy_than")]
    pub identity_checked: String,
    /// Number of the postal item.
    #[serde(rename = "ma_buu_gui")]
    pub postal_code: String,
    /// `tep` if the proof is a file; else a signed slip that the counter keeps.
    #[serde(rename = "chung_cu")]
    pub proof: String,
    /// Token of the stored proof.
    #[serde(rename = "chung_cu_da_tai")]
    pub proof_file: String,
    /// Token of a file of the dossier that is the delegation.
    #[serde(rename = "uy_quyen")]
    pub delegation: String,
    /// Token of a delegation that was handed in now.
    #[serde(rename = "uy_quyen_da_tai")]
    pub delegation_file: String,
}

/// A checked [`HandOverForm`]: the identity was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// Who.
    pub who: Receiver,
    /// Name.
    pub receiver: String,
    /// Number of the postal item; empty without one.
    pub postal_code: String,
    /// Token of the proof; none for a signed slip that the counter keeps.
    pub proof: Option<String>,
    /// Token of a file of the dossier that is the delegation.
    pub delegation_on_file: Option<String>,
    /// Token of a delegation that was handed in now.
    pub delegation: Option<String>,
}

impl HandOverForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<HandOver, FieldErrors> {
        let mut errors = FieldErrors::new();
        let receiver = clean_line(&self.receiver, 201);
        errors.require(receiver.chars().count() > 1, "nguoi_nhan", "Chưa có tên người nhận. Hãy nhập họ và tên.");
        errors.require(receiver.chars().count() <= 200, "nguoi_nhan", "Tên người nhận dài quá 200 ký tự. Hãy kiểm tra lại.");
        let checked = self.identity_checked.trim() == "1";
        errors.require(checked, "giay_to_tuy_than", "Chưa xác nhận người nhận. Hãy đối chiếu giấy tờ tùy thân rồi đánh dấu.");
        let who = match self.who.trim() {
            "" => Receiver::Applicant,
            text => text.parse().unwrap_or_else(|_| {
                errors.add("nguoi_nhan_la", "Chưa chọn ai nhận. Hãy chọn một mục.");
                Receiver::Applicant
            }),
        };
        let postal_code = postal(&mut errors, &self.postal_code);
        let token = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let by_file = self.proof.trim() == "tep";
        let proof = token(&self.proof_file).filter(|_| by_file);
        errors.require(!by_file || proof.is_some(), "tep_chung_cu", "Chưa có tệp chứng cứ. Hãy chọn ảnh chụp phiếu đã ký, hoặc chọn phiếu giấy lưu tại quầy.");
        let (delegation_on_file, delegation) = (token(&self.delegation), token(&self.delegation_file));
        if who == Receiver::Delegate {
            let some = delegation_on_file.is_some() || delegation.is_some();
            errors.require(some, "uy_quyen", "Người nhận thay phải có giấy ủy quyền trong hồ sơ. Hãy chọn giấy đã nộp, hoặc tải bản chụp lên.");
        }
        errors.into_result(HandOver { who, receiver, postal_code, proof, delegation_on_file, delegation })
    }
}

impl From<&Return> for HandOver {
    /// The applicant came, or the post delivered; the slip is on paper.
    fn from(input: &Return) -> Self {
        Self {
            who: Receiver::Applicant,
            receiver: input.receiver.clone(),
            postal_code: input.postal_code.clone(),
            proof: None,
            delegation_on_file: None,
            delegation: None,
        }
    }
}

fn postal(errors: &mut FieldErrors, text: &str) -> String {
    let code: String = clean_line(text, 61).to_uppercase();
    let fits = code.chars().count() <= 60 && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ' ' | '.' | '/'));
    errors.require(fits, "ma_buu_gui", "Mã bưu gửi chỉ có chữ, số và dấu gạch. Hãy chép lại từ phiếu gửi.");
    code
}

/// The result goes to the post.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostItemForm {
    /// Number of the postal item.
    #[serde(rename = "ma_buu_gui")]
    pub code: String,
}

/// A checked [`PostItemForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostItem {
    /// Number of the postal item.
    pub code: String,
}

impl PostItemForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<PostItem, FieldErrors> {
        let mut errors = FieldErrors::new();
        let code = postal(&mut errors, &self.code);
        errors.require(code.chars().count() >= 4, "ma_buu_gui", "Chưa có mã bưu gửi. Hãy nhập mã trên phiếu gửi, ví dụ EL999000111VN.");
        errors.into_result(PostItem { code })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> HandOverForm {
        HandOverForm { receiver: "Nguyễn Mẫu Sơn".into(), identity_checked: "1".into(), ..Default::default() }
    }

    #[test]
    fn the_applicant_signs_a_slip() {
        let given = form().validate().unwrap();
        assert_eq!((given.who, given.proof), (Receiver::Applicant, None));
        assert!(HandOverForm { identity_checked: String::new(), ..form() }.validate().unwrap_err().of("giay_to_tuy_than").is_some());
        assert!(HandOverForm { proof: "tep".into(), ..form() }.validate().unwrap_err().of("tep_chung_cu").is_some());
        assert!(HandOverForm { who: "ai".into(), ..form() }.validate().unwrap_err().of("nguoi_nhan_la").is_some());
        assert!(HandOverForm { postal_code: "<b>".into(), ..form() }.validate().unwrap_err().of("ma_buu_gui").is_some());
    }

    #[test]
    fn a_delegate_needs_a_delegation() {
        let delegate = HandOverForm { who: Receiver::Delegate.as_str().into(), ..form() };
        assert!(delegate.validate().unwrap_err().of("uy_quyen").is_some());
        assert!(HandOverForm { delegation: "abc".into(), ..delegate }.validate().is_ok());
    }

    #[test]
    fn a_postal_item_has_a_number() {
        let item = |code: &str| PostItemForm { code: code.into() }.validate();
        assert_eq!(item(" el999000111vn ").unwrap().code, "EL999000111VN");
        assert!(item("").is_err() && item("đ").is_err());
    }
}
