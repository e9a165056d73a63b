//! The catalogue of procedures as pages and rules see it (02 §2): versions, cases, parts, fees, and forms that are data.

mod diff;
mod doc;
mod fee;
mod flow;
mod page;
mod question;
mod read;
mod review;
mod template;

pub use diff::{GroupDiff, diff, in_words};
pub use doc::{
    CaseDoc, DocField, DocGroup, DocRow, FORMAT, Fault, FeeDoc, FlowDoc, GeneralDoc, MOST_ROWS, OfferDoc, PageDoc, PartDoc, ProcedureDoc, QuestionDoc, StepDoc,
};
pub use flow::{FlowStep, check_flow, check_form};
pub use read::{not_longer, read_deadline, read_number, read_yes, yes_no};
pub use review::{
    CODE_MESSAGE, CatalogueFilter, CatalogueLine, CataloguePage, CatalogueVersion, DraftEvent, DraftState, DraftStep, DraftStepForm, DraftView,
    NewProcedureForm, is_code,
};

pub use template::{PROCEDURE_FILE_LIMIT, TEMPLATE_LIMIT, TEMPLATES_LIMIT, Template};

pub use fee::{FeeKind, FeeRow, FeeUnit, PaymentMoment, Tier, amount, parse_tiers};
pub use page::{
    CasePage, DueIfNow, OfferRow, PartPage, ProcedureLine, ProcedureList, ProcedurePage, SearchInput, SectorCount, StepText, VersionLine, parse_steps,
};
pub use question::{Answers, Condition, Question, QuestionKind, QuestionPage};

text_enum! {
    /// How much of a procedure can be done online (02 §2).
    pub enum OnlineLevel { Full = "full" => "Toàn trình", Partial = "partial" => "Một phần", Information = "information" => "Cung cấp thông tin" }
}

impl OnlineLevel {
    /// The sentence of the mark on the procedure page.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            OnlineLevel::Full => "Nộp trực tuyến toàn trình",
            OnlineLevel::Partial => "Nộp trực tuyến một phần",
            OnlineLevel::Information => "Nộp tại trung tâm",
        }
    }
}

text_enum! {
    /// How sure the portal must be of who applies (01 §8): whoever has an account may always apply.
    pub enum IdentityLevel { Phone = "phone" => "Số điện thoại đã xác thực", Account = "account" => "Tài khoản" }
}

text_enum! {
    /// State of a version of a procedure (02 §2).
    pub enum VersionState {
        Draft = "draft" => "Dự thảo", InReview = "in_review" => "Chờ duyệt", Approved = "approved" => "Đã duyệt",
        Published = "published" => "Công bố", Superseded = "superseded" => "Hết hiệu lực",
    }
}

text_enum! {
    /// What a paper is in a dossier (02 §2).
    pub enum PartKind { Input = "input" => "Nộp vào", Output = "output" => "Kết quả", Other = "other" => "Khác" }
}

/// The national code inside an alias: `1.001193` for `1.001193.000.00.00.H99`. Other codes stay as they are.
#[must_use]
pub fn national_code(code: &str) -> &str {
    match code.find(".000.00.00.") {
        Some(at) => &code[..at],
        None => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_end_in_the_national_code() {
        assert_eq!(national_code("1.001193.000.00.00.H99"), "1.001193");
        assert_eq!(national_code("1.001193"), "1.001193");
        assert_eq!(national_code("LG-17"), "LG-17");
    }
}
