//! Dossiers (hồ sơ): states, axes, queues and the types that pages and use cases exchange.
//!
//! Source: specification 02 §2–§13. The table of transitions is `domain::dossiers::rules`.

pub mod apply;
mod bulk;
mod consult;
mod desk;
mod digitise;
mod forms;
mod handover;
mod paper;
mod proposals;
mod reason;
mod register;
pub mod results;
mod step_limits;
mod supplement;
mod view;
mod workflow;

pub use bulk::{BulkForm, BulkItem, BulkOutcome, Chosen, ReadyRow};
pub use consult::{
    Ask, AskForm, ConsultationAct, ConsultationFile, ConsultationLine, ConsultationList, ConsultationState, ConsultationView, Opinion, OpinionForm, OpinionView,
};
pub use desk::{Counts, DeskFilter, DeskList, DeskRow, Receipt, StaffChoice, Urgency};
pub use digitise::{PartDigitisation, ScanCheckForm, ScanQueue, ScanRow, ScanState, ScanStep, ScanVerdict};
pub use forms::*;
pub use handover::{HandoverLine, HandoverQueue, HandoverRow};
pub use paper::{FormSet, PaperForm, PaperLine, parse_paper_key};
use proposals::apology_words;
pub use proposals::{
    Adjust, AdjustForm, AdjustableFact, AdjustmentView, DuePreview, ExtensionView, NewDue, NewDueForm, NewFact, ProposalAct, ProposalDecision,
    ProposalDecisionForm, ProposalState, Proposed, Transfer, TransferForm, TransferView,
};
pub use reason::{ListedReason, NewReason, NewReasonForm, ReasonKind, ReasonRow, RefusalReason, StopReason};
pub use register::{RegisterFilter, RegisterRow};
pub use step_limits::{StepLimit, step_limits};
pub use supplement::{SavedAnswer, SavedFile, SupplementItem, SupplementRequest};
pub use view::{Answer, DossierFile, DossierPart, DossierView, TimelineEntry};
pub use workflow::{StepTime, step_times};

text_enum! {
    /// State of a dossier (02 §5). What the citizen and the statistics see.
    pub enum DossierState {
        Draft = "draft" => "Bản nháp",
        Submitted = "submitted" => "Chờ tiếp nhận",
        IntakeSupplement = "intake_supplement" => "Chờ bổ sung để tiếp nhận",
        IntakeRefused = "intake_refused" => "Từ chối tiếp nhận",
        Received = "received" => "Đã tiếp nhận",
        Processing = "processing" => "Đang xử lý",
        AwaitingSupplement = "awaiting_supplement" => "Chờ bổ sung giấy tờ",
        AwaitingPayment = "awaiting_payment" => "Chờ thực hiện nghĩa vụ tài chính",
        WithdrawRequested = "withdraw_requested" => "Yêu cầu rút hồ sơ",
        Withdrawn = "withdrawn" => "Đã rút",
        Stopped = "stopped" => "Dừng giải quyết",
        ResultReady = "result_ready" => "Đã có kết quả",
        Returned = "returned" => "Đã trả kết quả",
    }
}

impl DossierState {
    /// The national code of the state (1–10); a draft has none.
    #[must_use]
    pub const fn national_code(self) -> Option<u8> {
        match self {
            Self::Draft => None,
            Self::Submitted => Some(1),
            Self::Received => Some(2),
            Self::IntakeRefused => Some(3),
            Self::Processing => Some(4),
            Self::IntakeSupplement | Self::AwaitingSupplement => Some(5),
            Self::AwaitingPayment => Some(6),
            Self::WithdrawRequested | Self::Withdrawn => Some(7),
            Self::Stopped => Some(8),
            Self::ResultReady => Some(9),
            Self::Returned => Some(10),
        }
    }

    /// True when the office has nothing left to decide: refused, withdrawn, stopped, result ready or returned.
    #[must_use]
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::IntakeRefused | Self::Withdrawn | Self::Stopped | Self::ResultReady | Self::Returned)
    }

    /// True between receipt and the end: the clock exists.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Processing | Self::AwaitingSupplement | Self::AwaitingPayment | Self::WithdrawRequested)
    }
}

text_enum! {
    /// What the legal clock does.
    pub enum ClockState {
        NotStarted = "not_started" => "Chưa tính", Intake = "intake" => "Thời gian tiếp nhận", Running = "running" => "Đang tính",
        Paused = "paused" => "Tạm dừng", Ended = "ended" => "Đã dừng",
    }
}

text_enum! {
    /// Step of the work inside [`DossierState::Processing`]; never used for statistics.
    pub enum ProcessingStage {
        Assigned = "assigned" => "Phân công", Examining = "examining" => "Thẩm định", Consulting = "consulting" => "Xin ý kiến, liên thông",
        Drafting = "drafting" => "Dự thảo", ToSign = "to_sign" => "Trình ký", Signed = "signed" => "Đã ký", Published = "published" => "Cấp số, phát hành",
    }
}

text_enum! {
    /// How a dossier reaches the office.
    pub enum Channel {
        Online = "online" => "Trực tuyến", Direct = "direct" => "Trực tiếp", Postal = "postal" => "Bưu chính công ích",
    }
}

text_enum! {
    /// Through which door it came.
    pub enum Source {
        NationalPortal = "national_portal" => "Cổng DVCQG", LocalPortal = "local_portal" => "Cổng tỉnh", Kiosk = "kiosk" => "Ki-ốt",
        Counter = "counter" => "Quầy", Post = "post" => "Bưu điện",
    }
}

impl Source {
    /// The channel of a source (02 §2): help at a counter does not change the channel of what the citizen submits online.
    #[must_use]
    pub const fn channel(self) -> Channel {
        match self {
            Self::NationalPortal | Self::LocalPortal | Self::Kiosk => Channel::Online,
            Self::Counter => Channel::Direct,
            Self::Post => Channel::Postal,
        }
    }
}

text_enum! {
    /// How the applicant wants the result.
    pub enum ResultDelivery {
        ElectronicOnly = "electronic_only" => "Bản điện tử", AtCentre = "at_centre" => "Tại trung tâm", ByPost = "by_post" => "Qua bưu chính",
    }
}

text_enum! {
    /// Where the result is; apart from the state, because "signed" is not "delivered".
    pub enum DeliveryStatus {
        NotReady = "not_ready" => "Chưa có", Ready = "ready" => "Sẵn sàng", HandedOver = "handed_over" => "Đã trao tay", Posted = "posted" => "Đã gửi bưu điện",
        Delivered = "delivered" => "Đã phát", EDelivered = "e_delivered" => "Đã giao bản điện tử",
    }
}

text_enum! {
    /// Money of a dossier, apart from its state.
    pub enum PaymentStatus {
        NotRequired = "not_required" => "Không phải nộp", Due = "due" => "Chờ nộp", Paid = "paid" => "Đã nộp", Exempt = "exempt" => "Miễn, giảm",
        Refunded = "refunded" => "Đã hoàn", Reconciled = "reconciled" => "Đã đối soát",
    }
}

text_enum! {
    /// What a file of a dossier is.
    pub enum FileRole {
        Part = "part" => "Giấy tờ nộp", Supplement = "supplement" => "Giấy tờ bổ sung", Result = "result" => "Kết quả",
    }
}

text_enum! {
    /// State of one requested item of a supplement.
    pub enum SupplementItemState {
        Open = "open" => "Chờ bổ sung", Answered = "answered" => "Đã bổ sung", Accepted = "accepted" => "Đạt", Refused = "refused" => "Không đạt",
    }
}

text_enum! {
    /// State of a whole supplement request: proposing and approving are two acts of two persons (10 §4).
    pub enum SupplementState {
        Proposed = "proposed" => "Chờ duyệt", Approved = "approved" => "Chờ bổ sung", Declined = "declined" => "Không duyệt", Answered = "answered" => "Đã bổ sung",
        Expired = "expired" => "Quá hạn bổ sung",
    }
}

text_enum! {
    /// At which point a supplement was asked for.
    pub enum SupplementStage { Intake = "intake" => "Tiếp nhận", Examination = "examination" => "Giải quyết" }
}

text_enum! {
    /// Actions on a dossier, D01–D26 of 02 §6. The label stands in the timeline.
    pub enum DossierAction {
        CreateDraft = "create_draft" => "Tạo bản nháp",
        Submit = "submit" => "Nộp hồ sơ",
        Receive = "receive" => "Tiếp nhận hồ sơ",
        ReceiveAtCounter = "receive_at_counter" => "Tiếp nhận tại quầy",
        RequestIntakeSupplement = "request_intake_supplement" => "Yêu cầu bổ sung để tiếp nhận",
        Resubmit = "resubmit" => "Nộp lại sau khi bổ sung",
        RefuseIntake = "refuse_intake" => "Từ chối tiếp nhận",
        CancelSubmission = "cancel_submission" => "Hủy nộp hồ sơ",
        StartProcessing = "start_processing" => "Bắt đầu xử lý",
        MoveStage = "move_stage" => "Chuyển bước xử lý",
        RequestSupplement = "request_supplement" => "Yêu cầu bổ sung giấy tờ",
        ProvideSupplement = "provide_supplement" => "Bổ sung giấy tờ",
        SupplementExpired = "supplement_expired" => "Dừng vì quá hạn bổ sung",
        RequestPayment = "request_payment" => "Yêu cầu thực hiện nghĩa vụ tài chính",
        ConfirmPayment = "confirm_payment" => "Xác nhận đã nộp tiền",
        PaymentExpired = "payment_expired" => "Dừng vì quá hạn nộp tiền",
        RequestWithdrawal = "request_withdrawal" => "Yêu cầu rút hồ sơ",
        AcceptWithdrawal = "accept_withdrawal" => "Đồng ý cho rút hồ sơ",
        RejectWithdrawal = "reject_withdrawal" => "Không đồng ý cho rút hồ sơ",
        CancelWithdrawal = "cancel_withdrawal" => "Bỏ yêu cầu rút hồ sơ",
        Stop = "stop" => "Dừng giải quyết",
        PublishResult = "publish_result" => "Phát hành kết quả",
        ReturnResult = "return_result" => "Trả kết quả",
        Extend = "extend" => "Xin lỗi và hẹn lại ngày trả",
        TransferCompetent = "transfer_competent" => "Chuyển cơ quan giải quyết",
        AdjustFact = "adjust_fact" => "Điều chỉnh",
        /// Not a step of anybody: the portal computes due dates again when a working calendar changes (03 §8).
        DueRecomputed = "due_recomputed" => "Tính lại hạn vì lịch làm việc thay đổi",
        Continued = "continued" => "Chuyển đơn vị tiếp tục giải quyết",
        /// The papers go from the counter to the agency that decides: no state changes, a line of form 06 (O05).
        HandOver = "hand_over" => "Bàn giao hồ sơ",
        /// Not a step of anybody: the portal apologises in the name of the head when the due date passes (02 §11).
        Apologised = "apologised" => "Xin lỗi vì chậm hẹn",
        /// On the way of D23: the result went to the post, and waits for its delivery.
        ResultPosted = "result_posted" => "Gửi kết quả qua bưu chính",
        /// Another unit is asked; in the words for everybody (02 §14).
        Consulted = "consulted" => "Đang lấy ý kiến cơ quan liên quan",
        /// What became of a question; no matter of the applicant.
        ConsultationNoted = "consultation_noted" => "Xin ý kiến",
        /// A notice that had to arrive did not: an official told the applicant by telephone, in person or on paper (09 §1.5).
        ToldOtherwise = "told_otherwise" => "Đã báo trực tiếp cho người nộp",
        /// "Đạt" or "Không đạt" for answered items of a supplement; moves no state and no clock (02 §10).
        JudgeSupplement = "judge_supplement" => "Kiểm tra mục bổ sung",
    }
}

impl DossierAction {
    /// True for what is noted about a dossier without moving it or handing it to anybody.
    #[must_use]
    pub const fn is_remark(self) -> bool {
        matches!(self, Self::ToldOtherwise | Self::JudgeSupplement)
    }
}

text_enum! {
    /// Lists of the desk (02 §24). Stored values are the words in addresses.
    pub enum Queue {
        /// O02.
        Intake = "cho-tiep-nhan" => "Chờ tiếp nhận",
        /// O07.
        Assign = "phan-cong" => "Phân công",
        /// O06.
        Mine = "cua-toi" => "Đang xử lý của tôi",
        /// Everything open that the actor may see.
        Open = "dang-giai-quyet" => "Đang giải quyết",
        /// O08.
        Supplement = "duyet-bo-sung" => "Duyệt bổ sung, gia hạn",
        /// O09.
        Apology = "can-xin-loi" => "Cần xin lỗi",
        /// O11.
        Sign = "trinh-ky" => "Trình ký",
        /// O12.
        Publish = "phat-hanh" => "Phát hành",
        /// O13.
        Return = "tra-ket-qua" => "Trả kết quả",
        /// What is over.
        Done = "da-xong" => "Đã kết thúc",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_codes_are_one_to_ten() {
        let codes: std::collections::BTreeSet<u8> = DossierState::ALL.iter().filter_map(|state| state.national_code()).collect();
        assert_eq!(codes, (1..=10).collect());
        assert_eq!(DossierState::Draft.national_code(), None);
    }

    #[test]
    fn no_state_is_open_and_ended() {
        assert!(DossierState::ALL.iter().all(|state| !(state.is_open() && state.is_ended())));
        assert_eq!(DossierState::ALL.iter().filter(|state| state.is_open()).count(), 5);
    }

    #[test]
    fn sources_give_channels() {
        assert_eq!(Source::Kiosk.channel(), Channel::Online);
        assert_eq!(Source::Counter.channel(), Channel::Direct);
        assert_eq!(Source::Post.channel(), Channel::Postal);
    }
}
