//! The fixed pages that the footer leads to: help, feedback, open data, accessibility.

use crate::web::{Page, Result, Rq};
use leptos::prelude::*;

fn text_page(title: &'static str, lead: &'static str, body: impl FnOnce() -> AnyView + Send + 'static) -> Page {
    Page::new(title, move || {
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here=title/>
                <ui::PageHeading title=title lead=lead/>
                <div class="p-prose">{body()}</div>
            </ui::Container>
        }
    })
    .cacheable()
}

/// `/huong-dan`
pub async fn help(rq: Rq) -> Result<Page> {
    let hotline = rq.portal.settings().hotline.clone();
    Ok(text_page("Hướng dẫn sử dụng", "Bốn việc thường làm nhất trên Một Cổng, mỗi việc vài bước.", move || {
        view! {
            <h2>"Nộp hồ sơ trực tuyến"</h2>
            <ol>
                <li>"Vào "<a href="/thu-tuc">"Dịch vụ công"</a>", gõ tên việc cần làm, có dấu hay không dấu đều được."</li>
                <li>"Đọc phần giấy tờ cần chuẩn bị, rồi chọn “Nộp hồ sơ”."</li>
                <li>"Trả lời từng câu hỏi. Mỗi bước được lưu; có thể dừng và làm tiếp sau."</li>
                <li>"Kiểm tra lại và nộp. Giữ mã hồ sơ và mã kiểm tra trên biên nhận."</li>
            </ol>
            <h2>"Tra cứu hồ sơ"</h2>
            <p>"Vào "<a href="/tra-cuu">"Tra cứu hồ sơ"</a>", nhập mã trên biên nhận. Không cần đăng nhập."</p>
            <h2>"Chữ to, tương phản cao"</h2>
            <p>"Chọn cỡ chữ 125 %, 150 %, 175 % hoặc nền tối, tương phản cao ở đầu mọi trang. Lựa chọn được nhớ trên máy của bạn."</p>
            <h2 id="can-nguoi-giup">"Cần người giúp"</h2>
            <p>{format!("Gọi {hotline}, 07:00–17:00 ngày làm việc, hoặc đến trung tâm gần nhất. Mọi trung tâm trong tỉnh nhận mọi thủ tục.")}</p>
        }
        .into_any()
    }))
}

/// `/gop-y`
pub async fn feedback(rq: Rq) -> Result<Page> {
    let hotline = rq.portal.settings().hotline.clone();
    Ok(text_page("Phản ánh, kiến nghị", "Cách gửi phản ánh về thủ tục, cán bộ và trang này.", move || {
        let tel = format!("tel:{}", hotline.replace(' ', ""));
        view! {
            <h2>"Gọi điện"</h2>
            <p>"Đường dây nóng "<a href=tel>{hotline}</a>", 07:00–17:00 ngày làm việc. Phản ánh được ghi lại và chuyển đúng cơ quan trong 2 ngày làm việc."</p>
            <h2>"Đến trực tiếp"</h2>
            <p>"Mọi trung tâm phục vụ hành chính công trong tỉnh đều nhận phản ánh và đưa phiếu hẹn trả lời. Xem địa chỉ ở "<a href="/danh-ba">"Danh bạ cơ quan"</a>"."</p>
            <h2>"Góp ý dự thảo văn bản"</h2>
            <p>"Các dự thảo đang mở ở mục "<a href="/tin-tuc/lay-y-kien-du-thao">"Lấy ý kiến dự thảo văn bản"</a>". Viết ý kiến ngay dưới bài; ý kiến được duyệt rồi đăng."</p>
            <h2>"Đánh giá sau khi nhận kết quả"</h2>
            <p>"Sau khi nhận kết quả, vào "<a href="/tra-cuu">"Tra cứu hồ sơ"</a>" để chấm mức độ hài lòng. Điểm được tính công khai cho từng cơ quan."</p>
        }
        .into_any()
    }))
}

/// `/du-lieu-mo`
pub async fn open_data(_rq: Rq) -> Result<Page> {
    Ok(text_page("Dữ liệu mở", "Tải về, dùng lại tự do, ghi nguồn “Một Cổng tỉnh Lam Giang”.", || {
        view! {
            <h2>"Danh bạ cơ quan"</h2>
            <p>"Tên, mã định danh, địa chỉ, điện thoại của cơ quan cấp tỉnh và xã, phường, đặc khu. "<a href="/danh-ba.csv">"Tải CSV"</a></p>
            <h2>"Tin tức, thông báo, văn bản"</h2>
            <ul>
                <li><a href="/rss/tin-tuc.xml">"Tin tức (RSS)"</a></li>
                <li><a href="/rss/thong-bao.xml">"Thông báo (RSS)"</a></li>
                <li><a href="/rss/van-ban.xml">"Văn bản (RSS)"</a></li>
                <li><a href="/atom/tin-tuc.xml">"Tin tức (Atom)"</a></li>
                <li><a href="/sitemap.xml">"Sơ đồ trang (XML)"</a></li>
            </ul>
        }
        .into_any()
    }))
}

/// `/kha-nang-tiep-can`
pub async fn accessibility(rq: Rq) -> Result<Page> {
    let hotline = rq.portal.settings().hotline.clone();
    Ok(text_page(
        "Tuyên bố về khả năng tiếp cận",
        "Một Cổng được làm để ai cũng dùng được, kể cả người khuyết tật và người lớn tuổi.",
        move || {
            view! {
                <h2>"Chuẩn áp dụng"</h2>
                <p>"Trang hướng tới WCAG 2.2 mức AA, theo Thông tư 26/2020/TT-BTTTT, Thông tư 22/2023/TT-BTTTT và Điều 43 Luật Người khuyết tật."</p>
                <h2>"Bạn có thể"</h2>
                <ul>
                    <li>"Dùng mọi chức năng bằng bàn phím; vị trí đang đứng luôn thấy rõ."</li>
                    <li>"Phóng chữ đến 175 % bằng nút trên trang, đến 400 % bằng trình duyệt."</li>
                    <li>"Chọn nền tối hoặc tương phản cao."</li>
                    <li>"Nghe bằng phần mềm đọc màn hình: mỗi trang có một tiêu đề chính, vùng nội dung và bảng có tiêu đề cột."</li>
                    <li>"Dùng khi tắt JavaScript và khi mạng chậm."</li>
                    <li>"In mọi trang với địa chỉ và thời gian."</li>
                </ul>
                <h2>"Còn hạn chế"</h2>
                <ul>
                    <li>"Tệp văn bản gốc do cơ quan khác phát hành có thể chưa đọc được bằng phần mềm đọc màn hình. Hãy gọi để nhận bản chữ."</li>
                    <li>"Chưa có bản ngôn ngữ ký hiệu."</li>
                </ul>
                <h2>"Báo lỗi"</h2>
                <p>{format!("Gặp chỗ khó dùng, hãy gọi {hotline}. Chúng tôi trả lời trong 2 ngày làm việc.")}</p>
            }
            .into_any()
        },
    ))
}
