"""Unit tests: what the library promises in addition to the contract tables.

They mirror ``novaclient/``; ``test_house.py`` lists the topics that have test modules of their
own. ``server.py`` and ``fault_server.py`` are a cloud and a Nova on a local port, for tests that
need real sockets.
"""
