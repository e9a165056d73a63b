//! SQL of questions to other units.

use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::dossiers::{ConsultationFile, ConsultationLine, ConsultationState, OpinionView};
use sqlx::FromRow;

/// A question as stored, with the names that pages show.
#[derive(Debug, Clone, FromRow)]
pub(in crate::dossiers) struct Row {
    pub id: i64,
    pub dossier_id: i64,
    pub seq: i64,
    pub version: i64,
    pub asked_unit_id: i64,
    pub asked_by: Option<i64>,
    pub asked_by_name: String,
    pub question: String,
    pub due: DateTime<Utc>,
    pub mandatory: bool,
    pub state: String,
    pub asked_at: DateTime<Utc>,
    pub accepted_by_name: String,
    pub accepted_at: Option<DateTime<Utc>>,
    pub returned_by_name: String,
    pub returned_at: Option<DateTime<Utc>>,
    pub return_reason: String,
    pub waived_by_name: String,
    pub waived_at: Option<DateTime<Utc>>,
    pub waive_reason: String,
    pub dossier: String,
    pub procedure_name: String,
    pub asking_unit: String,
    pub asked_unit: String,
}

impl Row {
    pub(super) fn state(&self) -> Result<ConsultationState> {
        Ok(self.state.parse()?)
    }

    pub(super) fn line(&self) -> Result<ConsultationLine> {
        Ok(ConsultationLine {
            id: self.id,
            dossier: self.dossier.clone(),
            procedure: self.procedure_name.clone(),
            seq: self.seq,
            asking_unit: self.asking_unit.clone(),
            asked_unit: self.asked_unit.clone(),
            question: self.question.clone(),
            due: self.due,
            mandatory: self.mandatory,
            state: self.state()?,
            waived: self.waived_at.is_some(),
            asked_at: self.asked_at,
        })
    }
}

/// Columns of [`Row`] in three pieces, between which the day stands whose unit names hold.
macro_rules! columns {
    (1) => {
        "SELECT c.id, c.dossier_id, c.seq, c.version, c.asked_unit_id, c.asked_by, c.asked_by_name, c.question, c.due, c.mandatory, c.state,
         c.asked_at, c.accepted_by_name, c.accepted_at, c.returned_by_name, c.returned_at, c.return_reason, c.waived_by_name, c.waived_at, c.waive_reason,
         COALESCE(d.code, d.submission_code) AS dossier, v.name AS procedure_name,
         COALESCE((SELECT n.name FROM org_unit_version n WHERE n.unit_id = c.asking_unit_id AND n.valid_from <= "
    };
    (2) => {
        " ORDER BY n.valid_from DESC LIMIT 1), '') AS asking_unit,
         COALESCE((SELECT n.name FROM org_unit_version n WHERE n.unit_id = c.asked_unit_id AND n.valid_from <= "
    };
    (3) => {
        " ORDER BY n.valid_from DESC LIMIT 1), '') AS asked_unit
         FROM consultation c JOIN dossier d ON d.id = c.dossier_id JOIN procedure_version v ON v.id = d.procedure_version_id WHERE "
    };
}

/// The rows of a list, up to the condition.
pub(super) fn select(today: NaiveDate) -> Query {
    let mut query = Query::new(columns!(1));
    query.bind(today).push(columns!(2)).bind(today).push(columns!(3));
    query
}

sql!(BY_ID, concat!(columns!(1), "$1", columns!(2), "$1", columns!(3), "c.id = $2"));
sql!(OF_DOSSIER, concat!(columns!(1), "$1", columns!(2), "$1", columns!(3), "c.dossier_id = $2 ORDER BY c.seq"));

/// A question by its row number.
pub(super) async fn by_id(cx: &mut Cx, id: i64) -> Result<Row> {
    let today = today(cx);
    cx.conn().opt(BY_ID, args![today, id]).await?.ok_or(Error::NotFound)
}

/// The questions of a dossier, the first one first.
pub(super) async fn of_dossier(cx: &mut Cx, dossier: i64) -> Result<Vec<Row>> {
    let today = today(cx);
    cx.conn().all(OF_DOSSIER, args![today, dossier]).await
}

sql!(
    MISSING,
    "SELECT COALESCE((SELECT n.name FROM org_unit_version n WHERE n.unit_id = c.asked_unit_id AND n.valid_from <= $2 ORDER BY n.valid_from DESC LIMIT 1), '')
     FROM consultation c WHERE c.dossier_id = $1 AND c.mandatory AND c.state <> 'answered' AND c.waived_at IS NULL ORDER BY c.seq"
);

/// Names of the units whose mandatory answer is missing.
pub(super) async fn missing(cx: &mut Cx, dossier: i64) -> Result<Vec<String>> {
    let today = today(cx);
    let rows: Vec<(String,)> = cx.conn().all(MISSING, args![dossier, today]).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

sql!(
    INSERT,
    "INSERT INTO consultation (dossier_id, seq, asking_unit_id, asked_unit_id, question, due, mandatory, state, asked_by, asked_by_name, asked_at)
     VALUES ($1, (SELECT COALESCE(MAX(x.seq), 0) + 1 FROM consultation x WHERE x.dossier_id = $1), $2, $3, $4, $5, $6, 'asked', $7, $8, $9) RETURNING id"
);

/// A new question.
pub(super) struct New<'a> {
    pub dossier: i64,
    pub asking_unit: i64,
    pub asked_unit: i64,
    pub question: &'a str,
    pub due: DateTime<Utc>,
    pub mandatory: bool,
}

pub(super) async fn insert(cx: &mut Cx, new: &New<'_>) -> Result<i64> {
    let (person, name, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    let values = args![new.dossier, new.asking_unit, new.asked_unit, new.question, new.due, new.mandatory, person, name, now];
    cx.conn().id(INSERT, values).await
}

sql!(ADD_FILE, "INSERT INTO consultation_file (consultation_id, answer_id, file_id) VALUES ($1, $2, $3)");
sql!(DOSSIER_FILE, "SELECT f.id FROM dossier_file d JOIN file f ON f.id = d.file_id WHERE d.dossier_id = $1 AND f.token = $2 AND d.role <> 'result'");

/// Files for a question or an answer, by their tokens: those of the dossier itself, and uploads.
pub(super) async fn add_files(cx: &mut Cx, consultation: i64, answer: Option<i64>, tokens: &[String], of_dossier: Option<i64>) -> Result<()> {
    for token in tokens {
        let gone = || Error::field("tep", "Một tệp không còn nữa. Hãy bỏ tệp đó rồi chọn lại.");
        // PostgreSQL refuses NUL in text.
        if token.contains('\0') {
            return Err(gone());
        }
        let file = match of_dossier {
            Some(dossier) => {
                let found: Option<(i64,)> = cx.conn().opt(DOSSIER_FILE, args![dossier, token]).await?;
                found.ok_or_else(gone)?.0
            }
            None => crate::files::by_token(cx, token).await.map_err(|_| gone())?.id,
        };
        cx.conn().exec(ADD_FILE, args![consultation, answer, file]).await?;
    }
    Ok(())
}

sql!(
    ADVANCE,
    "UPDATE consultation SET state = $3, version = version + 1, accepted_by_name = $4, accepted_at = $5, returned_by_name = $6, returned_at = $7, return_reason = $8,
        waived_by_name = $9, waived_at = $10, waive_reason = $11
     WHERE id = $1 AND version = $2"
);

/// Writes a question back if nobody was faster.
pub(super) async fn save(cx: &mut Cx, row: &Row) -> Result<()> {
    let values = args![
        row.id,
        row.version,
        &row.state,
        &row.accepted_by_name,
        row.accepted_at,
        &row.returned_by_name,
        row.returned_at,
        &row.return_reason,
        &row.waived_by_name,
        row.waived_at,
        &row.waive_reason
    ];
    if cx.conn().exec(ADVANCE, values).await? == 0 {
        return Err(Error::stale("Yêu cầu xin ý kiến", cx.now()));
    }
    Ok(())
}

sql!(
    INSERT_ANSWER,
    "INSERT INTO consultation_answer (consultation_id, number, text, actor_id, actor_name, at)
     VALUES ($1, (SELECT COALESCE(MAX(x.number), 0) + 1 FROM consultation_answer x WHERE x.consultation_id = $1), $2, $3, $4, $5) RETURNING id"
);

pub(super) async fn insert_answer(cx: &mut Cx, consultation: i64, text: &str) -> Result<i64> {
    let (account, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    cx.conn().id(INSERT_ANSWER, args![consultation, text, account, name, now]).await
}

sql!(ANSWERS, "SELECT id, number, text, actor_name, at FROM consultation_answer WHERE consultation_id = $1 ORDER BY number");
sql!(FILES, "SELECT x.answer_id, f.token, f.name, f.size FROM consultation_file x JOIN file f ON f.id = x.file_id WHERE x.consultation_id = $1 ORDER BY x.id");
sql!(HAS_FILE, "SELECT COUNT(*) FROM consultation_file x JOIN file f ON f.id = x.file_id WHERE x.consultation_id = $1 AND f.token = $2");

/// The files of the question, and the answers with theirs.
pub(super) async fn answers(cx: &mut Cx, consultation: i64) -> Result<(Vec<ConsultationFile>, Vec<OpinionView>)> {
    let rows: Vec<(i64, i64, String, String, DateTime<Utc>)> = cx.conn().all(ANSWERS, args![consultation]).await?;
    let files: Vec<(Option<i64>, String, String, i64)> = cx.conn().all(FILES, args![consultation]).await?;
    let of = |answer: Option<i64>| -> Vec<ConsultationFile> {
        files.iter().filter(|file| file.0 == answer).map(|(_, token, name, size)| (token.clone(), name.clone(), *size)).collect()
    };
    let answers = rows.into_iter().map(|(id, number, text, by, at)| OpinionView { number, text, by, at, files: of(Some(id)) }).collect();
    Ok((of(None), answers))
}

pub(super) async fn has_file(cx: &mut Cx, consultation: i64, token: &str) -> Result<bool> {
    Ok(!token.contains('\0') && cx.conn().count(HAS_FILE, args![consultation, token]).await? > 0)
}

/// The day of today, for names of units.
pub(super) fn today(cx: &Cx) -> NaiveDate {
    model::format::local_date(cx.now())
}
