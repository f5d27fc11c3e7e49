import type { CodeTable } from './table.ts';

/** Of calls and results, of how they are looked at, and of the surfaces. */
export const callCodes = {
  // Calls
  TOOL_UNKNOWN: { means: 'There is no tool of that name.', remedy: 'List the tools and use one of their names.' },
  ARGUMENTS_INVALID: {
    means: "The arguments do not follow the tool's schema.",
    remedy: 'Mend the arguments named and call again.',
  },
  CREDENTIAL_MISSING: {
    means: 'The operation needs a credential that is not configured.',
    remedy: 'Configure the scheme named, with --credential SCHEME=env:NAME or in the configuration.',
  },
  UPSTREAM_UNREACHABLE: {
    means: 'The API could not be reached.',
    remedy: 'Check that it runs, the base URL, DNS, proxy and firewall.',
  },
  UPSTREAM_TIMEOUT: {
    means: 'The API did not answer within the time limit.',
    remedy: 'Try again, ask for less, or raise `timeout`.',
  },
  UPSTREAM_ABORTED: {
    means: 'The call was cancelled by the client.',
    remedy: 'Nothing; the upstream request was ended too.',
  },
  UPSTREAM_TOO_LARGE: {
    means: 'The answer exceeds the limit on its size.',
    remedy: 'Ask for less (a filter, a smaller page), or raise `limits.responseBytes`.',
  },
  UPSTREAM_REDIRECT: {
    means: 'The API redirected in a way that is not followed.',
    remedy: 'Set `baseUrl` to where the API really is.',
  },
  UPSTREAM_PROTOCOL: {
    means: 'The connection to the API broke, or it did not answer in HTTP.',
    remedy: "Check the base URL's scheme and port, and the API's log.",
  },
  UPSTREAM_NOT_JSON: {
    means: 'The API said it answers in JSON, but the body is not JSON.',
    remedy: 'The text is shown as it came; mend the API.',
  },
  // Seeing what happens
  CALLS_UNREACHABLE: {
    means: 'The last calls of a running gateway cannot be asked for.',
    remedy:
      'Check that the gateway runs as the same user, and that the folder named belongs to you and is open to nobody else.',
  },
  CALL_UNKNOWN: {
    means: 'No running gateway keeps a call of that id.',
    remedy: '`routewright calls` lists those that are kept; `limits.traces` says how many.',
  },
  CALL_NOT_REPEATABLE: {
    means: 'A call cannot be made once more as it was: it changes something, or parts of its arguments are not kept.',
    remedy: 'Add --yes for a call that changes something; give what is missing as name=value.',
  },
  // Results
  RESULT_HANDLE_INVALID: {
    means: 'The handle of a result is damaged, or was given by another gateway or before a restart.',
    remedy: 'Copy the handle as the result gave it, or call the tool again.',
  },
  RESULT_HANDLE_FOREIGN: {
    means: 'The handle leads to a result of another caller.',
    remedy: 'Call the tool to get a result of your own.',
  },
  RESULT_EXPIRED: {
    means: 'The result is kept no longer: its time is over, or it had to make room.',
    remedy: 'Call the tool again; `limits.resultLifetime`, `limits.storeMemory` and `limits.storeDisk` say how long.',
  },
  READ_INVALID: {
    means: 'The arguments of read_result do not fit the result.',
    remedy: 'The message says what it can be asked for.',
  },
  SELECT_INVALID: {
    means: 'A JMESPath expression could not be understood or applied, or takes too long.',
    remedy: 'The message says where the fault is and what can be selected; see jmespath.org.',
  },
  HTTP_ERROR: {
    means: 'The API answered with an HTTP status of 400 or more.',
    remedy: 'See the status and the message of the API.',
  },
  // Checking
  SURFACE_UNREADABLE: {
    means: 'The reviewed list of tools cannot be read, or is none.',
    remedy: 'Name a file such as tools/<api>.tools.json; `routewright check … --against FILE --update` writes it.',
  },
  // Discovery
  EMBEDDINGS_FAILED: {
    means: 'The model that finds operations by meaning could not be asked; they are found by words alone.',
    remedy: 'Check `search.embeddings`: the URL, the model and the key.',
  },
  TOKENS_UNCOUNTED: {
    means: 'The Messages API did not count the tokens of the tools.',
    remedy: 'Check ANTHROPIC_API_KEY, the model and the network; without --count-tokens they are estimated.',
  },
  OPERATION_UNKNOWN: {
    means: 'A model named an operation that does not exist.',
    remedy: 'The result names the nearest ones; the model finds others with `search_operations`.',
  },
  INVOKER_WRONG: {
    means: 'A model called an operation by the invoker of another effect, such as a write by `call_read_operation`.',
    remedy: 'The result names the right one. `x-routewright.annotations` in the document changes what an operation is.',
  },
  // Code mode
  CODE_SYNTAX: { means: 'The code is not JavaScript.', remedy: 'Mend it at the line and column given.' },
  CODE_FAILED: {
    means: 'The code threw an error that it did not catch.',
    remedy: 'Mend it at the line and column given.',
  },
  CODE_STUCK: {
    means: 'The code waits for a promise that no call, timer or code will settle.',
    remedy: 'Settle or do not await it.',
  },
  CODE_OPERATION_UNKNOWN: {
    means: 'The code names an operation that does not exist.',
    remedy: 'Use one of the names given, or find it with search_operations.',
  },
  CODE_EFFECT_REFUSED: {
    means:
      'The code called an operation that code may not call: it changes or deletes something, or needs a capability.',
    remedy:
      'Allow it with `code.allow: write` or `code.allow: delete`; what needs a capability of the client is for the other surfaces.',
  },
  CODE_TIMEOUT: {
    means: 'The code did not end within its time, calls included.',
    remedy: 'Make fewer calls in a run or several at once, or raise `code.timeout`.',
  },
  CODE_CPU_LIMIT: {
    means: 'The code computed for too long.',
    remedy: 'Look for a loop without an end, or raise `code.cpuTime`.',
  },
  CODE_MEMORY_LIMIT: {
    means: 'The code needed too much memory.',
    remedy: 'Keep only what is needed of each answer, or raise `code.memory`.',
  },
  CODE_CALLS_LIMIT: {
    means: 'The code made too many calls.',
    remedy: 'Ask for larger pages, filter on the side of the API, or raise `code.calls`.',
  },
  CODE_OUTPUT_LIMIT: {
    means: 'The value that the code gave back is too large.',
    remedy: 'Return the fields that are needed, or raise `code.outputBytes`.',
  },
  CODE_TOO_LONG: { means: 'The code is too long.', remedy: 'Shorten it, or raise `code.codeBytes`.' },
  CODE_BUSY: {
    means: 'Too many runs were under way for as long as this one might have taken.',
    remedy: 'Try again, or raise `code.concurrentRuns`.',
  },
  CODE_CANCELLED: {
    means: 'The client cancelled the run.',
    remedy: 'Nothing; the calls that were under way were ended too.',
  },
  INTERNAL: { means: 'A fault in Routewright itself.', remedy: 'Please report it with the message and the document.' },
} as const satisfies CodeTable;
