//! The page being served for one test, and a browser's view of it in a few bytes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::support::Shop;

/// How long an answer may take before a test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// Holds a server that ends with the test.
pub struct Served {
    child: Child,
    /// The address that lets a browser in.
    pub address: String,
    pub port: u16,
    /// The name of this start with the port, which requests are for.
    pub host: String,
    /// The cookie that a browser has once it was let in.
    pub cookie: String,
    /// The word of the forms.
    pub csrf: String,
}

/// Holds an answer.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl Served {
    /// Serves the shop's database and lets itself in.
    pub fn start(shop: &Shop, lang: &str) -> Self {
        let mut command = shop.command();
        command.args(["--lang", lang, "serve", "--no-open"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("runs");
        let mut address = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut address).expect("an address");
        let address = address.trim().to_owned();
        let rest = address.strip_prefix("http://").unwrap_or_else(|| panic!("{address}"));
        let (host, path) = rest.split_once('/').expect("a path");
        let (name, port) = host.rsplit_once(':').expect("a port");
        let random = name.strip_suffix(".localhost").unwrap_or_else(|| panic!("{address}"));
        assert!(random.len() == 16 && random.bytes().all(|b| b.is_ascii_hexdigit()), "{address}");
        let mut served = Self {
            child,
            port: port.parse().expect("a port"),
            host: host.to_owned(),
            cookie: String::new(),
            csrf: String::new(),
            address: address.clone(),
        };
        let let_in = served.get(&format!("/{path}"));
        assert_eq!(let_in.status, 200, "{}", let_in.head);
        let cookie = let_in.header("set-cookie").expect("a cookie");
        let mut limits: Vec<&str> = cookie.split("; ").skip(1).collect();
        limits.sort_unstable();
        assert_eq!(limits, ["HttpOnly", "Path=/", "SameSite=Strict"]);
        cookie.split(';').next().expect("a value").clone_into(&mut served.cookie);
        // A page that no kept choice completes.
        let page = served.get("/rules").text();
        let (_, csrf) = page.split_once("name=\"csrf\" value=\"").expect("a form");
        csrf.split('"').next().expect("a value").clone_into(&mut served.csrf);
        served
    }

    /// Returns the whole address of a page.
    #[cfg(unix)]
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    /// Sends bytes as they are and returns the answer; nothing where the connection was closed without one.
    pub fn raw(&self, bytes: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time");
        // A server that refuses may close before it has read all.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer { status, head, body: answer[end + 4..].to_vec() })
    }

    fn ask(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
        let (host, cookie) = (&self.host, &self.cookie);
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n{headers}\r\n"
        );
        self.raw(&[head.as_bytes(), body].concat()).expect("an answer")
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", b"")
    }

    fn send(&self, path: &str, kind: &str, body: &[u8]) -> Answer {
        let (host, length) = (&self.host, body.len());
        let headers = format!("Origin: http://{host}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n");
        self.ask("POST", path, &headers, body)
    }

    /// Sends a form; its fields are encoded already.
    pub fn post(&self, path: &str, fields: &str) -> Answer {
        let form = format!("csrf={}&{fields}", self.csrf);
        self.send(path, "application/x-www-form-urlencoded", form.as_bytes())
    }

    /// Sends a form with files: each part with its name, the name of its file where it is one, and its content.
    pub fn upload(&self, csrf: &str, parts: &[(&str, Option<&str>, &[u8])]) -> Answer {
        self.upload_to("/import", csrf, parts)
    }

    /// Sends such a form to an address.
    pub fn upload_to(&self, path: &str, csrf: &str, parts: &[(&str, Option<&str>, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, file, content) in [("csrf", None, csrf.as_bytes())].iter().chain(parts) {
            let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
            let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            body.extend([head.as_bytes(), content, b"\r\n"].concat());
        }
        body.extend(b"--x--\r\n");
        self.send(path, "multipart/form-data; boundary=x", &body)
    }

    /// Sends fields and files, each as name and content, and waits until they are imported. Returns what came of them.
    pub fn import(&self, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        let mut parts: Vec<(&str, Option<&str>, &[u8])> =
            fields.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
        // A browser that runs scripts sends the date of each file before it.
        parts.extend(files.iter().flat_map(|(name, content)| {
            [("modified", None, b"1768222209000".as_slice()), ("file", Some(*name), *content)]
        }));
        let sent = self.upload(&self.csrf, &parts);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let job = sent.header("location").expect("a page").to_owned();
        loop {
            let page = self.get(&job);
            if page.text().contains("data-done") {
                return page;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends the program as nobody would wish.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Returns the number of the process.
    #[cfg(unix)]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the program to end by itself, and tells whether it ended well.
    pub fn ended(mut self) -> bool {
        self.child.wait().expect("ends").success()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.kill();
    }
}
