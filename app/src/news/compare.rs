//! `/can-bo/tin-bai/{ma}/so-sanh?ban=3`: what changed from the version before.

use crate::web::{Error, Page, Result, Rq};
use domain::news;
use leptos::prelude::*;
use model::news::{Line, VersionView, diff_lines};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let article = news::desk_article(&mut cx, rq.param("ma")).await?;
    let n = rq.query("ban").and_then(|text| text.parse::<i64>().ok()).unwrap_or(2);
    let find = |n: i64| article.versions.iter().find(|version| version.n == n).cloned().ok_or(Error::NotFound);
    let (old, new) = (find(n - 1)?, find(n)?);
    let code = article.row.code;
    let text = |version: &VersionView| format!("{}\n\n{}\n\n{}", version.title, version.summary, version.body);
    let lines = diff_lines(&text(&old), &text(&new));
    let title = format!("Bản {} so với bản {}", new.n, old.n);
    Ok(Page::new(title.clone(), move || {
        let lines = lines
            .into_iter()
            .map(|line| match line {
                Line::Same(text) => view! { <p class="p-diff__line">{text}</p> }.into_any(),
                Line::Removed(text) => view! { <p class="p-diff__line p-diff__line--removed"><del>{format!("Bỏ: {text}")}</del></p> }.into_any(),
                Line::Added(text) => view! { <p class="p-diff__line p-diff__line--added"><ins>{format!("Thêm: {text}")}</ins></p> }.into_any(),
            })
            .collect_view();
        view! {
            <ui::Container>
                <ui::BackLink href=format!("/can-bo/tin-bai/{code}") label=format!("Bài {code}")/>
                <ui::PageHeading title=title/>
                <div class="p-panel p-diff">{lines}</div>
            </ui::Container>
        }
    }))
}
