//! The citizen's way through the pages of an application, as a browser without JavaScript goes it.

use super::{Answer, TestApp, Visitor};
use http::StatusCode;

/// The smallest file that passes as a PDF.
pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// The values that a page of the journey needs, read off its form like a person would.
fn typed(page: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in page.split('<').filter(|tag| tag.starts_with("input ") || tag.starts_with("select ") || tag.starts_with("textarea ")) {
        let attribute = |name: &str| tag.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
        let (name, kind) = (attribute("name"), attribute("type"));
        if name.is_empty()
            || ["q", "co_chu", "nen", "ve"].contains(&name.as_str())
            || kind == "file"
            || kind == "hidden"
            || fields.iter().any(|(known, _)| *known == name)
        {
            continue;
        }
        let value = match name.as_str() {
            "ho_ten" | "nguoi-trich-luc" => "Nguyễn Mẫu Sơn".to_owned(),
            "so_dinh_danh" => "999000000001".to_owned(),
            "dien_thoai" => "0999900001".to_owned(),
            "thu_dien_tu" => String::new(),
            "so-ban" => "2".to_owned(),
            _ if name.ends_with("_ngay") => "15".to_owned(),
            _ if name.ends_with("_thang") => "11".to_owned(),
            _ if name.ends_with("_nam") => "1990".to_owned(),
            _ if tag.starts_with("select ") => {
                page.split("<option value=\"").skip(1).filter_map(|rest| rest.split('"').next()).find(|value| !value.is_empty()).unwrap_or_default().to_owned()
            }
            _ if kind == "radio" || kind == "checkbox" => attribute("value"),
            _ => "Phường Thành Lam".to_owned(),
        };
        fields.push((name, value));
    }
    fields
}

/// Fills in page after page until the answers are to be checked; returns the last page and its address.
pub async fn walk(app: &TestApp, visitor: &mut Visitor, first: &str) -> (Answer, String) {
    let mut path = first.to_owned();
    for _ in 0..30 {
        let page = app.get(visitor, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        if path.ends_with("/kiem-tra") || path.ends_with("/xong") {
            return (page, path);
        }
        let main = page.body.split("id=\"noi-dung-chinh\"").nth(1).unwrap_or_default().to_owned();
        let fields = typed(&main);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = if path.contains("/giay-to/") {
            app.post_file(visitor, &path, &fields, Some(("tep", "uy-quyen.pdf", PDF))).await
        } else {
            app.post(visitor, &path, &fields).await
        };
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
        assert_ne!(answer.location.split('?').next(), Some(path.as_str()), "{path} came back: {fields:?}");
        path = answer.location;
    }
    panic!("the journey does not end: {path}");
}
