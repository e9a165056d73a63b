//! The body of a status message: the fields of 09 §6 from the dossier and one of its events. Words of officials stay inside.

use super::super::payments;
use super::super::row::{self, DossierRow};
use super::super::view;
use crate::cx::Cx;
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::dossiers::{DossierAction, DossierState, SupplementState, TimelineEntry};
use model::partners::{MessageKind, delivery_code};
use serde_json::{Value, json};

sql!(CASE, "SELECT external_code, dossier_id FROM national_case WHERE id = $1 AND dossier_id IS NOT NULL");
sql!(SECTOR, "SELECT s.code, s.name FROM procedure p JOIN procedure_sector s ON s.id = p.sector_id WHERE p.code = $1");

fn time(at: Option<DateTime<Utc>>) -> Value {
    at.map_or(Value::Null, |at| json!(at.with_timezone(&model::format::VN).to_rfc3339()))
}

/// The message about event `seq` of a case.
pub(super) async fn body(cx: &mut Cx, case: i64, seq: i64, message_id: &str) -> Result<String> {
    let (external, dossier): (String, i64) = cx.conn().one(CASE, args![case]).await?;
    let row = row::by_id(cx, dossier).await?;
    let sector: (String, String) = cx.conn().opt(SECTOR, args![&row.procedure_code]).await?.unwrap_or_default();
    let timeline = view::timeline(cx, dossier).await?;
    let entry = timeline.iter().find(|entry| entry.seq == seq);
    let state = entry.map_or(DossierState::Submitted, |entry| entry.to);
    let after = entry.and_then(|entry| entry.due_after).or(row.due_current);
    let ends = matches!(state, DossierState::ResultReady | DossierState::Returned | DossierState::Stopped | DossierState::Withdrawn);
    let body = json!({
        "MaBanTin": message_id,
        "LoaiBanTin": MessageKind::Mirror.as_str(),
        "MaHoSo": external,
        "MaHoSoDiaPhuong": row.public_code(),
        "MaTTHC": row.procedure_code,
        "TenTTHC": row.procedure_name,
        "MaLinhVuc": sector.0,
        "TenLinhVuc": sector.1,
        "ChuHoSo": row.applicant_name,
        "TrangThaiHoSo": state.national_code(),
        "NgayTiepNhan": time(row.received_at),
        "NgayHenTra": time(after),
        "NgayKetThucXuLy": time(row.ended_at.filter(|_| ends)),
        "NgayTra": time(row.returned_at.filter(|_| state == DossierState::Returned)),
        "HinhThucTra": row.delivery.parse().map_or(1, delivery_code),
        "DonViXuLy": row.competent_unit,
        "ThoiDiem": time(entry.map(|entry| entry.at)),
        "NoiDungXuLy": words(entry),
        "DanhSachHoSoBoSung": supplements(cx, &row, state).await?,
        "DanhSachLePhi": fees(cx, &row).await?,
    });
    Ok(body.to_string())
}

/// What happened, in the words for everybody.
fn words(entry: Option<&TimelineEntry>) -> &'static str {
    match entry {
        None => "",
        Some(entry) if entry.action == DossierAction::ConsultationNoted => DossierAction::Consulted.label(),
        Some(entry) => entry.label(),
    }
}

/// The request that the applicant has to answer now, with its papers.
async fn supplements(cx: &mut Cx, row: &DossierRow, state: DossierState) -> Result<Vec<Value>> {
    if !matches!(state, DossierState::IntakeSupplement | DossierState::AwaitingSupplement) {
        return Ok(Vec::new());
    }
    let all = view::supplements(cx, row.id).await?;
    let open = all.into_iter().filter(|request| request.state == SupplementState::Approved);
    let request = |request: model::dossiers::SupplementRequest| {
        let papers: Vec<Value> = request
            .items
            .iter()
            .map(|item| json!({ "MaGiayTo": item.id, "TenGiayTo": item.subject, "LyDo": item.reason, "CanCu": item.basis, "CachHoanThien": item.how_to_fix }))
            .collect();
        json!({
            "HoSoBoSungId": request.id,
            "NgayBoSung": time(Some(request.proposed_at)),
            "HanBoSung": request.reply_by.to_string(),
            "NoiDungBoSung": format!("Cần bổ sung {} mục", papers.len()),
            "DanhSachGiayToBoSung": papers,
        })
    };
    Ok(open.map(request).collect())
}

/// Every charge, with what is still due.
async fn fees(cx: &mut Cx, row: &DossierRow) -> Result<Vec<Value>> {
    let money = payments::money(cx, &row.submission_code).await?;
    let fee = |charge: &model::payments::ChargeView| {
        let name = charge.lines.first().map(|line| line.name.clone()).unwrap_or_default();
        let rest = charge.rest();
        json!({ "MaPhiLePhi": charge.code, "TenPhiLePhi": name, "Gia": charge.amount, "ConPhaiNop": rest, "HinhThucThu": charge.moment.as_str() })
    };
    Ok(money.charges.iter().map(fee).collect())
}
