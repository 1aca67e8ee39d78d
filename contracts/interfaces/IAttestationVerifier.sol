// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {KeyType} from "../types/KeyType.sol";
import {TEEKind} from "../types/TEEKind.sol";

/// @title On-chain check of attestation evidence
/// @notice The TEE key registry trusts a verifier in one thing only: that evidence it accepts is genuine. It can refuse
/// proposals, so a broken one stops new proposals of its kind until the owner takes it out; it can't approve a key, move
/// ether, or touch a proposal that is open. The vote stays necessary.
interface IAttestationVerifier {
    /// @notice Whether the evidence proves that the key was made by the measured code inside an environment of this kind.
    /// @dev Called with `staticcall`, bounded gas, and only the first 32 bytes of the answer read. It must check that the
    /// evidence binds the public key (report data of a quote, user data of an attestation document), the measurement, the
    /// vendor's certificate chain and whether the platform is debuggable or out of date. A revert counts as a no.
    /// @param kind The kind of environment.
    /// @param keyType The type of the key.
    /// @param publicKey The key as proposed; well-formed, in any of the encodings that `KeyType` allows.
    /// @param measurement See `TEEKind`.
    /// @param evidence The quote, report or document.
    /// @return magic This function's selector for a yes, anything else for a no.
    function verifyAttestation(
        TEEKind kind,
        KeyType keyType,
        bytes calldata publicKey,
        bytes32 measurement,
        bytes calldata evidence
    ) external view returns (bytes4 magic);
}
