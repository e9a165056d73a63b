//! Faults, free codes, ways of records, and the table.

use super::*;

fn day(month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, 1).unwrap()
}

fn version(unit_id: i64, to: Option<NaiveDate>) -> VersionRow {
    let code = format!("H99.{:02}", unit_id);
    VersionRow { id: unit_id, unit_id, valid_from: day(1), valid_to: to, name: format!("Đơn vị {unit_id}"), agency_code: code, dvhc_code: String::new() }
}

fn line(id: i64, from_id: i64, kind: &str, to_id: Option<i64>) -> PlanLine {
    PlanLine { id, from_id, kind: kind.into(), to_id, to_new_id: None, share: None, rule_key: String::new(), rule_values: String::new() }
}

fn faults(units: &[PlanUnit], lines: &[PlanLine]) -> Vec<(Option<i64>, String)> {
    // 1 is the province; 2, 3, 4 lie below it, 5 below 2, and 6 has ended.
    let versions: Vec<VersionRow> = (1..=6).map(|unit| version(unit, (unit == 6).then(|| day(3)))).collect();
    let edge = |parent_id, child_id| EdgeRow { parent_id, child_id, valid_from: day(1), valid_to: None };
    let edges = [edge(1, 2), edge(1, 3), edge(1, 4), edge(2, 5), edge(1, 6)];
    let whole = Whole { on: day(6), units, lines, versions: &versions, edges: &edges, aliases: &[] };
    whole.faults().into_iter().map(|fault| (fault.line, fault.text)).collect()
}

#[test]
fn every_fault_stands_at_its_line() {
    let one = |lines: &[PlanLine]| faults(&[], lines);
    assert!(one(&[line(1, 2, "merge", Some(3))]).is_empty());
    assert_eq!(one(&[]).len(), 1);
    // A circle: each would go into the other.
    let circle = one(&[line(1, 2, "merge", Some(3)), line(2, 3, "merge", Some(2))]);
    assert_eq!(circle.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert!(circle[0].1.starts_with("Đơn vị 3 cũng kết thúc"));
    assert!(one(&[line(1, 2, "merge", Some(5))])[0].1.starts_with("Đơn vị 5 cũng kết thúc"));
    assert!(one(&[line(1, 2, "merge", Some(2))])[0].1.contains("chính mình"));
    assert!(one(&[line(1, 6, "dissolve", None)])[0].1.contains("không hoạt động"));
    assert!(one(&[line(1, 2, "merge", Some(6))])[0].1.contains("không hoạt động"));
    assert!(one(&[line(1, 1, "merge", Some(2))])[0].1.contains("cao nhất"));
    assert_eq!(one(&[line(1, 2, "merge", Some(3)), line(2, 2, "merge", Some(4))]).len(), 2);
    assert!(one(&[line(1, 2, "split", Some(3))])[0].1.contains("mới có một dòng"));
    assert!(one(&[line(1, 2, "rename", Some(3))])[0].1.contains("Đổi tên cần"));
    let part = |id, to, share| PlanLine { share, ..line(id, 2, "split", Some(to)) };
    assert!(one(&[part(1, 3, Some(60)), part(2, 4, Some(40))]).is_empty());
    assert_eq!(one(&[part(1, 3, Some(60)), part(2, 4, None)]).len(), 2);
}

#[test]
fn a_code_is_free_when_its_unit_ends() {
    let new = |code: &str| PlanUnit {
        id: 9,
        name: "Đơn vị mới".into(),
        short_name: String::new(),
        abbr: String::new(),
        code: code.into(),
        dvhc_code: String::new(),
        kind: "department".into(),
        parent_id: Some(1),
        parent_new_id: None,
        unit_id: None,
    };
    let lines = [PlanLine { to_new_id: Some(9), ..line(1, 2, "merge", None) }];
    assert!(faults(&[new("H99.02")], &lines).is_empty());
    assert!(faults(&[new("H99.03")], &lines)[0].1.contains("đang là mã của Đơn vị 3"));
    assert!(faults(&[PlanUnit { parent_id: Some(5), ..new("H99.02") }], &lines)[0].1.contains("cấp trên"));
}

#[test]
fn records_find_their_part() {
    let mut lines = vec![line(1, 2, "split", Some(3)), line(2, 2, "split", Some(4)), line(3, 5, "dissolve", None)];
    (lines[0].share, lines[1].share) = (Some(40), Some(60));
    (lines[0].rule_key, lines[0].rule_values) = ("village".into(), "Thôn 1\nThôn 2".into());
    let ending = BTreeMap::from([(2, 2), (5, 5), (7, 2)]);
    assert_eq!(way(&lines, &ending, 2, &[("village", "Số 3, thôn 1, xã Hòa Đông")]), Way::Sure(0));
    assert_eq!(way(&lines, &ending, 7, &[("village", "Thôn 12, xã Hòa Đông")]), Way::Largest(1));
    assert_eq!(way(&lines, &ending, 5, &[]), Way::Nowhere);
}

#[test]
fn only_what_the_table_has() {
    assert_eq!(target(Some(Confirmed), Withdraw), Some(Withdrawn));
    for (state, action) in [(Applied, Withdraw), (Draft, Apply), (Confirmed, Edit), (Withdrawn, Confirm)] {
        assert_eq!(target(Some(state), action), None);
    }
}
