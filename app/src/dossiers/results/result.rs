//! C21: the result of a dossier: the signed file, how it is checked, how to pass it on.

use super::view;
use crate::web::{Page, Result, Rq};
use domain::dossiers::{apply, results};
use leptos::prelude::*;
use model::dossiers::results::DocumentView;
use model::dossiers::{DossierState, DossierView, PaymentStatus, ResultDelivery};
use ui::icon::Icon;

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let dossier = apply::of_actor(&mut cx, rq.param("ma")).await?;
    let document = results::of_my_dossier(&mut cx, dossier.id).await?;
    let base = rq.portal.settings().base_url.clone();
    Ok(Page::new(format!("Kết quả hồ sơ {}", dossier.public_code()), move || {
        let code = dossier.public_code().to_owned();
        let home = format!("/ho-so-cua-toi/{code}");
        let parents = vec![("/ho-so-cua-toi".to_owned(), "Hồ sơ của tôi".to_owned()), (home.clone(), format!("Hồ sơ {code}"))];
        let body = match document {
            Some((document, whole)) => ready(&dossier, &document, whole, &base).into_any(),
            None => waiting(&dossier, home).into_any(),
        };
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=parents here="Kết quả"/>
                <ui::PageHeading title="Kết quả" above=format!("Hồ sơ {code}") lead=dossier.procedure_name.clone()/>
                {body}
            </ui::Container>
        }
    }))
}

/// Why there is nothing to see yet.
fn waiting(dossier: &DossierView, home: String) -> impl IntoView + use<> {
    let ready = matches!(dossier.state, DossierState::ResultReady | DossierState::Returned);
    if ready && dossier.payment == PaymentStatus::Due {
        let pay = format!("{home}/thanh-toan");
        return view! { <ui::Banner kind=ui::BannerKind::Notice title="Kết quả đã có. Hãy nộp phí, lệ phí để nhận." href=pay link="Xem và nộp"/> }.into_any();
    }
    view! {
        <ui::EmptyState icon=Icon::Doc title="Chưa có kết quả" text="Khi cơ quan phát hành kết quả, bạn được báo và kết quả hiện ở đây.">
            <ui::LinkButton href=home label="Xem tiến trình"/>
        </ui::EmptyState>
    }
    .into_any()
}

fn ready(dossier: &DossierView, document: &DocumentView, whole: bool, base: &str) -> impl IntoView + use<> {
    let code = document.line.code.clone();
    let file = format!("/giay-to-cua-toi/{code}/tep");
    // A result for somebody else is in nobody's papers here: its file is that of the dossier.
    let direct = dossier.results.first().map(|result| format!("/ho-so-cua-toi/{}/tep/{}", dossier.public_code(), result.token));
    let href = direct.unwrap_or(file);
    let has_file = document.line.has_file;
    let (own, check) = (format!("/giay-to-cua-toi/{code}"), format!("/kiem-tra?ma={code}"));
    let link = format!("{base}{check}");
    let said = match (has_file, whole) {
        (true, true) => (ui::BannerKind::Done, "Tệp nguyên vẹn như khi ký", "Cổng vừa đọc lại tệp và so với mã SHA-256 ghi khi phát hành."),
        (true, false) => (ui::BannerKind::Error, "Tệp trong kho không còn nguyên vẹn", "Đừng dùng tệp này. Hãy gọi đường dây nóng để được cấp lại."),
        (false, _) => (ui::BannerKind::Notice, "Kết quả là bản giấy", "Cơ quan đã đóng dấu và vào sổ; không có tệp để tải."),
    };
    let qr = domain::paper::qr(&link).map(|code| {
        view! {
            <svg class="p-paper__qr" viewBox=format!("0 0 {} {}", code.size, code.size) role="img" aria-label="Mã QR của trang kiểm tra giấy tờ">
                <path d=code.path/>
            </svg>
        }
    });
    let (facts, tag, fetch) = (view::facts(document, true), view::tag(document.line.validity), fetch(dossier));
    view! {
        <p class="p-cluster">{tag}</p>
        <ui::Banner kind=said.0 title=said.1 text=said.2/>
        <ui::ButtonGroup>
            {(has_file && whole).then(|| view! { <ui::LinkButton href=href label="Tải kết quả" icon=Icon::Down download=true/> })}
            <ui::LinkButton href=check.clone() label="Kiểm tra kết quả" kind=ui::ButtonKind::Secondary icon=Icon::Shield/>
        </ui::ButtonGroup>
        {fetch}
        <ui::Section title="Nội dung" id="noi-dung"><ui::SummaryList rows=facts/></ui::Section>
        <ui::Section title="Đưa kết quả cho người khác" id="chia-se">
            <ul>
                <li>"Gửi tệp đã tải. Người nhận mở trang "<a href="/kiem-tra">"Kiểm tra"</a>" và chọn tệp đó để biết tệp thật hay giả."</li>
                <li>"Hoặc đọc mã giấy tờ "<strong class="n">{code.clone()}</strong>", hoặc đưa mã QR dưới đây. Người nhận chỉ thấy loại giấy, cơ quan cấp, ngày cấp; tên bạn được che."</li>
                <li>"Khi nộp hồ sơ khác trên cổng, chọn Dùng giấy tờ đã có. Giấy tờ nằm trong "<a href=own>"Giấy tờ của tôi"</a>"."</li>
            </ul>
            {qr}
        </ui::Section>
    }
}

/// How to fetch what is on paper.
fn fetch(dossier: &DossierView) -> impl IntoView + use<> {
    let text = match (dossier.state, dossier.delivery) {
        (DossierState::ResultReady, ResultDelivery::AtCentre) => {
            format!("Bản giấy chờ bạn tại {}. Mang theo giấy tờ tùy thân; người khác nhận thay phải có giấy ủy quyền.", dossier.receiving_unit)
        }
        (DossierState::ResultReady, ResultDelivery::ByPost) => "Bản giấy được gửi qua bưu chính; mã bưu gửi hiện trong tiến trình hồ sơ.".to_owned(),
        _ => String::new(),
    };
    (!text.is_empty()).then(|| view! { <p>{text}</p> })
}
