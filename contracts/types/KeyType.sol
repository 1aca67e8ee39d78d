// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @notice Kinds of public keys that SAGE knows. The numbers are part of every key id and never change.
/// - `Secp256k1` (0): Ethereum's own curve; compressed (33 bytes) or uncompressed (65 bytes) SEC 1 points.
/// - `P256` (1): NIST P-256; compressed (33 bytes) or uncompressed (65 bytes) SEC 1 points.
/// - `Ed25519` (2): RFC 8032, 32 bytes.
/// - `X25519` (3): RFC 7748, 32 bytes; for key agreement, it can't sign.
/// - `Erc1271` (4): a contract that confirms signatures, its 20-byte address.
enum KeyType {
    Secp256k1,
    P256,
    Ed25519,
    X25519,
    Erc1271
}
