//! The way through an application, page by page (02 §23): which pages there are.

/// A draft is kept this many days after its last change (10 §10).
pub const DRAFT_DAYS: i64 = 30;
/// Most unfinished drafts of one account, and of one telephone without an account.
pub const MOST_DRAFTS: usize = 20;
/// Most bytes of one file of a dossier (10 §8).
pub const FILE_LIMIT: u64 = 20 * 1024 * 1024;
/// Most bytes of all files of a dossier.
pub const FILES_LIMIT: i64 = 100 * 1024 * 1024;
/// Most files of one part.
pub const FILES_PER_PART: usize = 20;

/// A page of the journey. Numbers start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// C03 Which case.
    Case,
    /// C04 Where.
    Place,
    /// C05 For whom.
    OnBehalf,
    /// C06 The n-th page about the applicant.
    Info(usize),
    /// C07 The n-th page of the e-form.
    Form(usize),
    /// C08 The n-th paper.
    Part(usize),
    /// C09 How the result comes.
    Delivery,
    /// C10 How messages come.
    Notify,
    /// C11 Pay what is due before the receipt.
    Payment,
    /// C12 Check the answers.
    Review,
    /// C13 Declare and submit.
    Declare,
}

/// The seven stages of the progress line.
pub const STAGES: [&str; 7] = ["Trường hợp", "Nơi nộp", "Người nộp", "Tờ khai", "Giấy tờ", "Nhận kết quả", "Kiểm tra và nộp"];

impl Step {
    /// The last part of the address: `giay-to/2`.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Step::Case => "truong-hop".to_owned(),
            Step::Place => "co-quan".to_owned(),
            Step::OnBehalf => "nguoi-nop".to_owned(),
            Step::Info(n) => format!("thong-tin/{n}"),
            Step::Form(n) => format!("to-khai/{n}"),
            Step::Part(n) => format!("giay-to/{n}"),
            Step::Delivery => "nhan-ket-qua".to_owned(),
            Step::Notify => "thong-bao".to_owned(),
            Step::Payment => "thanh-toan".to_owned(),
            Step::Review => "kiem-tra".to_owned(),
            Step::Declare => "cam-doan".to_owned(),
        }
    }

    /// The step of an address, if it is one.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        let number = |text: &str| (!text.is_empty() && text.len() <= 3).then(|| text.parse::<usize>().ok()).flatten().filter(|n| *n > 0);
        let (word, rest) = path.trim_matches('/').split_once('/').unwrap_or((path.trim_matches('/'), ""));
        match (word, rest) {
            ("truong-hop", "") => Some(Step::Case),
            ("co-quan", "") => Some(Step::Place),
            ("nguoi-nop", "") => Some(Step::OnBehalf),
            ("thong-tin", n) => number(n).map(Step::Info),
            ("to-khai", n) => number(n).map(Step::Form),
            ("giay-to", n) => number(n).map(Step::Part),
            ("nhan-ket-qua", "") => Some(Step::Delivery),
            ("thong-bao", "") => Some(Step::Notify),
            ("thanh-toan", "") => Some(Step::Payment),
            ("kiem-tra", "") => Some(Step::Review),
            ("cam-doan", "") => Some(Step::Declare),
            _ => None,
        }
    }

    /// The page in words, for somebody who goes on later: "Giấy tờ, trang 2".
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Step::Info(n) | Step::Form(n) | Step::Part(n) => format!("{}, trang {n}", STAGES[self.stage()]),
            Step::Notify => "Nhận thông báo".to_owned(),
            Step::Payment => "Phí, lệ phí".to_owned(),
            _ => STAGES[self.stage()].to_owned(),
        }
    }

    /// Index into [`STAGES`].
    #[must_use]
    pub const fn stage(self) -> usize {
        match self {
            Step::Case => 0,
            Step::Place => 1,
            Step::OnBehalf | Step::Info(_) => 2,
            Step::Form(_) => 3,
            Step::Part(_) => 4,
            Step::Delivery | Step::Notify => 5,
            Step::Payment | Step::Review | Step::Declare => 6,
        }
    }
}

/// How many pages of each kind an application has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Journey {
    /// True if there is more than one case to choose from.
    pub choose_case: bool,
    /// Pages about the applicant.
    pub infos: usize,
    /// Pages of the e-form.
    pub forms: usize,
    /// Papers that may be handed in.
    pub parts: usize,
    /// True if money is due before the receipt.
    pub pay: bool,
}

impl Journey {
    /// Every page in order.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::with_capacity(8 + self.infos + self.forms + self.parts);
        if self.choose_case {
            steps.push(Step::Case);
        }
        steps.extend([Step::Place, Step::OnBehalf]);
        steps.extend((1..=self.infos).map(Step::Info));
        steps.extend((1..=self.forms).map(Step::Form));
        steps.extend((1..=self.parts).map(Step::Part));
        steps.extend([Step::Delivery, Step::Notify]);
        if self.pay {
            steps.push(Step::Payment);
        }
        steps.extend([Step::Review, Step::Declare]);
        steps
    }

    /// The page after this one; the last page stays.
    #[must_use]
    pub fn next(&self, step: Step) -> Step {
        let steps = self.steps();
        let at = steps.iter().position(|other| *other == step);
        at.and_then(|at| steps.get(at + 1)).copied().unwrap_or(Step::Declare)
    }

    /// The page before this one; none before the first.
    #[must_use]
    pub fn previous(&self, step: Step) -> Option<Step> {
        let steps = self.steps();
        let at = steps.iter().position(|other| *other == step)?;
        at.checked_sub(1).and_then(|before| steps.get(before)).copied()
    }

    /// The first page that is not in `done`; the check page when all are.
    #[must_use]
    pub fn resume(&self, done: &[Step]) -> Step {
        self.steps().into_iter().find(|step| *step >= Step::Review || !done.contains(step)).unwrap_or(Step::Review)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOURNEY: Journey = Journey { choose_case: true, infos: 5, forms: 2, parts: 1, pay: true };

    #[test]
    fn every_step_has_its_address() {
        for step in JOURNEY.steps() {
            assert_eq!(Step::from_path(&step.path()), Some(step));
        }
        for wrong in ["", "giay-to", "giay-to/0", "giay-to/x", "giay-to/99999", "truong-hop/1", "xong"] {
            assert_eq!(Step::from_path(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn forward_and_back_meet() {
        let steps = JOURNEY.steps();
        for pair in steps.windows(2) {
            assert_eq!(JOURNEY.next(pair[0]), pair[1]);
            assert_eq!(JOURNEY.previous(pair[1]), Some(pair[0]));
        }
        assert_eq!(JOURNEY.previous(Step::Case), None);
        assert_eq!(JOURNEY.next(Step::Declare), Step::Declare);
        assert_eq!(Journey { choose_case: false, ..JOURNEY }.steps()[0], Step::Place);
    }

    #[test]
    fn a_draft_is_resumed_where_it_was_left() {
        assert_eq!(JOURNEY.resume(&[]), Step::Case);
        assert_eq!(JOURNEY.resume(&[Step::Case, Step::Place]), Step::OnBehalf);
        let done: Vec<Step> = JOURNEY.steps().into_iter().filter(|step| *step < Step::Review).collect();
        assert_eq!(JOURNEY.resume(&done), Step::Review);
    }

    #[test]
    fn stages_grow_along_the_way() {
        assert!(JOURNEY.steps().windows(2).all(|pair| pair[0].stage() <= pair[1].stage()));
    }
}
