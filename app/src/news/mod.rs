//! News as people see it: the front page, lists, articles, component portals, feeds; the editors' desk below `/can-bo`;
//! and the fixed pages that the footer leads to.
//!
//! `front` `/` · `lists` `/tin-tuc` · `article` `/tin-tuc/{slug}` · `portals` `/cong/…` · `feeds` RSS, Atom, site map, pictures ·
//! `desk`, `edit`, `comments` `/can-bo/tin-bai` · `info`, `directory`, `holidays` the fixed pages · `api` form actions.

mod api;
mod article;
mod comments;
mod desk;
mod directory;
mod edit;
mod feeds;
mod figures;
mod front;
mod holidays;
mod info;
mod lists;
mod parts;
mod portals;

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
        .page("/tin-tuc/{slug}", Policy::Public, article::page)
        .action("/tin-tuc/{slug}/y-kien", Policy::SignedIn, api::comment)
        .page("/van-ban", Policy::Public, lists::documents)
        .page("/lich-lanh-dao", Policy::Public, lists::leaders)
        .page("/cong-thanh-phan", Policy::Public, portals::list)
        .page("/cong/{path}", Policy::Public, portals::page)
        .page("/cap-nhat-cong", Policy::Public, portals::updates)
        .download("/rss/{name}", Policy::Public, feeds::rss)
        .download("/atom/{name}", Policy::Public, feeds::atom)
        .download("/sitemap.xml", Policy::Public, feeds::sitemap)
        .download("/tep/{token}", Policy::Public, feeds::picture)
        .page("/danh-ba", Policy::Public, directory::page)
        .download("/danh-ba.csv", Policy::Public, directory::csv)
        .page("/lich-nghi", Policy::Public, holidays::page)
        .page("/huong-dan", Policy::Public, info::help)
        .page("/gop-y", Policy::Public, info::feedback)
        .page("/du-lieu-mo", Policy::Public, info::open_data)
        .page("/kha-nang-tiep-can", Policy::Public, info::accessibility)
        .page("/gioi-thieu/tiep-can", Policy::Public, info::accessibility)
        .page("/can-bo/tin-bai", DESK, desk::page)
        .page("/can-bo/tin-bai/moi", WRITE, edit::new_page)
        .upload("/can-bo/tin-bai/moi", WRITE, api::create)
        .page("/can-bo/tin-bai/y-kien", MODERATE, comments::page)
        .action("/can-bo/tin-bai/y-kien", MODERATE, api::moderate)
        .page("/can-bo/tin-bai/{code}", DESK, edit::page)
        .page("/can-bo/tin-bai/{code}/sua", DESK, edit::form_page)
        .upload("/can-bo/tin-bai/{code}/sua", DESK, api::save)
        .page("/can-bo/tin-bai/{code}/so-sanh", DESK, edit::compare)
        .action("/can-bo/tin-bai/{code}/buoc", DESK, api::step)
        .action("/can-bo/tin-bai/{code}/nhan-sua", DESK, api::lock)
}
