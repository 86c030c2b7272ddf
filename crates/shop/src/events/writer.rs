//! One writer for all that arrives over HTTP. Requests that wait at the same moment share one transaction, so a busy
//! hour costs a few commits a second rather than thousands, and each request is answered only after its own behaviours
//! are durable.
//!
//! Absent from here: what a message means (connectors) and how it is kept (store).

use platform::{App, Error};
use tokio::sync::{mpsc, oneshot};

use super::store::{Parcel, store};

/// Requests that may wait before new ones are told to come back.
const QUEUE: usize = 512;
/// Behaviours, people and links in one transaction, so that none holds the database long.
const MOST: usize = 8_000;

/// The door of the writer. Cloning is cheap.
#[derive(Clone)]
pub(super) struct Writer {
    queue: mpsc::Sender<Waiting>,
}

struct Waiting {
    parcel: Parcel,
    answer: oneshot::Sender<Result<(), Error>>,
}

impl Writer {
    /// Starts the writer. It ends when the last door is dropped and everything that waited is kept.
    pub(super) fn start(app: App) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        tokio::spawn(run(app, waiting));
        Self { queue }
    }

    /// Keeps a parcel, and answers when it is durable.
    ///
    /// # Errors
    /// `busy` when too many wait, or what the database said.
    pub(super) async fn keep(&self, parcel: Parcel) -> Result<(), Error> {
        let busy = || Error::new(503, "busy").retry_after(1);
        let (answer, kept) = oneshot::channel();
        self.queue.try_send(Waiting { parcel, answer }).map_err(|_| busy())?;
        kept.await.map_err(|_| busy())?
    }
}

async fn run(app: App, mut queue: mpsc::Receiver<Waiting>) {
    while let Some(first) = queue.recv().await {
        let mut size = first.parcel.said.len();
        let mut batch = vec![first];
        while size < MOST {
            let Ok(next) = queue.try_recv() else { break };
            size += next.parcel.said.len();
            batch.push(next);
        }
        // On a task of its own: whatever goes wrong with a batch, the writer lives on for the next one, and those who
        // waited are told to come back.
        if let Err(error) = tokio::spawn(keep(app.clone(), batch)).await {
            tracing::error!(%error, "a batch of behaviours broke off");
        }
    }
}

/// Keeps a batch together; when that fails, each parcel alone, so that one bad parcel fails nobody else.
async fn keep(app: App, batch: Vec<Waiting>) {
    let (parcels, answers): (Vec<Parcel>, Vec<_>) =
        batch.into_iter().map(|waiting| (waiting.parcel, waiting.answer)).unzip();
    if let Err(error) = store(&app, &parcels).await {
        if parcels.len() > 1 {
            tracing::warn!(%error, "parcels of behaviours were not kept together; each is tried alone");
            for (parcel, answer) in parcels.iter().zip(answers) {
                let kept = store(&app, std::slice::from_ref(parcel)).await;
                let _ = answer.send(kept.inspect_err(|error| tracing::error!(%error, "a parcel was not kept")));
            }
            return;
        }
        tracing::error!(%error, "a parcel was not kept");
        let outside = error.outside();
        let (status, code) = (outside.status, outside.code);
        for answer in answers {
            let _ = answer.send(Err(Error::new(status, code)));
        }
        return;
    }
    for answer in answers {
        // A client that hung up gets no answer; its behaviours are kept all the same.
        let _ = answer.send(Ok(()));
    }
}
