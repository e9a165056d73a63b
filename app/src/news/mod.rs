//! News as people see it: the front page, lists, articles, component portals, feeds; the editors' desk below `/can-bo`;
//! and the fixed pages that the footer leads to.
//!
//! `front` `/` · `lists` `/tin-tuc` · `article` `/tin-tuc/{ma}` · `portals` `/cong/…` · `feeds` RSS, Atom, site map, pictures ·
//! `desk`, `detail` with `steps`, `form`, `compare`, `comments` `/can-bo/tin-bai` · `info`, `directory`, `holidays` the fixed pages ·
//! `api` form actions. In `/tin-tuc/{ma}` stands the word of the article (`song-lam-len-muc-bao-dong-1-2026-1`), elsewhere its code.

mod api;
mod article;
mod comments;
mod compare;
mod desk;
mod detail;
mod directory;
mod feeds;
mod figures;
mod form;
mod front;
mod holidays;
mod info;
mod lists;
mod parts;
mod portals;
mod steps;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};

const DESK: Policy = Policy::Permission(Action::View, ObjectKind::Article);
const WRITE: Policy = Policy::Permission(Action::Create, ObjectKind::Article);
const MODERATE: Policy = Policy::Permission(Action::Moderate, ObjectKind::Comment);

/// The routes of this slice.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/", Policy::Public, front::page)
        .page("/tin-tuc", Policy::Public, lists::all)
        .page("/tin-tuc/{ma}", Policy::Public, article::page)
        .action("/tin-tuc/{ma}/y-kien", Policy::SignedIn, api::comment)
        .page("/van-ban", Policy::Public, lists::documents)
        .page("/lich-lanh-dao", Policy::Public, lists::leaders)
        .page("/cong-thanh-phan", Policy::Public, portals::list)
        .page("/cong/{ma}", Policy::Public, portals::page)
        .page("/cap-nhat-cong", Policy::Public, portals::updates)
        .download("/rss/{ma}", Policy::Public, feeds::rss)
        .download("/atom/{ma}", Policy::Public, feeds::atom)
        .download("/sitemap.xml", Policy::Public, feeds::sitemap)
        .download("/tep/{tep}", Policy::Public, feeds::picture)
        .page("/danh-ba", Policy::Public, directory::page)
        .download("/danh-ba.csv", Policy::Public, directory::csv)
        .page("/lich-nghi", Policy::Public, holidays::page)
        .page("/huong-dan", Policy::Public, info::help)
        .page("/gop-y", Policy::Public, info::feedback)
        .page("/du-lieu-mo", Policy::Public, info::open_data)
        .page("/kha-nang-tiep-can", Policy::Public, info::accessibility)
        .page("/gioi-thieu/tiep-can", Policy::Public, info::accessibility)
        .page("/can-bo/tin-bai", DESK, desk::page)
        .page("/can-bo/tin-bai/moi", WRITE, form::new_page)
        .upload("/can-bo/tin-bai/moi", WRITE, api::create)
        .page("/can-bo/tin-bai/y-kien", MODERATE, comments::page)
        .action("/can-bo/tin-bai/y-kien", MODERATE, api::moderate)
        .page("/can-bo/tin-bai/{ma}", DESK, detail::page)
        .page("/can-bo/tin-bai/{ma}/sua", DESK, form::edit_page)
        .upload("/can-bo/tin-bai/{ma}/sua", DESK, api::save)
        .page("/can-bo/tin-bai/{ma}/so-sanh", DESK, compare::page)
        .action("/can-bo/tin-bai/{ma}/buoc", DESK, api::step)
        .action("/can-bo/tin-bai/{ma}/nhan-sua", DESK, api::lock)
}
