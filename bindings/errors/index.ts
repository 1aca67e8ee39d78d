/** Reverts in words: what they mean, with the values, and what to do. */
export { ERROR_TABLE } from '../../tasks/lib/errors/errorTable.ts';
export { explainRevert } from '../../tasks/lib/errors/explainRevert.ts';
export { findRevertData } from '../../tasks/lib/errors/findRevertData.ts';
export type { ErrorInput, ErrorRow, Explanation, Hex, Unit } from '../../tasks/lib/errors/types.ts';
