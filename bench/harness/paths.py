"""Where everything stands, relative to the repository."""

from pathlib import Path

BENCH = Path(__file__).resolve().parents[1]
ROOT = BENCH.parent
TARGET = ROOT / "target"
OUT = TARGET / "bench"
RELEASE = TARGET / "release"
PYTHON = TARGET / "bench-venv" / "bin" / "python"
NODE_FOLDER = BENCH / "node"
