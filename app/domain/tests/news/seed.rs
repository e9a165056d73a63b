//! The articles of the demo province.

use domain::actor::Actor;
use domain::testing::with_dbs;
use domain::{args, news, seed};
use rand::SeedableRng;

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_province_has_news() {
    with_dbs(async |t| {
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        let now = cx.now();
        let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
        for (id, kind, code, name) in [
            (1_i64, "department", "H99.01", "Văn phòng UBND tỉnh"),
            (2, "ward", "H99.101", "Phường Thành Lam"),
            (3, "special_zone", "H99.190", "Đặc khu Hòn Lam"),
        ] {
            cx.conn().exec("INSERT INTO org_unit (id, kind) VALUES ($1, $2)", args![id, kind]).await.unwrap();
            let version = "INSERT INTO org_unit_version (unit_id, valid_from, name, short_name, agency_code, level, fold, sort_key, created_at)
                           VALUES ($1, $2, $3, $3, $4, 'commune', $3, $4, $5)";
            cx.conn().exec(version, args![id, day, name, code, now]).await.unwrap();
            cx.conn().exec("INSERT INTO org_closure (ancestor_id, descendant_id, depth) VALUES ($1, $1, 0)", args![id]).await.unwrap();
        }
        cx.commit().await.unwrap();
        let mut rng = rand::rngs::StdRng::seed_from_u64(1);
        let mut made = 0;
        seed::news::seed(&t.portal, seed::Size::S, &mut rng, &mut |n| made = n).await.unwrap();
        assert!(made >= 37);
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        let front = news::front(&mut cx).await.unwrap();
        assert_eq!(front.lead.as_ref().map(|card| card.title.as_str()), Some("Từ hôm nay, người dân nộp hồ sơ ở bất kỳ trung tâm nào trong tỉnh"));
        assert_eq!(front.lead.map(|card| card.views), Some(842));
        assert_eq!((front.news.len(), front.notices.len(), front.documents.len()), (3, 3, 3));
        let [offices, communes] = news::component_sites(&mut cx, 1).await.unwrap();
        assert_eq!((offices.total + communes.total, offices.links.len(), communes.links.len()), (3, 1, 1), "all are counted, the first of each are named");
    })
    .await;
}
