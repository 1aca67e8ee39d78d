import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parseRegistrationFile } from '../../src/index.ts';

/** Real files, kept outside of the repository; these tests exist where the files do. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const folder = join(process.env['SAGE_SHARED'] ?? join(root, '..', 'shared'), 'data', 'registration');

/** The kind of each file, and its issues as `code pointer`. */
const EXPECTED: Readonly<Record<string, readonly [kind: string, ...issues: string[]]>> = {
  '0xMgwan__clawdwako.json': ['domain-proof'],
  '3esign__ratchetx.json': ['registration', 'agent-registry-foreign /registrations/0/agentRegistry'],
  'AZIT1125__gha-repro-kit.json': ['registration', 'trust-unknown /supportedTrust/0'],
  'HAPPYS1NGH__celonames-agent.json': ['registration'],
  'Pigitaiko__taikowatcher_bot.json': ['invalid', 'service-type-url /services/0'],
  'SudoSuOps__swarm-bee.json': ['registration'],
  'SwiftAdviser__mandate.json': ['registration'],
  'Z1NProtocol__z1nprotocol-website.json': ['registration'],
  'arcabotai__arcabotweb.json': ['registration'],
  'cascade-protocol__create-sati-agent.json': [
    'invalid',
    'type-missing /type',
    'services-empty /services',
    'registrations-missing /registrations',
  ],
  'dimitrilaouanis-tech__rhinogent.json': ['domain-proof', 'domain-proof-empty /registrations'],
  'extropyCoder__Jernau-mcp.json': ['invalid', 'agent-id-not-integer /registrations/0/agentId'],
  'fretchen__fretchen.github.io.json': [
    'registration',
    'endpoints-legacy /endpoints',
    'flag-missing /x402Support',
    'flag-missing /active',
  ],
  'nirholas__three.ws.json': ['invalid', 'type-array /type'],
  'orbs-network__spot.json': ['registration'],
  'schmidsi__ens-registration-agent.json': ['registration'],
  'whitesungun876__mantlelens-wallet-guard.json': ['invalid', 'unrelated-object '],
};

if (existsSync(folder)) {
  describe('registration files from the wild', () => {
    for (const [name, [kind, ...issues]] of Object.entries(EXPECTED)) {
      it(`${name} is ${kind}`, () => {
        const result = parseRegistrationFile(readFileSync(join(folder, name)));
        expect([result.kind, ...result.issues.map(({ code, pointer }) => `${code} ${pointer}`)]).to.deep.equal([
          kind,
          ...issues,
        ]);
      });
    }
  });
}
