// node sdk/typescript/scripts/writeSessionVectors.ts (Node 24): writes sdk/vectors/session.json.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderSessionVectors } from './renderSessionVectors.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
writeFileSync(join(root, 'sdk', 'vectors', 'session.json'), await renderSessionVectors());
