import { messageOf, RoutewrightError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import { localCaller } from '../base/caller.ts';
import {
  type AuthorizationRequest,
  type CallContext,
  type Content,
  failureResult,
  type ToolResult,
} from '../catalog/tool-result.ts';
import type { Tool } from '../catalog/tool.ts';
import { type Api, baseUrlOf } from './api.ts';
import { ArgumentError } from './argument-error.ts';
import { checkArguments, exampleFor } from './arguments.ts';
import type { AppliedCredentials } from './credentials/apply.ts';
import type { RefusedCredential } from './credentials/provenance.ts';
import { isRefused, mayRepeat } from './credentials/repeat.ts';
import { type Obstacle, selectCredentials } from './credentials/select.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { findNextPage, type NextPage } from './pages/next-page.ts';
import { tellProgress } from './progress.ts';
import { explainRefusal, type Refusal } from './refusal.ts';
import { type Arguments, buildRequest } from './request.ts';
import { isRedirect } from './redirect.ts';
import { toToolResult } from './result.ts';
import { type SendOptions, withoutQuery } from './client.ts';

/** Where a result says how the next page is asked for, for whoever calls again. */
export const nextMeta = 'routewright/next';

/** A request that is ready to be sent, or why there is none. */
export type PreparedCall =
  | {
      readonly request: HttpRequest;
      /** As they were understood. */
      readonly args: Arguments;
      readonly repairs: readonly string[];
      /** The credentials it carries. */
      readonly presented: readonly RefusedCredential[];
      readonly unconfigured: readonly string[];
      /** The request anew, with what can be presented in place of credentials that were refused, if anything. */
      readonly renew?: (refusal: HttpResponse) => Promise<RenewedCall | undefined>;
    }
  | { readonly failure: ToolResult };

/** The request with other credentials, or why there is none. */
type RenewedCall =
  | { readonly request: HttpRequest; readonly presented: readonly RefusedCredential[] }
  | { readonly failure: ToolResult };

/** Whose call it is, and how long it may take. */
export interface PrepareContext extends Pick<CallContext, 'caller' | 'recorder' | 'header'> {
  readonly signal: AbortSignal;
  /** Parameters of the query that no argument stands for, from a link of the API. @default none */
  readonly query?: NextPage['query'];
  /** For the eye alone: no token is obtained for it. @default false */
  readonly preview?: boolean;
}

/**
 * Arguments and credentials into a request: all of a call but the sending. It never throws, save the reason of the
 * signal.
 */
export async function prepareCall(
  api: Api,
  tool: Tool,
  given: unknown,
  { caller = localCaller, recorder, header, signal, preview = false, query = [] }: PrepareContext,
): Promise<PreparedCall> {
  try {
    recorder?.begin('arguments');
    const checked = await checkArguments(tool, given);
    if (!checked.ok) return { failure: argumentsResult(tool, checked.problems, checked.example) };
    if (checked.repairs.length > 0) recorder?.note(`repaired: ${checked.repairs.join('; ')}`);
    recorder?.begin('credentials');
    const selected = await selectCredentials(tool.operation, api.credentials, { caller, signal, preview });
    if (!('applied' in selected)) return { failure: obstacleResult(tool, selected) };
    const { app } = api;
    const place = { baseUrl: baseUrlOf(api, tool), headers: await api.headers(header), query, ...(app ? { app } : {}) };
    const { presented, unconfigured, applied, renew } = selected;
    recorder?.note(describeCredentials(presented, unconfigured));
    recorder?.begin('request');
    const build = (credentials: AppliedCredentials): HttpRequest =>
      buildRequest(tool, checked.args, { ...place, credentials });
    return {
      request: build(applied),
      args: checked.args,
      repairs: checked.repairs,
      presented,
      unconfigured,
      ...(renew && {
        renew: async (refusal) => {
          const renewed = await renew(refusal);
          if (!renewed) return undefined;
          return 'applied' in renewed
            ? { request: build(renewed.applied), presented: renewed.presented }
            : { failure: obstacleResult(tool, renewed) };
        },
      }),
    };
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof ArgumentError)
      return { failure: argumentsResult(tool, [`${error.path}: ${error.message}.`], await sendableExample(tool)) };
    return { failure: operatorResult(error) };
  }
}

/** Which credentials a request carries, by the names of their schemes. */
function describeCredentials(
  presented: readonly Pick<RefusedCredential, 'scheme'>[],
  unconfigured: readonly string[],
): string {
  const absent = unconfigured.length > 0 ? `; not configured: ${unconfigured.join(', ')}` : '';
  return (presented.length > 0 ? presented.map(({ scheme }) => scheme).join(', ') : 'none') + absent;
}

/** An example that a request can be made of: what the schema accepts may still have no place in a path. */
async function sendableExample(tool: Tool): Promise<Json | undefined> {
  const example = await exampleFor(tool);
  if (example === undefined) return undefined;
  try {
    buildRequest(tool, example as Arguments, { baseUrl: '' });
    return example;
  } catch {
    return undefined;
  }
}

/**
 * Calls a tool: arguments, credentials, request, answer, result. It never throws: what the model can mend and what the
 * operator must mend are both results with `isError`, told apart by their code.
 */
export async function callTool(
  api: Api,
  tool: Tool,
  given: unknown,
  context: CallContext & Pick<PrepareContext, 'query'> = {},
): Promise<ToolResult> {
  const deadline = AbortSignal.timeout(api.timeout);
  const signal = context.signal ? AbortSignal.any([context.signal, deadline]) : deadline;
  const progress = context.onProgress && tellProgress(context.onProgress);
  try {
    const prepared = await prepareCall(api, tool, given, { ...context, signal });
    if ('failure' in prepared) return prepared.failure;
    const { request, args, repairs, unconfigured } = prepared;
    const sent = await sendPrepared(api, prepared, {
      signal,
      deadline,
      maxBytes: api.responseBytes,
      ...(context.recorder ? { recorder: context.recorder } : {}),
      ...(progress ? { onProgress: progress.received, onStream: progress.streamed } : {}),
    });
    if ('failure' in sent) return sent.failure;
    const { response, presented, renewal } = sent;
    context.recorder?.begin('result');
    const result = isStrayRedirect(tool, response)
      ? redirectResult(request, response)
      : toToolResult(
          request,
          response,
          explainRefusal(tool, { api: api.name, request, response, presented, unconfigured, renewal }),
        );
    const value = result.structuredContent;
    const next = result.isError === true ? undefined : findNextPage(tool, args, { request, response, value });
    return {
      ...result,
      ...(repairs.length > 0 ? { content: [...result.content, tellRepairs(repairs)] } : {}),
      _meta: {
        ...result._meta,
        'routewright/http': {
          status: response.status,
          duration: Math.round(response.duration),
          bytes: response.body.length,
          ...(response.cut === undefined ? {} : { cut: response.cut }),
        },
        ...(repairs.length > 0 ? { 'routewright/repairs': repairs } : {}),
        ...(next && { [nextMeta]: next }),
      },
    };
  } catch (error) {
    if (context.signal?.aborted)
      return failureResult('UPSTREAM_ABORTED', `The call of ${tool.name} was cancelled`, undefined);
    if (deadline.aborted) {
      return failureResult(
        'UPSTREAM_TIMEOUT',
        `The API did not answer within ${api.timeout / 1000} s: ${tool.operation.method} ${tool.operation.path}`,
        'Try again, or ask for less. The operator can raise `timeout`.',
      );
    }
    return operatorResult(error);
  } finally {
    progress?.stop();
  }
}

/** A model that is told how it was understood writes it right the next time. */
function tellRepairs(repairs: readonly string[]): Content {
  const more = repairs.length > 5 ? `; and ${repairs.length - 5} more` : '';
  const text = `Arguments were repaired: ${repairs.slice(0, 5).join('; ')}${more}.`;
  return { type: 'text', text, annotations: { audience: ['assistant'] } };
}

type SentCall = Pick<Refusal, 'response' | 'presented' | 'renewal'> | { readonly failure: ToolResult };

/**
 * Sends a request. Where its credentials are refused they are renewed, and the request is sent once more where it may
 * be repeated; where it may not, the next call has the new ones.
 */
async function sendPrepared(
  api: Api,
  { request, presented, renew }: Extract<PreparedCall, { request: unknown }>,
  options: SendOptions,
): Promise<SentCall> {
  const response = await api.client.send(request, options);
  if (!renew || !isRefused(request, response)) return { response, presented, renewal: 'none' };
  options.recorder?.begin('credentials', `renewed after HTTP ${response.status}`);
  const renewed = await renew(response);
  if (!renewed) return { response, presented, renewal: 'none' };
  if ('failure' in renewed) return renewed;
  if (!mayRepeat(request, response)) return { response, presented, renewal: 'unrepeated' };
  const again = await api.client.send(renewed.request, options);
  return { response: again, presented: renewed.presented, renewal: 'repeated' };
}

/** A redirect that was not followed and that the document does not name as an answer: nothing is known to be done. */
function isStrayRedirect({ operation }: Tool, { status }: HttpResponse): boolean {
  return (
    isRedirect(status) &&
    !operation.responses.some((response) => response.status === String(status) || response.status === '3XX')
  );
}

function redirectResult(request: HttpRequest, { status, statusText, headers, url }: HttpResponse): ToolResult {
  const location = headers['location'];
  const target =
    location !== undefined && URL.canParse(location, url)
      ? withoutQuery(new URL(location, url).href)
      : 'no place that is named';
  return failureResult(
    'UPSTREAM_REDIRECT',
    `HTTP ${status} ${statusText} from ${request.method} ${withoutQuery(request.url)}: the API redirects to ${target}. This was not followed, so nothing is known to have been done`,
    'Whoever runs the gateway sets `baseUrl` to where the API really is, or mends the path in the document.',
    { status },
  );
}

function obstacleResult(tool: Tool, obstacle: Obstacle): ToolResult {
  if ('authorization' in obstacle) return authorizationResult(tool, obstacle.authorization);
  const { scheme, missing } = obstacle;
  return failureResult(
    'CREDENTIAL_MISSING',
    `${tool.name} needs the credential ${scheme}: ${missing}`,
    'This is for whoever runs the gateway to set; calling again does not help.',
    { scheme },
  );
}

/** The user has to agree at another server: with the link, for clients that cannot ask (CallContext). */
function authorizationResult(tool: Tool, authorization: AuthorizationRequest): ToolResult {
  const { id, url, message } = authorization;
  return {
    ...failureResult(
      'AUTHORIZATION_NEEDED',
      `${tool.name} needs the user's authorization, so nothing was sent. ${message}\n${url}`,
      'Show the user this link; once they have agreed there, call again.',
      { authorization: id },
    ),
    authorization,
  };
}

function argumentsResult(tool: Tool, problems: readonly string[], example: Json | undefined): ToolResult {
  const list = problems.map((problem) => `- ${problem}`).join('\n');
  return failureResult(
    'ARGUMENTS_INVALID',
    `The arguments of ${tool.name} are not right, so nothing was sent.\n${list}`,
    example === undefined ? undefined : `Example of a right call: ${JSON.stringify(example)}`,
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
