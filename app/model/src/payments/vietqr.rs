//! The text of a VietQR picture: EMVCo fields with the data of an account transfer (NAPAS, QR format 1.5.2).

/// The bank and the account that receive the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account<'a> {
    /// Number of the bank, 6 digits (BIN).
    pub bank: &'a str,
    /// Number of the account, at most 19 letters and digits.
    pub number: &'a str,
}

/// Most characters of the words of a transfer.
const PURPOSE: usize = 25;

/// A field: its number, its length, its value. Longer values than 99 characters do not fit; callers limit theirs.
fn field(id: &str, value: &str) -> String {
    format!("{id}{:02}{value}", value.len())
}

/// What banks accept in a transfer: plain letters, digits, spaces and a few signs.
fn plain(text: &str, most: usize) -> String {
    let kept = crate::text::gsm_ascii(text);
    let kept: String = kept.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.' | '/')).take(most).collect();
    kept.trim().to_owned()
}

/// CRC-16/CCITT-FALSE, as EMVCo asks for.
fn crc16(text: &str) -> u16 {
    text.bytes().fold(0xffff, |crc, byte| (0..8).fold(crc ^ (u16::from(byte) << 8), |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }))
}

/// The text of the picture for a transfer to an account. `bill` is the payer's reference at the receiver, `purpose` the words
/// of the transfer; both may be empty. Amounts are whole đồng, an amount of 0 leaves it to the payer.
#[must_use]
pub fn payload(to: Account<'_>, amount: i64, bill: &str, purpose: &str) -> String {
    let account = format!("{}{}", field("00", &plain(to.bank, 6)), field("01", &plain(to.number, 19)));
    let merchant = format!("{}{}{}", field("00", "A000000727"), field("01", &account), field("02", "QRIBFTTA"));
    let amount = if amount > 0 { field("54", &amount.to_string()) } else { String::new() };
    let mut more = String::new();
    for (id, text) in [("01", plain(bill, PURPOSE)), ("08", plain(purpose, PURPOSE))] {
        if !text.is_empty() {
            more.push_str(&field(id, &text));
        }
    }
    let more = if more.is_empty() { more } else { field("62", &more) };
    let once = if amount.is_empty() { "11" } else { "12" };
    let head = format!("{}{}{}{}{amount}{}{more}6304", field("00", "01"), field("01", once), field("38", &merchant), field("53", "704"), field("58", "VN"));
    format!("{head}{:04X}", crc16(&head))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check value of the published catalogue of checksums.
    #[test]
    fn the_checksum_is_the_published_one() {
        assert_eq!(crc16("123456789"), 0x29b1);
    }

    /// The sample of the NAPAS format description: transfer to an account, once, with amount, bill number and words.
    #[test]
    fn the_sample_of_the_format_description() {
        let to = Account { bank: "970403", number: "0011012345678" };
        assert_eq!(
            payload(to, 180_000, "NPS6869", "thanh toan don hang"),
            "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"
        );
    }

    /// The sample of a public library for the same format; marks are left out.
    #[test]
    fn marks_are_left_out_of_the_words() {
        let to = Account { bank: "970415", number: "0011001932418" };
        assert_eq!(
            payload(to, 120_000, "", "ủng hộ lũ lụt"),
            "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA530370454061200005802VN62170813ung ho lu lut6304C15C"
        );
    }

    #[test]
    fn without_amount_the_payer_chooses_and_long_words_are_cut() {
        let to = Account { bank: "970415", number: "1" };
        assert!(payload(to, 0, "", "").starts_with("000201010211"));
        let long = payload(to, 1, "", &"á".repeat(80));
        assert!(long.contains(&format!("0825{}", "a".repeat(25))), "{long}");
    }
}
