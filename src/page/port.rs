//! The port of the page, at each address of this machine that its name leads to.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

/// How many free ports are tried where another program has one of the two addresses of a port.
const TRIES: usize = 20;

/// The error of systems without IPv6 (`EAFNOSUPPORT`), for which the standard library has no kind.
const NO_SUCH_FAMILY: i32 = if cfg!(windows) {
    10_047
} else if cfg!(any(target_os = "linux", target_os = "android")) {
    97
} else {
    47
};

/// Holds the port of the page.
pub struct Port {
    /// The listeners, one for each address.
    pub listeners: Vec<TcpListener>,
    /// The number of the port.
    pub number: u16,
}

impl Port {
    /// Takes a port, any free one where it is 0, at addresses that only this machine can reach.
    ///
    /// Browsers try both `127.0.0.1` and `::1` for a name under `localhost`. Another program at one of them would get the token, so a
    /// port is taken at both or not at all. With `plain_host` the first is enough.
    pub fn take(number: u16, plain_host: bool) -> io::Result<Self> {
        for _ in 1..TRIES {
            match Self::try_take(number, plain_host) {
                // Windows denies permission where another program has the address exclusively.
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
                // On a machine without IPv6 no other program can have the address.
                Err(error) if is_without_ipv6(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Self { listeners, number })
    }
}

/// Tells whether an error means that the machine has no IPv6.
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
