#!/usr/bin/env python3
"""Makes public/fonts from the npm package @fontsource/be-vietnam-pro.

Needs: pip install fonttools brotli; npm install. Run from anywhere:

    python3 scripts/fonts.py

1. Copies the latin and vietnamese subsets, 400 and 600, and the OFL licence.
2. Makes "Mot Cong So": the ten digits of the same drawings, each centred on
   one advance width (670 units at 400, 685 at 600). Be Vietnam Pro carries no
   tabular figures ("1" is 385 units wide, "0" 676), so columns of numbers do
   not line up without it. The OFL allows the change; the face has another name
   and the licence lies beside it.
3. Merges the two subsets of each weight into one TrueType file for the PDF
   papers (app/domain/src/paper), without substitutions.
"""

import shutil
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.misc.transform import Offset
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules" / "@fontsource" / "be-vietnam-pro"
OUT = ROOT / "public" / "fonts"
PAPER = ROOT / "app" / "domain" / "src" / "paper"
FAMILY = "Mot Cong So"
ADVANCE = {400: 670, 600: 685}
DIGITS = [ord(c) for c in "0123456789"]


def source(script: str, weight: int) -> Path:
    return PACKAGE / "files" / f"be-vietnam-pro-{script}-{weight}-normal.woff2"


def copy_text_faces() -> None:
    for script in ("latin", "vietnamese"):
        for weight in ADVANCE:
            shutil.copyfile(source(script, weight), OUT / f"be-vietnam-pro-{script}-{weight}.woff2")
    shutil.copyfile(PACKAGE / "LICENSE", OUT / "OFL.txt")


def digits_only(font: TTFont) -> TTFont:
    options = subset.Options()
    options.layout_features = []  # no kerning: it would undo the one width
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = [1, 2, 4, 6, 13, 14]
    options.notdef_outline = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=DIGITS)
    subsetter.subset(font)
    return font


def centre(font: TTFont, advance: int) -> None:
    glyphs = font.getGlyphSet()
    cmap = font.getBestCmap()
    drawn = {}
    for code in DIGITS:
        name = cmap[code]
        bounds = BoundsPen(glyphs)
        glyphs[name].draw(bounds)
        left, _, right, _ = bounds.bounds
        shift = round((advance - (right - left)) / 2 - left)
        record = DecomposingRecordingPen(glyphs)
        glyphs[name].draw(record)
        pen = TTGlyphPen(None)
        record.replay(TransformPen(pen, Offset(shift, 0)))
        drawn[name] = (pen.glyph(), round(left + shift))
    for name, (glyph, left_bearing) in drawn.items():
        font["glyf"][name] = glyph
        font["hmtx"][name] = (advance, left_bearing)


def rename(font: TTFont, weight: int) -> None:
    style = "Regular" if weight == 400 else "SemiBold"
    names = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"{FAMILY}-{style}".replace(" ", "")}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]


def make_digits_face(weight: int) -> Path:
    font = digits_only(TTFont(source("latin", weight)))
    centre(font, ADVANCE[weight])
    rename(font, weight)
    font.flavor = "woff2"
    target = OUT / f"mot-cong-so-{weight}.woff2"
    font.save(target)
    return target


def merge_for_papers(weight: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for script in ("latin", "vietnamese"):
            font = TTFont(source(script, weight))
            font.flavor = None
            for table in ("GSUB", "GDEF"):
                if table in font:
                    del font[table]
            part = f"{folder}/{script}.ttf"
            font.save(part)
            parts.append(part)
        Merger().merge(parts).save(PAPER / f"be-vietnam-pro-{weight}.ttf")


def check(path: Path, advance: int) -> None:
    font = TTFont(path)
    widths = {font["hmtx"][font.getBestCmap()[code]][0] for code in DIGITS}
    if widths != {advance}:
        raise SystemExit(f"{path.name}: widths {sorted(widths)}, expected {advance}")


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    copy_text_faces()
    for weight, advance in ADVANCE.items():
        check(make_digits_face(weight), advance)
        merge_for_papers(weight)
    for path in sorted(OUT.iterdir()):
        print(f"{path.stat().st_size:>6}  {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
