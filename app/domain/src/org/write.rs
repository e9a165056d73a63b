//! Changing the tree: new units, new names, new parents, successions. Every change is serialised by one counter row, so
//! that the checks see what the transaction will leave behind.

use super::rules::{self, Period};
use super::{closure, store};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use model::FieldErrors;
use model::access::{Action, ObjectKind};
use model::org::{CodeScheme, EdgeRelation, NewUnit, Unit, UnitInput, UnitKind, UnitLevel};
use std::collections::{BTreeMap, HashMap};

/// One dated name of a unit, for the page of the unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitVersion {
    /// Row, for the optimistic check of [`new_version`].
    pub id: i64,
    /// Days.
    pub period: Period,
    /// Name.
    pub name: String,
    /// Agency code.
    pub code: String,
    /// Administrative code.
    pub dvhc_code: String,
}

/// A change of an existing unit: its data from a day on, and the version that the administrator saw.
#[derive(Debug, Clone)]
pub struct Change {
    /// The unit.
    pub unit_id: i64,
    /// The version that stood on the form.
    pub seen_version: i64,
    /// The new data.
    pub input: UnitInput,
}

/// Serialises the changes of the tree until the end of the transaction.
pub(super) async fn lock(cx: &mut Cx) -> Result<()> {
    renamed(cx).await?;
    cx.changed("org", "tree");
    Ok(())
}

/// Tells every process that somebody or something is called otherwise: names that it keeps hold no more.
///
/// # Errors
/// If the database cannot be written.
pub(crate) async fn renamed(cx: &mut Cx) -> Result<()> {
    crate::numbering::next(&mut cx.conn(), "org").await?;
    cx.changes_state();
    Ok(())
}

pub(super) fn require(cx: &Cx, action: Action, unit: Option<i64>) -> Result<()> {
    // A province has nobody above who could allow it: only the system itself sets one up.
    cx.require(action, ObjectKind::Unit, unit.unwrap_or_default())
}

/// Refuses a code that another unit has on a common day.
pub(super) async fn check_codes(cx: &mut Cx, unit: Option<i64>, new: &NewUnit, valid_to: Option<NaiveDate>) -> Result<()> {
    let period = Period::new(new.valid_from, valid_to);
    for (field, code) in [("ma", &new.code), ("ma_hanh_chinh", &new.dvhc_code)] {
        if code.is_empty() {
            continue;
        }
        let versions = store::versions_of_code(&mut cx.conn(), code).await?;
        let other = versions.iter().find(|row| Some(row.unit_id) != unit && Period::new(row.valid_from, row.valid_to).common(period).is_some());
        if let Some(other) = other {
            return Err(Error::field(field, format!("Mã {code} đang là mã của {}. Hãy chọn mã khác.", other.name)));
        }
        let aliases = store::aliases_of_code(&mut cx.conn(), code).await?;
        if aliases.iter().any(|row| Some(row.unit_id) != unit && Period::new(row.valid_from, row.valid_to).common(period).is_some()) {
            return Err(Error::field(field, format!("Mã {code} đang là mã cũ của một đơn vị khác. Hãy chọn mã khác.")));
        }
    }
    Ok(())
}

/// Creates a unit under its parent, open-ended.
///
/// # Errors
/// `Forbidden`, or `Invalid` with one sentence per field.
pub async fn create_unit(cx: &mut Cx, input: &UnitInput) -> Result<Unit> {
    require(cx, Action::Create, input.parent_id)?;
    let new = levelled(cx, input.validate()?).await?;
    let id = insert(cx, &new, None).await?;
    super::unit(cx, id, new.valid_from).await
}

/// Divisions, counters and branches stand on the level of the unit that they belong to.
pub(super) async fn levelled(cx: &mut Cx, mut new: NewUnit) -> Result<NewUnit> {
    if new.kind.is_commune() {
        new.level = UnitLevel::Commune;
    } else if let Some(parent) = new.parent_id.filter(|_| !new.kind.is_agency()) {
        new.level = super::unit(cx, parent, new.valid_from).await.map_or(new.level, |parent| parent.level);
    }
    Ok(new)
}

/// Creates a unit for a period that may lie in the past. Used by the seed and by imports.
pub(crate) async fn insert(cx: &mut Cx, new: &NewUnit, valid_to: Option<NaiveDate>) -> Result<i64> {
    lock(cx).await?;
    check_codes(cx, None, new, valid_to).await?;
    let now = cx.now();
    let id = store::insert_unit(&mut cx.conn(), new.kind.as_str()).await?;
    store::insert_version(&mut cx.conn(), id, new, valid_to, now).await?;
    if let Some(parent) = new.parent_id {
        check_parent(cx, parent, Period::new(new.valid_from, valid_to)).await?;
        store::insert_edge(&mut cx.conn(), parent, id, EdgeRelation::Administrative.as_str(), new.valid_from, valid_to).await?;
    }
    if Period::new(new.valid_from, valid_to).contains(super::today(cx)) {
        closure::closure_leaf(&mut cx.conn(), new.parent_id, id).await?;
    }
    cx.audit(AuditEvent::new("unit.created", "unit", &new.code).detail(&new.name));
    Ok(id)
}

/// Refuses a parent that does not exist on the first day.
pub(super) async fn check_parent(cx: &mut Cx, parent: i64, period: Period) -> Result<()> {
    let versions = store::versions(&mut cx.conn(), parent).await?;
    if versions.iter().any(|row| Period::new(row.valid_from, row.valid_to).contains(period.from)) {
        return Ok(());
    }
    Err(Error::field("cap_tren", format!("Đơn vị cấp trên chưa có hoặc đã kết thúc vào ngày {}. Hãy chọn đơn vị khác.", period.from.format("%d/%m/%Y"))))
}

/// Gives a unit new data from a day on; the version before ends on that day.
///
/// # Errors
/// `Forbidden`, `Invalid`, or `Conflict` if somebody changed the unit since the form was opened.
pub async fn new_version(cx: &mut Cx, change: &Change) -> Result<Unit> {
    require(cx, Action::Edit, Some(change.unit_id))?;
    let kind: UnitKind = store::kind(&mut cx.conn(), change.unit_id).await?.ok_or(Error::NotFound)?.parse()?;
    let mut new = UnitInput { kind: kind.as_str().to_owned(), ..change.input.clone() }.validate()?;
    lock(cx).await?;
    let versions = store::versions(&mut cx.conn(), change.unit_id).await?;
    let last = versions.last().ok_or(Error::NotFound)?;
    if last.id != change.seen_version {
        return Err(Error::conflict("Đơn vị này vừa được người khác cập nhật. Hãy tải lại; nội dung bạn vừa gõ vẫn còn ở dưới."));
    }
    let mut errors = FieldErrors::new();
    errors.require(last.valid_to.is_none(), "tu_ngay", "Đơn vị đã kết thúc hoạt động, không sửa được nữa.");
    let day = last.valid_from.format("%d/%m/%Y");
    errors.require(new.valid_from > last.valid_from, "tu_ngay", format!("Ngày hiệu lực phải sau ngày {day}, là ngày bắt đầu của thông tin hiện nay."));
    errors.into_result(())?;
    check_codes(cx, Some(change.unit_id), &new, None).await?;
    let now = cx.now();
    store::close_version(&mut cx.conn(), change.unit_id, new.valid_from).await?;
    store::insert_version(&mut cx.conn(), change.unit_id, &new, None, now).await?;
    let parent = super::unit(cx, change.unit_id, new.valid_from).await?.parent_id;
    if new.parent_id.is_some() && parent != new.parent_id {
        set_parent(cx, change.unit_id, new.parent_id.take().unwrap_or_default(), new.valid_from).await?;
    }
    cx.audit(AuditEvent::new("unit.versioned", "unit", &new.code).detail(format!("{} từ {}", new.name, new.valid_from.format("%d/%m/%Y"))));
    super::unit(cx, change.unit_id, new.valid_from).await
}

/// Puts a unit under another parent from a day on.
///
/// # Errors
/// `Forbidden` unless both places are covered; `Invalid` for a circle or a parent that does not exist then.
pub async fn move_unit(cx: &mut Cx, unit: i64, new_parent: i64, from: NaiveDate) -> Result<()> {
    require(cx, Action::Edit, Some(unit))?;
    lock(cx).await?;
    set_parent(cx, unit, new_parent, from).await?;
    cx.audit(AuditEvent::new("unit.versioned", "unit", unit).detail(format!("đơn vị cấp trên mới {new_parent} từ {}", from.format("%d/%m/%Y"))));
    Ok(())
}

async fn set_parent(cx: &mut Cx, unit: i64, parent: i64, from: NaiveDate) -> Result<()> {
    require(cx, Action::Edit, Some(parent))?;
    let period = Period::new(from, None);
    check_parent(cx, parent, period).await?;
    let edges = store::all_edges(&mut cx.conn()).await?;
    if rules::closes_circle(&rules::upward(&edges), parent, unit, period) {
        return Err(Error::field("cap_tren", "Đơn vị cấp trên đang trực thuộc chính đơn vị này. Hãy chọn đơn vị khác."));
    }
    store::close_edges(&mut cx.conn(), unit, from).await?;
    let left = store::parent_edges(&mut cx.conn(), unit).await?;
    if left.iter().any(|edge| Period::new(edge.valid_from, edge.valid_to).common(period).is_some()) {
        return Err(Error::field("tu_ngay", "Đơn vị đã có đơn vị cấp trên từ ngày này trở đi. Hãy chọn ngày sau đó."));
    }
    store::insert_edge(&mut cx.conn(), parent, unit, EdgeRelation::Administrative.as_str(), from, None).await?;
    rebuild_closure(cx).await
}

/// Notes a further relation between two units: professional guidance or hosting.
///
/// # Errors
/// `Forbidden`, or `Invalid` for the administrative relation, which [`move_unit`] changes.
pub async fn link(cx: &mut Cx, parent: i64, child: i64, relation: EdgeRelation, from: NaiveDate) -> Result<()> {
    require(cx, Action::Edit, Some(child))?;
    if relation == EdgeRelation::Administrative || parent == child {
        return Err(Error::field("quan_he", "Chỉ ghi được quan hệ hướng dẫn chuyên môn hoặc đặt tại giữa hai đơn vị khác nhau."));
    }
    store::insert_edge(&mut cx.conn(), parent, child, relation.as_str(), from, None).await
}

/// Adds a further code of a unit.
///
/// # Errors
/// `Forbidden`, or `Invalid` if another unit has the code on a common day.
pub async fn add_alias(cx: &mut Cx, unit: i64, scheme: CodeScheme, code: &str, period: Period) -> Result<()> {
    require(cx, Action::Edit, Some(unit))?;
    lock(cx).await?;
    let code = model::org::canonical_code(code);
    let versions = store::versions_of_code(&mut cx.conn(), &code).await?;
    let aliases = store::aliases_of_code(&mut cx.conn(), &code).await?;
    let taken =
        versions.iter().map(|row| (row.unit_id, row.valid_from, row.valid_to)).chain(aliases.iter().map(|row| (row.unit_id, row.valid_from, row.valid_to)));
    for (_, from, to) in taken {
        if Period::new(from, to).common(period).is_some() {
            return Err(Error::field("ma", format!("Mã {code} đã dùng cho một đơn vị trong thời gian này. Hãy chọn mã khác.")));
        }
    }
    store::insert_alias(&mut cx.conn(), unit, scheme.as_str(), &code, period.from, period.to).await
}

/// Says which part of a split unit records with this fact belong to.
///
/// # Errors
/// `Forbidden`.
pub async fn add_split_rule(cx: &mut Cx, from: i64, to: i64, key: &str, value: &str) -> Result<()> {
    require(cx, Action::Edit, Some(from))?;
    store::insert_split_rule(&mut cx.conn(), from, to, key, value).await
}

/// Every dated name of a unit, oldest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn versions(cx: &mut Cx, unit: i64) -> Result<Vec<UnitVersion>> {
    let rows = store::versions(&mut cx.conn(), unit).await?;
    Ok(rows
        .into_iter()
        .map(|row| UnitVersion {
            id: row.id,
            period: Period::new(row.valid_from, row.valid_to),
            name: row.name,
            code: row.agency_code,
            dvhc_code: row.dvhc_code,
        })
        .collect())
}

/// Computes the administrative tree of today anew. Runs after every change and every night, when dated changes take
/// effect.
///
/// # Errors
/// If the database cannot be written.
pub async fn rebuild_closure(cx: &mut Cx) -> Result<()> {
    let rows = closure(cx).await?;
    closure::replace_closure(&mut cx.conn(), &rows).await?;
    cx.changed("org", "tree");
    Ok(())
}

/// What the closure has to hold today: ancestor, descendant, depth. A tree at fault (two parents, a circle) still gives
/// one row per pair.
pub(super) async fn closure(cx: &mut Cx) -> Result<Vec<(i64, i64, i64)>> {
    let day = super::today(cx);
    let units = store::all(&mut cx.conn(), day).await?;
    let parents: HashMap<i64, i64> = units.iter().filter_map(|unit| unit.parent_id.map(|parent| (unit.id, parent))).collect();
    let mut rows = BTreeMap::new();
    for unit in &units {
        let (mut at, mut depth) = (unit.id, 0);
        // A tree of the province is at most a handful of levels deep; the bound ends a circle that the nightly check reports.
        while depth < 32 {
            rows.entry((at, unit.id)).or_insert(depth);
            match parents.get(&at) {
                Some(parent) => at = *parent,
                None => break,
            }
            depth += 1;
        }
    }
    Ok(rows.into_iter().map(|((ancestor, descendant), depth)| (ancestor, descendant, depth)).collect())
}

/// The nightly check: everything that is wrong with the tree on any day, in words. Empty is good.
///
/// # Errors
/// If the database cannot be read.
pub async fn check(cx: &mut Cx) -> Result<Vec<String>> {
    let versions = store::all_versions(&mut cx.conn()).await?;
    let edges = store::all_edges(&mut cx.conn()).await?;
    Ok(rules::faults(&versions, &edges))
}
