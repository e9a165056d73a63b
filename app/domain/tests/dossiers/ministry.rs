//! A02-13: dossiers that somebody else leads. Whatever the action and the state, no step of ours is taken.

use super::table::{command, facts, put};
use crate::dossiers::fixture::*;
use domain::dossiers::{self, payments};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Cx, Error, args};
use model::dossiers::*;

/// Systems that lead dossiers: a ministry's, and the national portal.
const SYSTEMS: [&str; 2] = ["Hệ thống của Bộ Công an", "Cổng Dịch vụ công quốc gia"];

/// Puts a dossier into the hands of another system.
async fn give_away(t: &TestPortal, id: i64, system: &str) {
    let theirs = "UPDATE dossier SET processing_system = $2, external_code = 'G01-' || submission_code WHERE id = $1";
    run(t, &Actor::system("Kiểm thử"), async |cx| cx.conn().exec(theirs, args![id, system]).await).await.unwrap();
}

/// The second acts of steps in two acts, which [`command`] does not reach in every state.
async fn second_acts(cx: &mut Cx, code: &str, version: i64) -> Vec<(&'static str, domain::Result<()>)> {
    let why = Reason { reason: "Lý do đủ dài để hợp lệ".into() };
    let agree = ProposalDecision::Approve(None);
    vec![
        ("D11 approve", dossiers::approve_supplement(cx, code, version).await.map(drop)),
        ("D11 decline", dossiers::decline_supplement(cx, code, version, &why).await),
        ("D24 sign", dossiers::decide_extension(cx, code, version, &agree).await.map(drop)),
        ("D25 take over", dossiers::decide_transfer(cx, code, version, &agree).await.map(drop)),
        ("D26 agree", dossiers::decide_adjustment(cx, code, version, &agree).await.map(drop)),
        ("D15 by hand", payments::confirm_paid(cx, code, version).await.map(drop)),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a02_13_no_step_of_ours_whatever_action_and_state() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let (mut refused, mut n) = (0, 0);
        for system in SYSTEMS {
            for state in DossierState::ALL {
                n += 1;
                let id = put(t, n, *state).await;
                give_away(t, id, system).await;
                let (code, before) = (format!("N-261123-{n:06}"), facts(t, id).await);
                for action in DossierAction::ALL {
                    let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
                    let Some(answer) = command(&mut cx, *action, &code, before.version).await else { continue };
                    assert!(is_theirs(&answer), "{system} {state} {action}: {answer:?}");
                    // Even a caller that commits after the refusal stores nothing about it; the evidence of D26 is a file of its own.
                    if *action != DossierAction::AdjustFact {
                        cx.commit().await.unwrap();
                    }
                    refused += 1;
                }
                let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
                for (act, answer) in second_acts(&mut cx, &code, before.version).await {
                    assert!(is_theirs(&answer), "{system} {state} {act}: {answer:?}");
                }
                cx.commit().await.unwrap();
                assert_eq!(facts(t, id).await, before, "{system} {state}");
                no_buttons(t, &code).await;
            }
        }
        assert_eq!(refused, SYSTEMS.len() * DossierState::ALL.len() * 23, "D01, D02 and D04 make dossiers of our own");
    })
    .await;
}

/// True for the refusal that names the system.
fn is_theirs(answer: &domain::Result<()>) -> bool {
    matches!(answer, Err(Error::Conflict(text)) if text.starts_with("Hồ sơ do") && text.contains("xử lý"))
}

/// Nobody is offered a step: neither the counter nor the agency nor the applicant.
async fn no_buttons(t: &TestPortal, code: &str) {
    for actor in [receptionist(), officer(), head(), leader(), clerk(), citizen()] {
        let mut cx = t.portal.read(&actor).await.unwrap();
        match dossiers::allowed(&mut cx, code).await {
            Ok((actions, steps)) => assert!(actions.is_empty() && steps.is_empty(), "{} {code}: {actions:?}", actor.name),
            Err(error) => assert!(matches!(error, Error::NotFound | Error::Forbidden { .. }), "{} {code}: {error}", actor.name),
        }
    }
}
