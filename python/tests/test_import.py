"""What `import ecall` costs, and what it leaves alone."""

import subprocess
import sys

from scripts import FOLDER

MEASURE = """
import sys, time
def memory():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    except OSError:
        return 0
before = set(sys.modules)
bare = memory()
begun = time.perf_counter()
import ecall
seconds = time.perf_counter() - begun
print(seconds, memory() - bare, " ".join(set(sys.modules) - before))
"""


def measured():
    done = subprocess.run([sys.executable, "-c", MEASURE], cwd=FOLDER, capture_output=True, text=True, check=True)
    seconds, kib, *modules = done.stdout.split()
    return float(seconds), int(kib), set(modules)


def test_import_is_fast_and_small():
    measured()
    rounds = [measured() for _ in range(5)]
    # The least: what it takes when nothing else disturbs.
    assert min(seconds for seconds, _, _ in rounds) < 0.030
    assert min(kib for _, kib, _ in rounds) < 10 * 1024


def test_import_brings_nothing_else():
    modules = measured()[2]
    ours = {module for module in modules if module.split(".")[0] == "ecall"}
    assert modules - ours <= {"__future__"}
    assert "ecall.models" not in ours and "ecall._aio" not in ours


def test_import_starts_no_thread():
    code = "import os, ecall; c = ecall.Client(username='u', password='p'); print(len(os.listdir('/proc/self/task')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=FOLDER, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


def test_the_public_names():
    import ecall

    for name in ecall.__all__:
        assert getattr(ecall, name) is not None
    assert set(ecall.__all__) <= set(dir(ecall))
    assert not {"TimeoutError", "PermissionError"} & set(ecall.__all__)
    assert ecall.__version__ == ecall._ecall.__version__
