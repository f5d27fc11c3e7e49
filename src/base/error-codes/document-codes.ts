import type { CodeTable } from './table.ts';

/** Of reading a document and of what is found in it. */
export const documentCodes = {
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
} as const satisfies CodeTable;
