//! The body of an article: Markdown in, a fixed list of elements out (07 §4, 10 §7).
//!
//! Raw HTML is taken out of the source before it is stored, and the rendered page is sanitised when it is stored and again
//! when it is shown, so that a hole in one of them hurts nobody.

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A rendered body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Sanitised HTML.
    pub html: String,
    /// Words only, for the index and for feeds.
    pub text: String,
    /// Alternative texts of the pictures, in order.
    pub pictures: Vec<String>,
    /// Addresses of the links, in order.
    pub links: Vec<String>,
    /// Addresses of pictures that are not in the store: left out of the page.
    pub foreign_pictures: Vec<String>,
}

/// Times that raw HTML is taken out: what is left may form a tag again.
const MAX_ROUNDS: usize = 10;

/// Beginning of the addresses of stored pictures.
pub const PICTURES: &str = "/tep/";

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from([
            "h2",
            "h3",
            "h4",
            "p",
            "ul",
            "ol",
            "li",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "blockquote",
            "a",
            "img",
            "strong",
            "em",
            "br",
            "hr",
            "del",
        ]))
        .clean_content_tags(HashSet::from(["script", "style", "iframe", "object", "noscript", "template", "svg", "math"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("img", HashSet::from(["src", "alt"])), ("ol", HashSet::from(["start"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener"))
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            // Pictures only from our own store: no request to another host (A07-07).
            ("img", "src") if !is_stored_picture(value) => None,
            ("a", "href") if value.starts_with("//") => None,
            _ => Some(Cow::Borrowed(value)),
        });
    builder
});

/// The body without raw HTML and without links that run something, ready to be stored.
#[must_use]
pub fn without_html(markdown: &str) -> String {
    let mut source = markdown.to_owned();
    for _ in 0..MAX_ROUNDS {
        let changes: Vec<_> = Parser::new_ext(&source, options())
            .into_offset_iter()
            .filter_map(|(event, range)| match event {
                Event::Html(_) | Event::InlineHtml(_) => Some((range, String::new())),
                Event::Start(Tag::Link { dest_url, .. }) if is_active(&dest_url) => Some((range.clone(), label_of(&source[range]))),
                _ => None,
            })
            .collect();
        if changes.is_empty() {
            return source.trim().to_owned();
        }
        let mut end = source.len();
        for (range, text) in changes.into_iter().rev() {
            // What lies inside a part that was changed already is gone with it.
            if range.end <= end {
                end = range.start;
                source.replace_range(range, &text);
            }
        }
    }
    // Somebody plays games: no angle bracket survives.
    source.replace(['<', '>'], "").trim().to_owned()
}

/// True for addresses that run something instead of leading somewhere.
fn is_active(address: &str) -> bool {
    let plain: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>().to_ascii_lowercase();
    ["javascript:", "vbscript:", "data:"].iter().any(|scheme| plain.starts_with(scheme))
}

/// The words of a link in Markdown: `[words](address)` gives `words`, `<address>` nothing.
fn label_of(link: &str) -> String {
    link.strip_prefix('[').and_then(|rest| rest.split(']').next()).unwrap_or_default().to_owned()
}

/// Renders a body. Headings begin at the second level, because the title is the first.
#[must_use]
pub fn render(markdown: &str) -> Rendered {
    let mut rendered = Rendered::default();
    let mut alt: Option<String> = None;
    let (events, foreign) = own_pictures(Parser::new_ext(markdown, options()).filter_map(lower_headings));
    rendered.foreign_pictures = foreign;
    for event in &events {
        match event {
            Event::Start(Tag::Image { .. }) => alt = Some(String::new()),
            Event::End(TagEnd::Image) => rendered.pictures.extend(alt.take()),
            Event::Start(Tag::Link { dest_url, .. }) => rendered.links.push(dest_url.to_string()),
            Event::Text(text) | Event::Code(text) => match &mut alt {
                Some(alt) => alt.push_str(text),
                None => rendered.text.push_str(text),
            },
            Event::SoftBreak | Event::HardBreak => rendered.text.push(' '),
            Event::End(_) if !rendered.text.ends_with(char::is_whitespace) => rendered.text.push_str(if is_inline(event) { "" } else { "\n" }),
            _ => {}
        }
    }
    let mut page = String::new();
    html::push_html(&mut page, events.into_iter());
    rendered.html = clean(&page);
    rendered.text = rendered.text.trim().to_owned();
    rendered
}

/// Takes pictures of other hosts out and leaves their words; an `img` without address would not be valid.
fn own_pictures<'a>(events: impl Iterator<Item = Event<'a>>) -> (Vec<Event<'a>>, Vec<String>) {
    let (mut kept, mut foreign, mut open) = (Vec::new(), Vec::new(), Vec::new());
    for event in events {
        match &event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                let own = is_stored_picture(dest_url);
                open.push(own);
                if !own {
                    foreign.push(dest_url.to_string());
                    continue;
                }
            }
            Event::End(TagEnd::Image) if open.pop() == Some(false) => continue,
            _ => {}
        }
        kept.push(event);
    }
    (kept, foreign)
}

/// Sanitises HTML: only the fixed list of elements and attributes is left.
#[must_use]
pub fn clean(page: &str) -> String {
    CLEANER.clean(page).to_string()
}

/// Links that may not stand in an article: everything but `https:`, `http:`, `mailto:`, `tel:` and addresses of the portal.
#[must_use]
pub fn forbidden_links(links: &[String]) -> Vec<&str> {
    let allowed = |link: &str| {
        let lower = link.trim().to_ascii_lowercase();
        ["https://", "http://", "mailto:", "tel:", "#"].iter().any(|start| lower.starts_with(start)) || (lower.starts_with('/') && !lower.starts_with("//"))
    };
    links.iter().map(String::as_str).filter(|link| !allowed(link)).collect()
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

fn is_stored_picture(address: &str) -> bool {
    address.strip_prefix(PICTURES).is_some_and(|token| !token.is_empty() && token.chars().all(|c| c.is_ascii_hexdigit()))
}

const fn is_inline(event: &Event<'_>) -> bool {
    matches!(event, Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image))
}

/// Raw HTML goes, first-level headings become second-level ones, the deepest become fourth-level ones.
fn lower_headings(event: Event<'_>) -> Option<Event<'_>> {
    use pulldown_cmark::HeadingLevel::{H1, H2, H3, H4};
    let lower = |level| match level {
        H1 | H2 => H2,
        H3 => H3,
        _ => H4,
    };
    Some(match event {
        Event::Html(_) | Event::InlineHtml(_) => return None,
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading { level: lower(level), id: None, classes: Vec::new(), attrs: Vec::new() }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        // No <pre>: program text has no place in an article; its words stay.
        Event::Start(Tag::CodeBlock(_)) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::CodeBlock) => Event::End(TagEnd::Paragraph),
        Event::Code(text) => Event::Text(text),
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATTACKS: &[&str] = &[
        "<script>alert(1)</script>",
        "chữ <script>alert(1)</script> chữ",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<iframe src=\"https://example.org\"></iframe>",
        "<svg onload=alert(1)>",
        "<a href=\"javascript:alert(1)\" onclick=\"x()\">a</a>",
        "<p style=\"position:fixed\">x</p>",
        "<!-- <script> --><object data=x></object>",
        "![x](https://example.org/a.png)",
        "![x](//example.org/a.png)",
        "![x](\"onerror=\"alert(1))",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](//example.org)",
        "- <div onmouseover=x>\n\n| a | b |\n|---|---|\n| <b onclick=x> | <form action=/x> |",
    ];

    #[test]
    fn a07_11_no_script_no_handler_no_foreign_frame() {
        for attack in ATTACKS {
            let stored = without_html(attack);
            let html = render(&stored).html;
            for page in [&html, &render(attack).html] {
                let lower = page.to_lowercase();
                for bad in [
                    "<script",
                    "onerror=",
                    "onclick=",
                    "onload=",
                    "onmouse",
                    "<iframe",
                    "<svg",
                    "<object",
                    "javascript:",
                    "data:",
                    "style=",
                    "example.org",
                    "<form",
                ] {
                    assert!(!lower.contains(bad), "{attack} → {page}");
                }
            }
            for bad in ["<script", "onerror", "onclick", "<iframe", "<svg", "<object", "<form", " style="] {
                assert!(!clean(attack).contains(&format!("{bad}=")) && !clean(attack).contains(bad) || !attack.contains('<'), "{attack}");
            }
            for bad in ["<script", "onerror=alert(1)>", "<iframe", "<svg", "<object"] {
                assert!(!stored.to_lowercase().contains(bad), "{attack} → {stored}");
            }
        }
    }

    #[test]
    fn the_allowed_elements() {
        let rendered = render(
            "# Đầu\n\nĐoạn **đậm** và *nhấn*, [liên kết](/thu-tuc).\nDòng.\n\n- a\n- b\n\n| Cột | Số |\n|---|---|\n| x | 1 |\n\n> Trích\n\n![Cầu Lam](/tep/0a1b)",
        );
        for part in [
            "<h2>Đầu</h2>",
            "<strong>đậm</strong>",
            "<a href=\"/thu-tuc\" rel=\"noopener\">",
            "<li>a</li>",
            "<th>Cột</th>",
            "<blockquote>",
            "<img src=\"/tep/0a1b\" alt=\"Cầu Lam\">",
        ] {
            assert!(rendered.html.contains(part), "{part} in {}", rendered.html);
        }
        assert_eq!(rendered.pictures, ["Cầu Lam"]);
        assert_eq!(rendered.links, ["/thu-tuc"]);
        let foreign = render("![Cầu](https://example.org/a.png)");
        assert_eq!((foreign.html.trim(), foreign.foreign_pictures.len(), foreign.pictures.len()), ("<p>Cầu</p>", 1, 0));
        assert!(rendered.text.starts_with("Đầu\nĐoạn đậm và nhấn, liên kết. Dòng.\na\nb"), "{}", rendered.text);
        assert!(!rendered.text.contains("Cầu Lam"));
    }

    #[test]
    fn links_that_run_something_become_words() {
        assert_eq!(without_html("a [nhấn vào đây](JavaScript:alert(1)) b <data:text/html,x> [c](/thu-tuc)"), "a nhấn vào đây b  [c](/thu-tuc)");
        assert_eq!(without_html("- [x](javascript:1) <b>y</b> [z](vbscript:2)"), "- x y z");
    }

    #[test]
    fn comparison_signs_stay() {
        assert_eq!(without_html("5 < 6 và 7 > 6"), "5 < 6 và 7 > 6");
        assert!(render("5 < 6").html.contains("5 &lt; 6"));
    }

    #[test]
    fn only_plain_links() {
        let links = ["https://a.vn".to_owned(), "/thu-tuc".into(), "tel:0298".into(), "javascript:x".into(), "//x".into(), "ftp://x".into()];
        assert_eq!(forbidden_links(&links), ["javascript:x", "//x", "ftp://x"]);
    }
}
