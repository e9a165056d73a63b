//! Work at the counter of the demo ward on its last day before the demo: papers handed over, and scans in each state.

use super::places::Places;
use crate::actor::Actor;
use crate::cx::Portal;
use crate::dossiers;
use crate::error::Result;
use crate::seed::demo_start;
use chrono::Duration;
use model::dossiers::{BulkItem, ScanVerdict};
use model::format;

/// The ward of the demo accounts.
const WARD: &str = "H99.101";

// Who brought papers brought one of each.
sql!(SHEETS, "UPDATE dossier_part SET originals = 1 WHERE digitisation = 0 AND originals = 0 AND copies = 0");
sql!(
    RECEIVED,
    "SELECT d.code, d.version, d.competent_unit_id FROM dossier d
     JOIN org_unit_version u ON u.unit_id = d.competent_unit_id AND u.valid_to IS NULL AND u.agency_code = $1
     WHERE d.state = 'received' AND d.officer_id IS NULL AND d.received_at < $2 ORDER BY d.received_at, d.id LIMIT 4"
);
sql!(
    PAPERS,
    "SELECT p.id, p.version FROM dossier_part p JOIN dossier d ON d.id = p.dossier_id
     JOIN org_unit_version u ON u.unit_id = d.competent_unit_id AND u.valid_to IS NULL AND u.agency_code = $1
     WHERE p.digitisation = 0 AND d.received_at < $2 AND d.state IN ('received', 'processing') ORDER BY d.received_at DESC, p.id LIMIT 3"
);

/// Hands over half of what waits, and scans three papers: one is good, one has to be made again, one waits for a look.
pub(super) async fn make(portal: &Portal, places: &Places) -> Result<()> {
    let evening = format::at_minute(format::local_date(demo_start()) - Duration::days(3), 17 * 60 + 10);
    portal.clock().set(evening);
    let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
    cx.conn().exec(SHEETS, args![]).await?;
    let rows: Vec<(String, i64, i64)> = cx.conn().all(RECEIVED, args![WARD, evening]).await?;
    let papers: Vec<(i64, i64)> = cx.conn().all(PAPERS, args![WARD, evening]).await?;
    cx.commit().await?;
    let Some(unit) = rows.first().map(|(.., unit)| *unit) else { return Ok(()) };
    let clerk = places.worker(unit, "receptionist", 0);
    let items: Vec<BulkItem> = rows.into_iter().step_by(2).map(|(code, version, _)| BulkItem { code, version }).collect();
    let mut cx = portal.write(&clerk).await?;
    dossiers::hand_over(&mut cx, &items).await?;
    for (n, (part, version)) in papers.into_iter().enumerate() {
        let blob = portal.files().put(format!("%PDF-1.4\n% Ban quet mo phong so {n}\n%%EOF\n").as_bytes(), 1 << 20).await?;
        dossiers::scan(&mut cx, part, version, &[(blob, format!("ban-quet-{}.pdf", n + 1))]).await?;
        match n {
            0 => dossiers::check_scan(&mut cx, part, version + 1, &ScanVerdict::Accept).await?,
            1 => {
                let reason = "Bản quét thiếu mặt sau của giấy tờ".to_owned();
                dossiers::check_scan(&mut cx, part, version + 1, &ScanVerdict::Again(reason)).await?;
            }
            _ => {}
        }
    }
    cx.commit().await.map(drop)
}
