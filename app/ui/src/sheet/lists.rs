//! Navigation inside pages, and tables.

use leptos::prelude::*;

use super::SheetSection;
use crate::accordion::{Accordion, Fold};
use crate::breadcrumb::{BackLink, Breadcrumb};
use crate::filter_bar::FilterBar;
use crate::org_breadcrumb::OrgBreadcrumb;
use crate::pagination::Pagination;
use crate::select::{Select, SelectOption};
use crate::summary_list::{SummaryList, SummaryRow};
use crate::table::{Cell, Column, Row, SortOrder, Table};
use crate::tabs::{Tab, Tabs};

fn pair(href: &str, word: &str) -> (String, String) {
    (href.to_owned(), word.to_owned())
}

#[component]
pub(super) fn Navigation() -> impl IntoView {
    let tab = |label: &str, count, current| Tab { href: "#dieu-huong".to_owned(), label: label.to_owned(), count: Some(count), current };
    let unit = |name: &str| (Some("#dieu-huong".to_owned()), name.to_owned());
    view! {
        <SheetSection title="Điều hướng" id="dieu-huong" note="Tab là liên kết. Trang hiện tại vừa đậm vừa có vạch.">
            <Tabs
                label="Loại việc"
                tabs=vec![tab("Tất cả", 18, true), tab("Hồ\u{a0}sơ", 7, false), tab("Nhiệm\u{a0}vụ", 4, false), tab("Tin bài", 0, false)]
            />
            <Breadcrumb
                parents=vec![pair("/", "Trang chủ"), pair("/thu-tuc", "Dịch vụ công")]
                here="Hộ kinh\u{a0}doanh"
            />
            <BackLink href="#dieu-huong" label="Hộp thư đến\u{a0}(4)"/>
            <OrgBreadcrumb units=vec![unit("UBND tỉnh Lam\u{a0}Giang"), unit("UBND phường Phú Lam"), (None, "Phòng Kinh tế".to_owned())]/>
            <Pagination paging=model::Paging::of(2, 231) base="/kieu-dang?trang=" what="hồ sơ"/>
            <Accordion title="Cách tính hạn này" open=true>
                <p>"Tiếp nhận lúc 15:20 thứ\u{a0}Năm, 19/11/2026."</p>
                <p>"Thời hạn giải quyết: 3\u{a0}ngày làm\u{a0}việc."</p>
                <p>"Ngày 1: 20/11 · Ngày 2: 23/11 · Ngày 3: 25/11 (24/11 nghỉ Ngày Văn hóa Việt Nam)."</p>
                <p>"Hạn trả kết\u{a0}quả: "<strong>"17:00\u{a0}thứ\u{a0}Tư, 25/11/2026"</strong>"."</p>
            </Accordion>
            <Fold title="Vì sao tôi thấy hồ\u{a0}sơ này">
                <p>"Bạn là người phụ trách bước Thẩm định tại Phòng Kinh tế."</p>
            </Fold>
            <FilterBar action="/kieu-dang" clear_href="/kieu-dang">
                <Select
                    name="nhom"
                    label="Nhóm cơ\u{a0}quan"
                    options=vec![SelectOption::new("so", "Sở, ban, ngành"), SelectOption::new("xa", "Xã, phường, đặc khu")]
                />
                <Select name="ky" label="Kỳ" options=vec![SelectOption::new("t11", "Tháng 11/2026")]/>
            </FilterBar>
        </SheetSection>
    }
}

fn office(name: &str, done: &str, on_time: &str, share: &str, late: &str) -> Row {
    let (on_time, share) = (on_time.to_owned(), format!(" ({share}\u{a0}%)"));
    Row::new(vec![Cell::link("#bang", name), Cell::link("#bang", done), Cell::view(view! { <a href="#bang">{on_time}</a>{share} }), Cell::link("#bang", late)])
}

#[component]
pub(super) fn Tables() -> impl IntoView {
    let columns = vec![
        Column::text("Cơ\u{a0}quan").sort("/kieu-dang?sap=ten", None),
        Column::number("Đã xong").sort("/kieu-dang?sap=xong", Some(SortOrder::Descending)),
        Column::number("Đúng hạn / đã xong"),
        Column::number("Quá hạn"),
    ];
    let rows = vec![
        office("Phường Lam Thành", "1.204", "1.181/1.204", "98,09", "2"),
        office("Phường Phú Lam", "968", "941/968", "97,21", "4"),
        office("Xã Ngọc Lam", "412", "389/412", "94,42", "11"),
        Row::total(vec![
            Cell::text("Cả ba cơ\u{a0}quan"),
            Cell::link("#bang", "2.584"),
            Cell::view(view! { <a href="#bang">"2.511/2.584"</a>" (97,17\u{a0}%)" }),
            Cell::link("#bang", "17"),
        ]),
    ];
    view! {
        <SheetSection
            title="Bảng"
            id="bang"
            note="Số căn phải, chữ số đều cột. Sắp xếp bằng liên kết ở tiêu đề. Trên điện thoại mỗi dòng thành một khối."
        >
            <Table caption="Hồ\u{a0}sơ theo cơ\u{a0}quan, tháng 11/2026" columns=columns rows=rows/>
            <SummaryList rows=vec![
                SummaryRow::new("Họ và tên", "Nguyễn Văn An").edit("#bang"),
                SummaryRow::new("Nơi nhận kết\u{a0}quả", "Bản điện tử").edit("#bang"),
            ]/>
        </SheetSection>
    }
}
