//! Reminders and escalation (04 §6): the rules, whom they speak to, and their words.

mod rules;
mod schedule;
mod times;

pub use rules::{Occasion, TaskFacts, begins_week, daily, days_since, express};
pub use schedule::Schedule;
pub use times::{ScheduleChange, ScheduleForm, ScheduleLine};

use super::TaskState;
use crate::format;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

text_enum! {
    /// Why somebody is reminded of a task.
    pub enum ReminderRule {
        Overdue = "overdue" => "Quá hạn", DueToday = "due_today" => "Đến hạn", DueSoon = "due_soon" => "Sắp đến hạn",
        ExpressMost = "express_most" => "Hỏa tốc, sắp hết thời gian", ExpressHalf = "express_half" => "Hỏa tốc, đã qua nửa thời gian",
        NotAccepted = "not_accepted" => "Chưa tiếp nhận", Unconfirmed = "unconfirmed" => "Báo cáo chờ xác nhận",
        Explain = "explain" => "Yêu cầu giải trình", Escalated = "escalated" => "Quá hạn, báo nơi theo dõi",
        ChairList = "chair_list" => "Quá hạn lâu, danh sách tuần",
    }
}

text_enum! {
    /// As whom somebody is reminded.
    pub enum ReminderRole {
        InCharge = "in_charge" => "người thực hiện", DivisionHead = "division_head" => "lãnh đạo phòng của người thực hiện",
        UnitLeader = "unit_leader" => "lãnh đạo đơn vị chủ trì", UnitHead = "unit_head" => "người đứng đầu đơn vị chủ trì",
        Clerk = "clerk" => "văn thư đơn vị chủ trì", Monitor = "monitor" => "chuyên viên theo dõi", Assigner = "assigner" => "lãnh đạo giao nhiệm vụ",
        MonitorHead = "monitor_head" => "lãnh đạo của chuyên viên theo dõi", Chair = "chair" => "Chủ tịch Ủy ban nhân dân tỉnh",
    }
}

impl ReminderRule {
    /// Whom the rule speaks to.
    #[must_use]
    pub const fn roles(self) -> &'static [ReminderRole] {
        use ReminderRole as R;
        match self {
            ReminderRule::DueSoon | ReminderRule::DueToday | ReminderRule::ExpressHalf | ReminderRule::ExpressMost => &[R::InCharge, R::DivisionHead],
            ReminderRule::Overdue => &[R::InCharge, R::UnitLeader],
            ReminderRule::NotAccepted => &[R::UnitLeader, R::Clerk],
            ReminderRule::Unconfirmed => &[R::MonitorHead],
            ReminderRule::Escalated => &[R::Monitor, R::Assigner],
            ReminderRule::Explain => &[R::UnitHead],
            ReminderRule::ChairList => &[R::Chair],
        }
    }

    /// What it says of a task. `days` are working days, for express tasks the share of the time in percent.
    #[must_use]
    pub fn words(self, days: i64) -> String {
        match self {
            ReminderRule::DueSoon => format!("còn {days} ngày làm việc"),
            ReminderRule::DueToday => "ngày làm việc cuối trước khi hết hạn".to_owned(),
            ReminderRule::ExpressHalf | ReminderRule::ExpressMost => format!("đã qua {days}\u{a0}% thời gian"),
            ReminderRule::NotAccepted => format!("giao đã {days} ngày làm việc, chưa tiếp nhận"),
            ReminderRule::Unconfirmed => format!("báo cáo hoàn thành chờ xác nhận đã {days} ngày làm việc"),
            ReminderRule::Overdue | ReminderRule::Escalated | ReminderRule::Explain | ReminderRule::ChairList => format!("quá hạn {days} ngày làm việc"),
        }
    }

    /// The rule in a sentence, for "Vì sao tôi nhận tin này".
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            ReminderRule::DueSoon => "Trước hạn, người thực hiện và lãnh đạo phòng được nhắc theo số ngày làm việc đã đặt.",
            ReminderRule::DueToday => "Ngày làm việc cuối cùng của hạn, người thực hiện và lãnh đạo phòng được nhắc.",
            ReminderRule::Overdue => "Mỗi ngày làm việc quá hạn, người thực hiện và lãnh đạo đơn vị chủ trì được nhắc.",
            ReminderRule::ExpressHalf => "Nhiệm vụ hỏa tốc được nhắc khi đã qua một nửa thời gian.",
            ReminderRule::ExpressMost => "Nhiệm vụ hỏa tốc được nhắc lần nữa khi thời gian gần hết.",
            ReminderRule::NotAccepted => "Nhiệm vụ đã giao mà chưa được tiếp nhận thì báo lãnh đạo và văn thư đơn vị chủ trì.",
            ReminderRule::Unconfirmed => "Báo cáo hoàn thành chờ xác nhận lâu thì báo lãnh đạo của chuyên viên theo dõi.",
            ReminderRule::Explain => "Nhiệm vụ quá hạn lâu thì người đứng đầu đơn vị chủ trì phải giải trình trên trang nhiệm vụ.",
            ReminderRule::Escalated => "Nhiệm vụ quá hạn nhiều ngày thì báo chuyên viên theo dõi và lãnh đạo giao nhiệm vụ.",
            ReminderRule::ChairList => "Nhiệm vụ quá hạn lâu vào danh sách gửi Chủ tịch Ủy ban nhân dân tỉnh mỗi tuần.",
        }
    }

    /// The rule in the summary of a bundle, after the number of tasks.
    const fn counted(self) -> &'static str {
        match self {
            ReminderRule::Overdue | ReminderRule::Escalated | ReminderRule::ChairList => "quá hạn",
            ReminderRule::DueToday => "đến ngày làm việc cuối của hạn",
            ReminderRule::DueSoon => "sắp đến hạn",
            ReminderRule::ExpressHalf | ReminderRule::ExpressMost => "hỏa tốc",
            ReminderRule::NotAccepted => "chưa tiếp nhận",
            ReminderRule::Unconfirmed => "chờ xác nhận",
            ReminderRule::Explain => "cần giải trình",
        }
    }
}

/// "3 nhiệm vụ quá hạn, 1 sắp đến hạn": what a bundle is about, the most urgent first. `said` are tasks with the rule that
/// speaks of them; a task of which several rules say the same counts once.
#[must_use]
pub fn summary(said: &[(i64, ReminderRule)], noun: &str) -> String {
    let mut parts: Vec<(&'static str, BTreeSet<i64>)> = Vec::new();
    for rule in ReminderRule::ALL {
        let tasks: BTreeSet<i64> = said.iter().filter(|(_, other)| other == rule).map(|(task, _)| *task).collect();
        match parts.iter_mut().find(|(words, _)| *words == rule.counted()) {
            Some((_, known)) => known.extend(tasks),
            None if !tasks.is_empty() => parts.push((rule.counted(), tasks)),
            None => {}
        }
    }
    let numbers = parts.iter().map(|(words, tasks)| (words, tasks.len())).enumerate();
    let texts: Vec<String> = numbers.map(|(at, (words, n))| if at == 0 { format!("{n} {noun} {words}") } else { format!("{n} {words}") }).collect();
    texts.join(", ")
}

/// One task of a bundle, as it was said, and where the task stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderLine {
    /// Mã nhiệm vụ.
    pub code: String,
    /// Nội dung.
    pub title: String,
    /// Đơn vị chủ trì now; empty if the reader may not see the task any more.
    pub lead_unit: String,
    /// The rule that spoke.
    pub rule: ReminderRule,
    /// As whom the reader was reminded.
    pub role: ReminderRole,
    /// Due date at that time.
    pub due_on: Option<NaiveDate>,
    /// Working days left or over; for express tasks percent of the time.
    pub days: i64,
    /// State of the task now; none if the reader may not see the task any more.
    pub state: Option<TaskState>,
}

impl ReminderLine {
    /// "Quy tắc … Bạn nhận tin với vai trò … ngày …": why this line came (rule, role, date).
    #[must_use]
    pub fn why(&self, at: DateTime<Utc>) -> String {
        format!("{} Bạn nhận tin với vai trò {}, ngày {}.", self.rule.why(), self.role.label(), format::date(format::local_date(at)))
    }
}

/// A bundle of reminders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderPage {
    /// Code in the address.
    pub code: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// How many lines each rule has.
    pub counts: Vec<(ReminderRule, i64)>,
    /// Its first lines, the most urgent rule first.
    pub lines: Vec<ReminderLine>,
}

impl ReminderPage {
    /// How many lines a rule has, shown or not.
    #[must_use]
    pub fn count(&self, rule: ReminderRule) -> i64 {
        self.counts.iter().find(|(other, _)| *other == rule).map_or(0, |(_, n)| *n)
    }

    /// How many lines the bundle has, shown or not.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.counts.iter().map(|(_, n)| *n).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_in_words() {
        use ReminderRule as R;
        assert_eq!(summary(&[(1, R::DueSoon), (2, R::Overdue), (3, R::Overdue)], "nhiệm vụ"), "2 nhiệm vụ quá hạn, 1 sắp đến hạn");
        // Several rules may speak of one task: to a Chair who gave it, of the escalation and of the weekly list.
        assert_eq!(summary(&[(1, R::Escalated), (1, R::ChairList), (2, R::Overdue)], "NV"), "2 NV quá hạn");
        assert_eq!(summary(&[], "NV"), "");
        let line = ReminderLine {
            code: "NV-2026-000001".into(),
            title: "Rà soát".into(),
            lead_unit: "Sở Nội vụ".into(),
            rule: R::Overdue,
            role: ReminderRole::UnitLeader,
            due_on: None,
            days: 4,
            state: Some(TaskState::InProgress),
        };
        assert_eq!(line.rule.words(line.days), "quá hạn 4 ngày làm việc");
        let at = DateTime::UNIX_EPOCH;
        assert!(line.why(at).ends_with("Bạn nhận tin với vai trò lãnh đạo đơn vị chủ trì, ngày 01/01/1970."), "{}", line.why(at));
    }
}
