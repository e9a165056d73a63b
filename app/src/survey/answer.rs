//! `/khao-sat`: which agency; `/khao-sat/{ma}`: eleven questions about it, answered once for a returned dossier.

use crate::web::{Page, Result, Rq};
use domain::{org, survey};
use leptos::prelude::*;
use model::List;
use model::rating::{COMMENT_MAX, RatingLevel};
use model::survey::{NO_OPINION, Quarter, QuestionSet, SurveyPlace, mark_label, mark_name};
use ui::icon::Icon;
use ui::{Choice, FieldWidth};

const TITLE: &str = "Khảo sát hài lòng";

/// The agencies, to be searched.
pub async fn choose(rq: Rq) -> Result<Page> {
    let words = rq.query("q").unwrap_or_default().to_owned();
    let mut cx = rq.read().await?;
    let found = survey::places(&mut cx, &words, rq.page_number()).await?;
    let (base, quarter) = (rq.list_base(), Quarter::of(org::today(&cx)));
    Ok(Page::new(TITLE, move || choose_body(words, found, base, quarter))
        .description("Trả lời 11 câu hỏi về việc phục vụ của xã, phường, sở, ngành sau khi nhận kết quả hồ sơ."))
}

fn choose_body(words: String, found: List<SurveyPlace>, base: String, quarter: Quarter) -> impl IntoView {
    let clear = if words.is_empty() { "" } else { "/khao-sat" };
    let (paging, empty) = (found.paging, found.rows.is_empty());
    let lead = format!("Khảo sát {}: 11 câu, khoảng 3 phút. Chọn cơ quan đã giải quyết hồ sơ của bạn.", quarter.label());
    let items = found.rows.into_iter().map(|place| view! { <li><a href=format!("/khao-sat/{}", place.code)>{place.name}</a></li> }).collect_view();
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here=TITLE/>
            <ui::PageHeading title=TITLE lead=lead/>
            <p><a href="/khao-sat/ket-qua">"Xem kết quả khảo sát"</a></p>
            <ui::FilterBar action="/khao-sat" button="Tìm cơ quan" clear_href=clear>
                <ui::Field name="q" label="Tên cơ quan" value=words input_type="search" maxlength=100_u32 optional=true/>
            </ui::FilterBar>
            {empty.then(|| view! { <ui::EmptyState icon=Icon::Search title="Không tìm thấy cơ quan" text="Hãy thử tên khác, có dấu hoặc không dấu."/> })}
            {(!empty).then(|| view! {
                <ul class="p-link-list">{items}</ul>
                <ui::Pagination paging=paging base=base what="cơ quan"/>
            })}
        </ui::Container>
    }
}

/// What the page of the questions shows.
struct Asked {
    place: SurveyPlace,
    set: QuestionSet,
    quarter: Quarter,
    /// Code of the dossier from the address, so that nobody types it twice.
    code: String,
}

/// The questions about one agency.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let place = survey::place(&mut cx, rq.param("ma")).await?;
    let quarter = Quarter::of(org::today(&cx));
    let set = survey::in_force(&mut cx, quarter).await?;
    let code = rq.query("ho-so").unwrap_or_default().chars().take(60).collect();
    let (state, asked) = (rq.form(), Asked { place, set, quarter, code });
    Ok(Page::new(format!("{TITLE}: {}", asked.place.name), move || body(asked, state)))
}

fn body(asked: Asked, state: ui::FormState) -> impl IntoView {
    let Asked { place, set, quarter, code } = asked;
    let above = format!("{TITLE}, {}", quarter.label());
    let results = format!("/khao-sat/ket-qua?don-vi={}", place.code);
    view! {
        <ui::Container>
            <ui::BackLink href="/khao-sat" label="Chọn cơ quan khác"/>
            <ui::PageHeading
                title=place.name.clone()
                above=above
                lead="Mỗi hồ sơ đã trả kết quả trả lời một lần, gửi rồi không sửa được. Câu trả lời được lưu riêng, không kèm tên bạn và mã hồ sơ."
            />
            {form(format!("/khao-sat/{}", place.code), set, code, state)}
            <p><a href=results>{format!("Xem kết quả khảo sát về {}", place.name)}</a></p>
        </ui::Container>
    }
}

fn form(action: String, set: QuestionSet, code: String, state: ui::FormState) -> impl IntoView {
    let hint = format!(
        "Chỉ cán bộ có trách nhiệm đọc ý kiến này. Đừng ghi tên, số giấy tờ, số điện thoại. Tối đa {} ký tự.",
        model::format::number(i64::try_from(COMMENT_MAX).unwrap_or_default())
    );
    view! {
        <ui::Form action=action form_state=state>
            <input type="hidden" name="phien_ban" value=set.id.to_string()/>
            <ui::FieldGroup legend="Hồ sơ của bạn">
                <ui::Field
                    name="ma"
                    label="Mã hồ sơ hoặc mã nộp"
                    hint="Ghi trên biên nhận và tin nhắn trả kết quả. Chỉ dùng để mỗi hồ sơ trả lời một lần."
                    value=code
                    maxlength=60_u32
                    width=FieldWidth::Code
                />
                <ui::Field name="so_cuoi" label="4 số cuối điện thoại hoặc giấy tờ" inputmode="numeric" maxlength=4_u32 width=FieldWidth::Short/>
            </ui::FieldGroup>
            // Inside the form, so that what was chosen comes back with what was forgotten.
            {set.texts.iter().enumerate().map(|(at, text)| question(at, text)).collect_view()}
            <ui::TextArea name="noi_dung" label="Bạn muốn góp ý thêm điều gì?" hint=hint rows=4 optional=true/>
            <ui::Button label="Gửi câu trả lời"/>
        </ui::Form>
    }
}

fn question(at: usize, text: &str) -> impl IntoView + use<> {
    let mut choices: Vec<Choice> = RatingLevel::ALL.iter().map(|level| Choice::new(level.as_str(), level.label())).collect();
    choices.push(Choice::new(NO_OPINION, mark_label(None)));
    view! { <ui::Radios name=mark_name(at) legend=format!("{}. {text}", at + 1) choices=choices inline=true/> }
}
