"""Ends a process when its parent ends.

The parent keeps the other end of the standard input open and writes nothing to it.  Run as a
program, it does so for another Python program::

    lifeline.py -m MODULE ARGUMENT...
    lifeline.py SCRIPT ARGUMENT...
"""

import os
import runpy
import signal
import sys
import threading


def hold() -> None:
    """End this process, and its children, as soon as the standard input is closed."""
    threading.Thread(target=_wait_for_the_end, name="lifeline", daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(0, 1024):
        pass
    # The process group has only this process and its children.
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def main() -> None:
    """Run the program of the command line."""
    hold()
    if sys.argv[1] == "-m":
        sys.argv = sys.argv[2:]
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = sys.argv[1:]
        runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
