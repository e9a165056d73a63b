//! Use cases of the catalogue of procedures: publish a version, find a procedure, show its page.

mod find;
mod new_version;
mod page;
mod publish;
mod store;

pub use find::search;
pub use new_version::{NewCase, NewFee, NewOffer, NewPart, NewVersion};
pub use page::{OWN_SYSTEM, by_code, page, version_on};
pub use publish::{publish, sector};
pub(crate) use store::{cases, fees, form, input_parts, offer, offers_online, version};

/// Words of a text for the stored search columns: folded, one space before each word and one after the last, so that
/// `LIKE '% word%'` finds beginnings of words only.
pub(crate) fn search_words(text: &str) -> String {
    let words = model::text::fold_tokens(text);
    if words.is_empty() { String::new() } else { format!(" {} ", words.join(" ")) }
}
