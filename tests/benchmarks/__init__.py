"""How fast the library is, beside what a user would pick instead.

``tox -e bench`` runs it all; :mod:`tests.benchmarks.__main__` says how.
"""
