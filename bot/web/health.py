"""Whether we are well, for those who watch over the program."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.engine import Engine
from bot.web.people import CHANNEL
from bot.worker import Do
from storage.errors import StorageError


@dataclass(frozen=True)
class Health:
    """One address."""

    engine: Engine
    do: Do

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [Route("/healthz", self.healthz)]

    async def healthz(self, _request: Request) -> Response:
        """200 while turns can be taken: the worker answers and the storage can be read."""
        try:
            await self.do(lambda: self.engine.store.chats_waiting(CHANNEL))
        except StorageError:
            return JSONResponse({"status": "unavailable", "storage": "unavailable"}, 503)
        return JSONResponse({"status": "ok", "storage": "ok", "regulations": len(self.engine.library.regulations)})
