//! `/xep-hang`: which leaderboard.

use crate::web::{Page, Result, Rq};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use model::format;
use model::stats::Period;

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let today = format::local_date(rq.portal.clock().now());
    let begin = |month: u32| NaiveDate::from_ymd_opt(today.year(), month, 1).unwrap_or(today);
    let periods = [("Tháng này", begin(today.month())), ("Quý này", begin((today.month0() / 3) * 3 + 1)), ("Năm nay", begin(1))];
    Ok(Page::new("Xếp hạng", move || {
        let links = periods
            .into_iter()
            .map(|(label, from)| {
                let href = format!("/xep-hang/nhiem-vu?{}", super::filter::query(&Period::cohort(from, today, today)));
                let text = format!("{label}, từ {} đến {}", format::date(from), format::date(today));
                view! { <li><a href=href>{text}</a></li> }
            })
            .collect_view();
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here="Xếp hạng"/>
                <ui::PageHeading
                    title="Xếp hạng"
                    lead="Số liệu tính trực tiếp từ dữ liệu của cổng. Mỗi con số mở ra đúng những dòng đã được đếm."
                />
                <ui::Section id="nhiem-vu" title="Nhiệm vụ được giao" more_href="/xep-hang/nhiem-vu" more_label="Xem bảng xếp hạng nhiệm vụ">
                    <p>"Nhiệm vụ UBND tỉnh giao cho sở, ban, ngành và xã, phường, đặc khu: đã hoàn thành đúng hạn, quá hạn, đang thực hiện trong hạn, quá hạn."</p>
                    <ul class="p-link-list">{links}</ul>
                </ui::Section>
                <ui::Section id="ho-so" title="Hồ sơ thủ tục hành chính" more_href="/thong-ke/ho-so" more_label="Xem thống kê hồ sơ">
                    <p>"Hồ sơ tồn, tiếp nhận, đã giải quyết, đang giải quyết và tỷ lệ đúng hạn của từng đơn vị, lĩnh vực, kênh nộp."</p>
                </ui::Section>
            </ui::Container>
        }
    })
    .description("Xếp hạng thực hiện nhiệm vụ của các cơ quan trong tỉnh."))
}
