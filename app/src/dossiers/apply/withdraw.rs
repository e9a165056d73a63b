//! C19: what a withdrawal means and what becomes of the money, before the button; D20: the request is taken back.

use crate::web::{Done, Form, Page, Result, Rq};
use domain::dossiers::{apply, payments};
use leptos::prelude::*;
use model::dossiers::{DossierState, DossierView, ProcessingStage, ReasonForm};
use model::format::money;
use model::payments::{MoneyView, PaidSums};
use ui::icon::Icon;

/// What the applicant can do to go back on a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// D08: before the receipt it ends at once.
    Cancel,
    /// D17: a request.
    Ask,
    /// D20: the request is taken back.
    TakeBack,
    /// Too late: signed, or over.
    None,
}

impl Way {
    pub(super) fn of(dossier: &DossierView) -> Self {
        use DossierState as S;
        let signed = matches!(dossier.stage, Some(ProcessingStage::Signed | ProcessingStage::Published));
        match dossier.state {
            S::Submitted | S::IntakeSupplement => Self::Cancel,
            S::Received | S::Processing | S::AwaitingSupplement | S::AwaitingPayment if !signed => Self::Ask,
            S::WithdrawRequested => Self::TakeBack,
            _ => Self::None,
        }
    }
}

/// The way to this page, or the button of D20, on the page of the dossier.
pub(super) fn entry(dossier: &DossierView) -> Option<AnyView> {
    let href = address(dossier.public_code());
    let label = match Way::of(dossier) {
        Way::Cancel => "Hủy hồ sơ đã nộp",
        Way::Ask => "Rút hồ sơ",
        Way::TakeBack => return Some(view! { <div class="p-section">{take_back(dossier)}</div> }.into_any()),
        Way::None => return None,
    };
    Some(view! { <div class="p-section"><ui::LinkButton href=href label=label kind=ui::ButtonKind::Danger/></div> }.into_any())
}

fn address(code: &str) -> String {
    format!("/ho-so-cua-toi/{code}/rut")
}

fn take_back(dossier: &DossierView) -> impl IntoView + use<> {
    let action = format!("/ho-so-cua-toi/{}/khong-rut", dossier.public_code());
    let hidden = vec![("phien_ban", dossier.version.to_string())];
    view! {
        <p>"Bạn đã yêu cầu rút hồ sơ này. Khi cơ quan chưa trả lời, bạn đổi ý được: hồ sơ được giải quyết tiếp từ chỗ cũ."</p>
        <ui::PostButton action=action label="Không rút nữa" kind=ui::ButtonKind::Secondary icon=Some(Icon::Reply) hidden=hidden/>
    }
}

/// What happens, one sentence a line.
fn consequence(way: Way) -> &'static [&'static str] {
    match way {
        Way::Cancel => &["Hồ sơ chưa được tiếp nhận nên bị hủy ngay khi bạn bấm nút.", "Không khôi phục được. Muốn làm lại, bạn nộp hồ sơ mới."],
        _ => &[
            "Cơ quan xem yêu cầu và trả lời bạn. Đồng ý thì hồ sơ kết thúc, không có kết quả; không đồng ý thì hồ sơ được giải quyết tiếp.",
            "Thời hạn giải quyết vẫn tính như trước cho đến khi có trả lời.",
            "Khi chưa có trả lời, bạn đổi ý được. Rút xong mà cần làm lại, bạn nộp hồ sơ mới.",
        ],
    }
}

/// What becomes of the money, one sentence a line.
fn money_words(view: &MoneyView) -> Vec<String> {
    let sums = PaidSums::of(&view.payments);
    let mut lines = Vec::new();
    if sums.kept() > 0 {
        let back = if sums.refunded > 0 { format!(", đã được hoàn {}", money(sums.refunded)) } else { String::new() };
        lines.push(format!("Bạn đã nộp {}{back}. Tiền không tự hoàn: cơ quan xét theo quy định và ghi rõ cách xử lý khi trả lời.", money(sums.paid)));
        lines.push(format!("Nếu được hoàn, tiền về tài khoản ngân hàng mà bạn báo cho {}.", view.unit));
    }
    if view.rest() > 0 {
        lines.push(format!("Còn {} chưa nộp. Hồ sơ kết thúc thì bạn không phải nộp khoản này nữa.", money(view.rest())));
    }
    if lines.is_empty() {
        lines.push("Hồ sơ này chưa có khoản phí, lệ phí nào đã nộp hay phải nộp.".to_owned());
    }
    lines
}

/// `…/rut`: consequence, money, reason.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let dossier = apply::of_actor(&mut cx, rq.param("ma")).await?;
    let sums = payments::money_of_applicant(&mut cx, rq.param("ma")).await?;
    drop(cx);
    let state = rq.form();
    let way = Way::of(&dossier);
    let name = if way == Way::Cancel { "Hủy hồ sơ đã nộp" } else { "Rút hồ sơ" };
    let error = if state.has_errors() { "Lỗi: " } else { "" };
    Ok(Page::new(format!("{error}{name} {}", dossier.public_code()), move || {
        let code = dossier.public_code().to_owned();
        let content = match way {
            Way::Cancel | Way::Ask => form(&dossier, way, money_words(&sums), state).into_any(),
            Way::TakeBack => take_back(&dossier).into_any(),
            Way::None => {
                let title = format!("Hồ sơ không rút được nữa. Trạng thái: {}.", dossier.stage.map_or(dossier.state.label(), |stage| stage.label()));
                view! { <ui::Banner kind=ui::BannerKind::Notice title=title/> }.into_any()
            }
        };
        view! {
            <ui::Container>
                <ui::BackLink href=format!("/ho-so-cua-toi/{code}") label=format!("Hồ sơ {code}")/>
                <ui::PageHeading title=name above=format!("{} · {code}", dossier.procedure_name)/>
                {content}
            </ui::Container>
        }
    }))
}

fn form(dossier: &DossierView, way: Way, sums: Vec<String>, state: ui::FormState) -> impl IntoView + use<> {
    let (code, version) = (dossier.public_code().to_owned(), dossier.version.to_string());
    let label = if way == Way::Cancel { "Hủy hồ sơ" } else { "Gửi yêu cầu rút" };
    let unsent = dossier.open_supplement().map(|_| "Phần bổ sung bạn đã lưu mà chưa gửi bị xóa khi hồ sơ kết thúc.");
    let happens = consequence(way).iter().copied().chain(unsent).map(|line| view! { <li>{line}</li> }).collect_view();
    let sums = sums.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <ui::Section title="Điều gì xảy ra" id="he-qua"><ul class="p-prose">{happens}</ul></ui::Section>
        <ui::Section title="Phí, lệ phí" id="tien"><ul class="p-prose">{sums}</ul></ui::Section>
        <div class="p-section">
            <ui::Form action=address(&code) form_state=state>
                <input type="hidden" name="phien_ban" value=version/>
                <ui::TextArea name="ly_do" label="Lý do" hint="Ít nhất 10 ký tự." rows=3 maxlength=2_000_u32/>
                <ui::ButtonGroup>
                    <ui::Button label=label kind=ui::ButtonKind::DangerFilled/>
                    <a href=format!("/ho-so-cua-toi/{code}")>"Giữ hồ sơ"</a>
                </ui::ButtonGroup>
            </ui::Form>
        </div>
    }
}

/// D08 before the receipt, D17 after it.
pub async fn send(rq: Rq, form: Form) -> Result<Done> {
    let (code, input) = (rq.param("ma"), form.read::<ReasonForm>()?.validate()?);
    let mut cx = rq.write().await?;
    let dossier = apply::withdraw(&mut cx, code, form.version()?, &input).await?;
    cx.commit().await?;
    let said = match dossier.state {
        DossierState::Withdrawn => "Đã hủy hồ sơ đã nộp.",
        _ => "Đã gửi yêu cầu rút hồ sơ. Cơ quan sẽ trả lời bạn.",
    };
    Ok(Done::to(format!("/ho-so-cua-toi/{code}")).say(said))
}

/// D20.
pub async fn cancel(rq: Rq, form: Form) -> Result<Done> {
    let code = rq.param("ma");
    let mut cx = rq.write().await?;
    apply::cancel_withdrawal(&mut cx, code, form.version()?).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/ho-so-cua-toi/{code}")).say("Đã hủy yêu cầu rút. Hồ sơ được giải quyết tiếp."))
}
