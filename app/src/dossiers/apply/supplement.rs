//! C18: the applicant answers a supplement, one item a page, looks at everything, and sends it. Each page is saved.

use crate::web::{Done, Error, Form, Page, Result, Rq, Uploads, at_field};
use domain::dossiers::{apply, supplement_draft, supplement_receipt};
use domain::{Cx, files};
use leptos::prelude::*;
use model::dossiers::{DossierView, SavedAnswer, SupplementAnswer, SupplementAnswersForm, SupplementItem, SupplementItemState, SupplementRequest};
use model::files::{PAPERS, Purpose};
use model::format::{date, number};
use ui::icon::Icon;

/// Address of the page of all items.
pub(super) fn address(code: &str) -> String {
    format!("/ho-so-cua-toi/{code}/bo-sung")
}

fn title(what: &str, state: &ui::FormState) -> String {
    if state.has_errors() { format!("Lỗi: {what}") } else { what.to_owned() }
}

/// `…/bo-sung`: every item with what was saved for it; once all are answered, the button that sends them.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let dossier = apply::of_actor(&mut cx, rq.param("ma")).await?;
    let saved = supplement_draft::saved(&mut cx, &dossier).await?;
    drop(cx);
    let state = rq.form();
    Ok(Page::new(title(&format!("Bổ sung hồ sơ {}", dossier.public_code()), &state), move || {
        let content = match dossier.open_supplement() {
            Some(request) => overview(&dossier, request, &saved, state).into_any(),
            None => nothing(&dossier),
        };
        frame(&dossier, content)
    }))
}

fn frame(dossier: &DossierView, content: AnyView) -> impl IntoView + use<> {
    let code = dossier.public_code().to_owned();
    let lead = dossier.open_supplement().map(|request| {
        format!(
            "Gửi trước hết ngày {}. Chỉ các mục dưới đây; giấy tờ khác không phải nộp lại. Mỗi mục được lưu riêng, bạn làm tiếp lúc nào cũng được.",
            date(request.reply_by)
        )
    });
    let above = format!("{} · {code}", dossier.procedure_name);
    view! {
        <ui::Container>
            <ui::BackLink href=format!("/ho-so-cua-toi/{code}") label=format!("Hồ sơ {code}")/>
            <ui::PageHeading title="Bổ sung hồ sơ" above=above lead=lead.unwrap_or_default()/>
            {content}
        </ui::Container>
    }
}

fn nothing(dossier: &DossierView) -> AnyView {
    let href = format!("/ho-so-cua-toi/{}", dossier.public_code());
    view! { <ui::Banner kind=ui::BannerKind::Notice title="Hồ sơ không có mục nào đang chờ bổ sung." href=href link="Xem hồ sơ"/> }.into_any()
}

/// What the office said of the items that were answered; nothing before it said something.
pub(super) fn judged(dossier: &DossierView) -> impl IntoView + use<> {
    use SupplementItemState as S;
    let items: Vec<_> = dossier
        .answered_items()
        .filter(|(_, item)| matches!(item.state, S::Accepted | S::Refused))
        .map(|(seq, item)| {
            let (tone, icon) = if item.state == S::Accepted { (ui::Tone::Green, Icon::Okc) } else { (ui::Tone::Red, Icon::Err) };
            let why = (!item.verdict_reason.is_empty()).then(|| view! { <p>{format!("Lý do: {}", item.verdict_reason)}</p> });
            let subject = format!("{} (lần {seq})", item.subject);
            view! { <li class="p-stack p-stack--tight"><p><strong>{subject}</strong>" "<ui::StatusTag tone=tone label=item.state.label() icon=icon/></p>{why}</li> }
        })
        .collect();
    let note = "Với mục không đạt, bạn chưa phải làm gì: khi cần bổ sung lại, cơ quan gửi yêu cầu mới.";
    (!items.is_empty())
        .then(|| view! { <ui::Section title="Kết luận về phần bổ sung" id="ket-luan-bo-sung" note=note><ul class="p-rows">{items}</ul></ui::Section> })
}

/// What was saved for an item, in words.
fn answer_words(saved: Option<&SavedAnswer>) -> Vec<String> {
    let Some(saved) = saved.filter(|saved| saved.is_complete()) else { return vec!["Chưa bổ sung".to_owned()] };
    let text = Some(saved.text.clone()).filter(|text| !text.trim().is_empty());
    text.into_iter().chain(saved.files.iter().map(|file| format!("{} ({} byte)", file.name, number(file.size)))).collect()
}

fn overview(dossier: &DossierView, request: &SupplementRequest, saved: &[SavedAnswer], state: ui::FormState) -> impl IntoView + use<> {
    let base = address(dossier.public_code());
    let missing = saved.iter().position(|answer| !answer.is_complete());
    let rows = (1..)
        .zip(&request.items)
        .map(|(n, item)| {
            let words = answer_words(saved.iter().find(|answer| answer.item_id == item.id));
            let reason = format!("Lý do: {}", item.reason);
            let lines = words.into_iter().map(|line| view! { <p class="p-break">{line}</p> }).collect_view();
            let value = view! { <p class="p-small p-muted">{reason}</p>{lines} };
            ui::SummaryRow::view(format!("{n}. {}", item.subject), value).edit(format!("{base}/{n}"))
        })
        .collect();
    let begun = saved.iter().any(SavedAnswer::is_complete);
    let go_on = missing.map(|at| {
        let label = if begun { "Làm tiếp" } else { "Bắt đầu bổ sung" };
        view! { <ui::LinkButton href=format!("{base}/{}", at + 1) label=label icon_after=Icon::Right large=true/> }
    });
    let errors = state.errors.clone();
    let version = dossier.version.to_string();
    let send = missing.is_none().then(|| {
        view! {
            <p>"Hãy xem lại từng mục. Sau khi gửi, bạn nhận biên nhận ghi từng tệp và không sửa được nữa."</p>
            <ui::Form action=base form_state=state summary=false>
                <input type="hidden" name="phien_ban" value=version/>
                <ui::Button label="Gửi bổ sung" icon=Icon::Send large=true/>
            </ui::Form>
        }
    });
    view! {
        {(!errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=errors/> })}
        <ui::Section title="Các mục cần bổ sung" id="bo-sung"><ui::SummaryList rows=rows/></ui::Section>
        {go_on}
        {send}
    }
}

/// The number in the address, from 1.
fn place(rq: &Rq) -> Result<usize> {
    rq.param("so").parse().map_err(|_| Error::NotFound)
}

/// `…/bo-sung/{so}`: one item.
pub async fn item_page(rq: Rq) -> Result<Page> {
    let at = place(&rq)?;
    let mut cx = rq.read().await?;
    let dossier = apply::of_actor(&mut cx, rq.param("ma")).await?;
    let saved = supplement_draft::saved(&mut cx, &dossier).await?;
    drop(cx);
    let state = rq.form();
    let Some(request) = dossier.open_supplement().cloned() else {
        return Ok(Page::new(format!("Bổ sung hồ sơ {}", dossier.public_code()), move || frame(&dossier, nothing(&dossier))));
    };
    let item = at.checked_sub(1).and_then(|at| request.items.get(at)).cloned().ok_or(Error::NotFound)?;
    let answer = saved.into_iter().find(|answer| answer.item_id == item.id).unwrap_or_default();
    let name = format!("Bổ sung hồ sơ: {} ({at}/{})", item.subject, request.items.len());
    Ok(Page::new(title(&name, &state), move || item_view(dossier.public_code(), at, request.items.len(), item, answer, state)))
}

fn item_view(code: &str, at: usize, of: usize, item: SupplementItem, answer: SavedAnswer, state: ui::FormState) -> impl IntoView + use<> {
    let base = address(code);
    let (back, label) = if at > 1 {
        (format!("{base}/{}", at - 1), format!("Quay lại: mục {}", at - 1))
    } else {
        (base.clone(), "Quay lại: các mục cần bổ sung".to_owned())
    };
    let facts = [("Lý do", &item.reason), ("Căn cứ", &item.basis), ("Cách hoàn thiện", &item.how_to_fix)];
    let rows = facts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| ui::SummaryRow::new(label, text.clone())).collect();
    let rules = PAPERS.only(item.file_types);
    let files: Vec<ui::UploadedFile> = answer
        .files
        .iter()
        .map(|file| ui::UploadedFile {
            id: file.file_id.to_string(),
            name: file.name.clone(),
            state: ui::FileState::Received { bytes: u64::try_from(file.size).unwrap_or_default(), sha256: file.sha256.clone() },
        })
        .collect();
    let (words, file) = (format!("tra_loi_{}", item.id), format!("tep_{}", item.id));
    let (above, action) = (format!("Bổ sung hồ sơ {code} · Mục {at}/{of}"), format!("{base}/{at}"));
    view! {
        <ui::Container>
            <ui::BackLink href=back label=label/>
            <ui::PageHeading title=item.subject above=above/>
            <ui::SummaryList rows=rows/>
            <div class="p-section">
                <ui::Form action=action form_state=state multipart=true>
                    <ui::FileUpload name=file label="Giấy tờ bổ sung" hint=rules.for_citizens() files=files rules=rules multiple=true/>
                    <ui::TextArea name=words label="Trả lời" hint="Có thể để trống nếu đã tải tệp lên." value=answer.text rows=3 maxlength=5_000_u32/>
                    <ui::ButtonGroup>
                        <ui::Button label="Lưu và tiếp tục" icon_after=Icon::Right large=true/>
                        <a href=base>"Xem các mục"</a>
                    </ui::ButtonGroup>
                </ui::Form>
            </div>
        </ui::Container>
    }
}

/// Saves an item: takes a file out, adds files, or goes on to the next that is missing.
pub async fn save(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let (code, place) = (rq.param("ma"), place(&rq)?);
    let here = format!("{}/{place}", address(code));
    // The form names its item: a page that was left open does not write into the next request.
    let given = SupplementAnswersForm::read(&form.0).validate()?.into_iter().next();
    let of_file = || uploads.0.iter().find_map(|upload| SupplementAnswersForm::item_of_file(&upload.field));
    let at = given.as_ref().map(|answer| answer.item_id).or_else(of_file).ok_or(Error::NotFound)?;
    let text = given.as_ref().map(|answer| answer.text.clone()).unwrap_or_default();
    let mut cx = rq.write().await?;
    if given.is_some() {
        supplement_draft::keep_words(&mut cx, code, at, &text).await?;
    }
    if let Ok(file) = form.get("bo_tep").parse::<i64>() {
        supplement_draft::detach(&mut cx, code, at, file).await?;
        cx.commit().await?;
        return Ok(Done::to(here).say("Đã bỏ tệp."));
    }
    for upload in &uploads.0 {
        supplement_draft::attach(&mut cx, code, at, &upload.blob, &upload.name).await.map_err(|error| at_field(error, &upload.field))?;
    }
    // Files that arrived are kept even if the rest of the page is not complete.
    cx.commit().await?;
    if !form.get("tai_len").is_empty() {
        return Ok(if uploads.0.is_empty() {
            Done::to(here).say("Chưa chọn tệp nào. Hãy chọn tệp rồi bấm Tải lên.")
        } else {
            Done::to(here).say(format!("Đã nhận đủ {} tệp.", uploads.0.len()))
        });
    }
    let mut cx = rq.write().await?;
    let next = supplement_draft::save(&mut cx, code, at, &text).await?;
    cx.commit().await?;
    Ok(Done::to(next.map_or_else(|| address(code), |next| format!("{}/{next}", address(code)))))
}

/// Stores the files of a form and puts each to the answer of its item.
pub(in crate::dossiers) async fn keep_files(cx: &mut Cx, uploads: &Uploads, answers: &mut Vec<SupplementAnswer>) -> Result<()> {
    for upload in &uploads.0 {
        let Some(item) = SupplementAnswersForm::item_of_file(&upload.field) else { continue };
        let kinds = supplement_draft::kinds_of_item(cx, item).await?;
        let file = files::keep_only(cx, &upload.blob, &upload.name, Purpose::Dossier, kinds).await.map_err(|error| at_field(error, &upload.field))?;
        match answers.iter_mut().find(|answer| answer.item_id == item) {
            Some(answer) => answer.file_ids.push(file.id),
            None => answers.push(SupplementAnswer { item_id: item, file_ids: vec![file.id], ..SupplementAnswer::default() }),
        }
    }
    Ok(())
}

/// D06 and D12: sends what was saved, and what the form has, then writes the receipt.
pub async fn send(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let (code, mut answers) = (rq.param("ma"), SupplementAnswersForm::read(&form.0).validate()?);
    let mut cx = rq.write().await?;
    keep_files(&mut cx, &uploads, &mut answers).await?;
    apply::supplement(&mut cx, code, form.version()?, &answers).await?;
    cx.commit().await?;
    // A receipt that cannot be written yet does not undo the act; its page tries again and says why.
    supplement_receipt::issue_latest(&rq.portal, &rq.actor, code).await;
    Ok(Done::to(format!("/ho-so-cua-toi/{code}")).say("Đã gửi bổ sung. Biên nhận ở mục Thông tin hồ sơ."))
}
