// node sdk/typescript/scripts/writeSignatureCodes.ts (Node 24): writes docs/http-signature-codes.md.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderSignatureCodes } from './renderSignatureCodes.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
writeFileSync(join(root, 'docs', 'http-signature-codes.md'), renderSignatureCodes());
