//! How many short messages a text needs (GSM 03.38): septets of the plain alphabet, or UTF-16 units if any letter is outside it.

/// Septets of one message.
pub const SMS_LENGTH: usize = 160;
/// Septets of a part of a longer message: seven carry the header that joins the parts.
const SMS_PART: usize = 153;
/// UTF-16 units of one message with letters outside the plain alphabet.
const WIDE_LENGTH: usize = 70;
/// UTF-16 units of a part of such a message.
const WIDE_PART: usize = 67;

/// Signs of the plain alphabet besides letters and digits of ASCII.
const SIGNS: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
/// Signs that take two septets, an escape and themselves.
const EXTENDED: &str = "^{}\\[~]|€\u{c}";

/// Septets of a character; none outside the plain alphabet.
fn septets(c: char) -> Option<usize> {
    if c.is_ascii_alphanumeric() || SIGNS.contains(c) {
        return Some(1);
    }
    EXTENDED.contains(c).then_some(2)
}

/// How much room a text takes in short messages: septets, or UTF-16 units if it holds anything outside the plain alphabet.
#[must_use]
pub fn sms_size(text: &str) -> usize {
    text.chars().map(septets).sum::<Option<usize>>().unwrap_or_else(|| text.encode_utf16().count())
}

/// How many short messages a text needs. A character of two units never stands in two parts.
#[must_use]
pub fn sms_parts(text: &str) -> usize {
    let plain: Option<Vec<usize>> = text.chars().map(septets).collect();
    match plain {
        Some(sizes) => parts(&sizes, SMS_LENGTH, SMS_PART),
        None => parts(&text.chars().map(char::len_utf16).collect::<Vec<_>>(), WIDE_LENGTH, WIDE_PART),
    }
}

fn parts(sizes: &[usize], whole: usize, part: usize) -> usize {
    if sizes.iter().sum::<usize>() <= whole {
        return 1;
    }
    let (mut parts, mut used) = (1, 0);
    for size in sizes {
        if used + size > part {
            parts += 1;
            used = 0;
        }
        used += size;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A04-11: brackets and the like cost two septets.
    #[test]
    fn septets_are_counted() {
        let ended = |length: usize, end: &str| format!("{}{end}", "a".repeat(length - end.chars().count()));
        for (text, size, parts) in [
            (ended(158, "["), 159, 1),
            (ended(159, "["), 160, 1),
            (ended(160, "a"), 160, 1),
            (ended(160, "["), 161, 2),
            (ended(158, "[VPUBND]"), 160, 1),
            (ended(159, "[VPUBND]"), 161, 2),
        ] {
            assert_eq!((sms_size(&text), sms_parts(&text)), (size, parts), "{text}");
        }
        for sign in ["[", "]", "{", "}", "~", "^", "\\", "|", "€"] {
            assert_eq!(sms_size(sign), 2, "{sign}");
        }
        assert_eq!((sms_size(""), sms_parts("")), (0, 1));
    }

    /// A04-11: parts of a longer message hold 153 septets; an escape is not cut from its sign.
    #[test]
    fn joined_parts() {
        for (length, parts) in [(161, 2), (306, 2), (307, 3), (459, 3), (460, 4)] {
            assert_eq!(sms_parts(&"a".repeat(length)), parts, "{length}");
        }
        let cut = format!("{}[{}", "a".repeat(152), "a".repeat(152));
        assert_eq!((sms_size(&cut), sms_parts(&cut)), (306, 3), "the bracket begins the second part");
        assert_eq!(sms_parts(&format!("{}[{}", "a".repeat(151), "a".repeat(153))), 2);
    }

    /// One letter with a mark makes the whole text wide; so does a sign that the plain alphabet lacks.
    #[test]
    fn letters_outside_the_plain_alphabet() {
        for (length, parts) in [(70, 1), (71, 2), (134, 2), (135, 3)] {
            assert_eq!(sms_parts(&format!("ồ{}", "a".repeat(length - 1))), parts, "{length}");
        }
        assert_eq!((sms_size("`"), sms_parts(&"`".repeat(71))), (1, 2));
        assert_eq!((sms_size("🙂"), sms_parts(&"🙂".repeat(35)), sms_parts(&"🙂".repeat(67))), (2, 1, 3));
    }
}
