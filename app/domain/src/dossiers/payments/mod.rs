//! Fees and payments of dossiers (02 §15, D14–D16): charges, money that comes in, money that goes back, the books of partners.
//!
//! [`fees`] computes, `charge` writes what is due, `settle` takes money in, whoever reports it: the counter, the callback of a
//! partner. Every message about money is kept in `payment_event`, also repeated, wrong and late ones.

pub mod callback;
mod charge;
mod counter;
pub mod demo;
mod draft;
mod fees;
mod ledger;
mod order;
mod reconcile;
mod refund;
mod settle;
mod store;
mod view;

pub use charge::{add_charge, cancel_charge, payment_expired, request_payment};
pub(super) use charge::{before_receipt, on_receipt};
pub(super) use counter::take_with_receipt;
pub use counter::{confirm_paid, take_money};
pub(super) use draft::{link_draft, paid_for, unpaid};
pub use draft::{order_of_draft, waiting_order_of_draft};
pub use fees::preview;
pub use ledger::{difference, ledger, sums};
pub use order::{order_of_dossier, partner_address, vietqr};
pub use reconcile::{reconcile, resolve};
pub use refund::{decide_refund, propose_refund};
pub(super) use view::{charges, paid_sums};
pub use view::{money, money_of_applicant, receipt, receipt_of_applicant};
