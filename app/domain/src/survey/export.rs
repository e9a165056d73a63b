//! The figures as one table for files.

use model::format;
use model::rating::RatingLevel;
use model::survey::{OVERALL, QuestionTally, SurveyResults};

/// Columns of the table.
const WIDTH: usize = 18;

/// The head of the table.
pub const HEADER: [&str; WIDTH] = [
    "Quý",
    "Mã cơ quan",
    "Cơ quan",
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
];

/// One row for each question. A mean stands beside the last question only, and only where enough people gave an opinion.
#[must_use]
pub fn table(results: &SurveyResults) -> Vec<[String; WIDTH]> {
    let rows = results.texts.iter().zip(&results.tallies).enumerate();
    rows.map(|(at, (text, tally))| row(results, at, text, tally)).collect()
}

fn row(results: &SurveyResults, at: usize, text: &str, tally: &QuestionTally) -> [String; WIDTH] {
    let (code, name) = results.unit.as_ref().map_or(("", "Toàn tỉnh"), |unit| (unit.code.as_str(), unit.name.as_str()));
    let mut cells = vec![results.quarter.label(), code.to_owned(), name.to_owned(), (at + 1).to_string(), text.to_owned()];
    cells.push(format::number(tally.levels.n()));
    cells.extend(RatingLevel::ALL.iter().map(|level| format::number(tally.levels.of(*level))));
    cells.extend(tally.levels.shares());
    cells.push(format::number(tally.none));
    cells.push(if at == OVERALL { tally.mean().unwrap_or_default() } else { String::new() });
    let mut cells = cells.into_iter();
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}
