//! `/can-bo/thu-tuc/{ma}/co-quan`: the units that offer a procedure, their channels and time limits.

use super::edit;
use super::rows::{self, Input, Spec, yes_no};
use crate::web::{Done, Form, Page, Result, Rq};
use domain::procedures;
use leptos::prelude::*;
use model::Paging;
use model::procedures::{DocGroup, DocRow, OfferDoc, OnlineLevel, ProcedureDoc};
use ui::ButtonKind;

const OFFERS: &str = "cq_";

/// The page; many units are shown page by page.
pub async fn page(rq: Rq) -> Result<Page> {
    let draft = edit::open(&rq).await?;
    let mut cx = rq.read().await?;
    let names = procedures::names_of(&mut cx).await?;
    let (form, base) = (rq.form(), rq.list_base());
    let paging = Paging::of(rq.page_number(), i64::try_from(draft.doc.offers.len()).unwrap_or(i64::MAX));
    Ok(Page::new(format!("Cơ quan thực hiện, thủ tục {}", draft.code), move || {
        let first = usize::try_from(paging.offset()).unwrap_or(0);
        let shown: Vec<OfferDoc> = draft.doc.offers.iter().skip(first).take(usize::try_from(paging.size).unwrap_or(25)).cloned().collect();
        let fields = move || {
            let known: Vec<String> = shown.iter().filter_map(|offer| names.get(&offer.competent).map(|name| format!("{}: {name}", offer.competent))).collect();
            let known = (!known.is_empty()).then(|| {
                let lines = known.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
                view! { <ui::Fold title="Tên các cơ quan trên trang này"><ul>{lines}</ul></ui::Fold> }
            });
            let list = rows::list(OFFERS, "Cơ quan", &shown, first, &spec);
            view! {
                <input type="hidden" name="tu" value=first.to_string()/>
                <input type="hidden" name="so_dong" value=shown.len().to_string()/>
                <ui::ButtonGroup>
                    <ui::Button name="buoc" value="moi-xa" label="Thêm mọi xã, phường" kind=ButtonKind::Secondary/>
                    <ui::Button name="buoc" value="bo-het" label="Bỏ mọi cơ quan" kind=ButtonKind::Line/>
                </ui::ButtonGroup>
                {known}
                {list}
            }
            .into_any()
        };
        let frame = edit::frame(&draft, DocGroup::Offers, "co-quan", "Cơ quan thực hiện", form, fields);
        view! { {frame}<ui::Container><ui::Pagination paging=paging base=base what="cơ quan"/></ui::Container> }
    }))
}

fn spec(name: &str) -> Spec {
    match name {
        "giai_quyet" => Spec(Input::Short, "Mã cơ quan, ví dụ H99.101.", false),
        "tiep_nhan" => Spec(Input::Short, "Mã nơi tiếp nhận. Để trống: trung tâm trực thuộc, hoặc chính cơ quan.", true),
        "thoi_han" => Spec(Input::Line, "Không dài hơn thời hạn của thủ tục. Để trống nếu theo thời hạn chung.", true),
        _ => Spec(yes_no(), "", false),
    }
}

/// Saves the rows of the page that was shown.
pub async fn save(rq: Rq, form: Form) -> Result<Done> {
    let button = form.get("buoc").to_owned();
    let read = OfferDoc::read_rows(OFFERS, &form.0);
    let place = |name: &str| form.get(name).parse::<usize>().unwrap_or(0);
    let (first, count) = (place("tu"), place("so_dong"));
    let communes = if button == "moi-xa" {
        let mut cx = rq.read().await?;
        procedures::communes(&mut cx, true).await?
    } else {
        Vec::new()
    };
    let change = move |doc: &mut ProcedureDoc| {
        let online = doc.general.level != OnlineLevel::Information.as_str() && doc.general.processing_system.is_empty();
        let (from, to) = (first.min(doc.offers.len()), first.saturating_add(count).min(doc.offers.len()));
        doc.offers.splice(from..to, read);
        for mut commune in communes {
            if !doc.offers.iter().any(|offer| offer.competent == commune.competent) {
                commune.online = model::procedures::yes_no(online).to_owned();
                doc.offers.push(commune);
            }
        }
        if button == "bo-het" {
            doc.offers.clear();
        }
        rows::press(&mut doc.offers, OFFERS, first, &button);
    };
    // A new row stands on the last page.
    let page = if form.get("buoc").starts_with("them-") { "co-quan?trang=100000".to_owned() } else { format!("co-quan?trang={}", first / 25 + 1) };
    edit::save(&rq, &form, DocGroup::Offers, &page, change).await
}
