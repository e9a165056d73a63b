//! `/can-bo/ho-so/{ma}/danh-gia-bo-sung`: "Đạt" or "Không đạt" for each item that the applicant answered (02 §10).

use super::parts::{address, attachment, load, not_now, step_page, version};
use crate::web::{Done, Form, Page, Result, Rq};
use domain::dossiers;
use leptos::prelude::*;
use model::dossiers::{DossierView, SupplementItem, SupplementItemState, VerdictsForm};
use ui::icon::Icon;
use ui::{Choice, FormState, SummaryRow};

/// Every answered item with what came for it, and the verdict.
pub async fn page(rq: Rq) -> Result<Page> {
    let dossier = load(&rq).await?;
    let mut cx = rq.read().await?;
    dossiers::require_right(&mut cx, rq.param("ma"), dossiers::judge_rights(dossier.state)).await?;
    drop(cx);
    let form = rq.form();
    Ok(Page::new(format!("Đánh giá bổ sung hồ sơ {}", dossier.public_code()), move || {
        let content = if !dossiers::is_judged_in(dossier.state) {
            not_now(&dossier, "đánh giá mục bổ sung")
        } else if dossier.answered_items().next().is_none() {
            let href = address(dossier.public_code());
            view! { <ui::Banner kind=ui::BannerKind::Notice title="Hồ sơ chưa có mục nào được bổ sung." href=href link="Xem hồ sơ"/> }.into_any()
        } else {
            fields(&dossier, form).into_any()
        };
        let lead = "Mục chưa kiểm tra xong thì để trống. Người nộp đọc được kết luận; trạng thái và thời hạn của hồ sơ không thay đổi.";
        step_page(&dossier, "Đánh giá mục bổ sung", lead, content)
    }))
}

fn fields(dossier: &DossierView, form: FormState) -> impl IntoView + use<> {
    let (code, v) = (dossier.public_code().to_owned(), dossier.version);
    let items: Vec<Shown> = dossier.answered_items().map(|(seq, item)| Shown::new(dossier, seq, item)).collect();
    view! {
        <ui::Form action=format!("{}/danh-gia-bo-sung", address(&code)) form_state=form>
            {version(v)}
            {items.into_iter().map(|item| item.view()).collect_view()}
            <ui::Button label="Ghi kết luận" icon=Icon::Check/>
        </ui::Form>
    }
}

/// One item with its files; the fields are built inside their form.
struct Shown {
    item: SupplementItem,
    legend: String,
    files: Vec<AnyView>,
}

impl Shown {
    fn new(dossier: &DossierView, seq: i64, item: &SupplementItem) -> Self {
        let all = dossier.parts.iter().flat_map(|part| &part.files).chain(dossier.item_files.iter().flat_map(|(_, files)| files));
        let files = all.filter(|file| file.item_id == Some(item.id)).map(|file| attachment(dossier.public_code(), file).into_any()).collect();
        Self { item: item.clone(), legend: format!("{} (lần {seq})", item.subject), files }
    }

    fn view(self) -> AnyView {
        let Self { item, legend, files } = self;
        let mut rows = vec![SummaryRow::new("Lý do yêu cầu", item.reason.clone())];
        if !item.answer.is_empty() {
            rows.push(SummaryRow::new("Trả lời", item.answer.clone()));
        }
        let now = match item.state {
            SupplementItemState::Accepted => "dat",
            SupplementItemState::Refused => "khong_dat",
            _ => "",
        };
        let choices = vec![Choice::new("dat", "Đạt"), Choice::new("khong_dat", "Không đạt")];
        let (verdict, why) = (format!("ket_luan_{}", item.id), format!("ly_do_{}", item.id));
        let question = format!("Kết luận về “{}”", item.subject);
        view! {
            <ui::FieldGroup legend=legend>
                <ui::SummaryList rows=rows/>
                {files}
                <ui::Radios name=verdict legend=question legend_hidden=true choices=choices value=now inline=true/>
                <ui::TextArea name=why label="Lý do không đạt" hint="Ít nhất 10 ký tự; để trống nếu đạt. Người nộp đọc được." value=item.verdict_reason rows=2 maxlength=500_u32 optional=true/>
            </ui::FieldGroup>
        }
        .into_any()
    }
}

/// Writes the verdicts down.
pub async fn judge(rq: Rq, form: Form) -> Result<Done> {
    let (code, version) = (rq.param("ma"), form.version()?);
    let verdicts = VerdictsForm::read(&form.0).validate()?;
    let mut cx = rq.write().await?;
    dossiers::judge_supplement(&mut cx, code, version, &verdicts).await?;
    cx.commit().await?;
    let said = match verdicts.iter().filter(|verdict| !verdict.accepted).count() {
        0 => "Đã ghi kết luận.".to_owned(),
        n => format!("Đã ghi kết luận. {n} mục không đạt sẽ được điền sẵn khi yêu cầu bổ sung lần sau."),
    };
    Ok(Done::to(format!("{}?muc=giay-to", address(code))).say(said))
}
