//! Work on the catalogue (O20): a new procedure from a file, two persons, a future day, corrections, on both engines.

use crate::catalogue::province;
use chrono::NaiveDate;
use domain::actor::ActorKind;
use domain::dossiers::draft;
use domain::procedures::{self, Imported, Which};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::access::{Action, ObjectKind, Reach};
use model::dossiers::apply::{Step, field};
use model::procedures::{Answers, CatalogueFilter, DocGroup, DraftState, DraftStep, FeeDoc, SearchInput, VersionState, amount};

pub const CODE: &str = "LG-99";

/// An official with the rights of the procedure controller.
pub async fn controller(t: &TestPortal, name: &str) -> Actor {
    let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let now = cx.now();
    let person = "INSERT INTO person (full_name, sort_key, fold, phone_sealed, created_at) VALUES ($1, $1, $1, '', $2) RETURNING id";
    let person = cx.conn().id(person, args![name, now]).await.unwrap();
    let account = "INSERT INTO account (person_id, kind, username, state, created_at) VALUES ($1, 'official', $2, 'active', $3) RETURNING id";
    let account = cx.conn().id(account, args![person, name, now]).await.unwrap();
    cx.commit().await.unwrap();
    let mut actor = Actor::new(ActorKind::Official, name);
    (actor.account_id, actor.person_id) = (Some(account), Some(person));
    let all = Reach { all: true, ..Reach::default() };
    for (action, kind) in model::access::Role::ProcedureController.permissions() {
        actor.reach.insert((*action, *kind), all.clone());
    }
    actor
}

pub async fn take(t: &TestPortal, actor: &Actor, code: &str, step: DraftStep) -> Result<(), Error> {
    let version = procedures::open_draft(&mut t.portal.read(actor).await?, code).await?.version;
    let mut cx = t.portal.write(actor).await?;
    procedures::take(&mut cx, code, version, step, "Lý do đủ dài để ghi lại").await?;
    cx.commit().await.map(|_| ())
}

pub async fn import(t: &TestPortal, actor: &Actor, text: &str) -> Result<Imported, Error> {
    let mut cx = t.portal.write(actor).await?;
    let (_, done) = procedures::import(&mut cx, text.as_bytes()).await?;
    cx.commit().await?;
    Ok(done)
}

/// A procedure that no code knows: two cases, a tiered fee, a form with a condition, a workflow, two offers.
pub fn file() -> String {
    serde_json::json!({
        "dinh_dang": "mot-cong/thu-tuc/1",
        "chung": {
            "ma": CODE, "linh_vuc": "du-lich", "ma_khac": ["LG-99.000.00.00.H99"], "hieu_luc_tu": "01/02/2027", "quyet_dinh": "Quyết định 99/QĐ-UBND ngày 20/11/2026",
            "ten": "Công nhận điểm du lịch cộng đồng", "tom_tat": "Làm thủ tục này khi muốn được công nhận điểm du lịch.", "tu_thuong_goi": "homestay",
            "doi_tuong": "Tổ chức, cá nhân", "ket_qua": "Quyết định công nhận", "muc_do": "full", "thoi_han": "10 ngày làm việc",
            "so_lan_bo_sung": 2, "can_cu": ["Luật Du lịch", "Nghị quyết 1"]
        },
        "cac_buoc": [{ "ten": "Nộp hồ sơ", "noi_dung": "Trực tuyến.", "thoi_gian": "10 phút" }],
        "truong_hop": [{ "ten": "Lần đầu" }, { "ten": "Công nhận lại", "thoi_han": "5 ngày làm việc" }],
        "muc_thu": [{
            "ten": "Thẩm định", "truong_hop": "Lần đầu", "loai": "service_fee", "don_vi": "per_page", "truc_tuyen": 2000, "truc_tiep": "2.000",
            "bac": "1: 2.000; 3: 1.000", "toi_da": 200000, "nghi_quyet": "Nghị quyết 60/2026/NQ-HĐND", "den_ngay": "31/12/2027"
        }],
        "giay_to": [{ "ten": "Tờ khai", "ban_chinh": 1, "to_khai_dien_tu": true }, { "ten": "Giấy phép cũ", "truong_hop": "Công nhận lại", "bat_buoc": false, "ban_sao": 1 }],
        "to_khai": [
            { "tieu_de": "Loại điểm", "cau_hoi": [{ "ma": "loai-diem", "loai": "choice", "cau_hoi": "Điểm thuộc loại nào?", "lua_chon": ["Nhà dân", "Vườn cây"] }] },
            { "tieu_de": "Nhà dân", "cau_hoi": [{ "ma": "so-phong", "loai": "number", "cau_hoi": "Số phòng", "nho_nhat": 1, "khi_cau_hoi": "loai-diem", "khi_gia_tri": "Nhà dân" }] },
            { "tieu_de": "Giới thiệu", "cau_hoi": [{ "ma": "gioi-thieu", "loai": "long_text", "cau_hoi": "Giới thiệu ngắn", "bat_buoc": "khong" }] }
        ],
        "quy_trinh": [
            { "ma": "phan-cong", "ten": "Phân công", "vai_tro": "division_head", "so_gio": 4, "tiep_theo": "tham-dinh" },
            { "ma": "tham-dinh", "ten": "Thẩm định", "vai_tro": "case_officer", "so_gio": 40, "tiep_theo": "phan-cong, ky" },
            { "ma": "ky", "ten": "Ký", "vai_tro": "unit_leader", "so_gio": 8 }
        ],
        "co_quan": [{ "giai_quyet": "H99.09", "tiep_nhan": "H99.16", "thoi_han": "7 ngày làm việc" }, { "giai_quyet": "H99.101", "buu_chinh": false }]
    })
    .to_string()
}

/// A02-05, A02-14: a new procedure with a form needs no code: imported, approved by a second person, published for a future
/// day; a citizen's draft can be made only from that day, and that day decides the version.
#[tokio::test(flavor = "multi_thread")]
async fn a02_05_a_new_procedure_needs_no_code() {
    with_dbs(async |t| {
        let citizen = province(&t.portal).await;
        let (author, second) = (controller(t, "mot").await, controller(t, "hai").await);
        assert!(matches!(import(t, &citizen, &file()).await, Err(Error::Forbidden { .. })));
        assert_eq!(import(t, &author, &file()).await.unwrap(), Imported::New);
        assert_eq!(import(t, &author, &file()).await.unwrap(), Imported::Same, "the same file again");
        let draft = procedures::open_draft(&mut t.portal.read(&author).await.unwrap(), CODE).await.unwrap();
        assert_eq!((draft.state, draft.faults.len(), draft.events.len()), (DraftState::Draft, 0, 1));
        assert!(matches!(take(t, &author, CODE, DraftStep::Publish).await, Err(Error::Conflict(_))), "nothing is skipped");
        take(t, &author, CODE, DraftStep::Submit).await.unwrap();
        assert!(matches!(take(t, &author, CODE, DraftStep::Approve).await, Err(Error::Conflict(text)) if text.contains("nhờ một người khác")));
        take(t, &second, CODE, DraftStep::Approve).await.unwrap();
        take(t, &author, CODE, DraftStep::Publish).await.unwrap();
        let again = procedures::open_draft(&mut t.portal.read(&author).await.unwrap(), CODE).await;
        assert!(matches!(again, Err(Error::NotFound)), "a published draft is closed");

        // Before its day nobody sees it.
        let begin = async || {
            let mut cx = t.portal.write(&citizen).await.unwrap();
            let key = draft::create(&mut cx, CODE).await?;
            cx.commit().await.map(|_| key)
        };
        assert!(matches!(begin().await, Err(Error::NotFound)));
        let mut cx = t.portal.read(&author).await.unwrap();
        let desk = procedures::desk_page(&mut cx, CODE).await.unwrap();
        assert_eq!(desk.versions.len(), 1);
        assert_eq!(desk.versions[0].state_in_words(vn(2026, 11, 23, 8, 0).date_naive()), "Công bố, chưa đến ngày hiệu lực");
        let (procedure, _) = procedures::by_code(&mut cx, CODE).await.unwrap();
        let day = |month, day| NaiveDate::from_ymd_opt(2027, month, day).unwrap();
        assert!(matches!(procedures::version_on(&mut cx, procedure, day(1, 31)).await, Err(Error::NotFound)));
        assert_eq!(procedures::version_on(&mut cx, procedure, day(2, 1)).await.unwrap(), desk.versions[0].id);
        let exported = procedures::export_present(&mut cx, CODE).await.unwrap();
        drop(cx);
        assert_eq!(import(t, &author, &exported).await.unwrap(), Imported::Same, "what was published is not drafted again");

        // From its day on it is an ordinary procedure.
        t.portal.clock().set(vn(2027, 2, 1, 8, 0));
        domain::nightly::run(&t.portal).await.unwrap();
        let mut cx = t.portal.read(&citizen).await.unwrap();
        let page = procedures::page(&mut cx, CODE).await.unwrap();
        assert_eq!((page.cases.len(), page.form.len(), page.offers.len(), page.deadline.as_str()), (2, 3, 2, "10 ngày làm việc"));
        let vectors = [(1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (250, 200_000)];
        assert!(vectors.iter().all(|(pages, dong)| amount(&page.fees[0].1, *pages, false) == *dong));
        let found = procedures::search(&mut cx, &SearchInput { q: "homestay".into(), ..SearchInput::default() }).await.unwrap();
        assert_eq!(found.list.total(), 1);
        drop(cx);
        let key = begin().await.unwrap();
        let save = async |step: Step, name: &str, value: &str| {
            let mut cx = t.portal.write(&citizen).await.unwrap();
            let typed = Answers::from([(name.to_owned(), value.to_owned())]);
            let next = draft::save(&mut cx, &key, step, &typed).await.unwrap();
            cx.commit().await.unwrap();
            next
        };
        let forms = async || draft::view(&mut t.portal.read(&citizen).await.unwrap(), &key).await.unwrap().journey.forms;
        assert_eq!(save(Step::Form(1), "loai-diem", "Vườn cây").await, Step::Form(2));
        assert_eq!(forms().await, 2, "the page about rooms is not asked");
        assert!(matches!(save(Step::Form(2), "gioi-thieu", "").await, Step::Part(_) | Step::Delivery));
        assert_eq!(save(Step::Form(1), "loai-diem", "Nhà dân").await, Step::Form(2));
        let view = draft::view(&mut t.portal.read(&citizen).await.unwrap(), &key).await.unwrap();
        assert_eq!((view.forms.len(), view.done.contains(&Step::Form(2))), (3, false), "the new page is gone through");
        assert!(!view.check(Step::Form(2)).is_empty());
        assert_eq!(view.answer(field::NAME), "Nguyễn Mẫu Sơn");
    })
    .await;
}

/// Everything wrong with a file comes back at once, and nothing is stored.
#[tokio::test(flavor = "multi_thread")]
async fn a_bad_file_is_refused_as_a_whole() {
    with_dbs(async |t| {
        province(&t.portal).await;
        let author = controller(t, "mot").await;
        let bad = file()
            .replace("\"linh_vuc\":\"du-lich\"", "\"linh_vuc\":\"khong-co\"")
            .replace("01/02/2027", "31/02/2027")
            .replace("10 ngày làm việc", "vài hôm")
            .replace("\"giai_quyet\":\"H99.09\"", "\"giai_quyet\":\"H99.999\"")
            .replace("\"khi_gia_tri\":\"Nhà dân\"", "\"khi_gia_tri\":\"Nhà lầu\"")
            .replace("\"tiep_theo\":\"tham-dinh\"", "\"tiep_theo\":\"\"")
            .replace("\"truong_hop\":\"Lần đầu\"", "\"truong_hop\":\"Lần ba\"")
            .replace("\"ket_qua\"", "\"ket_wua\"");
        let Err(Error::Invalid(errors)) = import(t, &author, &bad).await else { panic!("refused") };
        let all = errors.0.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
        for words in ["lĩnh vực", "Tháng 2", "vài hôm", "H99.999", "Nhà lầu", "Thẩm định", "Lần ba", "ket_wua", "Chưa có kết quả"] {
            assert!(all.contains(words), "{words} in\n{all}");
        }
        let mut cx = t.portal.read(&author).await.unwrap();
        assert!(matches!(procedures::desk_page(&mut cx, CODE).await, Err(Error::NotFound)));
    })
    .await;
}

/// A new version from the present one: unfinished work is kept, the difference is in words, a stale page is refused, what was
/// published never changes, and a typo is a new version of the same day with a reason.
#[tokio::test(flavor = "multi_thread")]
async fn versions_are_renewed_and_corrected() {
    with_dbs(async |t| {
        province(&t.portal).await;
        let (author, second) = (controller(t, "mot").await, controller(t, "hai").await);
        let code = "2.000635";
        let renew = async || {
            let mut cx = t.portal.write(&author).await.unwrap();
            procedures::renew(&mut cx, code).await?;
            cx.commit().await.map(|_| ())
        };
        renew().await.unwrap();
        assert!(matches!(renew().await, Err(Error::Conflict(_))), "one open draft");
        let edit = async |version: i64, change: fn(&mut model::procedures::ProcedureDoc)| {
            let mut cx = t.portal.write(&author).await.unwrap();
            procedures::edit(&mut cx, code, version, DocGroup::General, change).await?;
            cx.commit().await.map(|_| ())
        };
        let view = async || procedures::open_draft(&mut t.portal.read(&author).await.unwrap(), code).await.unwrap();
        let fresh = view().await;
        assert_eq!(fresh.doc.general.synonyms, "trích lục khai sinh sao giấy khai sinh bản sao kết hôn");
        assert!(fresh.faults.iter().any(|fault| fault.message.starts_with("Chưa có ngày có hiệu lực")));
        assert!(matches!(take(t, &author, code, DraftStep::Submit).await, Err(Error::Invalid(_))));
        edit(fresh.version, |doc| {
            doc.general.valid_from = "15/01/2027".into();
            doc.general.decision = "Quyết định 1/QĐ-UBND".into();
            doc.fees[0].online = "5.000".into();
            doc.fees.push(FeeDoc::default());
        })
        .await
        .unwrap();
        assert!(matches!(edit(fresh.version, |doc| doc.general.name.clear()).await, Err(Error::Conflict(_))), "a stale page");
        let now = view().await;
        assert!(now.faults.is_empty(), "{:?}", now.faults);
        let lines: Vec<&String> = now.changes.iter().flat_map(|group| &group.lines).collect();
        assert!(lines.iter().any(|line| line.as_str() == "Mức thu “Cấp bản sao trích lục”: Mức khi nộp trực tuyến (đồng): “8.000” → “5.000”."), "{lines:?}");
        for (who, step) in [
            (&author, DraftStep::Submit),
            (&second, DraftStep::Return),
            (&author, DraftStep::Submit),
            (&second, DraftStep::Approve),
            (&second, DraftStep::Publish),
        ] {
            take(t, who, code, step).await.unwrap();
        }
        // Between the version of today and the one of 01/03/2027.
        let mut cx = t.portal.read(&author).await.unwrap();
        let versions = procedures::desk_page(&mut cx, code).await.unwrap().versions;
        let days: Vec<String> = versions.iter().map(|v| format!("{}–{:?}", v.valid_from, v.valid_to.map(|day| day.to_string()))).collect();
        assert_eq!(days, ["2027-03-01–None", "2027-01-15–Some(\"2027-03-01\")", "2026-01-01–Some(\"2027-01-15\")"]);
        let said = procedures::compare(&mut cx, code, Which::Version(versions[2].id), Which::Version(versions[1].id)).await.unwrap();
        assert_eq!((said.groups.len(), said.new.as_str()), (2, "phiên bản hiệu lực từ 15/01/2027"));
        let waiting = CatalogueFilter { q: "2.000635".into(), state: "next".into(), ..CatalogueFilter::default() };
        assert_eq!(procedures::list(&mut cx, &waiting).await.unwrap().total(), 1);
        let typed = CatalogueFilter { q: "ban sao trich luc ho tich".into(), sector: "ho-tich".into(), ..CatalogueFilter::default() };
        assert_eq!(procedures::list(&mut cx, &typed).await.unwrap().rows[0].code, code);
        drop(cx);

        // A typo in the version of today.
        renew().await.unwrap();
        let fresh = view().await;
        edit(fresh.version, |doc| {
            doc.general.valid_from = "01/01/2026".into();
            doc.general.decision = "Quyết định 2/QĐ-UBND".into();
            doc.general.name = "Cấp bản sao Trích lục hộ tịch".into();
        })
        .await
        .unwrap();
        assert!(view().await.faults.iter().any(|fault| fault.message.contains("ghi lý do đính chính")));
        edit(fresh.version + 1, |doc| doc.general.correction = "Sai chính tả trong tên thủ tục".into()).await.unwrap();
        for (who, step) in [(&author, DraftStep::Submit), (&second, DraftStep::Approve), (&second, DraftStep::Publish)] {
            take(t, who, code, step).await.unwrap();
        }
        let mut cx = t.portal.read(&author).await.unwrap();
        assert_eq!(procedures::page(&mut cx, code).await.unwrap().name, "Cấp bản sao Trích lục hộ tịch");
        let states: Vec<VersionState> = procedures::desk_page(&mut cx, code).await.unwrap().versions.iter().map(|v| v.state).collect();
        assert_eq!(states, [VersionState::Published, VersionState::Published, VersionState::Published, VersionState::Superseded]);
    })
    .await;
}

/// The history is append-only, and who may do nothing sees nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_history_stays() {
    with_dbs(async |t| {
        let citizen = province(&t.portal).await;
        let author = controller(t, "mot").await;
        import(t, &author, &file()).await.unwrap();
        take(t, &author, CODE, DraftStep::Drop).await.unwrap();
        for sql in ["UPDATE procedure_draft_event SET note = 'x'", "DELETE FROM procedure_draft_event"] {
            let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
            assert!(cx.conn().exec(sql, args![]).await.is_err(), "{sql}");
        }
        let mut viewer = author.clone();
        viewer.reach.retain(|(action, kind), _| (*action, *kind) == (Action::View, ObjectKind::ProcedureVersion));
        let mut cx = t.portal.write(&viewer).await.unwrap();
        assert!(matches!(procedures::renew(&mut cx, "2.000635").await, Err(Error::Forbidden { .. })));
        assert_eq!(procedures::list(&mut cx, &CatalogueFilter::default()).await.unwrap().total(), 36);
        drop(cx);
        let mut cx = t.portal.read(&citizen).await.unwrap();
        assert!(matches!(procedures::list(&mut cx, &CatalogueFilter::default()).await, Err(Error::Forbidden { .. })));
    })
    .await;
}
