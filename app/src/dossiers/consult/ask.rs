//! `/can-bo/ho-so/{ma}/xin-y-kien`: the question to another unit.

use crate::dossiers::desk::parts::{step_page, version};
use crate::web::{Page, Result, Rq};
use domain::dossiers::{self, consult};
use leptos::prelude::*;
use model::dossiers::DossierView;
use model::files::{PAPERS, Purpose, allowed_in_words};
use model::format;
use ui::icon::Icon;
use ui::{Choice, FieldWidth, FormState, SelectOption};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let dossier = dossiers::open_for(&mut cx, rq.param("ma"), consult::rules::ASK).await?;
    let may = consult::may_ask(&mut cx, rq.param("ma")).await?;
    let units = consult::unit_choices(&mut cx, rq.param("ma")).await?;
    let form = rq.form();
    Ok(Page::new(format!("Xin ý kiến về hồ sơ {}", dossier.public_code()), move || {
        let content = if may { ask_form(&dossier, units, form).into_any() } else { crate::dossiers::desk::parts::not_now(&dossier, "xin ý kiến") };
        let lead = "Có thể hỏi nhiều đơn vị cùng lúc, mỗi đơn vị một yêu cầu. Hạn trả lời không làm thay đổi hạn trả kết quả cho người dân.";
        step_page(&dossier, "Xin ý kiến đơn vị khác", lead, content)
    }))
}

fn ask_form(dossier: &DossierView, units: Vec<(i64, String)>, form: FormState) -> impl IntoView + use<> {
    let (code, v) = (dossier.public_code().to_owned(), dossier.version);
    let options: Vec<SelectOption> = units.into_iter().map(|(id, name)| SelectOption::new(id.to_string(), name)).collect();
    let papers: Vec<Choice> = dossier
        .parts
        .iter()
        .flat_map(|part| part.files.iter().map(move |file| Choice::new(file.token.clone(), file.name.clone()).hint(part.name.clone())))
        .collect();
    let some = !papers.is_empty();
    let hint = format!("{}. Mỗi tệp tối đa 20 MB.", allowed_in_words(Purpose::Dossier));
    let legal = dossier.due.map(|due| format!("Ngày làm việc, ví dụ 27/11/2026. Hạn trả kết quả của hồ sơ: {}.", format::time_date(due)));
    let legal = legal.unwrap_or_else(|| "Ngày làm việc, ví dụ 27/11/2026.".to_owned());
    view! {
        <ui::Form action=format!("/can-bo/ho-so/{code}/xin-y-kien") form_state=form multipart=true>
            {version(v)}
            <ui::Select name="don_vi" label="Đơn vị được hỏi" options=options blank="Chọn đơn vị"/>
            <ui::TextArea name="noi_dung" label="Nội dung xin ý kiến" hint="Ít nhất 10 ký tự: hỏi việc gì, cần trả lời điều gì" rows=5/>
            <ui::Field name="han" label="Hạn trả lời" inputmode="numeric" hint=legal width=FieldWidth::Code/>
            <ui::Checkboxes name="bat_buoc" legend="Mức độ" choices=vec![Choice::new("1", "Bắt buộc có ý kiến rồi mới trình ký")] optional=true/>
            {some.then(|| view! { <ui::Checkboxes name="giay_to" legend="Giấy tờ của hồ sơ gửi kèm" choices=papers optional=true/> })}
            <ui::FileUpload name="tep" label="Tệp khác gửi kèm (không bắt buộc)" hint=hint rules=PAPERS multiple=true with_form=true/>
            <ui::Button label="Gửi xin ý kiến" icon=Icon::Send/>
        </ui::Form>
    }
}
