//! A browser that a test acts in: Chromium without a screen, led over two pipes by its own protocol, so that no driver and no
//! further crate is needed. Unix only, as the pipes are handed over by a shell.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

/// How long a page may take to become what a test waits for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Holds a browser with one page.
pub struct Browser {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    last: u64,
    page: String,
    /// What went wrong on the page: lines of its console, errors, refused loads.
    pub complaints: Vec<String>,
    /// The addresses that were asked for.
    pub asked: Vec<String>,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts a browser with an empty page.
    pub fn start(program: &Path) -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1"])
            .arg(program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"])
            .args(["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args([
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost",
                "--remote-debugging-pipe",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let (to, from) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
        let (complaints, asked) = (Vec::new(), Vec::new());
        let mut browser = Self {
            child,
            to,
            from: BufReader::new(from),
            last: 0,
            page: String::new(),
            complaints,
            asked,
            _profile: profile,
        };
        let target = browser.call("Target.createTarget", &json!({ "url": "about:blank" }))["targetId"].clone();
        let attached = browser.call("Target.attachToTarget", &json!({ "targetId": target, "flatten": true }));
        attached["sessionId"].as_str().expect("a session").clone_into(&mut browser.page);
        for part in ["Page", "Runtime", "Log", "Network", "DOM"] {
            browser.call(&format!("{part}.enable"), &json!({}));
        }
        browser
    }

    /// Asks the browser to do something and returns what it says.
    pub fn call(&mut self, method: &str, params: &Json) -> Json {
        self.ask(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Asks the browser to do something; a page that is being left cannot, and that is what the error says.
    fn ask(&mut self, method: &str, params: &Json) -> Result<Json, Json> {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if !self.page.is_empty() {
            message["sessionId"] = json!(self.page);
        }
        self.to.write_all(format!("{message}\0").as_bytes()).expect("the browser listens");
        loop {
            let mut bytes = Vec::new();
            self.from.read_until(0, &mut bytes).expect("the browser answers");
            bytes.pop();
            let told: Json = serde_json::from_slice(&bytes).expect("JSON");
            if told["id"] == json!(self.last) {
                return if told["error"].is_null() { Ok(told["result"].clone()) } else { Err(told["error"].clone()) };
            }
            self.note(&told);
        }
    }

    fn note(&mut self, event: &Json) {
        let params = &event["params"];
        match event["method"].as_str().unwrap_or_default() {
            "Runtime.consoleAPICalled" | "Runtime.exceptionThrown" | "Log.entryAdded" => {
                self.complaints.push(params.to_string());
            }
            "Network.requestWillBeSent" => {
                self.asked.push(params["request"]["url"].as_str().unwrap_or_default().to_owned());
            }
            _ => {}
        }
    }

    /// Keeps a picture of what can be seen of the page.
    pub fn picture(&mut self, path: &Path) {
        let taken = self.call("Page.captureScreenshot", &json!({ "format": "webp", "quality": 80 }));
        std::fs::write(path, base64(taken["data"].as_str().expect("a picture"))).expect("a file");
    }

    /// Goes to an address.
    pub fn open(&mut self, address: &str) {
        self.call("Page.navigate", &json!({ "url": address }));
    }

    /// Works out an expression on the page.
    pub fn eval(&mut self, expression: &str) -> Json {
        self.worked_out(expression).unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    fn worked_out(&mut self, expression: &str) -> Result<Json, Json> {
        let params = json!({ "expression": expression, "returnByValue": true, "userGesture": true });
        Ok(self.ask("Runtime.evaluate", &params)?["result"]["value"].clone())
    }

    /// Works out a promise on the page.
    pub fn eval_later(&mut self, expression: &str) -> Json {
        let params = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let done = self.call("Runtime.evaluate", &params);
        assert!(done["exceptionDetails"].is_null(), "{}", done["exceptionDetails"]);
        done["result"]["value"].clone()
    }

    /// Shows the page as on a screen of this width, in the light or the dark scheme.
    pub fn show_as(&mut self, width: u32, scheme: &str) {
        let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.call("Emulation.setDeviceMetricsOverride", &screen);
        let media = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.call("Emulation.setEmulatedMedia", &json!({ "features": media }));
    }

    /// Waits until an expression is true; a page that is being left is no answer.
    pub fn wait(&mut self, expression: &str) {
        let ends = Instant::now() + PATIENCE;
        while self.worked_out(&format!("Boolean({expression})")) != Ok(json!(true)) {
            if Instant::now() > ends {
                let page = self.eval("location.href + '\\n' + document.documentElement.outerHTML");
                panic!("never came true: {expression}\n{}\n{:?}", page.as_str().unwrap_or_default(), self.complaints);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits for a page whose heading says this.
    pub fn wait_for(&mut self, heading: &str) {
        self.wait(&format!(
            "document.readyState === 'complete' && document.querySelector('h1')?.textContent === {}",
            json!(heading)
        ));
    }

    /// Clicks what a selector finds.
    pub fn click(&mut self, selector: &str) {
        self.wait(&format!("document.querySelector({})", json!(selector)));
        self.eval(&format!("document.querySelector({}).click()", json!(selector)));
    }

    /// Puts files into a field that chooses them.
    pub fn choose(&mut self, selector: &str, files: &[&Path]) {
        let document = self.call("DOM.getDocument", &json!({}))["root"]["nodeId"].clone();
        let node =
            self.call("DOM.querySelector", &json!({ "nodeId": document, "selector": selector }))["nodeId"].clone();
        self.call("DOM.setFileInputFiles", &json!({ "nodeId": node, "files": files }));
    }

    /// Drops files on what a selector finds.
    pub fn drop_on(&mut self, selector: &str, files: &[&Path]) {
        let place = self.eval(&format!(
            "(() => {{ const box = document.querySelector({}).getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2] }})()",
            json!(selector)
        ));
        for kind in ["dragEnter", "dragOver", "drop"] {
            let data = json!({ "items": [], "files": files, "dragOperationsMask": 1 });
            self.call("Input.dispatchDragEvent", &json!({ "type": kind, "x": place[0], "y": place[1], "data": data }));
        }
    }

    /// Presses a key, with the text that it writes.
    pub fn press(&mut self, key: &str, code: u32, text: &str) {
        let mut down = json!({ "type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code });
        if !text.is_empty() {
            down["text"] = json!(text);
        }
        self.call("Input.dispatchKeyEvent", &down);
        self.call(
            "Input.dispatchKeyEvent",
            &json!({ "type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": code }),
        );
    }

    /// Presses Tab until what has the focus fits a selector.
    pub fn tab_to(&mut self, selector: &str) {
        for _ in 0..200 {
            self.press("Tab", 9, "");
            if self.eval(&format!("document.activeElement.matches({})", json!(selector))) == json!(true) {
                return;
            }
        }
        panic!("Tab does not lead to {selector}");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads bytes in base 64, as the protocol has them.
fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.bytes().filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte));
    let (mut bytes, mut bits, mut held) = (Vec::with_capacity(text.len() * 3 / 4), 0, 0_usize);
    for digit in digits {
        (held, bits) = (held << 6 | digit, bits + 6);
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits).expect("eight bits"));
            held &= (1 << bits) - 1;
        }
    }
    bytes
}
