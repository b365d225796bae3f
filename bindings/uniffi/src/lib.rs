//! The uniffi face of ecall for the JVM and Swift.
