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
sql!(SAME, "SELECT id, valid_to FROM procedure_version WHERE procedure_id = $1 AND valid_from = $2 AND state = 'published'");
sql!(NEXT, "SELECT valid_from FROM procedure_version WHERE procedure_id = $1 AND valid_from > $2 AND state = 'published' ORDER BY valid_from LIMIT 1");
sql!(SUPERSEDE, "UPDATE procedure_version SET state = 'superseded' WHERE id = $1");
sql!(
    CLOSE,
    "UPDATE procedure_version SET valid_to = $2 WHERE procedure_id = $1 AND state = 'published' AND valid_from < $2 AND (valid_to IS NULL OR valid_to > $2)"
);
sql!(ALIAS, "INSERT INTO procedure_code (procedure_id, code, valid_from, valid_to) VALUES ($1, $2, $3, NULL) ON CONFLICT (code) DO NOTHING");
sql!(
    VERSION,
    "INSERT INTO procedure_version (procedure_id, valid_from, valid_to, state, decision, name, summary, who, who_hint, result, level, processing_system,
       deadline_rule, deadline_hint, payment_moment, max_supplements, max_extensions, form_set, steps, conditions, legal_basis,
       name_exact, name_fold, synonym_fold, search_fold, sort_key, created_at, synonyms, correction, identity)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)
     RETURNING id"
);

/// Publishes a version from its first day: the way of the seed. Officials publish what a second person approved.
///
/// # Errors
/// As [`put`]; `Forbidden` without the right to publish.
pub async fn publish(cx: &mut Cx, new: &NewVersion) -> Result<i64> {
    cx.require_reach(Action::Publish, ObjectKind::ProcedureVersion)?;
    put(cx, new).await
}

/// Writes a version that is published from its first day on. The version before it ends on that day, one after it stays.
/// With a `correction` it replaces the version of the same first day, which keeps its row for the dossiers that used it.
/// Returns the row number.
///
/// # Errors
/// `Invalid` for a version that cannot work, `Conflict` if a version with the same first day exists and no correction is meant:
/// published versions are never edited.
pub(super) async fn put(cx: &mut Cx, new: &NewVersion) -> Result<i64> {
    new.validate()?;
    let now = cx.now();
    let sector: i64 = cx.conn().id(SECTOR_ID, args![&new.sector]).await?;
    let procedure = cx.conn().id(PROCEDURE, args![&new.code, sector, now]).await?;
    let same: Option<(i64, Option<NaiveDate>)> = cx.conn().opt(SAME, args![procedure, new.valid_from]).await?;
    let valid_to = match same {
        Some((old, valid_to)) if !new.correction.is_empty() => {
            cx.conn().exec(SUPERSEDE, args![old]).await?;
            valid_to
        }
        Some(_) => {
            let from = model::format::date(new.valid_from);
            return Err(Error::conflict(format!(
                "Thủ tục đã có phiên bản hiệu lực từ {from}. Hãy chọn ngày hiệu lực khác, hoặc ghi lý do đính chính nếu thay phiên bản đó."
            )));
        }
        None => {
            cx.conn().exec(CLOSE, args![procedure, new.valid_from]).await?;
            let next: Option<(NaiveDate,)> = cx.conn().opt(NEXT, args![procedure, new.valid_from]).await?;
            next.map(|(day,)| day)
        }
    };
    for alias in &new.aliases {
        cx.conn().exec(ALIAS, args![procedure, alias, new.valid_from]).await?;
    }
    let version = insert_version(cx, procedure, new, valid_to).await?;
    super::contents::insert(cx, version, new).await?;
    let today = model::format::local_date(now);
    if new.valid_from <= today && valid_to.is_none_or(|end| end > today) {
        let text = Findable {
            code: new.code.clone(),
            name: new.name.clone(),
            summary: new.summary.clone(),
            synonyms: new.synonyms.clone(),
            result: new.result.clone(),
        };
        make_findable(cx, &text).await?;
    }
    let detail = format!("hiệu lực từ {}", model::format::date(new.valid_from));
    cx.audit(AuditEvent::new("procedure.published", "procedure", &new.code).detail(detail));
    cx.changed("procedure", &new.code);
    Ok(version)
}

/// What the search over everything knows of a procedure.
#[derive(sqlx::FromRow)]
struct Findable {
    code: String,
    name: String,
    summary: String,
    synonyms: String,
    result: String,
}

/// Puts the version into the search over everything.
async fn make_findable(cx: &mut Cx, new: &Findable) -> Result<()> {
    let (body, url) = (format!("{} {} {}", new.summary, new.synonyms, new.result), format!("/thu-tuc/{}", new.code));
    let at = cx.now();
    let document = Document { kind: SearchKind::Procedure, key: &new.code, title: &new.name, code: &new.code, body: &body, url: &url, site_id: None, at };
    search::put(cx, &document).await
}

sql!(
    STARTING,
    "SELECT p.code, v.name, v.summary, CASE WHEN v.synonyms = '' THEN v.synonym_fold ELSE v.synonyms END AS synonyms, v.result
     FROM procedure_version v JOIN procedure p ON p.id = v.procedure_id
     WHERE v.state = 'published' AND v.valid_from > $1 AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2) ORDER BY v.id"
);
/// A night that failed is made good for by one of the next ones.
const LOOK_BACK: chrono::Duration = chrono::Duration::days(14);

/// The night: versions that start by themselves (their first day has come) replace their predecessors in the search over everything.
///
/// # Errors
/// If the database cannot be written.
pub async fn nightly(portal: &crate::cx::Portal) -> Result<()> {
    let mut cx = portal.write(&crate::Actor::system("Danh mục thủ tục")).await?;
    let today = model::format::local_date(cx.now());
    let starting: Vec<Findable> = cx.conn().all(STARTING, args![today - LOOK_BACK, today]).await?;
    for version in &starting {
        make_findable(&mut cx, version).await?;
    }
    cx.commit().await.map(|_| ())
}

async fn insert_version(cx: &mut Cx, procedure: i64, new: &NewVersion, valid_to: Option<NaiveDate>) -> Result<i64> {
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
        valid_to,
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
        now,
        &new.synonyms,
        &new.correction,
        new.identity.as_str()
    ];
    cx.conn().id(VERSION, row).await
}
