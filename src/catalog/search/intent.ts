/** What a question wants done. */
type Intent = 'read' | 'create' | 'update' | 'delete';

/** Words by which a question says so; one may mean several. */
const verbs: Readonly<Record<Intent, string>> = {
  read:
    'browse check count describe did display does download fetch find get has have how inspect is are know latest list ' +
    'look lookup read retrieve search see show tell view was what when where which who',
  create:
    'add attach book buy create draw generate give hire import insert install invite issue launch make new open order ' +
    'plan post publish put register rent schedule sell send set spin start submit upload write',
  update:
    'adjust alter assign change convert disable edit enable lock mark modify move patch put rename replace reset set ' +
    'switch transfer turn unlock update',
  delete:
    'cancel clear delete destroy detach discard drop erase kick purge remove revoke rid throw unassign unfollow uninstall ' +
    'unlike unpin unstar unsubscribe wipe',
};

/** How well a method serves what is wanted. */
const service: Readonly<Record<Intent, Readonly<Record<string, number>>>> = {
  read: { GET: 1, QUERY: 1, HEAD: 0.5, POST: 0.2 },
  create: { POST: 1, PUT: 0.7, PATCH: 0.3 },
  update: { PUT: 1, PATCH: 1, POST: 0.6 },
  delete: { DELETE: 1, POST: 0.3, PUT: 0.2 },
};

/** A question says what it wants at its beginning; a verb far inside belongs to something else. */
const firstWords = 4;

/** How well each method serves what a question wants, from 0 to 1; always 0 where it does not say. */
export function createMethodTest(words: readonly string[]): (method: string) => number {
  const intents = words
    .slice(0, firstWords)
    .map((word) => (Object.keys(verbs) as Intent[]).filter((intent) => isOf(intent, word)))
    .find((found) => found.length > 0);
  return (method) => Math.max(0, ...(intents ?? []).map((intent) => service[intent][method] ?? 0));
}

function isOf(intent: Intent, word: string): boolean {
  return ` ${verbs[intent]} `.includes(` ${word} `);
}
