//! Booked half hours (C25).

use crate::queue::support::*;
use chrono::{Duration, NaiveDate};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Error, Portal, args, queue};
use model::queue::{Book, BookingState};

fn input(day: NaiveDate, minute: u16) -> Book {
    Book { centre: CENTRE.to_owned(), group: "A".to_owned(), day, minute, phone: None }
}

async fn book(portal: &Portal, input: &Book) -> domain::Result<String> {
    run(portal, &visitor(), async |cx| queue::book(cx, input).await).await
}

/// At most 30 % of a slot, also when many book at once; a cancelled place is free again.
#[tokio::test(flavor = "multi_thread")]
async fn at_most_thirty_per_cent_of_a_slot() {
    with_dbs(async |t| {
        lay(t, 0).await;
        let wanted = input(day(25), 8 * 60);
        let mut tries = Vec::new();
        for _ in 0..12 {
            let (portal, wanted) = (t.portal.clone(), wanted.clone());
            tries.push(tokio::spawn(async move { book(&portal, &wanted).await }));
        }
        let mut codes = Vec::new();
        for one in tries {
            match one.await.unwrap() {
                Ok(code) => codes.push(code),
                Err(Error::Invalid(errors)) => assert!(errors.of("gio").is_some()),
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(codes.len(), 3, "{}", t.engine);
        let left = run(&t.portal, &visitor(), async |cx| queue::slots(cx, CENTRE, "A", day(25)).await).await.unwrap();
        assert_eq!(left.iter().find(|slot| slot.minute == 8 * 60).unwrap().left, 0);
        assert_eq!(left.iter().find(|slot| slot.minute == 8 * 60 + 30).unwrap().left, 3);
        run(&t.portal, &visitor(), async |cx| queue::cancel_booking(cx, &codes[0]).await).await.unwrap();
        assert!(run(&t.portal, &visitor(), async |cx| queue::cancel_booking(cx, &codes[0]).await).await.is_err());
        book(&t.portal, &wanted).await.unwrap();
        assert!(book(&t.portal, &wanted).await.is_err());
    })
    .await;
}

/// Working days of the centre only (24/11/2026 is a day off), a while ahead, whole slots.
#[tokio::test(flavor = "multi_thread")]
async fn only_working_days_and_slots_to_come() {
    with_dbs(async |t| {
        lay(t, 0).await;
        let p = &t.portal;
        p.clock().set(vn(2026, 11, 23, 9, 10));
        let days = run(p, &visitor(), async |cx| queue::days(cx, CENTRE, "A").await).await.unwrap();
        assert_eq!(days.len(), 10);
        assert_eq!(days.iter().map(|row| row.day).take(3).collect::<Vec<_>>(), [day(23), day(25), day(26)]);
        let today = run(p, &visitor(), async |cx| queue::slots(cx, CENTRE, "A", day(23)).await).await.unwrap();
        assert_eq!(today.first().unwrap().minute, 10 * 60 + 30);
        for (wrong, field) in
            [(input(day(24), 8 * 60), "ngay"), (input(day(29), 8 * 60), "ngay"), (input(day(23), 10 * 60), "gio"), (input(day(25), 12 * 60), "gio")]
        {
            match book(p, &wrong).await {
                Err(Error::Invalid(errors)) => assert!(errors.of(field).is_some(), "{wrong:?}"),
                other => panic!("{wrong:?}: {other:?}"),
            }
        }
        let far = NaiveDate::from_ymd_opt(2027, 3, 1).unwrap();
        assert!(book(p, &input(far, 8 * 60)).await.is_err());
    })
    .await;
}

async fn arrive(t: &TestPortal, centre: &str, code: &str) -> domain::Result<String> {
    run(&t.portal, &visitor(), async |cx| queue::arrive(cx, centre, code).await).await
}

/// Who comes in time goes first from the beginning of the slot; who comes late waits like the others.
#[tokio::test(flavor = "multi_thread")]
async fn who_booked_goes_first_in_the_slot() {
    with_dbs(async |t| {
        let clerk = lay(t, 1).await.remove(0);
        let p = &t.portal;
        let (in_time, late) = (book(p, &input(day(25), 9 * 60)).await.unwrap(), book(p, &input(day(25), 8 * 60)).await.unwrap());
        assert!(matches!(arrive(t, CENTRE, &in_time).await, Err(Error::Invalid(_))), "another day");
        p.clock().set(vn(2026, 11, 25, 8, 40));
        assert!(matches!(arrive(t, OTHER, &in_time).await, Err(Error::Invalid(_))), "another centre");
        assert!(matches!(arrive(t, CENTRE, "KHONGCO1").await, Err(Error::Invalid(_))));
        let walk_ins = [take(t).await, take(t).await];
        p.clock().advance(Duration::minutes(1));
        let (late, booked) = (arrive(t, CENTRE, &late).await.unwrap(), arrive(t, CENTRE, &in_time).await.unwrap());
        assert!(matches!(arrive(t, CENTRE, &in_time).await, Err(Error::Conflict(_))), "used twice");
        let ahead = async |token: &str| {
            let mut cx = p.read(&visitor()).await.unwrap();
            queue::ticket(&mut cx, token).await.unwrap().ahead
        };
        // Before the slot begins everybody stands in the order of arrival.
        assert_eq!((ahead(&walk_ins[0]).await, ahead(&walk_ins[1]).await, ahead(&late).await, ahead(&booked).await), (0, 1, 2, 3));
        p.clock().set(vn(2026, 11, 25, 9, 0));
        assert_eq!((ahead(&booked).await, ahead(&walk_ins[0]).await, ahead(&late).await), (0, 1, 3));
        assert_eq!(call(t, &clerk).await.unwrap().as_deref(), Some("A004"));
        let mut cx = p.read(&visitor()).await.unwrap();
        assert_eq!(queue::booking(&mut cx, &in_time).await.unwrap().state, BookingState::Arrived);
        assert!(matches!(queue::booking(&mut cx, "KHONGCO1").await, Err(Error::NotFound)));
    })
    .await;
}

/// The number gets the code by message and stands nowhere else.
#[tokio::test(flavor = "multi_thread")]
async fn the_telephone_number_is_not_kept() {
    with_dbs(async |t| {
        lay(t, 0).await;
        let code = book(&t.portal, &Book { phone: Some("0999900077".into()), ..input(day(25), 8 * 60) }).await.unwrap();
        let mut cx = t.portal.read(&system()).await.unwrap();
        let (event, text, address): (String, String, String) = cx.conn().one("SELECT event, text, address FROM outbox", args![]).await.unwrap();
        assert_eq!(event, "queue_booked");
        assert!(text.contains(&code) && text.contains("08:00") && !text.contains('{'), "{text}");
        assert!(!address.contains("0999900077"));
        let row: (String, String) = cx.conn().one("SELECT code, state FROM queue_booking", args![]).await.unwrap();
        assert_eq!(row, (code, "booked".to_owned()));
    })
    .await;
}
