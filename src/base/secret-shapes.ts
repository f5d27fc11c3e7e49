/** The forms of keys as their issuers write them, and what each is called. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b/, 'a GitHub token'],
  [/\bglpat-[A-Za-z0-9_-]{20,}\b/, 'a GitLab token'],
  [/\bxox[abprs]-[0-9]{8,}-[A-Za-z0-9-]{20,}\b/, 'a Slack token'],
  [/\b[rs]k_live_[0-9A-Za-z]{20,}\b/, 'a Stripe live key'],
  [/\bsk-ant-[A-Za-z0-9_-]{40,}\b/, 'an Anthropic key'],
  [/\bsk-(?:proj-)?[A-Za-z0-9_-]{40,}\b/, 'an OpenAI key'],
  [/\bAIza[0-9A-Za-z_-]{35}\b/, 'a Google key'],
  [/\bSG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{40,}\b/, 'a SendGrid key'],
  [/\bnpm_[A-Za-z0-9]{36}\b/, 'an npm token'],
  [/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{60,}/, 'a private key'],
];

const placeholder =
  /example|sample|dummy|placeholder|redacted|change.?me|your[-_ ]?|x{4,}|\*{3,}|\.{3}|0{6,}|123456|abcdef|<|\{/i;

/** What issuers show as samples in their own documentation: GitHub's, of which its document is full. */
const documented =
  /_16C7e42F292c6912E7710c838347Ae178B4a$|_1B4a2e77838347a7E420ce178F2E7c6912E169246c34E1ccbF66C46812d16D5B1A9Dc86A1498$/;

/** What a text holds that has the form of a key, unless it says itself that it is made up. */
export function findKnownSecret(text: string): { readonly kind: string; readonly secret: string } | undefined {
  if (text.length < 12) return undefined;
  for (const [shape, kind] of shapes) {
    const found = shape.exec(text)?.[0];
    if (found === undefined || placeholder.test(found) || documented.test(found)) continue;
    if (found.includes('PRIVATE KEY') || entropy(found) > 3) return { kind, secret: found };
  }
  return undefined;
}

/** A password in a URL. */
const urlPassword = /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@{}<>*$]+:([^\s:/@{}<>*$]{8,})@[^\s/]+/i;

/** The password in a URL, unless it says itself that it is made up. */
export function findUrlPassword(text: string): string | undefined {
  const password = text.includes('@') ? urlPassword.exec(text)?.[1] : undefined;
  return password === undefined || placeholder.test(password) || /^(password|secret|token)/i.test(password)
    ? undefined
    : password;
}

/** Whether a value is as long and as random as a secret: no words, no identifier, no date. */
export function looksLikeSecret(value: string): boolean {
  return (
    value.length >= 24 &&
    value.length <= 500 &&
    /^[A-Za-z0-9+/_=.~-]+$/.test(value) &&
    /[0-9]/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !placeholder.test(value) &&
    !/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value) &&
    entropy(value) >= 4
  );
}

/** Bits a character, by how often each occurs (Shannon). */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
