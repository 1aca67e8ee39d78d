import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  parseDcapCollateral,
  parseNitroDocument,
  parsePem,
  parseQuote,
  parseSnpReport,
  verifyNitroDocument,
  verifyQuote,
  verifySnpReport,
} from '../src/index.ts';
import type { SgxReportBody, TdReport, TeePolicy, TeeResult } from '../src/index.ts';
import { parsePckExtension } from '../src/tee/dcap/parsePckExtension.ts';
import { parseCertificate } from '../src/tee/x509/parseCertificate.ts';
import { FormatError, judge, parseVectors } from './types.ts';
import type { CaseResult } from './types.ts';

type Expected = Readonly<Record<string, unknown>>;

/** Every status but Revoked, debug, and no list for AMD: what the files can pass with. */
export const LAX: TeePolicy = {
  allowDebug: true,
  requireRevocationList: false,
  acceptedTcbStatuses: [
    'UpToDate',
    'SWHardeningNeeded',
    'ConfigurationNeeded',
    'ConfigurationAndSWHardeningNeeded',
    'OutOfDate',
    'OutOfDateConfigurationNeeded',
  ],
};

const TCB_FIELDS = ['tcb', 'tcbDate', 'advisories', 'qeTcb', 'withCollateral'];
const OTHER_FIELDS = ['verifyAt', 'acceptDefault', 'debug'];

/** What says that a certificate file is the one of another processor. */
const OTHER_CHAIN = ['certificate-issuer-mismatch', 'certificate-signature', 'snp-product-mismatch', 'pem-malformed'];

/**
 * Judges a folder of TEE evidence: `expected.json` names the files (`*.cose` of Nitro, `*.quote` of SGX and TDX, `*.report`
 * of SEV-SNP) with what each must give. Beside a quote may lie its `.collateral.json`; beside a report lie its `.vcek.der`
 * and AMD's `*.pem`.
 */
export async function tee(folder: string): Promise<readonly CaseResult[]> {
  const list = join(folder, 'expected.json');
  if (!existsSync(list)) throw new FormatError(`${folder} has no expected.json`);
  const results: CaseResult[] = [];
  for (const [name, entry] of Object.entries(parseVectors(readFileSync(list, 'utf8'), list))) {
    if (typeof entry !== 'object' || entry === null) throw new FormatError(`expected.json: ${name} is no object`);
    results.push(...(await judgeEvidence(folder, name, entry as Expected)));
  }
  return results;
}

async function judgeEvidence(folder: string, name: string, wanted: Expected): Promise<readonly CaseResult[]> {
  const at = new Date(String(wanted['verifyAt']));
  if (Number.isNaN(at.getTime())) throw new FormatError(`expected.json: ${name} has no time "verifyAt"`);
  if (!existsSync(join(folder, name))) throw new FormatError(`${folder} has no ${name}, which expected.json names`);
  const bytes = new Uint8Array(readFileSync(join(folder, name)));
  const results: CaseResult[] = [];
  let found: Readonly<Record<string, unknown>> = {};
  results.push(
    await judge(`${name} reads`, 'yes', () => {
      found = fieldsOf(name, bytes);
      return 'yes';
    }),
  );
  for (const [field, value] of Object.entries(wanted)) {
    if ([...TCB_FIELDS, ...OTHER_FIELDS].includes(field)) continue;
    results.push(
      await judge(`${name} ${field}`, JSON.stringify(value), () =>
        field in found ? JSON.stringify(found[field]) : 'nothing',
      ),
    );
  }
  const accepted = name.endsWith('.cose') ? 'ok' : 'collateral-missing';
  const byDefault = await verify(folder, name, bytes, { at, policy: {} }, false);
  const wantedCode = wanted['acceptDefault'] === true ? accepted : 'debug-refused';
  results.push(await judge(`${name} by default`, wantedCode, () => byDefault.code));
  const claims = byDefault.verdict === 'valid' ? byDefault.claims : byDefault.unverifiedClaims;
  results.push(await judge(`${name} debug`, String(wanted['debug']), () => String(claims?.debug)));
  if (existsSync(join(folder, toCollateral(name)))) {
    results.push(...(await judgeTcb(name, wanted, await verify(folder, name, bytes, { at, policy: LAX }, true))));
  }
  return results;
}

async function judgeTcb(name: string, wanted: Expected, result: TeeResult): Promise<readonly CaseResult[]> {
  if (wanted['withCollateral'] !== undefined) {
    return [await judge(`${name} with collateral`, 'tcb-level-none', () => result.code)];
  }
  const tcb = result.verdict === 'valid' ? result.claims.tcb : null;
  if (tcb?.kind !== 'dcap') return [await judge(`${name} with collateral`, 'ok', () => result.code)];
  const { status, advisories, date, qeStatus } = tcb;
  const found: Readonly<Record<string, unknown>> = {
    tcb: status,
    advisories,
    tcbDate: new Date(date).toISOString().replace('.000Z', 'Z'),
    qeTcb: qeStatus,
  };
  const fields = TCB_FIELDS.filter((field) => wanted[field] !== undefined);
  return Promise.all(
    fields.map((field) => judge(`${name} ${field}`, JSON.stringify(wanted[field]), () => JSON.stringify(found[field]))),
  );
}

/** Verifies evidence of any kind with what lies beside it. */
async function verify(
  folder: string,
  name: string,
  bytes: Uint8Array,
  options: { readonly at: Date; readonly policy: TeePolicy },
  withCollateral: boolean,
): Promise<TeeResult> {
  if (name.endsWith('.cose')) return verifyNitroDocument(bytes, options);
  if (name.endsWith('.report')) return verifyWithAnyChain(folder, name, bytes, options);
  const file = join(folder, toCollateral(name));
  const collateral = withCollateral && existsSync(file) ? parseDcapCollateral(readFileSync(file, 'utf8')) : undefined;
  return verifyQuote(bytes, { ...options, collateral });
}

/** AMD signs each processor generation with other keys; the folder holds some of their chains. */
async function verifyWithAnyChain(
  folder: string,
  name: string,
  bytes: Uint8Array,
  options: { readonly at: Date; readonly policy: TeePolicy },
): Promise<TeeResult> {
  const beside = join(folder, dirname(name));
  const vcek = join(folder, name.replace(/\.report$/, '.vcek.der'));
  const own = existsSync(vcek) ? [new Uint8Array(readFileSync(vcek))] : [];
  let result = await verifySnpReport(bytes, { ...options, certificates: own });
  for (const file of readdirSync(beside)
    .filter((entry) => entry.endsWith('.pem'))
    .sort()) {
    const certificates = [...own, ...parsePem(readFileSync(join(beside, file), 'utf8'))];
    result = await verifySnpReport(bytes, { ...options, certificates });
    if (!OTHER_CHAIN.includes(result.code)) return result;
  }
  return result;
}

/** The name of a quote's collateral; no other evidence has such a file. */
function toCollateral(name: string): string {
  return name.endsWith('.quote') ? name.replace(/\.quote$/, '.collateral.json') : `${name}.collateral.json`;
}

const hex = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString('hex');

function nitroFields(bytes: Uint8Array): Record<string, unknown> {
  const document = parseNitroDocument(bytes);
  return {
    moduleId: document.moduleId,
    timestamp: new Date(document.timestamp).toISOString(),
    pcrs: Object.fromEntries([...document.pcrs].map(([index, pcr]) => [String(index), hex(pcr)])),
    publicKey: hex(document.publicKey),
    userData: hex(document.userData),
    nonce: hex(document.nonce),
    leafValidTo: new Date(parseCertificate(document.certificate).notAfter).toISOString(),
  };
}

function bodyFields(body: SgxReportBody | TdReport): Record<string, unknown> {
  if (body.kind === 'sgx') {
    return {
      type: 'sgx',
      cpuSvn: hex(body.cpuSvn),
      attributes: hex(body.attributes),
      mrEnclave: hex(body.mrEnclave),
      mrSigner: hex(body.mrSigner),
      isvProdId: body.isvProductId,
      isvSvn: body.isvSvn,
    };
  }
  const names = ['teeTcbSvn', 'mrSeam', 'mrSignerSeam', 'seamAttributes', 'tdAttributes', 'xfam', 'mrTd'] as const;
  const more = ['mrConfigId', 'mrOwner', 'mrOwnerConfig'] as const;
  return {
    type: body.kind === 'tdx-1.0' ? 'td10' : 'td15',
    ...Object.fromEntries([...names, ...more].map((field) => [field, hex(body[field])])),
    rtmr: body.rtmrs.map(hex),
  };
}

function quoteFields(bytes: Uint8Array): Record<string, unknown> {
  const quote = parseQuote(bytes);
  const [pck, issuer] = quote.pckChain.map(parseCertificate);
  if (pck === undefined || issuer === undefined) throw new Error('no chain');
  const { validFrom, validTo } = new X509Certificate(pck.der);
  return {
    version: quote.version,
    ...bodyFields(quote.body),
    reportData: hex(quote.body.reportData),
    fmspc: parsePckExtension(pck).fmspc,
    pck: [validFrom, validTo],
    ca: issuer.commonName,
  };
}

function snpFields(bytes: Uint8Array): Record<string, unknown> {
  const report = parseSnpReport(bytes);
  return {
    version: report.version,
    policy: `0x${report.policy.toString(16)}`,
    vmpl: report.vmpl,
    measurement: hex(report.measurement),
    reportData: hex(report.reportData),
    hostData: hex(report.hostData),
    idKeyDigest: hex(report.idKeyDigest),
    reportedTcb: hex(report.reportedTcb),
    chipId: hex(report.chipId),
  };
}

/** Evidence of any kind as the fields that `expected.json` names. */
export function fieldsOf(name: string, bytes: Uint8Array): Record<string, unknown> {
  if (name.endsWith('.cose')) return nitroFields(bytes);
  return name.endsWith('.report') ? snpFields(bytes) : quoteFields(bytes);
}
