//! The fixed questions: case, place, for whom, way of the result, messages (C03–C05, C09, C10).

use leptos::prelude::*;
use model::dossiers::ResultDelivery;
use model::dossiers::apply::{DraftView, OnBehalf, Step, field};
use model::notify::{NotifyChannel, STANDS_BY};

/// From this many units on, a list is easier than rows.
const MANY: usize = 8;

/// The fields of a fixed question.
pub(super) fn fields(view: &DraftView, step: Step) -> AnyView {
    let title = view.title(step);
    match step {
        Step::Case => {
            let choices = view.cases.iter().map(|(id, name, hint)| ui::Choice::new(id.to_string(), name).hint(hint)).collect();
            radios(field::CASE, title, view, choices)
        }
        Step::Place => place(view),
        Step::OnBehalf => {
            let choices = OnBehalf::ALL.iter().map(|who| ui::Choice::new(who.as_str(), who.label()).hint(behalf_hint(*who))).collect();
            radios(field::ON_BEHALF, title, view, choices)
        }
        Step::Delivery => {
            let choices = ResultDelivery::ALL.iter().map(|way| ui::Choice::new(way.as_str(), way.label()).hint(delivery_hint(*way))).collect();
            radios(field::DELIVERY, title, view, choices)
        }
        Step::Notify => {
            let channels = [NotifyChannel::Zalo, NotifyChannel::Sms, NotifyChannel::Email];
            let choices = channels.iter().map(|channel| ui::Choice::new(channel.as_str(), channel.label())).collect();
            let chosen = view.answer(field::NOTIFY).lines().map(str::to_owned).collect::<Vec<_>>();
            let rule = if view.guest {
                "Chọn ít nhất Tin nhắn hoặc Zalo: bạn không có tài khoản nên thông báo chỉ đến qua điện thoại."
            } else {
                "Chọn một hoặc nhiều cách. Thông báo luôn có trong mục chuông của cổng."
            };
            let hint = format!("{rule} {STANDS_BY}");
            view! { <ui::Checkboxes name=field::NOTIFY legend=title legend_hidden=true hint=hint values=chosen choices=choices/> }.into_any()
        }
        Step::Info(_) | Step::Form(_) | Step::Part(_) | Step::Payment | Step::Review | Step::Declare => ().into_any(),
    }
}

fn radios(name: &'static str, title: String, view: &DraftView, choices: Vec<ui::Choice>) -> AnyView {
    view! { <ui::Radios name=name legend=title legend_hidden=true value=view.answer(name).to_owned() choices=choices/> }.into_any()
}

fn place(view: &DraftView) -> AnyView {
    let saved = view.answer(field::PLACE).to_owned();
    if view.offers.len() > MANY {
        let options: Vec<ui::SelectOption> = view.offers.iter().map(|(id, name)| ui::SelectOption::new(id.to_string(), name)).collect();
        let hint = "Chọn nơi bạn ở trước. Cơ quan được chọn là cơ quan giải quyết hồ sơ.";
        return view! { <ui::Select name=field::PLACE label="Cơ quan giải quyết" hint=hint options=options value=saved blank="Chọn phường, xã hoặc sở"/> }
            .into_any();
    }
    let choices = view.offers.iter().map(|(id, name)| ui::Choice::new(id.to_string(), name)).collect();
    radios(field::PLACE, view.title(Step::Place), view, choices)
}

fn behalf_hint(who: OnBehalf) -> &'static str {
    match who {
        OnBehalf::Myself => "Bạn là người được giải quyết thủ tục.",
        OnBehalf::Other => "Bạn có văn bản ủy quyền của người đó.",
        OnBehalf::Organisation => "Bạn đại diện cho tổ chức, doanh nghiệp.",
    }
}

fn delivery_hint(way: ResultDelivery) -> &'static str {
    match way {
        ResultDelivery::ElectronicOnly => "Có chữ ký số, giá trị như bản giấy, xem và tải trên cổng.",
        ResultDelivery::AtCentre => "Mang căn cước đến bất kỳ trung tâm nào trong tỉnh.",
        ResultDelivery::ByPost => "Bưu điện phát theo địa chỉ của bạn, người nhận trả cước.",
    }
}
