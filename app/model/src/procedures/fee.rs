//! Fees and charges: one row, one amount (02 §15). Amounts are whole đồng.

text_enum! {
    /// What kind of money it is.
    pub enum FeeKind { ServiceFee = "service_fee" => "Phí", StateCharge = "state_charge" => "Lệ phí" }
}

text_enum! {
    /// What the amount is counted by.
    pub enum FeeUnit { PerDossier = "per_dossier" => "hồ sơ", PerPage = "per_page" => "trang", PerCopy = "per_copy" => "bản" }
}

text_enum! {
    /// When the money is due.
    pub enum PaymentMoment {
        BeforeReceipt = "before_receipt" => "Trước khi tiếp nhận", AfterReceipt = "after_receipt" => "Sau khi tiếp nhận",
        BeforeReturn = "before_return" => "Khi trả kết quả",
    }
}

/// From the `from`-th unit on, each costs `amount` đồng.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tier {
    /// First unit of the tier, from 1.
    pub from: i64,
    /// Đồng for each unit of the tier.
    pub amount: i64,
}

/// One row of the fee table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeRow {
    /// What is paid for: "Cấp bản sao trích lục".
    pub name: String,
    /// Fee or state charge.
    pub kind: FeeKind,
    /// Unit of the amount.
    pub unit: FeeUnit,
    /// Đồng for a unit when the dossier comes online.
    pub online: i64,
    /// Đồng for a unit at the counter and by post.
    pub direct: i64,
    /// Tiers in place of the flat amount; empty for none.
    pub tiers: Vec<Tier>,
    /// Highest amount in đồng, for one copy when the unit is a page.
    pub cap: Option<i64>,
    /// Who pays nothing or less, in words.
    pub exempt: String,
    /// The resolution that sets it.
    pub resolution: String,
}

/// Reads stored tiers, `1:2000,3:1000`; entries that cannot be read are left out.
#[must_use]
pub fn parse_tiers(text: &str) -> Vec<Tier> {
    let read = |entry: &str| {
        let (from, amount) = entry.split_once(':')?;
        Some(Tier { from: from.trim().parse().ok()?, amount: amount.trim().parse().ok()? })
    };
    let mut tiers: Vec<Tier> = text.split(',').filter_map(read).filter(|tier| tier.from >= 1 && tier.amount >= 0).collect();
    tiers.sort_by_key(|tier| tier.from);
    tiers
}

/// What `quantity` units cost in đồng. Never negative; quantities below 1 cost nothing.
#[must_use]
pub fn amount(row: &FeeRow, quantity: i64, online: bool) -> i64 {
    let quantity = quantity.max(0);
    let flat = if online { row.online } else { row.direct };
    let sum = if row.tiers.is_empty() {
        flat.saturating_mul(quantity)
    } else {
        let ends = row.tiers.iter().skip(1).map(|tier| tier.from - 1).chain([i64::MAX]);
        row.tiers.iter().zip(ends).fold(0_i64, |sum, (tier, end)| {
            let units = (quantity.min(end) - tier.from + 1).max(0);
            sum.saturating_add(tier.amount.saturating_mul(units))
        })
    };
    row.cap.map_or(sum, |cap| sum.min(cap)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(online: i64, direct: i64, tiers: &str, cap: Option<i64>) -> FeeRow {
        FeeRow {
            name: "Chứng thực bản sao".into(),
            kind: FeeKind::ServiceFee,
            unit: FeeUnit::PerPage,
            online,
            direct,
            tiers: parse_tiers(tiers),
            cap,
            exempt: String::new(),
            resolution: String::new(),
        }
    }

    /// A02-14: certified copies, 2.000 đ a page, 1.000 đ from page 3, at most 200.000 đ.
    #[test]
    fn a02_14_certified_copies() {
        let fee = row(2_000, 2_000, "1:2000,3:1000", Some(200_000));
        for (pages, dong) in [(1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (250, 200_000)] {
            assert_eq!(amount(&fee, pages, false), dong, "{pages} trang");
        }
    }

    #[test]
    fn flat_amounts_and_odd_quantities() {
        let fee = row(0, 8_000, "", None);
        assert_eq!(amount(&fee, 3, false), 24_000);
        assert_eq!(amount(&fee, 3, true), 0);
        assert_eq!(amount(&fee, -5, false), 0);
        assert_eq!(amount(&fee, i64::MAX, false), i64::MAX);
        assert!(parse_tiers("x:1,2,,3:-1").is_empty());
    }
}
