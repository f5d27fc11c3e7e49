"""A lending library: what a FastAPI application mostly consists of (Pydantic, dependencies, OAuth2, SQLite).

It knows nothing of MCP. `POST /ask` is the one place where it uses Claude: it hands the question to Routewright, which
runs beside it (gateway.js), has the key, and calls the operations below.
"""

import hashlib
import hmac
import json
import os
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Path, Query, status
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import BaseModel, Field

DATABASE = os.environ.get("LIBRARY_DB", "library.db")
SECRET = os.environ.get("LIBRARY_SECRET", "only for the example").encode()
TOKEN_SECONDS = int(os.environ.get("LIBRARY_TOKEN_SECONDS", "60"))
GATEWAY = os.environ.get("GATEWAY_URL", "http://127.0.0.1:8808")
USERS = {"ada": "lovelace", "claude": os.environ.get("LIBRARY_PASSWORD", "a password for the example")}
BOOKS = [
    (1, "Frankenstein", "Mary Shelley", 1818),
    (2, "Dracula", "Bram Stoker", 1897),
    (3, "The Last Man", "Mary Shelley", 1826),
]


class Book(BaseModel):
    id: int
    title: str
    author: str
    year: int
    lent: bool = Field(description="Whether somebody has it at the moment.")


class NewLoan(BaseModel):
    book_id: int = Field(ge=1, examples=[2])
    days: int = Field(default=14, ge=1, le=28, description="How long it is lent for.")


class Loan(BaseModel):
    id: int
    book_id: int
    reader: str
    due: date


class Question(BaseModel):
    question: str = Field(min_length=1)
    conversation: str | None = Field(default=None, description="Goes on with this conversation.")
    allow_writes: bool = Field(default=False, description="Whether Claude may lend and return books.")


@asynccontextmanager
async def prepare(_: FastAPI):
    with sqlite3.connect(DATABASE) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS books (id INTEGER PRIMARY KEY, title, author, year)")
        connection.execute("CREATE TABLE IF NOT EXISTS loans (id INTEGER PRIMARY KEY, book_id UNIQUE, reader, due)")
        connection.executemany("INSERT OR IGNORE INTO books VALUES (?, ?, ?, ?)", BOOKS)
    connection.close()
    yield


app = FastAPI(title="Library", version="1.0.0", description="Books and who has them.", lifespan=prepare)
bearer = OAuth2PasswordBearer(tokenUrl="token")


def database() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(DATABASE, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    try:
        yield connection
    finally:
        connection.close()


def sign(text: str) -> str:
    return hmac.new(SECRET, text.encode(), hashlib.sha256).hexdigest()


def reader(token: Annotated[str, Depends(bearer)]) -> str:
    name, _, rest = token.partition(".")
    expires, _, signature = rest.partition(".")
    if not hmac.compare_digest(signature, sign(f"{name}.{expires}")) or time.time() >= int(expires):
        raise HTTPException(
            status.HTTP_401_UNAUTHORIZED, "The token is not good, or has expired", {"WWW-Authenticate": "Bearer"}
        )
    return name


Database = Annotated[sqlite3.Connection, Depends(database)]
Reader = Annotated[str, Depends(reader)]


@app.post("/token", include_in_schema=False)
def issue_token(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> dict[str, str | int]:
    if not hmac.compare_digest(USERS.get(form.username, ""), form.password):
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "Wrong name or password")
    signed = f"{form.username}.{int(time.time()) + TOKEN_SECONDS}"
    return {"access_token": f"{signed}.{sign(signed)}", "token_type": "bearer", "expires_in": TOKEN_SECONDS}


SELECT_BOOKS = "SELECT books.*, loans.id IS NOT NULL AS lent FROM books LEFT JOIN loans ON loans.book_id = books.id"


@app.get("/books", operation_id="list_books")
def list_books(
    db: Database,
    _: Reader,
    author: Annotated[str | None, Query(description="A part of the author's name.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> list[Book]:
    """Books of the library, those that are lent included."""
    rows = db.execute(f"{SELECT_BOOKS} WHERE author LIKE ? LIMIT ?", (f"%{author or ''}%", limit))
    return [Book(**row) for row in rows]


@app.post("/loans", operation_id="lend_book", status_code=201)
def lend_book(loan: NewLoan, db: Database, name: Reader) -> Loan:
    """Lends a book to the reader who asks."""
    if db.execute("SELECT 1 FROM books WHERE id = ?", (loan.book_id,)).fetchone() is None:
        raise HTTPException(404, f"There is no book {loan.book_id}")
    due = date.today() + timedelta(days=loan.days)
    try:
        with db:
            made = db.execute("INSERT INTO loans (book_id, reader, due) VALUES (?, ?, ?)", (loan.book_id, name, str(due)))
    except sqlite3.IntegrityError:
        raise HTTPException(409, f"Book {loan.book_id} is lent already") from None
    return Loan(id=made.lastrowid or 0, book_id=loan.book_id, reader=name, due=due)


@app.get("/loans", operation_id="list_loans")
def list_loans(db: Database, name: Reader) -> list[Loan]:
    """What the reader has at the moment."""
    return [Loan(**row) for row in db.execute("SELECT * FROM loans WHERE reader = ?", (name,))]


@app.delete("/loans/{loan_id}", operation_id="return_book", status_code=204)
def return_book(loan_id: Annotated[int, Path(ge=1)], db: Database, name: Reader) -> None:
    """Takes a book back."""
    with db:
        if db.execute("DELETE FROM loans WHERE id = ? AND reader = ?", (loan_id, name)).rowcount == 0:
            raise HTTPException(404, f"{name} has no loan {loan_id}")


@app.post("/ask", include_in_schema=False)
def ask(asked: Question, name: Reader) -> dict:
    """Has Claude answer with the operations above. A plain function: FastAPI runs it in a thread while it waits."""
    body = json.dumps({**asked.model_dump(), "reader": name}).encode()
    request = urllib.request.Request(f"{GATEWAY}/ask", body, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=660) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        # The gateway says what went wrong in words that may be shown: a code, a message, a hint.
        raise HTTPException(status.HTTP_502_BAD_GATEWAY, json.load(error)["error"]) from None
    except urllib.error.URLError as error:
        raise HTTPException(status.HTTP_503_SERVICE_UNAVAILABLE, f"The gateway is not there: {error.reason}") from None
