//! The command line: stable names, exit code 0, 1 for a refused input (one clear line on stderr), 2 for usage.

mod bench;
mod config;
mod data;
mod deadline;
mod operate;
mod serve;
mod stats;
mod user;

use anyhow::Result;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

pub use config::load;
pub use operate::{describe, open};

/// Một Cổng: cổng chính quyền điện tử của một tỉnh.
#[derive(Debug, Parser)]
#[command(name = "portal", version, about)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// Options of every subcommand.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Cơ sở dữ liệu: sqlite://ĐƯỜNG_DẪN hoặc postgres://…
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// Tệp cấu hình (mặc định portal.toml nếu có)
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Subcommands.
#[derive(Debug, Subcommand)]
enum Command {
    /// Chạy cổng
    Serve {
        /// Địa chỉ lắng nghe, ví dụ 127.0.0.1:3000
        #[arg(long)]
        addr: Option<String>,
        /// Chế độ minh họa: dữ liệu mô phỏng, tài khoản mẫu
        #[arg(long)]
        demo: bool,
    },
    /// Tạo hoặc nâng cấp cấu trúc cơ sở dữ liệu
    Migrate,
    /// Tạo tỉnh Lam Giang mô phỏng
    Seed {
        /// Cỡ dữ liệu
        #[arg(long, value_enum, default_value = "s")]
        size: SeedSize,
    },
    /// Tài khoản cán bộ
    User {
        #[command(subcommand)]
        command: user::UserCommand,
    },
    /// Nhập dữ liệu từ tệp: tất cả hoặc không gì cả, chạy lại không nhân đôi
    Import {
        #[command(subcommand)]
        command: data::ImportCommand,
    },
    /// Xuất dữ liệu thành tệp
    Export {
        #[command(subcommand)]
        command: data::ExportCommand,
    },
    /// Số liệu, từ cùng một hàm với màn hình
    Stats {
        #[command(subcommand)]
        command: stats::StatsCommand,
    },
    /// Tính và giải thích một thời hạn
    Deadline(deadline::DeadlineArgs),
    /// Bỏ dấu một đoạn chữ như ô tìm kiếm
    Fold {
        /// Đoạn chữ
        text: String,
    },
    /// Nhật ký
    Audit {
        #[command(subcommand)]
        command: operate::AuditCommand,
    },
    /// Sao lưu cơ sở dữ liệu và kho tệp vào một tệp
    Backup {
        /// Tệp đích (.tar.gz)
        file: PathBuf,
    },
    /// Khôi phục từ tệp sao lưu vào cơ sở dữ liệu trống
    Restore {
        /// Tệp sao lưu
        file: PathBuf,
    },
    /// In cấu hình đang có hiệu lực, che các bí mật
    Config,
    /// Đo những việc không có trang, trên dữ liệu mô phỏng
    #[command(hide = true)]
    Bench {
        #[command(subcommand)]
        command: bench::BenchCommand,
    },
}

/// Sizes of the demo data (11 §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SeedSize {
    /// 2.000 hồ sơ
    S,
    /// 100.000 hồ sơ
    M,
    /// 1,2 triệu hồ sơ
    L,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Chữ
    Text,
    /// JSON
    Json,
    /// CSV
    Csv,
}

/// Runs a command.
///
/// # Errors
/// One clear line for a refused input.
pub async fn run(cli: Cli) -> Result<()> {
    let common = cli.common;
    match cli.command {
        Command::Serve { addr, demo } => serve::run(&common, addr, demo).await,
        Command::Migrate => operate::migrate(&common).await,
        Command::Seed { size } => data::seed(&common, size).await,
        Command::User { command } => user::run(&common, command).await,
        Command::Import { command } => data::import(&common, command).await,
        Command::Export { command } => data::export(&common, command).await,
        Command::Stats { command } => stats::run(&common, command).await,
        Command::Deadline(args) => deadline::run(&common, args).await,
        Command::Fold { text } => {
            println!("{}", model::text::fold(&text));
            Ok(())
        }
        Command::Audit { command } => operate::audit(&common, command).await,
        Command::Backup { file } => operate::backup(&common, &file).await,
        Command::Restore { file } => operate::restore(&common, &file).await,
        Command::Config => config::print(&common),
        Command::Bench { command } => bench::run(&common, command).await,
    }
}

/// Reads a date argument, `YYYY-MM-DD`.
fn day(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| format!("«{text}» không phải ngày dạng 2026-11-23"))
}
