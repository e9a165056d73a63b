//! `portal deadline`.

use super::{Common, Format, describe, load, open};
use anyhow::{Result, anyhow};
use chrono::{NaiveDateTime, NaiveTime};
use clap::Args;
use domain::Actor;
use model::calendar::DeadlineRule;
use model::format;

/// Arguments.
#[derive(Debug, Args)]
pub struct DeadlineArgs {
    /// Lúc tiếp nhận, giờ Việt Nam: 2026-11-23T10:30
    #[arg(long, value_parser = local_time)]
    from: NaiveDateTime,
    #[command(flatten)]
    rule: Rule,
    /// Mã đơn vị có lịch áp dụng (mặc định lịch của tỉnh)
    #[arg(long)]
    unit: Option<String>,
    /// Dạng kết quả
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Exactly one rule.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Rule {
    /// Số ngày làm việc
    #[arg(long, value_name = "N")]
    working_days: Option<u32>,
    /// Số giờ làm việc
    #[arg(long, value_name = "N")]
    working_hours: Option<u32>,
    /// Số ngày, kể cả ngày nghỉ
    #[arg(long, value_name = "N")]
    calendar_days: Option<u32>,
    /// Trong ngày, nếu tiếp nhận đến giờ này
    #[arg(long, value_name = "HH:MM", value_parser = clock_time)]
    same_day: Option<NaiveTime>,
}

impl Rule {
    fn rule(&self) -> DeadlineRule {
        match (self.working_days, self.working_hours, self.calendar_days, self.same_day) {
            (Some(n), ..) => DeadlineRule::WorkingDay(n),
            (_, Some(n), ..) => DeadlineRule::WorkingHour(n),
            (_, _, Some(n), _) => DeadlineRule::CalendarDay(n),
            (_, _, _, Some(cutoff)) => DeadlineRule::SameDay(cutoff),
            _ => DeadlineRule::NoDeadline,
        }
    }
}

fn local_time(text: &str) -> Result<NaiveDateTime, String> {
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .ok_or_else(|| format!("«{text}» không phải thời điểm dạng 2026-11-23T10:30"))
}

fn clock_time(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| format!("«{text}» không phải giờ dạng 15:00"))
}

pub(super) async fn run(common: &Common, args: DeadlineArgs) -> Result<()> {
    let portal = open(&load(common)?).await?;
    let fail = |error: domain::Error| anyhow!("{}", describe(&error));
    let mut cx = portal.read(&Actor::system("Dòng lệnh")).await.map_err(fail)?;
    let received_at = format::instant(args.from.date(), args.from.time());
    let unit = match &args.unit {
        Some(code) => {
            let day = args.from.date();
            Some(domain::org::by_code(&mut cx, code, day).await.map_err(|_| anyhow!("không có đơn vị mã {code} vào ngày {}", format::date(day)))?.id)
        }
        None => None,
    };
    let computed = domain::calendar::compute(&mut cx, args.rule.rule(), received_at, unit).await.map_err(fail)?;
    let explanation: Vec<String> = computed.lines.iter().map(|line| line.text.clone()).collect();
    let explanation = explanation.join("\n");
    if args.format == Format::Json {
        let due = computed.due.at.map(|due| due.with_timezone(&format::VN).to_rfc3339());
        println!("{}", serde_json::to_string_pretty(&serde_json::json!({ "due": due, "explanation": explanation }))?);
    } else {
        println!("{explanation}");
    }
    Ok(())
}
