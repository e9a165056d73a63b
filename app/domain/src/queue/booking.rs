//! Booked half hours (C25): at most 30 % of the capacity of a slot, on working days of the centre.

use super::kiosk::{Arrival, give};
use super::steps::today;
use super::{centres, store};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::notify::{self, Recipient};
use crate::{calendar, numbering, org};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use model::format::{at_minute, date, local_date, time};
use model::notify::{Event, NotifyChannel};
use model::queue::{self as rules, Book, BookingState, BookingView, CentreView, DAYS_AHEAD, DayView, GroupView, SLOT, SlotView};
use sqlx::FromRow;
use std::collections::HashMap;

/// Characters of the code of a booking.
const CODE: usize = 8;
/// A slot can be booked until so long before it begins.
const NOTICE: Duration = Duration::minutes(60);
/// Calendar days among which the working days are looked for.
const LOOK: usize = 40;

fn slot_end(slot: DateTime<Utc>) -> DateTime<Utc> {
    slot + Duration::minutes(i64::from(SLOT))
}

#[derive(FromRow)]
struct Row {
    id: i64,
    code: String,
    group_id: i64,
    day: NaiveDate,
    slot_at: DateTime<Utc>,
    state: String,
}

sql!(BY_CODE, "SELECT id, code, group_id, day, slot_at, state FROM queue_booking WHERE code = $1");
sql!(TAKEN, "SELECT slot_at, COUNT(*) FROM queue_booking WHERE group_id = $1 AND slot_at >= $2 AND slot_at < $3 AND state <> 'cancelled' GROUP BY slot_at");
sql!(TAKEN_IN_SLOT, "SELECT COUNT(*) FROM queue_booking WHERE group_id = $1 AND slot_at = $2 AND state <> 'cancelled'");
// Changes nothing: the row stays locked until the end of the transaction.
sql!(LOCK, "UPDATE queue_group SET active = active WHERE id = $1");
sql!(INSERT, "INSERT INTO queue_booking (code, group_id, day, slot_at, state, created_at, updated_at) VALUES ($1, $2, $3, $4, 'booked', $5, $5) RETURNING id");
sql!(MOVE, "UPDATE queue_booking SET state = $2, updated_at = $3 WHERE id = $1 AND state = 'booked'");
sql!(
    APPEND,
    "INSERT INTO queue_booking_event (booking_id, seq, to_state, actor_id, actor_name, at)
     VALUES ($1, (SELECT COUNT(*) + 1 FROM queue_booking_event WHERE booking_id = $1), $2, $3, $4, $5)"
);

async fn append(cx: &mut Cx, booking: i64, state: BookingState) -> Result<()> {
    let (actor, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    cx.conn().exec(APPEND, args![booking, state.as_str(), actor, name, now]).await?;
    cx.audit(AuditEvent::new(format!("queue_booking.{state}"), "queue_booking", booking));
    Ok(())
}

/// The slots of a group by day, those that can still be booked, with the places left.
async fn open_slots(cx: &mut Cx, centre: &CentreView, group: &GroupView) -> Result<Vec<(NaiveDate, Vec<SlotView>)>> {
    let calendar = calendar::of_unit(cx, Some(centre.unit)).await?;
    let (first, earliest) = (today(cx), cx.now() + NOTICE);
    // A year without calendar ends the list; the administrators are told of it elsewhere.
    let working = first.iter_days().take(LOOK).map_while(|day| calendar.segments(day).ok().map(|hours| (day, rules::slots(hours))));
    let days: Vec<(NaiveDate, Vec<u16>)> = working.filter(|(_, slots)| !slots.is_empty()).take(DAYS_AHEAD).collect();
    let Some((last, _)) = days.last() else { return Ok(Vec::new()) };
    let (from, to) = model::format::day_range(first, *last);
    let taken: HashMap<DateTime<Utc>, i64> = cx.conn().all::<(DateTime<Utc>, i64)>(TAKEN, args![group.id, from, to]).await?.into_iter().collect();
    let most = rules::bookable(group.counters, group.minutes);
    let left = |day: NaiveDate, minute: u16| {
        let at = at_minute(day, minute);
        (at >= earliest).then(|| SlotView { minute, left: (most - taken.get(&at).copied().unwrap_or_default()).max(0) })
    };
    Ok(days.into_iter().map(|(day, slots)| (day, slots.into_iter().filter_map(|minute| left(day, minute)).collect())).collect())
}

/// The next ten working days of a centre with the places left in a group.
///
/// # Errors
/// `NotFound` for no centre, `Invalid` on `nhom`.
pub async fn days(cx: &mut Cx, centre: &str, letter: &str) -> Result<Vec<DayView>> {
    let centre = centres::centre(cx, centre).await?;
    let group = centres::group(&centre, letter, "nhom")?;
    let days = open_slots(cx, &centre, group).await?;
    Ok(days.into_iter().filter(|(_, slots)| !slots.is_empty()).map(|(day, slots)| DayView { day, left: slots.iter().map(|slot| slot.left).sum() }).collect())
}

/// The half hours of a day that can still be booked, with the places left.
///
/// # Errors
/// As [`days`].
pub async fn slots(cx: &mut Cx, centre: &str, letter: &str, day: NaiveDate) -> Result<Vec<SlotView>> {
    let centre = centres::centre(cx, centre).await?;
    let group = centres::group(&centre, letter, "nhom")?;
    let days = open_slots(cx, &centre, group).await?;
    Ok(days.into_iter().find(|(of, _)| *of == day).map(|(_, slots)| slots).unwrap_or_default())
}

/// Books a half hour and returns the code to show. With a telephone number the code is sent there; the number is not kept.
///
/// # Errors
/// `NotFound` for no centre, `Invalid` on `nhom`, `ngay` or `gio`: no working day, too late, or no place left.
pub async fn book(cx: &mut Cx, input: &Book) -> Result<String> {
    let centre = centres::centre(cx, &input.centre).await?;
    let group = centres::group(&centre, &input.group, "nhom")?;
    let days = open_slots(cx, &centre, group).await?;
    let day = days.iter().find(|(day, _)| *day == input.day);
    let (_, slots) = day.ok_or_else(|| Error::field("ngay", "Trung tâm không nhận đặt lịch ngày này. Hãy chọn một ngày trong danh sách."))?;
    if !slots.iter().any(|slot| slot.minute == input.minute) {
        return Err(Error::field("gio", "Khung giờ này không nhận đặt lịch nữa. Hãy chọn khung giờ khác."));
    }
    let (slot_at, now) = (at_minute(input.day, input.minute), cx.now());
    // Bookings of one group one after the other, so that the last place is given once.
    cx.conn().exec(LOCK, args![group.id]).await?;
    let taken = cx.conn().count(TAKEN_IN_SLOT, args![group.id, slot_at]).await?;
    if taken >= rules::bookable(group.counters, group.minutes) {
        return Err(Error::field("gio", "Khung giờ này đã hết chỗ đặt trước. Hãy chọn khung giờ khác, hoặc đến lấy số trực tiếp."));
    }
    let code = numbering::random_code(CODE);
    let id = cx.conn().id(INSERT, args![&code, group.id, input.day, slot_at, now]).await?;
    append(cx, id, BookingState::Booked).await?;
    if let Some(phone) = &input.phone {
        let link = format!("/dat-lich/{code}");
        let to = Recipient { phone: Some(phone.clone()), channels: vec![NotifyChannel::Sms], ..Recipient::default() };
        let values = [
            ("gio", time(slot_at)),
            ("ngay", date(input.day)),
            ("noi", centre.name.clone()),
            ("ma", code.clone()),
            ("link", format!("{}{link}", cx.settings().base_url)),
        ];
        notify::send(cx, Event::QueueBooked, &format!("queue:{code}"), &to, &values, &link).await?;
    }
    Ok(code)
}

/// A booking by its code.
///
/// # Errors
/// `NotFound` for an unknown code.
pub async fn booking(cx: &mut Cx, code: &str) -> Result<BookingView> {
    let row: Row = cx.conn().one(BY_CODE, args![code]).await?;
    let group = store::group(&mut cx.conn(), row.group_id).await?;
    let unit = org::unit(cx, group.unit_id, local_date(row.slot_at)).await?;
    let state: BookingState = row.state.parse()?;
    Ok(BookingView {
        may_cancel: state == BookingState::Booked && cx.now() < slot_end(row.slot_at),
        group: group.label(),
        centre_code: unit.code,
        centre: unit.name,
        address: unit.address,
        code: row.code,
        slot_at: row.slot_at,
        state,
    })
}

/// Moves a booking that nobody used to its end.
async fn end(cx: &mut Cx, row: &Row, to: BookingState) -> Result<()> {
    let now = cx.now();
    if cx.conn().exec(MOVE, args![row.id, to.as_str(), now]).await? == 0 {
        let state: BookingState = cx.conn().one::<Row>(BY_CODE, args![&row.code]).await?.state.parse()?;
        return Err(Error::conflict(format!("Lịch hẹn này đang ở trạng thái “{}”. Hãy tải lại trang.", state.label())));
    }
    append(cx, row.id, to).await
}

/// Cancels a booking; its place is free again.
///
/// # Errors
/// `NotFound` for an unknown code, `Conflict` if it was used, cancelled or is over.
pub async fn cancel_booking(cx: &mut Cx, code: &str) -> Result<()> {
    let row: Row = cx.conn().one(BY_CODE, args![code]).await?;
    if cx.now() >= slot_end(row.slot_at) {
        return Err(Error::conflict("Giờ hẹn đã qua, không cần hủy nữa."));
    }
    end(cx, &row, BookingState::Cancelled).await
}

/// Arrives at the centre with a booking: takes a number that goes first from the beginning of the slot. Who comes after the
/// end of the slot gets a number without that right.
///
/// # Errors
/// `Invalid` on `ma_lich` for an unknown code, another centre or another day; `Conflict` outside the hours, or if it was used.
pub async fn arrive(cx: &mut Cx, centre: &str, code: &str) -> Result<String> {
    let centre = centres::centre(cx, centre).await?;
    let row: Option<Row> = cx.conn().opt(BY_CODE, args![code]).await?;
    let row = row.ok_or_else(|| Error::field("ma_lich", "Không tìm thấy lịch hẹn này. Hãy kiểm tra lại mã, hoặc lấy số không cần lịch hẹn."))?;
    let Some(group) = centre.groups.iter().find(|group| group.id == row.group_id) else {
        return Err(Error::field("ma_lich", "Lịch hẹn này ở trung tâm khác. Hãy xem lại nơi hẹn, hoặc lấy số không cần lịch hẹn."));
    };
    if row.day != today(cx) {
        return Err(Error::field("ma_lich", format!("Lịch hẹn này vào ngày {}. Hôm nay bạn có thể lấy số không cần lịch hẹn.", date(row.day))));
    }
    end(cx, &row, BookingState::Arrived).await?;
    let arrival = Arrival { booking: row.id, slot: row.slot_at, in_time: cx.now() < slot_end(row.slot_at) };
    give(cx, &centre, group, Some(arrival)).await
}
