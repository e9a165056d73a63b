//! What the tests of applicants without an account share.

use domain::dossiers::draft::{self, DraftKey, Place};
use domain::dossiers::{apply, guest};
use domain::testing::TestPortal;
use domain::{Actor, Error, args};
use model::dossiers::apply::{DraftView, Step, field};
use model::procedures::{Answers, Question, QuestionKind};

/// The procedure of the tests.
pub const CODE: &str = "2.000635";
/// The telephone of the tests.
pub const PHONE: &str = "0999900071";
/// A small file.
pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// A visitor who verified the telephone of the tests.
pub fn visitor() -> Actor {
    Actor::guest(PHONE)
}

pub async fn create(t: &TestPortal, actor: &Actor) -> DraftKey {
    let mut cx = t.portal.write(actor).await.unwrap();
    let key = draft::create(&mut cx, CODE).await.unwrap();
    cx.commit().await.unwrap();
    key
}

pub async fn view(t: &TestPortal, actor: &Actor, key: &DraftKey) -> DraftView {
    draft::view(&mut t.portal.read(actor).await.unwrap(), key).await.unwrap()
}

pub async fn save(t: &TestPortal, actor: &Actor, key: &DraftKey, step: Step, typed: &[(&str, &str)]) -> Result<Step, Error> {
    let typed: Answers = typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let mut cx = t.portal.write(actor).await?;
    let next = draft::save(&mut cx, key, step, &typed).await?;
    cx.commit().await?;
    Ok(next)
}

pub async fn attach(t: &TestPortal, actor: &Actor, key: &DraftKey, place: &Place, bytes: &[u8], name: &str) -> Result<i64, Error> {
    let blob = t.portal.files().put(bytes, 30 << 20).await?;
    let mut cx = t.portal.write(actor).await?;
    let file = draft::attach(&mut cx, key, place, &blob, name).await?;
    cx.commit().await?;
    Ok(file.file_id)
}

pub async fn submit(t: &TestPortal, actor: &Actor, key: &DraftKey) -> Result<String, Error> {
    let mut cx = t.portal.write(actor).await?;
    let code = apply::submit(&mut cx, key, true).await?;
    cx.commit().await?;
    Ok(code)
}

fn answers(question: &Question, phone: &str) -> Vec<(String, String)> {
    let part = |part: &str, text: &str| (format!("{}_{part}", question.name), text.to_owned());
    let whole = |text: &str| vec![(question.name.clone(), text.to_owned())];
    match question.kind {
        QuestionKind::Person => whole("Nguyễn Mẫu Hạnh"),
        QuestionKind::Identity => whole("999000000071"),
        QuestionKind::Phone => whole(phone),
        QuestionKind::Number => whole("2"),
        QuestionKind::Choice => whole(&question.options[0]),
        QuestionKind::Date => vec![part("ngay", "15"), part("thang", "11"), part("nam", "1990")],
        QuestionKind::Address => vec![part("xa", "H99.101"), part("chi_tiet", "Số 2 đường Bờ Sông")],
        QuestionKind::Email | QuestionKind::File => Vec::new(),
        _ => whole("Xã Thạch Lam (cũ)"),
    }
}

/// Fills in every page up to the check page.
pub async fn fill(t: &TestPortal, actor: &Actor, key: &DraftKey) {
    let first = view(t, actor, key).await;
    let phone = actor.phone.clone().unwrap_or_else(|| "0999900001".to_owned());
    let mut step = first.journey.steps()[0];
    while step != Step::Review {
        let now = view(t, actor, key).await;
        let typed: Vec<(String, String)> = match step {
            Step::Case => vec![(field::CASE.into(), now.case_id.to_string())],
            Step::Place => vec![(field::PLACE.into(), now.offers[0].0.to_string())],
            Step::OnBehalf => vec![(field::ON_BEHALF.into(), "myself".into())],
            Step::Part(n) => vec![(field::part(now.parts[n - 1].id), "paper".into())],
            Step::Delivery => vec![(field::DELIVERY.into(), "electronic_only".into())],
            Step::Notify => vec![(field::NOTIFY.into(), "sms".into())],
            _ => now.question_page(step).unwrap().questions.iter().flat_map(|question| answers(question, &phone)).collect(),
        };
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        step = save(t, actor, key, step, &typed).await.unwrap();
    }
}

/// The newest code that was sent.
pub async fn newest_code(t: &TestPortal) -> String {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    let (text,): (String,) = cx.conn().one("SELECT text FROM outbox WHERE event = 'signin_code' ORDER BY id DESC LIMIT 1", args![]).await.unwrap();
    text.chars().filter(char::is_ascii_digit).take(6).collect()
}

/// How many codes were sent.
pub async fn codes_sent(t: &TestPortal) -> i64 {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    cx.conn().count("SELECT COUNT(*) FROM outbox WHERE event = 'signin_code'", args![]).await.unwrap()
}

/// A token that waits for its code: for a new application of the telephone.
pub async fn asked(t: &TestPortal, phone: &str, address: &str) -> Result<String, Error> {
    guest::ask_to_start(&t.portal, CODE, phone, address).await
}
