//! `/quan-tri/phan-quyen`: a job template in three steps: person, job, preview and save (01 §6).

use super::{id, tabs};
use crate::web::{Page, Result, Rq, encode};
use domain::identity::{self, PersonLine};
use domain::{Cx, org};
use leptos::prelude::*;
use model::access::{Action, JOB_TEMPLATES, ObjectKind, job_template};
use model::identity::GrantForm;
use model::org::Unit;
use ui::StepState;
use ui::icon::Icon;

/// The three steps with the present one marked.
fn steps(current: usize, hrefs: [String; 2]) -> Vec<ui::IndicatorStep> {
    let [first, second] = hrefs;
    [("Chọn người", first), ("Chọn công việc", second), ("Xem trước và lưu", String::new())]
        .into_iter()
        .enumerate()
        .map(|(at, (label, href))| {
            let state = match at.cmp(&current) {
                std::cmp::Ordering::Less => StepState::Done,
                std::cmp::Ordering::Equal => StepState::Current,
                std::cmp::Ordering::Greater => StepState::Next,
            };
            ui::IndicatorStep { label: label.to_owned(), href: if at < current { href } else { String::new() }, state }
        })
        .collect()
}

/// Step 1: "Chọn người".
pub async fn person_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let wanted = rq.query("q").unwrap_or_default().to_owned();
    let people = if wanted.is_empty() { Vec::new() } else { identity::search_people(&mut cx, &wanted, None, 1).await?.rows };
    let (tabs, me) = (tabs(&rq, "/quan-tri/phan-quyen/nguoi"), rq.actor.person_id);
    Ok(Page::new("Phân quyền: chọn người", move || {
        let none = people.is_empty() && !wanted.is_empty();
        view! {
            <ui::Container>
                <ui::PageHeading title="Quản trị"/>
                <ui::Tabs label="Quản trị" tabs=tabs/>
                <ui::StepIndicator steps=steps(0, [String::new(), String::new()])/>
                <h2 class="p-h2">"Chọn người"</h2>
                <ui::SearchBox id="tim-nguoi" action="/quan-tri/phan-quyen/nguoi" label="Tên, số điện thoại hoặc đơn vị" placeholder="Ví dụ: tran mau an" value=wanted show_label=true/>
                {none.then(|| view! { <ui::EmptyState icon=Icon::Users title="Không tìm thấy ai" text="Hãy thử một phần của tên, hoặc tên đơn vị."/> })}
                {(!people.is_empty()).then(|| view! { <ui::RowList label="Người tìm thấy">{people.into_iter().filter(|person| Some(person.id) != me).map(person_row).collect_view()}</ui::RowList> })}
            </ui::Container>
        }
    }))
}

fn person_row(person: PersonLine) -> impl IntoView {
    let below = format!("{}, {}", person.position, person.unit_name);
    view! { <ui::ListRow href=format!("/quan-tri/phan-quyen/viec?nguoi={}", person.id) title=person.full_name below=below/> }
}

/// Step 2: "Chọn công việc".
pub async fn job_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let person = identity::person(&mut cx, id(rq.query("nguoi").unwrap_or_default())).await?;
    let today = org::today(&cx);
    let own = identity::employments(&mut cx, person.id).await?.into_iter().find(|e| e.valid_to.is_none_or(|to| to > today));
    let chosen_unit = rq.query("don-vi").map(id).or_else(|| own.as_ref().map(|e| e.unit_id)).unwrap_or_default();
    let units = units_around(&mut cx, chosen_unit).await?;
    let colleagues = match &own {
        Some(own) => colleagues(&mut cx, own.unit_id, person.id).await?,
        None => Vec::new(),
    };
    let mut form = rq.form();
    for name in ["viec", "den-ngay"] {
        if let Some(value) = rq.query(name).filter(|_| !form.was_sent()) {
            form = form.with_value(name, value);
        }
    }
    let provincial = cx.actor.reach(Action::Grant, ObjectKind::Role).all;
    let title = if form.has_errors() { "Lỗi: Phân quyền: chọn công việc" } else { "Phân quyền: chọn công việc" };
    Ok(Page::new(title, move || {
        let choices = JOB_TEMPLATES
            .iter()
            .filter(|template| provincial || template.scope != model::access::Scope::Province)
            .map(|template| ui::Choice::new(template.code, template.label).hint(format!("Người này sẽ làm được: {}.", template.plain)))
            .collect::<Vec<_>>();
        let options = units.into_iter().map(|unit| ui::SelectOption::new(unit.id.to_string(), unit.name)).collect::<Vec<_>>();
        view! {
            <ui::Container>
                <ui::PageHeading title="Phân quyền" lead=person.full_name.clone()/>
                <ui::StepIndicator steps=steps(1, ["/quan-tri/phan-quyen/nguoi".to_owned(), String::new()])/>
                {(!colleagues.is_empty()).then(|| colleague_links(person.id, colleagues))}
                <ui::Form action="/quan-tri/phan-quyen/xac-nhan" method="get" form_state=form>
                    <ui::HiddenInput name="nguoi" value=person.id.to_string()/>
                    <ui::Radios name="viec" legend="Chọn công việc" choices=choices/>
                    <ui::Select name="don-vi" label="Tại đơn vị" options=options value=chosen_unit.to_string()/>
                    <ui::Field name="den-ngay" label="Có thời hạn đến ngày" hint="Chỉ cho việc tạm thời, phụ trách. Để trống thì thay công việc đang có." input_type="date" optional=true width=ui::FieldWidth::Code/>
                    <ui::Button label="Xem trước"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

/// Units that may be meant: the unit, what is above it within the reach, its neighbours and what is below.
async fn units_around(cx: &mut Cx, unit: i64) -> Result<Vec<Unit>> {
    let reach = cx.require_reach(Action::Grant, ObjectKind::Role)?;
    let mut units = org::ancestors(cx, unit).await?;
    let agency = units.iter().find(|unit| unit.kind.is_agency()).map(|unit| unit.id);
    if let Some(agency) = agency {
        units.extend(org::children(cx, agency).await?);
    }
    units.extend(org::children(cx, unit).await?);
    let mut seen = std::collections::HashSet::new();
    units.retain(|unit| reach.covers(unit.id) && seen.insert(unit.id));
    Ok(units)
}

/// Colleagues of the same unit with their template: "Giống như đồng nghiệp…".
async fn colleagues(cx: &mut Cx, unit: i64, person: i64) -> Result<Vec<(String, &'static str)>> {
    let people = identity::search_people(cx, "", Some(unit), 1).await?.rows;
    let mut found = Vec::new();
    for colleague in people.into_iter().filter(|colleague| colleague.id != person && colleague.unit_id == Some(unit)).take(5) {
        let roles = identity::roles_of_person(cx, colleague.id).await?;
        let template = JOB_TEMPLATES.iter().find(|template| roles.iter().any(|role| role.template == template.label));
        if let Some(template) = template {
            found.push((colleague.full_name, template.code));
        }
    }
    Ok(found)
}

fn colleague_links(person: i64, colleagues: Vec<(String, &'static str)>) -> impl IntoView {
    let links = colleagues
        .into_iter()
        .map(|(name, code)| {
            let job = job_template(code).map_or("", |template| template.label);
            view! { <li><a href=format!("/quan-tri/phan-quyen/viec?nguoi={person}&viec={code}")>{name}</a>" ("{job}")"</li> }
        })
        .collect_view();
    view! {
        <ui::Fold title="Giống như đồng nghiệp…"><ul>{links}</ul></ui::Fold>
    }
}

/// What the second step sent: an address joins words by hyphens, the form of the third step by underscores.
fn asked(rq: &Rq) -> GrantForm {
    let get = |name: &str| rq.query(name).unwrap_or_default().to_owned();
    GrantForm { person: get("nguoi"), template: get("viec"), unit: get("don-vi"), until: get("den-ngay") }
}

/// Step 3: "Xem trước và lưu". A refusal of the second step's input shows here with the way back.
pub async fn confirm_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let asked = asked(&rq);
    let back = format!(
        "/quan-tri/phan-quyen/viec?nguoi={}&viec={}&don-vi={}&den-ngay={}",
        encode(&asked.person),
        encode(&asked.template),
        encode(&asked.unit),
        encode(&asked.until)
    );
    let checked = asked.validate();
    let until = checked.as_ref().ok().and_then(|input| input.until);
    let preview = match checked {
        Ok(input) => identity::preview(&mut cx, &input).await,
        Err(errors) => Err(errors.into()),
    };
    let preview = match preview {
        Ok(preview) => preview,
        Err(crate::web::Error::Invalid(errors)) => return Ok(refused(errors.0.into_iter().map(|(_, text)| text).collect(), back)),
        Err(crate::web::Error::Conflict(text)) => return Ok(refused(vec![text], back)),
        Err(error) => return Err(error),
    };
    let ask_code = identity::require_step_up(&cx).is_err();
    let fields = [("nguoi", asked.person), ("viec", asked.template), ("don_vi", asked.unit), ("den_ngay", asked.until)];
    let form = rq.form();
    let title = if form.has_errors() { "Lỗi: Phân quyền: xem trước" } else { "Phân quyền: xem trước" };
    Ok(Page::new(title, move || {
        let list = |items: Vec<String>| view! { <ul>{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul> };
        let mut rows = vec![
            ui::SummaryRow::new("Người", preview.person),
            ui::SummaryRow::new("Công việc", preview.template).edit(back.clone()),
            ui::SummaryRow::new("Đơn vị", preview.unit),
        ];
        if let Some(until) = until {
            rows.push(ui::SummaryRow::new("Đến hết ngày", model::format::date(until)));
        }
        let losses = if preview.loses.is_empty() { view! { <p>"Không mất quyền nào."</p> }.into_any() } else { list(preview.loses).into_any() };
        view! {
            <ui::Container>
                <ui::PageHeading title="Xem trước và lưu"/>
                <ui::StepIndicator steps=steps(2, ["/quan-tri/phan-quyen/nguoi".to_owned(), back])/>
                <ui::SummaryList rows=rows/>
                <ui::Section title="Người này sẽ thấy" id="se-thay">{list(preview.will_see)}</ui::Section>
                <ui::Section title="Người này sẽ làm được" id="se-lam">{list(preview.will_do)}</ui::Section>
                <ui::Section title="Người này sẽ mất" id="se-mat">{losses}</ui::Section>
                <ui::Form action="/quan-tri/phan-quyen/xac-nhan" form_state=form>
                    {fields.into_iter().map(|(name, value)| view! { <ui::HiddenInput name=name value=value/> }).collect_view()}
                    {ask_code.then(|| view! { <ui::Field name="ma_xac_thuc" label="Mã xác thực của bạn" hint="Cấp quyền cần nhập lại mã 6 số trong ứng dụng xác thực." inputmode="numeric" autocomplete="one-time-code" width=ui::FieldWidth::Short/> })}
                    <ui::Button label="Lưu phân quyền"/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

fn refused(messages: Vec<String>, back: String) -> Page {
    Page::new("Lỗi: Phân quyền", move || {
        view! {
            <ui::Container>
                <ui::PageHeading title="Phân quyền"/>
                <ui::Banner kind=ui::BannerKind::Error title="Chưa phân quyền được" text=messages.join(" ")/>
                <ui::LinkButton href=back label="Quay lại chọn công việc" kind=ui::ButtonKind::Secondary/>
            </ui::Container>
        }
    })
}
