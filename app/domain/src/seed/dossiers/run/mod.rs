//! Dossiers through the real commands: a queue of steps in the order of time; each step plans the next.

mod command;
mod next;

pub use command::submission_code;

use super::first_day;
use super::places::Places;
use super::plan::{self, Outcome};
use crate::actor::Actor;
use crate::cx::Portal;
use crate::dossiers::Dossier;
use crate::error::{Error, Result};
use crate::files;
use crate::identity::crypto::{self, purpose};
use crate::seed::{demo_start, identity::invented_name};
use chrono::{DateTime, Duration, Utc};
use model::calendar::WorkCalendar;
use model::dossiers::{ProcessingStage, Source};
use model::files::Purpose;
use model::format;
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
    Tell,
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
        cx.conn().exec(UNREACHED, args!["số thuê bao không còn dùng"]).await?;
        cx.commit().await.map(drop)
    }

    fn actor(&self, index: usize, role: &str) -> Actor {
        let offer = &self.places.offers[self.travels[index].offer];
        self.places.worker(offer.competent_unit_id, role, index)
    }

    async fn take(&mut self, index: usize, next: Next) -> Result<()> {
        let role = match next {
            Next::Submit | Next::Answer | Next::Withdraw => "",
            Next::Receive | Next::Refuse | Next::Return | Next::Tell => "receptionist",
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
}

sql!(READ, "UPDATE outbox SET read_at = created_at WHERE channel = 'in_app' AND read_at IS NULL AND created_at < $1");
// One legal notice that reached nobody: the counter has to call.
sql!(
    UNREACHED,
    "UPDATE outbox SET state = 'failed', attempts = 1, last_error = $1
     WHERE id = (SELECT MAX(o.id) FROM outbox o WHERE o.channel = 'sms' AND o.event = 'supplement_requested' AND o.account_id IS NULL)"
);
sql!(CITIZENS, "SELECT a.id, p.phone_sealed, p.full_name FROM account a JOIN person p ON p.id = a.person_id WHERE a.kind = 'citizen' ORDER BY a.id");
