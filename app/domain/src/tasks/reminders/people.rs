//! Who is meant by a role: the holders of today, read once for a whole look.

use super::facts::OpenTask;
use crate::cx::Cx;
use crate::error::Result;
use crate::org;
use model::access::Role;
use model::format::local_date;
use model::tasks::reminders::ReminderRole;
use std::collections::{HashMap, HashSet};

/// The leaders, heads of division and clerks of every unit, and where the people of the open tasks work.
pub(crate) struct People {
    holders: HashMap<(i64, Role), Vec<i64>>,
    places: HashMap<i64, Vec<i64>>,
    /// Leaders and heads with an active account.
    reached: HashSet<i64>,
    root: Option<i64>,
}

// The person with the highest rank comes first: the head of the unit. The clerks of an agency often work in its office, a division of it.
sql!(
    HOLDERS,
    "SELECT h.unit_id, h.role, h.person_id FROM
       (SELECT r.unit_id, r.role, r.person_id, r.id AS assignment FROM role_assignment r
        WHERE r.role IN ('unit_leader', 'division_head', 'clerk') AND r.valid_from <= $1 AND (r.valid_to IS NULL OR r.valid_to > $1)
        UNION ALL
        SELECT c.ancestor_id AS unit_id, k.role, k.person_id, k.id AS assignment FROM role_assignment k
        JOIN org_closure c ON c.descendant_id = k.unit_id AND c.depth = 1 JOIN org_unit u ON u.id = k.unit_id AND u.kind = 'division'
        WHERE k.role = 'clerk' AND k.valid_from <= $1 AND (k.valid_to IS NULL OR k.valid_to > $1)) AS h
     LEFT JOIN employment e ON e.person_id = h.person_id AND e.unit_id = h.unit_id AND e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to >= $2)
     ORDER BY h.unit_id, h.role, COALESCE(e.rank, 99), h.assignment"
);
sql!(
    PLACES,
    "SELECT e.person_id, e.unit_id FROM employment e
     WHERE e.valid_from <= $1 AND (e.valid_to IS NULL OR e.valid_to >= $1) AND e.person_id IN
       (SELECT t.person_id FROM task t WHERE t.state IN ('assigned', 'accepted', 'in_progress') AND t.person_id IS NOT NULL
        UNION SELECT m.monitor_id FROM task m WHERE m.state = 'completion_reported' AND m.monitor_id IS NOT NULL)
     ORDER BY e.person_id, CASE WHEN e.kind = 'primary' THEN 0 ELSE 1 END, e.id"
);

sql!(
    REACHED,
    "SELECT DISTINCT a.person_id FROM account a JOIN role_assignment r ON r.person_id = a.person_id
     WHERE a.kind = 'official' AND a.state = 'active' AND r.role IN ('unit_leader', 'division_head')"
);

impl People {
    /// The people of now.
    pub(crate) async fn of(cx: &mut Cx) -> Result<Self> {
        let (now, today) = (cx.now(), local_date(cx.now()));
        let rows: Vec<(i64, String, i64)> = cx.conn().all(HOLDERS, args![now, today]).await?;
        let mut holders: HashMap<(i64, Role), Vec<i64>> = HashMap::new();
        for (unit, role, person) in rows {
            let there = holders.entry((unit, role.parse()?)).or_default();
            if !there.contains(&person) {
                there.push(person);
            }
        }
        let rows: Vec<(i64, i64)> = cx.conn().all(PLACES, args![today]).await?;
        let mut places: HashMap<i64, Vec<i64>> = HashMap::new();
        for (person, unit) in rows {
            places.entry(person).or_default().push(unit);
        }
        let rows: Vec<(i64,)> = cx.conn().all(REACHED, args![]).await?;
        let reached = rows.into_iter().map(|(person,)| person).collect();
        let root = match org::root(cx).await {
            Ok(root) => Some(root.id),
            Err(crate::Error::NotFound) => None,
            Err(other) => return Err(other),
        };
        Ok(Self { holders, places, reached, root })
    }

    /// Who holds a role at a unit, the highest rank first.
    pub(crate) fn at(&self, unit: i64, role: Role) -> &[i64] {
        self.holders.get(&(unit, role)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The top of the tree, if there is one.
    pub(crate) fn root(&self) -> Option<i64> {
        self.root
    }

    /// Who is meant by a role for a task.
    pub(super) fn holding(&self, role: ReminderRole, task: &OpenTask) -> Vec<i64> {
        match role {
            ReminderRole::InCharge => task.person_id.into_iter().collect(),
            ReminderRole::DivisionHead => task.person_id.map_or_else(Vec::new, |person| self.head_of(person)),
            ReminderRole::UnitLeader => self.leading(task.unit_id).to_vec(),
            ReminderRole::UnitHead => self.head(task.unit_id).into_iter().collect(),
            ReminderRole::Clerk => self.at(task.unit_id, Role::Clerk).to_vec(),
            ReminderRole::Monitor => task.monitor_id.into_iter().collect(),
            ReminderRole::Assigner => task.assigner_id.into_iter().collect(),
            ReminderRole::MonitorHead => self.head_of_monitor(task),
            ReminderRole::Chair => self.root.and_then(|root| self.at(root, Role::UnitLeader).first()).copied().into_iter().collect(),
        }
    }

    /// The leaders of a unit; the heads of a division, which has none.
    fn leading(&self, unit: i64) -> &[i64] {
        let leaders = self.at(unit, Role::UnitLeader);
        if leaders.is_empty() { self.at(unit, Role::DivisionHead) } else { leaders }
    }

    /// The first of those who lead a unit whom a message reaches: the head may be vacant or without an account.
    fn head(&self, unit: i64) -> Option<i64> {
        self.leading(unit).iter().copied().find(|person| self.reached.contains(person))
    }

    fn working_at(&self, person: i64) -> &[i64] {
        self.places.get(&person).map(Vec::as_slice).unwrap_or_default()
    }

    /// The heads of the divisions where somebody works, without the person.
    fn head_of(&self, person: i64) -> Vec<i64> {
        let units = self.working_at(person);
        let mut heads: Vec<i64> = units.iter().flat_map(|unit| self.at(*unit, Role::DivisionHead)).copied().filter(|head| *head != person).collect();
        heads.dedup();
        heads
    }

    /// The head of division of the monitor; without one the head of the monitor's unit, else whoever gave the task.
    fn head_of_monitor(&self, task: &OpenTask) -> Vec<i64> {
        let Some(monitor) = task.monitor_id else { return task.assigner_id.into_iter().collect() };
        let heads = self.head_of(monitor);
        if !heads.is_empty() {
            return heads;
        }
        let units = self.working_at(monitor);
        let leader = units.iter().find_map(|unit| self.at(*unit, Role::UnitLeader).iter().copied().find(|leader| *leader != monitor));
        leader.or(task.assigner_id).into_iter().collect()
    }
}
