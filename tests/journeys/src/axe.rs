//! The rules of access of axe-core, run in the page as it stands.
//!
//! axe-core is fetched by `cargo xtask test browser` where npm is; it is no part of the site.

use crate::Browser;
use serde_json::{Value, json};
use std::path::PathBuf;

/// The checker of access, read once.
pub struct Axe {
    program: String,
}

impl Axe {
    /// The checker where it is on this machine; else says visibly that what needs it is skipped.
    ///
    /// `LINEWRIGHT_AXE` names its file, and then it must be there.
    pub fn find() -> Option<Axe> {
        let named = std::env::var_os("LINEWRIGHT_AXE").map(PathBuf::from);
        let is_named = named.is_some();
        let file = named.unwrap_or_else(|| xtask::project_root().join("target/tools/axe/node_modules/axe-core/axe.min.js"));
        match std::fs::read_to_string(&file) {
            Ok(program) => Some(Axe { program }),
            Err(problem) if is_named => panic!("{}: {problem}", file.display()),
            Err(_) => {
                println!("skipped: axe-core is not on this machine; `cargo xtask test browser` fetches it where npm is");
                None
            }
        }
    }

    /// Every rule that the page breaks, each with the places where it does.
    pub async fn violations(&self, browser: &Browser) -> Vec<String> {
        if browser.run("return typeof window.axe").await != json!("object") {
            // The developer tools stand outside the page's content policy, which lets no foreign script in.
            browser.devtools("Runtime.evaluate", json!({ "expression": self.program })).await;
        }
        let found = browser
            .run_async(
                "const found = await axe.run(document, { resultTypes: ['violations'] });
                 return found.violations.map((rule) => rule.id + ': ' + rule.nodes.slice(0, 4).map((node) => node.target.join(' ')
                     + ' (' + (node.any.concat(node.all, node.none)[0]?.message ?? rule.help) + ')').join('; '))",
            )
            .await;
        match found {
            Value::Array(rules) => rules.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            other => panic!("axe-core answers {other}"),
        }
    }
}
