//! Which column is which, by the words of the header, with or without marks.

use super::TableLine;
use crate::text::fold_tokens;

/// A column that the table may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BulkColumn {
    /// Nội dung.
    Title,
    /// Đơn vị chủ trì.
    Lead,
    /// Đơn vị phối hợp.
    CoUnits,
    /// Hạn.
    Due,
    /// Sản phẩm.
    Output,
    /// Độ khẩn.
    Urgency,
    /// Lĩnh vực.
    Field,
    /// Ý kiến chỉ đạo.
    Direction,
}

/// Words of the headers; what stands first is looked for first, because "đơn vị phối hợp" also holds "đơn vị".
const WORDS: [(BulkColumn, &[&str]); 8] = [
    (BulkColumn::CoUnits, &["phối hợp"]),
    (BulkColumn::Lead, &["chủ trì", "đơn vị thực hiện", "cơ quan thực hiện", "đơn vị", "cơ quan"]),
    (BulkColumn::Due, &["thời hạn", "hạn", "ngày hoàn thành", "thời gian hoàn thành", "thời gian"]),
    (BulkColumn::Output, &["sản phẩm", "kết quả"]),
    (BulkColumn::Urgency, &["độ khẩn", "mức độ khẩn", "khẩn"]),
    (BulkColumn::Field, &["lĩnh vực"]),
    (BulkColumn::Direction, &["chỉ đạo", "ghi chú"]),
    (BulkColumn::Title, &["nội dung", "nhiệm vụ", "công việc", "việc"]),
];

impl BulkColumn {
    /// Every column, in the order of the form.
    pub const ALL: [BulkColumn; 8] = [
        BulkColumn::Title,
        BulkColumn::Lead,
        BulkColumn::CoUnits,
        BulkColumn::Due,
        BulkColumn::Output,
        BulkColumn::Urgency,
        BulkColumn::Field,
        BulkColumn::Direction,
    ];

    /// Name of the field of a row in the form, before the number of its line.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            BulkColumn::Title => "noi_dung",
            BulkColumn::Lead => "chu_tri",
            BulkColumn::CoUnits => "phoi_hop",
            BulkColumn::Due => "han",
            BulkColumn::Output => "san_pham",
            BulkColumn::Urgency => "do_khan",
            BulkColumn::Field => "linh_vuc",
            BulkColumn::Direction => "chi_dao",
        }
    }

    /// What the form calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            BulkColumn::Title => "Nội dung",
            BulkColumn::Lead => "Đơn vị chủ trì",
            BulkColumn::CoUnits => "Đơn vị phối hợp",
            BulkColumn::Due => "Hạn",
            BulkColumn::Output => "Sản phẩm",
            BulkColumn::Urgency => "Độ khẩn",
            BulkColumn::Field => "Lĩnh vực",
            BulkColumn::Direction => "Ý kiến chỉ đạo",
        }
    }
}

/// The column of each cell of a header; none for what is not known ("STT") and for a second column of the same kind.
#[must_use]
pub fn recognise(header: &[String]) -> Vec<Option<BulkColumn>> {
    let mut seen = Vec::new();
    header
        .iter()
        .map(|cell| {
            let tokens = fold_tokens(cell);
            let found = WORDS.iter().find(|(_, phrases)| phrases.iter().any(|phrase| holds(&tokens, phrase))).map(|(column, _)| *column);
            let fresh = found.filter(|column| !seen.contains(column));
            seen.extend(fresh);
            fresh
        })
        .collect()
}

/// Lines that are searched for the heading: a document may have a title above its table.
pub const HEADING_WITHIN: usize = 30;

impl BulkColumn {
    /// Columns without which nothing can be given.
    pub const NEEDED: [BulkColumn; 3] = [BulkColumn::Title, BulkColumn::Lead, BulkColumn::Due];
}

/// The first line that names every needed column.
#[must_use]
pub fn heading(lines: &[TableLine]) -> Option<usize> {
    lines.iter().take(HEADING_WITHIN).position(|line| missing(&recognise(&line.cells)).is_empty())
}

/// The needed columns that a heading does not name.
#[must_use]
pub fn missing(header: &[Option<BulkColumn>]) -> Vec<BulkColumn> {
    BulkColumn::NEEDED.into_iter().filter(|column| !header.contains(&Some(*column))).collect()
}

/// True if the words of a phrase follow each other.
fn holds(tokens: &[String], phrase: &str) -> bool {
    let wanted = fold_tokens(phrase);
    tokens.windows(wanted.len().max(1)).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use BulkColumn::{CoUnits, Direction, Due, Lead, Output, Title};

    fn columns(header: &[&str]) -> Vec<Option<BulkColumn>> {
        recognise(&header.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn headers_with_and_without_marks() {
        let expected = [None, Some(Title), Some(Lead), Some(CoUnits), Some(Due), Some(Output), Some(Direction)];
        assert_eq!(columns(&["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Đơn vị phối hợp", "Thời hạn hoàn thành", "Sản phẩm", "Ghi chú"]), expected);
        assert_eq!(columns(&["TT", "NOI DUNG", "Chu tri", "Co quan phoi hop", "Han", "Ket qua", "Y kien chi dao"]), expected);
        assert_eq!(columns(&["Nhiệm vụ", "Đơn vị thực hiện", "Đơn vị"]), [Some(Title), Some(Lead), None]);
        assert_eq!(columns(&["Rà soát quy hoạch", "", "01/12/2026"]), [None, None, None]);
    }

    #[test]
    fn a_title_above_the_heading() {
        let line = |number: usize, cells: &[&str]| TableLine { number, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() };
        let title = [line(1, &["PHỤ LỤC"]), line(2, &["Nhiệm vụ giao các đơn vị"]), line(4, &["TT", "Nội dung", "Chủ trì", "Thời hạn"])];
        assert_eq!(heading(&title), Some(2));
        assert_eq!(heading(&title[..2]), None);
        let late: Vec<TableLine> = (1..=HEADING_WITHIN).map(|number| line(number, &["x"])).chain([title[2].clone()]).collect();
        assert_eq!(heading(&late), None);
        assert_eq!(missing(&recognise(&title[1].cells)), [Title, Due]);
    }
}
