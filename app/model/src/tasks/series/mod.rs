//! Series of tasks: what comes again each week, month, quarter or year (04 §1, `Recurring`). The series itself is never counted.

mod form;
mod rule;
mod views;

pub use form::{Series, SeriesForm};
pub use rule::{Occurrence, OffDay, Repeat, Rule, WEEKDAYS, period_words};
pub use views::{SeriesDetail, SeriesEvent, SeriesLine, SeriesPeriod};

text_enum! {
    /// Whether a series goes on.
    pub enum SeriesState { Active = "active" => "Đang chạy", Paused = "paused" => "Tạm dừng", Ended = "ended" => "Đã kết thúc" }
}

text_enum! {
    /// What happens to a series itself.
    pub enum SeriesStep {
        Create = "create" => "Lập chuỗi", Change = "change" => "Sửa nội dung", Pause = "pause" => "Tạm dừng", Resume = "resume" => "Chạy tiếp",
        ChangeMonitor = "change_monitor" => "Đổi chuyên viên theo dõi", End = "end" => "Kết thúc",
    }
}

impl SeriesStep {
    /// The state after this step from a state; none where the step is not possible.
    #[must_use]
    pub const fn next(self, from: SeriesState) -> Option<SeriesState> {
        match (self, from) {
            (SeriesStep::Change | SeriesStep::ChangeMonitor, SeriesState::Active | SeriesState::Paused) => Some(from),
            (SeriesStep::Pause, SeriesState::Active) => Some(SeriesState::Paused),
            (SeriesStep::Resume, SeriesState::Paused) => Some(SeriesState::Active),
            (SeriesStep::End, SeriesState::Active | SeriesState::Paused) => Some(SeriesState::Ended),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_stays_ended() {
        for step in SeriesStep::ALL {
            assert_eq!(step.next(SeriesState::Ended), None, "{step}");
        }
        assert_eq!(SeriesStep::Pause.next(SeriesState::Paused), None);
        assert_eq!(SeriesStep::Change.next(SeriesState::Paused), Some(SeriesState::Paused));
    }
}
