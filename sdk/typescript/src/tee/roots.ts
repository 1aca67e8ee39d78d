/** A root certificate that is trusted, by the SHA-256 of its DER. */
export interface TrustedRoot {
  /** For messages and results. */
  readonly name: string;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  /** AMD: the processor generation whose keys this root certifies. Required for SEV-SNP, unused elsewhere. */
  readonly product?: 'Milan' | 'Genoa' | 'Turin';
}

/**
 * AWS Nitro Enclaves Root G1, valid 2019-10-28 to 2049-10-28. The fingerprint of the certificate is the one that the
 * AWS documentation prints ("Verifying the root of trust", Nitro Enclaves user guide).
 */
export const NITRO_ROOTS: readonly TrustedRoot[] = [
  { name: 'AWS Nitro Enclaves Root G1', sha256: '641a0321a3e244efe456463195d606317ed7cdcc3c1756e09893f3c68f79bb5b' },
];

/**
 * Intel SGX Root CA, valid 2018-05-21 to 2049-12-31, for SGX and TDX. Computed from the certificate that Intel serves at
 * https://certificates.trustedservices.intel.com/IntelSGXRootCA.der.
 */
export const INTEL_ROOTS: readonly TrustedRoot[] = [
  { name: 'Intel SGX Root CA', sha256: '44a0196b2b99f889b8e149e95b807a350e7424964399e885a7cbb8ccfab674d3' },
];

/**
 * AMD root keys (ARK), one for each processor generation, computed from the self-signed certificates that AMD serves at
 * https://kdsintf.amd.com/vcek/v1/{product}/cert_chain: Milan 2020-10-22 to 2045-10-22, Genoa (also Bergamo and Siena)
 * 2022-01-26 to 2047-01-26, Turin 2023-05-15 to 2048-05-15. google/go-sev-guest embeds the same certificates.
 */
export const AMD_ROOTS: readonly TrustedRoot[] = [
  {
    name: 'ARK-Milan',
    sha256: '69d063b45344d26a2e94e1f4210de49ef555308287d4c174445c95639a540bcd',
    product: 'Milan',
  },
  {
    name: 'ARK-Genoa',
    sha256: '4c6598d19c18719c5dfd4a7d335f674e5bfe1d8f800cea2cf270c10d103db2f1',
    product: 'Genoa',
  },
  {
    name: 'ARK-Turin',
    sha256: '1f084161a44bb6d93778a904877d4819cafa5d05ef4193b2ded9dd9c73dd3f6a',
    product: 'Turin',
  },
];
