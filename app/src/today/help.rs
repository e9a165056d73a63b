//! `/can-bo/huong-dan/{trang}`: one printable page of help for each screen of the officials' desk.

use crate::web::{Error, Page, Result, Rq};
use leptos::prelude::*;

/// Help for the screens below one address.
struct Help {
    /// Part of the address of the help.
    slug: &'static str,
    /// The screens it explains begin with this path.
    path: &'static str,
    /// Title.
    title: &'static str,
    /// What the screen is for.
    lead: &'static str,
    /// Questions and what to do, step by step.
    parts: &'static [(&'static str, &'static [&'static str])],
}

/// Deeper paths stand before those that contain them.
const HELP: &[Help] = &[
    Help {
        slug: "soan-thu",
        path: "/can-bo/thu/soan",
        title: "Hướng dẫn soạn thư",
        lead: "Viết thư công vụ, chọn người nhận, đính kèm tệp và gửi. Mỗi lần bấm nút, thư nháp được lưu.",
        parts: &[
            (
                "Chọn người nhận",
                &[
                    "Bấm “Thêm người nhận”.",
                    "Gõ tên người, đơn vị hoặc nhóm, có dấu hay không dấu; bấm “Tìm”.",
                    "Bấm “Đến”, “Đồng gửi” hoặc “Đồng gửi ẩn” bên cạnh tên.",
                    "Bấm “Quay lại thư” khi đã đủ người.",
                ],
            ),
            (
                "Đính kèm tệp",
                &["Bấm “Chọn tệp”, chọn tệp trên máy.", "Bấm “Tải lên”. Tổng các tệp của một thư không quá 25 MB.", "Bấm “Xóa” bên cạnh tệp để bỏ."],
            ),
            ("Gửi và hoàn tác", &["Ghi tiêu đề, viết nội dung, bấm “Gửi thư”.", "Trong 10 giây, bấm “Hoàn tác gửi” nếu gửi nhầm: chưa ai nhìn thấy thư."]),
        ],
    },
    Help {
        slug: "thu",
        path: "/can-bo/thu",
        title: "Hướng dẫn hộp thư",
        lead: "Đọc, trả lời và sắp xếp thư công vụ. Không gửi bí mật nhà nước qua hộp thư này.",
        parts: &[
            (
                "Đọc và trả lời",
                &[
                    "Thư chưa đọc in đậm và có chữ “Mới”. Bấm vào một dòng để mở.",
                    "Bấm “Trả lời” để viết thư trả lời; nội dung cũ được trích bên dưới.",
                    "Thư có chữ “Cần trả lời” nằm ở mục Hôm nay cho đến khi bạn trả lời.",
                ],
            ),
            ("Biết ai đã mở thư", &["Mở thư trong mục “Đã gửi”.", "Bấm “Đã mở …” để xem từng người và giờ mở đầu tiên."]),
            ("Thu hồi thư", &["Mở trang “Thông tin mở thư” của thư đã gửi.", "Bấm “Thu hồi với người chưa mở”. Người đã mở vẫn giữ thư."]),
            (
                "Tìm thư",
                &["Gõ từ cần tìm vào ô “Tìm trong thư”, có dấu hay không dấu.", "Ở trang kết quả, thu hẹp theo người gửi, người nhận, ngày hoặc tệp đính kèm."],
            ),
        ],
    },
    Help {
        slug: "ho-so",
        path: "/can-bo/ho-so",
        title: "Hướng dẫn hồ sơ",
        lead: "Tiếp nhận, phân công, xử lý và trả kết quả hồ sơ thủ tục hành chính.",
        parts: &[
            (
                "Tìm việc của mình",
                &[
                    "Chọn danh sách ở đầu trang: “Chờ tiếp nhận”, “Phân công”, “Đang xử lý của tôi”…",
                    "Hồ sơ quá hạn luôn đứng trước; chữ “Quá …” nói rõ đã quá bao lâu.",
                ],
            ),
            (
                "Xử lý một hồ sơ",
                &[
                    "Mở hồ sơ, kiểm tra giấy tờ và thời hạn.",
                    "Bấm việc tiếp theo ở đầu trang; trang nói rõ sau đó hồ sơ chuyển cho ai.",
                    "Mỗi bước được ghi lại với tên người và giờ làm.",
                ],
            ),
        ],
    },
    Help {
        slug: "nhiem-vu",
        path: "/can-bo/nhiem-vu",
        title: "Hướng dẫn nhiệm vụ",
        lead: "Nhận, báo cáo và theo dõi nhiệm vụ được giao.",
        parts: &[
            (
                "Nhận nhiệm vụ",
                &["Mở nhiệm vụ trong danh sách “Nhiệm vụ của tôi” hoặc của đơn vị.", "Bấm “Tiếp nhận”. Nếu giao nhầm, bấm “Trả lại” và ghi lý do."],
            ),
            (
                "Báo cáo",
                &[
                    "Mở nhiệm vụ, ghi tiến độ và kết quả, đính kèm tài liệu.",
                    "Bấm “Báo cáo hoàn thành”. Nhiệm vụ xong khi người giao xác nhận.",
                    "Cần thêm thời gian: bấm “Đề nghị gia hạn” trước ngày đến hạn.",
                ],
            ),
            (
                "Xem theo cách của mình",
                &[
                    "Chọn “Danh sách”, “Bảng theo nhóm” hoặc “Lịch đến hạn”; cách lọc giữ nguyên.",
                    "Bấm “Lưu bộ lọc này”, đặt tên, để lần sau mở lại; địa chỉ của bộ lọc gửi được cho người khác.",
                    "Chữ “Mới” là nhiệm vụ vào danh sách từ lần xem trước. Bấm “Đánh dấu đã xem” khi đã xem hết.",
                ],
            ),
        ],
    },
    Help {
        slug: "tin-bai",
        path: "/can-bo/tin-bai",
        title: "Hướng dẫn tin bài",
        lead: "Viết, biên tập, duyệt và xuất bản tin trên các trang của tỉnh.",
        parts: &[
            ("Viết bài", &["Bấm “Viết bài mới”, chọn trang và chuyên mục.", "Ghi tiêu đề, tóm tắt, nội dung; xem trước rồi bấm “Trình biên tập”."]),
            ("Duyệt bài", &["Mở bài trong danh sách “Chờ duyệt”.", "Duyệt, hẹn giờ xuất bản, hoặc trả lại kèm lý do. Người viết không tự duyệt bài của mình."]),
        ],
    },
    Help {
        slug: "danh-muc-thu-tuc",
        path: "/can-bo/thu-tuc",
        title: "Hướng dẫn danh mục thủ tục",
        lead: "Soạn, duyệt và công bố phiên bản của thủ tục, mức thu và tờ khai.",
        parts: &[
            (
                "Soạn một phiên bản",
                &[
                    "Mở thủ tục rồi bấm “Tạo phiên bản mới”; thủ tục chưa có thì nhập mã và tên ở cuối danh mục, hoặc nhập từ tệp.",
                    "Sửa từng trang rồi bấm “Lưu”. Chưa đủ vẫn lưu được; mục còn thiếu được liệt kê ở cuối trang.",
                    "Bấm “Trình duyệt” khi không còn mục nào phải sửa.",
                ],
            ),
            (
                "Duyệt và công bố",
                &[
                    "Người duyệt phải là người khác, không sửa gì trong dự thảo.",
                    "Xem phần “Thay đổi so với phiên bản đang áp dụng” và toàn bộ nội dung, rồi duyệt hoặc trả lại kèm lý do.",
                    "Sau khi công bố, phiên bản tự áp dụng từ ngày có hiệu lực và không sửa được nữa. Có lỗi thì công bố phiên bản khác cùng ngày, ghi lý do đính chính.",
                ],
            ),
        ],
    },
    Help {
        slug: "hom-nay",
        path: "/can-bo",
        title: "Hướng dẫn trang Hôm nay",
        lead: "Trang này gom mọi việc đang chờ bạn: hồ sơ, nhiệm vụ, thư, tin bài. Việc quá hạn đứng đầu.",
        parts: &[
            (
                "Làm việc với danh sách",
                &[
                    "Đọc nhóm “Quá hạn” trước, rồi “Đến hạn hôm nay”, rồi “Tiếp theo”.",
                    "Mỗi dòng có một nút ở bên phải: đó là việc tiếp theo cần làm.",
                    "Chọn loại việc ở hàng chữ phía trên để chỉ xem hồ sơ, nhiệm vụ, thư hoặc tin bài.",
                    "Chữ “Mới” là việc đến từ lần trước bạn mở trang này. Bấm “Đánh dấu đã xem” khi đã xem hết.",
                ],
            ),
            (
                "Đọc các con số",
                &[
                    "Số bên cạnh chữ ở cột trái là số việc đang chờ; số tự cập nhật, không cần tải lại trang.",
                    "Dải ngày cho biết mỗi ngày có bao nhiêu việc đến hạn; ngày nghỉ không tính vào thời hạn.",
                ],
            ),
            ("Chữ to hơn, nền tối", &["Bấm tên của bạn ở góc phải.", "Chọn cỡ chữ hoặc màu nền. Lựa chọn được nhớ cho lần sau."]),
        ],
    },
];

/// Where the help for a screen is; empty outside of the desk.
pub(crate) fn address(path: &str) -> String {
    let found = HELP.iter().find(|help| path == help.path || path.starts_with(&format!("{}/", help.path)));
    found.map(|help| format!("/can-bo/huong-dan/{}", help.slug)).unwrap_or_default()
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let help = HELP.iter().find(|help| help.slug == rq.param("trang")).ok_or(Error::NotFound)?;
    Ok(Page::new(help.title, move || {
        let parts = help.parts.iter().enumerate().map(|(n, (title, steps))| {
            let steps = steps.iter().map(|step| view! { <li>{*step}</li> }).collect_view();
            view! { <ui::Section title=*title id=format!("phan-{}", n + 1)><ol class="p-help-steps">{steps}</ol></ui::Section> }
        });
        let parts = parts.collect_view();
        view! {
            <div class="p-mail-compose">
                <ui::BackLink href=help.path label="Quay lại trang làm việc"/>
                <ui::PageHeading title=help.title lead=help.lead/>
                {parts}
                <p class="p-muted">"In trang này bằng lệnh In của trình duyệt. Chưa rõ việc gì, hãy hỏi quản trị đơn vị của bạn."</p>
            </div>
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn every_screen_finds_its_help() {
        assert_eq!(address("/can-bo"), "/can-bo/huong-dan/hom-nay");
        assert_eq!(address("/can-bo/thu/5"), "/can-bo/huong-dan/thu");
        assert_eq!(address("/can-bo/thu/soan"), "/can-bo/huong-dan/soan-thu");
        assert_eq!(address("/can-bo/don-vi"), "/can-bo/huong-dan/hom-nay");
        assert_eq!(address("/thu-tuc"), "");
    }
}
