//! The form of a series: new, and as a new wording of one that runs.

use crate::tasks::{assigner, monitor};
use crate::web::{Page, Result, Rq};
use domain::tasks::{Assigners, Monitors, assignable, assigners, monitors, series};
use leptos::prelude::*;
use model::format::{self, local_date};
use model::tasks::series::{Occurrence, OffDay, Repeat, SeriesForm, WEEKDAYS};
use model::tasks::{TaskSource, Urgency};
use ui::icon::Icon;

/// Next periods that the form shows.
const SHOWN: usize = 6;

/// What the page needs besides what was typed.
struct Sheet {
    title: String,
    action: String,
    back: String,
    version: Option<i64>,
    units: Vec<(String, String, &'static str)>,
    /// In whose name a new series may be given, and who may follow it; a running one keeps its leader and is handed over on its own page.
    people: (Assigners, Monitors),
    form: SeriesForm,
    coming: Option<Vec<Occurrence>>,
}

/// `/can-bo/nhiem-vu/dinh-ky/lap`
pub async fn new(rq: Rq) -> Result<Page> {
    let form = SeriesForm {
        source_kind: TaskSource::PeopleCommittee.to_string(),
        urgency: Urgency::Normal.to_string(),
        repeat: Repeat::Monthly.to_string(),
        weekday: "1".to_owned(),
        day: "cuoi".to_owned(),
        off_day: OffDay::After.to_string(),
        due_days: "5".to_owned(),
        valid_from: format::date(local_date(rq.portal.clock().now())),
        ..SeriesForm::default()
    };
    let words = ("Lập chuỗi nhiệm vụ".to_owned(), "/can-bo/nhiem-vu/dinh-ky/lap".to_owned(), "/can-bo/nhiem-vu/dinh-ky".to_owned());
    show(rq, form, None, words).await
}

/// `/can-bo/nhiem-vu/dinh-ky/{ma}/sua`
pub async fn change(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let (form, version) = series::form(&mut cx, rq.param("ma")).await?;
    drop(cx);
    let address = format!("/can-bo/nhiem-vu/dinh-ky/{}", rq.param("ma"));
    let words = (format!("Sửa chuỗi nhiệm vụ {}", rq.param("ma")), format!("{address}/sua"), address);
    show(rq, form, Some(version), words).await
}

async fn show(rq: Rq, form: SeriesForm, version: Option<i64>, words: (String, String, String)) -> Result<Page> {
    let state = rq.form();
    let mut cx = rq.read().await?;
    let today = local_date(cx.now());
    let units: Vec<(String, String, &str)> = assignable(&mut cx).await?.into_iter().map(|unit| (unit.id.to_string(), unit.name, unit.group.label())).collect();
    let typed = if state.values.is_empty() { form.clone() } else { typed(&state) };
    let people = if version.is_none() { (assigners(&mut cx).await?, monitors(&mut cx, chosen(&typed, &units)).await?) } else { Default::default() };
    // Only a form that is right has periods to show.
    let coming = match typed.validate(today, version.is_none()) {
        Ok(input) if state.was_sent() && !state.has_errors() => Some(series::coming(&mut cx, &input, today, SHOWN).await?),
        _ => None,
    };
    let (title, action, back) = words;
    let sheet = Sheet { title: title.clone(), action, back, version, units, people, form, coming };
    Ok(Page::new(title, move || body(sheet, state)))
}

/// The lead unit, if one of the list is chosen.
fn chosen(form: &SeriesForm, units: &[(String, String, &str)]) -> Option<i64> {
    units.iter().find(|(id, ..)| *id == form.lead_unit).and_then(|(id, ..)| id.parse().ok())
}

/// What was typed, as the action reads it.
fn typed(state: &ui::FormState) -> SeriesForm {
    let value = |name: &str| state.value(name).unwrap_or_default().to_owned();
    SeriesForm {
        title: value("noi_dung"),
        source_kind: value("nguon"),
        source_number: value("so_van_ban"),
        direction: value("chi_dao"),
        lead_unit: value("chu_tri"),
        co_units: state.values.get("phoi_hop").cloned().unwrap_or_default(),
        assigner: value("lanh_dao_giao"),
        monitor: value("theo_doi"),
        urgency: value("do_khan"),
        field: value("linh_vuc"),
        output: value("san_pham"),
        repeat: value("chu_ky"),
        weekday: value("thu"),
        month_of_quarter: value("thang_quy"),
        month: value("thang"),
        day: value("ngay"),
        off_day: value("ngay_nghi"),
        due_days: value("so_ngay"),
        valid_from: value("tu_ngay"),
        valid_to: value("den_ngay"),
    }
}

fn body(sheet: Sheet, state: ui::FormState) -> impl IntoView {
    let Sheet { title, action, back, version, units, people: (assigners, monitors), form, coming } = sheet;
    let (lead, label) = match version {
        None => ("Kỳ đầu tiên được giao vào ngày của chu kỳ, từ ngày bắt đầu trở đi. Không nhập nội dung mật.", "Lập chuỗi"),
        Some(_) => ("Nội dung mới áp dụng từ ngày mai. Nhiệm vụ đã giao không thay đổi.", "Lưu thay đổi"),
    };
    let version = version.map(|version| view! { <input type="hidden" name="phien_ban" value=version.to_string()/> });
    view! {
        <ui::Container>
            <ui::BackLink href=back label="Nhiệm vụ định kỳ"/>
            <ui::PageHeading title=title lead=lead/>
            <ui::Form action=action form_state=state>
                {version}
                {content(&form, units)}
                {assigner::field(assigners)}
                {monitor::field(monitors)}
                {rhythm(&form)}
                {coming.map(periods)}
                <ui::ButtonGroup>
                    <ui::Button label=label icon=Icon::Send name="buoc" value="luu"/>
                    <ui::Button label="Xem các kỳ tới" kind=ui::ButtonKind::Secondary icon=Icon::Cal name="buoc" value="xem-ky" formnovalidate=true/>
                </ui::ButtonGroup>
            </ui::Form>
        </ui::Container>
    }
}

/// What every task of the series says.
fn content(form: &SeriesForm, units: Vec<(String, String, &'static str)>) -> AnyView {
    let leads: Vec<ui::SelectOption> = units.iter().map(|(id, name, group)| ui::SelectOption::new(id.clone(), name.clone()).group(*group)).collect();
    let co_units: Vec<ui::Choice> = units.into_iter().map(|(id, name, _)| ui::Choice::new(id, name)).collect();
    let sources = TaskSource::ALL.iter().map(|source| ui::SelectOption::new(source.as_str(), source.label())).collect::<Vec<_>>();
    let urgencies = Urgency::ALL.iter().map(|urgency| ui::SelectOption::new(urgency.as_str(), urgency.label())).collect::<Vec<_>>();
    let form = form.clone();
    view! {
        <ui::TextArea name="noi_dung" label="Nội dung nhiệm vụ" hint="Từ 10 đến 940 ký tự. Tên kỳ được thêm vào cuối." rows=3 maxlength=940u32 value=form.title/>
        <ui::Select name="nguon" label="Nguồn giao" options=sources value=form.source_kind/>
        <ui::Field name="so_van_ban" label="Số, ký hiệu văn bản giao" optional=true value=form.source_number/>
        <ui::TextArea name="chi_dao" label="Ý kiến chỉ đạo" rows=3 optional=true value=form.direction/>
        <ui::Select name="chu_tri" label="Đơn vị chủ trì" options=leads blank="Chọn đúng một đơn vị" value=form.lead_unit/>
        <ui::Fold title="Đơn vị phối hợp">
            <ui::Checkboxes name="phoi_hop" legend="Đơn vị phối hợp" choices=co_units values=form.co_units optional=true/>
        </ui::Fold>
        <ui::Field name="san_pham" label="Sản phẩm phải nộp" hint="Ví dụ: báo cáo, bảng số liệu." optional=true value=form.output/>
        <ui::FieldRow>
            <ui::Select name="do_khan" label="Độ khẩn" options=urgencies value=form.urgency/>
            <ui::Field name="linh_vuc" label="Lĩnh vực" optional=true value=form.field/>
        </ui::FieldRow>
    }
    .into_any()
}

/// When it comes again, and how long the unit has.
fn rhythm(form: &SeriesForm) -> AnyView {
    let form = form.clone();
    let numbered = |last: u32, word: &'static str| (1..=last).map(move |n| ui::SelectOption::new(n.to_string(), format!("{word} {n}"))).collect::<Vec<_>>();
    let weekdays = WEEKDAYS.iter().zip(1..).map(|(name, n)| ui::SelectOption::new(n.to_string(), model::text::capital(name))).collect::<Vec<_>>();
    let mut days = vec![ui::SelectOption::new("cuoi", "Ngày làm việc cuối cùng của tháng")];
    days.extend(numbered(31, "Ngày"));
    let of_quarter = (1..=3).map(|n: u32| ui::SelectOption::new(n.to_string(), format!("Tháng thứ {n} của quý"))).collect::<Vec<_>>();
    let of_year = numbered(12, "Tháng");
    let weekly = view! { <ui::Select name="thu" label="Thứ trong tuần" options=weekdays value=form.weekday blank="Chọn thứ"/> };
    let quarterly = view! { <ui::Select name="thang_quy" label="Tháng trong quý" options=of_quarter value=form.month_of_quarter blank="Chọn tháng"/> };
    let yearly = view! { <ui::Select name="thang" label="Tháng trong năm" options=of_year value=form.month blank="Chọn tháng"/> };
    let repeats = vec![
        ui::Choice::new(Repeat::Weekly.as_str(), Repeat::Weekly.label()).more(weekly),
        ui::Choice::new(Repeat::Monthly.as_str(), Repeat::Monthly.label()),
        ui::Choice::new(Repeat::Quarterly.as_str(), Repeat::Quarterly.label()).more(quarterly),
        ui::Choice::new(Repeat::Yearly.as_str(), Repeat::Yearly.label()).more(yearly),
    ];
    let off_days = OffDay::ALL.iter().map(|off| ui::Choice::new(off.as_str(), off.label())).collect::<Vec<_>>();
    view! {
        <ui::Radios name="chu_ky" legend="Chu kỳ" choices=repeats value=form.repeat/>
        <ui::Select name="ngay" label="Ngày trong tháng" hint="Dùng cho chu kỳ tháng, quý và năm. Tháng ngắn hơn thì lấy ngày cuối tháng." options=days value=form.day/>
        <ui::Radios name="ngay_nghi" legend="Khi trùng ngày nghỉ" choices=off_days value=form.off_day/>
        <ui::Field name="so_ngay" label="Hoàn thành trong" suffix="ngày làm việc" inputmode="numeric" width=ui::FieldWidth::Short value=form.due_days/>
        <ui::FieldRow>
            <ui::Field name="tu_ngay" label="Bắt đầu từ ngày" input_type="date" value=form.valid_from/>
            <ui::Field name="den_ngay" label="Đến hết ngày" input_type="date" optional=true value=form.valid_to/>
        </ui::FieldRow>
    }
    .into_any()
}

fn periods(coming: Vec<Occurrence>) -> AnyView {
    if coming.is_empty() {
        return view! { <ui::Banner kind=ui::BannerKind::Notice title="Chưa có kỳ nào" text="Không có ngày nào của chu kỳ nằm trong khoảng đã chọn, hoặc chưa có lịch làm việc của năm đó."/> }.into_any();
    }
    let items = coming
        .into_iter()
        .map(|found| {
            let words = match found.day {
                Some(day) if day == found.nominal => format!("{}, {}", model::text::capital(format::weekday(day)), format::date(day)),
                Some(day) => {
                    format!("{}, {} (thay cho ngày nghỉ {})", model::text::capital(format::weekday(day)), format::date(day), format::date(found.nominal))
                }
                None => format!("{}: ngày nghỉ, bỏ kỳ này", format::date(found.nominal)),
            };
            view! { <li>{words}</li> }
        })
        .collect_view();
    view! { <ui::Section id="ky" title="Các kỳ tới"><ul>{items}</ul></ui::Section> }.into_any()
}
