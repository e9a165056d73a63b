//! Files of a form: what arrived, what failed, and the place to add more.

use leptos::prelude::*;
use model::files::{self as rules_of, FileRules};

use crate::class::{bem, when};
use crate::field::{errors_view, hint_view};
use crate::form::Binding;
use crate::icon::{Ico, Icon, IconSize};
use crate::receipt_row::hash_lines;
use crate::text::grouped;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileState {
    /// On its way.
    Uploading {
        /// 0 to 100.
        percent: u8,
        /// "1,9 trên 3,1 MB".
        received: String,
    },
    /// Complete and verified.
    Received {
        /// Size in bytes.
        bytes: u64,
        /// SHA-256 in lower-case hexadecimal.
        sha256: String,
    },
    /// Not usable; the sentence says why and what to do.
    Failed(String),
}

/// One file of a [`FileUpload`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedFile {
    /// Key sent by the button beside the file.
    pub id: String,
    /// Name as the person knows it.
    pub name: String,
    /// What became of it.
    pub state: FileState,
}

fn file_row(file: UploadedFile) -> impl IntoView {
    let (modifier, icon, act, act_icon) = match &file.state {
        FileState::Uploading { .. } => ("uploading", Icon::Up, "Dừng", Icon::Close),
        FileState::Received { .. } => ("received", Icon::Okc, "Xóa", Icon::Trash),
        FileState::Failed(_) => ("failed", Icon::Err, "Bỏ tệp", Icon::Close),
    };
    let state = match file.state {
        FileState::Uploading { percent, received } => view! {
            <p class="p-file-upload__state">{format!("Đang tải: {percent}\u{a0}% ({received})")}</p>
            <progress class="p-file-upload__bar" max="100" value=percent.to_string() aria-label="Đã tải lên">
                {format!("{percent}\u{a0}%")}
            </progress>
        }
        .into_any(),
        FileState::Received { bytes, sha256 } => view! {
            <p class="p-file-upload__state">{format!("Đã nhận đủ {}\u{a0}byte", grouped(bytes))}</p>
            <details class="p-file-upload__hash">
                <summary><Ico icon=Icon::Cd/><span>"Mã kiểm tra SHA-256 của tệp"</span></summary>
                {hash_lines(&sha256)}
            </details>
        }
        .into_any(),
        FileState::Failed(message) => view! { <p class="p-file-upload__state">{message}</p> }.into_any(),
    };
    view! {
        <li class=bem("p-file-upload__file", &[modifier])>
            <Ico icon=icon size=IconSize::S24/>
            <div class="p-file-upload__what">
                <p class="p-file-upload__name">{file.name.clone()}</p>
                {state}
            </div>
            <button class="p-button p-button--line" type="submit" name="bo_tep" value=file.id formnovalidate>
                <Ico icon=act_icon/>
                <span class="p-button__label">{act}</span>
                <span class="p-visually-hidden">{format!(" {}", file.name)}</span>
            </button>
        </li>
    }
}

/// List of files and a plain file input with "Tải lên"; the form must be `multipart`.
///
/// `data-upload` marks the element for the browser part (`frontend/upload.js`), which adds dropping files and live progress; with
/// `rules` it also says before sending what the server would refuse.
#[component]
pub fn FileUpload(
    /// Name of the file input.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// Kinds and sizes ("PDF, JPG hoặc PNG. Mỗi tệp tối đa 25 MB.").
    #[prop(optional, into)]
    hint: String,
    /// Files so far.
    #[prop(optional)]
    files: Vec<UploadedFile>,
    /// Kinds the file chooser offers (".pdf,.jpg,.jpeg,.png").
    #[prop(optional, into)]
    accept: Option<String>,
    /// Kinds and size that the server takes; says what the file chooser offers, too.
    #[prop(optional)]
    rules: Option<FileRules>,
    /// Several files at once.
    #[prop(optional)]
    multiple: bool,
    /// Without a button of its own: the form sends the file with its button.
    #[prop(optional)]
    with_form: bool,
) -> impl IntoView {
    let binding = Binding::new(&name, Vec::new(), &hint);
    let send = (!with_form).then(|| {
        view! {
            <button class="p-button p-button--line p-file-upload__send" type="submit" name="tai_len" value="1" formnovalidate>
                <Ico icon=Icon::Up/>
                <span class="p-button__label">"Tải lên"</span>
            </button>
        }
    });
    let accept = rules.map(FileRules::accept).or(accept);
    let word = if files.is_empty() { "Chọn tệp" } else { "Chọn thêm tệp" };
    let list = (!files.is_empty()).then(|| view! { <ul class="p-file-upload__files">{files.into_iter().map(file_row).collect_view()}</ul> });
    view! {
        <fieldset
            class=bem("p-file-upload", &[when(binding.is_invalid(), "error")])
            data-upload=""
            data-most=rules.map(|rules| rules.most_bytes.to_string())
            data-too-large=rules.map(FileRules::too_large)
            data-wrong-kind=rules.map(FileRules::wrong_kind_pattern)
            data-empty=rules.map(|_| rules_of::empty(rules_of::NAME))
            data-most-files=rules.map(|_| rules_of::MOST_FILES.to_string())
            data-too-many=rules.map(|_| rules_of::too_many(rules_of::MOST_FILES))
        >
            <legend class="p-field__label">{label}</legend>
            {hint_view(&binding, hint)}
            {errors_view(&binding)}
            {list}
            <div class="p-file-upload__area">
                <label class="p-file-upload__choose" for=binding.id.clone()>
                    <Ico icon=Icon::Plus/>
                    <span>{word}</span>
                </label>
                <input
                    class="p-file-upload__input"
                    type="file"
                    id=binding.id.clone()
                    name=name
                    accept=accept
                    multiple=multiple
                    aria-invalid=binding.aria_invalid()
                    aria-describedby=binding.described_by()
                />
                {send}
                <p class="p-file-upload__drop" hidden>"hoặc kéo tệp thả vào đây"</p>
            </div>
        </fieldset>
    }
}
