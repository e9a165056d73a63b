//! What the catalogue pages show.

use super::{FeeRow, IdentityLevel, OnlineLevel, PaymentMoment, QuestionPage, Template};
use crate::files::{FileRules, Kinds, PAPERS};
use chrono::NaiveDate;

/// Filters of the list `/thu-tuc`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchInput {
    /// What was typed.
    pub q: String,
    /// Code of a sector, empty for all.
    pub sector: String,
    /// Agency code of a competent unit, empty for all.
    pub unit: String,
    /// Stored value of an [`OnlineLevel`], empty for all.
    pub level: String,
    /// Page from 1; 0 counts as 1.
    pub page: i64,
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureLine {
    /// National code.
    pub code: String,
    /// Name in the version of today.
    pub name: String,
    /// Sector.
    pub sector: String,
    /// Online level.
    pub level: OnlineLevel,
    /// Deadline in words.
    pub deadline: String,
    /// Highest fee of a first unit online, in đồng; `None` without fee rows.
    pub fee_online: Option<i64>,
    /// The same at the counter.
    pub fee_direct: Option<i64>,
}

/// A sector with its number of procedures in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectorCount {
    /// Code for addresses.
    pub code: String,
    /// Name.
    pub name: String,
    /// Procedures in force.
    pub count: i64,
}

/// The list page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProcedureList {
    /// Rows of this page, best first.
    pub list: crate::List<ProcedureLine>,
    /// "“sổ đỏ” được hiểu là giấy chứng nhận quyền sử dụng đất", one sentence for each synonym used.
    pub understood: Vec<String>,
    /// Every sector, for the filter.
    pub sectors: Vec<SectorCount>,
}

/// A step of "Các bước".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepText {
    /// Title.
    pub title: String,
    /// Sentence.
    pub text: String,
    /// How long.
    pub time: String,
}

/// Reads stored steps: one line each, `title|text|time`.
#[must_use]
pub fn parse_steps(text: &str) -> Vec<StepText> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            let mut parts = line.splitn(3, '|').map(|part| part.trim().to_owned());
            let mut next = || parts.next().unwrap_or_default();
            StepText { title: next(), text: next(), time: next() }
        })
        .collect()
}

/// A case of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePage {
    /// Row number.
    pub id: i64,
    /// Name: "Đăng ký đúng hạn".
    pub name: String,
    /// When it applies.
    pub hint: String,
    /// Deadline in words.
    pub deadline: String,
}

/// A paper to hand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartPage {
    /// Row number.
    pub id: i64,
    /// The case that needs it; `None` for all.
    pub case_id: Option<i64>,
    /// Name.
    pub name: String,
    /// What it must look like.
    pub hint: String,
    /// Must be handed in.
    pub mandatory: bool,
    /// "Khi nhiều người cùng đăng ký": when it is needed, if not always.
    pub condition: String,
    /// Number of originals.
    pub originals: i64,
    /// Number of copies.
    pub copies: i64,
    /// Filled in as an online form; no file is asked for.
    pub e_form: bool,
    /// Kinds of files that are taken; empty for all that the portal takes.
    pub file_types: Kinds,
    /// An empty form to be filled in.
    pub template: Option<Template>,
}

impl PartPage {
    /// "1 bản chính, 2 bản sao".
    #[must_use]
    pub fn quantity(&self) -> String {
        let mut parts = Vec::new();
        if self.originals > 0 {
            parts.push(format!("{} bản chính", self.originals));
        }
        if self.copies > 0 {
            parts.push(format!("{} bản sao", self.copies));
        }
        parts.join(", ")
    }

    /// What its file field takes.
    #[must_use]
    pub const fn rules(&self) -> FileRules {
        PAPERS.only(self.file_types)
    }

    /// The mark at the right: mandatory, a condition, or optional.
    #[must_use]
    pub fn mark(&self) -> &str {
        if self.mandatory {
            "Bắt buộc"
        } else if self.condition.is_empty() {
            "Nếu có"
        } else {
            &self.condition
        }
    }
}

/// A unit that offers the procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferRow {
    /// Row number.
    pub id: i64,
    /// Competent unit.
    pub competent_unit: i64,
    /// Its agency code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// True if it takes dossiers online through this portal.
    pub online: bool,
}

/// A version in the list "Các phiên bản của thủ tục này".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionLine {
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// First day after it, if known.
    pub valid_to: Option<NaiveDate>,
    /// The decision that published it.
    pub decision: String,
    /// True for the version of this page.
    pub shown: bool,
}

/// "Nếu được tiếp nhận hôm nay, hạn trả là …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueIfNow {
    /// The due date in words: "17:00 thứ Sáu, 27/11/2026".
    pub due: String,
    /// The lines of the explanation.
    pub lines: Vec<String>,
}

/// The page `/thu-tuc/{ma}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedurePage {
    /// Row number of the procedure.
    pub id: i64,
    /// National code.
    pub code: String,
    /// Version shown.
    pub version_id: i64,
    /// Name.
    pub name: String,
    /// One sentence: when to use it.
    pub summary: String,
    /// Sector code and name.
    pub sector: (String, String),
    /// Online level.
    pub level: OnlineLevel,
    /// Name of the ministry system that handles it, empty for our own.
    pub processing_system: String,
    /// Who may do it.
    pub who: String,
    /// Details to "who".
    pub who_hint: String,
    /// Deadline in words.
    pub deadline: String,
    /// Details to the deadline.
    pub deadline_hint: String,
    /// What one receives.
    pub result: String,
    /// Cases; at least one.
    pub cases: Vec<CasePage>,
    /// Papers.
    pub parts: Vec<PartPage>,
    /// Fee rows of today, with the case they belong to.
    pub fees: Vec<(Option<i64>, FeeRow)>,
    /// When the money is due.
    pub payment_moment: PaymentMoment,
    /// What somebody needs who applies online.
    pub identity: IdentityLevel,
    /// Steps.
    pub steps: Vec<StepText>,
    /// Conditions, one line each.
    pub conditions: Vec<String>,
    /// Legal basis, one line each.
    pub legal_basis: Vec<String>,
    /// Units that offer it.
    pub offers: Vec<OfferRow>,
    /// Form pages.
    pub form: Vec<QuestionPage>,
    /// Versions, newest first.
    pub versions: Vec<VersionLine>,
    /// When the result would be due; `None` without a time limit or calendar.
    pub due_if_now: Option<DueIfNow>,
    /// True if it can be started online here and now.
    pub can_apply: bool,
    /// Its page on the national portal, if that takes it too.
    pub national: Option<String>,
    /// Set when an old code was asked for.
    pub notice: Option<String>,
}
