//! ChromeDriver as a process of the test's own, on a free port.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// It takes a port that is free for one protocol, and ends when another program has the same port for the other; so it is started again.
const STARTS: usize = 5;

/// A running ChromeDriver; it and the browsers it started end when it is dropped.
pub struct Driver {
    process: Child,
    port: u16,
    session: Option<String>,
}

impl Driver {
    /// Starts `CHROMEDRIVER`, else `chromedriver`, and waits until it says its port.
    pub fn start() -> Driver {
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut command = Command::new(&program);
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        for _ in 0..STARTS {
            let mut process = command
                .spawn()
                .unwrap_or_else(|problem| panic!("{program} could not be started ({problem}); `cargo xtask test browser` installs it"));
            let mut lines = BufReader::new(process.stdout.take().unwrap_or_else(|| panic!("{program} has no output"))).lines();
            let port = lines
                .by_ref()
                .map_while(Result::ok)
                .find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok());
            let Some(port) = port else {
                let _ = process.wait();
                continue;
            };
            // What it says later is thrown away, so that it never waits for a reader.
            std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
            return Driver { process, port, session: None };
        }
        panic!("{program} ended {STARTS} times without saying its port")
    }

    /// Where it takes commands.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Remembers which session to end, in case the test panics.
    pub fn set_session(&mut self, session: Option<String>) {
        self.session = session;
    }

    /// Asks for the end of the session, which ends its browser.
    fn end_session(&mut self) -> std::io::Result<()> {
        let Some(session) = self.session.take() else { return Ok(()) };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            self.port
        )?;
        stream.read_to_end(&mut Vec::new())?;
        Ok(())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.end_session());
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
