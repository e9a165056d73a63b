//! Reads numbers back from what left the portal: a page, a line of CSV, a workbook.

use crate::task_channels::oracle::Numbers;
use domain::stats;
use flate2::read::DeflateDecoder;
use std::collections::HashMap;
use std::io::Read;

/// Every number of a page that links to rows of the day `as_of` (empty for any), by unit (empty for wider scopes) and figure. A number
/// that stands twice is the same.
pub fn figures(body: &str, rows: &str, as_of: &str) -> HashMap<(String, String), i64> {
    let mut found = HashMap::new();
    for part in body.split("<a ").skip(1) {
        let Some((href, rest)) = part.split_once("href=\"").and_then(|(_, rest)| rest.split_once('"')) else { continue };
        let href = href.replace("&amp;", "&");
        let text = rest.split_once('>').map_or("", |(_, text)| text).split("</a>").next().unwrap_or_default();
        let text: String = text.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
        let number: String = text.chars().filter(|letter| *letter != '.').collect();
        if !href.starts_with(rows) || !href.contains(as_of) || number.is_empty() || !number.chars().all(|letter| letter.is_ascii_digit()) {
            continue;
        }
        let query = |name: &str| {
            let pairs = href.split(['?', '&']).filter_map(|pair| pair.split_once('='));
            pairs.filter(|(own, _)| *own == name).map(|(_, value)| value.replace("%2E", ".")).next().unwrap_or_default()
        };
        let (key, number) = ((query("don-vi"), query("muc")), number.parse().unwrap());
        if query("nhom").is_empty() {
            assert_eq!(*found.entry(key.clone()).or_insert(number), number, "{key:?} stands twice with two numbers");
        }
    }
    found
}

/// The line of a CSV file in cells.
pub fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

/// A file of a ZIP archive, found by its central directory.
pub fn unzipped(zip: &[u8], name: &str) -> String {
    let number = |at: usize, size: usize| zip[at..at + size].iter().rev().fold(0_usize, |sum, byte| sum * 256 + usize::from(*byte));
    let end = zip.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    let (mut at, entries) = (number(end + 16, 4), number(end + 10, 2));
    for _ in 0..entries {
        let (method, packed, length, local) = (number(at + 10, 2), number(at + 20, 4), number(at + 28, 2), number(at + 42, 4));
        if &zip[at + 46..at + 46 + length] == name.as_bytes() {
            let from = local + 30 + number(local + 26, 2) + number(local + 28, 2);
            let bytes = &zip[from..from + packed];
            let mut text = String::new();
            match method {
                0 => text.push_str(std::str::from_utf8(bytes).unwrap()),
                _ => {
                    DeflateDecoder::new(bytes).read_to_string(&mut text).unwrap();
                }
            }
            return text;
        }
        at += 46 + length + number(at + 30, 2) + number(at + 32, 2);
    }
    panic!("{name} is not in the workbook");
}

/// The rows of a workbook as texts.
pub fn workbook(bytes: &[u8]) -> Vec<Vec<String>> {
    let plain = |xml: &str| xml.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let inner = |xml: &str, tag: &str| {
        xml.split_once(&format!("<{tag}")).and_then(|(_, rest)| rest.split_once('>')).and_then(|(_, rest)| rest.split_once('<')).map(|(text, _)| plain(text))
    };
    let shared: Vec<String> = unzipped(bytes, "xl/sharedStrings.xml").split("<si>").skip(1).map(|part| inner(part, "t").unwrap_or_default()).collect();
    let sheet = unzipped(bytes, "xl/worksheets/sheet1.xml");
    let row = |row: &str| {
        // Empty cells are left out of the file: each says its column by a letter.
        let mut cells = vec![String::new(); stats::BOARD_HEADER.len()];
        for part in row.split("<c ").skip(1) {
            let column = part.strip_prefix("r=\"").and_then(|rest| rest.bytes().next()).map(|letter| usize::from(letter - b'A')).unwrap();
            let value = inner(part, "v").unwrap_or_default();
            let is_shared = part.split('>').next().unwrap_or_default().contains("t=\"s\"");
            cells[column] = if is_shared { shared[value.parse::<usize>().unwrap()].clone() } else { value };
        }
        cells
    };
    sheet.split("<row ").skip(1).map(row).collect()
}

pub fn numbers(texts: &[String]) -> Numbers {
    std::array::from_fn(|at| texts[at].parse().unwrap())
}
