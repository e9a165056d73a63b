//! Submissions that wait at the counter of the demo ward: what a load test receives.

use super::places;
use super::run::submission_code;
use crate::actor::Actor;
use crate::cx::Portal;
use crate::dossiers::{self, NewDossier, NewPart};
use crate::error::Result;
use model::dossiers::{Channel, ResultDelivery, Source};
use rand::SeedableRng;
use rand::rngs::StdRng;

/// Submissions of one transaction.
const TOGETHER: usize = 200;
/// Numbers of their codes begin here, above those of every size.
const FIRST: usize = 50_000_000;

/// Who hands them in.
const APPLICANT: &str = "Hoàng Mẫu Chờ";

sql!(MADE, "SELECT COUNT(*) FROM dossier WHERE applicant_name = $1");

/// Makes this many submissions without files, all in the present moment of the clock; those of an earlier call stay.
///
/// # Errors
/// `Conflict` if the earlier parts of the seed are missing.
pub async fn make(portal: &Portal, count: usize) -> Result<()> {
    let places = places::load(portal).await?;
    let made = portal.read(&Actor::system("Dữ liệu mô phỏng")).await?.conn().count(MADE, args![APPLICANT]).await?;
    let first = FIRST + usize::try_from(made).unwrap_or_default();
    let mut rng = StdRng::seed_from_u64(first as u64);
    let numbers: Vec<usize> = (0..count).collect();
    for group in numbers.chunks(TOGETHER) {
        let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
        for number in group {
            let offer = &places.offers[places.home_offer(&mut rng)];
            let part = |part: &places::Part| NewPart { required_part_id: part.id, name: part.name.clone(), file_ids: Vec::new() };
            let name = APPLICANT.to_owned();
            let new = NewDossier {
                submission_code: submission_code(cx.now(), first + number),
                procedure_version_id: offer.version_id,
                case_id: places.case(offer.version_id)?,
                offer_id: offer.id,
                receiving_unit: offer.receiving_unit_id,
                competent_unit: offer.competent_unit_id,
                channel: Channel::Online,
                source: Source::LocalPortal,
                applicant_account: None,
                applicant_phone: "0999900088".to_owned(),
                applicant_id_number: "999090000088".to_owned(),
                applicant_address: "Tỉnh Lam Giang".to_owned(),
                answers: serde_json::json!([{ "name": "ho_ten", "label": "Họ và tên", "value": name }]),
                applicant_name: name,
                parts: places.parts(offer.version_id).iter().filter(|part| part.mandatory).map(part).collect(),
                answer_files: Vec::new(),
                delivery: ResultDelivery::AtCentre,
                notify: Vec::new(),
                submitted_at: cx.now(),
            };
            dossiers::create_submitted(&mut cx, new).await?;
        }
        cx.commit().await?;
    }
    Ok(())
}
