#!/bin/sh
# Makes the corpora from the samples: fuzz/seed.sh [BINARY], from the folder of the program. Old workbooks
# come from LibreOffice, where there is one.
set -eu
binary=${1:-target/release/budget-disclosure}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
corpus() { mkdir -p "fuzz/corpus/$1"; echo "fuzz/corpus/$1"; }
cp tests/fixtures/urumqi-2025.txt tests/fixtures/shayibak-2025-tables.tsv "$(corpus text)"
tr '\t' ',' < tests/fixtures/shayibak-2025-tables.tsv > "$(corpus text)/shayibak.csv"
cp tests/fixtures/shayibak-2025-tables.tsv "$(corpus clipboard)"
head -n 60 assets/catalog/economic.csv > "$(corpus list)/economic.csv"
cp src/engine/catalog/user/fixtures/catalog.xls "$(corpus list)"
unzip -p src/engine/catalog/user/fixtures/catalog.xlsx xl/worksheets/sheet2.xml > "$(corpus list_xlsx)/function.xml"
unzip -p src/engine/catalog/user/fixtures/parts.xlsx xl/worksheets/sheet1.xml > "$(corpus list_xlsx)/parts.xml"
cp src/engine/catalog/user/fixtures/catalog.xls "$(corpus xls)"
unzip -p src/engine/catalog/user/fixtures/catalog.ods content.xml > "$(corpus ods)/catalog.xml"
cp assets/samples/*.budget tests/fixtures/version-1.budget "$(corpus budget)"
for amount in 1,234.56 1.2万 3亿 5000元 '=12.5+3*2' '（1,000.00）' －０．５; do
    printf '%s' "$amount" > "$(corpus amount)/$(printf '%s' "$amount" | cksum | cut -d' ' -f1)"
done
# Parts of archives are written small: the whole one of a sample is a megabyte, and a trial of it takes a second.
tables=tests/fixtures/shayibak-2025-tables.tsv
# All lines as rows: what begins and ends the table, a row, a cell.
rows() {
    awk -F '\t' -v begin="$1" -v end="$2" -v row="$3" -v rowend="$4" -v cell="$5" -v cellend="$6" '
        BEGIN { print begin }
        { printf "%s", row; for (i = 1; i <= NF; i++) printf "%s%s%s", cell, $i, cellend; print rowend }
        END { print end }' "$tables"
}
rows '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' \
    '</sheetData></worksheet>' '<row>' '</row>' '<c t="inlineStr"><is><t>' '</t></is></c>' > "$(corpus xlsx)/tables.xml"
rows '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">' \
    '</table:table></office:spreadsheet></office:body></office:document-content>' '<table:table-row>' '</table:table-row>' \
    '<table:table-cell office:value-type="string"><text:p>' '</text:p></table:table-cell>' > "$(corpus ods)/tables.xml"
rows '<html><body><table>' '</table></body></html>' '<tr>' '</tr>' '<td rowspan=1>' '</td>' > "$(corpus html)/tables.html"
rows '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>' \
    '</Table></Worksheet></Workbook>' '<Row>' '</Row>' '<Cell><Data ss:Type="String">' '</Data></Cell>' > "$(corpus html)/tables.xml"
awk -F '\t' 'function paragraph(text) { return "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>" }
    BEGIN { print "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>" }
    NF > 1 && !open { printf "<w:tbl>"; open = 1 }
    NF < 2 && open { print "</w:tbl>"; open = 0 }
    NF > 1 { printf "<w:tr>"; for (i = 1; i <= NF; i++) printf "<w:tc>%s</w:tc>", paragraph($i); print "</w:tr>" }
    NF < 2 { print paragraph($0) }
    END { if (open) printf "</w:tbl>"; print "</w:body></w:document>" }' "$tables" > "$(corpus docx)/tables.xml"
rows '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><table:table>' \
    '</table:table></office:text></office:body></office:document-content>' '<table:table-row>' '</table:table-row>' \
    '<table:table-cell><text:p>' '</text:p></table:table-cell>' > "$(corpus odt)/tables.xml"
awk -F '\t' 'BEGIN { print "<?xml version=\"1.0\"?><ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:Content><ofd:Layer>" }
    { for (i = 1; i <= NF; i++) {
        bounds = (10 + 200 * i) " " 8 * NR " 200 8"
        if (NF > 1) printf "<ofd:PathObject Boundary=\"%s\"><ofd:AbbreviatedData>M 0 0 L 200 0 L 200 8 L 0 8 C</ofd:AbbreviatedData></ofd:PathObject>", bounds
        printf "<ofd:TextObject Boundary=\"%s\" Font=\"1\" Size=\"4\"><ofd:TextCode X=\"1\" Y=\"6\">%s</ofd:TextCode></ofd:TextObject>", bounds, $i } print "" }
    END { print "</ofd:Layer></ofd:Content></ofd:Page>" }' "$tables" > "$(corpus ofd)/tables.xml"
# An empty disclosure, too, has all tables, and is read three times as fast.
"$binary" new --body 某某中心 --year 2025 -o "$work/empty.budget" > /dev/null
"$binary" export "$work/empty.budget" -o "$(corpus pdf)/empty.pdf"
"$binary" export assets/samples/shayibak-2025.budget -o "$(corpus pdf)/shayibak.pdf"
if command -v soffice > /dev/null; then
    for sample in urumqi shayibak; do
        "$binary" export "assets/samples/$sample-2025.budget" -o "$work/$sample.xlsx"
        soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to xls --outdir "$work" "$work/$sample.xlsx" > "$work/log" 2>&1
        cp "$work/$sample.xls" "$(corpus xls)"
    done
fi
