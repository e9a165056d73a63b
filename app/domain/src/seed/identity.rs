//! People of the demo province: the demo accounts, citizens, and officials of every unit (11 §2, §5).

use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::identity::{self, DelegationInput, GrantInput, set_up};
use crate::org;
use crate::seed::Size;
use crate::seed::demo::{CITIZENS, OFFICIALS, PASSWORD, totp_secret};
use chrono::{Duration, NaiveDate};
use model::identity::{AccountKind, EmploymentInput, NewPerson, PersonInput};
use model::org::{Unit, UnitKind};
use model::text;
use rand::rngs::StdRng;
use rand::{Rng, seq::IndexedRandom};

/// Family names with their weights in tenths of a percent (11 §2).
const FAMILY: &[(&str, u32)] = &[
    ("Nguyễn", 380),
    ("Trần", 110),
    ("Lê", 95),
    ("Phạm", 70),
    ("Hoàng", 25),
    ("Huỳnh", 25),
    ("Phan", 45),
    ("Vũ", 20),
    ("Võ", 20),
    ("Đặng", 20),
    ("Bùi", 20),
    ("Đỗ", 14),
    ("Hồ", 13),
    ("Ngô", 13),
    ("Dương", 10),
    ("Lý", 5),
    ("Đinh", 29),
    ("Trịnh", 29),
    ("Mai", 29),
    ("Tạ", 28),
];

const GIVEN: &[&str] = &[
    "An", "Anh", "Bách", "Bình", "Châu", "Chi", "Cường", "Diễm", "Dung", "Dũng", "Duy", "Đạt", "Đức", "Giang", "Hà", "Hải", "Hạnh", "Hiền", "Hiếu", "Hòa",
    "Hoa", "Hùng", "Hương", "Huy", "Khánh", "Khoa", "Kiên", "Lan", "Liên", "Linh", "Long", "Mai", "Minh", "My", "Nam", "Nga", "Ngân", "Ngọc", "Nhung", "Oanh",
    "Phong", "Phúc", "Phương", "Quân", "Quang", "Quyên", "Sơn", "Tâm", "Thành", "Thảo", "Thắng", "Thu", "Thủy", "Trang", "Trí", "Tuấn", "Tú", "Uyên", "Vân",
    "Vinh", "Yến",
];

/// The catalogue of positions with their rank (01 §2).
const POSITIONS: &[(&str, i64)] = &[
    ("Chủ tịch", 1),
    ("Phó Chủ tịch", 2),
    ("Giám đốc", 3),
    ("Chánh Văn phòng", 3),
    ("Chánh Thanh tra", 3),
    ("Trưởng ban", 3),
    ("Phó Giám đốc", 4),
    ("Phó Chánh Văn phòng", 4),
    ("Trưởng phòng", 6),
    ("Phó Trưởng phòng", 7),
    ("Thanh tra viên", 9),
    ("Chuyên viên", 10),
    ("Quản trị hệ thống", 10),
    ("Kế toán", 11),
    ("Văn thư", 12),
];

/// The assistant, besides the citizens of the demo list.
const ASSISTANT: (&str, &str, &str) = ("ho.tro", "0999900004", "Lê Mẫu Hỗ");

/// Unit and position of a demo official; the unit is also that of the job template.
fn workplace(username: &str) -> (&'static str, &'static str) {
    match username {
        "mot.cua" => ("H99.101.04", "Chuyên viên"),
        "chuyen.vien" => ("H99.101.03", "Chuyên viên"),
        "truong.phong" => ("H99.101.03", "Trưởng phòng"),
        "lanh.dao" => ("H99.101", "Chủ tịch"),
        "uy.quyen" => ("H99.101", "Phó Chủ tịch"),
        "quan.tri.xa" => ("H99.101", "Chuyên viên"),
        "van.thu" => ("H99.101.01", "Văn thư"),
        "ke.toan" => ("H99.16", "Kế toán"),
        "giam.sat" => ("H99.14", "Thanh tra viên"),
        "chu.tich" => ("H99", "Chủ tịch"),
        "quan.tri" | "quan.tri.2" => ("H99", "Quản trị hệ thống"),
        "truong.bien.tap" => ("H99.01", "Phó Chánh Văn phòng"),
        _ => ("H99.01", "Chuyên viên"),
    }
}

/// How many officials a size has.
const fn officials(size: Size) -> usize {
    match size {
        Size::S => 300,
        Size::M => 3_000,
        Size::L => 12_000,
    }
}

/// An invented name: family name by frequency, "Mẫu", given name.
pub fn invented_name(rng: &mut StdRng) -> String {
    let total: u32 = FAMILY.iter().map(|(_, weight)| weight).sum();
    let mut at = rng.random_range(0..total);
    let family = FAMILY.iter().find(|(_, weight)| at.checked_sub(*weight).map(|rest| at = rest).is_none()).map_or("Nguyễn", |(name, _)| *name);
    format!("{family} Mẫu {}", GIVEN.choose(rng).unwrap_or(&"An"))
}

/// One official to be made.
struct Draft {
    name: String,
    username: String,
    template: &'static str,
    unit: i64,
    position: &'static str,
    totp: Vec<u8>,
}

/// Makes positions, demo accounts, citizens, and officials. Needs the organisation.
///
/// # Errors
/// Whatever a use case refuses.
pub async fn seed(portal: &Portal, size: Size, rng: &mut StdRng, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    let hash = identity::crypto::hash_password(PASSWORD).await?;
    let from = NaiveDate::from_ymd_opt(2025, 7, 1).ok_or_else(|| Error::internal("date of the seed"))?;
    let mut cx = portal.write(&Actor::system("Quản trị tỉnh")).await?;
    let today = org::today(&cx);
    let units = org::all(&mut cx, today).await?;
    for (name, rank) in POSITIONS {
        identity::add_position(&mut cx, name, *rank).await?;
    }
    let mut made = 0_u64;
    let unit_of =
        |code: &str| units.iter().find(|unit| unit.code == code).map(|unit| unit.id).ok_or_else(|| Error::internal(format!("unit {code} of the seed")));
    for demo in &OFFICIALS {
        let (unit, position) = workplace(demo.username);
        let draft = Draft {
            name: demo.name.to_owned(),
            username: demo.username.to_owned(),
            template: demo.template,
            unit: unit_of(unit)?,
            position,
            totp: totp_secret(demo.username),
        };
        made += 1;
        official(&mut cx, &draft, &hash, made, from, rng).await?;
    }
    citizens(&mut cx, &hash, from).await?;
    delegation(&mut cx, unit_of("H99.101")?).await?;
    cx.commit().await?;
    progress(made);

    let places = places(&units);
    let wanted = officials(size).saturating_sub(OFFICIALS.len());
    let mut places = places.iter().cycle();
    while made < u64::try_from(wanted + OFFICIALS.len()).unwrap_or_default() {
        let mut cx = portal.write(&Actor::system("Quản trị tỉnh")).await?;
        for _ in 0..100 {
            let Some((unit, template, position)) = places.next() else { break };
            if made == u64::try_from(wanted + OFFICIALS.len()).unwrap_or_default() {
                break;
            }
            made += 1;
            let name = invented_name(rng);
            let username = username(&name, made);
            let draft = Draft { totp: totp_secret(&username), name, username, template, unit: *unit, position };
            official(&mut cx, &draft, &hash, made, from, rng).await?;
        }
        cx.commit().await?;
        progress(made);
    }
    let mut cx = portal.write(&Actor::system("Quản trị tỉnh")).await?;
    cx.conn().exec(SEEN, args![crate::seed::demo_start()]).await?;
    cx.commit().await.map(|_| ())
}

/// `an.tran21` for Trần Mẫu An.
fn username(name: &str, number: u64) -> String {
    let words: Vec<String> = text::fold_tokens(name);
    let (given, family) = (words.last().cloned().unwrap_or_default(), words.first().cloned().unwrap_or_default());
    format!("{given}.{family}{number}")
}

/// Where officials work, most needed first: heads of units, counters, registers, case officers, then every division.
fn places(units: &[Unit]) -> Vec<(i64, &'static str, &'static str)> {
    let mut places = Vec::new();
    let communes = || units.iter().filter(|unit| unit.kind.is_commune());
    let departments = || units.iter().filter(|unit| unit.code.len() == 6 && (unit.kind == UnitKind::Department || unit.kind == UnitKind::OneStopCentre));
    let part = |unit: &Unit, number: &str| units.iter().find(|other| other.code == format!("{}.{number}", unit.code)).map(|other| other.id);
    for unit in departments() {
        let position = match unit.abbr.as_str() {
            "VPUBND" => "Chánh Văn phòng",
            "TTT" => "Chánh Thanh tra",
            "BQLKCN" => "Trưởng ban",
            _ => "Giám đốc",
        };
        places.push((unit.id, "tpl_unit_leader", position));
    }
    // The ward of the demo accounts has its head already.
    places.extend(communes().filter(|unit| unit.code != "H99.101").map(|unit| (unit.id, "tpl_unit_leader", "Chủ tịch")));
    places.extend(communes().filter_map(|unit| part(unit, "04")).map(|id| (id, "tpl_receptionist", "Chuyên viên")));
    places.extend(departments().filter_map(|unit| part(unit, "01")).map(|id| (id, "tpl_clerk", "Văn thư")));
    places.extend(communes().filter_map(|unit| part(unit, "03")).map(|id| (id, "tpl_case_officer", "Chuyên viên")));
    places.extend(communes().filter_map(|unit| part(unit, "01")).map(|id| (id, "tpl_clerk", "Văn thư")));
    let divisions = || units.iter().filter(|unit| unit.kind == UnitKind::Division);
    places.extend(divisions().map(|unit| (unit.id, "tpl_division_head", "Trưởng phòng")));
    for _ in 0..4 {
        places.extend(divisions().map(|unit| (unit.id, "tpl_case_officer", "Chuyên viên")));
    }
    places
}

async fn official(cx: &mut Cx, draft: &Draft, hash: &str, number: u64, from: NaiveDate, rng: &mut StdRng) -> Result<()> {
    let born = NaiveDate::from_ymd_opt(1966, 1, 1).map(|day| day + Duration::days(rng.random_range(0..12_500)));
    let person = PersonInput {
        full_name: draft.name.clone(),
        dob: born,
        national_id: format!("999{:09}", 100_000 + number),
        phone: format!("09999{}", 10_000 + number),
        email: format!("{}@lamgiang.example", draft.username),
    };
    let employment = EmploymentInput { unit_id: Some(draft.unit), position: draft.position.to_owned(), kind: "primary".to_owned(), valid_from: Some(from) };
    let (id, employment) = identity::add_person(cx, &person, &employment).await?;
    set_up::ready_account(cx, id, AccountKind::Official, &draft.username, hash, draft.totp.clone()).await?;
    let grant = GrantInput { person_id: id, template: draft.template.to_owned(), unit_id: draft.unit, until: None, reason: String::new() };
    set_up::grant(cx, &grant).await?;
    let root = org::root(cx).await?;
    if draft.template == "tpl_administrator" && draft.unit == root.id {
        set_up::system_admin(cx, id, root.id, employment).await?;
    }
    Ok(())
}

async fn citizens(cx: &mut Cx, hash: &str, from: NaiveDate) -> Result<()> {
    let citizens = CITIZENS.iter().map(|(phone, name)| (*phone, *phone, *name)).chain([ASSISTANT]);
    for (at, (username, phone, name)) in (0_i32..).zip(citizens) {
        let kind = match at {
            2 => AccountKind::Organisation,
            3 => AccountKind::Assistant,
            _ => AccountKind::Citizen,
        };
        let organisation = kind == AccountKind::Organisation;
        let person = NewPerson {
            full_name: name.to_owned(),
            dob: (!organisation).then(|| from - Duration::days(i64::from(12_000 + 400 * at))),
            national_id: if organisation { String::new() } else { format!("999{:09}", at + 1) },
            phone: phone.to_owned(),
            email: String::new(),
        };
        let id = set_up::person(cx, &person).await?;
        set_up::ready_account(cx, id, kind, username, hash, Vec::new()).await?;
    }
    Ok(())
}

// On the first day of the demo everybody was at work lately; else the first night would disable idle accounts.
sql!(SEEN, "UPDATE account SET last_sign_in_at = $1 WHERE kind = 'official'");

/// The chair of the demo ward delegates to the deputy for the first weeks after the start of the demo.
async fn delegation(cx: &mut Cx, ward: i64) -> Result<()> {
    let from = identity::person_of_username(cx, "lanh.dao").await?;
    let to = identity::person_of_username(cx, "uy.quyen").await?;
    let first = org::day_of(crate::seed::demo_start());
    let input = DelegationInput {
        from_person: from,
        to_person: to,
        unit_id: ward,
        roles: vec!["unit_leader".to_owned()],
        first_day: Some(first),
        last_day: Some(first + Duration::days(30)),
        reason: "Chủ tịch đi công tác".to_owned(),
        document_ref: "12/QĐ-UBND".to_owned(),
    };
    identity::create_delegation(cx, &input).await.map(|_| ())
}
