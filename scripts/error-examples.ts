import type { ErrorCode } from '../src/base/error-codes.ts';

/** How each code comes about, as it is seen: what stands in docs/errors/CODE.md. */
export const errorExamples: Readonly<Partial<Record<ErrorCode, string>>> = {
  // Documents
  SPEC_NOT_FOUND: `$ routewright tools openapi.yml
error SPEC_NOT_FOUND: No such file: openapi.yml
  Looked for it at /home/ann/openapi.yml. Check the path, or give an absolute one: a client may start Routewright in another directory.`,
  SPEC_IS_DIRECTORY: `$ routewright tools ./openapi
error SPEC_IS_DIRECTORY: ./openapi is a directory, not a document
  Name the file in it that holds the document, such as openapi.yaml.`,
  SPEC_UNREADABLE: `$ routewright tools https://api.example.com/openapi.json
error SPEC_UNREADABLE: Could not fetch https://api.example.com/openapi.json: HTTP 503 Service Unavailable`,
  SPEC_EMPTY: `$ curl -s https://api.example.com/nothing | routewright tools -
error SPEC_EMPTY: Nothing to read: standard input is empty
  Check what was written to the file or piped in.`,
  SPEC_TOO_LARGE: `error SPEC_TOO_LARGE: ./everything.json is larger than 64 MB
  Split the document, or raise \`limits.documentBytes\` in the configuration.`,
  SPEC_TOO_DEEP: `error SPEC_TOO_DEEP: ./openapi.yaml is nested deeper than 200 levels
  A document this deep is almost always damaged, or a YAML alias in it contains itself; mend it at its source.`,
  SPEC_TOO_MANY_NODES: `error SPEC_TOO_MANY_NODES: ./openapi.yaml holds more than 5000000 values once its aliases are followed
  Check YAML anchors and aliases: a few lines of them can stand for billions of values.`,
  SPEC_TOO_MANY_ALIASES: `error SPEC_TOO_MANY_ALIASES: ./openapi.yaml uses more than 10000 YAML aliases
  Replace the aliases by $refs, or raise \`limits.documentAliases\`.`,
  SPEC_NOT_PARSEABLE: `error SPEC_NOT_PARSEABLE: openapi.yaml:12:3 openapi.yaml is neither valid JSON nor valid YAML: bad indentation of a mapping entry
  Mend the syntax at the place given. Was the file cut off while it was downloaded or written?`,
  SPEC_IS_HTML: `$ routewright tools http://localhost:8000/docs
error SPEC_IS_HTML: http://localhost:8000/docs is a web page, not an OpenAPI document
  Use the URL of the document itself (FastAPI: /openapi.json), not of the page that shows it.`,
  SPEC_NOT_OPENAPI: `$ routewright tools package.json
error SPEC_NOT_OPENAPI: package.json is no OpenAPI document: there is no \`openapi\` or \`swagger\` at its root`,
  SPEC_VERSION_UNSUPPORTED: `# openapi.yaml begins with: swagger: "1.2"
error SPEC_VERSION_UNSUPPORTED: openapi.yaml is of version 1.2, which is not supported
  Supported are Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2.`,
  SPEC_NO_OPERATIONS: `$ routewright serve openapi.yaml --include tag:nothing
error SPEC_NO_OPERATIONS: None of the 27 operations of openapi.yaml is left to serve
  Check --include, --exclude and --read-only; \`routewright tools\` shows what they leave out.`,
  OVERLAY_INVALID: `error OVERLAY_INVALID: names.overlay.yaml: no valid Overlay: there are no actions
  See https://spec.openapis.org/overlay/v1.1.0.html: an action has a \`target\` and \`update\`, \`copy\` or \`remove: true\`.`,
  OVERLAY_NO_MATCH: `# the action has target: $.paths["/ordres"].get, and the path is /orders
names.overlay.yaml:5:5 warning OVERLAY_NO_MATCH: The target $.paths["/ordres"].get matches nothing.`,
  REF_NOT_FOUND: `openapi.yaml:41:15 warning REF_NOT_FOUND: GET /pets: $ref #/components/schemas/Pte leads nowhere: there is no /components/schemas/Pte in openapi.yaml. Mend the reference; until then any value is accepted there.`,
  REF_OUTSIDE_FOLDER: `openapi.yaml:30:11 warning REF_OUTSIDE_FOLDER: The reference to ../shared/errors.yaml leads out of the folder that references are confined to. That is the document's own folder; --ref-root names a wider one.`,
  REF_REMOTE_FORBIDDEN: `openapi.yaml:30:11 warning REF_REMOTE_FORBIDDEN: The reference to https://example.com/errors.yaml leads to the network, which is off. Pass --allow-remote-refs if you trust the document and where it points.`,
  REF_UNREADABLE: `openapi.yaml:30:11 warning REF_UNREADABLE: $ref ./errors.yaml: errors.yaml was not read. Check that the reference names a file of the description.`,
  REF_LOOP: `# A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' }
openapi.yaml:52:7 warning REF_LOOP: The reference leads back to itself. Break the circle.`,
  PATH_INVALID: `openapi.yaml:8:3 warning PATH_INVALID: Path pets does not begin with a slash; one is put before it. Write it as /pets.`,
  OPERATION_INVALID: `# paths: { /pets: { get: null } }
openapi.yaml:9:5 error OPERATION_INVALID: GET /pets: It is no object. Describe it, or remove it.`,
  PARAMETER_INVALID: `# parameters: [{ in: query, schema: { type: string } }]
openapi.yaml:14:11 warning PARAMETER_INVALID: GET /pets: A parameter has no \`name\` or no \`in\`; it is left out. Give it both.`,
  PARAMETER_UNDECLARED: `openapi.yaml:20:5 info PARAMETER_UNDECLARED: GET /pets/{id}: The path names {id}, which is not declared; it is a required string. Declare it with \`in: path\`.`,
  PARAMETER_UNUSED: `openapi.yaml:22:11 warning PARAMETER_UNUSED: GET /pets: Path parameter id is not in the path /pets; it is left out. Add {id} to the path or remove the parameter.`,
  SCHEMA_INVALID: `# schema: { type: strng }
openapi.yaml:33:13 warning SCHEMA_INVALID: GET /pets: The type \`strng\` does not exist; any value is accepted.`,
  SCHEMA_PRUNED: `openapi.yaml:60:5 info SCHEMA_PRUNED: POST /orders: The output schema is too large; left open: customer, items. Raise \`limits.toolBytes\` to see all of it.`,
  SERVER_MISSING: `# openapi.yaml has servers: [{ url: /v1 }] and was read from a file
openapi.yaml:4:1 warning SERVER_MISSING: The document names no absolute server for 12 of 12 tools of api, so calls of them will fail. Pass --base-url, or set \`baseUrl\` in the configuration.`,
  SECURITY_SCHEME_UNKNOWN: `openapi.yaml:70:3 warning SECURITY_SCHEME_UNKNOWN: 3 of 12 tools ask for ApiKey, which the document does not define. Define it under components.securitySchemes.`,
  TOOL_SET_ASIDE: `openapi.yaml:81:5 error TOOL_SET_ASIDE: POST /graph: The tool could not be made, and is set aside; the others are not touched.`,
  // Configuration
  CLIENT_FILE_INVALID: `$ routewright install cursor openapi.yaml
error CLIENT_FILE_INVALID: /home/ann/.cursor/mcp.json:7:5 /home/ann/.cursor/mcp.json cannot be used: comma expected
  Mend it by hand first; nothing was changed.`,
  CLIENT_FILE_UNREADABLE: `error CLIENT_FILE_UNREADABLE: Could not write /home/ann/.cursor/mcp.json: EACCES: permission denied
  Nothing was changed. Check the permissions of the file and of its folder.`,
  CLIENT_ENTRY_MISSING: `$ routewright uninstall cursor shop
error CLIENT_ENTRY_MISSING: There is no entry \`shop\` in /home/ann/.cursor/mcp.json
  It holds: crm, wiki.`,
  CONFIG_INVALID: `$ routewright serve routewright.config.yaml
error CONFIG_INVALID: routewright.config.yaml:6:5 apis.shop.basUrl: there is no such key
  Did you mean baseUrl?`,
  CONFIG_UNREADABLE: `error CONFIG_UNREADABLE: The env file .env cannot be read: ENOENT: no such file or directory
  Check --dotenv, or \`envFile\` in the configuration: it must be a file of NAME=value lines.`,
  SECRET_INVALID: `# credentials: { Key: keyring:shop/ann }
error SECRET_INVALID: the package @napi-rs/keyring is not installed; npm install @napi-rs/keyring`,
  SECRET_MISSING: `$ routewright serve openapi.yaml --credential ApiKeyAuth=env:SHOP_KEY
warn  The credential for ApiKeyAuth is missing: environment variable SHOP_KEY is not set: set SHOP_KEY in the environment of this process (for Claude Desktop in \`env\` of its entry, since it does not see the shell's)`,
  SECRET_PLAIN: `# credentials: { ApiKeyAuth: { secret: 8f14e45f } }
warn  The secret of ApiKeyAuth is written plainly into the configuration of shop, where whoever reads the file has it. Move it into a variable or a file, and write env:NAME or file:PATH.`,
  CREDENTIAL_UNKNOWN: `$ routewright serve openapi.yaml --credential ApiKeyAut=env:SHOP_KEY
warn  A credential is configured for ApiKeyAut, which is no security scheme of api; it is never sent. Did you mean ApiKeyAuth?`,
  SELECTOR_INVALID: `$ routewright tools openapi.yaml --include orders
error SELECTOR_INVALID: Cannot understand the selector \`orders\`
  Did you mean \`operation:orders\` or \`tag:orders\`? Paths begin with a slash: \`GET /products/**\`.`,
  USAGE: `$ routewright call openapi.yaml getPet 7
error USAGE: Cannot understand the argument \`7\`
  Write it as name=value.`,
  // Claude directly
  CLAUDE_SDK_MISSING: `$ routewright ask openapi.yaml "Which books are out of stock?"
error CLAUDE_SDK_MISSING: The package @anthropic-ai/sdk is not installed
  npm install @anthropic-ai/sdk`,
  CLAUDE_KEY_MISSING: `$ routewright ask openapi.yaml "Which books are out of stock?"
error CLAUDE_KEY_MISSING: There is no key for the Messages API: environment variable ANTHROPIC_API_KEY is not set`,
  CLAUDE_REFUSED: `error CLAUDE_REFUSED: The Messages API refused the request (HTTP 401, authentication_error): invalid x-api-key
  Check the key that \`claude.apiKey\` names.`,
  CLAUDE_RATE_LIMITED: `error CLAUDE_RATE_LIMITED: The Messages API refused for now, for 42 s: This request would exceed your rate limit
  Try again after that time, or raise \`claude.timeouts.total\` so that it can be waited for.`,
  CLAUDE_OVERLOADED: `error CLAUDE_OVERLOADED: The Messages API could not answer (HTTP 529): Overloaded
  Try again later; https://status.claude.com tells about disturbances.`,
  CLAUDE_UNREACHABLE: `error CLAUDE_UNREACHABLE: The connection to the Messages API broke: getaddrinfo ENOTFOUND api.anthropic.com
  Check the network, a proxy, and \`claude.baseUrl\`.`,
  CLAUDE_TIMEOUT: `error CLAUDE_TIMEOUT: The question was not answered within 600 s
  Raise \`claude.timeouts.total\`, or ask for less.`,
  CLAUDE_BUDGET: `error CLAUDE_BUDGET: The budget of 100000 tokens for this question does not allow another request: 96120 are used, and it would read about 8200
  Raise \`claude.budget.question\`, ask for less, or begin a new conversation.`,
  CLAUDE_TURNS: `error CLAUDE_TURNS: Claude still wanted to call tools after 20 turns
  Ask it to go on, ask for less at once, or raise \`claude.maxTurns\`.`,
  CLAUDE_CANCELLED: `# Ctrl+C, or an AbortSignal in a program
error CLAUDE_CANCELLED: The question was cancelled`,
  CONVERSATION_UNKNOWN: `error CONVERSATION_UNKNOWN: There is no conversation 7c9e6679
  It has expired, or is kept in another store; begin a new one.`,
  CONVERSATION_BROKEN: `error CONVERSATION_BROKEN: talk.json does not hold a conversation
  Begin a new one; what a conversation looks like is told by \`Conversation\` of routewright/claude.`,
  CLAUDE_MCP_URL: `$ routewright ask openapi.yaml "Which books?" --via-mcp http://127.0.0.1:8808/mcp
error CLAUDE_MCP_URL: The Messages API cannot reach an MCP server at http://127.0.0.1:8808/mcp
  It calls the server from outside, over https. For a gateway on this machine ask without --via-mcp.`,
  // Drafting
  DRAFT_UNREADABLE: `$ routewright draft session.har
error DRAFT_UNREADABLE: Cannot read session.har: ENOENT: no such file or directory
  Name a file that exists.`,
  DRAFT_UNKNOWN: `$ routewright draft openapi.yaml
error DRAFT_UNKNOWN: openapi.yaml is neither an HTTP Archive nor a Postman collection
  Save one in the network tab of a browser (Export HAR), or export a collection from Postman (v2.1).`,
  DRAFT_EMPTY: `$ routewright draft session.har --host api.example.com
error DRAFT_EMPTY: There are no calls of an API at api.example.com in session.har
  Record again with the network tab open before the page is loaded, or name the host: --host api.example.com.`,
  // Tokens and agreements
  TOKEN_URL_PLAIN: `warn  Tokens and secrets of OAuth of shop travel over plain HTTP to http://login.example.com/token, where anyone on the way reads them. Name an https:// URL, in the document or at the credential in the configuration.`,
  OAUTH_INCOMPLETE: `error OAUTH_INCOMPLETE: The credential shop/OAuth has no tokenUrl
  Neither the document nor an issuer names one; set \`tokenUrl\` or \`issuer\` at the credential in the configuration.`,
  OAUTH_DISCOVERY_FAILED: `error OAUTH_DISCOVERY_FAILED: The endpoints of the credential shop/OAuth could not be found: https://login.example.com/.well-known/openid-configuration: HTTP 404
  Check \`issuer\`, or set the endpoints themselves (\`tokenUrl\`) in the configuration.`,
  TOKEN_ENDPOINT_UNREACHABLE: `TOKEN_ENDPOINT_UNREACHABLE: The authorization server could not be reached for the credential shop/OAuth: https://login.example.com/token: connection refused, nothing listens there
Check that it runs, and the URL that the document or the configuration names.`,
  TOKEN_ENDPOINT_TIMEOUT: `TOKEN_ENDPOINT_TIMEOUT: The authorization server did not answer in time for the credential shop/OAuth: https://login.example.com/token
Check that it runs and how busy it is; \`timeout\` of the API is for the whole call, tokens included.`,
  TOKEN_ENDPOINT_INVALID: `$ routewright login routewright.config.yaml shop OAuth
error TOKEN_ENDPOINT_INVALID: The device authorization endpoint gave no code for shop/OAuth
  Check \`deviceAuthorizationUrl\` in the configuration.`,
  TOKEN_REFUSED: `TOKEN_REFUSED: The authorization server refused a token for the credential shop/OAuth: https://login.example.com/token: invalid_client
Check clientId and clientSecret of the credential, and how the client proves itself.`,
  AUTHORIZATION_NEEDED: `AUTHORIZATION_NEEDED: listOrders needs the user's authorization, so nothing was sent. shop asks you to agree.
http://127.0.0.1:8808/oauth/start?id=…
Show the user this link; once they have agreed there, call again.`,
  AUTHORIZATION_UNKNOWN: `# the link is opened a second time, or after ten minutes
AUTHORIZATION_UNKNOWN: This link is not known, or no longer`,
  AUTHORIZATION_ELSEWHERE: `# the link is begun in one browser and ended in another
AUTHORIZATION_ELSEWHERE: The browser brought no cookie`,
  AUTHORIZATION_DENIED: `AUTHORIZATION_DENIED: The user did not agree that shop is used on their behalf
Call again for a new link.`,
  AUTHORIZATION_FAILED: `AUTHORIZATION_FAILED: The authorization for the credential shop/OAuth failed: redirect_uri_mismatch
Call again for a new link; if it fails again, check the client at the authorization server.`,
  STORE_UNREACHABLE: `$ routewright serve routewright.config.yaml --http
error STORE_UNREACHABLE: The store in /var/lib/routewright cannot be used: EACCES: permission denied
  Make it a folder that this process may write to.`,
  STORE_KEY_INVALID: `error STORE_KEY_INVALID: A key of the store is not 32 bytes in base64 or hexadecimal
  Make one with \`openssl rand -base64 32\`.`,
  // Serving
  PORT_IN_USE: `$ routewright serve openapi.yaml --http
error PORT_IN_USE: Port 8808 on 127.0.0.1 is taken by another program
  Choose another: --http 127.0.0.1:8809, or --http 127.0.0.1:0 for a free one.`,
  LISTEN_FAILED: `$ routewright serve openapi.yaml --http 127.0.0.1:80
error LISTEN_FAILED: Could not listen on 127.0.0.1:80: listen EACCES: permission denied
  Check the host name, and the permissions for the port.`,
  ACCESS_CONTROL_REQUIRED: `$ routewright serve openapi.yaml --http 0.0.0.0:8808
error ACCESS_CONTROL_REQUIRED: Refused to listen on 0.0.0.0: everyone who reaches it could call the API with its credentials
  Say who may call under \`access\` in the configuration (\`routewright key new NAME\` makes a key), or listen on 127.0.0.1.`,
  EMBEDDED_ACCESS: `# a program passes the option \`caller\`, and its configuration has \`access\`
error EMBEDDED_ACCESS: Both \`access\` and the option \`caller\` say who may call
  Leave one of them out.`,
  TLS_UNREADABLE: `error TLS_UNREADABLE: Could not use the certificate server.pem with the key old.key: key values mismatch
  Both must be PEM files, and the key must be that of the certificate.`,
  CALLBACK_UNAVAILABLE: `CALLBACK_UNAVAILABLE: Nobody could come back from the authorization: port 8808 of this machine cannot be listened on (EADDRINUSE)
Whoever runs the gateway chooses another port under \`http.port\`, and registers it with the authorization server.`,
  AUDIT_FAILED: `AUDIT_FAILED: createOrder was not called, since calls cannot be written down at the moment: ENOSPC: no space left on device
This is for whoever runs the gateway to mend; nothing was sent.`,
  // Calls
  TOOL_UNKNOWN: `$ routewright call openapi.yaml getPets id=7
error TOOL_UNKNOWN: There is no tool \`getPets\` in openapi.yaml
  Did you mean getPet?`,
  ARGUMENTS_INVALID: `ARGUMENTS_INVALID: The arguments of createBook are not right, so nothing was sent.
- body.published: expected an integer, got the string "last year".
Example of a right call: {"body":{"title":"Emma","published":1815}}`,
  CREDENTIAL_MISSING: `CREDENTIAL_MISSING: createOrder needs the credential ApiKeyAuth: environment variable SHOP_KEY is not set
This is for whoever runs the gateway to set; calling again does not help.`,
  UPSTREAM_UNREACHABLE: `UPSTREAM_UNREACHABLE: Could not reach the API: GET http://127.0.0.1:8000/pets: connection refused, nothing listens there
Check that the API runs and that its base URL (\`--base-url\` or \`baseUrl\`) is right.`,
  UPSTREAM_TIMEOUT: `UPSTREAM_TIMEOUT: The API did not answer within 30 s: GET /reports
Try again, or ask for less. The operator can raise \`timeout\`.`,
  UPSTREAM_ABORTED: `# the client sends notifications/cancelled, or closes the connection
UPSTREAM_ABORTED: The call of listReports was cancelled`,
  UPSTREAM_TOO_LARGE: `UPSTREAM_TOO_LARGE: The answer of GET https://api.example.com/export is larger than 10 MB
Ask for less: a filter, a smaller page, fewer fields. The operator can raise \`limits.responseBytes\`.`,
  UPSTREAM_REDIRECT: `UPSTREAM_REDIRECT: HTTP 308 Permanent Redirect from POST http://api.example.com/orders: the API redirects to https://api.example.com/orders. This was not followed, so nothing is known to have been done
Whoever runs the gateway sets \`baseUrl\` to where the API really is, or mends the path in the document.`,
  UPSTREAM_PROTOCOL: `UPSTREAM_PROTOCOL: The exchange with the API broke: GET http://127.0.0.1:5432/pets: Expected HTTP/
Check the scheme and port of the base URL, and the log of the API.`,
  UPSTREAM_NOT_JSON: `UPSTREAM_NOT_JSON: The API says that it answers in JSON (application/json), but the body is not JSON. It follows as it came.
<!doctype html>…`,
  // Seeing what happens
  CALLS_UNREACHABLE: `$ routewright calls
error CALLS_UNREACHABLE: /tmp/routewright-1000 is not a folder that only you may look into
  Remove it, or run: chmod 700 /tmp/routewright-1000`,
  CALL_UNKNOWN: `$ routewright calls 3f2a9c
error CALL_UNKNOWN: No running gateway keeps a call \`3f2a9c\`
  \`routewright calls\` lists those that are kept.`,
  CALL_NOT_REPEATABLE: `$ routewright calls last --replay
error CALL_NOT_REPEATABLE: createOrder may change something (POST)
  Add --yes to make the call once more.`,
  // Results
  RESULT_HANDLE_INVALID: `RESULT_HANDLE_INVALID: This is no handle of a result that was cut here
Copy the handle as the result gave it. After a restart of the gateway, call the tool again.`,
  RESULT_HANDLE_FOREIGN: `RESULT_HANDLE_FOREIGN: This result belongs to another caller
Call the tool yourself to get a result of your own.`,
  RESULT_EXPIRED: `RESULT_EXPIRED: This result is kept no longer
Call the tool again, with fewer items or a narrower question where that is possible.`,
  READ_INVALID: `# read_result {"handle":"…","from":40,"search":"whale","path":"items"}
READ_INVALID: The path \`itms\` leads nowhere
The result is an object with the keys items, total, next.`,
  SELECT_INVALID: `# listBooks {"select":"items[].{title"}
SELECT_INVALID: The expression \`items[].{title\` cannot be understood: at column 15 a : is expected
See jmespath.org.`,
  HTTP_ERROR: `HTTP 422 Unprocessable Content from POST https://api.example.com/orders: The order cannot be placed
- body.items[0].quantity: must be at least 1`,
  // Checking
  SURFACE_UNREADABLE: `$ routewright check openapi.yaml --against tools/openapi.tools.json
error SURFACE_UNREADABLE: tools/openapi.tools.json is no reviewed list of tools: it is not JSON
  \`--update\` writes it.`,
  // Discovery
  EMBEDDINGS_FAILED: `warn  EMBEDDINGS_FAILED: http://127.0.0.1:11434 made no vectors: HTTP 404
  Check search.embeddings: url, model and key.`,
  TOKENS_UNCOUNTED: `$ routewright tools openapi.yaml --count-tokens
error TOKENS_UNCOUNTED: The Messages API counts tokens only with a key
  Set ANTHROPIC_API_KEY, or leave out --count-tokens for the estimate.`,
  OPERATION_UNKNOWN: `OPERATION_UNKNOWN: There is no operation "listOrder", so nothing was sent
Nearest: listOrders, getOrder. Or find it with search_operations.`,
  INVOKER_WRONG: `INVOKER_WRONG: deleteBook (DELETE /books/{bookId}) deletes something, so call_read_operation does not call it; nothing was sent
Call call_delete_operation with the same arguments.`,
  // Code mode
  CODE_SYNTAX: `CODE_SYNTAX: Unexpected token (line 2, column 14)
> 2 | const total = ;`,
  CODE_FAILED: `CODE_FAILED: TypeError: cannot read property 'map' of undefined (line 3, column 20)
> 3 | return answer.book.map(({ title }) => title);`,
  CODE_STUCK: `# return await new Promise(() => {})
CODE_STUCK: The code waits for a promise that nothing will settle`,
  CODE_OPERATION_UNKNOWN: `# await api.listBook({})
CODE_OPERATION_UNKNOWN: There is no operation listBook. Did you mean listBooks?`,
  CODE_EFFECT_REFUSED: `CODE_EFFECT_REFUSED: deleteBook (DELETE /books/{bookId}) deletes something or cannot be undone, which code may not do here; nothing was sent. Whoever runs the gateway can allow it with \`code.allow: delete\``,
  CODE_TIMEOUT: `CODE_TIMEOUT: The code did not end within 60 s, of which 58 s went into 40 calls`,
  CODE_CPU_LIMIT: `# for (;;) {}
CODE_CPU_LIMIT: The code computed for more than 5 s`,
  CODE_MEMORY_LIMIT: `CODE_MEMORY_LIMIT: The code needed more than 64 MB`,
  CODE_CALLS_LIMIT: `CODE_CALLS_LIMIT: The code has made as many calls as it may (100), and getBook would be one more`,
  CODE_OUTPUT_LIMIT: `CODE_OUTPUT_LIMIT: The result is 2400000 bytes of JSON, and 1000000 are allowed`,
  CODE_TOO_LONG: `CODE_TOO_LONG: The code is 80211 bytes long, and 64000 are allowed
Data belongs into the calls, not into the code. Whoever runs the gateway can raise \`code.codeBytes\`.`,
  CODE_BUSY: `CODE_BUSY: 4 runs are under way and none has ended in time, so the code did not run
Try again. Whoever runs the gateway can raise \`code.concurrentRuns\`.`,
  CODE_CANCELLED: `CODE_CANCELLED: The run was cancelled before it began`,
  INTERNAL: `error INTERNAL: Cannot read properties of undefined (reading 'schema')
  This is a fault in Routewright; please report it with the lines below.`,
};
