//! `/can-bo/thu/soan`: writing a message. One form, several buttons; each saves what was typed.

use crate::web::{Page, Result, Rq};
use domain::mailbox::{self, Draft, DraftRecipient, Mailbox};
use leptos::prelude::*;
use model::files::{Purpose, accept, allowed_in_words};
use model::format;
use model::mailbox::{AddressLine, MAX_SUBJECT, MailboxKind};
use ui::icon::Icon;
use ui::{ButtonKind, FileState, UploadedFile};

/// The page: an existing draft (`thu`) or a new message.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let draft = match rq.query("thu").and_then(|id| id.parse().ok()) {
        Some(id) => Some(mailbox::draft(&mut cx, id).await?),
        None => None,
    };
    let boxes = mailbox::boxes(&mut cx).await?;
    let limit = rq.portal.settings().max_mail_bytes;
    let mut state = rq.form();
    keep_files_out(&mut state);
    Ok(Page::new("Soạn thư", move || {
        let saved = draft.as_ref().map_or_else(String::new, |draft| format!("Đã lưu thư nháp lúc {}.", format::time(draft.updated_at)));
        let discard = draft.as_ref().map(|draft| {
            view! { <ui::PostButton action=format!("/can-bo/thu/{}/bo-nhap", draft.id) label="Bỏ thư nháp" kind=ButtonKind::Danger icon=Some(Icon::Trash)/> }
        });
        view! {
            <div class="p-mail-compose">
                <ui::BackLink href="/can-bo/thu" label="Hộp thư đến"/>
                <ui::PageHeading title="Soạn thư" lead=saved/>
                {form(state, draft, boxes, limit)}
                {discard}
            </div>
        }
    }))
}

/// Which button was pressed is no typed value: it must not come back with a refused form.
fn keep_files_out(state: &mut ui::FormState) {
    for name in ["buoc", "tai_len", "bo_tep", "bo_nguoi", "phien_ban"] {
        state.values.remove(name);
    }
}

fn form(state: ui::FormState, draft: Option<Draft>, boxes: Vec<Mailbox>, limit: u64) -> impl IntoView {
    let many = state.errors.iter().any(|(name, _)| name == "xac_nhan");
    let recipient_errors: Vec<String> = state.errors_of("nguoi_nhan").map(str::to_owned).collect();
    let (id, version) = draft.as_ref().map_or((String::new(), String::new()), |draft| (draft.id.to_string(), draft.version.to_string()));
    let from = draft.as_ref().map(|draft| draft.from.to_string()).unwrap_or_default();
    let several = boxes.len() > 1;
    let options: Vec<ui::SelectOption> = boxes
        .into_iter()
        .map(|mailbox| {
            let organisation = mailbox.kind == MailboxKind::Organisation.as_str();
            let label =
                if organisation { format!("Hộp thư {} ({})", mailbox.name, mailbox.address) } else { format!("{} ({})", mailbox.name, mailbox.address) };
            ui::SelectOption::new(mailbox.id.to_string(), label)
        })
        .collect();
    let recipients = draft.as_ref().map(|draft| draft.recipients.clone()).unwrap_or_default();
    let files = draft.as_ref().map(|draft| draft.files.iter().map(uploaded).collect::<Vec<_>>()).unwrap_or_default();
    let reply_by = draft.as_ref().and_then(|draft| draft.reply_by).map(|at| format::date(format::local_date(at))).unwrap_or_default();
    let important = if draft.as_ref().is_some_and(|draft| draft.important) { vec!["1".to_owned()] } else { Vec::new() };
    let (subject, body) = draft.map_or((String::new(), String::new()), |draft| (draft.subject, draft.body));
    let hint = format!("{}. Tối đa {} một thư.", allowed_in_words(Purpose::Mail), format::bytes(limit));
    view! {
        <ui::Form action="/can-bo/thu/soan" multipart=true form_state=state id="soan-thu">
            // The Enter key presses the first button of a form: saving, never taking a recipient off.
            <button class="p-visually-hidden" type="submit" name="buoc" value="luu" tabindex="-1" aria-hidden="true">"Lưu nháp"</button>
            <input type="hidden" name="thu" value=id/>
            <input type="hidden" name="phien_ban" value=version/>
            {several.then(|| view! { <ui::Select name="hop" label="Gửi từ" options=options value=from/> })}
            {chosen(recipients, recipient_errors)}
            <ui::Field name="tieu_de" label="Tiêu đề" value=subject maxlength=u32::try_from(MAX_SUBJECT).unwrap_or(300)/>
            <ui::TextArea name="noi_dung" label="Nội dung" value=body rows=14/>
            <ui::FileUpload name="tep" label="Tệp đính kèm" hint=hint files=files accept=accept(Purpose::Mail) multiple=true/>
            <ui::Checkboxes name="quan_trong" legend="Quan trọng" legend_hidden=true choices=vec![ui::Choice::new("1", "Đánh dấu quan trọng")] values=important optional=true/>
            <ui::Field
                name="tra_loi_truoc"
                label="Đề nghị trả lời trước"
                hint="Hết giờ làm việc của ngày này. Người nhận thấy lời nhắc. Ví dụ: 25/11/2026"
                input_type="date"
                value=reply_by
                optional=true
                width=ui::FieldWidth::Code
            />
            {many.then(|| view! { <ui::Checkboxes name="xac_nhan" legend="Gửi tới nhiều người" choices=vec![ui::Choice::new("1", "Tôi xác nhận gửi thư này tới tất cả những người trên")]/> })}
            <ui::ButtonGroup>
                <ui::Button label="Gửi thư" icon=Icon::Send name="buoc" value="gui"/>
                <ui::Button label="Lưu thư nháp" kind=ButtonKind::Secondary name="buoc" value="luu" formnovalidate=true/>
            </ui::ButtonGroup>
        </ui::Form>
    }
}

fn uploaded(file: &domain::files::StoredFile) -> UploadedFile {
    UploadedFile {
        id: file.id.to_string(),
        name: file.name.clone(),
        state: FileState::Received { bytes: u64::try_from(file.size).unwrap_or(0), sha256: file.sha256.clone() },
    }
}

/// The recipients so far, each with a button to take it off, and the way to the search.
fn chosen(recipients: Vec<DraftRecipient>, errors: Vec<String>) -> impl IntoView {
    let lines = AddressLine::ALL.iter().filter_map(|line| {
        let of_line: Vec<DraftRecipient> = recipients.iter().filter(|recipient| recipient.line == line.as_str()).cloned().collect();
        (!of_line.is_empty()).then(|| {
            let items = of_line.into_iter().map(|recipient| {
                view! {
                    <li class="p-mail-recipient">
                        <span>{recipient.label.clone()}</span>
                        <ui::Button label="Bỏ" kind=ButtonKind::Line icon=Icon::Close name="bo_nguoi" value=recipient.id.to_string() formnovalidate=true of=recipient.label/>
                    </li>
                }
            });
            view! { <p class="p-mail-line">{line.label()}</p><ul class="p-mail-recipients">{items.collect_view()}</ul> }
        })
    });
    let lines = lines.collect_view();
    let none = recipients.is_empty();
    let failed = !errors.is_empty();
    view! {
        <fieldset class=if failed { "p-field-group p-field-group--error" } else { "p-field-group" } id="nguoi_nhan" tabindex="-1">
            <legend class="p-field__label">"Người nhận"</legend>
            {errors.into_iter().map(|text| view! { <p class="p-field__error"><ui::Ico icon=Icon::Err size=ui::IconSize::S20/><span><span class="p-visually-hidden">"Lỗi: "</span>{text}</span></p> }).collect_view()}
            {none.then(|| view! { <p class="p-field__hint">"Chưa có ai. Tìm theo tên người, chức vụ, đơn vị hoặc nhóm."</p> })}
            {lines}
            <ui::Button label="Thêm người nhận" kind=ButtonKind::Secondary icon=Icon::Plus name="buoc" value="tim" formnovalidate=true/>
        </fieldset>
    }
}
