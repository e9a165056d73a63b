//! Results and the store (02 §13, §16): the owner's papers, the result of a dossier, the check of anything that was issued, the
//! store of the officials, the counter that hands results over.
//!
//! | file | page |
//! |---|---|
//! | `mine` | `/giay-to-cua-toi` and one document with "Ai đã dùng giấy tờ này" |
//! | `result` | C21 `/ho-so-cua-toi/{ma}/ket-qua` |
//! | `verify` | C24 `/kiem-tra` |
//! | `store` | O18 `/can-bo/kho-ket-qua` |
//! | `counter` | O13: scan a code, send by post, what nobody fetched |
//! | `draft` | O11: the draft that the leader reads before signing |
//! | `view` | what these pages show alike |

mod counter;
pub(super) mod draft;
mod mine;
mod result;
mod store;
mod verify;
pub(super) mod view;

use crate::web::{Policy, Routes};
use model::access::{Action, ObjectKind};
use model::dossiers::results::CHECK_LIMIT;

const VIEW: Policy = Policy::Permission(Action::View, ObjectKind::Dossier);
const EDIT: Policy = Policy::Permission(Action::Edit, ObjectKind::Dossier);
const SIGN: Policy = Policy::Permission(Action::Sign, ObjectKind::Dossier);
const RETURN: Policy = Policy::Permission(Action::Return, ObjectKind::Dossier);

/// The routes of results.
pub fn routes(routes: Routes) -> Routes {
    routes
        .page("/kiem-tra", Policy::Public, verify::page)
        .inspect("/kiem-tra", Policy::Public, CHECK_LIMIT, verify::check)
        .page("/giay-to-cua-toi", Policy::SignedIn, mine::page)
        .page("/giay-to-cua-toi/{ma}", Policy::SignedIn, mine::detail)
        .download("/giay-to-cua-toi/{ma}/tep", Policy::SignedIn, mine::file)
        .page("/ho-so-cua-toi/{ma}/ket-qua", Policy::Applicant, result::page)
        .page("/can-bo/kho-ket-qua", VIEW, store::page)
        .page("/can-bo/kho-ket-qua/{ma}", VIEW, store::detail)
        .download("/can-bo/kho-ket-qua/{ma}/tep", VIEW, store::file)
        .page("/can-bo/kho-ket-qua/{ma}/danh-dau", SIGN, store::mark_page)
        .action("/can-bo/kho-ket-qua/{ma}/danh-dau", SIGN, store::mark)
        .page("/can-bo/tra-ket-qua", RETURN, counter::scan_page)
        .action("/can-bo/tra-ket-qua", RETURN, counter::scan)
        .page("/can-bo/ket-qua-chua-nhan", RETURN, counter::unclaimed_page)
        .download("/can-bo/ket-qua-chua-nhan.csv", RETURN, counter::unclaimed_csv)
        .page("/can-bo/ho-so/{ma}/du-thao", EDIT, draft::page)
        .upload("/can-bo/ho-so/{ma}/du-thao", EDIT, draft::keep)
        .download("/can-bo/ho-so/{ma}/du-thao/{tep}", VIEW, draft::file)
        .page("/can-bo/ho-so/{ma}/gui-buu-chinh", RETURN, counter::post_page)
        .action("/can-bo/ho-so/{ma}/gui-buu-chinh", RETURN, counter::post)
}
