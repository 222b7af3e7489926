"""Run a command on a machine of its own that has one way out, and tell what tries to take it.

python tools/sealed.py python -m pytest tests/web/test_in_a_browser.py

The way out is a network card (a tap) that is this namespace's route to every address but loopback's; whoever is asked
there, name servers too, is written down and gets no answer.  Only root may make one (`unshare`, `ip`).
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

CARD, ADDRESS, ROUTER = "out", "10.9.9.2/24", "10.9.9.1"
INSIDE = "SEALED"
MADE = (
    "ip link set lo up",
    f"ip addr add {ADDRESS} dev {CARD}",
    f"ip link set {CARD} up",
    f"ip neigh add {ROUTER} lladdr 02:00:00:00:00:01 dev {CARD}",
    f"ip route add default via {ROUTER}",
)
NO_IPV6 = Path("/proc/sys/net/ipv6/conf/default/disable_ipv6")
"""The system itself would look for routers of that kind."""

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000
ETHERNET, IPV4 = 14, 0x0800
NAMES_PORT = 53


def main() -> None:
    """Run the command; ends with its status, or 1 if anything tried to leave."""
    if INSIDE not in os.environ:
        again = ["unshare", "--net", sys.executable, __file__, *sys.argv[1:]]
        sys.exit(subprocess.run(again, env=os.environ | {INSIDE: "yes"}, check=False).returncode)
    if NO_IPV6.exists():
        NO_IPV6.write_text("1", encoding="ascii")
    card = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(card, TUNSETIFF, struct.pack("16sH", CARD.encode(), IFF_TAP | IFF_NO_PI))
    for command in MADE:
        subprocess.run(command.split(), check=True)
    asked = Counter[str]()
    threading.Thread(target=_listen, args=(card, asked), daemon=True).start()
    status = subprocess.run(sys.argv[1:], check=False).returncode
    print(f"sealed: {sum(asked.values())} packets tried to leave this machine")
    for who, times in asked.most_common():
        print(f"sealed: {times:4} to {who}")
    sys.exit(status or int(bool(asked)))


def _listen(card: int, asked: Counter[str]) -> None:
    while frame := os.read(card, 65_536):
        asked[addressee(frame)] += 1


def addressee(frame: bytes) -> str:
    """Return to whom an Ethernet frame goes, and which name it asks for."""
    (kind,) = struct.unpack_from("!H", frame, ETHERNET - 2)
    if kind != IPV4:
        return f"whoever answers to Ethernet type {kind:#06x}"
    packet = frame[ETHERNET:]
    header = 4 * (packet[0] & 15)
    (port,) = struct.unpack_from("!H", packet, header + 2)
    where = f"{socket.inet_ntoa(packet[16:20])} port {port}"
    return f"{where}, for the name {_name(packet[header + 20 :])}" if port == NAMES_PORT else where


def _name(question: bytes) -> str:
    """Return the name in a DNS question, whose labels have their lengths before them."""
    labels, at = [], 0
    while at < len(question) and question[at]:
        labels.append(question[at + 1 : at + 1 + question[at]].decode("ascii", "replace"))
        at += 1 + question[at]
    return ".".join(labels)


if __name__ == "__main__":
    main()
