//! What components promise: ids that match, states with words, links behind numbers.

use std::collections::BTreeSet;

use leptos::prelude::*;
use ui::*;

/// What the server sends for a view.
fn html(view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| view().to_html())
}

/// All values of one attribute.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.match_indices(&start).filter_map(|(at, _)| html.get(at + start.len()..)?.split('"').next()).collect()
}

fn sheet() -> String {
    html(|| {
        view! {
            <PublicShell path="/kieu-dang" hotline="0298 380 080" user=None demo=true><StyleSheet/></PublicShell>
        }
        .into_any()
    })
}

/// Ids are unique and everything that points to an id finds it.
fn assert_ids(out: &str) {
    let ids = attributes(out, "id");
    let known = ids.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(known.len(), ids.len(), "ids repeat: {ids:?}");
    for name in ["aria-labelledby", "aria-describedby", "for"] {
        for value in attributes(out, name) {
            for id in value.split(' ') {
                assert!(known.contains(id), "{name} points to #{id}");
            }
        }
    }
    for href in attributes(out, "href").into_iter().filter_map(|href| href.strip_prefix('#')) {
        assert!(known.contains(href), "a link points to #{href}");
    }
}

#[test]
fn the_sheet_has_unique_ids_and_no_dead_references() {
    assert_ids(&sheet());
    assert_ids(&html(|| view! { <DeskSheet/> }.into_any()));
}

#[test]
fn pages_have_one_title_and_no_inline_style_or_script() {
    for out in [sheet(), html(|| view! { <DeskSheet/> }.into_any())] {
        assert_eq!(out.matches("<h1").count(), 1);
        assert!(!out.contains(" style=") && !out.contains("<script") && !out.contains(" onclick"));
        assert_eq!(out.matches("<main").count(), 1);
    }
}

#[test]
fn every_button_and_icon_has_words() {
    let out = sheet();
    for (at, _) in out.match_indices("<svg") {
        let tag = out.get(at..).and_then(|rest| rest.split('>').next()).unwrap_or_default();
        let named = tag.contains("role=\"img\"") && tag.contains("aria-label=");
        assert!(named || tag.contains("aria-hidden=\"true\"") || tag.contains("p-bar-chart__bar"), "{tag}");
    }
}

#[test]
fn a_failed_field_says_what_and_keeps_what_was_typed() {
    let state = FormState::default().with_value("sdt", "0903 456 78").with_error("sdt", "Số điện thoại thiếu 1 số.").with_error("sdt", "Hãy nhập đủ 10 số.");
    let out = html(|| view! { <Form action="/x" form_state=state><Field name="sdt" label="Số điện thoại" hint="10 số" value="khác"/></Form> }.into_any());
    assert!(out.contains("Có lỗi cần sửa") && out.contains("href=\"#sdt\"") && out.contains("autofocus"));
    assert!(out.contains("aria-describedby=\"sdt-goi-y sdt-loi\"") && out.contains("aria-invalid=\"true\""));
    assert!(out.contains("value=\"0903 456 78\"") && !out.contains("khác"));
    assert!(out.contains("Số điện thoại thiếu 1 số.") && out.contains("Hãy nhập đủ 10 số."));
    assert_ids(&out);
}

#[test]
fn state_belongs_to_its_own_form() {
    let out = html(|| {
        let first = FormState::default().with_value("ten", "một").with_error("ten", "Sai.");
        view! {
            <Form action="/a" form_state=first id_prefix="a"><Field name="ten" label="Tên"/></Form>
            <Form action="/b" id_prefix="b"><Field name="ten" label="Tên" value="hai"/></Form>
            <Field name="ten" label="Tên" value="ba"/>
        }
        .into_any()
    });
    for value in ["một", "hai", "ba"] {
        assert_eq!(out.matches(&format!("value=\"{value}\"")).count(), 1, "{value}");
    }
    assert_eq!(out.matches("aria-invalid").count(), 1);
    assert_ids(&out);
}

#[test]
fn hidden_values_survive_a_form_that_comes_back_without_them() {
    let state = FormState::default().with_value("khac", "1");
    let out = html(|| view! { <Form action="/x" form_state=state><HiddenInput name="phien_ban" value="7"/></Form> }.into_any());
    assert!(out.contains("value=\"7\""), "{out}");
}

#[test]
fn passwords_never_come_back() {
    let state = FormState::default().with_value("mat_khau", "bí mật");
    let out = html(|| view! { <Form action="/x" form_state=state><Field name="mat_khau" label="Mật khẩu" input_type="password"/></Form> }.into_any());
    assert!(!out.contains("bí mật"));
}

#[test]
fn choices_come_back_as_they_were_sent() {
    let checked = |out: &str| out.split("<input").filter(|tag| tag.split('>').next().is_some_and(|t| t.contains("checked"))).count();
    let boxes = || {
        view! {
            <Checkboxes
                name="qua" legend="Qua" values=vec!["zalo".to_owned()]
                choices=vec![Choice::new("zalo", "Zalo"), Choice::new("sms", "SMS")]
            />
        }
    };
    assert_eq!(checked(&html(|| boxes().into_any())), 1);
    // Sent with nothing chosen: the first choice of the page does not come back.
    let state = FormState::default().with_value("khac", "1");
    let out = html(|| view! { <Form action="/x" form_state=state>{boxes()}</Form> }.into_any());
    assert_eq!(checked(&out), 0, "{out}");
}

#[test]
fn a_wrong_part_of_a_date_marks_that_part_only() {
    let state = FormState::default().with_value("ngay_sinh_ngay", "31").with_error("ngay_sinh_nam", "Năm có 4 số.");
    let out = html(|| view! { <Form action="/x" form_state=state><DateInput name="ngay_sinh" legend="Ngày sinh"/></Form> }.into_any());
    assert_eq!(out.matches("aria-invalid").count(), 1);
    assert!(out.contains("value=\"31\"") && out.contains("href=\"#ngay_sinh_nam\""));
    assert_ids(&out);
}

#[test]
fn a_selected_entry_is_marked_once() {
    let out = html(|| {
        let options =
            vec![SelectOption::new("a", "A").group("Nhóm 1"), SelectOption::new("b", "B").group("Nhóm 1"), SelectOption::new("c", "C").group("Nhóm 2")];
        view! { <Select name="n" label="N" options=options value="b" blank="Chọn một mục"/> }.into_any()
    });
    assert_eq!(out.matches("<optgroup").count(), 2);
    assert_eq!(out.matches(" selected").count(), 1, "{out}");
}

#[test]
fn counts_hide_at_zero_except_in_tabs() {
    assert!(!html(|| view! { <CountPill count=0/> }.into_any()).contains("p-count-pill"));
    assert!(html(|| view! { <CountPill count=0 show_zero=true/> }.into_any()).contains(">0<"));
    let big = html(|| view! { <CountPill count=1204 overdue=true/> }.into_any());
    assert!(big.contains("1.204") && big.contains("p-count-pill--overdue"));
}

#[test]
fn a_sorted_column_says_so() {
    let out = html(|| {
        let columns = vec![Column::text("Tên"), Column::number("Số").sort("/x?sap=so", Some(SortOrder::Descending))];
        let rows = vec![Row::new(vec![Cell::text("A"), Cell::link("/x/a", "12")])];
        view! { <Table caption="Bảng" columns=columns rows=rows/> }.into_any()
    });
    assert!(out.contains("aria-sort=\"descending\"") && out.contains("href=\"/x?sap=so\""));
    assert!(out.contains("data-label=\"Số\"") && out.contains("scope=\"row\""));
}

#[test]
fn a_bar_tells_its_counts_and_has_its_own_hatch() {
    let out = html(|| {
        let segments = vec![Segment::task(Bucket::DoneOnTime, 81, ""), Segment::task(Bucket::DoneLate, 168, "")];
        view! { <StackedBar id="b1" segments=segments label="249 nhiệm vụ"/> }.into_any()
    });
    assert!(out.contains("249 nhiệm vụ: xong đúng hạn 81; xong quá hạn 168"), "{out}");
    assert!(out.contains("url(#b1-soc)") && out.contains("id=\"b1-soc\""));
}

#[test]
fn display_forms_return_to_the_page() {
    let out = html(|| {
        let display = Display { text_size: 150, theme: "dark".to_owned() };
        view! { <PublicShell path="/tin-tuc?trang=2" display=display hotline="0298 380 080" user=None><p></p></PublicShell> }.into_any()
    });
    assert!(out.contains("action=\"/tuy-chon\"") && out.contains("name=\"ve\" value=\"/tin-tuc?trang=2\""));
    assert!(out.contains("value=\"150\" aria-pressed=\"true\"") || out.contains("aria-pressed=\"true\" value=\"150\""), "{out}");
    assert!(!out.contains("Dữ liệu mô phỏng") && out.contains("href=\"tel:0298380080\""));
}
