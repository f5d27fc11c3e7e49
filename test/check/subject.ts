import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFromSpec } from '../../src/base/config/load.ts';
import type { ConfigInput } from '../../src/base/config/schema.ts';
import { checkSubject, type CheckReport, fromDiagnostic } from '../../src/check/check.ts';
import { subjectOfGateway } from '../../src/check/gateway-subject.ts';
import { findToolList, subjectOfList } from '../../src/check/tool-list.ts';
import { createGateway } from '../../src/gateway.ts';

/** Checks a document that is given as text. */
export async function checkDocument(
  text: string,
  { check, api = {} }: { check?: ConfigInput['check']; api?: Partial<ConfigInput['apis'][string]> } = {},
): Promise<CheckReport> {
  const folder = await mkdtemp(join(tmpdir(), 'routewright-check-'));
  try {
    const path = join(folder, 'api.yaml');
    await writeFile(path, text);
    const config = configFromSpec(path, { ...(check ? { check } : {}), api });
    const gateway = await createGateway(config);
    const subject = subjectOfGateway(gateway, config, undefined);
    await gateway.close();
    return await checkSubject(subject, config.check, gateway.diagnostics.map(fromDiagnostic));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Checks a list of tools as another server might give it. */
export async function checkTools(tools: readonly object[], check: ConfigInput['check'] = {}): Promise<CheckReport> {
  const config = configFromSpec('-', { check });
  const text = JSON.stringify(tools, null, 2);
  const file = { uri: 'file:///server.tools.json', text, root: tools };
  return await checkSubject(
    subjectOfList(file, findToolList(tools)!, { ...config.check, budget: config.check.budget }),
    config.check,
  );
}

/** The messages of one rule. */
export function messagesOf({ findings }: CheckReport, rule: string): string[] {
  return findings.filter((finding) => finding.rule === rule).map(({ message }) => message);
}
