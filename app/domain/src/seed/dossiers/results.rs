//! Papers of a demo citizen in the result store, and a result that nobody has fetched for weeks.

use super::places::{self, Offer, Places};
use super::run::submission_code;
use crate::actor::Actor;
use crate::cx::Portal;
use crate::dossiers::{self, NewDossier};
use crate::error::Result;
use crate::files;
use crate::identity::crypto::{self, purpose};
use crate::seed::demo_start;
use chrono::{DateTime, Duration, Months, NaiveDate, Utc};
use model::dossiers::results::ResultFacts;
use model::dossiers::{Assign, Channel, Move, ProcessingStage, Publish, Receive, ResultDelivery, Source};
use model::files::Purpose;
use model::format;

/// Numbers of the submission codes of these dossiers, beyond those of the others.
const FIRST_NUMBER: usize = 900_000;
/// The citizen who has papers.
const OWNER: &str = "0999900001";

// Papers of the catalogue that are results of other procedures under another name.
sql!(REUSE, "UPDATE required_part SET reuse_code = $2 WHERE name = $1 AND reuse_code = ''");
const REUSES: [(&str, &str); 1] = [("Giấy chứng nhận kết hôn của cha mẹ", "giay-chung-nhan-ket-hon")];

sql!(
    OFFER,
    "SELECT o.id FROM procedure_offer o JOIN procedure_version v ON v.id = o.version_id JOIN procedure p ON p.id = v.procedure_id WHERE p.code = $1 ORDER BY o.id"
);
sql!(CITIZENS, "SELECT a.id, p.phone_sealed, p.full_name FROM account a JOIN person p ON p.id = a.person_id WHERE a.kind = 'citizen' ORDER BY a.id");

/// What one of the dossiers is about.
struct Wish {
    procedure: &'static str,
    /// Days before the demo starts.
    ago: i64,
    owner: Option<(i64, String)>,
    delivery: ResultDelivery,
    valid_until: Option<NaiveDate>,
}

/// Makes the papers through the real commands, at their times. Needs dossiers; leaves the clock at the start of the demo.
///
/// # Errors
/// Whatever a use case refuses.
pub async fn seed(portal: &Portal) -> Result<()> {
    let places = places::load(portal).await?;
    let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
    for (name, code) in REUSES {
        cx.conn().exec(REUSE, args![name, code]).await?;
    }
    let rows: Vec<(i64, String, String)> = cx.conn().all(CITIZENS, args![]).await?;
    let owner = rows.into_iter().find(|(_, phone, _)| crypto::open_text(cx.settings(), purpose::PHONE, phone) == OWNER).map(|(id, _, name)| (id, name));
    cx.commit().await?;
    let today = format::local_date(demo_start());
    let wishes = [
        Wish { procedure: "1.000894", ago: 61, owner: owner.clone(), delivery: ResultDelivery::ElectronicOnly, valid_until: None },
        Wish { procedure: "1.004873", ago: 33, owner, delivery: ResultDelivery::ElectronicOnly, valid_until: today.checked_add_months(Months::new(5)) },
        Wish { procedure: "1.004873", ago: 47, owner: None, delivery: ResultDelivery::AtCentre, valid_until: today.checked_add_months(Months::new(4)) },
    ];
    for (n, wish) in wishes.iter().enumerate() {
        one(portal, &places, n, wish).await?;
    }
    portal.clock().set(demo_start());
    Ok(())
}

/// The offer of a procedure in the demo ward, if the ward has it.
async fn offer_of<'a>(portal: &Portal, places: &'a Places, procedure: &str) -> Result<Option<&'a Offer>> {
    let mut cx = portal.read(&Actor::system("Dữ liệu mô phỏng")).await?;
    let ids: Vec<(i64,)> = cx.conn().all(OFFER, args![procedure]).await?;
    Ok(places.offers.iter().find(|offer| offer.agency_code == "H99.101" && ids.iter().any(|(id,)| *id == offer.id)))
}

async fn one(portal: &Portal, places: &Places, n: usize, wish: &Wish) -> Result<()> {
    let Some(offer) = offer_of(portal, places, wish.procedure).await? else { return Ok(()) };
    let start = format::at_minute(format::local_date(demo_start()) - Duration::days(wish.ago), 8 * 60);
    let name = wish.owner.as_ref().map_or_else(|| "Lê Mẫu Hạnh".to_owned(), |(_, name)| name.clone());
    let new = NewDossier {
        submission_code: submission_code(start, FIRST_NUMBER + n),
        procedure_version_id: offer.version_id,
        case_id: places.case(offer.version_id)?,
        offer_id: offer.id,
        receiving_unit: offer.receiving_unit_id,
        competent_unit: offer.competent_unit_id,
        channel: Channel::Online,
        source: Source::LocalPortal,
        applicant_account: wish.owner.as_ref().map(|(account, _)| *account),
        applicant_name: name.clone(),
        applicant_phone: if wish.owner.is_some() { OWNER.to_owned() } else { "0999900777".to_owned() },
        applicant_id_number: format!("9990900{:05}", n + 1),
        applicant_address: "Tỉnh Lam Giang".to_owned(),
        answers: serde_json::json!([{ "name": "ho_ten", "label": "Họ và tên", "value": name }]),
        parts: Vec::new(),
        answer_files: Vec::new(),
        delivery: wish.delivery,
        notify: Vec::new(),
        submitted_at: start,
    };
    let worker = |role: &str| places.worker(offer.competent_unit_id, role, n);
    let mut applicant = Actor::system(&new.applicant_name);
    applicant.account_id = new.applicant_account;
    let code = new.submission_code.clone();
    let at = |minutes: i64| start + Duration::minutes(minutes);
    let dossier = act(portal, &applicant, start, async |cx| dossiers::create_submitted(cx, new).await).await?;
    let checked = Receive { checked_parts: Vec::new(), note: String::new() };
    let mut version = act(portal, &worker("receptionist"), at(30), async |cx| dossiers::receive(cx, &code, dossier.version, &checked).await).await?.version;
    let officer = worker("case_officer");
    version = act(portal, &officer, at(60), async |cx| dossiers::start_processing(cx, &code, version, &Assign::default()).await).await?.version;
    let steps = [(ProcessingStage::Drafting, "case_officer"), (ProcessingStage::ToSign, "case_officer"), (ProcessingStage::Signed, "unit_leader")];
    for ((to, role), minutes) in steps.into_iter().zip([90_i64, 120, 150]) {
        let step = Move { to, note: String::new() };
        version = act(portal, &worker(role), at(minutes), async |cx| dossiers::move_stage(cx, &code, version, &step).await).await?.version;
    }
    // Each result is a file of its own, so that the check of a file finds exactly one.
    let blob = portal.files().put(format!("%PDF-1.4\n% Ket qua mo phong {code}\n%%EOF\n").as_bytes(), 1 << 20).await?;
    let facts = ResultFacts { valid_until: wish.valid_until, scope: String::new(), sealed: true };
    let published = act(portal, &worker("clerk"), at(180), async |cx| {
        let file = files::keep(cx, &blob, &format!("ket-qua-{}.pdf", n + 1), Purpose::Result).await?;
        let result = Publish { number: format!("{}/UBND-XNTT", 210 + n), file: Some(file.token) };
        dossiers::publish_with_facts(cx, &code, version, &result, &facts).await
    })
    .await?;
    // Who applied online has paid what was due.
    if wish.delivery == ResultDelivery::ElectronicOnly {
        act(portal, &worker("receptionist"), at(190), async |cx| super::pay::rest(cx, &code, published.version).await).await?;
    }
    Ok(())
}

/// One use case in its own transaction, at its time.
async fn act<T>(portal: &Portal, actor: &Actor, at: DateTime<Utc>, work: impl AsyncFnOnce(&mut crate::Cx) -> Result<T>) -> Result<T> {
    portal.clock().set(at);
    let mut cx = portal.write(actor).await?;
    let done = work(&mut cx).await?;
    cx.commit().await?;
    Ok(done)
}
