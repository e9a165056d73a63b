//! `/minh-hoa/cong-quoc-gia`: the simulated national portal. Demo mode only.

use crate::web::{Done, Error, Form, Page, Result, Rq, encode};
use domain::dossiers::partners::demo;
use leptos::prelude::*;
use model::format;
use model::partners::{InboxState, SimulatedCase, SimulatedLine, SubmissionForm};
use model::rating::RatingLevel;
use ui::icon::Icon;
use ui::{Cell, Column, FormState, Row, SelectOption, StepState, TimelineStep};

/// Seconds between two looks at what the portal answered.
const LOOK_AGAIN: u32 = 2;

/// The form, and the latest cases.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let cases = demo::cases(&mut cx).await?;
    let procedure = rq.query("thu-tuc").unwrap_or_default().to_owned();
    let form = rq.form();
    Ok(Page::new("Cổng Dịch vụ công quốc gia mô phỏng", move || {
        let table = (!cases.is_empty()).then(|| view! { <ui::Section title="Hồ sơ đã nộp" id="ho-so">{table(cases)}</ui::Section> });
        view! {
            <ui::Container>
                <div class="p-two-thirds p-stack">
                    <ui::PageHeading title="Cổng Dịch vụ công quốc gia mô phỏng" lead="Bản minh họa: trang này đóng vai Cổng Dịch vụ công quốc gia, gửi bản tin có chữ ký sang cổng tỉnh và nhận trạng thái trả về."/>
                    <ui::Form action="/minh-hoa/cong-quoc-gia" form_state=form>
                        <ui::Field name="thu_tuc" label="Mã thủ tục" value=procedure hint="Thủ tục phải mở kênh Cổng Dịch vụ công quốc gia" maxlength=60_u32/>
                        <ui::Field name="co_quan" label="Mã cơ quan giải quyết" value="H99.101" hint="Ví dụ: H99.101 là UBND phường Thành Lam" maxlength=60_u32/>
                        <ui::Field name="ho_ten" label="Họ và tên" value="Nguyễn Mẫu Sơn" maxlength=200_u32/>
                        <ui::Field name="so_dinh_danh" label="Số định danh" value="999090000001" inputmode="numeric" maxlength=12_u32/>
                        <ui::Field name="dien_thoai" label="Số điện thoại" value="0999900001" inputmode="numeric" maxlength=12_u32/>
                        {times()}
                        <ui::Button label="Nộp hồ sơ" icon=Icon::Send large=true/>
                    </ui::Form>
                </div>
                {table}
            </ui::Container>
        }
    }))
}

fn times() -> impl IntoView {
    let calls = vec![SelectOption::new("1", "Một lần"), SelectOption::new("5", "Năm lần cùng lúc")];
    view! { <ui::Select name="so_lan" label="Gửi bản tin" options=calls value="1" hint="Gửi nhiều lần để thử: hồ sơ chỉ được ghi một lần"/> }
}

fn table(cases: Vec<SimulatedLine>) -> impl IntoView {
    let columns = vec![Column::text("Mã hồ sơ quốc gia"), Column::number("Bản tin gửi"), Column::number("Trạng thái nhận"), Column::text("Lúc")];
    let rows = cases
        .into_iter()
        .map(|case| {
            Row::new(vec![
                Cell::link(format!("/minh-hoa/cong-quoc-gia/{}", encode(&case.code)), case.code),
                Cell::text(case.messages.to_string()),
                Cell::text(case.statuses.to_string()),
                Cell::text(format::time_date(case.at)),
            ])
        })
        .collect();
    view! { <ui::Table caption="Hồ sơ đã nộp" caption_hidden=true columns=columns rows=rows/> }
}

/// One case: what was sent, what the portal answered, which statuses came.
pub async fn case_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let case = demo::case(&mut cx, rq.param("ma")).await?;
    let unanswered = case.sent.iter().any(|(_, answer)| answer.is_none());
    let applied = case.sent.iter().all(|(_, answer)| answer.as_deref() == Some(InboxState::Applied.label()));
    let waiting = unanswered || (applied && case.awaits && rq.query("doi").is_some());
    let form = rq.form();
    let page = Page::new(format!("Hồ sơ quốc gia {}", case.code), move || {
        let sent = case.sent.iter().map(|(what, answer)| {
            let answer = answer.clone().unwrap_or_else(|| "đang gửi".to_owned());
            view! { <li>{format!("{what}: {answer}")}</li> }
        });
        let sent = sent.collect_view();
        let steps: Vec<TimelineStep> = case
            .statuses
            .iter()
            .map(|status| TimelineStep {
                state: StepState::Done,
                title: format!("{} {}", status.state, status.text),
                time: format::time_date(status.at),
                text: String::new(),
            })
            .collect();
        let none = steps.is_empty().then(|| view! { <p>"Chưa nhận trạng thái nào."</p> });
        view! {
            <ui::Container>
                <div class="p-two-thirds p-stack">
                    <ui::BackLink href="/minh-hoa/cong-quoc-gia" label="Cổng Dịch vụ công quốc gia mô phỏng"/>
                    <ui::PageHeading title=format!("Hồ sơ {}", case.code)/>
                    {waiting.then(|| view! { <ui::Banner title="Đang gửi bản tin. Trang tự tải lại sau vài giây."/> })}
                    <ui::Section title="Bản tin đã gửi" id="da-gui"><ul>{sent}</ul></ui::Section>
                    <ui::Section title="Trạng thái nhận về" id="trang-thai">{none}<ui::Timeline steps=steps/></ui::Section>
                    {acts(&case, form)}
                </div>
            </ui::Container>
        }
    });
    Ok(if waiting { page.refresh(LOOK_AGAIN) } else { page })
}

/// What the applicant can do there now.
fn acts(case: &SimulatedCase, form: FormState) -> impl IntoView + use<> {
    let wanted = case.wanted.as_ref().map(|(_, papers)| {
        let papers = papers.iter().map(|(_, name, why)| view! { <li>{format!("{name}: {why}")}</li> }).collect_view();
        view! { <ul>{papers}</ul> <ui::Button label="Gửi bổ sung" icon=Icon::Send name="buoc" value="bo-sung"/> }
    });
    let due = case.due.as_ref().map(|(_, amount)| {
        let label = format!("Thanh toán {}", format::money(*amount));
        view! { <ui::Button label=label icon=Icon::Coin name="buoc" value="thanh-toan"/> }
    });
    let withdraw = case.open.then(|| view! { <ui::Button label="Rút hồ sơ" kind=ui::ButtonKind::Danger name="buoc" value="rut"/> });
    let rate = case.returned.then(|| {
        let levels = RatingLevel::ALL.iter().map(|level| SelectOption::new(level.as_str(), level.label())).collect::<Vec<_>>();
        view! {
            <ui::Select name="muc_do" label="Mức độ hài lòng" options=levels value=RatingLevel::VerySatisfied.as_str()/>
            <ui::Button label="Gửi đánh giá" icon=Icon::Send name="buoc" value="danh-gia"/>
        }
    });
    let any = wanted.is_some() || due.is_some() || withdraw.is_some() || rate.is_some();
    let action = format!("/minh-hoa/cong-quoc-gia/{}", encode(&case.code));
    any.then(|| {
        view! {
            <ui::Section title="Việc của người nộp" id="viec">
                <ui::Form action=action form_state=form>
                    {times()}
                    {wanted}
                    {rate}
                    <ui::ButtonGroup>{due}{withdraw}</ui::ButtonGroup>
                </ui::Form>
            </ui::Section>
        }
    })
}

fn calls(form: &Form) -> i64 {
    form.get("so_lan").parse().unwrap_or(1)
}

/// Submits.
pub async fn submit(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<SubmissionForm>()?.validate()?;
    let mut cx = rq.write().await?;
    let code = demo::submit(&mut cx, &input, calls(&form)).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/minh-hoa/cong-quoc-gia/{}?doi=1", encode(&code))))
}

/// Supplements, pays, rates or withdraws.
pub async fn act(rq: Rq, form: Form) -> Result<Done> {
    let (code, calls) = (rq.param("ma"), calls(&form));
    let mut cx = rq.write().await?;
    match form.get("buoc") {
        "bo-sung" => demo::supplement(&mut cx, code, calls).await?,
        "thanh-toan" => demo::pay(&mut cx, code, calls).await?,
        "danh-gia" => {
            let level = form.get("muc_do").parse().map_err(|_| Error::field("muc_do", "Chưa chọn mức độ hài lòng."))?;
            demo::rate(&mut cx, code, level, calls).await?;
        }
        _ => demo::withdraw(&mut cx, code, calls).await?,
    }
    cx.commit().await?;
    Ok(Done::to(format!("/minh-hoa/cong-quoc-gia/{}?doi=1", encode(code))))
}
