//! The articles of the demo province. Names, numbers and events are invented.

use model::news::{Channel, SectionCode};

/// An article of the main portal.
pub(super) struct Text {
    /// Day and time of publication: month, day, hour, minute of 2026.
    pub at: (u32, u32, u32, u32),
    pub section: SectionCode,
    pub channel: Channel,
    pub featured: bool,
    pub title: &'static str,
    pub summary: &'static str,
    pub body: &'static str,
}

const fn text(at: (u32, u32, u32, u32), section: SectionCode, title: &'static str, summary: &'static str, body: &'static str) -> Text {
    Text { at, section, channel: Channel::News, featured: false, title, summary, body }
}

const fn notice(at: (u32, u32, u32, u32), title: &'static str, summary: &'static str, body: &'static str) -> Text {
    Text { at, section: News, channel: Channel::Notice, featured: false, title, summary, body }
}

const fn lead(article: Text) -> Text {
    Text { featured: true, ..article }
}

use SectionCode::{About, Budget, Contact, Direction, Drafts, LawInfo, LegalDocs, News, Planning, Procurement, Reports, Research};

/// Oldest first.
pub(super) const TEXTS: &[Text] = &[
    text(
        (7, 1, 8, 0),
        About,
        "Giới thiệu tỉnh Lam Giang",
        "Tỉnh Lam Giang gồm 90 xã, phường, đặc khu; có sông Lam chảy qua và đặc khu Hòn Lam ngoài khơi.",
        "Tỉnh Lam Giang được thành lập từ ngày 01/07/2025 trên cơ sở hợp nhất tỉnh Lam Giang (cũ) và tỉnh Hải Lam.\n\n## Đơn vị hành chính\n\n| Loại | Số lượng |\n|---|---|\n| Phường | 19 |\n| Xã | 70 |\n| Đặc khu | 1 |\n\n## Bộ máy\n\nUBND tỉnh có 16 cơ quan chuyên môn và đơn vị trực thuộc. Địa chỉ, điện thoại của từng cơ quan ở trang [Danh bạ cơ quan](/danh-ba).",
    ),
    text(
        (9, 3, 9, 15),
        LawInfo,
        "Những điểm mới khi đăng ký khai sinh trực tuyến",
        "Cha mẹ đăng ký khai sinh cho con từ điện thoại, không phải nộp bản giấy giấy chứng sinh.",
        "Người đi đăng ký khai sinh chuẩn bị giấy chứng sinh và tờ khai. Giấy chứng sinh điện tử do bệnh viện cấp được đọc tự động.\n\n- Nộp trước 15:00: nhận kết quả trong ngày.\n- Nộp sau 15:00: nhận kết quả ngày làm việc tiếp theo.\n- Đăng ký đúng hạn: không thu lệ phí.\n\nXem thành phần hồ sơ ở trang [Thủ tục](/thu-tuc).",
    ),
    text(
        (9, 8, 14, 30),
        Planning,
        "Kế hoạch phát triển chính quyền số năm 2027",
        "Kế hoạch đặt mục tiêu 80 % hồ sơ nộp trực tuyến và 100 % kết quả có bản điện tử.",
        "UBND tỉnh ban hành kế hoạch phát triển chính quyền số năm 2027 với ba nhóm việc: dữ liệu dùng chung, dịch vụ công và kỹ năng số.\n\n1. Số hóa kết quả còn hiệu lực ở 90 xã, phường, đặc khu.\n2. Rút gọn giấy tờ đã có trong cơ sở dữ liệu.\n3. Mỗi trung tâm có ít nhất hai người hướng dẫn thường trực.",
    ),
    text(
        (9, 15, 8, 0),
        Budget,
        "Công khai số liệu thu, chi ngân sách quý III năm 2026",
        "Thu ngân sách trên địa bàn chín tháng đạt 78,4 % dự toán năm.",
        "| Chỉ tiêu | Dự toán năm | Chín tháng | Tỷ lệ |\n|---|---|---|---|\n| Thu ngân sách (tỷ đồng) | 12.480 | 9.784 | 78,4 % |\n| Chi đầu tư (tỷ đồng) | 5.120 | 3.461 | 67,6 % |\n| Chi thường xuyên (tỷ đồng) | 8.930 | 6.519 | 73,0 % |\n\nSố liệu ước tính đến ngày 14/09/2026, do Sở Tài chính tổng hợp.",
    ),
    text(
        (9, 18, 10, 0),
        Procurement,
        "Danh mục dự án đầu tư công khởi công quý IV năm 2026",
        "Sáu dự án giao thông, thủy lợi và trường học được khởi công trong quý IV.",
        "Trong sáu dự án có cầu Cửa Lam 2, kè sông Lam đoạn qua phường Phú Lam và bốn trường học. Chủ đầu tư công bố nhà thầu, thời gian thi công và điện thoại tiếp nhận phản ánh tại công trường.",
    ),
    text(
        (9, 22, 9, 0),
        Research,
        "Mời đề xuất đề tài khoa học cấp tỉnh năm 2027",
        "Sở Khoa học và Công nghệ nhận đề xuất đến hết ngày 30/11/2026.",
        "Ưu tiên đề tài về nuôi trồng thủy sản thích ứng nước mặn, bảo tồn nghề đóng thuyền và dữ liệu mở. Phiếu đề xuất nộp trực tuyến tại Sở Khoa học và Công nghệ.",
    ),
    text(
        (9, 28, 15, 0),
        Reports,
        "Báo cáo giải quyết thủ tục hành chính chín tháng đầu năm",
        "Hơn 880 nghìn hồ sơ được tiếp nhận, tỷ lệ trả đúng hạn tăng 1,6 điểm so với cùng kỳ.",
        "Tỷ lệ nộp trực tuyến tăng ở cả 90 xã, phường, đặc khu. Lĩnh vực đất đai vẫn có nhiều hồ sơ trễ nhất do phải chờ xác định nghĩa vụ tài chính.\n\nSố liệu đang chạy của từng cơ quan có ở trang [Xếp hạng](/xep-hang).",
    ),
    text(
        (10, 2, 8, 30),
        News,
        "Lam Giang bước vào tháng chuyển đổi số",
        "Tháng 10 có 120 buổi hướng dẫn dùng dịch vụ công tại nhà văn hóa thôn, tổ dân phố.",
        "Đoàn viên, giáo viên về hưu và cán bộ một cửa cùng hướng dẫn người dân nộp hồ sơ trên điện thoại. Người lớn tuổi được hỗ trợ tại nhà khi có yêu cầu.",
    ),
    text(
        (10, 6, 16, 0),
        Direction,
        "Chủ tịch UBND tỉnh: không để hồ sơ đất đai trễ hẹn mà không xin lỗi",
        "Cơ quan trễ hẹn phải gửi thư xin lỗi trước khi hết hạn và nêu ngày hẹn mới.",
        "Phát biểu tại buổi làm việc với Sở Nông nghiệp và Môi trường, Chủ tịch UBND tỉnh yêu cầu từng chi nhánh đăng ký đất đai công khai số hồ sơ trễ mỗi tuần.\n\n> Người dân có quyền biết hồ sơ của mình đang ở đâu và bao giờ xong.",
    ),
    text(
        (10, 9, 9, 0),
        LawInfo,
        "Hỏi đáp về giấy xác nhận tình trạng hôn nhân",
        "Giấy xác nhận có giá trị sáu tháng; xin tại nơi cư trú, nộp được trực tuyến.",
        "**Tôi làm việc xa nhà, có phải về quê xin giấy không?** Không. Bạn nộp trực tuyến, nhận bản điện tử hoặc nhận qua bưu chính.\n\n**Bao lâu thì có?** 3 ngày làm việc; nếu phải xác minh thì thêm 3 ngày.",
    ),
    text(
        (10, 13, 10, 30),
        News,
        "Hai cụm công nghiệp ven biển đón thêm năm nhà máy",
        "Năm dự án chế biến thủy sản và linh kiện cần 2.400 lao động trong hai năm tới.",
        "Ban Quản lý các khu công nghiệp cho biết các nhà máy ưu tiên tuyển lao động địa phương và cam kết xử lý nước thải trước khi vận hành.",
    ),
    text(
        (10, 16, 7, 45),
        News,
        "Vụ hè thu được mùa, nông dân Thạch Giang bán lúa ngay tại ruộng",
        "Năng suất bình quân 6,8 tấn một héc-ta, cao nhất trong năm năm.",
        "Xã Thạch Giang có 1.200 héc-ta gieo giống ngắn ngày nên thu hoạch xong trước mùa mưa. Hợp tác xã ký hợp đồng bao tiêu từ đầu vụ.",
    ),
    text(
        (10, 20, 14, 0),
        LegalDocs,
        "Chấn chỉnh việc chậm trả hồ sơ đất đai",
        "31/CT-UBND · Còn hiệu lực. Yêu cầu công khai hồ sơ trễ hằng tuần và xin lỗi trước hạn.",
        "**Số, ký hiệu:** 31/CT-UBND. **Ngày ban hành:** 20/10/2026. **Hiệu lực:** còn hiệu lực.\n\n1. Cơ quan đăng ký đất đai công khai số hồ sơ trễ vào thứ Hai hằng tuần.\n2. Thư xin lỗi gửi trước khi hết hạn ít nhất một ngày làm việc.\n3. Văn phòng UBND tỉnh kiểm tra đột xuất.",
    ),
    text(
        (10, 23, 9, 20),
        News,
        "Trung tâm Phục vụ hành chính công tỉnh mở cửa sáng thứ Bảy",
        "Từ 24/10, trung tâm tỉnh và 19 phường tiếp nhận hồ sơ từ 07:30 đến 11:00 thứ Bảy.",
        "Sáng thứ Bảy chỉ tiếp nhận và trả kết quả; thời hạn giải quyết vẫn tính theo ngày làm việc từ thứ Hai đến thứ Sáu.",
    ),
    text(
        (10, 27, 15, 30),
        Drafts,
        "Lấy ý kiến dự thảo quy định mức hỗ trợ học phí vùng đảo",
        "Dự thảo áp dụng cho học sinh đặc khu Hòn Lam và năm xã bãi ngang.",
        "Sở Giáo dục và Đào tạo lấy ý kiến đến hết ngày 27/12/2026. Ý kiến gửi dưới bài này hoặc gửi bằng văn bản về Sở.",
    ),
    text(
        (10, 30, 8, 10),
        News,
        "Thêm ba bến đò lắp phao cứu sinh và camera",
        "Bến Cửa Lam, Phú Khê và Tân Khê hoàn thành trước mùa mưa lũ.",
        "Mỗi bến có 40 áo phao, loa cảnh báo và bảng điện tử báo mực nước. Kinh phí do ngân sách xã và hợp tác xã vận tải cùng góp.",
    ),
    text(
        (11, 2, 9, 0),
        LegalDocs,
        "Mức thu lệ phí khi nộp hồ sơ trực tuyến",
        "57/2026/NQ-HĐND · Còn hiệu lực. Giảm một nửa lệ phí hộ tịch, đăng ký kinh doanh khi nộp trực tuyến.",
        "**Số, ký hiệu:** 57/2026/NQ-HĐND. **Ngày ban hành:** 02/11/2026. **Hiệu lực:** còn hiệu lực.\n\nMức thu mới áp dụng cho hồ sơ nộp qua Một Cổng và Cổng Dịch vụ công quốc gia, đến hết năm 2027.",
    ),
    text(
        (11, 4, 10, 0),
        News,
        "Hội thi cán bộ một cửa giỏi: phường Thành Lam giải nhất",
        "Đội phường Thành Lam xử lý nhanh nhất tình huống hồ sơ thiếu giấy tờ.",
        "Hội thi có 90 đội của 90 xã, phường, đặc khu. Phần thi được người xem chấm cao nhất là hướng dẫn người cao tuổi nộp hồ sơ trên điện thoại.",
    ),
    text(
        (11, 6, 14, 15),
        Direction,
        "Phân công trực phòng, chống lụt bão tháng 11",
        "Các cơ quan trực 24/24 giờ khi có báo động từ cấp 1.",
        "Văn phòng UBND tỉnh tổng hợp tình hình lúc 06:00 và 17:00 hằng ngày. Số điện thoại trực của từng xã có ở trang [Danh bạ cơ quan](/danh-ba).",
    ),
    text(
        (11, 10, 8, 40),
        News,
        "Bến xe phía Đông dùng vé điện tử từ ngày 15/11",
        "Hành khách mua vé bằng mã QR, không cần xếp hàng.",
        "Người không dùng điện thoại thông minh vẫn mua vé giấy tại hai quầy. Bến xe giữ giá vé như cũ.",
    ),
    notice(
        (11, 12, 8, 0),
        "Lịch nghỉ Ngày Văn hóa Việt Nam 24/11/2026",
        "Thứ Ba 24/11/2026 các trung tâm không tiếp nhận hồ sơ trực tiếp; nộp trực tuyến vẫn mở.",
        "Hạn trả của hồ sơ đang giải quyết không tính ngày 24/11/2026. Các trung tâm mở cửa lại lúc 07:00 thứ Tư 25/11/2026.\n\nXem [lịch nghỉ năm 2026](/lich-nghi).",
    ),
    text(
        (11, 13, 9, 30),
        Contact,
        "Đường dây nóng 0298 380 080 trả lời cả giờ nghỉ trưa",
        "Từ 16/11, tổng đài trả lời liên tục từ 07:00 đến 17:00 các ngày làm việc.",
        "Người gọi nghe ngay nhân viên trả lời, không phải bấm phím chọn. Ngoài giờ, người gọi để lại lời nhắn và được gọi lại trong buổi sáng hôm sau.",
    ),
    text(
        (11, 16, 8, 20),
        News,
        "Trả kết quả qua bưu chính đến tận nhà trên toàn tỉnh",
        "Người nộp hồ sơ chọn nhận tại nhà; cước phí hiện trước khi nộp.",
        "Bưu tá thu lại giấy tờ bản chính nếu thủ tục yêu cầu và ký nhận điện tử. Đặc khu Hòn Lam có hai chuyến mỗi tuần.",
    ),
    notice(
        (11, 17, 9, 0),
        "Tuyển 12 viên chức hướng dẫn tại trung tâm cấp xã",
        "Nhận hồ sơ dự tuyển đến hết ngày 04/12/2026.",
        "Người dự tuyển nộp hồ sơ tại Sở Nội vụ hoặc nộp trực tuyến. Nội dung sát hạch gồm kỹ năng hướng dẫn và sử dụng phần mềm một cửa.",
    ),
    text(
        (11, 18, 10, 15),
        LegalDocs,
        "Công bố 12 thủ tục sửa đổi lĩnh vực hộ tịch",
        "2418/QĐ-UBND · Có hiệu lực từ 01/12/2026. Bỏ bản giấy của 5 loại giấy tờ.",
        "**Số, ký hiệu:** 2418/QĐ-UBND. **Ngày ban hành:** 18/11/2026. **Hiệu lực:** từ 01/12/2026.\n\nNgười dân không phải nộp bản giấy của giấy tờ đã có trong cơ sở dữ liệu dân cư. Hồ sơ nộp trước ngày 01/12/2026 theo quy định cũ.",
    ),
    notice(
        (11, 19, 8, 0),
        "Kết quả xét tuyển viên chức ngành y tế năm 2026",
        "46 người trúng tuyển; nhận quyết định từ ngày 30/11/2026.",
        "Danh sách niêm yết tại Sở Y tế và gửi qua tin nhắn cho từng người. Người dự tuyển có thể đề nghị xem lại trong 15 ngày.",
    ),
    text(
        (11, 19, 9, 0),
        News,
        "Tàu cao tốc ra Hòn Lam tăng lên ba chuyến mỗi ngày",
        "Chuyến đầu rời bến lúc 06:30, chuyến cuối về bến lúc 17:00.",
        "Lịch tàu áp dụng đến hết tháng 2/2027 và có thể thay đổi theo thời tiết. Người dân đặc khu được giảm nửa giá vé.",
    ),
    notice(
        (11, 20, 8, 0),
        "Lịch tiếp công dân của Chủ tịch UBND tỉnh tháng 12",
        "Tiếp vào các ngày 07/12 và 21/12/2026, từ 07:30, tại Trụ sở tiếp công dân tỉnh.",
        "Người dân đăng ký trước qua đường dây nóng hoặc đến trực tiếp. Mang theo giấy tờ tùy thân và văn bản liên quan.",
    ),
    text(
        (11, 20, 9, 45),
        Drafts,
        "Lấy ý kiến dự thảo nghị quyết miễn lệ phí nộp trực tuyến năm 2027",
        "Dự thảo miễn toàn bộ lệ phí hộ tịch khi nộp trực tuyến. Mở lấy ý kiến đến 25/01/2027.",
        "Sở Tài chính soạn thảo, lấy ý kiến trong 66 ngày. Ý kiến được duyệt và đăng dưới bài; bản tổng hợp công bố trong 30 ngày sau khi kết thúc.",
    ),
    text(
        (11, 20, 16, 20),
        News,
        "Sông Lam lên mức báo động 1, các bến đò ngang dừng hoạt động từ 18:00",
        "Mười hai bến đò ngang dừng chở khách đến khi mực nước xuống dưới báo động.",
        "Lúc 15:00, mực nước tại trạm Cửa Lam là 3,42 m, trên báo động 1 là 0,12 m.\n\n## Người dân cần làm gì\n\n- Không qua sông bằng thuyền nhỏ.\n- Kê cao đồ đạc ở vùng trũng ven sông.\n- Gọi 0298 380 080 khi cần giúp đỡ.",
    ),
    text(
        (11, 22, 8, 30),
        News,
        "Nước sông Lam xuống dưới báo động, đò ngang chạy lại",
        "Các bến đò hoạt động trở lại từ 09:00 ngày 22/11.",
        "Ban chỉ huy phòng thủ dân sự tỉnh yêu cầu các bến kiểm tra dây neo và phao trước chuyến đầu tiên.",
    ),
    text(
        (11, 23, 6, 15),
        News,
        "Phường Tân Lam hoàn thành cấp tài khoản định danh cho 98,2 % người trưởng thành",
        "Phường còn 214 người lớn tuổi sẽ được cấp tại nhà trước 15/12.",
        "Tổ công nghệ số của 18 tổ dân phố đến từng nhà hướng dẫn. Người có tài khoản định danh nộp hồ sơ không phải khai lại thông tin cá nhân.",
    ),
    notice(
        (11, 23, 6, 30),
        "Bảo trì thanh toán trực tuyến từ 22:00 đến 23:00",
        "Tối 23/11/2026 không thanh toán trực tuyến được trong một giờ; nộp và tra cứu hồ sơ vẫn bình thường.",
        "Hồ sơ chờ nộp tiền không bị tính quá hạn trong thời gian bảo trì.",
    ),
    lead(text(
        (11, 23, 6, 45),
        News,
        "Từ hôm nay, người dân nộp hồ sơ ở bất kỳ trung tâm nào trong tỉnh",
        "Cả 90 xã, phường, đặc khu đã kết nối chung một kho hồ sơ. Người ở xã Ngọc Hải có thể nộp và nhận kết quả tại phường Thành Lam mà không phải đi lại.",
        "Từ 07:00 ngày 23/11/2026, mọi trung tâm phục vụ hành chính công trong tỉnh nhận hồ sơ của mọi xã, phường, đặc khu.\n\n## Người dân được gì\n\n- Nộp ở nơi gần nhất, nơi có thẩm quyền vẫn giải quyết.\n- Nhận kết quả ở nơi đã nộp, tại nhà hoặc bản điện tử.\n- Hỏi tình trạng hồ sơ ở bất kỳ quầy nào, hoặc [tra cứu bằng mã](/tra-cuu).\n\n## Cần lưu ý\n\nThời hạn giải quyết không thay đổi. Hồ sơ cần bản chính được chuyển trong ngày làm việc tiếp theo.",
    )),
];

/// Articles of component portals: title, summary and body with `{ten}` for the name of the unit.
pub(super) const COMPONENT_TEXTS: &[(SectionCode, Channel, &str, &str, &str)] = &[
    (
        News,
        Channel::Notice,
        "Lịch tiếp công dân tháng 12 của {ten}",
        "Lãnh đạo {ten} tiếp công dân vào sáng thứ Hai đầu tháng và giữa tháng.",
        "Thời gian từ 07:30 đến 11:00 tại trụ sở. Người dân có thể đăng ký trước qua đường dây nóng 0298 380 080.",
    ),
    (
        News,
        Channel::News,
        "{ten} hướng dẫn người dân nộp hồ sơ trực tuyến",
        "Mỗi buổi sáng có người hướng dẫn tại bộ phận tiếp nhận của {ten}.",
        "Người dân mang theo điện thoại và căn cước. Ai không có điện thoại được cán bộ hỗ trợ nộp thay, có biên nhận ngay.",
    ),
    (
        Direction,
        Channel::News,
        "{ten} giao ban tuần, rà soát hồ sơ sắp đến hạn",
        "Cuộc họp thống nhất giải quyết xong hồ sơ sắp đến hạn trước ngày nghỉ 24/11.",
        "Từng hồ sơ có người chịu trách nhiệm và ngày xong. Kết quả được báo lại vào chiều thứ Sáu.",
    ),
    (
        About,
        Channel::News,
        "Giới thiệu {ten}",
        "Chức năng, nhiệm vụ, cơ cấu tổ chức của {ten}.",
        "Thông tin về lãnh đạo, các phòng và nhiệm vụ của {ten}. Địa chỉ và điện thoại có ở trang [Danh bạ cơ quan](/danh-ba).",
    ),
    (
        LawInfo,
        Channel::News,
        "{ten} phổ biến quy định mới về giảm lệ phí khi nộp trực tuyến",
        "Lệ phí hộ tịch, đăng ký kinh doanh giảm một nửa khi nộp trực tuyến.",
        "{ten} niêm yết mức thu mới tại nơi tiếp nhận và trả lời câu hỏi của người dân qua đường dây nóng.",
    ),
];
