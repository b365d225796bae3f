// swift-tools-version:5.9
import PackageDescription

// The library itself is not in the package: `cargo build --release -p ecall-uniffi` makes it, and its folder is given to the
// linker: `swift build -Xlinker -L -Xlinker ../target/built`.
let package = Package(
    name: "Ecall",
    platforms: [.macOS(.v12), .iOS(.v15)],
    products: [.library(name: "Ecall", targets: ["Ecall"])],
    targets: [
        .target(name: "ecallFFI", linkerSettings: [.linkedLibrary("ecall_uniffi")]),
        .target(name: "Ecall", dependencies: ["ecallFFI"]),
    ]
)
