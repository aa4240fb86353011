"""Of a photo, the picture is taken, and nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from texcv import photo as photo_stage
from texcv import validate
from texcv.diagnostics import Diagnostic
from texcv.photo import Photo, read_photo
from texcv.source import Node, parse

SECRET = b"52.516 N 13.377 E by Eve"
ORIENTATION, MAKER, COMMENT = 0x0112, 0x010F, 0x9286


def read(folder: Path, content: bytes) -> Photo | Diagnostic | None:
    (folder / "me.img").write_bytes(content)
    root = parse("photo: me.img", "cv.yaml")
    assert isinstance(root, Node)
    return read_photo(root.find("photo"), folder / "cv.yaml")


def picture(form: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (30, 20), **options: object) -> bytes:
    """Red at the left, blue at the right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    buffer = io.BytesIO()
    image.convert(mode).save(buffer, form, **options)
    return buffer.getvalue()


def exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[ORIENTATION] = orientation
    tags[MAKER] = SECRET.decode()
    return tags


def opened(photo: Photo | Diagnostic | None) -> Image.Image:
    assert isinstance(photo, Photo), photo
    return Image.open(io.BytesIO(photo.content))


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_stays_what_it_is(tmp_path: Path, mode: str) -> None:
    image = opened(read(tmp_path, picture(mode=mode)))
    assert (image.format, image.mode, image.size) == ("JPEG", mode, (30, 20))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1"])
def test_a_png_stays_what_it_is(tmp_path: Path, mode: str) -> None:
    content = picture("PNG", mode)
    image, before = opened(read(tmp_path, content)), Image.open(io.BytesIO(content))
    assert (image.format, image.mode) == ("PNG", mode)
    assert image.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


def test_where_and_by_whom_it_was_made_is_left_out(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("Comment", SECRET.decode())
    for content in (
        picture(exif=exif(1)), picture(comment=SECRET), picture("PNG", pnginfo=info), picture() + SECRET,
    ):  # fmt: skip
        assert SECRET in content
        made = read(tmp_path, content)
        assert isinstance(made, Photo)
        assert SECRET not in made.content


def test_it_is_upright(tmp_path: Path) -> None:
    """Held with its left side down (orientation 8), it is turned by a quarter."""
    image = opened(read(tmp_path, picture(exif=exif(8))))
    assert image.size == (20, 30)
    red, _, blue = image.getpixel((10, 28))  # type: ignore[misc]
    assert red > 200 > 100 > blue
    assert image.getexif().get(ORIENTATION) is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xd8\xff" + b"nonsense", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "damaged"),
        (picture()[:200], "damaged"),
        (picture("PNG")[:40], "damaged"),
        (picture("GIF", "P"), "not a picture that LaTeX takes"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture that LaTeX takes"),
        (b"", "not a picture that LaTeX takes"),
        (b"%!PS-Adobe-3.0\n", "not a picture that LaTeX takes"),
    ],
)
def test_what_is_no_picture_is_told(tmp_path: Path, content: bytes, says: str) -> None:
    fault = read(tmp_path, content)
    assert isinstance(fault, Diagnostic)
    assert (fault.code, says in fault.message) == ("bad-photo", True), fault.message


def test_a_picture_of_too_many_pixels_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of 10 kB may have 81 million."""
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 20_000
    fault = read(tmp_path, bomb.getvalue())
    assert isinstance(fault, Diagnostic)
    assert "more than 50,000,000" in fault.message or "bomb" in fault.message
    monkeypatch.setattr(photo_stage, "MAX_PIXELS", 599)
    assert isinstance(read(tmp_path, picture()), Diagnostic)


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    assert read(tmp_path, picture()) == read(tmp_path, picture())


def test_a_pdf_is_no_picture(tmp_path: Path) -> None:
    """It may hold anything, and would be taken as it is."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "me.pdf")
    cv = tmp_path / "cv.yaml"
    cv.write_text("name: Ada Example\nphoto: me.pdf\n", "utf-8")
    (fault,) = validate(cv)
    assert (fault.code, str(fault.span)) == ("bad-photo", f"{cv}:2:8")
    assert "JPEG or PNG" in fault.hints[0]
