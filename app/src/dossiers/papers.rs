//! The forms of a dossier (02 §9) as page and PDF, for officials and for the applicant.

use crate::web::{Page, Policy, Result, Routes, Rq};
use axum::response::Response;
use domain::dossiers::{self, PaperFile};
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use ui::icon::Icon;

/// The routes of the papers.
pub fn routes(routes: Routes) -> Routes {
    let view = Policy::Permission(Action::View, ObjectKind::Dossier);
    routes
        .page("/can-bo/ho-so/{ma}/mau/{mau}", view, page)
        .download("/can-bo/ho-so/{ma}/mau/{mau}/pdf", view, pdf)
        .page("/ho-so-cua-toi/{ma}/mau/{mau}", Policy::Applicant, page)
        .download("/ho-so-cua-toi/{ma}/mau/{mau}/pdf", Policy::Applicant, pdf)
}

/// One paper.
async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let paper = dossiers::paper(&mut cx, rq.param("ma"), rq.param("mau")).await?;
    let back = rq.path.split("/mau/").next().unwrap_or_default().to_owned();
    let file = format!("{}/pdf", rq.path);
    let qr = domain::paper::qr(&paper.link).map(|code| (code.size, code.path));
    let (title, code) = (paper.title.clone(), paper.code.clone());
    Ok(Page::new(format!("{title} {code}"), move || {
        view! {
            <ui::Container>
                <div class="p-no-print">
                    <ui::BackLink href=back label=format!("Hồ sơ {code}")/>
                    <ui::ButtonGroup><ui::LinkButton href=file label="Tải PDF" icon=Icon::Down download=true of=title/></ui::ButtonGroup>
                </div>
                <ui::PaperSheet paper=paper qr=qr/>
            </ui::Container>
        }
    })
    .bare())
}

/// Its PDF: the same bytes at every request.
async fn pdf(rq: Rq) -> Result<Response> {
    let mut cx = rq.write().await?;
    let file = dossiers::paper_file(&mut cx, rq.param("ma"), rq.param("mau")).await?;
    cx.commit().await?;
    match file {
        PaperFile::Stored(file) => crate::files::send(&rq, &file).await,
        PaperFile::Fresh(name, bytes) => Ok(crate::files::bytes(&name, "application/pdf", bytes)),
    }
}
