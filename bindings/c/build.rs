//! Gives the shared library the name under which it is installed, and programs that link it ask for.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // The number is ECALL_ABI_VERSION; tests/c/test.sh compares the two.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libecall.so.0");
    }
}
