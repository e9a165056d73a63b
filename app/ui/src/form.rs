//! Forms that work without JavaScript: what was typed and what is wrong come back with the page.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::context::Provider;
use leptos::prelude::*;

use crate::error_summary::ErrorSummary;

/// What a failed form carries back to its page: every typed value and every error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormState {
    /// Typed values by field name; a field of several choices has several.
    pub values: BTreeMap<String, Vec<String>>,
    /// Field name and message, in the order of the form. An empty name belongs to the form as a whole.
    pub errors: Vec<(String, String)>,
}

impl FormState {
    /// Whether the form comes back after it was sent.
    pub fn was_sent(&self) -> bool {
        !self.values.is_empty() || !self.errors.is_empty()
    }

    /// Whether something has to be corrected.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The first typed value of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).and_then(|all| all.first()).map(String::as_str)
    }

    /// All messages of a field.
    pub fn errors_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.errors.iter().filter(move |(field, _)| field == name).map(|(_, message)| message.as_str())
    }

    /// The same state with one more value.
    #[must_use]
    pub fn with_value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.entry(name.into()).or_default().push(value.into());
        self
    }

    /// The same state with one more error.
    #[must_use]
    pub fn with_error(mut self, name: impl Into<String>, message: impl Into<String>) -> Self {
        self.errors.push((name.into(), message.into()));
        self
    }
}

/// What the fields of one form find in the context.
#[derive(Clone, Default)]
pub(crate) struct FormScope {
    pub(crate) state: Arc<FormState>,
    pub(crate) prefix: String,
}

/// The HTML id of a field: its name, with `prefix-` when several forms share a page.
pub fn field_id(prefix: &str, name: &str) -> String {
    let clean = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '-' }).collect::<String>();
    if prefix.is_empty() { clean } else { format!("{prefix}-{clean}") }
}

/// The state of one field, looked up by name in the form around it.
pub(crate) struct Binding {
    pub(crate) id: String,
    pub(crate) values: Vec<String>,
    pub(crate) errors: Vec<String>,
    hint: bool,
}

impl Binding {
    /// `initial` counts only until the form was sent once: then the typed values count, also empty ones.
    pub(crate) fn new(name: &str, initial: Vec<String>, hint: &str) -> Self {
        let scope = use_context::<FormScope>().unwrap_or_default();
        let values = if scope.state.values.is_empty() { initial } else { scope.state.values.get(name).cloned().unwrap_or_default() };
        Self { id: field_id(&scope.prefix, name), values, errors: scope.state.errors_of(name).map(str::to_owned).collect(), hint: !hint.is_empty() }
    }

    pub(crate) fn value(&self) -> String {
        self.values.first().cloned().unwrap_or_default()
    }

    pub(crate) fn is_invalid(&self) -> bool {
        !self.errors.is_empty()
    }

    pub(crate) fn aria_invalid(&self) -> Option<&'static str> {
        self.is_invalid().then_some("true")
    }

    pub(crate) fn hint_id(&self) -> String {
        format!("{}-goi-y", self.id)
    }

    pub(crate) fn error_id(&self) -> String {
        format!("{}-loi", self.id)
    }

    /// Ids of hint and error, as far as they exist.
    pub(crate) fn described_by(&self) -> Option<String> {
        match (self.hint, self.is_invalid()) {
            (true, true) => Some(format!("{} {}", self.hint_id(), self.error_id())),
            (true, false) => Some(self.hint_id()),
            (false, true) => Some(self.error_id()),
            (false, false) => None,
        }
    }
}

/// A form with its error summary. Fields inside find their values and errors by name.
///
/// The browser's own checks are off (`novalidate`): the server's sentences say how to correct.
#[component]
pub fn Form(
    /// Address the form is sent to.
    #[prop(into)]
    action: String,
    /// `post` (default) or `get`.
    #[prop(default = "post")]
    method: &'static str,
    /// What came back from the last try.
    #[prop(optional)]
    form_state: FormState,
    /// The form carries files.
    #[prop(optional)]
    multipart: bool,
    /// Put before every id when a page holds several forms with equal names.
    #[prop(optional, into)]
    id_prefix: String,
    /// Show the error summary here; `false` when the page places an [`ErrorSummary`] itself.
    #[prop(default = true)]
    summary: bool,
    /// Id of the form element, for buttons outside of it.
    #[prop(optional, into)]
    id: Option<String>,
    /// The fields and buttons.
    children: Children,
) -> impl IntoView {
    let errors = form_state.errors.clone();
    let summary = (summary && form_state.has_errors()).then(|| view! { <ErrorSummary errors=errors id_prefix=id_prefix.clone()/> });
    let scope = FormScope { state: Arc::new(form_state), prefix: id_prefix };
    view! {
        <form
            class="p-form"
            id=id
            method=method
            action=action
            enctype=multipart.then_some("multipart/form-data")
            novalidate
        >
            {summary}
            <Provider value=scope>{children()}</Provider>
        </form>
    }
}

/// Several fields beside each other; one below the other on phones.
#[component]
pub fn FieldRow(
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! { <div class="p-field-row">{children()}</div> }
}

/// Fields that belong together under one title (`fieldset`).
#[component]
pub fn FieldGroup(
    /// The title (`legend`).
    #[prop(into)]
    legend: String,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="p-field-group">
            <legend class="p-field-group__legend">{legend}</legend>
            {children()}
        </fieldset>
    }
}
