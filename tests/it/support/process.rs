//! A child process that speaks in lines: what it printed can be waited for, and it ends with its value.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

#[derive(Default)]
struct Heard {
    lines: Vec<Value>,
    ended: bool,
}

/// A child that writes one JSON document a line.
pub struct Talker {
    name: String,
    child: Child,
    input: Option<ChildStdin>,
    heard: Arc<(Mutex<Heard>, Condvar)>,
}

impl Talker {
    /// Starts it, with its standard error in the test's own.
    pub fn start(name: &str, mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{name} did not start: {error}"));
        let output = BufReader::new(child.stdout.take().unwrap());
        let heard = Arc::new((Mutex::new(Heard::default()), Condvar::new()));
        let shared = heard.clone();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if let Ok(value) = serde_json::from_str(&line) {
                    shared.0.lock().unwrap().lines.push(value);
                    shared.1.notify_all();
                }
            }
            shared.0.lock().unwrap().ended = true;
            shared.1.notify_all();
        });
        Self { name: name.into(), input: child.stdin.take(), child, heard }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Writes one line; a child that has ended does not make it fail.
    pub fn say(&mut self, line: &str) {
        if let Some(input) = &mut self.input {
            let _ = writeln!(input, "{line}").and_then(|()| input.flush());
        }
    }

    /// The first line for which `find` has a value, among those printed so far or within the time.
    #[track_caller]
    pub fn wait<T>(&self, what: &str, seconds: u64, mut find: impl FnMut(&Value) -> Option<T>) -> T {
        let deadline = Instant::now() + Duration::from_secs(seconds);
        let mut seen = 0;
        let mut heard = self.heard.0.lock().unwrap();
        loop {
            while let Some(line) = heard.lines.get(seen) {
                if let Some(value) = find(line) {
                    return value;
                }
                seen += 1;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let last: Vec<String> = heard.lines.iter().rev().take(5).map(|line| line.to_string().chars().take(400).collect()).collect();
            assert!(!heard.ended, "{} ended while {what} was waited for; its last lines: {last:#?}", self.name);
            assert!(!left.is_zero(), "{}: waited {seconds} s in vain for {what}; its last lines: {last:#?}", self.name);
            heard = self.heard.1.wait_timeout(heard, left).unwrap().0;
        }
    }

    /// All lines so far.
    pub fn lines(&self) -> Vec<Value> {
        self.heard.0.lock().unwrap().lines.clone()
    }

    /// Ends its input and waits for it to end by itself; its exit status.
    #[track_caller]
    pub fn end(&mut self, seconds: u64) -> Option<i32> {
        self.input = None;
        self.ended(seconds)
    }

    /// Waits for it to end by itself; its exit status, `None` where a signal ended it.
    #[track_caller]
    pub fn ended(&mut self, seconds: u64) -> Option<i32> {
        let (name, child) = (self.name.clone(), &mut self.child);
        super::until(&format!("{name} to end"), seconds, || child.try_wait().unwrap()).code()
    }

    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Talker {
    fn drop(&mut self) {
        self.input = None;
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(30));
        }
        self.kill();
    }
}

/// Sends a signal to one process.
pub fn signal(pid: u32, name: &str) {
    let done = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status().unwrap();
    assert!(done.success(), "kill -{name} {pid}");
}
