//! `/can-bo/thu-tuc/{ma}/so-sanh?tu=…&den=…`: the difference between two versions, in words.

use super::address;
use crate::web::{Error, Page, Result, Rq};
use domain::procedures::{self, Which};
use leptos::prelude::*;
use model::procedures::GroupDiff;

/// The page; `tu` and `den` are numbers of versions or `du-thao`.
pub async fn page(rq: Rq) -> Result<Page> {
    let which = |name: &str| rq.query(name).and_then(Which::read).ok_or(Error::NotFound);
    let (old, new) = (which("tu")?, which("den")?);
    let mut cx = rq.read().await?;
    let code = rq.param("ma").to_owned();
    let found = procedures::compare(&mut cx, &code, old, new).await?;
    Ok(Page::new(format!("So sánh phiên bản, thủ tục {code}"), move || {
        let lead = format!("Thay đổi từ {} đến {}.", found.old, found.new);
        view! {
            <ui::Container>
                <ui::BackLink href=address(&code, "") label=format!("Thủ tục {code}")/>
                <ui::PageHeading title="So sánh hai phiên bản" above=format!("Mã {code}") lead=lead/>
                {groups(&found.groups)}
            </ui::Container>
        }
    }))
}

/// The changes, group by group.
pub(super) fn groups(groups: &[GroupDiff]) -> AnyView {
    if groups.is_empty() {
        return view! { <p>"Hai phiên bản giống nhau."</p> }.into_any();
    }
    let group = |group: &GroupDiff| {
        let lines = group.lines.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
        view! { <h3 class="p-h3">{group.group.label()}</h3><ul>{lines}</ul> }
    };
    groups.iter().map(group).collect_view().into_any()
}
