"""How fast the library is, compared with what a user might choose instead.

``tox -e bench`` runs all benchmarks; see :mod:`tests.benchmarks.__main__`.
"""
