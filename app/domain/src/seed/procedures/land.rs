//! Rows 16 to 22: building and land.

use super::{BASE, Place, Spec, copy, form, original};
use model::procedures::{FeeUnit, OnlineLevel};

const BUILDING: &str = "Luật Xây dựng số 50/2014/QH13";
const LAND: &str = "Luật Đất đai số 31/2024/QH15";
const SAME_DAY: &str = "same_day:15:00";

pub(super) const SPECS: &[Spec] = &[
    Spec {
        code: "1.013225",
        sector: "xay-dung",
        name: "Cấp giấy phép xây dựng mới công trình cấp III, cấp IV và nhà ở riêng lẻ",
        summary: "Làm thủ tục này trước khi khởi công xây nhà.",
        synonyms: "xin phép xây nhà giấy phép xây nhà",
        who: "Chủ đầu tư, chủ nhà",
        result: "Giấy phép xây dựng",
        place: Place::CommuneAnd("H99.07"),
        level: OnlineLevel::Partial,
        rule: "working_day:15",
        cases: &[("Nhà ở tại phường", "Khu vực đô thị.", "working_day:15"), ("Nhà ở tại xã", "Khu vực nông thôn.", "working_day:10")],
        papers: &[
            form("Đơn đề nghị cấp giấy phép xây dựng"),
            copy("Giấy tờ về quyền sử dụng đất"),
            original("Hai bộ bản vẽ thiết kế"),
            original("Cam kết bảo đảm an toàn công trình liền kề"),
        ],
        fees: &[(None, "Cấp giấy phép xây dựng", FeeUnit::PerDossier, 75_000, 75_000)],
        law: BUILDING,
        ..BASE
    },
    Spec {
        code: "LG-17",
        sector: "xay-dung",
        name: "Gia hạn giấy phép xây dựng",
        summary: "Làm thủ tục này khi giấy phép sắp hết hạn mà chưa khởi công.",
        synonyms: "gia hạn xây nhà",
        who: "Chủ đầu tư, chủ nhà",
        result: "Giấy phép xây dựng đã gia hạn",
        place: Place::CommuneAnd("H99.07"),
        rule: "working_day:5",
        papers: &[form("Đơn đề nghị gia hạn"), original("Bản chính giấy phép xây dựng")],
        fees: &[(None, "Gia hạn giấy phép", FeeUnit::PerDossier, 15_000, 15_000)],
        law: BUILDING,
        ..BASE
    },
    Spec {
        code: "1.012812",
        sector: "dat-dai",
        name: "Hòa giải tranh chấp đất đai",
        summary: "Làm thủ tục này khi các bên không tự thỏa thuận được về đất.",
        synonyms: "tranh chấp đất",
        who: "Các bên tranh chấp",
        result: "Biên bản hòa giải",
        level: OnlineLevel::Information,
        rule: "calendar_day:45",
        deadline_hint: "tính theo ngày, kể cả ngày nghỉ",
        papers: &[original("Đơn yêu cầu hòa giải"), copy("Giấy tờ liên quan đến thửa đất")],
        fees: &[(None, "Hòa giải", FeeUnit::PerDossier, 0, 0)],
        law: LAND,
        ..BASE
    },
    Spec {
        code: "LG-19",
        sector: "dat-dai",
        name: "Đăng ký đất đai, cấp Giấy chứng nhận quyền sử dụng đất lần đầu cho hộ gia đình, cá nhân",
        summary: "Làm thủ tục này khi đất chưa từng có giấy chứng nhận.",
        synonyms: "sổ đỏ làm sổ đỏ lần đầu",
        who: "Hộ gia đình, cá nhân đang sử dụng đất",
        result: "Giấy chứng nhận quyền sử dụng đất",
        level: OnlineLevel::Information,
        rule: "working_day:30",
        deadline_hint: "không tính 15 ngày niêm yết công khai và thời gian nộp thuế",
        papers: &[original("Đơn đăng ký"), copy("Giấy tờ về nguồn gốc đất"), original("Trích đo thửa đất")],
        fees: &[(None, "Cấp giấy chứng nhận, chưa gồm thuế", FeeUnit::PerDossier, 100_000, 100_000)],
        law: LAND,
        ..BASE
    },
    Spec {
        code: "LG-20",
        sector: "dat-dai",
        name: "Đăng ký biến động quyền sử dụng đất do chuyển nhượng, tặng cho, thừa kế",
        summary: "Làm thủ tục này khi mua bán, cho tặng hoặc thừa kế đất.",
        synonyms: "sang tên sổ đỏ mua bán đất",
        who: "Người nhận quyền sử dụng đất",
        result: "Giấy chứng nhận quyền sử dụng đất",
        place: Place::Department("H99.06"),
        level: OnlineLevel::Information,
        rule: "working_day:10",
        deadline_hint: "không tính thời gian nộp thuế",
        papers: &[original("Đơn đăng ký biến động"), original("Hợp đồng đã công chứng"), original("Giấy chứng nhận đã cấp")],
        law: LAND,
        ..BASE
    },
    Spec {
        code: "LG-21",
        sector: "dat-dai",
        name: "Cấp đổi Giấy chứng nhận quyền sử dụng đất",
        summary: "Làm thủ tục này khi giấy chứng nhận cũ bị hư hỏng hoặc cần đổi mẫu mới.",
        synonyms: "đổi sổ đỏ",
        who: "Người có tên trên giấy chứng nhận",
        result: "Giấy chứng nhận quyền sử dụng đất",
        place: Place::Department("H99.06"),
        level: OnlineLevel::Information,
        rule: "working_day:7",
        papers: &[original("Đơn đề nghị cấp đổi"), original("Giấy chứng nhận đã cấp")],
        fees: &[(None, "Cấp đổi giấy chứng nhận", FeeUnit::PerDossier, 50_000, 50_000)],
        law: LAND,
        ..BASE
    },
    Spec {
        code: "LG-22",
        sector: "dat-dai",
        name: "Đăng ký, xóa đăng ký thế chấp quyền sử dụng đất",
        summary: "Làm thủ tục này khi vay hoặc trả xong khoản vay có thế chấp đất.",
        synonyms: "thế chấp sổ đỏ vay ngân hàng giao dịch bảo đảm",
        who: "Bên thế chấp hoặc bên nhận thế chấp",
        result: "Xác nhận đăng ký thế chấp",
        place: Place::Department("H99.06"),
        level: OnlineLevel::Information,
        rule: SAME_DAY,
        deadline_hint: "nhận sau 15:00 thì trả vào ngày làm việc sau",
        cases: &[("Đăng ký thế chấp", "Khi bắt đầu thế chấp.", ""), ("Xóa đăng ký thế chấp", "Khi đã trả xong khoản vay.", "")],
        papers: &[original("Phiếu yêu cầu"), original("Hợp đồng thế chấp"), original("Giấy chứng nhận đã cấp")],
        fees: &[(Some(0), "Đăng ký thế chấp", FeeUnit::PerDossier, 80_000, 80_000), (Some(1), "Xóa đăng ký thế chấp", FeeUnit::PerDossier, 20_000, 20_000)],
        law: LAND,
        ..BASE
    },
];
