/** What a request of revision 2026-07-28 bears beside its method and parameters. */
export interface ModernOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the client. @default none */
  readonly capabilities?: object;
}

/** A request of revision 2026-07-28 as it goes over the wire, for what no client lets a test see. */
export function postModern(
  url: URL | string,
  method: string,
  params: object,
  { headers = {}, capabilities = {} }: ModernOptions = {},
): Promise<Response> {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': capabilities,
  };
  const name: Record<string, string> = 'name' in params ? { 'mcp-name': String(params.name) } : {};
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...name,
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } }),
  });
}
