//! A QR picture as one path, for an SVG of the page.

/// A QR code: squares along a side, and the dark ones as an SVG path with a quiet zone of four squares around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Squares along a side, quiet zone included.
    pub size: usize,
    /// `d` of a path that fills the dark squares.
    pub path: String,
}

/// Squares that stay white around the code.
const QUIET: usize = 4;

/// The picture of a text; none if the text is too long for a QR code.
#[must_use]
pub fn picture(text: &str) -> Option<Picture> {
    let code = fast_qr::QRBuilder::new(text).ecl(fast_qr::ECL::M).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        for x in (0..code.size).filter(|x| code[y][*x].value()) {
            path.push_str(&format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET));
        }
    }
    Some(Picture { size: code.size + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn a_picture_has_its_three_corners() {
        let picture = picture("https://lamgiang.example").unwrap();
        assert!(picture.path.starts_with("M4 4h1v1h-1zM5 4"), "{}", picture.path);
        assert!(picture.size > 28);
        assert!(super::picture(&"x".repeat(10_000)).is_none());
    }
}
