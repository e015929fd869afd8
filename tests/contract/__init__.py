"""The contract tables, run as tests.

``data/`` holds the tables and ``deviations.py`` where the library means to differ
from them (``changes``: how).

``test_wire.py`` makes each call of ``wire.jsonl`` at each of its microversions:
``tables`` reads the rows, ``call`` makes the call (``names`` are those of a code
line), ``sessions`` and ``server`` play the cloud, ``values`` and ``warned``
describe the outcome as the tables do, ``compare`` tells what differs and
``check`` reports it.

``test_secrets.py`` makes each call once more, with secrets that ``planted`` puts into it and
into its answers, and looks for them in the log and in the texts of errors and results.

``test_surface.py`` looks at each name of ``api_surface.json``, with ``surface``
and ``signatures``.
"""
