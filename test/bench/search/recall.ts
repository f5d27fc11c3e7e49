/** How many results are looked at. */
export const depths = [1, 5, 10, 20] as const;

/** What share of the right answers is among the first k results, over the questions added. */
export class Recall {
  #questions = 0;
  #answers = 0;
  readonly #found: number[] = depths.map(() => 0);
  readonly #shares: number[] = depths.map(() => 0);

  add(results: readonly string[], answers: readonly string[]): void {
    this.#questions++;
    this.#answers += answers.length;
    for (const [place, depth] of depths.entries()) {
      const first = new Set(results.slice(0, depth));
      const found = answers.filter((answer) => first.has(answer)).length;
      this.#found[place]! += found;
      this.#shares[place]! += found / answers.length;
    }
  }

  /** Per cent: of all answers (micro), and on average over the questions (macro). */
  row(collection: string): Record<string, string | number> {
    const per = (values: readonly number[], of: number, name: string): [string, string][] =>
      values.map((value, place) => [`${name}@${depths[place]!}`, ((100 * value) / of).toFixed(1)]);
    return {
      collection,
      questions: this.#questions,
      ...Object.fromEntries([
        ...per(this.#found, this.#answers, 'micro'),
        ...per(this.#shares, this.#questions, 'macro'),
      ]),
    };
  }
}
