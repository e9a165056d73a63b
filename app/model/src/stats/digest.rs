//! The digest of a unit: a text of 160 characters made from a snapshot, and read back before it is sent (04 §5).

use super::TaskCounts;
use crate::text::{gsm_ascii, sms_parts};
use chrono::{DateTime, Utc};

/// What a digest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Name of the unit.
    pub unit: String,
    /// Instant of the figures.
    pub as_of: DateTime<Utc>,
    /// The figures.
    pub counts: TaskCounts,
    /// Address of the snapshot without scheme: `lamgiang.example/s/7K2M9Q`.
    pub address: String,
}

/// Why a text is not the digest of its snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DigestError {
    /// The text does not have the form of a digest.
    Form,
    /// A number differs: its name, what the text says, what the snapshot says.
    Differs(&'static str, i64, i64),
}

impl std::fmt::Display for DigestError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DigestError::Form => f.write_str("Bản tin không đúng mẫu nên không được gửi. Hãy lập lại bản tin từ số liệu."),
            DigestError::Differs(what, text, snapshot) => {
                write!(f, "Bản tin không được gửi: “{what}” ghi {text}, số liệu đã chốt là {snapshot}. Hãy lập lại bản tin từ số liệu.")
            }
        }
    }
}

impl std::error::Error for DigestError {}

impl Digest {
    /// The text for SMS.
    #[must_use]
    pub fn sms(&self) -> String {
        let c = &self.counts;
        let local = self.as_of.with_timezone(&crate::format::VN);
        let open = if c.open_no_deadline > 0 {
            format!("trong han {}, qua han {}, khong han {}", c.open_in_time, c.open_overdue, c.open_no_deadline)
        } else {
            format!("trong han {}, qua han {}", c.open_in_time, c.open_overdue)
        };
        format!(
            "[VPUBND] {} den {}: {} NV; HT {} (dung han {}, qua han {}); chua HT {} ({open}). So lieu: {}",
            gsm_ascii(&self.unit),
            local.format("%H:%M %d/%m"),
            c.total(),
            c.done(),
            c.done_on_time,
            c.done_late,
            c.open(),
            self.address
        )
    }

    /// The same figures with diacritics, for Zalo, e-mail and the portal.
    #[must_use]
    pub fn text(&self) -> String {
        let c = &self.counts;
        let local = self.as_of.with_timezone(&crate::format::VN);
        let none = if c.open_no_deadline > 0 { format!(", không thời hạn {}", c.open_no_deadline) } else { String::new() };
        format!(
            "{} đến {}: {} nhiệm vụ; đã hoàn thành {} (đúng hạn {}, quá hạn {}); chưa hoàn thành {} (trong hạn {}, quá hạn {}{none}). Số liệu: {}",
            self.unit,
            local.format("%H:%M %d/%m"),
            c.total(),
            c.done(),
            c.done_on_time,
            c.done_late,
            c.open(),
            c.open_in_time,
            c.open_overdue,
            self.address
        )
    }

    /// How many SMS the text needs.
    #[must_use]
    pub fn parts(&self) -> usize {
        sms_parts(&self.sms())
    }

    /// Reads the numbers of a text in SMS form: total, done, on time, late, open, in time, overdue, without deadline.
    ///
    /// # Errors
    /// [`DigestError::Form`] if the text is not a digest.
    pub fn parse(text: &str) -> Result<[i64; 8], DigestError> {
        let body = text.strip_prefix("[VPUBND] ").ok_or(DigestError::Form)?;
        // The name of a unit may hold any words, so the numbers are read from the end.
        let (body, _) = body.rsplit_once("). So lieu: ").ok_or(DigestError::Form)?;
        let (body, open) = body.rsplit_once("; chua HT ").ok_or(DigestError::Form)?;
        let (body, done) = body.rsplit_once(" NV; HT ").ok_or(DigestError::Form)?;
        let (_, total) = body.rsplit_once(": ").ok_or(DigestError::Form)?;
        let done = done.strip_suffix(')').ok_or(DigestError::Form)?;
        let [done, on_time, late] = numbers(done, [" (dung han ", ", qua han "])?;
        let (open, none) = match open.split_once(", khong han ") {
            Some((open, none)) => (open, number(none)?),
            None => (open, 0),
        };
        let [open, in_time, overdue] = numbers(open, [" (trong han ", ", qua han "])?;
        Ok([number(total)?, done, on_time, late, open, in_time, overdue, none])
    }

    /// Reads the numbers of a text with diacritics, in the same order.
    ///
    /// # Errors
    /// [`DigestError::Form`] if the text is not a digest.
    pub fn parse_text(text: &str) -> Result<[i64; 8], DigestError> {
        let (body, _) = text.rsplit_once("). Số liệu: ").ok_or(DigestError::Form)?;
        let (body, open) = body.rsplit_once("; chưa hoàn thành ").ok_or(DigestError::Form)?;
        let (body, done) = body.rsplit_once(" nhiệm vụ; đã hoàn thành ").ok_or(DigestError::Form)?;
        let (_, total) = body.rsplit_once(": ").ok_or(DigestError::Form)?;
        let done = done.strip_suffix(')').ok_or(DigestError::Form)?;
        let [done, on_time, late] = numbers(done, [" (đúng hạn ", ", quá hạn "])?;
        let (open, none) = match open.split_once(", không thời hạn ") {
            Some((open, none)) => (open, number(none)?),
            None => (open, 0),
        };
        let [open, in_time, overdue] = numbers(open, [" (trong hạn ", ", quá hạn "])?;
        Ok([number(total)?, done, on_time, late, open, in_time, overdue, none])
    }

    /// Checks a text with diacritics against the figures that it must carry.
    ///
    /// # Errors
    /// As [`Digest::check`].
    pub fn check_text(text: &str, counts: &TaskCounts) -> Result<(), DigestError> {
        Self::compare(Self::parse_text(text)?, counts)
    }

    /// Checks a text against the figures that it must carry.
    ///
    /// # Errors
    /// The first number that differs, or that the text has another form.
    pub fn check(text: &str, counts: &TaskCounts) -> Result<(), DigestError> {
        Self::compare(Self::parse(text)?, counts)
    }

    fn compare(found: [i64; 8], counts: &TaskCounts) -> Result<(), DigestError> {
        let names = ["tổng số", "đã hoàn thành", "đúng hạn", "quá hạn (đã xong)", "chưa hoàn thành", "trong hạn", "quá hạn (chưa xong)", "không hạn"];
        let c = counts;
        let expected = [c.total(), c.done(), c.done_on_time, c.done_late, c.open(), c.open_in_time, c.open_overdue, c.open_no_deadline];
        for ((name, found), expected) in names.into_iter().zip(found).zip(expected) {
            if found != expected {
                return Err(DigestError::Differs(name, found, expected));
            }
        }
        Ok(())
    }
}

fn number(text: &str) -> Result<i64, DigestError> {
    if text.is_empty() || text.len() > 12 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DigestError::Form);
    }
    text.parse().map_err(|_| DigestError::Form)
}

fn numbers(text: &str, separators: [&str; 2]) -> Result<[i64; 3], DigestError> {
    let (first, rest) = text.split_once(separators[0]).ok_or(DigestError::Form)?;
    let (second, third) = rest.split_once(separators[1]).ok_or(DigestError::Form)?;
    Ok([number(first)?, number(second)?, number(third)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{SMS_LENGTH, sms_size};
    use chrono::TimeZone;

    fn example() -> Digest {
        Digest {
            unit: "Sở NN và MT".into(),
            as_of: crate::format::VN.with_ymd_and_hms(2017, 12, 13, 7, 30, 0).single().expect("instant").to_utc(),
            counts: TaskCounts { done_on_time: 81, done_late: 168, open_in_time: 177, open_overdue: 130, ..TaskCounts::default() },
            address: "lamgiang.example/s/7K2M9Q".into(),
        }
    }

    /// A04-11: the example of the specification, to the letter, in one SMS.
    #[test]
    fn example_text() {
        let text = example().sms();
        assert_eq!(
            text,
            "[VPUBND] So NN va MT den 07:30 13/12: 556 NV; HT 249 (dung han 81, qua han 168); chua HT 307 (trong han 177, qua han 130). So lieu: lamgiang.example/s/7K2M9Q"
        );
        assert!(sms_size(&text) <= SMS_LENGTH);
        assert_eq!(example().parts(), 1);
        // The brackets of the sender cost two septets each.
        let named = |letters: usize| Digest { unit: "a".repeat(letters), ..example() };
        let room = SMS_LENGTH - sms_size(&named(0).sms());
        assert_eq!(named(room).sms().chars().count(), 158);
        assert_eq!((named(room).parts(), named(room + 1).parts()), (1, 2));
    }

    /// A04-11: a long name needs two parts, and the digest says so.
    #[test]
    fn long_names_are_counted() {
        let long = Digest { unit: "Sở Lao động – Thương binh và Xã hội".into(), ..example() };
        assert_eq!(long.parts(), 2);
        assert!(long.sms().is_ascii());
    }

    /// A04-04: a number changed by hand blocks the digest.
    #[test]
    fn changed_numbers_are_found() {
        let digest = example();
        assert_eq!(Digest::check(&digest.sms(), &digest.counts), Ok(()));
        let forged = digest.sms().replace("qua han 130", "qua han 30");
        assert_eq!(Digest::check(&forged, &digest.counts), Err(DigestError::Differs("quá hạn (chưa xong)", 30, 130)));
        for broken in ["", "[VPUBND] ", "556 NV", &digest.sms()[..80], "[VPUBND] a: ; HT (); chua HT (). So lieu: "] {
            assert_eq!(Digest::check(broken, &digest.counts), Err(DigestError::Form), "{broken}");
        }
    }

    /// A04-04 for the text inside the portal.
    #[test]
    fn changed_texts_are_found() {
        let mut digest = example();
        assert_eq!(Digest::check_text(&digest.text(), &digest.counts), Ok(()));
        let forged = digest.text().replace("đúng hạn 81", "đúng hạn 82");
        assert_eq!(Digest::check_text(&forged, &digest.counts), Err(DigestError::Differs("đúng hạn", 82, 81)));
        digest.counts.open_no_deadline = 4;
        assert_eq!(Digest::check_text(&digest.text(), &digest.counts), Ok(()));
        assert_eq!(Digest::check_text("556 nhiệm vụ", &digest.counts), Err(DigestError::Form));
    }

    #[test]
    fn without_deadline() {
        let mut digest = example();
        digest.counts.open_no_deadline = 4;
        assert!(digest.sms().contains("(trong han 177, qua han 130, khong han 4)"));
        assert_eq!(Digest::check(&digest.sms(), &digest.counts), Ok(()));
    }
}
