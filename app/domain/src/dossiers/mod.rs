//! Dossiers: from submission to the returned result (02).
//!
//! [`rules`] holds the table of steps; every use case goes through `act`, which checks right, version and table and
//! writes row, event, audit and messages in one transaction. Times come from `timing`, permissions from `access`.

mod access;
mod act;
mod adjust;
pub mod apply;
mod bulk;
pub mod consult;
pub(crate) mod continued;
mod counter;
mod create;
mod desk;
mod digitise;
pub mod draft;
mod due_watch;
mod events;
mod extension;
mod finish;
pub mod guest;
mod handover;
mod intake;
mod papers;
pub mod partners;
pub mod payments;
mod periods;
mod process;
mod proposals;
pub mod receipt;
pub(crate) mod recompute;
mod register;
pub mod results;
mod row;
pub mod rules;
mod staff;
mod supplement;
mod timing;
pub mod tracking;
mod transfer;
mod view;
mod waiting;
mod withdraw;
mod workflow;

pub use adjust::{adjustment, adjustment_evidence, decide_adjustment, request_adjustment};
pub use bulk::{accept_many, handover_list, hands, ready_to_receive, receive_many};
pub use counter::receive_at_counter;
pub use create::{Dossier, NewDossier, NewPart, cancel_submission, create_submitted, resubmit};
pub use desk::{DESK_LIMIT, counts, list, list_up_to};
pub use digitise::{check_scan, scan, scan_count, scan_of, scans};
pub use due_watch::{WATCH_JOB, Watched, plan_watch, watch};
pub use extension::{decide_extension, extension_preview, pending_extension, propose_extension};
pub use finish::{publish_result, publish_with_facts, return_result, stop};
pub use handover::{hand_over, handover_paper, handovers};
pub use intake::{preview_receipt, receive, refuse_intake, request_intake_supplement};
pub use papers::{PaperFile, paper, paper_file};
pub use periods::reach_back;
pub use process::{move_stage, start_processing};
pub use proposals::proposal_acts;
pub use register::{REGISTER_LIMIT, Rows, register, register_paper};
pub use staff::staff;
pub use supplement::{approve_supplement, decline_supplement, propose_supplement, provide_supplement, supplement_expired};
pub use transfer::{decide_transfer, pending_transfer, propose_transfer, transfer_choices};
pub use view::{allowed, by_any_code, file_for, open, require_right, timeline};
pub use waiting::{waiting_load, work_items};
pub use withdraw::{accept_withdrawal, cancel_withdrawal, reject_withdrawal, request_withdrawal};
pub use workflow::step_times;
