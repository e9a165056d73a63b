//! Mail among the officials of the demo province: sixty days through the real use cases, in order of time (11 §2).

use super::{Size, demo, demo_start};
use crate::actor::{Actor, ActorKind};
use crate::cx::Portal;
use crate::error::Result;
use crate::mailbox::{self, add_recipient, send_at_once};
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc, Weekday};
use model::format::{at_minute, local_date};
use model::mailbox::{AddressLine, DraftInput};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use sqlx::FromRow;

/// Days of history.
const DAYS: u64 = 60;
/// Messages of the last days stay unread with the sample accounts, so that somebody finds work there.
const FRESH: Duration = Duration::days(4);

/// Number of messages of a size (11 §1).
const fn number(size: Size) -> usize {
    match size {
        Size::S => 5_000,
        Size::M => 20_000,
        Size::L => 100_000,
    }
}

/// Subject and body; `{v}` stands for the matter, `{d}` for a day.
const LETTERS: [(&str, &str); 10] = [
    (
        "Chuẩn bị nội dung họp giao ban về {v}",
        "Cuộc họp giao ban tuần này dành thời gian cho nội dung {v}. Đề nghị đồng chí chuẩn bị số liệu, nêu rõ việc còn chậm và nguyên nhân.\n\nMong nhận được tài liệu trước 16:00 ngày {d} để kịp in.",
    ),
    (
        "Xin ý kiến dự thảo báo cáo {v}",
        "Tôi gửi dự thảo báo cáo {v}. Nhờ đồng chí đọc kỹ phần số liệu ở mục II và góp ý trực tiếp bằng thư trả lời.\n\nSau ngày {d} nếu không có ý kiến khác, bộ phận tổng hợp sẽ hoàn thiện để trình.",
    ),
    (
        "Lịch kiểm tra liên ngành: {v}",
        "Đoàn kiểm tra liên ngành về {v} làm việc tại cơ sở trong buổi sáng ngày {d}. Đề nghị bố trí người phụ trách cùng đi và chuẩn bị hồ sơ liên quan.",
    ),
    (
        "Đề nghị bổ sung số liệu {v}",
        "Qua rà soát, số liệu về {v} của đơn vị còn thiếu so với kỳ trước. Nhờ đồng chí kiểm tra và gửi lại bản đầy đủ trước ngày {d}.",
    ),
    ("Tiến độ thực hiện {v}", "Tôi báo cáo nhanh tiến độ {v}: phần chuẩn bị đã xong, đang chờ ý kiến của đơn vị phối hợp. Dự kiến hoàn thành trước ngày {d}."),
    ("Mời tập huấn {v}", "Lớp tập huấn {v} tổ chức một buổi, từ 08:00 ngày {d} tại hội trường. Đề nghị đăng ký người tham dự bằng thư trả lời."),
    (
        "Trao đổi về hồ sơ {v}",
        "Trong quá trình xử lý hồ sơ liên quan đến {v}, tôi gặp một điểm chưa rõ về thẩm quyền. Nhờ đồng chí cho ý kiến để trả lời người dân đúng hẹn.",
    ),
    ("Phân công trực và phối hợp {v}", "Gửi các đồng chí lịch trực phục vụ công tác {v}. Ai cần đổi ca, báo trước ngày {d} để sắp xếp."),
    (
        "Kết luận cuộc họp về {v}",
        "Tôi gửi tóm tắt kết luận cuộc họp về {v}:\n- Thống nhất phương án đã trình.\n- Các phòng hoàn thiện phần việc của mình trước ngày {d}.\n- Văn phòng theo dõi, đôn đốc.\n\nĐề nghị các đồng chí thực hiện.",
    ),
    (
        "Cảm ơn và phản hồi về {v}",
        "Cảm ơn đồng chí đã gửi tài liệu về {v}. Tôi đã xem, nội dung đạt yêu cầu; chỉ xin chỉnh lại bảng 2 cho khớp với số liệu tháng trước.",
    ),
];

const MATTERS: [&str; 18] = [
    "chuyển đổi số",
    "cải cách thủ tục hành chính",
    "an toàn thực phẩm",
    "giải ngân vốn đầu tư công",
    "phòng, chống thiên tai",
    "vệ sinh môi trường",
    "quản lý trật tự xây dựng",
    "chi trả an sinh xã hội",
    "rà soát hộ kinh doanh",
    "tuyển sinh đầu cấp",
    "khám sức khỏe định kỳ",
    "thu thuế đất phi nông nghiệp",
    "sắp xếp nhà văn hóa thôn",
    "cấp căn cước cho học sinh",
    "tiếp công dân tháng này",
    "số hóa hồ sơ lưu trữ",
    "an toàn giao thông",
    "kiểm kê đất đai",
];

/// An official who writes and reads.
#[derive(FromRow)]
struct Official {
    account_id: i64,
    person_id: i64,
    username: String,
    full_name: String,
    position: String,
    unit_id: i64,
    unit_name: String,
}

sql!(
    OFFICIALS,
    "SELECT a.id AS account_id, p.id AS person_id, a.username, p.full_name, e.position, e.unit_id, v.name AS unit_name FROM account a
     JOIN person p ON p.id = a.person_id
     JOIN employment e ON e.id = (SELECT MIN(x.id) FROM employment x WHERE x.person_id = p.id AND x.valid_from <= $1 AND (x.valid_to IS NULL OR x.valid_to > $1))
     JOIN org_unit_version v ON v.unit_id = e.unit_id AND v.valid_from <= $1 AND (v.valid_to IS NULL OR v.valid_to > $1)
     WHERE a.kind = 'official' AND a.state = 'active' ORDER BY a.id"
);

/// Makes the mailboxes and the messages. `progress` hears how many messages were sent.
///
/// # Errors
/// Whatever a use case refuses.
pub async fn seed(portal: &Portal, size: Size, rng: &mut StdRng, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    let end = demo_start();
    portal.clock().set(end - Duration::days(i64::try_from(DAYS).unwrap_or(60)));
    let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
    let officials: Vec<Official> = cx.conn().all(OFFICIALS, args![local_date(end)]).await?;
    mailbox::ensure_people(&mut cx, None).await?;
    mailbox::ensure_organisations(&mut cx).await?;
    cx.commit().await?;
    if officials.len() < 2 {
        return Ok(());
    }
    let known: Vec<usize> = (0..officials.len()).filter(|i| demo::OFFICIALS.iter().any(|sample| sample.username == officials[*i].username)).collect();
    let mut times: Vec<DateTime<Utc>> = (0..number(size)).filter_map(|_| moment(rng, local_date(end))).filter(|at| *at < end).collect();
    times.sort_unstable();
    let count = times.len();
    for (n, at) in times.into_iter().enumerate() {
        // The sample accounts get a share, and all of them something on the last days.
        let to = if rng.random_bool(0.06) && !known.is_empty() { *known.choose(rng).unwrap_or(&0) } else { rng.random_range(0..officials.len()) };
        let from = neighbour(&officials, to, rng);
        if from != to {
            portal.clock().set(at);
            let id = one(portal, &officials[from], &officials[to], at, rng).await?;
            let waits = known.contains(&to) && end - at < FRESH;
            if !waits && rng.random_bool(0.85) {
                // Read somewhat later, but before the next message: the order of time holds.
                open(portal, &officials[to], id).await?;
            }
        }
        if n % 250 == 249 || n + 1 == count {
            progress(n as u64 + 1);
        }
    }
    last_morning(portal, &officials, &known, end, rng).await?;
    portal.clock().set(end);
    Ok(())
}

/// What every sample account finds on Monday morning: two unread messages, one of which wants an answer today.
async fn last_morning(portal: &Portal, officials: &[Official], known: &[usize], end: DateTime<Utc>, rng: &mut StdRng) -> Result<()> {
    for to in known {
        for asks in [false, true] {
            let from = neighbour(officials, *to, rng);
            if from == *to {
                continue;
            }
            let at = end - Duration::minutes(rng.random_range(2..40));
            portal.clock().set(at);
            let mut letter = letter(&officials[from], &officials[*to], at, rng);
            letter.reply_by = asks.then(|| local_date(end));
            letter.important = asks;
            write(portal, &officials[from], &officials[*to], letter).await?;
        }
    }
    Ok(())
}

/// A working minute of one of the last sixty days, more of them lately.
fn moment(rng: &mut StdRng, last: NaiveDate) -> Option<DateTime<Utc>> {
    let back = rng.random_range(0..DAYS).min(rng.random_range(0..DAYS));
    let day = last.checked_sub_days(Days::new(back))?;
    let day = match day.weekday() {
        Weekday::Sat => day.checked_sub_days(Days::new(1))?,
        Weekday::Sun => day.checked_sub_days(Days::new(2))?,
        _ => day,
    };
    let minute = if rng.random_bool(0.5) { rng.random_range(450..690) } else { rng.random_range(810..1020) };
    Some(at_minute(day, minute))
}

/// Mostly somebody of the same unit, else anybody.
fn neighbour(officials: &[Official], to: usize, rng: &mut StdRng) -> usize {
    if rng.random_bool(0.6) {
        let same: Vec<usize> = (0..officials.len()).filter(|i| *i != to && officials[*i].unit_id == officials[to].unit_id).collect();
        if let Some(found) = same.choose(rng) {
            return *found;
        }
    }
    rng.random_range(0..officials.len())
}

fn letter(from: &Official, to: &Official, at: DateTime<Utc>, rng: &mut StdRng) -> DraftInput {
    let (subject, body) = LETTERS[rng.random_range(0..LETTERS.len())];
    let matter = MATTERS[rng.random_range(0..MATTERS.len())];
    let day = local_date(at).checked_add_days(Days::new(rng.random_range(1..6))).map(model::format::date).unwrap_or_default();
    let fill = |text: &str| text.replace("{v}", matter).replace("{d}", &day);
    let body = format!("Kính gửi đồng chí {},\n\n{}\n\nTrân trọng,\n{}", to.full_name, fill(body), from.full_name);
    DraftInput { subject: fill(subject), body, important: rng.random_bool(0.05), ..DraftInput::default() }
}

async fn one(portal: &Portal, from: &Official, to: &Official, at: DateTime<Utc>, rng: &mut StdRng) -> Result<i64> {
    let letter = letter(from, to, at, rng);
    write(portal, from, to, letter).await
}

async fn write(portal: &Portal, from: &Official, to: &Official, letter: DraftInput) -> Result<i64> {
    let mut cx = portal.write(&actor(from)).await?;
    let id = mailbox::save_draft(&mut cx, &letter, None).await?;
    add_recipient(&mut cx, id, AddressLine::To, &format!("p-{}", to.person_id)).await?;
    send_at_once(&mut cx, &DraftInput { draft: Some(id), ..letter }).await?;
    cx.commit().await?;
    Ok(id)
}

async fn open(portal: &Portal, who: &Official, id: i64) -> Result<()> {
    let mut cx = portal.write(&actor(who)).await?;
    mailbox::open(&mut cx, id).await?;
    cx.commit().await?;
    Ok(())
}

fn actor(official: &Official) -> Actor {
    let mut actor = Actor::new(ActorKind::Official, &official.full_name);
    actor.account_id = Some(official.account_id);
    actor.person_id = Some(official.person_id);
    actor.position.clone_from(&official.position);
    actor.unit_id = Some(official.unit_id);
    actor.unit_name.clone_from(&official.unit_name);
    actor
}
