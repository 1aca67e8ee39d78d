// security.txt (RFC 9116): made only of values that can be true.
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ROOT } from '../../scripts/lib/paths.ts';
import { renderSecurityTxt } from '../../scripts/lib/securityTxt.ts';
import type { SecurityTxtValues } from '../../scripts/lib/securityTxt.ts';
import { UsageError } from '../../scripts/lib/usage.ts';

const template = readFileSync(`${ROOT}/.well-known/security.txt.template`, 'utf8');
const now = new Date('2026-12-01T00:00:00Z');
const values: SecurityTxtValues = {
  contact: 'https://git.registry.internal/sage/security/advisories/new',
  policy: 'https://git.registry.internal/sage/SECURITY.md',
  canonical: 'https://sage.internal/.well-known/security.txt',
  expires: '2027-05-31',
};
const errorOf = (changed: Partial<SecurityTxtValues>): unknown => {
  try {
    return renderSecurityTxt(template, { ...values, ...changed }, now);
  } catch (error) {
    return error;
  }
};

describe('security.txt', () => {
  it('holds the fields of RFC 9116 once each, and no comment', () => {
    expect(renderSecurityTxt(template, values, now)).to.equal(
      [
        `Contact: ${values.contact}`,
        'Expires: 2027-05-31T00:00:00Z',
        'Preferred-Languages: en',
        `Canonical: ${values.canonical}`,
        `Policy: ${values.policy}`,
        '',
      ].join('\n'),
    );
  });

  it('takes a mailbox as contact', () => {
    expect(errorOf({ contact: 'mailto:security@sage.internal' })).to.include('Contact: mailto:security@');
  });

  for (const [changed, message] of [
    [{ contact: '' }, '--contact: missing; give the address that is really in use'],
    [{ policy: 'SECURITY.md' }, '--policy SECURITY.md: no URI; give an address that begins with https:'],
    [
      { contact: 'http://sage.internal' },
      "--contact http://sage.internal: http: can't be used; give an address that begins with https: or mailto: or tel:",
    ],
    [
      { contact: 'mailto:security@example.org' },
      '--contact mailto:security@example.org: example.org belongs to nobody (RFC 2606); give an address that begins with https: or mailto: or tel:',
    ],
    [
      { canonical: 'https://sage.internal/security.txt' },
      '--canonical https://sage.internal/security.txt: the file has to be served at /.well-known/security.txt (RFC 9116, section 3)',
    ],
    [{ expires: 'soon' }, '--expires soon: no date; give one such as 2027-05-31, or a time by RFC 3339'],
    [{ expires: '2026-11-30' }, '--expires 2026-11-30: has passed; give a later date'],
    [
      { expires: '2027-12-02' },
      '--expires 2027-12-02: more than a year ahead, against RFC 9116, section 2.5.5; renew it instead',
    ],
  ] as const) {
    it(`is refused: ${message}`, () => {
      const error = errorOf(changed);
      expect(error).to.be.instanceOf(UsageError);
      expect((error as Error).message).to.equal(message);
    });
  }
});
