//! What the pages of documents show alike.

use leptos::prelude::*;
use model::dossiers::results::{ChainWord, DocumentUse, DocumentView, Provenance, UseKind, Validity, until_words};
use model::format::{date, number, time_date};
use ui::icon::Icon;
use ui::{Cell, Column, Row, SummaryRow, Tone};

/// The tag of what a document is worth.
pub fn tag(validity: Validity) -> AnyView {
    let (tone, icon) = match validity {
        Validity::Valid => (Tone::Green, Icon::Okc),
        Validity::Expired => (Tone::Gold, Icon::Pause),
        Validity::Replaced | Validity::Revoked => (Tone::Red, Icon::Err),
    };
    view! { <ui::StatusTag tone=tone label=validity.label() icon=icon/> }.into_any()
}

/// A value whose long codes may break.
pub fn breaking(label: &'static str, value: String) -> SummaryRow {
    SummaryRow::view(label, view! { <span class="p-break">{value}</span> })
}

/// The facts of a document.
pub fn facts(document: &DocumentView, with_owner: bool) -> Vec<SummaryRow> {
    let line = &document.line;
    let mut rows = vec![SummaryRow::new("Tình trạng", line.validity.label()), SummaryRow::new("Số, ký hiệu", line.number.clone())];
    if with_owner {
        rows.push(SummaryRow::new("Của", line.owner.clone()));
    }
    rows.push(SummaryRow::new("Cơ quan cấp", line.issuer.clone()));
    rows.push(SummaryRow::new("Người ký", document.signer.clone()));
    rows.push(SummaryRow::new("Ngày cấp", date(line.issued_on)));
    rows.push(SummaryRow::new("Giá trị", until_words(line.valid_until)));
    rows.push(SummaryRow::new("Phạm vi", document.scope.clone()));
    rows.push(SummaryRow::new("Mã giấy tờ", line.code.clone()));
    match &document.file {
        Some((name, size, sha256)) => {
            rows.push(breaking("Tệp", format!("{name} ({} byte)", number(*size))));
            rows.push(breaking("SHA-256", sha256.clone()));
        }
        None => rows.push(SummaryRow::new("Tệp", "Chỉ có bản giấy")),
    }
    if !document.replaced_by.is_empty() {
        rows.push(SummaryRow::new("Được thay bằng", document.replaced_by.clone()));
    }
    rows
}

/// "Ai đã dùng giấy tờ này".
pub fn uses(uses: &[DocumentUse], desk: bool) -> impl IntoView + use<> {
    if uses.is_empty() {
        return view! { <p>"Chưa ai dùng giấy tờ này."</p> }.into_any();
    }
    let columns = ["Lúc", "Ai", "Việc", "Hồ sơ"].map(Column::text).to_vec();
    let rows = uses
        .iter()
        .map(|one| {
            let who = if one.unit.is_empty() { one.actor.clone() } else { format!("{}, {}", one.actor, one.unit) };
            let what = match one.kind {
                UseKind::Reuse => format!("{}: {}", one.kind.label(), one.purpose),
                UseKind::Read => format!("{}: {}", one.kind.label(), one.purpose.to_lowercase()),
            };
            let base = if desk { "/can-bo/ho-so" } else { "/ho-so-cua-toi" };
            let dossier = if one.dossier.is_empty() { Cell::text("") } else { Cell::link(format!("{base}/{}", one.dossier), one.dossier.clone()) };
            Row::new(vec![Cell::text(time_date(one.at)), Cell::text(who), Cell::text(what), dossier])
        })
        .collect();
    view! { <ui::Table caption="Ai đã dùng giấy tờ này" caption_hidden=true columns=columns rows=rows/> }.into_any()
}

/// The history of a document.
pub fn history(document: &DocumentView) -> impl IntoView + use<> {
    let steps = document
        .history
        .iter()
        .map(|entry| ui::TimelineStep {
            state: ui::StepState::Done,
            title: entry.act.label().to_owned(),
            time: time_date(entry.at),
            text: [entry.actor.as_str(), entry.by.as_str(), entry.reason.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(". "),
        })
        .collect();
    view! { <ui::Timeline steps=steps/> }
}

/// What the log says.
pub fn chain_words(chain: Option<&ChainWord>) -> String {
    match chain {
        Some(chain) if chain.agrees => format!("Khớp: ngày {}, số {}", date(chain.day), number(chain.seq)),
        Some(chain) => format!("KHÔNG khớp tại ngày {}, số {}. Hãy báo đường dây nóng.", date(chain.day), number(chain.seq)),
        None => "Nhật ký không có dòng nào về tệp này".to_owned(),
    }
}

/// Where the reused papers of a dossier come from, on the tab "Giấy tờ" of the desk.
pub fn provenance(papers: Vec<Provenance>) -> impl IntoView {
    (!papers.is_empty()).then(|| {
        let columns = ["Giấy tờ", "Cơ quan cấp", "Tình trạng hôm nay", "Người nộp đồng ý lúc"].map(Column::text).to_vec();
        let rows = papers
            .into_iter()
            .map(|paper| {
                Row::new(vec![
                    Cell::link(format!("/kiem-tra?ma={}", paper.code), format!("{} ({})", paper.name, paper.code)),
                    Cell::text(format!("{}, ngày {}", paper.issuer, date(paper.issued_on))),
                    Cell::view(tag(paper.validity)),
                    Cell::text(time_date(paper.consented_at)),
                ])
            })
            .collect();
        view! {
            <ui::Section title="Dùng lại từ Kho kết quả" id="dung-lai" note="Cổng đã kiểm tra chủ giấy tờ, loại giấy, hạn giá trị và đọc lại nguyên vẹn tệp khi người nộp chọn.">
                <ui::Table caption="Giấy tờ dùng lại và nguồn gốc" caption_hidden=true columns=columns rows=rows/>
            </ui::Section>
        }
    })
}
