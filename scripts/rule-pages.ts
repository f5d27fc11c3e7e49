import { type Rule, ruleKinds, type RuleKind } from '../src/check/rule.ts';
import { rules } from '../src/check/rules.ts';

/** The pages of docs/rules by file name: one a rule, and the list of them. */
export function rulePages(): Map<string, string> {
  return new Map([
    ['README.md', listPage()],
    ...rules.map((rule): [string, string] => [`${rule.code}.md`, page(rule)]),
  ]);
}

function page({ code, kind, level, title, why, mend, example }: Rule): string {
  return `# ${code}

${title}. Level: **${level}** unless the configuration says otherwise. [${ruleKinds[kind]}](README.md)

**Why it matters.** ${why}

**What to do.** ${mend}

Not so:

\`\`\`yaml
${example.wrong}
\`\`\`

but so:

\`\`\`yaml
${example.right}
\`\`\`

To count it otherwise, or to except a place with a reason:

\`\`\`yaml
check:
  rules:
    ${code}:
      level: ${level === 'error' ? 'warning' : 'error'}
      except:
        - { where: "operation:someOperation", reason: "why it may stay" }
\`\`\`

This page is generated from \`src/check/rules\` by \`npm run docs\`.
`;
}

function listPage(): string {
  const sections = (Object.keys(ruleKinds) as RuleKind[]).map((kind) => {
    const rows = rules
      .filter((rule) => rule.kind === kind)
      .map(({ code, level, title }) => `| [${code}](${code}.md) | ${level} | ${title} |`);
    return `## ${ruleKinds[kind]}\n\n| code | level | what is wrong |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Rules of \`routewright check\`

What reading a document finds (a broken \`$ref\`, a schema that had to be repaired) is told as well, under the codes of [errors.md](../errors.md).

${sections.join('\n')}
This page is generated from \`src/check/rules\` by \`npm run docs\`.
`;
}
