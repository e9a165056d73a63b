//! The two weights of the portal's typeface (SIL Open Font License, `public/fonts/OFL.txt`), merged from their Latin and
//! Vietnamese parts: widths of text and lines that fit.

use crate::error::{Error, Result};

/// Regular weight.
pub const REGULAR: &[u8] = include_bytes!("be-vietnam-pro-400.ttf");
/// Semi-bold weight.
pub const BOLD: &[u8] = include_bytes!("be-vietnam-pro-600.ttf");

/// Both weights, read for measuring.
pub struct Faces {
    regular: ttf_parser::Face<'static>,
    bold: ttf_parser::Face<'static>,
}

impl Faces {
    /// Reads the typeface that is part of the program.
    ///
    /// # Errors
    /// `Internal` if the program was built with a broken file.
    pub fn read() -> Result<Self> {
        let face = |data| ttf_parser::Face::parse(data, 0).map_err(Error::internal);
        Ok(Self { regular: face(REGULAR)?, bold: face(BOLD)? })
    }

    const fn of(&self, bold: bool) -> &ttf_parser::Face<'static> {
        if bold { &self.bold } else { &self.regular }
    }

    /// Width of a line in points, without kerning: a little more than it takes.
    pub fn width(&self, text: &str, size: f32, bold: bool) -> f32 {
        let face = self.of(bold);
        let units: u32 = text.chars().filter_map(|c| face.glyph_index(c)).filter_map(|glyph| face.glyph_hor_advance(glyph)).map(u32::from).sum();
        units as f32 * size / f32::from(face.units_per_em())
    }

    /// The text with only what the typeface can show; anything else is a question mark, white space is a space.
    pub fn printable(&self, text: &str) -> String {
        text.chars()
            .map(|c| match c {
                '→' => '>',
                c if c.is_whitespace() => ' ',
                c if self.regular.glyph_index(c).is_some() => c,
                _ => '?',
            })
            .collect()
    }

    /// Lines of at most `width` points, broken at spaces, inside a word only if it is longer than a line.
    pub fn wrap(&self, text: &str, size: f32, bold: bool, width: f32) -> Vec<String> {
        let text = self.printable(text);
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, size, bold) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if self.width(&line, size, bold) > width && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::Faces;

    #[test]
    fn lines_fit_and_lose_nothing() {
        let faces = Faces::read().unwrap();
        let text = "Ủy ban nhân dân tỉnh Lam Giang ngượng nghịu ".repeat(20) + &"x".repeat(300);
        let lines = faces.wrap(&text, 11.0, false, 180.0);
        assert!(lines.iter().all(|line| faces.width(line, 11.0, false) <= 180.0));
        let squeezed = |text: &str| text.replace(' ', "");
        assert_eq!(squeezed(&lines.concat()), squeezed(&text));
        assert_eq!(faces.printable("a\u{a0}b→日"), "a b>?");
    }

    #[test]
    fn every_letter_of_vietnamese_can_be_shown() {
        let faces = Faces::read().unwrap();
        let all = "AaĂăÂâBbCcDdĐđEeÊêGgHhIiKkLlMmNnOoÔôƠơPpQqRrSsTtUuƯưVvXxYyÀÁẢÃẠàáảãạẰẮẲẴẶằắẳẵặẦẤẨẪẬầấẩẫậÈÉẺẼẸèéẻẽẹỀẾỂỄỆềếểễệÌÍỈĨỊìíỉĩịÒÓỎÕỌòóỏõọỒỐỔỖỘồốổỗộỜỚỞỠỢờớởỡợÙÚỦŨỤùúủũụỪỨỬỮỰừứửữựỲÝỶỸỴỳýỷỹỵ0123456789.,;:()–-/%“”";
        assert_eq!(faces.printable(all), all);
        assert_eq!(faces.wrap("", 11.0, true, 50.0), [""]);
    }
}
