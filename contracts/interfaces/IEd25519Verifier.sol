// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title Ed25519 signatures, checked on-chain
/// @notice An implementation is trusted: whoever sets one at deployment makes its answers the registry's.
interface IEd25519Verifier {
    /// @notice Whether the key signed the 32-byte message (RFC 8032, 5.1.7, with `S` below the group's order). Must not
    /// revert for any input.
    /// @param message The message itself, not a hash of it.
    /// @param publicKey The key's 32 bytes, a point of the curve.
    /// @param r First 32 bytes of the signature.
    /// @param s Last 32 bytes of the signature.
    function verify(bytes32 message, bytes32 publicKey, bytes32 r, bytes32 s) external view returns (bool);
}
