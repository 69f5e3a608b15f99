"""Images and containers, through whichever engine is there."""

import asyncio
import os
import shutil
import subprocess
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

from tests.conftest import ROOT

# As in compose.yaml, on the machine's own network, where our Bot API server is.
_CONFINED = ("--read-only", "--tmpfs=/tmp", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--network=host")


@dataclass(frozen=True, slots=True)
class Engine:
    """Docker, Podman, or a program that takes the same commands."""

    program: str

    async def says(self, *words: str) -> str:
        """What a command prints; RuntimeError with its complaint if it fails."""
        process = await asyncio.create_subprocess_exec(self.program, *words, stdin=DEVNULL, stdout=PIPE, stderr=PIPE)
        out, err = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"{' '.join(words[:2])}: {err.decode()[-3000:]}")
        return out.decode()

    async def build(self, target: str) -> str:
        """Build a target of the Dockerfile; the image's name."""
        image = f"bamex-bot-tested:{target}"
        await self.says("build", "--target", target, "--tag", image, str(ROOT))
        return image

    async def inside(self, image: str, *command: str) -> str:
        """What a command prints in a container that it is alone in, as the image's user, on a disk like any other."""
        entry, *words = command
        return await self.says("run", "--rm", "--network=none", "--entrypoint", entry, image, *words)

    @asynccontextmanager
    async def running(self, image: str, **variables: str) -> AsyncIterator[str]:
        """A container that can write to its volume and /tmp alone; its name. Container and volume are removed."""
        name = f"bamex-bot-tested-{uuid4().hex[:8]}"
        environment = [f"--env={key}={value}" for key, value in variables.items()]
        try:
            await self.says("run", "--detach", "--name", name, *_CONFINED, *environment, image)
            yield name
        finally:
            await self.says("rm", "--force", "--volumes", name)


def engine() -> Engine | str:
    """The engine that SOAK_IMAGE allows, or why there is none: `1` for Docker or Podman, else a program's path."""
    wanted = os.environ.get("SOAK_IMAGE", "")
    if not wanted:
        return "building an image takes minutes: SOAK_IMAGE=1 make soak does"
    if wanted != "1":
        return Engine(wanted)
    # Docker's client alone, without its daemon, builds nothing.
    for name in ("docker", "podman"):
        if shutil.which(name) and not subprocess.run([name, "info"], capture_output=True, check=False).returncode:
            return Engine(name)
    return "neither Docker nor Podman works here"
