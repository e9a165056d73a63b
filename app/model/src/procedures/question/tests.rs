use super::*;

fn question(kind: QuestionKind) -> Question {
    Question {
        name: "q".into(),
        kind,
        label: "Câu hỏi".into(),
        hint: String::new(),
        required: true,
        options: vec!["Có".into(), "Không".into()],
        min: None,
        max: None,
        show_if: None,
    }
}

fn check(kind: QuestionKind, text: &str) -> Result<(), String> {
    question(kind).check(&Answers::from([("q".to_owned(), text.to_owned())]), &[])
}

#[test]
fn dates_say_what_is_wrong() {
    let date = |day: &str, month: &str, year: &str| {
        let typed = [("q_ngay", day), ("q_thang", month), ("q_nam", year)];
        let answers: Answers = typed.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        let mut question = question(QuestionKind::Date);
        question.label = "Ngày lập văn bản".into();
        (question.check(&answers, &[]), question.shown(&answers, &[]))
    };
    assert_eq!(date("31", "11", "2026").0.unwrap_err(), "Tháng 11 chỉ có 30 ngày. Hãy sửa ngày lập văn bản.");
    assert!(date("1", "1", "1").0.is_err());
    assert!(date("", "1", "2026").0.is_err());
    assert_eq!(date("", "", "").0.unwrap_err(), "Chưa nhập “Ngày lập văn bản”. Hãy nhập đủ ngày, tháng, năm.");
    assert_eq!(date("5", "11", "2026"), (Ok(()), "05/11/2026".to_owned()));
}

#[test]
fn kinds_are_checked() {
    use QuestionKind::*;
    let good = [
        (Person, "Nguyễn Mẫu Sơn"),
        (Identity, "999000000001"),
        (Phone, "0999 900 001"),
        (Email, "an@lamgiang.example"),
        (Choice, "Có"),
        (Many, "Có\nKhông"),
        (Number, "3"),
        (Money, "1.500.000"),
        (Consent, "co"),
        (Text, "x"),
    ];
    for (kind, text) in good {
        assert_eq!(check(kind, text), Ok(()), "{kind} {text}");
    }
    let bad = [
        (Person, "Sơn"),
        (Person, "Sơn 2"),
        (Identity, "99900000000x"),
        (Identity, "９９９０００００００01"),
        (Phone, "1999900001"),
        (Email, "a@b"),
        (Email, "a b@c.d"),
        (Choice, "có"),
        (Many, "Có\nKhác"),
        (Number, "-3"),
        (Number, "99999999999999999999"),
        (Money, "x"),
        (Consent, "on"),
    ];
    for (kind, text) in bad {
        assert!(check(kind, text).is_err(), "{kind} {text}");
    }
    assert!(check(Text, &"ă".repeat(10_000)).unwrap_err().starts_with("Dài quá"));
    assert_eq!(check(Text, "  ").unwrap_err(), "Chưa nhập “Câu hỏi”. Hãy nhập mục này.");
}

#[test]
fn a_condition_hides_a_question() {
    let asked = Question { show_if: Some(Condition { question: "x".into(), value: "Có".into() }), ..question(QuestionKind::Text) };
    let page = QuestionPage { title: "T".into(), questions: vec![asked] };
    let answers = |text: &str| Answers::from([("x".to_owned(), text.to_owned())]);
    assert!(page.check(&answers("Không"), &[]).is_empty() && !page.asked(&answers("Không")));
    assert_eq!(page.check(&answers("Có"), &[]).0.len(), 1);
    assert!(page.asked(&answers("Khác\nCó")) && !page.asked(&Answers::new()));
}

#[test]
fn addresses_name_a_commune_of_the_list() {
    let communes = vec![("H99.101".to_owned(), "Phường Thành Lam".to_owned())];
    let typed = |commune: &str, detail: &str| Answers::from([("q_xa".to_owned(), commune.to_owned()), ("q_chi_tiet".to_owned(), detail.to_owned())]);
    let address = question(QuestionKind::Address);
    assert_eq!(address.check(&typed("H99.101", "Số 2 đường Bờ Sông"), &communes), Ok(()));
    assert!(address.check(&typed("H99.999", "Số 2"), &communes).is_err());
    assert!(address.check(&typed("H99.101", ""), &communes).is_err());
    assert_eq!(address.shown(&typed("H99.101", "Số 2 đường Bờ Sông"), &communes), "Số 2 đường Bờ Sông, Phường Thành Lam");
    assert_eq!(address.fields(), ["q_xa", "q_chi_tiet"]);
}
