//! Asks the linker for what the cut into parts needs, where the page is built to be cut.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bin=linewright=--emit-relocs");
    }
}
