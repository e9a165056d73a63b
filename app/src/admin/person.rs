//! `/quan-tri/nguoi/{ma}`: one person: account, employment, rights, delegation, latest acts.

use super::{audit_words, grant_joint, id};
use crate::web::{Page, Result, Rq};
use domain::audit::{self, AuditRow};
use domain::identity::{self, Delegation, Employment, Person, PersonLine, RoleLine};
use domain::org;
use leptos::prelude::*;
use model::access::Role;
use model::format;
use model::identity::{AccountState, EmploymentKind};

/// Everything the page shows.
struct Loaded {
    person: Person,
    account: Option<PersonLine>,
    employments: Vec<Employment>,
    roles: Vec<RoleLine>,
    delegations: Vec<Delegation>,
    acts: Vec<AuditRow>,
    positions: Vec<String>,
    today: chrono::NaiveDate,
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let person = identity::person(&mut cx, id(rq.param("ma"))).await?;
    let loaded = Loaded {
        account: identity::account_line(&mut cx, person.id).await?,
        employments: identity::employments(&mut cx, person.id).await?,
        roles: identity::roles_of_person(&mut cx, person.id).await?,
        delegations: identity::delegations_of(&mut cx, person.id).await?,
        acts: audit::of_object(&mut cx.conn(), "person", &person.id.to_string()).await?.into_iter().take(20).collect(),
        positions: identity::positions(&mut cx).await?,
        today: org::today(&cx),
        person,
    };
    let (form, me) = (rq.form(), rq.actor.person_id);
    let joint = grant_joint::may_propose(&rq) && me != Some(loaded.person.id) && loaded.roles.iter().all(|line| line.role != Role::SystemAdmin);
    let title = loaded.person.full_name.clone();
    Ok(Page::new(title, move || body(loaded, form, me, joint)))
}

fn body(loaded: Loaded, form: ui::FormState, me: Option<i64>, joint: bool) -> impl IntoView {
    let Loaded { person, account, employments, roles, delegations, acts, positions, today } = loaded;
    let facts = vec![
        ui::SummaryRow::new("Số định danh", if person.national_id_masked.is_empty() { "Chưa có".to_owned() } else { person.national_id_masked.clone() }),
        ui::SummaryRow::new("Ngày sinh", person.dob.map(format::date).unwrap_or_else(|| "Chưa có".to_owned())),
        ui::SummaryRow::new("Số điện thoại", person.phone.clone()),
        ui::SummaryRow::new("Thư điện tử", person.email.clone()),
    ];
    let (grant_href, delegate_href) = (format!("/quan-tri/phan-quyen/viec?nguoi={}", person.id), format!("/quan-tri/uy-quyen?nguoi={}", person.id));
    let own = me == Some(person.id);
    let (account_form, joint_form) = (form.clone(), form.clone());
    let why = employments.first().map(|e| format!("/can-bo/vi-sao?doi-tuong=person&don-vi={}", e.unit_id));
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/quan-tri/nguoi".to_owned(), "Người".to_owned())] here=person.full_name.clone()/>
            <ui::PageHeading title=person.full_name.clone()/>
            <ui::SummaryList rows=facts/>
            <ui::ButtonGroup>
                {(!own).then(|| view! { <ui::LinkButton href=grant_href label="Phân quyền"/> })}
                <ui::LinkButton href=delegate_href label="Ủy quyền" kind=ui::ButtonKind::Secondary/>
            </ui::ButtonGroup>
            <ui::Section title="Tài khoản" id="tai-khoan">{account_view(person.id, account, own, account_form)}</ui::Section>
            <ui::Section title="Vị trí công tác" id="vi-tri">
                {employment_table(employments, today)}
                <ui::Fold title="Thêm vị trí kiêm nhiệm, phụ trách, biệt phái">{new_employment(person.id, positions, today, form)}</ui::Fold>
            </ui::Section>
            <ui::Section title="Quyền đang có" id="quyen">
                {role_table(person.id, roles, own)}
                {joint.then(|| grant_joint::section(person.id, joint_form))}
            </ui::Section>
            {(!delegations.is_empty()).then(|| view! { <ui::Section title="Ủy quyền" id="uy-quyen">{delegation_table(delegations, today)}</ui::Section> })}
            <ui::Section title="Nhật ký gần nhất" id="nhat-ky">{act_table(acts)}</ui::Section>
            {why.map(|href| view! { <p><a href=href>"Vì sao tôi thấy trang này?"</a></p> })}
        </ui::Container>
    }
}

fn hidden(person: i64) -> Vec<(&'static str, String)> {
    vec![("nguoi", person.to_string())]
}

fn account_view(person: i64, account: Option<PersonLine>, own: bool, form: ui::FormState) -> AnyView {
    let Some(account) = account else {
        return view! {
            <ui::Form action="/quan-tri/nguoi/tai-khoan" form_state=form id_prefix="tk">
                <ui::HiddenInput name="nguoi" value=person.to_string()/>
                <ui::Field name="ten_dang_nhap" label="Tên đăng nhập" hint="Chữ thường không dấu, ví dụ tran.an" width=ui::FieldWidth::Code/>
                <ui::Button label="Tạo tài khoản"/>
            </ui::Form>
        }
        .into_any();
    };
    let state = account.state.parse::<AccountState>().unwrap_or(AccountState::Disabled);
    let to = move |state: AccountState| vec![("nguoi", person.to_string()), ("trang_thai", state.as_str().to_owned())];
    let tone = if state == AccountState::Active { ui::Tone::Green } else { ui::Tone::Neutral };
    view! {
        <p><strong>{account.username}</strong>" "<ui::StatusTag tone=tone label=state.label()/></p>
        {(!own).then(|| view! {
            <ui::ButtonGroup>
                <ui::PostButton action="/quan-tri/nguoi/lien-ket" label="Cấp liên kết đặt lại" hidden=hidden(person) kind=ui::ButtonKind::Secondary/>
                <ui::PostButton action="/quan-tri/nguoi/ket-thuc-phien" label="Đăng xuất mọi thiết bị" hidden=hidden(person) kind=ui::ButtonKind::Secondary/>
                {if state == AccountState::Active {
                    view! {
                        <ui::PostButton action="/quan-tri/nguoi/trang-thai" label="Tạm khóa" hidden=to(AccountState::Locked) kind=ui::ButtonKind::Secondary/>
                        <ui::PostButton action="/quan-tri/nguoi/trang-thai" label="Vô hiệu tài khoản" hidden=to(AccountState::Disabled) kind=ui::ButtonKind::Danger/>
                    }.into_any()
                } else {
                    view! { <ui::PostButton action="/quan-tri/nguoi/trang-thai" label="Mở lại tài khoản" hidden=to(AccountState::Active) kind=ui::ButtonKind::Secondary/> }.into_any()
                }}
            </ui::ButtonGroup>
        })}
    }
    .into_any()
}

fn employment_table(employments: Vec<Employment>, today: chrono::NaiveDate) -> impl IntoView {
    let rows = employments
        .into_iter()
        .map(|e| {
            let kind = e.kind.parse::<EmploymentKind>().map_or("", EmploymentKind::label);
            let running = e.valid_to.is_none_or(|to| to > today);
            let until = e.valid_to.and_then(|to| to.pred_opt()).map(format::date).unwrap_or_default();
            let act = if running {
                let (of, hidden) = (e.unit_name.clone(), vec![("vi_tri", e.id.to_string()), ("nguoi", e.person_id.to_string())]);
                ui::Cell::view(
                    view! { <ui::PostButton action="/quan-tri/nguoi/ket-thuc-vi-tri" label="Kết thúc" of=of hidden=hidden kind=ui::ButtonKind::Quiet/> },
                )
            } else {
                ui::Cell::text("Đã kết thúc")
            };
            ui::Row::new(vec![
                ui::Cell::text(e.position),
                ui::Cell::link(format!("/quan-tri/don-vi/{}", e.unit_id), e.unit_name),
                ui::Cell::text(kind),
                ui::Cell::text(format::date(e.valid_from)),
                ui::Cell::text(until),
                act,
            ])
        })
        .collect();
    let columns = ["Chức vụ", "Đơn vị", "Hình thức", "Từ ngày", "Đến ngày", "Việc"].map(ui::Column::text).to_vec();
    view! { <ui::Table caption="Vị trí công tác" caption_hidden=true columns=columns rows=rows/> }
}

fn new_employment(person: i64, positions: Vec<String>, today: chrono::NaiveDate, form: ui::FormState) -> impl IntoView {
    let options = positions.into_iter().map(|name| ui::SelectOption::new(name.clone(), name)).collect::<Vec<_>>();
    let kinds = EmploymentKind::ALL.iter().map(|kind| ui::SelectOption::new(kind.as_str(), kind.label())).collect::<Vec<_>>();
    view! {
        <ui::Form action="/quan-tri/nguoi/them-vi-tri" form_state=form id_prefix="vt" summary=false>
            <ui::HiddenInput name="nguoi" value=person.to_string()/>
            <ui::Field name="don_vi" label="Mã đơn vị" hint="Ví dụ H99.101.03; xem trong danh sách đơn vị" width=ui::FieldWidth::Code/>
            <ui::Select name="chuc_vu" label="Chức vụ" options=options blank="Chọn chức vụ"/>
            <ui::Select name="hinh_thuc" label="Hình thức" options=kinds value="concurrent"/>
            <ui::Field name="tu_ngay" label="Từ ngày" input_type="date" value=today.format("%Y-%m-%d").to_string() width=ui::FieldWidth::Code/>
            <ui::Button label="Thêm vị trí" kind=ui::ButtonKind::Secondary/>
        </ui::Form>
    }
}

fn role_table(person: i64, roles: Vec<RoleLine>, own: bool) -> AnyView {
    if roles.is_empty() {
        return view! { <p>"Chưa có quyền nào."</p> }.into_any();
    }
    let rows = roles
        .into_iter()
        .map(|line| {
            let until = line.valid_to.map(format::date_time).unwrap_or_default();
            let act = if own {
                ui::Cell::text("")
            } else {
                let hidden = vec![("quyen", line.id.to_string()), ("nguoi", person.to_string())];
                ui::Cell::view(view! { <ui::PostButton action="/quan-tri/phan-quyen/thu-hoi" label="Thu hồi" of=line.role.label() hidden=hidden kind=ui::ButtonKind::Quiet/> })
            };
            ui::Row::new(vec![
                ui::Cell::text(line.role.label()),
                ui::Cell::text(line.template),
                ui::Cell::text(line.unit_name),
                ui::Cell::text(line.scope.label()),
                ui::Cell::text(format::date(format::local_date(line.valid_from))),
                ui::Cell::text(until),
                ui::Cell::text(line.granted_by),
                act,
            ])
        })
        .collect();
    let columns = ["Vai trò", "Theo công việc", "Đơn vị", "Phạm vi", "Từ ngày", "Đến", "Người cấp", "Việc"].map(ui::Column::text).to_vec();
    view! { <ui::Table caption="Quyền đang có" caption_hidden=true columns=columns rows=rows/> }.into_any()
}

fn delegation_table(delegations: Vec<Delegation>, today: chrono::NaiveDate) -> impl IntoView {
    let rows = delegations
        .into_iter()
        .map(|d| {
            let running = d.ended_at.is_none() && d.valid_to > today;
            let act = if running {
                let hidden = vec![("uy_quyen", d.id.to_string()), ("nguoi", d.to_person_id.to_string())];
                ui::Cell::view(view! { <ui::PostButton action="/quan-tri/uy-quyen/ket-thuc" label="Kết thúc" of=d.to_name.clone() hidden=hidden kind=ui::ButtonKind::Quiet/> })
            } else {
                ui::Cell::text("Đã kết thúc")
            };
            let last = d.valid_to.pred_opt().map(format::date).unwrap_or_default();
            ui::Row::new(vec![
                ui::Cell::text(format!("{} {}", d.from_position, d.from_name)),
                ui::Cell::text(d.to_name.clone()),
                ui::Cell::text(d.role_labels()),
                ui::Cell::text(format!("{} – {last}", format::date(d.valid_from))),
                ui::Cell::text(d.reason),
                act,
            ])
        })
        .collect();
    let columns = ["Người ủy quyền", "Người được ủy quyền", "Vai trò", "Thời gian", "Lý do", "Việc"].map(ui::Column::text).to_vec();
    view! { <ui::Table caption="Ủy quyền" caption_hidden=true columns=columns rows=rows/> }
}

fn act_table(acts: Vec<AuditRow>) -> impl IntoView {
    let rows = acts
        .into_iter()
        .map(|act| {
            ui::Row::new(vec![
                ui::Cell::text(format::date_time(act.at)),
                ui::Cell::text(act.actor_name),
                ui::Cell::text(audit_words::of(&act.action).to_owned()),
                ui::Cell::text(act.detail),
            ])
        })
        .collect();
    let columns = ["Lúc", "Người làm", "Việc", "Nội dung"].map(ui::Column::text).to_vec();
    view! { <ui::Table caption="Nhật ký gần nhất" caption_hidden=true columns=columns rows=rows/> }
}
