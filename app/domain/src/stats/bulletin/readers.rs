//! Who gets which digest: the office and the clerks of a unit, its head, the leaders of the province.

use crate::cx::Cx;
use crate::error::Result;
use crate::tasks::reminders::People;
use model::access::Role;
use model::format::local_date;
use model::stats::bulletin::BulletinKind;
use std::collections::HashMap;

// Chánh văn phòng: by position, or as head of the division that is the office of its unit. Who works at an agency is nobody of
// the unit above it.
sql!(
    OFFICES,
    "SELECT DISTINCT c.ancestor_id AS unit_id, e.person_id FROM employment e JOIN org_closure c ON c.descendant_id = e.unit_id AND c.depth <= 1
     JOIN org_unit u ON u.id = e.unit_id
     WHERE (c.depth = 0 OR u.kind = 'division') AND e.valid_from <= $1 AND (e.valid_to IS NULL OR e.valid_to >= $1)
       AND (e.position LIKE 'Chánh Văn phòng%' OR (c.depth = 1 AND EXISTS
             (SELECT 1 FROM role_assignment r JOIN org_unit_version v ON v.unit_id = r.unit_id AND v.valid_from <= $1 AND (v.valid_to IS NULL OR v.valid_to > $1)
              WHERE r.person_id = e.person_id AND r.unit_id = e.unit_id AND r.role = 'division_head' AND v.name LIKE 'Văn phòng%'
                AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to > $2))))
     ORDER BY 1, 2"
);

/// The readers of every unit, read once.
pub(super) struct Readers {
    people: People,
    offices: HashMap<i64, Vec<i64>>,
}

impl Readers {
    /// The readers of now.
    pub(super) async fn of(cx: &mut Cx) -> Result<Self> {
        let (now, today) = (cx.now(), local_date(cx.now()));
        let people = People::of(cx).await?;
        let rows: Vec<(i64, i64)> = cx.conn().all(OFFICES, args![today, now]).await?;
        let mut offices: HashMap<i64, Vec<i64>> = HashMap::new();
        for (unit, person) in rows {
            offices.entry(unit).or_default().push(person);
        }
        Ok(Self { people, offices })
    }

    /// The top of the tree, if there is one.
    pub(super) fn root(&self) -> Option<i64> {
        self.people.root()
    }

    /// Who gets a digest of a unit.
    pub(super) fn of_kind(&self, kind: BulletinKind, unit: i64) -> Vec<i64> {
        let leaders = self.people.at(unit, Role::UnitLeader);
        match kind {
            BulletinKind::Unit => {
                let mut office = self.offices.get(&unit).cloned().unwrap_or_default();
                let clerks = self.people.at(unit, Role::Clerk).iter().copied();
                let more: Vec<i64> = clerks.filter(|clerk| !office.contains(clerk)).collect();
                office.extend(more);
                office
            }
            BulletinKind::Head => leaders.first().copied().into_iter().collect(),
            BulletinKind::Province => leaders.to_vec(),
        }
    }
}
