package ecall

import java.util.Locale

/** The platforms that there may be a library for, as JNA names them. */
private val PLATFORMS = listOf(
    "linux-x86-64" to "libecall_uniffi.so",
    "linux-aarch64" to "libecall_uniffi.so",
    "darwin-x86-64" to "libecall_uniffi.dylib",
    "darwin-aarch64" to "libecall_uniffi.dylib",
    "win32-x86-64" to "ecall_uniffi.dll",
)

/** Says of a library that could not be loaded where this is, and which platforms the jar has one for. */
internal fun explained(problem: LinkageError): UnsatisfiedLinkError {
    val there = PLATFORMS.filter { (platform, file) -> Client::class.java.getResource("/$platform/$file") != null }
    val names = there.joinToString { it.first }.ifEmpty { "none" }
    val what = if (here() in there.map { it.first }) "ecall's library for ${here()} cannot be loaded" else "ecall has no library for ${here()}"
    val error = UnsatisfiedLinkError("$what; this jar has $names. A library elsewhere is named by -Djna.library.path=FOLDER")
    error.initCause(problem)
    return error
}

/** This platform as JNA names it. Not asked of JNA, which may be what could not be loaded. */
private fun here(): String {
    val system = System.getProperty("os.name").lowercase(Locale.ROOT)
    val name = when {
        system.startsWith("mac") -> "darwin"
        system.startsWith("windows") -> "win32"
        else -> system
    }
    val machine = when (val arch = System.getProperty("os.arch").lowercase(Locale.ROOT)) {
        "amd64", "x86_64" -> "x86-64"
        "arm64" -> "aarch64"
        else -> arch
    }
    return "$name-$machine"
}
