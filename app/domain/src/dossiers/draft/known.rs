//! What the portal knows already, so that nothing is asked twice (02 §23): the person of the account, then the latest
//! submission of the same account. Without an account only the verified telephone: numbers are shared in families.

use crate::cx::Cx;
use crate::error::Result;
use crate::identity::crypto::{self, purpose::ANSWERS, purpose::PHONE};
use chrono::{Datelike, NaiveDate};
use model::dossiers::apply::{OnBehalf, applicant_pages, field};
use model::procedures::Answers;
use sqlx::FromRow;

/// The submission that answers were taken from. No page can set it: names with a dot belong to no question.
pub(super) const FROM: &str = "lay.tu";
/// The questions that were taken over and not saved since, one a line.
pub(super) const TAKEN: &str = "lay.muc";

#[derive(FromRow)]
struct PersonRow {
    full_name: String,
    dob: Option<NaiveDate>,
    phone_sealed: String,
    email: String,
}

sql!(PERSON, "SELECT full_name, dob, phone_sealed, email FROM person WHERE id = $1");
sql!(LATEST, "SELECT code, answers FROM dossier_draft WHERE account_id = $1 AND submitted_at IS NOT NULL ORDER BY submitted_at DESC, id DESC LIMIT 1");

/// The answers of a new draft.
pub(super) async fn answers(cx: &mut Cx) -> Result<Answers> {
    let mut answers = Answers::new();
    if let Some(phone) = cx.actor.phone.clone().filter(|_| !cx.actor.is_signed_in()) {
        answers.insert(field::PHONE.to_owned(), phone);
        return Ok(answers);
    }
    if let Some(person) = cx.actor.person_id {
        of_person(cx, person, &mut answers).await?;
    }
    if let Some(account) = cx.actor.account_id {
        of_earlier(cx, account, &mut answers).await?;
    }
    Ok(answers)
}

async fn of_person(cx: &mut Cx, person: i64, answers: &mut Answers) -> Result<()> {
    let row: Option<PersonRow> = cx.conn().opt(PERSON, args![person]).await?;
    let Some(row) = row else { return Ok(()) };
    let phone = crypto::open_text(cx.settings(), PHONE, &row.phone_sealed);
    let mut put = |name: &str, value: String| answers.insert(name.to_owned(), value);
    put(field::NAME, row.full_name);
    put(field::PHONE, phone);
    put(field::EMAIL, row.email);
    if let Some(born) = row.dob {
        put(&format!("{}_ngay", field::BORN), born.day().to_string());
        put(&format!("{}_thang", field::BORN), born.month().to_string());
        put(&format!("{}_nam", field::BORN), born.year().to_string());
    }
    Ok(())
}

/// Fills what is still empty about the applicant. Questions of the e-form are left alone: another procedure may mean another
/// person by the same word.
async fn of_earlier(cx: &mut Cx, account: i64, answers: &mut Answers) -> Result<()> {
    let row: Option<(String, String)> = cx.conn().opt(LATEST, args![account]).await?;
    let Some((code, sealed)) = row else { return Ok(()) };
    let earlier: Answers = serde_json::from_str(&crypto::open_text(cx.settings(), ANSWERS, &sealed))?;
    let mut taken = Vec::new();
    for question in applicant_pages(OnBehalf::Myself).iter().flat_map(|page| &page.questions) {
        if !question.is_blank(answers) || question.is_blank(&earlier) {
            continue;
        }
        for name in question.fields() {
            let value = earlier.get(&name).cloned().unwrap_or_default();
            answers.insert(name, value);
        }
        taken.push(question.name.clone());
    }
    if !taken.is_empty() {
        answers.insert(FROM.to_owned(), code);
        answers.insert(TAKEN.to_owned(), taken.join("\n"));
    }
    Ok(())
}
