//! What the address of a statistics page asks for: `nhom`, `tu`, `den`, `tinh-den`, `co-cau`, `che-do`.

use crate::web::Rq;
use chrono::{Datelike, NaiveDate};
use model::format;
use model::stats::dossiers::VIEWS;
use model::stats::{MODES, OrgView, Period, StatMode, TaskFigure, UnitGroup};

/// The question of a page.
#[derive(Debug, Clone)]
pub struct Filter {
    /// The period.
    pub period: Period,
    /// The group that is shown; `None` takes the first that has tasks.
    pub group: Option<UnitGroup>,
    /// What could not be read, for the form.
    pub form: ui::FormState,
}

impl Filter {
    /// Reads the address. What cannot be read takes its default and stands as an error at its field.
    pub fn read(rq: &Rq) -> Self {
        let today = format::local_date(rq.portal.clock().now());
        let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
        let mut form = ui::FormState::default();
        for (name, value) in &rq.query {
            form = form.with_value(name.clone(), value.clone());
        }
        let mut day = |name: &str, default: NaiveDate| match rq.query(name).map(format::parse_date) {
            None => default,
            Some(Ok(day)) => day,
            Some(Err(error)) => {
                form.errors.push((name.to_owned(), error.to_string()));
                default
            }
        };
        let (from, to) = (day("tu", first), day("den", today));
        let as_of = day("tinh-den", today.min(to.max(from)));
        if to < from {
            form.errors.push(("den".to_owned(), "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi. Hãy sửa một trong hai ngày.".to_owned()));
        }
        let view = VIEWS.iter().find(|(_, word, _)| rq.query("co-cau") == Some(word)).map_or(OrgView::AsThen, |(view, ..)| *view);
        let mode = MODES.iter().find(|(_, word)| rq.query("che-do") == Some(word)).map_or(StatMode::Cohort, |(mode, _)| *mode);
        let period = domain::stats::tasks::sensible(Period { mode, from, to, as_of, view });
        Self { period, group: rq.query("nhom").and_then(|word| word.parse().ok()), form }
    }

    /// Query of the period, without group.
    pub fn query(&self) -> String {
        query(&self.period)
    }

    /// Address of the leaderboard with a group.
    pub fn board(&self, group: Option<UnitGroup>) -> String {
        let group = group.map_or_else(String::new, |group| format!("nhom={group}&"));
        format!("/xep-hang/nhiem-vu?{group}{}", self.query())
    }

    /// Options of "Cơ cấu tổ chức".
    pub fn view_options() -> Vec<ui::SelectOption> {
        VIEWS.iter().map(|(_, word, label)| ui::SelectOption::new(*word, *label)).collect()
    }

    /// The word of the view in force.
    pub fn view_word(&self) -> &'static str {
        view_word(self.period.view)
    }

    /// Options of "Nhiệm vụ được tính".
    pub fn mode_options() -> Vec<ui::SelectOption> {
        MODES.iter().map(|(mode, word)| ui::SelectOption::new(*word, mode.label())).collect()
    }

    /// The word of the mode in force.
    pub fn mode_word(&self) -> &'static str {
        MODES.iter().find(|(mode, _)| *mode == self.period.mode).map_or("", |(_, word)| word)
    }

    /// "từ 01/09 đến 13/12/2017", the year once where it is the same.
    pub fn period_text(&self) -> String {
        let Period { from, to, .. } = self.period;
        let first = if from.year() == to.year() { from.format("%d/%m").to_string() } else { format::date(from) };
        format!("từ {first} đến {}", format::date(to))
    }
}

fn view_word(view: OrgView) -> &'static str {
    VIEWS.iter().find(|(other, ..)| *other == view).map_or("", |(_, word, _)| word)
}

/// The query of a period.
pub fn query(period: &Period) -> String {
    let mode = MODES.iter().find(|(mode, _)| *mode == period.mode && *mode != StatMode::Cohort).map_or_else(String::new, |(_, word)| format!("&che-do={word}"));
    let view = if period.view == OrgView::AsThen { String::new() } else { format!("&co-cau={}", view_word(period.view)) };
    format!("tu={}&den={}&tinh-den={}{view}{mode}", period.from, period.to, period.as_of)
}

/// Whose figure it is.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// The whole tree.
    All,
    /// A group.
    Group(UnitGroup),
    /// A unit, by its code.
    Unit(&'a str),
}

/// Address of exactly the rows behind a figure.
pub fn rows_href(period: &Period, whose: Whose<'_>, figure: TaskFigure) -> String {
    let scope = match whose {
        Whose::All => String::new(),
        Whose::Group(group) => format!("&nhom={group}"),
        Whose::Unit(code) => format!("&don-vi={code}"),
    };
    format!("/xep-hang/nhiem-vu/danh-sach?muc={figure}{scope}&{}", query(period))
}
