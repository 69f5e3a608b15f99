"""What organisers publish in channels: an entry or the day's programme, in the channel's language."""

from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.guide.entries import Outcome
from bot.guide.guide import SOURCE_LANGUAGE
