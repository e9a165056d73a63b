//! SQL of the catalogue: rows of one version, as pages and drafts read them.

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::files::stored_kinds;
use chrono::NaiveDate;
use model::calendar::DeadlineRule;
use model::procedures::{Condition, FeeRow, OfferRow, PartPage, Question, QuestionPage, Template, parse_tiers};
use sqlx::FromRow;

/// A version with its procedure and sector.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct VersionRow {
    pub id: i64,
    pub code: String,
    pub sector_code: String,
    pub sector_name: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub name: String,
    pub summary: String,
    pub who: String,
    pub who_hint: String,
    pub result: String,
    pub level: String,
    pub processing_system: String,
    pub deadline_rule: String,
    pub deadline_hint: String,
    pub payment_moment: String,
    pub identity: String,
    pub steps: String,
    pub conditions: String,
    pub legal_basis: String,
}

impl VersionRow {
    /// The time limit of the version.
    pub(crate) fn rule(&self) -> Result<DeadlineRule> {
        parse_rule(&self.deadline_rule)
    }
}

/// Reads a stored time limit.
pub(super) fn parse_rule(text: &str) -> Result<DeadlineRule> {
    text.parse().map_err(|error| Error::internal(format!("deadline rule: {error}")))
}

sql!(
    VERSION,
    "SELECT v.id, p.code, s.code AS sector_code, s.name AS sector_name, v.valid_from, v.valid_to, v.name, v.summary, v.who, v.who_hint,
            v.result, v.level, v.processing_system, v.deadline_rule, v.deadline_hint, v.payment_moment, v.identity, v.steps, v.conditions, v.legal_basis
     FROM procedure_version v JOIN procedure p ON p.id = v.procedure_id JOIN procedure_sector s ON s.id = p.sector_id WHERE v.id = $1"
);

/// A version by its row number.
pub(crate) async fn version(conn: &mut Conn<'_>, id: i64) -> Result<VersionRow> {
    conn.one(VERSION, args![id]).await
}

sql!(ON_DAY, "SELECT id FROM procedure_version WHERE procedure_id = $1 AND state = 'published' AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)");

/// The version that is valid on a day.
pub(super) async fn version_on(conn: &mut Conn<'_>, procedure: i64, day: NaiveDate) -> Result<Option<i64>> {
    let row: Option<(i64,)> = conn.opt(ON_DAY, args![procedure, day]).await?;
    Ok(row.map(|(id,)| id))
}

sql!(BY_CODE, "SELECT id FROM procedure WHERE code = $1");
sql!(BY_ALIAS, "SELECT procedure_id FROM procedure_code WHERE code = $1 OR code = $2 ORDER BY id LIMIT 1");

/// A procedure by its code; the flag tells that a former or local code was given.
pub(super) async fn procedure(conn: &mut Conn<'_>, code: &str) -> Result<Option<(i64, bool)>> {
    let row: Option<(i64,)> = conn.opt(BY_CODE, args![code]).await?;
    if let Some((id,)) = row {
        return Ok(Some((id, false)));
    }
    let national = model::procedures::national_code(code);
    let row: Option<(i64,)> = conn.opt(BY_CODE, args![national]).await?;
    if let Some((id,)) = row {
        return Ok(Some((id, true)));
    }
    let row: Option<(i64,)> = conn.opt(BY_ALIAS, args![code, national]).await?;
    Ok(row.map(|(id,)| (id, true)))
}

/// A case as stored.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct CaseRow {
    pub id: i64,
    pub name: String,
    pub hint: String,
    pub deadline_rule: String,
}

sql!(CASES, "SELECT id, name, hint, deadline_rule FROM procedure_case WHERE version_id = $1 ORDER BY seq");

/// The cases of a version.
pub(crate) async fn cases(conn: &mut Conn<'_>, version: i64) -> Result<Vec<CaseRow>> {
    conn.all(CASES, args![version]).await
}

#[derive(FromRow)]
struct PartRow {
    id: i64,
    case_id: Option<i64>,
    name: String,
    hint: String,
    mandatory: bool,
    condition: String,
    originals: i64,
    copies: i64,
    e_form: bool,
    file_types: String,
    template_name: Option<String>,
    template_size: Option<i64>,
    template_digest: Option<String>,
}

sql!(
    PARTS,
    "SELECT r.id, r.case_id, r.name, r.hint, r.mandatory, r.condition, r.originals, r.copies, r.e_form, r.file_types, f.name AS template_name, f.size AS template_size, f.sha256 AS template_digest
     FROM required_part r LEFT JOIN file f ON f.id = r.template_file_id WHERE r.version_id = $1 AND r.kind = 'input' ORDER BY r.seq"
);

/// The papers of a version that are handed in.
pub(crate) async fn input_parts(conn: &mut Conn<'_>, version: i64) -> Result<Vec<PartPage>> {
    let rows: Vec<PartRow> = conn.all(PARTS, args![version]).await?;
    rows.into_iter().map(part_page).collect()
}

fn part_page(row: PartRow) -> Result<PartPage> {
    Ok(PartPage {
        id: row.id,
        case_id: row.case_id,
        name: row.name,
        hint: row.hint,
        mandatory: row.mandatory,
        condition: row.condition,
        originals: row.originals,
        copies: row.copies,
        e_form: row.e_form,
        file_types: stored_kinds(&row.file_types)?,
        template: row.template_name.zip(row.template_size).zip(row.template_digest).map(|((name, size), sha256)| Template { name, size, sha256 }),
    })
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
}

sql!(
    FEES,
    "SELECT case_id, name, kind, unit, online, direct, tiers, cap, exempt, resolution FROM fee_rule
     WHERE version_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) ORDER BY seq"
);

/// The fee rows of a version that hold on a day.
pub(crate) async fn fees(conn: &mut Conn<'_>, version: i64, day: NaiveDate) -> Result<Vec<(Option<i64>, FeeRow)>> {
    let rows: Vec<FeeStored> = conn.all(FEES, args![version, day]).await?;
    rows.into_iter()
        .map(|row| {
            let fee = FeeRow {
                name: row.name,
                kind: row.kind.parse()?,
                unit: row.unit.parse()?,
                online: row.online,
                direct: row.direct,
                tiers: parse_tiers(&row.tiers),
                cap: row.cap,
                exempt: row.exempt,
                resolution: row.resolution,
            };
            Ok((row.case_id, fee))
        })
        .collect()
}

#[derive(FromRow)]
struct QuestionRow {
    page: i64,
    page_title: String,
    name: String,
    kind: String,
    label: String,
    hint: String,
    required: bool,
    options: String,
    low: Option<i64>,
    high: Option<i64>,
    show_if_name: String,
    show_if_value: String,
}

sql!(
    QUESTIONS,
    "SELECT page, page_title, name, kind, label, hint, required, options, low, high, show_if_name, show_if_value
     FROM procedure_question WHERE version_id = $1 ORDER BY page, seq"
);

/// The pages of the e-form of a version.
pub(crate) async fn form(conn: &mut Conn<'_>, version: i64) -> Result<Vec<QuestionPage>> {
    let rows: Vec<QuestionRow> = conn.all(QUESTIONS, args![version]).await?;
    let mut pages: Vec<(i64, QuestionPage)> = Vec::new();
    for row in rows {
        let question = Question {
            name: row.name,
            kind: row.kind.parse()?,
            label: row.label,
            hint: row.hint,
            required: row.required,
            options: row.options.lines().map(str::to_owned).collect(),
            min: row.low,
            max: row.high,
            show_if: (!row.show_if_name.is_empty()).then_some(Condition { question: row.show_if_name, value: row.show_if_value }),
        };
        match pages.last_mut() {
            Some((number, page)) if *number == row.page => page.questions.push(question),
            _ => pages.push((row.page, QuestionPage { title: row.page_title, questions: vec![question] })),
        }
    }
    Ok(pages.into_iter().map(|(_, page)| page).collect())
}

#[derive(FromRow)]
struct OfferStored {
    id: i64,
    competent_unit_id: i64,
    agency_code: String,
    name: String,
    online: bool,
}

fn offer_row(row: OfferStored) -> OfferRow {
    OfferRow { id: row.id, competent_unit: row.competent_unit_id, code: row.agency_code, name: row.name, online: row.online }
}

sql!(
    OFFERS,
    "SELECT o.id, o.competent_unit_id, u.agency_code, u.name, o.online FROM procedure_offer o
     JOIN org_unit_version u ON u.unit_id = o.competent_unit_id AND u.valid_from <= $2 AND (u.valid_to IS NULL OR u.valid_to > $2)
     WHERE o.version_id = $1 ORDER BY u.sort_key, o.id"
);

/// The units that offer a version, with the names of that day.
pub(super) async fn offers(conn: &mut Conn<'_>, version: i64, day: NaiveDate) -> Result<Vec<OfferRow>> {
    let rows: Vec<OfferStored> = conn.all(OFFERS, args![version, day]).await?;
    Ok(rows.into_iter().map(offer_row).collect())
}

/// The offers that take submissions on this portal.
pub(crate) async fn offers_online(conn: &mut Conn<'_>, version: i64, day: NaiveDate) -> Result<Vec<OfferRow>> {
    Ok(offers(conn, version, day).await?.into_iter().filter(|offer| offer.online).collect())
}

sql!(
    OFFERS_DIRECT,
    "SELECT o.id, o.competent_unit_id, u.agency_code, u.name, o.online FROM procedure_offer o
     JOIN org_unit_version u ON u.unit_id = o.competent_unit_id AND u.valid_from <= $2 AND (u.valid_to IS NULL OR u.valid_to > $2)
     WHERE o.version_id = $1 AND o.direct ORDER BY CASE WHEN o.receiving_unit_id = $3 THEN 0 ELSE 1 END, u.sort_key, o.id"
);

/// The offers that take dossiers at a counter, first the one whose counter this unit is.
pub(crate) async fn offers_direct(conn: &mut Conn<'_>, version: i64, day: NaiveDate, counter: i64) -> Result<Vec<OfferRow>> {
    let rows: Vec<OfferStored> = conn.all(OFFERS_DIRECT, args![version, day, counter]).await?;
    Ok(rows.into_iter().map(offer_row).collect())
}

/// An offer with the names of its units.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct OfferUnits {
    pub version_id: i64,
    pub competent_unit_id: i64,
    pub competent_name: String,
    pub receiving_unit_id: i64,
    pub receiving_name: String,
}

sql!(
    OFFER,
    "SELECT o.version_id, o.competent_unit_id, c.name AS competent_name, o.receiving_unit_id, r.name AS receiving_name FROM procedure_offer o
     JOIN org_unit_version c ON c.unit_id = o.competent_unit_id AND c.valid_from <= $2 AND (c.valid_to IS NULL OR c.valid_to > $2)
     JOIN org_unit_version r ON r.unit_id = o.receiving_unit_id AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to > $2)
     WHERE o.id = $1"
);

/// One offer, with the names of that day.
pub(crate) async fn offer(conn: &mut Conn<'_>, id: i64, day: NaiveDate) -> Result<OfferUnits> {
    conn.one(OFFER, args![id, day]).await
}
