//! A file of an electronic receipt with its size and its SHA-256.

use leptos::prelude::*;

use crate::text::grouped;

/// Eight groups of eight digits: two lines of 32, four lines of 16 on phones.
pub(crate) fn hash_lines(sha256: &str) -> impl IntoView + use<> {
    let digits = sha256.chars().collect::<Vec<_>>();
    let halves = digits
        .chunks(32)
        .map(|half| {
            let quarters = half
                .chunks(16)
                .map(|quarter| {
                    let groups = quarter.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>();
                    view! { <span class="p-hash__quarter">{format!("{} ", groups.join(" "))}</span> }
                })
                .collect_view();
            view! { <span class="p-hash__half">{quarters}</span> }
        })
        .collect_view();
    view! { <code class="p-hash">{halves}</code> }
}

/// The rows of a receipt.
#[component]
pub fn Receipt(
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! { <ol class="p-receipt">{children()}</ol> }
}

/// Title, file name and bytes at the left; SHA-256 at the right.
#[component]
pub fn ReceiptRow(
    /// Number of the paper in the dossier.
    number: u32,
    /// Title of the paper.
    #[prop(into)]
    title: String,
    /// File name.
    #[prop(into)]
    file: String,
    /// Address of the file; empty where only its name is shown.
    #[prop(optional, into)]
    href: String,
    /// Size in bytes.
    bytes: u64,
    /// Digest in lower-case hexadecimal.
    #[prop(into)]
    sha256: String,
) -> impl IntoView {
    let name = if href.is_empty() { view! { <span>{file}</span> }.into_any() } else { view! { <a href=href>{file}</a> }.into_any() };
    view! {
        <li class="p-receipt-row">
            <div class="p-receipt-row__file">
                <h3 class="p-receipt-row__title">{format!("{number}. {title}")}</h3>
                <p class="p-receipt-row__name">
                    {name}
                    <span class="n">{format!(" · {}\u{a0}byte", grouped(bytes))}</span>
                </p>
            </div>
            <div class="p-receipt-row__digest">
                <p class="p-receipt-row__kind">"SHA-256"</p>
                {hash_lines(&sha256)}
            </div>
        </li>
    }
}
