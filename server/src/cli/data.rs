//! `portal seed`, `portal import` and `portal export`.

use super::{Common, SeedSize, describe, load};
use crate::cli::operate::connect;
use anyhow::{Context, Result, anyhow};
use clap::Subcommand;
use domain::files::FileStore;
use domain::import::{ImportFailure, ImportReport};
use domain::procedures::Imported;
use domain::seed::Size;
use domain::{Actor, Clock, Cx, Portal};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `portal import …`
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Đơn vị: code,name,kind,parent,valid_from,valid_to
    Units {
        /// Tệp CSV
        file: PathBuf,
    },
    /// Nhiệm vụ: code,title,source_number,source_date,assigned_on,lead_unit,co_units,due_on,completed_on
    Tasks {
        /// Tệp CSV
        file: PathBuf,
    },
    /// Một phiên bản thủ tục, thành dự thảo chờ người soạn trình duyệt
    Procedure {
        /// Tệp JSON do `portal export procedure` hoặc trang Danh mục thủ tục xuất ra
        file: PathBuf,
    },
}

/// `portal export …`
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Phiên bản thủ tục đang áp dụng, dạng JSON
    Procedure {
        /// Mã thủ tục, ví dụ 1.001193
        code: String,
        /// Tệp đích; in ra màn hình nếu bỏ trống
        file: Option<PathBuf>,
    },
}

pub(super) async fn export(common: &Common, command: ExportCommand) -> Result<()> {
    let ExportCommand::Procedure { code, file } = command;
    let portal = super::open(&load(common)?).await?;
    let mut cx = portal.read(&Actor::system("Xuất dữ liệu")).await.map_err(|error| anyhow!("{}", describe(&error)))?;
    let text = domain::procedures::export_present(&mut cx, &code).await.map_err(|error| anyhow!("{code}: {}", describe(&error)))?;
    match file {
        Some(file) => tokio::fs::write(&file, text).await.with_context(|| format!("không ghi được {}", file.display())),
        None => {
            print!("{text}");
            Ok(())
        }
    }
}

/// Takes a procedure as a draft; every fault on a line of its own.
async fn import_procedure(mut cx: Cx, file: &Path, content: &[u8]) -> Result<()> {
    let (code, done) = domain::procedures::import(&mut cx, content).await.map_err(|error| match &error {
        domain::Error::Invalid(errors) => {
            let lines: Vec<String> = errors.0.iter().map(|(_, message)| format!("{}: {message}", file.display())).collect();
            anyhow!("{}\nChưa có gì được nhập.", lines.join("\n"))
        }
        other => anyhow!("{}: {}", file.display(), describe(other)),
    })?;
    cx.commit().await.map_err(|error| anyhow!("{}", describe(&error)))?;
    let said = match done {
        Imported::New => "đã nhập thành dự thảo",
        Imported::Replaced => "đã thay nội dung dự thảo",
        Imported::Same => "không có gì thay đổi",
    };
    println!("{}: thủ tục {code}, {said}.", file.display());
    Ok(())
}

pub(super) async fn import(common: &Common, command: ImportCommand) -> Result<()> {
    let portal = super::open(&load(common)?).await?;
    let (ImportCommand::Units { file } | ImportCommand::Tasks { file } | ImportCommand::Procedure { file }) = &command;
    let content = tokio::fs::read(file).await.with_context(|| format!("không đọc được {}", file.display()))?;
    let name = file.display().to_string();
    let bar = spinner("Đang kiểm tra và nhập");
    let mut cx = portal.write(&Actor::system("Nhập dữ liệu")).await.map_err(|error| anyhow!("{}", describe(&error)))?;
    let outcome = match &command {
        ImportCommand::Units { .. } => domain::org::import_units(&mut cx, &content, &name).await,
        ImportCommand::Tasks { .. } => {
            let mut progress = |written: u64, all: u64| show(&bar, written, all);
            domain::tasks::import_tasks_showing(&mut cx, &content, &name, &mut progress).await
        }
        ImportCommand::Procedure { .. } => {
            bar.finish_and_clear();
            return import_procedure(cx, file, &content).await;
        }
    };
    let report = outcome.map_err(|failure| refusal(file, &failure))?;
    cx.commit().await.map_err(|error| anyhow!("{}", describe(&error)))?;
    portal.db().analyse().await.map_err(|error| anyhow!("{}", describe(&error)))?;
    bar.finish_and_clear();
    say(&name, report);
    Ok(())
}

/// Every fault on a line of its own: file, line, column, what is wrong.
fn refusal(file: &Path, failure: &ImportFailure) -> anyhow::Error {
    match failure {
        ImportFailure::File(errors) => {
            let lines: Vec<String> = errors
                .0
                .iter()
                .map(|error| {
                    let column = if error.column.is_empty() { String::new() } else { format!(", cột {}", error.column) };
                    format!("{}: dòng {}{column}: {}", file.display(), error.line, error.message)
                })
                .collect();
            anyhow!("{}\nChưa có dòng nào được nhập.", lines.join("\n"))
        }
        ImportFailure::Portal(error) => anyhow!("{}: {}", file.display(), describe(error)),
    }
}

fn say(name: &str, report: ImportReport) {
    println!("{name}: thêm {}, giữ nguyên {}.", report.added, report.kept);
}

/// Turns the spinner into a bar once it is known how many rows there are.
fn show(bar: &ProgressBar, written: u64, all: u64) {
    if bar.length() != Some(all) {
        bar.set_length(all);
        let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} ({elapsed})");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    }
    bar.set_position(written);
}

fn spinner(message: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(message);
    bar.set_style(ProgressStyle::with_template("{spinner} {msg} {pos} ({elapsed})").unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

pub(super) async fn seed(common: &Common, size: SeedSize) -> Result<()> {
    let settings = load(common)?;
    let db = connect(&settings).await?;
    db.migrate().await.map_err(|error| anyhow!("{}", describe(&error)))?;
    let mut demo = settings.clone();
    demo.demo = true;
    demo.citizen_local_accounts = true;
    let portal = Portal::new(db, Clock::manual(domain::seed::demo_start()), FileStore::new(&settings.files), demo);
    let size = match size {
        SeedSize::S => Size::S,
        SeedSize::M => Size::M,
        SeedSize::L => Size::L,
    };
    let bar = spinner("Tạo tỉnh Lam Giang");
    let mut progress = |part: &'static str, n: u64| {
        bar.set_message(part);
        bar.set_position(n);
    };
    domain::seed::seed(&portal, size, &mut progress).await.map_err(|error| anyhow!("{}", describe(&error)))?;
    bar.finish_and_clear();
    println!("Đã tạo tỉnh Lam Giang mô phỏng, {} trong {}.", format!("cỡ {size:?}").to_lowercase(), settings.masked().database);
    println!("Tài khoản mẫu, mật khẩu chung: {}", domain::seed::demo::PASSWORD);
    for official in &domain::seed::demo::OFFICIALS {
        let secret = domain::identity::totp::secret_text(&domain::seed::demo::totp_secret(official.username));
        println!("  {:<16} {} – {} (khóa TOTP {secret})", official.username, official.name, official.job);
    }
    for (phone, name) in domain::seed::demo::CITIZENS {
        println!("  {phone:<16} {name}");
    }
    let code = domain::seed::sample_dossier(portal.db()).await.map_err(|error| anyhow!("{}", describe(&error)))?;
    println!("Hồ sơ mẫu để tra cứu: {code}");
    portal.db().close().await;
    Ok(())
}
