"""Which libraries are in the program as it is packaged, for lists of them and of their licences.

`licences` prints all licences word by word, `sbom EPOCH COMMIT` a CycloneDX list. Both follow from Cargo.lock alone: what is only
needed to build or to test is left out, and nothing of this machine is in them.
"""

import json
import re
import subprocess
import sys
import tomllib
import uuid
from collections import defaultdict
from datetime import datetime, timezone
from pathlib import Path

TARGETS = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-pc-windows-gnu")

# What tells the text of a licence, in the order in which one is chosen where there is a choice.
TELLTALES = {
    "MIT": "Permission is hereby granted, free of charge",
    "Apache-2.0": "Apache License",
    "BSD-3-Clause": "Neither the name",
    "BSD-2-Clause": "Redistribution and use in source and binary forms",
    "ISC": "Permission to use, copy, modify, and",
    "0BSD": "Permission to use, copy, modify, and",
    "Zlib": "This software is provided 'as-is'",
    "BSL-1.0": "Boost Software License",
    "Unicode-3.0": "UNICODE LICENSE",
    "MPL-2.0": "Mozilla Public License",
    "Apache-2.0 WITH LLVM-exception": "LLVM Exceptions",
}
# Where no package brings the text.
STANDARD = {
    "0BSD": """Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR
CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT,
NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.""",
}
LICENCE_FILE = re.compile(r"(licen[sc]e|copying|copyright|notice|unlicense)", re.IGNORECASE)
RULE = "─" * 40


def cargo(*arguments):
    return subprocess.run(["cargo", *arguments], check=True, capture_output=True, text=True).stdout


def libraries():
    """The packages from registries that are in the program for any of the targets, by name and version."""
    inside = set()
    for target in TARGETS:
        tree = cargo("tree", "--locked", "--edges=normal", "--prefix=none", "--format={p}", f"--target={target}")
        inside |= {tuple(line.split()[:2]) for line in tree.splitlines() if line}
    packages = json.loads(cargo("metadata", "--locked", "--format-version=1"))["packages"]
    found = [package for package in packages if package["source"] and (package["name"], "v" + package["version"]) in inside]
    return sorted(found, key=lambda package: (package["name"].lower(), package["version"]))


def chosen(expression):
    """The licences that are taken of an SPDX expression: all where all bind, the first that is known where there is a choice."""
    tokens = re.findall(r"\(|\)|\bOR\b|\bAND\b|[\w.+-]+(?: WITH [\w.-]+)?", expression.replace("/", " OR "))

    def alternative():
        choices = [conjunction()]
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            choices.append(conjunction())
        known = [choice for choice in choices if all(licence in TELLTALES for licence in choice)]
        if not known:
            sys.exit(f"no licence of “{expression}” is known here")
        order = list(TELLTALES)
        return min(known, key=lambda choice: max(order.index(licence) for licence in choice))

    def conjunction():
        all_of = list(term())
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            all_of += term()
        return all_of

    def term():
        token = tokens.pop(0)
        if token != "(":
            return [token]
        inner = alternative()
        tokens.pop(0)
        return inner

    return alternative()


def texts(package, licences):
    """What the package says of these licences, as files that come with it; notices belong to a licence that asks for them."""
    folder = Path(package["manifest_path"]).parent
    files = sorted(path for path in folder.iterdir() if path.is_file() and LICENCE_FILE.match(path.name))
    read = {path: path.read_text(encoding="utf-8", errors="replace") for path in files}
    wanted = [TELLTALES[licence] for licence in licences]
    is_wanted = lambda path, text: path.name.lower().startswith("notice") or any(tell in plain(text) for tell in wanted)
    return [text for path, text in read.items() if is_wanted(path, text)]


def plain(text):
    return " ".join(text.split())


def print_licences():
    packages = libraries()
    users, standard, without = defaultdict(list), dict(STANDARD), defaultdict(list)
    print("所用的软件（名称、版本、许可）\n")
    for package in packages:
        # With a "v", as cargo tells it: of "fdeflate 0.3.7" lintian believes that zlib is built in.
        name = f"{package['name']} v{package['version']}"
        licences = chosen(package["license"])
        print(f"· {name}：{' AND '.join(licences)}")
        found = texts(package, licences)
        for text in found:
            users[plain(text)].append((name, text))
        if len(licences) == 1 and found:
            standard.setdefault(licences[0], found[0])
        if not found:
            for licence in licences:
                authors = [re.sub(r"\s*<.*?>", "", author) for author in package["authors"]]
                without[licence].append((name, ", ".join(authors)))
    for uses in sorted(users.values(), key=lambda uses: uses[0][0].lower()):
        print(f"\n{RULE}\n\n用于 {', '.join(dict.fromkeys(name for name, _ in uses))}\n\n{uses[0][1]}")
    for licence, uses in sorted(without.items()):
        print(f"\n{RULE}\n\n以下软件没有附许可全文，按 {licence} 发布：")
        for name, authors in uses:
            print(f"· {name}" + (f"，作者 {authors}" if authors else ""))
        # The text of another that is under the same licence; only the line of the copyright is that one's.
        lines = [line for line in standard[licence].splitlines() if not re.match(r"\s*Copyright \(?[c©\d]", line)]
        print("\n" + "\n".join(lines))


def print_sbom(epoch, commit):
    version = tomllib.loads(Path("Cargo.toml").read_text())["workspace"]["package"]["version"]
    locked = tomllib.loads(Path("Cargo.lock").read_text())["package"]
    sums = {(package["name"], package["version"]): package.get("checksum") for package in locked}

    def component(package):
        name, version = package["name"], package["version"]
        reference = f"pkg:cargo/{name}@{version}"
        return {
            "type": "library",
            "bom-ref": reference,
            "name": name,
            "version": version,
            "description": plain(package["description"] or ""),
            "hashes": [{"alg": "SHA-256", "content": sums[name, version]}],
            "licenses": [{"expression": package["license"].replace("/", " OR ")}],
            "purl": reference,
        }

    name = f"budget-disclosure-{version}-{commit}"
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_OID, name).urn,
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(int(epoch), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": "budget-disclosure",
                "name": "budget-disclosure",
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
                "properties": [{"name": "commit", "value": commit}, *({"name": "target", "value": t} for t in TARGETS)],
            },
        },
        "components": [component(package) for package in libraries()],
    }
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    print()


match sys.argv[1:]:
    case ["licences"]:
        print_licences()
    case ["sbom", epoch, commit]:
        print_sbom(epoch, commit)
    case _:
        sys.exit(__doc__)
