"""The contract tables, run as tests.

``data/`` has the tables. ``deviations.py`` lists where the library deliberately differs from them,
in the terms of ``changes``.

``test_wire.py`` makes each call of ``wire.jsonl`` at each of its microversions. ``tables`` reads
the rows and ``call`` makes the call; ``names`` has the names that the code of a row may use.
``sessions`` and ``server`` simulate the cloud. ``values`` and ``warned`` describe the outcome in
the form of the tables, ``compare`` finds the differences, and ``check`` reports them.

``test_secrets.py`` repeats the calls with secrets that ``planted`` puts into requests and
responses, and searches for them in log records, exceptions and results.

``test_malformed_responses.py`` repeats the calls, and those of ``scenarios``, with responses from
``malformed``.

``test_surface.py`` checks each name of ``api_surface.json``, with ``surface`` and ``signatures``.
"""
