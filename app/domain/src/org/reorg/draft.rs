//! The content of a draft: head, new units, lines.

use super::store::{self, Plan, PlanLine};
use super::{require, step};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use model::org::UnitInput;
use model::reorg::{LineForm, PlanAction, PlanForm};

async fn draft(cx: &mut Cx, id: i64) -> Result<Plan> {
    require(cx).await?;
    let mut plan = store::plan(&mut cx.conn(), id).await?;
    step(cx, &mut plan, PlanAction::Edit, "").await?;
    Ok(plan)
}

/// Changes title, basis and day of a draft.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid`, or `Conflict` once it is confirmed.
pub async fn edit(cx: &mut Cx, id: i64, input: &PlanForm) -> Result<()> {
    require(cx).await?;
    let new = input.validate(org::today(cx))?;
    let mut plan = store::plan(&mut cx.conn(), id).await?;
    (plan.title, plan.legal_basis, plan.effective_on) = (new.title, new.legal_basis, new.effective_on);
    step(cx, &mut plan, PlanAction::Edit, "").await
}

/// Adds a unit that the plan creates, or the new name of one that it renames. `parent` is the code of the unit above: one
/// that exists, or another new one of this plan.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid`, or `Conflict` once it is confirmed.
pub async fn add_unit(cx: &mut Cx, id: i64, input: &UnitInput, parent: &str) -> Result<i64> {
    let plan = draft(cx, id).await?;
    let known = store::units(&mut cx.conn(), id).await?;
    let code = model::org::canonical_code(parent);
    if code.is_empty() {
        return Err(Error::field("cap_tren", "Chưa có mã đơn vị cấp trên. Hãy nhập mã, ví dụ H99."));
    }
    let parent = match known.iter().find(|unit| unit.code == code) {
        Some(new) => (None, Some(new.id)),
        None => (Some(unit_of(cx, &code, plan.effective_on, "cap_tren").await?), None),
    };
    let input = UnitInput { valid_from: Some(plan.effective_on), parent_id: parent.0.or(parent.1), ..input.clone() };
    let new = input.validate()?;
    if known.iter().any(|unit| unit.code == new.code) {
        return Err(Error::field("ma", format!("Mã {} đã có trong phương án. Hãy chọn mã khác.", new.code)));
    }
    store::insert_unit(&mut cx.conn(), id, &new, parent).await
}

/// The unit with this code on the eve of the change, or on the day itself.
async fn unit_of(cx: &mut Cx, code: &str, on: chrono::NaiveDate, field: &str) -> Result<i64> {
    let eve = on.pred_opt().unwrap_or(on);
    let found = match org::by_code(cx, code, eve).await {
        Err(Error::NotFound | Error::Invalid(_)) => org::by_code(cx, code, on).await,
        other => other,
    };
    match found {
        Ok(unit) => Ok(unit.id),
        Err(Error::NotFound | Error::Invalid(_)) => {
            let (code, day) = (crate::import::shortened(code), on.format("%d/%m/%Y"));
            Err(Error::field(field, format!("Không có đơn vị nào mang mã {code} vào ngày {day}. Hãy kiểm tra lại mã.")))
        }
        Err(error) => Err(error),
    }
}

/// Adds a line: an old unit and what becomes of it.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid`, or `Conflict` once it is confirmed.
pub async fn add_line(cx: &mut Cx, id: i64, input: &LineForm) -> Result<i64> {
    let new = input.validate()?;
    let plan = draft(cx, id).await?;
    let from_id = unit_of(cx, &new.from, plan.effective_on, "don_vi_cu").await?;
    let planned = store::units(&mut cx.conn(), id).await?;
    // A new unit may take over the code of one that ends: within a plan its code means the new unit.
    let to_new_id = new.to.as_ref().and_then(|code| planned.iter().find(|unit| unit.code == *code)).map(|unit| unit.id);
    let to_id = match &new.to {
        Some(code) if to_new_id.is_none() => Some(unit_of(cx, code, plan.effective_on, "don_vi_moi").await?),
        _ => None,
    };
    let rule_key = new.rule_key.map(|key| key.as_str().to_owned()).unwrap_or_default();
    let line = PlanLine { id: 0, from_id, kind: new.kind.as_str().to_owned(), to_id, to_new_id, share: new.share, rule_key, rule_values: new.rule_values };
    store::insert_line(&mut cx.conn(), id, &line).await
}

/// Takes a line out of a draft.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Conflict` once it is confirmed.
pub async fn remove_line(cx: &mut Cx, id: i64, line: i64) -> Result<()> {
    draft(cx, id).await?;
    if store::delete_line(&mut cx.conn(), id, line).await? == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Takes a new unit out of a draft.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Conflict` while a line or another new unit needs it, or once the plan is confirmed.
pub async fn remove_unit(cx: &mut Cx, id: i64, unit: i64) -> Result<()> {
    draft(cx, id).await?;
    let used = store::lines(&mut cx.conn(), id).await?.iter().any(|line| line.to_new_id == Some(unit))
        || store::units(&mut cx.conn(), id).await?.iter().any(|other| other.parent_new_id == Some(unit));
    if used {
        return Err(Error::conflict("Đơn vị mới này đang được dùng trong phương án. Hãy bỏ các dòng và đơn vị trực thuộc của nó trước."));
    }
    if store::delete_unit(&mut cx.conn(), id, unit).await? == 0 { Err(Error::NotFound) } else { Ok(()) }
}
