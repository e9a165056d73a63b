//! The way of an article from draft to archive.

use crate::news::support::*;
use chrono::{Duration, NaiveDate};
use domain::actor::Actor;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Error, news, search};
use model::news::{ArticleAction, ArticleState, ArticleText, Correction, DeskList, ModerationForm, ReturnForm, UnpublishForm, UnpublishReason};
use model::search::SearchQuery;

async fn article(t: &TestPortal, slug: &str) -> domain::Result<model::news::ArticleFull> {
    let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
    news::article(&mut cx, slug).await
}

async fn slug_of(t: &TestPortal, code: &str) -> String {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    news::desk_article(&mut cx, code).await.unwrap().row.url.trim_start_matches("/tin-tuc/").to_owned()
}

async fn hits(t: &TestPortal, text: &str) -> usize {
    let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
    search::find(&mut cx, &SearchQuery { text: text.into(), page: 1, ..SearchQuery::default() }).await.unwrap().hits.len()
}

/// Runs the jobs that are due, as the worker does.
async fn work(t: &TestPortal) {
    while let Some(job) = domain::jobs::claim(&t.portal).await.unwrap() {
        let mut cx = t.portal.write(&Actor::system("Hệ thống")).await.unwrap();
        assert!(news::run_job(&mut cx, &job).await.unwrap());
        domain::jobs::done(&mut cx, job.id).await.unwrap();
        cx.commit().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_of_an_article() {
    with_dbs(async |t| {
        set_up(t).await;
        let code = act!(t, writer(), |cx| news::create(cx, &text("Sông Lam lên mức báo động 1"))).unwrap();
        assert_eq!(code, "TB-2026-000001");
        act!(t, writer(), |cx| news::submit(cx, &code, 1)).unwrap();
        assert!(ReturnForm { reason: "ngắn".into(), ..ReturnForm::default() }.validate().is_err());
        act!(t, editor(), |cx| news::send_back(cx, &code, 2, &back("Ghi rõ giờ dừng bến đò Cửa Lam."))).unwrap();
        let better = ArticleText { body: "Bến đò dừng từ 18:00.".into(), ..text("Sông Lam lên mức báo động 1") };
        act!(t, writer(), |cx| news::save(cx, &code, 3, &better)).unwrap();
        act!(t, writer(), |cx| news::submit(cx, &code, 4)).unwrap();
        act!(t, editor(), |cx| news::pass(cx, &code, 5)).unwrap();
        assert_eq!(hits(t, "song lam").await, 0, "nothing is public before approval");
        act!(t, chief(), |cx| news::approve(cx, &code, 6, None)).unwrap();

        let slug = slug_of(t, &code).await;
        assert_eq!(slug, "song-lam-len-muc-bao-dong-1-2026-1");
        let page = article(t, &slug).await.unwrap();
        assert_eq!(page.state, ArticleState::Published);
        assert!(page.html.contains("Bến đò dừng từ 18:00."));
        assert_eq!(page.byline, "Lê Mẫu Bình");
        assert_eq!(hits(t, "song lam bao dong").await, 1);
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        let front = news::front(&mut cx).await.unwrap();
        assert_eq!(front.lead.unwrap().code, code);
        assert_eq!(front.today, 1);

        let mut cx = t.portal.read(&editor()).await.unwrap();
        let desk = news::desk_article(&mut cx, &code).await.unwrap();
        let steps: Vec<ArticleAction> = desk.events.iter().map(|event| event.action).collect();
        use ArticleAction::{Approve, Create, Pass, Publish, Return, Save, Submit};
        assert_eq!(steps, [Create, Submit, Return, Save, Submit, Pass, Approve, Publish]);
        assert_eq!(desk.events[2].reason, "Ghi rõ giờ dừng bến đò Cửa Lam.");
        assert_eq!(desk.versions.len(), 2);
        // The writer was told of the return, the editors of what waits; nobody of his own act.
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        // The author of each event is the account that acted.
        let authors: Vec<(Option<i64>,)> = cx.conn().all("SELECT actor_id FROM article_event ORDER BY id", domain::args![]).await.unwrap();
        assert_eq!(authors, [1, 1, 2, 1, 1, 2, 3, 3].map(|person| (Some(account_of(person)),)));
        let rows: Vec<(String, i64)> = cx.conn().all("SELECT event, account_id FROM outbox ORDER BY id", domain::args![]).await.unwrap();
        let expected = [("article_to_approve", 2), ("article_returned", 1), ("article_to_approve", 2), ("article_to_approve", 3)];
        assert_eq!(rows, expected.map(|(event, person)| (event.to_owned(), account_of(person))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_02_nobody_approves_an_own_text() {
    with_dbs(async |t| {
        set_up(t).await;
        let code = act!(t, chief(), |cx| news::create(cx, &text("Bài của trưởng ban"))).unwrap();
        act!(t, chief(), |cx| news::submit_for_approval(cx, &code, 1)).unwrap();
        let answer = act!(t, chief(), |cx| news::approve(cx, &code, 2, None));
        assert!(answer.unwrap_err().to_string().starts_with("Người viết không tự duyệt bài của mình."));
        act!(t, other_chief(), |cx| news::approve(cx, &code, 2, None)).unwrap();
        // Who wrote the newest text is an author too.
        let code = act!(t, writer(), |cx| news::create(cx, &text("Bài của cộng tác viên"))).unwrap();
        act!(t, writer(), |cx| news::submit(cx, &code, 1)).unwrap();
        act!(t, chief(), |cx| news::save(cx, &code, 2, &text("Bài đã biên tập"))).unwrap();
        act!(t, chief(), |cx| news::pass(cx, &code, 3)).unwrap();
        assert!(refused(&act!(t, chief(), |cx| news::approve(cx, &code, 4, None))));
        act!(t, other_chief(), |cx| news::approve(cx, &code, 4, None)).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_02_other_steps_and_other_people_are_refused() {
    with_dbs(async |t| {
        set_up(t).await;
        let code = act!(t, writer(), |cx| news::create(cx, &text("Bài nháp"))).unwrap();
        assert!(refused(&act!(t, chief(), |cx| news::approve(cx, &code, 1, None))));
        assert!(refused(&act!(t, chief(), |cx| news::publish(cx, &code, 1))));
        assert!(refused(&act!(t, editor(), |cx| news::pass(cx, &code, 1))));
        assert!(refused(&act!(t, chief(), |cx| news::unpublish(cx, &code, 1, &down(UnpublishReason::Mistake, "Sai số liệu của bài.", "")))));
        assert!(refused(&act!(t, chief(), |cx| news::correct(cx, &code, 1))));
        assert!(refused(&act!(t, chief(), |cx| news::reopen(cx, &code, 1))));
        assert!(refused(&act!(t, writer(), |cx| news::submit_for_approval(cx, &code, 1))));
        assert!(refused(&act!(t, commune_writer(), |cx| news::submit(cx, &code, 1))));
        assert!(refused(&act!(t, citizen(), |cx| news::submit(cx, &code, 1))));
        assert!(refused(&act!(t, Actor::anonymous(), |cx| news::create(cx, &text("Khách")))));
        assert!(matches!(act!(t, writer(), |cx| news::submit(cx, &code, 7)), Err(Error::Conflict(_))));
        assert!(matches!(act!(t, writer(), |cx| news::submit(cx, "TB-2026-999999", 1)), Err(Error::NotFound)));
        let mut cx = t.portal.read(&commune_writer()).await.unwrap();
        assert!(matches!(news::desk_article(&mut cx, &code).await, Err(Error::NotFound)));
        // Right before version before state: without the right it is refused whatever the state, whoever may not see it finds nothing.
        assert!(matches!(act!(t, editor(), |cx| news::approve(cx, &code, 9, None)), Err(Error::Forbidden { .. })));
        assert!(matches!(act!(t, writer(), |cx| news::archive(cx, &code, 1)), Err(Error::Forbidden { .. })));
        assert!(matches!(act!(t, commune_writer(), |cx| news::approve(cx, &code, 1, None)), Err(Error::NotFound)));
        let stale = act!(t, chief(), |cx| news::approve(cx, &code, 9, None)).unwrap_err().to_string();
        assert!(stale.starts_with("Bài này đã được người khác cập nhật lúc "), "{stale}");
        let early = act!(t, chief(), |cx| news::approve(cx, &code, 1, None)).unwrap_err().to_string();
        assert_eq!(early, "Bài đang ở trạng thái “Nháp”, không thể duyệt. Hãy tải lại trang.");
        assert!(matches!(act!(t, writer(), |cx| news::save(cx, &code, 9, &text("Sửa"))), Err(Error::Conflict(_))));
        // A writer of a division writes for the site of the commune, and for no other.
        let own = ArticleText { site: "phuong-thanh-lam".into(), ..text("Tin phường") };
        act!(t, commune_writer(), |cx| news::create(cx, &own)).unwrap();
        assert!(refused(&act!(t, writer(), |cx| news::create(cx, &own))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_02_a_page_that_was_taken_down_is_never_404() {
    with_dbs(async |t| {
        set_up(t).await;
        let first = published(t, &text("Bài sẽ gỡ")).await;
        let slug = slug_of(t, &first).await;
        let version_now = version(t, &first).await;
        let foreign = UnpublishForm { cause: "replaced".into(), note: "Đã có bài mới hơn.".into(), redirect: "//example.org".into() };
        assert!(foreign.validate().is_err());
        let own = down(UnpublishReason::Replaced, "Đã có bài mới hơn.", &format!("/tin-tuc/{slug}"));
        assert!(matches!(act!(t, chief(), |cx| news::unpublish(cx, &first, version_now, &own)), Err(Error::Invalid(_))));
        act!(t, chief(), |cx| news::unpublish(cx, &first, version_now, &down(UnpublishReason::Replaced, "Đã có bài mới hơn.", "/tin-tuc"))).unwrap();
        let page = article(t, &slug).await.unwrap();
        assert_eq!((page.state, page.redirect.as_str(), page.gone), (ArticleState::Unpublished, "/tin-tuc", Some(UnpublishReason::Replaced)));
        assert!(page.html.is_empty());
        assert_eq!(hits(t, "bai se go").await, 0);
        // Opened again, it still says so; published again, the old address shows the new text.
        let v = version(t, &first).await;
        act!(t, editor(), |cx| news::reopen(cx, &first, v)).unwrap();
        assert_eq!(article(t, &slug).await.unwrap().state, ArticleState::Unpublished);
        act!(t, editor(), |cx| news::submit_for_approval(cx, &first, v + 1)).unwrap();
        act!(t, chief(), |cx| news::approve(cx, &first, v + 2, None)).unwrap();
        assert_eq!(slug_of(t, &first).await, slug);
        assert_eq!(article(t, &slug).await.unwrap().state, ArticleState::Published);
        assert!(matches!(article(t, "khong-co-2026-9").await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_03_comments_have_a_number_and_times_are_separate() {
    with_dbs(async |t| {
        set_up(t).await;
        t.portal.clock().set(vn(2022, 3, 19, 12, 32));
        let code = published(t, &text("Một bài")).await;
        let slug = slug_of(t, &code).await;
        let page = article(t, &slug).await.unwrap();
        assert_eq!(model::news::comments_heading(page.card.comments), "Ý kiến (0)");
        assert!(!page.card.was_updated());

        t.portal.clock().set(vn(2022, 3, 21, 9, 0));
        let v = version(t, &code).await;
        let better = ArticleText { body: "Số đúng là 98,2 %.".into(), ..text("Một bài") };
        let correction = Correction { note: "Sửa tỷ lệ thành 98,2 %.".into(), facts: true };
        act!(t, editor(), |cx| news::propose_correction(cx, &code, v, &better, &correction)).unwrap();
        assert!(article(t, &slug).await.unwrap().html.contains("một"), "readers still see the old text");
        assert!(refused(&act!(t, editor(), |cx| news::correct(cx, &code, v + 1))));
        act!(t, chief(), |cx| news::correct(cx, &code, v + 1)).unwrap();
        let page = article(t, &slug).await.unwrap();
        assert!(page.card.was_updated());
        assert_eq!((page.card.published_at, page.card.updated_at), (vn(2022, 3, 19, 12, 32), vn(2022, 3, 21, 9, 0)));
        assert_eq!(page.corrections, [(vn(2022, 3, 21, 9, 0), "Sửa tỷ lệ thành 98,2 %.".to_owned())]);
        assert!(page.html.contains("98,2 %"));

        assert!(matches!(act!(t, Actor::anonymous(), |cx| news::comment(cx, &slug, "Hay")), Err(Error::Unauthorized)));
        act!(t, citizen(), |cx| news::comment(cx, &slug, "Thông tin có ích.")).unwrap();
        act!(t, citizen(), |cx| news::comment(cx, &slug, "<script>alert(1)</script>")).unwrap();
        assert_eq!(article(t, &slug).await.unwrap().card.comments, 0, "nothing is shown before approval");
        let mut cx = t.portal.read(&chief()).await.unwrap();
        let waiting = news::pending_comments(&mut cx).await.unwrap();
        assert_eq!(waiting.len(), 2);
        act!(t, chief(), |cx| news::moderate(cx, &decision(waiting[0].id, ""))).unwrap();
        assert!(ModerationForm { comment: waiting[1].id.to_string(), show: "0".into(), reason: String::new() }.validate().is_err());
        act!(t, chief(), |cx| news::moderate(cx, &decision(waiting[1].id, "Không liên quan đến bài viết."))).unwrap();
        assert!(refused(&act!(t, chief(), |cx| news::moderate(cx, &decision(waiting[1].id, "")))));
        let page = article(t, &slug).await.unwrap();
        assert_eq!((page.card.comments, page.comments.len()), (1, 1));
        assert!(refused(&act!(t, editor(), |cx| news::moderate(cx, &decision(waiting[1].id, "")))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn publication_and_end_come_at_their_time() {
    with_dbs(async |t| {
        set_up(t).await;
        let ending = ArticleText { ends_on: NaiveDate::from_ymd_opt(2026, 11, 25), ..text("Hẹn giờ") };
        let code = act!(t, editor(), |cx| news::create(cx, &ending)).unwrap();
        act!(t, editor(), |cx| news::submit_for_approval(cx, &code, 1)).unwrap();
        let late = act!(t, chief(), |cx| news::approve(cx, &code, 2, Some(vn(2026, 11, 26, 8, 0))));
        assert!(matches!(late, Err(Error::Invalid(_))), "the end lies before the beginning");
        act!(t, chief(), |cx| news::approve(cx, &code, 2, Some(vn(2026, 11, 24, 8, 30)))).unwrap();
        // Taken back and approved again for later: the first job does nothing.
        act!(t, chief(), |cx| news::unapprove(cx, &code, 3)).unwrap();
        act!(t, chief(), |cx| news::approve(cx, &code, 4, Some(vn(2026, 11, 24, 9, 0)))).unwrap();
        t.portal.clock().set(vn(2026, 11, 24, 8, 45));
        work(t).await;
        let mut cx = t.portal.read(&chief()).await.unwrap();
        assert_eq!(news::desk_article(&mut cx, &code).await.unwrap().row.state, ArticleState::Approved);
        drop(cx);
        t.portal.clock().set(vn(2026, 11, 24, 9, 0));
        work(t).await;
        let slug = slug_of(t, &code).await;
        assert_eq!(article(t, &slug).await.unwrap().card.published_at, vn(2026, 11, 24, 9, 0));
        t.portal.clock().set(vn(2026, 11, 25, 23, 59));
        work(t).await;
        assert_eq!(article(t, &slug).await.unwrap().state, ArticleState::Published);
        t.portal.clock().set(vn(2026, 11, 26, 0, 0));
        work(t).await;
        assert_eq!(article(t, &slug).await.unwrap().state, ArticleState::Expired);
        assert_eq!(hits(t, "hen gio").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_11_stored_text_has_no_script() {
    with_dbs(async |t| {
        set_up(t).await;
        let bad =
            "Đầu\n\n<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1)) <iframe src=\"https://example.org\"></iframe>\n\nCuối";
        let code = published(t, &ArticleText { body: bad.into(), title: "<script>x</script>".into(), ..text("x") }).await;
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        let rows: Vec<(String, String)> = cx.conn().all("SELECT body, body_html FROM article_version", domain::args![]).await.unwrap();
        for (body, html) in rows {
            for part in ["<script", "onerror", "<iframe", "<img", "javascript:"] {
                assert!(!body.contains(part) && !html.contains(part), "{part} in {body} / {html}");
            }
            assert!(html.contains("Đầu") && html.contains("Cuối"));
        }
        drop(cx);
        let rss = feed_text(t).await;
        assert!(rss.contains("&lt;script&gt;x&lt;/script&gt;") && !rss.contains("<script"));
        let link = ArticleText { body: "[x](ftp://example.org)".into(), ..text("y") };
        assert!(matches!(act!(t, editor(), |cx| news::create(cx, &link)), Err(Error::Invalid(_))));
        let dead = act!(t, editor(), |cx| news::create(cx, &ArticleText { body: "[x](/tin-tuc/khong-co)".into(), ..text("z") })).unwrap();
        act!(t, editor(), |cx| news::submit_for_approval(cx, &dead, 1)).unwrap();
        assert!(matches!(act!(t, chief(), |cx| news::approve(cx, &dead, 2, None)), Err(Error::Invalid(_))));
        assert!(!code.is_empty());
    })
    .await;
}

async fn feed_text(t: &TestPortal) -> String {
    let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
    news::rss(&mut cx, news::Feed::All).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_of_the_desk_and_the_lock() {
    with_dbs(async |t| {
        set_up(t).await;
        let code = act!(t, writer(), |cx| news::create(cx, &text("Một"))).unwrap();
        act!(t, writer(), |cx| news::submit(cx, &code, 1)).unwrap();
        let mut cx = t.portal.read(&editor()).await.unwrap();
        assert_eq!(news::desk_list(&mut cx, DeskList::AwaitingEdit, 1).await.unwrap().total(), 1);
        assert_eq!(news::desk_list(&mut cx, DeskList::Mine, 1).await.unwrap().total(), 0);
        assert_eq!(news::desk_counts(&mut cx).await.unwrap().awaiting_edit, 1);
        assert_eq!(news::waiting(&mut cx).await.unwrap().len(), 1);
        drop(cx);
        act!(t, editor(), |cx| news::lock(cx, &code, false)).unwrap();
        let taken = act!(t, chief(), |cx| news::lock(cx, &code, false));
        assert_eq!(taken.unwrap_err().to_string(), "Bùi Mẫu Minh đang sửa bài này đến 07:30. Hãy chờ, hoặc chọn “Sửa thay” để nhận việc sửa.");
        act!(t, chief(), |cx| news::lock(cx, &code, true)).unwrap();
        let v = version(t, &code).await;
        assert!(refused(&act!(t, editor(), |cx| news::save(cx, &code, v, &text("Hai")))));
        t.portal.clock().advance(Duration::minutes(31));
        act!(t, editor(), |cx| news::save(cx, &code, v, &text("Hai"))).unwrap();
        // Views: one per visitor and day.
        let code = published(t, &text("Xem")).await;
        let slug = slug_of(t, &code).await;
        for (visitor, robot) in [("a", false), ("a", false), ("b", false), ("c", true)] {
            act!(t, Actor::anonymous(), |cx| news::count_view(cx, &slug, visitor, robot)).unwrap();
        }
        assert_eq!(article(t, &slug).await.unwrap().card.views, 2);
    })
    .await;
}
