#!/usr/bin/env python3
"""Writes the bill of materials of the workspace: CycloneDX 1.6, the same octets for the same Cargo.lock.

sbom.py OUT

`required` is what is linked into an artefact; `excluded` is what only took part in building it (macros, build scripts). The jar's
own dependencies, which Maven brings to its users, are there as jvm/pom.xml names them.
"""

import hashlib
import json
import re
import sys
import tomllib
import uuid
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import crates
import spdx

POM = {"pom": "http://maven.apache.org/POM/4.0.0"}


def reference(package):
    """What names a crate in the document; only one of the registry can be looked up by it."""
    name = f"{package['name']}@{package['version']}"
    return f"pkg:cargo/{name}" if package["source"] else name


def checksums():
    lock = tomllib.loads((crates.ROOT / "Cargo.lock").read_text(encoding="utf-8"))
    return {crates.key(package): package["checksum"] for package in lock["package"] if "checksum" in package}


def component(package, linked, checksum):
    found = {
        "type": "application" if package["name"] == "ecall-mock" else "library",
        "bom-ref": reference(package),
        "name": package["name"],
        "version": package["version"],
        "scope": "required" if linked else "excluded",
        "licenses": [{"expression": spdx.written(package["license"])}],
    }
    if package["source"]:
        found["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        found["purl"] = reference(package)
    if package["repository"]:
        found["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return found


def maven():
    """What the jar asks Maven for, from its project file."""
    project = ElementTree.parse(crates.ROOT / "jvm" / "pom.xml").getroot()
    properties = {entry.tag.partition("}")[2]: entry.text for entry in project.find("pom:properties", POM)}
    for dependency in project.iterfind("pom:dependencies/pom:dependency", POM):
        if dependency.findtext("pom:scope", "compile", POM) == "compile":
            group, name, version = (dependency.findtext(f"pom:{part}", None, POM) for part in ("groupId", "artifactId", "version"))
            version = re.sub(r"\$\{([^}]+)\}", lambda found: properties[found[1]], version)
            purl = f"pkg:maven/{group}/{name}@{version}"
            yield {"type": "library", "bom-ref": purl, "group": group, "name": name, "version": version, "scope": "required", "purl": purl}


def edges(metadata, names):
    """Who depends on whom, among the crates that are named; what only tests use is left out."""
    for node in metadata["resolve"]["nodes"]:
        if node["id"] in names:
            used = [edge["pkg"] for edge in node["deps"] if any(kind["kind"] != "dev" for kind in edge["dep_kinds"])]
            yield names[node["id"]], sorted(names[package] for package in used if package in names)


def document():
    graph = crates.policy()["graph"]
    linked, building = crates.reached(crates.LINKED, graph), crates.reached(crates.BUILDING, graph)
    metadata, checksum = crates.everything(), checksums()
    packages = [package for package in metadata["packages"] if crates.key(package) in building]
    members = [package for package in packages if not package["source"]]
    jar = list(maven())
    depends = dict(edges(metadata, {package["id"]: reference(package) for package in packages}))
    depends["ecall"] = sorted(map(reference, members))
    depends[next(name for name in depends["ecall"] if name.startswith("ecall-uniffi@"))] += [entry["bom-ref"] for entry in jar]
    components = [component(package, crates.key(package) in linked, checksum.get(crates.key(package))) for package in packages]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": "ecall",
                "name": "ecall",
                "version": members[0]["version"],
                "licenses": [{"expression": members[0]["license"]}],
            }
        },
        "components": sorted([*components, *jar], key=lambda entry: entry["bom-ref"]),
        "dependencies": [{"ref": name, "dependsOn": used} for name, used in sorted(depends.items())],
    }


def main():
    found = document()
    content = hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()
    found["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, content)}"
    Path(sys.argv[1]).write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
