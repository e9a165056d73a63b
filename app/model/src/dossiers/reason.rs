//! Reasons that are picked from a list and completed in words (02 §10, §12). The lists are data with dates; rules know a reason by its code.

text_enum! {
    /// Which list a reason stands in.
    pub enum ReasonKind {
        SupplementItem = "supplement_item" => "Mục cần bổ sung", IntakeRefusal = "intake_refusal" => "Từ chối tiếp nhận", Stop = "stop" => "Dừng giải quyết",
    }
}

text_enum! {
    /// Reasons for refusing a submission that came with the portal (02 §12); their codes stand in the list.
    pub enum RefusalReason {
        NotCompetent = "not_competent" => "Không thuộc thẩm quyền", NotEligible = "not_eligible" => "Không đủ điều kiện",
        Forged = "forged" => "Hồ sơ giả mạo", AlreadySettled = "already_settled" => "Đã giải quyết", SupplementOverdue = "supplement_overdue" => "Quá hạn bổ sung",
    }
}

text_enum! {
    /// Reasons for stopping a received dossier that came with the portal (02 §12); their codes stand in the list.
    pub enum StopReason {
        NotEligible = "not_eligible" => "Không đủ điều kiện theo quy định", SupplementOverdue = "supplement_overdue" => "Quá hạn bổ sung",
        PaymentOverdue = "payment_overdue" => "Quá hạn nộp tiền", ApplicantDied = "applicant_died" => "Người nộp chết",
        AuthorityDecision = "authority_decision" => "Có quyết định của cơ quan có thẩm quyền",
    }
}

/// One reason of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedReason {
    /// What rules and statistics know it by.
    pub code: String,
    /// The words for people.
    pub label: String,
}

impl ListedReason {
    /// The reason with this code.
    #[must_use]
    pub fn find<'a>(list: &'a [Self], code: &str) -> Option<&'a Self> {
        list.iter().find(|reason| reason.code == code.trim())
    }

    /// The picked reason and the words beside it as one text; either may be missing.
    #[must_use]
    pub fn with_words(picked: Option<&Self>, words: &str) -> String {
        match (picked, words.trim()) {
            (Some(reason), "") => reason.label.clone(),
            (Some(reason), words) => format!("{}: {words}", reason.label),
            (None, words) => words.to_owned(),
        }
    }
}

impl From<RefusalReason> for ListedReason {
    fn from(reason: RefusalReason) -> Self {
        Self { code: reason.as_str().to_owned(), label: reason.label().to_owned() }
    }
}

impl From<StopReason> for ListedReason {
    fn from(reason: StopReason) -> Self {
        Self { code: reason.as_str().to_owned(), label: reason.label().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_and_words_are_one_text() {
        let picked = ListedReason { code: "wrong_form".into(), label: "Sai mẫu".into() };
        assert_eq!(ListedReason::with_words(Some(&picked), " dùng mẫu cũ "), "Sai mẫu: dùng mẫu cũ");
        assert_eq!(ListedReason::with_words(Some(&picked), " "), "Sai mẫu");
        assert_eq!(ListedReason::with_words(None, "Thiếu chữ ký"), "Thiếu chữ ký");
        assert_eq!(ListedReason::find(std::slice::from_ref(&picked), " wrong_form "), Some(&picked));
    }
}
