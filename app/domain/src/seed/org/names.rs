//! The names of the demo province (11 §3, §4). All invented.

use model::org::UnitKind;

/// The 16 province units: name, abbreviation.
pub(super) const PROVINCE_UNITS: [(&str, &str); 16] = [
    ("Văn phòng UBND tỉnh", "VPUBND"),
    ("Sở Nội vụ", "SNV"),
    ("Sở Tư pháp", "STP"),
    ("Sở Tài chính", "STC"),
    ("Sở Công Thương", "SCT"),
    ("Sở Nông nghiệp và Môi trường", "SNNMT"),
    ("Sở Xây dựng", "SXD"),
    ("Sở Khoa học và Công nghệ", "SKHCN"),
    ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
    ("Sở Giáo dục và Đào tạo", "SGDĐT"),
    ("Sở Y tế", "SYT"),
    ("Sở Dân tộc và Tôn giáo", "SDTTG"),
    ("Sở Ngoại vụ", "SNGV"),
    ("Thanh tra tỉnh", "TTT"),
    ("Ban Quản lý các khu công nghiệp", "BQLKCN"),
    ("Trung tâm Phục vụ hành chính công", "TTPVHCC"),
];

/// Inside each province unit, besides Văn phòng and Pháp chế: phòng, then chi cục and trung tâm.
pub(super) const INSIDE: [(&[&str], &[&str]); 16] = [
    (&["Phòng Tổng hợp", "Phòng Kinh tế – Ngành", "Phòng Kiểm soát thủ tục hành chính", "Phòng Hành chính – Tổ chức"], &["Trung tâm Thông tin – Công báo"]),
    (
        &["Phòng Tổ chức, biên chế", "Phòng Xây dựng chính quyền", "Phòng Lao động – Việc làm", "Phòng Người có công"],
        &["Trung tâm Dịch vụ việc làm", "Trung tâm Lưu trữ lịch sử"],
    ),
    (&["Phòng Hộ tịch", "Phòng Bổ trợ tư pháp", "Phòng Phổ biến, giáo dục pháp luật"], &["Trung tâm Trợ giúp pháp lý", "Phòng Công chứng số 1"]),
    (&["Phòng Quản lý ngân sách", "Phòng Đăng ký kinh doanh", "Phòng Quản lý giá và công sản", "Phòng Đầu tư"], &["Trung tâm Hỗ trợ doanh nghiệp"]),
    (&["Phòng Quản lý thương mại", "Phòng Quản lý năng lượng", "Phòng Kỹ thuật an toàn"], &["Chi cục Quản lý thị trường", "Trung tâm Khuyến công"]),
    (
        &["Phòng Quản lý đất đai", "Phòng Tài nguyên nước", "Phòng Kế hoạch – Tài chính"],
        &["Chi cục Kiểm lâm", "Chi cục Thủy lợi", "Chi cục Chăn nuôi và Thú y", "Trung tâm Khuyến nông"],
    ),
    (
        &["Phòng Quản lý hoạt động xây dựng", "Phòng Quy hoạch – Kiến trúc", "Phòng Quản lý vận tải", "Phòng Hạ tầng giao thông"],
        &["Trung tâm Kiểm định xây dựng"],
    ),
    (
        &["Phòng Quản lý khoa học", "Phòng Chuyển đổi số", "Phòng Bưu chính – Viễn thông"],
        &["Chi cục Tiêu chuẩn Đo lường Chất lượng", "Trung tâm Chuyển đổi số"],
    ),
    (&["Phòng Quản lý văn hóa", "Phòng Quản lý thể dục thể thao", "Phòng Quản lý du lịch"], &["Bảo tàng tỉnh", "Thư viện tỉnh", "Trung tâm Văn hóa tỉnh"]),
    (&["Phòng Giáo dục mầm non", "Phòng Giáo dục phổ thông", "Phòng Khảo thí"], &["Trung tâm Giáo dục thường xuyên tỉnh"]),
    (&["Phòng Nghiệp vụ y", "Phòng Nghiệp vụ dược", "Phòng Bảo trợ xã hội"], &["Chi cục An toàn vệ sinh thực phẩm", "Trung tâm Kiểm soát bệnh tật"]),
    (&["Phòng Chính sách dân tộc", "Phòng Tôn giáo", "Phòng Kế hoạch"], &["Trung tâm Thông tin dân tộc"]),
    (&["Phòng Lãnh sự", "Phòng Hợp tác quốc tế", "Phòng Biên giới"], &["Trung tâm Dịch vụ đối ngoại"]),
    (&["Phòng Nghiệp vụ 1", "Phòng Nghiệp vụ 2", "Phòng Giám sát sau thanh tra"], &["Trung tâm Dữ liệu thanh tra"]),
    (&["Phòng Quản lý đầu tư", "Phòng Quản lý doanh nghiệp", "Phòng Quản lý môi trường"], &["Trung tâm Dịch vụ khu công nghiệp"]),
    (&["Phòng Tiếp nhận và trả kết quả", "Phòng Giám sát – Hỗ trợ", "Phòng Kỹ thuật"], &["Tổng đài hỗ trợ 1022"]),
];

/// The departments of each old province in 2017, in the order of their codes `.01` to `.20`.
pub(super) const OLD_DEPARTMENTS: [&str; 20] = [
    "Văn phòng UBND tỉnh",
    "Sở Nội vụ",
    "Sở Tư pháp",
    "Sở Kế hoạch và Đầu tư",
    "Sở Tài chính",
    "Sở Công Thương",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Giao thông vận tải",
    "Sở Xây dựng",
    "Sở Tài nguyên và Môi trường",
    "Sở Thông tin và Truyền thông",
    "Sở Lao động - Thương binh và Xã hội",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Khoa học và Công nghệ",
    "Sở Giáo dục và Đào tạo",
    "Sở Y tế",
    "Sở Ngoại vụ",
    "Thanh tra tỉnh",
    "Ban Dân tộc",
    "Ban Quản lý các khu công nghiệp",
];

/// Departments that were founded in both old provinces on 01/03/2025 (`.21`, `.22`), and the centre (`.23`).
pub(super) const NEW_DEPARTMENTS: [&str; 3] = ["Sở Nông nghiệp và Môi trường", "Sở Dân tộc và Tôn giáo", "Trung tâm Phục vụ hành chính công"];

/// 01/03/2025 inside each old province: from number, to number. A number twice on the left is a split.
pub(super) const MARCH_2025: [(usize, usize); 8] = [(4, 5), (8, 9), (11, 14), (10, 21), (7, 21), (12, 2), (12, 16), (19, 22)];

/// 01/07/2025: number in the old provinces, number in the new one.
pub(super) const JULY_2025: [(usize, usize); 16] =
    [(1, 1), (2, 2), (3, 3), (5, 4), (6, 5), (21, 6), (9, 7), (14, 8), (13, 9), (15, 10), (16, 11), (22, 12), (17, 13), (18, 14), (20, 15), (23, 16)];

/// The districts of H98 and H97, in the order of their codes `.31`….
pub(super) const DISTRICTS_98: [&str; 9] = [
    "Thành phố Thành Lam",
    "Thị xã Cửa Lam",
    "Huyện Thạch Lam",
    "Huyện Mỹ Lam",
    "Huyện Vĩnh Lam",
    "Huyện Tây Lam",
    "Huyện Kim Lam",
    "Huyện Sơn Lam",
    "Huyện Khê Lam",
];
/// As [`DISTRICTS_98`].
pub(super) const DISTRICTS_97: [&str; 7] =
    ["Thành phố Hải Lam", "Thị xã Đông Hải Lam", "Huyện Phú Giang", "Huyện Thạch Giang", "Huyện Phú Hải", "Huyện Thạch Hải", "Huyện đảo Hòn Lam"];

const WARDS_98: &str = "Thành Lam, Phú Lam, Tân Lam, Cửa Lam, An Lam, Đông Lam, Ngọc Lam, Bình Lam, Hồng Lam, Minh Lam, Trung Lam, Hưng Lam";
const COMMUNES_98: &str = "Thạch Lam, Hòa Lam, Mỹ Lam, Vĩnh Lam, Tây Lam, Lam Thượng, Lam Hạ, Yên Lam, Kim Lam, Đại Lam, Nam Lam, Bắc Lam, Xuân Lam, \
    Thanh Lam, Quảng Lam, Long Lam, Trà Lam, Cẩm Lam, Phong Lam, Thuận Lam, Nghĩa Lam, Hương Lam, Trường Lam, Phú Sơn Lam, Tân Sơn Lam, \
    Bình Sơn Lam, Vĩnh Sơn Lam, An Sơn Lam, Hưng Sơn Lam, Yên Sơn Lam, Đại Sơn Lam, Phú Khê Lam, Tân Khê Lam, Thạch Khê Lam, Bình Khê Lam, \
    Vĩnh Khê Lam, Hưng Khê Lam, Yên Khê Lam, Kim Khê Lam, Đại Khê Lam";
const WARDS_97: &str = "Kim Hải Lam, Minh Hải Lam, Ngọc Hải Lam, Trung Hải Lam, Đông Hải Lam, Phú Hải Lam, Tân Hải Lam";
const COMMUNES_97: &str = "Phú Giang, Thạch Giang, Vĩnh Giang, Hưng Giang, Yên Giang, Kim Giang, Đại Giang, Hòa Giang, Mỹ Giang, Thanh Giang, \
    Long Giang, Minh Giang, Thuận Giang, Hương Giang, Phú Hải, Thạch Hải, Bình Hải, Hưng Hải, Yên Hải, Kim Hải, Hòa Hải, Mỹ Hải, Tây Hải, Nam Hải, \
    Bắc Hải, Thanh Hải, Ngọc Hải, Trung Hải, Cẩm Hải, Nghĩa Hải";

/// Communes that three predecessors went into, besides the 19 wards.
const THREE: [&str; 10] = ["Thạch Lam", "Hòa Lam", "Mỹ Lam", "Vĩnh Lam", "Tây Lam", "Kim Lam", "Phú Giang", "Thạch Giang", "Phú Hải", "Thạch Hải"];

/// One of the 90 communes of today.
pub(super) struct CommuneName {
    /// Name without its kind.
    pub name: &'static str,
    /// Kind.
    pub kind: UnitKind,
    /// Old province: 98 or 97.
    pub old: u32,
    /// Place of its district in the list of the old province, from 0.
    pub district: usize,
    /// Predecessors of its own: name and what became of it. The split communes are not among them.
    pub before: Vec<(String, Became)>,
    /// The split commune that a part of it came from.
    pub split_from: Option<&'static str>,
}

/// What a predecessor became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Became {
    /// It went on under its name.
    Unchanged,
    /// It went on under another name.
    Renamed,
    /// It became a unit of another kind.
    Upgraded,
    /// It was merged with others.
    Merged,
}

/// The 90 communes in the order of their codes `H99.101` to `H99.190`.
pub(super) fn communes() -> Vec<CommuneName> {
    let groups = [
        (WARDS_98, UnitKind::Ward, 98),
        (COMMUNES_98, UnitKind::Commune, 98),
        (WARDS_97, UnitKind::Ward, 97),
        (COMMUNES_97, UnitKind::Commune, 97),
        ("Hòn Lam", UnitKind::SpecialZone, 97),
    ];
    let mut communes = Vec::with_capacity(90);
    for (names, kind, old) in groups {
        for (at, name) in names.split(',').map(str::trim).enumerate() {
            let split_from = split_from(name);
            communes.push(CommuneName {
                name,
                kind,
                old,
                district: district(name, kind, old, at),
                before: before(name, kind, split_from.is_some()),
                split_from,
            });
        }
    }
    communes
}

fn split_from(name: &str) -> Option<&'static str> {
    match name {
        "Kim Khê Lam" | "Thạch Khê Lam" => Some("Kim Thạch"),
        "Nam Hải" | "Bình Hải" => Some("Nam Bình"),
        _ => None,
    }
}

fn before(name: &'static str, kind: UnitKind, split: bool) -> Vec<(String, Became)> {
    let single = match name {
        "Lam Thượng" => Some(("Lam Thượng", Became::Unchanged)),
        "Lam Hạ" => Some(("Hạ Lam", Became::Renamed)),
        "Trường Lam" => Some(("Lam Trường", Became::Renamed)),
        "Cẩm Hải" => Some(("Hải Cẩm", Became::Renamed)),
        "Hòn Lam" => Some(("Hòn Lam", Became::Upgraded)),
        _ => None,
    };
    if let Some((old, became)) = single {
        return vec![(old.to_owned(), became)];
    }
    let parts: &[&str] = if kind == UnitKind::Ward || THREE.contains(&name) {
        &["Thượng", "Trung", "Hạ"]
    } else if split {
        &["Đông"]
    } else {
        &["Đông", "Tây"]
    };
    parts.iter().map(|part| (format!("{name} {part}"), Became::Merged)).collect()
}

fn district(name: &str, kind: UnitKind, old: u32, at: usize) -> usize {
    let named = |districts: &[&str]| districts.iter().position(|district| district.ends_with(&format!(" {name}")));
    if old == 98 {
        return match kind {
            UnitKind::Ward => usize::from(matches!(name, "Cửa Lam" | "Hồng Lam" | "Minh Lam" | "Trung Lam" | "Hưng Lam")),
            _ if name.contains("Sơn Lam") => 7,
            _ if name.contains("Khê Lam") => 8,
            _ => named(&DISTRICTS_98).unwrap_or(2 + at % 5),
        };
    }
    match kind {
        UnitKind::Ward => usize::from(matches!(name, "Đông Hải Lam" | "Phú Hải Lam" | "Tân Hải Lam")),
        UnitKind::SpecialZone => 6,
        _ => named(&DISTRICTS_97).unwrap_or(if name.ends_with("Giang") { 2 } else { 4 } + at % 2),
    }
}
