//! Writes the Kotlin or Swift sources of the library: `uniffi-bindgen generate --language kotlin --out-dir DIR LIBRARY`.

fn main() {
    uniffi::uniffi_bindgen_main();
}
