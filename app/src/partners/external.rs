//! `/can-bo/ho-so-bo-nganh`: cases that a ministry's system decides, recorded at the counter by the ministry's code.

use super::api::id;
use crate::web::{Page, Result, Rq};
use domain::dossiers::partners::external;
use leptos::prelude::*;
use model::List;
use model::format;
use model::partners::{ExternalCase, ExternalEvent, ExternalFilter, state_of};
use ui::icon::Icon;
use ui::{Cell, Column, FormState, Row, SelectOption, StepState, SummaryRow, Tab, TimelineStep, Tone};

/// The list.
pub async fn page(rq: Rq) -> Result<Page> {
    let filter =
        ExternalFilter { needs_check: rq.query("muc") == Some("can-kiem-tra"), words: rq.query("q").unwrap_or_default().to_owned(), page: rq.page_number() };
    let mut cx = rq.read().await?;
    let list = external::list(&mut cx, &filter).await?;
    let base = rq.list_base();
    Ok(Page::new("Hồ sơ trên hệ thống bộ, ngành", move || body(filter, list, base)))
}

fn body(filter: ExternalFilter, list: List<ExternalCase>, base: String) -> impl IntoView {
    let tab = |href: &str, label: &str, current| Tab { href: href.to_owned(), label: label.to_owned(), count: None, current };
    let tabs =
        vec![tab("/can-bo/ho-so-bo-nganh", "Tất cả", !filter.needs_check), tab("/can-bo/ho-so-bo-nganh?muc=can-kiem-tra", "Cần kiểm tra", filter.needs_check)];
    let hidden = if filter.needs_check { vec![("muc", "can-kiem-tra".to_owned())] } else { Vec::new() };
    let clear = if filter.words.is_empty() { String::new() } else { "/can-bo/ho-so-bo-nganh".to_owned() };
    let (paging, empty) = (list.paging, list.rows.is_empty());
    let record = view! { <ui::LinkButton href="/can-bo/ho-so-bo-nganh/ghi-nhan" label="Ghi nhận hồ sơ" icon=Icon::Plus/> }.into_any();
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/ho-so" label="Hồ sơ"/>
            <ui::PageHeading title="Hồ sơ trên hệ thống bộ, ngành" lead="Hồ sơ do hệ thống của bộ, ngành xử lý: ở đây chỉ ghi mã và xem trạng thái, không cấp mã và không tính hạn." aside=record/>
            <ui::Tabs label="Danh sách" tabs=tabs/>
            <ui::FilterBar action="/can-bo/ho-so-bo-nganh" button="Tìm" hidden=hidden clear_href=clear>
                <ui::Field name="q" label="Mã của bộ, ngành hoặc người nộp" value=filter.words input_type="search" optional=true/>
            </ui::FilterBar>
            {empty.then(|| view! { <ui::EmptyState icon=Icon::Dossier title="Không có hồ sơ nào" text="Hồ sơ ghi nhận tại quầy sẽ hiện ở đây."/> })}
            {(!empty).then(|| view! { {table(list.rows)} <ui::Pagination paging=paging base=base what="hồ sơ"/> })}
        </ui::Container>
    }
}

fn state(case: &ExternalCase) -> AnyView {
    let check = (!case.problem.is_empty()).then(|| view! { " "<ui::StatusTag tone=Tone::Gold label="Cần kiểm tra"/> });
    let words = case.state.map_or_else(|| "Chưa có tin".to_owned(), |(state, _)| state_of(state).to_owned());
    view! { <ui::StatusTag tone=Tone::Blue label=words/>{check} }.into_any()
}

fn table(rows: Vec<ExternalCase>) -> impl IntoView {
    let columns = ["Mã của bộ, ngành", "Thủ tục", "Người nộp", "Hệ thống", "Trạng thái"].map(Column::text).to_vec();
    let rows = rows
        .into_iter()
        .map(|case| {
            let state = state(&case);
            Row::new(vec![
                Cell::link(format!("/can-bo/ho-so-bo-nganh/{}", case.id), case.code),
                Cell::text(case.procedure),
                Cell::text(case.applicant),
                Cell::text(case.system),
                Cell::view(state),
            ])
        })
        .collect();
    view! { <ui::Table caption="Hồ sơ trên hệ thống bộ, ngành" caption_hidden=true columns=columns rows=rows/> }
}

/// The form of the counter.
pub async fn record_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let procedures = external::procedure_choices(&mut cx).await?;
    let form = rq.form();
    Ok(Page::new("Ghi nhận hồ sơ bộ, ngành", move || {
        let options: Vec<SelectOption> =
            procedures.into_iter().map(|(code, name, system)| SelectOption::new(code.clone(), format!("{name} ({code})")).group(system)).collect();
        view! {
            <div class="p-two-thirds p-stack">
                <ui::BackLink href="/can-bo/ho-so-bo-nganh" label="Hồ sơ trên hệ thống bộ, ngành"/>
                <ui::PageHeading title="Ghi nhận hồ sơ bộ, ngành" lead="Nhập hồ sơ trên hệ thống của bộ, ngành trước, rồi chép mã vào đây. Người nộp nhận giấy tiếp nhận của bộ, ngành."/>
                <ui::Form action="/can-bo/ho-so-bo-nganh/ghi-nhan" form_state=form>
                    <ui::Select name="thu_tuc" label="Thủ tục" options=options blank="Chọn thủ tục"/>
                    <ui::Field name="ma_ho_so" label="Mã hồ sơ của bộ, ngành" hint="Chép đúng trên giấy tiếp nhận" maxlength=60_u32/>
                    <ui::Field name="nguoi_nop" label="Họ và tên người nộp" maxlength=200_u32/>
                    <ui::Button label="Ghi nhận" icon=Icon::Check/>
                </ui::Form>
            </div>
        }
    }))
}

/// One case.
pub async fn case_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let (case, events) = external::open(&mut cx, id(&rq)?).await?;
    let form = rq.form();
    Ok(Page::new(format!("Hồ sơ {}", case.code), move || view_case(case, events, form)))
}

fn view_case(case: ExternalCase, events: Vec<ExternalEvent>, form: FormState) -> impl IntoView {
    let mut rows = vec![
        SummaryRow::new("Hệ thống xử lý", case.system.clone()),
        SummaryRow::new("Thủ tục", if case.procedure.is_empty() { "Chưa ghi nhận".to_owned() } else { case.procedure.clone() }),
        SummaryRow::new("Người nộp", if case.applicant.is_empty() { "Chưa ghi nhận".to_owned() } else { case.applicant.clone() }),
        SummaryRow::new("Nơi ghi nhận", if case.unit.is_empty() { "Chưa có".to_owned() } else { case.unit.clone() }),
    ];
    if let Some((state, at)) = case.state {
        rows.push(SummaryRow::new("Trạng thái", format!("{state} {}, theo hệ thống lúc {}", state_of(state), format::time_date(at))));
    }
    for (label, at) in [("Hẹn trả", case.due), ("Kết thúc", case.ended_at)] {
        if let Some(at) = at {
            rows.push(SummaryRow::new(label, format::time_date(at)));
        }
    }
    let steps = events
        .into_iter()
        .map(|event| TimelineStep { state: StepState::Done, title: event.title, time: format::time_date(event.at), text: event.text })
        .collect::<Vec<_>>();
    let check = (!case.problem.is_empty()).then(|| {
        view! {
            <ui::Banner kind=ui::BannerKind::Notice title="Cần kiểm tra." text=case.problem.clone()/>
            <ui::Form action=format!("/can-bo/ho-so-bo-nganh/{}/kiem-tra", case.id) form_state=form>
                <input type="hidden" name="phien_ban" value=case.version.to_string()/>
                <ui::TextArea name="noi_dung" label="Kết quả kiểm tra" hint="Ít nhất 10 ký tự: đã hỏi ai, điều gì đúng. Thời điểm đã ghi không bị sửa." rows=3/>
                <ui::Button label="Ghi đã kiểm tra" icon=Icon::Check/>
            </ui::Form>
        }
    });
    let banner = model::partners::handled_by(&case.system);
    view! {
        <div class="p-two-thirds p-stack">
            <ui::BackLink href="/can-bo/ho-so-bo-nganh" label="Hồ sơ trên hệ thống bộ, ngành"/>
            <ui::PageHeading title=format!("Hồ sơ {}", case.code)/>
            <ui::Banner title=banner/>
            <ui::SummaryList rows=rows/>
            {check}
            <ui::Section title="Tiến trình" id="tien-trinh"><ui::Timeline steps=steps/></ui::Section>
        </div>
    }
}
