export interface Share {
  hit: number;
  total: number;
}

export interface FileCoverage {
  file: string;
  lines: Share;
  branches: Share;
  /** What no test reached, in words: `line 12`, `branch 2 of line 30`. */
  missed: string[];
}

/** Reads the report format of lcov (the records SF, DA and BRDA). */
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
      missed: [],
    };
    for (const row of rows) {
      if (row.startsWith('DA:')) {
        const [line = '?', hits] = row.slice('DA:'.length).split(',');
        count(coverage.lines, hits, coverage.missed, `line ${line}`);
      } else if (row.startsWith('BRDA:')) {
        const [line = '?', , branch = '?', hits] = row.slice('BRDA:'.length).split(',');
        count(coverage.branches, hits, coverage.missed, `branch ${branch} of line ${line}`);
      }
    }
    files.push(coverage);
  }
  return files;
}

function count(share: Share, hits: string | undefined, missed: string[], what: string): void {
  share.total++;
  // "-" stands for a branch whose condition never ran.
  if (hits === undefined || hits === '-' || hits === '0') missed.push(what);
  else share.hit++;
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
