import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds after which what did not come is a failure. */
const patience = 8_000;

/** Looks until what it sees is right, by default until it is true, and gives it back. */
export async function until<T>(
  look: () => T | Promise<T>,
  isRight: (value: T) => boolean = (value) => value === true,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const value = await look();
    if (isRight(value)) return value;
    if (Date.now() > end) throw new Error(`It never came: ${JSON.stringify(value)}`);
    await delay(20);
  }
}
