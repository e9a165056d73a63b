//! Official papers as PDF/A files with text that can be selected, and QR codes.
//!
//! The content is a [`model::paper::Paper`]; the page of the same paper is `ui::PaperSheet`.

mod face;
mod layout;
mod pdf;

pub use pdf::pdf;

/// A QR code as squares: its width in modules (quiet zone of four modules included) and an SVG path in these units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// Width and height.
    pub size: usize,
    /// `M x y h n v 1 h -n z` for every run of dark modules.
    pub path: String,
    runs: Vec<(usize, usize, usize)>,
}

/// Width of the light border that readers need, modules.
const QUIET: usize = 4;

/// The QR code of a text; none if it is too long for one.
#[must_use]
pub fn qr(text: &str) -> Option<Qr> {
    use std::fmt::Write as _;
    let code = fast_qr::QRBuilder::new(text).ecl(fast_qr::ECL::M).build().ok()?;
    let mut runs = Vec::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            let length = (x..code.size).take_while(|at| code[y][*at].value()).count();
            if length > 0 {
                runs.push((x + QUIET, y + QUIET, length));
            }
            x += length.max(1);
        }
    }
    let mut path = String::new();
    for (x, y, length) in &runs {
        let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
    }
    Some(Qr { size: code.size + 2 * QUIET, path, runs })
}

#[cfg(test)]
mod tests {
    use super::qr;

    #[test]
    fn a_code_has_its_three_finders_and_a_border() {
        let code = qr("https://lamgiang.example/tra-cuu/H99.101-261123-0001").unwrap();
        assert!(code.path.starts_with("M4 4h7"), "the first finder begins after the border: {}", code.path.get(..40).unwrap_or_default());
        assert!(code.runs.iter().any(|(x, y, n)| (*x + *n, *y, *n) == (code.size - 4, 4, 7)));
        assert!(qr(&"x".repeat(10_000)).is_none());
    }
}
