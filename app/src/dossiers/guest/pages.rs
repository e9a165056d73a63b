//! Pages of applicants without an account.

use crate::web::{Page, Result, Rq, encode, is_own_path};
use domain::procedures;
use leptos::prelude::*;
use model::dossiers::apply::is_submission_code;
use model::format::mask_phone;
use model::procedures::{IdentityLevel, ProcedurePage};
use ui::icon::Icon;

fn titled(title: &str, form: &ui::FormState) -> String {
    if form.has_errors() { format!("Lỗi: {title}") } else { title.to_owned() }
}

/// C02 `/nop/{ma}/dang-nhap`: with an account, or with a telephone number. The link of a draft leads to its entry.
pub async fn who(rq: Rq) -> Result<Page> {
    let code = rq.param("ma").to_owned();
    if is_submission_code(&code) {
        return entry_page(&rq, code);
    }
    let mut cx = rq.read().await?;
    let procedure = procedures::page(&mut cx, &code).await?;
    drop(cx);
    let (form, hotline) = (rq.form(), rq.portal.settings().hotline.clone());
    let known = rq.actor.phone.as_deref().map(mask_phone);
    let local = rq.portal.settings().citizen_local_accounts;
    let title = titled("Đăng nhập", &form);
    Ok(Page::new(title, move || {
        let here = format!("/thu-tuc/{}", procedure.code);
        let (sign_in, register) = (format!("/dang-nhap?ve={}", encode(&here)), format!("/dang-ky?ve={}", encode(&here)));
        let register = local.then(|| view! { <p>"Chưa có tài khoản: "<a href=register>"đăng ký bằng số điện thoại và mật khẩu"</a>"."</p> });
        let tel = format!("tel:{}", hotline.replace(' ', ""));
        let phone = phone_part(&procedure, known, form);
        view! {
            <ui::Container>
                <ui::BackLink href=here label="Quay lại trang thủ tục"/>
                <div class="p-two-thirds p-stack">
                    <ui::PageHeading title="Đăng nhập" above=procedure.name.clone() lead="Chọn một cách để bắt đầu nộp hồ sơ."/>
                    {phone}
                    <ui::Section title="Dùng tài khoản" id="tai-khoan">
                        <p>"Bạn xem được mọi hồ sơ của mình ở một chỗ, và không phải nhập lại những gì đã khai."</p>
                        <ui::ButtonGroup><ui::LinkButton href=sign_in label="Đăng nhập" kind=ui::ButtonKind::Secondary/></ui::ButtonGroup>
                        {register}
                    </ui::Section>
                    <ui::Section title="Tôi cần người hỗ trợ" id="ho-tro">
                        <p>"Gọi "<a href=tel><strong>{hotline}</strong></a>", hoặc mang căn cước đến bất kỳ trung tâm phục vụ hành chính công nào: cán bộ điền cùng bạn."</p>
                    </ui::Section>
                </div>
            </ui::Container>
        }
    }))
}

/// What somebody without an account can do with this procedure, said before they begin.
fn phone_part(procedure: &ProcedurePage, known: Option<String>, form: ui::FormState) -> AnyView {
    if !procedure.can_apply || procedure.identity == IdentityLevel::Account {
        let text = if procedure.can_apply {
            "Hồ sơ này liên quan đến quyền lâu dài nên cổng phải biết chắc người nộp là ai. Hãy đăng nhập, hoặc nộp tại trung tâm phục vụ hành chính công."
        } else {
            "Thủ tục này chưa nhận hồ sơ trực tuyến trên cổng. Hãy nộp tại trung tâm phục vụ hành chính công."
        };
        let title = if procedure.can_apply { "Thủ tục này cần tài khoản" } else { "Nộp tại trung tâm" };
        let errors = (!form.errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=form.errors/> });
        return view! { {errors}<ui::Banner kind=ui::BannerKind::Notice title=title text=text/> }.into_any();
    }
    let action = format!("/nop/{}/dang-nhap", procedure.code);
    let same = action.clone();
    let again = known.map(|number| {
        let label = format!("Tiếp tục với số {number}");
        view! { <ui::ButtonGroup><ui::PostButton action=same label=label hidden=vec![("buoc", "tiep-tuc".to_owned())]/></ui::ButtonGroup> }
    });
    view! {
        <ui::Section title="Không cần tài khoản" id="so-dien-thoai">
            {again}
            <ui::Form action=action form_state=form>
                <p>"Cổng gửi một mã 6 số đến điện thoại của bạn. Bạn nộp, theo dõi, bổ sung và nhận kết quả bằng mã nộp và số điện thoại này."</p>
                <ui::Field name="dien_thoai" label="Số điện thoại" hint="10 chữ số, máy đang ở bên bạn." input_type="tel" autocomplete="tel" maxlength=20_u32 width=ui::FieldWidth::Code/>
                <ui::Button label="Tiếp tục với số điện thoại"/>
            </ui::Form>
        </ui::Section>
    }
    .into_any()
}

/// `/vao-ho-so`.
pub async fn entry(rq: Rq) -> Result<Page> {
    let code: String = rq.query("ma").unwrap_or_default().chars().take(60).collect();
    entry_page(&rq, code)
}

/// Code and telephone number. With a code it shows how to come back to just this draft or dossier.
fn entry_page(rq: &Rq, code: String) -> Result<Page> {
    let form = rq.form();
    let back = rq.query("ve").filter(|path| is_own_path(path)).unwrap_or_default().to_owned();
    let inside = rq.actor.phone.is_some();
    let sign_in = if code.is_empty() { "/dang-nhap?ve=%2Fho-so-cua-toi".to_owned() } else { format!("/dang-nhap?ve={}", encode(&format!("/nop/{code}"))) };
    let title = titled("Vào hồ sơ bằng mã và số điện thoại", &form);
    Ok(Page::new(title, move || {
        let kept =
            (inside && is_submission_code(&code)).then(|| view! { <ui::Banner kind=ui::BannerKind::Done title="Bản nháp đã được lưu" text=keep_code(&code)/> });
        view! {
            <ui::Container>
                <div class="p-two-thirds p-stack">
                    <ui::PageHeading title="Vào hồ sơ bằng mã và số điện thoại"
                        lead="Dành cho hồ sơ và bản nháp nộp không cần tài khoản: làm tiếp, bổ sung, nộp tiền, rút hồ sơ, nhận kết quả."/>
                    {kept}
                    <ui::Form action="/vao-ho-so" form_state=form>
                        <ui::HiddenInput name="ve" value=back/>
                        <ui::Field name="ma" label="Mã nộp hoặc mã hồ sơ" hint="Ví dụ N-261123-7K4QXM, ghi trên biên nhận và trong tin nhắn." value=code maxlength=60_u32 width=ui::FieldWidth::Code/>
                        <ui::Field name="dien_thoai" label="Số điện thoại đã dùng khi nộp" hint="Hoặc số đã cho cán bộ tại quầy." input_type="tel" autocomplete="tel" maxlength=20_u32 width=ui::FieldWidth::Code/>
                        <ui::Button label="Tiếp tục"/>
                    </ui::Form>
                    <p>"Hồ sơ nộp bằng tài khoản: "<a href=sign_in>"đăng nhập"</a>". Chỉ xem tình trạng: "<a href="/tra-cuu">"tra cứu hồ sơ"</a>"."</p>
                    {inside.then(leave)}
                </div>
            </ui::Container>
        }
    }))
}

fn keep_code(code: &str) -> String {
    format!("Hãy ghi lại mã {code}. Trên máy nào cũng vậy: mở trang này, nhập mã và số điện thoại, cổng gửi mã 6 số để bạn làm tiếp.")
}

/// `/vao-ho-so/ma-xac-thuc`: the code from the message. It does not say whether one was sent.
pub async fn code(rq: Rq) -> Result<Page> {
    let (form, started, demo) = (rq.form(), rq.code_token.is_some(), rq.portal.settings().demo);
    let back = rq.query("ve").filter(|path| is_own_path(path)).unwrap_or_default().to_owned();
    let title = titled("Mã xác thực", &form);
    Ok(Page::new(title, move || {
        if !started {
            return view! {
                <ui::Container>
                    <h1 class="p-h1">"Mã xác thực"</h1>
                    <ui::EmptyState icon=Icon::Clock title="Bước này đã hết hạn" text="Hãy nhập lại số điện thoại để nhận mã mới.">
                        <ui::LinkButton href="/vao-ho-so" label="Vào hồ sơ bằng mã và số điện thoại"/>
                    </ui::EmptyState>
                </ui::Container>
            }
            .into_any();
        }
        view! {
            <ui::Container>
                <div class="p-two-thirds p-stack">
                    <ui::PageHeading title="Mã xác thực"
                        lead="Nếu thông tin đúng, một mã 6 số vừa được gửi đến điện thoại của bạn. Mã có hiệu lực 10 phút và chỉ dùng một lần."/>
                    <ui::Form action="/vao-ho-so/ma-xac-thuc" form_state=form>
                        <ui::HiddenInput name="ve" value=back/>
                        <ui::Field name="ma_xac_thuc" label="Mã xác thực" hint="6 chữ số trong tin nhắn." inputmode="numeric" autocomplete="one-time-code" maxlength=12_u32 width=ui::FieldWidth::Short/>
                        <ui::Button label="Tiếp tục"/>
                    </ui::Form>
                    <p>"Không thấy tin nhắn: xem lại số điện thoại và mã, rồi "<a href="/vao-ho-so">"xin mã khác"</a>". Mỗi số nhận nhiều nhất 3 mã trong một giờ."</p>
                    {demo.then(|| view! { <p><a href="/minh-hoa/tin-nhan">"Bản minh họa: xem tin nhắn đã gửi"</a></p> })}
                </div>
            </ui::Container>
        }
        .into_any()
    }))
}

/// `/ho-so-cua-toi` without an account: there is no list, each dossier opens by its code.
pub(crate) fn home(rq: &Rq) -> Page {
    let number = rq.actor.phone.as_deref().map(mask_phone).unwrap_or_default();
    let form = rq.form();
    Page::new("Hồ sơ của tôi", move || {
        let phone = format!("Bạn đang dùng số {number} đã xác thực trên máy này, trong 24 giờ. Mỗi hồ sơ mở bằng mã của nó.");
        view! {
            <ui::Container>
                <div class="p-two-thirds p-stack">
                    <ui::PageHeading title="Hồ sơ của tôi" lead=phone/>
                    <ui::Form action="/vao-ho-so" form_state=form>
                        <ui::Field name="ma" label="Mã nộp hoặc mã hồ sơ" maxlength=60_u32 width=ui::FieldWidth::Code/>
                        <ui::Field name="dien_thoai" label="Số điện thoại đã dùng khi nộp" hint="Hoặc số đã cho cán bộ tại quầy." input_type="tel" autocomplete="tel" maxlength=20_u32 width=ui::FieldWidth::Code/>
                        <ui::Button label="Mở hồ sơ"/>
                    </ui::Form>
                    <p>"Muốn xem mọi hồ sơ ở một chỗ: "<a href="/dang-nhap?ve=%2Fho-so-cua-toi">"đăng nhập bằng tài khoản"</a>"."</p>
                    {leave()}
                </div>
            </ui::Container>
        }
    })
}

fn leave() -> impl IntoView {
    view! {
        <div class="p-section">
            <p>"Máy này còn người khác dùng? Hãy thoát khi làm xong."</p>
            <ui::PostButton action="/vao-ho-so/thoat" label="Thoát khỏi hồ sơ trên máy này" kind=ui::ButtonKind::Line/>
        </div>
    }
}

/// Beside the pages of a draft without an account: how to come back.
pub(crate) fn way_back(code: &str) -> impl IntoView + use<> {
    let (text, href) = (format!("Làm tiếp lúc khác, trên máy khác: mã {code} và số điện thoại của bạn."), format!("/vao-ho-so?ma={code}"));
    view! { <ui::Panel title="Nộp không cần tài khoản"><p>{text}</p><p><a href=href>"Cách làm tiếp và thoát"</a></p></ui::Panel> }
}

/// On the page of sign-in: the other way for somebody who came from a page of an applicant.
pub(crate) fn instead_of_sign_in(back: &str) -> impl IntoView + use<> {
    let path = back.split('?').next().unwrap_or_default();
    let first = |prefix: &str| path.strip_prefix(prefix).and_then(|rest| rest.split('/').next()).filter(|code| !code.is_empty()).map(str::to_owned);
    let href = match (first("/nop/").or_else(|| first("/ho-so-cua-toi/")), first("/thu-tuc/")) {
        (Some(code), _) => Some(format!("/vao-ho-so?ma={}&ve={}", encode(&code), encode(back))),
        (None, Some(procedure)) => Some(format!("/nop/{}/dang-nhap", encode(&procedure))),
        (None, None) => None,
    };
    href.map(|href| view! { <p>"Không có tài khoản: "<a href=href>"tiếp tục với số điện thoại"</a>"."</p> })
}
