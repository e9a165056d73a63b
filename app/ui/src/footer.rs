//! The public footer.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};
use crate::mark::RiverLine;

const ABOUT: [(&str, &str); 4] = [
    ("/danh-ba", "Danh bạ cơ quan"),
    ("/cong-thanh-phan", "Cổng thành phần"),
    ("/lich-lanh-dao", "Lịch làm\u{a0}việc của lãnh đạo"),
    ("/du-lieu-mo", "Dữ liệu mở"),
];

const HELP: [(&str, &str); 6] = [
    ("/lay-so", "Lấy số, đặt lịch ở trung tâm"),
    ("/danh-gia", "Đánh giá của người dân"),
    ("/huong-dan", "Hướng dẫn sử dụng"),
    ("/gop-y", "Phản ánh, kiến nghị"),
    ("/kha-nang-tiep-can", "Tuyên bố về khả năng tiếp cận"),
    ("/cap-nhat-cong", "Tình trạng cập nhật các cổng"),
];

fn links<const N: usize>(items: [(&'static str, &'static str); N]) -> impl IntoView {
    let items = items.into_iter().map(|(href, word)| view! { <li><a class="p-footer__link" href=href>{word}</a></li> }).collect_view();
    view! { <ul class="p-footer__links">{items}</ul> }
}

/// Hotline, directory, component portals, help, the note of the demo and who answers for the portal.
#[component]
pub fn Footer(
    /// Hotline as people read it, for example "0298 380 080".
    #[prop(into)]
    hotline: String,
    /// The data are simulated.
    #[prop(optional)]
    demo: bool,
) -> impl IntoView {
    let tel = format!("tel:{}", hotline.replace(|c: char| !c.is_ascii_digit() && c != '+', ""));
    let note = demo.then(|| {
        view! {
            <p class="p-footer__demo">
                <strong>"Dữ liệu mô phỏng."</strong>
                " Tỉnh Lam\u{a0}Giang, người và hồ\u{a0}sơ trên trang này đều là giả định."
            </p>
        }
    });
    view! {
        <footer class="p-footer">
            <RiverLine footer=true/>
            <div class="p-footer__in">
                <div class="p-footer__columns">
                    <div class="p-footer__contact">
                        <p class="p-footer__hours">"Đường dây nóng, trả lời 07:00–17:00 ngày làm\u{a0}việc"</p>
                        <p class="p-footer__hotline">
                            <a class="p-footer__tel" href=tel>
                                <Ico icon=Icon::Phone size=IconSize::S32/>
                                <span>{hotline.replace(' ', "\u{a0}")}</span>
                            </a>
                        </p>
                        <p class="p-footer__address">
                            "Trung tâm Phục vụ hành chính công tỉnh, số\u{a0}2 đường Bờ Sông, phường Thành Lam. Mọi trung tâm trong tỉnh đều nhận mọi thủ\u{a0}tục."
                        </p>
                    </div>
                    {links(ABOUT)}
                    {links(HELP)}
                </div>
                <div class="p-footer__end">
                    {note}
                    <p class="p-footer__owner">"Chịu trách nhiệm: Chánh Văn phòng UBND tỉnh"</p>
                </div>
            </div>
        </footer>
    }
}
