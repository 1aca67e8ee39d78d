// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IP256Verifier} from "../interfaces/IP256Verifier.sol";
import {IStakedValidation} from "../interfaces/IStakedValidation.sol";
import {ITEEKeyRegistry} from "../interfaces/ITEEKeyRegistry.sol";
import {KeySignatures} from "../libraries/KeySignatures.sol";
import {KeyType} from "../types/KeyType.sol";

/// @title What a TEE signs, and whether its key counts
abstract contract TeeAnswers is EIP712, IStakedValidation {
    bytes32 private constant TEE_VERDICT_TYPEHASH =
        keccak256("TEEVerdict(bytes32 requestHash,uint16 round,uint8 response,bytes32 evidenceHash,address payee)");

    /// @dev Both are fixed at deployment and trusted.
    ITEEKeyRegistry private immutable TEE_KEY_REGISTRY;
    IP256Verifier private immutable P256_VERIFIER;

    constructor(address teeKeyRegistry, address p256Verifier) EIP712("StakedValidation", "1") {
        if (teeKeyRegistry.code.length == 0) revert StakedNoCode(teeKeyRegistry);
        if (p256Verifier.code.length == 0) revert StakedNoCode(p256Verifier);
        TEE_KEY_REGISTRY = ITEEKeyRegistry(teeKeyRegistry);
        P256_VERIFIER = IP256Verifier(p256Verifier);
    }

    /// @inheritdoc IStakedValidation
    function getTEEKeyRegistry() external view returns (address) {
        return address(TEE_KEY_REGISTRY);
    }

    /// @inheritdoc IStakedValidation
    function teeVerdictDigest(bytes32 requestHash, uint16 round, uint8 response, bytes32 evidenceHash, address payee)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(
            keccak256(abi.encode(TEE_VERDICT_TYPEHASH, requestHash, round, response, evidenceHash, payee))
        );
    }

    /// @dev Reverts unless a key that is trusted now, for the right code, signed the answer.
    function _checkAnswer(bytes32 requestHash, uint16 round, bytes32 measurement, TeeAnswer calldata answer)
        internal
        view
    {
        if (answer.keyType != KeyType.Secp256k1 && answer.keyType != KeyType.P256) {
            revert StakedKeyTypeRefused(answer.keyType);
        }
        bytes32 keyId = answer.keyId;
        if (!TEE_KEY_REGISTRY.isTrusted(keyId)) revert StakedKeyNotTrusted(keyId);
        if (measurement != 0) _checkMeasurement(keyId, measurement);
        bytes32 digest = teeVerdictDigest(requestHash, round, answer.response, answer.evidenceHash, answer.payee);
        if (!_isSigned(answer, digest)) revert StakedWrongSignature(keyId, digest);
    }

    /// @dev Whether the key was revoked in the second of its answer or later. A key that was approved anew since counts.
    function _isRevokedSince(bytes32 keyId, uint256 answeredAt) internal view returns (bool) {
        return TEE_KEY_REGISTRY.getKey(keyId).revokedAt >= answeredAt;
    }

    /// @dev A trusted key was decided by the proposal that approved it.
    function _checkMeasurement(bytes32 keyId, bytes32 required) private view {
        bytes32 measurement = TEE_KEY_REGISTRY.getProposal(TEE_KEY_REGISTRY.getKey(keyId).decidedBy).measurement;
        if (measurement != required) revert StakedWrongMeasurement(keyId, measurement, required);
    }

    function _isSigned(TeeAnswer calldata answer, bytes32 digest) private view returns (bool) {
        if (answer.keyType == KeyType.Secp256k1) {
            return KeySignatures.isSecp256k1(answer.keyId, digest, answer.signature);
        }
        return KeySignatures.isP256(P256_VERIFIER, answer.keyId, KeySignatures.asMessage(digest), answer.signature);
    }
}
