"""What the Bot API answers when it refuses."""

from collections.abc import Mapping


class ApiError(Exception):
    """A refusal, with Telegram's code and description."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    def as_json(self) -> dict[str, object]:
        """The body of the refusal."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": dict(self.parameters)} if self.parameters else {})


def bad_request(what: str) -> ApiError:
    """400, as for every request that Telegram understands and will not do."""
    return ApiError(400, f"Bad Request: {what}")


def flood(seconds: int) -> ApiError:
    """429 with the seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
