"""The examples as processes."""

import pathlib
import re
import signal
import subprocess
import sys
import threading
import time

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PATIENCE = 30


def until(found, what="what was waited for"):
    """What a function finds, as soon as that is something."""
    end = time.monotonic() + PATIENCE
    while not (result := found()):
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.02)
    return result


class Program:
    """One that runs beside the test. What it says is kept."""

    def __init__(self, command, environment, folder):
        self.process = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said = ""
        self.listening = threading.Thread(target=self.listen, daemon=True)
        self.listening.start()

    def listen(self):
        for line in self.process.stdout:
            self.said += line

    def wait_for(self, pattern):
        return until(lambda: re.search(pattern, self.said) or self.check_alive(), f"{pattern} in {self.said!r}")

    def check_alive(self):
        assert self.process.poll() is None, f"it ended with {self.process.returncode}: {self.said}"

    def end(self, number=signal.SIGTERM):
        """Its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.wait()

    def wait(self):
        code = self.process.wait(PATIENCE)
        self.listening.join(PATIENCE)
        return code

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.wait()
