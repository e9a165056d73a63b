//! Figures about dossiers (specification 08 §2): what is counted, how it adds up, what the pages show.

mod compare;
mod counts;
mod form;
mod handling;
mod sheet;

pub use compare::{ComparedFigure, ComparedRow, ComparedSheets, Correction, SheetHead};
pub use counts::{DossierCounts, IntakeCounts};
pub use form::{CHANNELS, Freeze, FreezeForm, PeriodForm, VIEWS};
pub use handling::Handling;
pub use sheet::{DossierRow, DossierRows, DossierSheet, FrozenDossiers, IntakeLine, SheetGroup, SheetLine, SheetPlace};

use crate::dossiers::Channel;
use crate::org::OrgView;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Whether a dossier was there before the period.
    pub enum Origin { Carried = "carried" => "Tồn kỳ trước", New = "new" => "Tiếp nhận trong kỳ" }
}

text_enum! {
    /// The one part that a received dossier stands in at the end of a period: five ways of being resolved, four of being open.
    pub enum DossierPart {
        Early = "early" => "Đã giải quyết trước hạn", OnTime = "on_time" => "Đã giải quyết đúng hạn", Late = "late" => "Đã giải quyết quá hạn",
        DoneNoDue = "done_no_due" => "Đã giải quyết, không thời hạn", WithdrawnOrStopped = "withdrawn_or_stopped" => "Rút, dừng giải quyết",
        InTime = "in_time" => "Đang giải quyết, trong hạn", Overdue = "overdue" => "Đang giải quyết, quá hạn", Paused = "paused" => "Tạm dừng",
        OpenNoDue = "open_no_due" => "Đang giải quyết, không thời hạn",
    }
}

impl DossierPart {
    /// The parts of "Đã giải quyết".
    pub const RESOLVED: &'static [DossierPart] =
        &[DossierPart::Early, DossierPart::OnTime, DossierPart::Late, DossierPart::DoneNoDue, DossierPart::WithdrawnOrStopped];
    /// The parts with a result: everything resolved that was neither withdrawn nor stopped.
    pub const HANDLED: &'static [DossierPart] = &[DossierPart::Early, DossierPart::OnTime, DossierPart::Late, DossierPart::DoneNoDue];
    /// The parts of "Đang giải quyết".
    pub const OPEN: &'static [DossierPart] = &[DossierPart::InTime, DossierPart::Overdue, DossierPart::Paused, DossierPart::OpenNoDue];
}

text_enum! {
    /// What a submission that was never received stands in.
    pub enum IntakePart {
        Waiting = "waiting" => "Chờ tiếp nhận, trong hạn", WaitingLate = "waiting_late" => "Chờ tiếp nhận, quá hạn", Refused = "refused" => "Từ chối tiếp nhận",
    }
}

text_enum! {
    /// What is counted beside the balance and never added to it (08 §2).
    pub enum Mark {
        ApologySigned = "apology_signed" => "Xin lỗi có người ký", ApologyAutomatic = "apology_automatic" => "Xin lỗi tự động",
        ApologyMissing = "apology_missing" => "Quá hạn chưa xin lỗi", Adjusted = "adjusted" => "Điều chỉnh", Supplemented = "supplemented" => "Yêu cầu bổ sung",
    }
}

text_enum! {
    /// A figure, as it stands in the address of its rows (`muc`).
    pub enum DossierFigure {
        Total = "tong" => "Tổng số hồ sơ phải giải quyết", Carried = "ton-ky-truoc" => "Tồn kỳ trước", New = "tiep-nhan" => "Tiếp nhận trong kỳ",
        NewOnline = "truc-tuyen" => "Tiếp nhận trực tuyến", NewDirect = "truc-tiep" => "Tiếp nhận trực tiếp",
        NewPostal = "buu-chinh" => "Tiếp nhận qua bưu chính", Resolved = "da-giai-quyet" => "Đã giải quyết", Early = "xong-truoc-han" => "Giải quyết trước hạn",
        OnTime = "xong-dung-han" => "Giải quyết đúng hạn", Late = "xong-qua-han" => "Giải quyết quá hạn",
        NotLate = "xong-khong-qua-han" => "Giải quyết trước hạn và đúng hạn", Judged = "xong-co-han" => "Giải quyết, có thời hạn",
        DoneNoDue = "xong-khong-thoi-han" => "Giải quyết, không thời hạn", WithdrawnOrStopped = "rut-dung" => "Rút, dừng giải quyết",
        Open = "dang-giai-quyet" => "Đang giải quyết", InTime = "trong-han" => "Đang giải quyết, trong hạn", Overdue = "qua-han" => "Đang giải quyết, quá hạn",
        Paused = "tam-dung" => "Tạm dừng", OpenNoDue = "khong-thoi-han" => "Đang giải quyết, không thời hạn",
        Others = "con-lai" => "Tạm dừng, không thời hạn, rút, dừng", ByExtension = "dung-han-theo-hen-lai" => "Đúng hạn theo hẹn lại",
        IntakeWaiting = "cho-tiep-nhan" => "Chờ tiếp nhận", IntakeLate = "tiep-nhan-cham" => "Tiếp nhận chậm", IntakeRefused = "tu-choi" => "Từ chối tiếp nhận",
        ApologySigned = "xin-loi-co-ky" => "Xin lỗi có người ký", ApologyAutomatic = "xin-loi-tu-dong" => "Xin lỗi tự động",
        ApologyMissing = "chua-xin-loi" => "Quá hạn chưa xin lỗi", Adjusted = "dieu-chinh" => "Điều chỉnh", Supplemented = "bo-sung" => "Yêu cầu bổ sung",
        Handled = "co-ket-qua" => "Giải quyết, có kết quả",
    }
}

/// Which received dossiers a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Only those of this origin.
    pub origin: Option<Origin>,
    /// Only those of this channel.
    pub channel: Option<Channel>,
    /// Only those in one of these parts; all if empty.
    pub parts: &'static [DossierPart],
    /// Only those that were on time thanks to an extension.
    pub by_extension: bool,
    /// Only those with this mark.
    pub mark: Option<Mark>,
}

impl Counted {
    const ALL: Counted = Counted { origin: None, channel: None, parts: &[], by_extension: false, mark: None };

    const fn of_parts(parts: &'static [DossierPart]) -> Self {
        Counted { parts, ..Self::ALL }
    }

    const fn marked(mark: Mark) -> Self {
        Counted { mark: Some(mark), ..Self::ALL }
    }

    const fn new_by(channel: Channel) -> Self {
        Counted { origin: Some(Origin::New), channel: Some(channel), ..Self::ALL }
    }

    /// True if a dossier with these marks is counted.
    #[must_use]
    pub fn holds(&self, origin: Origin, channel: Channel, part: DossierPart) -> bool {
        self.origin.is_none_or(|wanted| wanted == origin)
            && self.channel.is_none_or(|wanted| wanted == channel)
            && (self.parts.is_empty() || self.parts.contains(&part))
    }
}

impl DossierFigure {
    /// What it counts among received dossiers; `None` for the three figures of the intake.
    #[must_use]
    pub const fn counted(self) -> Option<Counted> {
        use DossierPart as P;
        Some(match self {
            DossierFigure::Total => Counted::ALL,
            DossierFigure::Carried => Counted { origin: Some(Origin::Carried), ..Counted::ALL },
            DossierFigure::New => Counted { origin: Some(Origin::New), ..Counted::ALL },
            DossierFigure::NewOnline => Counted::new_by(Channel::Online),
            DossierFigure::NewDirect => Counted::new_by(Channel::Direct),
            DossierFigure::NewPostal => Counted::new_by(Channel::Postal),
            DossierFigure::Resolved => Counted::of_parts(P::RESOLVED),
            DossierFigure::Early => Counted::of_parts(&[P::Early]),
            DossierFigure::OnTime => Counted::of_parts(&[P::OnTime]),
            DossierFigure::Late => Counted::of_parts(&[P::Late]),
            DossierFigure::NotLate => Counted::of_parts(&[P::Early, P::OnTime]),
            DossierFigure::Judged => Counted::of_parts(&[P::Early, P::OnTime, P::Late]),
            DossierFigure::DoneNoDue => Counted::of_parts(&[P::DoneNoDue]),
            DossierFigure::WithdrawnOrStopped => Counted::of_parts(&[P::WithdrawnOrStopped]),
            DossierFigure::Handled => Counted::of_parts(P::HANDLED),
            DossierFigure::Open => Counted::of_parts(P::OPEN),
            DossierFigure::InTime => Counted::of_parts(&[P::InTime]),
            DossierFigure::Overdue => Counted::of_parts(&[P::Overdue]),
            DossierFigure::Paused => Counted::of_parts(&[P::Paused]),
            DossierFigure::OpenNoDue => Counted::of_parts(&[P::OpenNoDue]),
            DossierFigure::Others => Counted::of_parts(&[P::Paused, P::OpenNoDue, P::DoneNoDue, P::WithdrawnOrStopped]),
            DossierFigure::ByExtension => Counted { by_extension: true, ..Counted::ALL },
            DossierFigure::ApologySigned => Counted::marked(Mark::ApologySigned),
            DossierFigure::ApologyAutomatic => Counted::marked(Mark::ApologyAutomatic),
            DossierFigure::ApologyMissing => Counted::marked(Mark::ApologyMissing),
            DossierFigure::Adjusted => Counted::marked(Mark::Adjusted),
            DossierFigure::Supplemented => Counted::marked(Mark::Supplemented),
            DossierFigure::IntakeWaiting | DossierFigure::IntakeLate | DossierFigure::IntakeRefused => return None,
        })
    }

    /// What it counts at the counter; empty for figures of received dossiers.
    #[must_use]
    pub const fn intake(self) -> &'static [IntakePart] {
        match self {
            DossierFigure::IntakeWaiting => &[IntakePart::Waiting, IntakePart::WaitingLate],
            DossierFigure::IntakeLate => &[IntakePart::WaitingLate],
            DossierFigure::IntakeRefused => &[IntakePart::Refused],
            _ => &[],
        }
    }
}

/// What the figures are asked for. `to` is the last day of the period; `as_of` the day of the figures, today means now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierPeriod {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Day of the figures.
    pub as_of: NaiveDate,
    /// Organisation as then or as now.
    pub view: OrgView,
}
