use super::*;

const WORDS: &str = "Đã trình báo cáo";

fn fields<T: std::fmt::Debug>(refused: Result<T, FieldErrors>) -> Vec<String> {
    refused.expect_err("refused").0.into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_reason_names_its_step() {
    let errors = ReasonForm { reason: " ngắn ".into() }.validate("Lý do trả lại").expect_err("refused");
    assert_eq!(errors.of("ly_do"), Some("Lý do trả lại cần ít nhất 10 ký tự. Hãy viết rõ hơn."));
    assert_eq!(fields(ReasonForm { reason: "ă".repeat(10_000) }.validate("Lý do trả lại")), ["ly_do"]);
    assert_eq!(ReasonForm { reason: format!("  {WORDS}\r\n") }.validate("Lý do trả lại").expect("valid").reason, WORDS);
}

#[test]
fn somebody_must_be_chosen() {
    for person in ["", "0", "-4", "ai đó", "99999999999999999999"] {
        assert_eq!(fields(AcceptForm { person: person.into() }.validate()), ["nguoi_thuc_hien"], "{person}");
    }
    assert_eq!(AcceptForm { person: " 7 ".into() }.validate(), Ok(Accept { person: 7 }));
    assert_eq!(fields(ReassignForm::default().validate()), ["chu_tri", "ly_do"]);
}

#[test]
fn progress_is_a_percentage() {
    for percent in ["", "-1", "101", "nửa"] {
        assert_eq!(fields(ProgressForm { text: WORDS.into(), percent: percent.into() }.validate()), ["tien_do"], "{percent}");
    }
    assert_eq!(ProgressForm { text: WORDS.into(), percent: "100".into() }.validate().expect("valid").percent, 100);
}

#[test]
fn completion_needs_proof() {
    let report = CompleteForm { text: WORDS.into(), ..CompleteForm::default() };
    assert_eq!(report.validate(0).expect_err("refused").of("tep"), Some("Cần đính kèm sản phẩm hoặc ghi số văn bản đã phát hành."));
    assert!(report.validate(1).is_ok());
    assert!(CompleteForm { document: "12/BC-STP".into(), ..report }.validate(0).is_ok());
}

#[test]
fn an_extension_is_later_but_not_endless() {
    let form = |due: &str| ExtendRequestForm { due: due.into(), reason: WORDS.into() };
    for due in ["", "30/2/2026", "mai"] {
        assert_eq!(fields(form(due).validate()), ["han"], "{due}");
    }
    let current = NaiveDate::from_ymd_opt(2026, 11, 30).expect("day");
    let asked = |due: &str| form(due).validate().expect("valid").later_than(current);
    assert!(asked("01/12/2026").is_ok() && asked("29/11/2028").is_ok());
    assert!(asked("30/11/2026").is_err() && asked("1/12/2028").is_err());
}

/// K12: whoever refuses says why; whoever agrees need not.
#[test]
fn a_refusal_needs_words() {
    let form = |decision: &str, note: &str| DecideExtensionForm { decision: decision.into(), note: note.into() };
    assert_eq!(form("dong-y", "").validate(), Ok(DecideExtension { approve: true, note: String::new() }));
    assert_eq!(form("khong-dong-y", WORDS).validate(), Ok(DecideExtension { approve: false, note: WORDS.into() }));
    assert_eq!(fields(form("khong-dong-y", "").validate()), ["ly_do"]);
    assert_eq!(fields(form("", WORDS).validate()), ["quyet_dinh"]);
}
