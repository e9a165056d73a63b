//! What the tests of applicants without an account share.

use crate::common::{Answer, TestApp, Visitor};
use domain::seed::{Size, identity, org, procedures};
use http::StatusCode;
use rand::{SeedableRng, rngs::StdRng};

/// The telephone of the tests.
pub const PHONE: &str = "0999900001";

pub async fn app() -> TestApp {
    let app = TestApp::sqlite().await;
    let mut rng = StdRng::seed_from_u64(1);
    let portal = &app.t.portal;
    org::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    procedures::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    identity::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    portal.clock().set(domain::seed::demo_start());
    app
}

pub async fn codes_sent(app: &TestApp) -> i64 {
    let mut held = app.t.portal.db().read().await.unwrap();
    held.conn().count("SELECT COUNT(*) FROM outbox WHERE event = 'signin_code'", Vec::new()).await.unwrap()
}

/// The page that a redirect leads to.
pub async fn follow(app: &TestApp, visitor: &Visitor, answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    app.get(visitor, &answer.location).await.body
}

/// Verifies the telephone and begins; returns the submission code.
pub async fn start(app: &TestApp, visitor: &mut Visitor, phone: &str) -> String {
    let asked = app.post(visitor, "/nop/2.000635/dang-nhap", &[("dien_thoai", phone)]).await;
    assert_eq!(asked.location, "/vao-ho-so/ma-xac-thuc");
    let code = app.newest_code().await;
    let entered = app.post(visitor, "/vao-ho-so/ma-xac-thuc", &[("ma_xac_thuc", &code)]).await;
    assert!(entered.location.starts_with("/nop/N-261123-"), "{}", entered.location);
    entered.location.trim_start_matches("/nop/").to_owned()
}

/// Code and telephone on another device; returns where it leads.
pub async fn enter(app: &TestApp, visitor: &mut Visitor, code: &str, phone: &str) -> String {
    let asked = app.post(visitor, "/vao-ho-so", &[("ma", code), ("dien_thoai", phone)]).await;
    assert_eq!(asked.location, "/vao-ho-so/ma-xac-thuc");
    let typed = app.newest_code().await;
    app.post(visitor, "/vao-ho-so/ma-xac-thuc", &[("ma_xac_thuc", &typed)]).await.location
}

pub fn version(page: &str, action: &str) -> String {
    let form = page.split(&format!("action=\"{action}\"")).nth(1).and_then(|rest| rest.split("</form>").next()).unwrap_or_default();
    let field = form.split("name=\"phien_ban\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next());
    field.unwrap_or_default().to_owned()
}
