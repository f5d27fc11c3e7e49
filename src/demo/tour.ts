import type { CallToolResult } from '@modelcontextprotocol/client';
import { drawCover } from './bookshop/png.ts';
import type { Received } from './recorder.ts';
import { at, bytesOf, listOf, retryAfterOf, textOf } from './result.ts';

/** One call of the tour, and what must come of it. */
export interface Step {
  readonly title: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Method and path the API must receive; nothing where the gateway must stop the call. */
  readonly sends?: string;
  /** The status that the API must answer with. */
  readonly status?: number;
  /** Whether it must end as an error for the model. @default false */
  readonly fails?: boolean;
  /** Asks for progress notices. @default false */
  readonly progress?: boolean;
  /** Waits as long as the failure before asked for. @default false */
  readonly waits?: boolean;
  /** What `holds` looks at, in words. */
  readonly expects: string;
  readonly holds: (seen: Seen) => boolean;
}

/** What came of a call. */
interface Seen {
  readonly result: CallToolResult;
  readonly received: readonly Received[];
  readonly progress: readonly ProgressNotice[];
}

export interface ProgressNotice {
  readonly progress: number;
  readonly total?: number | undefined;
}

/** The bookshop opens with the same books and orders each time, so that all ids are known. */
export function listSteps(): Step[] {
  const cover = drawCover('Moby-Dick; or, The Whale');
  return [
    {
      title: 'A list with filters, the second page of it',
      tool: 'listBooks',
      args: { inStock: true, maxPrice: 9, sort: '-price', page: 2, perPage: 3 },
      sends: 'GET /v1/books?maxPrice=9&inStock=true&sort=-price&page=2&perPage=3',
      status: 200,
      expects: 'three books for 9 euros at most, and a page 3 to go on with',
      holds: ({ result }) => {
        const books = listOf(result, 'items');
        const cheap = books.every((book) => (at(book, 'price', 'amount') as number) <= 9);
        return books.length === 3 && cheap && at(result.structuredContent, 'next') === 3;
      },
    },
    {
      title: 'All pages of it in one call',
      tool: 'listBooks',
      args: { inStock: true, maxPrice: 9, perPage: 5, all_pages: true },
      sends: [1, 2]
        .map((page) => `GET /v1/books?maxPrice=9&inStock=true${page === 1 ? '' : `&page=${page}`}&perPage=5`)
        .join(),
      expects: 'the books of every page as one list, and a sentence that this is all',
      holds: ({ result }) => {
        const ids = new Set(listOf(result, 'items').map((book) => at(book, 'id')));
        return ids.size === at(result.structuredContent, 'total') && textOf(result).includes('that is all');
      },
    },
    {
      title: 'An array in the query',
      tool: 'listBooks',
      args: { genre: ['poetry', 'horror'], sort: 'published', perPage: 2 },
      sends: 'GET /v1/books?genre=poetry&genre=horror&sort=published&perPage=2',
      status: 200,
      expects: 'books of either genre: The Odyssey is the oldest',
      holds: ({ result }) => at(listOf(result, 'items')[0], 'title') === 'The Odyssey',
    },
    {
      title: 'A path parameter, and a cookie',
      tool: 'getBook',
      args: { bookId: 'bk_013', currency: 'GBP' },
      sends: 'GET /v1/books/bk_013',
      status: 200,
      expects: 'The Time Machine, its price in pounds',
      holds: ({ result, received }) =>
        at(result.structuredContent, 'title') === 'The Time Machine' &&
        at(result.structuredContent, 'price', 'currency') === 'GBP' &&
        received[0]!.headers.includes('Cookie: currency=GBP'),
    },
    {
      title: 'A nested body, with the API key that writing needs',
      tool: 'placeOrder',
      args: {
        Idempotency_Key: 'order-of-the-tour',
        body: {
          customer: { name: 'Noor de Vries', email: 'noor@example.com' },
          shipTo: { street: 'Keizersgracht 123', city: 'Amsterdam', postalCode: '1015 CJ', country: 'NL' },
          lines: [
            { bookId: 'bk_005', quantity: 1 },
            { bookId: 'bk_024', quantity: 2 },
          ],
        },
      },
      sends: 'POST /v1/orders',
      status: 201,
      expects: 'order or_1003 of 22.70 euros; the key came from the gateway, not from the model',
      holds: ({ result, received }) =>
        at(result.structuredContent, 'id') === 'or_1003' &&
        at(result.structuredContent, 'total', 'amount') === 22.7 &&
        received[0]!.headers.includes('X-Shop-Key: …'),
    },
    {
      title: 'A bearer token, where the document asks for one',
      tool: 'shipOrder',
      args: { orderId: 'or_1003', body: { carrier: 'PostNL', trackingNumber: '3SRW0001003' } },
      sends: 'POST /v1/orders/or_1003/ship',
      status: 200,
      expects: 'the order is on its way',
      holds: ({ result, received }) =>
        at(result.structuredContent, 'status') === 'shipped' &&
        received[0]!.headers.includes('Authorization: Bearer …'),
    },
    {
      title: 'A PDF',
      tool: 'getInvoice',
      args: { orderId: 'or_1003' },
      sends: 'GET /v1/orders/or_1003/invoice',
      status: 200,
      expects: 'a file with its name and type, whole from %PDF to %%EOF',
      holds: ({ result }) => {
        const pdf = bytesOf(result).toString('latin1');
        return /^%PDF-1\.\d/.test(pdf) && pdf.trimEnd().endsWith('%%EOF') && result.content[0]?.type === 'resource';
      },
    },
    {
      title: 'An upload: a form with a file and JSON in it',
      tool: 'uploadCover',
      args: {
        bookId: 'bk_003',
        body: {
          file: { filename: 'whale.png', contentType: 'image/png', base64: cover.toString('base64') },
          alt: 'A frame and eight bars',
          credit: { artist: 'The demo', year: 2026 },
        },
      },
      sends: 'PUT /v1/books/bk_003/cover',
      status: 200,
      expects: `the shop read a PNG of 160 × 240 pixels and ${cover.length} bytes, and who drew it`,
      holds: ({ result: { structuredContent: found } }) =>
        at(found, 'bytes') === cover.length &&
        at(found, 'width') === 160 &&
        at(found, 'height') === 240 &&
        at(found, 'credit', 'artist') === 'The demo',
    },
    {
      title: 'A picture',
      tool: 'getCover',
      args: { bookId: 'bk_003' },
      sends: 'GET /v1/books/bk_003/cover',
      status: 200,
      expects: 'the picture that was uploaded, byte for byte',
      holds: ({ result }) => result.content[0]?.type === 'image' && bytesOf(result).equals(cover),
    },
    {
      title: 'Text: a table in CSV',
      tool: 'exportCatalog',
      args: { columns: ['id', 'title', 'stock'] },
      sends: 'GET /v1/catalog.csv?columns=id,title,stock',
      status: 200,
      expects: 'a line of column names and one for each of the 24 books',
      holds: ({ result }) =>
        textOf(result).startsWith('id,title,stock\r\n') && textOf(result).trimEnd().split('\r\n').length === 25,
    },
    {
      title: 'A slow call, with progress',
      tool: 'countStock',
      args: { seconds: 1.5 },
      sends: 'GET /v1/stock/count?seconds=1.5',
      status: 200,
      progress: true,
      expects: 'progress up to the last byte, then the count',
      holds: ({ result, progress }) =>
        at(result.structuredContent, 'titles') === 24 &&
        progress.length > 0 &&
        progress.at(-1)!.progress === progress.at(-1)!.total,
    },
    {
      title: 'Too many requests',
      tool: 'getExchangeRates',
      args: { refusals: 1 },
      sends: 'GET /v1/exchange-rates?refusals=1',
      status: 429,
      fails: true,
      expects: 'an error that says how long to wait',
      holds: ({ result }) => retryAfterOf(result) === 1 && /\b1 second|\b1 s\b/.test(textOf(result)),
    },
    {
      title: 'The same again, after the second that Retry-After asks for',
      tool: 'getExchangeRates',
      args: { refusals: 1 },
      sends: 'GET /v1/exchange-rates?refusals=1',
      status: 200,
      waits: true,
      expects: 'the rates',
      holds: ({ result }) => at(result.structuredContent, 'rates', 'EUR') === 1,
    },
    {
      title: 'An API that fails',
      tool: 'getWarehouseStatus',
      args: {},
      sends: 'GET /v1/warehouse/status',
      status: 500,
      fails: true,
      expects: "an error in the API's own words",
      holds: ({ result }) => textOf(result).includes('The warehouse does not answer'),
    },
    {
      title: 'Wrong arguments',
      tool: 'listBooks',
      args: { genre: ['gothic', 'horor'], maxPrize: 10 },
      fails: true,
      expects: 'an error that names both and what was meant; nothing was sent',
      holds: ({ result }) => ['horor', 'horror', 'maxPrize', 'maxPrice'].every((word) => textOf(result).includes(word)),
    },
    {
      title: 'A deletion',
      tool: 'deleteBook',
      args: { bookId: 'bk_021' },
      sends: 'DELETE /v1/books/bk_021',
      status: 204,
      expects: 'an answer without a body, told as a success',
      holds: ({ result }) => textOf(result).includes('204'),
    },
    {
      title: 'An id that is not there (any more)',
      tool: 'getBook',
      args: { bookId: 'bk_021' },
      sends: 'GET /v1/books/bk_021',
      status: 404,
      fails: true,
      expects: 'an error that names the id',
      holds: ({ result }) => textOf(result).includes('There is no book bk_021'),
    },
  ];
}
