//! `portal user`.

use super::{Common, describe, load, open};
use anyhow::{Result, anyhow};
use clap::Subcommand;
use domain::identity::{self, GrantInput};
use domain::{Actor, Cx};
use model::identity::{EmploymentInput, PersonInput};

/// `portal user …`
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Tạo cán bộ với tài khoản, in liên kết đặt mật khẩu (dùng được 24 giờ)
    Add {
        /// Tên đăng nhập
        username: String,
        /// Họ và tên
        #[arg(long)]
        name: String,
        /// Mã đơn vị
        #[arg(long)]
        unit: String,
        /// Chức vụ
        #[arg(long, default_value = "Chuyên viên")]
        position: String,
        /// Mẫu công việc, ví dụ tpl_administrator
        #[arg(long)]
        template: Option<String>,
    },
    /// Cấp lại liên kết đặt mật khẩu và mã xác thực; mọi phiên đang mở kết thúc
    Reset {
        /// Tên đăng nhập
        username: String,
    },
    /// Cấp quyền quản trị kỹ thuật, khi tỉnh có ít hơn hai người; từ đó hai người cùng cấp trên trang Quản trị
    Administrator {
        /// Tên đăng nhập của người đã đặt mật khẩu
        username: String,
    },
    /// Liệt kê tài khoản
    List,
}

pub(super) async fn run(common: &Common, command: UserCommand) -> Result<()> {
    let portal = open(&load(common)?).await?;
    let fail = |error: domain::Error| anyhow!("{}", describe(&error));
    let mut cx = portal.write(&Actor::system("Dòng lệnh")).await.map_err(fail)?;
    match command {
        UserCommand::List => {
            for line in identity::list_accounts(&mut cx).await.map_err(fail)? {
                println!("{}\t{}\t{}\t{}", line.username, line.full_name, line.kind, line.state);
            }
        }
        UserCommand::Reset { username } => {
            let link = reset(&mut cx, &username).await.map_err(|error| match error {
                domain::Error::NotFound => anyhow!("không có tài khoản «{username}»"),
                other => fail(other),
            })?;
            cx.commit().await.map_err(fail)?;
            println!("Liên kết đặt mật khẩu cho {username}, dùng được 24 giờ: {}/kich-hoat/{link}", portal.settings().base_url);
        }
        UserCommand::Administrator { username } => {
            identity::first_system_admins(&mut cx, &username).await.map_err(|error| match error {
                domain::Error::NotFound => anyhow!("không có tài khoản «{username}»"),
                other => fail(other),
            })?;
            cx.commit().await.map_err(fail)?;
            println!("{username} là quản trị kỹ thuật của tỉnh.");
        }
        UserCommand::Add { username, name, unit, position, template } => {
            let link = add(&mut cx, &username, name, &unit, position, template).await.map_err(fail)?;
            cx.commit().await.map_err(fail)?;
            println!("Đã tạo {username}. Liên kết đặt mật khẩu, dùng được 24 giờ: {}/kich-hoat/{link}", portal.settings().base_url);
        }
    }
    Ok(())
}

async fn reset(cx: &mut Cx, username: &str) -> domain::Result<String> {
    let person = identity::person_of_username(cx, username).await?;
    identity::reset_account(cx, person).await
}

async fn add(cx: &mut Cx, username: &str, name: String, unit: &str, position: String, template: Option<String>) -> domain::Result<String> {
    let day = domain::org::today(cx);
    let unit = domain::org::by_code(cx, unit, day).await.map_err(|_| domain::Error::field("unit", format!("Không có đơn vị mã {unit}.")))?.id;
    let person = PersonInput { full_name: name, ..PersonInput::default() };
    let employment = EmploymentInput { unit_id: Some(unit), position, ..EmploymentInput::default() };
    let (person, _) = identity::add_person(cx, &person, &employment).await?;
    let link = identity::create_account(cx, person, username).await?;
    if let Some(template) = template {
        identity::grant(cx, &GrantInput { person_id: person, template, unit_id: unit, until: None, reason: "Tạo từ dòng lệnh".to_owned() }).await?;
    }
    Ok(link)
}
