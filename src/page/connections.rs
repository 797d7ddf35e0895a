//! Slots of connections, so that strangers leave room for the reader.
//!
//! Any program of the machine can connect to the port. A connection without the cookie is a stranger. When there are too many
//! strangers, a new one evicts the oldest, so a browser always gets the chance to show its cookie.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use super::mutex::lock;

/// The most connections of strangers that are open at the same time.
const STRANGERS: usize = 32;

/// The most connections with the cookie that are open at the same time; a browser opens six. Any more count as strangers.
const KNOWN: usize = 64;

/// Counts the connections that are open.
#[derive(Default)]
pub struct Connections(Mutex<Slots>);

#[derive(Default)]
struct Slots {
    /// The strangers by number, the oldest first.
    strangers: VecDeque<(u64, Arc<Notify>)>,
    known: usize,
    last: u64,
}

/// Holds the slot of one connection.
pub struct Slot {
    connections: Arc<Connections>,
    number: u64,
    is_known: AtomicBool,
    evicted: Arc<Notify>,
}

impl Connections {
    /// Takes a slot for a stranger.
    pub fn take(self: &Arc<Self>) -> Slot {
        let mut slots = lock(&self.0);
        if slots.strangers.len() >= STRANGERS
            && let Some((_, oldest)) = slots.strangers.pop_front()
        {
            oldest.notify_one();
        }
        slots.last += 1;
        let (number, evicted) = (slots.last, Arc::new(Notify::new()));
        slots.strangers.push_back((number, Arc::clone(&evicted)));
        Slot { connections: Arc::clone(self), number, is_known: AtomicBool::new(false), evicted }
    }
}

impl Slot {
    /// Keeps the slot for good, since the connection has shown the cookie.
    pub fn keep(&self) {
        let mut slots = lock(&self.connections.0);
        if !self.is_known() && slots.known < KNOWN {
            slots.strangers.retain(|(number, _)| *number != self.number);
            slots.known += 1;
            self.is_known.store(true, Ordering::Relaxed);
        }
    }

    /// Waits until another connection takes the slot; that of a reader is never taken.
    pub async fn evicted(&self) {
        loop {
            self.evicted.notified().await;
            if !self.is_known() {
                return;
            }
        }
    }

    fn is_known(&self) -> bool {
        self.is_known.load(Ordering::Relaxed)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut slots = lock(&self.connections.0);
        if self.is_known() {
            slots.known -= 1;
        } else {
            slots.strangers.retain(|(number, _)| *number != self.number);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn has_to_go(slot: &Slot) -> bool {
        pin!(slot.evicted()).poll(&mut Context::from_waker(Waker::noop())) == Poll::Ready(())
    }

    #[test]
    fn the_oldest_stranger_is_evicted_and_the_reader_stays() {
        let connections = Arc::new(Connections::default());
        let reader = connections.take();
        reader.keep();
        let strangers: Vec<Slot> = (0..STRANGERS).map(|_| connections.take()).collect();
        assert!(!strangers.iter().any(has_to_go));
        let next = connections.take();
        assert_eq!([&strangers[0], &strangers[1], &next, &reader].map(has_to_go), [true, false, false, false]);
        // A connection that shows the cookie in time stays, even where its slot was to be taken.
        let last = connections.take();
        strangers[1].keep();
        assert_eq!([&strangers[1], &last].map(has_to_go), [false, false]);
    }

    #[test]
    fn slots_are_free_again() {
        let connections = Arc::new(Connections::default());
        for _ in 0..10 {
            let kept: Vec<Slot> = (0..STRANGERS).map(|_| connections.take()).collect();
            assert!(!kept.iter().any(has_to_go));
            kept[0].keep();
            kept[0].keep();
        }
        let slots = lock(&connections.0);
        assert_eq!((slots.strangers.len(), slots.known), (0, 0));
    }

    #[test]
    fn readers_beyond_the_bound_count_as_strangers() {
        let connections = Arc::new(Connections::default());
        let many: Vec<Slot> = (0..KNOWN + STRANGERS)
            .map(|_| {
                let slot = connections.take();
                slot.keep();
                slot
            })
            .collect();
        let _next = connections.take();
        let go: Vec<usize> = (0..many.len()).filter(|number| has_to_go(&many[*number])).collect();
        assert_eq!(go, [KNOWN]);
    }
}
