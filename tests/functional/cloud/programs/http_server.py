"""Serve a WSGI application on a socket that the starter of the program has bound."""

import socket

from cheroot import wsgi


def serve(application, descriptor: int) -> None:
    """Serve for ever.

    :param application: the WSGI application
    :param descriptor: file descriptor of a bound socket that does not listen yet
    """
    _Server(application, descriptor).start()


class _Server(wsgi.Server):
    def __init__(self, application, descriptor: int) -> None:
        self._bound = socket.socket(fileno=descriptor)
        super().__init__(
            self._bound.getsockname(),
            application,
            numthreads=16,
            request_queue_size=128,
            # Longer than a client keeps an idle connection in its pool.
            timeout=300,
        )

    def bind(self, family, type, proto=0):  # noqa: A002
        self.socket = self._bound
        return self._bound
