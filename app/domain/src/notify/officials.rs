//! Messages to officials: by person, or by the role they hold at a unit. Whoever acts is not told of their own act.

use super::{Recipient, send};
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::identity::crypto::{self, purpose::PHONE};
use model::access::Role;
use model::notify::{Event, NotifyChannel, choice};
use sqlx::FromRow;
use std::collections::HashMap;

/// Most people that one message goes to.
const MOST: i64 = 200;

/// What is said. The key names the event for ever ("task:LG-2026-000017:4"), so that nobody is told twice.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// Kind of the message.
    pub event: Event,
    /// Name of what happened.
    pub key: &'a str,
    /// Values of the template.
    pub values: &'a [(&'a str, String)],
    /// Page of the portal that it is about.
    pub link: &'a str,
}

#[derive(FromRow)]
struct AccountRow {
    id: i64,
    phone_sealed: String,
    email: String,
    notify_channels: String,
}

const ACCOUNTS: &str = "SELECT DISTINCT a.id, p.phone_sealed, p.email, a.notify_channels FROM account a JOIN person p ON p.id = a.person_id";
const ACTIVE: &str = " AND a.kind = 'official' AND a.state = 'active' ORDER BY a.id LIMIT ";

/// Tells people; those without an active account are left out.
///
/// # Errors
/// If the database cannot be written.
pub async fn tell_people(cx: &mut Cx, people: impl IntoIterator<Item = i64>, message: Message<'_>) -> Result<()> {
    let mut query = Query::new(ACCOUNTS);
    query.push(" WHERE a.person_id IN ").bind_list(people).push(ACTIVE).bind(MOST);
    tell(cx, query, message).await
}

/// Tells everybody who holds one of these roles at exactly this unit today.
///
/// # Errors
/// If the database cannot be written.
pub async fn tell_holders(cx: &mut Cx, unit: i64, roles: &[Role], message: Message<'_>) -> Result<()> {
    let now = cx.now();
    let mut query = Query::new(ACCOUNTS);
    query.push(" JOIN role_assignment r ON r.person_id = a.person_id WHERE r.unit_id = ").bind(unit);
    query.push(" AND r.role IN ").bind_list(roles.iter().map(|role| role.as_str()));
    query.push(" AND r.valid_from <= ").bind(now).push(" AND (r.valid_to IS NULL OR r.valid_to > ").bind(now).push(")");
    query.push(ACTIVE).bind(MOST);
    tell(cx, query, message).await
}

#[derive(FromRow)]
struct PersonRow {
    person_id: i64,
    #[sqlx(flatten)]
    account: AccountRow,
}

/// Most people that one statement asks for: both engines bound the number of values.
const TOGETHER: usize = 500;

/// How people are reached who get messages of their own (bundles, digests); those without an active account are left out.
///
/// # Errors
/// If the database cannot be read.
pub async fn reached(cx: &mut Cx, people: &[i64]) -> Result<HashMap<i64, Recipient>> {
    let mut found = HashMap::with_capacity(people.len());
    for some in people.chunks(TOGETHER) {
        let mut query = Query::new(
            "SELECT a.person_id, a.id, p.phone_sealed, p.email, a.notify_channels FROM account a JOIN person p ON p.id = a.person_id WHERE a.person_id IN ",
        );
        query.bind_list(some.iter().copied()).push(" AND a.kind = 'official' AND a.state = 'active' ORDER BY a.id");
        let rows: Vec<PersonRow> = query.all(&mut cx.conn()).await?;
        for row in rows {
            found.entry(row.person_id).or_insert_with(|| recipient(cx, row.account));
        }
    }
    Ok(found)
}

fn recipient(cx: &Cx, row: AccountRow) -> Recipient {
    let phone = Some(crypto::open_text(cx.settings(), PHONE, &row.phone_sealed)).filter(|phone| !phone.is_empty());
    let email = Some(row.email).filter(|email| !email.is_empty());
    Recipient { account_id: Some(row.id), phone, email, channels: choice::read(&row.notify_channels) }
}

impl Recipient {
    /// The same person inside the portal only.
    #[must_use]
    pub fn in_app(&self) -> Self {
        Self { account_id: self.account_id, ..Self::default() }
    }

    /// The same person outside the portal only.
    #[must_use]
    pub fn outside(&self) -> Self {
        Self { account_id: None, ..self.clone() }
    }

    /// The same person on every channel that takes a text with diacritics.
    #[must_use]
    pub fn without_sms(&self) -> Self {
        let channels = self.channels.iter().copied().filter(|channel| *channel != NotifyChannel::Sms).collect();
        Self { channels, ..self.clone() }
    }

    /// The same person by SMS only, if they chose it.
    #[must_use]
    pub fn sms_only(&self) -> Self {
        let channels = self.channels.iter().copied().filter(|channel| *channel == NotifyChannel::Sms).collect();
        Self { account_id: None, channels, ..self.clone() }
    }
}

async fn tell(cx: &mut Cx, query: Query, message: Message<'_>) -> Result<()> {
    let rows: Vec<AccountRow> = query.all(&mut cx.conn()).await?;
    let acting = cx.actor.account_id;
    for row in rows.into_iter().filter(|row| Some(row.id) != acting) {
        let to = recipient(cx, row);
        send(cx, message.event, message.key, &to, message.values, message.link).await?;
    }
    Ok(())
}
