//! How each route is called: real objects in the address, and a form that is refused for its content at the latest.

use super::forms;
use super::letters::Letters;
use super::objects::{Objects, Place};
use super::people::Member;
use app::web::RouteInfo;
use model::news::{ArticleAction, ArticleState};

/// Whose object a call is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ownership {
    /// The route has no object that belongs to a unit or a person.
    Any,
    /// An object of the unit of the columns, or of the caller.
    Own,
    /// An object of a unit that is neither above nor below, or of somebody else.
    Foreign,
}

impl Ownership {
    pub fn word(self) -> &'static str {
        match self {
            Ownership::Any => "any",
            Ownership::Own => "own",
            Ownership::Foreign => "foreign",
        }
    }
}

/// One call for a caller.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// Address with query.
    pub path: String,
    /// Fields of the form.
    pub fields: Vec<(&'static str, String)>,
    /// A list that answers 200 shows the object only if its page has this; without it the object is hidden.
    pub marker: Option<String>,
    /// The page is about the applicant: it names them, or masks them.
    pub names_applicant: bool,
}

/// Actions with files: their forms are sent as `multipart/form-data`.
pub const UPLOADS: [&str; 17] = [
    "/nop/{ma}/giay-to/{so}",
    "/ho-so-cua-toi/{ma}/bo-sung",
    "/ho-so-cua-toi/{ma}/bo-sung/{so}",
    "/can-bo/ho-so/{ma}/bo-sung",
    "/can-bo/ho-so/{ma}/phat-hanh",
    "/can-bo/ho-so/{ma}/tra-ket-qua",
    "/can-bo/ho-so/{ma}/du-thao",
    "/kiem-tra",
    "/can-bo/ho-so/{ma}/dieu-chinh",
    "/can-bo/nhiem-vu/{ma}/bat-dau",
    "/can-bo/nhiem-vu/{ma}/tien-do",
    "/can-bo/nhiem-vu/{ma}/hoan-thanh",
    "/can-bo/nhiem-vu/{ma}/de-nghi-gia-han",
    "/can-bo/nhiem-vu/giao-nhieu",
    "/can-bo/thu/soan",
    "/can-bo/tin-bai/moi",
    "/can-bo/tin-bai/{ma}/sua",
];

/// Steps of an article with a state that they start from.
const ARTICLE_STEPS: [(ArticleAction, ArticleState); 10] = [
    (ArticleAction::Submit, ArticleState::Draft),
    (ArticleAction::SubmitForApproval, ArticleState::Draft),
    (ArticleAction::Return, ArticleState::AwaitingEdit),
    (ArticleAction::Pass, ArticleState::AwaitingEdit),
    (ArticleAction::Approve, ArticleState::AwaitingApproval),
    (ArticleAction::Publish, ArticleState::Approved),
    (ArticleAction::Unapprove, ArticleState::Approved),
    (ArticleAction::Unpublish, ArticleState::Published),
    (ArticleAction::Archive, ArticleState::Unpublished),
    (ArticleAction::Reopen, ArticleState::Unpublished),
];

/// The lines of a route: the variants of a step, if it has any, times whose object it is.
pub fn lines(route: &RouteInfo) -> Vec<(String, Ownership)> {
    let variants: Vec<String> = match route.path {
        "/can-bo/tin-bai/{ma}/buoc" => ARTICLE_STEPS.iter().map(|(action, _)| format!("={action}")).collect(),
        _ => vec![String::new()],
    };
    let ownerships: &[Ownership] = if has_object(route) { &[Ownership::Own, Ownership::Foreign] } else { &[Ownership::Any] };
    variants.iter().flat_map(|variant| ownerships.iter().map(move |ownership| (variant.clone(), *ownership))).collect()
}

/// Routes whose object stands in the form or the query, or that list objects.
const OBJECTS_OUTSIDE_THE_PATH: [&str; 29] = [
    "/can-bo",
    "/tim",
    "/can-bo/vi-sao",
    "/can-bo/ho-so",
    "/can-bo/ho-so/danh-sach.csv",
    "/can-bo/nhiem-vu",
    "/can-bo/thu",
    "/can-bo/thu/tim",
    "/can-bo/thu/sap-xep",
    "/can-bo/tin-bai",
    "/can-bo/tin-bai/moi",
    "/can-bo/tin-bai/y-kien",
    "/can-bo/ho-tro/buoc",
    "/can-bo/tai-khoan/vi-tri",
    "/tai-khoan/ket-thuc-phien",
    "/tra-cuu",
    "/ho-so-cua-toi",
    "/quan-tri/nguoi",
    "/quan-tri/nguoi/them",
    "/quan-tri/nguoi/tai-khoan",
    "/quan-tri/nguoi/trang-thai",
    "/quan-tri/nguoi/lien-ket",
    "/quan-tri/nguoi/ket-thuc-phien",
    "/quan-tri/nguoi/ket-thuc-vi-tri",
    "/quan-tri/nguoi/them-vi-tri",
    "/quan-tri/ho-tro",
    "/quan-tri/don-vi/them",
    "/quan-tri/don-vi/sua",
    "/quan-tri/don-vi/chep-thu-tuc",
];

/// Addresses with a parameter that is no object of a unit or a person: public pages, and secrets that open for whoever holds them.
const OPEN_PARAMETERS: [&str; 25] = [
    "/kich-hoat/{ma}",
    "/s/{ma}",
    "/s/{ma}/so-voi",
    "/thu-tuc/{ma}",
    "/thu-tuc/{ma}/nop",
    "/rss/{ma}",
    "/atom/{ma}",
    "/tep/{tep}",
    "/can-bo/huong-dan/{trang}",
    "/can-bo/thu-phi/sai-lech/{so}",
    "/danh-gia/don-vi/{ma}",
    "/danh-gia/{ma}",
    "/dat-lich/{ma}",
    "/dat-lich/{ma}/huy",
    "/goi-so/{ma}",
    "/khao-sat/{ma}",
    "/lay-so/{ma}",
    "/lay-so/{ma}/lich-hen",
    "/phieu-goi/{ma}",
    "/phieu-goi/{ma}/huy",
    "/phieu-goi/{ma}/vao-lai",
    "/minh-hoa/thanh-toan",
    "/api/v1/dossiers/{ma}/payments",
    "/api/v1/partners/{ma}/messages",
    "/minh-hoa/cong-quoc-gia/{ma}",
];

fn has_object(route: &RouteInfo) -> bool {
    let path = route.path;
    let only_posted = ["/can-bo/tin-bai/moi", "/quan-tri/nguoi/them", "/quan-tri/don-vi/them", "/tra-cuu"].contains(&path) && route.method == "GET";
    let about_person = ["", "/nguoi", "/viec", "/xac-nhan", "/thu-hoi", "/hai-nguoi/de-nghi"];
    let grants = path.strip_prefix("/quan-tri/phan-quyen").is_some_and(|rest| about_person.contains(&rest)) || path.starts_with("/quan-tri/uy-quyen");
    let outside = OBJECTS_OUTSIDE_THE_PATH.contains(&path) || grants;
    // Drafts belong to a person and no unit; plans and templates to the province.
    let without_unit = ["/nop/", "/bien-nhan/", "/quan-tri/sap-xep/", "/quan-tri/phan-quyen/mau/"].iter().any(|start| path.starts_with(start));
    (outside && !only_posted) || (path.contains('{') && !OPEN_PARAMETERS.contains(&path) && !without_unit)
}

/// What is made anew for a call, because the call uses it up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fresh {
    pub person: i64,
    pub employment: i64,
    pub role: i64,
    pub delegation: i64,
    pub session: i64,
    pub draft: i64,
    pub pending: i64,
    pub joint: i64,
}

/// The call of a line for a caller.
pub fn call(route: &RouteInfo, variant: &str, whose: Ownership, member: &Member, all: &Objects, fresh: Fresh) -> Call {
    let place = if whose == Ownership::Foreign { &all.foreign } else { &all.own };
    let stranger = &all.letters[&'-'];
    let letters = if whose == Ownership::Foreign { stranger } else { all.letters.get(&member.column.letter).unwrap_or(stranger) };
    let mut call = Call { path: address(route.path, variant, place, letters, all, fresh), ..Call::default() };
    call.fields = forms::fields(route.path, variant, place, letters, whose, member, fresh);
    if route.method == "GET" {
        forms::query(&mut call, route.path, place, letters);
    }
    call.names_applicant = route.method == "GET" && (route.path == "/tra-cuu/{ma}" || route.path == "/can-bo/ho-so/{ma}");
    call
}

fn address(path: &str, variant: &str, place: &Place, letters: &Letters, all: &Objects, fresh: Fresh) -> String {
    let fill = |name: &str, value: &str| path.replace(&format!("{{{name}}}"), value);
    let step = variant.trim_start_matches('=');
    match path {
        _ if path.starts_with("/can-bo/ho-so/{ma}") => fill("ma", &place.dossier).replace("{tep}", &place.dossier_file).replace("{mau}", "06"),
        _ if path.starts_with("/can-bo/nhiem-vu/dinh-ky/{ma}") => fill("ma", &place.series),
        // A bundle of reminders opens for its reader only; the tests of the domain show that.
        "/can-bo/nhac-viec/{ma}" => fill("ma", "KHONGCO"),
        _ if path.starts_with("/can-bo/nhiem-vu/{ma}") => fill("ma", &place.task).replace("{tep}", &place.task_file),
        "/can-bo/tin-bai/{ma}/buoc" => {
            let state = ARTICLE_STEPS.iter().find(|(action, _)| action.as_str() == step).map_or(ArticleState::Draft, |(_, state)| *state);
            fill("ma", &place.articles[&state])
        }
        _ if path.starts_with("/can-bo/tin-bai/{ma}") => fill("ma", &place.articles[&ArticleState::Draft]),
        "/can-bo/thu/{ma}/bo-nhap" => fill("ma", &fresh.draft.to_string()),
        "/can-bo/thu/{ma}/hoan-tac" => fill("ma", &fresh.pending.to_string()),
        "/can-bo/thu/{ma}/nguoi-nhan" => fill("ma", &letters.draft.to_string()),
        "/can-bo/thu/{ma}/cho-gui" => fill("ma", &letters.pending.to_string()),
        "/can-bo/thu/{ma}/da-mo" | "/can-bo/thu/{ma}/thu-hoi" => fill("ma", &letters.sent.to_string()),
        _ if path.starts_with("/can-bo/thu/{ma}") => fill("ma", &letters.received.to_string()).replace("{tep}", &letters.file),
        _ if path.starts_with("/tin-tuc/{ma}") => fill("ma", &place.slug),
        "/cong/{ma}" => fill("ma", &place.site),
        "/quan-tri/nguoi/{ma}" => fill("ma", &place.person.to_string()),
        _ if path.starts_with("/quan-tri/don-vi/{ma}") => fill("ma", &place.unit.to_string()),
        "/quan-tri/phan-quyen/mau/{ma}" => fill("ma", "tpl_clerk"),
        _ if path.starts_with("/quan-tri/sap-xep/{ma}") => fill("ma", &all.plan.to_string()),
        "/nop/{ma}/{buoc}" => format!("/nop/{}/truong-hop", all.draft),
        _ if path.starts_with("/nop/{ma}") => fill("ma", &all.draft).replace("{so}", "1"),
        _ if path.starts_with("/bien-nhan/{ma}") => fill("ma", &all.receipt),
        _ if path.starts_with("/ho-so-cua-toi/{ma}/bo-sung") => fill("ma", &place.dossier).replace("{so}", "1"),
        _ if path.starts_with("/ho-so-cua-toi/{ma}") => fill("ma", &place.dossier).replace("{tep}", &place.dossier_file).replace("{mau}", "06"),
        _ if path.starts_with("/can-bo/thu-phi/{ma}") => fill("ma", &place.dossier).replace("{so}", "BL26-0000000"),
        "/can-bo/thu-phi/sai-lech/{so}" => fill("so", "0"),
        "/danh-gia/don-vi/{ma}" | "/khao-sat/{ma}" => fill("ma", place.code),
        "/tra-cuu/{ma}" => fill("ma", &place.dossier),
        "/s/{ma}" | "/s/{ma}/so-voi" => fill("ma", &all.snapshot),
        _ if path.starts_with("/thu-tuc/{ma}") => fill("ma", &all.procedure),
        "/rss/{ma}" | "/atom/{ma}" => fill("ma", "tin-tuc.xml"),
        _ if path.starts_with("/can-bo/thu-tuc/{ma}") => fill("ma", &all.procedure).replace("{so}", "1"),
        "/can-bo/huong-dan/{trang}" => fill("trang", "ho-so"),
        _ => path.replace("{ma}", "khong-co").replace("{tep}", "khong-co"),
    }
}
