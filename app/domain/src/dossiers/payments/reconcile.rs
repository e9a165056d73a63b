//! The books of a partner for a day against the payments of the portal (02 §15): every difference stays until it is settled.

use super::super::access;
use super::store::{self, Finding};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use model::access::{Action, ObjectKind};
use model::dossiers::PaymentStatus;
use model::format;
use model::payments::{Difference, Reconcile, ReconciliationResult, dong};
use model::text::clean_line;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Most lines of one file.
const MOST: usize = 50_000;
/// Names of the columns, in Vietnamese and as partners write them.
const TRANSACTION: [&str; 3] = ["ma_giao_dich", "transaction_id", "mã giao dịch"];
const AMOUNT: [&str; 3] = ["so_tien", "amount", "số tiền"];
const ORDER: [&str; 3] = ["ma_khoan", "order", "mã khoản"];

/// A line of the partner's file.
struct Theirs {
    transaction_id: String,
    order: String,
    amount: i64,
}

/// Reads the file: a header, then one transaction a line, commas or semicolons.
fn read(text: &str) -> Result<Vec<Theirs>> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let wrong = |line: usize, what: &str| Error::field("tep", format!("Dòng {line} của tệp: {what} Hãy sửa tệp rồi tải lại; chưa có gì được ghi."));
    let header = reader.headers().map_err(|_| wrong(1, "không đọc được tên cột."))?.clone();
    let column = |names: &[&str]| header.iter().position(|name| names.contains(&name.to_lowercase().as_str()));
    let (Some(transaction), Some(amount)) = (column(&TRANSACTION), column(&AMOUNT)) else {
        return Err(wrong(1, "thiếu cột ma_giao_dich hoặc so_tien."));
    };
    let order = column(&ORDER);
    let (mut lines, mut seen) = (Vec::new(), BTreeSet::new());
    for (record, n) in reader.records().zip(2..) {
        let record = record.map_err(|_| wrong(n, "không đọc được."))?;
        let cell = |at: usize| clean_line(record.get(at).unwrap_or_default(), 60);
        let transaction_id = cell(transaction);
        if transaction_id.is_empty() {
            return Err(wrong(n, "thiếu mã giao dịch."));
        }
        let Some(amount) = dong(&cell(amount)).filter(|amount| *amount > 0) else {
            return Err(wrong(n, "số tiền phải là số nguyên đồng, lớn hơn 0."));
        };
        if !seen.insert(transaction_id.clone()) {
            return Err(wrong(n, "mã giao dịch lặp lại."));
        }
        if lines.len() >= MOST {
            return Err(wrong(n, "tệp có quá 50.000 dòng."));
        }
        lines.push(Theirs { transaction_id, order: order.map(cell).unwrap_or_default(), amount });
    }
    Ok(lines)
}

/// A payment of ours.
type Ours = (i64, String, i64, Option<i64>, String, Option<i64>);

const OURS: &str =
    "SELECT p.id, p.transaction_id, p.amount, p.unit_id, COALESCE(c.code, ''), c.dossier_id FROM payment p LEFT JOIN charge c ON c.id = p.charge_id
     WHERE p.partner = ";

sql!(
    SETTLED,
    "UPDATE reconciliation_line SET state = 'resolved', resolved_at = $3, resolved_by_name = $4, resolution = $5
     WHERE partner = $1 AND transaction_id = $2 AND state = 'needs_check' AND difference IN ('missing_here', 'missing_there', 'amount')"
);
sql!(
    RUN,
    "INSERT INTO reconciliation (partner, day, body_sha256, theirs, ours, matched, differing, at, actor_id, actor_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);

/// Compares a partner's file for a day with the payments of the units of the actor. The same file again finds nothing new.
///
/// # Errors
/// `Invalid` for a file that cannot be read; nothing is stored then. `Forbidden`.
pub async fn reconcile(cx: &mut Cx, input: &Reconcile, text: &str) -> Result<ReconciliationResult> {
    cx.require_reach(Action::Reconcile, ObjectKind::Payment)?;
    let reach = access::of(&cx.actor).collect;
    let theirs = read(text)?;
    let (from, to) = format::day_range(input.day, input.day);
    let mut query = Query::new(OURS);
    query.bind(&input.partner).push(" AND p.paid_at >= ").bind(from).push(" AND p.paid_at < ").bind(to);
    let today: Vec<Ours> = query.all(&mut cx.conn()).await?;
    let mut known: BTreeMap<String, Ours> = BTreeMap::new();
    // Some of theirs may lie on another day of ours: seconds before midnight.
    let names: Vec<&str> = theirs.iter().map(|line| line.transaction_id.as_str()).collect();
    for part in names.chunks(500) {
        let mut query = Query::new(OURS);
        query.bind(&input.partner).push(" AND p.transaction_id IN ").bind_list(part.iter().copied());
        known.extend(query.all::<Ours>(&mut cx.conn()).await?.into_iter().map(|ours| (ours.1.clone(), ours)));
    }
    let mut result = ReconciliationResult { theirs: count(theirs.len()), ..ReconciliationResult::default() };
    let mut dossiers = BTreeSet::new();
    for line in &theirs {
        let ours = known.get(&line.transaction_id);
        let difference = match ours {
            None => Difference::MissingHere,
            Some(ours) if ours.2 == line.amount => Difference::Matched,
            Some(_) => Difference::Amount,
        };
        let found = Finding {
            partner: &input.partner,
            transaction_id: &line.transaction_id,
            difference,
            day: input.day,
            subject: ours.map_or(line.order.as_str(), |ours| ours.4.as_str()),
            ours: ours.map(|ours| ours.2),
            theirs: Some(line.amount),
            payment_id: ours.map(|ours| ours.0),
            unit_id: ours.and_then(|ours| ours.3),
        };
        if difference == Difference::Matched {
            result.matched += 1;
            settle_earlier(cx, input, &line.transaction_id).await?;
            dossiers.extend(ours.and_then(|ours| ours.5));
        } else {
            result.differing += 1;
        }
        store::finding(cx, &found).await?;
    }
    let listed: BTreeSet<&str> = names.into_iter().collect();
    for ours in today.iter().filter(|ours| ours.3.is_none_or(|unit| reach.covers(unit))) {
        result.ours += 1;
        if !listed.contains(ours.1.as_str()) {
            result.differing += 1;
            let found = Finding {
                partner: &input.partner,
                transaction_id: &ours.1,
                difference: Difference::MissingThere,
                day: input.day,
                subject: &ours.4,
                ours: Some(ours.2),
                theirs: None,
                payment_id: Some(ours.0),
                unit_id: ours.3,
            };
            store::finding(cx, &found).await?;
        }
    }
    for dossier in dossiers {
        store::update_status(cx, dossier, PaymentStatus::NotRequired).await?;
    }
    let (now, account, name) = (cx.now(), cx.actor.account_id, cx.actor.name.clone());
    let hash = crate::audit::hex(&Sha256::digest(text.as_bytes()));
    let values = args![&input.partner, input.day, hash, result.theirs, result.ours, result.matched, result.differing, now, account, name];
    cx.conn().exec(RUN, values).await?;
    let detail = format!("{}: khớp {}, lệch {}", input.day, result.matched, result.differing);
    cx.audit(AuditEvent::new("payment.reconcile", "partner", &input.partner).detail(detail));
    Ok(result)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A later file shows what an earlier one did not.
async fn settle_earlier(cx: &mut Cx, input: &Reconcile, transaction: &str) -> Result<()> {
    let (now, name) = (cx.now(), cx.actor.name.clone());
    let words = format!("Khớp trong tệp ngày {}", format::date(input.day));
    cx.conn().exec(SETTLED, args![&input.partner, transaction, now, name, words]).await?;
    Ok(())
}

sql!(LINE, "SELECT unit_id, state, transaction_id FROM reconciliation_line WHERE id = $1");
sql!(
    RESOLVE,
    "UPDATE reconciliation_line SET state = 'resolved', resolved_at = $2, resolved_by = $3, resolved_by_name = $4, resolution = $5
     WHERE id = $1 AND state = 'needs_check'"
);

/// Writes down how a difference was settled.
///
/// # Errors
/// `NotFound` for a line of other units, `Conflict` if it is settled already, `Forbidden`.
pub async fn resolve(cx: &mut Cx, line: i64, words: &str) -> Result<()> {
    cx.require_reach(Action::Reconcile, ObjectKind::Payment)?;
    let reach = access::of(&cx.actor).collect;
    let (unit, _, transaction): (Option<i64>, String, String) = cx.conn().one(LINE, args![line]).await?;
    if unit.is_some_and(|unit| !reach.covers(unit)) {
        return Err(Error::NotFound);
    }
    let (now, account, name) = (cx.now(), cx.actor.account_id, cx.actor.name.clone());
    if cx.conn().exec(RESOLVE, args![line, now, account, name, words]).await? == 0 {
        return Err(Error::conflict("Sai lệch này đã được xử lý. Hãy tải lại trang."));
    }
    cx.audit(AuditEvent::new("payment.resolve", "payment", &transaction).detail(words));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_file_is_read_whole_or_not_at_all() {
        let lines = read("\u{feff}ma_giao_dich;ma_khoan;so_tien\r\nA1;P-1;8.000\r\nA2;;15000\r\n").unwrap();
        assert_eq!(lines.iter().map(|line| line.amount).collect::<Vec<_>>(), [8_000, 15_000]);
        assert_eq!(lines[0].order, "P-1");
        for wrong in ["", "a,b\n1,2", "transaction_id,amount\nA1,x", "transaction_id,amount\n,5", "transaction_id,amount\nA1,5\nA1,5"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
