//! The counts of one unit or of a whole tree, and the shares inside one denominator.

use crate::tasks::TaskBucket;

/// Counts of tasks of one scope. Every value is a number of tasks unless its comment says otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TaskCounts {
    /// Đã hoàn thành đúng hạn.
    pub done_on_time: i64,
    /// Đã hoàn thành quá hạn.
    pub done_late: i64,
    /// Chưa hoàn thành, trong hạn.
    pub open_in_time: i64,
    /// Chưa hoàn thành, quá hạn.
    pub open_overdue: i64,
    /// Chưa hoàn thành, không thời hạn.
    pub open_no_deadline: i64,
    /// Thu hồi, hủy: outside the total.
    pub cancelled: i64,
    /// Tasks with a recorded receipt (imported history has none).
    pub tracked: i64,
    /// Of those: received within one working day.
    pub received_in_time: i64,
    /// Of those: confirmed as done.
    pub confirmed: i64,
    /// Of those: confirmed without rework.
    pub confirmed_first_time: i64,
    /// Sub-flag: on time only thanks to an extension.
    pub on_time_by_extension: i64,
    /// Sub-flag: taken over already overdue.
    pub inherited: i64,
    /// Sub-flag: a completion report waits for its confirmation.
    pub awaiting_confirmation: i64,
    /// Sub-flag: suspended.
    pub suspended: i64,
    /// Sub-flag: without a written source.
    pub no_source_document: i64,
    /// Calendar days late, summed over the tasks that were done late.
    pub days_late: i64,
}

impl TaskCounts {
    /// Đã hoàn thành.
    #[must_use]
    pub const fn done(&self) -> i64 {
        self.done_on_time + self.done_late
    }

    /// Chưa hoàn thành.
    #[must_use]
    pub const fn open(&self) -> i64 {
        self.open_in_time + self.open_overdue + self.open_no_deadline
    }

    /// Tổng số nhiệm vụ.
    #[must_use]
    pub const fn total(&self) -> i64 {
        self.done() + self.open()
    }

    /// Open tasks that have a due date.
    #[must_use]
    pub const fn open_with_deadline(&self) -> i64 {
        self.open_in_time + self.open_overdue
    }

    /// The number behind a bucket.
    #[must_use]
    pub const fn of(&self, bucket: TaskBucket) -> i64 {
        match bucket {
            TaskBucket::DoneOnTime => self.done_on_time,
            TaskBucket::DoneLate => self.done_late,
            TaskBucket::OpenInTime => self.open_in_time,
            TaskBucket::OpenOverdue => self.open_overdue,
            TaskBucket::OpenNoDeadline => self.open_no_deadline,
            TaskBucket::Cancelled => self.cancelled,
        }
    }

    /// Adds another scope.
    pub fn add(&mut self, other: &TaskCounts) {
        self.done_on_time += other.done_on_time;
        self.done_late += other.done_late;
        self.open_in_time += other.open_in_time;
        self.open_overdue += other.open_overdue;
        self.open_no_deadline += other.open_no_deadline;
        self.cancelled += other.cancelled;
        self.tracked += other.tracked;
        self.received_in_time += other.received_in_time;
        self.confirmed += other.confirmed;
        self.confirmed_first_time += other.confirmed_first_time;
        self.on_time_by_extension += other.on_time_by_extension;
        self.inherited += other.inherited;
        self.awaiting_confirmation += other.awaiting_confirmation;
        self.suspended += other.suspended;
        self.no_source_document += other.no_source_document;
        self.days_late += other.days_late;
    }

    /// On time and late shares of what is done; empty texts become "–" when nothing is done.
    #[must_use]
    pub fn done_shares(&self, decimals: u8) -> [String; 2] {
        share_pair(self.done_on_time, self.done_late, decimals)
    }

    /// In time, overdue and without deadline, as shares of what is open.
    #[must_use]
    pub fn open_shares(&self, decimals: u8) -> [String; 3] {
        share_triple(self.open_in_time, self.open_overdue, self.open_no_deadline, decimals)
    }
}

fn texts(parts: &[i64], decimals: u8) -> Vec<String> {
    let parts: Vec<u64> = parts.iter().map(|part| u64::try_from(*part).unwrap_or(0)).collect();
    if parts.iter().sum::<u64>() == 0 {
        return parts.iter().map(|_| "–".to_owned()).collect();
    }
    crate::format::percent_of_shares(&parts, decimals)
}

/// Two parts of one denominator as percentages that add up to 100; "–" for a denominator of 0.
#[must_use]
pub fn share_pair(first: i64, second: i64, decimals: u8) -> [String; 2] {
    let mut shown = texts(&[first, second], decimals).into_iter();
    std::array::from_fn(|_| shown.next().unwrap_or_default())
}

/// Three parts of one denominator as percentages that add up to 100; "–" for a denominator of 0.
#[must_use]
pub fn share_triple(first: i64, second: i64, third: i64, decimals: u8) -> [String; 3] {
    let mut shown = texts(&[first, second, third], decimals).into_iter();
    std::array::from_fn(|_| shown.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quang_nam() -> TaskCounts {
        TaskCounts { done_on_time: 81, done_late: 168, open_in_time: 177, open_overdue: 130, ..TaskCounts::default() }
    }

    fn plain(shares: &[String]) -> Vec<&str> {
        shares.iter().map(|share| share.strip_suffix("\u{a0}%").expect("a share ends with its unit")).collect()
    }

    /// A04-01: the shares of the article, with two decimals and with one.
    #[test]
    fn shares_of_f000() {
        let counts = quang_nam();
        assert_eq!((counts.total(), counts.done(), counts.open()), (556, 249, 307));
        assert_eq!(plain(&counts.done_shares(2)), ["32,53", "67,47"]);
        assert_eq!(plain(&counts.open_shares(2)), ["57,65", "42,35", "0,00"]);
        assert_eq!(plain(&counts.done_shares(1)), ["32,5", "67,5"]);
        assert_eq!(plain(&counts.open_shares(1)), ["57,7", "42,3", "0,0"]);
    }

    #[test]
    fn nothing_is_a_dash() {
        assert_eq!(TaskCounts::default().done_shares(2), ["–", "–"]);
    }
}
