//! Messages of partners (09 part B): the national portal as a channel (A02-03, A09-06), cases of ministries' systems (A02-13).

use crate::dossiers::fixture::*;
use chrono::Duration;
use domain::dossiers::partners::inbox::{self, Call, Reply};
use domain::dossiers::partners::{self, desk, external, sign};
use domain::dossiers::{self, payments};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::dossiers::*;
use model::partners::{ExternalFilter, InboxFilter, InboxState, NewExternal, Partner, Resolve};
use model::payments::{ChargeRequest, ChargeSource, WhenDue};
use serde_json::{Value, json};

const PDF: &str = "data:application/pdf;base64,JVBERi0xLjcKR2lheSB0bwolJUVPRgo=";
const OPEN: &str = "INSERT INTO procedure_channel (procedure_id, local_portal, national_portal, reason, actor_name, at)
    VALUES (1, TRUE, TRUE, 'Mở kênh quốc gia', 'Kiểm thử', '2026-11-01T00:00:00+00:00')";

fn system() -> Actor {
    Actor::system("Kiểm thử")
}

/// The ward on 16/11/2026; the national portal is open for its procedure.
pub async fn lay_open(t: &TestPortal) {
    lay(t).await;
    run(t, &system(), async |cx| cx.conn().exec(OPEN, args![]).await).await.unwrap();
    t.portal.clock().set(vn(2026, 11, 16, 8, 0));
}

async fn count(t: &TestPortal, sql: &'static str) -> i64 {
    let mut cx = t.portal.read(&system()).await.unwrap();
    cx.conn().count(sql, args![]).await.unwrap()
}

/// A partner calls, well signed.
async fn call(t: &TestPortal, partner: Partner, id: &str, body: &[u8]) -> Reply {
    let timestamp = t.portal.clock().wall().timestamp().to_string();
    let signature = sign::sign(t.portal.settings(), partner, &timestamp, body).unwrap();
    let call = Call { partner: partner.as_str(), message_id: id, timestamp: &timestamp, signature: &signature, body };
    inbox::receive(&t.portal, call).await.unwrap()
}

pub async fn national(t: &TestPortal, id: &str, body: &Value) -> Reply {
    call(t, Partner::National, id, body.to_string().as_bytes()).await
}

pub fn state_of(reply: &Reply) -> InboxState {
    match reply {
        Reply::Kept { state, .. } => *state,
        other => panic!("{other:?}"),
    }
}

fn code_of(reply: &Reply) -> String {
    match reply {
        Reply::Kept { code, .. } => code.clone(),
        other => panic!("{other:?}"),
    }
}

pub fn message(kind: &str, code: &str, minute: u32, more: Value) -> Value {
    let mut body = json!({ "LoaiBanTin": kind, "MaHoSo": code, "ThoiDiem": vn(2026, 11, 16, 8, minute).to_rfc3339() });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

pub fn submission(code: &str) -> Value {
    let paper = json!({ "TepDinhKemId": "1", "TenTepDinhKem": "giay-chung-sinh.pdf", "MaThanhPhanHoSo": "1", "DuongDanTaiTepTin": PDF });
    let fields = json!({
        "MaTTHC": "1.001193", "ChuHoSo": "Nguyễn Mẫu Sơn", "LoaiDoiTuong": 1, "MaDoiTuong": "999012345678", "SoDienThoai": "0999900001",
        "DonViXuLy": "H99.101", "HinhThucTra": 1, "TaiLieuNop": [paper],
    });
    message("NopHoSo", code, 0, fields)
}

async fn view(t: &TestPortal, code: &str) -> DossierView {
    let mut cx = t.portal.read(&system()).await.unwrap();
    dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap()
}

/// The next status for the national portal, acknowledged.
async fn status(t: &TestPortal) -> Value {
    let message = partners::claim(&t.portal).await.unwrap().expect("a status waits");
    partners::acknowledged(&t.portal, message.id).await.unwrap();
    serde_json::from_str(&message.body).unwrap()
}

/// A02-03: the same message five times at once is one dossier; the same id with another body is refused.
#[tokio::test(flavor = "multi_thread")]
async fn a02_03_one_message_is_one_dossier() {
    with_dbs(async |t| {
        lay_open(t).await;
        let body = submission("G22-1");
        let replies = futures::future::join_all((0..5).map(|_| national(t, "M1", &body))).await;
        let code = code_of(&replies[0]);
        assert!(code.starts_with("N-261116-"), "{code}");
        assert!(replies.iter().all(|reply| *reply == replies[0] && state_of(reply) == InboxState::Applied), "{replies:?}");
        assert_eq!(count(t, "SELECT COUNT(*) FROM dossier").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM partner_inbox").await, 1);
        let mut other = body.clone();
        other["ChuHoSo"] = json!("Người Khác");
        assert_eq!(national(t, "M1", &other).await, Reply::Differs);
        // Another message about the same case makes no second dossier: a person looks at it.
        assert_eq!(state_of(&national(t, "M2", &body).await), InboxState::NeedsCheck);
        assert_eq!(count(t, "SELECT COUNT(*) FROM dossier").await, 1);
        assert_eq!(national(t, "M1", &body).await, replies[0], "the answer stays the same");
        let seen = view(t, &code).await;
        assert_eq!((seen.source, seen.channel, seen.state), (Source::NationalPortal, Channel::Online, DossierState::Submitted));
        assert_eq!((seen.applicant_name.as_str(), seen.parts.len(), seen.parts[0].files.len()), ("Nguyễn Mẫu Sơn", 1, 1));
        assert_eq!(count(t, "SELECT COUNT(*) FROM dossier WHERE external_code = 'G22-1'").await, 1);
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let rows = dossiers::list(&mut cx, &DeskFilter { queue: Some(Queue::Intake), ..DeskFilter::default() }).await.unwrap().rows;
        assert_eq!(rows[0].source, Source::NationalPortal);
        drop(cx);
        // Nobody reads numbers of people in the stored message.
        assert_eq!(count(t, "SELECT COUNT(*) FROM partner_inbox WHERE body LIKE '%999012345678%'").await, 0);
    })
    .await;
}

/// A09-06: messages in the wrong order are kept and applied in theirs.
#[tokio::test(flavor = "multi_thread")]
async fn a09_06_order_is_restored() {
    with_dbs(async |t| {
        lay_open(t).await;
        let money = message("ThanhToan", "G22-2", 1, json!({ "MaGiaoDich": "QG1", "SoTien": 5000 }));
        let withdrawal = message("RutHoSo", "G22-2", 2, json!({ "LyDo": "Không còn nhu cầu giải quyết" }));
        assert_eq!(state_of(&national(t, "W", &withdrawal).await), InboxState::Waiting);
        assert_eq!(state_of(&national(t, "P", &money).await), InboxState::Waiting);
        assert_eq!(state_of(&national(t, "W", &withdrawal).await), InboxState::Waiting, "a repeat changes nothing");
        assert_eq!(count(t, "SELECT COUNT(*) FROM dossier").await, 0);
        let first = national(t, "S", &submission("G22-2")).await;
        assert_eq!(state_of(&first), InboxState::Applied);
        for id in ["P", "W"] {
            let body = if id == "P" { &money } else { &withdrawal };
            assert_eq!(state_of(&national(t, id, body).await), InboxState::Applied, "{id}");
        }
        assert_eq!(view(t, &code_of(&first)).await.state, DossierState::Withdrawn);
        assert_eq!((count(t, "SELECT COUNT(*) FROM dossier").await, count(t, "SELECT COUNT(*) FROM payment").await), (1, 1));
        // The statuses go out in the order of the events.
        assert_eq!((status(t).await["TrangThaiHoSo"].clone(), status(t).await["TrangThaiHoSo"].clone()), (json!(1), json!(7)));
        assert!(partners::claim(&t.portal).await.unwrap().is_none());
        // A supplement that nobody asked for waits for a person, who may close it.
        let lost = message("BoSungHoSo", "G22-2", 3, json!({ "DanhSachGiayToBoSung": [{ "MaGiayTo": 1, "NoiDung": "Bổ sung" }] }));
        assert_eq!(state_of(&national(t, "B", &lost).await), InboxState::NeedsCheck);
        let mut cx = t.portal.read(&system()).await.unwrap();
        let list = desk::received(&mut cx, &InboxFilter::default()).await.unwrap();
        assert_eq!((list.rows.len(), list.rows[0].state), (1, InboxState::NeedsCheck));
        assert!(matches!(desk::received(&mut t.portal.read(&receptionist()).await.unwrap(), &InboxFilter::default()).await, Err(Error::Forbidden { .. })));
        drop(cx);
        let id = list.rows[0].id;
        assert_eq!(desk::again(&t.portal, &system(), id).await.unwrap().state, InboxState::NeedsCheck);
        run(t, &system(), async |cx| desk::close(cx, id, "Người nộp đã rút hồ sơ").await).await.unwrap();
        assert!(matches!(desk::again(&t.portal, &system(), id).await, Err(Error::Conflict(_))));
    })
    .await;
}

/// The whole way: asked for papers and money by status messages, answered by messages of the portal.
#[tokio::test(flavor = "multi_thread")]
async fn papers_and_money_come_from_the_national_portal() {
    with_dbs(async |t| {
        lay_open(t).await;
        let fee =
            "INSERT INTO fee_rule (id, version_id, case_id, seq, name, kind, unit, online, direct, tiers, exempt, resolution, valid_from, valid_to) VALUES
            (1, 1, 1, 1, 'Đăng ký khai sinh', 'state_charge', 'per_dossier', 5000, 8000, '', '', 'NQ 57', '2026-01-01', NULL)";
        run(t, &system(), async |cx| cx.conn().exec(fee, args![]).await).await.unwrap();
        let code = code_of(&national(t, "S", &submission("G22-3")).await);
        assert_eq!(status(t).await["TrangThaiHoSo"], json!(1));
        let request = supplement(chrono::NaiveDate::from_ymd_opt(2026, 11, 20).unwrap());
        run(t, &receptionist(), async |cx| dossiers::request_intake_supplement(cx, &code, 1, &request).await).await.unwrap();
        let wanted = status(t).await;
        assert_eq!(wanted["TrangThaiHoSo"], json!(5));
        let asked = &wanted["DanhSachHoSoBoSung"][0];
        let item = asked["DanhSachGiayToBoSung"][0]["MaGiayTo"].clone();
        let paper = json!({ "TenTepDinhKem": "chup-lai.pdf", "DuongDanTaiTepTin": PDF });
        let saved = "INSERT INTO supplement_draft (item_id, answer, saved_at) SELECT id, 'Tôi sẽ chụp lại', '2026-11-16T01:00:00+00:00' FROM supplement_item";
        run(t, &system(), async |cx| cx.conn().exec(saved, args![]).await).await.unwrap();
        let answer =
            json!({ "HoSoBoSungId": asked["HoSoBoSungId"], "DanhSachGiayToBoSung": [{ "MaGiayTo": item, "NoiDung": "Đã chụp lại", "TaiLieuNop": [paper] }] });
        let answer = message("BoSungHoSo", "G22-3", 5, answer);
        for _ in 0..3 {
            assert_eq!(state_of(&national(t, "B", &answer).await), InboxState::Applied);
        }
        let answered = view(t, &code).await;
        assert_eq!((answered.state, count(t, "SELECT COUNT(*) FROM supplement_draft").await), (DossierState::Submitted, 0));
        let note = &answered.timeline.last().unwrap().note;
        assert!(note.contains("chưa gửi đã bị xóa, vì bổ sung đã đến qua Cổng Dịch vụ công quốc gia"), "{note}");
        let dossier = run(t, &system(), async |cx| dossiers::by_any_code(cx, &code).await).await.unwrap().unwrap();
        let all = Receive { checked_parts: dossier.parts.iter().map(|part| part.id).collect(), note: String::new() };
        let received = run(t, &receptionist(), async |cx| dossiers::receive(cx, &code, dossier.version, &all).await).await.unwrap();
        let at_work = accept(t, &received).await;
        let ask = ChargeRequest {
            source: ChargeSource::Fees { pages: 1, copies: 1 },
            when: WhenDue::Now,
            pay_by: chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
            note: String::new(),
        };
        run(t, &officer(), async |cx| payments::request_payment(cx, &code, at_work.version, &ask).await).await.unwrap();
        let mut last = Value::Null;
        while let Some(message) = partners::claim(&t.portal).await.unwrap() {
            partners::acknowledged(&t.portal, message.id).await.unwrap();
            last = serde_json::from_str(&message.body).unwrap();
        }
        assert_eq!((last["TrangThaiHoSo"].clone(), last["DanhSachLePhi"][0]["ConPhaiNop"].clone()), (json!(6), json!(5000)));
        assert!(!last.to_string().contains("0999900001"), "no more of the person than the portal knows by the code");
        let charge = last["DanhSachLePhi"][0]["MaPhiLePhi"].clone();
        let money = message("ThanhToan", "G22-3", 9, json!({ "MaGiaoDich": "QG9", "MaPhiLePhi": charge, "SoTien": 5000 }));
        assert_eq!(state_of(&national(t, "P", &money).await), InboxState::Applied);
        assert_eq!(state_of(&national(t, "P", &money).await), InboxState::Applied);
        let seen = view(t, &code).await;
        assert_eq!((seen.state, seen.payment), (DossierState::Processing, PaymentStatus::Paid));
        let mut more = money.clone();
        more["SoTien"] = json!(6000);
        assert_eq!(state_of(&national(t, "P2", &more).await), InboxState::NeedsCheck, "the same transaction with another sum");
        assert_eq!(count(t, "SELECT COUNT(*) FROM payment").await, 1);
    })
    .await;
}

/// Nothing that a stranger or a faulty partner sends is applied, and nothing of it is an error of ours.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_believed_or_read_changes_nothing() {
    with_dbs(async |t| {
        lay_open(t).await;
        let body = submission("G22-4").to_string();
        let timestamp = t.portal.clock().wall().timestamp().to_string();
        let signature = sign::sign(t.portal.settings(), Partner::National, &timestamp, body.as_bytes()).unwrap();
        let police = sign::sign(t.portal.settings(), Partner::Police, &timestamp, body.as_bytes()).unwrap();
        let good = Call { partner: "DVCQG", message_id: "M", timestamp: &timestamp, signature: &signature, body: body.as_bytes() };
        let old = (t.portal.clock().wall().timestamp() - 301).to_string();
        let old_signature = sign::sign(t.portal.settings(), Partner::National, &old, body.as_bytes()).unwrap();
        let calls = [
            (Call { signature: "", ..good }, Reply::BadSignature),
            (Call { signature: &police, ..good }, Reply::BadSignature),
            (Call { timestamp: "", ..good }, Reply::BadSignature),
            (Call { timestamp: &old, signature: &old_signature, ..good }, Reply::Stale),
            (Call { partner: "KHAC", ..good }, Reply::UnknownPartner),
        ];
        for (call, expected) in calls {
            assert_eq!(inbox::receive(&t.portal, call).await.unwrap(), expected);
        }
        for id in ["", "có dấu", &"x".repeat(101)] {
            let reply = inbox::receive(&t.portal, Call { message_id: id, ..good }).await.unwrap();
            assert!(matches!(reply, Reply::Unreadable(_)), "{id}");
        }
        assert_eq!(count(t, "SELECT COUNT(*) FROM partner_inbox").await, 0);
        let huge = vec![b'x'; 10 * 1024 * 1024];
        let garbage: [&[u8]; 7] = [b"", b"{", b"\xff\xfe\x00", b"[1,2", b"{\"LoaiBanTin\":{}}", b"\0\0\0", &huge];
        for (i, body) in garbage.iter().enumerate() {
            assert!(matches!(call(t, Partner::National, &format!("rac-{i}"), body).await, Reply::Unreadable(_)), "{i}");
            assert!(matches!(call(t, Partner::National, &format!("rac-{i}"), body).await, Reply::Unreadable(_)), "{i}: again");
        }
        // Kept as refused, but for the one that is too large.
        assert_eq!(count(t, "SELECT COUNT(*) FROM partner_inbox WHERE state = 'refused'").await, 6);
        // An instant that no case has would stand after every later message.
        let mut far = submission("G22-9");
        far["ThoiDiem"] = json!("9999-12-31T23:59:59Z");
        assert!(matches!(call(t, Partner::National, "xa", far.to_string().as_bytes()).await, Reply::Unreadable(_)));
        // NUL and unknown codes inside a readable message are matters for a person.
        let mut odd = submission("G22-5");
        odd["ChuHoSo"] = json!("Mẫu\u{0} Lạ");
        odd["GhiChu"] = json!("x".repeat(100_000));
        assert_eq!(state_of(&national(t, "odd", &odd).await), InboxState::Applied);
        for (n, (field, value)) in [("MaTTHC", json!("9.999")), ("DonViXuLy", json!("H98")), ("HinhThucTra", json!(77)), ("TruongHop", json!(5)), ("TaiLieuNop", json!([]))].into_iter().enumerate() {
            let mut wrong = submission(&format!("G23-{n}"));
            wrong[field] = value;
            assert_eq!(state_of(&national(t, &format!("sai-{n}"), &wrong).await), InboxState::NeedsCheck, "{field}");
        }
        assert_eq!(count(t, "SELECT COUNT(*) FROM dossier").await, 1);
        // A procedure that the channel does not take.
        let close = "INSERT INTO procedure_channel (procedure_id, local_portal, national_portal, reason, actor_name, at) VALUES (1, TRUE, FALSE, 'Đóng', 'Kiểm thử', '2026-11-02T00:00:00+00:00')";
        run(t, &system(), async |cx| cx.conn().exec(close, args![]).await).await.unwrap();
        let parked = national(t, "dong", &submission("G24-1")).await;
        assert_eq!(state_of(&parked), InboxState::NeedsCheck);
        // Once the cause is mended the message is applied.
        run(t, &system(), async |cx| cx.conn().exec(OPEN, args![]).await).await.unwrap();
        let mut cx = t.portal.read(&system()).await.unwrap();
        let found = desk::received(&mut cx, &InboxFilter { words: "G24-1".into(), ..InboxFilter::default() }).await.unwrap();
        drop(cx);
        assert_eq!(desk::again(&t.portal, &system(), found.rows[0].id).await.unwrap().state, InboxState::Applied);
    })
    .await;
}

/// Statuses are tried again after 1, 5, 30 minutes, in order for each dossier; another dossier does not wait for it.
#[tokio::test(flavor = "multi_thread")]
async fn statuses_are_sent_again() {
    with_dbs(async |t| {
        lay_open(t).await;
        let first = code_of(&national(t, "S1", &submission("G22-6")).await);
        national(t, "S2", &submission("G22-7")).await;
        let why = Reason { reason: "Không còn nhu cầu giải quyết".into() };
        run(t, &system(), async |cx| dossiers::cancel_submission(cx, &first, 1, &why).await).await.unwrap();
        let one = partners::claim(&t.portal).await.unwrap().unwrap();
        partners::failed(&t.portal, &one, "không kết nối được", false).await.unwrap();
        let other = partners::claim(&t.portal).await.unwrap().unwrap();
        assert!(other.body.contains("G22-7"), "the second event of the first dossier waits for its first");
        partners::acknowledged(&t.portal, other.id).await.unwrap();
        assert!(partners::claim(&t.portal).await.unwrap().is_none());
        t.portal.clock().advance(Duration::minutes(1));
        let again = partners::claim(&t.portal).await.unwrap().unwrap();
        assert_eq!((again.id, &again.message_id, &again.body, again.attempts), (one.id, &one.message_id, &one.body, 2));
        // A process that died gives it free; the id makes a second delivery harmless.
        t.portal.clock().advance(Duration::minutes(3));
        let third = partners::claim(&t.portal).await.unwrap().unwrap();
        assert_eq!((third.id, third.attempts), (one.id, 3));
        partners::failed(&t.portal, &third, "400", true).await.unwrap();
        t.portal.clock().advance(Duration::days(1));
        assert!(partners::claim(&t.portal).await.unwrap().is_none(), "a person has to look at it");
        run(t, &system(), async |cx| desk::resend(cx, one.id).await).await.unwrap();
        assert_eq!(status(t).await["TrangThaiHoSo"], json!(1));
        assert_eq!(status(t).await["TrangThaiHoSo"], json!(7));
        assert!(matches!(run(t, &system(), async |cx| desk::resend(cx, one.id).await).await, Err(Error::Conflict(_))));
    })
    .await;
}

/// A02-13: what a ministry's system handles: steps of ours are refused, its messages are mirrored.
#[tokio::test(flavor = "multi_thread")]
async fn a02_13_a_ministrys_system_decides() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let dossier = submit(t, 1).await;
        let code = dossier.submission_code.clone();
        let theirs = "UPDATE dossier SET processing_system = 'Hệ thống của Bộ Công an', external_code = 'G01-77'";
        run(t, &system(), async |cx| cx.conn().exec(theirs, args![]).await).await.unwrap();
        let refused = receive_as(t, &receptionist(), &dossier).await.unwrap_err();
        assert!(matches!(&refused, Error::Conflict(text) if text.starts_with("Hồ sơ do hệ thống của Bộ Công an xử lý")), "{refused}");
        let why = Reason { reason: "Không còn nhu cầu giải quyết".into() };
        assert!(matches!(run(t, &citizen(), async |cx| dossiers::cancel_submission(cx, &code, 1, &why).await).await, Err(Error::Conflict(_))));
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let (actions, steps) = dossiers::allowed(&mut cx, &code).await.unwrap();
        assert!(actions.is_empty() && steps.is_empty(), "no buttons");
        drop(cx);

        let report = |state: i64, minute: u32, ended: Option<u32>| {
            let ended = ended.map(|minute| vn(2026, 11, 16, 7, minute).to_rfc3339());
            message("CapNhatTrangThai", "G01-77", minute, json!({ "TrangThaiHoSo": state, "NgayKetThucXuLy": ended }))
        };
        let say = async |id: &str, body: &Value| call(t, Partner::Police, id, body.to_string().as_bytes()).await;
        let first = report(2, 10, None);
        let replies = futures::future::join_all((0..5).map(|_| say("T1", &first))).await;
        assert!(replies.iter().all(|reply| state_of(reply) == InboxState::Applied), "{replies:?}");
        assert_eq!(state_of(&say("T2", &report(9, 30, Some(25))).await), InboxState::Applied);
        // Late and older: kept in the history, the state stays.
        assert_eq!(state_of(&say("T3", &report(4, 20, None)).await), InboxState::Applied);
        let mut cx = t.portal.read(&system()).await.unwrap();
        let list = external::list(&mut cx, &ExternalFilter::default()).await.unwrap();
        let (case, events) = external::open(&mut cx, list.rows[0].id).await.unwrap();
        assert_eq!((list.rows.len(), events.len(), case.state.map(|(state, _)| state)), (1, 3, Some(9)));
        assert_eq!(case.ended_at, Some(vn(2026, 11, 16, 7, 25)));
        drop(cx);
        assert_eq!(count(t, "SELECT COUNT(*) FROM external_case WHERE dossier_id IS NOT NULL").await, 1, "linked with the dossier");

        // The counter records the code; another end does not overwrite, a person settles it.
        let new = NewExternal { procedure: "1.001193".into(), code: "G01-77".into(), applicant: "Nguyễn Mẫu Sơn".into() };
        assert!(matches!(run(t, &receptionist(), async |cx| external::record(cx, &new).await).await, Err(Error::Invalid(_))), "a procedure of our own");
        let moved = "UPDATE procedure_version SET processing_system = 'Hệ thống của Bộ Công an'";
        run(t, &system(), async |cx| cx.conn().exec(moved, args![]).await).await.unwrap();
        let id = run(t, &receptionist(), async |cx| external::record(cx, &new).await).await.unwrap();
        assert!(matches!(run(t, &receptionist(), async |cx| external::record(cx, &new).await).await, Err(Error::Invalid(_))), "twice");
        assert_eq!(count(t, "SELECT COUNT(*) FROM dossier").await, 1, "no dossier, no code and no clock of ours");
        say("T4", &report(9, 40, Some(35))).await;
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let (case, _) = external::open(&mut cx, id).await.unwrap();
        assert_eq!((case.ended_at, case.problem.is_empty()), (Some(vn(2026, 11, 16, 7, 25)), false));
        assert_eq!(external::list(&mut cx, &ExternalFilter { needs_check: true, ..ExternalFilter::default() }).await.unwrap().rows.len(), 1);
        assert!(matches!(external::open(&mut t.portal.read(&stranger()).await.unwrap(), id).await, Err(Error::NotFound)), "another counter");
        drop(cx);
        let found = Resolve { text: "Đã hỏi Công an phường, giữ thời điểm đầu".into() };
        run(t, &receptionist(), async |cx| external::resolve(cx, id, case.version, &found).await).await.unwrap();
        assert!(matches!(run(t, &receptionist(), async |cx| external::resolve(cx, id, case.version, &found).await).await, Err(Error::Conflict(_))));
        // Each partner in its own role.
        assert!(matches!(say("T5", &submission("G01-78")).await, Reply::Unreadable(_)));
        assert!(matches!(national(t, "T6", &report(9, 50, None)).await, Reply::Unreadable(_)));
    })
    .await;
}
