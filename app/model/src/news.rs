//! Wire types and pure rules of the slice `news`: sections, states, the forms with their limits (07 §1–§5).

mod comment;
mod diff;
mod form;
mod steps;
mod views;

pub use comment::{CommentForm, Moderation, ModerationForm};
pub use diff::{Line, diff_lines};
pub use form::{ArticleForm, ArticleText, complete};
pub use steps::{ApproveForm, Correction, CorrectionForm, LockForm, ReturnForm, SendBack, TakeDown, UnpublishForm};
pub use views::{ArticleCard, ArticleFull, ArticleRow, CommentView, DeskArticle, DeskCounts, EventView, Picture, SiteLinks, SiteView, VersionView};

text_enum! {
    /// Kind of a site (07 §1).
    pub enum SiteKind { Main = "main" => "Cổng thông tin điện tử tỉnh", Component = "component" => "Cổng thành phần" }
}

text_enum! {
    /// Sections of a site (07 §2).
    pub enum SectionCode {
        About = "about" => "Giới thiệu", News = "news" => "Tin tức, sự kiện", Direction = "direction" => "Thông tin chỉ đạo, điều hành",
        Calendar = "calendar" => "Lịch làm việc của lãnh đạo", LawInfo = "law_info" => "Tuyên truyền, phổ biến pháp luật",
        Planning = "planning" => "Chiến lược, quy hoạch, kế hoạch", LegalDocs = "legal_docs" => "Văn bản pháp luật, văn bản quản lý",
        Procurement = "procurement" => "Dự án, đấu thầu, mua sắm công", Research = "research" => "Chương trình, đề tài khoa học",
        Reports = "reports" => "Báo cáo thống kê", Drafts = "drafts" => "Lấy ý kiến dự thảo văn bản", Feedback = "feedback" => "Hỏi đáp, phản ánh kiến nghị",
        Procedures = "procedures" => "Thủ tục hành chính, dịch vụ công trực tuyến", Budget = "budget" => "Công khai ngân sách",
        OpenData = "open_data" => "Dữ liệu mở", Foreign = "foreign" => "Thông tin tiếng nước ngoài", Contact = "contact" => "Đường dây nóng, danh bạ",
    }
}

impl SectionCode {
    /// The word in addresses: `/tin-tuc/{slug}`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::About => "gioi-thieu",
            Self::News => "tin-tuc-su-kien",
            Self::Direction => "chi-dao-dieu-hanh",
            Self::Calendar => "lich-lam-viec",
            Self::LawInfo => "pho-bien-phap-luat",
            Self::Planning => "quy-hoach-ke-hoach",
            Self::LegalDocs => "van-ban",
            Self::Procurement => "dau-thau-mua-sam",
            Self::Research => "de-tai-khoa-hoc",
            Self::Reports => "bao-cao-thong-ke",
            Self::Drafts => "lay-y-kien-du-thao",
            Self::Feedback => "hoi-dap",
            Self::Procedures => "thu-tuc-dich-vu-cong",
            Self::Budget => "cong-khai-ngan-sach",
            Self::OpenData => "du-lieu-mo",
            Self::Foreign => "tieng-nuoc-ngoai",
            Self::Contact => "duong-day-nong",
        }
    }

    /// The section with this word in its address.
    #[must_use]
    pub fn by_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|section| section.slug() == slug)
    }

    /// True if this section is mandatory for this kind of site (07 §2); "if any" and absent ones are not.
    #[must_use]
    pub const fn mandatory(self, kind: SiteKind) -> bool {
        match kind {
            SiteKind::Main => true,
            SiteKind::Component => !matches!(self, Self::Research | Self::Drafts | Self::OpenData | Self::Foreign),
        }
    }

    /// True if articles are written into this section; the others are filled by their own slices.
    #[must_use]
    pub const fn takes_articles(self) -> bool {
        !matches!(self, Self::Procedures | Self::OpenData)
    }
}

text_enum! {
    /// What an article is to its readers ("Kênh tin").
    pub enum Channel { News = "news" => "Tin bài", Notice = "notice" => "Thông báo" }
}

text_enum! {
    /// What the writer may choose for an article, as its form sends it.
    pub enum ArticleOption {
        OnFront = "trang_chu" => "Hiển thị trang chủ", Featured = "noi_bat" => "Tin nổi bật", Comments = "binh_luan" => "Cho phép bình luận",
    }
}

impl ArticleOption {
    /// These options as the fields of a form.
    #[must_use]
    pub fn values(options: &[Self]) -> Vec<String> {
        options.iter().map(ToString::to_string).collect()
    }
}

text_enum! {
    /// State of an article (07 §3).
    pub enum ArticleState {
        Draft = "draft" => "Nháp", AwaitingEdit = "awaiting_edit" => "Chờ biên tập", AwaitingApproval = "awaiting_approval" => "Chờ duyệt",
        Approved = "approved" => "Đã duyệt (hẹn giờ)", Published = "published" => "Đã xuất bản", Unpublished = "unpublished" => "Đã gỡ",
        Expired = "expired" => "Hết hạn", Archived = "archived" => "Lưu trữ",
    }
}

impl ArticleState {
    /// True if the page of the article shows its text or says what became of it.
    #[must_use]
    pub const fn was_public(self) -> bool {
        matches!(self, Self::Published | Self::Unpublished | Self::Expired | Self::Archived)
    }
}

text_enum! {
    /// Steps of the editorial work (07 §3). The label is the button.
    pub enum ArticleAction {
        Create = "create" => "Tạo bài", Save = "save" => "Lưu bài", Submit = "submit" => "Gửi biên tập", SubmitForApproval = "submit_for_approval" => "Trình duyệt",
        Return = "return" => "Trả lại", Pass = "pass" => "Chuyển duyệt", Approve = "approve" => "Duyệt", Publish = "publish" => "Xuất bản ngay",
        Unapprove = "unapprove" => "Rút lại việc duyệt", ProposeCorrection = "propose_correction" => "Soạn bản đính chính", Correct = "correct" => "Duyệt bản đính chính",
        Unpublish = "unpublish" => "Gỡ bài", Expire = "expire" => "Hết hạn", Archive = "archive" => "Lưu trữ", Reopen = "reopen" => "Mở lại để sửa",
    }
}

impl ArticleAction {
    /// What the history says was done.
    #[must_use]
    pub const fn done(self) -> &'static str {
        match self {
            Self::Create => "Tạo bài",
            Self::Save => "Lưu bản mới",
            Self::Submit => "Gửi biên tập",
            Self::SubmitForApproval => "Trình duyệt",
            Self::Return => "Trả lại",
            Self::Pass => "Chuyển duyệt",
            Self::Approve => "Duyệt",
            Self::Publish => "Xuất bản",
            Self::Unapprove => "Rút lại việc duyệt",
            Self::ProposeCorrection => "Soạn bản đính chính",
            Self::Correct => "Đăng bản đính chính",
            Self::Unpublish => "Gỡ bài",
            Self::Expire => "Hết hạn đăng",
            Self::Archive => "Đưa vào lưu trữ",
            Self::Reopen => "Mở lại để sửa",
        }
    }
}

text_enum! {
    /// Why an article was taken down.
    pub enum UnpublishReason { Mistake = "mistake" => "Sai sót", Replaced = "replaced" => "Thay thế", OnRequest = "on_request" => "Theo yêu cầu" }
}

text_enum! {
    /// State of a reader's comment (07 §5).
    pub enum CommentState { Pending = "pending" => "Chờ duyệt", Approved = "approved" => "Đã đăng", Rejected = "rejected" => "Không đăng" }
}

text_enum! {
    /// Lists of the editors' desk.
    pub enum DeskList {
        Mine = "mine" => "Bài của tôi", AwaitingEdit = "awaiting_edit" => "Chờ biên tập", AwaitingApproval = "awaiting_approval" => "Chờ duyệt",
        Scheduled = "scheduled" => "Hẹn giờ", Published = "published" => "Đã xuất bản", Down = "down" => "Đã gỡ, hết hạn",
    }
}

/// Heading of the comments: a number, never empty brackets (A07-03).
#[must_use]
pub fn comments_heading(count: i64) -> String {
    format!("Ý kiến ({})", count.max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_have_addresses_of_their_own() {
        for section in SectionCode::ALL {
            assert_eq!(SectionCode::by_slug(section.slug()), Some(*section));
        }
        assert!(SectionCode::by_slug("khong-co").is_none());
        assert_eq!(SectionCode::ALL.len(), 17);
        assert!(!SectionCode::OpenData.mandatory(SiteKind::Component));
    }

    #[test]
    fn heading_always_has_a_number() {
        // A07-03
        assert_eq!(comments_heading(0), "Ý kiến (0)");
        assert_eq!(comments_heading(3), "Ý kiến (3)");
        assert_eq!(comments_heading(-1), "Ý kiến (0)");
    }
}
