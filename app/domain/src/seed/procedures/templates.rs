//! Templates of some papers of the demo: plain forms with dotted lines, made by the portal itself.

use crate::Actor;
use crate::cx::Portal;
use crate::error::Result;
use crate::files;
use crate::paper::pdf;
use model::files::Purpose;
use model::paper::{Block, Paper};
use model::procedures::TEMPLATE_LIMIT;
use std::collections::HashMap;

/// Rows of templates by the names of the papers they belong to.
pub(super) type Templates = HashMap<&'static str, i64>;

/// A paper by its name, what it asks for, and who signs it.
const FORMS: &[(&str, &[&str], &str)] = &[
    (
        "Tờ khai đăng ký khai sinh",
        &[
            "Họ, chữ đệm, tên người yêu cầu",
            "Nơi cư trú",
            "Số căn cước",
            "Quan hệ với trẻ",
            "Họ, chữ đệm, tên của trẻ",
            "Ngày sinh",
            "Nơi sinh",
            "Giới tính",
            "Họ tên mẹ",
            "Họ tên cha",
        ],
        "Người yêu cầu",
    ),
    (
        "Văn bản ủy quyền",
        &["Bên ủy quyền", "Số căn cước", "Nơi cư trú", "Bên được ủy quyền", "Số căn cước", "Nơi cư trú", "Việc được ủy quyền", "Thời hạn ủy quyền"],
        "Bên ủy quyền",
    ),
    (
        "Cam kết bảo đảm an toàn công trình liền kề",
        &["Chủ đầu tư", "Số căn cước", "Điện thoại", "Địa điểm xây dựng", "Công trình liền kề", "Biện pháp bảo đảm an toàn"],
        "Chủ đầu tư",
    ),
    (
        "Đơn đề nghị",
        &["Tên tổ chức, cá nhân", "Mã số doanh nghiệp hoặc số căn cước", "Địa chỉ", "Điện thoại", "Nội dung đề nghị", "Giấy tờ gửi kèm"],
        "Người đề nghị",
    ),
];

/// Stores the templates.
///
/// # Errors
/// If a file cannot be made or stored.
pub(super) async fn make(portal: &Portal) -> Result<Templates> {
    let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
    let mut templates = Templates::new();
    for (name, fields, signer) in FORMS {
        let paper = form(name, fields, signer, cx.now());
        let blob = portal.files().put(&pdf(&paper)?, TEMPLATE_LIMIT).await?;
        templates.insert(name, files::keep(&mut cx, &blob, &format!("{name}.pdf"), Purpose::Template).await?.id);
    }
    cx.commit().await?;
    Ok(templates)
}

fn form(name: &str, fields: &[&str], signer: &str, made_at: chrono::DateTime<chrono::Utc>) -> Paper {
    let end = [
        "Tôi cam đoan những lời khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật.",
        "....................., ngày ...... tháng ...... năm ............",
    ];
    let mut paragraphs: Vec<String> = end.map(str::to_owned).into();
    paragraphs.push(format!("{signer} (ký, ghi rõ họ tên)"));
    Paper {
        title: name.to_owned(),
        superior: String::new(),
        agency: String::new(),
        place: String::new(),
        number: String::new(),
        code: String::new(),
        link: String::new(),
        made_at,
        source: "Mẫu mô phỏng, không dùng để nộp hồ sơ thật".to_owned(),
        demo: true,
        wide: false,
        blocks: vec![
            Block::fields([("Kính gửi", String::new())]),
            Block::fields(fields.iter().map(|label| (*label, String::new()))),
            Block::Text { title: String::new(), paragraphs },
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_can_be_printed() {
        for (name, fields, signer) in FORMS {
            let bytes = pdf(&form(name, fields, signer, chrono::DateTime::UNIX_EPOCH)).expect("a PDF");
            assert!(bytes.starts_with(b"%PDF-") && u64::try_from(bytes.len()).expect("a size") < TEMPLATE_LIMIT, "{name}");
        }
    }
}
