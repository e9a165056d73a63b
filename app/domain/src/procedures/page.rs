//! The page of one procedure.

use super::store;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use model::calendar::{DeadlineRule, Explain, due, explain, version_context};
use model::format::local_date;
use model::procedures::{CasePage, DueIfNow, OnlineLevel, ProcedurePage, VersionLine, parse_steps};

/// Stored name of this portal as the system that decides on a dossier (02 §14).
pub const OWN_SYSTEM: &str = "local";

/// The row number of the procedure with this code; the flag tells that a former or local code was given.
///
/// # Errors
/// `NotFound`.
pub async fn by_code(cx: &mut Cx, code: &str) -> Result<(i64, bool)> {
    store::procedure(&mut cx.conn(), code.trim()).await?.ok_or(Error::NotFound)
}

/// The version of a procedure that holds on a day (02 §2: dossiers take the one of the day they are received).
///
/// # Errors
/// `NotFound` if none is valid on that day.
pub async fn version_on(cx: &mut Cx, procedure: i64, day: NaiveDate) -> Result<i64> {
    store::version_on(&mut cx.conn(), procedure, day).await?.ok_or(Error::NotFound)
}

sql!(
    VERSIONS,
    "SELECT id, valid_from, valid_to, decision FROM procedure_version WHERE procedure_id = $1 AND state IN ('published', 'superseded') ORDER BY valid_from DESC"
);

/// Everything that `/thu-tuc/{ma}` shows, in the version of today. Open to everybody.
///
/// # Errors
/// `NotFound` for an unknown code or a procedure without a version in force.
pub async fn page(cx: &mut Cx, code: &str) -> Result<ProcedurePage> {
    let (procedure, former) = by_code(cx, code).await?;
    let today = local_date(cx.now());
    let version_id = version_on(cx, procedure, today).await?;
    let version = store::version(&mut cx.conn(), version_id).await?;
    let rule = version.rule()?;
    let offers = store::offers(&mut cx.conn(), version_id, today).await?;
    let level: OnlineLevel = version.level.parse()?;
    let cases = store::cases(&mut cx.conn(), version_id).await?;
    let cases = cases.into_iter().map(|case| {
        let own = if case.deadline_rule.is_empty() { rule } else { store::parse_rule(&case.deadline_rule)? };
        Ok(CasePage { id: case.id, name: case.name, hint: case.hint, deadline: own.label() })
    });
    let cases = cases.collect::<Result<Vec<_>>>()?;
    let versions: Vec<(i64, NaiveDate, Option<NaiveDate>, String)> = cx.conn().all(VERSIONS, args![procedure]).await?;
    let line = |(id, valid_from, valid_to, decision)| VersionLine { valid_from, valid_to, decision, shown: id == version_id };
    let lines = |text: &str| text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let channels = super::channel::of(cx, procedure).await?;
    let online = level != OnlineLevel::Information && version.processing_system == OWN_SYSTEM && offers.iter().any(|offer| offer.online);
    let national = if online && channels.national { super::channel::national_page(cx.settings(), &version.code) } else { None };
    let single = if let [only] = offers.as_slice() { Some(only.competent_unit) } else { None };
    Ok(ProcedurePage {
        id: procedure,
        notice: former.then(|| format!("Mã bạn tìm là mã cũ hoặc mã địa phương. Mã hiện nay của thủ tục là {}.", version.code)),
        due_if_now: due_if_now(cx, rule, single, version.valid_from).await?,
        can_apply: online && channels.local,
        national,
        parts: store::input_parts(&mut cx.conn(), version_id).await?,
        fees: store::fees(&mut cx.conn(), version_id, today).await?,
        form: store::form(&mut cx.conn(), version_id).await?,
        code: version.code,
        version_id,
        name: version.name,
        summary: version.summary,
        sector: (version.sector_code, version.sector_name),
        level,
        processing_system: if version.processing_system == OWN_SYSTEM { String::new() } else { version.processing_system },
        who: version.who,
        who_hint: version.who_hint,
        deadline: rule.label(),
        deadline_hint: version.deadline_hint,
        result: version.result,
        cases,
        payment_moment: version.payment_moment.parse()?,
        identity: version.identity.parse()?,
        steps: parse_steps(&version.steps),
        conditions: lines(&version.conditions),
        legal_basis: lines(&version.legal_basis),
        offers,
        versions: versions.into_iter().map(line).collect(),
    })
}

/// The due date of a dossier received at this moment, by the calendar of the only competent unit or of the province.
/// A missing calendar leaves the sentence out: the desk tells the official, a citizen cannot mend it.
async fn due_if_now(cx: &mut Cx, rule: DeadlineRule, unit: Option<i64>, valid_from: NaiveDate) -> Result<Option<DueIfNow>> {
    let calendar = crate::calendar::of_unit(cx, unit).await?;
    let now = cx.now();
    let Ok(due) = due(rule, now, &[], &[], &calendar) else { return Ok(None) };
    let Some(at) = due.at else { return Ok(None) };
    let context = version_context(valid_from);
    let input = Explain { context: Some(&context), ..Explain::new(rule, now) };
    let lines = explain(&input, &calendar).map(|lines| lines.into_iter().map(|line| line.text).collect()).unwrap_or_default();
    Ok(Some(DueIfNow { due: model::format::due_long(at), lines }))
}
