//! Figures about tasks and how they are shown (specification 04 §3, §5, §7 and 08 §1); those of dossiers in [`dossiers`], the
//! digests that leave by themselves in [`bulletin`].

mod board;
pub mod bulletin;
mod counts;
mod digest;
pub mod dossiers;
mod form;
mod score;
mod scorecard;
mod trend;

pub use board::{BoardRow, FrozenBoard, FrozenRow, GroupTotal, LeaderLine, Leaderboard, Leaders, RowsPage, SnapshotPage, SnapshotUnit};
pub use counts::{TaskCounts, share_pair, share_triple};
pub use digest::{Digest, DigestError};
pub use form::{MODES, PeriodForm};
pub use score::{Interval, LEAST_TASKS, ScoreInputs, WEIGHTS, WEIGHTS_VERSION, Weight, Z, rank, score, score_text, wilson};
pub use scorecard::{DossierHalf, LEAST_DOSSIERS, SCORECARD_VERSION, Scorecard, Scorecards};
pub use trend::{Movement, Standings, Trend};

pub use crate::org::OrgView;

use crate::org::UnitKind;
use crate::tasks::TaskBucket;
use chrono::NaiveDate;

text_enum! {
    /// Which tasks of the period are counted (04 §3).
    pub enum StatMode { Cohort = "cohort" => "Giao trong kỳ", Stock = "stock" => "Đang theo dõi đến ngày số liệu" }
}

text_enum! {
    /// Groups of the leaderboard, ranked apart (04 §7).
    pub enum UnitGroup {
        Departments = "so-nganh" => "Sở, ban, ngành", Communes = "xa-phuong" => "Xã, phường, đặc khu",
        Districts = "huyen" => "Huyện, thị xã, thành phố", Others = "khac" => "Cơ quan khác",
    }
}

impl UnitGroup {
    /// The group of a kind of unit.
    #[must_use]
    pub const fn of(kind: UnitKind) -> Self {
        match kind {
            UnitKind::Department => UnitGroup::Departments,
            UnitKind::District => UnitGroup::Districts,
            kind if kind.is_commune() => UnitGroup::Communes,
            _ => UnitGroup::Others,
        }
    }

    /// The group of a counter: a centre belongs to the agency above it, which its code names (`H99.101.04` is part of `H99.101`;
    /// codes of departments have two places, those of communes three).
    #[must_use]
    pub fn of_counter(kind: UnitKind, code: &str) -> Self {
        if kind != UnitKind::OneStopCentre {
            return Self::of(kind);
        }
        let mut parts = code.split('.').skip(1);
        match (parts.next().map(str::len), parts.next()) {
            (Some(3), Some(_)) => UnitGroup::Communes,
            (Some(2), Some(_)) => UnitGroup::Departments,
            _ => UnitGroup::Others,
        }
    }
}

text_enum! {
    /// A figure of a scope, as it stands in the address of its rows (`muc`).
    pub enum TaskFigure {
        Total = "tong" => "Tổng số nhiệm vụ", Done = "da-xong" => "Đã hoàn thành", DoneOnTime = "xong-dung-han" => "Xong đúng hạn",
        DoneLate = "xong-qua-han" => "Xong quá hạn", Open = "chua-xong" => "Chưa hoàn thành", OpenInTime = "trong-han" => "Chưa xong, trong hạn",
        OpenOverdue = "qua-han" => "Chưa xong, quá hạn", OpenNoDeadline = "khong-han" => "Chưa xong, không thời hạn",
        OpenWithDeadline = "co-han" => "Chưa xong, có thời hạn", Cancelled = "thu-hoi" => "Thu hồi, hủy", AsCoUnit = "phoi-hop" => "Phối hợp",
    }
}

impl TaskFigure {
    /// The buckets that the figure adds up; none for the total and for "Phối hợp".
    #[must_use]
    pub const fn buckets(self) -> &'static [TaskBucket] {
        use TaskBucket as B;
        match self {
            TaskFigure::Total | TaskFigure::AsCoUnit => &[],
            TaskFigure::Done => &[B::DoneOnTime, B::DoneLate],
            TaskFigure::DoneOnTime => &[B::DoneOnTime],
            TaskFigure::DoneLate => &[B::DoneLate],
            TaskFigure::Open => &[B::OpenInTime, B::OpenOverdue, B::OpenNoDeadline],
            TaskFigure::OpenInTime => &[B::OpenInTime],
            TaskFigure::OpenOverdue => &[B::OpenOverdue],
            TaskFigure::OpenNoDeadline => &[B::OpenNoDeadline],
            TaskFigure::OpenWithDeadline => &[B::OpenInTime, B::OpenOverdue],
            TaskFigure::Cancelled => &[B::Cancelled],
        }
    }

    /// The number of this figure in the counts of a scope; 0 for "Phối hợp", which no counts hold.
    #[must_use]
    pub fn of(self, counts: &TaskCounts) -> i64 {
        match self {
            TaskFigure::Total => counts.total(),
            figure => figure.buckets().iter().map(|bucket| counts.of(*bucket)).sum(),
        }
    }
}

/// What the statistics are asked for. `to` is the last day of the period; `as_of` the day of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Cohort or stock.
    pub mode: StatMode,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Day of the figures; today means now.
    pub as_of: NaiveDate,
    /// Organisation as then or as now.
    pub view: OrgView,
}

impl Period {
    /// Tasks assigned in a period, under the organisation of that time.
    #[must_use]
    pub const fn cohort(from: NaiveDate, to: NaiveDate, as_of: NaiveDate) -> Self {
        Self { mode: StatMode::Cohort, from, to, as_of, view: OrgView::AsThen }
    }

    /// Which tasks these are, as a sentence without its full stop begins.
    #[must_use]
    pub fn tasks_in_words(&self) -> String {
        let (from, to) = (crate::format::date(self.from), crate::format::date(self.to));
        match self.mode {
            StatMode::Cohort => format!("Nhiệm vụ giao từ {from} đến {to}"),
            StatMode::Stock => format!("Nhiệm vụ giao từ {from} đến {to} và nhiệm vụ giao trước đó còn dở dang vào ngày {from}"),
        }
    }
}
