//! The organisation in time, on both engines.

use chrono::NaiveDate;
use domain::org::{self, Period, Succession};
use domain::testing::{vn, with_dbs};
use domain::{Actor, Cx, Error};
use model::org::{CodeScheme, SuccessionKind, Today, UnitInput};
use rand::{Rng, SeedableRng, rngs::StdRng};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn input(code: &str, name: &str, kind: &str, parent: Option<i64>, from: NaiveDate) -> UnitInput {
    UnitInput { code: code.into(), name: name.into(), kind: kind.into(), parent_id: parent, valid_from: Some(from), ..UnitInput::default() }
}

async fn add(cx: &mut Cx, code: &str, name: &str, kind: &str, parent: Option<i64>, from: NaiveDate) -> i64 {
    org::create_unit(cx, &input(code, name, kind, parent, from)).await.unwrap().id
}

fn succession(from: i64, to: i64, kind: SuccessionKind, on: NaiveDate) -> Succession {
    Succession { from_id: from, to_id: Some(to), kind, on_date: on, share: None, legal_basis: String::new() }
}

fn message(error: &Error) -> String {
    match error {
        Error::Invalid(fields) => fields.0.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// A01-03: both forms of a code find the unit; a code that ended on 30/06/2025 is refused for a record of 01/07/2025.
#[tokio::test(flavor = "multi_thread")]
async fn a01_03_codes() {
    with_dbs(async |t| {
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        let start = day(2010, 1, 1);
        let old = add(&mut cx, "H98", "Tỉnh cũ", "province", None, start).await;
        let district = add(&mut cx, "H98.31", "Thành phố Thành Lam", "district", Some(old), start).await;
        let root = add(&mut cx, "H99", "UBND tỉnh Lam Giang", "province", None, day(2025, 7, 1)).await;
        let centre = add(&mut cx, "H99.16", "Trung tâm Phục vụ hành chính công", "one_stop_centre", Some(root), day(2025, 7, 1)).await;
        let ward = add(&mut cx, "H99.101", "Phường Thành Lam", "ward", Some(root), day(2025, 7, 1)).await;
        org::succeed(
            &mut cx,
            &[succession(old, root, SuccessionKind::Merge, day(2025, 7, 1)), succession(district, ward, SuccessionKind::Merge, day(2025, 7, 1))],
        )
        .await
        .unwrap();
        org::add_alias(&mut cx, ward, CodeScheme::Local, "LG-TL", Period::new(day(2025, 7, 1), None)).await.unwrap();
        cx.commit().await.unwrap();

        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        let on = day(2026, 11, 23);
        for code in ["H99.16", "000.00.16.H99", " h99.16"] {
            assert_eq!(org::by_code(&mut cx, code, on).await.unwrap().id, centre);
            assert_eq!(org::find(&mut cx, code, on).await.unwrap()[0].id, centre);
        }
        assert_eq!(org::by_code(&mut cx, "lg-tl", on).await.unwrap().id, ward);
        assert_eq!(org::by_code(&mut cx, "H98.31", day(2025, 6, 30)).await.unwrap().id, district);
        let refused = org::by_code(&mut cx, "H98.31", day(2025, 7, 1)).await.unwrap_err();
        assert_eq!(message(&refused), "Mã H98.31 chỉ có hiệu lực đến hết ngày 30/06/2025; nay là Phường Thành Lam (H99.101). Hãy dùng mã hiện hành.");
        assert!(matches!(org::by_code(&mut cx, "H12.34", on).await, Err(Error::NotFound)));
        assert!(matches!(org::by_code(&mut cx, "\u{0}'; DROP", on).await, Err(Error::NotFound)));
        assert_eq!(org::find(&mut cx, "thanh lam", on).await.unwrap().len(), 1);
        assert_eq!(org::find(&mut cx, "100%", on).await.unwrap().len(), 0);
        assert_eq!(org::subtree(&mut cx, root).await.unwrap().iter().map(|unit| unit.id).collect::<Vec<_>>(), [root, centre, ward]);
        assert_eq!(org::agency_of(&mut cx, ward).await.unwrap().id, ward);
        assert_eq!(org::root(&mut cx).await.unwrap().id, root);
    })
    .await;
}

/// A01-02 (the part of the organisation): a record keeps its unit and prints both names.
#[tokio::test(flavor = "multi_thread")]
async fn a01_02_both_names() {
    with_dbs(async |t| {
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        let root = add(&mut cx, "H99", "UBND tỉnh", "province", None, day(2010, 1, 1)).await;
        let east = add(&mut cx, "H99.201", "Xã Hòa Đông", "commune", Some(root), day(2010, 1, 1)).await;
        let west = add(&mut cx, "H99.202", "Xã Hòa Tây", "commune", Some(root), day(2010, 1, 1)).await;
        let merged = add(&mut cx, "H99.114", "Xã Hòa Lam", "commune", Some(root), day(2025, 7, 1)).await;
        let on = day(2025, 7, 1);
        org::succeed(&mut cx, &[succession(east, merged, SuccessionKind::Merge, on), succession(west, merged, SuccessionKind::Merge, on)]).await.unwrap();
        let name = org::name_then(&mut cx, east, day(2025, 6, 20)).await.unwrap();
        assert_eq!(name.to_string(), "Xã Hòa Đông (nay là Xã Hòa Lam)");
        assert_eq!(org::name_then(&mut cx, merged, day(2026, 1, 1)).await.unwrap().to_string(), "Xã Hòa Lam");
        assert_eq!(org::successor(&mut cx, west).await.unwrap(), Today::Unit(merged));
        assert_eq!(org::successors(&mut cx).await.unwrap().booked_on(merged), [east, west, merged]);
        assert!(matches!(org::unit(&mut cx, east, on).await, Err(Error::NotFound)));
    })
    .await;
}

/// A01-01: random reorganisations over 2024–2026: totals are equal in both views, nobody has two parents on any day.
#[tokio::test(flavor = "multi_thread")]
async fn a01_01_random_reorganisations() {
    with_dbs(async |t| {
        let mut rng = StdRng::seed_from_u64(2026);
        for round in 0..6 {
            let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
            let base = 10 + round;
            let root = add(&mut cx, &format!("H{base}"), "Tỉnh", "province", None, day(2023, 1, 1)).await;
            let mut next = 100;
            let mut new_unit = async |cx: &mut Cx, from: NaiveDate| {
                next += 1;
                add(cx, &format!("H{base}.{next}"), &format!("Xã {next}"), "commune", Some(root), from).await
            };
            let mut living = Vec::new();
            for _ in 0..12 {
                living.push(new_unit(&mut cx, day(2023, 1, 1)).await);
            }
            let mut records: Vec<i64> = Vec::new();
            for month in 1..=30_u32 {
                records.extend((0..20).map(|_| living[rng.random_range(0..living.len())]));
                let on = day(2024 + i32::try_from((month - 1) / 12).unwrap(), (month - 1) % 12 + 1, 1);
                let pick = |rng: &mut StdRng, living: &mut Vec<i64>| living.swap_remove(rng.random_range(0..living.len()));
                let rows = match rng.random_range(0..5) {
                    0 if living.len() > 5 => {
                        let to = new_unit(&mut cx, on).await;
                        let from: Vec<i64> = (0..3).map(|_| pick(&mut rng, &mut living)).collect();
                        living.push(to);
                        from.into_iter().map(|from| succession(from, to, SuccessionKind::Merge, on)).collect()
                    }
                    1 => {
                        let from = pick(&mut rng, &mut living);
                        let to = [new_unit(&mut cx, on).await, new_unit(&mut cx, on).await];
                        living.extend(to);
                        to.map(|to| succession(from, to, SuccessionKind::Split, on)).to_vec()
                    }
                    2 => {
                        let (from, to) = (pick(&mut rng, &mut living), new_unit(&mut cx, on).await);
                        living.push(to);
                        vec![succession(from, to, SuccessionKind::Rename, on)]
                    }
                    3 if living.len() > 5 => {
                        let from = pick(&mut rng, &mut living);
                        vec![Succession { to_id: None, ..succession(from, 0, SuccessionKind::Dissolve, on) }]
                    }
                    _ => Vec::new(),
                };
                org::succeed(&mut cx, &rows).await.unwrap();
            }
            assert_eq!(org::check(&mut cx).await.unwrap(), Vec::<String>::new());
            let successors = org::successors(&mut cx).await.unwrap();
            let mut as_now = std::collections::HashMap::new();
            for record in &records {
                *as_now.entry(successors.of(*record).unit()).or_insert(0_usize) += 1;
            }
            assert_eq!(as_now.values().sum::<usize>(), records.len());
            let alive: Vec<i64> = org::all(&mut cx, day(2026, 11, 23)).await.unwrap().iter().map(|unit| unit.id).collect();
            for record in &records {
                match successors.of(*record) {
                    Today::Unit(id) => assert!(alive.contains(&id)),
                    Today::OldUnit(id) | Today::Ended(id) => assert!(!alive.contains(&id)),
                }
            }
            cx.commit().await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_a_unit_are_checked() {
    with_dbs(async |t| {
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        let root = add(&mut cx, "H99", "UBND tỉnh", "province", None, day(2020, 1, 1)).await;
        let a = add(&mut cx, "H99.01", "Văn phòng UBND tỉnh", "department", Some(root), day(2020, 1, 1)).await;
        let b = add(&mut cx, "H99.01.01", "Phòng Tổng hợp", "division", Some(a), day(2020, 1, 1)).await;

        let twice = org::create_unit(&mut cx, &input("H99.01", "Sở Nội vụ", "department", Some(root), day(2021, 1, 1))).await.unwrap_err();
        assert_eq!(message(&twice), "Mã H99.01 đang là mã của Văn phòng UBND tỉnh. Hãy chọn mã khác.");
        let early = org::create_unit(&mut cx, &input("H99.02", "Sở Nội vụ", "department", Some(root), day(2019, 1, 1))).await.unwrap_err();
        assert!(message(&early).starts_with("Đơn vị cấp trên chưa có"));
        let circle = org::move_unit(&mut cx, a, b, day(2024, 1, 1)).await.unwrap_err();
        assert!(message(&circle).starts_with("Đơn vị cấp trên đang trực thuộc"));
        let hostile = org::create_unit(&mut cx, &input("H99.02", &"ă".repeat(10_000), "department", Some(9_999_999), day(2024, 1, 1))).await.unwrap_err();
        assert!(message(&hostile).starts_with("Tên đơn vị dài quá"));

        let seen = org::versions(&mut cx, a).await.unwrap()[0].id;
        let change =
            org::Change { unit_id: a, seen_version: seen, input: input("H99.01", "Văn phòng Ủy ban nhân dân tỉnh", "", Some(root), day(2024, 1, 1)) };
        assert_eq!(org::new_version(&mut cx, &change).await.unwrap().name, "Văn phòng Ủy ban nhân dân tỉnh");
        assert!(matches!(org::new_version(&mut cx, &change).await, Err(Error::Conflict(_))));
        assert_eq!(org::unit(&mut cx, a, day(2023, 12, 31)).await.unwrap().name, "Văn phòng UBND tỉnh");

        org::move_unit(&mut cx, b, root, day(2024, 6, 1)).await.unwrap();
        assert_eq!(org::unit(&mut cx, b, day(2024, 5, 31)).await.unwrap().parent_id, Some(a));
        assert_eq!(org::unit(&mut cx, b, day(2024, 6, 1)).await.unwrap().parent_id, Some(root));
        assert_eq!(org::children(&mut cx, root).await.unwrap().len(), 2);
        assert!(org::check(&mut cx).await.unwrap().is_empty());
        cx.commit().await.unwrap();

        let mut cx = t.portal.write(&Actor::anonymous()).await.unwrap();
        assert!(matches!(org::create_unit(&mut cx, &input("H99.03", "Sở", "department", Some(root), day(2024, 1, 1))).await, Err(Error::Unauthorized)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_below_a_dissolved_unit_ends_with_it() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 1, 1, 8, 0));
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        let root = add(&mut cx, "H99", "UBND tỉnh", "province", None, day(2020, 1, 1)).await;
        let old = add(&mut cx, "H99.04", "Sở Kế hoạch và Đầu tư", "department", Some(root), day(2020, 1, 1)).await;
        let room = add(&mut cx, "H99.04.01", "Phòng Đầu tư", "division", Some(old), day(2020, 1, 1)).await;
        let new = add(&mut cx, "H99.05", "Sở Tài chính", "department", Some(root), day(2020, 1, 1)).await;
        org::succeed(&mut cx, &[succession(old, new, SuccessionKind::Merge, day(2025, 3, 1))]).await.unwrap();
        assert_eq!(org::successor(&mut cx, room).await.unwrap(), Today::Unit(new));
        assert_eq!(org::all(&mut cx, day(2025, 3, 1)).await.unwrap().len(), 2);
        // A unit that takes in another one and keeps its identity lives on.
        let again = org::succeed(&mut cx, &[succession(old, new, SuccessionKind::Merge, day(2025, 4, 1))]).await;
        assert!(again.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn import_of_units() {
    const FILE: &str = include_str!("fixtures/units_2017.csv");
    with_dbs(async |t| {
        let mut cx = t.portal.write(&Actor::system("Nhập đơn vị")).await.unwrap();
        let report = org::import_units(&mut cx, FILE.as_bytes(), "units_2017.csv").await.unwrap();
        assert_eq!((report.added, report.kept), (30, 0));
        cx.commit().await.unwrap();
        let mut cx = t.portal.write(&Actor::system("Nhập đơn vị")).await.unwrap();
        let with_mark = format!("\u{feff}{FILE}");
        let report = org::import_units(&mut cx, with_mark.as_bytes(), "units_2017.csv").await.unwrap();
        assert_eq!((report.added, report.kept), (0, 30));
        assert_eq!(org::by_code(&mut cx, "H98.13", day(2017, 12, 13)).await.unwrap().name, "Sở Văn hóa, Thể thao và Du lịch");
        assert!(org::by_code(&mut cx, "H98.04", day(2025, 3, 1)).await.is_err());
        assert_eq!(org::by_code(&mut cx, "H98.04", day(2025, 2, 28)).await.unwrap().name, "Sở Kế hoạch và Đầu tư");

        let bad = "code,name,kind,parent,valid_from,valid_to\nH97,,province,,2010-01-01,\nX,Sở,department,H97,2010-13-01,\nH97.02,Sở,so,H96,2010-01-01,2009-01-01\nH97.03,Sở\n";
        let Err(domain::import::ImportFailure::File(errors)) = org::import_units(&mut cx, bad.as_bytes(), "sai.csv").await else { panic!("expected faults") };
        let places: Vec<(u64, &str)> = errors.0.iter().map(|error| (error.line, error.column.as_str())).collect();
        assert_eq!(places, [(2, "name"), (3, "code"), (3, "valid_from"), (4, "kind"), (4, "valid_to"), (5, "")]);
        let circle = "code,name,kind,parent,valid_from,valid_to\nH97.01,A,department,H97.02,2010-01-01,\nH97.02,B,department,H97.01,2010-01-01,\nH97.03,C,department,H95,2010-01-01,\n";
        let Err(domain::import::ImportFailure::File(errors)) = org::import_units(&mut cx, circle.as_bytes(), "vong.csv").await else { panic!("expected faults") };
        assert!(!errors.is_empty());
        assert_eq!(org::all(&mut cx, day(2017, 1, 1)).await.unwrap().len(), 30);
    })
    .await;
}
