//! Places for connections, so that those of strangers leave room for those of the reader.
//!
//! Any program of the machine can connect to the port. Who has not shown the cookie yet is a stranger, and of many strangers the one
//! who has been here longest gives way to the next; so a browser always gets the chance to show that it was let in.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use super::state::held;

/// Connections of strangers that are open at the same time.
const STRANGERS: usize = 32;

/// Connections that have shown the cookie, open at the same time; a browser opens six. Of more than these some count as strangers.
const KNOWN: usize = 64;

/// Counts the connections that are open.
#[derive(Default)]
pub struct Places(Mutex<Taken>);

#[derive(Default)]
struct Taken {
    /// The strangers by number, those who have been here longest first.
    strangers: VecDeque<(u64, Arc<Notify>)>,
    known: usize,
    last: u64,
}

/// Holds the place of one connection.
pub struct Place {
    places: Arc<Places>,
    number: u64,
    is_known: AtomicBool,
    gives_way: Arc<Notify>,
}

impl Places {
    /// Takes a place for a stranger.
    pub fn take(self: &Arc<Self>) -> Place {
        let mut taken = held(&self.0);
        if taken.strangers.len() >= STRANGERS
            && let Some((_, oldest)) = taken.strangers.pop_front()
        {
            oldest.notify_one();
        }
        taken.last += 1;
        let (number, gives_way) = (taken.last, Arc::new(Notify::new()));
        taken.strangers.push_back((number, Arc::clone(&gives_way)));
        Place { places: Arc::clone(self), number, is_known: AtomicBool::new(false), gives_way }
    }
}

impl Place {
    /// Keeps the place, since the connection has shown the cookie.
    pub fn keep(&self) {
        let mut taken = held(&self.places.0);
        if !self.is_known() && taken.known < KNOWN {
            taken.strangers.retain(|(number, _)| *number != self.number);
            taken.known += 1;
            self.is_known.store(true, Ordering::Relaxed);
        }
    }

    /// Waits until the place is wanted for another; that of the reader never is.
    pub async fn gives_way(&self) {
        loop {
            self.gives_way.notified().await;
            if !self.is_known() {
                return;
            }
        }
    }

    fn is_known(&self) -> bool {
        self.is_known.load(Ordering::Relaxed)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = held(&self.places.0);
        if self.is_known() {
            taken.known -= 1;
        } else {
            taken.strangers.retain(|(number, _)| *number != self.number);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn has_to_go(place: &Place) -> bool {
        pin!(place.gives_way()).poll(&mut Context::from_waker(Waker::noop())) == Poll::Ready(())
    }

    #[test]
    fn the_oldest_stranger_gives_way_and_the_reader_stays() {
        let places = Arc::new(Places::default());
        let reader = places.take();
        reader.keep();
        let strangers: Vec<Place> = (0..STRANGERS).map(|_| places.take()).collect();
        assert!(!strangers.iter().any(has_to_go));
        let next = places.take();
        assert_eq!([&strangers[0], &strangers[1], &next, &reader].map(has_to_go), [true, false, false, false]);
        // Who shows the cookie in time stays, even where the place was wanted already.
        let last = places.take();
        strangers[1].keep();
        assert_eq!([&strangers[1], &last].map(has_to_go), [false, false]);
    }

    #[test]
    fn places_are_free_again() {
        let places = Arc::new(Places::default());
        for _ in 0..10 {
            let kept: Vec<Place> = (0..STRANGERS).map(|_| places.take()).collect();
            assert!(!kept.iter().any(has_to_go));
            kept[0].keep();
            kept[0].keep();
        }
        let taken = held(&places.0);
        assert_eq!((taken.strangers.len(), taken.known), (0, 0));
    }

    #[test]
    fn readers_beyond_the_bound_count_as_strangers() {
        let places = Arc::new(Places::default());
        let many: Vec<Place> = (0..KNOWN + STRANGERS)
            .map(|_| {
                let place = places.take();
                place.keep();
                place
            })
            .collect();
        let _next = places.take();
        let go: Vec<usize> = (0..many.len()).filter(|number| has_to_go(&many[*number])).collect();
        assert_eq!(go, [KNOWN]);
    }
}
