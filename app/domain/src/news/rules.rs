//! The editorial work as a table (07 §3). Everything that is not in the table is refused.

use model::news::ArticleAction::{
    self, Approve, Archive, Correct, Create, Expire, Pass, ProposeCorrection, Publish, Reopen, Return, Save, Submit, SubmitForApproval, Unapprove, Unpublish,
};
use model::news::ArticleState::{self, Approved, Archived, AwaitingApproval, AwaitingEdit, Draft, Expired, Published, Unpublished};

/// Who may take a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// May write for the site; the text of somebody else is for editors.
    Writer,
    /// May edit on the site.
    Editor,
    /// May place and publish on the site.
    ManagingEditor,
    /// May approve on the site.
    EditorInChief,
    /// May approve on the site and wrote neither the article nor its newest text.
    EditorInChiefNotAuthor,
    /// The portal itself, at the time that was set.
    System,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// State before; `None` for a new article.
    pub from: Option<ArticleState>,
    /// What is done.
    pub action: ArticleAction,
    /// States after; the first one unless the actor chooses another.
    pub to: &'static [ArticleState],
    /// Any of these may do it.
    pub who: &'static [Who],
}

const fn step(from: ArticleState, action: ArticleAction, to: &'static [ArticleState], who: &'static [Who]) -> Step {
    Step { from: Some(from), action, to, who }
}

/// The table of 07 §3. The correction of a published article has two rows, because two people do it.
pub const STEPS: &[Step] = &[
    Step { from: None, action: Create, to: &[Draft], who: &[Who::Writer, Who::Editor] },
    step(Draft, Save, &[Draft], &[Who::Writer, Who::Editor]),
    step(AwaitingEdit, Save, &[AwaitingEdit], &[Who::Editor]),
    step(Draft, Submit, &[AwaitingEdit], &[Who::Writer]),
    step(Draft, SubmitForApproval, &[AwaitingApproval], &[Who::Editor]),
    step(AwaitingEdit, Return, &[Draft], &[Who::Editor]),
    step(AwaitingEdit, Pass, &[AwaitingApproval], &[Who::Editor]),
    step(AwaitingApproval, Return, &[AwaitingEdit, Draft], &[Who::EditorInChief]),
    step(AwaitingApproval, Approve, &[Approved], &[Who::EditorInChiefNotAuthor]),
    step(Approved, Publish, &[Published], &[Who::System, Who::ManagingEditor]),
    step(Approved, Unapprove, &[AwaitingApproval], &[Who::EditorInChief]),
    step(Published, ProposeCorrection, &[Published], &[Who::Editor]),
    step(Published, Correct, &[Published], &[Who::EditorInChiefNotAuthor]),
    step(Published, Unpublish, &[Unpublished], &[Who::EditorInChief]),
    step(Published, Expire, &[Expired], &[Who::System]),
    step(Unpublished, Archive, &[Archived], &[Who::ManagingEditor]),
    step(Expired, Archive, &[Archived], &[Who::ManagingEditor]),
    step(Unpublished, Reopen, &[Draft], &[Who::Editor]),
    step(Expired, Reopen, &[Draft], &[Who::Editor]),
];

/// What the actor may do on the site of an article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Powers {
    /// May write.
    pub write: bool,
    /// May edit.
    pub edit: bool,
    /// May place and publish.
    pub publish: bool,
    /// May approve.
    pub approve: bool,
    /// Wrote the article or its newest text.
    pub author: bool,
    /// Is the portal itself.
    pub system: bool,
}

impl Powers {
    /// True if one of the listed people is this actor.
    #[must_use]
    pub fn fit(self, who: &[Who]) -> bool {
        who.iter().any(|who| match who {
            Who::Writer => self.write && (self.author || self.edit),
            Who::Editor => self.edit,
            Who::ManagingEditor => self.publish,
            Who::EditorInChief => self.approve,
            Who::EditorInChiefNotAuthor => self.approve && !self.author,
            Who::System => self.system,
        })
    }
}

/// The row for this action in this state.
#[must_use]
pub fn find(from: Option<ArticleState>, action: ArticleAction) -> Option<&'static Step> {
    STEPS.iter().find(|step| step.from == from && step.action == action)
}

/// Who may take this step: in this state, or, if the state does not allow it, in any other.
#[must_use]
pub fn who(state: ArticleState, action: ArticleAction) -> Vec<Who> {
    match find(Some(state), action) {
        Some(step) => step.who.to_vec(),
        None => STEPS.iter().filter(|step| step.action == action).flat_map(|step| step.who).copied().collect(),
    }
}

/// What the actor may do now, in the order of the table; changing the text is [`may_edit`]. A writer who is an editor too asks
/// for approval directly.
#[must_use]
pub fn available(state: ArticleState, powers: Powers, correction: bool) -> Vec<ArticleAction> {
    STEPS
        .iter()
        .filter(|step| step.from == Some(state) && powers.fit(step.who))
        .map(|step| step.action)
        .filter(|action| *action != Save && (*action != Correct || correction) && (*action != Submit || !powers.edit))
        .collect()
}

/// True if the text may be changed in this state by this actor: the author a draft, an editor a draft or what waits for editing.
#[must_use]
pub fn may_edit(state: ArticleState, powers: Powers) -> bool {
    find(Some(state), Save).is_some_and(|step| powers.fit(step.who))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Powers = Powers { write: true, edit: true, publish: true, approve: true, author: false, system: true };

    #[test]
    fn a07_02_every_step_outside_the_table_is_refused() {
        let mut allowed = 0;
        for state in ArticleState::ALL {
            for action in ArticleAction::ALL {
                allowed += usize::from(find(Some(*state), *action).is_some());
            }
        }
        assert_eq!(allowed, STEPS.len() - 1, "no row stands twice");
        for (state, action) in [
            (Draft, Approve),
            (Draft, Publish),
            (AwaitingEdit, Approve),
            (AwaitingEdit, Publish),
            (AwaitingApproval, Publish),
            (Approved, Correct),
            (Archived, Reopen),
            (Expired, Unpublish),
            (AwaitingApproval, Save),
        ] {
            assert!(find(Some(state), action).is_none(), "{state} {action}");
        }
    }

    #[test]
    fn a07_02_the_author_does_not_approve() {
        let author = Powers { author: true, ..ALL };
        assert!(available(AwaitingApproval, ALL, false).contains(&Approve));
        assert!(!available(AwaitingApproval, author, false).contains(&Approve));
        assert!(!available(Published, author, true).contains(&Correct));
    }

    #[test]
    fn a_state_without_the_step_asks_for_the_right_of_the_others() {
        assert_eq!(who(AwaitingEdit, Return), [Who::Editor]);
        assert_eq!(who(Draft, Return), [Who::Editor, Who::EditorInChief]);
        assert_eq!(who(Draft, Approve), [Who::EditorInChiefNotAuthor]);
    }

    #[test]
    fn each_role_has_its_steps() {
        let writer = Powers { write: true, author: true, ..Powers::default() };
        assert_eq!(available(Draft, writer, false), [Submit]);
        assert!(available(AwaitingEdit, writer, false).is_empty());
        assert!(may_edit(Draft, writer) && !may_edit(AwaitingEdit, writer));
        assert!(!may_edit(Draft, Powers { author: false, ..writer }));
        let editor = Powers { write: true, edit: true, ..Powers::default() };
        assert_eq!(available(Draft, editor, false), [SubmitForApproval]);
        assert_eq!(available(AwaitingEdit, editor, false), [Return, Pass]);
        assert!(available(AwaitingApproval, editor, false).is_empty());
        assert_eq!(available(Published, editor, true), [ProposeCorrection]);
        let chief = Powers { approve: true, publish: true, ..Powers::default() };
        assert_eq!(available(AwaitingApproval, chief, false), [Return, Approve]);
        assert_eq!(available(Approved, chief, false), [Publish, Unapprove]);
        assert_eq!(available(Published, chief, true), [Correct, Unpublish]);
        assert!(available(Published, Powers::default(), true).is_empty());
    }
}
