import { messageOf, RoutewrightError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import type { CallContext, ToolResult } from '../catalog/tool-result.ts';
import type { Tool } from '../catalog/tool.ts';
import { type Api, baseUrlOf } from './api.ts';
import { ArgumentError } from './argument-error.ts';
import { checkArguments } from './arguments.ts';
import { selectCredentials } from './credentials/select.ts';
import { exampleArguments } from './example.ts';
import type { HttpRequest } from './http.ts';
import { buildRequest } from './request.ts';
import { failureResult, toToolResult } from './result.ts';

/** A request that is ready to be sent, or why there is none. */
export type PreparedCall =
  | {
      readonly request: HttpRequest;
      readonly repairs: readonly string[];
      readonly schemes: readonly string[];
      readonly unconfigured: readonly string[];
    }
  | { readonly failure: ToolResult };

/** Arguments and credentials into a request: all of a call but the sending. */
export async function prepareCall(api: Api, tool: Tool, given: unknown): Promise<PreparedCall> {
  const checked = await checkArguments(tool, given);
  if (!checked.ok) return { failure: argumentsResult(tool, checked.problems, checked.example) };
  const selected = selectCredentials(tool.operation, api.catalog.securitySchemes, api.credentials);
  if ('missing' in selected) {
    const message = `${tool.name} needs the credential ${selected.scheme}: ${selected.missing}`;
    return {
      failure: failureResult(
        'CREDENTIAL_MISSING',
        message,
        'This is for whoever runs the gateway to set; calling again does not help.',
        { scheme: selected.scheme },
      ),
    };
  }
  try {
    const request = buildRequest(tool, checked.args, {
      baseUrl: baseUrlOf(api, tool),
      credentials: selected.applied,
      headers: api.headers(),
    });
    return { request, repairs: checked.repairs, schemes: selected.schemes, unconfigured: selected.unconfigured };
  } catch (error) {
    if (error instanceof ArgumentError)
      return { failure: argumentsResult(tool, [`${error.path}: ${error.message}.`], exampleArguments(tool)) };
    return { failure: operatorResult(error) };
  }
}

/**
 * Calls a tool: arguments, credentials, request, answer, result. It never throws: what the model can mend and what the
 * operator must mend are both results with `isError`, told apart by their code.
 */
export async function callTool(api: Api, tool: Tool, given: unknown, context: CallContext = {}): Promise<ToolResult> {
  const prepared = await prepareCall(api, tool, given);
  if ('failure' in prepared) return prepared.failure;
  const { request, repairs, unconfigured } = prepared;
  const deadline = AbortSignal.timeout(api.timeout);
  const signal = context.signal ? AbortSignal.any([context.signal, deadline]) : deadline;
  try {
    const response = await api.client.send(request, {
      signal,
      maxBytes: api.responseBytes,
      ...(context.onProgress ? { onProgress: context.onProgress } : {}),
    });
    const refused = response.status === 401 || response.status === 403;
    const result = toToolResult(request, response, refused ? unconfigured.map(explainUnconfigured) : []);
    return {
      ...result,
      _meta: {
        ...result._meta,
        'routewright/http': {
          status: response.status,
          duration: Math.round(response.duration),
          bytes: response.body.length,
        },
        ...(repairs.length > 0 ? { 'routewright/repairs': repairs } : {}),
      },
    };
  } catch (error) {
    if (context.signal?.aborted)
      return failureResult('UPSTREAM_ABORTED', `The call of ${tool.name} was cancelled`, undefined);
    if (deadline.aborted) {
      return failureResult(
        'UPSTREAM_TIMEOUT',
        `The API did not answer within ${api.timeout / 1000} s: ${request.method} ${tool.operation.path}`,
        'Try again, or ask for less. The operator can raise `timeout`.',
      );
    }
    return operatorResult(error);
  }
}

function explainUnconfigured(scheme: string): string {
  return `The operation asks for the credential ${scheme}, and none is configured. Whoever runs the gateway sets it with --credential ${scheme}=env:NAME or under \`credentials\` in the configuration.`;
}

function argumentsResult(tool: Tool, problems: readonly string[], example: Json): ToolResult {
  const list = problems.map((problem) => `- ${problem}`).join('\n');
  return failureResult(
    'ARGUMENTS_INVALID',
    `The arguments of ${tool.name} are not right, so nothing was sent.\n${list}`,
    `Example of a right call: ${JSON.stringify(example)}`,
    { problems },
  );
}

function operatorResult(error: unknown): ToolResult {
  if (error instanceof RoutewrightError) return failureResult(error.code, error.message, error.hint);
  return failureResult(
    'INTERNAL',
    `A fault in Routewright: ${messageOf(error)}`,
    'Please report it with the document and the arguments.',
  );
}
