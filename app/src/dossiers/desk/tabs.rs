//! The tabs of a dossier: Thông tin, Giấy tờ, Tiến trình, Xin ý kiến, Phí, Kết quả.

use super::parts::{address, attachment, explanation};
use leptos::prelude::*;
use model::dossiers::apply::SupplementProof;
use model::dossiers::{DossierFile, DossierView, PartDigitisation, SupplementItem, SupplementRequest, TimelineEntry};
use model::format;
use ui::SummaryRow;

/// Which tab is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Who, what, when.
    Facts,
    /// Parts with their files and supplements.
    Papers,
    /// The history.
    Timeline,
    /// Opinions of other units: made by `consult::parts`.
    Opinions,
    /// Charges and payments: made by `payments::desk`.
    Fees,
    /// The result.
    Result,
}

const TABS: [(Tab, &str, &str); 6] = [
    (Tab::Facts, "thong-tin", "Thông tin"),
    (Tab::Papers, "giay-to", "Giấy tờ"),
    (Tab::Timeline, "tien-trinh", "Tiến trình"),
    (Tab::Opinions, "y-kien", "Xin ý kiến"),
    (Tab::Fees, "phi", "Phí"),
    (Tab::Result, "ket-qua", "Kết quả"),
];

impl Tab {
    /// The tab that an address names; the facts by default.
    pub fn of(name: Option<&str>) -> Self {
        TABS.iter().find(|(_, code, _)| Some(*code) == name).map_or(Tab::Facts, |(tab, _, _)| *tab)
    }
}

/// Where the explanation of the due date stands on the page of a dossier.
pub const HOW: &str = "thoi-han";

/// The bar of tabs.
pub fn bar(dossier: &DossierView, current: Tab) -> impl IntoView + use<> {
    let base = address(dossier.public_code());
    let others = dossier.answer_files.iter().chain(&dossier.item_files).map(|(_, files)| files.len());
    let papers = dossier.parts.iter().map(|part| part.files.len()).chain(others).sum::<usize>();
    let tabs = TABS
        .iter()
        .map(|(tab, code, label)| ui::Tab {
            href: format!("{base}?muc={code}"),
            label: (*label).to_owned(),
            count: (*tab == Tab::Papers).then(|| u32::try_from(papers).unwrap_or(u32::MAX)),
            current: *tab == current,
        })
        .collect();
    view! { <ui::Tabs label="Nội dung hồ sơ" tabs=tabs/> }
}

/// What the open tab shows.
pub fn content(dossier: &DossierView, tab: Tab) -> AnyView {
    match tab {
        Tab::Facts => facts(dossier).into_any(),
        Tab::Papers => papers(dossier).into_any(),
        Tab::Timeline => timeline(dossier).into_any(),
        Tab::Opinions | Tab::Fees => ().into_any(),
        Tab::Result => result(dossier).into_any(),
    }
}

fn facts(dossier: &DossierView) -> impl IntoView + use<> {
    let d = dossier;
    let mut rows = vec![
        SummaryRow::new("Người nộp", format!("{}, {}", d.applicant_name, format::mask_id_number(&d.applicant_id_number))),
        SummaryRow::new("Điện thoại", d.applicant_phone.clone()),
        SummaryRow::new("Địa chỉ", d.applicant_address.clone()),
        SummaryRow::new("Trường hợp", d.case_name.clone()),
    ];
    rows.extend(d.answers.iter().filter(|answer| !answer.value.is_empty()).map(|answer| SummaryRow::new(answer.label.clone(), answer.value.clone())));
    if !d.data_subject.is_empty() {
        rows.insert(1, SummaryRow::new("Nộp cho", d.data_subject.clone()));
    }
    if !d.assisted_by.is_empty() {
        rows.push(SummaryRow::new("Người hỗ trợ", d.assisted_by.clone()));
    }
    rows.push(SummaryRow::new("Kênh nộp", format!("{}, {}", d.channel.label(), d.source.label())));
    rows.push(SummaryRow::new("Nộp lúc", format!("{}, mã nộp {}", format::time_date(d.submitted_at), d.submission_code)));
    rows.push(SummaryRow::new("Nơi tiếp nhận", d.receiving_unit.clone()));
    rows.push(SummaryRow::new("Cơ quan giải quyết", d.competent_unit.clone()));
    if let Some(since) = d.officer_since {
        rows.push(SummaryRow::new("Người xử lý", format!("{}, từ {}", d.officer, format::time_date(since))));
    }
    if let Some(stage) = d.stage.filter(|_| !d.state.is_ended()) {
        rows.push(SummaryRow::new("Bước đang làm", stage.label()));
    }
    rows.push(SummaryRow::new("Nhận kết quả", d.delivery.label()));
    rows.push(SummaryRow::new("Phí, lệ phí", d.payment.label()));
    if !d.end_reason.is_empty() {
        rows.push(SummaryRow::new("Lý do kết thúc", d.end_reason.clone()));
    }
    let why = explanation(&d.explanation);
    let explained = (!d.explanation.is_empty()).then(|| view! { <ui::Section title="Cách tính thời hạn" id=HOW>{why}</ui::Section> });
    view! { <ui::SummaryList rows=rows/> {explained} }
}

fn papers(dossier: &DossierView) -> impl IntoView + use<> {
    let (code, received) = (dossier.public_code(), dossier.received_at.is_some());
    let parts = dossier
        .parts
        .iter()
        .map(|part| {
            let files = part.files.iter().map(|file| attachment(code, file)).collect_view();
            let none = part.files.is_empty().then(|| view! { <p class="p-muted">"Nộp bản giấy tại quầy, chưa có tệp."</p> });
            let need = if part.mandatory { "Bắt buộc" } else { "Nếu có" };
            let sheets = (!part.quantity().is_empty()).then(|| view! { <p class="p-muted">{format!("Đã nhận {}", part.quantity())}</p> });
            let again = (!part.scan_reason.is_empty()).then(|| view! { <p>{format!("Lý do quét lại: {}", part.scan_reason)}</p> });
            let tone = if part.digital() == PartDigitisation::NotDigitised.label() { ui::Tone::Neutral } else { ui::Tone::Outline };
            // Before the receipt nothing of it is the office's yet.
            let digital = received.then(|| view! { " "<ui::StatusTag tone=tone label=part.digital()/> });
            view! {
                <li class="p-stack p-stack--tight">
                    <p><strong>{part.name.clone()}</strong>" "<ui::StatusTag tone=ui::Tone::Outline label=need/>{digital}</p>
                    {sheets}{files}{none}{again}
                </li>
            }
        })
        .collect_view();
    let inside = dossier.answer_files.iter().map(|(question, files)| {
        let files = files.iter().map(|file| attachment(code, file)).collect_view();
        view! { <li class="p-stack p-stack--tight"><p><strong>{question.clone()}</strong>" "<ui::StatusTag tone=ui::Tone::Outline label="Trong tờ khai"/></p>{files}</li> }
    });
    let parts = (parts, inside.collect_view(), brought(dossier));
    let requests = dossier.supplements.iter().map(|asked| request(asked, &dossier.submission_code)).collect_view();
    let asked = (!dossier.supplements.is_empty()).then(|| view! { <ui::Section title="Yêu cầu bổ sung" id="bo-sung">{requests}</ui::Section> });
    let list = if dossier.parts.is_empty() && dossier.answer_files.is_empty() && dossier.item_files.is_empty() {
        view! { <p>"Tờ khai điện tử; không có giấy tờ kèm theo."</p> }.into_any()
    } else {
        view! { <ul class="p-rows">{parts}</ul> }.into_any()
    };
    view! { {list} {asked} {forms(dossier, &address(code))} }
}

/// Files of supplements that belong to no part, each under the item that it answers.
fn brought(dossier: &DossierView) -> impl IntoView + use<> {
    let item = |(subject, files): &(String, Vec<DossierFile>)| {
        let of = files.first().and_then(|file| file.item_id);
        let seq = dossier.answered_items().find(|(_, item)| Some(item.id) == of).map(|(seq, _)| seq);
        let tag = seq.map_or_else(|| "Giấy tờ bổ sung".to_owned(), |seq| format!("Bổ sung lần {seq}"));
        let files = files.iter().map(|file| attachment(dossier.public_code(), file)).collect_view();
        view! { <li class="p-stack p-stack--tight"><p>"Bổ sung cho mục "<strong>{subject.clone()}</strong>" "<ui::StatusTag tone=ui::Tone::Outline label=tag/></p>{files}</li> }
    };
    dossier.item_files.iter().map(item).collect_view()
}

/// The forms that were issued, each as a page to print and a PDF.
pub fn forms(dossier: &DossierView, base: &str) -> impl IntoView + use<> {
    let rows = dossier
        .forms
        .iter()
        .map(|form| {
            let href = format!("{base}/mau/{}", form.key);
            let pdf = format!("{href}/pdf");
            let of = format!(" {}", form.title);
            view! {
                <li class="p-stack p-stack--tight">
                    <a href=href>{form.title.clone()}</a>
                    <p class="p-small p-muted">{format!("Lập lúc {}, ", format::time_date(form.made_at))}<a href=pdf download="">"PDF"<span class="p-visually-hidden">{of}</span></a></p>
                </li>
            }
        })
        .collect_view();
    (!dossier.forms.is_empty()).then(|| view! { <ui::Section title="Biểu mẫu đã lập" id="bieu-mau"><ul class="p-rows">{rows}</ul></ui::Section> })
}

fn request(request: &SupplementRequest, submission: &str) -> impl IntoView + use<> {
    let receipt = request.has_receipt.then(|| format!("/bien-nhan/{}", SupplementProof::code(submission, request.seq)));
    let head = format!("Lần {}: {} mục, hạn bổ sung {}", request.seq, request.items.len(), format::date(request.reply_by));
    let who =
        if request.approved_by.is_empty() { request.proposed_by.clone() } else { format!("{}, người duyệt {}", request.proposed_by, request.approved_by) };
    let state = request.state.label();
    view! {
        <p><strong>{head}</strong>" "<ui::StatusTag tone=ui::Tone::Gold label=state/></p>
        <p class="p-small p-muted">{format!("Người đề xuất {who}")}</p>
        <ul>{request.items.iter().map(item).collect_view()}</ul>
        {receipt.map(|href| view! { <p><a href=href>{format!("Biên nhận bổ sung lần {}", request.seq)}</a></p> })}
    }
}

/// One requested item with its reason and, when it came, the answer.
pub fn item(item: &SupplementItem) -> impl IntoView + use<> {
    let how = (!item.how_to_fix.is_empty()).then(|| view! { <br/>"Cách hoàn thiện: "{item.how_to_fix.clone()} });
    let answer = (!item.answer.is_empty()).then(|| view! { <br/>"Trả lời: "{item.answer.clone()} });
    view! {
        <li>
            <strong>{item.subject.clone()}</strong>" ("{item.standing()}")"<br/>
            "Lý do: "{item.reason.clone()}<br/>"Căn cứ: "{item.basis.clone()}{how}{answer}
        </li>
    }
}

fn timeline(dossier: &DossierView) -> impl IntoView + use<> {
    let last = dossier.timeline.len();
    let steps = dossier.timeline.iter().enumerate().map(|(i, entry)| step(entry, i + 1 == last && !dossier.state.is_ended())).collect();
    view! { <ui::Timeline steps=steps/> }
}

fn step(entry: &TimelineEntry, current: bool) -> ui::TimelineStep {
    let stage = entry.stage.filter(|_| matches!(entry.action, model::dossiers::DossierAction::MoveStage));
    let title = stage.map_or_else(|| entry.action.label().to_owned(), |stage| format!("Chuyển bước: {}", stage.label().to_lowercase()));
    let moved = entry.due_moved();
    let who = [entry.actor.as_str(), entry.unit.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    let basis = if entry.basis.is_empty() || entry.basis == moved { String::new() } else { format!("Căn cứ: {}", entry.basis) };
    let text = [who, entry.note.clone(), basis, moved].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(". ");
    let state = if current { ui::StepState::Current } else { ui::StepState::Done };
    ui::TimelineStep { state, title, time: format::time_date(entry.at), text }
}

fn result(dossier: &DossierView) -> impl IntoView + use<> {
    let code = dossier.public_code();
    let files = dossier.results.iter().map(|file| attachment(code, file)).collect_view();
    let hashes = dossier.results.iter().map(|file| view! { <p class="p-code p-break">"SHA-256: "{file.sha256.clone()}</p> }).collect_view();
    let mut rows = vec![SummaryRow::new("Trả kết quả", format!("{}: {}", dossier.delivery.label(), dossier.delivery_status.label().to_lowercase()))];
    if !dossier.result_number.is_empty() {
        rows.insert(0, SummaryRow::new("Số, ký hiệu", dossier.result_number.clone()));
    }
    if let Some(at) = dossier.finished_at {
        rows.push(SummaryRow::new("Có kết quả lúc", format!("{} ({})", format::time_date(at), dossier.remaining.to_lowercase())));
    }
    if let Some(at) = dossier.returned_at {
        rows.push(SummaryRow::new("Trả lúc", format::time_date(at)));
    }
    let none = dossier.finished_at.is_none().then(|| view! { <p>"Hồ sơ chưa có kết quả."</p> });
    view! { {none} <ui::SummaryList rows=rows/> {files} {hashes} }
}
