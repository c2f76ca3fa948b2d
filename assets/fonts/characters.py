"""Prints the characters that the subsets keep: GB 2312 (6,763 hanzi, kana, box drawing), the blocks of marks and
full-width forms, and those in the files that are named."""

import sys

BLOCKS = "20-7E A0-FF 2010-2027 2030-204F 2150-218B 2190-22FF 2460-27BF 3000-303F 3200-33FF FE30-FE6F FF00-FFEF"

characters = set()
for path in sys.argv[1:]:
    characters.update(open(path, encoding="utf-8").read())
for high in range(0xA1, 0xF8):
    for low in range(0xA1, 0xFF):
        characters.add(bytes([high, low]).decode("gb2312", "ignore"))
for block in BLOCKS.split():
    first, last = (int(end, 16) for end in block.split("-"))
    characters.update(chr(code) for code in range(first, last + 1))
sys.stdout.buffer.write("".join(sorted(characters)).encode())
