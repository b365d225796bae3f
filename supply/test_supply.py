"""The checks find what they are there to find: each rule is broken once."""

import copy
import re
import unittest

import crates
import features
import notices
import policy
import spdx

REGISTRY = "registry+https://host/index"


def package(name="x", version="1.0.0", licence="MIT", source=REGISTRY, rust=None, needs=(), repository="https://host/x"):
    needs = [dict(zip(("name", "req", "path", "registry"), need)) for need in needs]
    return {
        **{"name": name, "version": version, "license": licence, "source": source, "rust_version": rust},
        **{"dependencies": needs, "repository": repository, "authors": ["A. Author <a@host>"]},
    }


OURS = package("ecall", source=None, rust="1.88")


class Expressions(unittest.TestCase):
    def test_a_choice_is_met_by_one_and_a_conjunction_by_all(self):
        for expression, met in {
            "MIT": True,
            "GPL-3.0": False,
            "MIT OR GPL-3.0": True,
            "GPL-3.0/MIT": True,
            "GPL-3.0 / MIT": True,
            "MIT AND GPL-3.0": False,
            "(Apache-2.0 OR GPL-3.0) AND MIT": True,
            "Apache-2.0 OR GPL-3.0 AND MIT": True,
            "GPL-3.0 OR GPL-2.0 AND MIT": False,
            "Apache-2.0 WITH LLVM-exception": False,
        }.items():
            self.assertEqual(spdx.met(spdx.parse(expression), {"MIT", "Apache-2.0"}), met, expression)

    def test_what_is_no_expression_is_refused(self):
        for wrong in ("", "MIT OR", "(MIT", "MIT)", "MIT Apache-2.0", "OR"):
            with self.assertRaises(ValueError, msg=wrong):
                spdx.parse(wrong)

    def test_of_a_choice_the_first_of_the_order_is_used(self):
        for expression, used in {
            "MIT OR Apache-2.0": {"Apache-2.0"},
            "Unlicense OR MIT": {"MIT"},
            "(MIT OR Apache-2.0) AND BSD-3-Clause": {"Apache-2.0", "BSD-3-Clause"},
            "BSD-3-Clause OR MIT AND Zlib": {"BSD-3-Clause"},
        }.items():
            self.assertEqual(spdx.chosen(spdx.parse(expression), ["Apache-2.0", "MIT"]), used, expression)


class Policy(unittest.TestCase):
    policy = {
        "licenses": {"allow": ["MIT"], "exceptions": [{"crate": "roots", "allow": ["CDLA-Permissive-2.0"]}]},
        "bans": {"skip": [{"crate": "old@1.0.0"}], "deny": [{"crate": "heavy", "reason": "it is heavy"}]},
    }
    fine = [OURS, package("roots", licence="CDLA-Permissive-2.0"), package("old"), package("old", "2.0.0")]

    def breaches(self, *more, without=None):
        return policy.breaches([*(found for found in self.fine if crates.key(found) != without), *more], self.policy)

    def test_what_is_allowed_passes(self):
        self.assertEqual(self.breaches(), [])

    def test_each_breach_is_found(self):
        for breach, more in {
            "licence GPL-3.0 is not allowed": package(licence="GPL-3.0"),
            "licence CDLA-Permissive-2.0 is not allowed": package(licence="CDLA-Permissive-2.0"),
            "names no licence": package(licence=None),
            "old is there in 2 versions": package("old", "3.0.0"),
            "comes from git+https": package(source="git+https://host/x"),
            "x takes y from https://other": package(needs=[("y", "^1", None, "https://other")]),
            "takes any version of y": package(source=None, rust="1.88", needs=[("y", "*", None)]),
            "heavy is not wanted: it is heavy": package("heavy"),
            "needs Rust 1.89": package(rust="1.89.0"),
        }.items():
            found = self.breaches(more)
            self.assertEqual(len(found), 1, found)
            self.assertIn(breach, found[0])

    def test_a_crate_of_ours_needs_no_version(self):
        self.assertEqual(self.breaches(package(source=None, rust="1.88", needs=[("ecall", "*", "/there")])), [])

    def test_what_the_policy_lists_in_vain_is_found(self):
        self.assertIn("old@1.0.0 is not a duplicate any more", self.breaches(without=("old", "1.0.0")))
        self.assertIn("old@1.0.0 is not a duplicate any more", self.breaches(without=("old", "2.0.0")))
        self.assertIn("the exception for roots is not needed any more", self.breaches(without=("roots", "1.0.0")))


class OurPolicy(unittest.TestCase):
    """deny.toml as it is, on what we build, with one entry less."""

    @classmethod
    def setUpClass(cls):
        cls.policy = crates.policy()
        building = crates.reached(crates.BUILDING, cls.policy["graph"])
        cls.packages = [found for found in crates.everything()["packages"] if crates.key(found) in building]

    def test_each_licence_that_is_taken_away_is_missed(self):
        for name in ("MIT", "ISC", "MPL-2.0", "Unicode-3.0", "Zlib", "BSD-3-Clause"):
            less = copy.deepcopy(self.policy)
            less["licenses"]["allow"].remove(name)
            self.assertTrue(policy.breaches(self.packages, less), name)

    def test_each_duplicate_that_is_not_listed_is_found(self):
        for at, skip in enumerate(self.policy["bans"]["skip"]):
            less = copy.deepcopy(self.policy)
            del less["bans"]["skip"][at]
            self.assertTrue(policy.breaches(self.packages, less), skip)

    def test_tests_and_measures_are_beside_what_is_shipped(self):
        beside = {name for name, _ in crates.reached(crates.ANY, {**self.policy["graph"], "exclude": []})} - {found["name"] for found in self.packages}
        self.assertLessEqual({"proptest", "ecall-gen", "ecall-bench-rust"}, beside)

    def test_the_platforms_are_those_of_the_release(self):
        release = (crates.ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
        built = set(re.findall(r"target: ([\w-]+)", release)) | {"x86_64-unknown-linux-gnu"}
        self.assertEqual(built, set(self.policy["graph"]["targets"]))

    def test_the_oldest_rust_is_the_same_everywhere(self):
        (oldest,) = {found["rust_version"] for found in self.packages if found["source"] is None}
        for name, wanted in {".ci/setup.sh": f"rust_wanted={oldest}\n", "README.md": f"Rust {oldest} "}.items():
            self.assertIn(wanted, (crates.ROOT / name).read_text(encoding="utf-8"), name)

    def test_what_else_has_to_be_brought_is_named_as_it_is_looked_at(self):
        setup, readme = ((crates.ROOT / name).read_text(encoding="utf-8") for name in (".ci/setup.sh", "README.md"))
        for name in ("Node", "Python"):
            (oldest,) = re.findall(rf"^{name.lower()}_wanted=(.*)$", setup, re.MULTILINE)
            self.assertRegex(readme, rf"(?m)^Bring .*\b{name} {re.escape(oldest)}[ ,]", name)


MIT = (notices.TEXTS / "MIT.txt").read_text(encoding="utf-8")
APACHE = (crates.ROOT / "LICENSE-APACHE").read_text(encoding="utf-8")


class Notices(unittest.TestCase):
    def texts(self, *found):
        """The texts that these crates, each with its files, come to."""
        texts = notices.Texts()
        missing = [texts.take(crate, files) for crate, files in found]
        return missing, [(body, sorted(users for _, users in heads.values())) for body, heads in texts.found.values()]

    def test_of_a_choice_one_text_is_taken_and_the_other_left(self):
        both = [("LICENSE-MIT", MIT), ("LICENSE-APACHE", APACHE)]
        missing, texts = self.texts((package(licence="MIT OR Apache-2.0"), both))
        self.assertEqual((missing, texts), ([set()], [(APACHE, [{"x"}])]))

    def test_the_same_licence_of_two_is_one_text_with_both_their_names(self):
        files = [[("LICENSE", MIT.replace("@WHO@", who))] for who in ("One", "Two")]
        _, texts = self.texts((package("x"), files[0]), (package("y"), files[1]))
        self.assertEqual([users for _, users in texts], [[{"x"}, {"y"}]])

    def test_the_licence_of_a_part_and_a_notice_stay(self):
        files = [("LICENSE-APACHE", APACHE), ("LICENSE", MIT), ("NOTICE", "by X")]
        _, texts = self.texts((package(licence="Apache-2.0"), files))
        self.assertEqual(len(texts), 3)

    def test_a_text_that_is_not_there_is_missing(self):
        missing, _ = self.texts((package(licence="MPL-2.0"), []))
        self.assertEqual(missing, [{"MPL-2.0"}])

    def test_then_it_is_a_neighbours_or_the_standard_one_with_the_authors_named(self):
        files = {"x": [], "y": [("LICENSE", MIT.replace("@WHO@", "Y"))], "z": []}
        found = [package("x"), package("y"), package("z", repository="https://host/z")]
        real, notices.files_of = notices.files_of, lambda crate: files[crate["name"]]
        try:
            ((_, heads),) = notices.collect(found)
        finally:
            notices.files_of = real
        self.assertEqual(sorted(sorted(users) for _, users in heads.values()), [["x", "y"], ["z"]])
        self.assertIn("Copyright (c) A. Author\n", "".join(head for head, _ in heads.values()))


class Features(unittest.TestCase):
    def test_none_each_and_all(self):
        self.assertEqual(features.combinations("x", {"a": [], "b": [], "default": ["a"]}), [set(), {"a"}, {"b"}, {"a", "b"}])

    def test_a_crate_of_one_feature_is_built_twice(self):
        self.assertEqual(features.combinations("x", {"a": []}), [set(), {"a"}])

    def test_what_has_to_be_there_is(self):
        found = features.combinations("ecall", {"ring": [], "aws-lc": [], "other": []})
        self.assertEqual(found, [{"aws-lc"}, {"ring"}, {"aws-lc", "other", "ring"}])


if __name__ == "__main__":
    unittest.main()
