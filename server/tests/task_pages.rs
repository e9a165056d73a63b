//! The form of one task, the lists of what waits for a decision, and "Bảng theo dõi", as a browser without scripts; steps of
//! `tasks::series_parts_and_tables`.

use crate::common::pages::{plain, shows, version};
use crate::common::{TestApp, Visitor};
use crate::tasks::{later, number_of_tasks, ward};
use http::StatusCode;

/// The form of one task: a unit is found without a script and nothing typed is lost; two leads are refused; a leader is named.
pub async fn one_task(app: &TestApp) {
    let mut chair = later(app, "chu.tich").await;
    let (form, ward, before) = ("/can-bo/nhiem-vu/giao", ward(app).await.to_string(), number_of_tasks(app).await);
    let page = shows(app, &chair, form, &["Tìm đơn vị", "Lãnh đạo giao", "Cơ quan ban hành", "Người ký"]).await;
    let options = |page: &str, name: &str| -> Vec<String> {
        let select = page.split(&format!("name=\"{name}\"")).nth(1).and_then(|rest| rest.split("</select>").next()).unwrap_or_default().to_owned();
        select.split("<option value=\"").skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
    };
    assert_ne!(options(&page, "chu_tri").get(1), Some(&ward));
    let leader = options(&page, "lanh_dao_giao").get(1).expect("a leader of the province").clone();
    let typed = "Rà soát quy hoạch của các phường";
    let mut fields = vec![
        ("noi_dung", typed),
        ("nguon", "chair"),
        ("so_van_ban", "245/TB-UBND"),
        ("co_quan_ban_hanh", "Văn phòng UBND tỉnh"),
        ("nguoi_ky", "Nguyễn Văn Mẫu"),
        ("lanh_dao_giao", leader.as_str()),
        ("loai_han", "fixed"),
        ("han", "31/12/2026"),
        ("san_pham", "Báo cáo"),
        ("phoi_hop", ward.as_str()),
        ("tim_don_vi", "phuong THANH lam"),
        ("buoc", "tim-don-vi"),
    ];
    let found = app.post(&mut chair, form, &fields).await;
    let page = shows(app, &chair, found.location.trim_end_matches("#tim_don_vi"), &["Tìm thấy ", typed, "Nguyễn Văn Mẫu"]).await;
    assert_eq!(options(&page, "chu_tri").get(1), Some(&ward), "what was found comes first");
    let boxes = page.split("name=\"phoi_hop\"").nth(1).unwrap_or_default();
    assert!(boxes.split('>').next().is_some_and(|first| first.contains("checked")), "what was chosen stays chosen, and in sight: {boxes}");
    fields[10].1 = "không có đơn vị này";
    let nothing = app.post(&mut chair, form, &fields).await;
    shows(app, &chair, nothing.location.trim_end_matches("#tim_don_vi"), &["Không có đơn vị nào tên có", "Nguyễn Văn Mẫu"]).await;

    // A04-05: the lead as a co-unit, and two leads, though each of them alone would do.
    let lead = options(&page, "chu_tri").get(2).expect("another unit").clone();
    fields[11].1 = "giao";
    let doubled: Vec<_> = fields.iter().copied().chain([("chu_tri", ward.as_str())]).collect();
    let refused = app.post(&mut chair, form, &doubled).await;
    shows(app, &chair, &refused.location, &["Đơn vị chủ trì không thể đồng thời là đơn vị phối hợp."]).await;
    let two: Vec<_> = fields.iter().copied().filter(|(name, _)| *name != "phoi_hop").chain([("chu_tri", ward.as_str()), ("chu_tri", lead.as_str())]).collect();
    let refused = app.post(&mut chair, form, &two).await;
    assert!(refused.location.contains("phieu="), "{refused:?}");
    assert_eq!(number_of_tasks(app).await, before);
    fields.push(("chu_tri", lead.as_str()));
    let given = app.post(&mut chair, form, &fields).await;
    let page = shows(app, &chair, &given.location, &["Văn phòng UBND tỉnh, Nguyễn Văn Mẫu ký", "Còn "]).await;
    assert!(
        page.split("Lãnh đạo giao").skip(1).any(|rest| rest.split("</dd>").next().is_some_and(|value| value.contains("Đinh Mẫu Quang"))),
        "the leader stands there"
    );
    assert_eq!(number_of_tasks(app).await, before + 1);
}

/// 04 §9: the report with its output where it is confirmed, dates and reason where more time is decided.
pub async fn decisions(app: &TestApp) {
    let mut chair = later(app, "chu.tich").await;
    let ward = ward(app).await.to_string();
    let fields = [
        ("noi_dung", "Tổng hợp số liệu của các khu phố"),
        ("nguon", "people_committee"),
        ("chu_tri", ward.as_str()),
        ("loai_han", "fixed"),
        ("han", "31/12/2026"),
        ("san_pham", "Báo cáo tổng hợp"),
        ("buoc", "giao"),
    ];
    let given = app.post(&mut chair, "/can-bo/nhiem-vu/giao", &fields).await;
    let address = plain(&given.location);
    let mut leader = later(app, "lanh.dao").await;
    let page = shows(app, &leader, &address, &["Tiếp nhận"]).await;
    let person = page.split("name=\"nguoi_thuc_hien\"").nth(1).unwrap().split("<option value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let accept = format!("{address}/tiep-nhan");
    let taken = version(&page, &accept);
    app.post(&mut leader, &accept, &[("buoc", "tiep-nhan"), ("phien_ban", &taken), ("nguoi_thuc_hien", &person)]).await;
    let page = shows(app, &leader, &address, &["Báo cáo hoàn thành"]).await;
    let report = format!("{address}/hoan-thanh");
    let number = version(&page, &report);
    let said = [("buoc", "hoan-thanh"), ("phien_ban", number.as_str()), ("noi_dung", "Đã tổng hợp số liệu của 12 khu phố"), ("so_van_ban", "15/BC-UBND")];
    app.post_file(&mut leader, &report, &said, None).await;
    let proof = ["Đã tổng hợp số liệu của 12 khu phố", "15/BC-UBND", "Phải nộp: Báo cáo tổng hợp"];
    shows(app, &chair, "/can-bo/nhiem-vu/cho-xac-nhan", &proof).await;
    let page = shows(app, &chair, &address, &proof).await;
    let form = page.split(&format!("action=\"{address}/xac-nhan\"")).nth(1).and_then(|rest| rest.split("</form>").next()).unwrap_or_default();
    assert!(form.contains(proof[0]) && form.contains(proof[2]), "the form to confirm shows the report: {form}");

    let asked = "/can-bo/nhiem-vu/NV-2026-000001/de-nghi-gia-han";
    let page = shows(app, &leader, "/can-bo/nhiem-vu/NV-2026-000001", &["Đề nghị gia hạn"]).await;
    let number = version(&page, asked);
    let more = [("buoc", "de-nghi-gia-han"), ("phien_ban", number.as_str()), ("han", "10/12/2026"), ("ly_do", "Chờ số liệu của các khu phố")];
    app.post_file(&mut leader, asked, &more, None).await;
    let facts = ["Hạn hiện tại", "Hạn đề nghị", "10/12/2026", "Chờ số liệu của các khu phố", "Chưa xin gia hạn lần nào"];
    shows(app, &chair, "/can-bo/nhiem-vu/gia-han", &facts).await;
}

/// 04 §9 "Bảng theo dõi", A04-10: every cell opens exactly its rows, and the printed page says the same.
pub async fn watched(app: &TestApp) {
    let chair = later(app, "chu.tich").await;
    let address = "/can-bo/thong-ke/nhiem-vu/theo-doi";
    let page = shows(app, &chair, address, &["Bảng theo dõi nhiệm vụ", "Toàn tỉnh", "Cộng", "Tải CSV", "In trang này"]).await;
    let cells = |page: &str| -> Vec<(String, String)> {
        let links = page.split("href=\"/xep-hang/nhiem-vu/danh-sach?").skip(1);
        links.filter_map(|rest| Some((rest.split('"').next()?.replace("&amp;", "&"), rest.split_once('>')?.1.split('<').next()?.to_owned()))).collect()
    };
    let found = cells(&page);
    assert!(found.len() >= 20 && found.iter().any(|(_, number)| number != "0"), "{found:?}");
    for (query, number) in &found {
        // The page of the rows refuses to answer if their number is another one.
        shows(app, &chair, &format!("/xep-hang/nhiem-vu/danh-sach?{query}"), &[&format!(": {number} nhiệm vụ")]).await;
    }
    let printed = shows(app, &chair, &format!("{address}?in=1"), &["Toàn tỉnh"]).await;
    assert_eq!(cells(&printed), found);
    assert!(!printed.contains("Tải CSV"));
    assert_eq!(app.get(&Visitor::anonymous(), address).await.status, StatusCode::SEE_OTHER);
}
