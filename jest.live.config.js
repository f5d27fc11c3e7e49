import base from './jest.config.js';

/** Real servers: `npm run test:live`. One file after the other, so that a server's port and load are its own. */
/** @type {import('jest').Config} */
export default {
  ...base,
  testMatch: ['<rootDir>/test/live/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/.venv/'],
  testTimeout: 120_000,
  maxWorkers: 1,
};
