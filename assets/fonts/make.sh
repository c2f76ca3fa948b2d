#!/bin/sh
# Makes the three font files of the window anew from the packages that README.md names.
# Needs npm, pip, python3 with fonttools and brotli (pip install 'fonttools[woff]').
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

pip download --quiet --no-deps pylopdf-fonts-zh-cn==0.1.1
npm pack --silent @expo-google-fonts/noto-sans-sc@0.4.3 @fontsource/noto-sans-symbols-2@5.3.0 \
    @fontsource/noto-sans-math@5.3.0 >/dev/null

# Regular: as it comes.
python3 -m zipfile -e pylopdf_fonts_zh_cn-0.1.1-*.whl regular
cp regular/pylopdf_fonts_zh_cn/NotoSansSC-Regular.otf "$here/NotoSansSC-Regular.otf"

# SemiBold: GB 2312 and the blocks of marks and full-width forms.
mkdir bold symbols math
tar xzf expo-google-fonts-noto-sans-sc-*.tgz -C bold
python3 "$here/characters.py" >characters.txt
PYTHONIOENCODING=utf-8 pyftsubset bold/package/600SemiBold/NotoSansSC_600SemiBold.ttf \
    --text-file=characters.txt --layout-features=ccmp,kern,liga,locl,mark --no-hinting \
    --drop-tables+=BASE,STAT,vhea,vmtx,gasp --output-file="$here/NotoSansSC-SemiBold-GB2312.ttf"

# Marks that Noto Sans SC lacks, from two fonts, merged into one.
tar xzf fontsource-noto-sans-symbols-2-*.tgz -C symbols
tar xzf fontsource-noto-sans-math-*.tgz -C math
drop=GDEF,GSUB,GPOS,MATH,gasp,vhea,vmtx
pyftsubset symbols/package/files/noto-sans-symbols-2-symbols-400-normal.woff2 --text='✕✗✘⏴⏵⏶⏷▸▾◂☐☑☒⌥⌫' \
    --layout-features= --no-hinting --drop-tables+=$drop --output-file=symbols.woff2
pyftsubset math/package/files/noto-sans-math-latin-400-normal.woff2 --text='⌊⌋⌈⌉⟲⟳↺↻↵⇥' \
    --layout-features= --no-hinting --drop-tables+=$drop --output-file=math.woff2
python3 - <<'PYTHON'
from fontTools.ttLib import TTFont
for name in ("symbols", "math"):
    font = TTFont(name + ".woff2")
    font.flavor = None
    font.save(name + ".ttf")
PYTHON
pyftmerge --output-file=merged.ttf symbols.ttf math.ttf
# The merged font is no longer "Noto Sans Symbols 2": it says so in its name.
python3 - "$here/NotoMarks.ttf" <<'PYTHON'
import sys
from fontTools.ttLib import TTFont
font = TTFont("merged.ttf")
for identifier, text in {1: "Noto Marks", 3: "NotoMarks", 4: "Noto Marks Regular", 6: "NotoMarks-Regular"}.items():
    font["name"].setName(text, identifier, 3, 1, 0x409)
font.save(sys.argv[1])
PYTHON
