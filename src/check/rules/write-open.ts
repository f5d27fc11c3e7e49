import type { Operation } from '../../spec/operation.ts';
import { safeMethods } from '../../catalog/select.ts';
import type { Rule } from '../rule.ts';
import type { CheckedApi } from '../subject.ts';

export const writeOpen: Rule = {
  code: 'WRITE_OPEN',
  kind: 'danger',
  level: 'warning',
  title: 'An operation that changes something asks for no credential',
  why: 'By the document anybody may change what it changes. More often the document forgets to say so, and calls fail with 401.',
  mend: 'Declare `security` for the operation or for the whole document.',
  example: {
    wrong: 'delete: { operationId: deletePet, security: [] }',
    right: 'delete: { operationId: deletePet, security: [{ ApiKeyAuth: [] }] }',
  },
  check: ({ apis, tools }, report) => {
    for (const api of apis) {
      const writes = tools.filter(
        ({ made }) =>
          made?.api === api.name && !safeMethods.has(made.operation.method) && !entrances.test(made.operation.path),
      );
      const open = writes.filter(({ made }) => isOpen(made!.operation));
      if (open.length === 0 || sendsCredential(api)) continue;
      if (open.length === writes.length && open.length > 1) {
        report(
          { uri: api.catalog.document.uri, pointer: '/security' },
          `None of the ${open.length} operations of ${api.name} that change something asks for a credential.`,
          { api: api.name },
        );
        continue;
      }
      for (const { made, placeOf, listed } of open)
        report(placeOf('whole'), `${made!.operation.id} changes something and asks for no credential.`, {
          tool: listed.name,
        });
    }
  },
};

/** Where a credential is got, none is asked for. */
const entrances = /\/(oauth2?|tokens?|log-?in|sign-?in|sign-?up|register|authori[sz]e|sessions?|auth)(\/|$|#|\.)/i;

function isOpen({ security }: Operation): boolean {
  return security.length === 0 || security.some(({ schemes }) => schemes.length === 0);
}

function sendsCredential({ headers }: CheckedApi): boolean {
  return headers.some((name) => /^(authorization|cookie|x-api-key|.*(token|key|secret).*)$/i.test(name));
}
