//! What the requests are about: the same objects once in the ward of the people and once in another ward.

use super::letters::{Letters, letters};
use super::people::{self, FOREIGN, Member, OWN, since, system};
use crate::common::TestApp;
use chrono::{Duration, NaiveDate};
use domain::dossiers::{self, NewDossier, NewPart};
use domain::news::{self, NewSite};
use domain::tasks::{self, Target};
use domain::{Cx, args};
use model::dossiers::{Assign, Channel, Receive, ResultDelivery, Source};
use model::files::Purpose;
use model::news::{ArticleForm, ArticleOption, ArticleState, SiteKind, TakeDown, UnpublishReason};
use model::stats::Period;
use model::tasks::series::{OffDay, Repeat, Rule, Series};
use model::tasks::{Accept, DeadlineKind, NewTask, Progress, TaskSource, Urgency};
use std::collections::HashMap;

/// The name, phone and number of the applicant: wherever one of them stands in full, nothing is masked. Not the
/// name of the account, which stands in the head of its own pages.
pub const APPLICANT: [&str; 3] = ["Hoàng Mẫu Bảo Ngân", "0999912345", "999000000077"];

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// The objects of one ward.
pub struct Place {
    pub code: &'static str,
    pub unit: i64,
    pub person: i64,
    pub employment: i64,
    pub other_person: i64,
    pub person_name: &'static str,
    pub dossier: String,
    pub dossier_file: String,
    pub task: String,
    pub task_file: String,
    pub series: String,
    pub site: String,
    pub articles: HashMap<ArticleState, String>,
    pub slug: String,
    pub comment: i64,
    pub help: i64,
}

/// Everything.
pub struct Objects {
    pub own: Place,
    pub foreign: Place,
    /// Letters of each column, by its letter; those of somebody else stand under `'-'`.
    pub letters: HashMap<char, Letters>,
    pub procedure: String,
    pub draft: String,
    pub receipt: String,
    pub snapshot: String,
    /// A plan of reorganisation.
    pub plan: i64,
}

/// Makes everything.
pub async fn lay(app: &TestApp, members: &[Member]) -> Objects {
    let owner = members.iter().find(|member| member.column.letter == 'o').unwrap();
    let officer = members.iter().find(|member| member.column.letter == 'C').unwrap();
    let mut cx = app.t.portal.write(&system()).await.unwrap();
    main_site(&mut cx).await;
    cx.commit().await.unwrap();
    let mut cx = app.t.portal.write(&owner.actor).await.unwrap();
    let own_unit = people::unit(&mut cx, OWN).await;
    let procedure = procedure_of(&mut cx, own_unit).await;
    let draft = dossiers::draft::create(&mut cx, &procedure).await.unwrap().code;
    let handed_in = dossiers::draft::create(&mut cx, &procedure).await.unwrap().code;
    cx.commit().await.unwrap();
    let own = place(app, owner, OWN, &handed_in, Some(officer.person), "Mẫu Thục Quyên").await;
    let foreign = place(app, owner, FOREIGN, "N-261123-AAAAAA", None, "Mẫu Quỳnh Khuê").await;
    let mut cx = app.t.portal.write(&system()).await.unwrap();
    let now = cx.now();
    cx.conn().exec("UPDATE dossier_draft SET submitted_at = $2 WHERE code = $1", args![&handed_in, now]).await.unwrap();
    let period = Period::cohort(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), model::format::local_date(now), model::format::local_date(now));
    let snapshot = domain::stats::digests(&mut cx, &domain::stats::Scope::All, &period).await.unwrap().remove(0).snapshot.code;
    let plan = "INSERT INTO reorg_plan (title, legal_basis, effective_on, state, created_at) VALUES ('Phương án mẫu', 'Nghị quyết 1', '2027-01-01', 'draft', $1) RETURNING id";
    let plan = cx.conn().id(plan, args![now]).await.unwrap();
    cx.commit().await.unwrap();
    let letters = letters(app, members, &foreign).await;
    Objects { own, foreign, letters, procedure, draft, receipt: handed_in, snapshot, plan }
}

async fn main_site(cx: &mut Cx) {
    let office = people::unit(cx, "H99.01").await;
    site(cx, office, SiteKind::Main, "Cổng tỉnh").await;
}

async fn site(cx: &mut Cx, unit_id: i64, kind: SiteKind, title: &str) {
    let text = String::new;
    let new = NewSite { unit_id, kind, title: title.to_owned(), owner: "Chánh Văn phòng".to_owned(), hotline: text(), email: text(), address: text() };
    news::add_site(cx, &new).await.unwrap();
}

/// A procedure that this agency decides and takes online.
async fn procedure_of(cx: &mut Cx, unit: i64) -> String {
    let sql = "SELECT p.code FROM procedure_offer o JOIN procedure_version v ON v.id = o.version_id JOIN procedure p ON p.id = v.procedure_id
               WHERE o.competent_unit_id = $1 AND o.online AND v.processing_system = 'local' AND v.state = 'published'
               ORDER BY o.id LIMIT 1";
    let (code,): (String,) = cx.conn().one(sql, args![unit]).await.unwrap();
    code
}

async fn place(app: &TestApp, owner: &Member, code: &'static str, dossier: &str, officer: Option<i64>, name: &'static str) -> Place {
    let mut cx = app.t.portal.write(&system()).await.unwrap();
    let unit = people::unit(&mut cx, code).await;
    let division = people::unit(&mut cx, &format!("{code}.03")).await;
    let username = format!("thay.duoc.{}", code.replace('.', ""));
    let (person, employment) = people::hire(&mut cx, &username, name, division, "tpl_case_officer").await;
    let (other_person, _) = people::hire(&mut cx, &format!("{username}.2"), "Mẫu Người Nữa", unit, "tpl_unit_leader").await;
    let (dossier, dossier_file) = dossier_of(app, &mut cx, owner, unit, dossier, officer.unwrap_or(person)).await;
    let (task, task_file) = task_of(app, &mut cx, unit, officer.unwrap_or(person)).await;
    let series = series_of(&mut cx, unit).await;
    site(&mut cx, unit, SiteKind::Component, &format!("Cổng {code}")).await;
    let (site,): (String,) = cx.conn().one("SELECT path FROM site WHERE unit_id = $1", args![unit]).await.unwrap();
    let articles = articles_of(&mut cx, &site, code).await;
    let slug = news::desk_article(&mut cx, &articles[&ArticleState::Published]).await.unwrap().row.url;
    let slug = slug.rsplit('/').next().unwrap().to_owned();
    let help = help_of(&mut cx, person, unit, "open", code).await;
    cx.commit().await.unwrap();
    let mut cx = app.t.portal.write(&owner.actor).await.unwrap();
    news::comment(&mut cx, &slug, &format!("Ý kiến về {code}")).await.unwrap();
    cx.commit().await.unwrap();
    let mut held = app.t.portal.db().read().await.unwrap();
    let (comment,): (i64,) = held.conn().one("SELECT MAX(id) FROM article_comment", args![]).await.unwrap();
    drop(held);
    Place {
        code,
        unit,
        person,
        employment,
        other_person,
        person_name: name,
        dossier,
        dossier_file,
        task,
        task_file,
        series,
        site,
        articles,
        slug,
        comment,
        help,
    }
}

/// A request for help of somebody, in a state.
pub async fn help_of(cx: &mut Cx, person: i64, unit: i64, state: &str, body: &str) -> i64 {
    let now = cx.now();
    let row = "INSERT INTO help_request (person_id, unit_id, screen, body, state, created_at) VALUES ($1, $2, '/can-bo', $3, $4, $5) RETURNING id";
    cx.conn().id(row, args![person, unit, format!("Cần giúp ở {body}"), state, now]).await.unwrap()
}

/// A dossier under examination by an officer, with a file.
async fn dossier_of(app: &TestApp, cx: &mut Cx, owner: &Member, unit: i64, code: &str, officer: i64) -> (String, String) {
    let offer = "SELECT o.id, o.version_id, o.receiving_unit_id, (SELECT MIN(c.id) FROM procedure_case c WHERE c.version_id = v.id)
                 FROM procedure_offer o JOIN procedure_version v ON v.id = o.version_id
                 WHERE o.competent_unit_id = $1 AND o.online AND v.processing_system = 'local' AND v.state = 'published' ORDER BY o.id LIMIT 1";
    let (offer_id, version, receiving_unit, case_id): (i64, i64, i64, i64) = cx.conn().one(offer, args![unit]).await.unwrap();
    let part = "SELECT id, name FROM required_part WHERE version_id = $1 AND kind = 'input' AND NOT e_form ORDER BY seq LIMIT 1";
    let (required_part_id, name): (i64, String) = cx.conn().one(part, args![version]).await.unwrap();
    let blob = app.t.portal.files().put(PDF, 1 << 20).await.unwrap();
    let file = domain::files::keep(cx, &blob, "giay-to.pdf", Purpose::Dossier).await.unwrap();
    let new = NewDossier {
        submission_code: code.to_owned(),
        procedure_version_id: version,
        case_id,
        offer_id,
        receiving_unit,
        competent_unit: unit,
        channel: Channel::Online,
        source: Source::LocalPortal,
        applicant_account: Some(owner.account),
        applicant_name: APPLICANT[0].to_owned(),
        applicant_phone: APPLICANT[1].to_owned(),
        applicant_id_number: APPLICANT[2].to_owned(),
        applicant_address: "Tỉnh Lam Giang".to_owned(),
        answers: serde_json::json!([]),
        parts: vec![NewPart { required_part_id, name, file_ids: vec![file.id] }],
        answer_files: Vec::new(),
        delivery: ResultDelivery::AtCentre,
        notify: Vec::new(),
        submitted_at: cx.now(),
    };
    dossiers::create_submitted(cx, new).await.unwrap();
    let view = dossiers::by_any_code(cx, code).await.unwrap().unwrap();
    let checked_parts = view.parts.iter().map(|part| part.id).collect();
    let received = dossiers::receive(cx, code, view.version, &Receive { checked_parts, note: String::new() }).await.unwrap();
    let assign = Assign { officer: Some(officer), note: String::new() };
    dossiers::start_processing(cx, code, received.version, &assign).await.unwrap();
    (received.code.unwrap(), file.token)
}

/// A task that the province gave to the unit and an officer works on, with evidence.
async fn task_of(app: &TestApp, cx: &mut Cx, unit: i64, officer: i64) -> (String, String) {
    let due = model::format::local_date(cx.now()) + Duration::days(20);
    let new = NewTask {
        title: "Rà soát thủ tục của ma trận quyền".to_owned(),
        source_kind: TaskSource::ALL[0],
        source_number: "12/CT-UBND".to_owned(),
        source_date: Some(since()),
        source_issuer: "UBND tỉnh".to_owned(),
        source_signer: "Chủ tịch".to_owned(),
        lead_unit: unit,
        deadline_kind: DeadlineKind::ALL[0],
        due: Some(due),
        urgency: Urgency::Normal,
        output: "Báo cáo".to_owned(),
        ..NewTask::default()
    };
    let code = tasks::create_and_assign(cx, &new).await.unwrap();
    let target = Target { code: &code, version: None };
    tasks::accept(cx, target, &Accept { person: officer }).await.unwrap();
    let blob = app.t.portal.files().put(PDF, 1 << 20).await.unwrap();
    let file = domain::files::keep(cx, &blob, "bao-cao.pdf", Purpose::Task).await.unwrap().token;
    let progress = Progress { text: "Đã làm được một nửa công việc.".to_owned(), percent: 50 };
    tasks::report_progress(cx, target, &progress, std::slice::from_ref(&file)).await.unwrap();
    (code, file)
}

/// A series of the unit that has not come yet.
async fn series_of(cx: &mut Cx, unit: i64) -> String {
    let task =
        NewTask {
            title: "Báo cáo tháng của ma trận quyền".to_owned(), direction: "Báo cáo đúng hạn.".to_owned(), lead_unit: unit, ..NewTask::default()
        };
    let rule = Rule { repeat: Repeat::Monthly, weekday: 1, month: 1, day: 15, off_day: OffDay::After };
    let series = Series { task, rule, due_days: 5, valid_from: model::format::local_date(cx.now()), valid_to: None };
    tasks::series::create(cx, &series).await.unwrap()
}

/// An article in each state, written by nobody of the columns.
async fn articles_of(cx: &mut Cx, site: &str, name: &str) -> HashMap<ArticleState, String> {
    use ArticleState as S;
    let mut articles = HashMap::new();
    for (n, state) in [S::Draft, S::AwaitingEdit, S::AwaitingApproval, S::Approved, S::Published, S::Unpublished].into_iter().enumerate() {
        let form = ArticleForm {
            site: site.to_owned(),
            section: "news".into(),
            channel: "news".into(),
            title: format!("Bài số {n} của {name}"),
            summary: "Tóm tắt của bài.".into(),
            body: "Đoạn một.\n\nĐoạn hai.".into(),
            options: ArticleOption::values(&[ArticleOption::Comments]),
            ..ArticleForm::default()
        };
        let code = news::create(cx, &form.validate().unwrap()).await.unwrap();
        match state {
            S::AwaitingEdit => news::submit(cx, &code, 1).await.unwrap(),
            S::AwaitingApproval | S::Approved | S::Published | S::Unpublished => news::submit_for_approval(cx, &code, 1).await.unwrap(),
            _ => {}
        }
        match state {
            S::Approved => news::approve(cx, &code, 2, Some(domain::seed::demo_start() + Duration::days(3))).await.unwrap(),
            S::Published | S::Unpublished => news::approve(cx, &code, 2, None).await.unwrap(),
            _ => {}
        }
        if state == S::Unpublished {
            let version = news::desk_article(cx, &code).await.unwrap().version;
            let down = TakeDown { cause: UnpublishReason::ALL[0], note: "Bài không còn đúng thực tế".into(), redirect: String::new() };
            news::unpublish(cx, &code, version, &down).await.unwrap();
        }
        articles.insert(state, code);
    }
    articles
}
