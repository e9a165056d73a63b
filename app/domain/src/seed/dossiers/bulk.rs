//! The older history of sizes M and L, written as rows: finished dossiers with their events, codes and due dates as the
//! commands would have made them, from January 2026 to the day before the real commands begin.

use super::first_day;
use super::places::Places;
use super::plan::{self, Outcome};
use super::run::submission_code;
use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose};
use crate::seed::identity::invented_name;
use chrono::{DateTime, NaiveDate, Utc};
use model::calendar::{DeadlineRule, WorkCalendar, due};
use model::dossiers::DossierAction;
use model::format;
use rand::Rng;
use rand::rngs::StdRng;
use std::collections::HashMap;

/// Rows of one transaction.
const BATCH: usize = 1_000;
/// Numbers of submission codes from here on belong to the older history.
const FIRST_NUMBER: usize = 1_000_000;

sql!(
    INSERT,
    "INSERT INTO dossier (version, submission_code, code, procedure_version_id, case_id, offer_id, form_set, state, clock, stage, channel, source,
        receiving_unit_id, competent_unit_id, handling_unit_id, officer_id, officer_since, applicant_name, applicant_phone, applicant_id_number, applicant_address,
        fold, answers, delivery, delivery_status, notify, payment, deadline_rule, submitted_at, received_at, received_day, finished_at, ended_at, ended_day,
        returned_at, due_original, due_without_extension, due_current, due_order, result_number, updated_at, updated_by)
     VALUES (6, $1, $2, $3, $4, $5, 'tt03_2025', 'returned', 'ended', 'published', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'Tỉnh Lam Giang', $16, '[]',
        'at_centre', 'handed_over', '', 'not_required', $17, $18, $19, $20, $21, $21, $22, $23, $24, $24, $24, $24, $25, $23, $26) RETURNING id"
);
sql!(
    EVENT,
    "INSERT INTO dossier_event (dossier_id, seq, action, from_state, to_state, actor_id, actor_name, unit_id, at, due_after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);
sql!(COUNTER, "INSERT INTO counter (series, n) VALUES ($1, $2) ON CONFLICT (series) DO UPDATE SET n = EXCLUDED.n");

/// Writes `n` dossiers.
///
/// # Errors
/// If the database cannot be written.
pub async fn make(portal: &Portal, places: &Places, n: usize, rng: &mut StdRng, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    let cal = WorkCalendar::vietnam();
    let january = NaiveDate::from_ymd_opt(2026, 1, 5).ok_or_else(|| Error::internal("date of the seed"))?;
    let arrivals = plan::arrivals(rng, &cal, january, first_day() - chrono::Duration::days(30), n);
    let mut numbers: HashMap<(String, NaiveDate), i64> = HashMap::new();
    let mut series: HashMap<String, i64> = HashMap::new();
    for (batch, instants) in arrivals.chunks(BATCH).enumerate() {
        let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
        for (i, at) in instants.iter().enumerate() {
            one(&mut cx, places, &cal, rng, *at, FIRST_NUMBER + batch * BATCH + i, (&mut numbers, &mut series)).await?;
        }
        cx.commit().await?;
        progress(u64::try_from((batch + 1) * BATCH).unwrap_or_default());
    }
    let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
    for (name, n) in series {
        cx.conn().exec(COUNTER, args![name, n]).await?;
    }
    cx.commit().await?;
    Ok(())
}

type Numbers<'a> = (&'a mut HashMap<(String, NaiveDate), i64>, &'a mut HashMap<String, i64>);

async fn one(cx: &mut Cx, places: &Places, cal: &WorkCalendar, rng: &mut StdRng, at: DateTime<Utc>, number: usize, counters: Numbers<'_>) -> Result<()> {
    let offer = &places.offers[places.offer(rng)];
    let outcome = match plan::outcome(rng) {
        late @ (Outcome::Late | Outcome::OnTime) => late,
        _ => Outcome::Early,
    };
    let after = |t: DateTime<Utc>, minutes: u64| cal.add_working_minutes(t, minutes).unwrap_or(t);
    let received = after(at, rng.random_range(10..200));
    let rule: DeadlineRule = offer.deadline_rule.parse().map_err(|_| Error::internal("deadline of an offer"))?;
    let due_at = due(rule, received, &[], &[], cal).map_err(|error| Error::internal(error.to_string()))?.at.unwrap_or(received);
    let finished = plan::finish(rng, cal, outcome, received, due_at);
    let returned = after(finished, rng.random_range(30..900));
    let day = format::local_date(received);
    let n = counters.0.entry((offer.agency_code.clone(), day)).or_insert(0);
    *n += 1;
    // Commands count by the agency of the receiving desk; departments share the centre of the province.
    let agency = offer.agency_code.clone();
    let code = format!("{agency}-{}-{n:04}", day.format("%y%m%d"));
    counters.1.insert(format!("dossier:{}:{}", offer.competent_unit_id, day.format("%y%m%d")), *n);
    let (officer, name) = (places.worker(offer.competent_unit_id, "case_officer", number), invented_name(rng));
    let source = plan::source(rng, offer.online);
    let submission = submission_code(at, number);
    let fold = model::text::fold(&format!("{submission} {code} {name}"));
    let values = args![
        &submission,
        code,
        offer.version_id,
        places.case(offer.version_id)?,
        offer.id,
        source.channel().as_str(),
        source.as_str(),
        offer.receiving_unit_id,
        offer.competent_unit_id,
        officer.unit_id,
        officer.person_id,
        received,
        &name,
        crypto::seal_text(cx.settings(), purpose::PHONE, &format!("0999{:06}", 910_000 + number % 80_000))?,
        crypto::seal_text(cx.settings(), purpose::NATIONAL_ID, &format!("999{:09}", number))?,
        fold,
        &offer.deadline_rule,
        at,
        received,
        day,
        finished,
        format::local_date(finished),
        returned,
        due_at,
        format!("{number}/KQ"),
        &officer.name
    ];
    let id = cx.conn().id(INSERT, values).await?;
    let desk = places.worker(offer.competent_unit_id, "receptionist", number);
    let clerk = places.worker(offer.competent_unit_id, "clerk", number);
    let citizen = Actor::system(&name);
    use DossierAction as A;
    let started = after(received, 30).min(finished);
    let events = [
        (A::Submit, "draft", "submitted", &citizen, at),
        (A::Receive, "submitted", "received", &desk, received),
        (A::StartProcessing, "received", "processing", &officer, started),
        (A::MoveStage, "processing", "processing", &officer, started.max(finished - chrono::Duration::hours(1))),
        (A::PublishResult, "processing", "result_ready", &clerk, finished),
        (A::ReturnResult, "result_ready", "returned", &desk, returned),
    ];
    for (seq, (action, from, to, actor, at)) in (1_i64..).zip(events) {
        let due = (seq > 1).then_some(due_at);
        cx.conn().exec(EVENT, args![id, seq, action.as_str(), from, to, actor.account_id, &actor.name, actor.unit_id, at, due]).await?;
    }
    Ok(())
}
