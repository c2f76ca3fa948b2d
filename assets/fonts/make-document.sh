#!/bin/sh
# Makes the compressed fonts of the exported document anew from the packages that README.md names.
# Needs npm, apt, python3 with fonttools (pip install fonttools).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm pack --silent @expo-google-fonts/noto-serif-sc@0.4.3 >/dev/null
apt-get download fonts-lxgw-wenkai fonts-noto-core
tar xzf expo-google-fonts-noto-serif-sc-*.tgz
dpkg-deb -x fonts-lxgw-wenkai_*.deb wenkai
dpkg-deb -x fonts-noto-core_*.deb noto

# GB 2312, the blocks of marks and full-width forms, and what 通用规范汉字表 has beyond them.
python3 "$here/characters.py" "$here/standard-characters-beyond-gb2312.txt" >characters.txt

# Kerning is left out: it would push figures out of their columns.
subset() {
    PYTHONIOENCODING=utf-8 pyftsubset "$1" --layout-features=ccmp,liga,locl,mark --no-hinting \
        --drop-tables+=BASE,STAT,vhea,vmtx,VORG,gasp,DSIG,meta --output-file="$2" "$3"
}
subset package/400Regular/NotoSerifSC_400Regular.ttf regular.ttf '--unicodes=*'
subset package/700Bold/NotoSerifSC_700Bold.ttf bold.ttf --text-file=characters.txt
subset wenkai/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf kai.ttf --text-file=characters.txt

# Noto Serif's 1 is narrower than its other digits: all are made as wide as 0, and stand in the middle.
python3 - <<'PYTHON'
from fontTools.ttLib import TTFont
for name in ("regular.ttf", "bold.ttf"):
    font = TTFont(name)
    cmap, metrics, outlines = font.getBestCmap(), font["hmtx"], font["glyf"]
    width = metrics[cmap[ord("0")]][0]
    for digit in "123456789":
        glyph_name = cmap[ord(digit)]
        advance, side = metrics[glyph_name]
        shift = (width - advance) // 2
        glyph = outlines[glyph_name]
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(outlines)
        metrics[glyph_name] = (width, side + shift)
    font.save(name)

# "LXGW" is a reserved name: what is no longer the font as published must not bear it.
font = TTFont("kai.ttf")
names = {1: "Disclosure Kai", 3: "DisclosureKai-Regular", 4: "Disclosure Kai Regular", 6: "DisclosureKai-Regular"}
font["name"].names = [record for record in font["name"].names if record.nameID in (0, 13, 14)]
for identifier, text in {**names, 2: "Regular", 5: "Version 1.250"}.items():
    font["name"].setName(text, identifier, 3, 1, 0x409)
font.save("kai.ttf")
PYTHON

# Arabic script: all letters, of Uyghur and Kazakh among others, with every feature, for they join.
for weight in Regular Bold; do
    pyftsubset "noto/usr/share/fonts/truetype/noto/NotoNaskhArabic-$weight.ttf" --no-hinting \
        --unicodes=0600-06FF,0750-077F,08A0-08FF,FB50-FDFF,FE70-FEFC,200C-200D,25CC --layout-features='*' \
        --drop-tables+=gasp,DSIG,STAT,meta --output-file="naskh-$weight.ttf"
    cp "naskh-$weight.ttf" "$here/NotoNaskhArabic-$weight.ttf"
done

cp regular.ttf "$here/NotoSerifSC-Regular.ttf"
cp bold.ttf "$here/NotoSerifSC-Bold-standard.ttf"
cp kai.ttf "$here/DisclosureKai-standard.ttf"

# What all of them together have, for the check that runs while somebody types.
cp "$here/NotoSansSC-Regular.otf" sans.otf
python3 "$here/coverage.py" regular.ttf bold.ttf kai.ttf sans.otf naskh-Regular.ttf naskh-Bold.ttf >"$here/coverage.txt"
