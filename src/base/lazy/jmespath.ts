import * as jmespath from 'jmespath';

interface Jmespath {
  readonly search: typeof jmespath.search;
  /** Throws where an expression cannot be understood; the types leave it out. */
  readonly compile: (expression: string) => unknown;
}

// Node reads the package as CommonJS, whose names it may not see; the bundle has both.
const namespace = jmespath as unknown as Jmespath & { readonly default?: Jmespath };

export const { compile, search } = namespace.default ?? namespace;
