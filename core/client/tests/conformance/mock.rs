//! The mock server as a process, and its control interface.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

pub struct Mock {
    /// Where it serves and is controlled, as it said when it was ready.
    pub ready: Value,
    agent: ureq::Agent,
    process: Child,
}

impl Mock {
    pub fn start() -> Self {
        let program = std::env::var_os("ECALL_MOCK_BIN").map_or_else(built_beside, PathBuf::from);
        let mut process = Command::new(&program)
            .args(["serve", "--exit-with-stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|problem| panic!("{}: {problem}", program.display()));
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("its output is piped"))
            .read_line(&mut line)
            .expect("a line");
        let ready = serde_json::from_str(&line).expect("the mock says in JSON that it is ready");
        let agent = ureq::Agent::config_builder().proxy(None).build().into();
        Self { ready, agent, process }
    }

    /// Where an interface listens.
    pub fn url(&self, interface: &str) -> &str {
        self.ready[format!("{interface}_url")].as_str().expect("the URL of an interface")
    }

    pub fn rest_url(&self) -> &str {
        self.url("rest")
    }

    pub fn control_url(&self) -> &str {
        self.ready["control_url"].as_str().expect("a control_url")
    }

    pub fn ca_file(&self) -> &str {
        self.ready["ca_file"].as_str().expect("a ca_file")
    }

    pub fn get(&self, path: &str) -> Result<Value, String> {
        let answer = self.agent.get(self.control(path)).call();
        answer
            .and_then(|mut answer| answer.body_mut().read_json())
            .map_err(|problem| format!("GET {path}: {problem}"))
    }

    pub fn post(&self, path: &str, json: &Value) -> Result<Value, String> {
        let answer = self.agent.post(self.control(path)).send_json(json);
        answer
            .and_then(|mut answer| answer.body_mut().read_json())
            .map_err(|problem| format!("POST {path}: {problem}"))
    }

    pub fn put(&self, path: &str, json: &Value) -> Result<(), String> {
        let answer = self.agent.put(self.control(path)).send_json(json);
        answer.map(drop).map_err(|problem| format!("PUT {path}: {problem}"))
    }

    pub fn delete(&self, path: &str) -> Result<(), String> {
        self.agent
            .delete(self.control(path))
            .call()
            .map(drop)
            .map_err(|problem| format!("DELETE {path}: {problem}"))
    }

    fn control(&self, path: &str) -> String {
        format!("{}/_mock/{path}", self.control_url())
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// The mock that cargo built into the same target folder as this test.
fn built_beside() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let profile = test.parent().and_then(|deps| deps.parent()).expect("target/PROFILE/deps");
    profile.join("ecall-mock")
}
