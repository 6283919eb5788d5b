//! How much one address may send: counted in memory, under salted hashes, forgotten every hour.

use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::net::IpAddr;
use std::net::Ipv6Addr;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

/// After this all is forgotten, the salt too.
const MEMORY: Duration = Duration::from_secs(3600);
/// Most addresses remembered at once.
const MOST: usize = 100_000;

/// Counts answers by address.
#[derive(Debug)]
pub(super) struct Throttle {
    per_minute: u32,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    salt: RandomState,
    since: Instant,
    /// What an address may still send, and when that was reckoned.
    left: BTreeMap<u64, (f64, Instant)>,
}

impl State {
    fn new(now: Instant) -> Self {
        Self {
            salt: RandomState::new(),
            since: now,
            left: BTreeMap::new(),
        }
    }
}

impl Throttle {
    /// So many answers a minute from each address, as many at once.
    pub(super) fn new(per_minute: u32) -> Self {
        Self {
            per_minute,
            state: Mutex::new(State::new(Instant::now())),
        }
    }

    /// Whether the address may send one more now.
    pub(super) fn allows(&self, address: IpAddr, now: Instant) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_duration_since(state.since) >= MEMORY || state.left.len() >= MOST {
            *state = State::new(now);
        }
        let key = state.salt.hash_one(network(address));
        let most = f64::from(self.per_minute);
        let (left, before) = state.left.get(&key).copied().unwrap_or((most, now));
        let earned = now.saturating_duration_since(before).as_secs_f64() / 60.0 * most;
        let left = (left + earned).min(most);
        let allowed = left >= 1.0;
        state.left.insert(key, (if allowed { left - 1.0 } else { left }, now));
        allowed
    }
}

/// The address, or the network of 64 bits that one customer has.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        IpAddr::V4(four) => IpAddr::V4(four),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_send_so_many_a_minute_and_others_are_not_hindered() {
        let (throttle, start) = (Throttle::new(60), Instant::now());
        let one: IpAddr = "198.51.100.7".parse().unwrap();
        assert_eq!((0..100).filter(|_| throttle.allows(one, start)).count(), 60);
        assert!(throttle.allows("198.51.100.8".parse().unwrap(), start));
        assert!(
            !throttle.allows("::ffff:198.51.100.7".parse().unwrap(), start),
            "the same, written as IPv6"
        );
        let later = start + Duration::from_secs(10);
        assert_eq!((0..100).filter(|_| throttle.allows(one, later)).count(), 10);
        assert_eq!(
            (0..100).filter(|_| throttle.allows(one, start + MEMORY)).count(),
            60,
            "forgotten"
        );
    }

    #[test]
    fn a_network_of_64_bits_is_one_sender() {
        let (throttle, now) = (Throttle::new(1), Instant::now());
        assert!(throttle.allows("2001:db8::1".parse().unwrap(), now));
        assert!(!throttle.allows("2001:db8::ffff:1".parse().unwrap(), now));
        assert!(throttle.allows("2001:db8:0:1::1".parse().unwrap(), now));
    }
}
