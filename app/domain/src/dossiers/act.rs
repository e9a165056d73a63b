//! What every step has in common: right, version, table, the row, one event, audit, signals, the message.

use super::access::{self, Access};
use super::events::{self, EventRow};
use super::row::{self, DossierRow};
use super::rules::{self, ClockEffect, Right};
use super::stale::stale;
use super::supplement_draft;
use super::timing;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::notify::{self, Message, Recipient};
use model::dossiers::{DossierAction, ProcessingStage};
use model::notify::{Event, NotifyChannel};
use model::text::clean_text;

/// Most characters of a text that is put together from two fields of a form.
pub(super) const WORDS: usize = 12_000;

/// A step that was checked and is being taken.
pub(super) struct Step {
    /// The dossier; a use case changes it before [`Step::finish`].
    pub row: DossierRow,
    /// Permissions of the actor.
    pub access: Access,
    /// What is done.
    pub action: DossierAction,
    event: EventRow,
}

/// Loads the dossier and checks, in this order: right, system, version, state. `who` stands for the rights of the table.
///
/// # Errors
/// `NotFound`, `Conflict` (somebody was faster; the table does not allow it; a ministry's system decides), `Forbidden`.
pub(super) async fn begin(cx: &mut Cx, code: &str, version: i64, action: DossierAction, who: Option<&[Right]>) -> Result<Step> {
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    let access = access::of(&cx.actor);
    let rule = rules::of(action).ok_or(Error::NotFound)?;
    access.require(who.unwrap_or(rule.who), &row, cx.actor.is_signed_in())?;
    check_own(&row)?;
    if row.version != version {
        return Err(stale(cx, &row).await);
    }
    let from = row.state()?;
    let before = row.state_before.as_deref().map(str::parse).transpose()?;
    let Some(to) = rules::target(action, Some(from), before) else {
        return Err(Error::conflict(format!(
            "Hồ sơ {} đang ở trạng thái “{}”, không thể {}. Hãy tải lại trang để xem các việc làm được.",
            row.public_code(),
            from.label(),
            lower_first(action.label())
        )));
    };
    let event = EventRow {
        action: action.as_str().to_owned(),
        from_state: Some(from.as_str().to_owned()),
        to_state: to.as_str().to_owned(),
        stage_from: row.stage.clone(),
        due_before: row.due_current,
        ..EventRow::default()
    };
    Ok(Step { row, access, action, event })
}

/// As [`begin`] for a dossier that this act made: there was nothing before it (D04). Right and table are checked.
///
/// # Errors
/// `Forbidden`, `Conflict` for an action that does not start from nothing.
pub(super) async fn begin_new(cx: &mut Cx, row: DossierRow, action: DossierAction) -> Result<Step> {
    let access = access::of(&cx.actor);
    let rule = rules::of(action).ok_or(Error::NotFound)?;
    access.require(rule.who, &row, cx.actor.is_signed_in())?;
    let Some(to) = rules::target(action, None, None) else {
        return Err(Error::conflict(format!("Không thể {} hồ sơ {}.", lower_first(action.label()), row.public_code())));
    };
    let event = EventRow {
        action: action.as_str().to_owned(),
        from_state: Some(row.state.clone()),
        to_state: to.as_str().to_owned(),
        due_before: row.due_current,
        ..EventRow::default()
    };
    Ok(Step { row, access, action, event })
}

/// Refuses what only a ministry's system may do (02 §14).
pub(super) fn check_own(row: &DossierRow) -> Result<()> {
    if row.processing_system == crate::procedures::OWN_SYSTEM {
        return Ok(());
    }
    Err(Error::conflict(model::partners::handled_by(&row.processing_system)))
}

impl Step {
    /// The words of the actor, for the timeline.
    pub(super) fn say(&mut self, note: &str, basis: &str) -> &mut Self {
        self.event.note = clean_text(note, WORDS);
        self.event.basis = clean_text(basis, WORDS);
        self
    }

    /// Moves the work to a step (or out of the work).
    pub(super) fn stage(&mut self, stage: Option<ProcessingStage>) -> &mut Self {
        self.row.stage = stage.map(|stage| stage.as_str().to_owned());
        self
    }

    /// Sets state and clock by the table, writes the row, the event, the audit row and the signals. Returns the number of the event.
    ///
    /// # Errors
    /// `Conflict` if somebody was faster, `CalendarMissing` if a due date cannot be computed.
    pub(super) async fn finish(mut self, cx: &mut Cx) -> Result<(DossierRow, i64)> {
        let rule = rules::of(self.action).ok_or(Error::NotFound)?;
        let before = self.row.clock_before.as_deref().map(str::parse).transpose()?;
        let clock = rules::clock_after(rule.clock, self.row.clock()?, before);
        if self.action == DossierAction::RequestWithdrawal {
            self.row.state_before = Some(self.row.state.clone());
            self.row.clock_before = Some(self.row.clock.clone());
        } else if matches!(rule.clock, ClockEffect::Restore) {
            self.row.state_before = None;
            self.row.clock_before = None;
        }
        self.row.state = self.event.to_state.clone();
        // A pause of a late dossier does not stop its clock: `timing::pause` said so already.
        if rule.clock != ClockEffect::Pause {
            self.row.clock = clock.as_str().to_owned();
        }
        if rule.clock == ClockEffect::End {
            self.row.ended_at = Some(cx.now());
            self.row.ended_day = Some(model::format::local_date(cx.now()));
            supplement_draft::clear_ended(cx, self.row.id).await?;
        }
        timing::order(&mut self.row)?;
        row::save(cx, &mut self.row).await?;
        self.event.stage_to = self.row.stage.clone();
        self.event.due_after = self.row.due_current;
        let seq = events::append(cx, self.row.id, &self.event).await?;
        trace(cx, &self.row, self.action);
        Ok((self.row, seq))
    }
}

/// The audit event and the signals of a step.
pub(super) fn trace(cx: &mut Cx, row: &DossierRow, action: DossierAction) {
    let detail = format!("{} → {}", action.as_str(), row.state);
    cx.audit(AuditEvent::new(format!("dossier.{}", action.as_str()), "dossier", row.public_code()).detail(detail));
    cx.changed("dossier", row.id);
    cx.changed("desk", row.receiving_unit_id);
    cx.changed("desk", row.competent_unit_id);
}

/// Tells the applicant; the number of the event makes the message unique.
///
/// # Errors
/// If the database cannot be written.
pub(super) async fn tell(cx: &mut Cx, row: &DossierRow, seq: i64, event: Event, more: &[(&str, String)]) -> Result<()> {
    tell_once(cx, row, &format!("dossier:{}:{seq}", row.submission_code), event, more).await
}

/// Tells the applicant once per key and channel.
///
/// # Errors
/// If the database cannot be written.
pub(super) async fn tell_once(cx: &mut Cx, row: &DossierRow, key: &str, event: Event, more: &[(&str, String)]) -> Result<()> {
    tell_at(cx, row, key, event, &format!("/tra-cuu/{}", row.public_code()), more).await
}

/// As [`tell_once`], with the page that the message leads to.
///
/// # Errors
/// If the database cannot be written.
pub(super) async fn tell_at(cx: &mut Cx, row: &DossierRow, key: &str, event: Event, link: &str, more: &[(&str, String)]) -> Result<()> {
    let code = row.public_code();
    let now = cx.now();
    let mut values = vec![
        ("ma", code.to_owned()),
        ("gio", model::format::time(now)),
        ("ngay", row.due_current.map_or_else(|| "không có thời hạn".to_owned(), |due| model::format::date(model::format::local_date(due)))),
        ("noi", row.receiving_unit.clone()),
        ("dt", cx.settings().hotline.clone()),
        ("link", format!("{}{link}", cx.settings().base_url)),
    ];
    for (name, value) in more {
        values.retain(|(known, _)| known != name);
        values.push((name, value.clone()));
    }
    let channels: Vec<NotifyChannel> = row.notify.split(',').filter_map(|channel| channel.parse().ok()).collect();
    let phone = (!row.applicant_phone.is_empty()).then(|| row.applicant_phone.clone());
    let to = Recipient { account_id: row.applicant_account, phone, email: None, channels };
    notify::send(cx, event, key, &to, &values, link).await
}

/// Tells an official inside the portal; nobody without an account is told.
///
/// # Errors
/// If the database cannot be written.
pub(super) async fn tell_official(cx: &mut Cx, person: i64, row: &DossierRow, seq: i64, event: Event, values: &[(&str, String)]) -> Result<()> {
    let mut all = vec![("ma", row.public_code().to_owned()), ("gio", model::format::time(cx.now()))];
    all.extend(values.iter().map(|(name, value)| (*name, value.clone())));
    let link = format!("/can-bo/ho-so/{}", row.public_code());
    let key = format!("dossier:{}:{seq}", row.submission_code);
    notify::tell_people(cx, [person], Message { event, key: &key, values: &all, link: &link }).await
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
