//! Masks of personal data, used wherever the reader may not see the whole value.

const DOT: &str = "•";

/// `N••••• V•• A•`: the first letter of each word.
#[must_use]
pub fn mask_name(name: &str) -> String {
    name.split_whitespace()
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(String::from).unwrap_or_default();
            first + &DOT.repeat(letters.count())
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// `0790••••1234`: first and last four of an identity number of 12 digits. Shorter numbers
/// show two and two, so that a mask never shows most of the number.
#[must_use]
pub fn mask_id_number(number: &str) -> String {
    let digits = plain(number);
    match digits.len() {
        12.. => ends(&digits, 4, 4),
        8..=11 => ends(&digits, 2, 4),
        _ => DOT.repeat(4),
    }
}

/// `090•••567`: first and last three digits.
#[must_use]
pub fn mask_phone(phone: &str) -> String {
    let digits = plain(phone);
    match digits.len() {
        9.. => ends(&digits, 3, 3),
        _ => DOT.repeat(3),
    }
}

/// `a•••@g•••`: first letter of the mailbox and of the host.
#[must_use]
pub fn mask_email(email: &str) -> String {
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    let dots = DOT.repeat(3);
    match email.trim().rsplit_once('@') {
        Some((mailbox, host)) => format!("{}{dots}@{}{dots}", first(mailbox), first(host)),
        None => dots,
    }
}

fn plain(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The first and last `keep` characters around `dots` dots.
fn ends(digits: &[char], keep: usize, dots: usize) -> String {
    let (first, last) = (&digits[..keep], &digits[digits.len() - keep..]);
    first.iter().collect::<String>() + &DOT.repeat(dots) + &last.iter().collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_show_only_their_ends() {
        assert_eq!(mask_name("Nguyễn Văn An"), "N••••• V•• A•");
        assert_eq!(mask_name("  Ơn "), "Ơ•");
        assert_eq!(mask_name(""), "");
        assert_eq!(mask_id_number("079012341234"), "0790••••1234");
        assert_eq!(mask_id_number("123456789"), "12••••89");
        assert_eq!(mask_id_number("12"), "••••");
        assert_eq!(mask_phone("0901 234 567"), "090•••567");
        assert_eq!(mask_phone("113"), "•••");
        assert_eq!(mask_email("an.nguyen@gmail.com"), "a•••@g•••");
        assert_eq!(mask_email("không phải thư"), "•••");
        assert_eq!(mask_email("@"), "•••@•••");
    }
}
