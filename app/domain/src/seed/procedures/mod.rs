//! The catalogue of the demo province: 34 procedures and two of a ministry's system (11 §6), with papers, fees, forms
//! and offers of every commune. All amounts and levels are examples, marked (verify) in the specification.

mod business;
mod civil_status;
mod flows;
mod forms;
mod land;
mod papers;
mod social;
mod templates;
mod units;

use self::papers::{Paper, copy, form, maybe, original, part};

use self::templates::Templates;
use self::units::Units;

use crate::Actor;
use crate::cx::Portal;
use crate::error::{Error, Result};
use crate::procedures::{self, NewCase, NewFee, NewVersion, OWN_SYSTEM};
use crate::seed::Size;
use chrono::{NaiveDate, NaiveTime};
use model::calendar::DeadlineRule;
use model::procedures::{FeeKind, FeeRow, FeeUnit, IdentityLevel, OnlineLevel, PaymentMoment, QuestionPage, parse_tiers};
use rand::rngs::StdRng;

/// Who decides.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// Every commune.
    Commune,
    /// Every commune, and this department.
    CommuneAnd(&'static str),
    /// This department.
    Department(&'static str),
}

/// A fee: case index, name, unit, đồng online, đồng at the counter.
pub(super) type Fee = (Option<usize>, &'static str, FeeUnit, i64, i64);

/// One procedure as a row of data.
pub(super) struct Spec {
    pub code: &'static str,
    pub sector: &'static str,
    pub name: &'static str,
    pub summary: &'static str,
    pub synonyms: &'static str,
    pub who: &'static str,
    pub result: &'static str,
    pub place: Place,
    pub level: OnlineLevel,
    pub rule: &'static str,
    pub deadline_hint: &'static str,
    /// Name, when it applies, own deadline ("" for that of the procedure).
    pub cases: &'static [(&'static str, &'static str, &'static str)],
    pub papers: &'static [Paper],
    pub fees: &'static [Fee],
    pub tiers: &'static str,
    pub cap: Option<i64>,
    pub kind: FeeKind,
    pub system: &'static str,
    pub law: &'static str,
    pub questions: fn() -> Vec<QuestionPage>,
    /// A second version begins on 01/03/2027 (Luật Hộ tịch 2026).
    pub renewed: bool,
}

/// Procedures that give or change a right of lasting value: nobody applies for them with a telephone number alone.
const ACCOUNT_ONLY: [&str; 2] = ["1.013225", "1.001612"];

/// What most procedures have in common.
pub(super) const BASE: Spec = Spec {
    code: "",
    sector: "",
    name: "",
    summary: "",
    synonyms: "",
    who: "Cá nhân",
    result: "Văn bản kết quả",
    place: Place::Commune,
    level: OnlineLevel::Full,
    rule: "working_day:3",
    deadline_hint: "tính từ ngày làm việc sau khi tiếp nhận",
    cases: &[("Thông thường", "Áp dụng cho mọi hồ sơ.", "")],
    papers: &[],
    fees: &[],
    tiers: "",
    cap: None,
    kind: FeeKind::StateCharge,
    system: OWN_SYSTEM,
    law: "",
    questions: model::dossiers::apply::generic_form,
    renewed: false,
};

const SECTORS: &[(&str, &str)] = &[
    ("ho-tich", "Hộ tịch"),
    ("chung-thuc", "Chứng thực"),
    ("ho-kinh-doanh", "Hộ kinh doanh"),
    ("doanh-nghiep", "Doanh nghiệp"),
    ("dat-dai", "Đất đai"),
    ("xay-dung", "Xây dựng"),
    ("bao-tro-xa-hoi", "Bảo trợ xã hội"),
    ("nguoi-co-cong", "Người có công"),
    ("giao-duc", "Giáo dục"),
    ("thuong-mai", "Thương mại, an toàn thực phẩm"),
    ("du-lich", "Du lịch"),
    ("viec-lam", "Việc làm"),
    ("cu-tru", "Cư trú"),
];

/// What people say, and what the catalogue says, beyond the synonyms of the installation (07 §11).
const SYNONYMS: &[(&str, &str)] = &[
    ("sổ hồng", "giấy chứng nhận quyền sử dụng đất"),
    ("cmnd", "căn cước"),
    ("giấy khai sinh", "khai sinh"),
    ("cưới", "kết hôn"),
    ("công chứng", "chứng thực"),
    ("sao y", "chứng thực bản sao"),
    ("mở quán", "hộ kinh doanh"),
    ("xây nhà", "giấy phép xây dựng"),
    ("mai táng phí", "chi phí mai táng"),
];

/// Publishes sectors, synonyms and every procedure. The organisation must exist.
///
/// # Errors
/// If the organisation is missing or the database cannot be written.
pub async fn seed(portal: &Portal, _size: Size, _rng: &mut StdRng, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    first_day(portal);
    publish(portal, &Templates::new(), progress).await
}

/// As [`seed`], and some papers have a template.
///
/// # Errors
/// As [`seed`].
pub(super) async fn seed_with_templates(portal: &Portal, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    first_day(portal);
    let templates = templates::make(portal).await?;
    publish(portal, &templates, progress).await
}

/// The catalogue of today was published when its first version began.
fn first_day(portal: &Portal) {
    let begin = model::format::instant(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default(), NaiveTime::MIN);
    if portal.clock().now() < begin {
        portal.clock().set(begin);
    }
}

async fn publish(portal: &Portal, templates: &Templates, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
    for (seq, (code, name)) in (1_i64..).zip(SECTORS) {
        procedures::sector(&mut cx, code, name, seq).await?;
    }
    for (term, meaning) in SYNONYMS {
        crate::search::save_synonym(&mut cx, term, meaning).await?;
    }
    let today = model::format::local_date(cx.now());
    let units = Units::load(&mut cx, today).await?;
    let specs = civil_status::SPECS.iter().chain(business::SPECS).chain(land::SPECS).chain(social::SPECS);
    for (done, spec) in (1_u64..).zip(specs) {
        procedures::publish(&mut cx, &version(spec, &units, templates, 2026, 1)?).await?;
        if spec.renewed {
            procedures::publish(&mut cx, &version(spec, &units, templates, 2027, 3)?).await?;
        }
        progress(done);
    }
    cx.commit().await?;
    Ok(())
}

fn version(spec: &Spec, units: &Units, templates: &Templates, year: i32, month: u32) -> Result<NewVersion> {
    let rule = |text: &str| text.parse::<DeadlineRule>().map_err(|error| Error::internal(error.to_string()));
    let renewed = year == 2027;
    let online = spec.level != OnlineLevel::Information && spec.system == OWN_SYSTEM;
    let case = |(name, hint, own): &(&str, &str, &str)| {
        let deadline = if own.is_empty() { None } else { Some(rule(own)?) };
        Ok(NewCase { name: (*name).to_owned(), hint: (*hint).to_owned(), deadline })
    };
    let law = if renewed { "Luật Hộ tịch số 03/2026/QH16, hiệu lực từ 01/03/2027" } else { spec.law };
    Ok(NewVersion {
        code: spec.code.to_owned(),
        sector: spec.sector.to_owned(),
        aliases: vec![format!("{}.000.00.00.H99", spec.code)],
        valid_from: NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default(),
        decision: if renewed { "Quyết định 212/QĐ-UBND ngày 15/02/2027" } else { "Quyết định 3015/QĐ-UBND ngày 26/12/2025" }.to_owned(),
        name: spec.name.to_owned(),
        summary: if renewed { format!("{} Thực hiện theo Luật Hộ tịch năm 2026.", spec.summary) } else { spec.summary.to_owned() },
        synonyms: spec.synonyms.to_owned(),
        who: spec.who.to_owned(),
        who_hint: String::new(),
        result: spec.result.to_owned(),
        level: spec.level,
        processing_system: spec.system.to_owned(),
        deadline: rule(spec.rule)?,
        deadline_hint: spec.deadline_hint.to_owned(),
        payment_moment: PaymentMoment::BeforeReturn,
        identity: if ACCOUNT_ONLY.contains(&spec.code) { IdentityLevel::Account } else { IdentityLevel::Phone },
        max_supplements: 1,
        max_extensions: 1,
        form_set: "tt03_2025".to_owned(),
        steps: steps(spec, rule(spec.rule)?),
        conditions: conditions(renewed),
        legal_basis: format!("{law}\nNghị định 118/2025/NĐ-CP về một cửa, một cửa liên thông\nThông tư 03/2025/TT-VPCP về mẫu biểu"),
        cases: spec.cases.iter().map(case).collect::<Result<_>>()?,
        parts: spec.papers.iter().map(|paper| part(paper, templates)).collect(),
        fees: spec.fees.iter().map(|row| fee(spec, row)).collect(),
        form: (spec.questions)(),
        flow: flows::of(spec.code),
        offers: units.offers(spec.place, online)?,
        correction: String::new(),
    })
}

fn steps(spec: &Spec, rule: DeadlineRule) -> String {
    let first = if spec.level == OnlineLevel::Information || spec.system != OWN_SYSTEM {
        "Tại quầy của bất kỳ trung tâm nào trong tỉnh."
    } else {
        "Trực tuyến, khoảng 10 phút. Hoặc tại bất kỳ trung tâm nào trong tỉnh."
    };
    let who = match spec.place {
        Place::Department(_) => "Phòng chuyên môn thẩm định",
        Place::Commune | Place::CommuneAnd(_) => "Công chức chuyên môn thẩm định",
    };
    format!(
        "Bạn nộp hồ sơ|{first}|Nhận biên nhận ngay\nTrung tâm kiểm tra và tiếp nhận|Nếu thiếu, bạn được báo một lần, đủ mọi mục cần bổ sung.|Trong 8 giờ làm việc\n\
         {who}|Kiểm tra nội dung và giấy tờ.|Trong thời hạn giải quyết\nKý và trả kết quả|Nhận bản điện tử trên cổng, qua bưu chính hoặc tại trung tâm.|Tổng cộng {}",
        rule.label()
    )
}

fn conditions(renewed: bool) -> String {
    let first = "Người nộp hồ sơ có năng lực hành vi dân sự, hoặc có người đại diện hợp pháp.\nGiấy tờ còn giá trị sử dụng, không tẩy xóa.";
    if renewed { format!("{first}\nHồ sơ tiếp nhận trước 01/03/2027 được giải quyết theo quy định cũ.") } else { first.to_owned() }
}

fn fee(spec: &Spec, (case, name, unit, online, direct): &Fee) -> NewFee {
    NewFee {
        case: *case,
        row: FeeRow {
            name: (*name).to_owned(),
            kind: spec.kind,
            unit: *unit,
            online: *online,
            direct: *direct,
            tiers: parse_tiers(spec.tiers),
            cap: spec.cap,
            exempt: "Người khuyết tật, hộ nghèo, người có công được miễn".to_owned(),
            resolution: "Nghị quyết 57/2025/NQ-HĐND, áp dụng từ 01/01/2026".to_owned(),
        },
        valid_from: None,
        valid_to: None,
    }
}
