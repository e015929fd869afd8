"""What a program that serves Nova does first: see ``serve_nova.py`` for its arguments."""

import json
import sys
from pathlib import Path

import lifeline

# Nova replaces the threads of the standard library.
lifeline.hold()
SETTINGS = json.loads(Path(sys.argv[1]).read_text())
DESCRIPTOR = int(sys.argv[2])
# Nova would parse the command line.
del sys.argv[1:]
