//! The channels that an official chooses for messages of the portal, besides the bell (09 §1.6).

use super::NotifyChannel;
use crate::FieldErrors;
use serde::{Deserialize, Serialize};

/// Channels that may be chosen. The bell is not among them: it always rings.
pub const CHOICES: [NotifyChannel; 3] = [NotifyChannel::Sms, NotifyChannel::Zalo, NotifyChannel::Email];

/// The form, as it was ticked.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelsForm {
    /// Stored values of the channels.
    #[serde(rename = "kenh")]
    pub channels: Vec<String>,
}

impl ChannelsForm {
    /// The channels that were ticked, each once; none is a choice, too.
    ///
    /// # Errors
    /// A message on `kenh` for a channel that cannot be chosen.
    pub fn validate(&self) -> Result<Vec<NotifyChannel>, FieldErrors> {
        let chosen: Vec<NotifyChannel> = CHOICES.into_iter().filter(|channel| self.channels.iter().any(|word| word == channel.as_str())).collect();
        let known = self.channels.iter().all(|word| CHOICES.iter().any(|channel| word == channel.as_str()));
        if known { Ok(chosen) } else { Err(FieldErrors::one("kenh", "Kênh này không có. Hãy chọn lại.")) }
    }
}

/// Channels as they are stored: "sms,zalo".
#[must_use]
pub fn stored(channels: &[NotifyChannel]) -> String {
    channels.iter().map(|channel| channel.as_str()).collect::<Vec<_>>().join(",")
}

/// Reads what [`stored`] wrote; words that are no channels are left out.
#[must_use]
pub fn read(text: &str) -> Vec<NotifyChannel> {
    text.split(',').filter_map(|word| word.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ticked_is_kept_once() {
        let form = |words: &[&str]| ChannelsForm { channels: words.iter().map(ToString::to_string).collect() };
        assert_eq!(form(&["email", "sms", "sms"]).validate(), Ok(vec![NotifyChannel::Sms, NotifyChannel::Email]));
        assert_eq!(form(&[]).validate(), Ok(Vec::new()));
        assert!(form(&["in_app"]).validate().is_err() && form(&["sms", "fax"]).validate().is_err());
        assert_eq!(read(&stored(&CHOICES)), CHOICES);
        assert!(read("").is_empty());
    }
}
