"""Keeps forks safe where the extension has a thread of its own."""

import os

from ._ecall import after_fork, before_fork

if hasattr(os, "register_at_fork"):
    # A process of one thread forks safely. Calls under way stand still for the moment that it takes.
    os.register_at_fork(before=before_fork, after_in_parent=after_fork)
