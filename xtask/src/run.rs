//! Saying what is done and running other programs, in one voice for all commands.

use std::error::Error;
use std::process::{Command, Stdio};

/// What any step of the build tool may end in; the text is for the person at the terminal.
pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Tells the person at the terminal what happens next.
pub fn say(text: impl AsRef<str>) {
    println!("xtask: {}", text.as_ref());
}

/// Runs a command with its output shown, and fails with `purpose` when it fails.
pub fn run(command: &mut Command, purpose: &str) -> Outcome {
    say(format!("{purpose}: {}", shown(command)));
    let status = command.status().map_err(|problem| format!("{purpose}: {} could not be started: {problem}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{purpose} failed ({status}): {}", shown(command)).into()) }
}

/// What a command prints, or nothing when it is missing or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command as one would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
