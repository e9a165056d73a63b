//! Builds BEM class attributes.

/// `block`, followed by `block--modifier` for every modifier that is not empty.
pub(crate) fn bem(block: &str, modifiers: &[&str]) -> String {
    let mut out = String::from(block);
    for modifier in modifiers.iter().filter(|m| !m.is_empty()) {
        out.push(' ');
        out.push_str(block);
        out.push_str("--");
        out.push_str(modifier);
    }
    out
}

/// `name` when `on`, else nothing: for optional modifiers.
pub(crate) const fn when(on: bool, name: &'static str) -> &'static str {
    if on { name } else { "" }
}
