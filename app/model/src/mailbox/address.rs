//! Addresses of mailboxes (06 §2).

use super::MAIL_DOMAIN;
use crate::text::slug;

/// The name part of a person's address: given name and the initials of the rest ("Nguyễn Văn An" → "annv"), the number
/// of the clash from 2, and the abbreviation of the unit (06 §2).
#[must_use]
pub fn person_address(full_name: &str, unit_abbr: &str, clash: u32) -> String {
    let words: Vec<String> = full_name.split_whitespace().map(slug).filter(|word| !word.is_empty()).map(|word| word.replace('-', "")).collect();
    let (given, rest) = words.split_last().map_or(("canbo", &[][..]), |(given, rest)| (given.as_str(), rest));
    let initials: String = rest.iter().filter_map(|word| word.chars().next()).collect();
    let number = if clash > 1 { clash.to_string() } else { String::new() };
    format!("{given}{initials}{number}.{}@{MAIL_DOMAIN}", address_part(unit_abbr))
}

/// The address of an organisation's mailbox: `skhcn@…`.
#[must_use]
pub fn organisation_address(unit_abbr: &str, clash: u32) -> String {
    let number = if clash > 1 { clash.to_string() } else { String::new() };
    format!("{}{number}@{MAIL_DOMAIN}", address_part(unit_abbr))
}

/// "SKHCN" → "skhcn", "Phường Phú Lam" → "phulam"; a unit without a usable abbreviation is "donvi".
fn address_part(abbr: &str) -> String {
    let name = ["Phường ", "Xã ", "Thị trấn ", "Đặc khu "].iter().find_map(|kind| abbr.strip_prefix(kind)).unwrap_or(abbr);
    let part = slug(name).replace('-', "");
    if part.is_empty() { "donvi".to_owned() } else { part.chars().take(30).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_the_pattern() {
        assert_eq!(person_address("Nguyễn Văn An", "SKHCN", 1), "annv.skhcn@lamgiang.example");
        assert_eq!(person_address("Nguyễn Văn An", "SKHCN", 2), "annv2.skhcn@lamgiang.example");
        assert_eq!(person_address("Đỗ Thị Ơn", "Phường Phú Lam", 1), "ondt.phulam@lamgiang.example");
        assert_eq!(person_address("", "", 1), "canbo.donvi@lamgiang.example");
        assert_eq!(organisation_address("VPUBND", 1), "vpubnd@lamgiang.example");
    }
}
