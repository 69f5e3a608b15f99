"""The live bot: from settings and an assistant to a running process, and cleanly out of it."""

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, cast

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, BaseHandler, CallbackQueryHandler, MessageHandler, filters

from bot.assistant import Assistant
from bot.dialogue import Reply
from bot.insights.logbook import Logbook
from bot.live import Live
from bot.operations.metrics import Metrics
from bot.operations.pages import PortTaken, pages, served
from bot.operations.readiness import Readiness
from bot.settings import Settings
from bot.store.asked import Asked
from bot.store.claims import Claims
from bot.store.retention import Retention
from bot.store.store import Store, StoreUnavailable
from bot.store.turns import SharedTurns
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Conversation
from bot.telegram.delivery import Delivery
from bot.telegram.everywhere import UPDATES, handlers
from bot.telegram.farewell import DELETING, Farewell
from bot.telegram.intake import Patience, Refused
from bot.telegram.logs import brief, set_up_logs
from bot.telegram.organisers import Organisers
from bot.telegram.pacing import FloodLimits, Pacing
from bot.telegram.polling import Polling
from bot.telegram.profile import publish_profile
from bot.telegram.replying import Replying
from bot.telegram.visitors import Context, Visitors
from bot.telegram.webhook import Webhook
from bot.translating import Interpreter

_LOGGER = logging.getLogger(__name__)

STOPPED, FAILED, WRONG_USE = 0, 1, 2
ALLOWED_UPDATES = ("message", "edited_message", "channel_post", "edited_channel_post", "callback_query", *UPDATES)

_Base = Application[TelegramBot, Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]


class LiveBot(_Base):
    """The Application without its notes for a persistence, which grow by an id for every visitor ever seen."""

    __slots__ = ()

    def _mark_for_persistence_update(self, *, update: object = None, job: object = None) -> None:
        return


def serve(settings: Settings, live: Live, clock: Callable[[], datetime]) -> int:
    """Run the live bot in this process until SIGTERM or SIGINT; the exit status. `settings.token` must be there."""
    set_up_logs(settings.log_level, settings.log_format, settings.secrets())
    try:
        return asyncio.run(_serve(settings, live, clock))
    except Exception:
        # Python's own traceback would show the message, which no one has looked through for secrets.
        _LOGGER.critical("the bot had to stop", exc_info=True)
        return FAILED


async def _serve(settings: Settings, live: Live, clock: Callable[[], datetime]) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: stop.set())
    return await run(settings, live.current, clock, stop, live=live)


async def run(
    settings: Settings,
    current: Callable[[], Assistant],
    clock: Callable[[], datetime],
    stop: asyncio.Event,
    limits: FloodLimits | None = None,
    patience: Patience | None = None,
    live: Live | None = None,
) -> int:
    """Answer by long polling, or by webhooks, until `stop` is set; the exit status.

    `current` gives the assistant of each moment. With `live` its files are watched, and organisers can change them.
    """
    if settings.token is None:
        _LOGGER.critical("TELEGRAM_BOT_TOKEN is not set")
        return WRONG_USE
    try:
        async with Store.opened(settings.database_url.reveal()) as store:
            metrics = Metrics(lambda: current().languages)
            pacing = Pacing(
                limits or FloodLimits(per_second=settings.messages_per_second),
                metrics.flooded,
                SharedTurns(store) if store.is_shared else None,
            )
            bot = TelegramBot(settings.token.reveal(), settings.api_url, pacing)
            logbook = Logbook(Asked(store), current, clock, settings.unanswered_days)

            def replied(reply: Reply) -> None:
                metrics.replied(reply)
                logbook.replied(reply)

            conversation = Conversation(current, clock, replied, logbook.keep, settings.unanswered_days)
            interpreter = Interpreter(current(), settings.cache_dir / "translations")
            replying = Replying(bot, conversation, interpreter)
            organisers = (
                Organisers(settings.organizers, live, conversation, store, bot, logbook, settings.cache_dir)
                if live
                else None
            )
            first = [organisers.handler()] if organisers else []
            application = build(bot, conversation, store, replying, settings.farewell, settings.organizers, first)
            application.add_error_handler(metrics.failed)
            answer, patience = metrics.timed(application.process_update), patience or Patience()
            readiness = Readiness(bot.is_reachable, store, current, stop)
            intake: Polling | Webhook
            if settings.webhook_url and settings.webhook_secret:
                url, secret = settings.webhook_url, settings.webhook_secret
                claims = Claims(store)
                intake = Webhook(bot, answer, url, secret, ALLOWED_UPDATES, patience, claims, metrics.refused)
                site = pages(readiness, metrics, url, intake.receive)
            else:
                intake = Polling(
                    bot, answer, settings.poll_timeout, ALLOWED_UPDATES, patience, store, pacing.is_flooded
                )
                site = pages(readiness, metrics)
            async with served(site, settings.http_host, settings.http_port, required=bool(settings.webhook_url)):
                watch = live.watch(organisers.tell) if live and organisers else None
                tidying = asyncio.create_task(Retention(store, clock, settings.unanswered_days).keep_tidy())
                try:
                    return await _live(application, settings, current, stop, intake, replying, watch)
                finally:
                    tidying.cancel()
                    await asyncio.wait([tidying])
                    interpreter.close()
                    await logbook.finish()
    except (StoreUnavailable, Refused, PortTaken) as error:
        _LOGGER.critical("%s", error)
        return FAILED


def build(
    bot: TelegramBot,
    conversation: Conversation,
    store: Store,
    replying: Replying,
    farewell: bool = False,
    organizers: frozenset[int] = frozenset(),
    first: Sequence[BaseHandler[Update, Context, None]] = (),
) -> LiveBot:
    """The Application with its handlers, not yet connected; `first` are asked before the others."""
    application = Application.builder().application_class(LiveBot).bot(bot).updater(None).job_queue(None).build()
    delivery = Delivery(bot)
    visitors = Visitors(conversation, store, delivery, replying)
    spoken = filters.UpdateType.MESSAGES | filters.UpdateType.CHANNEL_POSTS
    if farewell:
        goodbye = Farewell(conversation, delivery)
        application.add_handler(MessageHandler(spoken & ~filters.Regex(DELETING), goodbye.on_message))
        application.add_handler(CallbackQueryHandler(goodbye.on_tap))
    else:
        application.add_handlers(first)
        application.add_handlers(handlers(bot, conversation, store, delivery, visitors, replying, organizers))
    application.add_handler(MessageHandler(spoken, visitors.on_message))
    application.add_handler(CallbackQueryHandler(visitors.on_tap))
    application.add_error_handler(visitors.on_error)
    return cast("LiveBot", application)


async def _live(
    application: LiveBot,
    settings: Settings,
    current: Callable[[], Assistant],
    stop: asyncio.Event,
    intake: Polling | Webhook,
    replying: Replying,
    watch: Coroutine[Any, Any, None] | None,
) -> int:
    bot = application.bot
    try:
        if not await _unless_stopped(_connect(application, settings), stop):
            return STOPPED
        beside = [asyncio.create_task(watch)] if watch is not None else []
        profile = asyncio.create_task(publish_profile(bot, current()))
        replying.warm_up()
        _LOGGER.info("the bot @%s is live", bot.username)
        try:
            await _unless_stopped(intake.run(), stop)
        finally:
            for task in (profile, *beside):
                task.cancel()
            replying.cool_down()
            await intake.finish()
            await asyncio.wait([profile, *beside])
        _LOGGER.info("the bot has stopped")
        return STOPPED
    finally:
        if watch is not None:
            watch.close()
        await application.shutdown()


async def _connect(application: LiveBot, settings: Settings) -> None:
    try:
        await application.initialize()
        if settings.webhook_url is None:
            # A webhook left from another set-up would keep every update from the polling.
            await application.bot.delete_webhook(drop_pending_updates=False)
    except InvalidToken as error:
        root = f", or {settings.api_url} is no Bot API server" if settings.api_url else ""
        raise Refused(f"Telegram does not accept the token of TELEGRAM_BOT_TOKEN{root}") from error
    except TelegramError as error:
        raise Refused(f"Telegram cannot be reached ({brief(error)})") from error


async def _unless_stopped(work: Coroutine[Any, Any, None], stop: asyncio.Event) -> bool:
    """Do a piece of work; False if it was abandoned because `stop` was set."""
    doing, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([doing, stopping], return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            await doing
            return True
        return False
    finally:
        for task in (doing, stopping):
            task.cancel()
        await asyncio.wait([doing, stopping])
