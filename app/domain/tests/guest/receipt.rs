//! The receipt of an application with several files: papers, and a file inside the e-form.

use super::support::{attach, create, fill, submit, view};
use domain::Error;
use domain::dossiers::draft::Place;
use domain::dossiers::receipt;
use domain::testing::with_dbs;
use sha2::{Digest, Sha256};

/// A PDF of a length of its own.
fn pdf(n: usize) -> Vec<u8> {
    format!("%PDF-1.7\n{}\n%%EOF\n", "x".repeat(100 * n)).into_bytes()
}

/// A02-06: the receipt lists name, size and SHA-256 of each of three papers and of the file of a question; any one of them that is cut
/// short, altered or lost in the store blocks it, the last one as well as the first.
#[tokio::test(flavor = "multi_thread")]
async fn a02_06_every_file_stands_on_the_receipt_and_is_read_back() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let key = create(t, &citizen).await;
        fill(t, &citizen, &key).await;
        let paper = Place::Part(view(t, &citizen, &key).await.parts[0].id);
        let question = Place::Question("ban-chup-cu".to_owned());
        let files = [(&question, "0-trich-luc.pdf"), (&paper, "1-uy-quyen.pdf"), (&paper, "2-trang-hai.pdf"), (&paper, "3-trang-ba.pdf")];
        for (n, (place, name)) in files.iter().enumerate() {
            attach(t, &citizen, &key, place, &pdf(n), name).await.unwrap();
        }
        submit(t, &citizen, &key).await.unwrap();

        let hash = |bytes: &[u8]| format!("{:x}", Sha256::digest(bytes));
        for (n, (_, name)) in files.iter().enumerate() {
            let (whole, path) = (pdf(n), t.portal.files().path(&hash(&pdf(n))));
            let mut altered = whole.clone();
            altered[9] = b'y';
            for (damage, bytes) in [("cut short", &whole[..whole.len() - 1]), ("altered", &altered[..]), ("empty", &b""[..])] {
                std::fs::write(&path, bytes).unwrap();
                let refused = receipt::issue(&t.portal, &citizen, &key).await;
                assert!(matches!(&refused, Err(Error::Conflict(text)) if text.contains(name) && text.contains(&key.code)), "{name} {damage}: {refused:?}");
            }
            std::fs::remove_file(&path).unwrap();
            assert!(receipt::issue(&t.portal, &citizen, &key).await.is_err(), "{name} lost");
            std::fs::write(&path, &whole).unwrap();
        }
        let mut cx = t.portal.read(&citizen).await.unwrap();
        assert!(!receipt::exists(&mut cx, &key.code).await.unwrap(), "no receipt was written meanwhile");
        drop(cx);

        let issued = receipt::issue(&t.portal, &citizen, &key).await.unwrap();
        let mut listed: Vec<(String, i64, String)> = issued.files.into_iter().map(|file| (file.name, file.size, file.sha256)).collect();
        listed.sort();
        let expected: Vec<(String, i64, String)> =
            files.iter().enumerate().map(|(n, (_, name))| ((*name).to_owned(), i64::try_from(pdf(n).len()).unwrap(), hash(&pdf(n)))).collect();
        assert_eq!(listed, expected);
    })
    .await;
}
