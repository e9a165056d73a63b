//! The officials' parts, shown inside their own shell at `/kieu-dang/ban-lam-viec`.

use leptos::prelude::*;

use crate::button::{ButtonKind, LinkButton};
use crate::due_badge::{DueBadge, DueKind};
use crate::icon::Icon;
use crate::layout::{Display, ListAndPane, NavItem, OfficialShell, ShellUser};
use crate::list_row::{ListRow, RowList};
use crate::page_title::PageHeading;
use crate::status_tag::{StatusTag, Tone};
use crate::week_strip::{DayKind, WeekCell, WeekStrip};
use crate::worklist::{WorklistGroup, WorklistRow};

fn nav() -> Vec<NavItem> {
    vec![
        NavItem::new("/can-bo", Icon::Today, "Hôm nay").count(18).current(true),
        NavItem::new("/can-bo/ho-so", Icon::Dossier, "Hồ\u{a0}sơ").count(7),
        NavItem::new("/can-bo/nhiem-vu", Icon::Task, "Nhiệm\u{a0}vụ").count(4),
        NavItem::new("/can-bo/van-ban", Icon::Doc, "Văn\u{a0}bản").count(3),
        NavItem::new("/can-bo/thu", Icon::Mail, "Hộp thư").count(4),
        NavItem::new("/can-bo/tin-bai", Icon::News, "Tin bài"),
        NavItem::new("/can-bo/thong-ke", Icon::Chart, "Thống kê"),
        NavItem::new("/quan-tri", Icon::Gear, "Quản trị"),
    ]
}

fn cells() -> Vec<WeekCell> {
    [
        (DayKind::Overdue, "Quá hạn", Some(3), "xử lý trước"),
        (DayKind::Today, "Thứ\u{a0}Hai 23/11", Some(4), "hôm nay"),
        (DayKind::Off, "Thứ\u{a0}Ba 24/11", None, "nghỉ lễ"),
        (DayKind::Working, "Thứ\u{a0}Tư 25/11", Some(3), "việc"),
        (DayKind::Working, "Thứ\u{a0}Năm 26/11", Some(4), "việc"),
        (DayKind::Working, "Sau đó", Some(4), "việc"),
    ]
    .into_iter()
    .map(|(kind, label, count, note)| WeekCell {
        kind,
        label: label.to_owned(),
        count,
        note: note.to_owned(),
        href: count.map(|_| "#viec".to_owned()).unwrap_or_default(),
    })
    .collect()
}

fn rows() -> impl IntoView {
    view! {
        <RowList label="Hồ sơ đang giải quyết">
            <ListRow
                href="#viec"
                above="H99.107-261030-0017"
                title="Cấp giấy phép xây dựng nhà ở riêng lẻ"
                below="Ông Phạm Đức Hòa · Lê Thị Ngọc"
                badges=view! { <DueBadge kind=DueKind::Overdue text="Quá 2\u{a0}ngày 5\u{a0}giờ làm\u{a0}việc"/> }.into_any()
            />
            <ListRow
                href="#viec"
                above="H99.107-261119-0042"
                title="Đăng ký thành lập hộ kinh\u{a0}doanh"
                below="Ông Nguyễn Văn An · Trần Thị Mỹ"
                selected=true
                badges=view! { <DueBadge kind=DueKind::Soon text="Còn 1\u{a0}ngày 3\u{a0}giờ làm\u{a0}việc"/> }.into_any()
            />
            <ListRow
                href="#viec"
                above="Nguyễn Thị Hằng"
                title="Chuẩn bị nội dung họp giao ban"
                below="Chánh Văn phòng UBND phường"
                time="13:26"
                initials="HN"
                unread=true
                badges=view! {
                    <StatusTag tone=Tone::Brand label="Mới"/>
                    <StatusTag tone=Tone::Gold icon=Some(Icon::Clock) label="Cần trả lời"/>
                    <StatusTag tone=Tone::Neutral icon=Some(Icon::Clip) label="1\u{a0}tệp"/>
                }
                .into_any()
            />
        </RowList>
    }
}

fn action(label: &'static str, kind: ButtonKind) -> AnyView {
    view! { <LinkButton href="#viec" label=label kind=kind/> }.into_any()
}

/// The officials' shell with worklist, week strip, list rows and pane.
#[component]
pub fn DeskSheet(
    /// Text size and theme in force.
    #[prop(optional)]
    display: Display,
) -> impl IntoView {
    let user = ShellUser { name: "Lê Văn Thành".to_owned(), unit: "Phòng Kinh tế, UBND phường Phú Lam".to_owned(), initials: "LT".to_owned() };
    view! {
        <OfficialShell
            path="/kieu-dang/ban-lam-viec"
            display=display
            user=user
            nav=nav()
            notices=4
            help_href="/huong-dan/hom-nay"
        >
            <PageHeading title="Hôm nay" aside=view! { <span>"14:00 thứ\u{a0}Hai, 23/11/2026"</span> }.into_any()/>
            <WeekStrip cells=cells()/>
            <WorklistGroup id="viec" title="Quá hạn" count=1 icon=Icon::Warn overdue=true>
                <WorklistRow
                    icon=Icon::Dossier
                    kind="Hồ\u{a0}sơ"
                    code="H99.107-261030-0017"
                    title="Cấp giấy phép xây dựng nhà ở riêng lẻ"
                    href="#viec"
                    who="Ông Phạm Đức Hòa · chờ ông duyệt văn\u{a0}bản xin lỗi"
                    due_kind=DueKind::Overdue
                    due_text="Quá 2\u{a0}ngày 5\u{a0}giờ làm\u{a0}việc"
                    action=action("Ký xin lỗi", ButtonKind::Primary)
                />
            </WorklistGroup>
            <WorklistGroup id="viec-hom-nay" title="Đến hạn hôm nay" count=1 icon=Icon::Clock>
                <WorklistRow
                    icon=Icon::Doc
                    kind="Văn\u{a0}bản"
                    code="Trình ông ký nháy"
                    title="Tờ trình 64/TTr-KT về phân bổ kinh phí duy tu đường"
                    href="#viec-hom-nay"
                    who="Nguyễn Thị Hằng soạn, 3\u{a0}trang"
                    due_kind=DueKind::Today
                    due_text="Còn 3\u{a0}giờ làm\u{a0}việc"
                    action=action("Xem và ký", ButtonKind::Secondary)
                />
            </WorklistGroup>
            <ListAndPane list=rows().into_any() list_label="Danh sách" open=false>
                <h2>"Đăng ký thành lập hộ kinh\u{a0}doanh"</h2>
                <p>"Hẹn trả "<strong>"17:00, 25/11/2026"</strong></p>
            </ListAndPane>
        </OfficialShell>
    }
}
