//! What the runner needs of the machine it runs on: arguments, files, a clock, a place to print. Native and in V8 alike.

/// Words after the program's name.
pub fn arguments() -> Vec<String> {
    inner::arguments()
}

/// The whole text of a file.
pub fn read(path: &str) -> Result<String, String> {
    inner::read(path)
}

/// Milliseconds since any fixed moment: on the wall, or those in which this thread was computing.
///
/// The latter where the system tells (Linux); it is what to compare by while others use the machine too.
pub fn now(computing: bool) -> f64 {
    let nanoseconds = if computing { inner::read("/proc/thread-self/schedstat").ok() } else { None };
    let nanoseconds = nanoseconds.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(inner::now, |nanoseconds| nanoseconds / 1e6)
}

/// KiB of memory taken from the machine so far; zero where that is not told.
pub fn memory_kib() -> usize {
    inner::memory_kib()
}

/// Prints a line at once.
pub fn print(line: &str) {
    inner::print(line);
}

/// Which of several threads of V8 on the same problems this is.
#[cfg(target_arch = "wasm32")]
pub fn seat() -> u64 {
    inner::number("seat") as u64
}

/// Hands an offer to the other threads of V8.
#[cfg(target_arch = "wasm32")]
pub fn tell(offer: &str) {
    inner::tell(offer);
}

/// Waits for the offers of the other threads of V8: a JSON list.
#[cfg(target_arch = "wasm32")]
pub fn hear() -> String {
    inner::hear()
}

/// Says that this thread of V8 has ended with a problem, and waits for the others.
#[cfg(target_arch = "wasm32")]
pub fn leave() {
    inner::leave();
}

#[cfg(not(target_arch = "wasm32"))]
mod inner {
    #![allow(clippy::disallowed_methods, reason = "a measurement looks at the clock")]

    use std::io::Write;
    use std::sync::LazyLock;
    use std::time::Instant;

    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

    pub fn arguments() -> Vec<String> {
        std::env::args().skip(1).collect()
    }

    pub fn read(path: &str) -> Result<String, String> {
        std::fs::read_to_string(path).map_err(|problem| format!("{path}: {problem}"))
    }

    pub fn now() -> f64 {
        BEGAN.elapsed().as_secs_f64() * 1000.0
    }

    pub fn memory_kib() -> usize {
        0
    }

    pub fn print(line: &str) {
        // Nobody listens any more: the measurement is worth nothing, and ends with its reader.
        drop(writeln!(std::io::stdout(), "{line}"));
    }
}

/// `run.cjs` puts an object `host` with functions of these names where they are found here.
#[cfg(target_arch = "wasm32")]
mod inner {
    use js_sys::{Array, Function, Reflect};
    use wasm_bindgen::{JsCast, JsValue};

    fn call(name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
        let host = Reflect::get(&js_sys::global(), &"host".into())?;
        Reflect::get(&host, &name.into())?.dyn_into::<Function>()?.call1(&host, argument)
    }

    pub fn arguments() -> Vec<String> {
        let words = call("arguments", &JsValue::UNDEFINED).unwrap_or_default();
        Array::from(&words).iter().filter_map(|word| word.as_string()).collect()
    }

    pub fn read(path: &str) -> Result<String, String> {
        let text = call("read", &path.into()).map_err(|problem| format!("{path}: {problem:?}"))?;
        text.as_string().ok_or_else(|| format!("{path} is no text"))
    }

    pub fn now() -> f64 {
        number("now")
    }

    pub fn number(name: &str) -> f64 {
        call(name, &JsValue::UNDEFINED).ok().and_then(|number| number.as_f64()).unwrap_or(f64::NAN)
    }

    pub fn tell(offer: &str) {
        drop(call("tell", &offer.into()));
    }

    pub fn hear() -> String {
        call("hear", &JsValue::UNDEFINED).ok().and_then(|offers| offers.as_string()).unwrap_or_default()
    }

    pub fn leave() {
        drop(call("leave", &JsValue::UNDEFINED));
    }

    pub fn memory_kib() -> usize {
        64 * core::arch::wasm32::memory_size::<0>()
    }

    pub fn print(line: &str) {
        drop(call("print", &line.into()));
    }
}
