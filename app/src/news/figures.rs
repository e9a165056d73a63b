//! "Tỉnh đang phục vụ thế nào": live numbers of the province, each leading to its rows.

use crate::web::Result;
use chrono::{DateTime, Utc};
use domain::Cx;
use leptos::prelude::*;

/// The numbers; empty parts are left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures;

/// Reads the numbers.
pub(super) async fn load(_cx: &mut Cx) -> Result<Figures> {
    Ok(Figures)
}

/// The band on the tint.
pub(super) fn band(_figures: Figures, _now: DateTime<Utc>) -> impl IntoView {
    None::<AnyView>
}
