//! From a document to a version that can be published: reads every text strictly and says everything that is wrong.

use super::new_version::{NewCase, NewFee, NewOffer, NewVersion};
use super::reader::Reader;
use super::{OWN_SYSTEM, resolve_form, resolve_parts, store, template};
use crate::cx::Cx;
use crate::error::Result;
use crate::files::StoredFile;
use crate::org;
use chrono::NaiveDate;
use model::calendar::DeadlineRule;
use model::format::local_date;
use model::org::{Unit, UnitKind};
use model::procedures::{
    CODE_MESSAGE, DocGroup, Fault, FeeRow, IdentityLevel, OnlineLevel, PaymentMoment, ProcedureDoc, StepDoc, Tier, check_flow, check_form, is_code, not_longer,
    read_number,
};
use std::collections::{HashMap, HashSet};

/// Reads a document. A version comes back only if nothing is wrong with it. `fresh` are templates that just arrived with it.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn resolve(cx: &mut Cx, doc: &ProcedureDoc, fresh: &[StoredFile]) -> Result<(Option<NewVersion>, Vec<Fault>)> {
    let today = local_date(cx.now());
    let sectors: HashSet<String> = super::catalogue::sectors(cx).await?.into_iter().map(|(code, _)| code).collect();
    let mut reader = Reader::new();
    let mut new = general(&mut reader, doc, &sectors);
    check_day(cx, &mut reader, &new, doc, today).await?;
    let units = org::all(cx, new.valid_from.max(today)).await?;
    cases(&mut reader, doc, &mut new);
    fees(&mut reader, doc, &mut new);
    let templates = template::known(cx, doc, fresh).await?;
    resolve_parts::parts(&mut reader, doc, &mut new, &templates);
    new.form = resolve_form::pages(&mut reader, doc);
    new.flow = resolve_form::flow(&mut reader, doc);
    for (group, sentences) in [(DocGroup::Form, check_form(&new.form)), (DocGroup::Flow, check_flow(&new.flow))] {
        reader.at(group, "");
        sentences.into_iter().for_each(|sentence| reader.fault(sentence));
    }
    offers(&mut reader, doc, &mut new, &units);
    let faults = reader.faults;
    Ok((faults.is_empty().then_some(new), faults))
}

fn general(reader: &mut Reader, doc: &ProcedureDoc, sectors: &HashSet<String>) -> NewVersion {
    let general = &doc.general;
    reader.at(DocGroup::General, "");
    if !is_code(&general.code) {
        reader.fault(CODE_MESSAGE);
    }
    if !sectors.contains(&general.sector) {
        reader.fault("Chưa chọn lĩnh vực, hoặc lĩnh vực không có trong danh mục. Hãy chọn một lĩnh vực.");
    }
    let aliases: Vec<String> = general.aliases.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    for alias in aliases.iter().filter(|alias| !is_code(alias)) {
        reader.fault(format!("Mã cũ “{alias}” chưa đúng. Hãy viết mỗi mã một dòng."));
    }
    if general.valid_from.trim().is_empty() {
        reader.fault("Chưa có ngày có hiệu lực. Hãy nhập ngày.");
    }
    let valid_from = reader.day(&general.valid_from, "Ngày có hiệu lực");
    let deadline = reader.deadline(&general.deadline);
    if general.deadline.trim().is_empty() {
        reader.fault("Chưa có thời hạn giải quyết. Hãy nhập, ví dụ: 3 ngày làm việc.");
    }
    let form_set = reader.text(&general.form_set, 40, "bộ biểu mẫu");
    if !["", "tt03_2025", "tt01_2018"].contains(&form_set.as_str()) {
        reader.fault("Bộ biểu mẫu phải là tt03_2025 hoặc tt01_2018.");
    }
    let system = reader.text(&general.processing_system, 200, "hệ thống xử lý");
    NewVersion {
        code: general.code.clone(),
        sector: general.sector.clone(),
        aliases,
        valid_from: valid_from.unwrap_or(NaiveDate::MIN),
        decision: reader.need(&general.decision, 300, "quyết định công bố"),
        name: reader.need(&general.name, 500, "tên thủ tục"),
        summary: reader.need(&general.summary, 1_000, "câu nói khi nào làm thủ tục này"),
        synonyms: reader.text(&general.synonyms, 2_000, "từ người dân thường gọi"),
        who: reader.need(&general.who, 500, "người được làm"),
        who_hint: reader.text(&general.who_hint, 2_000, "chi tiết về người được làm"),
        result: reader.need(&general.result, 500, "kết quả"),
        level: reader.choice(&general.level, None, "mức độ trực tuyến").unwrap_or(OnlineLevel::Information),
        processing_system: if system.is_empty() { OWN_SYSTEM.to_owned() } else { system },
        deadline: deadline.unwrap_or(DeadlineRule::NoDeadline),
        deadline_hint: reader.text(&general.deadline_hint, 1_000, "chi tiết về thời hạn"),
        payment_moment: reader.choice(&general.payment_moment, Some(PaymentMoment::BeforeReturn), "thời điểm thu").unwrap_or(PaymentMoment::BeforeReturn),
        identity: reader.choice(&general.identity, Some(IdentityLevel::Phone), "mức định danh").unwrap_or(IdentityLevel::Phone),
        max_supplements: reader.number(&general.max_supplements, 1, 0..=9, "số lần yêu cầu bổ sung"),
        max_extensions: reader.number(&general.max_extensions, 1, 0..=9, "số lần gia hạn"),
        form_set: if form_set.is_empty() { "tt03_2025".to_owned() } else { form_set },
        steps: steps(reader, &doc.steps),
        conditions: reader.text(&general.conditions, 20_000, "điều kiện"),
        legal_basis: reader.need(&general.legal_basis, 20_000, "căn cứ pháp lý"),
        cases: Vec::new(),
        parts: Vec::new(),
        fees: Vec::new(),
        form: Vec::new(),
        flow: Vec::new(),
        offers: Vec::new(),
        correction: reader.text(&general.correction, 2_000, "lý do đính chính"),
    }
}

/// Steps as they are stored: one line each, `title|text|time`.
fn steps(reader: &mut Reader, rows: &[StepDoc]) -> String {
    let mut lines = Vec::new();
    for (n, row) in (1..).zip(rows) {
        reader.at(DocGroup::General, format!("Bước {n}"));
        reader.need(&row.title, 200, "tên bước");
        if [&row.title, &row.text, &row.time].iter().any(|text| text.contains('|')) {
            reader.fault("Không dùng dấu “|” trong các bước. Hãy bỏ dấu này.");
        }
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.push(format!("{}|{}|{}", line(&row.title), line(&row.text), line(&row.time)));
    }
    reader.at(DocGroup::General, "");
    lines.join("\n")
}

/// The first day lies ahead and is free; a correction names the day of the version that it replaces.
async fn check_day(cx: &mut Cx, reader: &mut Reader, new: &NewVersion, doc: &ProcedureDoc, today: NaiveDate) -> Result<()> {
    if new.valid_from == NaiveDate::MIN || !is_code(&doc.general.code) {
        return Ok(());
    }
    reader.at(DocGroup::General, "");
    let taken = match store::procedure(&mut cx.conn(), &new.code).await? {
        Some((_, true)) => {
            reader.fault(format!("Mã {} là mã cũ của một thủ tục khác. Hãy dùng mã hiện nay.", new.code));
            return Ok(());
        }
        Some((procedure, false)) => super::catalogue::published_from(cx, procedure, new.valid_from).await?.is_some(),
        None => false,
    };
    let day = model::format::date(new.valid_from);
    match (taken, new.correction.is_empty()) {
        (true, true) => {
            reader.fault(format!("Thủ tục đã có phiên bản hiệu lực từ {day}. Hãy chọn ngày khác, hoặc ghi lý do đính chính nếu thay phiên bản đó."))
        }
        (false, false) => reader.fault(format!(
            "Không có phiên bản nào hiệu lực từ {day} để đính chính. Hãy bỏ trống lý do đính chính, hoặc nhập đúng ngày của phiên bản cần thay."
        )),
        (false, true) if new.valid_from < today => reader.fault(format!("Ngày có hiệu lực {day} đã qua. Hãy chọn từ hôm nay trở đi.")),
        _ => {}
    }
    Ok(())
}

fn cases(reader: &mut Reader, doc: &ProcedureDoc, new: &mut NewVersion) {
    let mut names = HashSet::new();
    for (n, row) in (1..).zip(&doc.cases) {
        reader.at(DocGroup::Cases, format!("Trường hợp {n}"));
        let name = reader.need(&row.name, 300, "tên trường hợp");
        if !names.insert(name.clone()) {
            reader.fault(format!("Hai trường hợp cùng tên “{name}”. Hãy đổi một tên."));
        }
        let deadline = reader.deadline(&row.deadline);
        new.cases.push(NewCase { name, hint: reader.text(&row.hint, 1_000, "khi nào áp dụng"), deadline });
    }
    if new.cases.is_empty() {
        reader.at(DocGroup::Cases, "");
        reader.fault("Thủ tục cần ít nhất một trường hợp. Hãy thêm một trường hợp.");
    }
}

fn fees(reader: &mut Reader, doc: &ProcedureDoc, new: &mut NewVersion) {
    const MOST: i64 = 100_000_000_000;
    for (n, row) in (1..).zip(&doc.fees) {
        reader.at(DocGroup::Cases, format!("Mức thu {n}"));
        let case = reader.case(&new.cases, &row.case);
        let name = reader.need(&row.name, 300, "tên mức thu");
        let kind = reader.choice(&row.kind, None, "loại phí, lệ phí");
        let unit = reader.choice(&row.unit, None, "cách tính");
        let (online, direct) = (reader.number(&row.online, 0, 0..=MOST, "mức trực tuyến"), reader.number(&row.direct, 0, 0..=MOST, "mức trực tiếp"));
        let cap = (!row.cap.trim().is_empty()).then(|| reader.number(&row.cap, 0, 0..=MOST, "mức nhiều nhất"));
        let tiers = tiers(reader, &row.tiers);
        let resolution = reader.text(&row.resolution, 300, "nghị quyết");
        if resolution.is_empty() && (online > 0 || direct > 0) {
            reader.fault("Chưa có số nghị quyết quy định mức thu. Hãy nhập nghị quyết.");
        }
        let from = reader.day(&row.valid_from, "Áp dụng từ ngày");
        let to = reader.day(&row.valid_to, "Đến hết ngày").and_then(|day| day.succ_opt());
        if to.is_some_and(|to| to <= from.unwrap_or(new.valid_from)) {
            reader.fault("Ngày kết thúc đứng trước ngày bắt đầu. Hãy sửa một ngày.");
        }
        let exempt = reader.text(&row.exempt, 1_000, "miễn, giảm");
        if let (Some(kind), Some(unit)) = (kind, unit) {
            let fee = FeeRow { name, kind, unit, online, direct, tiers, cap, exempt, resolution };
            new.fees.push(NewFee { case, row: fee, valid_from: from, valid_to: to });
        }
    }
}

/// "1: 2.000; 3: 1.000": from the first unit on 2,000 đồng each, from the third on 1,000.
fn tiers(reader: &mut Reader, text: &str) -> Vec<Tier> {
    let mut tiers: Vec<Tier> = Vec::new();
    for entry in text.split([';', '\n']).map(str::trim).filter(|entry| !entry.is_empty()) {
        let read = entry.split_once(':').and_then(|(from, amount)| Some(Tier { from: read_number(from)?, amount: read_number(amount)? }));
        match read {
            Some(tier) if tier.from >= 1 && tiers.last().is_none_or(|last| last.from < tier.from) => tiers.push(tier),
            _ => reader.fault(format!(
                "Mức theo bậc “{entry}” chưa đúng. Hãy viết như “1: 2.000; 3: 1.000”: từ trang 1 mỗi trang 2.000 đồng, từ trang 3 mỗi trang 1.000 đồng."
            )),
        }
    }
    if tiers.first().is_some_and(|first| first.from != 1) {
        reader.fault("Bậc đầu tiên phải bắt đầu từ 1.");
    }
    tiers
}

fn offers(reader: &mut Reader, doc: &ProcedureDoc, new: &mut NewVersion, units: &[Unit]) {
    let by_code: HashMap<&str, &Unit> = units.iter().filter(|unit| !unit.code.is_empty()).map(|unit| (unit.code.as_str(), unit)).collect();
    let mut seen = HashSet::new();
    let takes_online = new.level != OnlineLevel::Information && new.processing_system == OWN_SYSTEM;
    for (n, row) in (1..).zip(&doc.offers) {
        reader.at(DocGroup::Offers, format!("Cơ quan {n}"));
        let mut find = |code: &str| {
            let unit = by_code.get(code.trim()).copied();
            if unit.is_none() {
                reader.fault(format!("Không có đơn vị mã “{code}” vào ngày có hiệu lực. Hãy kiểm tra lại mã."));
            }
            unit
        };
        let Some(competent) = find(&row.competent) else { continue };
        let receiving = if row.receiving.trim().is_empty() { Some(counter(units, competent)) } else { find(&row.receiving) };
        if !seen.insert(competent.id) {
            reader.fault(format!("Cơ quan {} có hai dòng. Hãy bỏ một dòng.", competent.code));
        }
        let online = reader.yes(&row.online, takes_online, "nhận trực tuyến");
        if online && !takes_online {
            reader.fault("Thủ tục mức cung cấp thông tin, hoặc do hệ thống của bộ, ngành xử lý, không nhận trực tuyến trên cổng. Hãy chọn không.");
        }
        let (direct, postal) = (reader.yes(&row.direct, true, "nhận trực tiếp"), reader.yes(&row.postal, true, "nhận qua bưu chính"));
        let deadline = reader.deadline(&row.deadline);
        if deadline.is_some_and(|own| !not_longer(own, new.deadline)) {
            reader.fault("Thời hạn riêng không được dài hơn thời hạn của thủ tục. Hãy nhập thời hạn ngắn hơn, cùng cách tính.");
        }
        if let Some(receiving) = receiving {
            new.offers.push(NewOffer { competent_unit: competent.id, receiving_unit: receiving.id, online, direct, postal, deadline });
        }
    }
    if doc.offers.is_empty() {
        reader.at(DocGroup::Offers, "");
        reader.fault("Thủ tục cần ít nhất một cơ quan thực hiện. Hãy thêm một cơ quan.");
    }
}

/// The one-stop counter directly below a unit, else the unit itself.
pub(super) fn counter<'a>(units: &'a [Unit], of: &'a Unit) -> &'a Unit {
    units.iter().find(|unit| unit.parent_id == Some(of.id) && unit.kind == UnitKind::OneStopCentre).unwrap_or(of)
}
