//! `/quan-tri/lich/sua` and `/quan-tri/lich/xem-truoc`: the form of a change, and what it moves before it is saved (03 §8).

use super::calendar;
use crate::web::{Done, Error, Form, Page, Result, Rq, encode};
use domain::calendar::SpecialDay;
use domain::calendar::change::{self, Preview};
use leptos::prelude::*;
use model::calendar::{CalendarDayKind, CalendarForm, ChangeKind, DayStatus};
use model::format::number;

/// Fields of the form that saves; in the address of the preview their words are joined by hyphens.
const FIELDS: [&str; 11] = ["viec", "nam", "ngay", "ngay_cu", "loai", "theo_thu", "ten", "tinh_trang", "nguon", "don_vi", "ly_do"];

/// Address of the form: of a kind of change, filled with a day of the calendar.
pub(super) fn address(kind: ChangeKind, year: i32, row: Option<&SpecialDay>) -> String {
    let mut address = format!("/quan-tri/lich/sua?viec={kind}&nam={year}");
    if let Some(row) = row {
        let day = row.day.format("%Y-%m-%d");
        let field = if kind == ChangeKind::Move { "ngay-cu" } else { "ngay" };
        address.push_str(&format!("&{field}={day}&loai={}&ten={}&tinh-trang={}&nguon={}", row.kind, encode(&row.name), row.status, encode(&row.source)));
    }
    address
}

/// The name of a field in an address.
fn in_address(field: &str) -> String {
    field.replace('_', "-")
}

/// The value of a field in the address.
fn asked(rq: &Rq, field: &str) -> String {
    rq.query(&in_address(field)).unwrap_or_default().to_owned()
}

fn read(rq: &Rq) -> CalendarForm {
    let [viec, nam, ngay, ngay_cu, loai, theo_thu, ten, tinh_trang, nguon, don_vi, ly_do] = FIELDS.map(|field| asked(rq, field));
    CalendarForm { viec, nam, ngay, ngay_cu, loai, theo_thu, ten, tinh_trang, nguon, don_vi, ly_do }
}

/// "Thay đổi này dời hạn của 3 hồ sơ sớm hơn, 12 hồ sơ muộn hơn."
pub(super) fn effect_words(earlier: i64, later: i64) -> String {
    match (earlier, later) {
        (0, 0) => "Thay đổi này không dời hạn của hồ sơ nào.".to_owned(),
        _ => format!("Thay đổi này dời hạn của {} hồ sơ sớm hơn, {} hồ sơ muộn hơn.", number(earlier), number(later)),
    }
}

fn kind_of(rq: &Rq) -> Result<ChangeKind> {
    rq.query("viec").unwrap_or(ChangeKind::Put.as_str()).parse().map_err(|_| Error::NotFound)
}

/// The form; what the address holds stands in its fields.
pub async fn page(rq: Rq) -> Result<Page> {
    let kind = kind_of(&rq)?;
    Ok(form_page(kind, read(&rq), ui::FormState::default()))
}

fn form_page(kind: ChangeKind, form: CalendarForm, state: ui::FormState) -> Page {
    let heading = kind.label();
    let title = if state.has_errors() { format!("Lỗi: {heading}") } else { heading.to_owned() };
    Page::new(title, move || {
        let back = calendar::address(form.nam.parse().unwrap_or_default());
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![(back, "Lịch làm việc".to_owned())] here=heading/>
                <ui::PageHeading title=heading lead="Trang sau cho biết hồ sơ nào đổi hạn, trước khi lưu."/>
                <ui::Form action="/quan-tri/lich/xem-truoc" method="get" form_state=state>
                    <ui::HiddenInput name="viec" value=kind.as_str()/>
                    {fields(kind, form)}
                    <ui::Button label="Xem trước"/>
                </ui::Form>
            </ui::Container>
        }
    })
}

fn day(name: &'static str, label: &'static str, value: String) -> impl IntoView {
    view! { <ui::Field name=name label=label input_type="date" value=value width=ui::FieldWidth::Code/> }
}

fn fields(kind: ChangeKind, form: CalendarForm) -> impl IntoView {
    let (put, of_year) = (kind == ChangeKind::Put, kind == ChangeKind::Year);
    let kinds = CalendarDayKind::ALL.iter().map(|kind| ui::SelectOption::new(kind.as_str(), kind.label())).collect::<Vec<_>>();
    let weekdays = [("1", "thứ Hai"), ("2", "thứ Ba"), ("3", "thứ Tư"), ("4", "thứ Năm"), ("5", "thứ Sáu")];
    let weekdays = weekdays.map(|(n, name)| ui::SelectOption::new(n, name)).to_vec();
    let statuses = DayStatus::ALL.iter().map(|status| ui::Choice::new(status.as_str(), status.label())).collect::<Vec<_>>();
    let status = if form.tinh_trang.is_empty() { DayStatus::Official.as_str().to_owned() } else { form.tinh_trang };
    let year = form.nam;
    view! {
        {if of_year {
            view! { <ui::Field name="nam" label="Năm" value=year inputmode="numeric" width=ui::FieldWidth::Short/> }.into_any()
        } else {
            view! { <ui::HiddenInput name="nam" value=year/> }.into_any()
        }}
        {(kind == ChangeKind::Move).then(|| day("ngay-cu", "Ngày nghỉ cũ, nay làm việc", form.ngay_cu))}
        {(!of_year).then(|| day("ngay", if kind == ChangeKind::Move { "Ngày nghỉ mới" } else { "Ngày" }, form.ngay))}
        {put.then(|| view! {
            <ui::Select name="loai" label="Loại ngày" options=kinds value=form.loai blank="Chọn loại ngày"/>
            <ui::Field name="ten" label="Dịp nghỉ hoặc làm bù" hint="Ví dụ: Quốc khánh; làm bù cho 31/08" value=form.ten/>
            <ui::Select name="theo-thu" label="Ngày làm bù theo giờ của" hint="Chỉ dùng cho ngày làm bù" options=weekdays value="5" optional=true/>
            <ui::Field name="don-vi" label="Mã đơn vị nghỉ riêng" hint="Chỉ dùng cho ngày nghỉ riêng của một đơn vị, ví dụ H99.101" value=form.don_vi.clone() optional=true width=ui::FieldWidth::Code/>
        })}
        {(kind == ChangeKind::Withdraw).then(|| view! { <ui::Field name="don-vi" label="Mã đơn vị nghỉ riêng" hint="Để trống nếu ngày này áp dụng toàn tỉnh" value=form.don_vi optional=true width=ui::FieldWidth::Code/> })}
        {(kind != ChangeKind::Withdraw).then(|| view! { <ui::Radios name="tinh-trang" legend="Tình trạng" choices=statuses value=status/> })}
        {put.then(|| view! { <ui::Field name="nguon" label="Căn cứ" hint="Văn bản hoặc thông báo" value=form.nguon optional=true/> })}
        <ui::Field name="ly-do" label="Lý do" hint="Người dân đọc được lý do này khi ngày hẹn của họ đổi." value=form.ly_do maxlength=300_u32/>
    }
}

/// What the change moves; what is wrong with it stands in the form again.
pub async fn preview_page(rq: Rq) -> Result<Page> {
    let kind = kind_of(&rq)?;
    let form = read(&rq);
    let mut cx = rq.read().await?;
    let preview = match change::preview(&mut cx, &form).await {
        Ok(preview) => preview,
        Err(Error::Invalid(errors)) => {
            let mut state = ui::FormState::default();
            for name in FIELDS {
                state = state.with_value(in_address(name), asked(&rq, name));
            }
            state.errors = errors.0.into_iter().map(|(field, text)| (in_address(&field), text)).collect();
            return Ok(form_page(kind, form, state));
        }
        Err(error) => return Err(error),
    };
    let back: Vec<String> = FIELDS.iter().map(|name| format!("{}={}", in_address(name), encode(&asked(&rq, name)))).collect();
    let back = format!("/quan-tri/lich/sua?{}", back.join("&"));
    let hidden: Vec<(&'static str, String)> = FIELDS.into_iter().map(|name| (name, asked(&rq, name))).collect();
    let refused = rq.form();
    let title = if refused.has_errors() { "Lỗi: Xem trước thay đổi lịch" } else { "Xem trước thay đổi lịch" };
    Ok(Page::new(title, move || preview_view(preview, form.ly_do, back, hidden, refused)))
}

fn preview_view(preview: Preview, reason: String, back: String, hidden: Vec<(&'static str, String)>, refused: ui::FormState) -> impl IntoView {
    let rows = vec![
        ui::SummaryRow::new("Thay đổi", preview.words.clone()).edit(back.clone()),
        ui::SummaryRow::new("Lý do", reason).edit(back),
        ui::SummaryRow::new("Hồ sơ có hạn sớm hơn", number(preview.earlier)),
        ui::SummaryRow::new("Hồ sơ có hạn muộn hơn", number(preview.later)),
        ui::SummaryRow::new("Nhiệm vụ đang làm qua ngày này", format!("{} (ngày hạn giữ nguyên)", number(preview.tasks))),
    ];
    let label = if preview.needs_second { "Gửi người thứ hai duyệt" } else { "Lưu thay đổi" };
    let back_to_year = calendar::address(preview.year);
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![(back_to_year, "Lịch làm việc".to_owned())] here="Xem trước"/>
            <ui::PageHeading title="Xem trước thay đổi lịch"/>
            <ui::Banner kind=ui::BannerKind::Notice title=effect_words(preview.earlier, preview.later) text="Hồ sơ đã kết thúc không đổi. Người nộp có hạn đổi được nhắn tin."/>
            <ui::SummaryList rows=rows/>
            {preview.needs_second.then(|| view! { <p>"Ngày này trong 30 ngày tới hoặc đã qua, nên cần người quản trị thứ hai duyệt."</p> })}
            <ui::Form action="/quan-tri/lich" form_state=refused>
                {hidden.into_iter().map(|(name, value)| view! { <ui::HiddenInput name=name value=value/> }).collect_view()}
                <ui::Button label=label/>
            </ui::Form>
        </ui::Container>
    }
}

/// Saves the change, or sends it to the second person.
pub async fn save(rq: Rq, form: Form) -> Result<Done> {
    let input: CalendarForm = form.read()?;
    let mut cx = rq.write().await?;
    let saved = change::save(&mut cx, &input).await?;
    let year = change::by_id(&mut cx, saved.id).await?.change()?.year;
    cx.commit().await?;
    let words = match saved.waits {
        true => "Đã gửi đề nghị. Lịch đổi khi người quản trị thứ hai duyệt.",
        false => "Đã lưu thay đổi lịch. Hạn của các hồ sơ đang mở được tính lại trong ít phút.",
    };
    Ok(Done::to(calendar::address(year)).say(words))
}
