//! Publishing a version of a procedure: all its texts, cases, papers, fees, questions and offers in one act (02 §2).

use super::new_version::NewVersion;
use super::search_words;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::search::{self, Document};
use chrono::NaiveDate;
use model::access::{Action, ObjectKind};
use model::procedures::{OnlineLevel, VersionState};
use model::search::SearchKind;

sql!(
    SECTOR,
    "INSERT INTO procedure_sector (code, name, seq) VALUES ($1, $2, $3) ON CONFLICT (code) DO UPDATE SET name = excluded.name, seq = excluded.seq RETURNING id"
);

/// Creates or renames a sector (lĩnh vực) and returns its row number.
///
/// # Errors
/// `Forbidden` without the right to edit versions.
pub async fn sector(cx: &mut Cx, code: &str, name: &str, seq: i64) -> Result<i64> {
    cx.require_reach(Action::Edit, ObjectKind::ProcedureVersion)?;
    cx.conn().id(SECTOR, args![code, name, seq]).await
}

sql!(SECTOR_ID, "SELECT id FROM procedure_sector WHERE code = $1");
sql!(
    PROCEDURE,
    "INSERT INTO procedure (code, sector_id, created_at) VALUES ($1, $2, $3) ON CONFLICT (code) DO UPDATE SET sector_id = excluded.sector_id RETURNING id"
);
sql!(LAST, "SELECT valid_from FROM procedure_version WHERE procedure_id = $1 ORDER BY valid_from DESC LIMIT 1");
sql!(CLOSE, "UPDATE procedure_version SET valid_to = $2 WHERE procedure_id = $1 AND valid_to IS NULL");
sql!(ALIAS, "INSERT INTO procedure_code (procedure_id, code, valid_from, valid_to) VALUES ($1, $2, $3, NULL) ON CONFLICT (code) DO NOTHING");
sql!(
    VERSION,
    "INSERT INTO procedure_version (procedure_id, valid_from, valid_to, state, decision, name, summary, who, who_hint, result, level, processing_system,
       deadline_rule, deadline_hint, payment_moment, max_supplements, max_extensions, form_set, steps, conditions, legal_basis,
       name_exact, name_fold, synonym_fold, search_fold, sort_key, created_at)
     VALUES ($1, $2, NULL, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) RETURNING id"
);
sql!(CASE, "INSERT INTO procedure_case (version_id, seq, name, hint, deadline_rule) VALUES ($1, $2, $3, $4, $5) RETURNING id");
sql!(
    PART,
    "INSERT INTO required_part (version_id, case_id, seq, name, hint, kind, mandatory, condition, originals, copies, e_form)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
);
sql!(
    FEE,
    "INSERT INTO fee_rule (version_id, case_id, seq, name, kind, unit, online, direct, tiers, cap, exempt, resolution, valid_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
);
sql!(
    QUESTION,
    "INSERT INTO procedure_question (version_id, page, page_title, seq, name, kind, label, hint, required, options, low, high)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
);
sql!(OFFER, "INSERT INTO procedure_offer (version_id, competent_unit_id, receiving_unit_id, online) VALUES ($1, $2, $3, $4)");

/// Publishes a version from its first day; the version before it ends on that day. Returns the row number.
///
/// # Errors
/// `Forbidden` without the right to publish, `Invalid` for a version that cannot work, `Conflict` if a version with the
/// same or a later first day exists: published versions are never edited.
pub async fn publish(cx: &mut Cx, new: &NewVersion) -> Result<i64> {
    cx.require_reach(Action::Publish, ObjectKind::ProcedureVersion)?;
    new.validate()?;
    let now = cx.now();
    let sector: i64 = cx.conn().id(SECTOR_ID, args![&new.sector]).await?;
    let procedure = cx.conn().id(PROCEDURE, args![&new.code, sector, now]).await?;
    let last: Option<(NaiveDate,)> = cx.conn().opt(LAST, args![procedure]).await?;
    if let Some((last,)) = last.filter(|(last,)| *last >= new.valid_from) {
        let from = model::format::date(last);
        return Err(Error::conflict(format!("Thủ tục đã có phiên bản hiệu lực từ {from}. Hãy chọn ngày hiệu lực sau ngày đó.")));
    }
    cx.conn().exec(CLOSE, args![procedure, new.valid_from]).await?;
    for alias in &new.aliases {
        cx.conn().exec(ALIAS, args![procedure, alias, new.valid_from]).await?;
    }
    let version = insert_version(cx, procedure, new).await?;
    insert_contents(cx, version, new).await?;
    if new.valid_from <= model::format::local_date(now) {
        make_findable(cx, new).await?;
    }
    let detail = format!("hiệu lực từ {}", model::format::date(new.valid_from));
    cx.audit(AuditEvent::new("procedure.published", "procedure", &new.code).detail(detail));
    cx.changed("procedure", &new.code);
    Ok(version)
}

/// Puts the version into the search over everything.
async fn make_findable(cx: &mut Cx, new: &NewVersion) -> Result<()> {
    let (body, url) = (format!("{} {} {}", new.summary, new.synonyms, new.result), format!("/thu-tuc/{}", new.code));
    let at = cx.now();
    let document = Document { kind: SearchKind::Procedure, key: &new.code, title: &new.name, code: &new.code, body: &body, url: &url, site_id: None, at };
    search::put(cx, &document).await
}

async fn insert_version(cx: &mut Cx, procedure: i64, new: &NewVersion) -> Result<i64> {
    let now = cx.now();
    let levels = match new.level {
        OnlineLevel::Full => "toàn trình mức độ 4 cấp độ 4",
        OnlineLevel::Partial => "một phần mức độ 3 cấp độ 3",
        OnlineLevel::Information => "",
    };
    let everything = [&new.name, &new.synonyms, &new.code, &new.aliases.join(" "), &new.summary, &new.result, levels].map(|text| text.to_owned()).join(" ");
    let row = args![
        procedure,
        new.valid_from,
        VersionState::Published.as_str(),
        &new.decision,
        &new.name,
        &new.summary,
        &new.who,
        &new.who_hint,
        &new.result,
        new.level.as_str(),
        &new.processing_system,
        new.deadline.to_string(),
        &new.deadline_hint,
        new.payment_moment.as_str(),
        new.max_supplements,
        new.max_extensions,
        &new.form_set,
        &new.steps,
        &new.conditions,
        &new.legal_basis,
        model::text::exact(&new.name),
        search_words(&new.name),
        search_words(&new.synonyms),
        search_words(&everything),
        model::text::sort_key(&new.name),
        now
    ];
    cx.conn().id(VERSION, row).await
}

async fn insert_contents(cx: &mut Cx, version: i64, new: &NewVersion) -> Result<()> {
    let mut cases = Vec::with_capacity(new.cases.len());
    for (seq, case) in (1_i64..).zip(&new.cases) {
        let rule = case.deadline.map(|rule| rule.to_string()).unwrap_or_default();
        cases.push(cx.conn().id(CASE, args![version, seq, &case.name, &case.hint, rule]).await?);
    }
    let case_id = |index: Option<usize>| index.and_then(|index| cases.get(index).copied());
    for (seq, part) in (1_i64..).zip(&new.parts) {
        let row = args![
            version,
            case_id(part.case),
            seq,
            &part.name,
            &part.hint,
            part.kind.as_str(),
            part.mandatory,
            &part.condition,
            part.originals,
            part.copies,
            part.e_form
        ];
        cx.conn().exec(PART, row).await?;
    }
    for (seq, fee) in (1_i64..).zip(&new.fees) {
        let row = &fee.row;
        let tiers = row.tiers.iter().map(|tier| format!("{}:{}", tier.from, tier.amount)).collect::<Vec<_>>().join(",");
        let values = args![
            version,
            case_id(fee.case),
            seq,
            &row.name,
            row.kind.as_str(),
            row.unit.as_str(),
            row.online,
            row.direct,
            tiers,
            row.cap,
            &row.exempt,
            &row.resolution,
            new.valid_from
        ];
        cx.conn().exec(FEE, values).await?;
    }
    for (number, page) in (1_i64..).zip(&new.form) {
        for (seq, question) in (1_i64..).zip(&page.questions) {
            let row = args![
                version,
                number,
                &page.title,
                seq,
                &question.name,
                question.kind.as_str(),
                &question.label,
                &question.hint,
                question.required,
                question.options.join("\n"),
                question.min,
                question.max
            ];
            cx.conn().exec(QUESTION, row).await?;
        }
    }
    for offer in &new.offers {
        cx.conn().exec(OFFER, args![version, offer.competent_unit, offer.receiving_unit, offer.online]).await?;
    }
    Ok(())
}
