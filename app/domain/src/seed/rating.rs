//! Invitations for returned dossiers and ratings of some of them, through the real use cases (11 §2).

use super::demo_start;
use crate::actor::Actor;
use crate::cx::Portal;
use crate::error::Result;
use crate::rating::{self, Target};
use chrono::{DateTime, Duration, Utc};
use model::rating::{Answer, INVITE_DAYS, Moderate, Rate, RatingLevel};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use sqlx::FromRow;

/// Most dossiers that are invited: a large province needs no more to be shown.
const MOST: i64 = 4_000;
/// Share of the invited who rate, per cent.
const RATED: u32 = 12;
/// Levels from 5 to 1, per mille.
const LEVELS: [(RatingLevel, u32); 5] = [
    (RatingLevel::VerySatisfied, 825),
    (RatingLevel::Satisfied, 159),
    (RatingLevel::Neutral, 12),
    (RatingLevel::Dissatisfied, 3),
    (RatingLevel::VeryDissatisfied, 1),
];
const GOOD: [&str; 6] = [
    "Cán bộ hướng dẫn rõ ràng, hồ sơ xong trước hẹn.",
    "Nộp ở nhà buổi tối, không phải nghỉ làm để đi nộp.",
    "Được nhắn tin khi có kết quả, rất tiện.",
    "Cô ở quầy giúp tôi điền tờ khai, rất kiên nhẫn.",
    "Nhanh hơn lần trước nhiều.",
    "Chỗ ngồi chờ sạch sẽ, gọi số đúng thứ tự.",
];
const FAIR: [&str; 2] = ["Hồ sơ xong đúng hẹn nhưng phải chờ lâu ở quầy.", "Tờ khai còn nhiều mục khó hiểu."];
/// Planted low ratings of the demo ward: each shows a follow-up.
const LOW: [(RatingLevel, &str); 2] = [
    (RatingLevel::Dissatisfied, "Tôi phải đi lại hai lần vì lần đầu không được dặn mang bản chính."),
    (RatingLevel::VeryDissatisfied, "Hẹn trả buổi sáng nhưng chờ đến chiều mới có người ký."),
];
/// The unit of the sample leader.
const WARD: &str = "H99.101";

#[derive(FromRow)]
struct Returned {
    id: i64,
    returned_at: DateTime<Utc>,
    unit_code: String,
}

sql!(
    RETURNED,
    "SELECT d.id, d.returned_at, u.agency_code AS unit_code
     FROM dossier d JOIN org_unit_version u ON u.unit_id = COALESCE(d.continuing_unit_id, d.competent_unit_id) AND u.valid_to IS NULL
     WHERE d.state = 'returned' AND d.returned_at >= $1 AND d.returned_at < $2 ORDER BY d.returned_at DESC, d.id LIMIT $3"
);
sql!(RATINGS, "SELECT id, version, level, comment_state, rated_at FROM rating ORDER BY id");

/// Invites and rates. `progress` hears how many ratings there are.
///
/// # Errors
/// Whatever a use case refuses.
pub async fn seed(portal: &Portal, rng: &mut StdRng, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    let end = demo_start();
    let mut cx = portal.read(&Actor::system("Dữ liệu mô phỏng")).await?;
    let rows: Vec<Returned> = cx.conn().all(RETURNED, args![end - Duration::days(INVITE_DAYS), end, MOST]).await?;
    drop(cx);
    let (mut made, mut low) = (0, LOW.iter());
    for row in rows {
        let token = invite(portal, &row).await?;
        let planted = if row.unit_code == WARD { low.next() } else { None };
        let input = match planted {
            Some((level, words)) => Some(Rate { level: *level, comment: (*words).to_owned() }),
            None => (rng.random_range(0..100) < RATED).then(|| drawn(rng)),
        };
        if let Some(input) = input {
            let at = row.returned_at + Duration::minutes(rng.random_range(20..3_000));
            portal.clock().set(at.min(end - Duration::minutes(5)));
            let mut cx = portal.write(&Actor::anonymous()).await?;
            rating::rate(&mut cx, &token, 0, &input).await?;
            cx.commit().await?;
            made += 1;
        }
    }
    portal.clock().set(end - Duration::hours(1));
    decide(portal).await?;
    portal.clock().set(end);
    progress(made);
    Ok(())
}

async fn invite(portal: &Portal, row: &Returned) -> Result<String> {
    portal.clock().set(row.returned_at);
    let mut cx = portal.write(&Actor::system("Trả kết quả")).await?;
    let invitation = rating::invite(&mut cx, row.id).await?;
    cx.commit().await?;
    Ok(invitation.token)
}

fn drawn(rng: &mut StdRng) -> Rate {
    let mut at: u32 = rng.random_range(0..1_000);
    let level =
        LEVELS.iter().find(|(_, weight)| at.checked_sub(*weight).map(|rest| at = rest).is_none()).map_or(RatingLevel::VerySatisfied, |(level, _)| *level);
    let words: &[&str] = if level.number() >= 4 { &GOOD } else { &FAIR };
    let comment = if rng.random_range(0..100) < 35 { words.choose(rng).copied().unwrap_or_default().to_owned() } else { String::new() };
    Rate { level, comment }
}

/// Words older than three days were decided about; middling ratings were answered. The low ones wait for the leader.
async fn decide(portal: &Portal) -> Result<()> {
    let mut cx = portal.write(&Actor::system("Bộ phận tiếp nhận ý kiến")).await?;
    let rows: Vec<(i64, i64, i64, String, DateTime<Utc>)> = cx.conn().all(RATINGS, args![]).await?;
    let old = cx.now() - Duration::days(3);
    for (id, mut version, level, words, rated_at) in rows {
        if level <= 2 || rated_at > old {
            continue;
        }
        if words == "pending" {
            rating::moderate(&mut cx, Target { id, version }, &Moderate::Approve).await?;
            version += 1;
        }
        if level == 3 {
            let text = "Cảm ơn ông/bà đã góp ý. Trung tâm đã bố trí thêm người hướng dẫn vào giờ đông.".to_owned();
            rating::answer(&mut cx, Target { id, version }, &Answer { text }).await?;
        }
    }
    cx.commit().await.map(|_| ())
}
