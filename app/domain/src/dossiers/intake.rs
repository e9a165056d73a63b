//! The reception desk: D03 receive, D05 ask for papers before receipt, D07 refuse.

use super::act;
use super::create::Dossier;
use super::papers;
use super::row::DossierRow;
use super::rules::Right;
use super::{payments, supplement, timing, view};
use crate::calendar;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::numbering;
use chrono::{DateTime, NaiveDate, Utc};
use model::calendar::{DeadlineRule, due};
use model::dossiers::{DossierAction, DossierState, DossierView, Receipt, Receive, Refuse, Supplement, SupplementStage, SupplementState};
use model::format;
use model::notify::Event;
use model::procedures::PaymentMoment;
use model::text::clean_text;
use sqlx::FromRow;

/// The version in force on the day of receipt, as the competent unit offers it.
#[derive(FromRow)]
struct InForce {
    version_id: i64,
    offer_id: i64,
    case_id: i64,
    version_rule: String,
    case_rule: String,
    local_rule: String,
    valid_from: NaiveDate,
    payment_moment: String,
}

// The case of another version is the one with the same number.
sql!(
    IN_FORCE,
    "SELECT n.id AS version_id, o.id AS offer_id, c.id AS case_id, n.deadline_rule AS version_rule, c.deadline_rule AS case_rule,
        o.local_deadline AS local_rule, n.valid_from, n.payment_moment
     FROM procedure_version v
     JOIN procedure_case k ON k.id = $2
     JOIN procedure_version n ON n.procedure_id = v.procedure_id
     JOIN procedure_offer o ON o.version_id = n.id AND o.competent_unit_id = $3
     JOIN procedure_case c ON c.version_id = n.id AND c.seq = k.seq
     WHERE v.id = $1 AND n.valid_from <= $4 AND (n.valid_to IS NULL OR n.valid_to > $4) AND n.state = 'published'
     ORDER BY n.valid_from DESC LIMIT 1"
);

/// Puts the version in force and its time limit on the row (02 §2: the version used is the one valid at receipt); says when it is paid.
async fn take_version(cx: &mut Cx, row: &mut DossierRow, day: NaiveDate) -> Result<PaymentMoment> {
    let found: Option<InForce> = cx.conn().opt(IN_FORCE, args![row.procedure_version_id, row.case_id, row.competent_unit_id, day]).await?;
    let Some(found) = found else {
        return Err(Error::conflict(format!(
            "{} không cung cấp thủ tục “{}” vào ngày {}. Hãy kiểm tra danh mục thủ tục, hoặc từ chối tiếp nhận và hướng dẫn người nộp.",
            row.competent_unit,
            row.procedure_name,
            format::date(day)
        )));
    };
    row.procedure_version_id = found.version_id;
    row.offer_id = found.offer_id;
    row.case_id = found.case_id;
    row.version_from = found.valid_from;
    row.deadline_rule = [found.local_rule, found.case_rule, found.version_rule].into_iter().find(|rule| !rule.is_empty()).unwrap_or_default();
    Ok(found.payment_moment.parse()?)
}

// Mandatory parts of the dossier, and after them those that it has none of.
sql!(
    MANDATORY,
    "SELECT p.id, p.name, p.place FROM dossier_part p JOIN required_part r ON r.id = p.required_part_id WHERE p.dossier_id = $3 AND r.mandatory
     UNION ALL
     SELECT CAST(NULL AS BIGINT) AS id, r.name, 100000 + r.seq AS place FROM required_part r WHERE r.version_id = $1 AND (r.case_id IS NULL OR r.case_id = $2) AND r.mandatory AND r.kind = 'input' AND NOT r.e_form
        AND r.condition = '' AND NOT EXISTS (SELECT 1 FROM dossier_part p JOIN required_part q ON q.id = p.required_part_id WHERE p.dossier_id = $3 AND q.name = r.name)
     ORDER BY 3"
);
sql!(CHECK_PARTS, "UPDATE dossier_part SET checked = TRUE WHERE dossier_id = $1");
// The centre of a commune has no code of its own in dossier codes: the commune's stands for it (H99.101).
sql!(
    AGENCY,
    "SELECT g.id, (SELECT v.agency_code FROM org_unit_version v
        WHERE v.unit_id = g.id AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2) ORDER BY v.valid_from DESC LIMIT 1) AS code
     FROM (SELECT COALESCE((SELECT c.ancestor_id FROM org_closure c JOIN org_unit a ON a.id = c.ancestor_id
        WHERE c.descendant_id = u.id AND c.depth = 1 AND u.kind IN ('one_stop_centre', 'division')
          AND a.kind IN ('commune', 'ward', 'special_zone', 'township')), u.id) AS id
     FROM org_unit u WHERE u.id = $1) g"
);

/// The next dossier code of an agency and day, `H99.101-261123-0001`; from 10.000 it has five digits.
async fn next_code(cx: &mut Cx, row: &DossierRow, day: NaiveDate) -> Result<String> {
    let mut found = None;
    // The counter may have ended since the dossier was handed in: then the unit that goes on gives the code.
    for unit in [Some(row.receiving_unit_id), row.continuing_receiving_unit_id].into_iter().flatten() {
        let (agency, code): (i64, Option<String>) = cx.conn().one(AGENCY, args![unit, day]).await?;
        found = code.map(|code| (agency, code));
        if found.is_some() {
            break;
        }
    }
    let Some((agency, code)) = found else {
        return Err(Error::conflict("Đơn vị tiếp nhận không còn hoạt động, không cấp được mã hồ sơ. Hãy báo quản trị đơn vị."));
    };
    let day = day.format("%y%m%d");
    let n = numbering::next(&mut cx.conn(), &format!("dossier:{agency}:{day}")).await?;
    Ok(format!("{code}-{day}-{n:04}"))
}

async fn check_parts(cx: &mut Cx, row: &DossierRow, checked: &[i64]) -> Result<()> {
    let mandatory: Vec<(Option<i64>, String)> = cx.conn().all(MANDATORY, args![row.procedure_version_id, row.case_id, row.id]).await?;
    let unchecked = mandatory.into_iter().filter(|(part, _)| part.is_none_or(|part| !checked.contains(&part)));
    let missing: Vec<String> = unchecked.map(|(_, name)| format!("“{name}”")).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Error::field("thanh_phan", format!("Chưa đánh dấu đủ thành phần bắt buộc: {}. Hãy kiểm tra rồi đánh dấu, hoặc yêu cầu bổ sung.", missing.join(", "))))
}

/// Puts receipt at this instant on the row: version in force, clock, due dates.
async fn receive_at(cx: &mut Cx, row: &mut DossierRow, at: DateTime<Utc>) -> Result<PaymentMoment> {
    let day = format::local_date(at);
    let moment = take_version(cx, row, day).await?;
    row.received_at = Some(at);
    row.received_day = Some(day);
    timing::compute(cx, row).await?;
    Ok(moment)
}

/// A dossier as the receptionist opens it to take it in, with the due date and its explanation if it were received now; none where there is
/// nothing to receive.
///
/// # Errors
/// As [`view::open_for`]. In place of the due date: `CalendarMissing`; `Conflict` if the competent unit does not offer the procedure today.
pub async fn open_to_receive(cx: &mut Cx, code: &str) -> Result<(DossierView, Option<Result<Receipt>>)> {
    let row = view::row_for(cx, code, &[Right::Receive]).await?;
    let waits = row.state()? == DossierState::Submitted;
    let preview = if waits { Some(preview(cx, row.clone()).await) } else { None };
    Ok((view::without_forms(cx, row).await?, preview))
}

async fn preview(cx: &mut Cx, mut row: DossierRow) -> Result<Receipt> {
    let now = cx.now();
    take_version(cx, &mut row, format::local_date(now)).await?;
    let cal = calendar::of_unit(cx, Some(row.competent_unit_id)).await?;
    let rule: DeadlineRule = row.rule()?;
    let due = due(rule, now, &[], &[], &cal).map_err(timing::refuse)?;
    Ok(Receipt { due: due.at, explanation: timing::explain_from(&row, now, &cal)? })
}

/// D03: takes a submission in, allocates the dossier code, computes the due date, tells the applicant.
///
/// # Errors
/// `Invalid` if the checklist is not complete, `CalendarMissing`, `Conflict`, `Forbidden`.
pub async fn receive(cx: &mut Cx, code: &str, version: i64, input: &Receive) -> Result<Dossier> {
    let step = act::begin(cx, code, version, DossierAction::Receive, None).await?;
    take_in(cx, step, input).await
}

/// What D03 and D04 have in common: version in force, checklist, code, due date, charges, the message, form 01.
pub(super) async fn take_in(cx: &mut Cx, mut step: act::Step, input: &Receive) -> Result<Dossier> {
    let now = cx.now();
    let moment = receive_at(cx, &mut step.row, now).await?;
    check_parts(cx, &step.row, &input.checked_parts).await?;
    step.say(&input.note, "");
    // Whatever can be done without the code is done before it: until this act ends, nobody else at this counter gets one.
    cx.conn().exec(CHECK_PARTS, args![step.row.id]).await?;
    let due = payments::before_receipt(cx, &step.row, moment).await?;
    payments::on_receipt(cx, &step.row, due).await?;
    let known = papers::before_receipt(cx, &step.row, step.action).await?;
    step.row.code = Some(next_code(cx, &step.row, format::local_date(now)).await?);
    let (row, seq) = step.finish(cx).await?;
    let gio = row.due_current.map_or_else(String::new, format::time);
    act::tell(cx, &row, seq, Event::DossierReceived, &[("gio", gio)]).await?;
    papers::keep_receipt(cx, &row, seq, known).await?;
    Dossier::of(&row)
}

/// D05: asks for every missing item before receipt.
///
/// # Errors
/// `Invalid` for an item about a part of another dossier, `Conflict`, `Forbidden`.
pub async fn request_intake_supplement(cx: &mut Cx, code: &str, version: i64, input: &Supplement) -> Result<Dossier> {
    let step = act::begin(cx, code, version, DossierAction::RequestIntakeSupplement, None).await?;
    let (row, seq) = step.finish(cx).await?;
    supplement::insert(cx, row.id, SupplementStage::Intake, SupplementState::Approved, input).await?;
    supplement::tell_items(cx, &row, seq, input.items.len(), input.reply_by).await?;
    papers::keep(cx, &row, seq).await?;
    Dossier::of(&row)
}

/// D07: refuses a submission with reason, basis and the next step for the citizen.
///
/// # Errors
/// `Forbidden`; `Conflict` in another state, or while the applicant still has time to answer.
pub async fn refuse_intake(cx: &mut Cx, code: &str, version: i64, input: &Refuse) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::RefuseIntake, None).await?;
    if step.row.state()? == DossierState::IntakeSupplement {
        let request = supplement::open_request(cx, step.row.id).await?;
        if format::local_date(cx.now()) <= request.reply_by {
            return Err(Error::conflict(format!(
                "Người nộp còn được bổ sung đến hết ngày {}. Hãy chờ qua hạn này rồi mới từ chối.",
                format::date(request.reply_by)
            )));
        }
        supplement::close(cx, request.id, SupplementState::Expired).await?;
    }
    step.say(&format!("{}. {}", input.reason.label, input.guidance), &input.basis);
    step.row.end_reason.clone_from(&input.reason.label);
    step.row.end_basis = clean_text(&format!("{} {}", input.basis, input.guidance), act::WORDS);
    let (row, seq) = step.finish(cx).await?;
    act::tell(cx, &row, seq, Event::IntakeRefused, &[]).await?;
    papers::keep(cx, &row, seq).await?;
    Dossier::of(&row)
}
