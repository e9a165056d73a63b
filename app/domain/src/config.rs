//! Settings of the portal, typed, with defaults. `server` fills them: defaults < `portal.toml` < environment < flags.

use serde::{Deserialize, Serialize};

/// Everything that an operator may set. Unknown keys are refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Address of the database: `sqlite://PATH` or `postgres://…`. May hold a password: masked when printed.
    pub database: String,
    /// Where to listen.
    pub addr: String,
    /// Public address of the portal, for links in messages and feeds.
    pub base_url: String,
    /// Folder of the file store.
    pub files: String,
    /// Folder of the built site (style sheets, scripts, fonts).
    pub site: String,
    /// Demo mode: simulated data, demo accounts on the sign-in page, "Dữ liệu mô phỏng" on every page.
    pub demo: bool,
    /// Production: refuses demo mode, flushes every act to the disk, wants a secret key.
    pub production: bool,
    /// SQLite flushes every act to the disk, as in production: a demo whose data matter, measurements.
    pub durable: bool,
    /// Citizens may sign in with a local account (phone and password); only in demo mode by default.
    pub citizen_local_accounts: bool,
    /// Secret for keyed hashes and encryption at rest, at least 32 characters. Masked when printed.
    pub secret_key: String,
    /// Most database connections of this process, readers and writers together.
    pub connections: u32,
    /// Largest upload of one file, bytes (10 §8).
    pub max_file_bytes: u64,
    /// Largest sum of the files of one dossier, bytes.
    pub max_dossier_bytes: u64,
    /// Largest sum of the attachments of one message, bytes (06 §4).
    pub max_mail_bytes: u64,
    /// Longest time of one request, seconds.
    pub request_timeout_s: u64,
    /// Address of the message gateway (SMS, Zalo, e-mail); empty starts the built-in simulator on loopback.
    pub gateway_url: String,
    /// Page of the payment partner; empty in the demo, where the portal shows its own.
    pub payment_url: String,
    /// Secret shared with the payment partner, for the signatures of its callbacks. Masked when printed. Without it callbacks
    /// are taken in the demo only.
    pub payment_secret: String,
    /// Bank (BIN, 6 digits) and account for VietQR, `970403:0011012345678`; empty shows no picture outside the demo.
    pub vietqr_account: String,
    /// Keys shared with partners for the signatures of messages: `DVCQG=…,CONGAN=…`, each at least 32 characters. Masked when
    /// printed. Without a key a partner's messages are taken in the demo only.
    pub partner_secrets: String,
    /// Where the national portal takes our status messages; empty in the demo, where a simulator on loopback does.
    pub national_url: String,
    /// Page of a procedure on the national portal, `{ma}` stands for its code; empty shows no link outside the demo.
    pub national_page: String,
    /// Worker loops (messages, jobs) run in this process.
    pub workers: bool,
    /// Hotline of the province, on every page.
    pub hotline: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            database: "sqlite://var/portal.db".into(),
            addr: "127.0.0.1:3000".into(),
            base_url: "http://127.0.0.1:3000".into(),
            files: "var/files".into(),
            site: "target/site".into(),
            demo: false,
            production: false,
            durable: false,
            citizen_local_accounts: false,
            secret_key: String::new(),
            connections: 16,
            max_file_bytes: 20 * 1024 * 1024,
            max_dossier_bytes: 100 * 1024 * 1024,
            max_mail_bytes: 25 * 1024 * 1024,
            request_timeout_s: 30,
            gateway_url: String::new(),
            payment_url: String::new(),
            payment_secret: String::new(),
            vietqr_account: String::new(),
            partner_secrets: String::new(),
            national_url: String::new(),
            national_page: String::new(),
            workers: true,
            hotline: "0298 380 080".into(),
        }
    }
}

impl Settings {
    /// The same settings with secrets masked, for printing.
    #[must_use]
    pub fn masked(&self) -> Self {
        let mut shown = self.clone();
        if !shown.secret_key.is_empty() {
            shown.secret_key = "••••••••".into();
        }
        if !shown.payment_secret.is_empty() {
            shown.payment_secret = "••••••••".into();
        }
        if !shown.partner_secrets.is_empty() {
            shown.partner_secrets = "••••••••".into();
        }
        if let (Some(scheme), Some(at)) = (shown.database.find("://"), shown.database.rfind('@'))
            && let Some(colon) = shown.database[scheme + 3..at].find(':')
        {
            shown.database.replace_range(scheme + 3 + colon + 1..at, "••••••••");
        }
        shown
    }

    /// Checks what must fit together.
    ///
    /// # Errors
    /// One sentence that names the setting and the remedy.
    pub fn check(&self) -> Result<(), String> {
        if self.addr.parse::<std::net::SocketAddr>().is_err() {
            return Err(format!("addr: «{}» không phải địa chỉ dạng 127.0.0.1:3000", self.addr));
        }
        if !(self.base_url.starts_with("http://") || self.base_url.starts_with("https://")) {
            return Err("base_url: phải bắt đầu bằng http:// hoặc https://".into());
        }
        if self.production && self.demo {
            return Err("demo: không dùng được cùng production = true".into());
        }
        if self.production && self.secret_key.len() < 32 {
            return Err("secret_key: production cần ít nhất 32 ký tự".into());
        }
        if !self.payment_secret.is_empty() && self.payment_secret.len() < 32 {
            return Err("payment_secret: cần ít nhất 32 ký tự".into());
        }
        if self.production && !self.national_url.is_empty() && !self.national_url.starts_with("https://") {
            return Err("national_url: production cần địa chỉ https://".into());
        }
        let pairs = self.partner_secrets.split(',').filter(|pair| !pair.trim().is_empty());
        for pair in pairs {
            let known = |code: &str| code.trim().parse::<model::partners::Partner>().is_ok();
            if !pair.split_once('=').is_some_and(|(code, secret)| known(code) && secret.trim().len() >= 32) {
                return Err("partner_secrets: mỗi đối tác dạng MÃ=khóa, mã như DVCQG, khóa ít nhất 32 ký tự".into());
            }
        }
        if !(2..=200).contains(&self.connections) {
            return Err("connections: từ 2 đến 200".into());
        }
        if !(1..=600).contains(&self.request_timeout_s) {
            return Err("request_timeout_s: từ 1 đến 600 giây".into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked() {
        let settings = Settings { database: "postgres://portal:s3cret@db/portal".into(), secret_key: "x".repeat(40), ..Settings::default() };
        let shown = settings.masked();
        assert_eq!(shown.database, "postgres://portal:••••••••@db/portal");
        assert_eq!(shown.secret_key, "••••••••");
    }

    #[test]
    fn demo_and_production_do_not_mix() {
        let settings = Settings { demo: true, production: true, secret_key: "x".repeat(40), ..Settings::default() };
        assert!(settings.check().is_err_and(|message| message.starts_with("demo:")));
    }
}
