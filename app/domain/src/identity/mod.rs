//! People, accounts, sign-in, sessions, roles: who somebody is and what they may do (01 §2 to §8).

mod accounts;
pub(crate) mod applicants;
pub mod crypto;
mod delegation;
mod directory;
mod employments;
mod grants;
mod help;
mod help_route;
mod idle;
mod joint;
mod links;
mod near;
mod password;
mod people;
pub mod phone;
mod protect;
mod reach;
mod roles;
mod session;
pub(crate) mod set_up;
mod sign_in;
mod store;
mod system_admins;
mod templates;
pub mod totp;
mod why;

use crate::actor::Actor;
use crate::cx::Portal;
use crate::error::Result;

pub use accounts::{AccountLine, change_password, create_account, list_accounts, person_of_username, register_citizen, reset_account, set_account_state};
pub use delegation::{Delegation, acting_for, create_delegation, delegations_of, end_delegation, may_be_delegated};
pub use directory::{PersonLine, account_line, search_people};
pub use employments::{Employment, add_position, employments, end_employment, positions, start_employment};
pub use grants::{Preview, grant, grant_role, preview};
pub use help::{HelpEvent, HelpLine, answer_help, ask_for_help, help_to_answer, move_help, own_help};
pub use help_route::{HELP_JOB, HelpFigures, help_figures, help_to_province};
pub use idle::{DISABLE_DAYS, IdleNight, WARN_DAYS, disable_idle};
pub use joint::{JointAct, confirm_joint, expire_joint, joint_acts, propose_system_admin, propose_template, refuse_joint};
pub use links::{LinkView, open_link, use_link};
pub(crate) use near::Surroundings;
pub use people::{Person, add_person, by_national_id, national_id, person, update_person};
pub use protect::protect;
pub use roles::{RoleLine, revoke_role, roles_of_person};
pub use session::{
    NewSession, SessionLine, absolute_limit, actor_of_session, end_all_sessions, end_other_sessions, end_own_session, end_session, idle_limit, own_sessions,
    start_session, switch_employment,
};
pub use sign_in::{CodeSource, REFUSED, SignInStep, confirm, prune, require_step_up, sign_in, step_up};
pub use system_admins::first_system_admins;
pub use templates::{TemplateImpact, template_impact, template_roles};
pub use why::{Answer, Question, why};

pub use model::identity::{DelegationInput, GrantInput};

/// The part of identity in the work of each night: idle accounts, proposals that ran out, ended sign-ins and used codes.
///
/// # Errors
/// If the database cannot be written.
pub async fn nightly(portal: &Portal) -> Result<()> {
    disable_idle(portal).await?;
    let mut cx = portal.write(&Actor::system("Dọn dẹp")).await?;
    expire_joint(&mut cx).await?;
    prune(&mut cx).await?;
    phone::prune(&mut cx).await?;
    cx.commit().await.map(|_| ())
}
