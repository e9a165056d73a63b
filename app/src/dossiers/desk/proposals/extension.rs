//! D24: propose form 04 with a preview of the new dates, and sign it.

use super::{decision, load, nothing, own, step_page, version, who};
use crate::web::{Error, Page, Result, Rq};
use domain::dossiers;
use domain::dossiers::rules::Right;
use leptos::prelude::*;
use model::dossiers::{DossierView, DuePreview, ProposalAct};
use model::format;
use ui::icon::Icon;
use ui::{Choice, FormState};

/// First act: reason and new date.
pub async fn propose_page(rq: Rq) -> Result<Page> {
    let (dossier, acts) = load(&rq).await?;
    let mut cx = rq.read().await?;
    dossiers::require_right(&mut cx, rq.param("ma"), &[Right::Officer, Right::Assign]).await?;
    let preview = match dossiers::extension_preview(&mut cx, rq.param("ma")).await {
        Err(Error::Conflict(why)) => Err(why),
        other => Ok(other?),
    };
    let (possible, form) = (acts.contains(&ProposalAct::ProposeExtension), rq.form());
    Ok(Page::new(format!("Xin lỗi và hẹn lại: hồ sơ {}", dossier.public_code()), move || {
        let content = match preview {
            Err(why) => nothing(&dossier, &why),
            Ok(_) if !possible => nothing(&dossier, "Hồ sơ đang có văn bản xin lỗi chờ ký, hoặc không ở bước gia hạn được."),
            Ok(preview) => propose_form(&dossier, &preview, form).into_any(),
        };
        let lead = "Mẫu 04. Lãnh đạo cơ quan ký thì người nộp mới nhận lời xin lỗi và ngày hẹn mới.";
        step_page(&dossier, "Đề xuất xin lỗi và hẹn lại", lead, content)
    }))
}

fn propose_form(dossier: &DossierView, preview: &DuePreview, form: FormState) -> impl IntoView + use<> {
    let (code, v) = (dossier.public_code().to_owned(), dossier.version);
    let due = format::due_long(preview.due);
    let (head, from) = if preview.late {
        (format!("Hồ sơ đã quá hạn trả {due}. Ngày mới là ngày hẹn lại với người nộp; hồ sơ vẫn tính là quá hạn."), "hôm nay")
    } else {
        (format!("Hạn trả hiện tại: {due}. Ký trước hạn thì hạn trả chuyển sang ngày mới."), "hạn hiện tại")
    };
    // What the next working days are, holidays left out.
    let days: Vec<_> = preview.choices.iter().map(|(n, at)| view! { <li>{format!("Thêm {n} ngày làm việc: {}", format::due_long(*at))}</li> }).collect();
    let first = preview.choices.first().map(|(_, at)| format::date(format::local_date(*at))).unwrap_or_default();
    view! {
        <p>{head}</p>
        <ui::Section title=format!("Ngày làm việc tính từ {from}") id="ngay-lam-viec"><ul>{days}</ul></ui::Section>
        <ui::Form action=format!("/can-bo/ho-so/{code}/xin-loi") form_state=form>
            {version(v)}
            <ui::TextArea name="ly_do" label="Lý do chậm" hint="Viết để người nộp đọc hiểu được, ít nhất 10 ký tự" rows=4/>
            <ui::Field name="han_moi" label="Ngày hẹn mới" hint=format!("Một ngày làm việc, ví dụ {first}") inputmode="numeric" width=ui::FieldWidth::Short/>
            <ui::Button label="Trình ký văn bản xin lỗi" icon=Icon::Send/>
        </ui::Form>
    }
}

/// Second act: sign or refuse.
pub async fn decide_page(rq: Rq) -> Result<Page> {
    let (dossier, _) = load(&rq).await?;
    let mut cx = rq.read().await?;
    dossiers::require_right(&mut cx, rq.param("ma"), &[Right::Sign]).await?;
    let request = dossiers::pending_extension(&mut cx, rq.param("ma")).await?;
    let (form, now) = (rq.form(), cx.now());
    let mine = request.as_ref().is_some_and(|request| own(&rq, &request.proposed));
    Ok(Page::new(format!("Ký văn bản xin lỗi: hồ sơ {}", dossier.public_code()), move || {
        let content = match request {
            None => nothing(&dossier, "Hồ sơ không có văn bản xin lỗi nào chờ ký."),
            Some(_) if mine => nothing(&dossier, "Bạn là người đề xuất. Cần một lãnh đạo khác ký."),
            Some(request) => {
                let late = dossier.due.is_some_and(|due| due < now);
                let effect = if late {
                    "Hồ sơ đã quá hạn: hạn trả không thay đổi, người nộp thấy ngày hẹn lại."
                } else {
                    "Ký trước hạn: hạn trả chuyển sang ngày mới."
                };
                let rows = vec![
                    ui::SummaryRow::new("Hạn trả ban đầu", dossier.due_original.map(format::due_long).unwrap_or_default()),
                    ui::SummaryRow::new("Hạn trả hiện tại", dossier.due.map(format::due_long).unwrap_or_default()),
                    ui::SummaryRow::new("Ngày hẹn mới", format::due_long(request.new_due)),
                ];
                let form = decision(&dossier, "ky-xin-loi", "Ký văn bản xin lỗi", Icon::Sign, form, || ().into_any());
                view! { {who(&request.proposed)} <ui::SummaryList rows=rows/> <p>{effect}</p> {form} }.into_any()
            }
        };
        step_page(&dossier, "Ký văn bản xin lỗi và hẹn lại", "Mẫu 04. Người nộp nhận lời xin lỗi, lý do và ngày hẹn mới.", content)
    }))
}

/// Choices of people for a form.
pub fn people(staff: Vec<model::dossiers::StaffChoice>) -> Vec<Choice> {
    staff
        .into_iter()
        .map(|person| Choice::new(person.person_id.to_string(), person.name).hint(format!("{} · đang xử lý {} hồ sơ", person.unit, person.load)))
        .collect()
}
