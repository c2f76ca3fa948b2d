#!/bin/sh
# Makes the corpora from the samples: fuzz/seed.sh [BINARY], from the folder of the program. Old workbooks and web pages
# come from LibreOffice, where there is one.
set -eu
binary=${1:-target/release/budget-disclosure}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
corpus() { mkdir -p "fuzz/corpus/$1"; echo "fuzz/corpus/$1"; }
cp tests/fixtures/urumqi-2025.txt tests/fixtures/shayibak-2025-tables.tsv "$(corpus text)"
tr '\t' ',' < tests/fixtures/shayibak-2025-tables.tsv > "$(corpus text)/shayibak.csv"
cp tests/fixtures/shayibak-2025-tables.tsv "$(corpus clipboard)"
cp src/catalog/user/fixtures/catalog.xls "$(corpus xls)"
unzip -p src/catalog/user/fixtures/catalog.ods content.xml > "$(corpus ods)/catalog.xml"
cp assets/samples/*.budget tests/fixtures/version-1.budget "$(corpus budget)"
for amount in 1,234.56 1.2万 3亿 5000元 '=12.5+3*2' '（1,000.00）' －０．５; do
    printf '%s' "$amount" > "$(corpus amount)/$(printf '%s' "$amount" | cksum | cut -d' ' -f1)"
done
for sample in urumqi shayibak; do
    for format in xlsx docx pdf; do
        "$binary" export "assets/samples/$sample-2025.budget" -o "$work/$sample.$format"
    done
    unzip -p "$work/$sample.docx" word/document.xml > "$(corpus docx)/$sample.xml"
    unzip -p "$work/$sample.xlsx" xl/worksheets/sheet2.xml > "$(corpus xlsx)/$sample.xml"
    cp "$work/$sample.pdf" "$(corpus pdf)"
    if command -v soffice > /dev/null; then
        for format in xls ods html; do
            soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$format" \
                --outdir "$work" "$work/$sample.xlsx" > "$work/log" 2>&1
        done
        cp "$work/$sample.xls" "$(corpus xls)"
        cp "$work/$sample.html" "$(corpus html)"
        unzip -p "$work/$sample.ods" content.xml > "$(corpus ods)/$sample.xml"
    fi
done
