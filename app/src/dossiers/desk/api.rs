//! Actions of the desk: read the form, call one use case, say what was done.

use super::intake::ITEMS;
use super::parts::address;
use crate::web::{Done, Error, Form, Result, Rq, Uploads};
use chrono::NaiveDate;
use domain::dossiers;
use model::FieldErrors;
use model::dossiers::{
    AssignForm, IntakeSupplementForm, MoveForm, PublishForm, ReceiveForm, RefuseForm, ReturnForm, StopForm, SupplementForm, SupplementItemForm, WithdrawalForm,
};
use model::files::Purpose;
use model::format;

fn text(form: &Form, name: &str) -> String {
    form.get(name).to_owned()
}

fn ticked(form: &Form, name: &str) -> bool {
    form.get(name) == "1"
}

fn back(rq: &Rq) -> Done {
    Done::to(address(rq.param("ma")))
}

/// D03.
pub async fn receive(rq: Rq, form: Form) -> Result<Done> {
    let input = ReceiveForm {
        version: form.version()?,
        checked_parts: form.all("thanh_phan").iter().filter_map(|id| id.parse().ok()).collect(),
        identity_checked: ticked(&form, "giay_to_tuy_than"),
        note: text(&form, "ghi_chu"),
    };
    let mut cx = rq.write().await?;
    let dossier = dossiers::receive(&mut cx, rq.param("ma"), &input).await?;
    cx.commit().await?;
    let code = dossier.code.unwrap_or(dossier.submission_code);
    let due = dossier.due.map_or_else(|| "không có thời hạn".to_owned(), |due| format!("hẹn trả {}", format::time_date(due)));
    Ok(Done::to(address(&code)).say(format!("Đã tiếp nhận hồ sơ {code}, {due}.")))
}

/// D07.
pub async fn refuse(rq: Rq, form: Form) -> Result<Done> {
    let input =
        RefuseForm { version: form.version()?, reason: form.get("ly_do").parse().ok(), basis: text(&form, "can_cu"), guidance: text(&form, "huong_dan") };
    let mut cx = rq.write().await?;
    dossiers::refuse_intake(&mut cx, rq.param("ma"), &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã từ chối tiếp nhận. Người nộp đã được báo."))
}

/// The items that were filled in, with the numbers of their fields; the day to answer.
fn items(form: &Form, parts: &[(i64, String)]) -> Result<(Vec<usize>, Vec<SupplementItemForm>, Option<NaiveDate>)> {
    let (mut numbers, mut items) = (Vec::new(), Vec::new());
    for n in 1..=ITEMS {
        let get = |name: &str| form.get(&format!("{name}_{n}")).to_owned();
        let (part, mut subject, reason, basis, how_to_fix) = (get("giay_to"), get("muc"), get("ly_do"), get("can_cu"), get("cach"));
        if [&part, &subject, &reason, &basis, &how_to_fix].iter().all(|value| value.is_empty()) {
            continue;
        }
        let part_id = part.parse().ok();
        if subject.is_empty() {
            subject = parts.iter().find(|(id, _)| Some(*id) == part_id).map(|(_, name)| name.clone()).unwrap_or_default();
        }
        numbers.push(n);
        items.push(SupplementItemForm { part_id, subject, reason, basis, how_to_fix });
    }
    let day = form.get("han_bo_sung");
    let reply_by = if day.is_empty() { None } else { Some(format::parse_date(day).map_err(|error| Error::field("han_bo_sung", error.to_string()))?) };
    Ok((numbers, items, reply_by))
}

/// Messages name items by their order; the page names fields by their place.
fn at_fields(error: Error, numbers: &[usize]) -> Error {
    let Error::Invalid(errors) = error else { return error };
    let moved = errors.0.into_iter().map(|(field, message)| {
        let place = field.rsplit_once('_').and_then(|(name, n)| Some((name.to_owned(), numbers.get(n.parse::<usize>().ok()?.checked_sub(1)?)?)));
        (place.map_or(field, |(name, n)| format!("{name}_{n}")), message)
    });
    Error::Invalid(FieldErrors(moved.collect()))
}

async fn part_names(rq: &Rq) -> Result<Vec<(i64, String)>> {
    Ok(super::parts::load(rq).await?.parts.into_iter().map(|part| (part.id, part.name)).collect())
}

/// D05.
pub async fn request_intake_supplement(rq: Rq, form: Form) -> Result<Done> {
    let (numbers, items, reply_by) = items(&form, &part_names(&rq).await?)?;
    let input = IntakeSupplementForm { version: form.version()?, items, reply_by };
    let mut cx = rq.write().await?;
    dossiers::request_intake_supplement(&mut cx, rq.param("ma"), &input).await.map_err(|error| at_fields(error, &numbers))?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã gửi yêu cầu bổ sung cho người nộp."))
}

/// D09.
pub async fn assign(rq: Rq, form: Form) -> Result<Done> {
    let input = AssignForm { version: form.version()?, officer: form.get("can_bo").parse().ok(), note: text(&form, "ghi_chu") };
    let mut cx = rq.write().await?;
    dossiers::start_processing(&mut cx, rq.param("ma"), &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã phân công xử lý."))
}

/// D10.
pub async fn move_stage(rq: Rq, form: Form) -> Result<Done> {
    let to = form.get("den").parse().map_err(|_| Error::field("", "Bước cần chuyển không đúng. Hãy tải lại trang."))?;
    let input = MoveForm { version: form.version()?, to, note: text(&form, "ghi_chu") };
    let mut cx = rq.write().await?;
    dossiers::move_stage(&mut cx, rq.param("ma"), &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say(format!("Đã chuyển hồ sơ sang bước “{}”.", input.to.label())))
}

/// D11, first act.
pub async fn propose_supplement(rq: Rq, form: Form) -> Result<Done> {
    let (numbers, items, reply_by) = items(&form, &part_names(&rq).await?)?;
    let input = SupplementForm { version: form.version()?, items, reply_by, override_basis: text(&form, "can_cu_vuot") };
    let mut cx = rq.write().await?;
    dossiers::propose_supplement(&mut cx, rq.param("ma"), &input).await.map_err(|error| at_fields(error, &numbers))?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã trình duyệt yêu cầu bổ sung."))
}

/// D11, second act.
pub async fn approve_supplement(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let said = if form.get("quyet_dinh") == "duyet" {
        dossiers::approve_supplement(&mut cx, rq.param("ma"), form.version()?).await?;
        "Đã duyệt. Người nộp đã nhận yêu cầu bổ sung, thời hạn tạm dừng."
    } else {
        let input = WithdrawalForm { version: form.version()?, reason: text(&form, "ly_do") };
        dossiers::decline_supplement(&mut cx, rq.param("ma"), &input).await?;
        "Đã trả lại đề xuất bổ sung."
    };
    cx.commit().await?;
    Ok(back(&rq).say(said))
}

/// D13.
pub async fn supplement_expired(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    dossiers::supplement_expired(&mut cx, rq.param("ma"), form.version()?).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã dừng giải quyết vì quá hạn bổ sung."))
}

/// D17.
pub async fn request_withdrawal(rq: Rq, form: Form) -> Result<Done> {
    let input = WithdrawalForm { version: form.version()?, reason: text(&form, "ly_do") };
    let mut cx = rq.write().await?;
    dossiers::request_withdrawal(&mut cx, rq.param("ma"), &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã ghi nhận yêu cầu rút hồ sơ."))
}

/// D18, D19.
pub async fn decide_withdrawal(rq: Rq, form: Form) -> Result<Done> {
    let input = WithdrawalForm { version: form.version()?, reason: text(&form, "ly_do") };
    let mut cx = rq.write().await?;
    let said = if form.get("quyet_dinh") == "dong-y" {
        dossiers::accept_withdrawal(&mut cx, rq.param("ma"), &input).await?;
        "Đã đồng ý cho rút hồ sơ."
    } else {
        dossiers::reject_withdrawal(&mut cx, rq.param("ma"), &input).await?;
        "Đã không đồng ý cho rút; hồ sơ tiếp tục được giải quyết."
    };
    cx.commit().await?;
    Ok(back(&rq).say(said))
}

/// D21.
pub async fn stop(rq: Rq, form: Form) -> Result<Done> {
    let input = StopForm { version: form.version()?, reason: form.get("ly_do").parse().ok(), basis: text(&form, "can_cu"), money: text(&form, "xu_ly_phi") };
    let mut cx = rq.write().await?;
    dossiers::stop(&mut cx, rq.param("ma"), &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã dừng giải quyết hồ sơ. Người nộp đã được báo."))
}

/// D22. "Tải lên" only keeps the file; the other button publishes.
pub async fn publish(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let mut cx = rq.write().await?;
    let mut token = text(&form, "tep_da_tai");
    if let Some(upload) = files.0.iter().find(|upload| upload.field == "tep") {
        token = domain::files::keep(&mut cx, &upload.blob, &upload.name, Purpose::Result).await?.token;
    }
    if ticked(&form, "tai_len") {
        if token.is_empty() {
            return Err(Error::field("tep", "Chưa chọn tệp. Hãy chọn tệp PDF đã ký rồi tải lên."));
        }
        cx.commit().await?;
        return Ok(Done::to(format!("{}/phat-hanh?tep={token}", address(rq.param("ma")))).say("Đã tải tệp lên. Hãy nhập số, ký hiệu rồi phát hành."));
    }
    let input = PublishForm { version: form.version()?, number: text(&form, "so_ky_hieu"), file: token, paper: ticked(&form, "ban_giay") };
    let dossier = dossiers::publish_result(&mut cx, rq.param("ma"), &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say(format!("Đã phát hành kết quả. Trạng thái: {}.", dossier.state.label().to_lowercase())))
}

/// D23.
pub async fn give_back(rq: Rq, form: Form) -> Result<Done> {
    let input = ReturnForm {
        version: form.version()?,
        receiver: text(&form, "nguoi_nhan"),
        identity_checked: ticked(&form, "giay_to_tuy_than"),
        postal_code: text(&form, "ma_buu_gui"),
    };
    let mut cx = rq.write().await?;
    dossiers::return_result(&mut cx, rq.param("ma"), &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã trả kết quả."))
}
