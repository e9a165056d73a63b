//! The page of one paper (C08).

use super::form_files::upload;
use super::frame::buttons;
use crate::procedures::template_link;
use leptos::prelude::*;
use model::dossiers::apply::{DraftFile, DraftView, PartWay, field};
use model::dossiers::results::{PartReuse, ReuseChoice};
use model::procedures::PartPage;

/// The way that the page knows beside those of [`PartWay`]: the file comes from the store of the applicant, and is then a file
/// like others.
pub(super) const REUSE: &str = "da_co";

/// A file by its name; one from the store says so.
fn name_of(file: &DraftFile, reuse: &PartReuse) -> String {
    match reuse.used.iter().find(|(id, _)| *id == file.file_id) {
        Some((_, name)) => format!("{name} (từ Giấy tờ của tôi): {}", file.name),
        None => file.name.clone(),
    }
}

/// Which document, and the consent of its owner.
fn stored(choices: Vec<ReuseChoice>) -> impl IntoView {
    let only = if choices.len() == 1 { choices.first().map(|one| one.code.clone()).unwrap_or_default() } else { String::new() };
    let documents = choices.into_iter().map(|one| ui::Choice::new(one.code, one.name).hint(one.about)).collect();
    let consent = vec![
        ui::Choice::new("1", "Tôi đồng ý cho cơ quan dùng giấy tờ này để giải quyết hồ sơ")
            .hint("Lần dùng này được ghi lại; bạn đọc được trong Giấy tờ của tôi."),
    ];
    view! {
        <ui::Radios name="giay_da_co" legend="Giấy tờ của bạn" value=only choices=documents/>
        <ui::Checkboxes name="dong_y" legend="Đồng ý" legend_hidden=true choices=consent/>
    }
}

/// The fields of a paper: upload with the files so far, paper at the centre, or not at hand.
pub(super) fn fields(view: &DraftView, part: &PartPage, reuse: PartReuse) -> impl IntoView + use<> {
    let upload = upload(field::FILE, "Tệp của giấy tờ này", "", part.rules(), &view.files_of(part.id), &|file| name_of(file, &reuse));
    let mut choices = vec![ui::Choice::new(PartWay::Upload.as_str(), PartWay::Upload.label()).more(upload)];
    if !reuse.choices.is_empty() {
        let hint = "Kết quả cơ quan đã cấp cho bạn, không phải chụp lại.";
        choices.push(ui::Choice::new(REUSE, "Dùng giấy tờ đã có").hint(hint).more(stored(reuse.choices)));
    }
    choices.push(ui::Choice::new(PartWay::Paper.as_str(), PartWay::Paper.label()).hint("Trong 3 ngày làm việc, tại bất kỳ trung tâm nào."));
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
    let template = part.template.as_ref().map(|template| template_link(&view.procedure_code, template, &part.name));
    view! {
        {template}
        <ui::Radios name=name legend="Bạn nộp giấy tờ này bằng cách nào?" value=value choices=choices/>
        {buttons(view, "Lưu và tiếp tục")}
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
