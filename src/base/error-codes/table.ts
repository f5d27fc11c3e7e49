/** Codes, each with what it means and what to do. */
export type CodeTable = Readonly<Record<string, { readonly means: string; readonly remedy: string }>>;
