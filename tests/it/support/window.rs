//! The real window through WebKitWebDriver, by roles and accessible names (scripts/by_role.js finds them in the page).

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64::Engine;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Desktop, TACKROOM, block, http, logs, until};

const BY_ROLE: &str = include_str!("../../../scripts/by_role.js");
/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long a thing on screen may take on a busy machine before it counts as missing.
const PATIENCE: u64 = 30;

/// Keys as WebDriver writes them.
pub mod keys {
    pub const ENTER: &str = "\u{e007}";
    pub const ESCAPE: &str = "\u{e00c}";
    pub const TAB: &str = "\u{e004}";
    pub const SHIFT: &str = "\u{e008}";
    pub const CONTROL: &str = "\u{e009}";
    pub const ALT: &str = "\u{e00a}";
    pub const DOWN: &str = "\u{e015}";
    pub const F6: &str = "\u{e036}";
}

/// One window under test; its driver and program end with it.
pub struct Window {
    driver: Child,
    base: String,
    session: String,
    pub profile: PathBuf,
}

/// An element of the page, as WebDriver names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Element(Value);

impl serde::Serialize for Element {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A rectangle in CSS pixels of the viewport.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Window {
    /// Opens the program on a profile.
    pub fn open(desktop: &Desktop, profile: &Path) -> Self {
        Self::with(desktop, profile, &[], &[])
    }

    pub fn with(desktop: &Desktop, profile: &Path, args: &[&str], env: &[(&str, &str)]) -> Self {
        Self::of(Path::new(TACKROOM), desktop, profile, args, env)
    }

    /// Of a program that ends up opening Tackroom's window.
    pub fn of(program: &Path, desktop: &Desktop, profile: &Path, args: &[&str], env: &[(&str, &str)]) -> Self {
        let port = super::proxy::free_port();
        let log = std::fs::File::create(profile.with_extension("driver.log")).unwrap();
        let driver = desktop
            .command("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(env.iter().copied())
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut this = Self { driver, base: format!("http://127.0.0.1:{port}"), session: String::new(), profile: profile.to_owned() };
        until("WebKitWebDriver", 20, || this.request(Method::GET, "/status", None).ok());
        let mut all = vec!["--profile".to_owned(), profile.to_string_lossy().into_owned()];
        all.extend(args.iter().map(|arg| (*arg).to_owned()));
        let options = json!({ "webkitgtk:browserOptions": { "binary": program, "args": all } });
        let answer = this
            .request(Method::POST, "/session", Some(&json!({ "capabilities": { "alwaysMatch": options } })))
            .unwrap_or_else(|error| panic!("no session: {error}; {}", this.log()));
        this.session = answer["sessionId"].as_str().unwrap().to_owned();
        this
    }

    /// What the program and the driver said.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.profile.with_extension("driver.log")).unwrap_or_default()
    }

    fn request(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let mut request = http().request(method, format!("{}{path}", self.base)).timeout(Duration::from_secs(60));
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer: Value = block(async move { request.send().await?.json().await }).map_err(|error: reqwest::Error| error.to_string())?;
        match answer["value"]["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", answer["value"]["message"])),
            None => Ok(answer["value"].clone()),
        }
    }

    fn session(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, String> {
        self.request(method, &format!("/session/{}{path}", self.session), body)
    }

    /// Runs JavaScript in the page; `arguments` are its own.
    #[track_caller]
    pub fn script(&self, code: &str, arguments: Value) -> Value {
        self.try_script(code, arguments).unwrap_or_else(|error| panic!("script failed: {error}"))
    }

    fn try_script(&self, code: &str, arguments: Value) -> Result<Value, String> {
        self.session(Method::POST, "/execute/sync", Some(&json!({ "script": code, "args": arguments })))
    }

    /// What the page tells of an element: nothing where the element was replaced meanwhile, and whoever waits asks again.
    #[track_caller]
    fn told(&self, code: &str, element: &Element) -> Value {
        match self.try_script(code, json!([element.0])) {
            Err(error) if error.starts_with("stale element reference") => Value::Null,
            told => told.unwrap_or_else(|error| panic!("script failed: {error}")),
        }
    }

    /// Everything shown now that has this role and name; `name` "" for any, "/…/" for a regular expression.
    pub fn all(&self, role: &str, name: &str) -> Vec<Element> {
        self.all_in(None, role, name)
    }

    pub fn all_in(&self, root: Option<&Element>, role: &str, name: &str) -> Vec<Element> {
        let name = if name.is_empty() { Value::Null } else { json!(name) };
        let root = root.map_or(Value::Null, |element| element.0.clone());
        let found = self.try_script(&format!("{BY_ROLE}\nreturn byRole(...arguments);"), json!([root, role, name]));
        // A page that is just being replaced has no answer; whoever waits asks again.
        found.ok().and_then(|all| all.as_array().cloned()).unwrap_or_default().into_iter().map(Element).collect()
    }

    /// The first such element, once it is there.
    #[track_caller]
    pub fn get(&self, role: &str, name: &str) -> Element {
        match super::before(PATIENCE, || self.all(role, name).into_iter().next()) {
            Some(element) => element,
            None => panic!("no {role} “{name}” within {PATIENCE} s; shown: {}", self.shown()),
        }
    }

    #[track_caller]
    pub fn get_in(&self, root: &Element, role: &str, name: &str) -> Element {
        until(&format!("{role} “{name}” inside"), PATIENCE, || self.all_in(Some(root), role, name).into_iter().next())
    }

    /// What all such elements say or hold, found and read in one look: the page may draw any of them anew at any time.
    pub fn texts(&self, role: &str, name: &str) -> Vec<String> {
        let code = format!("{BY_ROLE}\nreturn byRole(document, ...arguments).map(e => e.value ?? e.innerText);");
        let found = self.try_script(&code, json!([role, name])).ok();
        serde_json::from_value(found.unwrap_or_default()).unwrap_or_default()
    }

    pub fn has(&self, role: &str, name: &str) -> bool {
        !self.all(role, name).is_empty()
    }

    /// Waits until there is no such element.
    #[track_caller]
    pub fn gone(&self, role: &str, name: &str) {
        until(&format!("{role} “{name}” to go"), PATIENCE, || self.all(role, name).is_empty().then_some(()));
    }

    /// Buttons, headings and such by name: for the words of a failure.
    fn shown(&self) -> String {
        let code = format!(
            "{BY_ROLE}\nreturn ['main','dialog','alertdialog','alert','region','navigation','button','textbox','article'].map(\
             r => r + ': ' + byRole(document, r, null).map(nameOf).join(' | ')).join('; ')"
        );
        self.try_script(&code, json!([])).map_or_else(|error| error, |text| text.as_str().unwrap_or_default().to_owned())
    }

    /// Clicks once the element stands still, as a person does who aims first.
    #[track_caller]
    pub fn click(&self, element: &Element) {
        let mut last = String::new();
        let done = super::before(10, || self.try_click(element).map_err(|error| last = error).ok());
        assert!(done.is_some(), "could not click: {last}");
    }

    fn try_click(&self, element: &Element) -> Result<(), String> {
        let id = element.0[ELEMENT].as_str().unwrap();
        self.still(element)?;
        // A press there would be taken for done.
        if self.try_script("return arguments[0].matches(':disabled')", json!([element.0]))? == json!(true) {
            return Err("it is disabled".to_owned());
        }
        self.session(Method::POST, &format!("/element/{id}/click"), Some(&json!({}))).map(|_| ())
    }

    /// Waits until an element keeps its place from one look to the next.
    fn still(&self, element: &Element) -> Result<(), String> {
        let place = || self.try_script("const r = arguments[0].getBoundingClientRect(); return [r.x, r.y]", json!([element.0]));
        let mut last = place()?;
        for _ in 0..60 {
            std::thread::sleep(Duration::from_millis(50));
            let now = place()?;
            if now == last {
                return Ok(());
            }
            last = now;
        }
        Err("it does not stand still".to_owned())
    }

    /// Finds and clicks; finds anew where the page drew the element again in between.
    #[track_caller]
    pub fn press(&self, role: &str, name: &str) {
        self.press_found(role, name, || self.all(role, name).into_iter().next());
    }

    /// The same inside an element.
    #[track_caller]
    pub fn press_in(&self, root: &Element, role: &str, name: &str) {
        self.press_found(role, name, || self.all_in(Some(root), role, name).into_iter().next());
    }

    #[track_caller]
    fn press_found(&self, role: &str, name: &str, find: impl Fn() -> Option<Element>) {
        let mut last = "it is not there".to_owned();
        let done = super::before(PATIENCE, || {
            let element = find()?;
            self.try_click(&element).map_err(|error| last = error).ok()
        });
        assert!(done.is_some(), "could not press {role} “{name}”: {last}; shown: {}", self.shown());
    }

    /// Types into an element, after what it holds.
    #[track_caller]
    pub fn type_into(&self, element: &Element, text: &str) {
        let id = element.0[ELEMENT].as_str().unwrap();
        self.session(Method::POST, &format!("/element/{id}/value"), Some(&json!({ "text": text }))).unwrap();
    }

    /// Finds a field by its role and name, and types.
    #[track_caller]
    pub fn fill(&self, role: &str, name: &str, text: &str) {
        let element = self.get(role, name);
        self.type_into(&element, text);
    }

    /// Keys pressed one after the other on whatever has the focus; with `held` (CONTROL…) down all the while.
    #[track_caller]
    pub fn keys(&self, held: &str, text: &str) {
        let mut actions: Vec<Value> = held.chars().map(|key| json!({ "type": "keyDown", "value": key })).collect();
        for key in text.chars() {
            actions.push(json!({ "type": "keyDown", "value": key }));
            actions.push(json!({ "type": "keyUp", "value": key }));
        }
        actions.extend(held.chars().map(|key| json!({ "type": "keyUp", "value": key })));
        self.actions(&json!([{ "type": "key", "id": "keyboard", "actions": actions }]));
    }

    #[track_caller]
    pub fn actions(&self, actions: &Value) {
        self.session(Method::POST, "/actions", Some(&json!({ "actions": actions }))).unwrap();
    }

    /// Turns the wheel at a point of the viewport.
    #[track_caller]
    pub fn wheel(&self, x: i64, y: i64, down: i64) {
        let scroll = json!({ "type": "scroll", "x": x, "y": y, "deltaX": 0, "deltaY": down, "duration": 0, "origin": "viewport" });
        self.actions(&json!([{ "type": "wheel", "id": "wheel", "actions": [scroll] }]));
    }

    /// Presses the mouse on one element and moves it onto another; the button stays down until [`Window::drop_it`].
    #[track_caller]
    pub fn drag_over(&self, from: &Element, to: &Element) {
        self.still(from).unwrap();
        let (a, b) = (self.rect(from), self.rect(to));
        let at = |r: Rect, dx: f64| {
            json!({ "type": "pointerMove", "duration": 120, "origin": "viewport",
            "x": (r.x + r.width / 2.0 + dx) as i64, "y": (r.y + (r.height / 2.0).min(80.0)) as i64 })
        };
        self.mouse(&json!([at(a, 0.0), { "type": "pointerDown", "button": 0 }, at(a, 12.0), at(b, -6.0), at(b, 0.0)]));
    }

    /// Lets the mouse's button go where it is.
    #[track_caller]
    pub fn drop_it(&self) {
        self.mouse(&json!([{ "type": "pointerUp", "button": 0 }]));
    }

    #[track_caller]
    fn mouse(&self, steps: &Value) {
        self.actions(&json!([{ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": steps }]));
    }

    /// Puts the focus on an element.
    #[track_caller]
    pub fn focus(&self, element: &Element) {
        self.script("arguments[0].focus()", json!([element.0]));
    }

    /// Replaces what a field holds.
    #[track_caller]
    pub fn refill(&self, role: &str, name: &str, text: &str) {
        let field = self.get(role, name);
        self.script("arguments[0].focus(); arguments[0].select()", json!([field.0]));
        self.type_into(&field, text);
    }

    #[track_caller]
    pub fn rect(&self, element: &Element) -> Rect {
        let code = "const r = arguments[0].getBoundingClientRect(); return [r.x, r.y, r.width, r.height];";
        let r = self.script(code, json!([element.0]));
        let at = |i: usize| r[i].as_f64().unwrap();
        Rect { x: at(0), y: at(1), width: at(2), height: at(3) }
    }

    #[track_caller]
    pub fn text(&self, element: &Element) -> String {
        self.told("return arguments[0].innerText", element).as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn value(&self, element: &Element) -> String {
        self.told("return arguments[0].value", element).as_str().unwrap_or_default().to_owned()
    }

    /// The accessible name by the rules of by_role.js.
    #[track_caller]
    pub fn name(&self, element: &Element) -> String {
        self.told(&format!("{BY_ROLE}\nreturn nameOf(arguments[0])"), element).as_str().unwrap_or_default().to_owned()
    }

    /// Role and name as WebKit's own accessibility tree has them.
    #[track_caller]
    pub fn computed(&self, element: &Element) -> (String, String) {
        let id = element.0[ELEMENT].as_str().unwrap();
        let ask =
            |what: &str| self.session(Method::GET, &format!("/element/{id}/{what}"), None).unwrap().as_str().unwrap_or_default().to_owned();
        (ask("computedrole"), ask("computedlabel"))
    }

    /// Whether all pictures inside an element are drawn.
    #[track_caller]
    pub fn pictures_drawn(&self, element: &Element) -> bool {
        let code = "const all = [...arguments[0].querySelectorAll('img')]; return all.length > 0 && all.every(i => i.complete && i.naturalWidth > 0)";
        self.told(code, element) == true
    }

    /// Lets a file go over an element, as a desktop's file manager does: `dragover`, then `drop`.
    #[track_caller]
    pub fn drop_file(&self, onto: &Element, name: &str, kind: &str, bytes: &[u8]) {
        let code = "const [onto, name, type, base64] = arguments;
            const data = new DataTransfer();
            data.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name, { type }));
            for (const kind of ['dragover', 'drop'])
                onto.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));";
        self.script(code, json!([onto.0, name, kind, base64::engine::general_purpose::STANDARD.encode(bytes)]));
    }

    /// Makes the page so many CSS pixels large.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        self.session(Method::POST, "/window/rect", Some(&json!({ "x": 0, "y": 0, "width": width, "height": height }))).unwrap();
        until(&format!("a page of {width}x{height}"), 15, || {
            let size = self.script("return [innerWidth, innerHeight]", json!([]));
            (size == json!([width, height])).then_some(())
        });
    }

    pub fn screenshot(&self, file: &Path) {
        match self.session(Method::GET, "/screenshot", None) {
            Ok(picture) => {
                let bytes = base64::engine::general_purpose::STANDARD.decode(picture.as_str().unwrap_or_default()).unwrap_or_default();
                let _ = std::fs::write(file, bytes);
            }
            Err(error) => eprintln!("no screenshot: {error}"),
        }
    }

    /// The program's process.
    pub fn pid(&self) -> Option<u32> {
        let done = Command::new("pgrep").args(["-P", &self.driver.id().to_string(), "-x", "tackroom"]).output().unwrap();
        String::from_utf8_lossy(&done.stdout).lines().next().and_then(|line| line.parse().ok())
    }

    /// Ends the program as the end of a desktop's session does: what was done in the window is stored first. (The driver's own
    /// end of a session is a SIGKILL.)
    pub fn close(self) -> PathBuf {
        if let Some(pid) = self.pid() {
            super::process::signal(pid, "TERM");
            until("the program to end", 60, || (!Path::new(&format!("/proc/{pid}")).exists()).then_some(()));
        }
        let _ = self.session(Method::DELETE, "", None);
        self.profile.clone()
    }

    /// SIGKILL of the program.
    pub fn kill(self) -> PathBuf {
        if let Some(pid) = self.pid() {
            super::process::signal(pid, "KILL");
            until("the program to end", 10, || (!Path::new(&format!("/proc/{pid}")).exists()).then_some(()));
        }
        self.profile.clone()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let name = std::thread::current().name().unwrap_or("test").replace("::", "-");
            self.screenshot(&logs().join(format!("{name}.png")));
            let log = self.log();
            eprintln!("the window's words: {}", log.get(log.len().saturating_sub(3000)..).unwrap_or(&log));
        }
        let _ = self.session(Method::DELETE, "", None);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
