"""`python -m bot` is the console script `bamex-bot`."""

import sys

from bot.cli import main

sys.exit(main())
