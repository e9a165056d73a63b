//! The form of an article: a new one, a new text, a correction.

use crate::web::{Error, Page, Result, Rq};
use domain::news;
use leptos::prelude::*;
use model::news::{ArticleAction, ArticleForm, ArticleOption, Channel, SectionCode, SiteView};
use ui::{Choice, SelectOption, SummaryRow};

/// The form of a new article.
pub async fn new_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let sites = news::writable_sites(&mut cx).await?;
    let home = sites.iter().find(|site| Some(site.unit_id) == rq.actor.unit_id).or(sites.first()).map(|site| site.path.clone()).unwrap_or_default();
    let form = rq.form();
    let empty = ArticleForm {
        site: home,
        section: SectionCode::News.to_string(),
        channel: Channel::News.to_string(),
        options: ArticleOption::values(&[ArticleOption::Comments]),
        ..ArticleForm::default()
    };
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
pub async fn edit_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let article = news::desk_article(&mut cx, rq.param("ma")).await?;
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
    let choices = ArticleOption::ALL
        .iter()
        .map(|option| match option {
            ArticleOption::OnFront => option_of(*option),
            ArticleOption::Featured => option_of(*option).hint("Đứng đầu danh sách trên trang chủ."),
            ArticleOption::Comments => option_of(*option).hint("Ý kiến hiện ra sau khi duyệt."),
        })
        .collect();
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
            <ui::FileUpload name="tep" label="Ảnh (không bắt buộc)" hint="JPG hoặc PNG." accept=model::files::accept(model::files::Purpose::Picture) with_form=true/>
            <ui::Field name="anh_thay_the" label="Văn bản thay thế" hint="Bắt buộc khi có ảnh: tả ảnh bằng một câu cho người không nhìn thấy ảnh." value=form.picture_alt optional=true/>
            <ui::Field name="anh_chu_thich" label="Chú thích ảnh" value=form.picture_caption optional=true/>
            <ui::Field name="anh_nguon" label="Nguồn ảnh" value=form.picture_credit optional=true/>
        </ui::FieldGroup>
        <ui::Field name="but_danh" label="Bút danh" value=form.pen_name optional=true/>
        <ui::Field name="nguon_tin" label="Nguồn tin" value=form.source optional=true/>
        <ui::Field name="tu_khoa" label="Từ khóa" hint="Cách nhau bằng dấu phẩy." value=form.keywords optional=true/>
        <ui::Field name="ngay_ket_thuc" label="Ngày kết thúc" hint="Ngày cuối cùng bài còn hiện, ví dụ 31/12/2026." value=form.ends_on optional=true width=ui::FieldWidth::Code/>
        <ui::Checkboxes name="tuy_chon" legend="Lựa chọn" choices=choices values=form.options optional=true/>
    }
}

fn option_of(option: ArticleOption) -> Choice {
    Choice::new(option.as_str(), option.label())
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
