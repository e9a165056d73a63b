//! Ratings of returned dossiers (02 §18, C22, O19): wire types and pure rules.

mod forms;
mod views;

pub use forms::{Answer, AnswerForm, COMMENT_MAX, CloseForm, Moderate, ModerateForm, Rate, RateForm};
pub use views::{FollowUpView, InviteView, LevelShares, PublicComment, RatingDetail, RatingEvent, RatingFilter, RatingLine, RatingView, UnitShare};

text_enum! {
    /// How satisfied somebody was; stored as the number 1 to 5 (02 §18).
    pub enum RatingLevel {
        VerySatisfied = "5" => "Rất hài lòng", Satisfied = "4" => "Hài lòng", Neutral = "3" => "Bình thường",
        Dissatisfied = "2" => "Không hài lòng", VeryDissatisfied = "1" => "Rất không hài lòng",
    }
}

impl RatingLevel {
    /// 5 for very satisfied down to 1.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            RatingLevel::VerySatisfied => 5,
            RatingLevel::Satisfied => 4,
            RatingLevel::Neutral => 3,
            RatingLevel::Dissatisfied => 2,
            RatingLevel::VeryDissatisfied => 1,
        }
    }

    /// The level with this number.
    #[must_use]
    pub fn of(number: i64) -> Option<Self> {
        Self::ALL.iter().copied().find(|level| level.number() == number)
    }

    /// Levels 1 and 2 open a follow-up for the leader of the unit.
    #[must_use]
    pub const fn needs_follow_up(self) -> bool {
        matches!(self, RatingLevel::Dissatisfied | RatingLevel::VeryDissatisfied)
    }
}

text_enum! {
    /// What becomes of the words of a rating.
    pub enum CommentState {
        None = "none" => "Không có nhận xét", Pending = "pending" => "Chờ duyệt", Approved = "approved" => "Đã đăng", Rejected = "rejected" => "Không đăng",
    }
}

text_enum! {
    /// What happens to a rating.
    pub enum RatingStep {
        Rate = "rate" => "Đánh giá", Change = "change" => "Sửa đánh giá", Approve = "approve" => "Đăng nhận xét", Reject = "reject" => "Không đăng nhận xét",
        Answer = "answer" => "Trả lời", OpenFollowUp = "open_follow_up" => "Mở việc theo dõi", CloseFollowUp = "close_follow_up" => "Kết thúc theo dõi",
    }
}

text_enum! {
    /// Which ratings the list of officials shows; the values stand in addresses.
    pub enum RatingGroup {
        FollowUp = "can-theo-doi" => "Cần theo dõi", Unanswered = "chua-tra-loi" => "Chưa trả lời", Pending = "cho-duyet" => "Chờ duyệt nhận xét", Every = "tat-ca" => "Tất cả",
    }
}

/// Days within which a rating may be changed (02 §18).
pub const CHANGE_DAYS: i64 = 15;
/// Days that an invitation can be used.
pub const INVITE_DAYS: i64 = 90;
/// Working days within which a follow-up is due (02 §18).
pub const FOLLOW_UP_DAYS: u32 = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_their_numbers() {
        for level in RatingLevel::ALL {
            assert_eq!(level.as_str(), level.number().to_string());
            assert_eq!(RatingLevel::of(level.number()), Some(*level));
            assert_eq!(level.needs_follow_up(), level.number() <= 2);
        }
        assert_eq!(RatingLevel::of(6), None);
    }
}
