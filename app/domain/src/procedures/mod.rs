//! Use cases of the catalogue of procedures: prepare and publish a version, find a procedure, show its page.

mod catalogue;
pub mod channel;
mod contents;
mod document;
mod draft;
mod draft_store;
mod file;
mod find;
mod flow;
mod new_version;
mod page;
mod publish;
mod reader;
mod resolve;
mod resolve_form;
mod resolve_parts;
mod review;
pub mod rules;
mod store;
mod template;
mod units;

pub use catalogue::{Comparison, Which, compare, content, desk_page, export, export_present, list, open_draft, sectors};
pub use draft::{Imported, create_new, edit, import, renew};
pub use find::search;
pub(crate) use flow::flow;
pub use new_version::{NewCase, NewFee, NewOffer, NewPart, NewVersion};
pub use page::{OWN_SYSTEM, by_code, page, version_on};
pub(crate) use publish::nightly;
pub use publish::{publish, sector};
pub use review::take;
pub(crate) use store::{cases, fees, form, input_parts, offer, offers_direct, offers_online, version};
pub use template::{find as template, put as put_template, remove as remove_template};
pub use units::{communes, names_of};

/// Words of a text for the stored search columns: folded, one space before each word and one after the last, so that
/// `LIKE '% word%'` finds beginnings of words only.
pub(crate) fn search_words(text: &str) -> String {
    let words = model::text::fold_tokens(text);
    if words.is_empty() { String::new() } else { format!(" {} ", words.join(" ")) }
}
