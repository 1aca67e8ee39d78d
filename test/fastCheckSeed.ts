// Loaded before the tests by scripts/lib/testSteps.ts: the same inputs on every machine where a depth has a fixed seed.
// Properties that have a seed of their own keep it. Without the variable fast-check draws one and names it when it fails.
import fc from 'fast-check';

const seed = process.env['SAGE_TEST_SEED'];
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
