//! Background work: messages out, jobs, house-keeping. Claimed through the database, so it runs once however many processes there are.

use crate::gateway::{GatewayMessage, GatewayReply};
use domain::notify::outbox::{self, Missed, Outgoing};
use domain::{Actor, Portal, jobs, nightly};
use reqwest::StatusCode;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Pause when nothing is due.
const IDLE: Duration = Duration::from_secs(1);
/// How long the connection to a provider may take; until it stands, nothing of a message has left (09 §8).
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a provider may take.
const PROVIDER_TIMEOUT: Duration = Duration::from_secs(20);
/// Time between two looks at the day's plan.
const PLANNING: Duration = Duration::from_secs(600);

/// Works until the process stops.
pub async fn run(portal: Portal, gateway_url: String, mut stopped: watch::Receiver<bool>) {
    let client = match reqwest::Client::builder().connect_timeout(CONNECT_TIMEOUT).timeout(PROVIDER_TIMEOUT).no_proxy().build() {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(%error, "message client");
            return;
        }
    };
    let mut next_plan = Instant::now();
    while !*stopped.borrow() {
        if Instant::now() >= next_plan {
            plan(&portal).await;
            next_plan = Instant::now() + PLANNING;
        }
        let busy = send_next(&portal, &client, &gateway_url).await | perform_next(&portal).await;
        if busy {
            continue;
        }
        tokio::select! { () = tokio::time::sleep(IDLE) => {}, _ = stopped.changed() => {} }
    }
}

/// Sends one message; true if there was one.
async fn send_next(portal: &Portal, client: &reqwest::Client, gateway_url: &str) -> bool {
    let message = match outbox::claim(portal).await {
        Ok(Some(message)) => message,
        Ok(None) => return false,
        Err(error) => {
            tracing::warn!(%error, "claiming a message");
            return false;
        }
    };
    let noted = match hand_over(client, gateway_url, &message).await {
        Ok(provider_id) => outbox::sent(portal, &message, &provider_id).await,
        Err((reason, missed)) => outbox::failed(portal, &message, &reason, missed).await,
    };
    if let Err(error) = noted {
        tracing::warn!(%error, message = message.id, "noting a message");
    }
    true
}

/// Gives a message to the provider. The reason never contains the text or the number.
async fn hand_over(client: &reqwest::Client, gateway_url: &str, message: &Outgoing) -> Result<String, (String, Missed)> {
    let body =
        GatewayMessage { channel: message.channel.clone(), to: message.address.clone(), text: message.text.clone(), key: message.idempotency_key.clone() };
    let reply = client.post(format!("{gateway_url}/messages")).json(&body).send().await.map_err(|error| unanswered(&error))?;
    let status = reply.status();
    if status.is_success() {
        let reply: GatewayReply = reply.json().await.map_err(|_| ("cổng gửi trả lời sai mẫu".to_owned(), Missed::Unknown))?;
        return Ok(reply.id);
    }
    Err((format!("cổng gửi trả lời {status}"), refusal(status)))
}

/// Without a connection nothing left; whatever broke later may have arrived before.
fn unanswered(error: &reqwest::Error) -> (String, Missed) {
    if error.is_connect() || error.is_builder() {
        ("không kết nối được cổng gửi".to_owned(), Missed::NotTaken)
    } else {
        ("cổng gửi không trả lời".to_owned(), Missed::Unknown)
    }
}

/// What an answer other than success says of the message. An error of the provider's own may come after it took the message.
fn refusal(status: StatusCode) -> Missed {
    match status {
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Missed::NotTaken,
        status if status.is_client_error() => Missed::Refused,
        _ => Missed::Unknown,
    }
}

/// Performs one job; true if there was one.
async fn perform_next(portal: &Portal) -> bool {
    let job = match jobs::claim(portal).await {
        Ok(Some(job)) => job,
        Ok(None) => return false,
        Err(error) => {
            tracing::warn!(%error, "claiming a job");
            return false;
        }
    };
    if let Err(error) = domain::perform(portal, &job).await {
        tracing::warn!(%error, job = job.id, kind = %job.kind, "job failed");
        if let Err(error) = jobs::failed(portal, &job, &error.to_string()).await {
            tracing::warn!(%error, "noting a failed job");
        }
    }
    true
}

/// Plans what is done once a day, and the next look at due dates.
async fn plan(portal: &Portal) {
    let work = async {
        let mut cx = portal.write(&Actor::system("Công việc nền")).await?;
        nightly::plan(&mut cx).await?;
        domain::dossiers::plan_watch(&mut cx).await?;
        domain::tasks::reminders::plan(&mut cx).await?;
        domain::stats::bulletin::plan(&mut cx).await?;
        cx.commit().await
    };
    if let Err(error) = work.await {
        tracing::warn!(%error, "planning");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    fn message() -> Outgoing {
        let (channel, address, text) = ("sms".to_owned(), "0999000001".to_owned(), "Thu".to_owned());
        Outgoing { id: 1, channel, address, text, idempotency_key: "thu".into(), attempts: 1 }
    }

    /// 09 §1.4: only where nothing left, or the provider says no, is a message known not to have arrived.
    #[tokio::test]
    async fn silence_is_no_refusal() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let client = reqwest::Client::builder().timeout(Duration::from_millis(200)).no_proxy().build().unwrap();
        // The connection stands, nobody answers.
        let silent = hand_over(&client, &url, &message()).await;
        assert_eq!(silent.unwrap_err().1, Missed::Unknown);
        drop(listener);
        let closed = hand_over(&client, &url, &message()).await;
        assert_eq!(closed.unwrap_err().1, Missed::NotTaken);
        let said = [400, 429, 500, 503].map(|code| refusal(StatusCode::from_u16(code).unwrap()));
        assert_eq!(said, [Missed::Refused, Missed::NotTaken, Missed::Unknown, Missed::NotTaken]);
    }
}
