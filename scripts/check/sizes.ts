// Runtime code sizes: none above EIP-170, and all as in snapshots/sizes.json.
import { MAX_CODE_SIZE, compareSnapshot, measureSizes, readSnapshot } from '../lib/snapshots.ts';
import { formatInteger, formatTable } from '../lib/table.ts';

const sizes = measureSizes();
const tooLarge = Object.entries(sizes).filter(([, size]) => size > MAX_CODE_SIZE);
const problems = [
  ...tooLarge.map(([name, size]) => `${name}: ${size} bytes, at most ${MAX_CODE_SIZE} can be deployed`),
  ...compareSnapshot(readSnapshot('sizes'), sizes),
];
const rows = Object.entries(sizes).map(([name, size]) => [
  name,
  formatInteger(size),
  formatInteger(MAX_CODE_SIZE - size),
]);
console.log(formatTable(['contract', 'bytes', 'left'], rows, ['left', 'right', 'right']));
for (const problem of problems) console.log(problem);
if (problems.length > 0) console.log('npm run gas -- --update writes the snapshots anew');
process.exitCode = problems.length === 0 ? 0 : 1;
