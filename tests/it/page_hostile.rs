//! Requests that do not come from the page: each is refused, and none changes anything.

use crate::overview::stocked;
use crate::served::Served;

/// What the requests of the table have put in: `{host}` this server, `{in}` a browser's cookie, `{form}` a form with the right word,
/// `{ours}` the headers of a form that the page itself sends.
fn filled(served: &Served, request: &str) -> Vec<u8> {
    let host = &served.host;
    let form = format!("csrf={}", served.csrf);
    let ours = format!(
        "Origin: http://{host}\nContent-Type: application/x-www-form-urlencoded\nContent-Length: {}",
        form.len()
    );
    let cookie = format!("Cookie: {}", served.cookie);
    let request = request.replace("{ours}", &ours).replace("{in}", &cookie).replace("{host}", host);
    let request = request.replace("{port}", &served.port.to_string()).replace("{form}", &form);
    // A table is read more easily with lines that end as lines do.
    request.replace('\n', "\r\n").into_bytes()
}

/// The requests by what is wrong with them, each with the status that it gets; 0 where the connection ends without one.
const REFUSED: &[(&str, u16, &str)] = &[
    // Whom the request is for.
    ("no Host", 400, "GET / HTTP/1.1\n{in}\n\n"),
    ("an empty Host", 421, "GET / HTTP/1.1\nHost:\n{in}\n\n"),
    ("another name", 421, "GET / HTTP/1.1\nHost: evil.example\n{in}\n\n"),
    ("another name, this port", 421, "GET / HTTP/1.1\nHost: evil.example:{port}\n{in}\n\n"),
    ("no port", 421, "GET / HTTP/1.1\nHost: 127.0.0.1\n{in}\n\n"),
    ("the machine", 421, "GET / HTTP/1.1\nHost: 127.0.0.1:{port}\n{in}\n\n"),
    ("the machine by its name", 421, "GET / HTTP/1.1\nHost: localhost:{port}\n{in}\n\n"),
    ("the name of another start", 421, "GET / HTTP/1.1\nHost: 0123456789abcdef.localhost:{port}\n{in}\n\n"),
    ("a name within", 421, "GET / HTTP/1.1\nHost: a.{host}\n{in}\n\n"),
    ("another port", 421, "GET / HTTP/1.1\nHost: 127.0.0.1:1\n{in}\n\n"),
    ("a longer name", 421, "GET / HTTP/1.1\nHost: localhost.evil.example:{port}\n{in}\n\n"),
    ("a dot behind", 421, "GET / HTTP/1.1\nHost: 127.0.0.1.:{port}\n{in}\n\n"),
    ("a user before", 421, "GET / HTTP/1.1\nHost: a@{host}\n{in}\n\n"),
    ("any address", 421, "GET / HTTP/1.1\nHost: 0.0.0.0:{port}\n{in}\n\n"),
    ("another loopback", 421, "GET / HTTP/1.1\nHost: [::1]:{port}\n{in}\n\n"),
    ("two Hosts", 400, "GET / HTTP/1.1\nHost: {host}\nHost: evil.example\n{in}\n\n"),
    ("an address of elsewhere", 400, "GET http://evil.example/ HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("a whole address", 400, "GET http://{host}/ HTTP/1.1\nHost: {host}\n{in}\n\n"),
    // What is to be done.
    ("TRACE", 405, "TRACE / HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("CONNECT", 405, "CONNECT evil.example:443 HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("OPTIONS", 405, "OPTIONS / HTTP/1.1\nHost: {host}\nOrigin: http://evil.example\n{in}\n\n"),
    ("OPTIONS of all", 405, "OPTIONS * HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("PUT", 405, "PUT /import HTTP/1.1\nHost: {host}\n{in}\nContent-Length: 1\n\nx"),
    ("DELETE", 405, "DELETE /imports/1 HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("a method of its own", 405, "UNDO /imports/1 HTTP/1.1\nHost: {host}\n{in}\n\n"),
    // Who asks.
    ("no cookie", 403, "GET / HTTP/1.1\nHost: {host}\n\n"),
    ("no cookie for a file", 403, "GET /data/backup.db HTTP/1.1\nHost: {host}\n\n"),
    ("no cookie for the looks", 403, "GET /assets/page.css HTTP/1.1\nHost: {host}\n\n"),
    ("a wrong cookie", 403, "GET / HTTP/1.1\nHost: {host}\nCookie: shopkit-{port}=0000\n\n"),
    ("an empty cookie", 403, "GET / HTTP/1.1\nHost: {host}\nCookie: shopkit-{port}=\n\n"),
    ("a wrong token", 403, "GET /?token=0000 HTTP/1.1\nHost: {host}\n\n"),
    ("a wrong token beside a cookie", 403, "GET /?token=0000 HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("an upgrade without a cookie", 403, "GET / HTTP/1.1\nHost: {host}\nConnection: Upgrade\nUpgrade: websocket\n\n"),
    // Where it comes from.
    (
        "a form without Origin",
        403,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 69\n\n{form}",
    ),
    (
        "Origin null",
        403,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: null\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 69\n\n{form}",
    ),
    (
        "another Origin",
        403,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://evil.example\nContent-Length: 69\n\n{form}",
    ),
    (
        "another port's Origin",
        403,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://127.0.0.1:1\nContent-Length: 69\n\n{form}",
    ),
    (
        "the Origin of another name",
        403,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://localhost:{port}\nContent-Length: 69\n\n{form}",
    ),
    (
        "another scheme's Origin",
        403,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: https://{host}\nContent-Length: 69\n\n{form}",
    ),
    ("two Origins", 400, "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://evil.example\n{ours}\n\n{form}"),
    (
        "a form of another site",
        403,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\n{ours}\nSec-Fetch-Site: cross-site\n\n{form}",
    ),
    ("a page of another port", 403, "GET /orders HTTP/1.1\nHost: {host}\n{in}\nSec-Fetch-Site: same-site\n\n"),
    (
        "a script of another site",
        403,
        "GET /assets/page.js HTTP/1.1\nHost: {host}\n{in}\nSec-Fetch-Site: cross-site\n\n",
    ),
    // Forms that the page does not have.
    (
        "no word",
        403,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://{host}\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 3\n\na=b",
    ),
    (
        "a wrong word",
        403,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://{host}\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 8\n\ncsrf=abc",
    ),
    (
        "the word in the address",
        403,
        "POST /stop?{form} HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://{host}\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 3\n\na=b",
    ),
    (
        "JSON",
        415,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://{host}\nContent-Type: application/json\nContent-Length: 2\n\n{}",
    ),
    (
        "plain text",
        415,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://{host}\nContent-Type: text/plain\nContent-Length: 69\n\n{form}",
    ),
    (
        "a file without a word",
        403,
        "POST /import HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://{host}\nContent-Type: multipart/form-data; boundary=x\nContent-Length: 90\n\n--x\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\n\nx\n--x--\n             ",
    ),
    (
        "a file before the word",
        403,
        "POST /import HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://{host}\nContent-Type: multipart/form-data; boundary=x\nContent-Length: 200\n\n--x\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\n\nx\n--x\nContent-Disposition: form-data; name=\"csrf\"\n\n{form}\n--x--\n",
    ),
    (
        "files that do not come",
        400,
        "POST /import HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://{host}\nContent-Type: multipart/form-data; boundary=x\nContent-Length: 9\n\nnot files",
    ),
    // What is asked for.
    ("another host as a path", 400, "GET //evil.example/ HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("a path upwards", 400, "GET /../../etc/passwd HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("a path upwards, written otherwise", 400, "GET /assets/%2e%2e/page.css HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("a slash written otherwise", 400, "GET /assets%2fpage.css HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("a backslash written otherwise", 400, "GET /assets/..%5C..%5Cpage.css HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("a zero byte", 400, "GET /assets/page.css%00.js HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("a backslash", 400, "GET /\\evil.example HTTP/1.1\nHost: {host}\n{in}\n\n"),
    ("no such page", 404, "GET /etc/passwd HTTP/1.1\nHost: {host}\n{in}\nConnection: close\n\n"),
    ("a change by looking", 404, "GET /imports/1/undo HTTP/1.1\nHost: {host}\n{in}\nConnection: close\n\n"),
    // It asks, and ends nothing.
    ("an end by looking", 200, "GET /stop HTTP/1.1\nHost: {host}\n{in}\nConnection: close\n\n"),
    ("no such import", 404, "POST /imports/99/undo HTTP/1.1\nHost: {host}\n{in}\n{ours}\nConnection: close\n\n{form}"),
    // How it is written.
    (
        "a length and chunks",
        400,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\n{ours}\nTransfer-Encoding: chunked\n\n0\n\n",
    ),
    (
        "chunks",
        400,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://{host}\nTransfer-Encoding: chunked\n\n0\n\n",
    ),
    (
        "an unknown coding",
        400,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\n{ours}\nTransfer-Encoding: xchunked\n\n{form}",
    ),
    ("two lengths", 400, "POST /stop HTTP/1.1\nHost: {host}\n{in}\n{ours}\nContent-Length: 3\n\n{form}"),
    (
        "a negative length",
        400,
        "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://{host}\nContent-Length: -1\n\n",
    ),
    ("no length", 411, "POST /stop HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://{host}\n\n"),
    ("a body to look with", 400, "GET / HTTP/1.1\nHost: {host}\n{in}\nContent-Length: 5\n\nhello"),
    (
        "more than fits",
        413,
        "POST /import HTTP/1.1\nHost: {host}\n{in}\nOrigin: http://{host}\nContent-Type: multipart/form-data; boundary=x\nContent-Length: 99999999999\n\n",
    ),
    ("a folded header", 400, "GET / HTTP/1.1\nHost: {host}\nX: a\n b\n{in}\n\n"),
    ("a space before the colon", 400, "GET / HTTP/1.1\nHost : {host}\n{in}\n\n"),
    ("an old version", 505, "GET / HTTP/1.0\nHost: {host}\n{in}\n\n"),
    ("the oldest version", 400, "GET /\n\n"),
    ("a newer version", 0, "PRI * HTTP/2.0\n\nSM\n\n"),
    ("no request", 400, "\u{16}\u{3}\u{1}\u{0}hello\n\n"),
];

/// Lists the files of the shop's folder with their lengths, but for what SQLite keeps beside a database.
fn files(shop: &crate::support::Shop) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![shop.path("")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if !name.ends_with("-shm") && !name.ends_with("-wal") {
                found.push(format!("{name} {}", std::fs::metadata(&path).expect("a file").len()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn whatever_does_not_come_from_the_page_is_refused_and_changes_nothing() {
    let shop = stocked();
    let before = (shop.orders(), shop.run(["imports"]).out);
    let served = Served::start(&shop, "en");
    let there = files(&shop);
    let large = "x".repeat(40_000);
    let mut cases: Vec<(&str, u16, String)> =
        REFUSED.iter().map(|(name, status, request)| (*name, *status, (*request).to_owned())).collect();
    cases.push(("a long address", 414, format!("GET /{} HTTP/1.1\nHost: {{host}}\n{{in}}\n\n", &large[..9000])));
    cases.push(("a large header", 431, format!("GET / HTTP/1.1\nHost: {{host}}\nX: {large}\n{{in}}\n\n")));
    let many = (0..100).map(|number| format!("X-{number}: x\n")).collect::<String>();
    cases.push(("many headers", 431, format!("GET / HTTP/1.1\nHost: {{host}}\n{many}{{in}}\n\n")));
    let form = format!("csrf={}&a={}", served.csrf, "x".repeat(70_000));
    cases.push((
        "a large form",
        413,
        format!(
            "POST /stop HTTP/1.1\nHost: {{host}}\n{{in}}\nOrigin: http://{{host}}\nContent-Type: application/x-www-form-urlencoded\nContent-Length: {}\n\n{form}",
            form.len()
        ),
    ));
    assert!(cases.len() >= 40);
    let mut wrong = Vec::new();
    for (name, status, request) in &cases {
        let answer = served.raw(&filled(&served, request));
        let got = answer.as_ref().map_or(0, |answer| answer.status);
        if got != *status {
            wrong.push(format!("{name}: {got} and not {status}"));
        }
        if let Some(answer) = answer {
            assert!(
                answer.header("access-control-allow-origin").is_none() && answer.header("set-cookie").is_none(),
                "{name}"
            );
            // Only who was let in, and asks from the page, sees a page with its forms.
            let is_in = request.contains("{in}") && !request.contains("evil");
            assert!(is_in || !answer.text().contains(&served.csrf), "{name}");
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(files(&shop), there);
    assert_eq!(served.get("/orders").status, 200);
    drop(served);
    assert_eq!((shop.orders(), shop.run(["imports"]).out), before);
}

/// The head of a part has no end of its own: the reader would hold all of it.
#[test]
fn a_part_whose_head_does_not_end_is_refused() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let there = files(&shop);
    for head in [100_000, 20 << 20] {
        let name = "x".repeat(head);
        let answer = served.upload(&served.csrf, &[("file", Some(name.as_str()), b"x")]);
        assert_eq!(answer.status, 431, "{head}: {}", answer.text());
    }
    assert_eq!(files(&shop), there);
    assert_eq!(served.get("/orders").status, 200);
}

#[test]
fn who_sends_slowly_keeps_nobody_from_being_answered() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let slow: Vec<_> = (0..40)
        .map(|_| {
            let mut stream = std::net::TcpStream::connect(("127.0.0.1", served.port)).expect("a connection");
            std::io::Write::write_all(&mut stream, b"GET / HTTP/1.1\r\nHost: 127").expect("a beginning");
            stream
        })
        .collect();
    assert_eq!(served.get("/orders").status, 200);
    drop(slow);
}
