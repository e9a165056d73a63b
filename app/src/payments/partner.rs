//! `POST /api/v1/dossiers/{ma}/payments`: a payment partner reports a transaction (09 §7).

use crate::web::{Result, Rq};
use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use domain::dossiers::payments::callback::{self, Call, Reply};
use http::{HeaderMap, StatusCode};
use model::payments::PaymentOutcome;
use serde_json::json;

/// Takes the report in and says what became of it. 2xx: kept, do not call again. 409: kept, but it contradicts an earlier one.
pub async fn notice(rq: Rq, headers: HeaderMap, body: Bytes) -> Result<Response> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let call = Call { subject: rq.param("ma"), timestamp: header("x-timestamp"), signature: header("x-signature"), body: &body };
    let reply = callback::receive(&rq.portal, call).await?;
    let refuse = |status: StatusCode, code: &str, message: &str| {
        (status, axum::Json(json!({ "code": code, "message_vi": message, "request_id": rq.request_id }))).into_response()
    };
    Ok(match reply {
        Reply::Kept { outcome, receipt } => {
            let status = if outcome == PaymentOutcome::Mismatch { StatusCode::CONFLICT } else { StatusCode::OK };
            (status, axum::Json(json!({ "payment_status": outcome, "receipt": receipt, "message_vi": outcome.label() }))).into_response()
        }
        Reply::BadSignature => refuse(StatusCode::UNAUTHORIZED, "bad_signature", "Chữ ký thiếu hoặc sai. Hãy kiểm tra khóa chung và cách ký."),
        Reply::Stale => refuse(StatusCode::UNAUTHORIZED, "stale", "Chữ ký quá 5 phút hoặc thiếu thời điểm. Hãy ký lại rồi gọi lại."),
        Reply::Unreadable(problem) => refuse(StatusCode::UNPROCESSABLE_ENTITY, "invalid", &problem),
        Reply::NotConfigured => refuse(StatusCode::SERVICE_UNAVAILABLE, "not_configured", "Cổng chưa cấu hình khóa thanh toán. Hãy báo quản trị cổng."),
    })
}
