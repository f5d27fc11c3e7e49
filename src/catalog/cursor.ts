import { childPointer } from '../base/json-pointer.ts';
import type { Node } from '../spec/document.ts';

/**
 * Where a walk through a schema is. It is a node whose pointer is put together only when somebody asks, which nobody
 * does unless something is wrong: writing out the pointer of every schema costs more than translating it.
 */
export class Cursor implements Node {
  readonly value: unknown;
  readonly uri: string;
  readonly #base: string;
  readonly #steps: (string | number)[] = [];

  constructor({ value, uri, pointer }: Node) {
    this.value = value;
    this.uri = uri;
    this.#base = pointer;
  }

  get pointer(): string {
    return childPointer(this.#base, ...this.#steps);
  }

  /** Every `enter` has its `leave`. */
  enter(step: string | number): void {
    this.#steps.push(step);
  }

  leave(): void {
    this.#steps.pop();
  }
}
