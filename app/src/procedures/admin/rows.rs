//! Lists that are edited as rows: every row a group of fields, with buttons that add, remove and move rows without JavaScript.

use leptos::prelude::*;
use model::files::{Kinds, Purpose, allowed};
use model::procedures::{DocField, DocRow, MOST_ROWS};
use ui::{ButtonKind, FieldWidth, SelectOption};

/// How a field is typed.
pub(super) enum Input {
    /// One line.
    Line,
    /// A short line: numbers, dates, codes.
    Short,
    /// Several lines.
    Lines,
    /// One of a list; the words of the entry without value, empty for none.
    Choice(Vec<SelectOption>, &'static str),
    /// Any number of these kinds of files; stored joined by commas.
    Kinds(Purpose),
    /// A file that another page adds and takes out: its name, and a button to save and go there.
    File,
    /// Not shown, goes with the row.
    Hidden,
}

/// A field of a row: how it is typed, its hint, whether it may stay empty.
pub(super) struct Spec(pub Input, pub &'static str, pub bool);

/// Yes and no.
pub(super) fn yes_no() -> Input {
    Input::Choice(vec![SelectOption::new("co", "Có"), SelectOption::new("khong", "Không")], "")
}

/// The entries of a stored enum.
macro_rules! options {
    ($kind:ty) => {
        <$kind>::ALL.iter().map(|item| ui::SelectOption::new(item.as_str(), item.label())).collect::<Vec<_>>()
    };
}
pub(super) use options;

/// One field with this name.
pub(super) fn field(name: String, field: DocField<'_>, Spec(input, hint, optional): Spec) -> AnyView {
    let (label, value) = (field.label, field.value.to_owned());
    match input {
        Input::Line => view! { <ui::Field name=name label=label hint=hint value=value optional=optional/> }.into_any(),
        Input::Short => view! { <ui::Field name=name label=label hint=hint value=value optional=optional width=FieldWidth::Code/> }.into_any(),
        Input::Lines => view! { <ui::TextArea name=name label=label hint=hint value=value optional=optional rows=4/> }.into_any(),
        Input::Choice(options, blank) => {
            view! { <ui::Select name=name label=label hint=hint options=options value=value optional=optional blank=blank/> }.into_any()
        }
        Input::Kinds(purpose) => {
            let values = Kinds::read(&value).map_or_else(|| vec![value], |kinds| kinds.list().map(|kind| kind.as_str().to_owned()).collect());
            let choices = allowed(purpose).iter().map(|kind| ui::Choice::new(kind.as_str(), kind.label())).collect();
            view! { <ui::Checkboxes name=name legend=label hint=hint choices=choices values=values optional=optional inline=true/> }.into_any()
        }
        Input::File => {
            let (words, button) = if value.is_empty() { ("Chưa có", "Lưu và thêm tệp mẫu") } else { (value.as_str(), "Lưu và đổi tệp mẫu") };
            let (words, press) = (format!("{label}: {words}"), format!("tep-{name}"));
            view! {
                <input type="hidden" name=name value=value/>
                <p class="p-break">{words}</p>
                <ui::ButtonGroup><ui::Button name="buoc" value=press label=button kind=ButtonKind::Line/></ui::ButtonGroup>
            }
            .into_any()
        }
        Input::Hidden => view! { <input type="hidden" name=name value=value/> }.into_any(),
    }
}

/// The rows of a list. `prefix` tells several lists of a page apart, `first` is the number of the first row shown.
pub(super) fn list<T: DocRow>(prefix: &'static str, what: &'static str, rows: &[T], first: usize, spec: &dyn Fn(&str) -> Spec) -> AnyView {
    let shown = rows
        .iter()
        .enumerate()
        .map(|(n, row)| {
            let title = format!("{what} {}", first + n + 1);
            let fields = row.fields().into_iter().map(|doc| field(format!("{prefix}{}_{n}", doc.name), doc, spec(doc.name))).collect_view();
            let of = title.to_lowercase();
            let up =
                (n > 0).then(|| view! { <ui::Button name="buoc" value=format!("len-{prefix}{n}") label="Chuyển lên" of=of.clone() kind=ButtonKind::Line/> });
            view! {
                <ui::FieldGroup legend=title>
                    {fields}
                    <ui::ButtonGroup>
                        {up}
                        <ui::Button name="buoc" value=format!("bo-{prefix}{n}") label="Bỏ" of=of.clone() kind=ButtonKind::Line/>
                    </ui::ButtonGroup>
                </ui::FieldGroup>
            }
        })
        .collect_view();
    let add = format!("Thêm {}", what.to_lowercase());
    view! {
        {shown}
        <ui::ButtonGroup><ui::Button name="buoc" value=format!("them-{prefix}") label=add kind=ButtonKind::Secondary/></ui::ButtonGroup>
    }
    .into_any()
}

/// Does what the pressed button says with the rows of its list. `first` is the number of the first row that was shown.
pub(super) fn press<T: DocRow>(rows: &mut Vec<T>, prefix: &str, first: usize, button: &str) {
    let number = |verb: &str| button.strip_prefix(verb)?.strip_prefix(prefix)?.parse::<usize>().ok().map(|n| first + n);
    if button.strip_prefix("them-") == Some(prefix) && rows.len() < MOST_ROWS {
        rows.push(T::default());
    } else if let Some(n) = number("bo-").filter(|n| *n < rows.len()) {
        rows.remove(n);
    } else if let Some(n) = number("len-").filter(|n| *n > 0 && *n < rows.len()) {
        rows.swap(n - 1, n);
    }
}

#[cfg(test)]
mod tests {
    use super::press;
    use model::procedures::CaseDoc;

    #[test]
    fn buttons_add_remove_and_move() {
        let case = |name: &str| CaseDoc { name: name.into(), ..CaseDoc::default() };
        let mut rows = vec![case("a"), case("b"), case("c")];
        let mut after = |button: &str| {
            press(&mut rows, "th_", 0, button);
            rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>().join("")
        };
        assert_eq!(after("len-th_1"), "bac");
        assert_eq!(after("bo-th_0"), "ac");
        for nothing in ["bo-th_9", "len-th_0", "bo-mt_0", "luu", "", "bo-th_x"] {
            assert_eq!(after(nothing), "ac");
        }
        assert_eq!(after("them-th_"), "ac");
        assert_eq!(rows.len(), 3);
    }
}
