//! `/can-bo/tin-bai/{ma}`: an article on the editors' desk.

use super::desk::tag;
use super::steps;
use crate::web::{Page, Result, Rq};
use domain::actor::HeldRole;
use domain::news;
use leptos::prelude::*;
use model::access::{ObjectKind, Role};
use model::format;
use model::news::{ArticleState, DeskArticle};
use ui::{FormState, StepState, SummaryRow, TimelineStep};

/// The article: preview, what can be done now, history.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let article = news::desk_article(&mut cx, rq.param("ma")).await?;
    let form = rq.form();
    let why = why(&rq);
    Ok(Page::new(article.row.title.clone(), move || desk_view(article, form, why)))
}

/// The roles that open articles, with where they come from.
fn why(rq: &Rq) -> Vec<String> {
    let opens = |role: Role| role.permissions().iter().any(|(_, kind)| *kind == ObjectKind::Article);
    let line = |held: &HeldRole| {
        let since = format::date(format::local_date(held.since));
        format!("Vai trò {} tại {}, từ {since}, do {} cấp.", held.role.label(), held.unit_name, held.granted_by)
    };
    rq.actor.roles.iter().filter(|held| opens(held.role)).map(line).collect()
}

fn desk_view(article: DeskArticle, form: FormState, why: Vec<String>) -> impl IntoView {
    let row = article.row.clone();
    let code = row.code.clone();
    let lead = article.form.summary.clone();
    let figure = article.picture.clone().map(|picture| view! { <figure class="p-article__figure"><img src=picture.url alt=picture.alt/></figure> });
    let html = article.html.clone();
    let public = (row.state == ArticleState::Published).then(|| view! { <p><a href=row.url.clone()>"Xem trang công khai"</a></p> });
    let corrections = article.correction.clone().map(|(n, note)| {
        view! { <ui::Banner kind=ui::BannerKind::Notice title="Có bản đính chính chờ duyệt." text=note href=format!("/can-bo/tin-bai/{code}/so-sanh?ban={n}") link="So sánh với bản trước"/> }
    });
    let aside = view! { {steps::work(&article, &form)} {facts(&article)} }.into_any();
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/tin-bai" label="Tin bài"/>
            <ui::PageHeading title=row.title.clone() above=row.code.clone()/>
            <p class="p-cluster">{tag(row.state)}<span class="p-muted">{format!("Thay đổi lần cuối {}", format::date_time(row.changed_at))}</span></p>
            {public}
            {corrections}
            <ui::Columns aside=aside aside_label="Việc cần làm">
                <h2 class="p-h3">"Xem trước"</h2>
                <div class="p-panel">
                    <p class="p-lead">{lead}</p>
                    {figure}
                    <ui::SafeHtml html=ui::SanitisedHtml::from_sanitiser(html)/>
                </div>
                {history(&article)}
                {versions(&article)}
            </ui::Columns>
            <ui::Fold title="Vì sao tôi thấy trang này?"><ul>{why.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul></ui::Fold>
        </ui::Container>
    }
}

fn facts(article: &DeskArticle) -> impl IntoView + use<> {
    let row = &article.row;
    let mut rows = vec![
        SummaryRow::new("Cổng", row.site.clone()),
        SummaryRow::new("Chuyên mục", row.section.label()),
        SummaryRow::new("Kênh tin", row.channel.label()),
        SummaryRow::new("Người viết", row.author.clone()),
    ];
    if let Some(at) = row.publish_at {
        rows.push(SummaryRow::new("Giờ đăng", format::date_time(at)));
    }
    if let Some(day) = article.ends_on {
        rows.push(SummaryRow::new("Ngày kết thúc", format::date(day)));
    }
    view! { <ui::Panel title="Về bài này"><ui::SummaryList rows=rows stacked=true/></ui::Panel> }
}

fn history(article: &DeskArticle) -> impl IntoView + use<> {
    let steps = article
        .events
        .iter()
        .map(|event| TimelineStep {
            state: StepState::Done,
            title: event.action.done().to_owned(),
            time: format::date_time(event.at),
            text: if event.reason.is_empty() { event.actor.clone() } else { format!("{}. {}", event.actor, event.reason) },
        })
        .collect();
    view! { <ui::Section title="Lịch sử" id="lich-su"><ui::Timeline steps=steps/></ui::Section> }
}

fn versions(article: &DeskArticle) -> impl IntoView + use<> {
    let code = article.row.code.clone();
    let items = article
        .versions
        .iter()
        .map(|version| {
            let text = format!("Bản {} · {} · {}", version.n, version.author, format::date_time(version.at));
            let compare = (version.n > 1).then(|| view! { " "<a href=format!("/can-bo/tin-bai/{code}/so-sanh?ban={}", version.n)>"So sánh với bản trước"</a> });
            view! { <li>{text}{compare}</li> }
        })
        .collect_view();
    view! { <ui::Section title="Các bản" id="cac-ban"><ul class="p-rows">{items}</ul></ui::Section> }
}
