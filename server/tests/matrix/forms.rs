//! The form and the query of each route: what names the object, and content that only the right or the version refuses.

use super::letters::Letters;
use super::objects::Place;
use super::people::Member;
use super::requests::{Call, Fresh, Ownership};
use model::news::ArticleState;

fn text(text: &str) -> String {
    text.to_owned()
}

/// Fields of a form: what names the object, a version that is never the present one, and nothing that could be stored.
pub fn fields(path: &str, variant: &str, place: &Place, letters: &Letters, whose: Ownership, member: &Member, fresh: Fresh) -> Vec<(&'static str, String)> {
    let text = |text: &str| text.to_owned();
    let old = text("999999");
    let foreign = whose == Ownership::Foreign;
    match path {
        _ if path.starts_with("/can-bo/ho-so/{ma}/") => desk_fields(path),
        _ if path.starts_with("/can-bo/thu-phi/{ma}/") => money_fields(path),
        "/ho-so-cua-toi/{ma}/thanh-toan" => vec![("hinh_thuc", text("viet_qr"))],
        _ if path.starts_with("/can-bo/nhiem-vu/{ma}/") || path.starts_with("/can-bo/nhiem-vu/dinh-ky/{ma}/") => task_fields(path, place),
        _ if path.starts_with("/can-bo/tin-bai/") => article_fields(path, variant, place),
        "/can-bo/thu/sap-xep" => vec![("viec", text("da-doc")), ("thu", letters.received.to_string())],
        "/can-bo/thu/{ma}/nguoi-nhan" => vec![("nguoi_nhan", text("p-0")), ("dong", text("to"))],
        "/can-bo/ho-tro/buoc" => vec![("yeu_cau", letters.help.to_string())],
        "/can-bo/tai-khoan/vi-tri" => {
            let own = member.employment.filter(|_| !foreign).unwrap_or(place.employment);
            vec![("vi_tri", own.to_string())]
        }
        "/tai-khoan/ket-thuc-phien" => vec![("phien", fresh.session.to_string())],
        "/ho-so-cua-toi/{ma}/rut" => vec![("phien_ban", old), ("ly_do", text("Đủ mười ký tự trở lên"))],
        "/tra-cuu" => vec![("ma", place.dossier.clone())],
        "/quan-tri/nguoi/them" => vec![
            ("ho_ten", text("Mẫu Người Thêm")),
            ("dien_thoai", text("0999812346")),
            ("don_vi", place.unit.to_string()),
            ("chuc_vu", text("Chuyên viên")),
            ("tu_ngay", text("01/07/2025")),
            // Taken: nothing is kept.
            ("ten_dang_nhap", text("mot.cua")),
        ],
        "/quan-tri/nguoi/tai-khoan" => vec![("nguoi", place.person.to_string()), ("ten_dang_nhap", text("mot.cua"))],
        "/quan-tri/nguoi/trang-thai" => vec![("nguoi", fresh.person.to_string()), ("trang_thai", text("locked"))],
        "/quan-tri/nguoi/lien-ket" | "/quan-tri/nguoi/ket-thuc-phien" => vec![("nguoi", fresh.person.to_string())],
        "/quan-tri/nguoi/ket-thuc-vi-tri" => vec![("nguoi", fresh.person.to_string()), ("vi_tri", fresh.employment.to_string())],
        // Always into the own ward: nobody takes somebody else's people.
        "/quan-tri/nguoi/them-vi-tri" => vec![("nguoi", place.person.to_string()), ("don_vi", text(super::people::OWN)), ("hinh_thuc", text("concurrent"))],
        "/quan-tri/phan-quyen/xac-nhan" => {
            vec![("nguoi", fresh.person.to_string()), ("viec", text("tpl_clerk")), ("don_vi", place.unit.to_string())]
        }
        "/quan-tri/phan-quyen/thu-hoi" => vec![("nguoi", fresh.person.to_string()), ("quyen", fresh.role.to_string())],
        "/quan-tri/uy-quyen" => vec![
            ("nguoi_uy_quyen", place.other_person.to_string()),
            ("nguoi_duoc_uy_quyen", place.person.to_string()),
            ("don_vi", place.unit.to_string()),
            ("vai_tro", text("unit_leader")),
        ],
        "/quan-tri/uy-quyen/ket-thuc" => vec![("nguoi", place.other_person.to_string()), ("uy_quyen", fresh.delegation.to_string())],
        "/quan-tri/ho-tro" => vec![("yeu_cau", place.help.to_string())],
        "/quan-tri/don-vi/them" => vec![("cap_tren", place.unit.to_string())],
        "/quan-tri/phan-quyen/hai-nguoi/de-nghi" => vec![("nguoi", fresh.person.to_string())],
        "/quan-tri/phan-quyen/hai-nguoi/xac-nhan" | "/quan-tri/phan-quyen/hai-nguoi/tu-choi" => vec![("de_nghi", fresh.joint.to_string())],
        "/quan-tri/phan-quyen/mau" => vec![("mau", text("tpl_clerk")), ("vai_tro", text("clerk"))],
        "/quan-tri/don-vi/chep-thu-tuc" => vec![("don_vi", place.unit.to_string()), ("tu_don_vi", text(place.code))],
        "/quan-tri/don-vi/sua" => vec![("don_vi", place.unit.to_string()), ("phien_ban", old)],
        _ => vec![("phien_ban", old)],
    }
}

/// Complete forms of the desk, so that only the right and the version can refuse them.
fn desk_fields(path: &str) -> Vec<(&'static str, String)> {
    let words = "Đủ mười ký tự trở lên";
    let more: &[(&'static str, &str)] = match path.rsplit('/').next().unwrap_or_default() {
        "tiep-nhan" => &[("giay_to_tuy_than", "1")],
        "tu-choi" => &[("ly_do", "not_eligible"), ("can_cu", words), ("huong_dan", words)],
        "bo-sung-tiep-nhan" | "yeu-cau-bo-sung" => &[("muc_1", words), ("ly_do_1", words), ("can_cu_1", words), ("cach_1", words), ("han", "15/12/2026")],
        "chuyen" => &[("den", "drafting")],
        "bo-sung" => &[("nguoi_mang", words)],
        "danh-gia-bo-sung" => &[("ket_luan_1", "dat")],
        "duyet-bo-sung" => &[("quyet_dinh", "duyet")],
        "rut" => &[("ly_do", words)],
        "xin-y-kien" => &[("don_vi", "1"), ("noi_dung", words), ("han", "15/12/2026")],
        "xin-loi" => &[("ly_do", words), ("han_moi", "15/12/2026")],
        "chuyen-co-quan" => &[("co_quan", "1"), ("ly_do", words)],
        "ky-xin-loi" | "nhan-chuyen" | "duyet-dieu-chinh" => &[("quyet_dinh", "duyet")],
        "dieu-chinh" => &[("muc", "applicant_name"), ("gia_tri", "Nguyễn Mẫu Sơn"), ("ly_do", "Đủ hai mươi ký tự trở lên"), ("tep_da_tai", "khong-co")],
        "quyet-dinh-rut" => &[("quyet_dinh", "dong-y"), ("ly_do", words)],
        "dung" => &[("ly_do", "not_eligible"), ("can_cu", words), ("xu_ly_phi", words)],
        "phat-hanh" => &[("so_ky_hieu", "1/KQ"), ("ban_giay", "1"), ("dong_dau", "1")],
        "tra-ket-qua" => &[("nguoi_nhan", "Mẫu Người Nhận"), ("giay_to_tuy_than", "1")],
        "gui-buu-chinh" => &[("ma_buu_gui", "EL999000111VN")],
        _ => &[],
    };
    let mut fields = vec![("phien_ban", "999999".to_owned())];
    fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    fields
}

/// Complete forms about the money of a dossier, so that only the right and the version can refuse them.
fn money_fields(path: &str) -> Vec<(&'static str, String)> {
    let words = "Đủ mười ký tự trở lên";
    let more: &[(&'static str, &str)] = match path.rsplit('/').next().unwrap_or_default() {
        "yeu-cau" => {
            &[("nguon", "thong-bao"), ("so_thong_bao", "1/TB"), ("noi_dung", words), ("so_tien", "8.000"), ("luc_nop", "cho-nop"), ("han", "15/12/2026")]
        }
        "thu" => &[("khoan", "KT-0"), ("so_tien", "8.000"), ("hinh_thuc", "cash"), ("nguoi_nop", "Nguyễn Mẫu Sơn")],
        "huy" => &[("khoan", "KT-0"), ("ly_do", words)],
        "hoan" => &[
            ("bien_lai", "BL26-0000000"),
            ("so_tien", "8.000"),
            ("ly_do", words),
            ("ngan_hang", "Ngân hàng mẫu"),
            ("so_tai_khoan", "0123456789"),
            ("chu_tai_khoan", "NGUYEN MAU SON"),
        ],
        "duyet-hoan" => &[("hoan", "0"), ("quyet_dinh", "duyet")],
        _ => &[],
    };
    let mut fields = vec![("phien_ban", "999999".to_owned())];
    fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    fields
}

/// Complete forms of the steps of a task, so that only the right and the version can refuse them.
fn task_fields(path: &str, place: &Place) -> Vec<(&'static str, String)> {
    let words = "Đủ mười ký tự trở lên";
    let (unit, person) = (place.unit.to_string(), place.person.to_string());
    let more: &[(&'static str, &str)] = match path.rsplit('/').next().unwrap_or_default() {
        "giao" => &[("can_cu", words)],
        "tiep-nhan" => &[("nguoi_thuc_hien", &person)],
        "giao-lai" | "chuyen-chu-tri" => &[("chu_tri", &unit), ("ly_do", words)],
        "doi-theo-doi" => &[("theo_doi", &person), ("ly_do", words)],
        "don-doc" | "giai-trinh" => &[("noi_dung", words)],
        "bat-dau" | "tien-do" => &[("noi_dung", words), ("tien_do", "60")],
        "hoan-thanh" => &[("noi_dung", words), ("so_van_ban", "12/BC")],
        "de-nghi-gia-han" => &[("han", "31/12/2026"), ("ly_do", words)],
        "quyet-dinh-gia-han" => &[("quyet_dinh", "khong-dong-y"), ("ly_do", words)],
        "chia-nho" => &[("noi_dung", words), ("giao_cho", "nguoi"), ("nguoi_thuc_hien", &person)],
        "sua" => &[
            ("noi_dung", words),
            ("nguon", "oral"),
            ("chi_dao", words),
            ("chu_tri", &unit),
            ("chu_ky", "monthly"),
            ("ngay", "15"),
            ("ngay_nghi", "after"),
            ("so_ngay", "5"),
            ("tu_ngay", "01/12/2026"),
        ],
        "tra-lai" | "lam-lai" | "tam-dung" | "tiep-tuc" | "thu-hoi" | "ket-thuc" => &[("ly_do", words)],
        _ => &[],
    };
    let mut fields = vec![("phien_ban", "999999".to_owned())];
    fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    fields
}

/// Complete forms of the editors, so that only the right and the version can refuse them; a new article fails at its picture.
/// The comment of the place is really decided by whoever may.
fn article_fields(path: &str, variant: &str, place: &Place) -> Vec<(&'static str, String)> {
    let words = "Đủ mười ký tự trở lên";
    let (site, comment) = (place.site.as_str(), place.comment.to_string());
    let article = [("chuyen_muc", "news"), ("kenh", "news"), ("tieu_de", words), ("trich_yeu", words), ("noi_dung", words)];
    let more: Vec<(&'static str, &str)> = match path {
        "/can-bo/tin-bai/{ma}/buoc" => {
            vec![("buoc", variant.trim_start_matches('=')), ("ly_do", words), ("nguyen_nhan", model::news::UnpublishReason::ALL[0].as_str())]
        }
        "/can-bo/tin-bai/{ma}/sua" => article.to_vec(),
        "/can-bo/tin-bai/moi" => [("cong", site), ("anh", "00ff")].into_iter().chain(article).collect(),
        "/can-bo/tin-bai/y-kien" => vec![("y_kien", comment.as_str()), ("duyet", "1")],
        _ => Vec::new(),
    };
    let mut fields = vec![("phien_ban", "999999".to_owned())];
    fields.extend(more.into_iter().map(|(name, value)| (name, value.to_owned())));
    fields
}

/// Query and marker of pages that name their object there or list many.
pub fn query(call: &mut Call, path: &str, place: &Place, letters: &Letters) {
    let name = crate::common::encode(place.person_name);
    let (query, marker) = match path {
        "/can-bo/ho-so/{ma}/chuyen" => (text("den=drafting"), None),
        "/can-bo" => (text("tat-ca=1"), Some(place.dossier.clone())),
        "/tim" => (format!("q={}", place.dossier), Some(format!("/can-bo/ho-so/{}", place.dossier))),
        "/can-bo/vi-sao" => (format!("doi-tuong=dossier&nguoi={}&don-vi={}", place.person, place.unit), None),
        "/can-bo/ho-so" => (text("hang=dang-giai-quyet"), Some(format!("/can-bo/ho-so/{}", place.dossier))),
        "/can-bo/ho-so/danh-sach.csv" => (text("hang=dang-giai-quyet"), Some(place.dossier.clone())),
        "/can-bo/nhiem-vu" => (text("pham-vi=don-vi"), Some(format!("/can-bo/nhiem-vu/{}", place.task))),
        "/can-bo/thu" => (String::new(), Some(letters.subject.clone())),
        "/can-bo/thu/tim" => (text("q=gui"), Some(letters.subject.clone())),
        "/can-bo/tin-bai" => (text("ds=published"), Some(format!("/can-bo/tin-bai/{}", place.articles[&ArticleState::Published]))),
        "/can-bo/tin-bai/y-kien" => (String::new(), Some(format!("Ý kiến về {}", place.code))),
        "/ho-so-cua-toi" => (String::new(), Some(format!("/ho-so-cua-toi/{}", place.dossier))),
        "/quan-tri/nguoi" => (format!("q={name}"), Some(format!("/quan-tri/nguoi/{}\"", place.person))),
        "/quan-tri/phan-quyen" | "/quan-tri/phan-quyen/nguoi" => (format!("q={name}"), Some(format!("nguoi={}", place.person))),
        "/quan-tri/phan-quyen/viec" => (format!("nguoi={}", place.person), None),
        "/quan-tri/phan-quyen/xac-nhan" => (format!("nguoi={}&viec=tpl_clerk&don-vi={}", place.person, place.unit), None),
        "/quan-tri/uy-quyen" => (format!("nguoi={}", place.other_person), None),
        "/quan-tri/ho-tro" => (String::new(), Some(format!("Cần giúp ở {}", place.code))),
        _ => (String::new(), None),
    };
    if !query.is_empty() {
        call.path = format!("{}?{query}", call.path);
    }
    call.marker = marker;
}
