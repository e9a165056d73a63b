//! Tracking by message: what somebody writes ("TRACUU N-261123-7K4QXM 0001"), and the answer of the page in few words.

use super::Tracked;
use crate::format::time_date;
use crate::notify::NotifyChannel;
use crate::text::{clean_line, gsm_ascii};

/// Most characters of one short message without marks (09 §2).
pub const SMS_MOST: usize = 160;
/// The answer when the code or the digits are wrong: the same for both.
pub const MISS: &str = "Không tìm thấy hồ sơ với thông tin này. Hãy kiểm tra mã trên biên nhận và 4 số cuối, hoặc bỏ 4 số.";
/// The answer beyond the limits of the tracking page.
pub const TOO_OFTEN: &str = "Số này tra cứu nhiều lần quá. Hãy thử lại sau ít phút, hoặc xem trên cổng.";

/// A message that asks for a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Code in capitals.
    pub code: String,
    /// Four digits, for level 2.
    pub check: Option<String>,
}

impl Ask {
    /// How to write such a message.
    pub const HELP: &str = "Soạn: TRACUU mã-hồ-sơ, hoặc TRACUU mã-hồ-sơ 4-số-cuối-điện-thoại. Ví dụ: TRACUU N-261123-7K4QXM 0001";

    /// Reads "HS code", "TRACUU code", "TRACUU code digits", or just a code; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = gsm_ascii(&clean_line(text, 200)).to_uppercase();
        let mut words: Vec<&str> = plain.split_whitespace().collect();
        match words.as_slice() {
            ["TRA", "CUU", ..] => drop(words.drain(..2)),
            ["HS" | "TRACUU", ..] => drop(words.remove(0)),
            _ => {}
        }
        let (code, check) = match words.as_slice() {
            [code] => (*code, None),
            [code, check] => (*code, Some((*check).to_owned())),
            _ => return None,
        };
        let looks = code.contains('-') && code.len() <= 60 && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
        looks.then(|| Self { code: code.to_owned(), check })
    }
}

impl Tracked {
    /// The answer for a channel: short and without marks by SMS, in full by Zalo. It says what the page says, as far as
    /// there is room; what asks for an act comes first.
    #[must_use]
    pub fn message(&self, channel: NotifyChannel) -> String {
        let head = format!("Hồ sơ {}: {}.", self.code, if channel == NotifyChannel::Sms { self.state.label().to_owned() } else { self.place() });
        if channel == NotifyChannel::Sms {
            let sentences: Vec<String> = self.sentences().iter().map(|sentence| gsm_ascii(sentence)).collect();
            return fit(gsm_ascii(&head), &sentences, SMS_MOST);
        }
        let all: Vec<String> = [head, format!("{}.", self.procedure_name)].into_iter().chain(self.sentences()).collect();
        all.join(" ")
    }

    /// What follows the state, the most important first.
    fn sentences(&self) -> Vec<String> {
        let mut list = Vec::new();
        if let Some(private) = self.private.as_ref().filter(|private| !private.supplement.is_empty()) {
            list.push(format!("Cần bổ sung {} mục trước {}.", private.supplement.len(), private.reply_by));
        }
        if !self.state.is_ended()
            && let (words, Some(at)) = self.date_that_counts()
        {
            list.push(format!("{words} {}.", time_date(at)));
        }
        if !self.remaining.is_empty() {
            list.push(format!("{}.", self.remaining));
        }
        if let Some(private) = &self.private {
            list.push(format!("Phí: {}.", private.payment));
            list.push(format!("Nhận kết quả: {}.", private.delivery));
        }
        list
    }
}

/// As many sentences as fit; a head that is too long itself is cut.
fn fit(head: String, sentences: &[String], most: usize) -> String {
    let mut text: String = head.chars().take(most).collect();
    for sentence in sentences {
        if text.chars().count() + 1 + sentence.chars().count() <= most {
            text.push(' ');
            text.push_str(sentence);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_as_people_write_them() {
        let ask = |code: &str, check: Option<&str>| Some(Ask { code: code.into(), check: check.map(str::to_owned) });
        assert_eq!(Ask::parse("HS h99.101-261123-0001"), ask("H99.101-261123-0001", None));
        assert_eq!(Ask::parse(" tra cứu  n-261123-7k4qxm 0001 "), ask("N-261123-7K4QXM", Some("0001")));
        assert_eq!(Ask::parse("TRACUU N-261123-7K4QXM"), ask("N-261123-7K4QXM", None));
        assert_eq!(Ask::parse("N-261123-7K4QXM"), ask("N-261123-7K4QXM", None));
        for odd in ["", "HS", "xin chào", "TRACUU a b c d", "HS N-1;DROP", &"N-".repeat(10_000), "\u{0}"] {
            assert_eq!(Ask::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_does_not_fit_is_left_out_whole() {
        let long = "x".repeat(150);
        assert_eq!(fit("Ho so A: Dang xu ly.".into(), &[long.clone(), "Con 3 ngay.".into()], 160), "Ho so A: Dang xu ly. Con 3 ngay.");
        assert_eq!(fit("y".repeat(300), &[long], 160).len(), 160);
        for text in [MISS, TOO_OFTEN, Ask::HELP] {
            assert!(gsm_ascii(text).len() <= SMS_MOST && gsm_ascii(text).is_ascii(), "{text}");
        }
    }
}
