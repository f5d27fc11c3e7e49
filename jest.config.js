/** @type {import('jest').Config} */
export default {
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }] },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/live/', '<rootDir>/test/bench/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  // Jest leaves a core idle by default: of two, that is half.
  maxWorkers: '100%',
  // For the slowest machine; a test that hangs is rare, one that fails for another's load is worse than none.
  testTimeout: 60_000,
};
