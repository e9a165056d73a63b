//! The desk under load: an official of the demo signs in, looks at lists and receives what waits.

use super::load::{Ask, Figures, drive, fetch};
use anyhow::{Context, Result, bail};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Submissions that wait, newest last.
const WAITING: &str = "/can-bo/ho-so/danh-sach.csv?hang=cho-tiep-nhan";

/// Signs in with what the page of the demo says, and returns the cookies.
pub fn sign_in(host: &str, official: &str) -> Result<String> {
    let page = fetch(host, &Ask::page("/dang-nhap"))?.body;
    let table = page.split("id=\"dung-thu\"").nth(1).context("no sample accounts")?;
    let password = between(table, "<code>", "<").context("no password")?;
    let row = between(table, &format!(">{official}<"), "</tr>").context("no sample account")?;
    let code = row.split(['<', '>']).find(|text| text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())).context("no code")?;
    let form = format!("ten_dang_nhap={official}&mat_khau={password}");
    let first = fetch(host, &Ask { path: "/dang-nhap".into(), form: Some(form), ..Ask::default() })?;
    let second = fetch(host, &Ask { path: "/dang-nhap/ma".into(), cookie: first.cookies.join("; "), form: Some(format!("ma_xac_thuc={code}")) })?;
    if second.cookies.is_empty() {
        bail!("signing in set no cookie");
    }
    Ok(second.cookies.join("; "))
}

/// Receives what waits in so many rounds: each receipt is a durable write of code, event, paper, audit and message.
pub fn receive(host: &str, cookie: &str, connections: usize, most: usize, rounds: usize) -> Result<Vec<Figures>> {
    let list = fetch(host, &Ask { path: WAITING.into(), cookie: cookie.into(), form: None })?.body;
    // Each row begins with the code; before the receipt that is the code of the submission.
    let codes: Vec<&str> = list.lines().filter_map(|row| row.split(',').next()).filter(|code| code.starts_with("N-")).take(most).collect();
    if codes.len() < most {
        bail!("only {} submissions wait", codes.len());
    }
    let forms: Vec<Ask> = codes.iter().map(|code| form(host, cookie, code)).collect::<Result<_>>()?;
    let round = |forms: &[Ask]| {
        let sent = AtomicUsize::new(0);
        drive(host, connections, || forms.get(sent.fetch_add(1, Ordering::Relaxed)).cloned())
    };
    forms.chunks(most.div_ceil(rounds)).map(round).collect()
}

/// The filled form of a submission: every paper and the identity checked.
fn form(host: &str, cookie: &str, code: &str) -> Result<Ask> {
    let path = format!("/can-bo/ho-so/{code}/tiep-nhan");
    let page = fetch(host, &Ask { path: path.clone(), cookie: cookie.into(), form: None })?.body;
    let mut fields = vec!["giay_to_tuy_than=1".to_owned()];
    for tag in page.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
        let (name, value) = (between(tag, "name=\"", "\"").unwrap_or_default(), between(tag, "value=\"", "\"").unwrap_or_default());
        if name == "phien_ban" || name == "thanh_phan" {
            fields.push(format!("{name}={value}"));
        }
    }
    Ok(Ask { path, cookie: cookie.into(), form: Some(fields.join("&")) })
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split(end).next()
}
