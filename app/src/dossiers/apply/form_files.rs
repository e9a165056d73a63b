//! The place for files on a page of the journey: of a paper, and of a question of the e-form.

use leptos::prelude::*;
use model::dossiers::apply::DraftFile;
use model::files::FileRules;

/// A field for files with what arrived so far: name, size, digest, and a button to take each out.
/// `rules` say what is taken, `name_of` how a file is called on the page.
pub(super) fn upload(
    name: &str,
    label: &str,
    hint: &str,
    rules: FileRules,
    files: &[&DraftFile],
    name_of: &dyn Fn(&DraftFile) -> String,
) -> impl IntoView + use<> {
    let files: Vec<ui::UploadedFile> = files
        .iter()
        .map(|file| ui::UploadedFile {
            id: file.file_id.to_string(),
            name: name_of(file),
            state: ui::FileState::Received { bytes: u64::try_from(file.size).unwrap_or_default(), sha256: file.sha256.clone() },
        })
        .collect();
    let taken = rules.for_citizens();
    let hint = if hint.is_empty() { taken } else { format!("{hint} {taken}") };
    view! { <ui::FileUpload name=name.to_owned() label=label.to_owned() hint=hint files=files rules=rules multiple=true/> }
}
