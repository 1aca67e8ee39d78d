import { ByteReader } from '../ByteReader.ts';
import { TeeError } from '../TeeError.ts';

/** Bytes of a report, and of the part of it that is signed. */
export const SNP_REPORT_BYTES = 1184;
const SIGNED_BYTES = 0x2a0;
/** r and s are 72 bytes each, little-endian, of which P-384 uses 48. */
const SCALAR_BYTES = 48;
const FIELD_BYTES = 72;
const ECDSA_P384_SHA384 = 1;

const SIGNERS = new Map<number, 'VCEK' | 'VLEK'>([
  [0, 'VCEK'],
  [1, 'VLEK'],
]);

/** An AMD SEV-SNP attestation report as read, nothing about it verified. Byte fields are views. */
export interface SnpReport {
  readonly version: 2 | 3 | 5;
  readonly guestSvn: number;
  /** Guest policy; bit 18 allows a migration agent, bit 19 debugging. */
  readonly policy: bigint;
  readonly familyId: Uint8Array;
  readonly imageId: Uint8Array;
  /** Privilege level of who asked for the report, 0 to 3. */
  readonly vmpl: number;
  /** TCB versions in raw form; their layout depends on the product. */
  readonly currentTcb: Uint8Array;
  readonly reportedTcb: Uint8Array;
  readonly committedTcb: Uint8Array;
  readonly launchTcb: Uint8Array;
  readonly platformInfo: bigint;
  /** The author key signed the id key. */
  readonly authorKeyEnabled: boolean;
  /** The host hides the chip id. */
  readonly chipIdMasked: boolean;
  readonly signer: 'VCEK' | 'VLEK';
  readonly reportData: Uint8Array;
  readonly measurement: Uint8Array;
  readonly hostData: Uint8Array;
  readonly idKeyDigest: Uint8Array;
  readonly authorKeyDigest: Uint8Array;
  readonly reportId: Uint8Array;
  readonly reportIdMigrationAgent: Uint8Array;
  /** From version 3 on: family, model and stepping of the processor. */
  readonly cpuId: { readonly family: number; readonly model: number; readonly stepping: number } | null;
  readonly chipId: Uint8Array;
  /** From version 5 on: mitigations in force at launch and now. */
  readonly mitigations: { readonly launch: bigint; readonly current: bigint } | null;
  readonly signedBytes: Uint8Array;
  /** r ‖ s, big-endian. */
  readonly signature: Uint8Array;
}

function readVersion(reader: ByteReader): 2 | 3 | 5 {
  const version = reader.u32('version');
  if (version !== 2 && version !== 3 && version !== 5) {
    throw reader.fault('version-unsupported', `version ${version} is none of 2, 3 and 5`, 0);
  }
  return version;
}

function readKeyInfo(reader: ByteReader): Pick<SnpReport, 'authorKeyEnabled' | 'chipIdMasked' | 'signer'> {
  const begin = reader.offset;
  const bits = reader.u32('key information');
  const signer = SIGNERS.get((bits >> 2) & 7);
  if (signer === undefined) {
    throw reader.fault('algorithm-unsupported', `signing key ${(bits >> 2) & 7} is neither VCEK nor VLEK`, begin);
  }
  if (bits >>> 5 !== 0) throw reader.fault('evidence-malformed', 'reserved bits of the key information are set', begin);
  return { authorKeyEnabled: (bits & 1) !== 0, chipIdMasked: (bits & 2) !== 0, signer };
}

function readCpuId(reader: ByteReader, version: 2 | 3 | 5): SnpReport['cpuId'] {
  if (version === 2) {
    reader.zeros(24, 'a reserved field');
    return null;
  }
  const family = reader.u8('CPUID_FAM_ID');
  const model = reader.u8('CPUID_MOD_ID');
  const stepping = reader.u8('CPUID_STEP');
  reader.zeros(21, 'a reserved field');
  return { family, model, stepping };
}

/** Build, minor and major version of the firmware; nothing is decided by them. */
function skipFirmwareVersion(reader: ByteReader): void {
  reader.bytes(3, 'firmware version');
  reader.zeros(1, 'a reserved field');
}

function readMitigations(reader: ByteReader, version: 2 | 3 | 5): SnpReport['mitigations'] {
  const mitigations =
    version === 5 ? { launch: reader.u64('LAUNCH_MIT_VECTOR'), current: reader.u64('CURRENT_MIT_VECTOR') } : null;
  reader.zeros(SIGNED_BYTES - reader.offset, 'a reserved field');
  return mitigations;
}

function readSignature(reader: ByteReader): Uint8Array {
  const signature = new Uint8Array(2 * SCALAR_BYTES);
  for (const [index, name] of ['r', 's'].entries()) {
    signature.set(reader.bytes(SCALAR_BYTES, name).slice().reverse(), index * SCALAR_BYTES);
    reader.zeros(FIELD_BYTES - SCALAR_BYTES, `the upper part of ${name}`);
  }
  reader.zeros(reader.left, 'the rest of the signature');
  return signature;
}

function checkSize({ length }: Uint8Array): void {
  if (length === SNP_REPORT_BYTES) return;
  const code = length < SNP_REPORT_BYTES ? 'input-truncated' : 'input-trailing';
  const offset = Math.min(length, SNP_REPORT_BYTES);
  throw new TeeError(code, `SNP report: ${length} bytes, not ${SNP_REPORT_BYTES}`, { offset });
}

/**
 * Reads a SEV-SNP attestation report of version 2, 3 or 5: AMD SEV-SNP firmware ABI (56860), "ATTESTATION_REPORT".
 * Nothing is verified here. Reserved fields must be zero. A report that the host asked for (VMPL beyond 3) is refused:
 * it says nothing about what the guest wants.
 *
 * @param bytes Exactly 1184 bytes.
 * @throws TeeError `input-truncated`, `input-trailing`, `evidence-malformed`, `version-unsupported` or
 * `algorithm-unsupported`.
 */
export function parseSnpReport(bytes: Uint8Array): SnpReport {
  checkSize(bytes);
  const reader = new ByteReader(bytes, 'SNP report');
  const version = readVersion(reader);
  const guestSvn = reader.u32('GUEST_SVN');
  const policy = reader.u64('POLICY');
  const familyId = reader.bytes(16, 'FAMILY_ID');
  const imageId = reader.bytes(16, 'IMAGE_ID');
  const vmpl = reader.u32('VMPL');
  if (vmpl > 3) throw reader.fault('evidence-malformed', `VMPL ${vmpl} is none of 0 to 3`, 0x30);
  const algorithm = reader.u32('SIGNATURE_ALGO');
  if (algorithm !== ECDSA_P384_SHA384) throw reader.fault('algorithm-unsupported', `algorithm ${algorithm}`, 0x34);
  const currentTcb = reader.bytes(8, 'CURRENT_TCB');
  const platformInfo = reader.u64('PLATFORM_INFO');
  const keyInfo = readKeyInfo(reader);
  reader.zeros(4, 'a reserved field');
  const reportData = reader.bytes(64, 'REPORT_DATA');
  const measurement = reader.bytes(48, 'MEASUREMENT');
  const hostData = reader.bytes(32, 'HOST_DATA');
  const idKeyDigest = reader.bytes(48, 'ID_KEY_DIGEST');
  const authorKeyDigest = reader.bytes(48, 'AUTHOR_KEY_DIGEST');
  const reportId = reader.bytes(32, 'REPORT_ID');
  const reportIdMigrationAgent = reader.bytes(32, 'REPORT_ID_MA');
  const reportedTcb = reader.bytes(8, 'REPORTED_TCB');
  const cpuId = readCpuId(reader, version);
  const chipId = reader.bytes(64, 'CHIP_ID');
  const committedTcb = reader.bytes(8, 'COMMITTED_TCB');
  skipFirmwareVersion(reader);
  skipFirmwareVersion(reader);
  const launchTcb = reader.bytes(8, 'LAUNCH_TCB');
  const mitigations = readMitigations(reader, version);
  const signature = readSignature(reader);
  reader.end();
  return {
    version,
    guestSvn,
    policy,
    familyId,
    imageId,
    vmpl,
    currentTcb,
    reportedTcb,
    committedTcb,
    launchTcb,
    platformInfo,
    ...keyInfo,
    reportData,
    measurement,
    hostData,
    idKeyDigest,
    authorKeyDigest,
    reportId,
    reportIdMigrationAgent,
    cpuId,
    chipId,
    mitigations,
    signedBytes: bytes.subarray(0, SIGNED_BYTES),
    signature,
  };
}
