//! Rows 14, 15, 27, 28, 31 to 34: business, trade, tourism, work.

use super::{BASE, Place, Spec, copy, form, forms, maybe, original};
use model::procedures::{FeeKind, FeeUnit, OnlineLevel};

const HOUSEHOLD: &str = "Nghị định 168/2025/NĐ-CP về đăng ký doanh nghiệp";
const COMPANY: &str = "Luật Doanh nghiệp số 59/2020/QH14";

pub(super) const SPECS: &[Spec] = &[
    Spec {
        code: "1.001612",
        sector: "ho-kinh-doanh",
        name: "Đăng ký thành lập hộ kinh doanh",
        summary: "Làm thủ tục này trước khi bắt đầu kinh doanh với tư cách cá nhân hoặc hộ gia đình.",
        synonyms: "mở cửa hàng mở quán giấy phép kinh doanh",
        who: "Người từ 18 tuổi",
        result: "Giấy chứng nhận đăng ký hộ kinh doanh",
        papers: &[
            form("Giấy đề nghị đăng ký hộ kinh doanh"),
            copy("Thẻ căn cước"),
            maybe("Biên bản họp thành viên hộ gia đình", "Khi nhiều người cùng đăng ký"),
            maybe("Văn bản ủy quyền cho một người làm chủ hộ", "Khi nhiều người cùng đăng ký"),
        ],
        fees: &[(None, "Cấp lần đầu", FeeUnit::PerDossier, 0, 100_000)],
        law: HOUSEHOLD,
        questions: forms::household,
        ..BASE
    },
    Spec {
        code: "1.001266",
        sector: "ho-kinh-doanh",
        name: "Chấm dứt hoạt động hộ kinh doanh",
        summary: "Làm thủ tục này khi ngừng hẳn việc kinh doanh.",
        synonyms: "đóng cửa hàng giải thể",
        who: "Chủ hộ kinh doanh",
        result: "Thông báo chấm dứt hoạt động",
        papers: &[form("Thông báo chấm dứt hoạt động"), original("Xác nhận hoàn thành nghĩa vụ thuế")],
        fees: &[(None, "Chấm dứt hoạt động", FeeUnit::PerDossier, 0, 0)],
        law: HOUSEHOLD,
        ..BASE
    },
    Spec {
        code: "2.000620",
        sector: "thuong-mai",
        name: "Cấp Giấy phép bán lẻ rượu",
        summary: "Làm thủ tục này trước khi bán lẻ rượu.",
        synonyms: "bán rượu",
        who: "Doanh nghiệp, hộ kinh doanh",
        result: "Giấy phép bán lẻ rượu",
        level: OnlineLevel::Information,
        rule: "working_day:10",
        papers: &[original("Đơn đề nghị"), copy("Giấy chứng nhận đăng ký kinh doanh"), copy("Hợp đồng nguyên tắc với nơi bán buôn")],
        cases: &[("Hộ kinh doanh", "", ""), ("Doanh nghiệp", "", "")],
        fees: &[
            (Some(0), "Thẩm định, hộ kinh doanh", FeeUnit::PerDossier, 200_000, 200_000),
            (Some(1), "Thẩm định, doanh nghiệp", FeeUnit::PerDossier, 600_000, 600_000),
        ],
        kind: FeeKind::ServiceFee,
        law: "Nghị định 105/2017/NĐ-CP về kinh doanh rượu",
        ..BASE
    },
    Spec {
        code: "LG-28",
        sector: "thuong-mai",
        name: "Cấp Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm đối với dịch vụ ăn uống",
        summary: "Làm thủ tục này trước khi mở nhà hàng, bếp ăn.",
        synonyms: "vệ sinh an toàn thực phẩm quán ăn",
        who: "Cơ sở dịch vụ ăn uống",
        result: "Giấy chứng nhận đủ điều kiện an toàn thực phẩm",
        place: Place::CommuneAnd("H99.11"),
        level: OnlineLevel::Information,
        rule: "working_day:15",
        deadline_hint: "gồm thẩm định thực tế không quá 10 ngày",
        papers: &[original("Đơn đề nghị"), original("Thuyết minh cơ sở vật chất"), copy("Giấy khám sức khỏe của người trực tiếp chế biến")],
        fees: &[
            (None, "Thẩm định, dưới 200 suất ăn", FeeUnit::PerDossier, 500_000, 500_000),
            (None, "Thẩm định, từ 200 suất ăn", FeeUnit::PerDossier, 700_000, 700_000),
        ],
        kind: FeeKind::ServiceFee,
        law: "Luật An toàn thực phẩm số 55/2010/QH12",
        ..BASE
    },
    Spec {
        code: "2.001199",
        sector: "doanh-nghiep",
        name: "Đăng ký thành lập công ty trách nhiệm hữu hạn hai thành viên trở lên",
        summary: "Làm thủ tục này khi từ hai người trở lên cùng góp vốn lập công ty.",
        synonyms: "thành lập công ty tnhh",
        who: "Tổ chức, cá nhân có quyền thành lập doanh nghiệp",
        result: "Giấy chứng nhận đăng ký doanh nghiệp",
        place: Place::Department("H99.04"),
        papers: &[form("Giấy đề nghị đăng ký doanh nghiệp"), original("Điều lệ công ty"), original("Danh sách thành viên")],
        fees: &[(None, "Đăng ký doanh nghiệp", FeeUnit::PerDossier, 0, 50_000)],
        law: COMPANY,
        ..BASE
    },
    Spec {
        code: "2.002043",
        sector: "doanh-nghiep",
        name: "Đăng ký thành lập công ty cổ phần",
        summary: "Làm thủ tục này khi từ ba cổ đông trở lên cùng lập công ty.",
        synonyms: "mở công ty cổ phần",
        who: "Tổ chức, cá nhân có quyền thành lập doanh nghiệp",
        result: "Giấy chứng nhận đăng ký doanh nghiệp",
        place: Place::Department("H99.04"),
        papers: &[form("Giấy đề nghị đăng ký doanh nghiệp"), original("Điều lệ công ty"), original("Danh sách cổ đông sáng lập")],
        fees: &[(None, "Đăng ký doanh nghiệp", FeeUnit::PerDossier, 0, 50_000)],
        law: COMPANY,
        ..BASE
    },
    Spec {
        code: "2.001628",
        sector: "du-lich",
        name: "Cấp Giấy phép kinh doanh dịch vụ lữ hành nội địa",
        summary: "Làm thủ tục này trước khi tổ chức chương trình du lịch trong nước.",
        synonyms: "công ty du lịch tour",
        who: "Doanh nghiệp",
        result: "Giấy phép kinh doanh dịch vụ lữ hành nội địa",
        place: Place::Department("H99.09"),
        rule: "working_day:10",
        papers: &[form("Đơn đề nghị"), original("Giấy chứng nhận ký quỹ"), copy("Bằng cấp của người phụ trách kinh doanh lữ hành")],
        fees: &[(None, "Thẩm định cấp giấy phép", FeeUnit::PerDossier, 3_000_000, 3_000_000)],
        kind: FeeKind::ServiceFee,
        law: "Luật Du lịch số 09/2017/QH14",
        ..BASE
    },
    Spec {
        code: "2.000205",
        sector: "viec-lam",
        name: "Cấp giấy phép lao động cho người nước ngoài",
        summary: "Làm thủ tục này trước khi người nước ngoài bắt đầu làm việc.",
        synonyms: "work permit người nước ngoài",
        who: "Người sử dụng lao động",
        result: "Giấy phép lao động",
        place: Place::Department("H99.02"),
        rule: "working_day:5",
        cases: &[
            ("Hồ sơ thông thường", "Vị trí đã có chấp thuận sử dụng lao động nước ngoài.", ""),
            ("Cần lấy ý kiến", "Cơ quan phải hỏi ý kiến nơi khác.", "working_day:10"),
        ],
        papers: &[form("Văn bản đề nghị cấp giấy phép lao động"), original("Giấy khám sức khỏe"), original("Phiếu lý lịch tư pháp")],
        fees: &[(None, "Cấp giấy phép lao động", FeeUnit::PerDossier, 600_000, 600_000)],
        law: "Nghị định 219/2025/NĐ-CP về người lao động nước ngoài",
        ..BASE
    },
];
