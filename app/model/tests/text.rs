//! Search keys, collation and cleaning of Vietnamese text.

use model::text::{clean_line, clean_text, exact, fold, fold_tokens, gsm_ascii, name_sort_key, slug, sort_key};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// A07-05: queries find their texts.
#[test]
fn a07_05_queries_find_their_texts() {
    for (query, text) in [
        ("thi tran", "thị trấn"),
        ("da nang", "Đà Nẵng"),
        ("đà nẵng", "Đà Nẵng"),
        ("Đà Nẵng", "da nang"),
        ("uỷ ban", "ủy ban"),
        ("Hoà Bình", "Hòa Bình"),
        ("thuý", "thúy"),
        ("quí", "quý"),
        ("ho so", "hồ sơ"),
        ("ky", "kĩ"),
        ("lí lịch", "Lý lịch"),
        ("i te", "Y tế"),
        ("quít", "quýt"),
    ] {
        assert_eq!(fold(query), fold(text), "{query} / {text}");
    }
    assert_eq!(fold_tokens("123/QĐ-UBND"), ["123", "qd", "ubnd"]);
    assert_eq!(fold_tokens("123 qd ubnd"), fold_tokens("123/QĐ-UBND"));
    let decomposed: String = "Lâm Giang".nfd().collect();
    assert_eq!(fold(&decomposed), fold("Lâm Giang"));
    assert_eq!(exact(&decomposed), exact("Lâm Giang"));
    for text in ["má", "mà", "mả", "mã", "mạ", "ma"] {
        assert_eq!(fold(text), "ma");
        assert_eq!(exact(text) == exact("mã"), text == "mã");
    }
    // Different sounds stay different.
    for (a, b) in [("thúy", "thúi"), ("hay", "hai"), ("tay", "tai"), ("Huy", "Hui")] {
        assert_ne!(fold(a), fold(b), "{a} / {b}");
    }
}

/// A07-05: tone placement is unified.
#[test]
fn a07_05_tone_placement_is_unified() {
    for (written, expected) in [
        ("Hoà", "hòa"),
        ("uỷ", "ủy"),
        ("thuý", "thúy"),
        ("quí", "quý"),
        ("qúy", "quý"),
        ("khoẻ", "khỏe"),
        ("toà", "tòa"),
        ("hóan", "hoán"),
        ("hoán", "hoán"),
        ("qủa", "quả"),
        ("quả", "quả"),
        ("gía", "giá"),
        ("gì", "gì"),
        ("giết", "giết"),
        ("khuỷu", "khuỷu"),
        ("Nguyễn", "nguyễn"),
        ("ngoài", "ngoài"),
        ("mía", "mía"),
        ("múa", "múa"),
        ("người", "người"),
        ("Đường", "đường"),
        ("huỳnh", "huỳnh"),
        ("xoèn", "xoèn"),
        ("résumé", "résumé"),
        ("ÐÀ", "đà"),
    ] {
        assert_eq!(exact(written), expected, "{written}");
    }
    assert_eq!(exact("Uỷ ban, hoà-giải 12/QĐ 🙂"), "ủy ban, hòa-giải 12/qđ 🙂");
}

/// A07-06: collation.
#[test]
fn a07_06_collation() {
    let order = ["An", "Ân", "Bình", "Dung", "Dũng", "Đào", "Em", "Giang", "Ơn"];
    assert_sorted(&order);
    assert_sorted(&["ma", "mà", "mả", "mã", "má", "mạ"]);
    assert_sorted(&[
        "a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y",
    ]);
    // Word by word: letters, then tones, before the next word is looked at.
    assert_sorted(&["", "10 việc", "An", "an bình", "Án an", "Anh", "anh ba", "字"]);
    assert_eq!(sort_key("Hoà  Bình"), sort_key("hòa-bình"));
}

/// A07-06: people sort by given name.
#[test]
fn a07_06_people_sort_by_given_name() {
    let mut people = ["Trần Văn Bình", "Nguyễn Thị An", "Lê Ân", "Phạm An", "Lê Văn An", "Đỗ Thị An", "Cher", "Vũ Tiến Dũng", "Vũ Mạnh Dung"];
    people.sort_by_key(|name| name_sort_key(name));
    assert_eq!(people, ["Phạm An", "Đỗ Thị An", "Nguyễn Thị An", "Lê Văn An", "Lê Ân", "Trần Văn Bình", "Cher", "Vũ Mạnh Dung", "Vũ Tiến Dũng",]);
    assert_eq!(name_sort_key("  "), "");
}

#[track_caller]
fn assert_sorted(list: &[&str]) {
    for pair in list.windows(2) {
        assert!(sort_key(pair[0]) < sort_key(pair[1]), "{} < {}", pair[0], pair[1]);
    }
}

#[test]
fn addresses_have_no_marks() {
    assert_eq!(slug("Ủy ban nhân dân tỉnh Lam Giang"), "uy-ban-nhan-dan-tinh-lam-giang");
    assert_eq!(slug("  Quý II/2026: «Đề án 06» – kỳ 1! "), "quy-ii-2026-de-an-06-ky-1");
    assert_eq!(slug("🙂"), "");
}

#[test]
fn lines_are_cleaned() {
    assert_eq!(clean_line("  Nguyễn\t Văn\u{a0}\u{a0}An \r\n", 50), "Nguyễn Văn An");
    assert_eq!(clean_line("a\u{0}b\u{202e}c\u{200b}d\u{feff}\u{2066}e\u{7}", 50), "abcde");
    assert_eq!(clean_line("e\u{301}", 50), "é");
    assert_eq!(clean_line("một hai ba", 4), "một");
    assert_eq!(clean_line("một", 0), "");
    assert_eq!(clean_line("👨‍👩‍👧 🙂", 50), "👨‍👩‍👧 🙂");
    assert_eq!(clean_line("\u{e0041}x\u{ffff}", 50), "x");
}

#[test]
fn texts_keep_their_lines() {
    assert_eq!(clean_text("\r\n a \r\n\r\n\n\n b\rc  \n\n", 50), "a\n\nb\nc");
    assert_eq!(clean_text("\u{0}\n\u{202e}", 50), "");
    assert_eq!(clean_text("ab\ncd", 3), "ab");
}

#[test]
fn short_messages_are_ascii() {
    assert_eq!(gsm_ascii("Hồ sơ “H60.01” đã có kết quả – phí 20.000\u{a0}₫… 🙂"), "Ho so \"H60.01\" da co ket qua - phi 20.000 d... ");
    assert_eq!(gsm_ascii("ĐÀ NẴNG"), "DA NANG");
    assert_eq!(gsm_ascii("Sở `A`"), "So 'A'");
}

#[test]
fn long_inputs_are_handled() {
    let started = std::time::Instant::now();
    for unit in ["đường ", "ắ", "a\u{301}", "🙂", "\u{301}", "qu", "y", "\u{202e}", "//"] {
        let text: String = unit.chars().cycle().take(10_000).collect();
        let _ = (fold(&text), exact(&text), sort_key(&text), name_sort_key(&text));
        let _ = (slug(&text), fold_tokens(&text), gsm_ascii(&text));
        assert!(clean_line(&text, 500).chars().count() <= 500);
        assert!(clean_text(&text, 500).chars().count() <= 500);
    }
    assert!(started.elapsed().as_secs() < 5);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn keys_are_stable(text in ".{0,60}") {
        prop_assert_eq!(exact(&exact(&text)), exact(&text));
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
        prop_assert_eq!(fold(&exact(&text)), fold(&text));
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(exact(&decomposed), exact(&text));
        prop_assert!(slug(&text).bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        prop_assert!(sort_key(&text).bytes().all(|b| b.is_ascii_alphanumeric()));
        prop_assert!(gsm_ascii(&text).is_ascii());
        let line = clean_line(&text, 40);
        prop_assert_eq!(clean_line(&line, 40), line);
    }
}
