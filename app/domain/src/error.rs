//! What a use case answers when it refuses or fails.

use model::FieldErrors;
use model::access::{Action, ObjectKind};

/// Result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a use case did nothing. Texts are Vietnamese and may be shown; causes go to the log only.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, or the session has ended.
    #[error("Phiên làm việc đã hết. Hãy đăng nhập lại; nội dung đã lưu vẫn còn.")]
    Unauthorized,
    /// The right `(action, kind)` is missing; `unit` names where, if it may be said.
    #[error("Bạn chưa có quyền {} {}{}.", .action.label(), .kind.label(), .unit.as_deref().map(|u| format!(" tại {u}")).unwrap_or_default())]
    Forbidden {
        /// What was tried.
        action: Action,
        /// On what.
        kind: ObjectKind,
        /// Name of the unit, if it may be known.
        unit: Option<String>,
    },
    /// It does not exist, or the actor may not know that it does.
    #[error("Không tìm thấy, hoặc bạn không có quyền xem.")]
    NotFound,
    /// Somebody was faster, or the state does not allow the step. The sentence says what changed and what to do.
    #[error("{0}")]
    Conflict(String),
    /// The input was refused; nothing was stored.
    #[error("Có lỗi cần sửa.")]
    Invalid(FieldErrors),
    /// Too many tries; wait this many seconds.
    #[error("Bạn đã thử quá nhiều lần. Hãy chờ {} phút rồi thử lại.", (.0 / 60).max(1))]
    RateLimited(u64),
    /// A due date needs the calendar of this year, and there is none (03 §9).
    #[error("Chưa có lịch làm việc năm {0}. Báo quản trị tỉnh.")]
    CalendarMissing(i32),
    /// The database or another part is not reachable now.
    #[error("Hệ thống đang bận. Nội dung bạn gõ vẫn còn; hãy thử lại sau ít phút.")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A defect of ours.
    #[error("Hệ thống gặp lỗi. Nội dung bạn gõ vẫn còn; hãy thử lại, hoặc gọi đường dây nóng.")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// One refused field.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Error::Invalid(FieldErrors::one(field, message))
    }

    /// A step that is not possible now.
    pub fn conflict(message: impl Into<String>) -> Self {
        Error::Conflict(message.into())
    }

    /// Somebody changed `what` ("Hồ sơ H99.101-…") at this instant, after the page was shown.
    #[must_use]
    pub fn stale(what: &str, at: chrono::DateTime<chrono::Utc>) -> Self {
        Self::stale_after(what, at, "", "")
    }

    /// As [`Error::stale`], with who changed it and by which step; what is empty is left out. An applicant is told no name of an official.
    #[must_use]
    pub fn stale_after(what: &str, at: chrono::DateTime<chrono::Utc>, who: &str, step: &str) -> Self {
        let time = model::format::time(at);
        let change = match (who, step) {
            ("", "") => String::new(),
            (who, "") => format!(" ({who})"),
            ("", step) => format!(" (“{step}”)"),
            (who, step) => format!(" ({who}: “{step}”)"),
        };
        Error::Conflict(format!("{what} đã được người khác cập nhật lúc {time}{change}. Hãy tải lại; nội dung bạn vừa gõ vẫn còn ở dưới."))
    }

    /// A defect of ours, with its cause for the log.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Error::Internal(cause.into())
    }

    /// True if the same transaction may simply be tried again (serialization failure, deadlock, busy database).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Error::Unavailable(source) => source
                .downcast_ref::<sqlx::Error>()
                .and_then(sqlx::Error::as_database_error)
                .and_then(|error| error.code())
                .is_some_and(|code| matches!(code.as_ref(), "40001" | "40P01" | "5" | "517")),
            _ => false,
        }
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Error::Invalid(errors)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Error::NotFound,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Error::Unavailable(Box::new(error)),
            sqlx::Error::Database(inner) if inner.code().is_some_and(|c| matches!(c.as_ref(), "40001" | "40P01" | "5" | "517" | "57014")) => {
                Error::Unavailable(Box::new(error))
            }
            _ => Error::Internal(Box::new(error)),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Internal(Box::new(error))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error::Internal(Box::new(error))
    }
}

impl From<model::errors::UnknownValue> for Error {
    fn from(error: model::errors::UnknownValue) -> Self {
        Error::Internal(Box::new(error))
    }
}

impl From<model::calendar::CalendarError> for Error {
    fn from(error: model::calendar::CalendarError) -> Self {
        match error {
            model::calendar::CalendarError::Missing(year) => Error::CalendarMissing(year),
            other => Error::Conflict(other.to_string()),
        }
    }
}
