import type { CodeTable } from './table.ts';

/** Of what stands around calls: Claude, drafts, client programs, configuration, credentials, serving, access. */
export const programCodes = {
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
} as const satisfies CodeTable;
