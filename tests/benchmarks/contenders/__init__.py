"""What is measured: one module per library, all with the same names.

``START`` is a whole program, from nothing to the first answer. ``IMPORTS`` names what is
imported for the figures of imports; a library that has no such module leaves it out.
"""
