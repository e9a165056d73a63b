//! The result store (02 §13, §16): what enters, who reuses it, what is checked, how results leave the house.

mod check;
mod counter;
mod reuse;
mod store;

use crate::dossiers::fixture::*;
use domain::dossiers::{self, Dossier, results};
use domain::testing::{TestPortal, vn};
use domain::{Actor, args};
use model::dossiers::results::*;
use model::dossiers::*;
use model::files::Purpose;

/// The procedure gives what the second paper of the application is.
pub async fn lay_store(t: &TestPortal) {
    lay(t).await;
    t.portal.clock().set(vn(2026, 11, 23, 9, 0));
    run(t, &Actor::system("Kiểm thử"), async |cx| {
        cx.conn().exec("UPDATE procedure_version SET result = 'Đăng ký kết hôn' WHERE id = 1", args![]).await?;
        // Two questions stand in the generic form; no e-form of its own.
        cx.conn().exec("UPDATE required_part SET mandatory = FALSE", args![]).await
    })
    .await
    .unwrap();
}

pub async fn signed(t: &TestPortal, n: usize, delivery: ResultDelivery) -> Dossier {
    let submitted = run(t, &citizen(), async |cx| {
        let new = dossiers::NewDossier { delivery, ..application(n, cx.now()) };
        dossiers::create_submitted(cx, new).await
    })
    .await
    .unwrap();
    let received = receive(t, &submitted).await;
    let taken = accept(t, &received).await;
    sign(t, &taken).await
}

/// A stored result of its own bytes.
pub async fn own_file(t: &TestPortal, n: usize) -> String {
    let blob = t.portal.files().put(format!("%PDF-1.7\nKet qua {n}\n%%EOF\n").as_bytes(), 1_000_000).await.unwrap();
    run(t, &clerk(), async |cx| domain::files::keep(cx, &blob, "ket-qua.pdf", Purpose::Result).await).await.unwrap().token
}

pub async fn issue(t: &TestPortal, n: usize, delivery: ResultDelivery, facts: ResultFacts) -> Dossier {
    let dossier = signed(t, n, delivery).await;
    let result = Publish { number: format!("{n}/TLKS"), file: Some(own_file(t, n).await) };
    run(t, &clerk(), async |cx| dossiers::publish_with_facts(cx, &dossier.submission_code, dossier.version, &result, &facts).await).await.unwrap()
}

pub async fn mine(t: &TestPortal) -> Vec<DocumentLine> {
    let mut cx = t.portal.read(&citizen()).await.unwrap();
    results::my_documents(&mut cx, 1).await.unwrap().rows
}

pub async fn code_of(t: &TestPortal, number: &str) -> String {
    mine(t).await.into_iter().find(|line| line.number == number).unwrap().code
}
