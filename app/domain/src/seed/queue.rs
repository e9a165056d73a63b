//! Counter groups of every one-stop centre, and a morning at the centre of the demo ward, through the real use cases.

use super::demo_start;
use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::org;
use crate::queue::{self, NewGroup, Target};
use chrono::{DateTime, Duration, Utc};
use model::format::{at_minute, local_date};
use model::org::{UnitKind, UnitLevel};
use model::queue::{Book, Desk};
use rand::Rng;
use rand::rngs::StdRng;

/// Groups of a commune's centre.
const COMMUNE: [NewGroup<'static>; 4] = [
    NewGroup { letter: "A", name: "Hộ tịch, chứng thực", counters: 2, minutes: 6 },
    NewGroup { letter: "B", name: "Đất đai, xây dựng, môi trường", counters: 2, minutes: 8 },
    NewGroup { letter: "C", name: "Người có công, trợ giúp xã hội, y tế", counters: 2, minutes: 8 },
    NewGroup { letter: "D", name: "Trả kết quả", counters: 1, minutes: 4 },
];
/// Groups of the province's centre.
const PROVINCE: [NewGroup<'static>; 5] = [
    NewGroup { letter: "A", name: "Đăng ký kinh doanh, đầu tư", counters: 4, minutes: 8 },
    NewGroup { letter: "B", name: "Đất đai, môi trường", counters: 4, minutes: 10 },
    NewGroup { letter: "C", name: "Tư pháp, lý lịch tư pháp", counters: 3, minutes: 6 },
    NewGroup { letter: "D", name: "Lĩnh vực khác", counters: 4, minutes: 8 },
    NewGroup { letter: "E", name: "Trả kết quả", counters: 2, minutes: 4 },
];
/// The centre of the demo ward, and its clerk.
const CENTRE: &str = "H99.101.04";
const CLERK: &str = "mot.cua";
/// People of the last working day before the demo begins.
const SERVED: i64 = 24;

fn system() -> Actor {
    Actor::system("Dữ liệu mô phỏng")
}

/// Sets up the groups and serves a morning. `progress` hears how many numbers were given.
///
/// # Errors
/// Whatever a use case refuses.
pub async fn seed(portal: &Portal, rng: &mut StdRng, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    portal.clock().set(demo_start());
    let mut cx = portal.write(&system()).await?;
    let today = org::today(&cx);
    let centres = org::all(&mut cx, today).await?.into_iter().filter(|unit| unit.kind == UnitKind::OneStopCentre);
    let mut known = false;
    for centre in centres {
        let groups: &[NewGroup<'_>] = if centre.level == UnitLevel::Province { &PROVINCE } else { &COMMUNE };
        queue::set_up(&mut cx, centre.id, groups).await?;
        known |= centre.code == CENTRE;
    }
    cx.commit().await?;
    if !known {
        return Ok(());
    }
    // Friday, 20/11/2026.
    let friday = at_minute(local_date(demo_start()) - Duration::days(3), 7 * 60);
    last_working_day(portal, friday, rng).await?;
    book(portal, friday).await?;
    let waiting = early_birds(portal).await?;
    portal.clock().set(demo_start());
    progress(u64::try_from(SERVED + waiting).unwrap_or_default());
    Ok(())
}

sql!(CLERK_ACCOUNT, "SELECT a.id, p.full_name FROM account a JOIN person p ON p.id = a.person_id WHERE a.username = $1");

/// The clerk of the demo: may do what the seed needs, and stands in the events.
async fn clerk(portal: &Portal) -> Result<Actor> {
    let mut cx = portal.read(&system()).await?;
    let (account, name): (i64, String) = cx.conn().one(CLERK_ACCOUNT, args![CLERK]).await?;
    Ok(Actor { account_id: Some(account), ..Actor::system(&name) })
}

async fn at(portal: &Portal, actor: &Actor, time: DateTime<Utc>) -> Result<Cx> {
    portal.clock().set(time);
    portal.write(actor).await
}

/// One after the other: number, call, service, end.
async fn last_working_day(portal: &Portal, start: DateTime<Utc>, rng: &mut StdRng) -> Result<()> {
    let (clerk, visitor) = (clerk(portal).await?, Actor::anonymous());
    for n in 0..SERVED {
        let group = COMMUNE[usize::try_from(n % 3).unwrap_or_default()].letter;
        let taken = start + Duration::minutes(n * 11);
        let mut cx = at(portal, &visitor, taken).await?;
        let token = queue::take(&mut cx, CENTRE, group).await?;
        cx.commit().await?;
        let called = taken + Duration::seconds(rng.random_range(30..240));
        let mut cx = at(portal, &clerk, called).await?;
        queue::call_next(&mut cx, &Desk { centre: CENTRE.to_owned(), group: group.to_owned(), counter: 2 }).await?;
        cx.commit().await?;
        let target = Target { token: &token, version: None };
        let mut cx = at(portal, &clerk, called + Duration::seconds(rng.random_range(10..40))).await?;
        queue::start(&mut cx, target).await?;
        cx.commit().await?;
        let mut cx = at(portal, &clerk, called + Duration::seconds(rng.random_range(120..380))).await?;
        queue::done(&mut cx, target).await?;
        cx.commit().await?;
    }
    Ok(())
}

/// Two half hours of the first day of the demo.
async fn book(portal: &Portal, friday: DateTime<Utc>) -> Result<()> {
    let day = local_date(demo_start());
    for (group, minute) in [("A", 8 * 60), ("B", 9 * 60 + 30)] {
        let mut cx = at(portal, &Actor::anonymous(), friday + Duration::hours(8)).await?;
        queue::book(&mut cx, &Book { centre: CENTRE.to_owned(), group: group.to_owned(), day, minute, phone: None }).await?;
        cx.commit().await?;
    }
    Ok(())
}

/// Those who stand before the door when the demo begins.
async fn early_birds(portal: &Portal) -> Result<i64> {
    let groups = ["A", "A", "B", "A", "C"];
    for (group, before) in groups.into_iter().zip([21, 16, 12, 7, 3]) {
        let mut cx = at(portal, &Actor::anonymous(), demo_start() - Duration::minutes(before)).await?;
        queue::take(&mut cx, CENTRE, group).await?;
        cx.commit().await?;
    }
    Ok(i64::try_from(groups.len()).unwrap_or_default())
}
