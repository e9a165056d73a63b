//! The sheet as one table: the same rows for CSV and XLSX, the same figures as the page.

use model::dossiers::Channel;
use model::stats::dossiers::{DossierCounts, DossierFigure as F, DossierSheet, Handling, IntakeCounts};

/// The columns that hold figures of received dossiers, in the order of the page.
const FIGURES: [F; 17] = [
    F::Carried,
    F::New,
    F::NewOnline,
    F::NewDirect,
    F::NewPostal,
    F::Resolved,
    F::Early,
    F::OnTime,
    F::Late,
    F::DoneNoDue,
    F::WithdrawnOrStopped,
    F::Open,
    F::InTime,
    F::Overdue,
    F::Paused,
    F::OpenNoDue,
    F::ByExtension,
];
/// The columns that hold figures of the intake.
const INTAKE: [F; 3] = [F::IntakeWaiting, F::IntakeLate, F::IntakeRefused];

/// The columns beside the balance, never added.
const BESIDE: [F; 5] = [F::ApologySigned, F::ApologyAutomatic, F::ApologyMissing, F::Adjusted, F::Supplemented];

/// Columns of the table.
const WIDTH: usize = 34;

/// The head of the table.
pub const HEADER: [&str; WIDTH] = [
    "Bảng",
    "Mã",
    "Tên",
    "Tồn kỳ trước",
    "Tiếp nhận trong kỳ",
    "Trực tuyến",
    "Trực tiếp",
    "Bưu chính",
    "Đã giải quyết",
    "Trước hạn",
    "Đúng hạn",
    "Quá hạn",
    "Không thời hạn (đã giải quyết)",
    "Rút, dừng",
    "Đang giải quyết",
    "Trong hạn",
    "Quá hạn (đang giải quyết)",
    "Tạm dừng",
    "Không thời hạn (đang giải quyết)",
    "Đúng hạn theo hẹn lại",
    "Trước hạn và đúng hạn",
    "Đã giải quyết, có thời hạn",
    "Tỷ lệ đúng hạn",
    "Chờ tiếp nhận",
    "Tiếp nhận chậm",
    "Từ chối tiếp nhận",
    "Xin lỗi có người ký",
    "Xin lỗi tự động",
    "Quá hạn chưa xin lỗi",
    "Điều chỉnh",
    "Yêu cầu bổ sung",
    "Giải quyết, có kết quả",
    "Số ngày làm việc trung bình",
    "Số ngày làm việc trung vị",
];

/// One row per unit, sector, channel and counter; the whole scope last. A cell that its row cannot have is empty.
#[must_use]
pub fn table(sheet: &DossierSheet) -> Vec<[String; WIDTH]> {
    let units = sheet.units.iter().map(|line| row(["Đơn vị giải quyết", &line.code, &line.name], Some(&line.counts), None, line.handling.as_ref()));
    let sectors = sheet.sectors.iter().map(|line| row(["Lĩnh vực", &line.code, &line.name], Some(&line.counts), None, line.handling.as_ref()));
    let channels = Channel::ALL.iter().map(|channel| {
        let counts = sheet.total.channel(*channel);
        row(["Kênh", channel.as_str(), channel.label()], Some(&counts), None, sheet.handling_by(*channel))
    });
    let counters = sheet.intake.iter().map(|line| row(["Nơi tiếp nhận", &line.code, &line.name], None, Some(&line.counts), None));
    let name = sheet.unit.as_ref().map_or("Toàn tỉnh", |unit| &unit.name);
    let code = sheet.unit.as_ref().map_or("", |unit| &unit.code);
    let total = row(["Tổng", code, name], Some(&sheet.total), Some(&sheet.intake_total), sheet.handling.as_ref());
    units.chain(sectors).chain(channels).chain(counters).chain([total]).collect()
}

fn row(head: [&str; 3], counts: Option<&DossierCounts>, intake: Option<&IntakeCounts>, handling: Option<&Handling>) -> [String; WIDTH] {
    let number = |figure: F| counts.map_or_else(String::new, |counts| counts.of(figure).to_string());
    let mut cells = head.map(str::to_owned).into_iter().chain(FIGURES.map(number)).chain([
        number(F::NotLate),
        number(F::Judged),
        counts.map_or_else(String::new, |counts| counts.on_time_rate(2)),
    ]);
    let time = [number(F::Handled), handling.map_or_else(String::new, Handling::mean), handling.map_or_else(String::new, Handling::median)];
    let mut last =
        INTAKE.map(|figure| intake.map_or_else(String::new, |counts| counts.of(figure).to_string())).into_iter().chain(BESIDE.map(number)).chain(time);
    std::array::from_fn(|_| cells.next().or_else(|| last.next()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_cells_are_as_many() {
        assert_eq!(3 + FIGURES.len() + 3 + INTAKE.len() + BESIDE.len() + 3, HEADER.len());
        let cells = row(["Tổng", "", "Toàn tỉnh"], Some(&DossierCounts::default()), Some(&IntakeCounts::default()), Some(&Handling::default()));
        assert!(cells.iter().enumerate().all(|(i, cell)| i == 1 || !cell.is_empty()));
    }
}
