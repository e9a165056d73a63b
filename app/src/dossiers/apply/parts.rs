//! The page of one paper (C08).

use super::form_files::upload;
use super::frame::buttons;
use leptos::prelude::*;
use model::dossiers::apply::{DraftView, PartWay, field};
use model::procedures::PartPage;

/// The fields of a paper: upload with the files so far, paper at the centre, or not at hand.
pub(super) fn fields(view: &DraftView, part: &PartPage) -> impl IntoView + use<> {
    let upload = upload(field::FILE, "Tệp của giấy tờ này", "", &view.files_of(part.id));
    let mut choices = vec![
        ui::Choice::new(PartWay::Upload.as_str(), PartWay::Upload.label()).more(upload),
        ui::Choice::new(PartWay::Paper.as_str(), PartWay::Paper.label()).hint("Trong 3 ngày làm việc, tại bất kỳ trung tâm nào."),
    ];
    if !part.mandatory {
        let hint = if part.condition.is_empty() {
            "Giấy tờ này không bắt buộc.".to_owned()
        } else {
            format!("Chỉ cần: {}.", lower_first(&part.condition))
        };
        choices.push(ui::Choice::new(PartWay::None.as_str(), PartWay::None.label()).hint(hint));
    }
    let name = field::part(part.id);
    let value = view.answer(&name).to_owned();
    view! {
        <ui::Radios name=name legend="Bạn nộp giấy tờ này bằng cách nào?" value=value choices=choices/>
        {buttons(view, "Lưu và tiếp tục")}
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
