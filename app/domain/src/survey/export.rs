//! The figures as one table for files.

use model::format;
use model::rating::RatingLevel;
use model::survey::{OVERALL, QuestionTally, SurveyResults, few_answers};

/// Columns of the table.
const WIDTH: usize = 20;
/// Columns that say what every row is about.
const HEAD: usize = 4;

/// The head of the table.
pub const HEADER: [&str; WIDTH] = [
    "Quý",
    "Mã cơ quan",
    "Cơ quan",
    "Lượt trả lời (n)",
    "Câu",
    "Nội dung",
    "Có ý kiến (n)",
    "Rất hài lòng",
    "Hài lòng",
    "Bình thường",
    "Không hài lòng",
    "Rất không hài lòng",
    "Tỷ lệ rất hài lòng",
    "Tỷ lệ hài lòng",
    "Tỷ lệ bình thường",
    "Tỷ lệ không hài lòng",
    "Tỷ lệ rất không hài lòng",
    "Không có ý kiến",
    "Điểm trung bình hài lòng chung",
    "Ghi chú",
];

/// One row for each question. A mean stands beside the last question only, and only where enough people gave an opinion. Of too few answers
/// one row says how many there are, and why it says no more.
#[must_use]
pub fn table(results: &SurveyResults) -> Vec<[String; WIDTH]> {
    let Some(tallies) = &results.tallies else {
        let note = std::iter::repeat_n(String::new(), WIDTH - HEAD - 1).chain([few_answers()]);
        return vec![cells(results, note)];
    };
    let rows = results.texts.iter().zip(tallies).enumerate();
    rows.map(|(at, (text, tally))| row(results, at, text, tally)).collect()
}

/// The head of a row, then the rest.
fn cells(results: &SurveyResults, rest: impl IntoIterator<Item = String>) -> [String; WIDTH] {
    let (code, name) = results.unit.as_ref().map_or(("", "Toàn tỉnh"), |unit| (unit.code.as_str(), unit.name.as_str()));
    let head: [String; HEAD] = [results.quarter.label(), code.to_owned(), name.to_owned(), format::number(results.n)];
    let mut cells = head.into_iter().chain(rest);
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

fn row(results: &SurveyResults, at: usize, text: &str, tally: &QuestionTally) -> [String; WIDTH] {
    let mut rest = vec![(at + 1).to_string(), text.to_owned(), format::number(tally.levels.n())];
    rest.extend(RatingLevel::ALL.iter().map(|level| format::number(tally.levels.of(*level))));
    rest.extend(tally.levels.shares());
    rest.push(format::number(tally.none));
    rest.push(if at == OVERALL { tally.mean().unwrap_or_default() } else { String::new() });
    cells(results, rest)
}
