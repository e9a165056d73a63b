//! A province whose departments have parts below them, as the test draws it: a parent counts its own and what its children count.

use super::oracle::{Counts, list};
use super::support::{Province, person, system};
use domain::stats::dossiers::below;
use domain::stats::{Cell, Scope, task_counts, task_rows};
use domain::testing::TestPortal;
use model::stats::Period;
use model::stats::dossiers::DossierPeriod;
use std::collections::BTreeMap;

/// The province, which leads nothing itself.
const ROOT: &str = "H99";
/// Code, kind and parent of the units that lead tasks.
const UNITS: [(&str, &str, &str); 9] = [
    ("H99.01", "department", ROOT),
    ("H99.02", "department", ROOT),
    ("H99.02.01", "branch_office", "H99.02"),
    ("H99.02.02", "division", "H99.02"),
    ("H99.02.03", "division", "H99.02.01"),
    (HEIR, "department", ROOT),
    ("H99.03.01", "public_service_unit", HEIR),
    ("H99.03.02", "division", "H99.03.01"),
    (GONE, "department", ROOT),
];
/// The unit that goes up in another one while its tasks are open: the last of the list.
pub const GONE: &str = "H99.04";
/// The unit that it goes up in.
pub const HEIR: &str = "H99.03";

/// The units by code, with one official each, and the tree.
pub struct Forest {
    /// The units that lead tasks, in the order of the list; the one that goes is the last.
    pub p: Province,
    ids: BTreeMap<&'static str, i64>,
}

/// Writes the units and their people.
pub async fn forest(t: &TestPortal) -> Forest {
    let mut csv = format!("code,name,kind,parent,valid_from,valid_to\n{ROOT},Ủy ban nhân dân tỉnh Lam Giang,province,,2010-01-01,\n");
    for (n, (code, kind, parent)) in UNITS.iter().enumerate() {
        csv.push_str(&format!("{code},Cơ quan số {n},{kind},{parent},2010-01-01,\n"));
    }
    let mut cx = t.portal.write(&system()).await.expect("context");
    domain::org::import_units(&mut cx, csv.as_bytes(), "units.csv").await.expect("units");
    let day = domain::org::today(&cx);
    let mut p = Province { units: Vec::new(), people: Vec::new(), accounts: Vec::new() };
    let mut ids = BTreeMap::from([(ROOT, domain::org::by_code(&mut cx, ROOT, day).await.expect("province").id)]);
    for (code, _, _) in UNITS {
        let unit = domain::org::by_code(&mut cx, code, day).await.expect("unit").id;
        let (person, account) = person(&mut cx, &format!("Cán bộ {code}"), unit).await;
        ids.insert(code, unit);
        p.units.push(unit);
        p.people.push(person);
        p.accounts.push(account);
    }
    cx.commit().await.expect("commit");
    Forest { p, ids }
}

impl Forest {
    /// The row of a unit.
    pub fn unit(&self, code: &str) -> i64 {
        self.ids[code]
    }

    /// Row and code of every unit that leads tasks.
    pub fn codes(&self) -> Vec<(i64, String)> {
        UNITS.iter().map(|(code, _, _)| (self.unit(code), (*code).to_owned())).collect()
    }

    /// The units that have children.
    pub fn parents(&self) -> Vec<&'static str> {
        self.ids.keys().copied().filter(|code| UNITS.iter().any(|(_, _, parent)| parent == code)).collect()
    }

    /// The units without the one that goes.
    pub fn living(&self) -> Province {
        let stay = UNITS.len() - 1;
        Province { units: self.p.units[..stay].to_vec(), people: self.p.people[..stay].to_vec(), accounts: self.p.accounts[..stay].to_vec() }
    }

    /// A unit and everything below it, by row number.
    fn below(&self, code: &str) -> Vec<i64> {
        let mut found = vec![self.unit(code)];
        for (child, _, _) in UNITS.iter().filter(|(_, _, parent)| *parent == code) {
            found.extend(self.below(child));
        }
        found.sort_unstable();
        found
    }

    /// Own figures plus those of each child, each child being the same sum.
    fn sum(&self, code: &str, own: &BTreeMap<i64, Counts>) -> Counts {
        let mut sum = own.get(&self.unit(code)).copied().unwrap_or_default();
        for (child, _, _) in UNITS.iter().filter(|(_, _, parent)| *parent == code) {
            sum.iter_mut().zip(self.sum(child, own)).for_each(|(sum, n)| *sum += n);
        }
        sum
    }

    /// 04 §3: parent unit = own + children. The product's tree is the drawn one, its figures of that tree are the sum of what the oracle
    /// has for each unit (`own`), and so are the rows behind the total.
    pub async fn parent_is_own_and_children(&self, t: &TestPortal, period: &Period, code: &str, own: &BTreeMap<i64, Counts>) {
        let mut cx = t.portal.read(&system()).await.expect("context");
        let asked = DossierPeriod { from: period.from, to: period.to, as_of: period.as_of, view: period.view };
        let tree = below(&mut cx, &[self.unit(code)], &asked).await.expect("tree");
        assert_eq!(tree, self.below(code), "{code}");
        let figures = task_counts(&mut cx, &Scope::Units(tree.clone()), period).await.expect("figures");
        let sum = self.sum(code, own);
        assert_eq!(list(&figures.total), sum, "{code} {period:?}");
        let rows = task_rows(&mut cx, &Cell { scope: Scope::Units(tree), ..Cell::default() }, period, 1).await.expect("rows");
        assert_eq!(rows.list.total(), sum[..5].iter().sum::<i64>(), "rows of {code} {period:?}");
    }
}
