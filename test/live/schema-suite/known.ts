/** Files about what OpenAPI has not, or what needs the network. */
export const leftOut: ReadonlySet<string> = new Set([
  'refRemote.json', // references to other servers
  'vocabulary.json', // meta-schemas of the test's own
  'definitions.json', // a reference to the meta-schema of JSON Schema itself
  'defs.json',
  'dependencies.json', // no keyword of OpenAPI 2.0 and 3.0, nor of JSON Schema 2020-12
]);

interface Known {
  /** What the name of the test matches. */
  readonly test: RegExp;
  /** Where a valid value is refused; else only an invalid one may be accepted. */
  readonly refuses?: true;
  readonly reason: string;
}

const noBases = 'A schema has no address of its own: `$id` (`id` before 3.1) is not followed.';
const noDynamics = 'A `$dynamicRef` leads where a `$ref` would, whatever schema it was reached from.';

/** Reviewed differences of the translation. */
export const known: readonly Known[] = [
  { test: /^properties\.json: .*__proto__ not valid$/, reason: 'ajv does not look at a property called `__proto__`.' },
  {
    test: /^ref\.json: ref overrides any sibling keywords: ref valid, maxItems ignored$/,
    refuses: true,
    reason: 'Before 3.1 what stands beside a reference says nothing; documents that write it there mean it.',
  },
  {
    test: /^ref\.json: .*(base URI|base uri|Location-independent|nearest parent|Recursive references)/,
    reason: noBases,
  },
  { test: /^ref\.json: (refs with relative uris|relative refs with absolute uris|URN ref)/, reason: noBases },
  { test: /^ref\.json: remote ref, containing refs itself/, reason: 'The reference leads to another server.' },
  { test: /^dynamicRef\.json: after leaving a dynamic scope.*the final stop/, refuses: true, reason: noDynamics },
  { test: /^dynamicRef\.json: /, reason: noDynamics },
  { test: /with \$dynamicRef: with no unevaluated/, refuses: true, reason: noDynamics },
  {
    test: /^unevaluated(Items|Properties)\.json: /,
    reason: 'ajv does not see what `contains` and `if` have evaluated.',
  },
];

/** What ajv itself gets wrong, so that no translation can be blamed: these are all. */
export const refusedByValidator: readonly string[] = [
  'unevaluatedItems.json: unevaluatedItems with nested items: with no additional items',
  'unevaluatedItems.json: unevaluatedItems can see annotations from if without then and else: valid in case if is evaluated',
  'unevaluatedProperties.json: unevaluatedProperties can see annotations from if without then and else: valid in case if is evaluated',
];
