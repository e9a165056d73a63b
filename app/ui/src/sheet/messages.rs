//! Tags, banners, confirmation, and pages without content.

use leptos::prelude::*;

use super::{SheetRow, SheetSection};
use crate::banner::{Banner, BannerKind};
use crate::button::{ButtonKind, LinkButton, PostButton};
use crate::confirmation_panel::ConfirmationPanel;
use crate::count_pill::CountPill;
use crate::dialog::{Dialog, DialogLink};
use crate::due_badge::{DueBadge, DueKind};
use crate::empty_state::EmptyState;
use crate::error_summary::ErrorSummary;
use crate::flash::{Flash, Undo};
use crate::icon::Icon;
use crate::loading::Loading;
use crate::refused::Refused;
use crate::status_tag::{StatusTag, Tone};

#[component]
pub(super) fn Tags() -> impl IntoView {
    let tags = [
        (Tone::Neutral, Icon::Pen, "Bản nháp"),
        (Tone::Neutral, Icon::Inbox, "Đã tiếp nhận"),
        (Tone::Blue, Icon::Refresh, "Đang xử lý"),
        (Tone::Gold, Icon::Pause, "Chờ bổ sung giấy\u{a0}tờ"),
        (Tone::Gold, Icon::Coin, "Chờ nộp tiền"),
        (Tone::Green, Icon::Okc, "Đã có kết\u{a0}quả"),
        (Tone::Green, Icon::Okc, "Đã trả kết\u{a0}quả"),
        (Tone::Red, Icon::Err, "Từ chối tiếp nhận"),
        (Tone::Neutral, Icon::Close, "Đã rút"),
    ];
    let tags = tags.into_iter().map(|(tone, icon, label)| view! { <StatusTag tone=tone icon=Some(icon) label=label/> }).collect_view();
    let badges = [
        (DueKind::Overdue, "Quá 1\u{a0}ngày 4\u{a0}giờ làm\u{a0}việc"),
        (DueKind::Today, "Còn 6\u{a0}giờ 30\u{a0}phút làm\u{a0}việc"),
        (DueKind::Soon, "Còn 2\u{a0}ngày 3\u{a0}giờ làm\u{a0}việc"),
        (DueKind::Later, "Còn 5\u{a0}ngày 3\u{a0}giờ làm\u{a0}việc"),
        (DueKind::Paused, "Tạm dừng, còn 8\u{a0}ngày làm\u{a0}việc khi tiếp tục"),
        (DueKind::Done, "Xong trước hạn 2\u{a0}ngày"),
        (DueKind::Open, "Không có thời hạn"),
    ];
    let badges = badges.into_iter().map(|(kind, text)| view! { <DueBadge kind=kind text=text/> }).collect_view();
    view! {
        <SheetSection title="Nhãn trạng thái" id="nhan" note="Biểu tượng và chữ. Không bao giờ chỉ có màu.">
            <SheetRow>{tags}<StatusTag tone=Tone::Brand label="Mới"/><StatusTag tone=Tone::Outline label="Bắt buộc"/></SheetRow>
            <SheetRow>{badges}</SheetRow>
            <SheetRow>
                <DueBadge kind=DueKind::Soon text="Còn 1\u{a0}ngày 3\u{a0}giờ làm\u{a0}việc" large=true/>
                <CountPill count=12/>
                <CountPill count=18 current=true/>
                <CountPill count=3 overdue=true/>
            </SheetRow>
        </SheetSection>
    }
}

#[component]
pub(super) fn Messages() -> impl IntoView {
    view! {
        <SheetSection
            title="Thông báo"
            id="thong-bao"
            note="Một vạch màu, một biểu tượng, một câu kết thúc bằng việc cần làm."
        >
            <Banner
                title="Bảo trì thanh toán trực tuyến từ 22:00 đến 23:00 hôm nay."
                text="Bạn vẫn nộp được hồ\u{a0}sơ và trả tiền sau."
            />
            <Banner
                kind=BannerKind::Notice
                title="Hồ\u{a0}sơ cần bổ sung trước 17:00, 23/12/2026."
                text="Thời hạn giải quyết đang tạm dừng."
                href="#thong-bao"
                link="Bổ sung 2\u{a0}giấy\u{a0}tờ"
            />
            <Flash
                text="Thư sẽ được gửi sau 10\u{a0}giây."
                undo=Undo { action: "/kieu-dang".to_owned(), label: "Hoàn tác gửi".to_owned(), hidden: Vec::new() }
            />
            <Banner
                kind=BannerKind::Error
                title="Chưa lưu được vì mất kết nối."
                text="Nội dung còn nguyên trên trang này."
                href="#thong-bao"
                link="Lưu lại bản nháp"
            />
            <Banner kind=BannerKind::Done text="Bản nháp lưu lúc 14:02, giữ đến 23/12/2026."/>
            <ErrorSummary
                errors=vec![
                    ("so_dien_thoai".to_owned(), "Hãy nhập đủ 10 số điện thoại.".to_owned()),
                    ("noi_nop".to_owned(), "Hãy chọn nơi nhận kết\u{a0}quả.".to_owned()),
                ]
                note="Những gì bạn đã nhập và tải lên vẫn còn nguyên."
                still=true
            />
        </SheetSection>
    }
}

#[component]
pub(super) fn Confirmation() -> impl IntoView {
    view! {
        <SheetSection title="Xác nhận" id="xac-nhan" note="Sau khi nộp: mã lớn, việc tiếp theo, thời điểm.">
            <ConfirmationPanel
                title="Đã nộp hồ\u{a0}sơ lúc 14:06, 23/11/2026"
                code="N-261123-7K4QXM"
                next="Trung tâm kiểm tra trong 8\u{a0}giờ làm\u{a0}việc và báo cho bạn qua Zalo."
                heading=false
            >
                <LinkButton href="#xac-nhan" label="Xem biên nhận"/>
                <LinkButton href="#xac-nhan" label="In biên nhận" icon=Icon::Print kind=ButtonKind::Secondary/>
            </ConfirmationPanel>
            <p><DialogLink dialog="hoi-xoa" href="/kieu-dang#xac-nhan" label="Xóa bản nháp"/></p>
            <Dialog
                id="hoi-xoa"
                title="Xóa bản nháp “Đăng ký thành lập hộ kinh\u{a0}doanh”?"
                text="3\u{a0}tệp đã tải lên cũng bị xóa."
                keep="Giữ bản nháp"
            >
                <PostButton action="/kieu-dang" label="Xóa bản nháp" kind=ButtonKind::DangerFilled/>
            </Dialog>
        </SheetSection>
    }
}

#[component]
pub(super) fn Nothing() -> impl IntoView {
    view! {
        <SheetSection title="Trống, đang tải, bị từ chối" id="trong" note="Mỗi trạng thái đều có bước tiếp theo.">
            <EmptyState icon=Icon::Okc title="Không còn việc quá hạn" text="Có 4\u{a0}việc đến hạn hôm nay.">
                <LinkButton href="#trong" label="Xem 4\u{a0}việc" kind=ButtonKind::Secondary/>
            </EmptyState>
            <EmptyState
                icon=Icon::Search
                title="Không tìm thấy “giấy phép cầu phao”"
                text="Hãy thử ít chữ hơn, hoặc gọi 0298\u{a0}380\u{a0}080 để được chỉ đúng thủ\u{a0}tục."
            />
            <Refused
                title="Bạn chưa có quyền ký văn\u{a0}bản này"
                right="Ký văn\u{a0}bản"
                place="Phòng Kinh tế"
                granted_by="Chánh Văn phòng Nguyễn Thị Hằng"
                request_action="/kieu-dang"
            />
            <Loading/>
        </SheetSection>
    }
}
