"""Runs each validator over the documents in a folder, and says what it found: validate.py FOLDER TOOLS

A line for each: its name, its version, how many documents, how many faults. Exits with 1 where there is a fault.
"""

import collections
import html
import importlib.metadata
import json
import pathlib
import re
import shutil
import subprocess
import sys

FOLDER, TOOLS = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
PYTHON, NODE = TOOLS / "python" / "bin", TOOLS / "node_modules"

# A theme is optional in a word-processing package (ECMA-376-1, 14.2.7: "zero or one"); this validator wants one.
NO_FAULT = "relationships/theme' is missing"
# The levels of WCAG 2.1 that a public site must keep.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


class Missing(Exception):
    """A validator that is not at hand."""


def documents(*endings):
    return sorted(path for path in FOLDER.iterdir() if path.suffix[1:] in endings)


def run(*command, may_fail=True):
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=180)
    except OSError as error:
        raise Missing(f"{command[0]} cannot be run ({error.strerror})") from error
    if done.returncode and not may_fail:
        raise RuntimeError(f"{command[0]}: {done.stderr[-2000:]}")
    return done


def version(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError as error:
        raise Missing(f"pip could not get {package}") from error


def file_structure():
    """qpdf: whether a PDF is put together rightly."""
    said = run("qpdf", "--version").stdout.splitlines()[0].split()[-1]
    faults = []
    for path in documents("pdf"):
        done = run("qpdf", "--check", path)
        if done.returncode:
            faults.append(f"{path.name}: {done.stdout}{done.stderr}")
    return said, documents("pdf"), faults


def accessible_pages():
    """pdfua: what a program can tell of PDF/UA-1, 16 of its 106 rules."""
    said, faults = version("pdfua"), []
    for path in documents("pdf"):
        report = json.loads(run(PYTHON / "pdfua", "check", "--format", "json", path).stdout)
        faults += [f"{path.name}: {found}" for found in report["findings"]]
        if report["summary"]["rules_run"] < 10:
            faults.append(f"{path.name}: only {report['summary']['rules_run']} rules were run")
    return said, documents("pdf"), faults


def archived_pages():
    """pikepdf: what PDF/A-2a wants of a file as a whole, and of its fonts; no registry has a validator of all of it."""
    said, faults = version("pikepdf"), []
    import pikepdf

    for path in documents("pdf"):
        with pikepdf.open(path) as pdf:
            about = pdf.open_metadata()
            claims = {key: about.get(key) for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
            wanted = {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
            holds = {
                f"claims {claims}": claims == wanted,
                "is encrypted": not pdf.is_encrypted,
                "has no output intent": any(intent.get("/S") == "/GTS_PDFA1" for intent in pdf.Root.get("/OutputIntents", [])),
                "is not tagged": pdf.Root.get("/MarkInfo", {}).get("/Marked") is True and "/StructTreeRoot" in pdf.Root,
                "has no language": str(pdf.Root.get("/Lang", "")).lower().startswith("zh"),
                "does something when it is opened": "/OpenAction" not in pdf.Root and "/AA" not in pdf.Root,
                "has files in it": "/EmbeddedFiles" not in pdf.Root.get("/Names", {}),
                "has no id": "/ID" in pdf.trailer,
                "says another title than its metadata": str(pdf.docinfo.get("/Title", "")) == str(about.get("dc:title")),
            }
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                    files = [key for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in item]
                    holds[f"does not embed {item.get('/FontName')}"] = len(files) == 1
                if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and item.get("/Subtype") == "/Type0":
                    holds[f"{item.get('/BaseFont')} does not say its characters"] = "/ToUnicode" in item
                if isinstance(item, pikepdf.Dictionary) and item.get("/S") in ("/JavaScript", "/Launch", "/Movie", "/Sound"):
                    holds[f"does {item.get('/S')}"] = False
            faults += [f"{path.name} {what}" for what, is_so in holds.items() if not is_so]
    return said, documents("pdf"), faults


def office_files():
    """openxml-audit: the schemas of ECMA-376 and what they cannot say, for Word documents and workbooks."""
    said, faults = version("openxml-audit"), []
    for path in documents("docx", "xlsx"):
        report = json.loads(run(PYTHON / "openxml-audit", "-o", "json", "-m", "0", path).stdout)
        found = [error for file in report for error in file["errors"]]
        faults += [f"{path.name}: {error}" for error in found if NO_FAULT not in error["description"]]
    return said, documents("docx", "xlsx"), faults


def same_text():
    """ofdkit: an OFD is read with the characters that poppler reads in the PDF of the same document."""
    said, faults = version("ofdkit"), []
    seen = lambda text: collections.Counter(c for c in text if not c.isspace() and c not in "\u200e\u200f\u202a\u202b\u202c")
    for path in documents("ofd"):
        ours = seen(run(PYTHON / "ofdkit", "text", path, may_fail=False).stdout)
        theirs = seen(run("pdftotext", "-raw", path.with_suffix(".pdf"), "-", may_fail=False).stdout)
        # Readers of PDF put the forms of letters that they see in the place of what is written.
        arabic = lambda counts: {c: n for c, n in counts.items() if not "\u0600" <= c <= "\u08ff" and not "\ufb50" <= c <= "\ufeff"}
        if arabic(ours) != arabic(theirs) or not ours:
            faults.append(f"{path.name}: {arabic(ours - theirs)} more, {arabic(theirs - ours)} less than in the PDF")
    return said, documents("ofd"), faults


def whole_pages():
    """The web pages, a fragment with what a site puts around it."""
    pages = FOLDER / "pages"
    pages.mkdir(exist_ok=True)
    around = '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>预算公开</title></head><body><main><h1>预算公开</h1>{}</main></body></html>'
    for path in documents("html"):
        text = path.read_text(encoding="utf-8")
        (pages / path.name).write_text(text if text.startswith("<!DOCTYPE") else around.format(text), encoding="utf-8")
    return sorted(pages.iterdir())


def markup():
    """The Nu HTML Checker, with the style sheets."""
    jar, pages = NODE / "vnu-jar" / "build" / "dist" / "vnu.jar", whole_pages()
    if not jar.exists():
        raise Missing("npm could not get vnu-jar")
    said = run("java", "-jar", jar, "--version").stdout.split()[0]
    report = json.loads(run("java", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", *pages).stdout)
    faults = [f"{message.get('url', '')}:{message.get('lastLine')}: {message['message']}" for message in report["messages"]]
    return said, pages, faults


def accessible_web():
    """axe-core in Chromium, as wide as a screen and as a telephone."""
    script, pages = NODE / "axe-core" / "axe.min.js", whole_pages()
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser or not script.exists():
        raise Missing("Chromium is not installed" if not browser else "npm could not get axe-core")
    said = json.loads((NODE / "axe-core" / "package.json").read_text())["version"]
    said += f" in {run(browser, '--version').stdout.split()[1]}"
    options = json.dumps({"runOnly": WCAG})
    asks = f"""<script src="file://{script}"></script><script>
      axe.run(document, {options}).then(found => {{
        const told = document.createElement('pre');
        told.id = 'told-by-axe';
        told.textContent = JSON.stringify({{passes: found.passes.length,
          violations: found.violations.map(it => [it.id, it.help, it.nodes.length, it.nodes[0].html.slice(0, 200)])}});
        document.body.append(told);
      }});</script></body>"""
    faults = []
    for path in pages:
        asked = path.with_suffix(".asked.html")
        asked.write_text(path.read_text(encoding="utf-8").replace("</body>", asks), encoding="utf-8")
        for size in ("1280,900", "375,800"):
            flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--window-size={size}", "--virtual-time-budget=30000"]
            page = run(browser, *flags, "--allow-file-access-from-files", "--dump-dom", f"file://{asked}").stdout
            told = re.search(r'<pre id="told-by-axe">(.*?)</pre>', page, re.DOTALL)
            report = json.loads(html.unescape(told[1])) if told else {"passes": 0, "violations": []}
            faults += [f"{path.name} at {size}: {found}" for found in report["violations"]]
            if report["passes"] < 10:
                faults.append(f"{path.name} at {size}: axe did not look at the page")
        asked.unlink()
    return said, pages, faults


CHECKS = {
    "qpdf": file_structure,
    "pdfua (PDF/UA-1)": accessible_pages,
    "pikepdf (PDF/A-2a)": archived_pages,
    "openxml-audit (ECMA-376)": office_files,
    "ofdkit (OFD)": same_text,
    "Nu HTML Checker": markup,
    "axe-core (WCAG 2.1 AA)": accessible_web,
}
is_faulty = False
for name, check in CHECKS.items():
    try:
        said, checked, faults = check()
    except Missing as missing:
        print(f"not checked: exported documents by {name}, since {missing}")
        continue
    print(f"{name} {said}: {len(checked)} documents, {len(faults)} faults")
    for fault in faults:
        print(f"  {fault}")
    is_faulty |= bool(faults) or not checked
sys.exit(is_faulty)
