//! `POST /api/v1/partners/{ma}/messages`: a partner sends a message (09 §7, §8).

use crate::web::{Result, Rq};
use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use domain::dossiers::partners::inbox::{self, Call, Reply};
use http::{HeaderMap, StatusCode};
use model::partners::InboxState;
use serde_json::json;

/// Takes the message in and says what became of it. 200: done. 202: kept, it waits for another message or for a person. 409: the
/// same id came with another body. Whatever is 2xx need not be sent again.
pub async fn take(rq: Rq, headers: HeaderMap, body: Bytes) -> Result<Response> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let call = Call {
        partner: rq.param("ma"),
        message_id: header("idempotency-key"),
        timestamp: header("x-timestamp"),
        signature: header("x-signature"),
        body: &body,
    };
    let reply = inbox::receive(&rq.portal, call).await?;
    let refuse = |status: StatusCode, code: &str, message: &str| {
        (status, axum::Json(json!({ "code": code, "message_vi": message, "request_id": rq.request_id }))).into_response()
    };
    Ok(match reply {
        Reply::Kept { state, code, problem } => {
            let status = if state == InboxState::Applied { StatusCode::OK } else { StatusCode::ACCEPTED };
            let message = if problem.is_empty() { state.label().to_owned() } else { format!("{}: {problem}", state.label()) };
            (status, axum::Json(json!({ "state": state, "code": code, "message_vi": message }))).into_response()
        }
        Reply::Differs => refuse(StatusCode::CONFLICT, "conflict", "Mã bản tin này đã dùng cho nội dung khác. Hãy gửi với mã mới."),
        Reply::Unreadable(problem) => refuse(StatusCode::UNPROCESSABLE_ENTITY, "invalid", &problem),
        Reply::UnknownPartner => refuse(StatusCode::NOT_FOUND, "not_found", "Không có đối tác mang mã này."),
        Reply::BadSignature => refuse(StatusCode::UNAUTHORIZED, "bad_signature", "Chữ ký thiếu hoặc sai. Hãy kiểm tra khóa chung và cách ký."),
        Reply::Stale => refuse(StatusCode::UNAUTHORIZED, "stale", "Chữ ký quá 5 phút hoặc thiếu thời điểm. Hãy ký lại rồi gọi lại."),
        Reply::NotConfigured => refuse(StatusCode::SERVICE_UNAVAILABLE, "not_configured", "Cổng chưa cấu hình khóa của đối tác này. Hãy báo quản trị cổng."),
    })
}
