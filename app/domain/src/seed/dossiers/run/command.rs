//! The command of a step, with invented words.

use super::{Next, Runner};
use crate::cx::Cx;
use crate::dossiers::{self, Dossier, NewDossier, NewPart};
use crate::error::{Error, Result};
use chrono::{DateTime, Duration, Utc};
use model::dossiers::*;
use model::format;
use model::notify::NotifyChannel;
use rand::Rng;

impl Runner<'_> {
    /// Takes the step of a dossier in a context of its actor.
    pub(super) async fn command(&mut self, cx: &mut Cx, index: usize, next: Next) -> Result<Dossier> {
        if next == Next::Submit {
            let new = self.application(cx, index)?;
            return dossiers::create_submitted(cx, new).await;
        }
        let travel = &self.travels[index];
        let known = travel.dossier.as_ref().ok_or_else(|| Error::internal("a step before submission"))?;
        let (code, version) = (known.submission_code.clone(), known.version);
        let reason = |text: &str| Reason { reason: text.to_owned() };
        match next {
            Next::Submit => Err(Error::internal("submitted twice")),
            Next::Receive => {
                let view = dossiers::by_any_code(cx, &code).await?.ok_or(Error::NotFound)?;
                let checked = Receive { checked_parts: view.parts.iter().map(|part| part.id).collect(), note: String::new() };
                dossiers::receive(cx, &code, version, &checked).await
            }
            Next::Refuse => {
                let refusal = Refuse {
                    reason: RefusalReason::NotEligible.into(),
                    basis: "Giấy tờ nộp không thuộc trường hợp được giải quyết".to_owned(),
                    guidance: "Đề nghị nộp lại theo đúng thủ tục, trung tâm sẵn sàng hướng dẫn".to_owned(),
                };
                dossiers::refuse_intake(cx, &code, version, &refusal).await
            }
            Next::Start => dossiers::start_processing(cx, &code, version, &Assign::default()).await,
            Next::Propose => {
                let item = RequestedItem {
                    place: 1,
                    part_id: None,
                    subject: "Bản chụp giấy tờ".to_owned(),
                    reason_code: String::new(),
                    reason: "Bản chụp mờ, không đọc được số và ngày cấp".to_owned(),
                    basis: "Thành phần hồ sơ của thủ tục".to_owned(),
                    how_to_fix: "Chụp lại đủ trang, rõ chữ và con dấu".to_owned(),
                };
                let reply_by = format::local_date(cx.now()) + Duration::days(15);
                let request = Supplement { items: vec![item], reply_by, override_basis: String::new() };
                dossiers::propose_supplement(cx, &code, version, &request).await?;
                let view = dossiers::by_any_code(cx, &code).await?.ok_or(Error::NotFound)?;
                Ok(Dossier { version: view.version, ..known.clone() })
            }
            Next::Approve => dossiers::approve_supplement(cx, &code, version).await,
            Next::Answer => {
                let view = dossiers::by_any_code(cx, &code).await?.ok_or(Error::NotFound)?;
                let items = view.open_supplement().map(|request| request.items.clone()).unwrap_or_default();
                let answers: Vec<SupplementAnswer> =
                    items.iter().map(|item| SupplementAnswer { item_id: item.id, text: "Đã chụp lại rõ hơn".to_owned(), file_ids: Vec::new() }).collect();
                dossiers::provide_supplement(cx, &code, version, &answers).await
            }
            Next::Move(to) => dossiers::move_stage(cx, &code, version, &Move { to, note: String::new() }).await,
            Next::Withdraw => dossiers::request_withdrawal(cx, &code, version, &reason("Gia đình không còn nhu cầu")).await,
            Next::AcceptWithdrawal => dossiers::accept_withdrawal(cx, &code, version, &reason("Đồng ý, chưa thu phí, lệ phí")).await,
            Next::Stop => {
                let stop =
                    Stop {
                        reason: StopReason::NotEligible.into(), basis: "Không đủ điều kiện theo quy định".to_owned(), money: "Không thu phí".to_owned()
                    };
                dossiers::stop(cx, &code, version, &stop).await
            }
            Next::Tell => {
                // Whoever chose no channel is called.
                let name = known.code.clone().unwrap_or(code);
                for notice in dossiers::untold(cx).await?.into_iter().filter(|notice| notice.dossier == name) {
                    dossiers::told_otherwise(cx, notice.line.id, "Đã gọi điện, người nộp đã nắm được nội dung").await?;
                }
                Ok(known.clone())
            }
            Next::Publish => {
                let result = Publish { number: format!("{}/KQ-{}", index + 1, self.units[travel.offer]), file: Some(self.result.clone()) };
                dossiers::publish_result(cx, &code, version, &result).await
            }
            Next::Return => {
                // Who fetches a result pays first what is due; an electronic one lies in the store of the person then.
                let Some(version) = super::super::pay::rest(cx, &code, version).await? else { return Ok(known.clone()) };
                let handed = Return { receiver: travel.applicant.name.clone(), postal_code: "EL999000111VN".to_owned() };
                dossiers::return_result(cx, &code, version, &handed).await
            }
        }
    }

    /// A new application: mandatory papers always, others now and then.
    fn application(&mut self, cx: &Cx, index: usize) -> Result<NewDossier> {
        let now = cx.now();
        let travel = &self.travels[index];
        let offer = &self.places.offers[travel.offer];
        let (version, source) = (offer.version_id, travel.source);
        let mut parts = Vec::new();
        for part in self.places.parts(version) {
            let brought = part.mandatory || self.rng.random_range(0..3) == 0;
            let scanned = source.channel() == Channel::Online;
            let file = self.papers[self.rng.random_range(0..self.papers.len())];
            // One paper is stored once per dossier.
            let fresh = !parts.iter().any(|other: &NewPart| other.file_ids.contains(&file));
            if brought {
                parts.push(NewPart { required_part_id: part.id, name: part.name.clone(), file_ids: if scanned && fresh { vec![file] } else { Vec::new() } });
            }
        }
        let delivery = match self.rng.random_range(0..10) {
            0..=5 => ResultDelivery::AtCentre,
            6..=8 if travel.applicant.account.is_some() => ResultDelivery::ElectronicOnly,
            9 => ResultDelivery::ByPost,
            _ => ResultDelivery::AtCentre,
        };
        let travel = &self.travels[index];
        let offer = &self.places.offers[travel.offer];
        Ok(NewDossier {
            submission_code: submission_code(now, index),
            procedure_version_id: version,
            case_id: self.places.case(version)?,
            offer_id: offer.id,
            receiving_unit: offer.receiving_unit_id,
            competent_unit: offer.competent_unit_id,
            channel: source.channel(),
            source,
            applicant_account: travel.applicant.account,
            applicant_name: travel.applicant.name.clone(),
            applicant_phone: travel.applicant.phone.clone(),
            applicant_id_number: travel.applicant.number.clone(),
            applicant_address: "Tỉnh Lam Giang".to_owned(),
            answers: serde_json::json!([{ "name": "ho_ten", "label": "Họ và tên", "value": travel.applicant.name }]),
            parts,
            answer_files: Vec::new(),
            delivery: if travel.applicant.phone == "0999900002" { ResultDelivery::AtCentre } else { delivery },
            notify: if travel.applicant.account.is_some() { vec![NotifyChannel::Sms, NotifyChannel::Zalo] } else { Vec::new() },
            submitted_at: now,
        })
    }
}

/// `N-261123-…` with the number of the dossier in plain letters and digits: reproducible, unlike the codes of real submissions.
pub fn submission_code(at: DateTime<Utc>, number: usize) -> String {
    const PLAIN: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let mut rest = number;
    let mut tail = [b'2'; 6];
    for place in tail.iter_mut().rev() {
        *place = PLAIN[rest % PLAIN.len()];
        rest /= PLAIN.len();
    }
    format!("N-{}-{}", format::local_date(at).format("%y%m%d"), String::from_utf8_lossy(&tail))
}
