//! Mark, colours, letters, buttons.

use leptos::prelude::*;

use super::{SheetRow, SheetSection};
use crate::button::{Button, ButtonGroup, ButtonKind, LinkButton, PostButton};
use crate::compose_button::ComposeButton;
use crate::icon::Icon;
use crate::mark::{Mark, MarkSize, RiverLine};

#[component]
pub(super) fn Marks() -> impl IntoView {
    view! {
        <SheetSection
            title="Dấu hiệu"
            id="dau-hieu"
            note="Cổng làng và dòng sông. Khoảng trống quanh dấu bằng nửa chiều cao. Không nhỏ hơn 32\u{a0}px."
        >
            <SheetRow>
                <Mark size=MarkSize::S96/>
                <Mark/>
                <Mark size=MarkSize::S32/>
                <span class="p-sheet__deep"><Mark on_deep=true/></span>
            </SheetRow>
            <RiverLine/>
        </SheetSection>
    }
}

/// Name, hexadecimal value, what it reaches.
const COLOURS: [(&str, &str, &str); 12] = [
    ("Sông", "#0B4A6F", "9,45 trên trắng"),
    ("Sông đậm", "#082B42", "14,64 trên trắng"),
    ("Mặt nước", "#EEF5F9", "nền, chữ 14,86"),
    ("Vàng", "#F0B429", "trang trí, vạch"),
    ("Vàng nhạt", "#FFF6DF", "chữ 8,69"),
    ("Chữ", "#12212E", "16,37 trên trắng"),
    ("Chữ phụ", "#3B4A57", "9,12 trên trắng"),
    ("Viền ô nhập", "#5B6E7D", "5,29 trên trắng"),
    ("Kẻ", "#D2DBE2", "chỉ phân cách"),
    ("Nền phụ", "#F3F6F8", "chữ 15,08"),
    ("Quá hạn, lỗi", "#921818", "8,88 trên trắng"),
    ("Đã xong", "#0E5132", "9,37 trên trắng"),
];

#[component]
pub(super) fn Colours() -> impl IntoView {
    let items = COLOURS
        .into_iter()
        .map(|(name, hex, note)| {
            view! {
                <li class="p-sheet__colour">
                    <svg class="p-sheet__swatch" width="100%" height="72" aria-hidden="true" focusable="false">
                        <rect width="100%" height="72" fill=hex/>
                    </svg>
                    <strong>{name}</strong>
                    <code class="p-sheet__code">{hex}</code>
                    <span class="p-sheet__small">{note}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <SheetSection
            title="Màu"
            id="mau"
            note="Xanh sông là màu duy nhất để bấm. Vàng để nhắc. Đỏ chỉ cho quá hạn và lỗi, xanh lá chỉ cho việc đã xong."
        >
            <ul class="p-sheet__colours">{items}</ul>
        </SheetSection>
    }
}

/// Size and line height, class, sample.
const LETTERS: [(&str, &str, &str); 6] = [
    ("48/60", "display", "Ước mở cửa ngõ"),
    ("38/48", "h1", "Thủ\u{a0}tục đăng ký hộ kinh\u{a0}doanh"),
    ("27/36", "h2", "Giấy\u{a0}tờ cần chuẩn bị trước"),
    ("21/30", "h3", "Những bước tiếp theo của hồ\u{a0}sơ"),
    ("18/29", "body", "Kết quả được trả trước 17:00\u{a0}thứ\u{a0}Tư, 25/11/2026."),
    ("16/25", "small", "Tính đến 14:00, 23/11/2026. Cỡ nhỏ nhất được dùng."),
];

#[component]
pub(super) fn Letters() -> impl IntoView {
    let rows = LETTERS
        .into_iter()
        .map(|(size, class, sample)| {
            view! {
                <li class="p-sheet__letter">
                    <span class="p-sheet__size n">{size}</span>
                    <span class=format!("p-sheet__sample p-sheet__sample--{class}")>{sample}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <SheetSection
            title="Chữ"
            id="chu"
            note="Be Vietnam Pro 400 và 600. Không dùng chữ in hoa cả dòng, không in nghiêng."
        >
            <ul class="p-sheet__letters">{rows}</ul>
        </SheetSection>
    }
}

#[component]
pub(super) fn Buttons() -> impl IntoView {
    view! {
        <SheetSection
            title="Nút"
            id="nut"
            note="Cao 48\u{a0}px, nút chính của trang 64\u{a0}px. Một nút đặc cho mỗi màn hình. Luôn có chữ."
        >
            <SheetRow>
                <LinkButton href="#nut" label="Bắt đầu nộp hồ\u{a0}sơ" icon_after=Icon::Right large=true/>
                <ComposeButton/>
            </SheetRow>
            <form method="get" action="/kieu-dang">
                <ButtonGroup>
                    <Button label="Lưu và tiếp tục"/>
                    <LinkButton href="#nut" label="Tải về" icon=Icon::Down kind=ButtonKind::Secondary/>
                    <LinkButton href="#nut" label="In trang này" icon=Icon::Print kind=ButtonKind::Line/>
                    <Button label="Làm tiếp sau" kind=ButtonKind::Quiet name="sau" value="1" formnovalidate=true/>
                    <Button label="Xóa bản nháp" icon=Icon::Trash kind=ButtonKind::Danger name="xoa" value="1"/>
                </ButtonGroup>
            </form>
            <p class="p-sheet__label">"Di chuột, chọn bằng bàn phím, đang gửi, chưa dùng được"</p>
            <form class="p-sheet__row" method="get" action="/kieu-dang">
                <button class="p-button p-button--primary p-button--hover" type="submit">
                    <span class="p-button__label">"Nộp hồ\u{a0}sơ"</span>
                </button>
                <button class="p-button p-button--primary p-button--focus" type="submit">
                    <span class="p-button__label">"Nộp hồ\u{a0}sơ"</span>
                </button>
                <Button label="Đang nộp…" busy=true/>
                <Button label="Nộp hồ\u{a0}sơ" disabled_by="nut-vi-sao"/>
            </form>
            <p class="p-sheet__small" id="nut-vi-sao">"Chưa nộp được: còn thiếu 1\u{a0}giấy\u{a0}tờ."</p>
            <p class="p-sheet__label">"Nút xóa trong trang hỏi lại"</p>
            <PostButton
                action="/kieu-dang"
                label="Xóa bản nháp"
                kind=ButtonKind::DangerFilled
                icon=Some(Icon::Trash)
                of="Đăng ký thành lập hộ kinh doanh"
            />
        </SheetSection>
    }
}
