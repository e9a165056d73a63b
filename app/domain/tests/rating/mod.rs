//! Ratings of returned dossiers (02 §18, C22, O19).

mod desk;
mod give;
pub mod support;
