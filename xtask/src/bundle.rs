//! Fewer, unmistakable files: all style sheets become one, all boot scripts become one, and each worker becomes a script and a program named
//! after the build.
//!
//! Works on the text of the page trunk wrote; it never changes what the files do.

use crate::files::hex;
use crate::run::Outcome;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// The workers: binaries of the package that run beside the page.
pub const WORKERS: [&str; 3] = ["worker", "exchange_worker", "analysis_worker"];

/// What begins the element of a style sheet.
const STYLE: &str = "<link rel=\"stylesheet\" ";

/// Joins the style sheets that the first page needs into one file, those of phases and artefacts (`later` knows their names without the
/// ending) into another, and the deferred scripts into a third; answers the new page. The second style sheet is named in the page but not
/// asked for by it: the boot script does so once the program has started, and a page of its own right away.
pub fn bundle_page(folder: &Path, page: &str, later: &[String]) -> Outcome<String> {
    let is_later = |name: &str| later.iter().any(|stem| name.strip_prefix(stem.as_str()).is_some_and(|rest| rest.starts_with(['.', '-'])));
    let page = join(folder, page, STYLE, ">", "href", "page", "css", &|name| !is_later(name))?;
    let page = join(folder, &page, STYLE, ">", "href", "pages", "css", &is_later)?;
    let page = match page.find(&format!("{STYLE}href=\"./pages-")) {
        Some(at) => {
            let rest = &page[at..];
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let name = value(&rest[..end], "href").unwrap_or_default();
            format!("{}<meta name=\"{LATER_STYLE}\" content=\"{name}\">{}", &page[..at], &rest[end..])
        }
        None => page,
    };
    join(folder, &page, "<script ", "</script>", "src", "boot", "js", &|_| true)
}

/// The name of the mark that holds the address of the style sheet of phases and artefacts.
const LATER_STYLE: &str = "linewright-look";

/// The page with the style sheet of phases and artefacts asked for at once.
pub fn with_later_style(page: &str) -> String {
    let mark = format!("<meta name=\"{LATER_STYLE}\" content=\"");
    let name = page.split(&mark).nth(1).and_then(|rest| rest.split('"').next());
    let link = |name: &str| format!("{STYLE}href=\"{name}\">\n  </head>");
    name.map_or_else(|| page.to_owned(), |name| page.replacen("</head>", &link(name), 1))
}

/// Replaces all elements that begin and end so, and whose file is `taken`, by one at the place of the first, whose file holds the files of
/// all in their order.
#[allow(clippy::too_many_arguments, reason = "the form of one element, its file and where both lie")]
fn join(
    folder: &Path,
    page: &str,
    begin: &str,
    end: &str,
    attribute: &str,
    stem: &str,
    extension: &str,
    taken: &dyn Fn(&str) -> bool,
) -> Outcome<String> {
    let (mut rest, mut before, mut after) = (page, String::new(), String::new());
    let mut content = String::new();
    let mut element = None;
    while let Some(at) = rest.find(begin) {
        let length = rest[at..].find(end).ok_or_else(|| format!("the page has a {begin} without {end}"))? + end.len();
        let found = &rest[at..at + length];
        let name = value(found, attribute)
            .and_then(|url| url.strip_prefix("./"))
            .ok_or_else(|| format!("{found} names no file beside the page"))?;
        if !taken(name) {
            let kept = if element.is_none() { &mut before } else { &mut after };
            kept.push_str(&rest[..at + length]);
            rest = &rest[at + length..];
            continue;
        }
        let text = fs::read_to_string(folder.join(name)).map_err(|problem| format!("{name}: {problem}"))?;
        content.push_str(&without_comments(&text, extension));
        fs::remove_file(folder.join(name))?;
        let kept = if element.is_none() { &mut before } else { &mut after };
        kept.push_str(&rest[..at]);
        element.get_or_insert_with(|| (found.to_owned(), name.to_owned()));
        rest = &rest[at + length..];
    }
    let Some((element, first)) = element else { return Ok(page.to_owned()) };
    let name = format!("{stem}-{}.{extension}", hex(&Sha256::digest(content.as_bytes())[..8]));
    fs::write(folder.join(&name), content)?;
    Ok(format!("{before}{}{after}{rest}", element.replace(&first, &name)))
}

/// A script without the lines that are only comments, or a style sheet without comments; neither with indentation. People read the sources.
pub fn without_comments(text: &str, extension: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        let begins = line.starts_with("/*");
        let one_line = extension == "js" && line.starts_with("//");
        if !(inside || begins || one_line || line.is_empty()) {
            kept.push_str(line);
            kept.push('\n');
        }
        inside = (inside || begins) && !line.ends_with("*/");
    }
    kept
}

/// The value of an attribute in the text of one element.
pub fn value<'a>(element: &'a str, attribute: &str) -> Option<&'a str> {
    let begin = element.find(&format!(" {attribute}=\""))? + attribute.len() + 3;
    element[begin..].split('"').next()
}

/// Makes `worker-<build>.js` and `worker-<build>_bg.wasm` of what trunk wrote for a worker.
pub fn bundle_worker(folder: &Path, worker: &str, build_id: &str) -> Outcome {
    let glue = folder.join(format!("{worker}.js"));
    let script = fs::read_to_string(&glue).map_err(|problem| format!("{}: {problem}", glue.display()))?;
    fs::rename(folder.join(format!("{worker}_bg.wasm")), folder.join(program_of(worker, build_id)))?;
    fs::write(folder.join(format!("{worker}-{build_id}.js")), started(&without_comments(&script, "js"), worker, build_id))?;
    fs::remove_file(glue)?;
    Ok(())
}

fn program_of(worker: &str, build_id: &str) -> String {
    format!("{worker}-{build_id}_bg.wasm")
}

/// A worker's script with what starts its program. Messages that come before it listens are kept for it; a failed start reaches the page as
/// the worker's error event. On a page (where a portal forbids workers) it leaves the promise of its function `here` instead.
fn started(script: &str, worker: &str, build_id: &str) -> String {
    let program = program_of(worker, build_id);
    format!(
        "(() => {{
{script}
  const load = (place) => wasm_bindgen({{ module_or_path: new URL('./{program}', place) }});
  if (self.document) {{
    self.linewrightPrograms ??= {{}};
    self.linewrightPrograms['{worker}-{build_id}.js'] = load(document.currentScript.src).then(() => wasm_bindgen.here);
    return;
  }}
  const early = [];
  const keep = (event) => {{ event.stopImmediatePropagation(); early.push(event); }};
  self.addEventListener('message', keep);
  load(self.location.href).then(() => {{
    self.removeEventListener('message', keep);
    for (const {{ data, ports }} of early) self.dispatchEvent(new MessageEvent('message', {{ data, ports: [...ports] }}));
  }}, (error) => setTimeout(() => {{ throw error; }}));
}})();
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("linewright-bundle-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn style_sheets_and_scripts_are_joined_in_their_order() {
        let folder = scratch("join");
        for (name, text) in [("a.css", "/* why\nso */\na{}"), ("b.css", "  b{}"), ("x.js", "// Why.\n  x()"), ("y.js", "y() // so\n")] {
            fs::write(folder.join(name), text).unwrap();
        }
        let page = r#"<head><link rel="stylesheet" href="./a.css"/><title>T</title><link rel="stylesheet" href="./b.css"/><script src="./x.js" defer=""></script><script src="./y.js" defer=""></script></head>"#;
        let page = bundle_page(&folder, page, &[]).unwrap();
        let style = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .find(|name| name.ends_with(".css"))
            .unwrap();
        assert_eq!(fs::read_to_string(folder.join(&style)).unwrap(), "a{}\nb{}\n");
        assert_eq!(page.matches("stylesheet").count(), 1);
        assert!(page.contains(&format!(r#"<link rel="stylesheet" href="./{style}"/><title>T</title><script src="./boot-"#)), "{page}");
        assert!(page.ends_with("</script></head>"));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn style_of_phases_is_named_and_asked_for_by_their_own_pages() {
        let folder = scratch("later");
        for (name, text) in [("a-1f.css", "a{}"), ("demand-2f.css", "d{}"), ("b-3f.css", "b{}")] {
            fs::write(folder.join(name), text).unwrap();
        }
        let page = r#"<head><link rel="stylesheet" href="./a-1f.css"/><link rel="stylesheet" href="./demand-2f.css"/><link rel="stylesheet" href="./b-3f.css"/></head>"#;
        let page = bundle_page(&folder, page, &["demand".to_owned()]).unwrap();
        assert_eq!((page.matches("stylesheet").count(), page.matches("linewright-look").count()), (1, 1), "{page}");
        let own = with_later_style(&page);
        let name = own.split("href=\"./pages-").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert_eq!(fs::read_to_string(folder.join(format!("pages-{name}"))).unwrap(), "d{}\n");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_page_that_names_a_file_elsewhere_is_refused() {
        let folder = scratch("elsewhere");
        assert!(bundle_page(&folder, r#"<link rel="stylesheet" href="https://example.org/a.css"/>"#, &[]).is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
