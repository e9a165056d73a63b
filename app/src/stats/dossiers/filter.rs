//! What the address of a page asks for: `tu`, `den`, `tinh-den`, `co-cau`, `don-vi`, `rieng`, `nhom`, `linh-vuc`, `kenh`.

use super::{DESK, PUBLIC};
use crate::web::{Error, Result, Rq, encode};
use domain::Cx;
use domain::stats::dossiers::{Asked, ask};
use model::dossiers::Channel;
use model::format;
use model::stats::dossiers::{CHANNELS, DossierFigure, DossierPeriod, PeriodForm, VIEWS};
use model::stats::{Period, UnitGroup};

/// The question of a page.
#[derive(Debug, Clone)]
pub struct Filter {
    /// The page for everybody.
    pub public: bool,
    /// The period.
    pub period: DossierPeriod,
    /// What could not be read or found, for the form.
    pub form: ui::FormState,
}

/// Words of the view in force.
pub fn view_word(period: &DossierPeriod) -> &'static str {
    VIEWS.iter().find(|(view, ..)| *view == period.view).map_or("", |(_, word, _)| word)
}

fn query(period: &DossierPeriod) -> String {
    let DossierPeriod { from, to, as_of, .. } = period;
    format!("tu={from}&den={to}&tinh-den={as_of}&co-cau={}", view_word(period))
}

/// Address of the rows behind a figure of one unit without those below it, for officials.
pub fn rows_of_unit(period: &Period, code: &str, figure: DossierFigure) -> String {
    let Period { from, to, as_of, view, .. } = *period;
    let rows = format!("{DESK}/danh-sach?{}&", query(&DossierPeriod { from, to, as_of, view }));
    Links { rows, page: None, unit: None, sector: None }.rows(Whose::Unit(code), figure)
}

impl Filter {
    /// Reads the address. What cannot be read takes its default and stands as an error at its field.
    pub fn read(rq: &Rq) -> Self {
        let text = |name: &str| rq.query(name).unwrap_or_default().to_owned();
        let typed = PeriodForm { from: text("tu"), to: text("den"), as_of: text("tinh-den"), view: text("co-cau") };
        let today = format::local_date(rq.portal.clock().now());
        let (period, errors) = typed.read(today, ["tinh-den", "co-cau"]);
        let mut form = ui::FormState { errors: errors.0, ..ui::FormState::default() };
        for (name, value) in &rq.query {
            form = form.with_value(name.clone(), value.clone());
        }
        Self { public: !rq.path.starts_with("/can-bo/"), period, form }
    }

    /// Finds what a whole page is asked for: a unit with those below it, a sector. What is not found is said, and left out.
    pub async fn asked(&mut self, rq: &Rq, cx: &mut Cx) -> Result<Asked> {
        let sector = rq.query("linh-vuc");
        let unit = rq.query("don-vi").map(|code| (code, false));
        let mut asked = Asked::default();
        match ask(cx, &self.period, unit, None, None).await {
            Ok(found) => asked = found,
            Err(Error::Invalid(errors)) => self.form.errors.extend(errors.0),
            Err(other) => return Err(other),
        }
        match ask(cx, &self.period, None, None, sector).await {
            Ok(found) => asked.sector = found.sector,
            Err(Error::Invalid(errors)) => self.form.errors.extend(errors.0),
            Err(other) => return Err(other),
        }
        Ok(asked)
    }

    /// Finds whose rows are asked for: also one unit alone, a group, a channel.
    ///
    /// # Errors
    /// `NotFound` for words and codes that no link of ours has.
    pub async fn asked_rows(&self, rq: &Rq, cx: &mut Cx) -> Result<Asked> {
        if self.form.has_errors() {
            return Err(Error::NotFound);
        }
        let unit = rq.query("don-vi").map(|code| (code, rq.query("rieng") == Some("1")));
        let mut asked = ask(cx, &self.period, unit, group(rq)?, rq.query("linh-vuc")).await.map_err(not_found)?;
        asked.channel = channel(rq)?;
        Ok(asked)
    }

    /// Path of the page.
    pub fn base(&self) -> &'static str {
        if self.public { PUBLIC } else { DESK }
    }

    /// Query of the period.
    pub fn query(&self) -> String {
        query(&self.period)
    }

    /// The links of the page.
    pub fn links(&self, asked: &Asked) -> Links {
        Links {
            rows: format!("{}/danh-sach?{}&", self.base(), self.query()),
            page: Some(format!("{}?{}", self.base(), self.query())),
            unit: asked.unit.as_ref().map(|unit| unit.code.clone()),
            sector: asked.sector.as_ref().map(|(_, sector)| sector.code.clone()),
        }
    }
}

/// The group of an address.
pub fn group(rq: &Rq) -> Result<Option<UnitGroup>> {
    rq.query("nhom").map(|word| word.parse().map_err(|_| Error::NotFound)).transpose()
}

/// The channel of an address.
pub fn channel(rq: &Rq) -> Result<Option<Channel>> {
    let find = |word: &str| CHANNELS.iter().find(|(_, own)| *own == word).map(|(channel, _)| *channel).ok_or(Error::NotFound);
    rq.query("kenh").map(find).transpose()
}

fn not_found(error: Error) -> Error {
    if matches!(error, Error::Invalid(_)) { Error::NotFound } else { error }
}

/// Whose figure it is, inside what the page shows.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// All of the page.
    All,
    /// A group of units.
    Group(UnitGroup),
    /// One unit without those below it.
    Unit(&'a str),
    /// One counter.
    Counter(&'a str),
    /// One sector.
    Sector(&'a str),
    /// One channel.
    Channel(Channel),
}

/// Addresses of the rows behind the figures of a sheet, live or frozen.
#[derive(Debug, Clone)]
pub struct Links {
    /// Path and query up to the figure.
    pub rows: String,
    /// The page itself, for links to the page of one unit; none for a frozen sheet.
    pub page: Option<String>,
    /// The unit that the page is limited to.
    pub unit: Option<String>,
    /// The sector that the page is limited to.
    pub sector: Option<String>,
}

impl Links {
    /// Address of exactly the rows behind a figure.
    pub fn rows(&self, whose: Whose<'_>, figure: DossierFigure) -> String {
        let mut unit = self.unit.as_ref().map_or_else(String::new, |code| format!("&don-vi={}", encode(code)));
        let mut sector = self.sector.as_ref().map_or_else(String::new, |code| format!("&linh-vuc={}", encode(code)));
        let mut more = String::new();
        match whose {
            Whose::All => {}
            Whose::Group(group) => more = format!("&nhom={group}"),
            Whose::Unit(code) | Whose::Counter(code) => unit = format!("&don-vi={}&rieng=1", encode(code)),
            Whose::Sector(code) => sector = format!("&linh-vuc={}", encode(code)),
            Whose::Channel(channel) => {
                let word = CHANNELS.iter().find(|(own, _)| *own == channel).map_or("", |(_, word)| word);
                more = format!("&kenh={word}");
            }
        }
        format!("{}muc={figure}{unit}{sector}{more}", self.rows)
    }

    /// Address of the page of one unit with those below it.
    pub fn unit_page(&self, code: &str) -> Option<String> {
        let sector = self.sector.as_ref().map_or_else(String::new, |code| format!("&linh-vuc={}", encode(code)));
        self.page.as_ref().map(|page| format!("{page}&don-vi={}{sector}", encode(code)))
    }
}
