import { genre, type Book } from './book.ts';
import type { Order } from './orders.ts';
import type { Review } from './shop.ts';

/** When the shop opened. Fixed: what a test or a demo shows must not change with the day. */
const OPENED = '2026-01-05T09:00:00.000Z';

// title | author | born | died | genres | published | pages | euros | stock | number at Project Gutenberg | description
const TABLE = `
Pride and Prejudice | Jane Austen | 1775 | 1817 | romance, satire | 1813 | 432 | 9.50 | 12 | 1342 | Elizabeth Bennet and Mr Darcy think ill of each other, and learn better.
Frankenstein | Mary Shelley | 1797 | 1851 | gothic, science-fiction | 1818 | 280 | 8.90 | 7 | 84 | A student makes a living creature and abandons it; it follows him.
Moby-Dick | Herman Melville | 1819 | 1891 | adventure | 1851 | 720 | 13.50 | 4 | 2701 | Captain Ahab hunts the white whale that took his leg.
Dracula | Bram Stoker | 1847 | 1912 | gothic, horror | 1897 | 418 | 9.90 | 9 | 345 | A count moves from Transylvania to England; told in letters and diaries.
Alice's Adventures in Wonderland | Lewis Carroll | 1832 | 1898 | children, fantasy | 1865 | 176 | 7.50 | 15 | 11 | A girl falls down a rabbit hole into a world with a logic of its own.
The Adventures of Sherlock Holmes | Arthur Conan Doyle | 1859 | 1930 | mystery | 1892 | 336 | 8.50 | 11 | 1661 | Twelve cases of the consulting detective of Baker Street.
A Tale of Two Cities | Charles Dickens | 1812 | 1870 | history | 1859 | 448 | 9.20 | 0 | 98 | London and Paris in the years of the French Revolution.
Great Expectations | Charles Dickens | 1812 | 1870 | drama | 1861 | 544 | 9.90 | 6 | 1400 | The orphan Pip becomes a gentleman and finds out who paid for it.
Jane Eyre | Charlotte Brontë | 1816 | 1855 | romance, gothic | 1847 | 624 | 9.80 | 8 | 1260 | A governess comes to a house with a secret in the attic.
Wuthering Heights | Emily Brontë | 1818 | 1848 | romance, gothic | 1847 | 416 | 8.80 | 3 | 768 | Heathcliff and Catherine, and what is left of two families on the moors.
Treasure Island | Robert Louis Stevenson | 1850 | 1894 | adventure, children | 1883 | 304 | 7.90 | 10 | 120 | A map, a ship and a cook with one leg.
Strange Case of Dr Jekyll and Mr Hyde | Robert Louis Stevenson | 1850 | 1894 | gothic, horror | 1886 | 144 | 6.50 | 5 | 43 | A respected doctor and the man he would rather be.
The Time Machine | H. G. Wells | 1866 | 1946 | science-fiction | 1895 | 144 | 6.90 | 13 | 35 | A traveller visits the year 802,701 and is late for dinner.
The War of the Worlds | H. G. Wells | 1866 | 1946 | science-fiction | 1898 | 240 | 7.40 | 0 | 36 | Martians land in Surrey.
The Picture of Dorian Gray | Oscar Wilde | 1854 | 1900 | gothic, philosophy | 1890 | 304 | 8.20 | 6 | 174 | A portrait grows old in the place of the man it shows.
The Count of Monte Cristo | Alexandre Dumas | 1802 | 1870 | adventure, history | 1846 | 1312 | 17.90 | 2 | 1184 | An innocent prisoner escapes, grows rich and takes his revenge.
Twenty Thousand Leagues under the Sea | Jules Verne | 1828 | 1905 | adventure, science-fiction | 1870 | 448 | 10.50 | 5 | 164 | Captain Nemo shows his guests the sea from below.
Crime and Punishment | Fyodor Dostoevsky | 1821 | 1881 | drama, philosophy | 1866 | 608 | 11.90 | 7 | 2554 | A poor student kills a pawnbroker and cannot bear it.
War and Peace | Leo Tolstoy | 1828 | 1910 | history, drama | 1869 | 1392 | 19.50 | 3 | 2600 | Five families in the years of Napoleon's war on Russia.
Walden | Henry David Thoreau | 1817 | 1862 | essay, philosophy | 1854 | 352 | 9.10 | 4 | 205 | Two years in a hut by a pond.
Leaves of Grass | Walt Whitman | 1819 | 1892 | poetry | 1855 | 624 | 10.90 | 0 | 1322 | Poems in praise of the body, the soul and America.
The Odyssey | Homer | | | poetry, adventure | -700 | 416 | 10.20 | 9 | 1727 | Ten years of a sailor's way home from Troy; the prose of Samuel Butler.
Meditations | Marcus Aurelius | 121 | 180 | philosophy | 180 | 256 | 7.80 | 14 | 2680 | Notes of a Roman emperor to himself.
The Wonderful Wizard of Oz | L. Frank Baum | 1856 | 1919 | children, fantasy | 1900 | 272 | 7.60 | 8 | 55 | A cyclone carries a girl and her dog to a country with four witches.
`;

/** The 24 books of the first day, bk_001 to bk_024: all in the public domain. */
export function seedBooks(): Book[] {
  return TABLE.trim()
    .split('\n')
    .map((line, index) => readRow(line, `bk_${String(index + 1).padStart(3, '0')}`));
}

function readRow(line: string, id: string): Book {
  const cells = line.split('|').map((cell) => cell.trim());
  const year = (cell: string | undefined) => (cell ? Number(cell) : null);
  const pages = Number(cells[6]);
  return {
    id,
    title: cells[0]!,
    author: { name: cells[1]!, born: year(cells[2]), died: year(cells[3]) },
    genres: cells[4]!.split(', ').map((name) => genre.parse(name)),
    published: Number(cells[5]),
    pages,
    price: { amount: Number(cells[7]), currency: 'EUR' },
    dimensions: { widthMm: 129, heightMm: 198, depthMm: Math.ceil(pages / 17) }, // B format, 17 pages to the millimetre
    stock: Number(cells[8]),
    gutenbergId: Number(cells[9]),
    description: cells[10]!,
    language: 'en',
    addedAt: OPENED,
    updatedAt: OPENED,
  };
}

export function seedReviews(): Review[] {
  const rows = [
    ['bk_001', 5, 'Hana', 'Funnier than I was told at school.'],
    ['bk_001', 4, 'Piet', 'The first sentence alone is worth the price.'],
    ['bk_003', 3, 'Ines', 'A great novel with a long lecture on whales inside.'],
    ['bk_004', 4, 'Joost', 'The first four chapters are the best; do not read them at night.'],
    ['bk_005', 5, 'Mara', 'Read aloud, twice, to a listener of six.'],
    ['bk_013', 4, 'Yusuf', 'Short, sad and still new.'],
    ['bk_019', 5, 'Agnes', 'It took a winter. It was a good winter.'],
  ] as const;
  return rows.map(([bookId, rating, reviewer, text], index) => ({
    id: `rv_${String(index + 1).padStart(3, '0')}`,
    bookId,
    rating,
    text,
    reviewer,
    writtenAt: `2026-01-${10 + index}T12:00:00.000Z`,
  }));
}

/** Two orders, one already on its way, so that reading, invoicing and refusing can be tried without writing. */
export function seedOrders(): Order[] {
  const shipTo = { street: 'Keizersgracht 123', city: 'Amsterdam', postalCode: '1015 CJ', country: 'NL' };
  const customer = { name: 'Noor de Vries', email: 'noor@example.com' };
  return [
    {
      id: 'or_1001',
      status: 'shipped',
      customer,
      shipTo,
      lines: [
        { bookId: 'bk_001', title: 'Pride and Prejudice', quantity: 1, unitPrice: { amount: 9.5, currency: 'EUR' } },
        { bookId: 'bk_009', title: 'Jane Eyre', quantity: 2, unitPrice: { amount: 9.8, currency: 'EUR' } },
      ],
      total: { amount: 29.1, currency: 'EUR' },
      placedAt: '2026-01-12T10:15:00.000Z',
      shipment: { carrier: 'PostNL', trackingNumber: '3SRW0001001', shippedAt: '2026-01-13T08:30:00.000Z' },
    },
    {
      id: 'or_1002',
      status: 'placed',
      customer,
      shipTo,
      lines: [
        { bookId: 'bk_013', title: 'The Time Machine', quantity: 1, unitPrice: { amount: 6.9, currency: 'EUR' } },
      ],
      total: { amount: 6.9, currency: 'EUR' },
      giftMessage: 'See you yesterday.',
      placedAt: '2026-01-20T16:40:00.000Z',
      shipment: null,
    },
  ];
}
