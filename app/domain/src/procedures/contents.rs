//! Writing the contents of a new version.

use super::new_version::NewVersion;
use crate::cx::Cx;
use crate::error::Result;

sql!(CASE, "INSERT INTO procedure_case (version_id, seq, name, hint, deadline_rule) VALUES ($1, $2, $3, $4, $5) RETURNING id");
sql!(
    PART,
    "INSERT INTO required_part (version_id, case_id, seq, name, hint, kind, mandatory, condition, originals, copies, e_form, reuse_code, file_types,
        template_file_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
);
sql!(
    FEE,
    "INSERT INTO fee_rule (version_id, case_id, seq, name, kind, unit, online, direct, tiers, cap, exempt, resolution, valid_from, valid_to)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
);
sql!(
    QUESTION,
    "INSERT INTO procedure_question (version_id, page, page_title, seq, name, kind, label, hint, required, options, low, high, show_if_name, show_if_value)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
);
sql!(STEP, "INSERT INTO procedure_step (version_id, seq, code, name, role, hours, next, form) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
sql!(
    OFFER,
    "INSERT INTO procedure_offer (version_id, competent_unit_id, receiving_unit_id, online, direct, postal, local_deadline) VALUES ($1, $2, $3, $4, $5, $6, $7)"
);

/// Writes cases, papers, fees, questions, workflow and offers of a new version.
pub(super) async fn insert(cx: &mut Cx, version: i64, new: &NewVersion) -> Result<()> {
    let mut cases = Vec::with_capacity(new.cases.len());
    for (seq, case) in (1_i64..).zip(&new.cases) {
        let rule = case.deadline.map(|rule| rule.to_string()).unwrap_or_default();
        cases.push(cx.conn().id(CASE, args![version, seq, &case.name, &case.hint, rule]).await?);
    }
    let case_id = |index: Option<usize>| index.and_then(|index| cases.get(index).copied());
    for (seq, part) in (1_i64..).zip(&new.parts) {
        let row = args![
            version,
            case_id(part.case),
            seq,
            &part.name,
            &part.hint,
            part.kind.as_str(),
            part.mandatory,
            &part.condition,
            part.originals,
            part.copies,
            part.e_form,
            &part.reuse_code,
            part.file_types.to_string(),
            part.template
        ];
        cx.conn().exec(PART, row).await?;
    }
    for (seq, fee) in (1_i64..).zip(&new.fees) {
        let row = &fee.row;
        let tiers = row.tiers.iter().map(|tier| format!("{}:{}", tier.from, tier.amount)).collect::<Vec<_>>().join(",");
        let values = args![
            version,
            case_id(fee.case),
            seq,
            &row.name,
            row.kind.as_str(),
            row.unit.as_str(),
            row.online,
            row.direct,
            tiers,
            row.cap,
            &row.exempt,
            &row.resolution,
            fee.valid_from.unwrap_or(new.valid_from),
            fee.valid_to
        ];
        cx.conn().exec(FEE, values).await?;
    }
    for (number, page) in (1_i64..).zip(&new.form) {
        for (seq, question) in (1_i64..).zip(&page.questions) {
            let row = args![
                version,
                number,
                &page.title,
                seq,
                &question.name,
                question.kind.as_str(),
                &question.label,
                &question.hint,
                question.required,
                question.options.join("\n"),
                question.min,
                question.max,
                question.show_if.as_ref().map_or("", |condition| condition.question.as_str()),
                question.show_if.as_ref().map_or("", |condition| condition.value.as_str())
            ];
            cx.conn().exec(QUESTION, row).await?;
        }
    }
    for (seq, step) in (1_i64..).zip(&new.flow) {
        let row = args![version, seq, &step.code, &step.name, step.role.as_str(), step.hours, step.next.join(","), &step.form];
        cx.conn().exec(STEP, row).await?;
    }
    for offer in &new.offers {
        let deadline = offer.deadline.map(|rule| rule.to_string()).unwrap_or_default();
        let row = args![version, offer.competent_unit, offer.receiving_unit, offer.online, offer.direct, offer.postal, deadline];
        cx.conn().exec(OFFER, row).await?;
    }
    Ok(())
}
