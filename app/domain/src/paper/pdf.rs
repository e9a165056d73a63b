//! A paper as a PDF/A-2b file: fonts inside, colours defined, text that can be selected and searched.

use super::face::{BOLD, Faces, REGULAR};
use super::layout::{Mark, lay_out};
use crate::error::{Error, Result};
use chrono::{Datelike, Timelike};
use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use krilla::{Document, SerializeSettings};
use model::paper::Paper;

/// The bytes of the file. The same paper gives the same bytes.
///
/// # Errors
/// `Internal` if the file cannot be made.
pub fn pdf(paper: &Paper) -> Result<Vec<u8>> {
    let faces = Faces::read()?;
    let font = |data: &'static [u8]| Font::new(data.into(), 0).ok_or_else(|| Error::internal("unreadable typeface"));
    let (regular, bold) = (font(REGULAR)?, font(BOLD)?);
    let sheets = lay_out(paper, &faces);
    let configuration = ConfigurationBuilder::new().with_archival_validator(Archival::A2_B).finish().map_err(|error| Error::internal(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let size = PageSettings::from_wh(sheets.width, sheets.height).ok_or_else(|| Error::internal("size of the sheet"))?;
    for sheet in &sheets.sheets {
        let mut page = document.start_page_with(size.clone());
        let mut surface = page.surface();
        surface.set_fill(Some(Fill { paint: rgb::Color::new(0, 0, 0).into(), opacity: NormalizedF32::ONE, rule: krilla::paint::FillRule::NonZero }));
        for mark in sheet {
            draw(&mut surface, mark, &regular, &bold);
        }
        surface.finish();
        page.finish();
    }
    document.set_metadata(about(paper));
    document.finish().map_err(|error| Error::internal(format!("{error:?}")))
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, regular: &Font, bold: &Font) {
    match mark {
        Mark::Text { x, y, size, bold: strong, text } => {
            let font = if *strong { bold } else { regular };
            surface.draw_text(Point::from_xy(*x, *y), font.clone(), *size, text, false, TextDirection::LeftToRight);
        }
        Mark::Rule { x, y, width } => squares(surface, std::iter::once((*x, *y, *width, 0.7))),
        Mark::Qr { x, y, side, code } => {
            let unit = side / code.size as f32;
            squares(surface, code.runs.iter().map(|(column, row, length)| (x + *column as f32 * unit, y + *row as f32 * unit, *length as f32 * unit, unit)));
        }
    }
}

fn squares(surface: &mut Surface<'_>, squares: impl Iterator<Item = (f32, f32, f32, f32)>) {
    let mut builder = PathBuilder::new();
    for (x, y, width, height) in squares {
        if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            builder.push_rect(rect);
        }
    }
    if let Some(path) = builder.finish() {
        surface.draw_path(&path);
    }
}

fn about(paper: &Paper) -> Metadata {
    let at = paper.made_at.with_timezone(&model::format::VN);
    let part = |value: u32| u8::try_from(value).unwrap_or_default();
    let day = DateTime::new(u16::try_from(at.year()).unwrap_or_default()).month(part(at.month())).day(part(at.day()));
    let made = day.hour(part(at.hour())).minute(part(at.minute())).second(part(at.second())).utc_offset_hour(7).utc_offset_minute(0);
    let title = if paper.code.is_empty() { paper.title.clone() } else { format!("{}, hồ sơ {}", paper.title, paper.code) };
    Metadata::new().title(title).language("vi".to_owned()).authors(vec![paper.agency.clone()]).creator("Một Cổng".to_owned()).creation_date(made)
}

#[cfg(test)]
mod tests {
    use super::pdf;
    use model::paper::{Block, Paper};

    fn paper(rows: usize) -> Paper {
        Paper {
            title: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả".into(),
            superior: "Ủy ban nhân dân tỉnh Lam Giang".into(),
            agency: "Trung tâm Phục vụ hành chính công tỉnh".into(),
            place: "Lam Giang".into(),
            number: "12/TN".into(),
            code: "H99.101-261123-0001".into(),
            link: "https://lamgiang.example/tra-cuu/H99.101-261123-0001".into(),
            made_at: "2026-11-23T01:30:00Z".parse().unwrap(),
            source: "Mẫu số 01, Thông tư 03/2025/TT-VPCP".into(),
            demo: true,
            wide: false,
            blocks: vec![
                Block::fields([
                    ("Tiếp nhận hồ sơ của", "Nguyễn Thị Hằng".to_owned()),
                    ("*Thời gian trả kết quả", "14:30, thứ Hai 30/11/2026".to_owned()),
                    ("Ghi chú", String::new()),
                ]),
                Block::Table {
                    title: "Thành phần hồ sơ nộp gồm".into(),
                    head: ["STT", "Tên giấy tờ", "Dung lượng"].map(str::to_owned).to_vec(),
                    widths: vec![1, 6, 2],
                    rows: (1..=rows).map(|n| vec![n.to_string(), format!("Bản sao trích lục hộ tịch số {n}"), "1,2 MB".to_owned()]).collect(),
                },
                Block::Text { title: "Cách tính thời hạn".into(), paragraphs: vec!["5 ngày làm việc kể từ ngày nhận đủ hồ sơ.".into()] },
                Block::signatures([("Người nộp", "Nguyễn Thị Hằng".to_owned()), ("Người tiếp nhận", "Trần Mẫu An".to_owned())]),
            ],
        }
    }

    #[test]
    fn the_same_paper_gives_the_same_file() {
        let one = pdf(&paper(3)).unwrap();
        assert!(one.starts_with(b"%PDF-1."), "a PDF");
        assert_eq!(one, pdf(&paper(3)).unwrap());
        assert!(one.len() < 60_000, "{} bytes", one.len());
    }

    #[test]
    fn long_tables_and_strange_letters_go_on_over_sheets() {
        let mut long = paper(400);
        long.blocks.push(Block::Text { title: "日本".into(), paragraphs: vec!["x".repeat(20_000), "\u{0}\u{7}🙂".into()] });
        let count = super::lay_out(&long, &super::Faces::read().unwrap()).sheets.len();
        assert!(count > 10, "{count} sheets");
        assert!(!pdf(&long).unwrap().is_empty());
    }
}
