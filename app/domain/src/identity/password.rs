//! What a password must be (01 §8): long, not common, not about the person. No rules about kinds of characters.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Shortest password of an account with a second factor.
pub const MIN_WITH_MFA: usize = 12;
/// Shortest password of an account without one (the law asks for 14).
pub const MIN_WITHOUT_MFA: usize = 15;
/// Longest password, in characters.
pub const MAX: usize = 128;

static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// Checks a new password. `about` are facts of the person: user name, names, phone, mail address.
///
/// # Errors
/// One sentence: what is wrong and what to do.
pub fn check(password: &str, min: usize, about: &[&str]) -> Result<(), String> {
    let length = password.chars().count();
    if length < min {
        return Err(format!("Mật khẩu có {length} ký tự, cần ít nhất {min}. Hãy dùng một câu dài dễ nhớ."));
    }
    if length > MAX {
        return Err(format!("Mật khẩu dài quá {MAX} ký tự. Hãy rút ngắn."));
    }
    if password.chars().any(char::is_control) {
        return Err("Mật khẩu có ký tự không gõ được. Hãy bỏ ký tự đó.".to_owned());
    }
    let plain = model::text::fold(password);
    let squeezed: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    if COMMON.contains(plain.as_str()) || COMMON.contains(squeezed.as_str()) {
        return Err("Mật khẩu này nằm trong danh sách mật khẩu phổ biến. Hãy chọn mật khẩu khác.".to_owned());
    }
    let mut letters: Vec<char> = squeezed.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < 4 {
        return Err("Mật khẩu chỉ lặp lại vài ký tự. Hãy chọn mật khẩu khác.".to_owned());
    }
    for fact in about {
        let fact: String = model::text::fold(fact).chars().filter(|c| !c.is_whitespace()).collect();
        if fact.len() >= 4 && (squeezed == fact || (squeezed.contains(&fact) && squeezed.len() < fact.len() + 6)) {
            return Err("Mật khẩu gần như là tên, số điện thoại hoặc tên đăng nhập. Hãy chọn mật khẩu khác.".to_owned());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_and_bad_passwords() {
        assert!(COMMON.len() >= 3_000);
        assert!(check("con mèo trèo cây cau", MIN_WITHOUT_MFA, &["van.thu"]).is_ok());
        for bad in ["ngắn", "password1234", "123456789012345", "aaaaaaaaaaaaaaaa", "Trần Mẫu An 2026", "co\u{0}n meo treo cay"] {
            assert!(check(bad, MIN_WITH_MFA, &["Trần Mẫu An", "0999900001"]).is_err(), "{bad}");
        }
        assert!(check(&"ă1b2".repeat(10_000), MIN_WITH_MFA, &[]).is_err());
    }
}
