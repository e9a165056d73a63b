//! O14: what is due, what came in, what goes back, what differs, for the units of an accountant.

use super::super::access;
use super::store::receipt_name;
use crate::cx::Cx;
use crate::db::{Query, search_words};
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind, Reach};
use model::format;
use model::payments::{ChargeState, Difference, LedgerFilter, LedgerRow, LedgerTab, LineState, PaymentMethod, PaymentPhase, RefundState, difference_in_words};
use model::{List, Paging};
use sqlx::FromRow;

/// A row of any of the lists.
#[derive(FromRow)]
struct Row {
    id: i64,
    subject: String,
    reference: String,
    number: Option<i64>,
    who: String,
    kind: String,
    amount: i64,
    state: String,
    day: Option<NaiveDate>,
    at: DateTime<Utc>,
}

const DUE: &str = " FROM charge c LEFT JOIN dossier d ON d.id = c.dossier_id
     WHERE c.state = 'due' AND (d.id IS NULL OR d.state NOT IN ('withdrawn', 'stopped', 'intake_refused'))";
const PAID: &str = " FROM payment p JOIN charge c ON c.id = p.charge_id LEFT JOIN dossier d ON d.id = c.dossier_id WHERE 1 = 1";
const REFUNDS: &str =
    " FROM refund r JOIN payment p ON p.id = r.payment_id JOIN charge c ON c.id = p.charge_id LEFT JOIN dossier d ON d.id = c.dossier_id WHERE 1 = 1";
const DIFFERENCES: &str =
    " FROM reconciliation_line l LEFT JOIN payment p ON p.id = l.payment_id LEFT JOIN charge c ON c.id = p.charge_id LEFT JOIN dossier d ON d.id = c.dossier_id
     WHERE l.state <> 'matched'";

const SUBJECT: &str = "COALESCE(d.code, d.submission_code, c.submission_code, '') AS subject";

/// The columns of a list, its tables, the column of its instant, of its unit and of its amount.
struct Shape {
    columns: &'static str,
    from: &'static str,
    at: &'static str,
    unit: &'static str,
    amount: &'static str,
    words: &'static [&'static str],
}

const fn shape(tab: LedgerTab) -> Shape {
    match tab {
        LedgerTab::Due => Shape {
            columns: ", c.id AS id, c.code AS reference, c.amount AS number, COALESCE(d.applicant_name, '') AS who, c.moment AS kind,
                c.amount - COALESCE((SELECT CAST(SUM(q.amount) AS BIGINT) FROM payment q WHERE q.charge_id = c.id), 0) AS amount, c.state AS state,
                c.pay_by AS day, c.created_at AS at",
            from: DUE,
            at: "c.created_at",
            unit: "c.unit_id",
            amount: "c.amount - COALESCE((SELECT CAST(SUM(q.amount) AS BIGINT) FROM payment q WHERE q.charge_id = c.id), 0)",
            words: &["d.fold", "LOWER(d.code)", "LOWER(c.code)", "LOWER(c.submission_code)"],
        },
        LedgerTab::Paid => Shape {
            columns: ", p.id AS id, p.receipt_series AS reference, p.receipt_number AS number, COALESCE(NULLIF(p.payer, ''), d.applicant_name, '') AS who,
                p.method AS kind, p.amount AS amount, p.phase AS state, CAST(NULL AS DATE) AS day, p.paid_at AS at",
            from: PAID,
            at: "p.paid_at",
            unit: "p.unit_id",
            amount: "p.amount",
            words: &["d.fold", "LOWER(d.code)", "LOWER(c.code)", "LOWER(c.submission_code)", "LOWER(p.transaction_id)"],
        },
        LedgerTab::Refunds => Shape {
            columns: ", r.id AS id, p.receipt_series AS reference, p.receipt_number AS number, r.holder AS who, r.reason AS kind, r.amount AS amount,
                r.state AS state, CAST(NULL AS DATE) AS day, r.proposed_at AS at",
            from: REFUNDS,
            at: "r.proposed_at",
            unit: "p.unit_id",
            amount: "r.amount",
            words: &["d.fold", "LOWER(d.code)", "LOWER(c.code)", "LOWER(c.submission_code)"],
        },
        LedgerTab::Differences => Shape {
            columns: ", l.id AS id, l.transaction_id AS reference, l.ours AS number, l.partner AS who, l.difference AS kind,
                COALESCE(l.theirs, l.ours, 0) AS amount, l.state AS state, l.day AS day, l.found_at AS at",
            from: DIFFERENCES,
            at: "l.found_at",
            unit: "l.unit_id",
            amount: "COALESCE(l.theirs, l.ours, 0)",
            words: &["d.fold", "LOWER(d.code)", "LOWER(l.subject)", "LOWER(l.transaction_id)"],
        },
    }
}

/// Adds what stands in the list: units of the actor, words, days, method.
fn condition(query: &mut Query, shape: &Shape, filter: &LedgerFilter, reach: &Reach) {
    query.push(shape.from);
    if !reach.all {
        query.push(" AND (").push(shape.unit).push(" IN ").bind_list(reach.units.iter().copied());
        query.push(" OR d.competent_unit_id IN ").bind_list(reach.units.iter().copied());
        // Money that belongs to nobody yet is everybody's to look into.
        if filter.tab == LedgerTab::Differences {
            query.push(" OR l.unit_id IS NULL");
        }
        query.push(")");
    }
    for word in search_words(&filter.words) {
        query.word(shape.words, &word);
    }
    if let Some(from) = filter.from {
        query.push(" AND ").push(shape.at).push(" >= ").bind(format::day_range(from, from).0);
    }
    if let Some(to) = filter.to {
        query.push(" AND ").push(shape.at).push(" < ").bind(format::day_range(to, to).1);
    }
    if let Some(method) = filter.method.filter(|_| filter.tab == LedgerTab::Paid) {
        query.push(" AND p.method = ").bind(method.as_str());
    }
}

async fn reach(cx: &mut Cx) -> Result<Reach> {
    cx.require_reach(Action::View, ObjectKind::Payment)?;
    Ok(access::of(&cx.actor).collect)
}

/// How many rows the list has, and their sum in đồng.
///
/// # Errors
/// `Forbidden`.
pub async fn sums(cx: &mut Cx, filter: &LedgerFilter) -> Result<(i64, i64)> {
    let (reach, shape) = (reach(cx).await?, shape(filter.tab));
    let mut query = Query::new("SELECT COUNT(*), COALESCE(CAST(SUM(");
    query.push(shape.amount).push(") AS BIGINT), 0)");
    condition(&mut query, &shape, filter, &reach);
    Ok(query.opt(&mut cx.conn()).await?.unwrap_or_default())
}

/// One page of a list, the latest first; of the differences those first that nobody settled.
///
/// # Errors
/// `Forbidden`.
pub async fn ledger(cx: &mut Cx, filter: &LedgerFilter) -> Result<List<LedgerRow>> {
    let (total, _) = sums(cx, filter).await?;
    let (reach, shape) = (reach(cx).await?, shape(filter.tab));
    let paging = Paging::of(filter.page, total);
    let mut query = Query::new("SELECT ");
    query.push(SUBJECT).push(shape.columns);
    condition(&mut query, &shape, filter, &reach);
    query.push(" ORDER BY ").push(if filter.tab == LedgerTab::Differences { "l.state, " } else { "" }).push(shape.at).push(" DESC, id DESC");
    query.page(paging);
    let rows: Vec<Row> = query.all(&mut cx.conn()).await?;
    let rows = rows.into_iter().map(|row| to_row(filter.tab, row)).collect::<Result<_>>()?;
    Ok(List { rows, paging })
}

/// One difference.
///
/// # Errors
/// `NotFound` for a line of other units, `Forbidden`.
pub async fn difference(cx: &mut Cx, id: i64) -> Result<LedgerRow> {
    let (reach, shape) = (reach(cx).await?, shape(LedgerTab::Differences));
    let mut query = Query::new("SELECT ");
    query.push(SUBJECT).push(shape.columns);
    condition(&mut query, &shape, &LedgerFilter { tab: LedgerTab::Differences, ..LedgerFilter::default() }, &reach);
    query.push(" AND l.id = ").bind(id);
    let row: Option<Row> = query.opt(&mut cx.conn()).await?;
    to_row(LedgerTab::Differences, row.ok_or(Error::NotFound)?)
}

fn to_row(tab: LedgerTab, row: Row) -> Result<LedgerRow> {
    let mut line = LedgerRow {
        id: row.id,
        subject: row.subject,
        reference: row.reference,
        who: row.who,
        what: String::new(),
        amount: row.amount,
        state: String::new(),
        open: false,
        at: row.at,
    };
    match tab {
        LedgerTab::Due => {
            line.what = row.kind.parse::<model::procedures::PaymentMoment>()?.label().to_owned();
            line.state = row.state.parse::<ChargeState>()?.label().to_owned();
            if let Some(day) = row.day {
                line.what = format!("{}, hạn {}", line.what, format::date(day));
            }
            if row.number.is_some_and(|amount| amount > row.amount) {
                line.state = "Đã nộp một phần".to_owned();
            }
        }
        LedgerTab::Paid => {
            line.reference = receipt_name(&line.reference, row.number);
            line.what = row.kind.parse::<PaymentMethod>()?.label().to_owned();
            line.state = row.state.parse::<PaymentPhase>()?.label().to_owned();
        }
        LedgerTab::Refunds => {
            let state: RefundState = row.state.parse()?;
            line.reference = receipt_name(&line.reference, row.number);
            line.what = row.kind;
            line.state = state.label().to_owned();
            line.open = state == RefundState::Proposed;
        }
        LedgerTab::Differences => {
            let (difference, state): (Difference, LineState) = (row.kind.parse()?, row.state.parse()?);
            line.what = difference_in_words(difference, state);
            if difference == Difference::Amount {
                line.what = format!("{}: cổng ghi {}", line.what, row.number.map(format::money).unwrap_or_default());
            }
            line.state = state.label().to_owned();
            line.open = state == LineState::NeedsCheck;
        }
    }
    Ok(line)
}
