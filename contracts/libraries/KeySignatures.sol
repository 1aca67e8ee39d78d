// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IP256Verifier} from "../interfaces/IP256Verifier.sol";
import {PublicKeys} from "./PublicKeys.sol";

/// @title Signatures of keys that are known by their id
/// @notice The public key comes out of the signature, so that none must be stored: see `PublicKeys` for the ids. Low `s` only.
library KeySignatures {
    /// @notice Whether the secp256k1 key signed the digest.
    /// @param signature r ‖ s ‖ v, 65 bytes; of any other length nobody's.
    function isSecp256k1(bytes32 keyId, bytes32 digest, bytes calldata signature) internal pure returns (bool) {
        address signer = recover(digest, signature);
        return signer != address(0) && PublicKeys.secp256k1Id(signer) == keyId;
    }

    /// @notice Whether the P-256 key signed the hash.
    /// @param signature r ‖ s ‖ x ‖ y, 128 bytes; of any other length nobody's.
    function isP256(IP256Verifier verifier, bytes32 keyId, bytes32 hash, bytes calldata signature)
        internal
        view
        returns (bool)
    {
        if (signature.length != 128) return false;
        (bytes32 x, bytes32 y) = (bytes32(signature[64:]), bytes32(signature[96:]));
        return PublicKeys.p256Id(x, y) == keyId && verifyP256(verifier, hash, signature, x, y);
    }

    /// @notice The signer's address; zero for what is no signature.
    function recover(bytes32 digest, bytes calldata signature) internal pure returns (address) {
        // On an error the address is zero.
        (address signer,,) = ECDSA.tryRecoverCalldata(digest, signature);
        return signer;
    }

    /// @notice Whether the P-256 key with these coordinates signed the hash.
    /// @param signature Begins with r ‖ s; at least 64 bytes.
    function verifyP256(IP256Verifier verifier, bytes32 hash, bytes calldata signature, bytes32 x, bytes32 y)
        internal
        view
        returns (bool)
    {
        return verifier.verify(hash, bytes32(signature), bytes32(signature[32:]), x, y);
    }

    /// @notice What ES256 signs when the message is the digest: its SHA-256.
    function asMessage(bytes32 digest) internal pure returns (bytes32) {
        return sha256(abi.encode(digest));
    }
}
