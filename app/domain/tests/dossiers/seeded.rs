//! The demo's dossiers: what the generator makes could have happened.

use domain::testing;
use domain::{Actor, args, seed};
use rand::SeedableRng;
use rand::rngs::StdRng;

/// Size S on SQLite: counts, dense events, codes without gaps, every outcome, an unbroken audit chain.
#[tokio::test(flavor = "multi_thread")]
async fn size_s_could_have_happened() {
    let t = testing::sqlite().await;
    let mut rng = StdRng::seed_from_u64(2026);
    let mut quiet = |_: u64| {};
    seed::org::seed(&t.portal, seed::Size::S, &mut rng, &mut quiet).await.unwrap();
    seed::identity::seed(&t.portal, seed::Size::S, &mut rng, &mut quiet).await.unwrap();
    seed::procedures::seed(&t.portal, seed::Size::S, &mut rng, &mut quiet).await.unwrap();
    let started = std::time::Instant::now();
    seed::dossiers::seed(&t.portal, seed::Size::S, &mut rng, &mut quiet).await.unwrap();
    println!("dossiers: {:?}", started.elapsed());
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    let total = cx.conn().count("SELECT COUNT(*) FROM dossier", args![]).await.unwrap();
    assert_eq!(total, 2_004);
    let states: Vec<(String, i64)> = cx.conn().all("SELECT state, COUNT(*) FROM dossier GROUP BY state ORDER BY state", args![]).await.unwrap();
    println!("{states:?}");
    for state in ["submitted", "intake_refused", "received", "processing", "awaiting_supplement", "withdrawn", "stopped", "result_ready", "returned"] {
        assert!(states.iter().any(|(name, n)| name == state && *n > 0), "no dossier is {state}");
    }
    let holes = "SELECT COUNT(*) FROM (SELECT dossier_id FROM dossier_event GROUP BY dossier_id HAVING MAX(seq) <> COUNT(*)) AS broken";
    assert_eq!(cx.conn().count(holes, args![]).await.unwrap(), 0);
    let late = "SELECT COUNT(*) FROM dossier WHERE finished_at IS NOT NULL AND date(finished_at, '+7 hours') > date(due_current, '+7 hours')";
    let finished = cx.conn().count("SELECT COUNT(*) FROM dossier WHERE finished_at IS NOT NULL", args![]).await.unwrap();
    let late = cx.conn().count(late, args![]).await.unwrap();
    assert!(late * 100 > finished * 2 && late * 100 < finished * 9, "{late} of {finished} are late");
    assert_eq!(domain::audit::verify(&mut cx.conn()).await.unwrap().fault, None);
}
