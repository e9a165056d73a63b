//! E-forms of single procedures as data.

use model::procedures::{Question, QuestionKind as K, QuestionPage};

fn ask(name: &str, kind: K, label: &str, hint: &str) -> Question {
    Question {
        name: name.to_owned(),
        kind,
        label: label.to_owned(),
        hint: hint.to_owned(),
        required: true,
        options: Vec::new(),
        min: None,
        max: None,
        show_if: None,
    }
}

fn choose(name: &str, label: &str, options: &[&str]) -> Question {
    Question { options: options.iter().map(|option| (*option).to_owned()).collect(), ..ask(name, K::Choice, label, "") }
}

fn optional(question: Question) -> Question {
    Question { required: false, ..question }
}

fn page(title: &str, questions: Vec<Question>) -> QuestionPage {
    QuestionPage { title: title.to_owned(), questions }
}

/// Cấp bản sao trích lục hộ tịch.
pub(super) fn extract() -> Vec<QuestionPage> {
    let kinds = ["Khai sinh", "Kết hôn", "Khai tử", "Nhận cha, mẹ, con", "Giám hộ", "Thay đổi, cải chính hộ tịch"];
    let relations = ["Bản thân tôi", "Con", "Cha hoặc mẹ", "Vợ hoặc chồng", "Người thân khác"];
    let purposes = ["Học tập", "Việc làm", "Làm giấy tờ khác", "Bảo hiểm, trợ cấp", "Việc khác"];
    vec![
        page("Loại trích lục", vec![choose("loai-trich-luc", "Bạn cần trích lục việc hộ tịch nào?", &kinds)]),
        page(
            "Người có tên trong trích lục",
            vec![
                choose("quan-he", "Người đó là ai với bạn?", &relations),
                ask("nguoi-trich-luc", K::Person, "Họ và tên người có tên trong trích lục", "Viết như khi đăng ký."),
                ask("sinh-nguoi-trich-luc", K::Date, "Ngày sinh của người đó", "Ví dụ: 15 / 11 / 1990"),
            ],
        ),
        page(
            "Việc hộ tịch đã đăng ký",
            vec![
                ask("noi-dang-ky", K::Text, "Nơi đã đăng ký", "Tên xã, phường, thị trấn lúc đăng ký, kể cả tên cũ."),
                optional(ask("ngay-dang-ky", K::Date, "Ngày đăng ký", "Không nhớ thì bỏ trống.")),
                optional(ask("so-dang-ky", K::Text, "Số, quyển số", "Không nhớ thì bỏ trống.")),
                optional(ask("ban-chup-cu", K::File, "Ảnh chụp bản trích lục cũ", "Nếu bạn còn giữ, cán bộ tìm sổ nhanh hơn.")),
            ],
        ),
        page(
            "Số bản và mục đích",
            vec![
                Question {
                    min: Some(1), max: Some(20), ..ask("so-ban", K::Number, "Số bản sao cần cấp", "Từ 1 đến 20 bản. Lệ phí 8.000 đ mỗi bản.")
                },
                choose("muc-dich", "Bạn dùng bản sao vào việc gì?", &purposes),
            ],
        ),
    ]
}

/// Đăng ký khai sinh.
pub(super) fn birth() -> Vec<QuestionPage> {
    vec![
        page(
            "Thông tin của con",
            vec![
                ask("ten-con", K::Person, "Họ, chữ đệm, tên của con", "Viết đúng như muốn ghi trong giấy khai sinh."),
                ask("sinh-con", K::Date, "Ngày sinh của con", "Xem trên giấy chứng sinh."),
                choose("gioi-tinh", "Giới tính", &["Nam", "Nữ"]),
                ask("noi-sinh", K::Text, "Nơi sinh", "Tên bệnh viện hoặc nơi sinh."),
            ],
        ),
        page(
            "Cha, mẹ",
            vec![
                ask("ten-me", K::Person, "Họ và tên mẹ", ""),
                ask("dinh-danh-me", K::Identity, "Số định danh của mẹ", "12 chữ số trên thẻ căn cước."),
                optional(ask("ten-cha", K::Person, "Họ và tên cha", "Bỏ trống nếu chưa xác định.")),
                optional(ask("dinh-danh-cha", K::Identity, "Số định danh của cha", "12 chữ số trên thẻ căn cước.")),
            ],
        ),
    ]
}

/// Đăng ký thành lập hộ kinh doanh.
pub(super) fn household() -> Vec<QuestionPage> {
    let trades = ["Bán lẻ", "Ăn uống", "Dịch vụ sửa chữa", "Vận tải", "Sản xuất nhỏ", "Việc khác"];
    vec![
        page("Tên hộ kinh doanh", vec![ask("ten-ho", K::Text, "Tên hộ kinh doanh", "Không trùng với hộ khác trong xã, phường.")]),
        page("Địa điểm kinh doanh", vec![ask("dia-diem", K::Address, "Địa điểm kinh doanh", "Nơi có biển hiệu.")]),
        page(
            "Ngành nghề và vốn",
            vec![
                Question {
                    options: trades.iter().map(|trade| (*trade).to_owned()).collect(),
                    ..ask("nganh-nghe", K::Many, "Ngành nghề", "Chọn một hoặc nhiều mục.")
                },
                Question { min: Some(1_000_000), max: Some(100_000_000_000), ..ask("von", K::Money, "Vốn kinh doanh (đồng)", "Ví dụ: 50.000.000") },
                choose("chu-the", "Ai cùng đăng ký?", &["Một cá nhân", "Các thành viên hộ gia đình"]),
            ],
        ),
    ]
}
