//! `/can-bo/nhiem-vu/giao`: one page to give a task, with the due date explained in working days.

use super::{assigner, monitor, units};
use crate::web::{Page, Result, Rq};
use domain::tasks::{Assignable, Assigners, Monitors, assignable, assigners, monitors, preview};
use leptos::prelude::*;
use model::format;
use model::tasks::{DeadlineKind, TaskSource, Urgency, WorkingDayPreview};
use ui::icon::Icon;

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let state = rq.form();
    let mut cx = rq.read().await?;
    let units = assignable(&mut cx).await?;
    let due = state.value("han").and_then(|text| format::parse_date(text).ok());
    let lead = state.value("chu_tri").and_then(|id| id.parse::<i64>().ok()).filter(|id| units.iter().any(|unit| unit.id == *id));
    let people = (assigners(&mut cx).await?, monitors(&mut cx, lead).await?);
    // A year without calendar is a message beside the field, not an error page.
    let explained = match due {
        Some(due) => Some(preview(&mut cx, lead, due).await.map_err(|error| error.to_string())),
        None => None,
    };
    Ok(Page::new("Giao nhiệm vụ", move || body(state, units, people, explained)))
}

fn body(
    state: ui::FormState,
    assignable: Vec<Assignable>,
    (assigners, monitors): (Assigners, Monitors),
    explained: Option<Result<WorkingDayPreview, String>>,
) -> impl IntoView {
    let chosen = units::Chosen::of(&state);
    let sources = TaskSource::ALL.iter().map(|source| ui::SelectOption::new(source.as_str(), source.label())).collect::<Vec<_>>();
    let urgencies = Urgency::ALL.iter().map(|urgency| ui::SelectOption::new(urgency.as_str(), urgency.label())).collect::<Vec<_>>();
    let kinds = [DeadlineKind::Fixed, DeadlineKind::NoDeadline].map(|kind| ui::Choice::new(kind.as_str(), kind.label())).into();
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/nhiem-vu" label="Nhiệm vụ"/>
            <ui::PageHeading title="Giao nhiệm vụ" lead="Đơn vị chủ trì thấy nhiệm vụ ngay sau khi giao. Không nhập nội dung mật."/>
            <ui::Form action="/can-bo/nhiem-vu/giao" form_state=state>
                <ui::TextArea name="noi_dung" label="Nội dung nhiệm vụ" hint="Từ 10 đến 1.000 ký tự: việc phải làm, làm với ai." rows=3 maxlength=1000u32/>
                <ui::Select name="nguon" label="Nguồn giao" options=sources value=TaskSource::PeopleCommittee.as_str()/>
                <ui::FieldRow>
                    <ui::Field name="so_van_ban" label="Số, ký hiệu văn bản giao" optional=true/>
                    <ui::Field name="ngay_van_ban" label="Ngày văn bản" inputmode="numeric" optional=true/>
                </ui::FieldRow>
                <ui::FieldRow>
                    <ui::Field name="co_quan_ban_hanh" label="Cơ quan ban hành" optional=true/>
                    <ui::Field name="nguoi_ky" label="Người ký" optional=true/>
                </ui::FieldRow>
                {assigner::field(assigners)}
                <ui::TextArea name="chi_dao" label="Ý kiến chỉ đạo" rows=3 optional=true/>
                {units::fields(assignable, chosen)}
                {monitor::field(monitors)}
                <ui::Radios name="loai_han" legend="Loại thời hạn" choices=kinds value=DeadlineKind::Fixed.as_str() inline=true/>
                <ui::Field name="han" label="Hạn" inputmode="numeric" optional=true hint="Ngày/tháng/năm, ví dụ 30/11/2026. Để trống nếu không thời hạn."/>
                {explained.map(explanation)}
                <ui::Button label="Xem hạn theo ngày làm việc" kind=ui::ButtonKind::Secondary icon=Icon::Cal name="buoc" value="xem-han" formnovalidate=true/>
                <ui::Field name="ly_do_bo_sung" label="Lý do nhập bổ sung" hint="Chỉ khi hạn đã qua." optional=true/>
                <ui::FieldRow>
                    <ui::Select name="do_khan" label="Độ khẩn" options=urgencies value=Urgency::Normal.as_str()/>
                    <ui::Field name="linh_vuc" label="Lĩnh vực" optional=true/>
                </ui::FieldRow>
                <ui::Field name="san_pham" label="Sản phẩm phải nộp" hint="Ví dụ: báo cáo, tờ trình, kế hoạch." optional=true/>
                <ui::Field name="nhiem_vu_cha" label="Mã nhiệm vụ cha" hint="Chỉ khi chia nhỏ một nhiệm vụ: NV-2026-000123." optional=true/>
                <ui::ButtonGroup>
                    <ui::Button label="Giao nhiệm vụ" icon=Icon::Send name="buoc" value="giao"/>
                    <ui::Button label="Lưu dự thảo" kind=ui::ButtonKind::Secondary name="buoc" value="luu-nhap"/>
                </ui::ButtonGroup>
            </ui::Form>
        </ui::Container>
    }
}

fn explanation(explained: Result<WorkingDayPreview, String>) -> impl IntoView {
    match explained {
        Ok(found) => {
            let day = format!("{}, {}", format::weekday(found.due), format::date(found.due));
            let left = if found.working_days == 0 {
                "hết hạn hôm nay hoặc đã qua".to_owned()
            } else {
                format!("còn {} ngày làm việc từ hôm nay", found.working_days)
            };
            let off = if found.is_working_day { "" } else { " Đây là ngày nghỉ; đơn vị chỉ nộp được trước đó hoặc qua mạng." };
            view! { <ui::Banner title=format!("Hạn {day}") text=format!("{left}.{off}")/> }.into_any()
        }
        Err(message) => view! { <ui::Banner kind=ui::BannerKind::Error title="Chưa tính được ngày làm việc" text=message/> }.into_any(),
    }
}
