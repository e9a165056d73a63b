//! Where dossiers go and who works on them: offers in force, parts, officials of each agency.

use crate::actor::Actor;
use crate::cx::Portal;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use sqlx::FromRow;
use std::collections::HashMap;

/// An offer of a procedure by an agency.
#[derive(Debug, Clone, FromRow)]
pub struct Offer {
    /// Row number.
    pub id: i64,
    /// Version.
    pub version_id: i64,
    /// Agency that decides.
    pub competent_unit_id: i64,
    /// Centre that receives.
    pub receiving_unit_id: i64,
    /// The citizen can submit online.
    pub online: bool,
    /// Time limit of the version.
    pub deadline_rule: String,
    /// Code of the competent agency.
    pub agency_code: String,
}

/// A part that an application brings.
#[derive(Debug, Clone, FromRow)]
pub struct Part {
    /// Version.
    pub version_id: i64,
    /// Row number.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Required without a condition.
    pub mandatory: bool,
}

#[derive(Debug, Clone, FromRow)]
struct Worker {
    unit_id: i64,
    agency_id: i64,
    person_id: i64,
    account_id: i64,
    full_name: String,
    unit_name: String,
    role: String,
}

/// Everything the generator draws from.
pub struct Places {
    /// Offers of procedures that the portal itself processes.
    pub offers: Vec<Offer>,
    /// Indexes of the offers of the demo ward, which gets a quarter of everything.
    home: Vec<usize>,
    parts: HashMap<i64, Vec<Part>>,
    cases: HashMap<i64, Vec<i64>>,
    workers: HashMap<i64, Vec<Worker>>,
}

sql!(
    OFFERS,
    "SELECT o.id, o.version_id, o.competent_unit_id, o.receiving_unit_id, o.online, v.deadline_rule,
        (SELECT n.agency_code FROM org_unit_version n WHERE n.unit_id = o.competent_unit_id AND n.valid_from <= $1 ORDER BY n.valid_from DESC LIMIT 1) AS agency_code
     FROM procedure_offer o JOIN procedure_version v ON v.id = o.version_id
     WHERE v.processing_system = 'local' AND v.state = 'published' AND v.valid_from <= $1 AND (v.valid_to IS NULL OR v.valid_to > $1) ORDER BY o.id"
);
sql!(PARTS, "SELECT version_id, id, name, mandatory FROM required_part WHERE kind = 'input' AND NOT e_form AND case_id IS NULL ORDER BY version_id, seq");
sql!(CASES, "SELECT version_id, id FROM procedure_case ORDER BY version_id, seq");
// Officials and the agency they belong to: their own unit, or the one above a division or centre.
sql!(
    WORKERS,
    "SELECT e.unit_id, e.person_id, a.id AS account_id, p.full_name, r.role,
        COALESCE((SELECT c.ancestor_id FROM org_closure c WHERE c.descendant_id = e.unit_id AND c.depth = 1 AND u.kind IN ('division', 'one_stop_centre')), e.unit_id) AS agency_id,
        (SELECT n.name FROM org_unit_version n WHERE n.unit_id = e.unit_id AND n.valid_from <= $1 ORDER BY n.valid_from DESC LIMIT 1) AS unit_name
     FROM employment e JOIN org_unit u ON u.id = e.unit_id JOIN person p ON p.id = e.person_id JOIN account a ON a.person_id = p.id AND a.kind = 'official'
     JOIN role_assignment r ON r.employment_id = e.id AND r.role IN ('receptionist', 'case_officer', 'unit_leader', 'clerk')
     WHERE e.valid_from <= $1 AND e.valid_to IS NULL ORDER BY e.person_id, r.role"
);

/// Reads offers, parts, cases and people.
///
/// # Errors
/// `Conflict` if the earlier parts of the seed are missing.
pub async fn load(portal: &Portal) -> Result<Places> {
    let day: NaiveDate = model::format::local_date(crate::seed::demo_start());
    let mut cx = portal.read(&Actor::system("Dữ liệu mô phỏng")).await?;
    let mut workers: HashMap<i64, Vec<Worker>> = HashMap::new();
    for worker in cx.conn().all::<Worker>(WORKERS, args![day]).await? {
        workers.entry(worker.agency_id).or_default().push(worker);
    }
    let mut offers: Vec<Offer> = cx.conn().all(OFFERS, args![day]).await?;
    // Small sizes have agencies without a single official: nothing could happen to their dossiers.
    offers.retain(|offer| workers.contains_key(&offer.competent_unit_id));
    if offers.is_empty() {
        return Err(Error::conflict("Chưa có thủ tục hoặc cán bộ nào để tạo hồ sơ mô phỏng."));
    }
    let home = (0..offers.len()).filter(|i| offers[*i].agency_code == "H99.101").collect();
    let mut parts: HashMap<i64, Vec<Part>> = HashMap::new();
    for part in cx.conn().all::<Part>(PARTS, args![]).await? {
        parts.entry(part.version_id).or_default().push(part);
    }
    let mut cases: HashMap<i64, Vec<i64>> = HashMap::new();
    for (version, case) in cx.conn().all::<(i64, i64)>(CASES, args![]).await? {
        cases.entry(version).or_default().push(case);
    }
    Ok(Places { offers, home, parts, cases, workers })
}

impl Places {
    /// An offer: one in four in the demo ward.
    pub fn offer(&self, rng: &mut StdRng) -> usize {
        let at_home = rng.random_range(0..4) == 0;
        match self.home.choose(rng) {
            Some(index) if at_home => *index,
            _ => rng.random_range(0..self.offers.len()),
        }
    }

    /// An offer of the demo ward whose time limit leaves room for work.
    pub fn home_offer(&self, rng: &mut StdRng) -> usize {
        let slow: Vec<usize> = self.home.iter().copied().filter(|i| self.offers[*i].deadline_rule.starts_with("working_day")).collect();
        slow.choose(rng).or(self.home.first()).copied().unwrap_or(0)
    }

    /// Parts of a version.
    pub fn parts(&self, version: i64) -> &[Part] {
        self.parts.get(&version).map_or(&[], Vec::as_slice)
    }

    /// The first case of a version.
    pub fn case(&self, version: i64) -> Result<i64> {
        self.cases.get(&version).and_then(|cases| cases.first()).copied().ok_or_else(|| Error::internal("version without a case"))
    }

    /// The person of an agency who has a role there, else anybody of the agency, else the system. The name stands in the
    /// history; rights are those of the seed, so that small sizes with few officials work too.
    pub fn worker(&self, agency: i64, role: &str, salt: usize) -> Actor {
        let people = self.workers.get(&agency).map_or(&[][..], Vec::as_slice);
        let fitting: Vec<&Worker> = people.iter().filter(|worker| worker.role == role).collect();
        let Some(worker) = fitting.get(salt % fitting.len().max(1)).copied().or(people.first()) else { return Actor::system("Dữ liệu mô phỏng") };
        let mut actor = Actor::system(&worker.full_name);
        (actor.account_id, actor.person_id, actor.unit_id) = (Some(worker.account_id), Some(worker.person_id), Some(worker.unit_id));
        actor.unit_name.clone_from(&worker.unit_name);
        actor
    }
}
