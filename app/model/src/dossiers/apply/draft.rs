//! A draft with everything that its pages show, and the check before it is submitted.

use super::{Journey, OnBehalf, PartWay, Step, field};
use crate::FieldErrors;
use crate::dossiers::ResultDelivery;
use crate::notify::NotifyChannel;
use crate::payments::Bill;
use crate::procedures::{Answers, PartPage, QuestionPage};
use chrono::{DateTime, Utc};

/// A file of a draft, as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFile {
    /// Row number of the file.
    pub file_id: i64,
    /// Part it belongs to; 0 for a file of the e-form.
    pub part_id: i64,
    /// Question of the e-form that it answers; empty for a paper.
    pub question: String,
    /// Name as shown.
    pub name: String,
    /// Size in bytes.
    pub size: i64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// A draft with everything that its pages show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftView {
    /// Code: in addresses now, the submission code later.
    pub code: String,
    /// Version for optimistic locking.
    pub version: i64,
    /// True for a draft that belongs to a verified telephone and to no account.
    pub guest: bool,
    /// The earlier submission that answers were taken from; empty if an official wrote them at a counter.
    pub taken_from: String,
    /// Names of the questions whose answers were taken from there and not saved since.
    pub taken: Vec<String>,
    /// Code of the procedure.
    pub procedure_code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Version of the procedure.
    pub version_id: i64,
    /// Chosen case.
    pub case_id: i64,
    /// Its name.
    pub case_name: String,
    /// Cases to choose from: row number, name, hint.
    pub cases: Vec<(i64, String, String)>,
    /// Chosen offer.
    pub offer_id: i64,
    /// Name of the competent unit.
    pub competent_unit: String,
    /// Name of the receiving unit.
    pub receiving_unit: String,
    /// Offers to choose from: row number and name of the competent unit.
    pub offers: Vec<(i64, String)>,
    /// Communes for addresses: agency code and name.
    pub communes: Vec<(String, String)>,
    /// What was answered so far.
    pub answers: Answers,
    /// Pages that were saved.
    pub done: Vec<Step>,
    /// Pages about the applicant.
    pub infos: Vec<QuestionPage>,
    /// Pages of the e-form.
    pub forms: Vec<QuestionPage>,
    /// Papers of the chosen case that are handed in as files or on paper.
    pub parts: Vec<PartPage>,
    /// Files so far.
    pub files: Vec<DraftFile>,
    /// The pages there are.
    pub journey: Journey,
    /// Fee lines: name, đồng for one unit online, unit in words.
    pub fees: Vec<(String, i64, String)>,
    /// What has to be paid before the receipt; empty if nothing has.
    pub bill: Bill,
    /// Đồng of the bill that are missing.
    pub unpaid: i64,
    /// Last change, UTC.
    pub updated_at: DateTime<Utc>,
    /// Kept until, UTC.
    pub expires_at: DateTime<Utc>,
    /// Set once it was submitted, UTC.
    pub submitted_at: Option<DateTime<Utc>>,
}

impl DraftView {
    /// The question page of a step, if the step asks questions that are data.
    #[must_use]
    pub fn question_page(&self, step: Step) -> Option<&QuestionPage> {
        match step {
            Step::Info(n) => self.infos.get(n.checked_sub(1)?),
            Step::Form(n) => self.forms.get(n.checked_sub(1)?),
            _ => None,
        }
    }

    /// The files of a part.
    #[must_use]
    pub fn files_of(&self, part_id: i64) -> Vec<&DraftFile> {
        self.files.iter().filter(|file| file.part_id == part_id).collect()
    }

    /// The files that answer a question of the e-form.
    #[must_use]
    pub fn files_for(&self, question: &str) -> Vec<&DraftFile> {
        self.files.iter().filter(|file| !question.is_empty() && file.question == question).collect()
    }

    fn typed(&self, name: &str) -> &str {
        self.answers.get(name).map_or("", |text| text.trim())
    }

    /// For whom the dossier is.
    #[must_use]
    pub fn on_behalf(&self) -> Option<OnBehalf> {
        self.typed(field::ON_BEHALF).parse().ok()
    }

    /// How the result is wanted.
    #[must_use]
    pub fn delivery(&self) -> Option<ResultDelivery> {
        self.typed(field::DELIVERY).parse().ok()
    }

    /// Chosen channels of messages.
    #[must_use]
    pub fn notify(&self) -> Vec<NotifyChannel> {
        self.typed(field::NOTIFY).lines().filter_map(|line| line.parse().ok()).collect()
    }

    /// How a part is handed in.
    #[must_use]
    pub fn way(&self, part: &PartPage) -> Option<PartWay> {
        self.typed(&field::part(part.id)).parse().ok()
    }

    /// An answer as typed; empty if there is none.
    #[must_use]
    pub fn answer(&self, name: &str) -> &str {
        self.typed(name)
    }

    /// What is wrong with the answers of one page.
    #[must_use]
    pub fn check(&self, step: Step) -> FieldErrors {
        let mut errors = FieldErrors::new();
        match step {
            Step::Case => errors.require(self.typed(field::CASE) == self.case_id.to_string(), field::CASE, "Chưa chọn trường hợp. Hãy chọn một mục."),
            Step::Place => errors.require(self.typed(field::PLACE) == self.offer_id.to_string(), field::PLACE, "Chưa chọn nơi nộp. Hãy chọn một cơ quan."),
            Step::OnBehalf => errors.require(self.on_behalf().is_some(), field::ON_BEHALF, "Chưa chọn bạn nộp cho ai. Hãy chọn một mục."),
            Step::Info(_) | Step::Form(_) => {
                if let Some(page) = self.question_page(step) {
                    errors = page.check(&self.answers, &self.communes);
                }
            }
            Step::Part(n) => {
                if let Some(part) = n.checked_sub(1).and_then(|i| self.parts.get(i)) {
                    self.check_part(part, &mut errors);
                }
            }
            Step::Delivery => errors.require(self.delivery().is_some(), field::DELIVERY, "Chưa chọn cách nhận kết quả. Hãy chọn một mục."),
            Step::Notify => {
                let by_mail = self.notify().contains(&NotifyChannel::Email);
                let message = "Bạn chưa cho địa chỉ thư điện tử. Hãy bỏ chọn thư điện tử, hoặc quay lại trang Điện thoại và thư điện tử để nhập.";
                let reached = !self.guest || self.notify().iter().any(|channel| matches!(channel, NotifyChannel::Sms | NotifyChannel::Zalo));
                errors.require(reached, field::NOTIFY, "Bạn nộp không cần tài khoản nên thông báo chỉ đến qua điện thoại. Hãy chọn Tin nhắn hoặc Zalo.");
                errors.require(!by_mail || !self.typed(field::EMAIL).is_empty(), field::NOTIFY, message);
            }
            Step::Payment => {
                let rest = crate::format::money(self.unpaid);
                errors.require(self.unpaid == 0, "hinh_thuc", format!("Còn {rest} chưa nộp. Hãy nộp phí, lệ phí rồi làm tiếp."));
            }
            Step::Review | Step::Declare => {}
        }
        errors
    }

    fn check_part(&self, part: &PartPage, errors: &mut FieldErrors) {
        let name = field::part(part.id);
        match self.way(part) {
            None => errors.add(name, "Chưa chọn cách nộp giấy tờ này. Hãy chọn một mục."),
            Some(PartWay::Upload) if self.files_of(part.id).is_empty() => {
                errors.add(field::FILE, "Chưa có tệp nào. Hãy chọn tệp rồi bấm Tải lên, hoặc chọn cách nộp khác.");
            }
            Some(PartWay::None) if part.mandatory => {
                errors.add(name, format!("“{}” là giấy tờ bắt buộc. Hãy tải tệp lên, hoặc chọn nộp bản giấy tại trung tâm.", part.name));
            }
            Some(_) => {}
        }
    }

    /// Every page with something missing or wrong, in order: the guard of submission D02.
    #[must_use]
    pub fn problems(&self) -> Vec<(Step, FieldErrors)> {
        let steps = self.journey.steps().into_iter().map(|step| (step, self.check(step)));
        steps.filter(|(_, errors)| !errors.is_empty()).collect()
    }

    /// The rows of the check page.
    #[must_use]
    pub fn review(&self) -> Vec<ReviewRow> {
        let mut rows = Vec::new();
        for step in self.journey.steps() {
            let mut add = |label: &str, value: String| rows.push(ReviewRow { step, label: label.to_owned(), value });
            match step {
                Step::Case => add("Trường hợp", self.case_name.clone()),
                Step::Place => add("Cơ quan giải quyết", self.competent_unit.clone()),
                Step::OnBehalf => add("Nộp cho", self.on_behalf().map(|who| who.label().to_owned()).unwrap_or_default()),
                Step::Info(_) | Step::Form(_) => {
                    for question in self.question_page(step).into_iter().flat_map(|page| &page.questions).filter(|question| question.asked(&self.answers)) {
                        let files = self.files_for(&question.name);
                        add(&question.label, if files.is_empty() { question.shown(&self.answers, &self.communes) } else { in_words(&files) });
                    }
                }
                Step::Part(n) => {
                    if let Some(part) = n.checked_sub(1).and_then(|i| self.parts.get(i)) {
                        add(&part.name, self.part_in_words(part));
                    }
                }
                Step::Delivery => add("Nhận kết quả", self.delivery().map(|way| way.label().to_owned()).unwrap_or_default()),
                Step::Notify => {
                    let channels: Vec<&str> = self.notify().into_iter().map(NotifyChannel::label).collect();
                    add("Nhận thông báo qua", if channels.is_empty() { "Chỉ xem trên cổng".to_owned() } else { channels.join(", ") });
                }
                Step::Payment => {
                    let total = crate::format::money(self.bill.total());
                    add("Phí, lệ phí", if self.unpaid == 0 { format!("{total}, đã nộp") } else { total });
                }
                Step::Review | Step::Declare => {}
            }
        }
        rows
    }

    fn part_in_words(&self, part: &PartPage) -> String {
        match self.way(part) {
            Some(PartWay::Upload) => in_words(&self.files_of(part.id)),
            Some(way) => way.label().to_owned(),
            None => String::new(),
        }
    }

    /// Title of a page (02 §23).
    #[must_use]
    pub fn title(&self, step: Step) -> String {
        match step {
            Step::Case => "Bạn thuộc trường hợp nào?".to_owned(),
            Step::Place => "Bạn muốn nộp tại đâu?".to_owned(),
            Step::OnBehalf => "Bạn nộp cho ai?".to_owned(),
            Step::Info(_) | Step::Form(_) => self.question_page(step).map(|page| page.title.clone()).unwrap_or_default(),
            Step::Part(n) => n.checked_sub(1).and_then(|i| self.parts.get(i)).map(|part| part.name.clone()).unwrap_or_default(),
            Step::Delivery => "Bạn muốn nhận kết quả thế nào?".to_owned(),
            Step::Notify => "Nhận thông báo qua".to_owned(),
            Step::Payment => "Phí, lệ phí".to_owned(),
            Step::Review => "Kiểm tra thông tin trước khi nộp".to_owned(),
            Step::Declare => "Cam đoan và nộp".to_owned(),
        }
    }
}

/// Files on the check page: name, size, and the digest in groups of eight digits.
fn in_words(files: &[&DraftFile]) -> String {
    let one = |file: &&DraftFile| {
        let groups: Vec<&str> = (0..file.sha256.len()).step_by(8).filter_map(|at| file.sha256.get(at..at + 8)).collect();
        format!("{} ({} byte, SHA-256 {})", file.name, crate::format::number(file.size), groups.join(" "))
    };
    files.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// One row of the check page: what was asked, what was answered, where to change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    /// Where to change it.
    pub step: Step,
    /// The question.
    pub label: String,
    /// The answer; empty if there is none.
    pub value: String,
}
