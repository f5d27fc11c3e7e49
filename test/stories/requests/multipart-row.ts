import type { PartArrival, Version } from './case.ts';

/** A multipart body: its properties, what is given, and the parts that must arrive. */
export interface MultipartRow {
  readonly what: string;
  readonly section: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly encoding?: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly parts: readonly PartArrival[];
  readonly versions?: readonly Version[];
  readonly known?: string;
}
