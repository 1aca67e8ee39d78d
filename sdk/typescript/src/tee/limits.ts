/** Largest accepted inputs in bytes. Each leaves a wide margin over what the vendors' formats reach. */
export const TEE_LIMITS = {
  /** NSM documents are at most 16 KiB. */
  nitroDocument: 32_768,
  /** Real quotes take about 5 KiB. */
  quote: 65_536,
  certificate: 8_192,
  /** Certificates of a chain, the root among them. */
  chainLength: 8,
  /** PEM text of a chain. */
  pem: 65_536,
  /** Intel's largest list holds hundreds of entries of 52 bytes. */
  crl: 4_194_304,
  /** TCB info and QE identity. */
  collateralJson: 1_048_576,
} as const;
