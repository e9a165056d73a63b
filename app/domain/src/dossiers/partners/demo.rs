//! The simulated national portal of the demo: somebody submits, supplements, pays or withdraws on its page; it sends messages over
//! HTTP like the real one, and keeps the statuses that it is told.

use super::sign::{self, Judged};
use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::numbering;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Duration, Utc};
use model::partners::{MessageKind, Partner, SimulatedCase, SimulatedLine, SimulatedStatus, SubmissionForm, state_of};
use model::rating::RatingLevel;
use serde_json::{Value, json};
use sqlx::FromRow;

/// How long a claim holds before another process sends again.
const CLAIM: Duration = Duration::seconds(60);
/// A paper for everything that is asked for.
const SAMPLE: &[u8] = b"%PDF-1.4\n% Giay to mo phong tu Cong DVCQG\n%%EOF\n";

fn demo_only(cx: &Cx) -> Result<()> {
    if cx.settings().demo { Ok(()) } else { Err(Error::NotFound) }
}

fn actor() -> Actor {
    Actor::system("Cổng DVCQG mô phỏng")
}

sql!(
    INSERT,
    "INSERT INTO simulated_message (external_code, message_id, kind, body, calls, state, next_at, created_at) VALUES ($1, $2, $3, $4, $5, 'queued', $6, $6)"
);

async fn queue(cx: &mut Cx, code: &str, kind: MessageKind, mut body: Value, calls: i64) -> Result<()> {
    let now = cx.now();
    body["LoaiBanTin"] = json!(kind.as_str());
    body["MaHoSo"] = json!(code);
    body["ThoiDiem"] = json!(now.with_timezone(&model::format::VN).to_rfc3339());
    let id = format!("QG-{}", numbering::random_code(12));
    cx.conn().exec(INSERT, args![code, id, kind.as_str(), body.to_string(), calls.clamp(1, 10), now]).await.map(|_| ())
}

fn paper(part: &str, name: &str) -> Value {
    let content = format!("data:application/pdf;base64,{}", STANDARD.encode(SAMPLE));
    json!({ "TepDinhKemId": numbering::random_code(8), "TenTepDinhKem": name, "MaThanhPhanHoSo": part, "DuongDanTaiTepTin": content })
}

sql!(
    PARTS,
    "SELECT r.seq FROM required_part r JOIN procedure_version v ON v.id = r.version_id JOIN procedure p ON p.id = v.procedure_id
     WHERE p.code = $1 AND v.state = 'published' AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2)
       AND r.kind = 'input' AND r.mandatory AND NOT r.e_form AND r.condition = '' AND r.case_id IS NULL ORDER BY r.seq"
);

/// Somebody submits on the simulated portal; the message is sent `calls` times. Returns the code there.
///
/// # Errors
/// `NotFound` outside the demo.
pub async fn submit(cx: &mut Cx, form: &SubmissionForm, calls: i64) -> Result<String> {
    demo_only(cx)?;
    let today = model::format::local_date(cx.now());
    let code = format!("000.00.00.G22-{}-{}", today.format("%y%m%d"), numbering::random_code(6));
    let parts: Vec<(i64,)> = cx.conn().all(PARTS, args![&form.procedure, today]).await?;
    let papers: Vec<Value> = parts.iter().map(|(seq,)| paper(&seq.to_string(), &format!("giay-to-{seq}.pdf"))).collect();
    let body = json!({
        "MaTTHC": form.procedure, "ChuHoSo": form.name, "LoaiDoiTuong": 1, "MaDoiTuong": form.number, "SoDienThoai": form.phone,
        "TrichYeuHoSo": "Nộp trên Cổng Dịch vụ công quốc gia (mô phỏng)", "DonViXuLy": form.unit, "HinhThucTra": 1, "TaiLieuNop": papers,
    });
    queue(cx, &code, MessageKind::Submission, body, calls).await?;
    Ok(code)
}

/// Every paper that is wanted now is sent.
///
/// # Errors
/// `NotFound` outside the demo, `Conflict` if nothing is wanted.
pub async fn supplement(cx: &mut Cx, code: &str, calls: i64) -> Result<()> {
    let (request, papers) = case(cx, code).await?.wanted.ok_or_else(|| Error::conflict("Hồ sơ không có yêu cầu bổ sung nào đang chờ."))?;
    let item =
        |(item, ..): &(i64, String, String)| json!({ "MaGiayTo": item, "NoiDung": "Đã bổ sung", "TaiLieuNop": [paper("", &format!("bo-sung-{item}.pdf"))] });
    let body = json!({ "HoSoBoSungId": request, "DanhSachGiayToBoSung": papers.iter().map(item).collect::<Vec<_>>() });
    queue(cx, code, MessageKind::Supplement, body, calls).await
}

/// What is due is paid.
///
/// # Errors
/// `NotFound` outside the demo, `Conflict` if nothing is due.
pub async fn pay(cx: &mut Cx, code: &str, calls: i64) -> Result<()> {
    let (charge, amount) = case(cx, code).await?.due.ok_or_else(|| Error::conflict("Hồ sơ không có khoản nào phải nộp."))?;
    let body = json!({ "MaGiaoDich": format!("QG{}", numbering::random_code(10)), "MaPhiLePhi": charge, "SoTien": amount });
    queue(cx, code, MessageKind::Payment, body, calls).await
}

/// The applicant goes back on it.
///
/// # Errors
/// `NotFound` outside the demo and for a code that nobody has.
pub async fn withdraw(cx: &mut Cx, code: &str, calls: i64) -> Result<()> {
    case(cx, code).await?;
    queue(cx, code, MessageKind::Withdrawal, json!({ "LyDo": "Người nộp không còn nhu cầu giải quyết" }), calls).await
}

/// The applicant says how satisfied they are.
///
/// # Errors
/// `NotFound` outside the demo and for a code that nobody has.
pub async fn rate(cx: &mut Cx, code: &str, level: RatingLevel, calls: i64) -> Result<()> {
    case(cx, code).await?;
    queue(cx, code, MessageKind::Rating, json!({ "MucDo": level.number(), "NoiDung": "" }), calls).await
}

/// A message that has to be sent.
#[derive(Debug, Clone, FromRow)]
pub struct Report {
    /// Row number.
    pub id: i64,
    /// Id of the message.
    pub message_id: String,
    /// The body.
    pub body: String,
    /// How often it is sent.
    pub calls: i64,
}

sql!(
    CLAIM_NEXT,
    "UPDATE simulated_message SET state = 'sending', next_at = $2
     WHERE id = (SELECT id FROM simulated_message WHERE state <> 'answered' AND next_at <= $1 ORDER BY next_at, id LIMIT 1) AND next_at <= $1
     RETURNING id, message_id, body, calls"
);
sql!(ANSWERED, "UPDATE simulated_message SET state = 'answered', answer = $2 WHERE id = $1");

/// Claims the next message of the simulated portal, if there is one and this is the demo.
///
/// # Errors
/// If the database cannot be written.
pub async fn claim(portal: &Portal) -> Result<Option<Report>> {
    if !portal.settings().demo {
        return Ok(None);
    }
    let mut cx = portal.write(&actor()).await?;
    let now = cx.now();
    let report = cx.conn().opt(CLAIM_NEXT, args![now, now + CLAIM]).await?;
    cx.commit().await?;
    Ok(report)
}

/// The portal answered.
///
/// # Errors
/// If the database cannot be written.
pub async fn answered(portal: &Portal, id: i64, answer: &str) -> Result<()> {
    let mut cx = portal.write(&actor()).await?;
    cx.conn().exec(ANSWERED, args![id, model::text::clean_line(answer, 500)]).await?;
    cx.commit().await.map(|_| ())
}

sql!(STATUS, "INSERT INTO simulated_status (external_code, message_id, body, received_at) VALUES ($1, $2, $3, $4) ON CONFLICT (message_id) DO NOTHING");

/// The simulated portal takes a status; the same id twice is one. False for a wrong signature or content.
///
/// # Errors
/// If the database cannot be written.
pub async fn take_status(portal: &Portal, message_id: &str, timestamp: &str, signature: &str, body: &[u8]) -> Result<bool> {
    let now = portal.clock().wall().timestamp();
    if sign::judge(portal.settings(), Partner::National, timestamp, signature, body, now) != Judged::Good {
        return Ok(false);
    }
    let Ok(value) = serde_json::from_slice::<Value>(body) else { return Ok(false) };
    let Some(code) = value["MaHoSo"].as_str() else { return Ok(false) };
    let mut cx = portal.write(&actor()).await?;
    let at = cx.now();
    cx.conn().exec(STATUS, args![code, message_id, value.to_string(), at]).await?;
    cx.commit().await?;
    Ok(true)
}

sql!(
    CASES,
    "SELECT m.external_code, COUNT(*), (SELECT COUNT(*) FROM simulated_status s WHERE s.external_code = m.external_code), MAX(m.created_at)
     FROM simulated_message m GROUP BY m.external_code ORDER BY MAX(m.id) DESC LIMIT 50"
);

/// The latest cases of the simulated portal.
///
/// # Errors
/// `NotFound` outside the demo.
pub async fn cases(cx: &mut Cx) -> Result<Vec<SimulatedLine>> {
    demo_only(cx)?;
    let rows: Vec<(String, i64, i64, DateTime<Utc>)> = cx.conn().all(CASES, args![]).await?;
    Ok(rows.into_iter().map(|(code, messages, statuses, at)| SimulatedLine { code, messages, statuses, at }).collect())
}

sql!(SENT, "SELECT kind, calls, state, answer, created_at FROM simulated_message WHERE external_code = $1 ORDER BY id");
sql!(STATUSES, "SELECT body, received_at FROM simulated_status WHERE external_code = $1 ORDER BY id");

/// How long a page waits for what becomes of a message: a status comes within seconds or, for some messages, never.
const AWAITED: Duration = Duration::seconds(60);

/// A case with everything that was sent and received.
///
/// # Errors
/// `NotFound` outside the demo and for a code that nobody has.
pub async fn case(cx: &mut Cx, code: &str) -> Result<SimulatedCase> {
    demo_only(cx)?;
    let code = model::text::clean_line(code, 80);
    let sent: Vec<(String, i64, String, String, DateTime<Utc>)> = cx.conn().all(SENT, args![&code]).await?;
    let Some(last_sent) = sent.last().map(|(.., at)| *at) else { return Err(Error::NotFound) };
    let rows: Vec<(String, DateTime<Utc>)> = cx.conn().all(STATUSES, args![&code]).await?;
    let bodies: Vec<(Value, DateTime<Utc>)> = rows.into_iter().filter_map(|(body, at)| Some((serde_json::from_str(&body).ok()?, at))).collect();
    let sent = sent.into_iter().map(|(kind, calls, state, answer, _)| {
        let label = kind.parse().map_or(kind, |kind: MessageKind| kind.label().to_owned());
        let times = if calls > 1 { format!(" ({calls} lần)") } else { String::new() };
        (format!("{label}{times}"), (state == "answered").then_some(answer))
    });
    let last = bodies.last().map(|(body, _)| body.clone()).unwrap_or_default();
    let awaits = bodies.last().is_none_or(|(_, at)| *at < last_sent) && cx.now() - last_sent <= AWAITED;
    Ok(SimulatedCase {
        sent: sent.collect(),
        statuses: bodies.iter().map(|(body, at)| status(body, *at)).collect(),
        awaits,
        wanted: wanted(&last),
        due: due(&last),
        returned: last["TrangThaiHoSo"].as_i64() == Some(10),
        open: !matches!(last["TrangThaiHoSo"].as_i64(), None | Some(3 | 7..=10)),
        code,
    })
}

fn status(body: &Value, at: DateTime<Utc>) -> SimulatedStatus {
    let state = body["TrangThaiHoSo"].as_i64().unwrap_or_default();
    let what = body["NoiDungXuLy"].as_str().unwrap_or_default();
    let text = [state_of(state), what].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");
    SimulatedStatus { state, text, at }
}

fn wanted(body: &Value) -> Option<(i64, Vec<(i64, String, String)>)> {
    let request = body["DanhSachHoSoBoSung"].as_array()?.first()?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let papers = request["DanhSachGiayToBoSung"].as_array()?;
    let papers = papers.iter().filter_map(|paper| Some((paper["MaGiayTo"].as_i64()?, text(&paper["TenGiayTo"]), text(&paper["LyDo"]))));
    Some((request["HoSoBoSungId"].as_i64()?, papers.collect()))
}

fn due(body: &Value) -> Option<(String, i64)> {
    let fees = body["DanhSachLePhi"].as_array()?;
    let open = fees.iter().find(|fee| fee["ConPhaiNop"].as_i64().unwrap_or_default() > 0)?;
    Some((open["MaPhiLePhi"].as_str()?.to_owned(), open["ConPhaiNop"].as_i64()?))
}
