// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title ECDSA over P-256
interface IP256Verifier {
    /// @notice Whether the key signed the hash (FIPS 186-5, 6.4.2). Reverts for want of gas only; false
    /// for a high `s`, which has a twin.
    /// @param hash The 32-byte hash of the message.
    /// @param r First half of the signature.
    /// @param s Second half of the signature, at most half of the group's order.
    /// @param x The key's x-coordinate.
    /// @param y The key's y-coordinate.
    function verify(bytes32 hash, bytes32 r, bytes32 s, bytes32 x, bytes32 y) external view returns (bool);
}
