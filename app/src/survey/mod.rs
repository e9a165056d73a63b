//! Pages of the slice `survey`: the quarterly survey of eleven questions.
//!
//! | file | page |
//! |---|---|
//! | `answer` | `/khao-sat`: which agency; `/khao-sat/{ma}`: the questions about it |
//! | `results` | `/khao-sat/ket-qua`: the figures of a quarter, also as CSV |
//! | `desk` | `/can-bo/khao-sat`: the answers about the own units |
//! | `questions` | `/can-bo/khao-sat/cau-hoi`: the questions of the quarter to come |
//! | `api` | the actions |

mod answer;
mod api;
mod desk;
mod questions;
mod results;

use crate::web::{Policy, Routes, Rq};
use model::access::{Action, ObjectKind};
use model::survey::Quarter;
use ui::Tab;

const fn may(action: Action) -> Policy {
    Policy::Permission(action, ObjectKind::Rating)
}

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/khao-sat", Policy::Public, answer::choose)
        .page("/khao-sat/ket-qua", Policy::Public, results::page)
        .download("/khao-sat/ket-qua.csv", Policy::Public, results::csv)
        .page("/khao-sat/{ma}", Policy::Public, answer::page)
        .action("/khao-sat/{ma}", Policy::Public, api::answer)
        .page("/can-bo/khao-sat", may(Action::View), desk::page)
        .page("/can-bo/khao-sat/cau-hoi", may(Action::Moderate), questions::page)
        .action("/can-bo/khao-sat/cau-hoi", may(Action::Moderate), api::change_questions)
}

/// The quarter in the address; what cannot be read is the first that can be chosen.
fn quarter(rq: &Rq, quarters: &[Quarter]) -> Option<Quarter> {
    rq.query("quy").and_then(|text| text.parse().ok()).or_else(|| quarters.first().copied())
}

/// One link for each quarter; `rest` is the rest of the query.
fn tabs(path: &str, rest: &str, quarters: &[Quarter], current: Quarter) -> Vec<Tab> {
    let tab = |quarter: &Quarter| Tab {
        href: format!("{path}?quy={quarter}{rest}"),
        label: model::text::capital(&quarter.label()),
        count: None,
        current: *quarter == current,
    };
    quarters.iter().map(tab).collect()
}
