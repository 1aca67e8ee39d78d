import { UsageError } from './usage.ts';

/** What has to be known before a security.txt can be served. */
export interface SecurityTxtValues {
  /** Where reports go: `https:`, `mailto:` or `tel:`. */
  readonly contact: string;
  /** The policy, `https:`. */
  readonly policy: string;
  /** The address at which the file will be served, `https:`. */
  readonly canonical: string;
  /** The end of its validity, a date or a time by RFC 3339. */
  readonly expires: string;
}

const YEAR_MS = 365 * 24 * 3_600_000;
const PATH = '/.well-known/security.txt';
/** Names that RFC 2606 keeps for examples and tests: nobody is there. */
const NOBODY = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|localhost|test)$/;

/**
 * Fills in the template of a security.txt (RFC 9116) and leaves its comments out.
 *
 * @throws UsageError for a value that is missing or can't be true, with the way out.
 */
export function renderSecurityTxt(template: string, values: SecurityTxtValues, now: Date): string {
  const filled: SecurityTxtValues = {
    contact: checkUri('contact', values.contact, ['https:', 'mailto:', 'tel:']),
    policy: checkUri('policy', values.policy, ['https:']),
    canonical: checkCanonical(values.canonical),
    expires: checkExpires(values.expires, now),
  };
  const lines = template.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return `${lines.map((line) => fillIn(line, filled)).join('\n')}\n`;
}

function fillIn(line: string, values: SecurityTxtValues): string {
  return line.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    if (!(name in values)) throw new Error(`the template asks for ${name}, which nobody gives`);
    return values[name as keyof SecurityTxtValues];
  });
}

function checkUri(field: string, value: string, protocols: readonly string[]): string {
  if (value === '') throw new UsageError(`--${field}: missing; give the address that is really in use`);
  const wayOut = `give an address that begins with ${protocols.join(' or ')}`;
  if (!URL.canParse(value)) throw new UsageError(`--${field} ${value}: no URI; ${wayOut}`);
  const { protocol, hostname, pathname } = new URL(value);
  if (!protocols.includes(protocol)) throw new UsageError(`--${field} ${value}: ${protocol} can't be used; ${wayOut}`);
  const host = protocol === 'mailto:' ? (pathname.split('@')[1] ?? '') : hostname;
  if (NOBODY.test(host)) throw new UsageError(`--${field} ${value}: ${host} belongs to nobody (RFC 2606); ${wayOut}`);
  return value;
}

function checkCanonical(value: string): string {
  const checked = checkUri('canonical', value, ['https:']);
  if (new URL(checked).pathname !== PATH) {
    throw new UsageError(`--canonical ${value}: the file has to be served at ${PATH} (RFC 9116, section 3)`);
  }
  return checked;
}

function checkExpires(value: string, now: Date): string {
  const moment = Date.parse(value);
  if (!/^\d{4}-\d{2}-\d{2}/.test(value) || Number.isNaN(moment)) {
    throw new UsageError(`--expires ${value}: no date; give one such as 2027-05-31, or a time by RFC 3339`);
  }
  if (moment <= now.getTime()) throw new UsageError(`--expires ${value}: has passed; give a later date`);
  if (moment > now.getTime() + YEAR_MS) {
    throw new UsageError(
      `--expires ${value}: more than a year ahead, against RFC 9116, section 2.5.5; renew it instead`,
    );
  }
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}
