import type { Anthropic } from '@anthropic-ai/sdk';

/**
 * What there is to know about a model before it is gone, as the Models API tells it
 * (https://docs.claude.com/en/api/models); nothing where it is in its best years, or the API does not say.
 */
export async function warnOfModel(client: Anthropic, model: string, signal: AbortSignal): Promise<string | undefined> {
  const known = await client.models.retrieve(model, {}, { signal, maxRetries: 0 }).catch(() => undefined);
  if (known?.lifecycle !== 'deprecated' && known?.lifecycle !== 'retired') return undefined;
  const since = known.deprecated_at === null ? '' : ` since ${known.deprecated_at.slice(0, 10)}`;
  return `The model ${model} is ${known.lifecycle}${since}: name another one by \`claude.model\` (https://docs.claude.com/en/docs/about-claude/model-deprecations)`;
}
