import v8 from 'node:v8';

/**
 * Turns V8's optimising compiler off while the program starts, and on again once it serves. Reading a document and
 * making its tools runs each function for some milliseconds: what the compiler spends on them in its own thread is a
 * quarter of the CPU time of a start and never comes back (docs/decisions/0008-start-without-optimiser.md).
 */
export function pauseOptimizer(): void {
  v8.setFlagsFromString('--no-opt');
}

/** Ends {@link pauseOptimizer}: from now on what runs often is worth compiling. */
export function resumeOptimizer(): void {
  v8.setFlagsFromString('--opt');
}
