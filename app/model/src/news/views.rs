//! What the pages show of articles and sites.

use super::{ArticleAction, ArticleState, Channel, CommentState, SectionCode, SiteKind, UnpublishReason};
use chrono::{DateTime, NaiveDate, Utc};

/// A site: the main portal or a component portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteView {
    /// Row number.
    pub id: i64,
    /// Unit that owns it.
    pub unit_id: i64,
    /// Kind.
    pub kind: SiteKind,
    /// Word in its address `/cong/{path}`; empty for the main portal.
    pub path: String,
    /// Title.
    pub title: String,
    /// "Chịu trách nhiệm: …" without the prefix: position and unit.
    pub owner: String,
    /// Telephone number printed on the site.
    pub hotline: String,
    /// Mail address printed on the site.
    pub email: String,
    /// Address printed on the site.
    pub address: String,
}

/// Links to the sites of one group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteLinks {
    /// How many the group has, shown or not.
    pub total: i64,
    /// Word in the address and title of those that are shown.
    pub links: Vec<(String, String)>,
}

/// A picture with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Address inside the portal.
    pub url: String,
    /// Words instead of it.
    pub alt: String,
    /// Caption, may be empty.
    pub caption: String,
    /// Who made it, may be empty.
    pub credit: String,
}

/// An article in a public list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleCard {
    /// Code `TB-2026-000123`.
    pub code: String,
    /// Address `/tin-tuc/{slug}`.
    pub url: String,
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Section.
    pub section: SectionCode,
    /// Channel.
    pub channel: Channel,
    /// Title of the site.
    pub site: String,
    /// Picture, if there is one.
    pub picture: Option<Picture>,
    /// First publication (UTC).
    pub published_at: DateTime<Utc>,
    /// Last change of the published text (UTC).
    pub updated_at: DateTime<Utc>,
    /// Approved comments.
    pub comments: i64,
    /// Views; 0 is not printed.
    pub views: i64,
    /// Readers may comment.
    pub allow_comments: bool,
    /// Leads its list.
    pub featured: bool,
}

impl ArticleCard {
    /// True if the published text was changed after its first publication, so that both times are shown (A07-03).
    #[must_use]
    pub fn was_updated(&self) -> bool {
        self.updated_at > self.published_at
    }
}

/// The public page of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleFull {
    /// What the lists show.
    pub card: ArticleCard,
    /// State: published, or gone with a reason.
    pub state: ArticleState,
    /// Body, sanitised HTML; empty when the text is not public any more.
    pub html: String,
    /// Author or pen name.
    pub byline: String,
    /// Where the news comes from.
    pub source: String,
    /// "Đính chính lúc …: …", newest first, for changes of facts.
    pub corrections: Vec<(DateTime<Utc>, String)>,
    /// Site with its owner.
    pub site: SiteView,
    /// Approved comments, oldest first.
    pub comments: Vec<CommentView>,
    /// At most five articles of the same section and site.
    pub related: Vec<ArticleCard>,
    /// Why it was taken down.
    pub gone: Option<UnpublishReason>,
    /// Where to go instead; empty for nowhere.
    pub redirect: String,
    /// When it left the portal (UTC).
    pub gone_at: Option<DateTime<Utc>>,
}

/// A reader's comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentView {
    /// Row number.
    pub id: i64,
    /// Article code.
    pub article: String,
    /// Title of the article.
    pub title: String,
    /// Name as shown.
    pub name: String,
    /// Text.
    pub body: String,
    /// State.
    pub state: CommentState,
    /// When it was sent (UTC).
    pub at: DateTime<Utc>,
}

/// A row of the editors' desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRow {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// Section.
    pub section: SectionCode,
    /// Channel.
    pub channel: Channel,
    /// State.
    pub state: ArticleState,
    /// Title of the site.
    pub site: String,
    /// Author.
    pub author: String,
    /// Last change (UTC).
    pub changed_at: DateTime<Utc>,
    /// Time of publication, if set (UTC).
    pub publish_at: Option<DateTime<Utc>>,
    /// Address of the public page, if it has one.
    pub url: String,
}

/// How many articles wait in each list of the desk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DeskCounts {
    /// Drafts of the actor.
    pub mine: i64,
    /// Waiting for an editor.
    pub awaiting_edit: i64,
    /// Waiting for the editor in chief.
    pub awaiting_approval: i64,
    /// Approved for a later time.
    pub scheduled: i64,
    /// Comments waiting for a moderator.
    pub comments: i64,
}

/// An article on the editors' desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskArticle {
    /// Row of the lists.
    pub row: ArticleRow,
    /// Version for the optimistic check.
    pub version: i64,
    /// Site.
    pub site: SiteView,
    /// The newest text, ready for the form.
    pub form: super::ArticleForm,
    /// Preview, sanitised HTML.
    pub html: String,
    /// Picture, if there is one.
    pub picture: Option<Picture>,
    /// What the actor may do now, in the order of the table.
    pub actions: Vec<ArticleAction>,
    /// True if the actor may change the text now.
    pub may_edit: bool,
    /// Somebody else edits until then: name and time.
    pub locked_by: Option<(String, DateTime<Utc>)>,
    /// A correction that waits for approval: number of its version and the note.
    pub correction: Option<(i64, String)>,
    /// History, oldest first.
    pub events: Vec<EventView>,
    /// Versions, newest first.
    pub versions: Vec<VersionView>,
    /// Last day on which it is shown.
    pub ends_on: Option<NaiveDate>,
}

/// One step in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventView {
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// What.
    pub action: ArticleAction,
    /// State after it.
    pub to: ArticleState,
    /// Who.
    pub actor: String,
    /// Reason or note.
    pub reason: String,
    /// Version of the text at that time.
    pub text_version: i64,
}

/// A stored version of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionView {
    /// Number, from 1.
    pub n: i64,
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Body in Markdown.
    pub body: String,
    /// Who wrote it.
    pub author: String,
    /// When (UTC).
    pub at: DateTime<Utc>,
}
