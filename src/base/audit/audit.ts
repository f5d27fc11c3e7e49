/** What is kept of a call. */
export interface AuditEntry {
  /** ISO 8601, in UTC: when the call began. */
  readonly time: string;
  /** Unique; the line of the log has it too. */
  readonly id: string;
  readonly caller: { readonly id: string; readonly name: string };
  readonly tool: string;
  readonly api: string;
  readonly outcome: 'ok' | 'error';
  /** Of the API's answer, where one came. */
  readonly status?: number;
  /** Why the call failed, where that is not the API's word (docs/errors.md). */
  readonly code?: string;
  /** Milliseconds. */
  readonly duration: number;
  /** Only where the operator asked for it. */
  readonly arguments?: unknown;
}

/** Where every call is written down. */
export interface Audit {
  /** Whether arguments are part of an entry. */
  readonly withArguments: boolean;
  /** Why no call may be made now, or nothing. */
  obstacle: () => Promise<string | undefined>;
  /** Resolves once the entry is written, or told where it cannot be. Never rejects. */
  record: (entry: AuditEntry) => Promise<void>;
  close: () => Promise<void>;
}
