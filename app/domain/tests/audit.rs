//! A10-02: the audit chain finds every edited, removed or reordered row; the database refuses changes.

use chrono::Duration;
use domain::audit::{AuditEvent, verify};
use domain::db::Query;
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, args};

async fn write_rows(t: &TestPortal, n: usize) {
    for i in 0..n {
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        cx.audit(AuditEvent::new("test.act", "test", i).detail(format!("lần {i}")));
        if i % 3 == 0 {
            cx.audit(AuditEvent::new("test.second", "test", i).refused());
        }
        cx.commit().await.unwrap();
        if i % 7 == 6 {
            t.portal.clock().advance(Duration::hours(20));
        }
    }
}

async fn fault(t: &TestPortal) -> Option<String> {
    let mut held = t.portal.db().read().await.unwrap();
    verify(&mut held.conn()).await.unwrap().fault
}

/// Does what the triggers forbid, as somebody with the rights of the database's owner could.
async fn attack(t: &TestPortal, sql: &'static str) {
    let mut held = t.portal.db().begin().await.unwrap();
    let mut conn = held.conn();
    let (off, on): (&[&str], &[&str]) = if t.engine == "postgres" {
        (&["ALTER TABLE audit_event DISABLE TRIGGER ALL"], &["ALTER TABLE audit_event ENABLE TRIGGER ALL"])
    } else {
        (
            &["DROP TRIGGER audit_event_no_update", "DROP TRIGGER audit_event_no_delete"],
            &[
                "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END",
                "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END",
            ],
        )
    };
    for statement in off {
        Query::new(statement).exec(&mut conn).await.unwrap();
    }
    Query::new(sql).exec(&mut conn).await.unwrap();
    for statement in on {
        Query::new(statement).exec(&mut conn).await.unwrap();
    }
    held.commit().await.unwrap();
}

// A10-02
#[tokio::test(flavor = "multi_thread")]
async fn a10_02_whole_chain_verifies_and_the_database_refuses_changes() {
    with_dbs(async |t| {
        write_rows(t, 40).await;
        assert_eq!(fault(t).await, None);
        for forbidden in ["UPDATE audit_event SET detail = 'khác'", "DELETE FROM audit_event"] {
            let mut held = t.portal.db().begin().await.unwrap();
            assert!(held.conn().exec(forbidden, args![]).await.is_err(), "{forbidden} on {}", t.engine);
        }
        assert_eq!(fault(t).await, None);
    })
    .await;
}

// A10-02
#[tokio::test(flavor = "multi_thread")]
async fn a10_02_every_attack_is_found() {
    const ATTACKS: [&str; 7] = [
        "UPDATE audit_event SET detail = 'lần 999' WHERE seq = 3",
        "UPDATE audit_event SET actor_name = 'Người khác' WHERE seq = 2",
        "UPDATE audit_event SET result = 'ok' WHERE result = 'refused' AND seq = 2",
        "DELETE FROM audit_event WHERE seq = 4",
        "DELETE FROM audit_event WHERE day = (SELECT MAX(day) FROM audit_event) AND seq = (SELECT MAX(seq) FROM audit_event WHERE day = (SELECT MAX(day) FROM audit_event))",
        "DELETE FROM audit_event WHERE day = (SELECT MIN(day) FROM audit_event)",
        "INSERT INTO audit_event (day, seq, at, actor_name, action, object_kind, object_id, detail, purpose, result, prev_hash, hash)
         SELECT day, 9999, at, actor_name, action, object_kind, object_id, detail, purpose, result, prev_hash, hash FROM audit_event WHERE seq = 1",
    ];
    with_dbs(async |t| {
        write_rows(t, 20).await;
        for attack_sql in ATTACKS {
            let fresh = if t.engine == "postgres" { domain::testing::postgres().await } else { domain::testing::sqlite().await };
            write_rows(&fresh, 20).await;
            assert_eq!(fault(&fresh).await, None);
            attack(&fresh, attack_sql).await;
            assert!(fault(&fresh).await.is_some(), "not found on {}: {attack_sql}", t.engine);
            fresh.portal.db().close().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_transaction_leaves_no_trace() {
    with_dbs(async |t| {
        write_rows(t, 3).await;
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        cx.audit(AuditEvent::new("test.act", "test", "dropped"));
        domain::numbering::next(&mut cx.conn(), "series").await.unwrap();
        drop(cx);
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        assert_eq!(domain::numbering::next(&mut cx.conn(), "series").await.unwrap(), 1);
        cx.commit().await.unwrap();
        assert_eq!(fault(t).await, None);
    })
    .await;
}
