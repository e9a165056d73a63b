//! Numbers, money, percentages, sizes.

/// Space that keeps a number and its unit on one line.
const TIE: char = '\u{a0}';

/// Whole number with dots, "1.234.567".
#[must_use]
pub fn number(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(u128::from(value.unsigned_abs())))
}

/// Whole đồng, "1.234.567 đ" with a non-breaking space.
#[must_use]
pub fn money(vnd: i64) -> String {
    format!("{}{TIE}đ", number(vnd))
}

/// A number stored as an integer of `decimals` decimal places: `decimal(123456789, 2)` is
/// "1.234.567,89".
#[must_use]
pub fn decimal(scaled: i64, decimals: u8) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    format!("{sign}{}", fixed(u128::from(scaled.unsigned_abs()), decimals))
}

/// Part of a whole, rounded half up: `percent(81, 249, 2)` is "32,53 %" with a non-breaking
/// space. `None` when the whole is 0. Parts of one whole that stand together use [`shares`].
#[must_use]
pub fn percent(part: u64, whole: u64, decimals: u8) -> Option<String> {
    let decimals = decimals.min(9);
    let scaled = u128::from(part) * 100 * scale(decimals);
    let rounded = (scaled + u128::from(whole) / 2).checked_div(u128::from(whole))?;
    Some(format!("{}{TIE}%", fixed(rounded, decimals)))
}

/// Percentages of the parts of one whole, rounded by largest remainder so that they add up to
/// exactly 100: each in units of 10^-`decimals` percent. All 0 when there is nothing to share.
/// Equal remainders favour the earlier part.
#[must_use]
pub fn shares(parts: &[u64], decimals: u8) -> Vec<u64> {
    let whole: u128 = parts.iter().map(|part| u128::from(*part)).sum();
    if whole == 0 {
        return vec![0; parts.len()];
    }
    let hundred = 100 * scale(decimals.min(9));
    let exact = |part: &u64| u128::from(*part) * hundred;
    // A share is at most 100 · 10^9, so the cast keeps the value.
    let mut result: Vec<u64> = parts.iter().map(|part| (exact(part) / whole) as u64).collect();
    let given: u128 = result.iter().map(|share| u128::from(*share)).sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(exact(&parts[*index]) % whole));
    // Fewer units are missing than there are parts, for each part loses less than one.
    for index in order.into_iter().take((hundred - given) as usize) {
        result[index] += 1;
    }
    result
}

/// Shares as texts: `["32,53 %", "67,47 %"]`.
#[must_use]
pub fn percent_of_shares(parts: &[u64], decimals: u8) -> Vec<String> {
    shares(parts, decimals).into_iter().map(|share| format!("{}{TIE}%", fixed(u128::from(share), decimals.min(9)))).collect()
}

/// Size of a file: "512 B", "184 KB", "3,1 MB" (1 KB = 1024 bytes).
#[must_use]
pub fn bytes(size: u64) -> String {
    const KB: u64 = 1024;
    if size < KB {
        return format!("{size} B");
    }
    // Rounded kilobytes may reach the next unit, which is then used: never "1024 KB".
    let kilobytes = size / KB + u64::from(size % KB >= KB / 2);
    if kilobytes < KB {
        return format!("{kilobytes} KB");
    }
    let tenths = |unit: u64| (u128::from(size) * 10 + u128::from(unit) / 2) / u128::from(unit);
    let (mega, giga) = (tenths(KB * KB), tenths(KB * KB * KB));
    let (value, unit) = if mega < 10 * 1024 { (mega, "MB") } else { (giga, "GB") };
    match value % 10 {
        0 => format!("{} {unit}", grouped(value / 10)),
        _ => format!("{} {unit}", fixed(value, 1)),
    }
}

fn scale(decimals: u8) -> u128 {
    10_u128.pow(u32::from(decimals))
}

fn fixed(scaled: u128, decimals: u8) -> String {
    let decimals = decimals.min(18);
    if decimals == 0 {
        return grouped(scaled);
    }
    let (whole, rest) = (scaled / scale(decimals), scaled % scale(decimals));
    format!("{},{rest:0width$}", grouped(whole), width = usize::from(decimals))
}

fn grouped(value: u128) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_dots() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_234_567), "1.234.567");
        assert_eq!(number(-1_000), "-1.000");
        assert_eq!(number(i64::MIN), "-9.223.372.036.854.775.808");
        assert_eq!(money(1_234_567), "1.234.567\u{a0}đ");
        assert_eq!(decimal(123_456_789, 2), "1.234.567,89");
        assert_eq!(decimal(-5, 2), "-0,05");
        assert_eq!(decimal(7, 0), "7");
    }

    #[test]
    fn percentages_round_half_up() {
        assert_eq!(percent(81, 249, 2).unwrap(), "32,53\u{a0}%");
        assert_eq!(percent(4_950, 7_000, 2).unwrap(), "70,71\u{a0}%");
        assert_eq!(percent(1, 8, 1).unwrap(), "12,5\u{a0}%");
        assert_eq!(percent(1, 16, 1).unwrap(), "6,3\u{a0}%");
        assert_eq!(percent(19, 20, 2).unwrap(), "95,00\u{a0}%");
        assert_eq!(percent(0, 0, 2), None);
        assert!(percent(u64::MAX, 1, 9).is_some());
    }

    #[test]
    fn shares_add_up_to_one_hundred() {
        assert_eq!(shares(&[81, 168], 2), [3_253, 6_747]);
        assert_eq!(percent_of_shares(&[177, 130, 0], 2), ["57,65\u{a0}%", "42,35\u{a0}%", "0,00\u{a0}%"]);
        assert_eq!(shares(&[1, 1, 1], 1), [334, 333, 333]);
        assert_eq!(shares(&[0, 0], 2), [0, 0]);
        assert!(shares(&[], 2).is_empty());
        for parts in [vec![1, 2, 3, 4, 5, 6, 7], vec![u64::MAX, 1, u64::MAX], vec![9_999, 1]] {
            assert_eq!(shares(&parts, 2).iter().sum::<u64>(), 10_000, "{parts:?}");
        }
    }

    #[test]
    fn sizes_use_the_largest_fitting_unit() {
        assert_eq!(bytes(512), "512 B");
        assert_eq!(bytes(184 * 1024), "184 KB");
        assert_eq!(bytes(3_250_586), "3,1 MB");
        assert_eq!(bytes(10 * 1024 * 1024), "10 MB");
        assert_eq!(bytes(1024 * 1024 - 1), "1 MB");
        assert_eq!(bytes(1024 * 1024 * 1024 - 1), "1 GB");
        assert!(bytes(u64::MAX).ends_with("GB"));
    }
}
