//! Where everything on a paper stands: sheets of lines of text, rules and one QR code, in points from the top left corner.

use super::face::Faces;
use super::{Qr, qr};
use model::paper::{Block, Field, Paper, Signature};

/// Height of a line of body text, points.
const LINE: f32 = 14.5;
/// Size of body text, points.
const BODY: f32 = 10.5;
/// Width of the margins, points (2 cm).
const MARGIN: f32 = 56.7;
/// Side of the QR code, points.
const QR: f32 = 74.0;

/// Something on a sheet.
pub enum Mark {
    /// A line of text whose baseline begins here.
    Text { x: f32, y: f32, size: f32, bold: bool, text: String },
    /// A horizontal rule.
    Rule { x: f32, y: f32, width: f32 },
    /// A QR code with its top left corner here.
    Qr { x: f32, y: f32, side: f32, code: Qr },
}

/// The sheets of a paper.
pub struct Sheets {
    /// Width of a sheet.
    pub width: f32,
    /// Height of a sheet.
    pub height: f32,
    /// What stands on each.
    pub sheets: Vec<Vec<Mark>>,
}

struct Writer<'a> {
    faces: &'a Faces,
    out: Sheets,
    y: f32,
}

/// Lays a paper out on A4.
pub fn lay_out(paper: &Paper, faces: &Faces) -> Sheets {
    let (width, height) = if paper.wide { (841.9, 595.3) } else { (595.3, 841.9) };
    let mut writer = Writer { faces, out: Sheets { width, height, sheets: vec![Vec::new()] }, y: MARGIN };
    writer.head(paper);
    for block in &paper.blocks {
        match block {
            Block::Fields(fields) => writer.fields(fields),
            Block::Table { title, head, widths, rows } => writer.table(title, head, widths, rows),
            Block::Text { title, paragraphs } => writer.text(title, paragraphs),
            Block::Signatures(signatures) => writer.signatures(&paper.place_and_day(), signatures),
        }
    }
    writer.feet(paper);
    writer.out
}

impl Writer<'_> {
    fn inner(&self) -> f32 {
        self.out.width - 2.0 * MARGIN
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(sheet) = self.out.sheets.last_mut() {
            sheet.push(mark);
        }
    }

    /// Begins a new sheet if less than this height is left.
    fn need(&mut self, height: f32) {
        if self.y + height > self.out.height - MARGIN - 20.0 {
            self.out.sheets.push(Vec::new());
            self.y = MARGIN;
        }
    }

    fn line(&mut self, x: f32, size: f32, bold: bool, text: &str) {
        let text = self.faces.printable(text);
        self.mark(Mark::Text { x, y: self.y + size, size, bold, text });
    }

    /// A line in the middle of a column; the column may be the sheet.
    fn centred(&mut self, left: f32, width: f32, size: f32, bold: bool, text: &str) {
        let taken = self.faces.width(&self.faces.printable(text), size, bold);
        self.line(left + (width - taken) / 2.0, size, bold, text);
    }

    fn head(&mut self, paper: &Paper) {
        let (left, right) = (self.inner() * 0.44, self.inner() * 0.56);
        let top = self.y;
        for (bold, text) in [(false, &paper.superior), (true, &paper.agency)] {
            for line in self.faces.wrap(&text.to_uppercase(), 9.5, bold, left - 12.0).into_iter().filter(|line| !line.is_empty()) {
                self.centred(MARGIN, left, 9.5, bold, &line);
                self.y += 13.5;
            }
        }
        if !paper.number.is_empty() {
            self.centred(MARGIN, left, 9.5, false, &format!("Số: {}", paper.number));
            self.y += 13.5;
        }
        let below = self.y;
        self.y = top;
        for (size, text) in [(9.5, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (10.5, "Độc lập - Tự do - Hạnh phúc")] {
            self.centred(MARGIN + left, right, size, true, text);
            self.y += 14.0;
        }
        self.mark(Mark::Rule { x: MARGIN + left + right * 0.27, y: self.y + 2.0, width: right * 0.46 });
        self.y = below.max(self.y) + 16.0;
        self.title(paper);
    }

    fn title(&mut self, paper: &Paper) {
        let code = if paper.link.is_empty() { None } else { qr(&paper.link) };
        let (top, beside) = (self.y, if code.is_some() { QR } else { 0.0 });
        let width = self.inner() - 2.0 * beside;
        self.y += if code.is_some() { 12.0 } else { 0.0 };
        for line in self.balanced(&paper.title.to_uppercase(), 14.0, width) {
            self.centred(MARGIN + beside, width, 14.0, true, &line);
            self.y += 19.0;
        }
        if !paper.code.is_empty() {
            self.centred(MARGIN + beside, width, BODY, false, &format!("Mã hồ sơ: {}", paper.code));
            self.y += LINE;
        }
        if paper.demo {
            self.centred(MARGIN + beside, width, 9.5, true, "Dữ liệu mô phỏng");
            self.y += LINE;
        }
        if let Some(code) = code {
            self.mark(Mark::Qr { x: MARGIN + self.inner() - QR, y: top, side: QR, code });
            self.y = self.y.max(top + QR);
        }
        self.y += 10.0;
    }

    /// Bold lines of about the same length, so that no word stands alone on the last one.
    fn balanced(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let lines = self.faces.wrap(text, size, true, width);
        let narrower = (10..20).map(|share| self.faces.wrap(text, size, true, width * share as f32 / 20.0));
        narrower.into_iter().find(|narrow| narrow.len() == lines.len()).unwrap_or(lines)
    }

    /// Cells of one row side by side, line by line, so that a row may go on on the next sheet.
    fn row(&mut self, cells: &[(f32, f32, bool, &str)], size: f32) {
        let wrapped: Vec<Vec<String>> = cells.iter().map(|(_, width, bold, text)| self.faces.wrap(text, size, *bold, *width)).collect();
        let step = size * 1.36;
        for at in 0..wrapped.iter().map(Vec::len).max().unwrap_or(0) {
            self.need(step);
            for ((x, _, bold, _), lines) in cells.iter().zip(&wrapped) {
                if let Some(line) = lines.get(at).filter(|line| !line.is_empty()) {
                    self.line(*x, size, *bold, line);
                }
            }
            self.y += step;
        }
    }

    fn fields(&mut self, fields: &[Field]) {
        let (label, gap) = (self.inner() * 0.32, 12.0);
        let value = self.inner() - label - gap;
        for field in fields {
            let dots;
            let text = if field.value.is_empty() {
                dots = ".".repeat(80);
                &dots
            } else {
                &field.value
            };
            self.row(&[(MARGIN, label, false, &field.label), (MARGIN + label + gap, value, field.strong, text)], BODY);
            self.y += 2.0;
        }
        self.y += 6.0;
    }

    fn heading(&mut self, title: &str) {
        if !title.is_empty() {
            self.need(LINE * 3.0);
            self.row(&[(MARGIN, self.inner(), true, title)], BODY);
            self.y += 2.0;
        }
    }

    fn table(&mut self, title: &str, head: &[String], widths: &[u8], rows: &[Vec<String>]) {
        self.heading(title);
        let shares: f32 = widths.iter().map(|share| f32::from(*share)).sum::<f32>().max(1.0);
        let size = if self.out.width > self.out.height { 8.5 } else { 9.5 };
        let mut columns = Vec::with_capacity(widths.len());
        let mut x = MARGIN;
        for share in widths {
            let width = self.inner() * f32::from(*share) / shares;
            columns.push((x, width - 6.0));
            x += width;
        }
        let rule = |writer: &mut Self| {
            writer.mark(Mark::Rule { x: MARGIN, y: writer.y + 1.5, width: writer.inner() });
            writer.y += 4.5;
        };
        let cells = |texts: &'_ [String], bold: bool| -> Vec<(f32, f32, bool, String)> {
            columns.iter().zip(texts).map(|((x, width), text)| (*x, *width, bold, text.clone())).collect()
        };
        let print = |writer: &mut Self, texts: &[String], bold: bool| {
            let owned = cells(texts, bold);
            let lent: Vec<(f32, f32, bool, &str)> = owned.iter().map(|(x, width, bold, text)| (*x, *width, *bold, text.as_str())).collect();
            writer.row(&lent, size);
            rule(writer);
        };
        self.need(LINE * 3.0);
        rule(self);
        print(self, head, true);
        for row in rows {
            let sheets = self.out.sheets.len();
            self.need(size * 2.8);
            if self.out.sheets.len() > sheets {
                rule(self);
                print(self, head, true);
            }
            print(self, row, false);
        }
        self.y += 6.0;
    }

    fn text(&mut self, title: &str, paragraphs: &[String]) {
        self.heading(title);
        for paragraph in paragraphs {
            self.row(&[(MARGIN, self.inner(), false, paragraph)], BODY);
            self.y += 3.0;
        }
        self.y += 6.0;
    }

    fn signatures(&mut self, day: &str, signatures: &[Signature]) {
        self.need(116.0);
        let width = self.inner() / signatures.len().max(1) as f32;
        self.y += 6.0;
        self.centred(MARGIN + self.inner() - width.max(220.0), width.max(220.0), BODY, false, day);
        self.y += LINE;
        let top = self.y;
        for (at, signature) in signatures.iter().enumerate() {
            let left = MARGIN + width * at as f32;
            self.y = top;
            self.centred(left, width, BODY, true, &signature.role);
            self.y += LINE;
            self.centred(left, width, 9.0, false, "(Ký, ghi rõ họ tên)");
            self.y += 46.0;
            self.centred(left, width, BODY, true, &signature.name);
        }
        self.y = top + LINE * 2.0 + 50.0;
    }

    /// The foot of every sheet: where the layout comes from, the code, the number of the sheet.
    fn feet(&mut self, paper: &Paper) {
        let count = self.out.sheets.len();
        let y = self.out.height - MARGIN + 18.0;
        let source = self.faces.printable(&paper.source);
        for (at, sheet) in self.out.sheets.iter_mut().enumerate() {
            let number = if paper.code.is_empty() { format!("Trang {}/{count}", at + 1) } else { format!("{}, trang {}/{count}", paper.code, at + 1) };
            let right = self.out.width - MARGIN - self.faces.width(&number, 8.5, false);
            sheet.push(Mark::Text { x: MARGIN, y, size: 8.5, bold: false, text: source.clone() });
            sheet.push(Mark::Text { x: right, y, size: 8.5, bold: false, text: number });
        }
    }
}
