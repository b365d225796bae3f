"""The look at the artefacts, where it is not that of this machine's own: another platform, a release's jar, a limit that is passed."""

import json
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

import artefacts


def platform(*names):
    """The platform of a folder that has the npm packages of these."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            (Path(folder) / f"ecall-{name}-{artefacts.version()}.tgz").touch()
        return artefacts.Platform(Path(folder))


class Platforms(unittest.TestCase):
    def test_each_of_the_list_is_known_with_its_names(self):
        for facts in artefacts.PLATFORMS.values():
            found = platform(facts["npm"])
            for pattern in found.packed().values():
                found.named(pattern)
            for _, place in artefacts.NATIVE.values():
                found.named(place)
        self.assertEqual(platform("win32-x64-msvc").named("{jna}/{uniffi}"), "win32-x86-64/ecall_uniffi.dll")

    def test_what_a_platform_has_not_is_not_missed(self):
        self.assertIn("C library, archive", platform("linux-arm64-gnu").packed())
        self.assertNotIn("C library, archive", platform("darwin-arm64").packed())
        self.assertNotIn("jar", platform("linux-x64-musl").packed())

    def test_none_and_two_are_refused(self):
        for names in ((), ("darwin-x64", "linux-x64-gnu")):
            with self.assertRaises(SystemExit):
                platform(*names)


class Sizes(unittest.TestCase):
    def test_a_jar_with_the_libraries_of_others_is_not_compared(self):
        ours, others = "linux-x86-64/libecall_uniffi.so", "darwin-aarch64/libecall_uniffi.dylib"
        here = platform("linux-x64-gnu")
        self.assertFalse(artefacts.with_others(SimpleNamespace(names=[ours]), here))
        self.assertTrue(artefacts.with_others(SimpleNamespace(names=[ours, others]), here))
        self.assertTrue(any(breach.startswith("jar: ") for breach in artefacts.changed({"jar": 1}, set())))
        self.assertFalse(any(breach.startswith("jar: ") for breach in artefacts.changed({"jar": 1}, {"jar"})))

    def test_a_tenth_more_or_less_is_let_through_and_no_more(self):
        accepted = json.loads(artefacts.SIZES.read_text(encoding="utf-8"))
        for factor, breaches in ((0.89, len(accepted)), (0.91, 0), (1, 0), (1.09, 0), (1.11, len(accepted))):
            sizes = {name: round(size * factor) for name, size in accepted.items()}
            self.assertEqual(len(list(artefacts.changed(sizes, set()))), breaches, factor)

    def test_what_is_over_its_limit_is_a_breach_or_a_warning(self):
        (name, limit), *_ = artefacts.LIMITS.items()
        for let_through in (set(), {name}):
            real, artefacts.OVER = artefacts.OVER, let_through
            try:
                self.assertEqual(len(list(artefacts.beyond_limits({name: limit + 1}))), 0 if let_through else 1)
                self.assertEqual(len(list(artefacts.beyond_limits({name: limit}))), 1 if let_through else 0)
                warned = "".join(artefacts.warnings({name: limit + 1}))
            finally:
                artefacts.OVER = real
            self.assertEqual(f"WARNING: {name} IS OVER ITS LIMIT" in warned, bool(let_through))


if __name__ == "__main__":
    unittest.main()
