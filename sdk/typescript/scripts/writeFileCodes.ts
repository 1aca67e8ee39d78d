// node sdk/typescript/scripts/writeFileCodes.ts (Node 24): writes docs/agent-file-codes.md.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderFileCodes } from './renderFileCodes.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
writeFileSync(join(root, 'docs', 'agent-file-codes.md'), renderFileCodes());
