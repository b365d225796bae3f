//! The SMPP client against a centre of hand-made octets.

mod again;
mod blocking;
mod bulk;
mod centre;
mod ending;
mod events;
mod link;
mod outcomes;
mod parts;
mod throttle;
mod time;
mod window;

use std::time::Duration;

use centre::Centre;
use ecall::Options;
use ecall::smpp::{SmppClient, SmppOptions};

/// Longer than any test takes: whatever waits for it is seen.
const MINUTES: Duration = Duration::from_secs(600);

fn options(centre: &Centre) -> Options {
    Options::new().username("johnsmith").password("s3cr3t").base_url(centre.url()).timeout(MINUTES)
}

/// Timers of minutes: nothing may wait for one.
fn smpp() -> SmppOptions {
    SmppOptions::new()
        .response_timeout(MINUTES)
        .enquire_link_interval(MINUTES)
        .bind_timeout(MINUTES)
        .reconnect_initial(Duration::from_millis(1))
        .reconnect_max(Duration::from_millis(5))
}

fn client(centre: &Centre, smpp: SmppOptions) -> SmppClient {
    SmppClient::new(options(centre), smpp).unwrap()
}

async fn bound(centre: &Centre, smpp: SmppOptions) -> SmppClient {
    let client = client(centre, smpp);
    client.bind().await.unwrap();
    client
}

/// Fails where something takes longer than it may.
async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), what).await.expect("it takes too long")
}
