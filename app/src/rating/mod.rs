//! Pages of the slice `rating`: ratings of returned dossiers.
//!
//! | file | page |
//! |---|---|
//! | `public` | `/danh-gia`, `/danh-gia/don-vi/{ma}`: shares of levels by unit, words that were approved |
//! | `rate` | `/danh-gia/{ma}`: giving and changing a rating (C22) |
//! | `list` | `/can-bo/danh-gia`: the list of officials (O19) |
//! | `detail` | `/can-bo/danh-gia/{ma}`: one rating with its forms |
//! | `api` | the actions |

mod api;
mod detail;
mod list;
mod public;
mod rate;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};
use model::rating::RatingLevel;

const fn may(action: Action) -> Policy {
    Policy::Permission(action, ObjectKind::Rating)
}

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/danh-gia", Policy::Public, public::units)
        .page("/danh-gia/don-vi/{ma}", Policy::Public, public::unit)
        .page("/danh-gia/{ma}", Policy::Public, rate::page)
        .action("/danh-gia/{ma}", Policy::Public, api::rate)
        .page("/can-bo/danh-gia", may(Action::View), list::page)
        .page("/can-bo/danh-gia/{ma}", may(Action::View), detail::page)
        .action("/can-bo/danh-gia/{ma}/tra-loi", may(Action::Edit), api::answer)
        .action("/can-bo/danh-gia/{ma}/theo-doi", may(Action::Edit), api::close_follow_up)
        .action("/can-bo/danh-gia/{ma}/duyet", may(Action::Moderate), api::moderate)
}

/// Colour of a level; the word always stands beside it.
const fn tone(level: RatingLevel) -> ui::Tone {
    match level {
        RatingLevel::VerySatisfied | RatingLevel::Satisfied => ui::Tone::Green,
        RatingLevel::Neutral => ui::Tone::Neutral,
        RatingLevel::Dissatisfied | RatingLevel::VeryDissatisfied => ui::Tone::Red,
    }
}
