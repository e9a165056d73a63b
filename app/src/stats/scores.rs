//! "Cách tính điểm": the formula with the weights of this period.

use leptos::prelude::*;
use model::stats::{BoardRow, Leaderboard, ScoreInputs, UnitGroup, WEIGHTS, WEIGHTS_VERSION};
use model::tasks::COMPLETION_NOTE;

/// A number with comma and without needless decimals: "62,5", "30".
fn points(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or_else(|| text.replace('.', ","), str::to_owned)
}

/// Which components have data anywhere in the group, with their weights of 100.
fn weights(rows: &[&BoardRow]) -> [Option<f64>; 4] {
    let mut sum = [(0, 0); 4];
    for row in rows {
        for (total, part) in sum.iter_mut().zip(ScoreInputs::from(&row.counts).0) {
            *total = (total.0 + part.0, total.1 + part.1);
        }
    }
    ScoreInputs(sum).weights()
}

/// The panel below the ranking.
pub fn method(board: &Leaderboard, group: Option<UnitGroup>) -> impl IntoView + use<> {
    let rows: Vec<&BoardRow> = group.map(|group| board.of_group(group).collect()).unwrap_or_default();
    let used: Vec<(f64, &str)> = weights(&rows).into_iter().zip(WEIGHTS).filter_map(|(weight, component)| Some((weight?, component.label))).collect();
    let listed: Vec<String> = used.iter().map(|(weight, label)| format!("{label} ({}\u{a0}%)", points(*weight))).collect();
    let listed = match listed.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} và {last}", rest.join(", ")),
        None => String::new(),
    };
    let number = ["không", "một", "hai", "ba", "bốn"].get(used.len()).copied().unwrap_or("bốn");
    let data = if used.len() == 4 {
        format!("Điểm gồm bốn thành phần: {listed}.")
    } else {
        format!("Kỳ này chỉ có {number} thành phần đủ số liệu: {listed}.")
    };
    let formula = WEIGHTS
        .iter()
        .map(|weight| {
            let how = if weight.interval { "cận dưới khoảng tin cậy Wilson 95\u{a0}% của tỷ lệ" } else { "tỷ lệ" };
            view! { <li>{format!("{} điểm × {how} {}", points(weight.points), weight.label)}</li> }
        })
        .collect_view();
    view! {
        <div class="p-section">
            <ui::Panel title="Cách tính điểm">
                <p>
                    "Điểm dùng cận dưới khoảng tin cậy Wilson 95\u{a0}% để đơn vị có ít nhiệm vụ không đứng đầu do may mắn. "
                    {data}
                    " Đơn vị dưới 5 nhiệm vụ không xếp hạng. Việc nội bộ do đơn vị tự giao và nhiệm vụ con không tính vào số liệu."
                </p>
                <ui::Fold title="Công thức đầy đủ và trọng số">
                    <ul>{formula}</ul>
                    <p>"Thành phần không có số liệu được bỏ ra, các trọng số còn lại được quy về 100. Điểm bằng nhau sau khi làm tròn 3 chữ số thập phân thì cùng hạng: 1, 2, 2, 4. "{format!("Bộ trọng số {WEIGHTS_VERSION}.")}</p>
                    <p>"Cận dưới Wilson của k trên n, với p = k/n và z = 1,96: (p + z²/2n − z√(p(1−p)/n + z²/4n²)) / (1 + z²/n)."</p>
                    <p>{COMPLETION_NOTE}</p>
                </ui::Fold>
            </ui::Panel>
        </div>
    }
}
