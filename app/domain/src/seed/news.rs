//! Sites and articles of the demo province, written and approved through the use cases.

use super::Size;
use super::news_texts::{COMPONENT_TEXTS, TEXTS, Text};
use crate::actor::{Actor, ActorKind};
use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::news::{self, NewSite};
use crate::notify::outbox;
use crate::{org, search};
use chrono::{DateTime, Duration, TimeZone, Utc};
use model::access::{Reach, Role};
use model::news::{ArticleForm, ArticleOption, ArticleText, Channel, SectionCode, SiteKind};
use model::org::{Unit, UnitKind};
use model::text::capital;
use rand::Rng;
use rand::rngs::StdRng;

/// Agency code of the office that runs the main portal.
const OFFICE: &str = "H99.01";

/// Makes the sites of the province, its articles, and what waits on the editors' desk. Needs the units of the province; the people
/// are the demo accounts `bien.tap` and `truong.bien.tap`. `progress` hears the number of articles.
///
/// # Errors
/// Whatever a use case refuses.
pub async fn seed(portal: &Portal, size: Size, rng: &mut StdRng, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    let end = super::demo_start();
    portal.clock().set(vn(7, 1, 7, 0));
    let system = Actor::system("Dữ liệu mô phỏng");
    let mut cx = portal.write(&system).await?;
    let today = org::day_of(end);
    let office = org::by_code(&mut cx, OFFICE, today).await?;
    let units: Vec<Unit> = org::all(&mut cx, today).await?.into_iter().filter(has_site).collect();
    add_sites(&mut cx, &office, &units).await?;
    search::index_units(&mut cx).await?;
    let board = Board {
        writer: official(&mut cx, "bien.tap", "Bùi Mẫu Minh", &office).await?,
        chief: official(&mut cx, "truong.bien.tap", "Ngô Mẫu Nam", &office).await?,
    };
    cx.commit().await?;

    let rounds = match size {
        Size::S => 1,
        Size::M => 5,
        Size::L => 40,
    };
    let boards: Vec<Board> = units.iter().map(board_of).collect();
    let mut plan = Vec::new();
    for text in TEXTS {
        plan.push(Planned { at: moment(text), board: &board, text: main_text(text)? });
    }
    for (n, (unit, board)) in units.iter().zip(&boards).enumerate() {
        for round in 0..rounds {
            let at = end - Duration::days(rng.random_range(1..60)) + Duration::minutes(rng.random_range(30..570));
            plan.push(Planned { at, board, text: component_text(unit, n + round)? });
        }
    }
    plan.sort_by_key(|planned| planned.at);
    for (made, planned) in (1..).zip(&plan) {
        let slug = publish(portal, planned).await?;
        if planned.text.on_front {
            let views = if planned.text.featured { 842 } else { rng.random_range(12..160) };
            count_views(portal, &slug, views).await?;
        }
        progress(made);
    }
    if board.chief.account_id.is_some() {
        // What was approved long ago is no news for the editor in chief.
        let mut cx = portal.write(&board.chief).await?;
        outbox::mark_read(&mut cx).await?;
        cx.commit().await?;
    }
    on_the_desk(portal, &board).await?;
    portal.clock().set(end);
    let mut cx = portal.write(&system).await?;
    news::prune_visitors(&mut cx).await?;
    cx.commit().await?;
    Ok(())
}

/// The writer and the editor in chief of a site.
struct Board {
    writer: Actor,
    chief: Actor,
}

/// An article with its time.
struct Planned<'a> {
    at: DateTime<Utc>,
    board: &'a Board,
    text: ArticleText,
}

fn moment(text: &Text) -> DateTime<Utc> {
    let (month, day, hour, minute) = text.at;
    vn(month, day, hour, minute)
}

fn board_of(unit: &Unit) -> Board {
    Board { writer: person_of(unit, "Biên tập viên"), chief: person_of(unit, "Trưởng ban biên tập") }
}

fn component_text(unit: &Unit, n: usize) -> Result<ArticleText> {
    let (section, channel, title, summary, body) = COMPONENT_TEXTS[n % COMPONENT_TEXTS.len()];
    let named = |text: &str| text.replace("{ten}", shown(unit));
    let form = ArticleForm {
        site: model::text::slug(shown(unit)),
        section: section.to_string(),
        channel: channel.to_string(),
        title: capital(&named(title)),
        summary: capital(&named(summary)),
        body: named(body),
        ..ArticleForm::default()
    };
    Ok(form.validate()?)
}

fn has_site(unit: &Unit) -> bool {
    unit.kind.is_commune() || (unit.code.len() == 6 && unit.code.starts_with("H99.") && unit.kind != UnitKind::ExternalAgency)
}

/// The name in titles and addresses: "Phường Thành Lam" rather than "UBND phường Thành Lam".
fn shown(unit: &Unit) -> &str {
    if unit.short_name.is_empty() { &unit.name } else { &unit.short_name }
}

async fn add_sites(cx: &mut Cx, office: &Unit, units: &[Unit]) -> Result<()> {
    let hotline = cx.settings().hotline.clone();
    let main = NewSite {
        unit_id: office.id,
        kind: SiteKind::Main,
        title: "Cổng thông tin điện tử tỉnh Lam Giang".to_owned(),
        owner: "Chánh Văn phòng UBND tỉnh".to_owned(),
        hotline: hotline.clone(),
        email: "cong@lamgiang.example".to_owned(),
        address: office.address.clone(),
    };
    news::add_site(cx, &main).await?;
    for unit in units {
        let title = if unit.kind.is_commune() { "Chủ tịch UBND" } else { "Thủ trưởng" };
        let site = NewSite {
            unit_id: unit.id,
            kind: SiteKind::Component,
            title: shown(unit).to_owned(),
            owner: format!("{title} {}", shown(unit)),
            hotline: if unit.phone.is_empty() { hotline.clone() } else { unit.phone.clone() },
            email: String::new(),
            address: unit.address.clone(),
        };
        news::add_site(cx, &site).await?;
    }
    Ok(())
}

sql!(ACCOUNT, "SELECT a.id, a.person_id, p.full_name FROM account a JOIN person p ON p.id = a.person_id WHERE a.username = $1");

/// The demo account with this name; without it an official of the same name who has no account yet.
async fn official(cx: &mut Cx, username: &str, name: &str, office: &Unit) -> Result<Actor> {
    let row: Option<(i64, i64, String)> = cx.conn().opt(ACCOUNT, args![username]).await?;
    let mut actor = Actor::new(ActorKind::Official, name);
    if let Some((account, person, name)) = row {
        actor.account_id = Some(account);
        actor.person_id = Some(person);
        actor.name = name;
    }
    give(&mut actor, office.id);
    Ok(actor)
}

fn person_of(unit: &Unit, title: &str) -> Actor {
    let mut actor = Actor::new(ActorKind::Official, &format!("{title} {}", shown(unit)));
    give(&mut actor, unit.id);
    actor
}

fn give(actor: &mut Actor, unit: i64) {
    actor.unit_id = Some(unit);
    for role in [Role::Writer, Role::Editor, Role::ManagingEditor, Role::EditorInChief] {
        for (action, kind) in role.permissions() {
            actor.reach.insert((*action, *kind), Reach { all: false, own: false, units: vec![unit] });
        }
    }
}

fn main_text(text: &Text) -> Result<ArticleText> {
    let talk = text.channel == Channel::News && text.section != SectionCode::LegalDocs;
    let options = [(true, ArticleOption::OnFront), (text.featured, ArticleOption::Featured), (talk, ArticleOption::Comments)];
    let form = ArticleForm {
        section: text.section.to_string(),
        channel: text.channel.to_string(),
        title: text.title.to_owned(),
        summary: text.summary.to_owned(),
        body: text.body.to_owned(),
        options: options.into_iter().filter(|(chosen, _)| *chosen).map(|(_, option)| option.to_string()).collect(),
        ..ArticleForm::default()
    };
    Ok(form.validate()?)
}

/// Writes an article shortly before its time and publishes it then; returns the word in its address.
async fn publish(portal: &Portal, planned: &Planned<'_>) -> Result<String> {
    portal.clock().set(planned.at - Duration::minutes(40));
    let mut cx = portal.write(&planned.board.writer).await?;
    let code = news::create(&mut cx, &planned.text).await?;
    news::submit_for_approval(&mut cx, &code, 1).await?;
    cx.commit().await?;
    portal.clock().set(planned.at);
    let mut cx = portal.write(&planned.board.chief).await?;
    news::approve(&mut cx, &code, 2, None).await?;
    let url = news::desk_article(&mut cx, &code).await?.row.url;
    cx.commit().await?;
    Ok(url.trim_start_matches("/tin-tuc/").to_owned())
}

async fn count_views(portal: &Portal, slug: &str, visitors: u32) -> Result<()> {
    let mut cx = portal.write(&Actor::anonymous()).await?;
    for n in 0..visitors {
        news::count_view(&mut cx, slug, &format!("khach-{n}"), false).await?;
    }
    cx.commit().await.map(|_| ())
}

/// A draft, an article for the editors, two for the editor in chief, one that is due at 08:30.
async fn on_the_desk(portal: &Portal, board: &Board) -> Result<()> {
    let waiting = |title: &str| {
        let form = ArticleForm {
            section: "news".to_owned(),
            channel: "news".to_owned(),
            title: title.to_owned(),
            summary: "Bài đang được ban biên tập xử lý.".to_owned(),
            body: "Nội dung do phóng viên gửi về trong buổi sáng, đang được biên tập.".to_owned(),
            options: ArticleOption::values(&[ArticleOption::OnFront, ArticleOption::Comments]),
            ..ArticleForm::default()
        };
        form.validate()
    };
    portal.clock().set(super::demo_start() - Duration::minutes(30));
    let mut cx = portal.write(&board.writer).await?;
    news::create(&mut cx, &waiting("Phường Phú Lam thử nghiệm làn ưu tiên cho xe buýt")?).await?;
    let code = news::create(&mut cx, &waiting("Ngư dân Hòn Lam được mùa cá cơm")?).await?;
    news::submit(&mut cx, &code, 1).await?;
    let mut codes = Vec::new();
    for title in
        ["Mở lớp dạy chữ viết tay cho người lớn tuổi", "Khánh thành thư viện xã Yên Giang", "Bản tin sáng: trung tâm tỉnh đón người dân đầu tiên theo cách mới"]
    {
        let code = news::create(&mut cx, &waiting(title)?).await?;
        news::submit_for_approval(&mut cx, &code, 1).await?;
        codes.push(code);
    }
    cx.commit().await?;
    let mut cx = portal.write(&board.chief).await?;
    if let Some(code) = codes.last() {
        news::approve(&mut cx, code, 2, Some(vn(11, 23, 8, 30))).await?;
    }
    cx.commit().await.map(|_| ())
}

/// An instant of 2026 in Viet Nam.
fn vn(month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    model::format::VN.with_ymd_and_hms(2026, month, day, hour, minute, 0).single().map_or_else(super::demo_start, |at| at.to_utc())
}
