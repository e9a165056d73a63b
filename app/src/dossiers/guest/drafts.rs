//! `/nop/ban-nhap` of a telephone. Families share a number: the page counts its drafts, and shows one only to whoever types its code.

use crate::dossiers::{draft_in_full, no_drafts};
use crate::web::{Error, Page, Result, Rq};
use domain::dossiers::draft;
use domain::dossiers::guest::DRAFTS;
use leptos::prelude::*;
use model::dossiers::apply::{DraftTrace, MOST_DRAFTS, typed_code};
use model::format::{date, mask_phone, time_date};
use ui::{BannerKind, ButtonKind, FieldWidth, FormState, SummaryRow};

/// Why a code opens nothing; the same for the draft of another number.
const UNKNOWN: &str = "Số điện thoại này không có bản nháp nào có mã đó. Hãy xem lại mã; hồ sơ đã nộp thì mở ở trang Hồ sơ của tôi.";

/// How many drafts there are and until when, the draft whose code was typed, and the way to the codes.
pub(crate) async fn page(rq: Rq) -> Result<Page> {
    let number = rq.actor.phone.as_deref().map(mask_phone).unwrap_or_default();
    let (errors, demo) = (rq.form().errors, rq.portal.settings().demo);
    let mut cx = rq.read().await?;
    let traces = draft::traces(&mut cx).await?;
    let (mut asked, mut found) = (FormState::default(), None);
    if let Some(typed) = rq.query("ma") {
        match draft::by_code(&mut cx, &typed_code(typed)).await {
            Ok(line) => found = Some(line),
            Err(Error::NotFound) => asked = asked.with_value("ma", typed).with_error("ma", UNKNOWN),
            Err(other) => return Err(other),
        }
    }
    drop(cx);
    let title = if errors.is_empty() && !asked.has_errors() { "Bản nháp" } else { "Lỗi: Bản nháp" };
    Ok(Page::new(title, move || {
        let count = traces.len();
        let lead = format!("Số {number} có {count} bản nháp chưa nộp. Mỗi số điện thoại có nhiều nhất {MOST_DRAFTS} bản nháp cùng lúc.");
        let full = (count >= MOST_DRAFTS).then(|| {
            let title = format!("Số này đang có {count} bản nháp chưa nộp");
            view! { <ui::Banner kind=BannerKind::Notice title=title text="Hãy làm tiếp và nộp, hoặc xóa một bản không cần nữa, rồi bắt đầu hồ sơ mới."/> }
        });
        let none = (count == 0).then(no_drafts);
        let rest = (count > 0).then(|| view! { {open(asked)}{list(&traces)}{lost(&number, demo)} });
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![("/ho-so-cua-toi".to_owned(), "Hồ sơ của tôi".to_owned())] here="Bản nháp"/>
                <ui::PageHeading title="Bản nháp" lead=lead/>
                {(!errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=errors/> })}
                {full}
                {none}
                {found.map(draft_in_full)}
                {rest}
            </ui::Container>
        }
    }))
}

/// The code of a draft opens it.
fn open(asked: FormState) -> impl IntoView {
    view! {
        <ui::Section title="Mở một bản nháp" id="mo-ban-nhap">
            <p>"Người trong nhà có thể dùng chung một số điện thoại, nên trang này không hiện mã và tên thủ tục của bản nháp. Nhập mã nộp để làm tiếp hoặc xóa."</p>
            <ui::Form action=DRAFTS method="get" form_state=asked>
                <ui::Field name="ma" label="Mã nộp" hint="Ví dụ N-261123-7K4QXM, ghi ở cạnh các trang của bản nháp." maxlength=60_u32 width=FieldWidth::Code/>
                <ui::Button label="Mở bản nháp"/>
            </ui::Form>
        </ui::Section>
    }
}

fn list(traces: &[DraftTrace]) -> impl IntoView + use<> {
    let row = |(n, trace): (usize, &DraftTrace)| {
        SummaryRow::new(format!("Bản nháp {n}"), format!("Lưu lúc {}, giữ đến {}", time_date(trace.updated_at), date(trace.kept_until)))
    };
    let rows: Vec<SummaryRow> = (1..).zip(traces).map(row).collect();
    view! { <ui::Section title="Các bản nháp của số này" id="cac-ban-nhap"><ui::SummaryList rows=rows/></ui::Section> }
}

/// For whoever lost the codes: only the telephone gets them.
fn lost(number: &str, demo: bool) -> impl IntoView + use<> {
    let text = format!("Cổng gửi mã của mọi bản nháp trên đây đến số {number} trong một tin nhắn, nhiều nhất 3 lần trong một giờ.");
    let kind = ButtonKind::Secondary;
    view! {
        <ui::Section title="Quên mã nộp" id="quen-ma">
            <p>{text}</p>
            <ui::ButtonGroup><ui::PostButton action=DRAFTS label="Gửi lại mã các bản nháp về số này" kind=kind/></ui::ButtonGroup>
            {demo.then(|| view! { <p><a href="/minh-hoa/tin-nhan">"Bản minh họa: xem tin nhắn đã gửi"</a></p> })}
        </ui::Section>
    }
}
