use super::*;
use crate::tasks::TaskSource;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("day")
}

fn row(line: usize, title: &str, lead: &str, due: &str) -> BulkRow {
    BulkRow { line, title: title.into(), lead: lead.into(), due: due.into(), output: "Báo cáo".into(), ..BulkRow::default() }
}

fn checked(rows: &[BulkRow]) -> Vec<CheckedRow> {
    let mut units = UnitBook::default();
    units.add(1, "H99.04", "Sở Tài chính", &[]);
    units.add(2, "H99.03", "Sở Tư pháp", &[]);
    units.add(3, "H99.09", "Thanh tra tỉnh", &[]);
    let source = BulkSource { kind: TaskSource::Meeting, number: "245/TB-UBND".into(), ..BulkSource::default() };
    let given = [(fold("Rà soát quy hoạch đất"), 2, "NV-2026-000007".to_owned())];
    let unfit = HashMap::from([(3, "Lãnh đạo này không giao việc cho đơn vị.")]);
    check_rows(rows, &BulkContext { source: &source, units: &units, today: today(), calendar: &WorkCalendar::vietnam(), given: &given, unfit: &unfit })
}

#[test]
fn a_right_row_is_a_task() {
    let plain = row(2, "Rà soát quy hoạch đất", "H99.04", "khong thoi han");
    let row = BulkRow { co_units: "so tu phap".into(), urgency: "Hỏa tốc".into(), ..row(2, "Rà soát quy hoạch đất", "so tai chinh", "28/11/2026") };
    let found = checked(&[row]).remove(0);
    assert!(found.problems.is_empty(), "{:?}", found.problems);
    // A Saturday is pointed out, not refused.
    assert_eq!(found.notices, ["Hạn 28/11/2026 là thứ Bảy, không phải ngày làm việc."]);
    let task = found.task.expect("task");
    assert_eq!((task.lead_unit, task.co_units, task.urgency, task.source_number.as_str()), (1, vec![2], Urgency::Express, "245/TB-UBND"));
    assert_eq!((task.deadline_kind, task.due), (DeadlineKind::Fixed, NaiveDate::from_ymd_opt(2026, 11, 28)));
    let open = checked(&[plain]).remove(0);
    assert_eq!(open.task.map(|task| (task.deadline_kind, task.due)), Some((DeadlineKind::NoDeadline, None)));
}

/// The leader or the monitor of the table does not fit: said once, at the unit.
#[test]
fn a_unit_that_does_not_fit() {
    let found = checked(&[row(2, "Rà soát quy hoạch đất", "Thanh tra tỉnh", "01/12/2026")]).remove(0);
    assert_eq!(found.problems, [(BulkColumn::Lead, "Lãnh đạo này không giao việc cho đơn vị.".to_owned())]);
    assert!(found.task.is_none());
}

/// A04-05: a co-unit that is the lead is refused here, too.
#[test]
fn every_problem_stands_at_its_cell() {
    let columns = |row: BulkRow| checked(&[row]).remove(0).problems.into_iter().map(|(column, _)| column).collect::<Vec<_>>();
    use BulkColumn::{CoUnits, Due, Lead, Output, Title, Urgency};
    let good = || row(2, "Lập kế hoạch năm 2027", "Sở Tài chính", "01/12/2026");
    assert!(columns(good()).is_empty());
    assert_eq!(columns(BulkRow { co_units: "Sở Tài chính".into(), ..good() }), [CoUnits]);
    assert_eq!(columns(BulkRow { co_units: "Sở Y tế".into(), ..good() }), [CoUnits]);
    assert_eq!(columns(BulkRow { title: "Ngắn".into(), ..good() }), [Title]);
    assert_eq!(columns(BulkRow { lead: "Sở Y tế".into(), ..good() }), [Lead]);
    assert_eq!(columns(BulkRow { lead: String::new(), ..good() }), [Lead]);
    assert_eq!(columns(BulkRow { output: String::new(), ..good() }), [Output]);
    assert_eq!(columns(BulkRow { urgency: "gấp lắm".into(), ..good() }), [Urgency]);
    for due in ["", "mai", "22/11/2026", "31/02/2027", "01/01/2150"] {
        assert_eq!(columns(BulkRow { due: due.into(), ..good() }), [Due], "{due}");
    }
    assert_eq!(columns(BulkRow { title: "X".into(), lead: "Y".into(), due: "Z".into(), ..good() }), [Title, Lead, Due]);
}

#[test]
fn the_same_twice_is_refused() {
    let rows = [
        row(2, "Lập kế hoạch năm 2027", "Sở Tài chính", "01/12/2026"),
        row(3, "Lập kế hoạch năm 2027", "Sở Tư pháp", "01/12/2026"),
        row(4, "lap ke hoach nam 2027", "H99.04", "05/12/2026"),
        row(5, "Rà soát quy hoạch đất", "Sở Tư pháp", "01/12/2026"),
    ];
    let found = checked(&rows);
    assert!(found[0].task.is_some() && found[1].task.is_some());
    assert_eq!(found[2].problems, [(BulkColumn::Title, "Trùng nội dung và đơn vị với dòng 2. Hãy bỏ một dòng.".to_owned())]);
    assert_eq!(found[3].problems, [(BulkColumn::Title, "Nhiệm vụ này đã giao: NV-2026-000007. Hãy bỏ dòng này.".to_owned())]);
}
