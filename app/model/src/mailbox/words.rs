//! Texts of messages: what is stored, what an answer begins with.

use super::{MAX_BODY, MAX_SUBJECT};
use crate::text::clean_line;

/// The body as it is stored: exactly what was typed, with the line ends of a form as `\n` and without NUL, which no
/// database stores as text.
#[must_use]
pub fn plain_body(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "")
}

/// The answer's first text: who wrote when, and every line of the message with "> " in front.
#[must_use]
pub fn quoted(head: &str, body: &str) -> String {
    let lines: Vec<String> = body.lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") }).collect();
    let text = format!("\n\n{head}\n{}", lines.join("\n"));
    text.chars().take(MAX_BODY).collect()
}

/// The subject of an answer or a forwarded message: the prefix once.
#[must_use]
pub fn prefixed(prefix: &str, subject: &str) -> String {
    let text = if subject.starts_with(prefix) { subject.to_owned() } else { format!("{prefix} {subject}") };
    clean_line(&text, MAX_SUBJECT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_quote() {
        assert_eq!(quoted("Ngày 23/11 A viết:", "x\n\ny"), "\n\nNgày 23/11 A viết:\n> x\n>\n> y");
        assert_eq!(prefixed("Trả lời:", "Trả lời: Họp"), "Trả lời: Họp");
        assert_eq!(prefixed("Chuyển tiếp:", "Họp"), "Chuyển tiếp: Họp");
    }
}
