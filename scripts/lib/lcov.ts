export interface Share {
  hit: number;
  total: number;
}

export interface FileCoverage {
  file: string;
  lines: Share;
  branches: Share;
  functions: Share;
  /** Numbers of the lines that no test reached. */
  missedLines: number[];
  /** Line and number of the branches that no test took, as `30:1`. */
  missedBranches: string[];
  /** Names of the functions that no test called. */
  missedFunctions: string[];
}

/** Reads the report format of lcov (the records SF, DA, BRDA and FNDA). */
export function readLcov(text: string): FileCoverage[] {
  const files: FileCoverage[] = [];
  for (const record of text.split('end_of_record')) {
    const rows = record.trim().split('\n');
    const file = rows.find((row) => row.startsWith('SF:'))?.slice('SF:'.length);
    if (file === undefined) continue;
    const coverage: FileCoverage = {
      file: file.replaceAll('\\', '/'),
      lines: { hit: 0, total: 0 },
      branches: { hit: 0, total: 0 },
      functions: { hit: 0, total: 0 },
      missedLines: [],
      missedBranches: [],
      missedFunctions: [],
    };
    for (const row of rows) {
      if (row.startsWith('DA:')) {
        const [line = '', hits] = row.slice('DA:'.length).split(',');
        if (!count(coverage.lines, hits)) coverage.missedLines.push(Number(line));
      } else if (row.startsWith('BRDA:')) {
        const [line = '', , branch = '', hits] = row.slice('BRDA:'.length).split(',');
        if (!count(coverage.branches, hits)) coverage.missedBranches.push(`${line}:${branch}`);
      } else if (row.startsWith('FNDA:')) {
        const [hits, name = ''] = row.slice('FNDA:'.length).split(',');
        if (!count(coverage.functions, hits)) coverage.missedFunctions.push(name);
      }
    }
    files.push(coverage);
  }
  return files;
}

/** Whether it was hit; "-" stands for a branch whose condition never ran. */
function count(share: Share, hits: string | undefined): boolean {
  const hit = hits !== undefined && hits !== '-' && hits !== '0';
  share.total++;
  if (hit) share.hit++;
  return hit;
}

/** 3, 4, 5, 9 → `3-5, 9` */
export function formatRanges(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && number <= last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

export function sumShares(shares: readonly Share[]): Share {
  return {
    hit: shares.reduce((all, { hit }) => all + hit, 0),
    total: shares.reduce((all, { total }) => all + total, 0),
  };
}

/** Rounded down, so that only a full share reads 100.0. */
export function formatShare({ hit, total }: Share): string {
  const percent = total === 0 ? 100 : Math.floor((1000 * hit) / total) / 10;
  return `${percent.toFixed(1)} % (${hit}/${total})`;
}
