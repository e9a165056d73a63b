//! `/can-bo/tin-bai/{code}` and its form: an article on the editors' desk.

use super::desk::tag;
use crate::web::{Error, Page, Result, Rq};
use domain::actor::HeldRole;
use domain::news;
use leptos::prelude::*;
use model::access::{ObjectKind, Role};
use model::format;
use model::news::{ArticleAction, ArticleForm, ArticleState, Channel, DeskArticle, Line, SectionCode, SiteView, UnpublishReason, diff_lines};
use ui::icon::Icon;
use ui::{ButtonKind, Choice, FormState, SelectOption, StepState, SummaryRow, TimelineStep};

/// The article: preview, what can be done now, history.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let article = news::desk_article(&mut cx, rq.param("code")).await?;
    let form = rq.form();
    let why = why(&rq);
    Ok(Page::new(article.row.title.clone(), move || desk_view(article, form, why)))
}

/// The roles that open articles, with where they come from.
fn why(rq: &Rq) -> Vec<String> {
    let opens = |role: Role| role.permissions().iter().any(|(_, kind)| *kind == ObjectKind::Article);
    let line = |held: &HeldRole| {
        let since = format::date(format::local_date(held.since));
        format!("Vai trò {} tại {}, từ {since}, do {} cấp.", held.role.label(), held.unit_name, held.granted_by)
    };
    rq.actor.roles.iter().filter(|held| opens(held.role)).map(line).collect()
}

fn desk_view(article: DeskArticle, form: FormState, why: Vec<String>) -> impl IntoView {
    let row = article.row.clone();
    let code = row.code.clone();
    let lead = article.form.summary.clone();
    let figure = article.picture.clone().map(|picture| view! { <figure class="p-article__figure"><img src=picture.url alt=picture.alt/></figure> });
    let html = article.html.clone();
    let public = (row.state == ArticleState::Published).then(|| view! { <p><a href=row.url.clone()>"Xem trang công khai"</a></p> });
    let corrections = article.correction.clone().map(|(n, note)| {
        view! { <ui::Banner kind=ui::BannerKind::Notice title="Có bản đính chính chờ duyệt." text=note href=format!("/can-bo/tin-bai/{code}/so-sanh?ban={n}") link="So sánh với bản trước"/> }
    });
    let aside = view! { {work(&article, &form)} {facts(&article)} }.into_any();
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/tin-bai" label="Tin bài"/>
            <ui::PageHeading title=row.title.clone() above=row.code.clone()/>
            <p class="p-cluster">{tag(row.state)}<span class="p-muted">{format!("Thay đổi lần cuối {}", format::date_time(row.changed_at))}</span></p>
            {public}
            {corrections}
            <ui::Columns aside=aside aside_label="Việc cần làm">
                <h2 class="p-h3">"Xem trước"</h2>
                <div class="p-panel">
                    <p class="p-lead">{lead}</p>
                    {figure}
                    <ui::SafeHtml html=ui::SanitisedHtml::from_sanitiser(html)/>
                </div>
                {history(&article)}
                {versions(&article)}
            </ui::Columns>
            <ui::Fold title="Vì sao tôi thấy trang này?"><ul>{why.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul></ui::Fold>
        </ui::Container>
    }
}

fn facts(article: &DeskArticle) -> impl IntoView + use<> {
    let row = &article.row;
    let mut rows = vec![
        SummaryRow::new("Cổng", row.site.clone()),
        SummaryRow::new("Chuyên mục", row.section.label()),
        SummaryRow::new("Kênh tin", row.channel.label()),
        SummaryRow::new("Người viết", row.author.clone()),
    ];
    if let Some(at) = row.publish_at {
        rows.push(SummaryRow::new("Giờ đăng", format::date_time(at)));
    }
    if let Some(day) = article.ends_on {
        rows.push(SummaryRow::new("Ngày kết thúc", format::date(day)));
    }
    view! { <ui::Panel title="Về bài này"><ui::SummaryList rows=rows stacked=true/></ui::Panel> }
}

/// What the actor may do now, each with its own small form.
fn work(article: &DeskArticle, state: &FormState) -> impl IntoView + use<> {
    let code = article.row.code.clone();
    let tried = state.value("buoc").unwrap_or_default().to_owned();
    let loose = (state.has_errors() && !matches!(tried.as_str(), "return" | "approve" | "unpublish"))
        .then(|| view! { <ui::ErrorSummary errors=state.errors.clone() note=String::new()/> });
    let edit = article.may_edit.then(|| edit_button(article));
    // What moves the article on stands before what sends it back or takes it down.
    let mut actions = article.actions.clone();
    actions.sort_by_key(|action| matches!(action, ArticleAction::Return | ArticleAction::Unapprove | ArticleAction::Unpublish));
    let steps = actions.iter().map(|action| step_form(article, *action, state, &tried)).collect_view();
    let nothing = (article.actions.is_empty() && !article.may_edit).then(|| view! { <p>"Lúc này bạn không phải làm gì với bài này."</p> });
    view! {
        <ui::Panel title="Việc cần làm">
            {loose}
            <div class="p-stack" id=format!("viec-{code}")>{nothing}{edit}{steps}</div>
        </ui::Panel>
    }
}

fn edit_button(article: &DeskArticle) -> impl IntoView + use<> {
    let action = format!("/can-bo/tin-bai/{}/nhan-sua", article.row.code);
    match article.locked_by.clone() {
        Some((name, until)) => view! {
            <p>{format!("{name} đang sửa bài này đến {}.", format::time(until))}</p>
            <ui::PostButton action=action label="Sửa thay" hidden=vec![("sua_thay", "1".to_owned())] kind=ButtonKind::Secondary icon=Some(Icon::Pen)/>
        }
        .into_any(),
        None => view! { <ui::PostButton action=action label="Sửa bài" kind=ButtonKind::Secondary icon=Some(Icon::Pen)/> }.into_any(),
    }
}

fn step_form(article: &DeskArticle, step: ArticleAction, state: &FormState, tried: &str) -> AnyView {
    let to = format!("/can-bo/tin-bai/{}/buoc", article.row.code);
    let version = article.version.to_string();
    let own = if tried == step.as_str() { state.clone() } else { FormState::default() };
    let hidden = view! {
        <input type="hidden" name="buoc" value=step.as_str()/>
        <input type="hidden" name="phien_ban" value=version.clone()/>
    };
    match step {
        ArticleAction::Return => {
            let choose = (article.row.state == ArticleState::AwaitingApproval).then(|| {
                let choices = vec![Choice::new("awaiting_edit", "Cho biên tập viên"), Choice::new("draft", "Cho người viết")];
                view! { <ui::Radios name="tra_ve" legend="Trả về" choices=choices value="awaiting_edit"/> }
            });
            view! {
                <ui::Form action=to form_state=own id_prefix="tra-lai">
                    {hidden}
                    {choose}
                    <ui::TextArea name="ly_do" label="Lý do trả lại" hint="Ít nhất 10 ký tự: cần sửa gì, ở đâu." rows=3/>
                    <ui::Button label=step.label() kind=ButtonKind::Secondary/>
                </ui::Form>
            }
            .into_any()
        }
        ArticleAction::Approve => view! {
            <ui::Form action=to form_state=own id_prefix="duyet">
                {hidden}
                <ui::Field name="ngay_dang" label="Ngày đăng" hint="Bỏ trống cả hai ô để đăng ngay." optional=true width=ui::FieldWidth::Code/>
                <ui::Field name="gio_dang" label="Giờ đăng" hint="Ví dụ 08:30." optional=true width=ui::FieldWidth::Short/>
                <ui::Button label=step.label()/>
            </ui::Form>
        }
        .into_any(),
        ArticleAction::Unpublish => {
            let reasons = UnpublishReason::ALL.iter().map(|reason| Choice::new(reason.as_str(), reason.label())).collect();
            view! {
                <ui::Fold title="Gỡ bài">
                    <ui::Form action=to form_state=own id_prefix="go">
                        {hidden}
                        <ui::Radios name="nguyen_nhan" legend="Nguyên nhân" choices=reasons/>
                        <ui::TextArea name="ly_do" label="Ghi chú cho ban biên tập" hint="Ít nhất 10 ký tự." rows=3/>
                        <ui::Field name="chuyen_den" label="Chuyển bạn đọc đến" hint="Một trang của cổng, ví dụ /tin-tuc. Bỏ trống để hiện trang “đã gỡ”." optional=true/>
                        <ui::Button label=step.label() kind=ButtonKind::Danger/>
                    </ui::Form>
                </ui::Fold>
            }
            .into_any()
        }
        ArticleAction::ProposeCorrection => {
            view! { <ui::LinkButton href=format!("/can-bo/tin-bai/{}/sua", article.row.code) label=step.label() kind=ButtonKind::Secondary icon=Icon::Pen/> }.into_any()
        }
        _ => view! { <ui::PostButton action=to label=step.label() hidden=vec![("buoc", step.as_str().to_owned()), ("phien_ban", version)] kind=ButtonKind::Primary/> }.into_any(),
    }
}

fn history(article: &DeskArticle) -> impl IntoView + use<> {
    let steps = article
        .events
        .iter()
        .map(|event| TimelineStep {
            state: StepState::Done,
            title: event.action.done().to_owned(),
            time: format::date_time(event.at),
            text: if event.reason.is_empty() { event.actor.clone() } else { format!("{}. {}", event.actor, event.reason) },
        })
        .collect();
    view! { <ui::Section title="Lịch sử" id="lich-su"><ui::Timeline steps=steps/></ui::Section> }
}

fn versions(article: &DeskArticle) -> impl IntoView + use<> {
    let code = article.row.code.clone();
    let items = article
        .versions
        .iter()
        .map(|version| {
            let text = format!("Bản {} · {} · {}", version.n, version.author, format::date_time(version.at));
            let compare = (version.n > 1).then(|| view! { " "<a href=format!("/can-bo/tin-bai/{code}/so-sanh?ban={}", version.n)>"So sánh với bản trước"</a> });
            view! { <li>{text}{compare}</li> }
        })
        .collect_view();
    view! { <ui::Section title="Các bản" id="cac-ban"><ul class="p-rows">{items}</ul></ui::Section> }
}

/// `/so-sanh?ban=3`: what changed from the version before.
pub async fn compare(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let article = news::desk_article(&mut cx, rq.param("code")).await?;
    let n = rq.query("ban").and_then(|text| text.parse::<i64>().ok()).unwrap_or(2);
    let find = |n: i64| article.versions.iter().find(|version| version.n == n).cloned().ok_or(Error::NotFound);
    let (old, new) = (find(n - 1)?, find(n)?);
    let code = article.row.code;
    let text = |version: &model::news::VersionView| format!("{}\n\n{}\n\n{}", version.title, version.summary, version.body);
    let lines = diff_lines(&text(&old), &text(&new));
    let title = format!("Bản {} so với bản {}", new.n, old.n);
    Ok(Page::new(title.clone(), move || {
        let lines = lines
            .into_iter()
            .map(|line| match line {
                Line::Same(text) => view! { <p class="p-diff__line">{text}</p> }.into_any(),
                Line::Removed(text) => view! { <p class="p-diff__line p-diff__line--removed"><del>{format!("Bỏ: {text}")}</del></p> }.into_any(),
                Line::Added(text) => view! { <p class="p-diff__line p-diff__line--added"><ins>{format!("Thêm: {text}")}</ins></p> }.into_any(),
            })
            .collect_view();
        view! {
            <ui::Container>
                <ui::BackLink href=format!("/can-bo/tin-bai/{code}") label=format!("Bài {code}")/>
                <ui::PageHeading title=title/>
                <div class="p-panel p-diff">{lines}</div>
            </ui::Container>
        }
    }))
}

/// The form of a new article.
pub async fn new_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let sites = news::writable_sites(&mut cx).await?;
    let home = sites.iter().find(|site| Some(site.unit_id) == rq.actor.unit_id).or(sites.first()).map(|site| site.path.clone()).unwrap_or_default();
    let form = rq.form();
    let empty =
        ArticleForm { site: home, section: SectionCode::News.to_string(), channel: Channel::News.to_string(), allow_comments: true, ..ArticleForm::default() };
    Ok(Page::new("Viết bài mới", move || {
        view! {
            <ui::Container>
                <ui::BackLink href="/can-bo/tin-bai" label="Tin bài"/>
                <ui::PageHeading title="Viết bài mới"/>
                <div class="p-two-thirds">
                    <ui::Form action="/can-bo/tin-bai/moi" form_state=form multipart=true>
                        {fields(empty, Some(sites))}
                        <ui::Button label="Lưu bài nháp"/>
                    </ui::Form>
                </div>
            </ui::Container>
        }
    }))
}

/// The form of an article that exists: a new text, or a correction.
pub async fn form_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let article = news::desk_article(&mut cx, rq.param("code")).await?;
    let correction = article.actions.contains(&ArticleAction::ProposeCorrection);
    if !article.may_edit && !correction {
        return Err(Error::conflict("Bài này không sửa được lúc này. Hãy quay lại trang của bài."));
    }
    let form = rq.form();
    let title = if correction { "Soạn bản đính chính" } else { "Sửa bài" };
    let (code, version) = (article.row.code.clone(), article.version.to_string());
    Ok(Page::new(title, move || {
        let note = correction.then(|| {
            view! {
                <input type="hidden" name="dinh_chinh" value="1"/>
                <ui::TextArea name="ly_do" label="Sửa gì, vì sao" hint="Ít nhất 10 ký tự." rows=3/>
                <ui::Checkboxes name="sai_so_lieu" legend="Bạn đọc có thấy ghi chú không?" choices=vec![Choice::new("1", "Bài có thông tin sai: in dòng “Đính chính lúc …” với ghi chú trên")] optional=true/>
            }
        });
        view! {
            <ui::Container>
                <ui::BackLink href=format!("/can-bo/tin-bai/{code}") label=format!("Bài {code}")/>
                <ui::PageHeading title=title/>
                <div class="p-two-thirds">
                    <ui::Form action=format!("/can-bo/tin-bai/{code}/sua") form_state=form multipart=true>
                        // Not part of the typed values: after a conflict the next try counts against the newest version.
                        <input type="hidden" name="phien_ban" value=version/>
                        {fields(article.form, None)}
                        {note}
                        <ui::Button label=if correction { "Gửi bản đính chính để duyệt" } else { "Lưu bài" }/>
                    </ui::Form>
                </div>
            </ui::Container>
        }
    }))
}

fn fields(form: ArticleForm, sites: Option<Vec<SiteView>>) -> impl IntoView {
    let sections =
        SectionCode::ALL.iter().filter(|section| section.takes_articles()).map(|section| SelectOption::new(section.as_str(), section.label())).collect();
    let channels = Channel::ALL.iter().map(|channel| Choice::new(channel.as_str(), channel.label())).collect();
    let site = match sites {
        Some(sites) if sites.len() > 1 => {
            let options = sites.into_iter().map(|site| SelectOption::new(site.path, site.title)).collect();
            view! { <ui::Select name="cong" label="Cổng" options=options value=form.site/> }.into_any()
        }
        _ => view! { <ui::HiddenInput name="cong" value=form.site/> }.into_any(),
    };
    let mut chosen = Vec::new();
    for (on, name) in [(form.on_front, "trang_chu"), (form.featured, "noi_bat"), (form.allow_comments, "binh_luan")] {
        if on {
            chosen.push(name.to_owned());
        }
    }
    let options = vec![
        Choice::new("trang_chu", "Hiển thị trang chủ"),
        Choice::new("noi_bat", "Tin nổi bật").hint("Đứng đầu danh sách trên trang chủ."),
        Choice::new("binh_luan", "Cho phép bình luận").hint("Ý kiến hiện ra sau khi duyệt."),
    ];
    let has_picture = !form.picture.is_empty();
    let old_picture = has_picture.then(|| {
        let url = format!("/tep/{}", form.picture);
        view! {
            <figure class="p-article__figure"><img src=url alt=form.picture_alt.clone()/></figure>
            <ui::Checkboxes name="bo_anh" legend="Ảnh hiện có" choices=vec![Choice::new("1", "Bỏ ảnh này")] optional=true/>
        }
    });
    view! {
        {site}
        <ui::Select name="chuyen_muc" label="Chuyên mục" options=sections value=form.section/>
        <ui::Radios name="kenh" legend="Kênh tin" choices=channels value=form.channel inline=true/>
        <ui::Field name="tieu_de" label="Tiêu đề" hint="Nhiều nhất 200 ký tự." value=form.title maxlength=200_u32/>
        <ui::TextArea name="trich_yeu" label="Trích yếu" hint="Nhiều nhất 500 ký tự; hiện trong danh sách và kết quả tìm kiếm." value=form.summary rows=3 maxlength=500_u32/>
        <ui::TextArea name="noi_dung" label="Nội dung" hint="Cách định dạng ở ngay dưới ô này." value=form.body rows=18/>
        {formatting()}
        <ui::FieldGroup legend="Ảnh đại diện">
            <ui::HiddenInput name="anh" value=form.picture/>
            {old_picture}
            <ui::FileUpload name="tep" label="Ảnh (không bắt buộc)" hint="JPG hoặc PNG." accept=model::files::accept(model::files::Purpose::Picture)/>
            <ui::Field name="anh_thay_the" label="Văn bản thay thế" hint="Bắt buộc khi có ảnh: tả ảnh bằng một câu cho người không nhìn thấy ảnh." value=form.picture_alt optional=true/>
            <ui::Field name="anh_chu_thich" label="Chú thích ảnh" value=form.picture_caption optional=true/>
            <ui::Field name="anh_nguon" label="Nguồn ảnh" value=form.picture_credit optional=true/>
        </ui::FieldGroup>
        <ui::Field name="but_danh" label="Bút danh" value=form.pen_name optional=true/>
        <ui::Field name="nguon_tin" label="Nguồn tin" value=form.source optional=true/>
        <ui::Field name="tu_khoa" label="Từ khóa" hint="Cách nhau bằng dấu phẩy." value=form.keywords optional=true/>
        <ui::Field name="ngay_ket_thuc" label="Ngày kết thúc" hint="Ngày cuối cùng bài còn hiện, ví dụ 31/12/2026." value=form.ends_on optional=true width=ui::FieldWidth::Code/>
        <ui::Checkboxes name="tuy_chon" legend="Lựa chọn" choices=options values=chosen optional=true/>
    }
}

/// The help beside the text field.
fn formatting() -> impl IntoView {
    view! {
        <ui::Fold title="Cách định dạng">
            <ui::SummaryList rows=vec![
                SummaryRow::new("Đoạn mới", "Để một dòng trống giữa hai đoạn."),
                SummaryRow::new("## Tiêu đề nhỏ", "Hai dấu # và một dấu cách ở đầu dòng."),
                SummaryRow::new("**chữ đậm**", "Hai dấu sao ở hai bên."),
                SummaryRow::new("- mục danh sách", "Một gạch và một dấu cách ở đầu dòng; danh sách số: 1. 2. 3."),
                SummaryRow::new("> trích dẫn", "Một dấu > ở đầu dòng."),
                SummaryRow::new("[chữ hiện ra](/thu-tuc)", "Liên kết: chữ trong ngoặc vuông, địa chỉ trong ngoặc tròn."),
                SummaryRow::new("| Cột | Cột |", "Bảng: mỗi dòng một hàng, dòng thứ hai là |---|---|."),
                SummaryRow::new("Mã HTML", "Bị bỏ khi lưu. Ảnh từ trang khác không dùng được."),
            ]/>
        </ui::Fold>
    }
}
