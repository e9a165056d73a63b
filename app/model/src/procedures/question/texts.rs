//! Checks of one typed line each.

pub(super) fn length(text: &str, most: usize) -> Result<(), String> {
    if text.chars().count() <= most {
        Ok(())
    } else {
        Err(format!("Dài quá {} ký tự. Hãy viết ngắn lại.", crate::format::number(i64::try_from(most).unwrap_or(i64::MAX))))
    }
}

pub(super) fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn person(text: &str) -> Result<(), String> {
    let words = text.split_whitespace().count();
    if text.chars().any(|c| c.is_ascii_digit()) {
        return Err("Họ và tên có chữ số. Hãy nhập như trong giấy tờ.".to_owned());
    }
    if words >= 2 { Ok(()) } else { Err("Hãy nhập đủ họ và tên, ví dụ Nguyễn Văn An.".to_owned()) }
}

pub(super) fn phone(text: &str) -> Result<(), String> {
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    if digits(&plain, 10) && plain.starts_with('0') {
        Ok(())
    } else {
        Err("Số điện thoại gồm 10 chữ số và bắt đầu bằng 0. Hãy nhập lại.".to_owned())
    }
}

pub(super) fn email(text: &str) -> Result<(), String> {
    let good = text.len() <= 200
        && !text.contains(char::is_whitespace)
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !host.contains('@') && host.split('.').count() >= 2 && host.split('.').all(|label| !label.is_empty())
        });
    if good { Ok(()) } else { Err("Địa chỉ thư chưa đúng. Hãy nhập dạng ten@vidu.vn.".to_owned()) }
}
