"""A Bot API server on 127.0.0.1: updates with their acknowledgement, methods with their limits, faults on demand."""

import asyncio
import json
import math
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

from aiohttp import web

from tests.botapi.errors import ApiError, flood
from tests.botapi.faults import Answers, Fault, FloodWait, HalfReply, Resets, Silence, Slow, cut_off, half
from tests.botapi.flood import FloodControl
from tests.botapi.markup import Parsed
from tests.botapi.methods import Methods
from tests.botapi.rooms import JSON, Note, Room
from tests.botapi.uploads import Upload
from tests.botapi.webhooks import Webhooks

TOKEN = "7654321:AAF-test-token_of_the_bot_api_double_0123"
_NEVER_SENT_UNASKED = ("chat_member", "message_reaction", "message_reaction_count")
_WEBHOOK_IS_SET = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
_CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class BotApi:
    """One bot's world. `calls` lists every request in order; `pending` the updates not acknowledged yet.

    `clock` (Unix seconds) dates the messages.
    """

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.me: JSON = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "BAMEX'25",
            "username": "bamex_test_bot",
            "can_join_groups": True,
        }
        self.rooms: dict[int, Room] = {}
        self.methods = Methods(self)
        self.flood: FloodControl | None = None
        self.webhooks = Webhooks(self)
        self.pending: dict[int, JSON] = {}
        self.calls: list[tuple[str, JSON]] = []
        self.delivered: list[int] = []
        self.uploads: dict[str, Upload] = {}
        self.second_poller = False
        self.root = ""
        self.clock: Callable[[], float] = time.time
        self.sent: dict[int, float] = {}
        self.refusals: list[tuple[str, str]] = []
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._allowed: list[str] = []
        self.last_update = 870_000_000
        self._last_message = 100
        self._poll: asyncio.Task[Any] | None = None
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        """Serve on a free port of 127.0.0.1; `root` is then the value for TELEGRAM_API_URL."""
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path:.*}", self._serve_file)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await self.webhooks.stop()
            await runner.cleanup()

    def fails(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method meet these faults, one each."""
        self._faults[method].extend(faults)

    async def give(self, **update: Any) -> int:
        """Put an update into the bot's queue; its id."""
        self.last_update += 1
        return await self.give_raw({"update_id": self.last_update, **update})

    async def give_raw(self, update: JSON) -> int:
        """Put an update into the queue as it is."""
        update_id = int(update["update_id"])
        self.pending[update_id] = update
        await self.notice()
        return update_id

    async def notice(self) -> None:
        """Wake everybody who waits for something to change."""
        async with self._changed:
            self._changed.notify_all()

    async def until(self, happened: Any, seconds: float = 10.0) -> None:
        """Wait until a predicate holds. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(happened)

    async def until_acknowledged(self, seconds: float = 10.0) -> None:
        """Wait until the bot has acknowledged every update."""
        await self.until(lambda: not self.pending, seconds)

    def next_message_id(self) -> int:
        """A message id that no other message has."""
        self._last_message += 1
        return self._last_message

    def write(
        self, room: Room, parsed: Parsed, buttons: list[list[JSON]], original: Note | None, preview: bool
    ) -> Note:
        """Let the bot say something in a chat."""
        message_id = self.next_message_id()
        sender: JSON = {"sender_chat": room.as_json()} if room.kind == "channel" else {"from": self.me}
        body: JSON = {"message_id": message_id, "date": int(self.clock()), "chat": room.as_json(), **sender}
        if original is not None:
            body["reply_to_message"] = {key: value for key, value in original.json.items() if key != "reply_to_message"}
        note = Note(message_id, True, body, preview=preview)
        room.notes.append(note)
        self.fill(note, parsed, buttons)
        return note

    def fill(self, note: Note, parsed: Parsed, buttons: list[list[JSON]]) -> None:
        """Give a message its text and buttons."""
        note.text, note.buttons = parsed.text, buttons
        note.json |= {"text": parsed.text, "entities": list(parsed.entities)}
        note.json.pop("reply_markup", None)
        if buttons:
            note.json["reply_markup"] = {"inline_keyboard": buttons}

    def called(self, method: str) -> list[JSON]:
        """The parameters of every call of a method."""
        return [wanted for name, wanted in self.calls if name == method]

    async def _serve_file(self, request: web.Request) -> web.Response:
        upload = self.uploads.get(request.match_info["path"].removeprefix("documents/"))
        if request.match_info["token"] != self.token or upload is None:
            return _refusal(ApiError(404, "Not Found"))
        return web.Response(body=upload.content)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method, wanted = request.match_info["method"], await _parameters(request)
        if request.match_info["token"] != self.token:
            return _refusal(ApiError(401, "Unauthorized"))
        self.calls.append((method, wanted))
        fault = self._faults[method].popleft() if self._faults[method] else None
        if method == "sendMessage":
            self.sent[wanted["chat_id"]] = math.inf
        try:
            match fault:
                case Answers(status, body, content_type):
                    return web.Response(status=status, text=body, content_type=content_type)
                case Resets(after=False):
                    return cut_off(request)
                case FloodWait(seconds):
                    raise flood(seconds)
                case Slow(seconds):
                    await asyncio.sleep(seconds)
                case Silence():
                    await asyncio.Event().wait()
            result = await self._do(method, wanted)
        except ApiError as error:
            self.refusals.append((method, error.description))
            return _refusal(error)
        finally:
            if method == "sendMessage":
                self.sent[wanted["chat_id"]] = time.monotonic()
            await self.notice()
        if isinstance(fault, Resets):
            return cut_off(request)
        if isinstance(fault, HalfReply):
            return await half(request, {"ok": True, "result": result})
        return web.json_response({"ok": True, "result": result})

    async def _do(self, name: str, wanted: JSON) -> Any:
        if name.lower() == "getupdates":
            return await self._updates(wanted)
        method = self.methods.find(name)
        if method is None:
            raise ApiError(404, "Not Found")
        return method(wanted)

    async def _updates(self, wanted: JSON) -> list[JSON]:
        if self.webhooks.url:
            raise ApiError(409, _WEBHOOK_IS_SET)
        if self.second_poller:
            raise ApiError(409, _CONFLICT)
        me = asyncio.current_task()
        if self._poll is not None and self._poll is not me and not self._poll.done():
            self._poll.cancel("another poll")
        self._poll = me
        if wanted.get("allowed_updates") is not None:
            self._allowed = list(wanted["allowed_updates"])
        self._acknowledge(int(wanted.get("offset") or 0))
        limit = min(max(int(wanted.get("limit") or 100), 1), 100)
        try:
            await self.until(self._ready, min(int(wanted.get("timeout") or 0), 50) + 0.001)
        except TimeoutError:
            return []
        except asyncio.CancelledError as error:
            if error.args == ("another poll",):
                raise ApiError(409, _CONFLICT) from None
            raise
        if self.second_poller:
            raise ApiError(409, _CONFLICT)
        updates = [update for _, update in sorted(self.pending.items())][:limit]
        self.delivered += [update["update_id"] for update in updates]
        return updates

    def _acknowledge(self, offset: int) -> None:
        if offset < 0:
            offset = sorted(self.pending)[offset:][0] if self.pending else 0
        for update_id in [update_id for update_id in self.pending if update_id < offset]:
            del self.pending[update_id]
        for update_id, update in list(self.pending.items()):
            if not self._is_allowed(update):
                del self.pending[update_id]
        # Whoever waits for an acknowledgement waits on this condition, which this task does not hold yet.
        asyncio.get_running_loop().call_soon(lambda: asyncio.ensure_future(self.notice()))

    def _is_allowed(self, update: JSON) -> bool:
        kind = next((key for key in update if key != "update_id"), "")
        return kind in self._allowed if self._allowed else kind not in _NEVER_SENT_UNASKED

    def _ready(self) -> bool:
        return self.second_poller or any(map(self._is_allowed, self.pending.values()))


async def _parameters(request: web.Request) -> JSON:
    if request.content_type == "application/json":
        return dict(await request.json())
    posted = await request.post()
    uploads = {
        key: Upload(value.filename, value.content_type, value.file.read())
        for key, value in posted.items()
        if isinstance(value, web.FileField)
    }
    fields = {**request.query, **{key: str(value) for key, value in posted.items() if key not in uploads}}
    decoded = {key: _decoded(key, value) for key, value in fields.items()}
    # A field may name the part of the request that holds its file.
    attached = {
        key: uploads[value.removeprefix("attach://")]
        for key, value in decoded.items()
        if isinstance(value, str) and value.startswith("attach://") and value.removeprefix("attach://") in uploads
    }
    return {**decoded, **uploads, **attached}


def _decoded(key: str, value: str) -> Any:
    # Texts stay texts, even the ones that look like JSON.
    if key in ("text", "callback_query_id", "caption", "language_code", "parse_mode", "title", "address", "name"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _refusal(error: ApiError) -> web.Response:
    return web.json_response(error.as_json(), status=error.code)
