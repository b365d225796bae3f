//! Gives libFuzzer's octets to the target of this name.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| ecall_codec_fuzz::smpp::receipt(octets));
