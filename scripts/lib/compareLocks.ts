import type { Locks } from './readLocks.ts';

/** A line for each thing that was locked and is otherwise now, and for each that isn't locked yet. */
export function compareLocks(kept: Locks, now: Locks): string[] {
  return [...compareStorage(kept.storage, now.storage), ...compareHashes(kept.typeHashes, now.typeHashes)];
}

function compareStorage(kept: Locks['storage'], now: Locks['storage']): string[] {
  return namesOf(kept, now).flatMap((contract) => {
    const [before = [], after = []] = [kept[contract], now[contract]];
    return [
      ...before
        .filter((line) => !after.includes(line))
        .map((line) => `${contract}: storage no longer has ${line.trim()}`),
      ...after
        .filter((line) => !before.includes(line))
        .map((line) => `${contract}: storage has ${line.trim()}, not locked`),
    ];
  });
}

function compareHashes(kept: Locks['typeHashes'], now: Locks['typeHashes']): string[] {
  return namesOf(kept, now).flatMap((name) => {
    const [before, after] = [kept[name]?.type, now[name]?.type];
    return before === after ? [] : [`${name}: is ${after ?? 'gone'}, locked is ${before ?? 'nothing'}`];
  });
}

function namesOf(kept: object, now: object): string[] {
  return [...new Set([...Object.keys(kept), ...Object.keys(now)])].sort();
}
