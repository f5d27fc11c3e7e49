import { basename, extname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CheckReport } from '../check/check.ts';
import type { Finding } from '../check/finding.ts';
import type { CheckedApi, CheckedText } from '../check/subject.ts';
import type { CheckConfig, Config } from '../base/config/schema.ts';
import { configFromSpec } from '../base/config/load.ts';
import { RoutewrightError } from '../base/errors.ts';
import { parseText } from '../base/structured-text.ts';
import type { Gateway } from '../gateway.ts';
import { type CommonOptions, withCommonOptions } from './options.ts';
import { openSession, readIfConfig } from './target.ts';
import { readToolList } from './tool-list.ts';

const formats = ['text', 'json', 'sarif', 'junit', 'github'] as const;
const levels = ['error', 'warning', 'info'] as const;

interface CheckOptions extends CommonOptions {
  readonly format: (typeof formats)[number];
  readonly failOn?: CheckConfig['failOn'];
  readonly budget?: number;
  readonly server?: string;
  readonly rule?: Record<string, 'off' | 'info' | 'warning' | 'error'>;
  readonly all?: boolean;
  readonly against?: string;
  readonly update?: boolean;
  readonly fix?: string | true;
  readonly validate: boolean;
}

export function addCheckCommand(program: Command): void {
  const command = program
    .command('check')
    .description('say what breaks a client, confuses a model, costs, or is dangerous')
    .argument('<spec|config|tools.json>', 'a document, a configuration, or the list of tools of any MCP server')
    .addOption(new Option('--format <format>', 'how it is told').choices([...formats]).default('text'))
    .addOption(
      new Option('--fail-on <level>', 'the level from which on it fails (default: error)').choices([...levels]),
    )
    .option('--budget <tokens>', 'most tokens that the list of tools may cost', parseCount)
    .option('--server <name>', "the name of the server in a client's settings (default: routewright)")
    .option('--rule <code=level>', 'off, info, warning or error for a rule (repeatable)', collectRule)
    .option(
      '--against <file|folder>',
      'fail where the tools are not those of this reviewed list: tools/<api>.tools.json',
    )
    .option('--update', 'write the tools into the file of --against instead')
    .option(
      '--fix [file]',
      'write an Overlay with what can be mended by rule, for you to read (default: <api>.overlay.yaml)',
    )
    .option('--no-validate', 'our own rules alone: no swagger-parser, no Redocly')
    .option('--all', 'every place of every finding');
  withCommonOptions(command)
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing at or above the level of --fail-on, 1 something is, 2 it could not be checked.

Examples:
  routewright check ./openapi.yaml
  routewright check routewright.config.yaml --fail-on warning
  routewright check ./other-server.tools.json --server shop --budget 8000`,
    )
    .action(async (target: string, options: CheckOptions) => {
      const report = (await checkList(target, options)) ?? (await checkGateway(target, options));
      console.log(await format(report, options));
      process.exitCode = report.failed ? 1 : 0;
    });
}

/** The check of a file that holds a list of tools; nothing for any other target. */
async function checkList(target: string, options: CheckOptions): Promise<CheckReport | undefined> {
  const file = await readToolList(target);
  if (!file) return undefined;
  const { subjectOfList } = await import('../check/tool-list.ts');
  const { checkSubject } = await import('../check/check.ts');
  const { check } = withOptions(configFromSpec(target), options);
  return await checkSubject(subjectOfList(file, file, { server: check.server, budget: check.budget }), check);
}

async function checkGateway(target: string, options: CheckOptions): Promise<CheckReport> {
  const session = await openSession(target, { ...options, logLevel: options.logLevel ?? 'error' });
  const { gateway, logger, redactor } = session;
  try {
    const { checkSubject, fromDiagnostic } = await import('../check/check.ts');
    const { subjectOfGateway } = await import('../check/gateway-subject.ts');
    const config = withOptions(session.config, options);
    const text = await readIfConfig(target);
    const file = text === undefined ? undefined : { path: target, text, root: await parseText(text, target) };
    const subject = subjectOfGateway(gateway, config, file);
    const found = gateway.diagnostics.filter(({ code }) => !isOfThisMachine(code, file !== undefined));
    const drift =
      options.against === undefined ? undefined : await compareReviewed(options.against, target, gateway, options);
    const report = await checkSubject(
      { ...subject, texts: [...subject.texts, ...(drift?.texts ?? [])] },
      config.check,
      [
        ...found.map(fromDiagnostic),
        ...(drift?.findings ?? []),
        ...(options.validate ? await validateAll(subject.apis) : []),
      ],
    );
    if (options.fix !== undefined) await writeFixes(options.fix, subject.apis, report.findings, target);
    return {
      ...report,
      findings: report.findings.map((finding) => ({ ...finding, message: redactor.redact(finding.message) })),
    };
  } finally {
    await gateway.close();
    await logger.close();
  }
}

/** A document beyond this many characters takes other validators many seconds. */
const largestValidated = 4_000_000;

/** What other validators say of the documents; where one of them does not look, that is told on stderr. */
async function validateAll(apis: readonly CheckedApi[]): Promise<Finding[]> {
  const { validateWithSwaggerParser } = await import('../check/validators/swagger-parser.ts');
  const { validateWithRedocly } = await import('../check/validators/redocly.ts');
  const findings: Finding[] = [];
  for (const { name, catalog } of apis) {
    const { document } = catalog;
    if (document.resources.get(document.uri)!.text.length > largestValidated) {
      process.stderr.write(`${name} is too large for other validators; our own rules alone have looked at it.\n`);
      continue;
    }
    const found = [await validateWithSwaggerParser(document), await validateWithRedocly(document)];
    if (found.includes(undefined))
      process.stderr.write(`${name} is of OpenAPI 3.2, which is validated where @redocly/openapi-core is installed.\n`);
    findings.push(...found.flatMap((list) => list ?? []));
  }
  return findings;
}

/** Where the tools differ from the reviewed ones; with --update, the reviewed ones become these. */
async function compareReviewed(
  against: string,
  target: string,
  { apis, tools }: Gateway,
  { update = false }: CheckOptions,
): Promise<{ findings: Finding[]; texts: CheckedText[] }> {
  const { compareWithReviewed, reviewedFiles, writeReviewed } = await import('../check/reviewed.ts');
  const files = await reviewedFiles(
    against,
    target,
    apis.map(({ name }) => name),
    tools,
  );
  if (update) {
    for (const { path, tools: mine } of files) await writeReviewed(path, mine);
    return { findings: [], texts: [] };
  }
  const compared = await Promise.all(files.map(async ({ path, tools: mine }) => await compareWithReviewed(path, mine)));
  return { findings: compared.flatMap(({ findings }) => findings), texts: compared.map(({ text }) => text) };
}

/** Writes an overlay for each API of which something can be mended by rule. */
async function writeFixes(
  fix: string | true,
  apis: readonly CheckedApi[],
  findings: readonly Finding[],
  target: string,
): Promise<void> {
  const { proposeOverlay } = await import('../check/fix/overlay.ts');
  const { writeOverlay } = await import('../check/fix/write-overlay.ts');
  if (fix !== true && apis.length > 1)
    throw new RoutewrightError('USAGE', `--fix ${fix} names one file, and there are ${apis.length} APIs`, {
      hint: 'Leave the name out: each API gets a file of its own.',
    });
  for (const api of apis) {
    const overlay = proposeOverlay(api, findings);
    const name = apis.length === 1 ? basename(target, extname(target)).replace(/^-$/, 'api') : api.name;
    const path = fix === true ? `${name}.overlay.yaml` : fix;
    if (overlay.actions.length === 0) process.stderr.write(`Nothing in ${api.name} can be mended by rule.\n`);
    else {
      await writeOverlay(path, overlay);
      process.stderr.write(
        `Wrote ${path}: ${overlay.actions.length} proposals. Read them, then pass --overlay ${path}.\n`,
      );
    }
  }
}

/** Whether a variable is set, or a credential configured for a bare document, says nothing of what is checked. */
function isOfThisMachine(code: string, isConfigured: boolean): boolean {
  return code === 'SECRET_MISSING' || (code === 'CREDENTIAL_MISSING' && !isConfigured);
}

/** What the command line says counts over the configuration. */
function withOptions(config: Config, { failOn, budget, server, rule }: CheckOptions): Config {
  return {
    ...config,
    check: {
      ...config.check,
      ...(failOn ? { failOn } : {}),
      ...(budget === undefined ? {} : { budget }),
      ...(server === undefined ? {} : { server }),
      rules: { ...config.check.rules, ...rule },
    },
  };
}

async function format(report: CheckReport, { format, all = false }: CheckOptions): Promise<string> {
  switch (format) {
    case 'text': {
      const { formatText } = await import('../check/format/text.ts');
      return formatText(report, { color: process.stdout.isTTY && process.env['NO_COLOR'] === undefined, all });
    }
    case 'json': {
      const { formatJson } = await import('../check/format/json.ts');
      return formatJson(report);
    }
    case 'sarif': {
      const { formatSarif } = await import('../check/format/sarif.ts');
      return formatSarif(report);
    }
    case 'junit': {
      const { formatJunit } = await import('../check/format/junit.ts');
      return formatJunit(report, report.failOn);
    }
    case 'github': {
      const { formatGithub } = await import('../check/format/github.ts');
      return formatGithub(report);
    }
    default:
      return format satisfies never;
  }
}

function parseCount(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('Write a number of tokens.');
  return number;
}

function collectRule(text: string, rules: NonNullable<CheckOptions['rule']> = {}): NonNullable<CheckOptions['rule']> {
  const [, code, level] = /^([A-Z][A-Z0-9_]*)=(off|info|warning|error)$/.exec(text) ?? [];
  if (code === undefined) throw new InvalidArgumentError('Write it as CODE=off, =info, =warning or =error.');
  return { ...rules, [code]: level as 'off' };
}
