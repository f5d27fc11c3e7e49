/**
 * What a text adds to the tokens that it costs, by what it is made of. Fitted by least squares to the tokens that
 * Anthropic's published tokenizer counts in the tools of half the corpus; `npm run bench:tokens` prints its error on the
 * other half (docs/tokens.md).
 */
const weights = {
  word: 1.0,
  /** Each letter of a word beyond its fifth, and again beyond its ninth. */
  long: 0.034,
  longer: 0.16,
  /** A capital in the middle of a word, where another begins. */
  hump: 0.91,
  number: 0.92,
  digit: 0.07,
  /** Punctuation, of which several characters are often one token. */
  marks: 0.83,
  mark: 0.11,
  /** A character that is not ASCII. */
  foreign: 3.0,
} as const;

/**
 * About how many tokens a text costs Claude, counted offline: a few microseconds for a tool, and within a few per cent
 * of what the published tokenizer says. The tokenizers of current models are not published and count more or less;
 * `routewright tools --count-tokens` asks the Messages API.
 */
export function estimateTokens(text: string): number {
  let [tokens, letters, before] = [0, 0, 'space' as Kind];
  let wasLower = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const kind = kindOf(code);
    if (kind === 'letter') {
      const isLower = code >= 97;
      if (before !== 'letter') {
        tokens += weights.word;
        letters = 0;
      } else if (wasLower && !isLower) {
        tokens += weights.hump;
        letters = 0;
      }
      letters++;
      if (letters > 5) tokens += weights.long;
      if (letters > 9) tokens += weights.longer;
      wasLower = isLower;
    } else if (kind === 'digit') tokens += before === 'digit' ? weights.digit : weights.number + weights.digit;
    else if (kind === 'mark') tokens += before === 'mark' ? weights.mark : weights.marks + weights.mark;
    else if (kind === 'foreign') tokens += weights.foreign;
    before = kind;
  }
  return Math.ceil(tokens);
}

type Kind = 'letter' | 'digit' | 'mark' | 'foreign' | 'space';

function kindOf(code: number): Kind {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return 'letter';
  if (code >= 48 && code <= 57) return 'digit';
  if (code === 32) return 'space';
  return code > 127 ? 'foreign' : 'mark';
}

/** What a model is shown of a tool: the rest of a definition is for the client. */
interface Shown {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: unknown;
}

/** About how many tokens a tool costs a model that has it in its context. */
export function tokensOfTool({ name, description, inputSchema }: Shown): number {
  return estimateTokens(JSON.stringify({ name, description, input_schema: inputSchema }));
}
