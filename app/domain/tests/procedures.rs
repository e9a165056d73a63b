//! The catalogue of procedures, on both engines.

use chrono::NaiveDate;
use domain::seed::Size;
use domain::testing::with_dbs;
use domain::{Actor, Cx, Error, procedures};
use model::procedures::{OnlineLevel, SearchInput, amount};
use rand::{SeedableRng, rngs::StdRng};

async fn names(cx: &mut Cx, q: &str) -> Vec<String> {
    let list = procedures::search(cx, &SearchInput { q: q.into(), ..SearchInput::default() }).await.unwrap();
    list.list.rows.into_iter().map(|row| row.name).collect()
}

/// The search pairs of 07 §11 that name procedures, typed without marks, by code, with synonyms, and hostile input.
#[tokio::test(flavor = "multi_thread")]
async fn people_find_procedures() {
    with_dbs(async |t| {
        crate::catalogue::province(&t.portal).await;
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        assert_eq!(names(&mut cx, "ban sao trich luc").await[0], "Cấp bản sao trích lục hộ tịch");
        assert_eq!(names(&mut cx, "Bản sao trích lục").await[0], "Cấp bản sao trích lục hộ tịch");
        assert_eq!(names(&mut cx, "khai sinh").await[0], "Đăng ký khai sinh");
        assert_eq!(names(&mut cx, "1.001193").await, ["Đăng ký khai sinh"]);
        assert_eq!(names(&mut cx, "1.001193.000.00.00.H99").await, ["Đăng ký khai sinh"]);
        assert_eq!(names(&mut cx, "giay doc than").await[0], "Cấp Giấy xác nhận tình trạng hôn nhân");
        assert!(names(&mut cx, "so do").await.iter().any(|name| name.contains("Giấy chứng nhận quyền sử dụng đất")));
        assert!(names(&mut cx, "hộ khẩu").await.contains(&"Đăng ký thường trú".to_owned()));
        assert_eq!(names(&mut cx, "ho kinh doanh").await.len(), 2);
        let full = procedures::search(&mut cx, &SearchInput { q: "mức độ 4".into(), ..SearchInput::default() }).await.unwrap();
        assert!(full.list.total() > 10 && full.list.rows.iter().all(|row| row.level == OnlineLevel::Full));
        assert_eq!(full.understood[0], "“mức độ 4” được hiểu là “toàn trình”.");
        for odd in ["%", "_", "'; DROP TABLE procedure", "zzzz\u{0}", &"zz ".repeat(10_000)] {
            assert!(names(&mut cx, odd).await.is_empty(), "{}", odd.chars().take(10).collect::<String>());
        }
        let all = procedures::search(&mut cx, &SearchInput { page: 99, ..SearchInput::default() }).await.unwrap();
        assert_eq!((all.list.total(), all.list.paging.pages(), all.list.paging.page), (36, 2, 2));
        assert_eq!(all.sectors.iter().map(|sector| sector.count).sum::<i64>(), 36);
        let by = SearchInput { sector: "ho-tich".into(), unit: "H99.03".into(), ..SearchInput::default() };
        assert_eq!(procedures::search(&mut cx, &by).await.unwrap().list.total(), 1);
    })
    .await;
}

/// A02-05: the version from 01/03/2027 applies only to dossiers received from that day.
#[tokio::test(flavor = "multi_thread")]
async fn a02_05_versions_in_time() {
    with_dbs(async |t| {
        crate::catalogue::province(&t.portal).await;
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        let (procedure, former) = procedures::by_code(&mut cx, "2.000635").await.unwrap();
        assert!(!former);
        let day = |month, day| NaiveDate::from_ymd_opt(2027, month, day).unwrap();
        let old = procedures::version_on(&mut cx, procedure, day(2, 28)).await.unwrap();
        let new = procedures::version_on(&mut cx, procedure, day(3, 1)).await.unwrap();
        assert_ne!(old, new);
        assert_eq!(procedures::version_on(&mut cx, procedure, NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()).await.unwrap(), old);
        let before = procedures::version_on(&mut cx, procedure, NaiveDate::from_ymd_opt(2025, 12, 31).unwrap()).await;
        assert!(matches!(before, Err(Error::NotFound)));
        let page = procedures::page(&mut cx, "2.000635").await.unwrap();
        assert_eq!(page.version_id, old);
        assert_eq!(page.versions.len(), 2);
        assert!(page.versions[1].shown && !page.versions[0].shown);
    })
    .await;
}

/// The page of one procedure: papers, fees, form, offers, due date, old code; and the fees of A02-14 as stored.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_has_everything() {
    with_dbs(async |t| {
        crate::catalogue::province(&t.portal).await;
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        let page = procedures::page(&mut cx, "2.000635.000.00.00.H99").await.unwrap();
        assert!(page.notice.as_deref().is_some_and(|notice| notice.contains("2.000635")));
        assert_eq!(page.name, "Cấp bản sao trích lục hộ tịch");
        assert_eq!((page.cases.len(), page.parts.len(), page.form.len(), page.steps.len()), (1, 2, 4, 4));
        assert_eq!(page.offers.len(), 3);
        assert_eq!(page.parts[0].quantity(), "1 bản chính");
        assert_eq!((page.parts[0].mark(), page.parts[1].mark()), ("Bắt buộc", "Khi nộp thay người khác"));
        assert!(page.can_apply);
        let due = page.due_if_now.unwrap();
        assert_eq!(due.due, "17:00 thứ Hai, 23/11/2026");
        assert!(due.lines[0].starts_with("Tiếp nhận lúc 07:00"));

        let copies = procedures::page(&mut cx, "2.000815").await.unwrap();
        let vectors = [(1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (250, 200_000)];
        assert!(vectors.iter().all(|(pages, dong)| amount(&copies.fees[0].1, *pages, false) == *dong));

        let police = procedures::page(&mut cx, "1.004222").await.unwrap();
        assert!(!police.can_apply && police.processing_system == "Hệ thống của Bộ Công an");
        let marriage = procedures::page(&mut cx, "1.000894").await.unwrap();
        assert_eq!(marriage.cases[1].deadline, "3 ngày làm việc");
        assert!(matches!(procedures::page(&mut cx, "9.999999").await, Err(Error::NotFound)));
    })
    .await;
}

/// Only who may publish publishes, and a published version is never replaced by an earlier one.
#[tokio::test(flavor = "multi_thread")]
async fn publishing_is_guarded() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let mut cx = t.portal.write(&citizen).await.unwrap();
        assert!(matches!(procedures::sector(&mut cx, "x", "X", 1).await, Err(Error::Forbidden { .. })));
        drop(cx);
        let again = domain::seed::procedures::seed(&t.portal, Size::S, &mut StdRng::seed_from_u64(1), &mut |_| {}).await;
        assert!(matches!(again, Err(Error::Conflict(text)) if text.contains("đã có phiên bản hiệu lực từ")));
    })
    .await;
}
