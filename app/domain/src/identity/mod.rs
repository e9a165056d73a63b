//! People, accounts, sign-in, sessions, roles: who somebody is and what they may do (01 §2 to §8).

mod accounts;
pub mod crypto;
mod delegation;
mod grants;
mod help;
mod password;
mod people;
mod reach;
mod session;
pub(crate) mod set_up;
mod sign_in;
mod store;
pub mod totp;
mod why;

pub use accounts::{
    AccountLine, LinkView, change_password, create_account, list_accounts, open_link, person_of_username, register_citizen, reset_account, set_account_state,
    use_link,
};
pub use delegation::{Delegation, DelegationInput, acting_for, create_delegation, delegations_of, end_delegation, may_be_delegated};
pub use grants::{GrantInput, Preview, RoleLine, grant, grant_role, preview, revoke_role, roles_of_person};
pub use help::{HelpLine, answer_help, ask_for_help, help_to_answer, move_help, own_help};
pub use people::{
    Employment, PAGE, Person, PersonLine, account_line, add_person, add_position, by_national_id, employments, end_employment, national_id, person, positions,
    search_people, start_employment, update_person,
};
pub use session::{
    NewSession, SessionLine, absolute_limit, actor_of_session, end_all_sessions, end_other_sessions, end_own_session, end_session, idle_limit, own_sessions,
    start_session, switch_employment,
};
pub use sign_in::{CodeSource, REFUSED, SignInStep, confirm, prune, require_step_up, sign_in, step_up};
pub use why::{Answer, Question, why};
