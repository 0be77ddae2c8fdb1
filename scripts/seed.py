"""What the demo shows: people, boards with pins, conversations. The words and pictures are our own (assets/demo).

Accounts, boards and rooms are laid out by plain HTTP (boards are not encrypted); the conversations are written by
Tackroom itself without a window, so that they are encrypted as a user's are.
"""

import json
import struct
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from common import ROOT, Failed, step
from headless import Headless
from plain import Plain
from synapse import Synapse

PICTURES = ROOT / "assets" / "demo"
ME = "mei"
FRIEND = "ruth"
PEOPLE = {"mei": "Mei", "ruth": "Ruth", "jonas": "Jonas", "amina": "Amina", "tomas": "Tomas", "oskar": "Oskar", "lucia": "Lucía", "sam": "Sam"}
WRITERS = ("mei", "ruth", "jonas", "amina", "oskar")

# picture, title, host of its link, note; oldest first
HALLWAY = [
    ("wool", "Undyed wool, woven check", "weaverscollective.example", ""),
    ("terrazzo", "Terrazzo offcuts", "limeandlath.example", "Jonas: for the step only"),
    ("stairs", "Handrail, one line", "limeandlath.example", "This, in black"),
    ("quilt", "Half-square quilt from shirts", "weaverscollective.example", ""),
    ("tiles", "Cement tiles, quarter turn", "limeandlath.example", ""),
    ("books", "Shelves to the ceiling, at last", "nordichomes.example", ""),
    ("leather", "Bridle leather, six tans", "harness-maker.example", "Handles?"),
    ("lamp", "Pleated shade, warm bulb", "atelier-nord.example", ""),
    ("chair", "Windsor chair, seven spindles", "nordichomes.example", "The black one, not the oak"),
    ("arch", "Lime plaster, deep reveal", "limeandlath.example", ""),
    ("kilim", "Kilim with three diamonds", "weaverscollective.example", "240 long, it fits"),
    ("pegs", "Peg rail, four pegs, oiled birch", "nordichomes.example", "Ask for five pegs"),
]
WEEKENDS = [
    ("contour", "The long way round", "slowweekends.example", ""),
    ("dunes", "Dunes, late light", "slowweekends.example", ""),
    ("lake", "Still, for once", "slowweekends.example", ""),
    ("harbour", "The ferry side of the harbour", "slowweekends.example", ""),
    ("fern", "What grows without sun", "greenroom.example", ""),
    ("cabin", "The cabin from the lake side", "slowweekends.example", "Keys are with the neighbour."),
    ("dusk", "Six ridges, an hour after sunset", "slowweekends.example", ""),
]
PRINTS = [
    ("night", "Curtains, heavy linen", "nordichomes.example", ""),
    ("pears", "Three pears, Tuesday", "paperandpress.example", ""),
    ("vases", "Set of three, ash glaze", "atelier-nord.example", ""),
    ("poster", "Print fair, the second Sunday", "paperandpress.example", ""),
    ("waves", "Seigaiha, block print", "paperandpress.example", ""),
    ("table", "Lemons on a striped cloth", "slowweekends.example", ""),
]
BOARDS = [("Prints", "jonas", PRINTS), ("Out of town", "amina", WEEKENDS), ("Hallway", "ruth", HALLWAY)]
# room, who, text or (picture, title, host, note)
TALK = [
    ("jonas", "jonas", "Found these, half the price:"),
    ("jonas", "jonas", ("vases", "Set of three, ash glaze", "atelier-nord.example", "")),
    ("jonas", "mei", "The middle one, if they part with it."),
    ("group", "amina", ("lake", "Still, for once", "slowweekends.example", "")),
    ("group", "mei", "Train at 7:40 or 9:10?"),
    ("group", "amina", "9:10. Nobody walks well at seven."),
    ("group", "oskar", "I bring the stove."),
    ("ruth", "ruth", ("sofa", "Two-seater in bottle green", "atelier-nord.example", "For under the window?")),
    ("ruth", "mei", "12 cm too deep, I measured."),
    ("ruth", "ruth", "Then the peg rail and a narrow chair. No sofa at all."),
    ("ruth", "mei", "Yes. I look for a rug to go with it."),
    ("amina", "amina", ("cabin", "The cabin from the lake side", "slowweekends.example", "Keys are with the neighbour.")),
    ("amina", "amina", "Do they have five pegs?"),
]
UNREAD = "amina"


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a JPEG, from its frame header."""
    data = picture.read_bytes()
    at = 2
    while at < len(data):
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xC3:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise Failed(f"{picture} is no JPEG")


def colours() -> dict[str, str]:
    path = PICTURES / "colours.json"
    return json.loads(path.read_text()) if path.exists() else {}


def pin(person: Plain, name: str, title: str, host: str, note: str) -> dict:
    """The content of a pin on a board, as design.md has it on the wire."""
    picture = PICTURES / f"{name}.jpg"
    width, height = size(picture)
    link = f"https://{host}/{name}"
    block = {"version": 1, "title": title, "note": note, "link": link, "alt": title, "source": {"kind": "page", "name": host, "url": link}}
    block |= {"colour": colours()[name]} if name in colours() else {}
    return {
        "msgtype": "m.image",
        "filename": f"{name}.jpg",
        "body": "\n".join(part for part in (title, note, link) if part),
        "url": person.upload(picture),
        "info": {"w": width, "h": height, "size": picture.stat().st_size, "mimetype": "image/jpeg"},
        "app.tackroom.pin": block,
    }


def lay_out(server: Synapse, password: str) -> dict[str, str]:
    """Accounts, avatars, boards and empty conversations. Answers the conversations' rooms by name."""
    with step(f"People: {', '.join(PEOPLE.values())}"):
        for user, name in PEOPLE.items():
            server.register(user, password, name)
        people = {user: Plain(server.url, user, password) for user in PEOPLE}
        for user, person in people.items():
            person.avatar(PICTURES / f"av-{user}.jpg")
    with step(f"Boards: {', '.join(name for name, _, _ in BOARDS)}"):
        for name, owner, pins in BOARDS:
            lay_out_board(people, name, owner, pins)
    ids = {user: person.user for user, person in people.items()}
    encrypted = [{"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}]
    rooms, direct = {}, {}
    for other in ("jonas", "ruth", "amina"):
        body = {"preset": "trusted_private_chat", "is_direct": True, "invite": [ids[ME]], "initial_state": encrypted}
        rooms[other] = people[other].room(body)
        people[other].direct({ids[ME]: [rooms[other]]})
        people[ME].join(rooms[other])
        direct[ids[other]] = [rooms[other]]
    people[ME].direct(direct)
    guests = [ids[name] for name in (ME, "tomas", "oskar")]
    rooms["group"] = people["amina"].room({"preset": "private_chat", "name": "Cabin trip", "invite": guests, "initial_state": encrypted})
    for name in (ME, "tomas", "oskar"):
        people[name].join(rooms["group"])
    for person in people.values():
        person.log_out()
    return rooms


def lay_out_board(people: dict[str, Plain], name: str, owner: str, pins: list) -> None:
    others = [person.user for user, person in people.items() if user != owner]
    body = {"name": name, "preset": "private_chat", "creation_content": {"type": "app.tackroom.board"}, "invite": others}
    room = people[owner].room(body)
    for user, person in people.items():
        if user != owner:
            person.join(room)
    for entry in pins:
        people[owner].send(room, pin(people[owner], *entry))


def talk(program: Path, folder: Path, server: Synapse, env: dict[str, str], password: str, rooms: dict[str, str]) -> None:
    """The conversations, written by everybody's own Tackroom; read by oneself but for the last."""
    with ExitStack() as stack, step("Conversations, encrypted (each person's Tackroom without a window)"):

        def enter(name: str) -> Headless:
            person = Headless(program, folder / name, env, folder / f"{name}.log")
            stack.callback(person.quit)
            person.sign_in(server.url, name, password)
            return person

        with ThreadPoolExecutor(2) as pool:
            people = dict(zip(WRITERS, pool.map(enter, WRITERS)))
        for person in people.values():
            wanted = len(rooms) if person is people[ME] else 1
            person.ask({"do": "wait-for", "conversations": wanted, "timeout": 60})
        for room, who, what in TALK:
            if isinstance(what, str):
                people[who].send(rooms[room], text=what)
                mark = what
            else:
                name, title, host, note = what
                picture = str(PICTURES / f"{name}.jpg")
                people[who].send(rooms[room], pin={"title": title, "note": note, "link": f"https://{host}/{name}", "picture": picture, "alt": title})
                mark = title
            people[ME].ask({"do": "wait-for", "room": rooms[room], "contains": mark, "timeout": 60})
        for name, room in rooms.items():
            people[ME].ask({"do": "call", "call": "open_head", "args": {"room": room}})
            if name != UNREAD:
                people[ME].ask({"do": "read", "room": room})
        people[ME].ask({"do": "wait-for", "outbox": 0, "timeout": 60})
