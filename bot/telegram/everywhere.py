"""Which handler takes what, in all the places where Telegram lets a bot be beside a private chat."""

from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    BusinessConnectionHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.store.store import Store
from bot.telegram import business, channels, group_settings
from bot.telegram.business import Business
from bot.telegram.channels import Publishing
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Conversation
from bot.telegram.delivery import Delivery
from bot.telegram.groups import Groups
from bot.telegram.guests import Guests
from bot.telegram.inline import Inline
from bot.telegram.replying import Replying
from bot.telegram.visitors import Context, Visitors

# What these handlers need beside messages and taps; Telegram sends nothing that is not asked for by name.
UPDATES = ("my_chat_member", "inline_query", "guest_message", "business_connection", "business_message")

Handler = BaseHandler[Update, Context, Any]


def handlers(
    bot: TelegramBot,
    conversation: Conversation,
    store: Store,
    delivery: Delivery,
    visitors: Visitors,
    replying: Replying,
    organizers: frozenset[int],
) -> Sequence[Handler]:
    """The handlers, to be added before those for private chats: the first that fits takes an update."""
    groups = Groups(bot, conversation, store, delivery, visitors, replying)
    publishing = Publishing(bot, conversation, store, delivery, visitors, organizers)
    account = Business(bot, conversation, store, delivery, visitors, replying, organizers)
    private = filters.ChatType.PRIVATE
    return (
        MessageHandler(filters.UpdateType.BUSINESS_MESSAGES, account.on_message),
        MessageHandler(filters.UpdateType.GUEST_MESSAGE, Guests(bot, conversation, store, replying).on_message),
        BusinessConnectionHandler(account.on_connection),
        InlineQueryHandler(Inline(bot, conversation, store, replying).on_query),
        ChatMemberHandler(groups.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, groups.on_move),
        MessageHandler(filters.ChatType.GROUPS, groups.on_message),
        MessageHandler(private & filters.Regex(r"^/post\b"), publishing.on_command),
        MessageHandler(private & filters.Regex(r"^/business\b"), account.on_command),
        CallbackQueryHandler(groups.on_settings_tap, f"^{group_settings.PREFIX}"),
        CallbackQueryHandler(publishing.on_tap, f"^{channels.PREFIX}"),
        CallbackQueryHandler(account.on_tap, f"^{business.PREFIX}"),
        CallbackQueryHandler(groups.on_tap),
    )
