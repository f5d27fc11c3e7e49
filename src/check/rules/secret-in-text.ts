import { own } from '../../base/json.ts';
import type { Rule } from '../rule.ts';
import { findKnownSecret, findUrlPassword, looksLikeSecret } from '../../base/secret-shapes.ts';

export const secretInText: Rule = {
  code: 'SECRET_IN_TEXT',
  kind: 'danger',
  level: 'error',
  title: 'A secret stands in the document',
  why: 'Whoever reads the document has it, and what is an example or a default reaches the model besides.',
  mend: 'Revoke it where it was issued, then replace it by a made-up one that nobody takes for real.',
  example: { wrong: 'example: ghp_<36 letters and digits>', right: 'example: ghp_EXAMPLE' },
  read: ({ value, key }) => {
    const found = findKnownSecret(value);
    return found && { message: `The \`${key}\` holds what has the form of ${found.kind}.`, secret: found.secret };
  },
};

export const secretLikely: Rule = {
  code: 'SECRET_LIKELY',
  kind: 'danger',
  level: 'warning',
  title: 'An example or default may be a real secret',
  why: 'It stands in a URL or under the name of a secret, and is as random as one. Real ones slip in where examples are copied from a live system.',
  mend: 'Replace it by a made-up one, such as `EXAMPLE-TOKEN`, or except it with the reason.',
  example: {
    wrong: 'api_token: { type: string, example: <40 random characters> }',
    right: 'api_token: { type: string, example: EXAMPLE-TOKEN }',
  },
  read: ({ value, key, path, parent }) => {
    const password = findUrlPassword(value);
    if (password !== undefined) return { message: `The \`${key}\` holds a URL with a password.`, secret: password };
    const name = secretName(path, parent);
    return name !== undefined && findKnownSecret(value) === undefined && looksLikeSecret(value)
      ? { message: `The value for \`${name}\` looks like a real secret.`, secret: value }
      : undefined;
  },
};

const dataFields = new Set<unknown>(['example', 'examples', 'default', 'const', 'value']);
const secretWords = /(passw(or)?d|secret|token|api[-_]?key|authorization|private[-_]?key|credential)s?$/i;

/** The name of what a value belongs to, where it is an example or default and the name is that of a secret. */
function secretName(path: readonly (string | number)[], parent: object): string | undefined {
  const at = path.findIndex((step) => dataFields.has(step));
  if (at < 0) return undefined;
  const inside = path.slice(at + 1).findLast((step) => typeof step === 'string' && !dataFields.has(step));
  const name = [inside, own(parent, 'name'), path[at - 1]].find((step) => typeof step === 'string') ?? '';
  return secretWords.test(name) &&
    !/(url|uri|type|(page|next|version|sync|continuation|idempotency|cancel)[-_]?token)$/i.test(name)
    ? name
    : undefined;
}
