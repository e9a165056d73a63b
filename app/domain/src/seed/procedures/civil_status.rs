//! Rows 1 to 13: civil status and certification.

use super::{BASE, Place, Spec, copy, form, forms, maybe, original};
use model::procedures::{FeeKind, FeeUnit, OnlineLevel};

const LAW: &str = "Luật Hộ tịch số 60/2014/QH13";
const CERTIFY: &str = "Nghị định 23/2015/NĐ-CP về chứng thực";
const SAME_DAY: &str = "same_day:15:00";
const TODAY: &str = "nhận sau 15:00 thì trả vào ngày làm việc sau";
const VERIFY: &str = "Khi cơ quan phải hỏi nơi khác để xác minh.";

pub(super) const SPECS: &[Spec] = &[
    Spec {
        code: "1.001193", sector: "ho-tich", name: "Đăng ký khai sinh", summary: "Làm thủ tục này khi có con mới sinh, trong 60 ngày kể từ ngày sinh.",
        synonyms: "giấy khai sinh khai sinh cho con", who: "Cha, mẹ, ông, bà hoặc người thân", result: "Giấy khai sinh", rule: SAME_DAY, deadline_hint: TODAY,
        cases: &[("Đăng ký đúng hạn", "Trong 60 ngày kể từ ngày sinh.", ""), ("Đăng ký quá hạn", "Sau 60 ngày kể từ ngày sinh.", "")],
        papers: &[form("Tờ khai đăng ký khai sinh"), original("Giấy chứng sinh"), maybe("Giấy chứng nhận kết hôn của cha mẹ", "Khi cha mẹ đã đăng ký kết hôn")],
        fees: &[(Some(0), "Đăng ký đúng hạn", FeeUnit::PerDossier, 0, 0), (Some(1), "Đăng ký quá hạn", FeeUnit::PerDossier, 8_000, 8_000)],
        law: LAW, questions: forms::birth, renewed: true, ..BASE
    },
    Spec {
        code: "1.000894", sector: "ho-tich", name: "Đăng ký kết hôn", summary: "Làm thủ tục này khi hai bên nam, nữ muốn kết hôn.", synonyms: "cưới giấy kết hôn",
        who: "Nam từ 20 tuổi, nữ từ 18 tuổi", result: "Giấy chứng nhận kết hôn", level: OnlineLevel::Partial, rule: SAME_DAY, deadline_hint: TODAY,
        cases: &[("Không phải xác minh", "Hai bên cùng nơi cư trú hoặc đã đủ giấy xác nhận.", ""), ("Cần xác minh", VERIFY, "working_day:3")],
        papers: &[form("Tờ khai đăng ký kết hôn của hai bên"), maybe("Giấy xác nhận tình trạng hôn nhân", "Khi một bên cư trú nơi khác")],
        fees: &[(None, "Đăng ký kết hôn", FeeUnit::PerDossier, 0, 0)], law: LAW, renewed: true, ..BASE
    },
    Spec {
        code: "1.000656", sector: "ho-tich", name: "Đăng ký khai tử", summary: "Làm thủ tục này khi có người thân qua đời.", synonyms: "giấy chứng tử báo tử mất",
        who: "Vợ, chồng, con, cha, mẹ hoặc người thân", result: "Trích lục khai tử", rule: SAME_DAY, deadline_hint: TODAY,
        papers: &[form("Tờ khai đăng ký khai tử"), original("Giấy báo tử")], fees: &[(None, "Đăng ký khai tử", FeeUnit::PerDossier, 0, 0)], law: LAW, renewed: true, ..BASE
    },
    Spec {
        code: "1.004873", sector: "ho-tich", name: "Cấp Giấy xác nhận tình trạng hôn nhân", summary: "Làm thủ tục này khi cần chứng minh đang độc thân hoặc đã kết hôn.",
        synonyms: "giấy độc thân", who: "Người từ đủ tuổi kết hôn", result: "Giấy xác nhận tình trạng hôn nhân",
        cases: &[("Không phải xác minh", "Bạn chỉ cư trú ở một nơi từ khi đủ tuổi kết hôn.", ""), ("Cần xác minh", VERIFY, "working_day:6")],
        papers: &[form("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân"), maybe("Bản án ly hôn hoặc giấy chứng tử của vợ, chồng", "Khi đã từng kết hôn")],
        fees: &[(None, "Cấp giấy xác nhận", FeeUnit::PerDossier, 15_000, 15_000)], law: LAW, renewed: true, ..BASE
    },
    Spec {
        code: "2.000635", sector: "ho-tich", name: "Cấp bản sao trích lục hộ tịch",
        summary: "Làm thủ tục này khi cần bản sao khai sinh, kết hôn, khai tử hoặc việc hộ tịch khác đã đăng ký.", synonyms: "trích lục khai sinh sao giấy khai sinh bản sao kết hôn",
        who: "Người có tên trong sổ hộ tịch", result: "Bản sao trích lục hộ tịch", place: Place::CommuneAnd("H99.03"), rule: SAME_DAY, deadline_hint: TODAY,
        papers: &[form("Tờ khai cấp bản sao trích lục hộ tịch"), maybe("Văn bản ủy quyền", "Khi nộp thay người khác")],
        fees: &[(None, "Cấp bản sao trích lục", FeeUnit::PerCopy, 8_000, 8_000)], law: LAW, questions: forms::extract, renewed: true, ..BASE
    },
    Spec {
        code: "1.004884", sector: "ho-tich", name: "Đăng ký lại khai sinh", summary: "Làm thủ tục này khi sổ hộ tịch và bản chính giấy khai sinh đều đã mất.",
        synonyms: "mất giấy khai sinh", who: "Người đã đăng ký khai sinh trước 01/01/2016", result: "Giấy khai sinh", rule: "working_day:5",
        papers: &[form("Tờ khai đăng ký lại khai sinh"), copy("Giấy tờ chứng minh đã đăng ký khai sinh")],
        fees: &[(None, "Đăng ký lại khai sinh", FeeUnit::PerDossier, 8_000, 8_000)], law: LAW, renewed: true, ..BASE
    },
    Spec {
        code: "1.001022", sector: "ho-tich", name: "Đăng ký nhận cha, mẹ, con", summary: "Làm thủ tục này khi cha, mẹ nhận con hoặc con nhận cha, mẹ.",
        synonyms: "nhận con nhận cha", who: "Cha, mẹ hoặc con", result: "Trích lục đăng ký nhận cha, mẹ, con", level: OnlineLevel::Partial,
        cases: &[("Không phải xác minh", "Chứng cứ rõ ràng, không có tranh chấp.", ""), ("Cần xác minh", VERIFY, "working_day:6")],
        papers: &[form("Tờ khai đăng ký nhận cha, mẹ, con"), original("Chứng cứ chứng minh quan hệ cha, mẹ, con")],
        fees: &[(None, "Đăng ký nhận cha, mẹ, con", FeeUnit::PerDossier, 15_000, 15_000)], law: LAW, renewed: true, ..BASE
    },
    Spec {
        code: "1.004837", sector: "ho-tich", name: "Đăng ký giám hộ", summary: "Làm thủ tục này khi một người được cử làm người giám hộ.", synonyms: "người giám hộ",
        who: "Người được cử giám hộ", result: "Trích lục đăng ký giám hộ", papers: &[form("Tờ khai đăng ký giám hộ"), original("Văn bản cử người giám hộ")],
        fees: &[(None, "Đăng ký giám hộ", FeeUnit::PerDossier, 0, 0)], law: LAW, renewed: true, ..BASE
    },
    Spec {
        code: "2.000986", sector: "ho-tich", name: "Liên thông: đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi",
        summary: "Làm một lần cho ba việc khi có con mới sinh.", synonyms: "liên thông khai sinh thẻ bhyt nhập khẩu cho con", who: "Cha, mẹ hoặc người thân",
        result: "Giấy khai sinh, thông báo thường trú, thẻ bảo hiểm y tế", deadline_hint: "cho cả ba việc",
        papers: &[form("Tờ khai điện tử liên thông"), original("Giấy chứng sinh")], fees: &[(None, "Liên thông ba thủ tục", FeeUnit::PerDossier, 0, 0)], law: LAW,
        questions: forms::birth, ..BASE
    },
    Spec {
        code: "2.000815", sector: "chung-thuc", name: "Chứng thực bản sao từ bản chính", summary: "Làm thủ tục này khi cần bản sao có giá trị như bản chính.",
        synonyms: "sao y bản chính công chứng photo", who: "Cá nhân, tổ chức", result: "Bản sao có chứng thực", level: OnlineLevel::Partial, rule: SAME_DAY, deadline_hint: TODAY,
        papers: &[original("Bản chính giấy tờ"), copy("Bản cần chứng thực")], fees: &[(None, "Chứng thực bản sao", FeeUnit::PerPage, 2_000, 2_000)], tiers: "1:2000,3:1000",
        cap: Some(200_000), kind: FeeKind::ServiceFee, law: CERTIFY, ..BASE
    },
    Spec {
        code: "2.000884", sector: "chung-thuc", name: "Chứng thực chữ ký", summary: "Làm thủ tục này khi giấy tờ cần xác nhận chữ ký của bạn.", synonyms: "công chứng chữ ký",
        who: "Cá nhân có mặt tại nơi chứng thực", result: "Giấy tờ có chứng thực chữ ký", level: OnlineLevel::Information, rule: SAME_DAY, deadline_hint: TODAY,
        papers: &[original("Thẻ căn cước"), original("Giấy tờ sẽ ký")], fees: &[(None, "Chứng thực chữ ký", FeeUnit::PerDossier, 10_000, 10_000)], kind: FeeKind::ServiceFee,
        law: CERTIFY, ..BASE
    },
    Spec {
        code: "2.001019", sector: "chung-thuc", name: "Chứng thực di chúc", summary: "Làm thủ tục này khi muốn di chúc của mình được chứng thực.", synonyms: "công chứng di chúc thừa kế",
        who: "Người lập di chúc", result: "Di chúc có chứng thực", level: OnlineLevel::Information, rule: "working_day:2",
        papers: &[original("Dự thảo di chúc"), copy("Thẻ căn cước"), copy("Giấy tờ về tài sản")], fees: &[(None, "Chứng thực di chúc", FeeUnit::PerDossier, 50_000, 50_000)],
        kind: FeeKind::ServiceFee, law: CERTIFY, ..BASE
    },
    Spec {
        code: "2.000908", sector: "chung-thuc", name: "Cấp bản sao từ sổ gốc", summary: "Làm thủ tục này khi cần bản sao của giấy tờ mà cơ quan đang giữ sổ gốc.", synonyms: "sao lục sổ gốc",
        who: "Người được cấp bản chính hoặc người đại diện", result: "Bản sao từ sổ gốc", rule: SAME_DAY, deadline_hint: TODAY,
        papers: &[copy("Thẻ căn cước"), form("Đơn yêu cầu cấp bản sao")], fees: &[(None, "Cấp bản sao từ sổ gốc", FeeUnit::PerDossier, 0, 0)], kind: FeeKind::ServiceFee, law: CERTIFY, ..BASE
    },
];
