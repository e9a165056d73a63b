//! What the pages of the dossier figures show: the sheet, the rows behind a figure, a frozen sheet.

use super::{DossierCounts, DossierFigure, DossierPeriod, Handling, IntakeCounts};
use crate::dossiers::Channel;
use crate::stats::UnitGroup;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a sheet is limited to: one unit with those below it, or one sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetPlace {
    /// Code in addresses.
    pub code: String,
    /// Name on the day of the figures.
    pub name: String,
}

/// One unit or one sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetLine {
    /// Agency code, or code of the sector.
    pub code: String,
    /// Name on the day of the figures.
    pub name: String,
    /// Group of a unit; "Cơ quan khác" for a sector.
    pub group: UnitGroup,
    /// Its figures; of a unit without those below it.
    pub counts: DossierCounts,
    /// Working days of its results; frozen sheets of before have none.
    #[serde(default)]
    pub handling: Option<Handling>,
}

/// Sum of one group of units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetGroup {
    /// The group.
    pub group: UnitGroup,
    /// How many units it has.
    pub units: usize,
    /// Sum of their figures.
    pub counts: DossierCounts,
    /// Working days of their results; frozen sheets of before have none.
    #[serde(default)]
    pub handling: Option<Handling>,
}

/// One counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeLine {
    /// Agency code.
    pub code: String,
    /// Name on the day of the figures.
    pub name: String,
    /// Group of the agency; frozen sheets of before have none.
    #[serde(default)]
    pub group: Option<UnitGroup>,
    /// Its figures.
    pub counts: IntakeCounts,
}

/// Every figure of a scope and period: pages, files and snapshots all show this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierSheet {
    /// What was asked.
    pub period: DossierPeriod,
    /// Instant at which the figures are judged: the end of the period, or the last instant of the day asked for, or now.
    pub as_of: DateTime<Utc>,
    /// The unit that it is limited to, with those below it.
    pub unit: Option<SheetPlace>,
    /// The sector that it is limited to.
    pub sector: Option<SheetPlace>,
    /// The whole scope.
    pub total: DossierCounts,
    /// Working days of its results; frozen sheets of before have none.
    #[serde(default)]
    pub handling: Option<Handling>,
    /// The same by channel, in the order of [`Channel::ALL`].
    #[serde(default)]
    pub channel_handling: Vec<Handling>,
    /// Every group with dossiers.
    pub groups: Vec<SheetGroup>,
    /// Every competent unit with dossiers, by group and name.
    pub units: Vec<SheetLine>,
    /// Every sector with dossiers, by its number.
    pub sectors: Vec<SheetLine>,
    /// Every counter where something waits or was refused.
    pub intake: Vec<IntakeLine>,
    /// Their sum.
    pub intake_total: IntakeCounts,
}

impl DossierSheet {
    /// The number of any figure of the whole sheet.
    #[must_use]
    pub fn number(&self, figure: DossierFigure) -> i64 {
        if figure.intake().is_empty() { self.total.of(figure) } else { self.intake_total.of(figure) }
    }

    /// Whose figures they are, in words.
    #[must_use]
    pub fn name(&self) -> String {
        let who = self.unit.as_ref().map_or_else(|| "Toàn tỉnh".to_owned(), |unit| unit.name.clone());
        let sector = self.sector.as_ref().map_or_else(String::new, |sector| format!(", lĩnh vực {}", sector.name));
        format!("{who}{sector}")
    }

    /// Working days of the results of one channel.
    #[must_use]
    pub fn handling_by(&self, channel: Channel) -> Option<&Handling> {
        self.channel_handling.get(channel as usize)
    }

    /// True if nothing was counted at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total == DossierCounts::default() && self.intake_total.is_empty()
    }
}

/// One dossier behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierRow {
    /// Row number.
    #[serde(skip)]
    pub id: i64,
    /// Dossier code, or submission code before receipt; its number is hidden on public pages.
    pub code: String,
    /// True if the reader may open it.
    pub opens: bool,
    /// Procedure.
    pub procedure: String,
    /// Name of the applicant; empty for a reader without the right to it.
    pub applicant: String,
    /// Competent unit; the counter for figures of the intake.
    pub unit: String,
    /// Day of receipt; of the submission for figures of the intake.
    pub since: NaiveDate,
    /// Due instant in force then.
    pub due: Option<DateTime<Utc>>,
    /// Day of the end.
    pub ended: Option<NaiveDate>,
    /// Words of its part.
    pub part: String,
    /// Working days until the result, where they are known; none in frozen lists.
    #[serde(default)]
    pub working_days: Option<u32>,
}

/// A page of rows behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierRows {
    /// Rows of this page; their number on all pages is the figure.
    pub list: crate::List<DossierRow>,
    /// Whose figure it is.
    pub name: String,
}

/// A sheet that was frozen before it left the house, with the same figures now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenDossiers {
    /// Code in the address.
    pub code: String,
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
    /// As it was.
    pub sheet: DossierSheet,
    /// The figures of the same scope now.
    pub live: DossierCounts,
    /// Those of its counters now.
    pub live_intake: IntakeCounts,
}
