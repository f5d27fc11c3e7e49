/** `line-items` → `lineItems` */
export function toCamelCase(text: string): string {
  const [first = '', ...others] = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return first.charAt(0).toLowerCase() + first.slice(1) + others.map(toUpperFirst).join('');
}

export function toUpperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `categories` → `category`, `boxes` → `box`, `status` stays. */
export function toSingular(word: string): string {
  if (!isPlural(word)) return word;
  if (/ies$/i.test(word)) return word.replace(/ies$/i, 'y');
  if (
    /(s|x|z|ch|sh)es$/i.test(word) &&
    !/(cases|bases|houses|purchases|licenses|responses|invoices|releases|databases|courses|expenses|phrases|nurses|leases)$/i.test(
      word,
    )
  )
    return word.slice(0, -2);
  return word.slice(0, -1);
}

export function isPlural(word: string): boolean {
  return /[a-z]{2}s$/i.test(word) && !/(ss|us|is|news|series)$/i.test(word);
}

/** `listBookReviews` → `List book reviews` */
export function toSentence(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ');
  return toUpperFirst(words.toLowerCase());
}
