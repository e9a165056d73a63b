//! The project's own icon set: 24 px grid, 2 px strokes, round caps, drawn with `currentColor`.
//!
//! Icons are decoration (`aria-hidden`): a word always stands beside them.

use leptos::prelude::*;

use crate::markup::Markup;

macro_rules! icons {
    ($( $(#[$doc:meta])* $name:ident = $word:literal, $path:literal; )*) => {
        /// One icon of the set. The meaning of an icon never changes between pages.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Icon { $( $(#[$doc])* $name, )* }

        impl Icon {
            /// Every icon, in the order of the component sheet.
            pub const ALL: &'static [Icon] = &[ $( Icon::$name, )* ];

            /// The word the component sheet shows under the icon.
            pub const fn word(self) -> &'static str {
                match self { $( Icon::$name => $word, )* }
            }

            /// The outline as SVG path data on a 24 × 24 grid.
            pub const fn path(self) -> &'static str {
                match self { $( Icon::$name => $path, )* }
            }
        }
    };
}

icons! {
    /// Search.
    Search = "Tìm", "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.3 15.3 21 21";
    /// Opens the menu.
    Menu = "Menu", "M3.5 6h17M3.5 12h17M3.5 18h17";
    /// The worklist of today.
    Today = "Hôm nay", "M4 10.5 12 3.5l8 7V20h-4.5v-5.5a3.5 3.5 0 0 0-7 0V20H4z";
    /// Dossiers.
    Dossier = "Hồ sơ", "M3.5 6h6l2 2.5h9V19h-17zM9 13.5h6";
    /// Tasks.
    Task = "Nhiệm vụ", "M3.5 5.5 5 7l2.5-3M3.5 11.5 5 13l2.5-3M3.5 19h3M11.5 6h9M11.5 12h9M11.5 19h9";
    /// Documents.
    Doc = "Văn bản", "M5.5 3h9l4 4v14h-13zM14 3v5h4.5M9 12.5h6M9 16.5h6";
    /// Mail.
    Mail = "Thư", "M3.5 5.5h17v13h-17zM4 6.5l8 6.5 8-6.5";
    /// Compose, draft.
    Pen = "Soạn", "m4 20 1.2-4.8L15.7 4.7a1.8 1.8 0 0 1 2.5 0l1.1 1.1a1.8 1.8 0 0 1 0 2.5L8.8 18.8zM13.7 6.7l3.6 3.6";
    /// News.
    News = "Tin", "M3.5 4.5h13V19h-13zM16.5 9.5h4v7.5a2 2 0 0 1-4 0M7 8.5h6M7 12h6M7 15.5h3.5";
    /// Statistics.
    Chart = "Thống kê", "M4 4v16h16.5M9 16v-4M13 16V8.5M17 16v-6";
    /// Administration.
    Gear = "Quản trị", "M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM12 3v2.5M12 18.5V21M3 12h2.5M18.5 12H21M5.6 5.6l1.8 1.8M16.6 16.6l1.8 1.8M5.6 18.4l1.8-1.8M16.6 7.4l1.8-1.8";
    /// Notifications.
    Bell = "Thông báo", "M6.5 17v-6.5a5.5 5.5 0 0 1 11 0V17M4 17h16M10.5 20.5h3";
    /// One person.
    User = "Người", "M12 3.5a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4zM4.5 20.5c.7-4 3.6-6 7.5-6s6.8 2 7.5 6";
    /// Several people.
    Users = "Nhóm", "M9 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM2.5 20c.5-3.6 3-5.5 6.5-5.5s6 1.9 6.5 5.5M15.5 4.5a3.8 3.8 0 0 1 0 7M18 15c1.9.8 3.1 2.5 3.5 5";
    /// Telephone.
    Phone = "Gọi", "M4.5 4h4l1.8 4.5-2.3 1.7a12 12 0 0 0 5.8 5.8l1.7-2.3L20 15.5v4c-8.5.8-16.3-7-15.5-15.5z";
    /// A place.
    Pin = "Nơi", "M12 21c-4.5-4.6-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2 6.4-6.5 11zM12 7.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z";
    /// Time left.
    Clock = "Thời hạn", "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5V12l3 2.5";
    /// Calendar.
    Cal = "Lịch", "M4 5.5h16V20H4zM4 9.5h16M8.5 3v4.5M15.5 3v4.5";
    /// Done.
    Okc = "Đã xong", "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM8 12.2l2.8 2.8 5.2-5.5";
    /// A single point is met.
    Check = "Đạt", "M4.5 12.5 9.5 17.5 19.5 7";
    /// Overdue.
    Warn = "Cảnh báo", "M12 4 21 20H3zM12 10v4.5M12 17.3v.2";
    /// Error.
    Err = "Lỗi", "M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM12 7.5v5M12 16v.2";
    /// Information.
    Info = "Thông tin", "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 11v5.5M12 7.7v.2";
    /// The clock is stopped.
    Pause = "Tạm dừng", "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM10 9v6M14 9v6";
    /// Upload.
    Up = "Tải lên", "M12 15.5V3.5M7.5 8 12 3.5 16.5 8M4 15.5V20h16v-4.5";
    /// Download.
    Down = "Tải về", "M12 3.5v12M7.5 11l4.5 4.5 4.5-4.5M4 15.5V20h16v-4.5";
    /// Print.
    Print = "In", "M7.5 8.5v-5h9v5M7.5 17H3.5V8.5h17V17h-4M7.5 13.5h9v7h-9z";
    /// Attachment.
    Clip = "Tệp", "m19.5 11-7.8 7.8a4.6 4.6 0 0 1-6.5-6.5l8-8a3.1 3.1 0 0 1 4.4 4.4l-7.8 7.8a1.5 1.5 0 0 1-2.2-2.2l7-7";
    /// Starred.
    Star = "Sao", "m12 3.5 2.6 5.6 6 .7-4.5 4.1 1.3 6.1-5.4-3.1L6.6 20l1.3-6.1-4.5-4.1 6-.7z";
    /// Reply.
    Reply = "Trả lời", "M9 5 4 10l5 5M4 10h9.5a7 7 0 0 1 7 7v1.5";
    /// Forward.
    Fwd = "Chuyển", "m15 5 5 5-5 5M20 10h-9.5a7 7 0 0 0-7 7v1.5";
    /// Archive.
    Box = "Lưu trữ", "M3.5 4.5h17V9h-17zM5 9v11h14V9M10 13h4";
    /// Delete.
    Trash = "Xóa", "M4 6.5h16M9 6.5v-3h6v3M6 6.5 7 20.5h10l1-14M10 10.5v6M14 10.5v6";
    /// Received.
    Inbox = "Đến", "M3.5 13.5 6.5 5h11l3 8.5V19h-17zM3.5 13.5H8.5l1.5 2.5h4l1.5-2.5h5";
    /// Send.
    Send = "Gửi", "M20.5 3.5 3.5 10.5l7 3 3 7zM10.5 13.5l4.5-4.5";
    /// An authority.
    Build = "Cơ quan", "M3.5 9.5 12 4l8.5 5.5zM3.5 20.5h17M5.5 18V9.5M18.5 18V9.5M10 18v-5.5M14 18v-5.5M4.5 18h15";
    /// Contrast and dark theme; its right half is filled.
    Contrast = "Tương phản", "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z";
    /// Protected, right missing.
    Lock = "Bảo mật", "M5.5 10.5h13v10h-13zM8.5 10.5v-3a3.5 3.5 0 0 1 7 0v3";
    /// Fees.
    Coin = "Phí", "M3.5 6h17v12h-17zM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM6.5 9v.2M17.5 14.8v.2";
    /// Filter.
    Filter = "Lọc", "M3.5 6h17M7 12h10M10.5 18h3";
    /// Sort.
    Sort = "Sắp xếp", "M8 20V4.5M4 8.5l4-4 4 4M16 4v15.5M12 15.5l4 4 4-4";
    /// Verified.
    Shield = "Kiểm chứng", "M12 3.5c2.3 1.5 4.8 2.2 7.5 2.3V12c0 4-2.6 6.9-7.5 9-4.9-2.1-7.5-5-7.5-9V5.8c2.7-.1 5.2-.8 7.5-2.3zM8.5 12l2.5 2.5 4.5-4.8";
    /// Digital signature.
    Sign = "Ký số", "M3.5 20.5h17M4 16c3-1 6.5-6 6.5-9.5 0-2.3-2-2.3-2.3 0C7.8 9.5 8 16 9.5 16c1.7 0 2.3-5 3.8-5 1.3 0 .2 5 1.7 5 1.2 0 1.3-1.5 2.3-1.5.9 0 1.1 1 2.7 1";
    /// In progress.
    Refresh = "Đang xử lý", "M19 8.5A8 8 0 1 0 20 12M19.5 3.5v5h-5";
    /// Look.
    Eye = "Xem", "M2.5 12c2.5-4.3 5.7-6.5 9.5-6.5s7 2.2 9.5 6.5c-2.5 4.3-5.7 6.5-9.5 6.5S5 16.3 2.5 12zM12 9.3a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4z";
    /// Opinion.
    Chat = "Ý kiến", "M3.5 4.5h17v12H10L6 20.5v-4H3.5zM8 9h8M8 12.5h5";
    /// Help.
    Help = "Trợ giúp", "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM9.5 9.7a2.6 2.6 0 1 1 3.9 2.2c-.9.5-1.4 1-1.4 2M12 16.8v.2";
    /// A picture.
    Img = "Ảnh", "M3.5 4.5h17v15h-17zM3.5 17l5-5.5 4 4 2.5-2.5 5.5 5M15.5 8.5v.2";
    /// Leads out of the portal.
    Ext = "Ra ngoài", "M10 5H4.5v14.5H19V14M13.5 3.5h7v7M20 4l-9 9";
    /// Add.
    Plus = "Thêm", "M12 4v16M4 12h16";
    /// Onward.
    Right = "Tiếp", "M4 12h15.5M13.5 6l6 6-6 6";
    /// Back.
    Left = "Lùi", "M20 12H4.5M10.5 6l-6 6 6 6";
    /// Close, leave out.
    Close = "Đóng", "M5.5 5.5l13 13M18.5 5.5l-13 13";
    /// A code.
    Hash = "Mã", "M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16";
    /// Opens downward.
    Cd = "Mở", "m5.5 9 6.5 6.5L18.5 9";
    /// Points to the right.
    Cr = "Sau", "m9 5.5 6.5 6.5L9 18.5";
    /// Points to the left.
    Cl = "Trước", "M15 5.5 8.5 12l6.5 6.5";
}

/// The size of an icon at 100 % text; CSS turns it into rem so that it grows with the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IconSize {
    /// 20 px: inside tags, badges and small lines.
    S20,
    /// 24 px: buttons and navigation.
    #[default]
    S24,
    /// 32 px: error summary.
    S32,
    /// 40 px: the four actions.
    S40,
    /// 56 px: empty and refused states.
    S56,
}

impl IconSize {
    const fn class(self) -> &'static str {
        match self {
            Self::S20 => "p-icon p-icon--20",
            Self::S24 => "p-icon p-icon--24",
            Self::S32 => "p-icon p-icon--32",
            Self::S40 => "p-icon p-icon--40",
            Self::S56 => "p-icon p-icon--56",
        }
    }
}

/// Draws one icon as inline SVG, hidden from assistive technology. Stroke and fill are in the style sheet.
#[component]
pub fn Ico(
    /// Which icon.
    icon: Icon,
    /// Size at 100 % text; 24 px when left out.
    #[prop(optional)]
    size: IconSize,
) -> impl IntoView {
    drawn(icon, size).done()
}

/// [`Ico`] for elements that are text themselves.
pub(crate) fn drawn(icon: Icon, size: IconSize) -> Markup {
    let mut svg = Markup::new(r#"<svg viewBox="0 0 24 24" aria-hidden="true""#);
    svg.attr("class", size.class()).html("><path").attr("d", icon.path()).html("/>");
    svg.html(if icon == Icon::Contrast { r#"<path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" stroke="none"/>"# } else { "" });
    svg.html("</svg>");
    svg
}
