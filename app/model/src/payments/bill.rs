//! What a dossier costs: the one function that computes it.

use crate::procedures::{FeeKind, FeeRow, FeeUnit, amount};
use serde::{Deserialize, Serialize};

/// How much of what is counted. Nobody pays for less than one page of one copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantities {
    /// Pages of a copy.
    pub pages: i64,
    /// Copies.
    pub copies: i64,
}

impl Default for Quantities {
    fn default() -> Self {
        Self { pages: 1, copies: 1 }
    }
}

/// One line of a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillLine {
    /// What is paid for.
    pub name: String,
    /// Fee or state charge.
    pub kind: FeeKind,
    /// Unit that is counted.
    pub unit: FeeUnit,
    /// How many units.
    pub quantity: i64,
    /// Đồng.
    pub amount: i64,
    /// The resolution or notice that sets it.
    pub resolution: String,
}

/// The lines of a dossier, with their sum.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// The lines in the order of the fee table.
    pub lines: Vec<BillLine>,
}

impl Bill {
    /// Sum of the lines in đồng.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.lines.iter().fold(0, |sum, line| sum.saturating_add(line.amount))
    }
}

/// The bill of fee rows that apply: per dossier, per page or per copy, with tiers and cap, at the price of the channel. Who is
/// exempt pays nothing; the lines stay, so that everybody sees what was waived.
///
/// The cap of a row that counts pages holds for each copy (02 §15).
#[must_use]
pub fn bill(rows: &[FeeRow], quantities: Quantities, online: bool, exempt: bool) -> Bill {
    let (pages, copies) = (quantities.pages.max(1), quantities.copies.max(1));
    let line = |row: &FeeRow| {
        let (quantity, full) = match row.unit {
            FeeUnit::PerDossier => (1, amount(row, 1, online)),
            FeeUnit::PerPage => (pages.saturating_mul(copies), amount(row, pages, online).saturating_mul(copies)),
            FeeUnit::PerCopy => (copies, amount(row, copies, online)),
        };
        let amount = if exempt { 0 } else { full };
        BillLine { name: row.name.clone(), kind: row.kind, unit: row.unit, quantity, amount, resolution: row.resolution.clone() }
    };
    Bill { lines: rows.iter().map(line).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::procedures::parse_tiers;

    fn row(unit: FeeUnit, online: i64, direct: i64, tiers: &str, cap: Option<i64>) -> FeeRow {
        FeeRow {
            name: "Chứng thực bản sao".into(),
            kind: FeeKind::ServiceFee,
            unit,
            online,
            direct,
            tiers: parse_tiers(tiers),
            cap,
            exempt: "Hộ nghèo".into(),
            resolution: "NQ 57".into(),
        }
    }

    /// A02-14: certified copies through the whole bill; the cap is that of one copy.
    #[test]
    fn a02_14_a_bill_of_certified_copies() {
        let rows = [row(FeeUnit::PerPage, 2_000, 2_000, "1:2000,3:1000", Some(200_000))];
        let total = |pages, copies| bill(&rows, Quantities { pages, copies }, false, false).total();
        for (pages, dong) in [(1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (250, 200_000)] {
            assert_eq!(total(pages, 1), dong, "{pages} trang");
        }
        assert_eq!(total(250, 2), 400_000);
        assert_eq!(total(0, -4), 2_000, "nobody pays for less than a page");
    }

    #[test]
    fn the_channel_has_its_price_and_exempt_people_pay_nothing() {
        let rows = [row(FeeUnit::PerDossier, 0, 100_000, "", None), row(FeeUnit::PerCopy, 5_000, 8_000, "", None)];
        let three = Quantities { pages: 9, copies: 3 };
        assert_eq!(bill(&rows, three, true, false).total(), 15_000);
        assert_eq!(bill(&rows, three, false, false).total(), 124_000);
        let free = bill(&rows, three, false, true);
        assert_eq!((free.total(), free.lines.len()), (0, 2));
        assert_eq!(bill(&[], three, true, false).total(), 0);
    }

    #[test]
    fn a_sum_never_overflows() {
        let rows = [row(FeeUnit::PerCopy, i64::MAX, i64::MAX, "", None), row(FeeUnit::PerDossier, 1, 1, "", None)];
        assert_eq!(bill(&rows, Quantities { pages: 1, copies: 2 }, true, false).total(), i64::MAX);
    }
}
