//! Use cases of the slice `survey` (02 §18): eleven questions a quarter about every agency, answered once for a returned dossier.
//!
//! | file | what |
//! |---|---|
//! | `questions` | the set in force, the set of the quarter to come |
//! | `answer` | who may answer, answering |
//! | `results` | the figures, and the answers behind them |
//! | `export` | the figures as a table for files |

mod answer;
mod export;
mod questions;
mod results;

pub use answer::{answer, link, place, places};
pub use export::{HEADER, table};
pub use questions::{change_questions, in_force, newest};
pub use results::{find, lines, quarters, results};
