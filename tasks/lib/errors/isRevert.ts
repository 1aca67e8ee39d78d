import { explainRevert, findRevertData } from './explainRevert.ts';

/** Whether a contract of the suite refused with this custom error. */
export function isRevert(error: unknown, name: string): boolean {
  const data = findRevertData(error);
  return data !== undefined && explainRevert(data)?.name === name;
}
