mkdir -p target/try/rust/src target/try/rust/ecall target/try/rust/ecall-codec
tar -xzf dist/crates/ecall-[0-9]*.crate --strip-components 1 -C target/try/rust/ecall
tar -xzf dist/crates/ecall-codec-*.crate --strip-components 1 -C target/try/rust/ecall-codec
cp docs/snippets/rust/manifest.toml target/try/rust/Cargo.toml && cp Cargo.lock target/try/rust/
cp core/client/examples/tutorial.rs target/try/rust/src/main.rs
dist/ecall-mock run -- cargo run --quiet --manifest-path target/try/rust/Cargo.toml
