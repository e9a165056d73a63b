//! A request that only reads sees one moment of the data, whatever others write meanwhile.

use domain::testing::with_dbs;
use domain::{Actor, Cx, Portal, args};

async fn seen(cx: &mut Cx) -> i64 {
    cx.conn().count("SELECT COUNT(*) FROM setting WHERE name LIKE 'moment.%'", args![]).await.expect("count")
}

async fn add(portal: &Portal, name: &str) {
    let mut cx = portal.write(&Actor::system("Kiểm thử")).await.expect("write");
    cx.conn().exec("INSERT INTO setting (name, value) VALUES ($1, '1')", args![format!("moment.{name}")]).await.expect("insert");
    cx.commit().await.expect("commit");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_sees_one_moment_until_it_writes() {
    with_dbs(async |t| {
        let (request, actor) = (t.portal.at_one_moment(), Actor::anonymous());
        assert_eq!(seen(&mut request.read(&actor).await.unwrap()).await, 0);
        add(&t.portal, "others").await;
        assert_eq!(seen(&mut request.clone().read(&actor).await.unwrap()).await, 0, "{}: still the same moment", t.engine);
        assert_eq!(seen(&mut request.snapshot(&actor).await.unwrap()).await, 0, "{}: snapshots are of that moment too", t.engine);
        assert_eq!(seen(&mut t.portal.read(&actor).await.unwrap()).await, 1, "{}: other requests see it", t.engine);
        add(&request, "own").await;
        assert_eq!(seen(&mut request.read(&actor).await.unwrap()).await, 2, "{}: what it wrote itself begins a new moment", t.engine);
        add(&t.portal, "later").await;
        assert_eq!(seen(&mut request.from_now_on().read(&actor).await.unwrap()).await, 3, "{}: work that goes on sees everything", t.engine);
        request.pass_moment();
        assert_eq!(seen(&mut request.read(&actor).await.unwrap()).await, 3, "{}: a moment that was let go", t.engine);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn use_cases_of_a_request_may_overlap() {
    with_dbs(async |t| {
        let (request, actor) = (t.portal.at_one_moment(), Actor::anonymous());
        let mut outer = request.read(&actor).await.unwrap();
        let mut inner = request.read(&actor).await.unwrap();
        assert_eq!((seen(&mut outer).await, seen(&mut inner).await), (0, 0), "{}", t.engine);
    })
    .await;
}

/// What only reads cannot write by mistake: it would be lost with its snapshot.
#[tokio::test(flavor = "multi_thread")]
async fn a_moment_refuses_to_write() {
    with_dbs(async |t| {
        let request = t.portal.at_one_moment();
        let mut cx = request.read(&Actor::system("Kiểm thử")).await.unwrap();
        let written = cx.conn().exec("INSERT INTO setting (name, value) VALUES ('moment.x', '1')", args![]).await;
        assert!(written.is_err(), "{}", t.engine);
    })
    .await;
}
