//! Pages for what went wrong: each says what happened, what to do and where to go on. Never a cause, never a stack.

use super::document::render;
use super::rq::status_of;
use super::{Page, Rq, encode};
use axum::response::{IntoResponse, Response};
use domain::Error;
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::text::capital;
use ui::icon::Icon;

/// Writes the cause to the log, with the number that the page shows.
pub(super) fn log(rq: &Rq, error: &Error) {
    match error {
        Error::Internal(cause) => tracing::error!(request_id = %rq.request_id, path = %rq.path, %cause, "internal error"),
        Error::Unavailable(cause) => tracing::warn!(request_id = %rq.request_id, path = %rq.path, %cause, "unavailable"),
        _ => {}
    }
}

/// The page for an error, or JSON for programs.
pub async fn error_page(rq: &Rq, error: &Error) -> Response {
    log(rq, error);
    let status = status_of(error);
    if status.is_server_error() {
        rq.portal.pass_moment();
    }
    if rq.wants_json {
        let body = serde_json::json!({ "message_vi": error.to_string(), "request_id": rq.request_id });
        return (status, axum::Json(body)).into_response();
    }
    let page = match error {
        Error::Forbidden { action, kind, unit } => forbidden(rq, *action, *kind, unit.clone()),
        other => {
            let (title, text) = words(other);
            let number = rq.request_id.clone();
            let show_number = status.is_server_error();
            Page::new(title, move || failure_view(title, text, show_number.then_some(number)))
        }
    };
    render(rq, page.status(status)).await
}

fn words(error: &Error) -> (&'static str, String) {
    let title = match error {
        Error::NotFound => "Không tìm thấy trang",
        Error::Unauthorized => "Cần đăng nhập",
        Error::RateLimited(_) => "Hãy chờ một lát",
        Error::Conflict(_) => "Không làm được lúc này",
        Error::Invalid(_) => "Có lỗi cần sửa",
        Error::CalendarMissing(_) => "Chưa có lịch làm việc",
        Error::Unavailable(_) => "Hệ thống đang bận",
        Error::Forbidden { .. } | Error::Internal(_) => "Hệ thống gặp lỗi",
    };
    let text = match error {
        Error::NotFound => "Không tìm thấy, hoặc bạn không có quyền xem. Hãy kiểm tra lại địa chỉ, hoặc tìm ở ô phía trên.".to_owned(),
        Error::Invalid(errors) => errors.0.iter().map(|(_, message)| message.as_str()).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    };
    (title, text)
}

fn failure_view(title: &'static str, text: String, number: Option<String>) -> impl IntoView {
    view! {
        <ui::Container>
            <h1 class="p-h1">{title}</h1>
            <ui::EmptyState icon=Icon::Info title=title text=text>
                <a class="p-button p-button--secondary" href="/"><span class="p-button__label">"Về trang chủ"</span></a>
            </ui::EmptyState>
            {number.map(|number| view! { <p class="p-small p-muted">"Số tham chiếu khi gọi hỗ trợ: "{number}</p> })}
        </ui::Container>
    }
}

fn forbidden(rq: &Rq, action: Action, kind: ObjectKind, unit: Option<String>) -> Page {
    let right = format!("{} {}", capital(action.label()), kind.label());
    let place = unit.unwrap_or_else(|| if rq.actor.unit_name.is_empty() { "đơn vị của bạn".to_owned() } else { rq.actor.unit_name.clone() });
    let title = format!("Bạn chưa có quyền {} {}", action.label(), kind.label());
    let why = format!("/can-bo/vi-sao?doi-tuong={kind}&hanh-dong={action}");
    let help = rq.actor.is_official().then(|| format!("/can-bo/ho-tro?tu={}", encode(&rq.path)));
    Page::new(title.clone(), move || {
        view! {
            <ui::Container>
                <h1 class="p-h1">"Chưa có quyền"</h1>
                <ui::Refused title=title right=right place=place granted_by="Quản trị đơn vị"/>
                <p><a href=why>"Vì sao tôi không xem được?"</a></p>
                {help.map(|help| view! { <p><a href=help>"Gửi yêu cầu hỗ trợ"</a></p> })}
            </ui::Container>
        }
    })
}
