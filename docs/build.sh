#!/usr/bin/env bash
# Builds the site of the documentation into target/docs/site. `make docs` calls it once rustdoc has run.
# Usage: docs/build.sh RUSTDOC     RUSTDOC is the folder of rustdoc's pages
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
rustdoc=$(cd "$1" && pwd)
work=$root/target/docs
source=$work/source
site=$work/site
export PYTHONDONTWRITEBYTECODE=1

# What Sphinx is made of is pinned; a change of the list makes it anew.
if ! cmp -s "$root/docs/requirements.txt" "$work/venv/requirements.txt"; then
    python3 -m venv --clear "$work/venv"
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$root/docs/requirements.txt"
    cp "$root/docs/requirements.txt" "$work/venv/requirements.txt"
fi

# The pages as they are committed, and those that are made of the sources.
rm -rf "$source" "$site" && mkdir -p "$source"
cp -R "$root"/docs/{conf.py,*.md,tutorials,guides,static,snippets} "$source/"
mkdir "$source/rust-examples" && cp "$root"/core/client/examples/tutorial*.rs "$source/rust-examples/"
cp -R "$root/docs/reference" "$source/reference"
python3 "$root/docs/generate/tables.py" "$root" "$source/generated"
python3 "$root/docs/generate/provisional.py" "$root" "$source/provisional.md"
python3 "$root/docs/generate/reference.py" "$root" "$source/reference"
python3 "$root/docs/generate/examples.py" "$root/examples" "$source"

"$work/venv/bin/sphinx-build" --fail-on-warning --keep-going --quiet --jobs auto -d "$work/doctrees" -b html "$source" "$site"
rm -rf "$site/.doctrees" "$site/.buildinfo" "$site/objects.inv"
cp -R "$rustdoc" "$site/rust"
python3 "$root/docs/check/links.py" "$site"
echo "documentation: $site/index.html"
