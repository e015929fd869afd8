"""Unit tests: what the library promises beside the contract tables.

They mirror ``novaclient/``; ``test_guide_promises.py`` holds the user guide to its word and
``test_code.py`` is about the code itself. ``server.py`` is a cloud on a port of this machine,
for what only real sockets can show.
"""
