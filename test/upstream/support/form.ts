import type { HttpRequest } from '../../../src/upstream/http.ts';

/** A field of a form as a server reads it. */
export interface Field {
  readonly name: string;
  readonly text: string;
  readonly bytes: Buffer;
  /** Only of a file. */
  readonly filename: string | undefined;
  readonly type: string | undefined;
}

/** The fields of a form, read by the parser of Node. */
export async function parseForm({ body, headers }: Pick<HttpRequest, 'body' | 'headers'>): Promise<Field[]> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- against servers that run out of memory, not against tests
  const form = await new Response(body as Uint8Array<ArrayBuffer>, { headers }).formData();
  return Promise.all(
    [...form].map(async ([name, value]): Promise<Field> => {
      if (typeof value === 'string')
        return { name, text: value, bytes: Buffer.from(value), filename: undefined, type: undefined };
      const bytes = Buffer.from(await value.arrayBuffer());
      return { name, text: bytes.toString(), bytes, filename: value.name, type: value.type };
    }),
  );
}
