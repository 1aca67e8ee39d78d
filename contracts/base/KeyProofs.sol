// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IEd25519Verifier} from "../interfaces/IEd25519Verifier.sol";
import {IP256Verifier} from "../interfaces/IP256Verifier.sol";
import {ISageRegistryV3} from "../interfaces/ISageRegistryV3.sol";
import {BoundedCall} from "../libraries/BoundedCall.sol";
import {KeySignatures} from "../libraries/KeySignatures.sol";
import {PublicKey, PublicKeys} from "../libraries/PublicKeys.sol";
import {KeyType} from "../types/KeyType.sol";

/// @title What is signed, and whether it was
/// @notice Typed data of registrations and key proofs, and the check of signatures of all key types.
abstract contract KeyProofs is EIP712, ISageRegistryV3 {
    /// @dev Gas that an ERC-1271 contract gets to confirm a signature.
    uint256 internal constant ERC1271_GAS = 400_000;
    /// @dev Both are fixed at deployment and trusted; Ed25519 is zero when left to whoever relies on such keys.
    IP256Verifier internal immutable P256_VERIFIER;
    IEd25519Verifier internal immutable ED25519_VERIFIER;

    bytes32 private constant KEY_PROOF_TYPEHASH =
        keccak256("KeyProof(string did,address owner,bytes32 keyId,uint256 nonce)");
    bytes32 private constant KEY_TYPEHASH = keccak256("Key(uint8 keyType,bytes publicKey)");
    bytes32 private constant REGISTRATION_TYPEHASH = keccak256(
        "Registration(address committer,string did,Key[] keys,string agentURI,bytes32 salt)"
        "Key(uint8 keyType,bytes publicKey)"
    );
    bytes32 private constant BINDING_TYPEHASH = keccak256(
        "Binding(address committer,uint256 agentId,string did,Key[] keys,bytes32 salt)"
        "Key(uint8 keyType,bytes publicKey)"
    );

    constructor(address p256Verifier, address ed25519Verifier) EIP712("SageRegistryV3", "1") {
        if (p256Verifier.code.length == 0) revert SageNoCode(p256Verifier);
        if (ed25519Verifier != address(0) && ed25519Verifier.code.length == 0) {
            revert SageNoCode(ed25519Verifier);
        }
        P256_VERIFIER = IP256Verifier(p256Verifier);
        ED25519_VERIFIER = IEd25519Verifier(ed25519Verifier);
    }

    function _keyProofDigest(bytes32 didHash, address owner, bytes32 keyId, uint256 nonce)
        internal
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(keccak256(abi.encode(KEY_PROOF_TYPEHASH, didHash, owner, keyId, nonce)));
    }

    function _registrationDigest(
        address committer,
        bytes32 didHash,
        KeyInput[] calldata keys,
        string calldata agentURI,
        bytes32 salt
    ) internal view returns (bytes32) {
        bytes32 uriHash = keccak256(bytes(agentURI));
        bytes32 keysHash = _hashKeys(keys);
        return
            _hashTypedDataV4(keccak256(abi.encode(REGISTRATION_TYPEHASH, committer, didHash, keysHash, uriHash, salt)));
    }

    function _bindingDigest(address committer, uint256 agentId, bytes32 didHash, KeyInput[] calldata keys, bytes32 salt)
        internal
        view
        returns (bytes32)
    {
        bytes32 keysHash = _hashKeys(keys);
        return _hashTypedDataV4(keccak256(abi.encode(BINDING_TYPEHASH, committer, agentId, didHash, keysHash, salt)));
    }

    /// @dev Whether the key itself signed its proof digest; not for X25519, nor for Ed25519 without verifier.
    function _hasProved(KeyType keyType, PublicKey memory key, bytes32 digest, bytes calldata proof)
        internal
        view
        returns (bool)
    {
        if (keyType == KeyType.Secp256k1) {
            return KeySignatures.recover(digest, proof) == address(uint160(uint256(key.x)));
        }
        if (keyType == KeyType.Erc1271) return _confirms(address(uint160(uint256(key.x))), digest, proof);
        if (proof.length != 64) return false;
        if (keyType == KeyType.P256) {
            return KeySignatures.verifyP256(P256_VERIFIER, _asMessage(digest), proof, key.x, key.y);
        }
        return _verifyEd25519(digest, proof, key.x);
    }

    /// @dev Whether the key with this id signed the digest; `account` is the contract of an ERC-1271 key. The signature
    /// has the form that `verifySignature` describes.
    function _hasSigned(KeyType keyType, bytes32 keyId, address account, bytes32 digest, bytes calldata signature)
        internal
        view
        returns (bool)
    {
        if (keyType == KeyType.Secp256k1) return KeySignatures.isSecp256k1(keyId, digest, signature);
        if (keyType == KeyType.P256) return KeySignatures.isP256(P256_VERIFIER, keyId, digest, signature);
        if (keyType == KeyType.Erc1271) return _confirms(account, digest, signature);
        if (keyType == KeyType.X25519 || signature.length != 96) return false;
        bytes32 key = bytes32(signature[64:]);
        return PublicKeys.ed25519Id(key) == keyId && _verifyEd25519(digest, signature, key);
    }

    /// @dev What ES256 signs when the message is the digest.
    function _asMessage(bytes32 digest) internal pure returns (bytes32) {
        return KeySignatures.asMessage(digest);
    }

    function _verifyEd25519(bytes32 message, bytes calldata signature, bytes32 key) private view returns (bool) {
        return ED25519_VERIFIER.verify(message, key, bytes32(signature), bytes32(signature[32:]));
    }

    /// @dev ERC-1271.
    function _confirms(address account, bytes32 digest, bytes calldata signature) private view returns (bool) {
        (bool success, bytes32 answer) = BoundedCall.tryStaticCall(
            account, ERC1271_GAS, abi.encodeCall(IERC1271.isValidSignature, (digest, signature))
        );
        return success && answer == bytes32(IERC1271.isValidSignature.selector);
    }

    /// @dev The hash of `Key[]` by EIP-712: that of the hashes of its elements.
    function _hashKeys(KeyInput[] calldata keys) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](keys.length);
        for (uint256 i; i < keys.length; ++i) {
            hashes[i] = keccak256(abi.encode(KEY_TYPEHASH, keys[i].keyType, keccak256(keys[i].publicKey)));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
