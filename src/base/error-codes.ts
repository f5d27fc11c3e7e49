import { callCodes } from './error-codes/call-codes.ts';
import { documentCodes } from './error-codes/document-codes.ts';
import { programCodes } from './error-codes/program-codes.ts';

/**
 * Every code an error or a diagnostic can carry, with what it means and what to do. docs/errors.md is generated from
 * this table (`npm run docs`), and a test holds the two together.
 */
export const errorCodes = { ...documentCodes, ...programCodes, ...callCodes };

/** A stable code of an error or diagnostic; see docs/errors.md. */
export type ErrorCode = keyof typeof errorCodes;
