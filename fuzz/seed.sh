#!/bin/sh
# Makes the corpora from the samples: fuzz/seed.sh [BINARY], from the folder of the program.
set -eu
binary=${1:-target/release/budget-disclosure}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for target in text docx ods xlsx any clipboard budget amount; do mkdir -p "fuzz/corpus/$target"; done
cp tests/fixtures/urumqi-2025.txt tests/fixtures/shayibak-2025-tables.tsv fuzz/corpus/text/
cp tests/fixtures/shayibak-2025-tables.tsv fuzz/corpus/clipboard/
cp src/catalog/user/fixtures/catalog.xls fuzz/corpus/any/
cp assets/samples/*.budget tests/fixtures/version-1.budget fuzz/corpus/budget/
for amount in 1,234.56 1.2万 3亿 5000元 '=12.5+3*2' '（1,000.00）' －０．５; do
    printf '%s' "$amount" > "fuzz/corpus/amount/$(printf '%s' "$amount" | cksum | cut -d' ' -f1)"
done
unzip -p src/catalog/user/fixtures/catalog.ods content.xml > fuzz/corpus/ods/catalog.xml
for sample in urumqi shayibak; do
    for format in xlsx docx pdf; do
        "$binary" export "assets/samples/$sample-2025.budget" -o "$work/$sample.$format"
    done
    unzip -p "$work/$sample.docx" word/document.xml > "fuzz/corpus/docx/$sample.xml"
    unzip -p "$work/$sample.xlsx" xl/worksheets/sheet2.xml > "fuzz/corpus/xlsx/$sample.xml"
    cp "$work/$sample.pdf" fuzz/corpus/any/
done
