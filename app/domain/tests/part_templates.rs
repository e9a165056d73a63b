//! Papers with a template and with kinds of files (02 §2), on both engines: taken into a draft, published by two persons, kept by a
//! new version and by the file of the procedure, refused at the door of applicants.

use crate::catalogue::province;
use crate::procedure_drafts::{CODE, controller, file, import, take};
use domain::dossiers::draft::{self, DraftKey, Place};
use domain::files;
use domain::procedures::{self, Imported, Which};
use domain::testing::{TestPortal, sqlite, vn, with_dbs};
use domain::{Actor, Error, args};
use model::procedures::{DocGroup, DraftStep, PartDoc};

const PDF: &[u8] = b"%PDF-1.7\nTo khai mau\n%%EOF\n";
const OTHER: &[u8] = b"%PDF-1.7\nTo khai mau khac\n%%EOF\n";
const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0 anh mau";

async fn put(t: &TestPortal, actor: &Actor, code: &str, place: usize, bytes: &[u8], name: &str) -> Result<(), Error> {
    let version = version(t, actor, code).await;
    put_as_shown(t, actor, code, version, place, bytes, name).await
}

async fn put_as_shown(t: &TestPortal, actor: &Actor, code: &str, version: i64, place: usize, bytes: &[u8], name: &str) -> Result<(), Error> {
    let blob = t.portal.files().put(bytes, 30 << 20).await?;
    let mut cx = t.portal.write(actor).await?;
    procedures::put_template(&mut cx, code, version, place, &blob, name).await?;
    cx.commit().await.map(drop)
}

async fn version(t: &TestPortal, actor: &Actor, code: &str) -> i64 {
    procedures::open_draft(&mut t.portal.read(actor).await.unwrap(), code).await.unwrap().version
}

async fn parts(t: &TestPortal, actor: &Actor, code: &str) -> Vec<PartDoc> {
    procedures::open_draft(&mut t.portal.read(actor).await.unwrap(), code).await.unwrap().doc.parts
}

async fn found(t: &TestPortal, actor: &Actor, code: &str, digest: &str) -> bool {
    procedures::template(&mut t.portal.read(actor).await.unwrap(), code, digest).await.is_ok()
}

/// Changes the papers of the open draft.
async fn edit(t: &TestPortal, actor: &Actor, code: &str, change: impl FnOnce(&mut Vec<PartDoc>)) {
    let version = version(t, actor, code).await;
    let mut cx = t.portal.write(actor).await.unwrap();
    procedures::edit(&mut cx, code, version, DocGroup::Parts, |doc| change(&mut doc.parts)).await.unwrap();
    cx.commit().await.unwrap();
}

/// Written, approved by a second person, published.
async fn publish(t: &TestPortal, author: &Actor, second: &Actor, code: &str) {
    for (who, step) in [(author, DraftStep::Submit), (second, DraftStep::Approve), (second, DraftStep::Publish)] {
        take(t, who, code, step).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_goes_with_its_version() {
    with_dbs(async |t| {
        let citizen = province(&t.portal).await;
        let (author, second) = (controller(t, "mot").await, controller(t, "hai").await);
        import(t, &author, &file()).await.unwrap();
        assert!(matches!(put_as_shown(t, &citizen, CODE, 1, 1, PDF, "mau.pdf").await, Err(Error::Forbidden { .. }) | Err(Error::NotFound)));
        for (bytes, name, words) in
            [(JPEG, "mau.jpg", "Hãy chọn tệp PDF, DOCX hoặc XLSX"), (&[][..], "mau.pdf", "trống"), (&[b'x'; 6 << 20][..], "mau.pdf", "lớn hơn 5 MB")]
        {
            let Err(Error::Invalid(errors)) = put(t, &author, CODE, 1, bytes, name).await else { panic!("{name} refused") };
            assert!(errors.of("tep").is_some_and(|said| said.contains(words)), "{errors:?}");
        }
        assert!(matches!(put(t, &author, CODE, 9, PDF, "mau.pdf").await, Err(Error::NotFound)), "no such paper");
        let stale = version(t, &author, CODE).await - 1;
        assert!(matches!(put_as_shown(t, &author, CODE, stale, 1, PDF, "mau.pdf").await, Err(Error::Conflict(_))), "another version of the page");
        put(t, &author, CODE, 1, PDF, "Tờ khai.pdf").await.unwrap();
        put(t, &author, CODE, 2, OTHER, "nham.pdf").await.unwrap();
        let before = version(t, &author, CODE).await;
        put(t, &author, CODE, 1, PDF, "Tờ khai.pdf").await.unwrap();
        assert_eq!(version(t, &author, CODE).await, before, "the same file changes nothing");
        let named = parts(t, &author, CODE).await;
        let (digest, wrong) = (named[0].template_digest.clone(), named[1].template_digest.clone());

        // A draft's template is seen by who sees the draft; one that was taken out by nobody.
        assert!(found(t, &second, CODE, &digest).await && !found(t, &citizen, CODE, &digest).await && !found(t, &Actor::anonymous(), CODE, &digest).await);
        let mut cx = t.portal.write(&author).await.unwrap();
        procedures::remove_template(&mut cx, CODE, before, 2).await.unwrap();
        cx.commit().await.unwrap();
        assert!(!found(t, &second, CODE, &wrong).await && parts(t, &author, CODE).await[1].template.is_empty());
        let links = "SELECT COUNT(*) FROM procedure_draft_file";
        assert_eq!(t.portal.read(&author).await.unwrap().conn().count(links, args![]).await.unwrap(), 1, "the sweep may take it");

        edit(t, &author, CODE, |parts| (parts[1].file_types, parts[1].reuse_code) = ("JPG, png".into(), "giay-ket-hon-2".into())).await;
        edit(t, &author, CODE, |parts| (parts[0].file_types, parts[0].reuse_code) = ("pdf, zip".into(), "Giấy kết hôn".into())).await;
        let faults = procedures::open_draft(&mut t.portal.read(&author).await.unwrap(), CODE).await.unwrap().faults;
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults.iter().any(|fault| fault.message.starts_with("Loại tệp nhận “pdf, zip” chưa đúng")));
        assert!(faults.iter().any(|fault| fault.message.starts_with("Mã giấy tờ dùng lại “Giấy kết hôn” chỉ gồm chữ thường")));
        edit(t, &author, CODE, |parts| (parts[0].file_types, parts[0].reuse_code) = (String::new(), String::new())).await;
        take(t, &author, CODE, DraftStep::Submit).await.unwrap();
        assert!(matches!(put(t, &author, CODE, 1, OTHER, "mau.pdf").await, Err(Error::Conflict(_))), "only a draft is changed");
        for step in [DraftStep::Approve, DraftStep::Publish] {
            take(t, &second, CODE, step).await.unwrap();
        }
        assert!(found(t, &Actor::anonymous(), CODE, &digest).await && !found(t, &Actor::anonymous(), "2.000635", &digest).await);

        // The next version begins with all of it; the difference names what changes.
        let mut cx = t.portal.write(&author).await.unwrap();
        procedures::renew(&mut cx, CODE).await.unwrap();
        cx.commit().await.unwrap();
        let copied = parts(t, &author, CODE).await;
        assert_eq!(
            (copied[0].template.as_str(), copied[0].template_digest.as_str(), copied[1].file_types.as_str(), copied[1].reuse_code.as_str()),
            ("Tờ khai.pdf", digest.as_str(), "jpeg, png", "giay-ket-hon-2")
        );
        put(t, &author, CODE, 1, OTHER, "Tờ khai mới.pdf").await.unwrap();
        edit(t, &author, CODE, |parts| parts[1].file_types.clear()).await;
        let changes = procedures::open_draft(&mut t.portal.read(&author).await.unwrap(), CODE).await.unwrap().changes;
        let lines: Vec<&String> = changes.iter().flat_map(|group| &group.lines).collect();
        for line in [
            "Giấy tờ “Tờ khai”: Tệp mẫu: “Tờ khai.pdf” → “Tờ khai mới.pdf”.",
            "Giấy tờ “Giấy phép cũ, Công nhận lại”: Loại tệp nhận: “JPG hoặc PNG” → (trống).",
        ] {
            assert!(lines.iter().any(|other| other.as_str() == line), "{line} in {lines:?}");
        }
        assert!(!found(t, &Actor::anonymous(), CODE, &parts(t, &author, CODE).await[0].template_digest).await);

        // What a version or an open draft names stays; nothing else does.
        t.portal.clock().set(vn(2027, 1, 20, 8, 0));
        files::sweep(&t.portal).await.unwrap();
        let left: Vec<(String,)> = t.portal.read(&author).await.unwrap().conn().all("SELECT name FROM file ORDER BY id", args![]).await.unwrap();
        assert_eq!(left.into_iter().map(|(name,)| name).collect::<Vec<_>>(), ["Tờ khai.pdf", "Tờ khai mới.pdf"]);

        t.portal.clock().set(vn(2027, 2, 1, 8, 0));
        let page = procedures::page(&mut t.portal.read(&Actor::anonymous()).await.unwrap(), CODE).await.unwrap();
        let template = page.parts[0].template.clone().unwrap();
        assert_eq!((template.name.as_str(), template.sha256.as_str(), template.link_words().as_str()), ("Tờ khai.pdf", digest.as_str(), "Tải mẫu (PDF, 27 B)"));
        assert_eq!(page.parts[1].rules().in_words(), "Nhận tệp JPG hoặc PNG, mỗi tệp tối đa 20 MB.");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_travels_in_the_file() {
    with_dbs(async |t| {
        let source = sqlite().await;
        province(&source.portal).await;
        let author = controller(&source, "mot").await;
        import(&source, &author, &file()).await.unwrap();
        put(&source, &author, CODE, 1, PDF, "Tờ khai.pdf").await.unwrap();
        edit(&source, &author, CODE, |parts| parts[1].file_types = "jpeg".into()).await;
        let carried = procedures::export(&mut source.portal.read(&author).await.unwrap(), CODE, Which::Draft).await.unwrap();
        assert_eq!(import(&source, &author, &carried).await.unwrap(), Imported::Same, "the same file again");
        assert!(carried.contains("\"tep_mau\"") && carried.contains("\"loai_tep\": \"jpeg\""));

        province(&t.portal).await;
        let (author, second) = (controller(t, "mot").await, controller(t, "hai").await);
        let count = async || t.portal.read(&author).await.unwrap().conn().count("SELECT COUNT(*) FROM file", args![]).await.unwrap();
        let parsed: serde_json::Value = serde_json::from_str(&carried).unwrap();
        // Without the content, with another content, with no file at all: every fault is said and nothing is stored.
        let (mut without, mut other, mut broken) = (parsed.clone(), parsed.clone(), parsed);
        without.as_object_mut().unwrap().remove("tep_mau");
        other["tep_mau"][0]["noi_dung"] = "JVBERi0xLjcKR2lheSB0bwolJUVPRgo=".into();
        broken["tep_mau"][0]["noi_dung"] = "!".into();
        for (bad, words) in [(without, "Không tìm thấy tệp mẫu “Tờ khai.pdf”"), (other, "không khớp với mã SHA-256"), (broken, "Base64")] {
            let Err(Error::Invalid(errors)) = import(t, &author, &bad.to_string()).await else { panic!("refused: {words}") };
            assert!(errors.0.iter().any(|(field, said)| field == "tep" && said.contains(words)), "{words} in {errors:?}");
        }
        assert_eq!(count().await, 0);
        assert_eq!(import(t, &author, &carried).await.unwrap(), Imported::New);
        assert_eq!((import(t, &author, &carried).await.unwrap(), count().await), (Imported::Same, 1));

        // Another draft names the same template; the first one lets go of it, and the other one keeps it.
        let other = carried.replace(CODE, "1.999777");
        assert_eq!((import(t, &author, &other).await.unwrap(), count().await), (Imported::New, 1));
        take(t, &author, CODE, DraftStep::Drop).await.unwrap();
        let digest = parts(t, &author, "1.999777").await[0].template_digest.clone();
        assert!(found(t, &second, "1.999777", &digest).await);
        take(t, &author, "1.999777", DraftStep::Drop).await.unwrap();
        let links = t.portal.read(&author).await.unwrap().conn().count("SELECT COUNT(*) FROM procedure_draft_file", args![]).await.unwrap();
        assert_eq!(links, 0, "nobody needs it any more: the sweep may take it");
        assert_eq!((import(t, &author, &carried).await.unwrap(), count().await), (Imported::New, 2), "what nobody named any more comes anew");
        publish(t, &author, &second, CODE).await;
        let present = procedures::export_present(&mut t.portal.read(&author).await.unwrap(), CODE).await.unwrap();
        assert!(present.contains("JVBERi0xLjcKVG8ga2hhaSBtYXUKJSVFT0YK"), "the template is inside again");
        assert_eq!((import(t, &author, &present).await.unwrap(), count().await), (Imported::Same, 2), "what was published is not drafted again");
    })
    .await;
}

async fn create(t: &TestPortal, actor: &Actor) -> DraftKey {
    let mut cx = t.portal.write(actor).await.unwrap();
    let key = draft::create(&mut cx, "2.000635").await.unwrap();
    cx.commit().await.unwrap();
    key
}

/// C08: an account and a telephone alike.
#[tokio::test(flavor = "multi_thread")]
async fn a_paper_refuses_other_kinds_of_files() {
    with_dbs(async |t| {
        let citizen = province(&t.portal).await;
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        cx.conn().exec("UPDATE required_part SET file_types = 'jpeg, png' WHERE name = 'Văn bản ủy quyền'", args![]).await.unwrap();
        cx.commit().await.unwrap();
        for actor in [citizen, Actor::guest("0999900071")] {
            let key = create(t, &actor).await;
            let view = async || draft::view(&mut t.portal.read(&actor).await.unwrap(), &key).await.unwrap();
            let part = view().await.parts[0].clone();
            assert_eq!(part.rules().for_citizens(), "Nhận tệp JPG hoặc PNG, mỗi tệp tối đa 20 MB. Có thể chụp bằng điện thoại.");
            let attach = async |bytes: &[u8], name: &str| {
                let blob = t.portal.files().put(bytes, 1 << 20).await?;
                let mut cx = t.portal.write(&actor).await?;
                draft::attach(&mut cx, &key, &Place::Part(part.id), &blob, name).await?;
                cx.commit().await.map(drop)
            };
            attach(JPEG, "anh.jpg").await.unwrap();
            for name in ["giay.pdf", "giay.jpg"] {
                let Err(Error::Invalid(errors)) = attach(PDF, name).await else { panic!("{name} refused") };
                assert_eq!(errors.of("tep"), Some("Không dùng được tệp PDF. Hãy chọn tệp JPG hoặc PNG."));
            }
            let kept: Vec<String> = view().await.files.iter().map(|file| file.name.clone()).collect();
            assert_eq!(kept, ["anh.jpg"], "what was there stays");
        }
    })
    .await;
}
