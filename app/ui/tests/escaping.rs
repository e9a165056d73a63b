//! Texts of readers never become markup, also where the framework does not escape.

use leptos::prelude::*;
use ui::{DueBadge, DueKind, Field, Form, FormState, HiddenInput, Icon, ListRow, SafeHtml, SanitisedHtml, SearchBox, StatusTag, Tab, Tabs, TextArea};

/// What the server sends for a view.
fn html(view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| view().to_html())
}

#[test]
fn a_text_area_escapes_its_content() {
    let payload = "</textarea><script>alert(1)</script> & \"";
    let state = FormState::default().with_value("y_kien", payload);
    let out = html(|| view! { <Form action="/gop-y" form_state=state><TextArea name="y_kien" label="Ý kiến"/></Form> }.into_any());
    assert!(!out.contains("<script"), "{out}");
    assert_eq!(out.matches("</textarea>").count(), 1);
    assert!(out.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;</textarea>"), "{out}");
}

#[test]
fn a_text_area_holds_nothing_but_the_value() {
    let out = html(|| view! { <TextArea name="a" label="A" value="một\nhai"/> }.into_any());
    assert!(out.contains(">một\nhai</textarea>"), "{out}");
    let empty = html(|| view! { <TextArea name="a" label="A"/> }.into_any());
    assert!(empty.contains("></textarea>"), "{empty}");
    // The HTML parser drops the first line feed, so a leading one is doubled.
    let leading = html(|| view! { <TextArea name="a" label="A" value="\nhai"/> }.into_any());
    assert!(leading.contains(">\n\nhai</textarea>"), "{leading}");
}

#[test]
fn attribute_values_keep_their_quotes() {
    let payload = "\"><script>alert(1)</script>";
    let out = html(|| {
        let state = FormState::default().with_value("ten", payload).with_value("an", payload);
        view! {
            <Form action="/x" form_state=state>
                <Field name="ten" label="Tên" hint="<b>gợi ý</b>"/>
                <HiddenInput name="an" value=""/>
            </Form>
            <SearchBox id="q" action="/tim-kiem" label="Tìm" value=payload/>
            <ListRow href=payload title="<i>tên</i>"/>
        }
        .into_any()
    });
    assert!(!out.contains("<script"), "{out}");
    assert!(!out.contains("<b>") && !out.contains("<i>"), "{out}");
    assert_eq!(out.matches("&quot;&gt;").count() + out.matches("&quot;>").count(), 4, "{out}");
}

/// What is written as text (`markup.rs`) escapes each text and each attribute by itself.
#[test]
fn parts_that_are_written_as_text_are_escaped() {
    let payload = "\"><script>'&";
    let tab = || Tab { label: payload.to_owned(), href: payload.to_owned(), count: Some(1), current: true };
    let out = html(|| {
        view! {
            <ListRow href=payload above=payload title=payload below=payload time=payload why=payload
                badges=view! { <DueBadge kind=DueKind::Today text=payload/> <StatusTag tone=ui::Tone::default() label=payload icon=Icon::Box/> }.into_any()/>
            <Tabs label="Danh sách" tabs=vec![tab()]/>
        }
        .into_any()
    });
    assert!(!out.contains("<script"), "{out}");
    assert_eq!(out.matches("\"&gt;&lt;script&gt;'&amp;<").count(), 7, "texts keep their quotes: {out}");
    assert_eq!(out.matches("&quot;&gt;&lt;script&gt;'&amp;\"").count(), 4, "addresses and the name of the link do not: {out}");
}

#[test]
fn error_messages_and_field_names_are_escaped() {
    let state = FormState::default().with_error("a\"><script>", "<script>x</script>");
    let out = html(|| view! { <Form action="/x" form_state=state><Field name="a\"><script>" label="A"/></Form> }.into_any());
    assert!(!out.contains("<script"), "{out}");
    assert!(out.contains("href=\"#a---script-\""), "{out}");
}

#[test]
fn the_document_title_is_escaped() {
    let out = ui::document_title("</title><script>alert(1)</script>", true);
    assert_eq!(out, "<title>Lỗi: &lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; – Một Cổng</title>");
}

#[test]
fn sanitised_html_is_shown_as_it_is() {
    let clean = SanitisedHtml::from_sanitiser("<p>Đã <strong>lọc</strong></p>".to_owned());
    let out = html(|| view! { <SafeHtml html=clean/> }.into_any());
    assert!(out.contains("<p>Đã <strong>lọc</strong></p>"), "{out}");
}
