/**
 * Every code an error or a diagnostic can carry, with what it means and what to do. docs/errors.md is generated from
 * this table (`npm run docs`), and a test holds the two together.
 */
export const errorCodes = {
  // Reading a document
  SPEC_NOT_FOUND: {
    means: 'The document could not be found at the given path or URL.',
    remedy: 'Check the path; a URL must begin with http:// or https://; `-` reads standard input.',
  },
  SPEC_IS_DIRECTORY: {
    means: 'The path names a directory, not a document.',
    remedy: 'Name the file in it that holds the document.',
  },
  SPEC_UNREADABLE: {
    means: 'The document exists but could not be read.',
    remedy: 'Check permissions, the network and the status the server answered with.',
  },
  SPEC_EMPTY: { means: 'There is nothing in the document.', remedy: 'Check what was written to the file or piped in.' },
  SPEC_TOO_LARGE: {
    means: 'The document exceeds the limit on its size in bytes.',
    remedy: 'Split the document, or raise `limits.documentBytes`.',
  },
  SPEC_TOO_DEEP: {
    means: 'The document is nested deeper than the limit.',
    remedy: 'A document this deep is almost always damaged or hostile; mend it at its source.',
  },
  SPEC_TOO_MANY_NODES: {
    means: 'The document holds more values than the limit once its aliases are followed.',
    remedy: 'Check YAML anchors and aliases: a few lines of them can stand for billions of values.',
  },
  SPEC_TOO_MANY_ALIASES: {
    means: 'The YAML document uses more aliases than the limit.',
    remedy: 'Replace aliases by $refs.',
  },
  SPEC_NOT_PARSEABLE: {
    means: 'The text is neither valid JSON nor valid YAML.',
    remedy: 'Mend the syntax at the line and column given.',
  },
  SPEC_IS_HTML: {
    means: 'The answer is a web page, not a document.',
    remedy:
      'Use the URL of the document itself (often /openapi.json), not of the page that shows it; a login page means that a credential is missing.',
  },
  SPEC_NOT_OPENAPI: {
    means: 'The document is JSON or YAML, but no OpenAPI or Swagger description.',
    remedy: 'It must have `openapi: 3.x` or `swagger: "2.0"` at its root.',
  },
  SPEC_VERSION_UNSUPPORTED: {
    means: 'The document is of a version that is not supported.',
    remedy: 'Supported are Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2.',
  },
  SPEC_NO_OPERATIONS: {
    means: 'The document describes no operation.',
    remedy: 'Check that `paths` is present and holds methods, and that --include and --exclude leave something.',
  },
  OVERLAY_INVALID: {
    means: 'The Overlay document is not a valid OpenAPI Overlay 1.0.',
    remedy: 'It needs `overlay: 1.0.0`, `info` and a list of `actions` with a `target` each.',
  },
  OVERLAY_NO_MATCH: {
    means: 'The target of an Overlay action selects nothing in the document.',
    remedy: 'Mend the target: the part it meant may have been renamed.',
  },
  // Findings in a document
  REF_NOT_FOUND: {
    means: 'A $ref points to something that does not exist.',
    remedy: 'Mend the reference; until then the place it stands at accepts any value.',
  },
  REF_OUTSIDE_FOLDER: {
    means: "A $ref points to a file outside the document's folder.",
    remedy:
      'Name a wider folder with --ref-root, move the file into the folder of the document, or serve a bundled document.',
  },
  REF_REMOTE_FORBIDDEN: {
    means: 'A $ref points to another server and remote references are off.',
    remedy: 'Pass --allow-remote-refs if you trust the document and where it points.',
  },
  REF_UNREADABLE: {
    means: 'The file or URL a $ref points to could not be read.',
    remedy: 'Check that it exists and is JSON or YAML.',
  },
  REF_LOOP: {
    means: 'A $ref leads back to itself without any value in between.',
    remedy: 'Break the circle: one of the references must hold a value.',
  },
  PATH_INVALID: {
    means: 'A path does not begin with a slash or is no object.',
    remedy: 'Write paths as `/pets/{id}`.',
  },
  OPERATION_INVALID: {
    means: 'An operation cannot be made into a tool.',
    remedy: 'See the message for the part that is at fault.',
  },
  PARAMETER_INVALID: {
    means: 'A parameter lacks its name or location, or is no object.',
    remedy: 'Give it `name` and `in`.',
  },
  PARAMETER_UNDECLARED: {
    means: 'The path template names a parameter that is not declared.',
    remedy: 'Declare it with `in: path`; until then it is a required string.',
  },
  PARAMETER_UNUSED: {
    means: 'A path parameter is declared that the path template does not contain.',
    remedy: 'Remove it or mend the template.',
  },
  SCHEMA_INVALID: {
    means: 'A schema is not valid and was repaired or replaced.',
    remedy: 'Mend the schema at the pointer given.',
  },
  SCHEMA_PRUNED: {
    means: 'A schema was too large for its tool and was shortened.',
    remedy: 'Nothing is refused because of it; only the description is shorter. Raise `limits.toolBytes` to see all.',
  },
  SERVER_MISSING: {
    means: 'The document names no server to call, or only a relative one.',
    remedy: 'Pass --base-url or set `baseUrl` in the configuration.',
  },
  SECURITY_SCHEME_UNKNOWN: {
    means: 'An operation demands a security scheme that the document does not define.',
    remedy: 'Define it under components.securitySchemes.',
  },
  TOOL_SET_ASIDE: { means: 'An operation did not become a tool.', remedy: 'See the message for the reason.' },
  // The Messages API
  CLAUDE_SDK_MISSING: {
    means: 'Asking Claude directly needs the package @anthropic-ai/sdk, which is not installed.',
    remedy: 'npm install @anthropic-ai/sdk, where Routewright is installed.',
  },
  CLAUDE_KEY_MISSING: {
    means: 'There is no key for the Messages API in the process.',
    remedy:
      'Set it in the environment of this process, not only of your shell; the hint shows how for several launchers.',
  },
  CLAUDE_REFUSED: {
    means: 'The Messages API refused the request.',
    remedy: 'See its own words: a key that is not valid, a model that does not exist, a request that is too large.',
  },
  CLAUDE_RATE_LIMITED: {
    means: 'The Messages API refused for now, for longer than there was time to wait.',
    remedy: 'Try again after the time told, send less at once, or raise `claude.timeouts.total`.',
  },
  CLAUDE_OVERLOADED: {
    means: 'The Messages API could not answer, also when asked again.',
    remedy: 'Try again later; https://status.claude.com tells about disturbances.',
  },
  CLAUDE_UNREACHABLE: {
    means: 'The Messages API could not be reached, or the connection broke again and again.',
    remedy: 'Check the network, a proxy, and `claude.baseUrl`.',
  },
  CLAUDE_TIMEOUT: {
    means:
      'The Messages API took longer than the time allowed: for the connection, the first word, a silence, or the whole.',
    remedy: 'Raise the limit that is named under `claude.timeouts`; what was said until then is kept.',
  },
  CLAUDE_BUDGET: {
    means: 'The budget of tokens does not allow another request.',
    remedy: 'Raise the limit that is named under `claude.budget`, or ask for less.',
  },
  CLAUDE_TURNS: {
    means: 'The model still wanted to call tools after the most turns allowed.',
    remedy: 'Raise `claude.maxTurns`, or ask for less at once.',
  },
  CLAUDE_CANCELLED: { means: 'The question was cancelled.', remedy: 'Nothing: what was said until then is kept.' },
  CONVERSATION_UNKNOWN: {
    means: 'There is no conversation of that id in the store.',
    remedy: 'It has expired, or is kept in another store; begin a new one.',
  },
  CONVERSATION_BROKEN: {
    means: 'What is kept of a conversation cannot be read as one.',
    remedy: 'Mend the file that is named, or begin a new conversation.',
  },
  // Drafts
  DRAFT_UNREADABLE: { means: 'A recording cannot be read.', remedy: 'Name a file that exists and that you may read.' },
  DRAFT_UNKNOWN: {
    means: 'A file is neither an HTTP Archive nor a Postman collection.',
    remedy: 'Export one from the network tab of a browser, or a collection (v2.1) from Postman.',
  },
  DRAFT_EMPTY: {
    means: 'Among the recorded requests there are no calls of an API.',
    remedy: 'Record while the application is used, or name the host of the API with --host.',
  },
  CLAUDE_MCP_URL: {
    means: 'The Messages API is to call an MCP server that it cannot reach.',
    remedy: 'Give the gateway a public https URL and access control (docs/guide.md), or ask without --via-mcp.',
  },
  // Client programs
  CLIENT_FILE_INVALID: {
    means: "A client's file of MCP servers is not what the client could read.",
    remedy: 'Mend it by hand at the place given; nothing was changed.',
  },
  CLIENT_FILE_UNREADABLE: {
    means: "A client's file of MCP servers could not be read or written.",
    remedy: 'Check the permissions of the file and of its folder.',
  },
  CLIENT_ENTRY_MISSING: {
    means: "There is no entry of that name in the client's file.",
    remedy: 'The hint lists the entries that are there.',
  },
  // Configuration
  CONFIG_INVALID: {
    means: 'The configuration does not follow its schema.',
    remedy: 'Mend the line given; routewright.schema.json describes every key.',
  },
  CONFIG_UNREADABLE: { means: 'The configuration could not be read or parsed.', remedy: 'Check path and syntax.' },
  SECRET_INVALID: {
    means: 'A secret is not a reference, or is not of the kind that is needed.',
    remedy: 'Write `env:NAME`, `file:PATH`, `exec:COMMAND` or `keyring:SERVICE/ACCOUNT`.',
  },
  SECRET_MISSING: {
    means: 'A credential refers to a variable or file that is missing or empty.',
    remedy:
      'Set the variable in the environment of this process (for Claude Desktop: in `env` of its entry), or write the file.',
  },
  SECRET_PLAIN: {
    means: 'A secret is written plainly into the configuration.',
    remedy: 'It works; move it into a variable or a file all the same, and write `env:NAME` or `file:PATH`.',
  },
  TOKEN_URL_PLAIN: {
    means: 'An OAuth credential is obtained over plain HTTP from another machine.',
    remedy: 'Name an https:// URL for the authorization server; inside a trusted network it may stay as it is.',
  },
  CREDENTIAL_UNKNOWN: {
    means: 'A credential is configured for a security scheme that the document does not have.',
    remedy: 'Use the name under components.securitySchemes.',
  },
  SELECTOR_INVALID: {
    means: 'A selector of --include or --exclude cannot be understood.',
    remedy: 'Write `tag:NAME`, `operation:ID`, `/path/**` or `GET /path/**`.',
  },
  USAGE: { means: 'The command line cannot be understood.', remedy: 'See `routewright --help`.' },
  // Credentials of an API
  OAUTH_INCOMPLETE: {
    means: 'It is not known where an OAuth client has to go for a token.',
    remedy: 'Set `tokenUrl` or `issuer` at the credential in the configuration.',
  },
  OAUTH_DISCOVERY_FAILED: {
    means: 'What an issuer publishes about its endpoints could not be read.',
    remedy: 'Check `issuer`, or set the endpoints themselves in the configuration.',
  },
  TOKEN_ENDPOINT_UNREACHABLE: {
    means: 'The authorization server could not be reached.',
    remedy: 'Check that it runs, its URL, DNS, proxy and firewall.',
  },
  TOKEN_ENDPOINT_TIMEOUT: {
    means: 'The authorization server did not answer within the time of the call.',
    remedy: 'Check how busy it is, or raise `timeout` of the API.',
  },
  TOKEN_ENDPOINT_INVALID: {
    means: 'The authorization server answered with something that is no token, or a token that cannot be used.',
    remedy: 'Check that `tokenUrl` names the token endpoint itself; tokens must be bearer tokens.',
  },
  TOKEN_REFUSED: {
    means: 'The authorization server refused to issue a token.',
    remedy: 'The message holds its reason; check client, secret, grant and scopes in the configuration.',
  },
  AUTHORIZATION_NEEDED: {
    means: 'The call needs the agreement of its user at another server.',
    remedy: 'Open the link, agree there, and call again.',
  },
  AUTHORIZATION_UNKNOWN: {
    means: 'Somebody came back from an authorization server with a state that is not known.',
    remedy: 'Links work once and for ten minutes; call the tool again for a new one.',
  },
  AUTHORIZATION_ELSEWHERE: {
    means: 'Somebody came back from an authorization server in another browser than the one that was sent there.',
    remedy: 'Open the link of the tool call, and agree, in one and the same browser, which must keep cookies.',
  },
  AUTHORIZATION_DENIED: {
    means: 'The user did not agree at the authorization server.',
    remedy: 'Call again for a new link, and agree there.',
  },
  AUTHORIZATION_FAILED: {
    means: 'The authorization server answered a user with an error, or the answer is not its own.',
    remedy: 'Check the redirect URI, scopes and client at the authorization server.',
  },
  STORE_UNREACHABLE: {
    means: 'The store of tokens and other state does not answer.',
    remedy: 'Check that Redis runs and its URL is right, or that the folder may be written to.',
  },
  STORE_KEY_INVALID: {
    means: 'A key that encrypts the store is not 32 bytes in base64 or hexadecimal.',
    remedy: 'Make one with `openssl rand -base64 32`.',
  },
  // Serving
  PORT_IN_USE: {
    means: 'The port is taken by another program.',
    remedy: 'Choose another with --http HOST:PORT; port 0 takes a free one.',
  },
  LISTEN_FAILED: {
    means: 'The HTTP server could not listen on the address given.',
    remedy: 'Check the host name and the permissions for the port.',
  },
  ACCESS_CONTROL_REQUIRED: {
    means: 'The gateway would be reachable from other machines without access control.',
    remedy: 'Say who may call under `access` (docs/auth.md), or bind to 127.0.0.1.',
  },
  EMBEDDED_ACCESS: {
    means: 'A gateway within an application does not know who may call, or by which URL.',
    remedy: 'Either `access` with `http.publicUrl`, or the option `caller`; docs/embedding.md shows both.',
  },
  // Access over HTTP
  TLS_UNREADABLE: {
    means: 'The certificate or key of the HTTPS server cannot be read, or they do not belong together.',
    remedy: 'Check the paths under `http.tls`, the permissions, and that both are PEM files.',
  },
  CALLBACK_UNAVAILABLE: {
    means: 'A user has to agree at another server, and there would be nobody when they come back.',
    remedy: 'Free the port, or choose another under `http.port` and register it with the authorization server.',
  },
  AUDIT_FAILED: {
    means: 'The audit log cannot be written, and `audit.onFailure` says that no call is made without it.',
    remedy: 'Make the file writable again; calls go on by themselves. `audit.onFailure: warn` makes them meanwhile.',
  },
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
} as const satisfies Record<string, { means: string; remedy: string }>;

/** A stable code of an error or diagnostic; see docs/errors.md. */
export type ErrorCode = keyof typeof errorCodes;
