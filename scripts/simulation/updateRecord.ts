import type { JudgedRecord, Settlement } from './types.ts';

/** The record after a round: agreeing counts as right; dissenting and not revealing as wrong; a returned stake as neither. */
export function updateRecord({ right, wrong }: JudgedRecord, settlement: Settlement): JudgedRecord {
  if (settlement === 'returned') return { right, wrong };
  return settlement === 'agreed' ? { right: right + 1, wrong } : { right, wrong: wrong + 1 };
}
