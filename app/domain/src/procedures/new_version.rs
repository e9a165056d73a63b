//! A version to be published, as plain data, and the check that it can work.

use crate::error::{Error, Result};
use chrono::NaiveDate;
use model::FieldErrors;
use model::calendar::DeadlineRule;
use model::files::Kinds;
use model::procedures::{FeeRow, FlowStep, IdentityLevel, OnlineLevel, PartKind, PaymentMoment, QuestionPage, check_flow, check_form, not_longer};

/// A case of a new version.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// Name.
    pub name: String,
    /// When it applies.
    pub hint: String,
    /// A deadline of its own.
    pub deadline: Option<DeadlineRule>,
}

/// A paper of a new version.
#[derive(Debug, Clone)]
pub struct NewPart {
    /// Index of the case that needs it; `None` for all.
    pub case: Option<usize>,
    /// Name.
    pub name: String,
    /// What it must look like.
    pub hint: String,
    /// Input, result or other.
    pub kind: PartKind,
    /// Must be handed in.
    pub mandatory: bool,
    /// When it is needed, if not always.
    pub condition: String,
    /// Number of originals.
    pub originals: i64,
    /// Number of copies.
    pub copies: i64,
    /// Filled in as an online form.
    pub e_form: bool,
    /// Type of the documents from the store that may stand for it; empty for the one that its name says.
    pub reuse_code: String,
    /// Kinds of files that are taken; empty for all that the portal takes.
    pub file_types: Kinds,
    /// Row of the template, an empty form to be filled in.
    pub template: Option<i64>,
}

/// A fee row of a new version.
#[derive(Debug, Clone)]
pub struct NewFee {
    /// Index of the case; `None` for all.
    pub case: Option<usize>,
    /// The row.
    pub row: FeeRow,
    /// First day; `None` for that of the version.
    pub valid_from: Option<NaiveDate>,
    /// First day after it, if the resolution ends.
    pub valid_to: Option<NaiveDate>,
}

/// A unit that offers the procedure.
#[derive(Debug, Clone)]
pub struct NewOffer {
    /// Who decides.
    pub competent_unit: i64,
    /// Whose desk receives.
    pub receiving_unit: i64,
    /// Open for submissions on this portal.
    pub online: bool,
    /// Taken at the counter.
    pub direct: bool,
    /// Taken by post.
    pub postal: bool,
    /// A shorter time limit of this unit.
    pub deadline: Option<DeadlineRule>,
}

impl NewOffer {
    /// An offer with counter and post open and the time limit of the version.
    #[must_use]
    pub const fn usual(competent_unit: i64, receiving_unit: i64, online: bool) -> Self {
        Self { competent_unit, receiving_unit, online, direct: true, postal: true, deadline: None }
    }
}

/// A version to be published.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// National code; a new one makes a new procedure.
    pub code: String,
    /// Code of the sector, see [`sector`].
    pub sector: String,
    /// Former and local codes.
    pub aliases: Vec<String>,
    /// First day of validity; the version before ends on it.
    pub valid_from: NaiveDate,
    /// The decision that publishes it.
    pub decision: String,
    /// Name.
    pub name: String,
    /// One sentence: when to use it.
    pub summary: String,
    /// Words that people use for it.
    pub synonyms: String,
    /// Who may do it.
    pub who: String,
    /// Details to that.
    pub who_hint: String,
    /// What one receives.
    pub result: String,
    /// Online level.
    pub level: OnlineLevel,
    /// The system that decides: [`super::OWN_SYSTEM`] or the name of a ministry's system.
    pub processing_system: String,
    /// Time limit.
    pub deadline: DeadlineRule,
    /// Details to the time limit.
    pub deadline_hint: String,
    /// When the money is due.
    pub payment_moment: PaymentMoment,
    /// What somebody needs who applies online.
    pub identity: IdentityLevel,
    /// Most supplement requests.
    pub max_supplements: i64,
    /// Most extensions.
    pub max_extensions: i64,
    /// Set of printed forms, `tt03_2025`.
    pub form_set: String,
    /// Steps, one line each: `title|text|time`.
    pub steps: String,
    /// Conditions, one line each.
    pub conditions: String,
    /// Legal basis, one line each.
    pub legal_basis: String,
    /// Cases, at least one.
    pub cases: Vec<NewCase>,
    /// Papers.
    pub parts: Vec<NewPart>,
    /// Fees.
    pub fees: Vec<NewFee>,
    /// The e-form.
    pub form: Vec<QuestionPage>,
    /// The workflow inside the agency; empty for the usual one of the desk.
    pub flow: Vec<FlowStep>,
    /// Who offers it, at least one unit.
    pub offers: Vec<NewOffer>,
    /// Why it replaces the version of the same first day; empty for a new first day.
    pub correction: String,
}

impl NewVersion {
    /// Checks that the version can work: the same for every way in.
    ///
    /// # Errors
    /// `Invalid` with every sentence.
    pub(super) fn validate(&self) -> Result<()> {
        let mut errors = FieldErrors::new();
        errors.require(!self.code.trim().is_empty(), "ma", "Chưa có mã thủ tục. Hãy nhập mã quốc gia.");
        errors.require(!self.name.trim().is_empty(), "ten", "Chưa có tên thủ tục. Hãy nhập tên.");
        errors.require(!self.decision.trim().is_empty(), "quyet_dinh", "Chưa có số quyết định công bố. Hãy nhập số quyết định.");
        errors.require(!self.cases.is_empty(), "truong_hop", "Thủ tục cần ít nhất một trường hợp.");
        errors.require(!self.offers.is_empty(), "co_quan", "Thủ tục cần ít nhất một cơ quan giải quyết.");
        let known = |case: Option<usize>| case.is_none_or(|index| index < self.cases.len());
        let linked = self.parts.iter().all(|part| known(part.case)) && self.fees.iter().all(|fee| known(fee.case));
        errors.require(linked, "truong_hop", "Giấy tờ hoặc mức phí thuộc một trường hợp không có trong thủ tục.");
        let ordered = self.fees.iter().all(|fee| fee.valid_to.is_none_or(|to| to > fee.valid_from.unwrap_or(self.valid_from)));
        errors.require(ordered, "truong_hop", "Mức thu có ngày kết thúc trước ngày bắt đầu.");
        for message in check_form(&self.form) {
            errors.add("to_khai", message);
        }
        for message in check_flow(&self.flow) {
            errors.add("quy_trinh", message);
        }
        let shorter = self.offers.iter().all(|offer| offer.deadline.is_none_or(|own| not_longer(own, self.deadline)));
        errors.require(shorter, "co_quan", "Thời hạn riêng của cơ quan không được dài hơn thời hạn của thủ tục.");
        errors.into_result(()).map_err(Error::from)
    }
}
