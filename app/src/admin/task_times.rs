//! `/quan-tri/nhac-viec`: when reminders and digests of tasks leave, and how long each rule waits (04 §5, §6).

use super::tabs;
use crate::web::{Done, Form, Page, Result, Rq};
use domain::tasks::reminders;
use leptos::prelude::*;
use model::format::{self, local_date};
use model::tasks::reminders::{Schedule, ScheduleForm, ScheduleLine};
use model::tasks::series::WEEKDAYS;
use ui::{FieldWidth, SelectOption, SummaryRow};

/// Address of the page.
const PAGE: &str = "/quan-tri/nhac-viec";
/// Address of the form.
const EDIT: &str = "/quan-tri/nhac-viec/sua";

/// The times in force, and every set of times that was or will be.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let lines = reminders::times(&mut cx).await?;
    let (now, today) = (reminders::schedule(&mut cx).await?, local_date(cx.now()));
    let tabs = tabs(&rq, PAGE);
    Ok(Page::new("Thời gian nhắc việc", move || {
        view! {
            <ui::Container>
                <ui::PageHeading title="Quản trị"/>
                <ui::Tabs label="Quản trị" tabs=tabs/>
                <ui::Section id="dang-dung" title="Thời gian nhắc việc đang áp dụng">
                    <ui::SummaryList rows=rows(&now)/>
                    <ui::LinkButton href=EDIT label="Đặt thời gian mới" kind=ui::ButtonKind::Secondary/>
                </ui::Section>
                <ui::Section id="cac-lan" title="Các lần đặt">
                    <ul class="p-row-list">{history(&lines, today)}</ul>
                </ui::Section>
            </ui::Container>
        }
    }))
}

/// Two lines for each time: its value, and below it whom it is about.
fn rows(schedule: &Schedule) -> Vec<SummaryRow> {
    let row = |(name, value, about): (&'static str, String, &'static str)| {
        SummaryRow::view(name, view! { <span class="n">{value}</span><br/><span class="p-small p-muted">{about}</span> })
    };
    schedule.lines().into_iter().map(row).collect()
}

/// Each set of times, the latest first: since when and what it changed; below it who set it, when and why.
fn history(lines: &[ScheduleLine], today: chrono::NaiveDate) -> impl IntoView + use<> {
    let current = lines.iter().find(|line| line.from <= today).map(|line| line.id);
    lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let state = match current {
                _ if line.from > today => "sắp áp dụng",
                Some(id) if id == line.id => "đang áp dụng",
                _ => "đã thay",
            };
            let changed = lines.get(at + 1).map(|before| before.schedule.differences(&line.schedule)).unwrap_or_default();
            let head = format!("Từ {} ({state}). {changed}", format::date(line.from));
            view! { <li class="p-list-row"><p>{head}</p><p class="p-small p-muted">{line.origin()}</p></li> }
        })
        .collect_view()
}

/// The form, filled with the latest times.
pub async fn edit_page(rq: Rq) -> Result<Page> {
    let state = rq.form();
    let mut cx = rq.read().await?;
    let lines = reminders::times(&mut cx).await?;
    let tomorrow = local_date(cx.now()).succ_opt().unwrap_or_default();
    let version = lines.iter().map(|line| line.id).max().unwrap_or_default();
    let usual = Schedule::default();
    let form = ScheduleForm::of(lines.first().map_or(&usual, |line| &line.schedule), tomorrow);
    let heading = "Đặt thời gian nhắc việc";
    let title = if state.has_errors() { format!("Lỗi: {heading}") } else { heading.to_owned() };
    Ok(Page::new(title, move || {
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![(PAGE.to_owned(), "Thời gian nhắc việc".to_owned())] here=heading/>
                <ui::PageHeading title=heading lead="Thời gian mới áp dụng sớm nhất từ ngày mai. Tin đã gửi không đổi."/>
                <ui::Form action=EDIT form_state=state>
                    <input type="hidden" name="phien_ban" value=version.to_string()/>
                    <ui::Field name="ap_dung_tu" label="Áp dụng từ ngày" input_type="date" value=form.from width=FieldWidth::Code/>
                    {sending(form.remind_at, form.digest_at, form.digest_life, form.weekly_on)}
                    {due(form.before_days, form.sms_days, form.sms_every)}
                    {waiting([form.accept_days, form.confirm_days, form.escalate_days, form.chair_days])}
                    {express(form.express_half, form.express_most)}
                    <ui::TextArea name="ly_do" label="Lý do thay đổi" hint="Ít nhất 10 ký tự. Lý do hiện trong các lần đặt." rows=3/>
                    <ui::Button label="Lưu thời gian mới"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

fn sending(remind_at: String, digest_at: String, life: String, weekly_on: String) -> impl IntoView {
    let days = WEEKDAYS.iter().take(5).zip(1..).map(|(name, n)| SelectOption::new(n.to_string(), model::text::capital(name))).collect::<Vec<_>>();
    view! {
        <ui::FieldGroup legend="Giờ gửi">
            <ui::Field name="gio_nhac" label="Giờ gửi nhắc việc" hint="Từ 07:00 đến 20:59" input_type="time" value=remind_at width=FieldWidth::Short/>
            <ui::Field name="gio_ban_tin" label="Giờ gửi bản tin" hint="Từ 07:00 đến 20:59" input_type="time" value=digest_at width=FieldWidth::Short/>
            <ui::Field name="cho_gui" label="Bản tin còn gửi được trong" hint="Quá thời gian này bản tin bị bỏ" inputmode="numeric" suffix="phút" value=life width=FieldWidth::Short/>
            <ui::Select name="thu" label="Ngày gửi hằng tuần" options=days value=weekly_on width=FieldWidth::Code/>
        </ui::FieldGroup>
    }
}

fn due(before: String, sms: String, every: String) -> impl IntoView {
    view! {
        <ui::FieldGroup legend="Trước hạn và quá hạn">
            <ui::Field name="truoc_han" label="Nhắc trước hạn" hint="Các số ngày cách nhau bằng dấu cách, ví dụ 3 1" suffix="ngày làm việc" value=before width=FieldWidth::Code/>
            <ui::Field name="nhan_tin" label="Nhắn tin khi quá hạn" hint="Các số ngày cách nhau bằng dấu cách, ví dụ 1 3 5" suffix="ngày làm việc" value=sms width=FieldWidth::Code/>
            {days("nhan_tin_lai", "Sau đó nhắn tin lại mỗi", every)}
        </ui::FieldGroup>
    }
}

fn waiting([accept, confirm, escalate, chair]: [String; 4]) -> impl IntoView {
    view! {
        <ui::FieldGroup legend="Báo lên khi chờ lâu">
            {days("cho_tiep_nhan", "Chưa tiếp nhận sau", accept)}
            {days("cho_xac_nhan", "Báo cáo chờ xác nhận quá", confirm)}
            {days("bao_theo_doi", "Quá hạn, báo nơi theo dõi sau", escalate)}
            {days("bao_chu_tich", "Quá hạn, báo Chủ tịch và giải trình sau", chair)}
        </ui::FieldGroup>
    }
}

fn express(half: String, most: String) -> impl IntoView {
    view! {
        <ui::FieldGroup legend="Nhiệm vụ hỏa tốc">
            <ui::Field name="hoa_toc_mot" label="Nhắc lần một khi đã qua" inputmode="numeric" suffix="% thời gian" value=half width=FieldWidth::Short/>
            <ui::Field name="hoa_toc_hai" label="Nhắc lần hai khi đã qua" inputmode="numeric" suffix="% thời gian" value=most width=FieldWidth::Short/>
        </ui::FieldGroup>
    }
}

fn days(name: &'static str, label: &'static str, value: String) -> impl IntoView {
    view! { <ui::Field name=name label=label inputmode="numeric" suffix="ngày làm việc" value=value width=FieldWidth::Short/> }
}

/// Sets new times.
pub async fn change(rq: Rq, form: Form) -> Result<Done> {
    let version = form.version()?;
    let input = form.read::<ScheduleForm>()?.validate(local_date(rq.portal.clock().now()))?;
    let mut cx = rq.write().await?;
    reminders::change_times(&mut cx, version, &input).await?;
    cx.commit().await?;
    Ok(Done::to(PAGE).say(format!("Đã đặt thời gian nhắc việc, áp dụng từ {}.", format::date(input.from))))
}
