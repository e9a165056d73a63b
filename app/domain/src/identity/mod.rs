//! People, accounts, sign-in, sessions, roles: who somebody is and what they may do (01 §2 to §8).

mod accounts;
pub mod crypto;
mod delegation;
mod grants;
mod help;
mod help_route;
mod idle;
mod joint;
mod password;
mod people;
mod protect;
mod reach;
mod session;
pub(crate) mod set_up;
mod sign_in;
mod store;
mod templates;
pub mod totp;
mod why;

use crate::actor::Actor;
use crate::cx::Portal;
use crate::error::Result;

pub use accounts::{
    AccountLine, LinkView, change_password, create_account, list_accounts, open_link, person_of_username, register_citizen, reset_account, set_account_state,
    use_link,
};
pub use delegation::{Delegation, DelegationInput, acting_for, create_delegation, delegations_of, end_delegation, may_be_delegated};
pub use grants::{GrantInput, Preview, RoleLine, grant, grant_role, preview, revoke_role, roles_of_person};
pub use help::{HelpLine, answer_help, ask_for_help, help_to_answer, move_help, own_help};
pub use help_route::{HELP_JOB, HelpFigures, help_figures, help_to_province};
pub use idle::{DISABLE_DAYS, IdleNight, WARN_DAYS, disable_idle};
pub use joint::{JointAct, confirm_joint, expire_joint, first_system_admins, joint_acts, propose_system_admin, propose_template, refuse_joint};
pub use people::{
    Employment, Person, PersonLine, account_line, add_person, add_position, by_national_id, employments, end_employment, national_id, person, positions,
    search_people, start_employment, update_person,
};
pub use protect::protect;
pub use session::{
    NewSession, SessionLine, absolute_limit, actor_of_session, end_all_sessions, end_other_sessions, end_own_session, end_session, idle_limit, own_sessions,
    start_session, switch_employment,
};
pub use sign_in::{CodeSource, REFUSED, SignInStep, confirm, prune, require_step_up, sign_in, step_up};
pub use templates::{TemplateImpact, template_impact, template_roles};
pub use why::{Answer, Question, why};

/// The part of identity in the work of each night: idle accounts, proposals that ran out, ended sign-ins and used codes.
///
/// # Errors
/// If the database cannot be written.
pub async fn nightly(portal: &Portal) -> Result<()> {
    disable_idle(portal).await?;
    let mut cx = portal.write(&Actor::system("Dọn dẹp")).await?;
    expire_joint(&mut cx).await?;
    prune(&mut cx).await?;
    cx.commit().await.map(|_| ())
}
