import {
  parseDcapCollateral,
  parsePem,
  verifyNitroDocument,
  verifyQuote,
  verifySnpReport,
} from '../../sdk/typescript/src/index.ts';
import type { TeeFormat, TeeOptions, TeeResult } from '../../sdk/typescript/src/index.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readBytes, readText } from '../lib/files.ts';
import { KIND_OF, readKind } from './kinds.ts';
import { detectFormat } from './detectFormat.ts';

/** What lies beside the evidence, by paths; empty for nothing. */
export interface EvidenceFiles {
  /** JSON, for quotes. */
  readonly collateral: string;
  /** Paths with commas between, for reports: PEM or DER. */
  readonly certificates: string;
  /** DER, for reports. */
  readonly revocationList: string;
}

/**
 * Judges evidence by what lies beside it.
 *
 * @throws {TaskError} `file-fault`; TeeError for collateral or certificates that can't be read. Bad evidence is a result.
 */
export async function judgeEvidence(
  format: TeeFormat,
  bytes: Uint8Array,
  files: EvidenceFiles,
  options: TeeOptions,
): Promise<TeeResult> {
  switch (format) {
    case 'nitro':
      return verifyNitroDocument(bytes, options);
    case 'snp':
      return verifySnpReport(bytes, {
        ...options,
        certificates: readCertificates(files.certificates),
        revocationList: files.revocationList ? readBytes(files.revocationList, '--revocation-list') : undefined,
      });
    case 'sgx':
    case 'tdx': {
      const { collateral } = files;
      const read = collateral ? parseDcapCollateral(readText(collateral, '--collateral')) : undefined;
      return verifyQuote(bytes, { ...options, collateral: read });
    }
  }
}

function readCertificates(paths: string): Uint8Array[] {
  const files = paths === '' ? [] : paths.split(',');
  return files.flatMap((path) => {
    const bytes = readBytes(path, '--certificates');
    const text = new TextDecoder('latin1').decode(bytes);
    return text.startsWith('-----BEGIN') ? parsePem(text) : [bytes];
  });
}

/**
 * The format of evidence: as the user says, or as it looks.
 *
 * @param kind Empty to look.
 * @throws {TaskError} `format-unknown`, `bad-kind`.
 */
export function findFormat(bytes: Uint8Array, kind: string, path: string): TeeFormat {
  const found = detectFormat(bytes);
  if (kind === '') {
    if (found !== undefined) return found;
    const wayOut =
      'it looks like no Nitro document, SGX or TDX quote, or SNP report; give the raw bytes, or name --kind';
    throw new TaskError('format-unknown', wayOut, { field: 'evidence', value: path });
  }
  const wanted = readKind(kind);
  const format = (Object.keys(KIND_OF) as TeeFormat[]).find((one) => KIND_OF[one] === wanted);
  if (format !== undefined) return format;
  throw new TaskError('bad-kind', 'there is no evidence of this kind that can be judged here', {
    field: '--kind',
    value: kind,
  });
}
