"""Apache and nginx find for any spelling of any name what `keys` and `rule_for` find, and nothing else."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from plugins.addresses.keys import address_key, bare_name, spellings
from plugins.addresses.redirects import rules_in_order
from plugins.host import htaccess
from plugins.host.nginx import TO_COMPLETE, server_block
from tests.equipment.apache import Apache, public_folder, serving
from tests.equipment.nginx import nginx
from tests.equipment.old_addresses import rule_for
from tests.host.hosted import FILES, redirects_of, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

LETTERS = "abcZ0123456789-_+.;:!*()@~$[]'%?éàœÉ,/-_+@"
SAFE = "-_+.;:!*()@~$[]',/"
MARKS = (("-", "-"), ("+", "+"), ("_", "_"), ("@", "@"), ("+-", "-+"), ("-", ""))


def names(random: Random) -> Iterator[str]:
    """Yield names of every sort, many of which are one another's but for marks, numbers and case."""
    while True:
        name = "".join(random.choices(LETTERS, k=random.randint(1, 9)))
        yield name
        start, end = random.choice(MARKS)
        yield f"{start}{name}{end}"
        yield f"{name},{random.randint(1, 3)}"
        yield random.choice(("article", "rubrique", "mot")) + str(random.randint(1, 30))


def ways(name: str, random: Random) -> Iterator[str]:
    """Yield requests for a name: its letters in three codings, in every form that SPIP gave to addresses."""
    for data in spellings(name):
        if address_key(f"/?{quote(data, safe=SAFE)}") != address_key(f"/?{quote(name, safe=SAFE)}"):
            continue  # Latin-1 that reads as UTF-8 is another name
        coded = quote(data, safe=SAFE)
        lower = "".join(f"%{byte:02x}" if byte > 127 or chr(byte) in "?%" else chr(byte) for byte in data)
        yield f"/?{random.choice((coded, lower))}{random.choice(('', '&lang=fr', '.html', '=&fbclid=a', '/'))}"
        yield f"/spip.php?{quote(data, safe='/')}"
        # no host hands over a path with these, but to a hidden file
        if not any(signs in f"/{coded}" for signs in ("%3F", "%25", "//", "/.")):
            yield f"/{coded}{random.choice(('', '.html', '.htm', '?lang=fr', '/'))}"


def test_both_servers_read_any_address_as_we_do() -> None:
    random = Random(4)  # noqa: S311
    source = names(random)
    moved: dict[str, str] = {}
    for name in (next(source) for _ in range(400)):
        key = address_key(f"/?{quote(name, safe=SAFE)}")
        if key:
            moved.setdefault(key, random.choice(("/contact/", "/court/")))
    found = redirects_of(
        frozenset(FILES), {f"/?{quote(key, safe=SAFE)}": target for key, target in moved.items()}
    )
    rules = rules_in_order(found)
    asked = [random.choice(list(moved)) for _ in range(40)]
    asked += [
        f"{start}{bare_name(name)}{end}" for name in asked[:20] for start, end in (random.choice(MARKS),)
    ]
    asked += [next(source) for _ in range(30)]
    with public_folder() as root:
        write_site(root, {f"/?{quote(key, safe=SAFE)}": target for key, target in moved.items()}, https="non")

        def block(port: int) -> str:
            text = server_block(htaccess.Hosted(frozenset(FILES), https="non"), found, str(root))
            text = text.replace("  listen [::]:80;\n", "").replace("listen 80;", f"listen 127.0.0.1:{port};")
            return text.replace(TO_COMPLETE, "_")

        with serving(root) as apache, nginx(block) as port:
            for name in asked:
                for address in ways(name, random):
                    typed = address if address.startswith(("/?", "/spip")) else address.partition("?")[0]
                    rule = rule_for(address_key(typed) or "", rules)
                    expected = (301, rule.target) if rule else (404, "")
                    for server in (apache, Apache(root, port, apache.log)):
                        answer = server.get(address)
                        location = answer.headers.get("location", "").removeprefix(server.address)
                        assert (answer.status, location) == expected, (address, server.port == port)
