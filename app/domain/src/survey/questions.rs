//! Sets of questions: a change counts from the next quarter, so that a quarter is asked and counted by one set.

use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind};
use model::survey::{QUESTIONS, Quarter, QuestionSet};
use sqlx::FromRow;

#[derive(FromRow)]
struct Row {
    id: i64,
    from_day: NaiveDate,
    questions: String,
    written_at: DateTime<Utc>,
    actor_name: String,
}

impl Row {
    fn set(self) -> Result<QuestionSet> {
        let texts: [String; QUESTIONS] = serde_json::from_str(&self.questions)?;
        Ok(QuestionSet { id: self.id, from: Quarter::of(self.from_day), texts, actor: self.actor_name, written_at: self.written_at })
    }
}

sql!(IN_FORCE, "SELECT id, from_day, questions, written_at, actor_name FROM survey_set WHERE from_day <= $1 ORDER BY id DESC LIMIT 1");
sql!(NEWEST, "SELECT id, from_day, questions, written_at, actor_name FROM survey_set ORDER BY id DESC LIMIT 1");
sql!(
    ADD,
    "INSERT INTO survey_set (from_day, replaces, questions, written_at, actor_id, actor_name) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (replaces) DO NOTHING"
);

/// The questions that are asked in a quarter.
///
/// # Errors
/// `NotFound` for a quarter before the first set.
pub async fn in_force(cx: &mut Cx, quarter: Quarter) -> Result<QuestionSet> {
    cx.conn().one::<Row>(IN_FORCE, args![quarter.first_day()]).await?.set()
}

/// The questions that were written last: those of this quarter, or already those of the next.
///
/// # Errors
/// `Forbidden` without the right to decide about ratings of the whole province.
pub async fn newest(cx: &mut Cx) -> Result<QuestionSet> {
    require(cx)?;
    cx.conn().one::<Row>(NEWEST, args![]).await?.set()
}

/// Who decides about words of ratings of the whole province keeps the questions, too.
fn require(cx: &Cx) -> Result<()> {
    if cx.require_reach(Action::Moderate, ObjectKind::Rating)?.all {
        return Ok(());
    }
    Err(Error::Forbidden { action: Action::Moderate, kind: ObjectKind::Rating, unit: None })
}

/// Writes the questions of the next quarter. `version` is the row that the page showed.
///
/// # Errors
/// `Forbidden` without the right; `Conflict` if somebody wrote another set meanwhile, or if nothing differs.
pub async fn change_questions(cx: &mut Cx, version: i64, texts: &[String; QUESTIONS]) -> Result<Quarter> {
    let before = newest(cx).await?;
    if before.id != version {
        return Err(Error::stale("Bộ câu hỏi", before.written_at));
    }
    if before.texts == *texts {
        return Err(Error::conflict("Bạn chưa sửa câu nào, nên bộ câu hỏi vẫn như cũ."));
    }
    let (now, next) = (cx.now(), Quarter::of(org::today(cx)).next());
    let (account, name) = (cx.actor.account_id, cx.actor.name.clone());
    let values = args![next.first_day(), version, serde_json::to_string(texts)?, now, account, name];
    if cx.conn().exec(ADD, values).await? == 0 {
        return Err(Error::stale("Bộ câu hỏi", now));
    }
    let changed: Vec<String> = (0..QUESTIONS).filter(|at| before.texts[*at] != texts[*at]).map(|at| format!("câu {}: {}", at + 1, texts[at])).collect();
    cx.audit(AuditEvent::new("survey.questions_changed", "survey_set", next).detail(changed.join("; ")));
    Ok(next)
}
