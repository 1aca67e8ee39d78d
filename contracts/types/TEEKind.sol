// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @notice Kinds of trusted execution environments, and what stands for the code that runs there in a `bytes32 measurement`.
/// Where the platform's own value is longer than 32 bytes, it is the SHA-256 of that value.
/// - `SGX` (0): Intel SGX, MRENCLAVE (32 bytes) as it is.
/// - `SEV` (1): AMD SEV-SNP, SHA-256 of the launch digest (48 bytes).
/// - `TrustZone` (2): Arm TrustZone, SHA-256 of the trusted application's image.
/// - `Nitro` (3): AWS Nitro Enclaves, SHA-256 of PCR0, PCR1 and PCR2 (48 bytes each) one after the other.
/// - `TDX` (4): Intel TDX, SHA-256 of MRTD and RTMR0 to RTMR3 (48 bytes each) one after the other.
enum TEEKind {
    SGX,
    SEV,
    TrustZone,
    Nitro,
    TDX
}
