//! Typography of interface texts: compounds and numbers that must not be split at a line end.

/// Compounds of interface titles that stay on one line.
const COMPOUNDS: &[&str] = &[
    "hồ sơ",
    "Hồ sơ",
    "xếp hạng",
    "Xếp hạng",
    "nhiệm vụ",
    "Nhiệm vụ",
    "văn bản",
    "Văn bản",
    "thủ tục",
    "Thủ tục",
    "kinh doanh",
    "kết quả",
    "Kết quả",
    "giấy tờ",
    "Giấy tờ",
    "tra cứu",
    "Tra cứu",
    "làm việc",
    "giải quyết",
    "tiếp nhận",
    "cơ quan",
    "Cơ quan",
    "Một Cổng",
    "Lam Giang",
];

/// Words that belong to the number before them.
const UNITS: &[&str] = &["ngày", "giờ", "phút", "giây", "%", "đ", "MB", "KB", "byte", "px", "việc", "tệp", "thư", "số", "thứ"];

/// Ties compounds ("hồ sơ") and numbers with their unit ("15 ngày", "96,99 %", "17:00 thứ Tư")
/// with U+00A0 so that titles do not break inside them.
///
/// ```
/// assert_eq!(ui::text::tie("Trả trong 15 ngày"), "Trả trong 15\u{a0}ngày");
/// ```
pub fn tie(text: &str) -> String {
    let mut tied = text.to_owned();
    for compound in COMPOUNDS {
        if tied.contains(compound) {
            tied = tied.replace(compound, &compound.replace(' ', "\u{a0}"));
        }
    }
    let mut out = String::with_capacity(tied.len() + 8);
    let mut previous_ends_in_digit = false;
    let mut previous_is_weekday = false;
    for (i, word) in tied.split(' ').enumerate() {
        if i > 0 {
            let bare = word.trim_end_matches([',', '.', ';', ':', ')', '?']);
            let unit = previous_ends_in_digit && UNITS.contains(&bare);
            out.push(if unit || previous_is_weekday { '\u{a0}' } else { ' ' });
        }
        out.push_str(word);
        previous_ends_in_digit = word.ends_with(|c: char| c.is_ascii_digit());
        previous_is_weekday = word == "thứ" || word == "Thứ";
    }
    out
}

/// Escapes text for a place where the framework does not: `<textarea>` and `<title>` on the server.
pub fn escape(text: &str) -> String {
    html_escape::encode_double_quoted_attribute(text).into_owned()
}

/// A count as Vietnamese readers write it: `12318` becomes "12.318".
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(c);
    }
    out
}

/// A decimal with a comma and at most one digit after it: `84.2` becomes "84,2".
pub(crate) fn decimal(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).replace('.', ",")
}

/// A share as "32,53 %" (rounded half up, U+00A0 before the sign); nothing when there is no denominator.
pub(crate) fn percent(part: u64, whole: u64) -> Option<String> {
    let hundredths = (u128::from(part) * 10_000 + u128::from(whole) / 2).checked_div(u128::from(whole))?;
    Some(format!("{},{:02}\u{a0}%", hundredths / 100, hundredths % 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_units_and_weekdays() {
        assert_eq!(tie("17:00 thứ Tư, 25/11/2026"), "17:00\u{a0}thứ\u{a0}Tư, 25/11/2026");
        assert_eq!(tie("96,99 % đúng hạn"), "96,99\u{a0}% đúng hạn");
        assert_eq!(tie("Đăng ký thành lập hộ kinh doanh"), "Đăng ký thành lập hộ kinh\u{a0}doanh");
    }

    #[test]
    fn groups_thousands_and_uses_a_comma() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1.234.567");
        assert_eq!(decimal(97.0), "97");
        assert_eq!(decimal(95.24), "95,2");
        assert_eq!(percent(81, 249).as_deref(), Some("32,53\u{a0}%"));
        assert_eq!(percent(0, 307).as_deref(), Some("0,00\u{a0}%"));
        assert_eq!(percent(1, 0), None);
    }
}
