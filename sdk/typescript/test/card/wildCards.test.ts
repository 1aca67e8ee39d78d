import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checkAgentCard, checkRegistrationFile, verifyAgentCard } from '../../src/index.ts';

/** Real files, kept outside of the repository; these tests exist where the files do. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const folder = join(process.env['SAGE_SHARED'] ?? join(root, '..', 'shared'), 'data');

/** Verdict and version of each card, and its issues as `code pointer`. */
const EXPECTED: Readonly<Record<string, readonly [verdict: string, version: string, ...issues: string[]]>> = {
  'Arcane-Fly__Z2.json': ['invalid', '', 'unrelated-object '],
  'CSOAI-ORG__a2a-governance-bridge-mcp.json': [
    'valid',
    '0.2',
    'mode-not-media-type /defaultInputModes/0',
    'mode-not-media-type /defaultOutputModes/0',
  ],
  'JLV-73__freia-agent-card.json': [
    'valid',
    '1.0',
    'security-scheme-old-form /securitySchemes/freiaBearer',
    'security-old-form /security',
  ],
  'Roelzz__dad-joke-a2a-agent.json': [
    'invalid',
    '1.0',
    'url-malformed /supportedInterfaces/0/url',
    'version-misplaced /protocolVersion',
    'link-malformed /provider/url',
    'link-malformed /documentationUrl',
    'link-malformed /iconUrl',
    'security-old-form /security',
  ],
  'Stakemate369__8004swap.json': ['invalid', '', 'registration-file '],
  'nirholas__three.ws.json': [
    'valid',
    '0.2',
    'version-missing /protocolVersion',
    'authentication-legacy /authentication',
  ],
};

if (existsSync(folder)) {
  describe('agent cards from the wild', () => {
    it('has a verdict for each file', () => {
      expect(readdirSync(join(folder, 'cards')).sort()).to.deep.equal(Object.keys(EXPECTED).sort());
    });

    for (const [name, [verdict, version, ...issues]] of Object.entries(EXPECTED)) {
      it(`${name} is ${verdict}`, async () => {
        const bytes = readFileSync(join(folder, 'cards', name));
        const check = checkAgentCard(bytes);
        const told = check.issues.map(({ code, pointer }) => `${code} ${pointer}`);
        expect([check.verdict, check.version ?? '', ...told]).to.deep.equal([verdict, version, ...issues]);
        const { code } = await verifyAgentCard(bytes, []);
        expect(code).to.equal(verdict === 'valid' ? 'signature-absent' : 'card-invalid');
      });
    }

    it('the card that is a registration file is a valid one', () => {
      const bytes = readFileSync(join(folder, 'cards', 'Stakemate369__8004swap.json'));
      expect(checkRegistrationFile(bytes)).to.deep.equal({ verdict: 'valid', version: 'registration-v1', issues: [] });
    });

    for (const name of readdirSync(join(folder, 'registration'))) {
      it(`the registration file ${name} is no card`, () => {
        const { verdict, issues } = checkAgentCard(readFileSync(join(folder, 'registration', name)));
        expect(verdict).to.equal('invalid');
        expect(issues).to.have.length(1);
        expect(issues[0]?.code).to.be.oneOf(['registration-file', 'unrelated-object']);
      });
    }
  });
}
