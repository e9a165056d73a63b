//! Elements and texts of an XML part, in their order, by local names.

use super::Refusal;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use std::io::BufRead;

/// What comes next.
pub(super) enum Node<'a> {
    /// An element begins; an empty one ends at once.
    Open(&'a BytesStart<'a>),
    /// An element of this name ends.
    Close(&'a str),
    /// A piece of text.
    Text(&'a str),
}

/// Goes through a part until `visit` says false.
pub(super) fn walk(part: impl BufRead, visit: &mut dyn FnMut(Node<'_>) -> bool) -> Result<(), Refusal> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let goes_on = match reader.read_event_into(&mut buffer).map_err(|_| Refusal::Broken)? {
            Event::Start(start) => visit(Node::Open(&start)),
            Event::End(end) => visit(Node::Close(end.local_name().as_ref())),
            Event::Text(text) => visit(Node::Text(&text)),
            Event::CData(text) => visit(Node::Text(&text)),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(letter)) => visit(Node::Text(letter.encode_utf8(&mut [0; 4]))),
                // An entity of the file's own is left out: it could stand for a text without end.
                Ok(None) => visit(Node::Text(resolve_predefined_entity(&name).unwrap_or_default())),
                Err(_) => return Err(Refusal::Broken),
            },
            Event::Eof => return Ok(()),
            _ => true,
        };
        if !goes_on {
            return Ok(());
        }
    }
}

/// An attribute by its local name; empty if there is none.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> String {
    let mut attributes = start.attributes();
    let mut known = attributes.with_checks(false).flatten();
    known.find(|attribute| attribute.key.local_name().as_ref() == name).map_or_else(String::new, |found| found.value.into_owned())
}

/// How often something is repeated, or how many columns it spans: 1 if nothing is said.
pub(super) fn times(start: &BytesStart<'_>, name: &str) -> usize {
    attribute(start, name).parse().ok().filter(|times| *times > 0).unwrap_or(1)
}
