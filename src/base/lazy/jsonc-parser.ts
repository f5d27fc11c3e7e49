import jsonc from 'jsonc-parser';

export const { parseTree, printParseErrorCode, visit } = jsonc;
