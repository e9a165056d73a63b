//! `/can-bo/thu-tuc/{ma}/kenh`: which portals take dossiers of a procedure (02 §22).

use super::address;
use crate::web::{Done, Form, Page, Result, Rq};
use domain::procedures::channel;
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::format;
use model::partners::{ChannelForm, Channels};
use ui::icon::Icon;
use ui::{Choice, FormState, SummaryRow};

/// The page: the switch for who publishes, what is in force for everybody else.
pub async fn page(rq: Rq) -> Result<Page> {
    let code = rq.param("ma").to_owned();
    let mut cx = rq.read().await?;
    let channels = channel::of_code(&mut cx, &code).await?;
    let (may, form) = (rq.actor.may_somewhere(Action::Publish, ObjectKind::ProcedureVersion), rq.form());
    Ok(Page::new(format!("Kênh nộp trực tuyến của thủ tục {code}"), move || {
        let switch = may.then(|| switch(&code, &channels, form));
        view! {
            <div class="p-two-thirds p-stack">
                <ui::BackLink href=address(&code, "") label=format!("Thủ tục {code}")/>
                <ui::PageHeading title="Kênh nộp trực tuyến" above=format!("Mã {code}") lead="Mở cả hai kênh thì trang thủ tục đưa Cổng Dịch vụ công quốc gia lên trước. Nộp tại quầy và qua bưu chính không bị ảnh hưởng."/>
                <ui::SummaryList rows=rows(&channels)/>
                {switch}
            </div>
        }
    }))
}

fn rows(channels: &Channels) -> Vec<SummaryRow> {
    let word = |open: bool| if open { "Mở" } else { "Đóng" };
    let mut rows = vec![SummaryRow::new("Cổng của tỉnh", word(channels.local)), SummaryRow::new("Cổng Dịch vụ công quốc gia", word(channels.national))];
    if let Some((by, at)) = &channels.changed {
        rows.push(SummaryRow::new("Thay đổi gần nhất", format!("{by}, lúc {}. Lý do: {}", format::time_date(*at), channels.reason)));
    }
    rows
}

fn switch(code: &str, channels: &Channels, form: FormState) -> impl IntoView + use<> {
    let choices = vec![Choice::new("quoc-gia", "Cổng Dịch vụ công quốc gia"), Choice::new("tinh", "Cổng của tỉnh")];
    let open = [("quoc-gia", channels.national), ("tinh", channels.local)];
    let values: Vec<String> = open.into_iter().filter(|(_, open)| *open).map(|(name, _)| name.to_owned()).collect();
    view! {
        <ui::Form action=address(code, "kenh") form_state=form>
            <ui::Checkboxes name="kenh" legend="Kênh được mở" choices=choices values=values optional=true/>
            <ui::TextArea name="ly_do" label="Lý do thay đổi" hint="Ít nhất 10 ký tự" rows=3/>
            <ui::Button label="Lưu kênh nộp" icon=Icon::Check/>
        </ui::Form>
    }
}

/// Opens and closes portals.
pub async fn save(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ChannelForm>()?.validate()?;
    let mut cx = rq.write().await?;
    channel::set(&mut cx, rq.param("ma"), &input).await?;
    cx.commit().await?;
    Ok(Done::to(address(rq.param("ma"), "kenh")).say("Đã lưu kênh nộp. Trang thủ tục thay đổi ngay."))
}
