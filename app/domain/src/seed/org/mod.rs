//! The organisation of the demo province with the history of its merge (11 §3, §4), made through the use cases of `org`.

mod names;

use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::org::{self, Period, Succession};
use crate::{calendar, seed::Size};
use chrono::{NaiveDate, Weekday};
use model::calendar::{SegmentPurpose, WorkSegment, default_segments};
use model::org::{CodeScheme, NewUnit, SuccessionKind, UnitInput, UnitKind, UnitLevel};
use names::{Became, CommuneName};
use rand::rngs::StdRng;
use std::collections::HashMap;

/// Basis of the merge.
const MERGE_BASIS: &str = "Nghị quyết về sắp xếp đơn vị hành chính cấp tỉnh, cấp xã năm 2025 (dữ liệu mô phỏng)";

fn day(year: i32, month: u32) -> Result<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1).ok_or_else(|| Error::internal("date of the seed"))
}

/// A unit to be made.
struct Draft<'a> {
    code: String,
    name: String,
    short: &'a str,
    abbr: &'a str,
    kind: UnitKind,
    level: UnitLevel,
    parent: Option<i64>,
    from: NaiveDate,
    dvhc: String,
}

async fn add(cx: &mut Cx, draft: Draft<'_>) -> Result<i64> {
    let input = UnitInput {
        name: draft.name.clone(),
        short_name: draft.short.to_owned(),
        abbr: draft.abbr.to_owned(),
        code: draft.code,
        dvhc_code: draft.dvhc,
        kind: draft.kind.as_str().to_owned(),
        parent_id: draft.parent,
        valid_from: Some(draft.from),
        address: if draft.kind.is_agency() { format!("Trụ sở {}, tỉnh Lam Giang", draft.name) } else { String::new() },
        legal_basis: String::new(),
        ..UnitInput::default()
    };
    let checked = NewUnit { level: draft.level, ..input.validate()? };
    org::insert_unit(cx, &checked, None).await
}

fn merge(from: i64, to: i64, kind: SuccessionKind, on_date: NaiveDate) -> Succession {
    Succession { from_id: from, to_id: Some(to), kind, on_date, share: None, legal_basis: MERGE_BASIS.to_owned() }
}

/// Makes the province: predecessors, merge, units of today, calendars.
///
/// # Errors
/// Whatever a use case refuses.
pub async fn seed(portal: &Portal, _size: Size, _rng: &mut StdRng, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    // The tree of today is that of after the merge.
    portal.clock().set(org::midnight(day(2025, 7)?));
    let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
    let communes = names::communes();
    let mut old = HashMap::new();
    for province in [98, 97] {
        old.extend(old_province(&mut cx, province, &communes).await?);
        progress(u64::try_from(old.len()).unwrap_or_default());
    }
    let new = new_province(&mut cx, &communes).await?;
    progress(u64::try_from(old.len() + new.len()).unwrap_or_default());
    july(&mut cx, &communes, &old, &new).await?;
    calendars(&mut cx, &communes, &new).await?;
    cx.commit().await?;
    Ok(())
}

/// One of the two old provinces as of 2010, with the mergers of departments of 01/03/2025. Returns ids by code; communes
/// also by `98/name`.
async fn old_province(cx: &mut Cx, province: u32, communes: &[CommuneName]) -> Result<HashMap<String, i64>> {
    let (start, march) = (day(2010, 1)?, day(2025, 3)?);
    let code = format!("H{province}");
    let (name, districts): (&str, &[&str]) = match province {
        98 => ("Ủy ban nhân dân tỉnh Lam Giang (cũ)", &names::DISTRICTS_98),
        _ => ("Ủy ban nhân dân tỉnh Hải Lam", &names::DISTRICTS_97),
    };
    let draft = |code: String, name: &str, kind, level, parent, from, dvhc: String| Draft {
        code,
        name: name.to_owned(),
        short: "",
        abbr: "",
        kind,
        level,
        parent,
        from,
        dvhc,
    };
    let mut ids = HashMap::new();
    let root = add(cx, draft(code.clone(), name, UnitKind::Province, UnitLevel::Province, None, start, province.to_string())).await?;
    ids.insert(code.clone(), root);
    let founded = [march, march, day(2018, 1)?];
    let old = names::OLD_DEPARTMENTS.iter().map(|name| (*name, start)).chain(names::NEW_DEPARTMENTS.into_iter().zip(founded));
    for (at, (name, from)) in old.enumerate() {
        let kind = if at == 22 { UnitKind::OneStopCentre } else { UnitKind::Department };
        let unit_code = format!("{code}.{:02}", at + 1);
        let id = add(cx, draft(unit_code.clone(), name, kind, UnitLevel::Province, Some(root), from, String::new())).await?;
        ids.insert(unit_code, id);
    }
    let mut in_district = vec![0; districts.len()];
    for (at, name) in districts.iter().enumerate() {
        let unit_code = format!("{code}.{}", 31 + at);
        let id = add(cx, draft(unit_code.clone(), name, UnitKind::District, UnitLevel::District, Some(root), start, String::new())).await?;
        ids.insert(unit_code, id);
    }
    let mut number = 0;
    for commune in communes.iter().filter(|commune| commune.old == province) {
        let names = commune.before.iter().map(|(name, _)| name.clone()).chain(commune.split_from.map(str::to_owned));
        for name in names {
            let key = format!("{province}/{name}");
            if ids.contains_key(&key) {
                continue;
            }
            number += 1;
            let seat = in_district.get_mut(commune.district).ok_or_else(|| Error::internal("district of the seed"))?;
            *seat += 1;
            let district = format!("{code}.{}", 31 + commune.district);
            let (kind, word) = if commune.kind == UnitKind::Ward { (UnitKind::Ward, "Phường") } else { (UnitKind::Commune, "Xã") };
            let parent = ids.get(&district).copied();
            let commune_draft =
                draft(format!("{district}.{seat:02}"), &format!("{word} {name}"), kind, UnitLevel::Commune, parent, start, format!("{province}{number:03}"));
            let id = add(cx, commune_draft).await?;
            // 25 codes of the old local system, on the first communes of both provinces.
            if number <= if province == 98 { 15 } else { 10 } {
                org::add_alias(cx, id, CodeScheme::Local, &format!("LG{province}-{number:03}"), Period::new(start, Some(day(2025, 7)?))).await?;
            }
            ids.insert(key, id);
        }
    }
    let unit = |number: usize| ids.get(&format!("{code}.{number:02}")).copied().ok_or_else(|| Error::internal("department of the seed"));
    let mut rows = Vec::new();
    for (from, to) in names::MARCH_2025 {
        let split = names::MARCH_2025.iter().filter(|(other, _)| *other == from).count() > 1;
        rows.push(merge(unit(from)?, unit(to)?, if split { SuccessionKind::Split } else { SuccessionKind::Merge }, march));
    }
    org::succeed(cx, &rows).await?;
    Ok(ids)
}

/// The province of today: root, 16 units, 90 communes, divisions. Returns ids by code.
async fn new_province(cx: &mut Cx, communes: &[CommuneName]) -> Result<HashMap<String, i64>> {
    let from = day(2025, 7)?;
    let mut ids = HashMap::new();
    let root_name = "Ủy ban nhân dân tỉnh Lam Giang".to_owned();
    let root_draft = Draft {
        code: "H99".into(),
        name: root_name,
        short: "UBND tỉnh Lam Giang",
        abbr: "UBND",
        kind: UnitKind::Province,
        level: UnitLevel::Province,
        parent: None,
        from,
        dvhc: "99".into(),
    };
    let root = add(cx, root_draft).await?;
    ids.insert("H99".to_owned(), root);
    for (at, ((name, abbr), (rooms, branches))) in names::PROVINCE_UNITS.iter().zip(names::INSIDE).enumerate() {
        let kind = if at == 15 { UnitKind::OneStopCentre } else { UnitKind::Department };
        let code = format!("H99.{:02}", at + 1);
        let draft = Draft {
            code: code.clone(),
            name: (*name).to_owned(),
            short: "",
            abbr,
            kind,
            level: UnitLevel::Province,
            parent: Some(root),
            from,
            dvhc: String::new(),
        };
        let unit = add(cx, draft).await?;
        ids.insert(code.clone(), unit);
        let always: &[(&str, UnitKind)] = &[("Văn phòng", UnitKind::Division), ("Phòng Pháp chế", UnitKind::Division)];
        let branch_kind = |name: &str| if name.starts_with("Chi cục") { UnitKind::BranchOffice } else { UnitKind::PublicServiceUnit };
        let inside =
            always.iter().copied().chain(rooms.iter().map(|room| (*room, UnitKind::Division))).chain(branches.iter().map(|name| (*name, branch_kind(name))));
        for (number, (room, kind)) in inside.enumerate() {
            let code = format!("{code}.{:02}", number + 1);
            let name = format!("{room}, {name}");
            let draft =
                Draft { code: code.clone(), name, short: room, abbr: "", kind, level: UnitLevel::Province, parent: Some(unit), from, dvhc: String::new() };
            ids.insert(code, add(cx, draft).await?);
        }
    }
    let land = ids.get("H99.06").copied();
    let outside = [
        ("H99.31", "Công an tỉnh Lam Giang", UnitKind::ExternalAgency, Some(root)),
        ("H99.32", "Thuế tỉnh Lam Giang", UnitKind::ExternalAgency, Some(root)),
        ("H99.33", "Bảo hiểm xã hội tỉnh Lam Giang", UnitKind::ExternalAgency, Some(root)),
        ("H99.06.21", "Chi nhánh Văn phòng Đăng ký đất đai", UnitKind::BranchOffice, land),
    ];
    for (code, name, kind, parent) in outside {
        let draft =
            Draft { code: code.to_owned(), name: name.to_owned(), short: "", abbr: "", kind, level: UnitLevel::Province, parent, from, dvhc: String::new() };
        ids.insert(code.to_owned(), add(cx, draft).await?);
    }
    for (at, commune) in communes.iter().enumerate() {
        let (word, abbr) = match commune.kind {
            UnitKind::Ward => ("phường", "P"),
            UnitKind::SpecialZone => ("đặc khu", "ĐK"),
            _ => ("xã", "X"),
        };
        let code = format!("H99.{}", 101 + at);
        let place = format!("{word} {}", commune.name);
        let short = format!(
            "{}{}",
            word.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default(),
            &place[word.chars().next().map_or(0, char::len_utf8)..]
        );
        let draft = Draft {
            code: code.clone(),
            name: format!("UBND {place}"),
            short: &short,
            abbr,
            kind: commune.kind,
            level: UnitLevel::Commune,
            parent: Some(root),
            from,
            dvhc: format!("99{:03}", at + 1),
        };
        let unit = add(cx, draft).await?;
        ids.insert(code.clone(), unit);
        let economy = if commune.kind == UnitKind::Ward { "Phòng Kinh tế, Hạ tầng và Đô thị" } else { "Phòng Kinh tế" };
        let inside = [
            (format!("Văn phòng HĐND và UBND {place}"), "Văn phòng HĐND và UBND", UnitKind::Division),
            (format!("{economy}, {place}"), economy, UnitKind::Division),
            (format!("Phòng Văn hóa – Xã hội, {place}"), "Phòng Văn hóa – Xã hội", UnitKind::Division),
            (format!("Trung tâm Phục vụ hành chính công {place}"), "Trung tâm Phục vụ hành chính công", UnitKind::OneStopCentre),
        ];
        for (number, (name, short, kind)) in inside.into_iter().enumerate() {
            let code = format!("{code}.{:02}", number + 1);
            let abbr = if kind == UnitKind::OneStopCentre { "TTPVHCC" } else { "" };
            let draft = Draft { code: code.clone(), name, short, abbr, kind, level: UnitLevel::Commune, parent: Some(unit), from, dvhc: String::new() };
            ids.insert(code, add(cx, draft).await?);
        }
    }
    Ok(ids)
}

/// 01/07/2025: provinces, departments and communes merge, districts end.
async fn july(cx: &mut Cx, communes: &[CommuneName], old: &HashMap<String, i64>, new: &HashMap<String, i64>) -> Result<()> {
    let on = day(2025, 7)?;
    let of = |ids: &HashMap<String, i64>, key: &str| ids.get(key).copied().ok_or_else(|| Error::internal(format!("unit {key} of the seed")));
    let mut rows = Vec::new();
    for (province, districts) in [(98, names::DISTRICTS_98.len()), (97, names::DISTRICTS_97.len())] {
        rows.push(merge(of(old, &format!("H{province}"))?, of(new, "H99")?, SuccessionKind::Merge, on));
        for (from, to) in names::JULY_2025 {
            rows.push(merge(of(old, &format!("H{province}.{from:02}"))?, of(new, &format!("H99.{to:02}"))?, SuccessionKind::Merge, on));
        }
        for at in 0..districts {
            let from = of(old, &format!("H{province}.{}", 31 + at))?;
            rows.push(Succession { to_id: None, ..merge(from, 0, SuccessionKind::Dissolve, on) });
        }
    }
    let mut halves: HashMap<&str, Vec<i64>> = HashMap::new();
    for (at, commune) in communes.iter().enumerate() {
        let to = of(new, &format!("H99.{}", 101 + at))?;
        for (name, became) in &commune.before {
            let kind = match became {
                Became::Unchanged | Became::Renamed => SuccessionKind::Rename,
                Became::Upgraded => SuccessionKind::Upgrade,
                Became::Merged => SuccessionKind::Merge,
            };
            rows.push(merge(of(old, &format!("{}/{name}", commune.old))?, to, kind, on));
        }
        if let Some(name) = commune.split_from {
            let from = of(old, &format!("{}/{name}", commune.old))?;
            rows.push(Succession { share: Some(50), ..merge(from, to, SuccessionKind::Split, on) });
            let half = halves.entry(name).or_default();
            // Eight villages are mapped, four to each part; records of any other village stay on the old unit.
            for village in 1..=4 {
                org::add_split_rule(cx, from, to, "village", &format!("Thôn {}", half.len() * 4 + village)).await?;
            }
            half.push(to);
        }
    }
    org::succeed(cx, &rows).await
}

/// The calendar of the province, and Saturday receiving at the provincial centre and the 19 wards (11 §7).
async fn calendars(cx: &mut Cx, communes: &[CommuneName], new: &HashMap<String, i64>) -> Result<()> {
    calendar::set_up(cx, day(2010, 1)?).await?;
    let mut week = default_segments();
    week.push(WorkSegment { weekday: Weekday::Sat, start_min: 7 * 60 + 30, end_min: 11 * 60, purpose: SegmentPurpose::Receiving });
    let wards = communes.iter().enumerate().filter(|(_, commune)| commune.kind == UnitKind::Ward).map(|(at, _)| format!("H99.{}", 101 + at));
    for code in wards.chain(["H99.16".to_owned()]) {
        if let Some(unit) = new.get(&code) {
            calendar::set_hours(cx, *unit, &week, day(2010, 1)?).await?;
        }
    }
    Ok(())
}
