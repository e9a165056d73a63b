//! The fields of a posted form.

use domain::{Error, Result};
use serde::de::DeserializeOwned;

/// Names and values as they were posted, in order.
#[derive(Debug, Clone, Default)]
pub struct Form(pub Vec<(String, String)>);

impl Form {
    /// Reads a urlencoded body. Bytes that are not UTF-8 become replacement characters; NUL is left out.
    #[must_use]
    pub fn parse(body: &[u8]) -> Self {
        let pairs: Vec<(String, String)> = serde_html_form::from_bytes(body).unwrap_or_default();
        Self(pairs.into_iter().map(|(key, value)| (key, value.replace('\0', ""))).collect())
    }

    /// Reads a JSON object of strings, numbers, booleans and lists of them.
    #[must_use]
    pub fn parse_json(body: &[u8]) -> Self {
        let mut pairs = Vec::new();
        if let Ok(serde_json::Value::Object(map)) = serde_json::from_slice(body) {
            for (key, value) in map {
                match value {
                    serde_json::Value::Array(items) => pairs.extend(items.iter().map(|item| (key.clone(), plain(item)))),
                    other => pairs.push((key, plain(&other))),
                }
            }
        }
        Self(pairs)
    }

    /// The first value of a field, trimmed; empty if it is missing.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// Which version of the object the page showed (`phien_ban`, a hidden field of every step).
    ///
    /// # Errors
    /// `Conflict` if it is missing or unreadable: nobody overwrites what they have not seen.
    pub fn version(&self) -> Result<i64> {
        self.get("phien_ban").parse().map_err(|_| Error::conflict("Trang đã cũ. Hãy tải lại rồi làm lại bước này."))
    }

    /// The row that a hidden field of a button names; 0, which is nobody's, if it names none.
    #[must_use]
    pub fn row(&self, name: &str) -> i64 {
        self.get(name).parse().unwrap_or_default()
    }

    /// Every value of a field.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// The form as a struct of `String`, `Vec<String>` and `Option<String>` fields with `#[serde(default)]`.
    ///
    /// # Errors
    /// `Invalid` if the struct wants something that a form cannot give.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        let text = serde_html_form::to_string(&self.0).map_err(Error::internal)?;
        serde_html_form::from_str(&text).map_err(|_| Error::field("", "Nội dung gửi lên không đúng mẫu. Hãy tải lại trang rồi gửi lại."))
    }

    /// What may be kept to be shown again: everything but secrets and very long values.
    #[must_use]
    pub fn keepable(&self) -> Vec<(String, String)> {
        self.0.iter().filter(|(key, _)| !is_secret(key)).take(500).map(|(key, value)| (key.clone(), value.chars().take(250_000).collect())).collect()
    }
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.replace('\0', ""),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// True for fields whose value is never stored or shown again.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    name.contains("mat_khau") || name.contains("ma_xac_thuc")
}
