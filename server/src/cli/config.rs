//! Settings: defaults < `portal.toml` < environment (`PORTAL_…`) < flags. A wrong one stops the process with its name.

use super::Common;
use anyhow::{Context, Result, anyhow};
use domain::config::Settings;
use std::path::Path;
use toml::{Table, Value};

/// The effective settings.
///
/// # Errors
/// A sentence that names the source, the setting and what is wrong.
pub fn load(common: &Common) -> Result<Settings> {
    let mut table = defaults()?;
    let path = common.config.as_deref().unwrap_or(Path::new("portal.toml"));
    if common.config.is_some() || path.exists() {
        let text = std::fs::read_to_string(path).with_context(|| format!("không đọc được tệp cấu hình {}", path.display()))?;
        let file: Table = text.parse().map_err(|error| anyhow!("{}: {error}", path.display()))?;
        for (key, value) in file {
            if !table.contains_key(&key) {
                return Err(anyhow!("{}: không có tùy chọn «{key}»", path.display()));
            }
            table.insert(key, value);
        }
    }
    for (key, value) in &mut table {
        let name = format!("PORTAL_{}", key.to_uppercase());
        if let Ok(text) = std::env::var(&name) {
            *value = typed(value, &text).ok_or_else(|| anyhow!("biến môi trường {name}: giá trị «{text}» không đúng kiểu"))?;
        }
    }
    if let Some(url) = &common.database {
        table.insert("database".to_owned(), Value::String(url.clone()));
    }
    let settings: Settings = Value::Table(table).try_into().map_err(|error: toml::de::Error| anyhow!("cấu hình: {}", error.message()))?;
    settings.check().map_err(|message| anyhow!("cấu hình: {message}"))?;
    Ok(settings)
}

fn defaults() -> Result<Table> {
    match Value::try_from(Settings::default())? {
        Value::Table(table) => Ok(table),
        _ => Err(anyhow!("cấu hình mặc định không phải một bảng")),
    }
}

/// The text of an environment variable as the type that the default has.
fn typed(like: &Value, text: &str) -> Option<Value> {
    Some(match like {
        Value::Boolean(_) => Value::Boolean(text.parse().ok()?),
        Value::Integer(_) => Value::Integer(text.parse().ok()?),
        _ => Value::String(text.to_owned()),
    })
}

/// Prints the effective settings with secrets masked.
///
/// # Errors
/// As [`load`].
pub fn print(common: &Common) -> Result<()> {
    print!("{}", toml::to_string_pretty(&load(common)?.masked())?);
    Ok(())
}
