//! Form 07, the register of dossiers of a period (02 §9, O17): one row for each dossier that a counter received.

use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose::PHONE};
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind, Reach};
use model::dossiers::{DeliveryStatus, RegisterFilter, RegisterRow, ResultDelivery, Source};
use model::format;
use model::paper::{Block, Paper};
use model::{List, Paging};
use sqlx::FromRow;

/// Most rows of a file.
pub const REGISTER_LIMIT: i64 = 10_000;
/// Most rows of a register to print: some hundred sheets.
const PRINT_LIMIT: i64 = 2_000;

/// How many rows of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// The page that the filter names.
    Page,
    /// From the first on, at most this many.
    UpTo(i64),
}

#[derive(FromRow)]
struct Row {
    code: String,
    procedure: String,
    applicant_name: String,
    applicant_address: String,
    applicant_phone: String,
    competent_unit_id: i64,
    received_day: NaiveDate,
    received_at: DateTime<Utc>,
    due_current: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    returned_at: Option<DateTime<Utc>>,
    delivery: String,
    delivery_status: String,
    receiver: String,
    postal_code: String,
    source: String,
}

const COLUMNS: &str = "SELECT COALESCE(d.code, d.submission_code) AS code, v.name AS procedure, d.applicant_name, d.applicant_address, d.applicant_phone,
    d.competent_unit_id, d.received_day, d.received_at, d.due_current, d.finished_at, d.returned_at, d.delivery, d.delivery_status, d.receiver, d.postal_code, d.source
    FROM dossier d JOIN procedure_version v ON v.id = d.procedure_version_id WHERE ";

fn conditions(query: &mut Query, filter: &RegisterFilter, reach: &Reach, units: Option<&[i64]>) {
    query.push("d.received_day >= ").bind(filter.first).push(" AND d.received_day <= ").bind(filter.last);
    if !reach.all {
        query.push(" AND (d.receiving_unit_id IN ").bind_list(reach.units.iter().copied());
        query.push(" OR d.continuing_receiving_unit_id IN ").bind_list(reach.units.iter().copied());
        query.push(" OR d.competent_unit_id IN ").bind_list(reach.units.iter().copied()).push(")");
    }
    if let Some(units) = units {
        query.push(" AND d.receiving_unit_id IN ").bind_list(units.iter().copied());
    }
    query.words(&["d.fold"], &filter.words);
}

/// The register in the order of receipt.
///
/// # Errors
/// `Forbidden` without the right to see dossiers.
pub async fn register(cx: &mut Cx, filter: &RegisterFilter, wanted: Rows) -> Result<List<RegisterRow>> {
    let reach = cx.require_reach(Action::View, ObjectKind::Dossier)?;
    let units = match filter.unit.trim() {
        "" => None,
        code => Some(crate::org::units_of_code(cx, code).await?),
    };
    let mut count = Query::new("SELECT COUNT(*) FROM dossier d WHERE ");
    conditions(&mut count, filter, &reach, units.as_deref());
    let total = count.count(&mut cx.conn()).await?;
    let paging = match wanted {
        Rows::Page => Paging::sized(filter.page, model::list::LONG_PAGE, total),
        Rows::UpTo(most) => Paging::sized(1, most, total),
    };
    let mut query = Query::new(COLUMNS);
    conditions(&mut query, filter, &reach, units.as_deref());
    query.push(" ORDER BY d.received_day, d.received_at, d.id").page(paging);
    let rows: Vec<Row> = query.all(&mut cx.conn()).await?;
    let places: Vec<(i64, NaiveDate)> = rows.iter().map(|row| (row.competent_unit_id, row.received_day)).collect();
    let names = crate::org::names_on(cx, &places).await?;
    let rows = rows.into_iter().zip(paging.offset() + 1..).map(|(row, number)| {
        let status: DeliveryStatus = row.delivery_status.parse()?;
        let delivery: ResultDelivery = row.delivery.parse()?;
        Ok(RegisterRow {
            number,
            competent_unit: names.get(&(row.competent_unit_id, row.received_day)).cloned().unwrap_or_default(),
            contact: [row.applicant_address, crypto::open_text(cx.settings(), PHONE, &row.applicant_phone)]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            code: row.code,
            procedure: row.procedure,
            applicant: row.applicant_name,
            received_at: row.received_at,
            due: row.due_current,
            finished_at: row.finished_at,
            returned_at: row.returned_at,
            delivery: delivery.label().to_owned(),
            receiver: row.receiver,
            note: [
                status.label().to_owned(),
                if row.postal_code.is_empty() { String::new() } else { format!("mã bưu gửi {}", row.postal_code) },
                if row.source == Source::NationalPortal.as_str() { Source::NationalPortal.label().to_owned() } else { String::new() },
            ]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        })
    });
    Ok(List { rows: rows.collect::<Result<_>>()?, paging })
}

/// Form 07 to print: every dossier of the period on landscape sheets.
///
/// # Errors
/// `Conflict` for more dossiers than can be printed at once; as [`register`].
pub async fn register_paper(cx: &mut Cx, filter: &RegisterFilter) -> Result<Paper> {
    let list = register(cx, filter, Rows::UpTo(PRINT_LIMIT)).await?;
    if list.total() > PRINT_LIMIT {
        let total = format::number(list.total());
        return Err(Error::conflict(format!("Sổ có {total} hồ sơ, mỗi lần in tối đa 2.000. Hãy chọn khoảng ngày ngắn hơn, hoặc tải CSV.")));
    }
    let today = format::local_date(cx.now());
    let unit = cx.actor.unit_id.unwrap_or_default();
    let agency = crate::org::names(cx, &[unit], today).await?.remove(&unit).unwrap_or_default();
    let period = format!("Từ {} đến {}: {} hồ sơ", format::date(filter.first), format::date(filter.last), format::number(list.total()));
    Ok(Paper {
        title: "Sổ theo dõi hồ sơ".to_owned(),
        superior: "Ủy ban nhân dân tỉnh Lam Giang".to_owned(),
        agency,
        place: "Lam Giang".to_owned(),
        number: String::new(),
        code: String::new(),
        link: String::new(),
        made_at: cx.now(),
        source: "Mẫu số 07, Thông tư 03/2025/TT-VPCP".to_owned(),
        demo: cx.settings().demo,
        wide: true,
        blocks: vec![
            Block::Table {
                title: period,
                head: RegisterRow::HEAD.map(str::to_owned).to_vec(),
                widths: vec![6, 14, 16, 6, 11, 14, 12, 10, 10, 10, 10, 9, 8, 10],
                rows: list.rows.iter().map(|row| row.cells().to_vec()).collect(),
            },
            Block::signatures([("Người lập sổ", cx.actor.name.clone())]),
        ],
    })
}
