"""A FastAPI application which uses what such applications use, for the live tests.

It writes down each request it receives, so that a test can check what reached it: `GET /_seen` answers the list,
`DELETE /_seen` empties it. Both are left out of its description.

Environment: `LIVE_TOKEN` is the bearer token it accepts, `LIVE_API_KEY` the key.
"""

import asyncio
import base64
import gzip
import hashlib
import os
import zlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Any, Literal, Optional, Union
from uuid import UUID, uuid4

from fastapi import (
    APIRouter,
    Body,
    Cookie,
    Depends,
    FastAPI,
    File,
    Form,
    Header,
    HTTPException,
    Path,
    Query,
    Request,
    Response,
    Security,
    UploadFile,
)
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, StreamingResponse
from fastapi.security import APIKeyHeader, OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, computed_field, model_validator

TOKEN = os.environ["LIVE_TOKEN"]
API_KEY = os.environ["LIVE_API_KEY"]
PASSWORD = os.environ["LIVE_PASSWORD"]
BODY_SHOWN = 64 * 1024

app = FastAPI(title="Depot", version="1.4.0", summary="Items, orders and what a warehouse needs besides.")


# What was received

seen: list[dict[str, Any]] = []


class Recorder:
    """Reads each request to its end, writes it down and hands it on."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] == "/_seen" or "recorded" in scope:
            await self.app(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        entry: dict[str, Any] = {
            "method": scope["method"],
            "path": scope["raw_path"].decode("latin-1"),
            "query": scope["query_string"].decode("latin-1"),
            "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in scope["headers"]],
            "body": {
                "size": len(body),
                "sha256": hashlib.sha256(body).hexdigest(),
                "text": body[:BODY_SHOWN].decode("utf-8", "replace"),
            },
            "disconnected": False,
            "done": False,
        }
        seen.append(entry)
        handed = False

        async def replay() -> Any:
            nonlocal handed
            if not handed:
                handed = True
                return {"type": "http.request", "body": body, "more_body": False}
            message = await receive()
            if message["type"] == "http.disconnect" and not entry["done"]:
                entry["disconnected"] = True
            return message

        async def note(message: Any) -> None:
            if message["type"] == "http.response.start":
                entry["status"] = message["status"]
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                entry["done"] = True
            await send(message)

        await self.app({**scope, "recorded": True}, replay, note)


app.add_middleware(Recorder)


@app.get("/_seen", include_in_schema=False)
def read_seen() -> JSONResponse:
    return JSONResponse(seen)


@app.delete("/_seen", include_in_schema=False, status_code=204)
def reset_seen() -> None:
    seen.clear()


# Who may ask

bearer = OAuth2PasswordBearer(tokenUrl="token", scopes={"orders": "Read and place orders."})
api_key = APIKeyHeader(name="X-API-Key")


def signed_in(token: Annotated[str, Depends(bearer)]) -> str:
    if token != TOKEN:
        raise HTTPException(401, "The token is not valid", {"WWW-Authenticate": "Bearer"})
    return "ada"


def known_key(key: Annotated[str, Security(api_key)]) -> str:
    if key != API_KEY:
        raise HTTPException(403, "The key is not valid")
    return key


User = Annotated[str, Depends(signed_in)]


@app.post("/token", tags=["access"])
def issue_token(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> dict[str, Any]:
    """Issues a token for a name and a password; the one that the other operations accept for the right password."""
    granted = {"access_token": TOKEN} if form.password == PASSWORD else {}
    return granted | {"token_type": "bearer", "issued_to": form.username, "knows": len(form.password), "scopes": form.scopes}


# Items: query parameters, JSON bodies, the usual life of a resource


class Status(str, Enum):
    draft = "draft"
    on_sale = "on sale"
    gone = "gone"


class Size(IntEnum):
    small = 1
    large = 2


class Maker(BaseModel):
    name: str
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    site: Optional[HttpUrl] = None


class ItemIn(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=80, examples=["Camping stove"])]
    price: Annotated[Decimal, Field(gt=0, decimal_places=2)]
    status: Status = Status.draft
    size: Size = Size.small
    tags: set[str] = set()
    maker: Optional[Maker] = None
    stored_since: Optional[date] = None
    attributes: dict[str, Union[int, float, bool, str]] = {}


class Item(ItemIn):
    id: int

    @computed_field
    @property
    def label(self) -> str:
        return f"{self.id}: {self.name}"


class ItemPatch(BaseModel):
    name: Optional[str] = None
    price: Optional[Decimal] = None
    status: Optional[Status] = None
    maker: Optional[Maker] = None


items: dict[int, Item] = {
    1: Item(id=1, name="Camping stove", price=Decimal("49.90"), status=Status.on_sale, tags={"outdoor"}),
    2: Item(id=2, name="Lantern", price=Decimal("19.00"), size=Size.large),
}


def known_item(item_id: Annotated[int, Path(ge=1, description="The item's number.")]) -> Item:
    if item_id not in items:
        raise HTTPException(404, f"There is no item {item_id}")
    return items[item_id]


KnownItem = Annotated[Item, Depends(known_item)]


@app.get("/items", tags=["items"])
def list_items(
    q: Annotated[Optional[str], Query(description="Words to look for.")] = None,
    tags: Annotated[list[str], Query(description="Tags an item must have.")] = [],
    filter_status: Annotated[Optional[list[Status]], Query(alias="filter[status]")] = None,
    size: Optional[Size] = None,
    min_price: Optional[Decimal] = None,
    in_stock: Optional[bool] = None,
    created_on: Optional[date] = None,
    updated_since: Optional[datetime] = None,
    code: Optional[Union[int, str]] = None,
    sort: Literal["name", "-name", "price"] = "name",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    """Lists items. The answer repeats how the question was understood."""
    return {
        "understood": {
            "q": q,
            "tags": tags,
            "filter[status]": filter_status,
            "size": size,
            "min_price": None if min_price is None else str(min_price),
            "in_stock": in_stock,
            "created_on": created_on,
            "updated_since": updated_since,
            "code": code,
            "sort": sort,
            "limit": limit,
        },
        "total": len(items),
    }


@app.post("/items", tags=["items"], status_code=201)
def create_item(item: ItemIn, response: Response) -> Item:
    number = max(items) + 1
    items[number] = Item(id=number, **item.model_dump())
    response.headers["Location"] = f"/items/{number}"
    return items[number]


@app.get("/items/{item_id}", tags=["items"], responses={404: {"description": "There is no such item."}})
def read_item(item: KnownItem) -> Item:
    return item


@app.head("/items/{item_id}", tags=["items"])
def probe_item(item: KnownItem) -> Response:
    """Tells whether there is such an item."""
    return Response(headers={"X-Item-Name": item.name})


@app.put("/items/{item_id}", tags=["items"])
def replace_item(current: KnownItem, item: ItemIn, notify: bool = False) -> dict[str, Any]:
    items[current.id] = Item(id=current.id, **item.model_dump())
    return {"item": items[current.id], "notified": notify}


@app.patch("/items/{item_id}", tags=["items"])
def change_item(current: KnownItem, changes: ItemPatch) -> dict[str, Any]:
    """Changes what is given and leaves the rest; null empties a field."""
    given = changes.model_dump(exclude_unset=True)
    return {"id": current.id, "changed": given, "untouched": sorted(set(ItemPatch.model_fields) - set(given))}


@app.delete("/items/{item_id}", tags=["items"], status_code=204)
def delete_item(item_id: Annotated[int, Path(ge=1)]) -> None:
    """Deletes an item; one that is gone already is none the worse for it."""
    items.pop(item_id, None)


class Window(BaseModel):
    model_config = ConfigDict(extra="forbid")

    start: datetime
    end: Optional[datetime] = None
    at: Optional[time] = None
    step: Optional[timedelta] = None


@app.get("/events", tags=["items"])
def list_events(window: Annotated[Window, Query()]) -> dict[str, Any]:
    """Takes its parameters from one model, which knows no others."""
    return {"window": window}


# Paths


@app.get("/labels/{label}", tags=["paths"])
def read_label(label: str) -> dict[str, str]:
    return {"label": label}


@app.get("/files/{file_path:path}", tags=["paths"])
def read_file(file_path: str) -> dict[str, str]:
    """The path may hold slashes."""
    return {"file_path": file_path}


@app.get("/shelves/{aisle}-{place}.{kind}", tags=["paths"])
def read_shelf(aisle: int, place: str, kind: Literal["json", "txt"]) -> dict[str, Any]:
    return {"aisle": aisle, "place": place, "kind": kind}


@app.get("/days/{day}/slots/{slot_id}", tags=["paths"])
def read_slot(day: date, slot_id: UUID) -> dict[str, Any]:
    return {"day": day, "slot_id": slot_id}


@app.get("/warehouses/{warehouse_id}/inventories/{inventory_id}/movements", tags=["paths"])
def list_warehouse_inventory_movements(warehouse_id: int, inventory_id: int) -> list[dict[str, int]]:
    """Its operationId is longer than a tool's name may be."""
    return [{"warehouse": warehouse_id, "inventory": inventory_id, "moved": 3}]


@app.api_route("/anything", methods=["GET", "POST"], tags=["paths"])
def anything(request: Request) -> dict[str, str]:
    """One function for two methods: FastAPI gives both the same operationId."""
    return {"method": request.method}


# Headers and cookies


@app.get("/headers", tags=["headers"])
def read_headers(
    x_request_tag: Annotated[str, Header(description="A word to find the request by.")],
    x_attempt: Annotated[int, Header(ge=1)] = 1,
    x_trace: Annotated[Optional[UUID], Header()] = None,
    x_dry_run: Annotated[Optional[bool], Header()] = None,
    x_scopes: Annotated[list[str], Header()] = [],
    plain_name: Annotated[Optional[str], Header(convert_underscores=False)] = None,
    accept: Annotated[Optional[str], Header()] = None,
) -> dict[str, Any]:
    return {
        "x-request-tag": x_request_tag,
        "x-attempt": x_attempt,
        "x-trace": x_trace,
        "x-dry-run": x_dry_run,
        "x-scopes": x_scopes,
        "plain_name": plain_name,
    }


class Theme(str, Enum):
    light = "light"
    dark = "dark"


@app.get("/cookies", tags=["headers"])
def read_cookies(
    session_id: Annotated[str, Cookie()],
    theme: Annotated[Theme, Cookie()] = Theme.light,
    visits: Annotated[Optional[int], Cookie(alias="visit-count")] = None,
) -> dict[str, Any]:
    return {"session_id": session_id, "theme": theme, "visits": visits}


# Models of parameters: FastAPI takes the fields of a model one by one


class Reading(BaseModel):
    days: list[date]
    ids: list[UUID] = []
    amounts: list[Decimal] = []
    sizes: list[Size] = []
    exact: Union[bool, int, None] = None


@app.get("/readings", tags=["models"])
def list_readings(reading: Annotated[Reading, Query()]) -> Reading:
    return reading


class Trace(BaseModel):
    x_trace_id: UUID
    x_day: Optional[date] = None
    x_rate: Optional[Decimal] = None


class Visit(BaseModel):
    visit_id: UUID
    theme: Theme = Theme.light


@app.get("/traces", tags=["models"])
def read_trace(trace: Annotated[Trace, Header()], visit: Annotated[Visit, Cookie()]) -> dict[str, Any]:
    return {"trace": trace, "visit": visit}


class Profile(BaseModel):
    id: UUID
    born: date
    size: Size
    status: Status = Status.draft
    rate: Decimal
    news: bool = False
    tags: list[str] = []
    contact: Union[int, str]


@app.post("/profiles", tags=["models"])
def write_profile(profile: Annotated[Profile, Form()]) -> Profile:
    return profile


# Orders: a bearer token and a body with everything in it


class Card(BaseModel):
    kind: Literal["card"]
    number: SecretStr
    expires: tuple[int, int]


class Invoice(BaseModel):
    kind: Literal["invoice"]
    due: date
    reference: Optional[str] = None


class Line(BaseModel):
    item_id: int
    quantity: Annotated[int, Field(gt=0, le=1000)]
    note: Optional[str] = None


class Parcel(BaseModel):
    weight: Annotated[float, Field(gt=0)]
    inside: list["Parcel"] = []


class OrderIn(BaseModel):
    id: Optional[UUID] = None
    lines: Annotated[list[Line], Field(min_length=1)]
    payment: Annotated[Union[Card, Invoice], Field(discriminator="kind")]
    deliver_at: Union[datetime, date, None] = None
    discounts: dict[str, Decimal] = {}
    parcel: Optional[Parcel] = None
    gift: bool = False


class Order(BaseModel):
    id: UUID
    customer: str
    lines: list[Line]
    paid_by: Literal["card", "invoice"]
    discounts: dict[str, Decimal]
    parcel: Optional[Parcel]
    deliver_at: Union[datetime, date, None]


orders = APIRouter(prefix="/orders", tags=["orders"])
order_book: dict[UUID, Order] = {}
order_events = APIRouter()


@order_events.post("{$callback_url}/orders/{$request.body.id}")
def order_shipped(body: Order) -> None:
    """What would be called when an order leaves; no operation of this application."""


@orders.post("", status_code=201, callbacks=order_events.routes)
def place_order(order: OrderIn, user: User, callback_url: Optional[HttpUrl] = None) -> Order:
    """Places an order."""
    placed = Order(
        id=order.id or uuid4(),
        customer=user,
        lines=order.lines,
        paid_by=order.payment.kind,
        discounts=order.discounts,
        parcel=order.parcel,
        deliver_at=order.deliver_at,
    )
    order_book[placed.id] = placed
    return placed


@orders.get("/{order_id}")
def read_order(order_id: UUID, user: User) -> Order:
    if order_id not in order_book:
        raise HTTPException(404, {"code": "order_unknown", "message": f"{user} has no order {order_id}"})
    return order_book[order_id]


@orders.post("/{order_id}/cancellation", deprecated=True)
def cancel_order(order_id: UUID, user: User, reason: Annotated[Optional[str], Body(embed=True)] = None) -> Response:
    """Moved to /orders/{order_id}/cancellations, and says so with 307: method and body stay."""
    return RedirectResponse(f"/orders/{order_id}/cancellations", 307)


@orders.post("/{order_id}/cancellations", status_code=202)
def request_cancellation(
    order_id: UUID, user: User, reason: Annotated[Optional[str], Body(embed=True)] = None
) -> dict[str, Any]:
    return {"order_id": order_id, "reason": reason, "by": user}


app.include_router(orders)


@app.webhooks.post("stock-low")
def stock_low(body: Line) -> None:
    """What would be sent when stock is low; no operation of this application."""


# Stock: an API key, and bodies that are no objects

stock = APIRouter(prefix="/stock", tags=["stock"], dependencies=[Depends(known_key)])


class Count(BaseModel):
    kind: Literal["count"] = "count"
    sku: str
    pieces: int


class Weight(BaseModel):
    kind: Literal["weight"] = "weight"
    sku: str
    kilograms: float


@stock.get("")
def read_stock() -> list[dict[str, Any]]:
    return [{"sku": "ST-1", "level": 12}, {"sku": "LA-2", "level": 0}]


@stock.post("/counts")
def add_counts(counts: list[Count]) -> dict[str, Any]:
    return {"accepted": len(counts), "pieces": sum(count.pieces for count in counts)}


@stock.put("/{sku}/level")
def set_level(sku: str, level: Annotated[int, Body(ge=0)]) -> int:
    return level


@stock.post("/measurements")
def add_measurement(measurement: Union[Count, Weight]) -> dict[str, str]:
    return {"taken_as": type(measurement).__name__}


app.include_router(stock)


# Other bodies


class Attachment(BaseModel):
    filename: Optional[str]
    content_type: Optional[str]
    size: int
    sha256: str


async def describe(file: UploadFile) -> Attachment:
    content = await file.read()
    return Attachment(
        filename=file.filename,
        content_type=file.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


@app.post("/attachments", tags=["uploads"], status_code=201)
async def add_attachment(
    file: UploadFile, title: Annotated[str, Form()], copies: Annotated[int, Form(ge=1)] = 1
) -> dict[str, Any]:
    """Takes one file and words about it."""
    return {"file": await describe(file), "title": title, "copies": copies}


@app.post("/albums", tags=["uploads"], status_code=201)
async def add_album(
    photos: Annotated[list[UploadFile], File(description="The photos.")], labels: Annotated[list[str], Form()] = []
) -> dict[str, Any]:
    """Takes several files."""
    return {"photos": [await describe(photo) for photo in photos], "labels": labels}


class Survey(BaseModel):
    name: str
    grades: list[int]
    comment: Optional[str] = None


@app.post("/surveys", tags=["uploads"])
def answer_survey(survey: Annotated[Survey, Form()]) -> Survey:
    """Takes a form as browsers send it."""
    return survey


@app.put("/notes/{note_id}", tags=["uploads"])
def write_note(note_id: str, text: Annotated[str, Body(media_type="text/plain")]) -> dict[str, Any]:
    """Takes plain text."""
    return {"note_id": note_id, "length": len(text), "text": text}


# Other answers

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
REPORT = "<!doctype html><html><head><title>Stock</title></head><body><h1>Stock of today</h1><p>12 stoves</p></body></html>"


@app.get("/notes/{note_id}", tags=["answers"], response_class=PlainTextResponse)
def read_note(note_id: str) -> str:
    return f"Note {note_id}:\nkeep dry, 20 °C\n"


@app.get("/report", tags=["answers"], response_class=HTMLResponse)
def read_report() -> str:
    return REPORT


@app.get(
    "/logo.png",
    tags=["answers"],
    response_class=Response,
    responses={200: {"content": {"image/png": {"schema": {"type": "string", "contentEncoding": "binary"}}}}},
)
def read_logo() -> Response:
    return Response(PIXEL, media_type="image/png")


@app.get("/attachments/{attachment_id}", tags=["answers"], response_class=Response)
def download_attachment(attachment_id: int) -> Response:
    """Answers bytes which are no text."""
    return Response(
        bytes(range(256)),
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{attachment_id}.bin"'},
    )


@app.get("/moved", tags=["answers"])
def read_moved(to: HttpUrl, user: User) -> RedirectResponse:
    """Redirects to wherever it is told."""
    return RedirectResponse(str(to), 307)


@app.get("/current-item", tags=["answers"])
def read_current_item() -> RedirectResponse:
    """Redirects to a place in this application."""
    return RedirectResponse("/labels/current%20one?from=redirect", 302)


@app.post("/jobs", tags=["answers"])
def start_job(name: Annotated[str, Body(embed=True)]) -> RedirectResponse:
    """Answers 303: the result is to be fetched elsewhere."""
    return RedirectResponse(f"/labels/job-{name}", 303)


@app.get("/slow", tags=["answers"])
async def wait(seconds: Annotated[float, Query(ge=0, le=60)], request: Request) -> dict[str, float]:
    """Answers after a while, unless nobody waits for it any more."""
    left = seconds
    while left > 0 and not await request.is_disconnected():
        await asyncio.sleep(min(left, 0.05))
        left -= 0.05
    return {"waited": seconds}


EXPORT_ROWS = 60_000
EXPORT_ROW = '"' + "x" * 1021 + '"'


def export_parts() -> Any:
    yield "[" + EXPORT_ROW
    for _ in range(EXPORT_ROWS // 60 - 1):
        yield ("," + EXPORT_ROW) * 60
    yield ("," + EXPORT_ROW) * 59
    yield "]"


def packed(parts: Any) -> Any:
    packer = zlib.compressobj(wbits=31)
    for part in parts:
        yield packer.compress(part.encode())
    yield packer.flush()


@app.get("/export", tags=["answers"], response_class=StreamingResponse)
def export(compressed: bool = False) -> StreamingResponse:
    """Answers about 60 MB of JSON and does not announce how much it will be."""
    if compressed:
        return StreamingResponse(packed(export_parts()), 200, {"Content-Encoding": "gzip"}, "application/json")
    return StreamingResponse(export_parts(), media_type="application/json")


@app.get("/compressed", tags=["answers"])
def read_compressed(accept_encoding: Annotated[str, Header(include_in_schema=False)] = "") -> Response:
    """Answers gzip to whom it may."""
    content = b'{"compressed":"w\xc3\xb6rds words words"}'
    if "gzip" not in accept_encoding:
        return Response(content, media_type="application/json")
    return Response(gzip.compress(content), media_type="application/json", headers={"Content-Encoding": "gzip"})


@app.get("/half-json", tags=["answers"])
def read_half_json() -> Response:
    """Says that it is JSON."""
    return Response("<b>Down for maintenance</b>", media_type="application/json")


# Failures


class Booking(BaseModel):
    check_in: date
    check_out: date
    guests: int

    @model_validator(mode="after")
    def in_order(self) -> "Booking":
        if self.check_out <= self.check_in:
            raise ValueError("check_out must be after check_in")
        return self


@app.post("/bookings", tags=["failures"])
def book(booking: Booking, voucher: Optional[int] = None) -> Booking:
    """Answers 422 where the description cannot say what is wrong."""
    return booking


@app.get("/busy", tags=["failures"])
def read_busy() -> None:
    raise HTTPException(429, "Too many requests, try later", {"Retry-After": "600"})


@app.get("/crash", tags=["failures"])
def crash() -> None:
    raise RuntimeError("a secret of the house")


@app.post("/payments", tags=["failures"])
def pay(amount: Annotated[Decimal, Body(embed=True)]) -> None:
    raise HTTPException(500, "The bank did not answer; it may have taken the money")


# The same application below a path: there its description names a relative server
app.mount("/mirror", app)
