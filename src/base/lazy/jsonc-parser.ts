import * as jsonc from 'jsonc-parser';

// Node reads the package as CommonJS, whose names it cannot see; the bundle takes its ES modules, which have no default.
const namespace: Readonly<Record<string, unknown>> = jsonc;

export const { applyEdits, findNodeAtLocation, parse, parseTree, printParseErrorCode, visit } = (namespace['default'] ??
  namespace) as typeof jsonc;
