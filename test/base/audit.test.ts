import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Audit, AuditEntry } from '../../src/base/audit/audit.ts';
import { openAuditFile } from '../../src/base/audit/audit-file.ts';
import type { AuditConfig } from '../../src/base/config/audit-schema.ts';
import { type Logger, silentLogger } from '../../src/base/log.ts';
import { Redactor } from '../../src/base/secrets.ts';

let folder: string;
let file: string;
let time = 0;
let told: { message: string; fields: Record<string, unknown> }[] = [];
let audits: Audit[] = [];
const logger: Logger = { ...silentLogger, error: (message, fields = {}) => void told.push({ message, fields }) };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routewright-'));
  file = join(folder, 'audit.jsonl');
  told = [];
});

afterEach(async () => {
  for (const audit of audits) await audit.close();
  audits = [];
  await rm(folder, { recursive: true, force: true });
});

async function openFile(more: Partial<AuditConfig> = {}, redactor = new Redactor()): Promise<Audit> {
  const config: AuditConfig = { file, maxBytes: 1_000_000, keep: 2, arguments: false, onFailure: 'refuse', ...more };
  const audit = await openAuditFile(config, { redactor, logger, now: () => time });
  audits.push(audit);
  return audit;
}

const entry = (id: string, more: object = {}): AuditEntry => ({
  time: '2026-06-15T12:00:00.000Z',
  id,
  caller: { id: 'key:ci', name: 'ci' },
  tool: 'listPets',
  api: 'shop',
  outcome: 'ok',
  status: 200,
  duration: 12,
  ...more,
});

async function ids(path = file): Promise<string[]> {
  const text = await readFile(path, 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as AuditEntry).id);
}

describe('the audit file', () => {
  test('has an entry a line, which only its owner may read, and goes on where it ended', async () => {
    const first = await openFile();
    await first.record(entry('1'));
    await first.close();
    await (await openFile()).record(entry('2'));
    expect(JSON.parse((await readFile(file, 'utf8')).split('\n')[0]!)).toEqual(entry('1'));
    expect(await ids()).toEqual(['1', '2']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('has every entry once where many come at the same time', async () => {
    const audit = await openFile();
    const all = Array.from({ length: 500 }, (_, n) => String(n));
    await Promise.all(all.map((id) => audit.record(entry(id))));
    expect(await ids()).toEqual(all);
  });

  test('holds no secret', async () => {
    const redactor = new Redactor();
    redactor.add('s3cr3t-value');
    await (
      await openFile({}, redactor)
    ).record(entry('1', { arguments: { q: 'say s3cr3t-value', authorization: 'x y' } }));
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain('s3cr3t-value');
    expect(text).not.toContain('x y');
  });

  test('is begun anew at its size; so many full ones are kept, and no entry is lost between two', async () => {
    const size = Buffer.byteLength(`${JSON.stringify(entry('10'))}\n`);
    const audit = await openFile({ maxBytes: 3 * size });
    for (let n = 10; n < 20; n += 1) await audit.record(entry(String(n)));
    expect((await readdir(folder)).sort()).toEqual(['audit.jsonl', 'audit.jsonl.1', 'audit.jsonl.2']);
    expect(await ids(`${file}.2`)).toEqual(['13', '14', '15']);
    expect(await ids(`${file}.1`)).toEqual(['16', '17', '18']);
    expect(await ids()).toEqual(['19']);
  });

  test('is opened anew once somebody has moved it away', async () => {
    const audit = await openFile();
    await audit.record(entry('1'));
    await rename(file, join(folder, 'moved'));
    time += 1_000;
    await audit.record(entry('2'));
    expect(await ids(join(folder, 'moved'))).toEqual(['1']);
    expect(await ids()).toEqual(['2']);
  });

  test('that cannot be opened stops the start', async () => {
    file = join(folder, 'absent', 'audit.jsonl');
    await expect(openFile()).rejects.toMatchObject({ code: 'AUDIT_FAILED', message: expect.stringContaining(file) });
  });
});

describe('a file that can no longer be written', () => {
  /** The folder goes, as with a disk that is taken away. */
  async function breakFile(): Promise<void> {
    await rm(folder, { recursive: true });
    time += 1_000;
  }

  test('loses no entry: the log has it, redacted', async () => {
    const redactor = new Redactor();
    redactor.add('s3cr3t-value');
    const audit = await openFile({}, redactor);
    await breakFile();
    await audit.record(entry('1', { tool: 's3cr3t-value' }));
    expect(told).toEqual([
      {
        message: 'the audit log cannot be written',
        fields: { file, error: expect.objectContaining({ code: 'ENOENT' }), entry: entry('1', { tool: '[redacted]' }) },
      },
    ]);
  });

  test('stops calls where that is configured, until it can be written again', async () => {
    const audit = await openFile();
    expect(await audit.obstacle()).toBeUndefined();
    await breakFile();
    await audit.record(entry('1'));
    expect(await audit.obstacle()).toContain('ENOENT');
    await mkdir(folder);
    expect(await audit.obstacle()).toBeUndefined();
    await audit.record(entry('2'));
    expect(await ids()).toEqual(['2']);
  });

  test('stops none where a warning is enough', async () => {
    const audit = await openFile({ onFailure: 'warn' });
    await breakFile();
    await audit.record(entry('1'));
    expect(await audit.obstacle()).toBeUndefined();
    expect(told).toHaveLength(1);
  });
});
