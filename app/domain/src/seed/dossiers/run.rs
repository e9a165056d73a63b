//! Dossiers through the real commands: a queue of steps in the order of time; each step plans the next.

use super::first_day;
use super::places::Places;
use super::plan::{self, Outcome};
use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::dossiers::{self, Dossier, NewDossier, NewPart, SupplementAnswer};
use crate::error::{Error, Result};
use crate::files;
use crate::identity::crypto::{self, purpose};
use crate::seed::{demo_start, identity::invented_name};
use chrono::{DateTime, Duration, Utc};
use model::calendar::WorkCalendar;
use model::dossiers::*;
use model::files::Purpose;
use model::format;
use model::notify::NotifyChannel;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;

/// Applications of the last weekend.
const WEEKEND: usize = 24;

/// What happens next to a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Submit,
    Receive,
    Refuse,
    Start,
    Propose,
    Approve,
    Answer,
    Move(ProcessingStage),
    Withdraw,
    AcceptWithdrawal,
    Stop,
    Publish,
    Return,
}

/// A dossier on its way.
struct Travel {
    offer: usize,
    outcome: Outcome,
    supplement: bool,
    source: Source,
    applicant: Applicant,
    dossier: Option<Dossier>,
    finish: Option<DateTime<Utc>>,
}

struct Applicant {
    account: Option<i64>,
    name: String,
    phone: String,
    number: String,
}

struct Runner<'a> {
    portal: &'a Portal,
    places: &'a Places,
    cal: WorkCalendar,
    rng: StdRng,
    travels: Vec<Travel>,
    queue: BTreeMap<(DateTime<Utc>, usize), Next>,
    papers: Vec<i64>,
    result: String,
    units: Vec<String>,
}

/// Makes `n` dossiers and those of the demo citizens.
///
/// # Errors
/// Whatever a use case refuses.
pub async fn make(portal: &Portal, places: &Places, n: usize, rng: &mut StdRng, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    let cal = WorkCalendar::vietnam();
    let end = format::local_date(demo_start());
    portal.clock().set(format::at_minute(first_day(), 7 * 60));
    let (papers, result) = sample_files(portal).await?;
    let arrivals = plan::arrivals(rng, &cal, first_day(), end, n - WEEKEND);
    let mut runner = Runner {
        portal,
        places,
        cal,
        rng: StdRng::seed_from_u64(rng.random()),
        travels: Vec::with_capacity(n),
        queue: BTreeMap::new(),
        papers,
        result,
        units: places.offers.iter().map(|offer| offer.agency_code.clone()).collect(),
    };
    for at in arrivals {
        let offer = places.offer(&mut runner.rng);
        let (outcome, supplement) = (plan::outcome(&mut runner.rng), plan::supplement(&mut runner.rng));
        let source = plan::source(&mut runner.rng, places.offers[offer].online);
        let number = runner.travels.len();
        let name = invented_name(&mut runner.rng);
        let applicant =
            Applicant { account: None, name, phone: format!("0999{:06}", 910_000 + number % 80_000), number: format!("999{:09}", 500_000 + number) };
        runner.add(at, Travel { offer, outcome, supplement, source, applicant, dossier: None, finish: None });
    }
    runner.weekend();
    runner.demo_citizens().await?;
    runner.go(progress).await
}

/// A few papers that applications share, and one signed result.
async fn sample_files(portal: &Portal) -> Result<(Vec<i64>, String)> {
    let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
    let mut papers = Vec::new();
    for n in 1..=12 {
        let blob = portal.files().put(format!("%PDF-1.4\n% Giay to mo phong so {n}\n%%EOF\n").as_bytes(), 1 << 20).await?;
        papers.push(files::keep(&mut cx, &blob, &format!("giay-to-{n:02}.pdf"), Purpose::Dossier).await?.id);
    }
    let blob = portal.files().put(b"%PDF-1.4\n% Ket qua mo phong\n%%EOF\n", 1 << 20).await?;
    let result = files::keep(&mut cx, &blob, "ket-qua-mo-phong.pdf", Purpose::Result).await?.token;
    cx.commit().await?;
    Ok((papers, result))
}

impl Runner<'_> {
    fn add(&mut self, at: DateTime<Utc>, travel: Travel) {
        self.travels.push(travel);
        self.queue.insert((at, self.travels.len() - 1), Next::Submit);
    }

    /// Plans a step so many working minutes from now. Distinct dossiers may share an instant.
    fn later(&mut self, index: usize, minutes: u64, next: Next) -> Result<()> {
        let now = self.portal.clock().now();
        let at = self.cal.add_working_minutes(now, minutes.max(1)).map_err(|error| Error::internal(error.to_string()))?;
        self.queue.insert((at.max(now), index), next);
        Ok(())
    }

    /// Applications that came online over the last weekend: they wait when the desks open, half of them in the demo ward.
    fn weekend(&mut self) {
        for i in 0..WEEKEND {
            let day = format::local_date(demo_start()) - Duration::days(1 + i64::try_from(i % 2).unwrap_or(0));
            let at = format::at_minute(day, 480 + self.rng.random_range(0..780));
            let mut offer = if i % 2 == 0 { self.places.home_offer(&mut self.rng) } else { self.places.offer(&mut self.rng) };
            while !self.places.offers[offer].online {
                offer = self.places.offer(&mut self.rng);
            }
            let number = self.travels.len();
            let applicant = Applicant {
                account: None,
                name: invented_name(&mut self.rng),
                phone: format!("0999{:06}", 910_000 + number % 80_000),
                number: format!("999{:09}", 500_000 + number),
            };
            let (outcome, source) = (plan::outcome(&mut self.rng), Source::LocalPortal);
            self.add(at, Travel { offer, outcome, supplement: false, source, applicant, dossier: None, finish: None });
        }
    }

    /// Three open dossiers for one citizen (one to supplement), a result ready for another (11 §5).
    async fn demo_citizens(&mut self) -> Result<()> {
        let mut cx = self.portal.read(&Actor::system("Dữ liệu mô phỏng")).await?;
        let mut rows: Vec<(i64, String, String)> = cx.conn().all(CITIZENS, args![]).await?;
        for (_, phone, _) in &mut rows {
            *phone = crypto::open_text(cx.settings(), purpose::PHONE, phone);
        }
        drop(cx);
        let day = |ago: i64, minute: u16| format::at_minute(format::local_date(demo_start()) - Duration::days(ago), minute);
        let wishes = [
            ("0999900001", day(6, 490), Outcome::OnTime, true),
            ("0999900001", day(4, 560), Outcome::OnTime, false),
            ("0999900001", day(1, 1_200), Outcome::OnTime, false),
            ("0999900002", day(12, 500), Outcome::Early, false),
        ];
        for (phone, at, outcome, supplement) in wishes {
            let Some((account, _, name)) = rows.iter().find(|(_, own, _)| own == phone) else { continue };
            let offer = self.places.home_offer(&mut self.rng);
            let applicant = Applicant { account: Some(*account), name: name.clone(), phone: phone.to_owned(), number: format!("999{:09}", account % 1_000) };
            self.add(at, Travel { offer, outcome, supplement, source: Source::LocalPortal, applicant, dossier: None, finish: None });
        }
        Ok(())
    }

    /// Takes every step up to the start of the demo; what lies later stays open.
    async fn go(&mut self, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
        let mut made = 0;
        while let Some(((at, index), next)) = self.queue.pop_first() {
            if at >= demo_start() {
                break;
            }
            self.portal.clock().set(at);
            self.take(index, next).await?;
            if next == Next::Submit {
                made += 1;
                if made % 50 == 0 {
                    progress(made);
                }
            }
        }
        progress(made);
        // Old notices were read when they came; those of the last days wait.
        let mut cx = self.portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
        cx.conn().exec(READ, args![demo_start() - Duration::days(4)]).await?;
        cx.commit().await.map(drop)
    }

    fn actor(&self, index: usize, role: &str) -> Actor {
        let offer = &self.places.offers[self.travels[index].offer];
        self.places.worker(offer.competent_unit_id, role, index)
    }

    async fn take(&mut self, index: usize, next: Next) -> Result<()> {
        let role = match next {
            Next::Submit | Next::Answer | Next::Withdraw => "",
            Next::Receive | Next::Refuse | Next::Return => "receptionist",
            Next::Start | Next::Propose => "case_officer",
            Next::Approve | Next::AcceptWithdrawal | Next::Stop | Next::Move(ProcessingStage::Signed) => "unit_leader",
            Next::Publish => "clerk",
            Next::Move(_) => "case_officer",
        };
        let actor = match role {
            "" => self.applicant(index),
            role => self.actor(index, role),
        };
        let mut cx = self.portal.write(&actor).await?;
        let dossier = self.command(&mut cx, index, next).await?;
        cx.commit().await?;
        self.travels[index].dossier = Some(dossier);
        self.plan(index, next)
    }

    fn applicant(&self, index: usize) -> Actor {
        let applicant = &self.travels[index].applicant;
        let mut actor = Actor::system(&applicant.name);
        actor.account_id = applicant.account;
        actor
    }

    async fn command(&mut self, cx: &mut Cx, index: usize, next: Next) -> Result<Dossier> {
        if next == Next::Submit {
            let new = self.application(cx, index)?;
            return dossiers::create_submitted(cx, new).await;
        }
        let travel = &self.travels[index];
        let known = travel.dossier.as_ref().ok_or_else(|| Error::internal("a step before submission"))?;
        let (code, version) = (known.submission_code.clone(), known.version);
        let reason = |text: &str| WithdrawalForm { version, reason: text.to_owned() };
        match next {
            Next::Submit => Err(Error::internal("submitted twice")),
            Next::Receive => {
                let view = dossiers::by_any_code(cx, &code).await?.ok_or(Error::NotFound)?;
                let form = ReceiveForm { version, checked_parts: view.parts.iter().map(|part| part.id).collect(), identity_checked: true, note: String::new() };
                dossiers::receive(cx, &code, &form).await
            }
            Next::Refuse => {
                let form = RefuseForm {
                    version,
                    reason: Some(RefusalReason::NotEligible),
                    basis: "Giấy tờ nộp không thuộc trường hợp được giải quyết".to_owned(),
                    guidance: "Đề nghị nộp lại theo đúng thủ tục, trung tâm sẵn sàng hướng dẫn".to_owned(),
                };
                dossiers::refuse_intake(cx, &code, &form).await
            }
            Next::Start => dossiers::start_processing(cx, &code, &AssignForm { version, officer: cx.actor.person_id, note: String::new() }).await,
            Next::Propose => {
                let item = SupplementItemForm {
                    part_id: None,
                    subject: "Bản chụp giấy tờ".to_owned(),
                    reason: "Bản chụp mờ, không đọc được số và ngày cấp".to_owned(),
                    basis: "Thành phần hồ sơ của thủ tục".to_owned(),
                    how_to_fix: "Chụp lại đủ trang, rõ chữ và con dấu".to_owned(),
                };
                let reply_by = Some(format::local_date(cx.now()) + Duration::days(15));
                let form = SupplementForm { version, items: vec![item], reply_by, override_basis: String::new() };
                dossiers::propose_supplement(cx, &code, &form).await?;
                let view = dossiers::by_any_code(cx, &code).await?.ok_or(Error::NotFound)?;
                Ok(Dossier { version: view.version, ..known.clone() })
            }
            Next::Approve => dossiers::approve_supplement(cx, &code, version).await,
            Next::Answer => {
                let view = dossiers::by_any_code(cx, &code).await?.ok_or(Error::NotFound)?;
                let items = view.open_supplement().map(|request| request.items.clone()).unwrap_or_default();
                let answers: Vec<SupplementAnswer> =
                    items.iter().map(|item| SupplementAnswer { item_id: item.id, text: "Đã chụp lại rõ hơn".to_owned(), file_ids: Vec::new() }).collect();
                dossiers::provide_supplement(cx, &code, version, &answers).await
            }
            Next::Move(to) => dossiers::move_stage(cx, &code, &MoveForm { version, to, note: String::new() }).await,
            Next::Withdraw => dossiers::request_withdrawal(cx, &code, &reason("Gia đình không còn nhu cầu")).await,
            Next::AcceptWithdrawal => dossiers::accept_withdrawal(cx, &code, &reason("Đồng ý, chưa thu phí, lệ phí")).await,
            Next::Stop => {
                let form = StopForm {
                    version,
                    reason: Some(StopReason::NotEligible),
                    basis: "Không đủ điều kiện theo quy định".to_owned(),
                    money: "Không thu phí".to_owned(),
                };
                dossiers::stop(cx, &code, &form).await
            }
            Next::Publish => {
                let form = PublishForm { version, number: format!("{}/KQ-{}", index + 1, self.units[travel.offer]), file: self.result.clone(), paper: false };
                dossiers::publish_result(cx, &code, &form).await
            }
            Next::Return => {
                let form = ReturnForm { version, receiver: travel.applicant.name.clone(), identity_checked: true, postal_code: "EL999000111VN".to_owned() };
                dossiers::return_result(cx, &code, &form).await
            }
        }
    }

    fn application(&mut self, cx: &Cx, index: usize) -> Result<NewDossier> {
        let now = cx.now();
        let travel = &self.travels[index];
        let offer = &self.places.offers[travel.offer];
        let (version, source) = (offer.version_id, travel.source);
        let mut parts = Vec::new();
        for part in self.places.parts(version) {
            let brought = part.mandatory || self.rng.random_range(0..3) == 0;
            let scanned = source.channel() == Channel::Online;
            let file = self.papers[self.rng.random_range(0..self.papers.len())];
            // One paper is stored once per dossier.
            let fresh = !parts.iter().any(|other: &NewPart| other.file_ids.contains(&file));
            if brought {
                parts.push(NewPart { required_part_id: part.id, name: part.name.clone(), file_ids: if scanned && fresh { vec![file] } else { Vec::new() } });
            }
        }
        let delivery = match self.rng.random_range(0..10) {
            0..=5 => ResultDelivery::AtCentre,
            6..=8 if travel.applicant.account.is_some() => ResultDelivery::ElectronicOnly,
            9 => ResultDelivery::ByPost,
            _ => ResultDelivery::AtCentre,
        };
        let travel = &self.travels[index];
        let offer = &self.places.offers[travel.offer];
        Ok(NewDossier {
            submission_code: submission_code(now, index),
            procedure_version_id: version,
            case_id: self.places.case(version)?,
            offer_id: offer.id,
            receiving_unit: offer.receiving_unit_id,
            competent_unit: offer.competent_unit_id,
            channel: source.channel(),
            source,
            applicant_account: travel.applicant.account,
            applicant_name: travel.applicant.name.clone(),
            applicant_phone: travel.applicant.phone.clone(),
            applicant_id_number: travel.applicant.number.clone(),
            applicant_address: "Tỉnh Lam Giang".to_owned(),
            answers: serde_json::json!([{ "name": "ho_ten", "label": "Họ và tên", "value": travel.applicant.name }]),
            parts,
            delivery: if travel.applicant.phone == "0999900002" { ResultDelivery::AtCentre } else { delivery },
            notify: if travel.applicant.account.is_some() { vec![NotifyChannel::Sms, NotifyChannel::Zalo] } else { Vec::new() },
            submitted_at: now,
        })
    }

    /// What follows a step, and when.
    fn plan(&mut self, index: usize, done: Next) -> Result<()> {
        use ProcessingStage as S;
        let now = self.portal.clock().now();
        let (outcome, supplement) = (self.travels[index].outcome, self.travels[index].supplement);
        let due = self.travels[index].dossier.as_ref().and_then(|dossier| dossier.due);
        let soon = self.rng.random_range(10..200);
        match done {
            Next::Submit if outcome == Outcome::Refused => self.later(index, soon, Next::Refuse),
            Next::Submit => self.later(index, soon, Next::Receive),
            Next::Receive => {
                let due = due.unwrap_or(now + Duration::days(7));
                self.travels[index].finish = Some(plan::finish(&mut self.rng, &self.cal, outcome, now, due));
                self.spread(index, 8, Next::Start)
            }
            Next::Start if outcome == Outcome::Withdrawn => self.later(index, soon, Next::Withdraw),
            Next::Start if outcome == Outcome::Stopped => self.later(index, soon * 2, Next::Stop),
            Next::Start if supplement && self.may_supplement(index, now, due) => self.later(index, soon, Next::Propose),
            Next::Propose => self.later(index, soon / 2, Next::Approve),
            Next::Approve if self.travels[index].applicant.account.is_some() => Ok(()),
            Next::Approve => self.later(index, 300 + soon * 8, Next::Answer),
            Next::Answer => {
                let due = due.unwrap_or(now + Duration::days(7));
                self.travels[index].finish = Some(plan::finish(&mut self.rng, &self.cal, outcome, now, due));
                self.spread(index, 4, Next::Move(S::Drafting))
            }
            Next::Start => self.spread(index, 3, Next::Move(S::Drafting)),
            Next::Move(S::Drafting) => self.spread(index, 3, Next::Move(S::ToSign)),
            Next::Move(S::ToSign) => self.spread(index, 2, Next::Move(S::Signed)),
            Next::Move(_) => self.spread(index, 1, Next::Publish),
            Next::Withdraw => self.later(index, soon, Next::AcceptWithdrawal),
            // The demo citizen with a result still has to fetch it.
            Next::Publish if self.travels[index].applicant.account.is_none() => self.later(index, 60 + soon * 4, Next::Return),
            Next::Publish | Next::Refuse | Next::AcceptWithdrawal | Next::Stop | Next::Return => Ok(()),
        }
    }

    /// Proposing and approving take two persons, and time before the due date.
    fn may_supplement(&self, index: usize, now: DateTime<Utc>, due: Option<DateTime<Utc>>) -> bool {
        let room = due.and_then(|due| self.cal.working_minutes_between(now, due).ok()).unwrap_or(0);
        room > 2 * 480 && self.actor(index, "case_officer").person_id != self.actor(index, "unit_leader").person_id
    }

    /// Plans a step at one part in `parts` of the working time that is left until the result.
    fn spread(&mut self, index: usize, parts: u64, next: Next) -> Result<()> {
        let now = self.portal.clock().now();
        let finish = self.travels[index].finish.unwrap_or(now);
        let left = u64::try_from(self.cal.working_minutes_between(now, finish).unwrap_or(0)).unwrap_or(0);
        self.later(index, left / parts, next)
    }
}

sql!(READ, "UPDATE outbox SET read_at = created_at WHERE channel = 'in_app' AND read_at IS NULL AND created_at < $1");
sql!(CITIZENS, "SELECT a.id, p.phone_sealed, p.full_name FROM account a JOIN person p ON p.id = a.person_id WHERE a.kind = 'citizen' ORDER BY a.id");

/// `N-261123-…` with the number of the dossier in plain letters and digits: reproducible, unlike the codes of real submissions.
pub fn submission_code(at: DateTime<Utc>, number: usize) -> String {
    const PLAIN: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let mut rest = number;
    let mut tail = [b'2'; 6];
    for place in tail.iter_mut().rev() {
        *place = PLAIN[rest % PLAIN.len()];
        rest /= PLAIN.len();
    }
    format!("N-{}-{}", format::local_date(at).format("%y%m%d"), String::from_utf8_lossy(&tail))
}
