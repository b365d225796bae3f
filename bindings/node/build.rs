//! Linker arguments of an addon: on macOS its symbols of Node are found when it is loaded.

fn main() {
    napi_build::setup();
}
