//! Checks the colours of `style/settings/_tokens.scss` against the contrast the portal promises:
//! text at least 7:1 on every surface it may stand on, marks and borders that carry meaning at least 3:1,
//! in the light, the dark and the high-contrast theme (WCAG 2.2, criteria 1.4.6 and 1.4.11).

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../../style/settings/_tokens.scss");
const THEMES: [&str; 3] = ["light", "dark", "contrast"];

const SURFACES: [&str; 8] = ["bg", "bg-2", "bg-3", "brand-1", "brand-2", "gold-1", "red-1", "green-1"];
const INKS: [&str; 8] = ["ink", "ink-2", "brand", "link-hover", "link-visited", "red", "green", "gold-ink"];

/// Text on a filled surface and on the buckets of a chart.
const FILLS: [(&str, &str); 11] = [
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("on-red", "red"),
    ("on-green", "green"),
    ("on-gold", "gold"),
    ("on-deep", "deep"),
    ("on-deep-2", "deep"),
    ("ink", "late"),
    ("ink", "late-hatch"),
    ("ink", "open"),
    ("ink", "none"),
];

/// Borders and marks that carry meaning. `--line` only separates and is left out.
const MARKS: [(&str, &[&str]); 6] = [
    ("control", &SURFACES),
    ("gold-line", &["bg", "gold-1"]),
    ("red-line", &["bg", "red-1"]),
    ("focus", &SURFACES),
    ("open-frame", &["bg", "bg-2", "open"]),
    ("none-frame", &["bg", "bg-2", "none"]),
];

/// Values printed in the design's tables: theme, ink, surface, ratio. They guard the calculation itself.
const PRINTED: [(&str, &str, &str, f64); 10] = [
    ("light", "ink", "bg", 16.37),
    ("light", "ink-2", "brand-2", 7.43),
    ("light", "red", "red-1", 7.80),
    ("light", "control", "bg-3", 4.44),
    ("light", "gold-line", "gold-1", 3.25),
    ("light", "on-deep-2", "deep", 10.38),
    ("dark", "ink", "bg-3", 11.67),
    ("dark", "green", "green-1", 8.79),
    ("dark", "on-red", "red", 10.79),
    ("contrast", "on-brand", "brand", 15.17),
];

type Theme = BTreeMap<String, [f64; 3]>;

/// The colours of one `@mixin` block; lines that are not `--name: #rrggbb;` are skipped.
fn theme(name: &str) -> Theme {
    let head = format!("@mixin {name} {{");
    let start = TOKENS.find(&head).unwrap_or_else(|| panic!("no theme {name}"));
    TOKENS[start..].lines().skip(1).take_while(|line| !line.starts_with('}')).filter_map(colour).collect()
}

fn colour(line: &str) -> Option<(String, [f64; 3])> {
    let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
    let value = u32::from_str_radix(value.strip_suffix(';')?, 16).ok()?;
    let channel = |shift: u32| f64::from((value >> shift) & 0xff) / 255.0;
    Some((name.to_owned(), [channel(16), channel(8), channel(0)]))
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(rgb: [f64; 3]) -> f64 {
    let linear = |c: f64| {
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2])
}

fn ratio(theme: &Theme, ink: &str, surface: &str) -> f64 {
    let of = |name: &str| luminance(*theme.get(name).unwrap_or_else(|| panic!("no token --{name}")));
    let (a, b) = (of(ink), of(surface));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Every pair below the limit, as one readable line each.
fn failures<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)> + Clone, limit: f64) -> Vec<String> {
    THEMES
        .iter()
        .flat_map(|name| {
            let colours = theme(name);
            pairs.clone().filter_map(move |(ink, surface)| {
                let found = ratio(&colours, ink, surface);
                (found < limit).then(|| format!("{name}: --{ink} on --{surface} is {found:.2}, needs {limit}"))
            })
        })
        .collect()
}

#[test]
fn text_is_at_least_7_to_1_on_every_surface() {
    let pairs = INKS.iter().flat_map(|ink| SURFACES.iter().map(move |surface| (*ink, *surface)));
    assert_eq!(failures(pairs, 7.0), Vec::<String>::new());
}

#[test]
fn text_on_filled_surfaces_is_at_least_7_to_1() {
    assert_eq!(failures(FILLS.iter().copied(), 7.0), Vec::<String>::new());
}

#[test]
fn controls_and_marks_are_at_least_3_to_1() {
    let pairs = MARKS.iter().flat_map(|(mark, surfaces)| surfaces.iter().map(move |surface| (*mark, *surface)));
    assert_eq!(failures(pairs, 3.0), Vec::<String>::new());
}

#[test]
fn every_theme_names_the_same_colours() {
    let names = |name: &str| theme(name).into_keys().collect::<Vec<_>>();
    let solid = |name: &str| {
        let mut all = names(name);
        all.retain(|token| token != "edge" && token != "focus-halo");
        all
    };
    assert_eq!(solid("dark"), solid("light"));
    assert_eq!(solid("contrast"), solid("light"));
    assert!(solid("light").len() >= 35, "the token file was not read");
}

#[test]
fn ratios_are_those_of_the_design() {
    for (name, ink, surface, printed) in PRINTED {
        let found = ratio(&theme(name), ink, surface);
        assert!((found - printed).abs() < 0.011, "{name}: --{ink} on --{surface} is {found:.2}, printed {printed}");
    }
}
