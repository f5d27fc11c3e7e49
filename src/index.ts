/** The public API: everything a program needs to load a description, build its tools, and serve or call them. */
export { configFromSpec, isConfig, parseConfig } from './base/config/load.ts';
export { type ApiConfig, type ApiInput, type Config, type ConfigInput } from './base/config/schema.ts';
export { type Diagnostic, formatDiagnostic, type Severity } from './base/diagnostic.ts';
export { type ErrorCode, errorCodes } from './base/error-codes.ts';
export { type Location, RoutewrightError } from './base/errors.ts';
export { createLogger, type Logger, silentLogger } from './base/log.ts';
export { Redactor, type SecretSource } from './base/secrets.ts';
export { buildCatalog, type Catalog, type CatalogOptions } from './catalog/catalog.ts';
export { type CallContext, type Content, type ToolResult } from './catalog/tool-result.ts';
export { type Tool, type ToolAnnotations } from './catalog/tool.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { type Document, locateDiagnostics } from './spec/document.ts';
export { loadDocument, type LoadOptions } from './spec/load.ts';
export { type Operation } from './spec/operation.ts';
export { listOperations } from './spec/operations.ts';
export { type Surface, type ToolDefinition } from './surface/surface.ts';
export { type HttpRequest, type HttpResponse } from './upstream/http.ts';
