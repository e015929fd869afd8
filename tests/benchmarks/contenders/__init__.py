"""The libraries to measure: one module for each, all with the same functions.

``connect(sess)`` returns what the other functions take. ``connect_with_password(url)`` does the
same without a session, where the library can create its own.
"""
