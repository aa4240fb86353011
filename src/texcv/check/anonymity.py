"""The second half of the proof that a copy is anonymous: the finished files tell none of the secrets.

It trusts nothing of how they were made: the text is read by all readers that this machine has, and every string of
every object is looked at, whether or not anything shows it.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from texcv.anonymize import Leak, Secrets
from texcv.check.readers import READERS, ReaderError
from texcv.check.reading import BROKEN, Reading
from texcv.diagnostics import Diagnostic, Span, cut, error, warning

if TYPE_CHECKING:
    from pypdf import PdfReader

_NO_TEXT = {"/Image", "/Type1C", "/CIDFontType0C", "/OpenType"}
_HIDDEN_TEXT = re.compile(rb"<\s*(?:FEFF|feff)([0-9A-Fa-f\s]*)>")
_COMMANDS = re.compile(r"\\[A-Za-z@]+\*?|[{}]")


def told_by_pdf(
    secrets: Secrets, pdf: bytes, reading: Reading, name: str, *, thorough: bool = False
) -> list[Diagnostic]:
    """Each secret that the PDF tells, with where it tells it, at its place in the YAML."""
    from pypdf.errors import DependencyError, PyPdfError

    found: dict[tuple[str, str], Diagnostic] = {}
    try:
        for where, leaks in _leaks(secrets, pdf, reading, thorough):
            for leak in leaks:
                found.setdefault((where, leak.secret.word), _told(leak, where, name))
    except (PyPdfError, DependencyError, *BROKEN) as fault:
        message = f"{name} has parts that can't be read, so it can't be proven to be anonymous: {fault}"
        return [*found.values(), error("bad-pdf", message, Span(name))]
    return list(found.values())


def told_by_files(secrets: Secrets, files: Mapping[str, bytes]) -> list[Diagnostic]:
    """The same of the files of TeX that are written beside the PDF; pictures have been taken out of theirs."""
    found: dict[tuple[str, str], Diagnostic] = {}
    for name, content in files.items():
        if name.endswith((".tex", ".sty", ".cls", ".lua")):
            text = content.decode("utf-8", "replace")
            bare = text.replace(r"\allowbreak{}", "").replace("{}", "").replace("\\_", "_")
            for leak in (*secrets.leaks(_COMMANDS.sub(" ", bare)), *secrets.leaks(_COMMANDS.sub("", bare))):
                found.setdefault((name, leak.secret.word), _told(leak, "its text", name))
    return list(found.values())


def told_by_name(secrets: Secrets, name: str) -> list[Diagnostic]:
    """One warning if the name of the files tells a secret: it is no part of them, and goes where they go."""
    leaks = secrets.address_leaks(name)
    hint = "`-o` gives it another one: -o applicant.pdf"
    return [warning("telling-name", f"the name of the file, {name}, tells {leak.secret.what}", leak.secret.span, hint)
            for leak in leaks[:1]]  # fmt: skip


def _told(leak: Leak, where: str, name: str) -> Diagnostic:
    secret = leak.secret
    message = f'{name} tells {secret.what} "{cut(secret.word)}" in {where}: "{cut(leak.shown)}"'
    hint = "it is in no text of the CV: does the template print it, or is this the PDF of another copy?"
    return error("not-anonymous", message, secret.span or Span(name), hint)


def _leaks(secrets: Secrets, pdf: bytes, reading: Reading, thorough: bool) -> Iterator[tuple[str, Iterable[Leak]]]:
    """What each part of a PDF tells."""
    for pages in _texts(pdf, reading, thorough):
        text = "\n".join(pages)
        yield "its text", secrets.leaks(text)
        yield "its text", secrets.broken_leaks(text)
    for where, text in _strings(pdf):
        if where in _OPAQUE:
            yield where, _in_bytes(secrets, text.encode())
            continue
        yield where, secrets.leaks(text)
        if where == "a link":
            yield where, secrets.address_leaks(text)
    yield "its bytes", _in_bytes(secrets, pdf)


def _texts(pdf: bytes, reading: Reading, thorough: bool) -> Iterator[list[str]]:
    """The text as each reader has it. pdfminer takes four seconds for 15 pages: it is asked where no program is."""
    yield [page.text for page in reading.pages]
    present = [reader for reader in READERS if reader.present]
    programs = any(reader.program for reader in present)
    for reader in present:
        if thorough or not programs or reader.name != "pdfminer.six":
            try:
                yield reader.read(pdf)
            except ReaderError:  # one that can't read it tells nobody anything
                continue


def _in_bytes(secrets: Secrets, pdf: bytes) -> Iterator[Leak]:
    """The secrets that stand in the file as it is, between its objects or in what is left of older ones.

    Only those that no compressed data have by chance.
    """
    lower = pdf.lower()
    for secret in secrets.secrets:
        kept = any(word in phrase.pattern for phrase in secrets.keep for word in secret.joined)
        for form in (*secret.joined, secret.word.casefold()) if secret.joined and not kept else ():
            if any(len(written) >= _LONG and written in lower for written in _encoded(form)):
                yield Leak(secret, form)
                break


def _encoded(text: str) -> Iterator[bytes]:
    for coding in ("utf-8", "latin-1", "utf-16-be"):
        with contextlib.suppress(UnicodeEncodeError):
            yield text.encode(coding)


_LONG = 6
"""Bytes that compressed data do not have by chance: once in 10^8 PDFs of a megabyte."""


# --- the strings of a PDF -------------------------------------------------------------------


def _strings(pdf: bytes) -> Iterator[tuple[str, str]]:
    """Every string of every object of a PDF, and what it is."""
    from pypdf import PdfReader

    yield from dict.fromkeys(_objects(PdfReader(io.BytesIO(pdf))))


_OPAQUE = {"a stream", "the name of an object"}
"""What may have any words by chance, so that only long secrets are looked for."""


def _objects(reader: PdfReader) -> Iterator[tuple[str, str]]:
    from pypdf.generic import IndirectObject

    numbers = {(number, gen) for gen, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    info = reader.trailer.get("/Info")
    of_info = info.idnum if isinstance(info, IndirectObject) else None
    yield from _strings_of(reader.trailer, "its trailer")
    for number, gen in sorted(numbers):
        found = IndirectObject(number, gen, reader).get_object()
        yield from _strings_of(found, "its metadata" if number == of_info else _kind(found))


def _kind(found: Any) -> str:
    """What an object is, in words."""
    if not isinstance(found, dict):
        return "an object"
    if "/URI" in found or found.get("/Subtype") == "/Link":
        return "a link"
    if "/Title" in found and "/Parent" in found:
        return "its outline"
    if found.get("/Type") in {"/Filespec", "/EmbeddedFile"}:
        return "an attachment"
    return "its metadata" if found.get("/Type") == "/Metadata" else "an object"


def _strings_of(found: Any, where: str) -> Iterator[tuple[str, str]]:
    """The strings of an object; those that it only points to are other objects'."""
    from pypdf.generic import ByteStringObject, IndirectObject, NameObject, StreamObject, TextStringObject

    if isinstance(found, IndirectObject):
        return
    if isinstance(found, NameObject):
        yield "the name of an object", str(found)
    elif isinstance(found, TextStringObject):
        yield where, str(found)
    elif isinstance(found, ByteStringObject):
        yield where, bytes(found).decode("latin-1")
    elif isinstance(found, dict):
        inner = "a link" if "/URI" in found else where
        for key, value in found.items():
            yield "the name of an object", str(key)
            yield from _strings_of(value, inner)
        if isinstance(found, StreamObject):
            yield from _streamed(found, where)
    elif isinstance(found, list):
        for value in found:
            yield from _strings_of(value, where)


def _streamed(stream: Any, where: str) -> Iterator[tuple[str, str]]:
    """The text of a stream that is none of a font or a picture; of a page's content, what stands for its letters."""
    if {stream.get("/Subtype"), stream.get("/Type")} & {*_NO_TEXT, "/XRef", "/ObjStm"} or "/Length1" in stream:
        return
    data = stream.get_data()
    for found in _HIDDEN_TEXT.findall(data):
        digits = b"".join(found.split()).decode()
        yield "the text layer", bytes.fromhex(digits[: len(digits) // 4 * 4]).decode("utf-16-be", "replace")
    yield "a stream", data.decode("latin-1")
    if where in {"its metadata", "an attachment"}:
        yield where, re.sub(r"<[^<>]*>", " ", data.decode("utf-8", "replace"))
        yield where, data.decode("utf-8", "replace")
