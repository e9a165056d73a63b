//! Fields of forms.

use leptos::prelude::*;

use super::SheetSection;
use crate::button::Button;
use crate::checkboxes::Checkboxes;
use crate::choices::Choice;
use crate::date_input::DateInput;
use crate::field::{Field, FieldWidth, HiddenInput};
use crate::file_upload::{FileState, FileUpload, UploadedFile};
use crate::form::{FieldRow, Form, FormState};
use crate::icon::Icon;
use crate::radios::Radios;
use crate::search_box::SearchBox;
use crate::select::{Select, SelectOption};
use crate::text_area::TextArea;

const SHA: &str = "9f2c41d07be83a56c1e4f8029d7735ab60ee18c2457f9b3d0a6cd215e8f47b93";

/// A form that came back with two errors and everything that was typed.
fn returned() -> FormState {
    FormState::default()
        .with_value("ho_ten", "Nguyễn Văn Thưởng")
        .with_value("so_dien_thoai", "0903 456 78")
        .with_value("noi_nop", "phu-lam")
        .with_value("ngay_sinh_ngay", "05")
        .with_value("ngay_sinh_thang", "11")
        .with_value("ngay_sinh_nam", "1968")
        .with_value("ngay_lap_ngay", "31")
        .with_value("ngay_lap_thang", "11")
        .with_value("ngay_lap_nam", "2026")
        .with_value("nop_cho", "minh")
        .with_value("nhan_qua", "zalo")
        .with_value("cach_nop", "tai-len")
        .with_value("y_kien", "Tôi đề nghị mở thêm quầy tiếp nhận buổi sáng thứ Bảy.")
        .with_error("so_dien_thoai", "Số điện thoại thiếu 1 số. Hãy nhập đủ 10 số.")
        .with_error("ngay_lap", "Tháng 11 chỉ có 30 ngày. Hãy sửa ngày lập văn bản.")
}

fn files() -> Vec<UploadedFile> {
    let file = |id: &str, name: &str, state| UploadedFile { id: id.to_owned(), name: name.to_owned(), state };
    vec![
        file("t1", "uy-quyen-trang-1.jpg", FileState::Received { bytes: 1_284_551, sha256: SHA.to_owned() }),
        file("t2", "uy-quyen-trang-2.jpg", FileState::Uploading { percent: 62, received: "1,9 trên 3,1\u{a0}MB".to_owned() }),
        file("t3", "uy-quyen.docx", FileState::Failed("Không dùng được tệp DOCX. Hãy chọn tệp PDF, JPG hoặc PNG.".to_owned())),
    ]
}

fn upload() -> impl IntoView {
    view! {
        <FileUpload
            name="tep"
            label="Tệp của giấy\u{a0}tờ này"
            hint="PDF, JPG hoặc PNG. Mỗi tệp tối đa 25\u{a0}MB. Có thể chụp bằng điện thoại."
            files=files()
            accept=".pdf,.jpg,.jpeg,.png"
            multiple=true
        />
    }
}

#[component]
pub(super) fn Inputs() -> impl IntoView {
    let places = ["phu-lam", "lam-thanh", "ngoc-lam"].into_iter().zip(["Phường Phú Lam", "Phường Lam Thành", "Xã Ngọc Lam"]);
    let places = places.map(|(value, label)| SelectOption::new(value, label)).collect::<Vec<_>>();
    view! {
        <SheetSection
            title="Ô nhập"
            id="o-nhap"
            note="Nhãn ở trên, gợi ý dưới nhãn, lỗi ngay trên ô. Lỗi nói cách sửa và giữ nguyên nội dung đã gõ."
        >
            <Form action="/kieu-dang" form_state=returned() multipart=true summary=false>
                <HiddenInput name="buoc" value="5"/>
                <FieldRow>
                    <Field name="ho_ten" label="Họ và tên" hint="Đúng như trên căn cước" autocomplete="name"/>
                    <Field name="so_dien_thoai" label="Số điện thoại" input_type="tel" inputmode="tel" autocomplete="tel"/>
                </FieldRow>
                <FieldRow>
                    <Select name="noi_nop" label="Nơi nộp" options=places/>
                    <DateInput name="ngay_sinh" legend="Ngày sinh" birthday=true/>
                </FieldRow>
                <FieldRow>
                    <Radios
                        name="nop_cho"
                        legend="Bạn nộp cho ai?"
                        choices=vec![Choice::new("minh", "Cho mình"), Choice::new("khac", "Cho người khác, có ủy quyền")]
                    />
                    <Checkboxes
                        name="nhan_qua"
                        legend="Nhận thông báo qua"
                        choices=vec![Choice::new("zalo", "Zalo"), Choice::new("sms", "Tin nhắn SMS")]
                    />
                </FieldRow>
                <TextArea name="y_kien" label="Ý kiến của bạn" hint="Tối đa 2.000 chữ. Không ghi số căn cước ở đây." maxlength=2000u32/>
                <DateInput name="ngay_lap" legend="Ngày lập văn bản" hint="Ví dụ: 15 / 11 / 2026"/>
                <FieldRow>
                    <Field name="ma" label="Mã hồ\u{a0}sơ hoặc mã nộp" width=FieldWidth::Code/>
                    <Field name="so_tien" label="Số tiền" width=FieldWidth::Short suffix="đ" inputmode="numeric" optional=true/>
                </FieldRow>
                <Radios
                    name="cach_nop"
                    legend="Bạn nộp giấy\u{a0}tờ này bằng cách nào?"
                    choices=vec![
                        Choice::new("tai-len", "Tải tệp lên").more(upload()),
                        Choice::new("kho", "Dùng giấy\u{a0}tờ đã có trong kho của tôi")
                            .hint("1\u{a0}giấy\u{a0}tờ phù hợp: Văn bản ủy quyền số 218/2025"),
                        Choice::new("giay", "Nộp bản giấy tại trung tâm").hint("Trong 3\u{a0}ngày làm\u{a0}việc, tại bất kỳ trung tâm nào"),
                    ]
                />
                <Button label="Lưu và tiếp tục" icon_after=Icon::Right large=true/>
            </Form>
            <p class="p-sheet__label">"Tìm trên trang đầu"</p>
            <SearchBox
                id="tim-kieu-dang"
                action="/tim"
                label="Bạn cần làm việc gì?"
                placeholder="Ví dụ: khai sinh"
                large=true
            />
        </SheetSection>
    }
}
