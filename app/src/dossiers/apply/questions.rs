//! Questions that are data, as form fields (C06, C07).

use super::form_files::upload;
use leptos::prelude::*;
use model::dossiers::apply::{DraftView, field};
use model::files::PAPERS;
use model::format::date_from_parts;
use model::procedures::{Question, QuestionKind};
use ui::FieldWidth;

/// The fields of one question, filled in with what was saved.
pub(in crate::dossiers) fn fields(view: &DraftView, question: &Question) -> AnyView {
    let question = &marked(view, question);
    let (name, label, hint, optional) = (question.name.clone(), question.label.clone(), question.hint.clone(), !question.required);
    let value = view.answer(&question.name).to_owned();
    match question.kind {
        QuestionKind::LongText => view! { <ui::TextArea name=name label=label hint=hint value=value optional=optional rows=6 maxlength=limit(question, 2_000)/> }.into_any(),
        QuestionKind::Date => date(view, question),
        QuestionKind::Address => address(view, question),
        QuestionKind::Choice => {
            let choices = question.options.iter().map(|option| ui::Choice::new(option, option)).collect();
            view! { <ui::Radios name=name legend=label hint=hint value=value optional=optional choices=choices/> }.into_any()
        }
        QuestionKind::Many => {
            let choices = question.options.iter().map(|option| ui::Choice::new(option, option)).collect();
            let values: Vec<String> = value.lines().map(str::to_owned).collect();
            view! { <ui::Checkboxes name=name legend=label hint=hint values=values optional=optional choices=choices/> }.into_any()
        }
        QuestionKind::Consent => {
            let choices = vec![ui::Choice::new("co", "Tôi đồng ý")];
            view! { <ui::Checkboxes name=name legend=label hint=hint values=vec![value] optional=optional choices=choices/> }.into_any()
        }
        QuestionKind::Number => view! { <ui::Field name=name label=label hint=hint value=value optional=optional inputmode="numeric" maxlength=15_u32 width=FieldWidth::Short/> }.into_any(),
        QuestionKind::Money => view! { <ui::Field name=name label=label hint=hint value=value optional=optional inputmode="numeric" maxlength=20_u32 width=FieldWidth::Code suffix="đ"/> }.into_any(),
        QuestionKind::Identity => view! { <ui::Field name=name label=label hint=hint value=value optional=optional inputmode="numeric" maxlength=12_u32 width=FieldWidth::Code/> }.into_any(),
        QuestionKind::Phone => view! { <ui::Field name=name label=label hint=hint value=value optional=optional input_type="tel" autocomplete="tel" maxlength=20_u32 width=FieldWidth::Code/> }.into_any(),
        QuestionKind::Email => view! { <ui::Field name=name label=label hint=hint value=value optional=optional input_type="email" autocomplete="email" maxlength=200_u32/> }.into_any(),
        QuestionKind::Person => {
            let fill = (question.name == field::NAME).then_some("name");
            view! { <ui::Field name=name label=label hint=hint value=value optional=optional autocomplete=fill.unwrap_or("off") maxlength=100_u32/> }.into_any()
        }
        QuestionKind::File => upload(&question.name, &question.label, &question.hint, PAPERS, &view.files_for(&question.name), &|file| file.name.clone()).into_any(),
        QuestionKind::Text => view! { <ui::Field name=name label=label hint=hint value=value optional=optional maxlength=limit(question, 200)/> }.into_any(),
    }
}

/// The question with a word about an answer that was taken from an earlier dossier, or that an official wrote at a counter.
fn marked(view: &DraftView, question: &Question) -> Question {
    let mut question = question.clone();
    if view.taken.contains(&question.name) {
        let from = if view.taken_from.is_empty() { "Cán bộ đã ghi giúp".to_owned() } else { format!("Lấy từ hồ sơ {}", view.taken_from) };
        question.hint = format!("{from}, sai thì sửa lại. {}", question.hint).trim_end().to_owned();
    }
    question
}

fn limit(question: &Question, usual: u32) -> u32 {
    question.max.and_then(|max| u32::try_from(max).ok()).unwrap_or(usual)
}

fn date(view: &DraftView, question: &Question) -> AnyView {
    let part = |part: &str| view.answer(&format!("{}_{part}", question.name)).to_owned();
    let saved = date_from_parts(&part("ngay"), &part("thang"), &part("nam")).ok();
    let value = saved.map(|day| {
        use chrono::Datelike;
        (day.day(), day.month(), day.year())
    });
    let birthday = question.name == field::BORN;
    let (name, legend, hint, optional) = (question.name.clone(), question.label.clone(), question.hint.clone(), !question.required);
    match value {
        Some(value) => view! { <ui::DateInput name=name legend=legend hint=hint value=value birthday=birthday optional=optional/> }.into_any(),
        None => view! { <ui::DateInput name=name legend=legend hint=hint birthday=birthday optional=optional/> }.into_any(),
    }
}

fn address(view: &DraftView, question: &Question) -> AnyView {
    let options: Vec<ui::SelectOption> = view.communes.iter().map(|(code, name)| ui::SelectOption::new(code, name)).collect();
    let (commune, detail) = (format!("{}_xa", question.name), format!("{}_chi_tiet", question.name));
    let (chosen, typed) = (view.answer(&commune).to_owned(), view.answer(&detail).to_owned());
    let hint = question.hint.clone();
    view! {
        <ui::FieldGroup legend=question.label.clone()>
            <ui::Select name=commune label="Phường, xã, đặc khu" hint=hint options=options value=chosen blank="Chọn phường, xã"/>
            <ui::Field name=detail label="Số nhà, đường, thôn hoặc tổ dân phố" value=typed maxlength=200_u32 autocomplete="address-line1"/>
        </ui::FieldGroup>
    }
    .into_any()
}
