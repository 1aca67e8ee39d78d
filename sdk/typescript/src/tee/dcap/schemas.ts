import { z } from 'zod';

/** Hex in either case, of `bytes` bytes, in lower case afterwards. */
function hex(bytes: number): z.ZodType<string> {
  return z
    .string()
    .regex(new RegExp(`^[0-9a-fA-F]{${bytes * 2}}$`), `not ${bytes} bytes in hex`)
    .transform((text) => text.toLowerCase());
}

/** A moment in Intel's form, in milliseconds since 1970. */
const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'not a moment in UTC')
  .transform((text) => Date.parse(text))
  .refine((time) => !Number.isNaN(time), 'not a moment');

const status = z.enum([
  'UpToDate',
  'SWHardeningNeeded',
  'ConfigurationNeeded',
  'ConfigurationAndSWHardeningNeeded',
  'OutOfDate',
  'OutOfDateConfigurationNeeded',
  'Revoked',
]);

const svn = z.int().min(0).max(255);
const svn16 = z.int().min(0).max(65_535);
const components = z.array(z.object({ svn })).length(16);
const level = { tcbDate: moment, tcbStatus: status, advisoryIDs: z.array(z.string().max(64)).max(1000).default([]) };
const isvLevels = z
  .array(z.object({ tcb: z.object({ isvsvn: svn16 }), ...level }))
  .min(1)
  .max(1000);
const dates = { issueDate: moment, nextUpdate: moment };
const module = { mrsigner: hex(48), attributes: hex(8), attributesMask: hex(8) };
const platform = { version: z.literal(3), ...dates, fmspc: hex(6), pceId: hex(2), tcbType: z.literal(0) };

const sgxTcb = z.object({ sgxtcbcomponents: components, pcesvn: svn16 });
const tdxTcb = z.object({ sgxtcbcomponents: components, pcesvn: svn16, tdxtcbcomponents: components });

/** TCB info of version 3, as Intel's Provisioning Certification Service publishes it. */
export const tcbInfoSchema = z.discriminatedUnion('id', [
  z.object({
    id: z.literal('SGX'),
    ...platform,
    tcbLevels: z
      .array(z.object({ tcb: sgxTcb, ...level }))
      .min(1)
      .max(1000),
  }),
  z.object({
    id: z.literal('TDX'),
    ...platform,
    tdxModule: z.object(module),
    tdxModuleIdentities: z
      .array(z.object({ id: z.string().max(16), ...module, tcbLevels: isvLevels }))
      .max(100)
      .default([]),
    tcbLevels: z
      .array(z.object({ tcb: tdxTcb, ...level }))
      .min(1)
      .max(1000),
  }),
]);

/** Identity of the quoting enclave, version 2: `QE` for SGX, `TD_QE` for TDX. */
export const qeIdentitySchema = z.object({
  id: z.enum(['QE', 'TD_QE']),
  version: z.literal(2),
  ...dates,
  miscselect: hex(4),
  miscselectMask: hex(4),
  attributes: hex(16),
  attributesMask: hex(16),
  mrsigner: hex(32),
  isvprodid: svn16,
  tcbLevels: isvLevels,
});

/** Lower case alone, so that one content has one spelling. */
const lowerHex = z.string().regex(/^(?:[0-9a-f]{2})+$/, 'not lower-case hex');
const signatureHex = z.string().regex(/^[0-9a-f]{128}$/, 'not 64 bytes in lower-case hex');

/** The collateral file that DCAP tools keep beside a quote. */
export const collateralSchema = z.strictObject({
  pck_crl_issuer_chain: z.string(),
  root_ca_crl: lowerHex,
  pck_crl: lowerHex,
  tcb_info_issuer_chain: z.string(),
  tcb_info: z.string(),
  tcb_info_signature: signatureHex,
  qe_identity_issuer_chain: z.string(),
  qe_identity: z.string(),
  qe_identity_signature: signatureHex,
});

export type TcbInfo = z.infer<typeof tcbInfoSchema>;
export type QeIdentity = z.infer<typeof qeIdentitySchema>;
