//! A stored version as a document.

use super::{OWN_SYSTEM, store};
use crate::cx::Cx;
use crate::error::Result;
use chrono::NaiveDate;
use model::calendar::DeadlineRule;
use model::format::{date, number};
use model::procedures::{
    CaseDoc, FORMAT, FeeDoc, FlowDoc, FlowStep, GeneralDoc, OfferDoc, PageDoc, PartDoc, ProcedureDoc, Question, QuestionDoc, StepDoc, parse_steps, parse_tiers,
    yes_no,
};
use sqlx::FromRow;
use std::collections::HashMap;

#[derive(FromRow)]
struct General {
    code: String,
    sector_code: String,
    valid_from: NaiveDate,
    decision: String,
    name: String,
    summary: String,
    synonyms: String,
    who: String,
    who_hint: String,
    result: String,
    level: String,
    processing_system: String,
    deadline_rule: String,
    deadline_hint: String,
    payment_moment: String,
    identity: String,
    max_supplements: i64,
    max_extensions: i64,
    form_set: String,
    steps: String,
    conditions: String,
    legal_basis: String,
    correction: String,
}

sql!(
    GENERAL,
    "SELECT p.code, s.code AS sector_code, v.valid_from, v.decision, v.name, v.summary,
        CASE WHEN v.synonyms = '' THEN TRIM(v.synonym_fold) ELSE v.synonyms END AS synonyms, v.who, v.who_hint, v.result, v.level, v.processing_system,
        v.deadline_rule, v.deadline_hint, v.payment_moment, v.identity, v.max_supplements, v.max_extensions, v.form_set, v.steps, v.conditions, v.legal_basis, v.correction
     FROM procedure_version v JOIN procedure p ON p.id = v.procedure_id JOIN procedure_sector s ON s.id = p.sector_id WHERE v.id = $1"
);
sql!(ALIASES, "SELECT c.code FROM procedure_code c JOIN procedure_version v ON v.procedure_id = c.procedure_id WHERE v.id = $1 ORDER BY c.id");

/// A version as a document.
///
/// # Errors
/// `NotFound`.
pub(super) async fn of_version(cx: &mut Cx, id: i64) -> Result<ProcedureDoc> {
    let row: General = cx.conn().one(GENERAL, args![id]).await?;
    let aliases: Vec<(String,)> = cx.conn().all(ALIASES, args![id]).await?;
    let cases = store::cases(&mut cx.conn(), id).await?;
    let names: HashMap<i64, String> = cases.iter().map(|case| (case.id, case.name.clone())).collect();
    let steps = parse_steps(&row.steps).into_iter().map(|step| StepDoc { title: step.title, text: step.text, time: step.time }).collect();
    let valid_from = row.valid_from;
    Ok(ProcedureDoc {
        format: FORMAT.to_owned(),
        general: GeneralDoc {
            code: row.code,
            sector: row.sector_code,
            aliases: aliases.into_iter().map(|(code,)| code).collect::<Vec<_>>().join("\n"),
            valid_from: date(valid_from),
            decision: row.decision,
            name: row.name,
            summary: row.summary,
            synonyms: row.synonyms,
            who: row.who,
            who_hint: row.who_hint,
            result: row.result,
            level: row.level,
            processing_system: if row.processing_system == OWN_SYSTEM { String::new() } else { row.processing_system },
            deadline: deadline(&row.deadline_rule),
            deadline_hint: row.deadline_hint,
            payment_moment: row.payment_moment,
            identity: row.identity,
            max_supplements: row.max_supplements.to_string(),
            max_extensions: row.max_extensions.to_string(),
            form_set: row.form_set,
            conditions: row.conditions,
            legal_basis: row.legal_basis,
            correction: row.correction,
        },
        steps,
        cases: cases.into_iter().map(|case| CaseDoc { name: case.name, hint: case.hint, deadline: deadline(&case.deadline_rule) }).collect(),
        fees: fees(cx, id, valid_from, &names).await?,
        parts: parts(cx, id, &names).await?,
        form: store::form(&mut cx.conn(), id)
            .await?
            .into_iter()
            .map(|page| PageDoc { title: page.title, questions: page.questions.into_iter().map(question).collect() })
            .collect(),
        flow: flow(cx, id).await?,
        offers: offers(cx, id, valid_from).await?,
    })
}

/// A stored time limit in words; empty stays empty.
fn deadline(rule: &str) -> String {
    rule.parse::<DeadlineRule>().map(DeadlineRule::label).unwrap_or_default()
}

fn question(question: Question) -> QuestionDoc {
    let amount = |value: Option<i64>| value.map(number).unwrap_or_default();
    let condition = question.show_if.clone();
    QuestionDoc {
        kind: question.kind.as_str().to_owned(),
        required: yes_no(question.required).to_owned(),
        options: question.options.join("\n"),
        min: amount(question.min),
        max: amount(question.max),
        if_question: condition.as_ref().map(|condition| condition.question.clone()).unwrap_or_default(),
        if_value: condition.map(|condition| condition.value).unwrap_or_default(),
        name: question.name,
        label: question.label,
        hint: question.hint,
    }
}

#[derive(FromRow)]
struct FeeStored {
    case_id: Option<i64>,
    name: String,
    kind: String,
    unit: String,
    online: i64,
    direct: i64,
    tiers: String,
    cap: Option<i64>,
    exempt: String,
    resolution: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

sql!(
    FEES,
    "SELECT case_id, name, kind, unit, online, direct, tiers, cap, exempt, resolution, valid_from, valid_to FROM fee_rule WHERE version_id = $1 ORDER BY seq"
);

async fn fees(cx: &mut Cx, version: i64, first: NaiveDate, cases: &HashMap<i64, String>) -> Result<Vec<FeeDoc>> {
    let rows: Vec<FeeStored> = cx.conn().all(FEES, args![version]).await?;
    let doc = |row: FeeStored| FeeDoc {
        name: row.name,
        case: named(cases, row.case_id),
        kind: row.kind,
        unit: row.unit,
        online: number(row.online),
        direct: number(row.direct),
        tiers: parse_tiers(&row.tiers).iter().map(|tier| format!("{}: {}", tier.from, number(tier.amount))).collect::<Vec<_>>().join("; "),
        cap: row.cap.map(number).unwrap_or_default(),
        exempt: row.exempt,
        resolution: row.resolution,
        valid_from: if row.valid_from == first { String::new() } else { date(row.valid_from) },
        valid_to: row.valid_to.and_then(|end| end.pred_opt()).map(date).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(doc).collect())
}

fn named(cases: &HashMap<i64, String>, id: Option<i64>) -> String {
    id.and_then(|id| cases.get(&id)).cloned().unwrap_or_default()
}

#[derive(FromRow)]
struct PartStored {
    case_id: Option<i64>,
    name: String,
    hint: String,
    kind: String,
    mandatory: bool,
    condition: String,
    originals: i64,
    copies: i64,
    e_form: bool,
    reuse_code: String,
    file_types: String,
    template: Option<String>,
    template_digest: Option<String>,
}

sql!(
    PARTS,
    "SELECT r.case_id, r.name, r.hint, r.kind, r.mandatory, r.condition, r.originals, r.copies, r.e_form, r.reuse_code, r.file_types,
        f.name AS template, f.sha256 AS template_digest
     FROM required_part r LEFT JOIN file f ON f.id = r.template_file_id WHERE r.version_id = $1 ORDER BY r.seq"
);

async fn parts(cx: &mut Cx, version: i64, cases: &HashMap<i64, String>) -> Result<Vec<PartDoc>> {
    let rows: Vec<PartStored> = cx.conn().all(PARTS, args![version]).await?;
    let doc = |row: PartStored| PartDoc {
        case: named(cases, row.case_id),
        name: row.name,
        hint: row.hint,
        kind: row.kind,
        mandatory: yes_no(row.mandatory).to_owned(),
        condition: row.condition,
        originals: row.originals.to_string(),
        copies: row.copies.to_string(),
        e_form: yes_no(row.e_form).to_owned(),
        reuse_code: row.reuse_code,
        file_types: row.file_types,
        template: row.template.unwrap_or_default(),
        template_digest: row.template_digest.unwrap_or_default(),
    };
    Ok(rows.into_iter().map(doc).collect())
}

async fn flow(cx: &mut Cx, version: i64) -> Result<Vec<FlowDoc>> {
    let steps = super::flow(cx, version).await?;
    let doc = |step: FlowStep| FlowDoc {
        code: step.code,
        name: step.name,
        role: step.role.as_str().to_owned(),
        hours: step.hours.to_string(),
        next: step.next.join(", "),
        form: step.form,
    };
    Ok(steps.into_iter().map(doc).collect())
}

// Codes of the first day; a unit that was later renamed or ended keeps the code it had.
sql!(
    OFFERS,
    "SELECT (SELECT u.agency_code FROM org_unit_version u WHERE u.unit_id = o.competent_unit_id ORDER BY CASE WHEN u.valid_from <= $2 THEN 0 ELSE 1 END, u.valid_from DESC LIMIT 1),
        (SELECT u.agency_code FROM org_unit_version u WHERE u.unit_id = o.receiving_unit_id ORDER BY CASE WHEN u.valid_from <= $2 THEN 0 ELSE 1 END, u.valid_from DESC LIMIT 1),
        o.online, o.direct, o.postal, o.local_deadline
     FROM procedure_offer o WHERE o.version_id = $1 ORDER BY o.id"
);

async fn offers(cx: &mut Cx, version: i64, day: NaiveDate) -> Result<Vec<OfferDoc>> {
    let rows: Vec<(String, String, bool, bool, bool, String)> = cx.conn().all(OFFERS, args![version, day]).await?;
    let doc = |(competent, receiving, online, direct, postal, rule): (_, _, bool, bool, bool, String)| OfferDoc {
        competent,
        receiving,
        online: yes_no(online).to_owned(),
        direct: yes_no(direct).to_owned(),
        postal: yes_no(postal).to_owned(),
        deadline: deadline(&rule),
    };
    Ok(rows.into_iter().map(doc).collect())
}
