//! `portal stats`: the figures of the screens, from the same function.

use super::{Common, Format, day, describe, load, open};
use anyhow::{Result, anyhow};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use domain::Actor;
use model::stats::Period;
use serde_json::{Value, json};

/// Keys of a line of figures, in order.
const KEYS: [&str; 6] = ["total", "done_on_time", "done_late", "open_in_time", "open_overdue", "open_no_deadline"];

/// `portal stats …`
#[derive(Debug, Subcommand)]
pub enum StatsCommand {
    /// Nhiệm vụ giao trong kỳ, theo đơn vị chủ trì
    Tasks(TaskArgs),
}

/// Arguments of `portal stats tasks`.
#[derive(Debug, Args)]
pub struct TaskArgs {
    /// Ngày đầu của kỳ giao
    #[arg(long, value_parser = day)]
    from: NaiveDate,
    /// Ngày cuối của kỳ giao
    #[arg(long, value_parser = day)]
    to: NaiveDate,
    /// Số liệu tính đến hết ngày
    #[arg(long, value_parser = day)]
    as_of: NaiveDate,
    /// Chỉ đơn vị này và các đơn vị trực thuộc
    #[arg(long)]
    unit: Option<String>,
    /// Dạng kết quả
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) async fn run(common: &Common, command: StatsCommand) -> Result<()> {
    let StatsCommand::Tasks(args) = command;
    if args.to < args.from {
        return Err(anyhow!("--to: ngày cuối kỳ trước ngày đầu kỳ"));
    }
    let portal = open(&load(common)?).await?;
    let fail = |error: domain::Error| anyhow!("{}", describe(&error));
    let mut cx = portal.read(&Actor::system("Dòng lệnh")).await.map_err(fail)?;
    let mut figures = domain::stats::figures_json(&mut cx, &Period::cohort(args.from, args.to, args.as_of)).await.map_err(fail)?;
    if let Some(code) = &args.unit {
        domain::org::by_code(&mut cx, code, args.as_of).await.map_err(|_| anyhow!("không có đơn vị mã {code} vào ngày {}", args.as_of))?;
        keep_below(&mut figures, code);
    }
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&figures)?),
        Format::Csv => print!("{}", table(&figures, ",")),
        Format::Text => print!("{}", table(&figures, "\t")),
    }
    Ok(())
}

/// Leaves the unit and those below it (their codes begin with its code), and adds them up.
fn keep_below(figures: &mut Value, code: &str) {
    let below = format!("{code}.");
    let units: Vec<Value> = figures["units"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|unit| unit["code"].as_str().is_some_and(|own| own == code || own.starts_with(&below)))
        .cloned()
        .collect();
    let mut total = json!({});
    for key in KEYS {
        total[key] = json!(units.iter().filter_map(|unit| unit[key].as_u64()).sum::<u64>());
    }
    figures["units"] = Value::Array(units);
    figures["total"] = total;
}

/// One line per unit, the total last.
fn table(figures: &Value, separator: &str) -> String {
    let mut lines = vec![["code", "name"].iter().chain(KEYS.iter()).copied().collect::<Vec<_>>().join(separator)];
    let cells = |row: &Value| KEYS.iter().map(|key| row[*key].to_string()).collect::<Vec<_>>().join(separator);
    for unit in figures["units"].as_array().into_iter().flatten() {
        let name = unit["name"].as_str().unwrap_or_default();
        let name = if separator == "," { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_owned() };
        lines.push(format!("{}{separator}{name}{separator}{}", unit["code"].as_str().unwrap_or_default(), cells(unit)));
    }
    lines.push(format!("{separator}Toàn bộ{separator}{}", cells(&figures["total"])));
    lines.join("\n") + "\n"
}
