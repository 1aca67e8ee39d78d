// Builds all files of invariants at once, which takes much less than one by one:
// node --import tsx scripts/edr/buildSuites.ts JSON
import { createEngine } from './createEngine.ts';
import type { BuildOrder } from './types.ts';

const order = JSON.parse(process.argv[2] ?? '') as BuildOrder;
const hre = await createEngine(order);
await hre.tasks.getTask('build').run({ files: order.files });
