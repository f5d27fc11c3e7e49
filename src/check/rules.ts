import type { Rule } from './rule.ts';
import { argumentUndescribed } from './rules/argument-undescribed.ts';
import { bodyUndescribed } from './rules/body-undescribed.ts';
import { clientArgumentName } from './rules/client-argument-name.ts';
import { clientDescriptionLength } from './rules/client-description-length.ts';
import { clientNameCharacters } from './rules/client-name-characters.ts';
import { clientNameClash } from './rules/client-name-clash.ts';
import { clientNameLength } from './rules/client-name-length.ts';
import { clientSchemaDialect } from './rules/client-schema-dialect.ts';
import { clientSchemaGemini } from './rules/client-schema-gemini.ts';
import { clientSchemaReference } from './rules/client-schema-reference.ts';
import { clientSchemaRoot } from './rules/client-schema-root.ts';
import { clientToolCount } from './rules/client-tool-count.ts';
import { costBudget } from './rules/cost-budget.ts';
import { costSurface } from './rules/cost-surface.ts';
import { costTool } from './rules/cost-tool.ts';
import { credentialInQuery } from './rules/credential-in-query.ts';
import { descriptionMissing } from './rules/description-missing.ts';
import { descriptionVague } from './rules/description-vague.ts';
import { enumUndocumented } from './rules/enum-undocumented.ts';
import { specInvalid } from './rules/spec-invalid.ts';
import { surfaceDrift } from './rules/surface-drift.ts';
import { exceptionUnused } from './rules/exception-unused.ts';
import { instructionsInText } from './rules/instructions-in-text.ts';
import { nameHashed } from './rules/name-hashed.ts';
import { namesSimilar } from './rules/names-similar.ts';
import { operationIdMissing } from './rules/operation-id-missing.ts';
import { readThatWrites } from './rules/read-that-writes.ts';
import { secretInText, secretLikely } from './rules/secret-in-text.ts';
import { selectorUnused } from './rules/selector-unused.ts';
import { serverHttp } from './rules/server-http.ts';
import { tagsMissing } from './rules/tags-missing.ts';
import { textHidden, textInvisible } from './rules/text-hidden.ts';
import { toolDeprecated } from './rules/tool-deprecated.ts';
import { toolsAmbiguous } from './rules/tools-ambiguous.ts';
import { writeOpen } from './rules/write-open.ts';

/** Every rule, in the order in which its kind is told. */
export const rules: readonly Rule[] = [
  clientNameCharacters,
  clientNameLength,
  clientNameClash,
  clientArgumentName,
  clientSchemaRoot,
  clientSchemaReference,
  clientSchemaDialect,
  clientSchemaGemini,
  clientDescriptionLength,
  clientToolCount,
  descriptionMissing,
  descriptionVague,
  toolsAmbiguous,
  namesSimilar,
  argumentUndescribed,
  bodyUndescribed,
  enumUndocumented,
  operationIdMissing,
  nameHashed,
  tagsMissing,
  toolDeprecated,
  costTool,
  costSurface,
  costBudget,
  instructionsInText,
  textHidden,
  textInvisible,
  secretInText,
  secretLikely,
  writeOpen,
  readThatWrites,
  serverHttp,
  credentialInQuery,
  selectorUnused,
  specInvalid,
  surfaceDrift,
  exceptionUnused,
];

export const ruleByCode: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.code, rule]));
