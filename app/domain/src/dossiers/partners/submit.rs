//! D02 by the national portal: the message becomes a submission, as if it had been filled in here.

use super::super::create::{NewDossier, NewPart, create_submitted};
use super::work::Case;
use super::{outgoing, parse};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::{files, numbering, org, procedures};
use model::dossiers::{Answer, Source};
use model::files::{Kinds, Purpose};
use model::format::{local_date, time_date};
use model::notify::NotifyChannel;
use model::partners::{Head, Paper, Submission, delivery_of, handled_by};
use model::text::{clean_line, clean_text};

/// Most bytes of one file.
const FILE_LIMIT: u64 = 20 * 1024 * 1024;

sql!(
    OFFER,
    "SELECT id, competent_unit_id, receiving_unit_id FROM procedure_offer WHERE version_id = $1 AND (competent_unit_id = $2 OR receiving_unit_id = $2) AND online
     ORDER BY id LIMIT 1"
);
sql!(CASE, "SELECT id FROM procedure_case WHERE version_id = $1 AND seq = $2");
sql!(
    PARTS,
    "SELECT id, seq, name, mandatory AND NOT e_form AND condition = '' AND (case_id IS NULL OR case_id = $2), file_types FROM required_part
     WHERE version_id = $1 AND kind = 'input' ORDER BY seq"
);
sql!(LINK, "UPDATE national_case SET dossier_id = $2 WHERE id = $1");
sql!(EXTERNAL, "UPDATE dossier SET external_code = $2 WHERE id = $1");

/// Where a submission goes.
struct Place {
    version: i64,
    offer: i64,
    competent: i64,
    receiving: i64,
    case: i64,
}

/// Makes the dossier of a message and queues its first status.
pub(super) async fn submit(cx: &mut Cx, case: Case, head: &Head, new: &Submission) -> Result<()> {
    let place = place(cx, new).await?;
    let delivery = delivery_of(new.delivery).ok_or_else(|| Error::conflict(format!("Không có hình thức trả kết quả {}.", new.delivery)))?;
    let (parts, notes) = parts(cx, &place, new).await?;
    let phone: String = new.phone.chars().filter(char::is_ascii_digit).take(20).collect();
    let day = local_date(cx.now()).format("%y%m%d").to_string();
    let application = NewDossier {
        submission_code: format!("N-{day}-{}", numbering::random_code(6)),
        procedure_version_id: place.version,
        case_id: place.case,
        offer_id: place.offer,
        receiving_unit: place.receiving,
        competent_unit: place.competent,
        channel: Source::NationalPortal.channel(),
        source: Source::NationalPortal,
        applicant_account: None,
        applicant_name: clean_line(&new.applicant, 200),
        applicant_phone: phone.clone(),
        applicant_id_number: clean_line(&new.number, 40),
        applicant_address: clean_text(&new.address, 500),
        answers: serde_json::to_value(answers(head, new, notes))?,
        parts,
        answer_files: Vec::new(),
        delivery,
        notify: if phone.is_empty() { Vec::new() } else { vec![NotifyChannel::Sms] },
        submitted_at: cx.now(),
    };
    let dossier = create_submitted(cx, application).await?;
    cx.conn().exec(EXTERNAL, args![dossier.id, &head.code]).await?;
    cx.conn().exec(LINK, args![case.id, dossier.id]).await?;
    outgoing::tell_all(cx, dossier.id).await
}

async fn place(cx: &mut Cx, new: &Submission) -> Result<Place> {
    let today = local_date(cx.now());
    let unknown = |what: &str, text: &str| Error::conflict(format!("Không tìm thấy {what} “{}”. Hãy kiểm tra danh mục rồi xử lý lại.", clean_line(text, 60)));
    let found = procedures::by_code(cx, &clean_line(&new.procedure, 60)).await;
    let (procedure, _) = found.map_err(|error| if matches!(error, Error::NotFound) { unknown("thủ tục", &new.procedure) } else { error })?;
    let found = procedures::version_on(cx, procedure, today).await;
    let version =
        found.map_err(|error| if matches!(error, Error::NotFound) { unknown("phiên bản đang áp dụng của thủ tục", &new.procedure) } else { error })?;
    let facts = procedures::version(&mut cx.conn(), version).await?;
    if facts.processing_system != procedures::OWN_SYSTEM {
        return Err(Error::conflict(handled_by(&facts.processing_system)));
    }
    if !procedures::channel::of(cx, procedure).await?.national {
        return Err(Error::conflict(format!("Thủ tục {} chưa mở kênh Cổng Dịch vụ công quốc gia.", facts.code)));
    }
    let unit = org::by_code(cx, &clean_line(&new.unit, 60), today).await;
    let unit = unit.map_err(|error| if error.is_retryable() { error } else { unknown("cơ quan", &new.unit) })?;
    let offer: Option<(i64, i64, i64)> = cx.conn().opt(OFFER, args![version, unit.id]).await?;
    let Some((offer, competent, receiving)) = offer else {
        return Err(Error::conflict(format!("{} không nhận thủ tục {} trực tuyến.", unit.name, facts.code)));
    };
    let case: Option<(i64,)> = cx.conn().opt(CASE, args![version, new.case.max(1)]).await?;
    let Some((case,)) = case else { return Err(unknown("trường hợp", &new.case.to_string())) };
    Ok(Place { version, offer, competent, receiving, case })
}

/// The parts with the files of the message, and notes about files that lie elsewhere.
async fn parts(cx: &mut Cx, place: &Place, new: &Submission) -> Result<(Vec<NewPart>, Vec<String>)> {
    let known: Vec<(i64, i64, String, bool, String)> = cx.conn().all(PARTS, args![place.version, place.case]).await?;
    let (mut parts, mut notes): (Vec<NewPart>, Vec<String>) = (Vec::new(), Vec::new());
    for paper in new.papers.iter().chain(&new.others) {
        let number: Option<i64> = paper.part.trim().parse().ok();
        let part = known.iter().find(|(_, seq, ..)| Some(*seq) == number);
        let kinds = part.map(|(.., kinds)| files::stored_kinds(kinds)).transpose()?.unwrap_or_default();
        let file = keep(cx, paper, kinds).await?;
        if file.is_none() {
            notes.push(clean_line(&format!("{} ({})", paper.name, paper.address), 600));
        }
        match part {
            Some((id, _, name, ..)) => match parts.iter_mut().find(|part| part.required_part_id == *id) {
                Some(part) => part.file_ids.extend(file),
                None => parts.push(NewPart { required_part_id: *id, name: name.clone(), file_ids: file.into_iter().collect() }),
            },
            None if paper.part.trim().is_empty() => {}
            None => return Err(Error::conflict(format!("Thủ tục không có thành phần hồ sơ “{}”.", clean_line(&paper.part, 40)))),
        }
    }
    let missing: Vec<&str> = known
        .iter()
        .filter(|(id, _, _, mandatory, _)| *mandatory && !parts.iter().any(|part| part.required_part_id == *id))
        .map(|(_, _, name, ..)| name.as_str())
        .collect();
    if missing.is_empty() {
        return Ok((parts, notes));
    }
    Err(Error::conflict(format!("Thiếu giấy tờ bắt buộc: {}.", missing.join(", "))))
}

/// Stores the content of a file of these kinds (empty for all); none if the message holds only its address.
pub(super) async fn keep(cx: &mut Cx, paper: &Paper, kinds: Kinds) -> Result<Option<i64>> {
    let Some(bytes) = parse::bytes(&paper.address) else { return Ok(None) };
    let blob = cx.portal().clone().files().put(&bytes, FILE_LIMIT).await?;
    Ok(Some(files::keep_only(cx, &blob, &clean_line(&paper.name, 200), Purpose::Dossier, kinds).await?.id))
}

/// What the message says beside its papers, as the desk shows it.
fn answers(head: &Head, new: &Submission, notes: Vec<String>) -> Vec<Answer> {
    let answer = |name: &str, label: &str, value: String| Answer { name: name.to_owned(), label: label.to_owned(), value };
    let mut list =
        vec![answer("ma_quoc_gia", "Mã hồ sơ trên Cổng DVCQG", head.code.clone()), answer("nop_quoc_gia", "Nộp trên Cổng DVCQG lúc", time_date(head.at))];
    let subject = clean_text(&new.subject, 2_000);
    let note = clean_text(&new.note, 2_000);
    let email = clean_line(&new.email, 200);
    let kind = if new.kind == 2 { "Tổ chức" } else { "Cá nhân" };
    list.push(answer("loai_doi_tuong", "Người nộp là", kind.to_owned()));
    for (name, label, value) in [("trich_yeu", "Nội dung yêu cầu", subject), ("thu_dien_tu", "Thư điện tử", email), ("ghi_chu", "Ghi chú", note)] {
        if !value.is_empty() {
            list.push(answer(name, label, value));
        }
    }
    if !notes.is_empty() {
        list.push(answer("tep_o_noi_khac", "Tệp còn ở Cổng DVCQG", notes.join("; ")));
    }
    list
}
