//! The work on a dossier: who does it, and the next step.

use super::{chosen, id, note};
use crate::dossiers::ProcessingStage;
use crate::errors::FieldErrors;
use serde::{Deserialize, Serialize};

/// D09: put somebody in charge (or take the dossier oneself).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssignForm {
    /// Person in charge; empty means the actor.
    #[serde(rename = "can_bo")]
    pub officer: String,
    /// Words for the officer.
    #[serde(rename = "ghi_chu")]
    pub note: String,
}

/// A checked [`AssignForm`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assign {
    /// Person in charge; none means the actor.
    pub officer: Option<i64>,
    /// Words for the officer.
    pub note: String,
}

impl AssignForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Assign, FieldErrors> {
        let mut errors = FieldErrors::new();
        let officer = id(&mut errors, "can_bo", &self.officer, "Người được chọn không đúng. Hãy chọn lại trong danh sách.");
        let note = note(&mut errors, "ghi_chu", &self.note);
        errors.into_result(Assign { officer, note })
    }
}

/// D10: move to another step of the work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    /// The next step, a stored [`ProcessingStage`].
    #[serde(rename = "den")]
    pub to: String,
    /// Words for the next person; a reason when the dossier goes back.
    #[serde(rename = "ghi_chu")]
    pub note: String,
}

/// A checked [`MoveForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The next step.
    pub to: ProcessingStage,
    /// Words for the next person; a reason when the dossier goes back.
    pub note: String,
}

impl MoveForm {
    /// Checks the form. Whether the move needs a reason is known only with the dossier.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Move, FieldErrors> {
        let mut errors = FieldErrors::new();
        let to = chosen(&mut errors, "", &self.to, "Bước cần chuyển không đúng. Hãy tải lại trang.");
        let note = note(&mut errors, "ghi_chu", &self.note);
        match to {
            Some(to) => errors.into_result(Move { to, note }),
            None => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_officer_is_a_number_or_oneself() {
        let assign = |officer: &str| AssignForm { officer: officer.into(), ..AssignForm::default() }.validate();
        assert_eq!(assign("").unwrap().officer, None);
        assert_eq!(assign(" 7 ").unwrap().officer, Some(7));
        assert!(assign("bảy").unwrap_err().of("can_bo").is_some());
    }

    #[test]
    fn a_step_is_one_of_the_work() {
        let to = |to: &str| MoveForm { to: to.into(), ..MoveForm::default() }.validate();
        assert_eq!(to("drafting").unwrap().to, ProcessingStage::Drafting);
        assert!(to("").is_err() && to("xong").is_err());
    }
}
