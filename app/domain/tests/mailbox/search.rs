//! The search of a mailbox (06 §13, 07 §11).

use super::support::*;
use domain::mailbox;
use domain::testing::with_dbs;
use model::mailbox::SearchInput;

/// A06-05: the pairs of 07 §11 hold on subject and body; hidden recipients find nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a06_05_search_pairs() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        send(t, &sender, &[&reader], text("Thị trấn Đà Nẵng", "Ủy ban Hòa Bình; thúy quý; hồ sơ 123/QĐ-UBND")).await;
        send(t, &sender, &[&reader], text("Khác", "má mạ La\u{300}m Giang")).await;
        let found = async |query: &str| {
            let mut cx = t.portal.read(&reader.actor).await.unwrap();
            let own = mailbox::pick(&mut cx, None).await.unwrap().unwrap();
            let input = SearchInput { text: query.to_owned(), ..SearchInput::default() };
            mailbox::search(&mut cx, &own, &input, 1).await.unwrap().rows.into_iter().map(|row| row.subject).collect::<Vec<_>>()
        };
        for query in ["thi tran", "da nang", "đà nẵng", "Đà Nẵng", "uỷ ban", "Hoà Bình", "thuý", "quí", "ho so", "123 qd ubnd"] {
            assert_eq!(found(query).await, ["Thị trấn Đà Nẵng"], "{query}");
        }
        for query in ["ma", "làm giang", "khac"] {
            assert_eq!(found(query).await, ["Khác"], "{query}");
        }
        assert_eq!(found("nguyen thi hang").await.len(), 2, "names");
        assert!(found("100%").await.is_empty());
        let mut cx = t.portal.read(&reader.actor).await.unwrap();
        let own = mailbox::pick(&mut cx, None).await.unwrap().unwrap();
        let by = |from: &str| SearchInput { from: from.to_owned(), first: Some(day(2026, 11, 23)), last: Some(day(2026, 11, 23)), ..SearchInput::default() };
        assert_eq!(mailbox::search(&mut cx, &own, &by("hang"), 1).await.unwrap().total(), 2);
        assert_eq!(mailbox::search(&mut cx, &own, &by("binh"), 1).await.unwrap().total(), 0);
    })
    .await;
}
