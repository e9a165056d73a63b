//! Migration, audit, back-up.

use super::{Common, load};
use anyhow::{Context, Result, anyhow};
use chrono::Duration;
use clap::Subcommand;
use domain::config::Settings;
use domain::db::DbOptions;
use domain::files::FileStore;
use domain::{Clock, Db, Portal};
use std::path::Path;

/// `portal audit …`
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Kiểm tra toàn bộ chuỗi nhật ký: mã thoát 1 nếu có dòng bị sửa, xóa hoặc đổi chỗ
    Verify,
}

/// Opens the database of the settings; creates the folder of a SQLite file.
pub(super) async fn connect(settings: &Settings) -> Result<Db> {
    if let Some(path) = settings.database.strip_prefix("sqlite://")
        && let Some(folder) = Path::new(path.split('?').next().unwrap_or(path)).parent()
    {
        std::fs::create_dir_all(folder).with_context(|| format!("không tạo được thư mục {}", folder.display()))?;
    }
    let options = DbOptions { connections: settings.connections, sqlite_full_sync: settings.production || settings.durable, ..DbOptions::default() };
    Db::connect(&settings.database, &options).await.map_err(|error| anyhow!("{}", describe(&error)))
}

/// A portal on a migrated database, on the machine's clock moved to the demo's day if there is one.
///
/// # Errors
/// If the database cannot be opened or migrated.
pub async fn open(settings: &Settings) -> Result<Portal> {
    let db = connect(settings).await?;
    db.migrate().await.map_err(|error| anyhow!("cấu trúc cơ sở dữ liệu: {}", describe(&error)))?;
    let shift = if settings.demo { domain::seed::demo_shift(&db).await.map_err(|error| anyhow!("{error}"))? } else { Duration::zero() };
    let portal = Portal::new(db, Clock::System(shift), FileStore::new(&settings.files), settings.clone());
    domain::identity::protect(&portal).await.map_err(|error| anyhow!("mã hóa dữ liệu: {}", describe(&error)))?;
    Ok(portal)
}

/// One line for a refusal, with its cause for the operator.
pub fn describe(error: &domain::Error) -> String {
    match error {
        domain::Error::Invalid(errors) => errors.0.iter().map(|(_, message)| message.clone()).collect::<Vec<_>>().join("\n"),
        domain::Error::Internal(cause) | domain::Error::Unavailable(cause) => format!("{error} ({cause})"),
        other => other.to_string(),
    }
}

pub(super) async fn migrate(common: &Common) -> Result<()> {
    let settings = load(common)?;
    open(&settings).await?;
    println!("Cấu trúc cơ sở dữ liệu đã ở phiên bản mới nhất ({}).", settings.masked().database);
    Ok(())
}

pub(super) async fn audit(common: &Common, command: AuditCommand) -> Result<()> {
    let AuditCommand::Verify = command;
    let portal = open(&load(common)?).await?;
    let mut held = portal.db().read().await.map_err(|error| anyhow!("{}", describe(&error)))?;
    let outcome = domain::audit::verify(&mut held.conn()).await.map_err(|error| anyhow!("{}", describe(&error)))?;
    match outcome.fault {
        None => {
            println!("Nhật ký nguyên vẹn: {} dòng.", outcome.rows);
            Ok(())
        }
        Some(fault) => Err(anyhow!("nhật ký hỏng sau {} dòng: {fault}", outcome.rows)),
    }
}

pub(super) async fn backup(common: &Common, file: &Path) -> Result<()> {
    let portal = open(&load(common)?).await?;
    let report = crate::backup::write(&portal, file).await?;
    println!("Đã sao lưu {} bảng, {} dòng, {} tệp vào {}.", report.tables, report.rows, report.files, file.display());
    Ok(())
}

pub(super) async fn restore(common: &Common, file: &Path) -> Result<()> {
    let portal = open(&load(common)?).await?;
    let report = crate::backup::read(&portal, file).await?;
    println!("Đã khôi phục {} bảng, {} dòng, {} tệp từ {}.", report.tables, report.rows, report.files, file.display());
    Ok(())
}
