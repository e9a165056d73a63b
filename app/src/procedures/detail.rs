//! `/thu-tuc/{ma}` (C01): who, papers, time, money, result, and the button to begin.

use super::list::tone;
use crate::web::{Page, Result, Rq};
use domain::procedures;
use leptos::prelude::*;
use model::files::PAPERS;
use model::format::{date, money};
use model::procedures::{FeeUnit, IdentityLevel, PartPage, ProcedurePage, Template};
use model::text::capital;
use ui::icon::{Ico, Icon};

/// Most units that are listed by name.
const UNITS_SHOWN: usize = 120;

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let page = procedures::page(&mut cx, rq.param("ma")).await?;
    let hotline = rq.portal.settings().hotline.clone();
    let state = rq.form();
    let known = rq.actor.is_signed_in();
    let (title, summary) = (page.name.clone(), page.summary.clone());
    Ok(Page::new(title, move || view(page, hotline, state, known)).description(summary))
}

fn view(page: ProcedurePage, hotline: String, state: ui::FormState, known: bool) -> impl IntoView {
    let parents = vec![
        ("/".to_owned(), "Trang chủ".to_owned()),
        ("/thu-tuc".to_owned(), "Dịch vụ công".to_owned()),
        (format!("/thu-tuc?linh-vuc={}", page.sector.0), page.sector.1.clone()),
    ];
    let note = page.notice.clone();
    let errors = state.errors;
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents/>
            {note.map(|text| view! { <ui::Banner kind=ui::BannerKind::Notice text=text/> })}
            {(!errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=errors/> })}
            <div class="p-procedure-tags">
                <ui::StatusTag tone=tone(page.level) label=page.level.sentence() icon=Icon::Okc/>
                <span class="p-muted">"Mã thủ tục "<span class="n">{page.code.clone()}</span></span>
            </div>
            <ui::PageHeading title=page.name.clone() lead=page.summary.clone()/>
            <ui::Facts facts=facts(&page)/>
            {start(&page, known)}
            <ui::Columns aside=aside(hotline).into_any() aside_label="Trên trang này">
                {papers(&page)}
                {steps(&page)}
                {fees(&page)}
                {more(&page)}
                {start_again(&page, known)}
            </ui::Columns>
        </ui::Container>
    }
}

fn facts(page: &ProcedurePage) -> Vec<ui::Fact> {
    let fact = |icon, question: &str, answer: String, note: String| ui::Fact { icon, question: question.to_owned(), answer, note };
    let span = |amounts: Vec<i64>| {
        let (low, high) = (amounts.iter().min().copied().unwrap_or_default(), amounts.iter().max().copied().unwrap_or_default());
        if low == high { money(high) } else { format!("{} đến {}", model::format::number(low), money(high)) }
    };
    let (answer, note) = match page.fees.first() {
        Some(_) if page.fees.len() > 1 => {
            let (online, direct) = (span(page.fees.iter().map(|(_, fee)| fee.online).collect()), span(page.fees.iter().map(|(_, fee)| fee.direct).collect()));
            (online.clone(), if online == direct { "tùy trường hợp".to_owned() } else { format!("{direct} khi nộp trực tiếp") })
        }
        None => ("Theo nghị quyết".to_owned(), String::new()),
        Some((_, fee)) if fee.online == fee.direct => {
            (format!("{}{}", money(fee.direct), per(fee.unit)), if fee.direct == 0 { "cả trực tuyến và trực tiếp" } else { "" }.to_owned())
        }
        Some((_, fee)) => (format!("{} trực tuyến", money(fee.online)), format!("{} khi nộp trực tiếp", money(fee.direct))),
    };
    vec![
        fact(Icon::User, "Ai làm được", page.who.clone(), page.who_hint.clone()),
        fact(Icon::Clock, "Bao lâu", capital(&page.deadline), page.deadline_hint.clone()),
        fact(Icon::Coin, "Bao nhiêu tiền", answer, note),
        fact(Icon::Doc, "Nhận được gì", page.result.clone(), "bản điện tử có chữ ký số, bản giấy nếu cần".to_owned()),
    ]
}

fn per(unit: FeeUnit) -> String {
    if unit == FeeUnit::PerDossier { String::new() } else { format!(" mỗi {}", unit.label()) }
}

/// The ways to begin: for whoever is signed in the draft itself, for others the page that asks who they are (C02). With both
/// portals open the national one comes first (02 §22).
fn button(page: &ProcedurePage, known: bool) -> AnyView {
    let national = page.national.clone().map(|href| view! { <ui::LinkButton href=href label="Nộp trên Cổng Dịch vụ công quốc gia" icon=Icon::Right/> });
    if page.can_apply {
        let second = national.is_some();
        let kind = if second { ui::ButtonKind::Secondary } else { ui::ButtonKind::Primary };
        let label = if second { "Nộp trên cổng này" } else { "Bắt đầu nộp hồ sơ" };
        let (method, action) = if known { ("post", format!("/thu-tuc/{}/nop", page.code)) } else { ("get", format!("/nop/{}/dang-nhap", page.code)) };
        let needs = (page.identity == IdentityLevel::Account && !known)
            .then(|| view! { <p class="p-strong">"Nộp trực tuyến thủ tục này cần tài khoản. Bạn cũng có thể nộp tại trung tâm phục vụ hành chính công."</p> });
        return view! {
            {national}
            <form method=method action=action>
                <ui::Button label=label icon_after=Icon::Right large=true kind=kind/>
            </form>
            {needs}
        }
        .into_any();
    }
    if national.is_some() {
        return national.into_any();
    }
    let text = if page.processing_system.is_empty() {
        "Thủ tục này nhận hồ sơ tại trung tâm phục vụ hành chính công.".to_owned()
    } else {
        format!("Hồ sơ do hệ thống khác xử lý: {}. Nộp tại trung tâm hoặc trên hệ thống đó.", page.processing_system)
    };
    view! { <p class="p-strong">{text}</p> }.into_any()
}

fn start(page: &ProcedurePage, known: bool) -> impl IntoView + use<> {
    let due = page.due_if_now.clone().map(|due| {
        let lines = due.lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
        view! {
            <div class="p-procedure-start__note">
                <p>"Nếu nộp và được tiếp nhận bây giờ, hạn trả là "<strong>{ui::text::tie(&due.due)}</strong>"."</p>
                <ui::Fold title="Cách tính hạn này">{lines}</ui::Fold>
            </div>
        }
    });
    view! { <div class="p-procedure-start">{button(page, known)}{due}</div> }
}

fn start_again(page: &ProcedurePage, known: bool) -> impl IntoView + use<> {
    let button = (page.can_apply || page.national.is_some()).then(|| button(page, known));
    view! { <div class="p-section">{button}</div> }
}

fn aside(hotline: String) -> impl IntoView {
    let tel = format!("tel:{}", hotline.replace(' ', ""));
    view! {
        <nav aria-labelledby="muc-luc">
            <h2 class="p-procedure-toc__title" id="muc-luc">"Trên trang này"</h2>
            <ul class="p-link-list">
                <li><a href="#giay-to">"Giấy tờ cần có"</a></li>
                <li><a href="#cac-buoc">"Các bước"</a></li>
                <li><a href="#le-phi">"Lệ phí"</a></li>
                <li><a href="#quy-dinh">"Điều kiện, căn cứ pháp lý"</a></li>
            </ul>
        </nav>
        <ui::Panel title="Cần người giúp?">
            <p>"Cán bộ trung tâm có thể điền cùng bạn. Chỉ cần mang căn cước."</p>
            <p class="p-icon-line"><Ico icon=Icon::Phone/><a href=tel><strong>{hotline}</strong></a></p>
        </ui::Panel>
    }
}

fn papers(page: &ProcedurePage) -> impl IntoView + use<> {
    let rows = (1..).zip(&page.parts).map(|(number, part)| paper(&page.code, number, part)).collect_view();
    view! {
        <ui::Section title="Giấy tờ cần có" id="giay-to" note=PAPERS.in_words()>
            <div class="p-rows">{rows}</div>
        </ui::Section>
    }
}

fn paper(code: &str, number: usize, part: &PartPage) -> impl IntoView + use<> {
    let mark = part.mark().to_owned();
    let text = format!("{}. {}", part.quantity(), part.hint);
    let kinds = (!part.file_types.is_empty() && !part.e_form).then(|| view! { <p>{part.rules().in_words()}</p> });
    let template = part.template.as_ref().map(|template| template_link(code, template, &part.name));
    view! {
        <div class="p-procedure-paper">
            <div>
                <h3>{format!("{number}. {}", part.name)}</h3>
                <p>{text}</p>
                {kinds}
                {template}
            </div>
            <p class="p-procedure-paper__tag"><ui::StatusTag tone=ui::Tone::Outline label=mark/></p>
        </div>
    }
}

/// "Tải mẫu (DOCX, 34 KB)", of which paper is read out.
pub(crate) fn template_link(code: &str, template: &Template, part: &str) -> AnyView {
    let (href, words, of) = (template.address(code), template.link_words(), format!(" của {part}"));
    view! { <p class="p-icon-line"><Ico icon=Icon::Down/><a href=href download="">{words}<span class="p-visually-hidden">{of}</span></a></p> }.into_any()
}

fn steps(page: &ProcedurePage) -> impl IntoView + use<> {
    let steps = page.steps.iter().map(|step| ui::Step { title: step.title.clone(), text: step.text.clone(), time: step.time.clone() }).collect();
    view! { <ui::Section title="Các bước" id="cac-buoc"><ui::StepList steps=steps/></ui::Section> }
}

fn fees(page: &ProcedurePage) -> impl IntoView + use<> {
    let rows: Vec<ui::Row> = page
        .fees
        .iter()
        .map(|(_, fee)| {
            let tiers: String = fee.tiers.iter().skip(1).map(|tier| format!(", từ {} thứ {} là {}", fee.unit.label(), tier.from, money(tier.amount))).collect();
            let cap = fee.cap.map(|cap| format!(", nhiều nhất {}", money(cap))).unwrap_or_default();
            let name = format!(
                "{} ({}{tiers}{cap})",
                fee.name,
                if fee.unit == FeeUnit::PerDossier { "mỗi hồ sơ".to_owned() } else { format!("mỗi {}", fee.unit.label()) }
            );
            ui::Row::new(vec![ui::Cell::text(name), ui::Cell::text(money(fee.online)), ui::Cell::text(money(fee.direct)), ui::Cell::text(money(fee.direct))])
        })
        .collect();
    let note = page
        .fees
        .first()
        .map(|(_, fee)| format!("{}. {}.", fee.resolution, fee.exempt))
        .unwrap_or_else(|| "Theo nghị quyết của Hội đồng nhân dân tỉnh và thông báo thuế.".to_owned());
    let columns = vec![ui::Column::text("Khoản"), ui::Column::number("Trực tuyến"), ui::Column::number("Trực tiếp"), ui::Column::number("Bưu chính")];
    let table = (!rows.is_empty()).then(|| view! { <ui::Table caption="Lệ phí theo cách nộp" columns=columns rows=rows caption_hidden=true/> });
    view! { <ui::Section title="Lệ phí" id="le-phi">{table}<p class="p-small p-muted">{note}</p></ui::Section> }
}

fn more(page: &ProcedurePage) -> impl IntoView + use<> {
    let list = |lines: &[String]| lines.iter().cloned().map(|line| view! { <li>{line}</li> }).collect_view();
    let units = page.offers.iter().take(UNITS_SHOWN).map(|offer| view! { <li>{offer.name.clone()}</li> }).collect_view();
    let versions = page.versions.iter().map(|version| {
        let until = version.valid_to.map(|day| format!(" đến trước {}", date(day))).unwrap_or_default();
        let shown = if version.shown { " (đang xem)" } else { "" };
        view! { <li>{format!("Từ {}{until}: {}{shown}", date(version.valid_from), version.decision)}</li> }
    });
    let cases = page.cases.iter().map(|case| view! { <li>{format!("{}: {} {}", case.name, capital(&case.deadline), if case.hint.is_empty() { String::new() } else { format!("({})", case.hint) })}</li> }).collect_view();
    let several = page.cases.len() > 1;
    let (conditions, basis, versions) = (list(&page.conditions), list(&page.legal_basis), versions.collect_view());
    let basis_title = format!("Căn cứ pháp lý ({} văn bản)", page.legal_basis.len());
    let units_title = format!("Nơi giải quyết ({})", page.offers.len());
    view! {
        <div class="p-section" id="quy-dinh">
            {several.then(|| view! { <ui::Accordion title="Các trường hợp và thời hạn"><ul>{cases}</ul></ui::Accordion> })}
            <ui::Accordion title="Điều kiện thực hiện"><ul>{conditions}</ul></ui::Accordion>
            <ui::Accordion title=units_title><ul>{units}</ul></ui::Accordion>
            <ui::Accordion title=basis_title><ul>{basis}</ul></ui::Accordion>
            <ui::Accordion title="Các phiên bản của thủ tục này"><ul>{versions}</ul></ui::Accordion>
        </div>
    }
}
