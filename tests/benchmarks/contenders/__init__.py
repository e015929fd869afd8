"""The libraries to measure: one module for each, all with the same functions.

``START`` is a whole program, up to its first response. ``IMPORTS`` has the programs for the
figures of imports; it is empty for libraries for which these are not measured.
"""
