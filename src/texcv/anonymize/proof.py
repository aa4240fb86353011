"""The first half of the proof: nothing of what is about to be printed tells a secret."""

from __future__ import annotations

from collections.abc import Iterator

from texcv.anonymize.secrets import Leak, Secrets
from texcv.diagnostics import Diagnostic, Span, cut, error
from texcv.model import Cv
from texcv.view import View, pieces_of


def prove_view(cv: Cv, view: View, secrets: Secrets) -> list[Diagnostic]:
    """Every text and every address of a copy and its view that tells a secret, at its place in the YAML.

    What raw LaTeX prints is not known before it is printed, and may be drawn: it is refused.
    """
    found: dict[tuple[object, ...], Diagnostic] = {}
    proven = bool(secrets.secrets) or (cv.anonymize is not None and cv.anonymize.links)
    contacts = {id(item.text) for item in view.contacts}
    for piece in pieces_of(view):
        if piece.raw and proven:
            message = "what raw LaTeX prints can't be proven to be anonymous"
            fault = error("not-anonymous", message, piece.span, "write it without LaTeX, or leave it out of this copy")
            found.setdefault((piece.span, "raw"), fault)
        leaks = [*secrets.leaks(piece.text), *secrets.broken_leaks(piece.text)]
        leaks += [leak for url in piece.links for leak in secrets.address_leaks(url)]
        for leak in _without_parts(leaks):
            found.setdefault((piece.span, leak.secret.word), _told(leak, piece.span, id(piece) in contacts))
    for text, span in _not_printed(cv):
        for leak in _without_parts([*secrets.leaks(text), *secrets.broken_leaks(text)]):
            found.setdefault((span, leak.secret.word), _told(leak, span, False))
    return list(found.values())


def _without_parts(leaks: list[Leak]) -> list[Leak]:
    """Where the whole name is told, its parts are not worth a word."""
    if not any(leak.secret.initials for leak in leaks):
        return leaks
    return [leak for leak in leaks if leak.secret.initials or leak.secret.item != "name"]


def _not_printed(cv: Cv) -> Iterator[tuple[str, Span | None]]:
    """What goes into the file, and not through a piece: its metadata, and the template's options."""
    own = cv.metadata
    yield from ((text, own.span(key)) for key, text in (("title", own.title), ("subject", own.subject)) if text)
    yield from ((text, own.span("keywords", index)) for index, text in enumerate(own.keywords))
    yield from ((str(value), cv.design.span(key)) for key, value in cv.design.options().items())


def _told(leak: Leak, span: Span | None, contact: bool) -> Diagnostic:
    secret = leak.secret
    message = f'"{cut(leak.shown)}" tells {secret.what} "{cut(secret.word)}", which should not be in this copy'
    if contact:
        return error("not-anonymous", message, span, "add `contact` to `anonymize`")
    if secret.instead is not None:
        return error(
            "not-anonymous", message, span, "write it plainly, without marks inside, so that it can be replaced"
        )
    replace = f"if it means that, write it under `anonymize`: `words: {{{cut(secret.word)}: …}}`"
    return error("not-anonymous", message, span, replace, "if it means something else, add the phrase to `keep`")
