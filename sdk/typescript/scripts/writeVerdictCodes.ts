// node sdk/typescript/scripts/writeVerdictCodes.ts (Node 24): writes docs/verdicts.md.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderVerdictCodes } from './renderVerdictCodes.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
writeFileSync(join(root, 'docs', 'verdicts.md'), renderVerdictCodes());
