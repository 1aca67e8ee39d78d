// node sdk/typescript/scripts/writeSessionCodes.ts (Node 24): writes docs/session-codes.md.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderSessionCodes } from './renderSessionCodes.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
writeFileSync(join(root, 'docs', 'session-codes.md'), renderSessionCodes());
