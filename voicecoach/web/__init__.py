"""The live page: a browser follows the session and commands it, and never holds it up.

One thread serves (:mod:`server`); the session only ever leaves a new :class:`~voicecoach.web.view.View` on the
:class:`~voicecoach.web.board.Board`.  Every event that a browser gets is the whole view, so a page that was away, or
slow, is right again with the next one.  Who may look and who may command is decided in one place, :mod:`guard`.
Starlette and uvicorn are an extra (``web``); only :mod:`app`, :mod:`guard`, :mod:`server` and
:mod:`connection` import them.
"""
