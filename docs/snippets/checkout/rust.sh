mkdir -p target/try && cp -R dist/first/rust target/try/ && mkdir -p target/try/rust/ecall target/try/rust/ecall-codec
tar -xzf dist/crates/ecall-[0-9]*.crate --strip-components 1 -C target/try/rust/ecall
tar -xzf dist/crates/ecall-codec-*.crate --strip-components 1 -C target/try/rust/ecall-codec
dist/ecall-mock run -- cargo run --quiet --manifest-path target/try/rust/Cargo.toml
