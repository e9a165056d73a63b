//! Rows 23 to 26, 29, 30 and the two procedures of the residence system: social protection, merit, education, residence.

use super::{BASE, Spec, copy, form, original};
use model::procedures::{FeeKind, FeeUnit, OnlineLevel};

const SOCIAL: &str = "Nghị định 20/2021/NĐ-CP về trợ giúp xã hội";
const POLICE: &str = "Hệ thống của Bộ Công an";

pub(super) const SPECS: &[Spec] = &[
    Spec {
        code: "1.001776",
        sector: "bao-tro-xa-hoi",
        name: "Trợ cấp xã hội hằng tháng",
        summary: "Làm thủ tục này để người thuộc diện bảo trợ được nhận trợ cấp mỗi tháng.",
        synonyms: "trợ cấp người già người cao tuổi khuyết tật",
        who: "Người thuộc diện bảo trợ xã hội",
        result: "Quyết định trợ cấp hằng tháng",
        rule: "working_day:7",
        papers: &[form("Tờ khai đề nghị trợ cấp"), copy("Giấy xác nhận khuyết tật hoặc giấy tờ về tuổi")],
        fees: &[(None, "Trợ cấp xã hội", FeeUnit::PerDossier, 0, 0)],
        law: SOCIAL,
        ..BASE
    },
    Spec {
        code: "1.001731",
        sector: "bao-tro-xa-hoi",
        name: "Hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội",
        summary: "Làm thủ tục này khi người đang hưởng trợ cấp qua đời.",
        synonyms: "mai táng phí tang lễ",
        who: "Người đứng ra lo mai táng",
        result: "Quyết định hỗ trợ chi phí mai táng",
        papers: &[form("Tờ khai đề nghị hỗ trợ"), copy("Trích lục khai tử")],
        fees: &[(None, "Hỗ trợ mai táng", FeeUnit::PerDossier, 0, 0)],
        law: SOCIAL,
        ..BASE
    },
    Spec {
        code: "1.001699",
        sector: "bao-tro-xa-hoi",
        name: "Xác định mức độ khuyết tật, cấp Giấy xác nhận khuyết tật",
        summary: "Làm thủ tục này để được xác nhận mức độ khuyết tật.",
        synonyms: "giấy khuyết tật",
        who: "Người khuyết tật hoặc người đại diện",
        result: "Giấy xác nhận khuyết tật",
        level: OnlineLevel::Information,
        rule: "working_day:25",
        papers: &[original("Đơn đề nghị"), copy("Hồ sơ bệnh án")],
        fees: &[(None, "Xác nhận khuyết tật", FeeUnit::PerDossier, 0, 0)],
        law: "Luật Người khuyết tật số 51/2010/QH12",
        ..BASE
    },
    Spec {
        code: "1.010833",
        sector: "nguoi-co-cong",
        name: "Cấp giấy xác nhận thân nhân của người có công",
        summary: "Làm thủ tục này để thân nhân được hưởng ưu đãi.",
        synonyms: "thân nhân liệt sĩ thương binh",
        who: "Thân nhân của người có công",
        result: "Giấy xác nhận thân nhân của người có công",
        level: OnlineLevel::Information,
        rule: "working_day:5",
        papers: &[original("Đơn đề nghị"), copy("Hồ sơ người có công")],
        fees: &[(None, "Cấp giấy xác nhận", FeeUnit::PerDossier, 0, 0)],
        law: "Pháp lệnh 02/2020/UBTVQH14 về ưu đãi người có công",
        ..BASE
    },
    Spec {
        code: "LG-29",
        sector: "giao-duc",
        name: "Cho phép thành lập nhóm trẻ, lớp mẫu giáo độc lập tư thục",
        summary: "Làm thủ tục này trước khi mở nhóm trẻ hoặc lớp mẫu giáo tư thục.",
        synonyms: "mở trường mầm non giữ trẻ",
        who: "Tổ chức, cá nhân",
        result: "Quyết định cho phép thành lập",
        level: OnlineLevel::Information,
        rule: "working_day:20",
        papers: &[original("Tờ trình đề nghị"), original("Lý lịch của người phụ trách"), copy("Giấy tờ về cơ sở vật chất")],
        fees: &[(None, "Cho phép thành lập", FeeUnit::PerDossier, 0, 0)],
        law: "Luật Giáo dục số 43/2019/QH14",
        ..BASE
    },
    Spec {
        code: "2.002481",
        sector: "giao-duc",
        name: "Chuyển trường đối với học sinh trung học cơ sở",
        summary: "Làm thủ tục này khi học sinh lớp 6 đến lớp 9 chuyển sang trường khác.",
        synonyms: "chuyển trường thcs cấp 2",
        who: "Cha, mẹ hoặc người giám hộ của học sinh",
        result: "Giấy giới thiệu chuyển trường",
        papers: &[form("Đơn xin chuyển trường"), original("Học bạ")],
        fees: &[(None, "Chuyển trường", FeeUnit::PerDossier, 0, 0)],
        law: "Luật Giáo dục số 43/2019/QH14",
        ..BASE
    },
    Spec {
        code: "1.004222",
        sector: "cu-tru",
        name: "Đăng ký thường trú",
        summary: "Làm thủ tục này khi chuyển đến chỗ ở hợp pháp mới.",
        synonyms: "hộ khẩu nhập khẩu",
        who: "Công dân có chỗ ở hợp pháp",
        result: "Thông báo kết quả đăng ký thường trú",
        rule: "working_day:7",
        system: POLICE,
        papers: &[original("Tờ khai thay đổi thông tin cư trú"), copy("Giấy tờ chứng minh chỗ ở hợp pháp")],
        fees: &[(None, "Đăng ký thường trú", FeeUnit::PerDossier, 10_000, 20_000)],
        law: "Luật Cư trú số 68/2020/QH14",
        ..BASE
    },
    Spec {
        code: "1.004194",
        sector: "cu-tru",
        name: "Đăng ký tạm trú",
        summary: "Làm thủ tục này khi ở nơi khác từ 30 ngày trở lên.",
        synonyms: "tạm trú",
        who: "Công dân ở ngoài nơi thường trú",
        result: "Thông báo kết quả đăng ký tạm trú",
        system: POLICE,
        papers: &[original("Tờ khai thay đổi thông tin cư trú"), copy("Giấy tờ chứng minh chỗ ở")],
        kind: FeeKind::StateCharge,
        law: "Luật Cư trú số 68/2020/QH14",
        ..BASE
    },
];
