import { own } from '../../base/json.ts';
import type { Rule } from '../rule.ts';
import { wordsOf } from '../words.ts';

const verbs = new Set([
  'add',
  'approve',
  'assign',
  'cancel',
  'clear',
  'create',
  'deactivate',
  'delete',
  'destroy',
  'disable',
  'edit',
  'enable',
  'insert',
  'invalidate',
  'patch',
  'publish',
  'purge',
  'put',
  'regenerate',
  'reject',
  'remove',
  'rename',
  'reset',
  'restart',
  'revoke',
  'send',
  'set',
  'shutdown',
  'terminate',
  'trigger',
  'unpublish',
  'unset',
  'update',
  'upload',
  'write',
]);

export const readThatWrites: Rule = {
  code: 'READ_THAT_WRITES',
  kind: 'danger',
  level: 'warning',
  title: 'A tool that seems to change something is marked as reading',
  why: 'GET is taken as read-only: such a tool passes `--read-only`, and clients call it without asking the user.',
  mend: 'Use POST or DELETE in the API, or set `x-routewright.annotations` to `{ readOnlyHint: false, destructiveHint: true }`.',
  example: {
    wrong: 'get: { operationId: deleteUser }',
    right:
      'get:\n  operationId: deleteUser\n  x-routewright: { annotations: { readOnlyHint: false, destructiveHint: true } }',
  },
  check: ({ tools }, report) => {
    for (const { made, listed, placeOf } of tools) {
      const name = made ? (made.operation.operationId ?? '') : listed.name;
      const step = made?.operation.path.split('/').at(-1) ?? '';
      const verb = [wordsOf(name)[0] ?? '', step.toLowerCase()].find((word) => verbs.has(word));
      if (verb !== undefined && own(listed.annotations, 'readOnlyHint') === true)
        report(placeOf('whole'), `${listed.name} is marked as reading, and its name says “${verb}”.`, {
          tool: listed.name,
        });
    }
  },
};
