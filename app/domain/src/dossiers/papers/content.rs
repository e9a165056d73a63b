//! What stands on each form (02 §9). Labels are those of the circular.

use model::dossiers::{DossierAction, DossierView, PaperForm, StepLimit, SupplementRequest, SupplementStage, TimelineEntry};
use model::format;
use model::paper::Block;
use model::payments::{BillLine, ChargeState, ChargeView, PaidSums};

/// True for papers that the counter issues; the others come from the agency that decides.
pub(super) fn is_of_counter(form: PaperForm, view: &DossierView) -> bool {
    match form {
        PaperForm::Receipt | PaperForm::Refusal => true,
        PaperForm::Supplement => view.received_at.is_none(),
        PaperForm::Apology | PaperForm::Stop | PaperForm::Control => false,
    }
}

/// Between the reason of a stop and what happens to the money, in the words of its event.
pub(in crate::dossiers) const MONEY: &str = "Xử lý phí, lệ phí đã nộp: ";

/// What is due for a dossier, and what of it came in and went back.
#[derive(Default)]
pub(super) struct Money {
    pub charges: Vec<ChargeView>,
    pub sums: PaidSums,
}

/// The blocks of a form. `entry` is the step that made it, `money` that of the dossier, `limits` those of the steps of its timeline.
pub(super) fn blocks(
    form: PaperForm,
    view: &DossierView,
    entry: Option<&TimelineEntry>,
    hotline: &str,
    money: &Money,
    limits: &[Option<StepLimit>],
) -> Vec<Block> {
    match form {
        PaperForm::Receipt => receipt(view, entry, &money.charges),
        PaperForm::Supplement => supplement(view, entry, hotline),
        PaperForm::Refusal => refusal(view, entry, hotline),
        PaperForm::Apology => apology(view, entry, hotline),
        PaperForm::Stop => stop(view, entry, money),
        PaperForm::Control => control(view, limits),
    }
}

fn subject(view: &DossierView) -> String {
    if view.case_name.is_empty() { view.procedure_name.clone() } else { format!("{} ({})", view.procedure_name, view.case_name) }
}

fn applicant(view: &DossierView) -> [(&'static str, String); 3] {
    [("Địa chỉ", view.applicant_address.clone()), ("Số điện thoại", view.applicant_phone.clone()), ("Nội dung yêu cầu giải quyết", subject(view))]
}

fn actor(entry: Option<&TimelineEntry>) -> String {
    entry.map(|entry| entry.actor.clone()).unwrap_or_default()
}

fn due(at: Option<chrono::DateTime<chrono::Utc>>) -> String {
    at.map_or_else(|| "không có thời hạn".to_owned(), format::due_long)
}

fn receipt(view: &DossierView, entry: Option<&TimelineEntry>, charges: &[ChargeView]) -> Vec<Block> {
    let again = entry.is_some_and(|entry| entry.action == DossierAction::ProvideSupplement);
    let mut fields = vec![("Tiếp nhận hồ sơ của", view.applicant_name.clone())];
    fields.extend(applicant(view));
    fields.push(("Số lượng hồ sơ", "01 bộ".to_owned()));
    fields.push(("Thời gian nhận hồ sơ", view.received_at.map_or_else(String::new, format::due_long)));
    if again {
        fields.push(("Nhận đủ giấy tờ bổ sung", entry.map_or_else(String::new, |entry| format::due_long(entry.at))));
    }
    let at = entry.and_then(|entry| entry.due_after).or(view.due);
    fields.push(("*Thời gian trả kết quả", due(at)));
    fields.push(("Đăng ký nhận kết quả tại", format!("{}: {}", view.delivery.label(), view.receiving_unit)));
    fields.push(("Phí, lệ phí", view.payment.label().to_owned()));
    fields.push(("Cơ quan giải quyết", view.competent_unit.clone()));
    let why = view.explanation.iter().map(|line| line.text.clone()).collect();
    let mut blocks = vec![Block::fields(fields), papers(view)];
    blocks.extend(fees(charges));
    blocks.push(Block::Text { title: "Cách tính thời hạn".into(), paragraphs: why });
    blocks.push(Block::signatures([("Người nộp", view.applicant_name.clone()), ("Người tiếp nhận", actor(entry))]));
    blocks
}

/// "Phí, lệ phí (từng khoản, đã nộp/chưa nộp)" of form 01; nothing where nothing is due yet. What nobody asks for any more is left out.
fn fees(charges: &[ChargeView]) -> Option<Block> {
    let due = charges.iter().filter(|charge| matches!(charge.state, ChargeState::Due | ChargeState::Paid));
    let lines = due.flat_map(|charge| charge.lines.iter().map(move |line| (line, charge)));
    let row = |(n, (line, charge)): (usize, (&BillLine, &ChargeView))| {
        let name = format!("{} ({})", line.name, line.kind.label().to_lowercase());
        vec![n.to_string(), name, format!("{} {}", format::number(line.quantity), line.unit.label()), format::money(line.amount), paid(charge)]
    };
    let rows: Vec<Vec<String>> = (1..).zip(lines).map(row).collect();
    let head = ["STT", "Khoản thu", "Số lượng", "Số tiền", "Tình trạng"].map(str::to_owned).to_vec();
    (!rows.is_empty()).then(|| Block::Table { title: "Phí, lệ phí".into(), head, widths: vec![6, 44, 16, 18, 16], rows })
}

/// What came in for a charge, in words. A part is paid of the charge as a whole, not of one of its lines.
fn paid(charge: &ChargeView) -> String {
    match charge.state {
        ChargeState::Paid => "Đã nộp".to_owned(),
        _ if charge.paid > 0 => format!("Đã nộp một phần: {} trong tổng số {}", format::money(charge.paid), format::money(charge.amount)),
        _ => "Chưa nộp".to_owned(),
    }
}

fn papers(view: &DossierView) -> Block {
    let mut rows = Vec::new();
    for (n, part) in view.parts.iter().enumerate() {
        let number = (n + 1).to_string();
        if part.files.is_empty() {
            let quantity = part.quantity();
            let paper = if quantity.is_empty() { "Bản giấy nộp tại quầy".to_owned() } else { format!("Bản giấy: {quantity}") };
            rows.push(vec![number, part.name.clone(), paper, String::new(), String::new()]);
            continue;
        }
        for (at, file) in part.files.iter().enumerate() {
            let named = if part.quantity().is_empty() { part.name.clone() } else { format!("{} ({})", part.name, part.quantity()) };
            let (number, name) = if at == 0 { (number.clone(), named) } else { (String::new(), String::new()) };
            let size = format::bytes(u64::try_from(file.size).unwrap_or_default());
            rows.push(vec![number, name, file.name.clone(), size, file.sha256.clone()]);
        }
    }
    let head = ["STT", "Tên giấy tờ", "Tệp", "Dung lượng", "SHA-256"].map(str::to_owned).to_vec();
    Block::Table { title: "Thành phần hồ sơ nộp gồm".into(), head, widths: vec![6, 26, 23, 12, 33], rows }
}

/// The request that an event made: the last one that was decided by then.
fn request_of<'a>(view: &'a DossierView, entry: Option<&TimelineEntry>) -> Option<&'a SupplementRequest> {
    let at = entry.map(|entry| entry.at);
    view.supplements.iter().rev().find(|request| at.is_none_or(|at| request.proposed_at <= at))
}

fn supplement(view: &DossierView, entry: Option<&TimelineEntry>, hotline: &str) -> Vec<Block> {
    let Some(request) = request_of(view, entry) else { return Vec::new() };
    let mut fields = vec![("Kính gửi", view.applicant_name.clone())];
    fields.extend(applicant(view));
    fields.push(("Giai đoạn", request.stage.label().to_owned()));
    fields.push(("Lần yêu cầu", request.seq.to_string()));
    fields.push(("*Hạn bổ sung", format!("hết ngày {}", format::date(request.reply_by))));
    if request.stage == SupplementStage::Examination {
        fields.push(("Hồ sơ tạm dừng tính thời hạn từ", entry.map_or_else(String::new, |entry| format::due_long(entry.at))));
    }
    fields.push(("Liên hệ hướng dẫn", format!("{}, điện thoại {hotline}", view.receiving_unit)));
    let rows = request
        .items
        .iter()
        .enumerate()
        .map(|(n, item)| vec![(n + 1).to_string(), item.subject.clone(), item.reason.clone(), item.basis.clone(), item.how_to_fix.clone()]);
    let head = ["STT", "Giấy tờ hoặc thông tin", "Lý do", "Căn cứ", "Cách hoàn thiện"].map(str::to_owned).to_vec();
    vec![
        Block::fields(fields),
        Block::Table {
            title: "Những giấy tờ, thông tin cần bổ sung, hoàn thiện".into(), head, widths: vec![6, 22, 27, 23, 22], rows: rows.collect()
        },
        Block::signatures([
            ("Người đề xuất", request.proposed_by.clone()),
            ("Người duyệt", if request.approved_by.is_empty() { actor(entry) } else { request.approved_by.clone() }),
        ]),
    ]
}

fn refusal(view: &DossierView, entry: Option<&TimelineEntry>, hotline: &str) -> Vec<Block> {
    let mut fields = vec![("Kính gửi", view.applicant_name.clone())];
    fields.extend(applicant(view));
    fields.push(("*Lý do từ chối", entry.map_or_else(|| view.end_reason.clone(), |entry| entry.note.clone())));
    fields.push(("Căn cứ", entry.map(|entry| entry.basis.clone()).unwrap_or_default()));
    fields.push(("Cần hướng dẫn thêm", format!("{}, điện thoại {hotline}", view.receiving_unit)));
    vec![Block::fields(fields), rights(), Block::signatures([("Người nộp", view.applicant_name.clone()), ("Người tiếp nhận", actor(entry))])]
}

fn apology(view: &DossierView, entry: Option<&TimelineEntry>, hotline: &str) -> Vec<Block> {
    let (before, after) = entry.map_or((None, None), |entry| (entry.due_before, entry.due_after));
    // Signed after the due date: the due date stays, the new date is a promise.
    let after = if before == after { view.promised_due.or(after) } else { after };
    let mut fields = vec![("Kính gửi", view.applicant_name.clone())];
    fields.extend(applicant(view));
    fields.push(("Hạn trả ban đầu", due(view.due_original)));
    fields.push(("Hạn trả hiện tại", due(before)));
    fields.push(("Lý do chậm", entry.map(|entry| entry.note.clone()).unwrap_or_default()));
    fields.push(("Trách nhiệm thuộc", view.competent_unit.clone()));
    fields.push(("*Hạn trả mới", due(after)));
    let sorry = format!("{} xin lỗi ông/bà vì chưa trả kết quả đúng hẹn. Mong ông/bà thông cảm. Điện thoại liên hệ: {hotline}.", view.competent_unit);
    vec![
        Block::fields(fields),
        Block::Text { title: "Lời xin lỗi".into(), paragraphs: vec![sorry] },
        Block::signatures([("", String::new()), ("Người ký", actor(entry))]),
    ]
}

/// What was asked for before the stop, in one sentence.
fn asked(view: &DossierView, entry: Option<&TimelineEntry>, charges: &[ChargeView]) -> String {
    match entry.map(|entry| entry.action) {
        Some(DossierAction::AcceptWithdrawal) => {
            let request = view.timeline.iter().rev().find(|event| event.action == DossierAction::RequestWithdrawal);
            request.map(|event| event.note.clone()).unwrap_or_default()
        }
        Some(DossierAction::SupplementExpired) => request_of(view, entry).map_or_else(String::new, |request| {
            let items: Vec<&str> = request.items.iter().map(|item| item.subject.as_str()).collect();
            format!("Bổ sung {} mục trước hết ngày {}: {}", items.len(), format::date(request.reply_by), items.join("; "))
        }),
        Some(DossierAction::PaymentExpired) => charges.iter().rev().find(|charge| charge.pay_by.is_some()).map_or_else(String::new, |charge| {
            let until = charge.pay_by.map(format::date).unwrap_or_default();
            format!("Nộp {} trước hết ngày {until}", format::money(charge.amount))
        }),
        _ => "Không có; cơ quan dừng giải quyết".to_owned(),
    }
}

/// What happens to the money: as whoever decided wrote it, else what was paid; what went back already is taken off.
fn money_words(sums: PaidSums, decided: &str) -> String {
    let (paid, back, kept) = (format::money(sums.paid), format::money(sums.refunded), format::money(sums.kept()));
    match (decided, sums.paid, sums.refunded) {
        ("", 0, _) => "Chưa nộp khoản nào".to_owned(),
        ("", ..) if sums.kept() == 0 => format!("Đã nộp {paid}, đã hoàn đủ"),
        ("", _, 0) => format!("Đã nộp {paid}; được xem xét hoàn trả theo quy định khi người nộp đề nghị"),
        ("", ..) => format!("Đã nộp {paid}, đã hoàn {back}; còn {kept} được xem xét hoàn trả theo quy định khi người nộp đề nghị"),
        (words, _, 0) => words.to_owned(),
        (words, ..) => format!("{words} (đã nộp {paid}, đã hoàn {back}, còn {kept})"),
    }
}

fn stop(view: &DossierView, entry: Option<&TimelineEntry>, money: &Money) -> Vec<Block> {
    let case = match entry.map(|entry| entry.action) {
        Some(DossierAction::AcceptWithdrawal) => "Rút hồ sơ theo yêu cầu",
        Some(DossierAction::SupplementExpired) => "Quá hạn bổ sung",
        Some(DossierAction::PaymentExpired) => "Quá hạn nộp tiền",
        _ => "Dừng giải quyết",
    };
    let mut fields = vec![("Kính gửi", view.applicant_name.clone())];
    fields.extend(applicant(view));
    fields.push(("*Trường hợp", case.to_owned()));
    let note = entry.map(|entry| entry.note.as_str()).unwrap_or_default();
    let (decision, decided) = note.split_once(MONEY).unwrap_or((note, ""));
    fields.push(("Yêu cầu", asked(view, entry, &money.charges)));
    fields.push(("Giai đoạn", entry.and_then(|entry| entry.from).map_or_else(String::new, |state| state.label().to_owned())));
    fields.push(("Quyết định", decision.trim().to_owned()));
    fields.push(("Căn cứ", entry.map(|entry| entry.basis.clone()).unwrap_or_default()));
    // Whoever lets a dossier go says what becomes of the money in the decision itself.
    let decided = match entry.map(|entry| entry.action) {
        Some(DossierAction::AcceptWithdrawal) if money.sums.kept() > 0 => "Theo quyết định trên",
        _ => decided.trim(),
    };
    fields.push(("Xử lý phí, lệ phí đã nộp", money_words(money.sums, decided)));
    fields.push(("Giấy tờ trả lại", "Toàn bộ bản chính đã nộp, tại nơi tiếp nhận".to_owned()));
    vec![Block::fields(fields), rights(), Block::signatures([("Người nhận", view.applicant_name.clone()), ("Người ký", actor(entry))])]
}

fn rights() -> Block {
    let text = "Nếu không đồng ý, ông/bà có quyền khiếu nại với người đứng đầu cơ quan trong 90 ngày kể từ ngày nhận được phiếu này, hoặc khởi kiện tại Tòa án theo quy định của pháp luật.";
    Block::Text { title: "Quyền khiếu nại".into(), paragraphs: vec![text.to_owned()] }
}

/// How a line of form 06 ended: the result against the legal due date, a step against its own limit.
fn judged(entry: &TimelineEntry, limit: Option<StepLimit>) -> &'static str {
    match (entry.due_after, entry.action) {
        (Some(due), DossierAction::PublishResult) => {
            let (done, day) = (format::local_date(entry.at), format::local_date(due));
            if done < day {
                "Trước hạn"
            } else if done == day {
                "Đúng hạn"
            } else {
                "Quá hạn"
            }
        }
        _ => limit.and_then(|limit| limit.class()).map_or("", |class| class.label()),
    }
}

/// One line for every hand-over: who gave, who has it, when, until when its step may take.
fn control(view: &DossierView, limits: &[Option<StepLimit>]) -> Vec<Block> {
    let mut rows = Vec::new();
    let mut giver = view.applicant_name.clone();
    let limits = limits.iter().copied().chain(std::iter::repeat(None));
    // Nobody hands anything over by a remark.
    let handed = |entry: &TimelineEntry| entry.is_public() && !entry.action.is_remark();
    for (entry, limit) in view.timeline.iter().zip(limits).filter(|(entry, _)| handed(entry)) {
        let place = if entry.unit.is_empty() { entry.actor.clone() } else { format!("{}\n{}", entry.actor, entry.unit).replace('\n', ", ") };
        let until = limit.map_or_else(|| "–".to_owned(), |limit| format::time_date(limit.due));
        rows.push(vec![giver.clone(), place.clone(), format::time_date(entry.at), until, judged(entry, limit).to_owned(), entry.label().to_owned()]);
        giver = place;
    }
    let head = ["Bên giao", "Bên nhận", "Thời điểm", "Hạn của bước", "Kết quả", "Ghi chú"].map(str::to_owned).to_vec();
    let fields = [
        ("Người nộp", view.applicant_name.clone()),
        ("Nội dung", subject(view)),
        ("Cơ quan giải quyết", view.competent_unit.clone()),
        ("*Hạn trả kết quả", due(view.due)),
    ];
    vec![Block::fields(fields), Block::Table { title: "Quá trình giải quyết".into(), head, widths: vec![20, 24, 17, 17, 10, 12], rows }]
}
