"""Write docs/images/<template>.png: the page of docs/ada.yaml in every template."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from texcv import render
from texcv.templates import known_templates

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs/images"


def main() -> None:
    """Render, and keep the upper part of the page that has ink on it."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in known_templates():
            pdf = render(ROOT / "docs/ada.yaml", template=name, output=f"{scratch}/{name}.pdf").files[0]
            subprocess.run(["pdftoppm", "-r", "100", "-png", "-singlefile", pdf, f"{scratch}/{name}"], check=True)
            page = Image.open(f"{scratch}/{name}.png").convert("RGB")
            page.crop((0, 0, page.width, page.height * 62 // 100)).quantize(48).save(
                IMAGES / f"{name}.png", optimize=True
            )


if __name__ == "__main__":
    main()
