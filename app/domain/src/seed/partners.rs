//! The exchange of the demo province: the national portal as a channel, cases of a ministry's system, opinions of other units.

use super::demo_start;
use crate::actor::Actor;
use crate::config::Settings;
use crate::cx::Portal;
use crate::dossiers::consult;
use crate::dossiers::partners::inbox::{self, Call};
use crate::dossiers::partners::{demo, external, sign};
use crate::error::{Error, Result};
use crate::procedures::channel;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use model::dossiers::{Ask, Opinion};
use model::format::{at_minute, local_date};
use model::partners::{Channels, NewExternal, Partner, SubmissionForm};
use serde_json::json;

/// Procedures that the national portal takes, and whether this portal takes them too.
const CHANNELS: [(&str, bool); 3] = [("1.004873", true), ("1.000656", true), ("1.004884", false)];
/// Submissions of the last weekend: procedure and applicant. The last one names a procedure that nobody knows.
const SUBMISSIONS: [(&str, &str); 4] =
    [("1.004873", "Hoàng Mẫu Thu"), ("1.000656", "Lê Mẫu Phương"), ("1.004884", "Đặng Mẫu Hiền"), ("9.999999", "Phạm Mẫu Lạc")];
/// Cases of the residence system: the ministry's code and applicant.
const EXTERNAL: [(&str, &str); 2] = [("G01.899.107-261118-0007", "Trịnh Mẫu Hạnh"), ("G01.899.107-261119-0012", "Bùi Mẫu Kiên")];
/// The demo ward.
const WARD: &str = "H99.101";

fn system() -> Actor {
    Actor::system("Dữ liệu mô phỏng")
}

/// An instant so many days before the demo begins, at this minute of the day.
fn before(days: i64, minute: u16) -> DateTime<Utc> {
    at_minute(local_date(demo_start()) - Duration::days(days), minute)
}

/// Makes everything. Needs dossiers. `progress` hears how many records there are.
///
/// # Errors
/// Whatever a use case refuses.
pub async fn seed(portal: &Portal, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    // The simulated portal and its keys exist in the demo only.
    let settings = Settings { demo: true, ..portal.settings().clone() };
    let portal = &Portal::new(portal.db().clone(), portal.clock().clone(), portal.files().clone(), settings);
    let mut made = questions(portal).await?;
    made += channels(portal).await?;
    made += external_cases(portal).await?;
    portal.clock().set(demo_start());
    progress(made);
    Ok(())
}

// Dossiers at work that nobody touched since; those of the demo ward first.
sql!(
    AT_WORK,
    "SELECT d.submission_code, d.version, CAST(CASE WHEN u.agency_code = $2 THEN 1 ELSE 0 END AS BIGINT)
     FROM dossier d JOIN org_unit_version u ON u.unit_id = d.competent_unit_id AND u.valid_to IS NULL
     WHERE d.state = 'processing' AND d.stage IN ('examining', 'drafting') AND d.updated_at < $1
     ORDER BY CASE WHEN u.agency_code = $2 THEN 0 ELSE 1 END, d.id LIMIT 40"
);

/// The demo ward asks others, others ask the demo ward: one answered, one late, one still in time.
async fn questions(portal: &Portal) -> Result<u64> {
    let at = before(4, 9 * 60);
    portal.clock().set(at);
    let mut cx = portal.read(&system()).await?;
    let rows: Vec<(String, i64, i64)> = cx.conn().all(AT_WORK, args![at, WARD]).await?;
    let ward = crate::org::by_code(&mut cx, WARD, local_date(at)).await?;
    drop(cx);
    let day = |ago: i64| -> NaiveDate { local_date(demo_start()) - Duration::days(ago) };
    let (own, foreign): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(.., home)| *home == 1);
    let mut made = 0;
    for (i, (code, version, _)) in own.into_iter().take(2).enumerate() {
        let due = if i == 0 { day(3) } else { day(-2) };
        let input = |unit: i64| Ask {
            unit,
            question: "Đề nghị cho ý kiến về hiện trạng và hồ sơ lưu liên quan đến yêu cầu của người nộp".to_owned(),
            due,
            mandatory: i == 0,
            papers: Vec::new(),
            uploads: Vec::new(),
        };
        let mut cx = portal.write(&system()).await?;
        let Some((unit, _)) = consult::unit_choices(&mut cx, &code).await?.into_iter().find(|(unit, _)| *unit != ward.id) else { continue };
        consult::ask(&mut cx, &code, version, &input(unit)).await?;
        let line = consult::of_dossier(&mut cx, &code).await?.pop();
        if let Some(line) = line.filter(|_| i == 1) {
            let opinion =
                Opinion { text: "Không có vướng mắc. Hồ sơ lưu khớp với nội dung người nộp khai.".to_owned(), uploads: Vec::new() };
            consult::answer(&mut cx, line.id, 1, &opinion).await?;
        }
        cx.commit().await?;
        made += 1;
    }
    for (i, (code, version, _)) in foreign.into_iter().take(2).enumerate() {
        let question = "Đề nghị xác nhận thông tin cư trú của người nộp trên địa bàn phường".to_owned();
        let due = if i == 0 { day(0) } else { day(-3) };
        let input = Ask { unit: ward.id, question, due, mandatory: true, papers: Vec::new(), uploads: Vec::new() };
        let mut cx = portal.write(&system()).await?;
        consult::ask(&mut cx, &code, version, &input).await?;
        cx.commit().await?;
        made += 1;
    }
    Ok(made)
}

/// Opens the channel for some procedures and lets the simulated national portal submit.
async fn channels(portal: &Portal) -> Result<u64> {
    portal.clock().set(before(20, 9 * 60));
    let mut cx = portal.write(&system()).await?;
    for (code, local) in CHANNELS {
        let reason = "Mở kênh Cổng Dịch vụ công quốc gia theo lộ trình của tỉnh".to_owned();
        channel::set(&mut cx, code, &Channels { local, national: true, reason, changed: None }).await?;
    }
    cx.commit().await?;
    for (minute, (procedure, name)) in (0..).zip(SUBMISSIONS) {
        portal.clock().set(before(1, 14 * 60 + minute));
        let number = format!("9990900001{minute:02}");
        let form = SubmissionForm { procedure: procedure.to_owned(), unit: WARD.to_owned(), name: name.to_owned(), number, phone: "0999900009".to_owned() };
        let mut cx = portal.write(&system()).await?;
        demo::submit(&mut cx, &form, 1).await?;
        cx.commit().await?;
        while let Some(report) = demo::claim(portal).await? {
            let said = send(portal, Partner::National, &report.message_id, &report.body).await?;
            demo::answered(portal, report.id, said).await?;
        }
    }
    Ok(u64::try_from(SUBMISSIONS.len()).unwrap_or_default())
}

/// A message as a partner sends it; what became of it, in words.
async fn send(portal: &Portal, partner: Partner, id: &str, body: &str) -> Result<&'static str> {
    let timestamp = portal.clock().wall().timestamp().to_string();
    let signature = sign::sign(portal.settings(), partner, &timestamp, body.as_bytes()).unwrap_or_default();
    let call = Call { partner: partner.as_str(), message_id: id, timestamp: &timestamp, signature: &signature, body: body.as_bytes() };
    match inbox::receive(portal, call).await? {
        inbox::Reply::Kept { state, .. } => Ok(state.label()),
        other => Err(Error::internal(format!("{other:?}"))),
    }
}

/// Two cases of the residence system, recorded at the counter of the demo ward; one of them is reported with two ends.
async fn external_cases(portal: &Portal) -> Result<u64> {
    portal.clock().set(before(5, 10 * 60));
    let mut cx = portal.read(&system()).await?;
    let centre = crate::org::by_code(&mut cx, &format!("{WARD}.04"), local_date(before(5, 0))).await;
    drop(cx);
    let mut counter = Actor::system("Trần Mẫu An");
    counter.unit_id = centre.ok().map(|unit| unit.id);
    let mut cx = portal.write(&counter).await?;
    for (code, applicant) in EXTERNAL {
        let new = NewExternal { procedure: "1.004222".to_owned(), code: code.to_owned(), applicant: applicant.to_owned() };
        external::record(&mut cx, &new).await?;
    }
    cx.commit().await?;
    let (first, second) = (EXTERNAL[0].0, EXTERNAL[1].0);
    let reports = [(first, 2, 4, None), (first, 9, 2, Some(480)), (second, 4, 3, None), (first, 9, 1, Some(540))];
    for (n, (code, state, days, ended)) in reports.into_iter().enumerate() {
        let at = before(days, 600);
        portal.clock().set(at);
        let ended = ended.map(|minute| before(2, minute).to_rfc3339());
        let body = json!({ "LoaiBanTin": "CapNhatTrangThai", "MaHoSo": code, "ThoiDiem": at.to_rfc3339(), "TrangThaiHoSo": state, "NgayKetThucXuLy": ended });
        send(portal, Partner::Police, &format!("CA-{n}"), &body.to_string()).await?;
    }
    Ok(2)
}
