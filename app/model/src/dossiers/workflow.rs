//! Where a dossier stands in the workflow of its procedure, and how long each step took (02 §2, 03 §3 rule 7).
//!
//! The workflow guides people: its steps have no state of their own. Which step holds the dossier follows from its events, by the
//! code of the step ("tham-dinh"), else by who does the work. Waiting for the applicant counts for nobody.

use super::{DossierState, ProcessingStage, TimelineEntry};
use crate::access::Role;
use crate::calendar::{WorkCalendar, duration_text};
use crate::procedures::FlowStep;
use chrono::{DateTime, Utc};

/// A step of the workflow with the working time that one dossier spent in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTime {
    /// Code of the step.
    pub code: String,
    /// Name of the step.
    pub name: String,
    /// Who takes it.
    pub role: Role,
    /// Working minutes that it may take; 0 for no limit of its own.
    pub allowed: i64,
    /// Working minutes spent so far, over all visits; none where a calendar is missing.
    pub spent: Option<i64>,
    /// True if the dossier was in it.
    pub visited: bool,
    /// True if it is in it now.
    pub current: bool,
    /// The officials who took it, each once, in the order of their acts; whoever holds it now last.
    pub who: Vec<String>,
}

impl StepTime {
    fn new(step: &FlowStep) -> Self {
        Self {
            code: step.code.clone(),
            name: step.name.clone(),
            role: step.role,
            allowed: step.hours * 60,
            spent: Some(0),
            visited: false,
            current: false,
            who: Vec::new(),
        }
    }

    fn spend(&mut self, from: DateTime<Utc>, to: DateTime<Utc>, who: &str, cal: &WorkCalendar) {
        let minutes = cal.working_minutes_between(from, to).ok();
        self.spent = self.spent.zip(minutes).map(|(spent, more)| spent + more.max(0));
        self.visited = true;
        if !who.is_empty() && !self.who.iter().any(|name| name == who) {
            self.who.push(who.to_owned());
        }
    }

    /// Working minutes over its share; 0 without a limit, in time, or where nothing is known.
    #[must_use]
    pub fn late(&self) -> i64 {
        if self.allowed == 0 { 0 } else { self.spent.map_or(0, |spent| (spent - self.allowed).max(0)) }
    }

    /// "40 giờ làm việc" as days and hours, "không đặt giờ".
    #[must_use]
    pub fn allowed_text(&self) -> String {
        if self.allowed == 0 { "Không đặt giờ".to_owned() } else { words(self.allowed) }
    }

    /// How the step stands: "Chưa đến", "Trong hạn", "Còn 6 giờ", "Quá 1 giờ".
    #[must_use]
    pub fn standing(&self) -> String {
        let Some(spent) = self.spent else { return "Chưa có lịch làm việc".to_owned() };
        if !self.visited {
            return "Chưa đến".to_owned();
        }
        match (self.late(), self.current) {
            (0, true) if self.allowed == 0 => "Đang làm".to_owned(),
            (0, true) if spent == self.allowed => "Hết giờ của bước".to_owned(),
            (0, true) => format!("Còn {}", words(self.allowed - spent)),
            (0, false) => "Trong hạn".to_owned(),
            (late, _) => format!("Quá {}", words(late)),
        }
    }

    /// Working time spent in words; "–" before it came.
    #[must_use]
    pub fn spent_text(&self) -> String {
        match self.spent.filter(|_| self.visited) {
            None => "–".to_owned(),
            Some(0) => "0 phút".to_owned(),
            Some(minutes) => words(minutes),
        }
    }
}

fn words(minutes: i64) -> String {
    duration_text(u64::try_from(minutes).unwrap_or(0))
}

/// Codes and role of whoever holds a dossier in this state; none while the applicant has to act or nothing is left to do.
fn holder(state: DossierState, stage: Option<ProcessingStage>) -> Option<(&'static [&'static str], Option<Role>)> {
    use ProcessingStage as S;
    let held: (&'static [&'static str], Option<Role>) = match (state, stage) {
        (DossierState::Submitted, _) => (&["tiep-nhan"], Some(Role::Receptionist)),
        (DossierState::Received, _) => (&["phan-cong"], Some(Role::DivisionHead)),
        (DossierState::Processing, Some(S::Consulting)) => (&["xin-y-kien", "tham-dinh"], Some(Role::CaseOfficer)),
        (DossierState::Processing, Some(S::Drafting)) => (&["du-thao", "tham-dinh"], Some(Role::CaseOfficer)),
        (DossierState::Processing, Some(S::ToSign)) => (&["trinh-ky", "ky-duyet", "ky"], Some(Role::UnitLeader)),
        (DossierState::Processing, Some(S::Signed | S::Published)) => (&["cap-so", "phat-hanh"], Some(Role::Clerk)),
        (DossierState::Processing, _) => (&["tham-dinh"], Some(Role::CaseOfficer)),
        (DossierState::ResultReady, _) => (&["tra-ket-qua"], None),
        _ => return None,
    };
    Some(held)
}

fn place(steps: &[FlowStep], state: DossierState, stage: Option<ProcessingStage>) -> Option<usize> {
    let (codes, role) = holder(state, stage)?;
    let by_code = codes.iter().find_map(|code| steps.iter().position(|step| step.code == *code));
    by_code.or_else(|| steps.iter().position(|step| Some(step.role) == role))
}

/// The steps of a workflow with what one dossier spent in each until now; empty for a procedure without a workflow of its own.
/// `officer` is in charge now, `cal` the calendar of the competent unit.
#[must_use]
pub fn step_times(steps: &[FlowStep], timeline: &[TimelineEntry], officer: &str, now: DateTime<Utc>, cal: &WorkCalendar) -> Vec<StepTime> {
    let mut times: Vec<StepTime> = steps.iter().map(StepTime::new).collect();
    let mut here: Option<(usize, DateTime<Utc>)> = None;
    for entry in timeline {
        let next = place(steps, entry.to, entry.stage);
        if here.map(|(at, _)| at) == next {
            continue;
        }
        if let Some((at, since)) = here
            && let Some(time) = times.get_mut(at)
        {
            // Whoever ended a step did it, but for the applicant who asks to withdraw, and the portal itself.
            time.spend(since, entry.at, if entry.by_official { &entry.actor } else { "" }, cal);
        }
        here = next.map(|at| (at, entry.at));
    }
    if let Some((at, since)) = here
        && let Some(time) = times.get_mut(at)
    {
        let who = if time.role == Role::CaseOfficer { officer } else { "" };
        time.spend(since, now, who, cal);
        time.current = true;
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(code: &str, role: Role) -> FlowStep {
        FlowStep { code: code.into(), name: code.into(), role, hours: 8, next: Vec::new(), form: String::new() }
    }

    #[test]
    fn a_step_is_found_by_its_code_else_by_its_role() {
        let steps = [step("giao", Role::DivisionHead), step("tham-dinh", Role::CaseOfficer), step("du-thao", Role::CaseOfficer), step("cuoi", Role::Clerk)];
        let at = |state, stage| place(&steps, state, stage);
        assert_eq!(at(DossierState::Received, None), Some(0));
        assert_eq!(at(DossierState::Processing, Some(ProcessingStage::Assigned)), Some(1));
        assert_eq!(at(DossierState::Processing, Some(ProcessingStage::Consulting)), Some(1));
        assert_eq!(at(DossierState::Processing, Some(ProcessingStage::Drafting)), Some(2));
        assert_eq!(at(DossierState::Processing, Some(ProcessingStage::ToSign)), None, "nobody has a step for it");
        assert_eq!(at(DossierState::Processing, Some(ProcessingStage::Signed)), Some(3));
        for state in [DossierState::Submitted, DossierState::AwaitingSupplement, DossierState::ResultReady, DossierState::Returned] {
            assert_eq!(at(state, None), None, "{state}");
        }
    }

    #[test]
    fn words_of_a_step() {
        let of = |spent, current| StepTime { spent, visited: true, current, ..StepTime::new(&step("a", Role::Clerk)) };
        assert_eq!(of(Some(120), true).standing(), "Còn 6 giờ");
        assert_eq!(of(Some(480), true).standing(), "Hết giờ của bước");
        assert_eq!(of(Some(480), false).standing(), "Trong hạn");
        assert_eq!((of(Some(540), false).standing(), of(Some(540), false).late()), ("Quá 1 giờ".to_owned(), 60));
        assert_eq!((of(None, false).standing(), of(None, false).late()), ("Chưa có lịch làm việc".to_owned(), 0));
        assert_eq!(StepTime::new(&step("a", Role::Clerk)).standing(), "Chưa đến");
    }
}
