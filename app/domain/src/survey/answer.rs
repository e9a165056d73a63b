//! Who may answer, and answering. No column leads from an answer to its dossier or its person, the number of an answer is random, and
//! its audit row names the quarter only. What the database itself keeps of order and time is told in `docs/database.md`.

use super::questions::in_force;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use chrono::{DateTime, Utc};
use model::format::{date, local_date};
use model::survey::{Answers, Quarter, SurveyPlace, mark_number};
use model::{List, Paging};
use sqlx::FromRow;

/// The agencies of today about which somebody may answer, by code; with a search, those whose name or code has the words.
///
/// # Errors
/// If the database cannot be read.
pub async fn places(cx: &mut Cx, search: &str, page: i64) -> Result<List<SurveyPlace>> {
    let (words, today) = (crate::db::search_words(search), org::today(cx));
    let fits = |unit: &model::org::Unit| {
        let fold = model::text::fold(&format!("{} {}", unit.code, unit.name));
        words.iter().all(|word| fold.contains(word.as_str()))
    };
    let units = org::all(cx, today).await?.into_iter().filter(|unit| unit.kind.is_agency() && fits(unit));
    let rows: Vec<SurveyPlace> = units.map(of_unit).collect();
    let paging = Paging::of(page, i64::try_from(rows.len()).unwrap_or(i64::MAX));
    let (skip, take) = (usize::try_from(paging.offset()).unwrap_or_default(), usize::try_from(paging.size).unwrap_or_default());
    Ok(List { rows: rows.into_iter().skip(skip).take(take).collect(), paging })
}

fn of_unit(unit: model::org::Unit) -> SurveyPlace {
    SurveyPlace { id: unit.id, code: unit.code, name: unit.name }
}

/// The agency that a code means today; the code of a division leads to its agency.
///
/// # Errors
/// `NotFound` for a code of no unit today.
pub async fn place(cx: &mut Cx, code: &str) -> Result<SurveyPlace> {
    let today = org::today(cx);
    let unit = org::by_code(cx, code, today).await.map_err(|error| match error {
        Error::Invalid(_) => Error::NotFound,
        other => other,
    })?;
    if unit.kind.is_agency() { Ok(of_unit(unit)) } else { org::agency_of(cx, unit.id).await.map(of_unit) }
}

#[derive(FromRow)]
struct Dossier {
    id: i64,
    code: String,
    state: String,
    returned_at: Option<DateTime<Utc>>,
    unit_id: i64,
    taken: i64,
}

macro_rules! dossier_sql {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, COALESCE(d.code, d.submission_code) AS code, d.state, COALESCE(d.returned_at, d.ended_at) AS returned_at,
                    COALESCE(d.continuing_unit_id, d.competent_unit_id) AS unit_id,
                    (SELECT COUNT(*) FROM survey_taken t WHERE t.dossier_id = d.id) AS taken FROM dossier d ",
            $rest
        )
    };
}

sql!(BY_ID, dossier_sql!("WHERE d.id = $1"));
sql!(BY_CODE, dossier_sql!("WHERE d.code = $1 OR d.submission_code = $1"));

impl Dossier {
    /// Refuses what may not answer in this quarter: results of this quarter and the one before it are asked about, each once.
    fn check(&self, now: Quarter) -> Result<()> {
        let returned = self.returned_at.map(local_date).filter(|_| self.state == "returned");
        let Some(returned) = returned else {
            return Err(Error::field("ma", "Hồ sơ này chưa trả kết quả. Bạn trả lời khảo sát sau khi nhận kết quả."));
        };
        if self.taken > 0 {
            return Err(already());
        }
        let first = now.previous().first_day();
        if returned < first {
            return Err(Error::field("ma", format!("Khảo sát này dành cho hồ sơ trả kết quả từ ngày {}. Hồ sơ này đã trả trước đó.", date(first))));
        }
        Ok(())
    }
}

fn already() -> Error {
    Error::conflict("Hồ sơ này đã trả lời khảo sát. Mỗi hồ sơ trả lời một lần và không sửa được. Cảm ơn bạn.")
}

/// The page where a dossier of this code can be answered for; none if it cannot, or not any more.
///
/// # Errors
/// If the database cannot be read.
pub async fn link(cx: &mut Cx, code: &str) -> Result<Option<String>> {
    let Some(dossier) = cx.conn().opt::<Dossier>(BY_CODE, args![code]).await? else { return Ok(None) };
    if dossier.check(Quarter::of(org::today(cx))).is_err() {
        return Ok(None);
    }
    match org::agency_of(cx, dossier.unit_id).await {
        Ok(unit) => Ok(Some(format!("/khao-sat/{}?ho-so={}", unit.code, dossier.code))),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

sql!(TAKE, "INSERT INTO survey_taken (dossier_id, quarter) VALUES ($1, $2) ON CONFLICT (dossier_id) DO NOTHING");
sql!(INSERT, "INSERT INTO survey_answer (id, quarter, set_id, unit_id, comment) VALUES ($1, $2, $3, $4, $5)");
sql!(
    MARKS,
    "INSERT INTO survey_mark (answer_id, seq, level) VALUES ($1, 1, $2), ($1, 2, $3), ($1, 3, $4), ($1, 4, $5), ($1, 5, $6), ($1, 6, $7),
            ($1, 7, $8), ($1, 8, $9), ($1, 9, $10), ($1, 10, $11), ($1, 11, $12)"
);

/// Answers about an agency for a returned dossier, whose code and digits the caller has proven. `set` is the set of questions that
/// the page showed.
///
/// # Errors
/// `NotFound` for no such unit, `Conflict` for a set of another quarter or a second answer, `Invalid` at `ma` for a dossier of
/// another agency, without a result, or of a quarter long past.
pub async fn answer(cx: &mut Cx, unit: &str, set: i64, dossier: i64, input: &Answers) -> Result<SurveyPlace> {
    let place = place(cx, unit).await?;
    let dossier: Dossier = cx.conn().one(BY_ID, args![dossier]).await?;
    let agency = org::agency_of(cx, dossier.unit_id).await?;
    if agency.id != place.id {
        return Err(Error::field("ma", format!("Hồ sơ này do {} giải quyết. Hãy chọn cơ quan đó rồi trả lời.", agency.name)));
    }
    let quarter = Quarter::of(org::today(cx));
    if in_force(cx, quarter).await?.id != set {
        return Err(Error::conflict("Bộ câu hỏi của quý mới đã khác. Hãy đọc lại các câu hỏi rồi gửi; những mức bạn đã chọn vẫn còn ở dưới."));
    }
    dossier.check(quarter)?;
    if cx.conn().exec(TAKE, args![dossier.id, quarter.first_day()]).await? == 0 {
        return Err(already());
    }
    // Random, so that answers in the order of their numbers are not in the order of who answered.
    let id = rand::random_range(1..1_i64 << 62);
    cx.conn().exec(INSERT, args![id, quarter.first_day(), set, place.id, &input.comment]).await?;
    let mut values = args![id];
    values.extend(input.marks.iter().map(|mark| mark_number(*mark).into()));
    cx.conn().exec(MARKS, values).await?;
    // Neither answer, unit nor dossier: the row has the exact instant.
    cx.audit(AuditEvent::new("survey.answered", "survey", quarter));
    Ok(place)
}
