//! The port of the page, at each address of this machine that its name leads to.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

/// Free ports that are tried, where the first has another program at one of its addresses.
const TRIES: usize = 20;

/// How systems say that they do not know addresses of a kind (`EAFNOSUPPORT`), for which the standard library has no word.
const NO_SUCH_FAMILY: i32 = if cfg!(windows) {
    10_047
} else if cfg!(any(target_os = "linux", target_os = "android")) {
    97
} else {
    47
};

/// Holds the port.
pub struct Port {
    /// What listens, at one address each.
    pub listeners: Vec<TcpListener>,
    /// Its number.
    pub number: u16,
}

impl Port {
    /// Takes a port, any free one where it is 0. No other address is ever taken: nothing but this machine can reach it.
    ///
    /// Browsers try both addresses for a name under `localhost`. Another program at one of them would be shown the way in, so a
    /// port is taken at both or not at all. A plain address leads to itself alone.
    pub fn take(number: u16, plain_host: bool) -> io::Result<Self> {
        for _ in 1..TRIES {
            match Self::try_take(number, plain_host) {
                // Windows refuses what another program has for itself alone.
                Err(error)
                    if number == 0 && matches!(error.kind(), ErrorKind::AddrInUse | ErrorKind::PermissionDenied) => {}
                taken => return taken,
            }
        }
        Self::try_take(number, plain_host)
    }

    fn try_take(number: u16, plain_host: bool) -> io::Result<Self> {
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, number))?;
        let number = first.local_addr()?.port();
        let mut listeners = vec![first];
        if !plain_host {
            match TcpListener::bind((Ipv6Addr::LOCALHOST, number)) {
                Ok(second) => listeners.push(second),
                // A machine without IPv6 has nobody else there either.
                Err(error) if is_without_ipv6(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Self { listeners, number })
    }
}

/// Tells whether an address could not be taken because the machine has none of its kind.
fn is_without_ipv6(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::AddrNotAvailable | ErrorKind::Unsupported)
        || error.raw_os_error() == Some(NO_SUCH_FAMILY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_machine_without_ipv6_goes_without_it() {
        let without = [ErrorKind::AddrNotAvailable.into(), io::Error::from_raw_os_error(NO_SUCH_FAMILY)];
        assert!(without.iter().all(is_without_ipv6));
        for kind in [ErrorKind::AddrInUse, ErrorKind::PermissionDenied, ErrorKind::OutOfMemory] {
            assert!(!is_without_ipv6(&kind.into()), "{kind}");
        }
    }

    #[test]
    fn a_port_is_taken_at_both_addresses_or_not_at_all() {
        let port = Port::take(0, false).expect("a port");
        let number = port.number;
        assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, number)).is_err());
        let has_both = port.listeners.len() == 2;
        assert!(!has_both || TcpListener::bind((Ipv6Addr::LOCALHOST, number)).is_err());
        drop(port);
        let Ok(other) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else { return };
        let number = other.local_addr().expect("an address").port();
        let refused = Port::take(number, false).err().expect("it is taken");
        assert_eq!(refused.kind(), ErrorKind::AddrInUse);
        assert_eq!(Port::take(number, true).expect("a port").listeners.len(), 1);
    }
}
