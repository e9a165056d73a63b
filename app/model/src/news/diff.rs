//! Differences between two versions of a text, line by line.

/// A line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// In both.
    Same(String),
    /// Only in the older text.
    Removed(String),
    /// Only in the newer text.
    Added(String),
}

/// Longest texts that are compared line by line, in lines; longer ones are shown as a whole.
const MAX_LINES: usize = 600;

/// Compares two texts by their longest common lines.
#[must_use]
pub fn diff_lines(old: &str, new: &str) -> Vec<Line> {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    if a.len() > MAX_LINES || b.len() > MAX_LINES {
        let removed = a.into_iter().map(|line| Line::Removed(line.to_owned()));
        return removed.chain(b.into_iter().map(|line| Line::Added(line.to_owned()))).collect();
    }
    // common[i][j]: length of the longest common part of a[i..] and b[j..].
    let mut common = vec![vec![0_u16; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] = if a[i] == b[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            lines.push(Line::Same(a[i].to_owned()));
            i += 1;
            j += 1;
        } else if j >= b.len() || (i < a.len() && common[i + 1][j] >= common[i][j + 1]) {
            lines.push(Line::Removed(a[i].to_owned()));
            i += 1;
        } else {
            lines.push(Line::Added(b[j].to_owned()));
            j += 1;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_changed() {
        let lines = diff_lines("một\nhai\nba", "một\nhai rưỡi\nba\nbốn");
        let same = |text: &str| Line::Same(text.into());
        assert_eq!(lines, [same("một"), Line::Removed("hai".into()), Line::Added("hai rưỡi".into()), same("ba"), Line::Added("bốn".into())]);
        assert!(diff_lines("", "").is_empty());
        assert_eq!(diff_lines(&"x\n".repeat(700), "y").len(), 701);
    }
}
