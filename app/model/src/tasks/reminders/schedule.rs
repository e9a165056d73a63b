//! When reminders and digests leave, and how long each rule waits. Data: the table `task_schedule` holds it.

/// The times of reminders and digests. Days are working days, minutes are counted from midnight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Minute of the day at which reminders leave.
    pub remind_at: u16,
    /// Minute of the day at which digests leave.
    pub digest_at: u16,
    /// A digest that could not leave within these minutes does not leave any more.
    pub digest_life: u16,
    /// Day of weekly lists and digests, 1 is Monday; on a day off the next working day.
    pub weekly_on: u32,
    /// Reminders before the due date.
    pub before_days: Vec<u32>,
    /// Days overdue with SMS.
    pub sms_days: Vec<u32>,
    /// After the last of these, SMS again every so many days.
    pub sms_every: u32,
    /// A task may wait so long for its acceptance.
    pub accept_days: u32,
    /// A completion report may wait so long for its confirmation.
    pub confirm_days: u32,
    /// So long overdue, the monitor and the assigner learn of it.
    pub escalate_days: u32,
    /// So long overdue, the Chair reads of it and the unit explains.
    pub chair_days: u32,
    /// Shares of the time of an express task, percent: first and second reminder.
    pub express: [u32; 2],
}

impl Default for Schedule {
    /// The times of 04 §5 and §6.
    fn default() -> Self {
        Self {
            remind_at: 450,
            digest_at: 450,
            digest_life: 240,
            weekly_on: 1,
            before_days: vec![3, 1],
            sms_days: vec![1, 3, 5],
            sms_every: 5,
            accept_days: 1,
            confirm_days: 2,
            escalate_days: 3,
            chair_days: 10,
            express: [50, 80],
        }
    }
}

impl Schedule {
    /// True if a task that is so many working days overdue is worth an SMS: "+1, +3, +5 và mỗi tuần".
    #[must_use]
    pub fn sms_overdue(&self, days: u32) -> bool {
        let last = self.sms_days.iter().copied().max().unwrap_or_default();
        self.sms_days.contains(&days) || (days > last && (days - last).is_multiple_of(self.sms_every.max(1)))
    }

    /// "3 1" as numbers; words that are no numbers are left out.
    #[must_use]
    pub fn numbers(text: &str) -> Vec<u32> {
        text.split_whitespace().filter_map(|word| word.parse().ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sms_on_one_three_five_and_weekly() {
        let schedule = Schedule::default();
        let days: Vec<u32> = (0..22).filter(|days| schedule.sms_overdue(*days)).collect();
        assert_eq!(days, [1, 3, 5, 10, 15, 20]);
        assert_eq!(Schedule::numbers("3 1"), schedule.before_days);
    }
}
