//! `/can-bo/tiep-nhan/{ma}` (O03): one long form for a person at the counter. It works without JavaScript: every button sends
//! the whole form, and what was typed comes back.

use super::{done, key, papers, work};
use crate::dossiers::apply::questions;
use crate::dossiers::desk::parts::help_after;
use crate::payments::parts as money;
use crate::web::{Error, Page, Result, Rq};
use domain::dossiers::draft;
use leptos::prelude::*;
use model::dossiers::apply::{DraftView, OnBehalf, counter_field, field};
use model::dossiers::{Channel, ResultDelivery};
use model::format;
use model::notify::{NotifyChannel, STANDS_BY};
use model::payments::PaymentMethod;
use model::procedures::QuestionPage;
use std::sync::Arc;
use ui::icon::Icon;
use ui::{ButtonKind, Choice, FieldWidth, SelectOption};

/// The form; after the receipt what came of it.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let view = match draft::at_counter(&mut cx, &key(&rq)).await {
        Err(Error::NotFound) if draft::is_at_home(&mut cx, &key(&rq)).await? => {
            return Err(Error::conflict("Bản nháp này đã gửi người nộp làm tiếp ở nhà. Khi họ nộp, hồ sơ vào danh sách Chờ tiếp nhận."));
        }
        view => view?,
    };
    let home = draft::may_go_home(&mut cx, &view).await?;
    drop(cx);
    if view.submitted_at.is_some() {
        return done::page(&rq, view).await;
    }
    let state = rq.form();
    let title = if state.has_errors() { "Lỗi: Tiếp nhận tại quầy" } else { "Tiếp nhận tại quầy" };
    Ok(Page::new(title, move || {
        let view = Arc::new(view);
        let (action, above) = (format!("/can-bo/tiep-nhan/{}", view.code), format!("{} ({})", view.procedure_name, view.procedure_code));
        let lead = format!("Nơi tiếp nhận: {}. Bản nháp {} lưu mỗi lần bấm một nút.", view.receiving_unit, view.code);
        let help = help_after(&state, &action);
        view! {
            <div class="p-two-thirds p-stack">
                <ui::BackLink href="/can-bo/tiep-nhan" label="Chọn thủ tục"/>
                <ui::PageHeading title="Tiếp nhận tại quầy" above=above lead=lead/>
                {help}
                <ui::Form action=action form_state=state multipart=true>
                    {procedure(&view)}
                    {applicant(&view)}
                    {answers(&view)}
                    {papers::section(&view)}
                    {ways(&view)}
                    {fees(&view)}
                    {confirm(&view, home)}
                </ui::Form>
            </div>
        }
    })
    .sub_list(work("/can-bo/tiep-nhan")))
}

/// A button that keeps the form and shows it again.
fn again(label: &'static str, value: &'static str) -> impl IntoView {
    view! { <ui::Button label=label kind=ButtonKind::Secondary name="buoc" value=value formnovalidate=true/> }
}

fn procedure(view: &Arc<DraftView>) -> AnyView {
    let view = Arc::clone(view);
    view! {
        <ui::Section title="Trường hợp và cơ quan giải quyết" id="thu-tuc">
            {(view.cases.len() > 1).then(|| {
                let choices = view.cases.iter().map(|(id, name, hint)| Choice::new(id.to_string(), name).hint(hint)).collect();
                view! { <ui::Radios name=field::CASE legend="Trường hợp" value=view.case_id.to_string() choices=choices/> }
            })}
            {
                let options: Vec<SelectOption> = view.offers.iter().map(|(id, name)| SelectOption::new(id.to_string(), name)).collect();
                view! { <ui::Select name=field::PLACE label="Cơ quan giải quyết" options=options value=view.offer_id.to_string()/> }
            }
            {again("Cập nhật biểu mẫu", "cap-nhat")}
        </ui::Section>
    }
    .into_any()
}

fn pages(view: &DraftView, pages: &[QuestionPage]) -> AnyView {
    pages
        .iter()
        .flat_map(|page| &page.questions)
        .filter(|question| question.asked(&view.answers))
        .map(|question| questions::fields(view, question))
        .collect_view()
        .into_any()
}

fn applicant(view: &Arc<DraftView>) -> AnyView {
    let view = Arc::clone(view);
    let note = "Nhập số định danh rồi bấm Tìm người: họ tên, ngày sinh, điện thoại đã có trên cổng được điền sẵn.";
    view! {
        <ui::Section title="Người nộp" id="nguoi-nop" note=note>
            {
                let choices = OnBehalf::ALL.iter().map(|who| Choice::new(who.as_str(), who.label())).collect();
                view! { <ui::Radios name=field::ON_BEHALF legend="Nộp cho ai" value=view.answer(field::ON_BEHALF).to_owned() choices=choices inline=true/> }
            }
            // Number first: it may fill in the rest.
            {view.infos.iter().flat_map(|page| &page.questions).filter(|question| question.name == field::IDENTITY).map(|question| questions::fields(&view, question)).collect_view()}
            {again("Tìm người", "tim-nguoi")}
            {view.infos.iter().flat_map(|page| &page.questions).filter(|question| question.name != field::IDENTITY).map(|question| questions::fields(&view, question)).collect_view()}
        </ui::Section>
    }
    .into_any()
}

fn answers(view: &Arc<DraftView>) -> AnyView {
    let view = Arc::clone(view);
    view! { <ui::Section title="Tờ khai" id="to-khai">{pages(&view, &view.forms)}</ui::Section> }.into_any()
}

fn ways(view: &Arc<DraftView>) -> AnyView {
    let view = Arc::clone(view);
    view! {
        <ui::Section title="Trả kết quả và báo tin" id="tra-ket-qua">
            {
                let choices = ResultDelivery::ALL.iter().map(|way| Choice::new(way.as_str(), way.label())).collect();
                view! { <ui::Radios name=field::DELIVERY legend="Nhận kết quả" value=view.answer(field::DELIVERY).to_owned() choices=choices inline=true/> }
            }
            {
                let channels = [NotifyChannel::Sms, NotifyChannel::Zalo, NotifyChannel::Email];
                let choices = channels.iter().map(|channel| Choice::new(channel.as_str(), channel.label())).collect();
                let values = view.notify().into_iter().map(|channel| channel.as_str().to_owned()).collect::<Vec<_>>();
                view! { <ui::Checkboxes name=field::NOTIFY legend="Báo tin qua" hint=STANDS_BY values=values choices=choices optional=true inline=true/> }
            }
        </ui::Section>
    }
    .into_any()
}

/// What has to be paid before the receipt, taken here.
fn fees(view: &Arc<DraftView>) -> Option<AnyView> {
    let total = view.bill.total();
    if total == 0 {
        return None;
    }
    let (lines, amount) = (view.bill.lines.clone(), format::number(total));
    let fees = view! {
        <ui::Section title="Thu phí, lệ phí trước khi tiếp nhận" id="thu-phi" note="Số tiền tính theo tờ khai đã lưu. Sửa tờ khai thì bấm Cập nhật biểu mẫu.">
            {money::bill(&lines, "Phải thu")}
            {
                let methods = [PaymentMethod::Cash, PaymentMethod::Pos].map(|method| Choice::new(method.as_str(), method.label())).into();
                view! { <ui::Radios name="hinh_thuc" legend="Cách nộp" choices=methods inline=true/> }
            }
            <ui::Field name="so_tien" label="Số tiền đã thu" value=amount inputmode="numeric" width=FieldWidth::Short suffix="đ"/>
            <ui::Field name="so_giao_dich" label="Số giao dịch của máy thẻ" hint="Chỉ khi nộp bằng thẻ" width=FieldWidth::Code maxlength=40_u32 optional=true/>
        </ui::Section>
    };
    Some(fees.into_any())
}

fn confirm(view: &Arc<DraftView>, home: bool) -> AnyView {
    let note = view.answer(counter_field::NOTE).to_owned();
    let channels: Vec<Choice> = [Channel::Direct, Channel::Postal].map(|channel| Choice::new(channel.as_str(), channel.label())).into();
    view! {
        <ui::Section title="Xác nhận" id="xac-nhan">
            <ui::Radios name=counter_field::CHANNEL legend="Hồ sơ đến bằng" value=Channel::Direct.as_str() choices=channels inline=true/>
            <ui::TextArea name=counter_field::NOTE label="Ghi chú" rows=2 value=note optional=true/>
            <ui::Checkboxes name="giay_to_tuy_than" legend="Người nộp" choices=vec![Choice::new("1", "Đã đối chiếu giấy tờ tùy thân của người nộp (bản gửi kèm, nếu qua bưu chính)")]/>
            <ui::Checkboxes name=field::DECLARED legend="Đồng ý của người nộp" choices=vec![
                Choice::new("co", "Người nộp có mặt, đã nghe đọc lại nội dung, cam đoan đúng và đồng ý nộp hồ sơ; qua bưu chính: tờ khai có chữ ký của người nộp")
            ]/>
            <ui::ButtonGroup>
                <ui::Button label="Tiếp nhận hồ sơ" icon=Icon::Check large=true name="buoc" value="tiep-nhan"/>
                {home.then(|| view! { <ui::Button label="Gửi người nộp làm tiếp ở nhà" kind=ButtonKind::Line name="buoc" value="ve-nha" formnovalidate=true/> })}
                <ui::Button label="Đổi thủ tục" kind=ButtonKind::Line name="buoc" value="doi-thu-tuc" formnovalidate=true/>
            </ui::ButtonGroup>
        </ui::Section>
    }
    .into_any()
}
