//! `/can-bo/nhiem-vu/giao-nhieu`: the source document and the table.

use crate::tasks::{assigner, monitor};
use crate::web::{Page, Result, Rq};
use domain::tasks::{Assigners, Monitors};
use leptos::prelude::*;
use model::tasks::TaskSource;
use model::tasks::bulk::GIVE_MAX;
use ui::icon::Icon;

/// What a file may be.
const FILES: &str = "Tệp XLSX, ODS, DOCX hoặc CSV UTF-8, tối đa 8 MB và 5.000 dòng. Tệp có nhiều bảng thì lấy bảng đầu tiên có đủ tên cột.";

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let state = rq.form();
    let mut cx = rq.read().await?;
    domain::tasks::bulk::require_right(&cx)?;
    let people = (domain::tasks::assigners(&mut cx).await?, domain::tasks::monitors(&mut cx, None).await?);
    drop(cx);
    Ok(Page::new("Giao nhiều nhiệm vụ", move || body(state, people)))
}

fn body(state: ui::FormState, (assigners, monitors): (Assigners, Monitors)) -> impl IntoView {
    let sources = TaskSource::ALL.iter().map(|source| ui::SelectOption::new(source.as_str(), source.label())).collect::<Vec<_>>();
    let lead =
        format!("Dán bảng từ Word hoặc Excel, hoặc tải tệp lên. Mỗi dòng là một nhiệm vụ, mỗi lần nhiều nhất {GIVE_MAX} nhiệm vụ. Không nhập nội dung mật.");
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/nhiem-vu" label="Nhiệm vụ"/>
            <ui::PageHeading title="Giao nhiều nhiệm vụ" lead=lead/>
            <ui::Form action="/can-bo/nhiem-vu/giao-nhieu" form_state=state multipart=true>
                <ui::FieldGroup legend="Văn bản giao, chung cho mọi dòng">
                    <ui::Select name="nguon" label="Nguồn giao" options=sources value=TaskSource::Meeting.as_str()/>
                    <ui::FieldRow>
                        <ui::Field name="so_van_ban" label="Số, ký hiệu văn bản" hint="Ví dụ: 245/TB-UBND"/>
                        <ui::Field name="ngay_van_ban" label="Ngày văn bản" input_type="date" optional=true/>
                    </ui::FieldRow>
                    <ui::FieldRow>
                        <ui::Field name="co_quan_ban_hanh" label="Cơ quan ban hành" optional=true/>
                        <ui::Field name="nguoi_ky" label="Người ký" optional=true/>
                    </ui::FieldRow>
                    <ui::TextArea name="chi_dao" label="Ý kiến chỉ đạo chung" rows=3 optional=true/>
                    {assigner::field(assigners)}
                    {monitor::field(monitors)}
                </ui::FieldGroup>
                <ui::FieldGroup legend="Bảng nhiệm vụ">
                    <p>
                        "Dòng đầu là tên cột; phía trên có thể có tiêu đề. Cần có ba cột: Nội dung, Đơn vị chủ trì, Hạn. Có thể thêm: Đơn vị phối hợp, Sản phẩm, Độ khẩn, Lĩnh vực, Ý kiến chỉ đạo. Cột khác được bỏ qua."
                    </p>
                    <ui::TextArea name="bang" label="Dán bảng vào đây" hint="Chọn cả bảng trong Word hoặc Excel, sao chép rồi dán." rows=8 optional=true/>
                    <ui::FileUpload name="tep" label="Hoặc chọn tệp" hint=FILES accept=".xlsx,.ods,.docx,.csv,.txt".to_owned() with_form=true/>
                </ui::FieldGroup>
                <ui::Button label="Kiểm tra bảng" icon=Icon::Check/>
            </ui::Form>
        </ui::Container>
    }
}
