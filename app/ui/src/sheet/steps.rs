//! Steps, answers at a glance, papers.

use leptos::prelude::*;

use super::SheetSection;
use crate::attachment::Attachment;
use crate::due_badge::DueKind;
use crate::facts::{Fact, Facts};
use crate::four_actions::{ActionItem, FourActions};
use crate::icon::Icon;
use crate::print_header::PrintHeader;
use crate::receipt_row::{Receipt, ReceiptRow};
use crate::status_area::StatusArea;
use crate::status_tag::{StatusTag, Tone};
use crate::step_indicator::{IndicatorStep, StepIndicator};
use crate::step_list::{Step, StepList};
use crate::task_list::{TaskItem, TaskList};
use crate::timeline::{StepState, Timeline, TimelineStep};

fn indicator() -> Vec<IndicatorStep> {
    ["Trường hợp", "Nơi nộp", "Người nộp", "Tờ khai", "Giấy\u{a0}tờ", "Nhận kết\u{a0}quả", "Kiểm tra và nộp"]
        .into_iter()
        .enumerate()
        .map(|(i, label)| IndicatorStep {
            label: label.to_owned(),
            href: "#cac-buoc".to_owned(),
            state: match i {
                0..=3 => StepState::Done,
                4 => StepState::Current,
                _ => StepState::Next,
            },
        })
        .collect()
}

fn story() -> Vec<TimelineStep> {
    [
        (StepState::Done, "Đã nộp trực tuyến", "08:12 thứ\u{a0}Năm, 19/11/2026", "Cổng tỉnh. Mã nộp N-261119-8RVW3K"),
        (StepState::Done, "Đã tiếp nhận", "15:20 thứ\u{a0}Năm, 19/11/2026", "Trung tâm Phục vụ hành chính công phường Phú Lam. Đủ 3/3 giấy\u{a0}tờ."),
        (StepState::Current, "Đang thẩm định", "Từ 09:40 thứ\u{a0}Sáu, 20/11/2026", "Phòng Kinh tế. Hạn của bước này: 11:30 thứ\u{a0}Tư, 25/11/2026"),
        (StepState::Next, "Trả kết\u{a0}quả", "Chậm nhất 17:00 thứ\u{a0}Tư, 25/11/2026", "Bản điện tử, theo lựa chọn của người nộp"),
    ]
    .into_iter()
    .map(|(state, title, time, text)| TimelineStep { state, title: title.to_owned(), time: time.to_owned(), text: text.to_owned() })
    .collect()
}

fn how() -> Vec<Step> {
    [
        ("Bạn nộp hồ\u{a0}sơ", "Trực tuyến, khoảng 10\u{a0}phút. Hoặc tại bất kỳ trung tâm nào trong tỉnh.", "Nhận biên nhận ngay"),
        ("Trung tâm kiểm tra và tiếp nhận", "Nếu thiếu, bạn được báo một lần, đủ mọi mục cần bổ sung.", "Trong 8\u{a0}giờ làm\u{a0}việc"),
    ]
    .into_iter()
    .map(|(title, text, time)| Step { title: title.to_owned(), text: text.to_owned(), time: time.to_owned() })
    .collect()
}

fn checks() -> Vec<TaskItem> {
    [(true, "Tên hộ không trùng trong phạm vi phường", "Hệ thống kiểm tra 09:41, 20/11"), (false, "Địa điểm phù hợp quy hoạch", "Chưa kiểm tra")]
        .into_iter()
        .map(|(done, title, note)| TaskItem { done, title: title.to_owned(), href: String::new(), note: note.to_owned() })
        .collect()
}

#[component]
pub(super) fn Steps() -> impl IntoView {
    view! {
        <SheetSection
            title="Các bước"
            id="cac-buoc"
            note="Dòng sông dẫn từ việc đã xong đến việc sắp tới. Bước hiện tại có chữ, không chỉ có màu."
        >
            <StepIndicator steps=indicator()/>
            <Timeline steps=story()/>
            <StepList steps=how()/>
            <TaskList items=checks()/>
        </SheetSection>
    }
}

#[component]
pub(super) fn Answers() -> impl IntoView {
    let action = |icon, title: &str, text: &str, href: &str| ActionItem { icon, title: title.to_owned(), text: text.to_owned(), href: href.to_owned() };
    let fact = |icon, question: &str, answer: &str, note: &str| Fact { icon, question: question.to_owned(), answer: answer.to_owned(), note: note.to_owned() };
    view! {
        <SheetSection title="Câu trả lời trước" id="tra-loi" note="Đây là gì, đang ở đâu, phải làm gì, trước lúc nào.">
            <FourActions actions=vec![
                action(Icon::Up, "Nộp hồ sơ", "Tìm thủ\u{a0}tục, chuẩn bị giấy\u{a0}tờ và nộp trực tuyến", "/thu-tuc"),
                action(Icon::Eye, "Tra cứu hồ sơ", "Nhập mã hồ\u{a0}sơ để biết đang ở đâu, bao giờ xong", "/tra-cuu"),
                action(Icon::Doc, "Văn bản mới", "3\u{a0}văn\u{a0}bản ban hành hôm nay, còn hiệu lực", "/van-ban"),
                action(Icon::News, "Tin mới", "5\u{a0}tin trong ngày từ tỉnh và các xã, phường", "/tin-tuc"),
            ]/>
            <Facts facts=vec![
                fact(Icon::User, "Ai làm được", "Người từ 18 tuổi", "hoặc nhóm thành viên một hộ gia đình"),
                fact(Icon::Clock, "Bao lâu", "3 ngày làm việc", "tính từ ngày làm\u{a0}việc sau khi tiếp nhận"),
                fact(Icon::Coin, "Bao nhiêu tiền", "0 đ trực tuyến", "100.000\u{a0}đ khi nộp trực tiếp"),
                fact(Icon::Doc, "Nhận được gì", "Giấy chứng nhận", "bản điện tử có chữ ký số, bản giấy nếu cần"),
            ]/>
            <StatusArea
                tag=view! { <StatusTag tone=Tone::Blue icon=Some(Icon::Refresh) label="Đang xử lý"/> }.into_any()
                sentence="Đang thẩm định tại Phòng Kinh tế, UBND phường Phú Lam"
                todo="Bạn không phải làm gì lúc này. Khi có kết\u{a0}quả, chúng tôi báo qua Zalo và tin nhắn."
                due="17:00 thứ Tư, 25/11/2026"
                due_kind=DueKind::Soon
                due_text="Còn 1\u{a0}ngày 3\u{a0}giờ làm\u{a0}việc"
                how=vec!["Tiếp nhận lúc 15:20 thứ\u{a0}Năm, 19/11/2026.".to_owned(), "Thời hạn giải quyết: 3\u{a0}ngày làm\u{a0}việc.".to_owned()]
            />
        </SheetSection>
    }
}

#[component]
pub(super) fn Papers() -> impl IntoView {
    view! {
        <SheetSection title="Biên nhận và tệp" id="bien-nhan" note="Tên tệp, số byte và mã kiểm tra của từng tệp đã nhận.">
            <PrintHeader unit="UBND phường Phú Lam" title="Biên nhận điện tử" at="14:06, 23/11/2026"/>
            <Receipt>
                <ReceiptRow
                    number=1
                    title="Giấy đề nghị đăng ký hộ kinh\u{a0}doanh"
                    file="giay-de-nghi.pdf"
                    href="#bien-nhan"
                    bytes=218_604
                    sha256="9f2c41d07be83a56c1e4f8029d7735ab60ee18c2457f9b3d0a6cd215e8f47b93"
                />
                <ReceiptRow
                    number=2
                    title="Biên bản họp thành viên hộ gia đình"
                    file="bien-ban-hop.pdf"
                    href="#bien-nhan"
                    bytes=1_046_231
                    sha256="4ab7e0915cf2d638809b1de7c3f46a52e98d07b41c6f35ea72d9804bf1c2563e"
                />
            </Receipt>
            <Attachment name="chuong-trinh-giao-ban.pdf" href="#bien-nhan" note="PDF, 184\u{a0}KB"/>
        </SheetSection>
    }
}
