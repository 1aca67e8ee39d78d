// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {KeyType} from "../types/KeyType.sol";
import {Curves} from "./Curves.sol";

/// @notice A well-formed public key.
/// @param id Names the key everywhere: see `PublicKeys`.
/// @param x The x-coordinate (P-256), the address (secp256k1, ERC-1271, as a number) or the 32 bytes of the key.
/// @param y The y-coordinate (P-256), else 0.
struct PublicKey {
    bytes32 id;
    bytes32 x;
    bytes32 y;
}

/// @title Public keys and their ids
/// @notice Accepts what is a key and nothing else: no point off its curve, no second spelling, no point of small order, no
/// account without code. A key has one id however it is spelled:
/// `keccak256(abi.encode(type, address))` for secp256k1 (the Ethereum address of the key) and ERC-1271,
/// `keccak256(abi.encode(type, x, y))` for P-256, `keccak256(abi.encode(type, key))` for Ed25519 and X25519.
library PublicKeys {
    /// @notice A key of this type has another length; `KeyType` lists the lengths.
    error PublicKeyLength(KeyType keyType, uint256 length);
    /// @notice A point begins with 2 or 3 (compressed) or 4 (uncompressed), by its length.
    error PublicKeyPrefix(KeyType keyType, bytes1 prefix);
    /// @notice No point of the curve has these coordinates; `y` is 0 for a key given by one coordinate.
    error PublicKeyNotOnCurve(KeyType keyType, bytes32 x, bytes32 y);
    /// @notice The key has small order: it proves nothing and keeps no secret.
    error PublicKeySmallOrder(KeyType keyType, bytes32 key);
    /// @notice No contract is at the address, so that nobody could confirm a signature.
    error PublicKeyWithoutCode(address account);

    /// @notice The id of a key; reverts for bytes that are no key of this type.
    function idOf(KeyType keyType, bytes calldata publicKey) internal view returns (bytes32) {
        return decode(keyType, publicKey).id;
    }

    /// @notice A key with its id; reverts for bytes that are no key of this type.
    function decode(KeyType keyType, bytes calldata publicKey) internal view returns (PublicKey memory key) {
        if (keyType == KeyType.Secp256k1) {
            (bytes32 x, bytes32 y) = _point(keyType, publicKey, Curves.secp256k1());
            key.x = bytes32(uint256(uint160(uint256(keccak256(abi.encode(x, y))))));
        } else if (keyType == KeyType.P256) {
            (key.x, key.y) = _point(keyType, publicKey, Curves.p256());
            key.id = p256Id(key.x, key.y);
            return key;
        } else if (keyType == KeyType.Erc1271) {
            if (publicKey.length != 20) revert PublicKeyLength(keyType, publicKey.length);
            address account = address(bytes20(publicKey));
            if (account.code.length == 0) revert PublicKeyWithoutCode(account);
            key.x = bytes32(uint256(uint160(account)));
        } else {
            if (publicKey.length != 32) revert PublicKeyLength(keyType, publicKey.length);
            key.x = bytes32(publicKey);
            _check25519(keyType, key.x);
        }
        key.id = _id(keyType, key.x);
    }

    /// @notice The id of the secp256k1 key with this Ethereum address.
    function secp256k1Id(address account) internal pure returns (bytes32) {
        return _id(KeyType.Secp256k1, bytes32(uint256(uint160(account))));
    }

    /// @notice The id of the P-256 key with these coordinates, which are not checked.
    function p256Id(bytes32 x, bytes32 y) internal pure returns (bytes32) {
        return keccak256(abi.encode(KeyType.P256, x, y));
    }

    /// @notice The id of the Ed25519 key with these bytes, which are not checked.
    function ed25519Id(bytes32 key) internal pure returns (bytes32) {
        return _id(KeyType.Ed25519, key);
    }

    function _id(KeyType keyType, bytes32 word) private pure returns (bytes32) {
        return keccak256(abi.encode(keyType, word));
    }

    /// @dev SEC 1, 2.3.4, without the point at infinity and the hybrid form.
    function _point(KeyType keyType, bytes calldata publicKey, Curves.Weierstrass memory curve)
        private
        view
        returns (bytes32 x, bytes32 y)
    {
        bool compressed = publicKey.length == 33;
        if (!compressed && publicKey.length != 65) revert PublicKeyLength(keyType, publicKey.length);
        bytes1 prefix = publicKey[0];
        x = bytes32(publicKey[1:]);
        if (compressed) {
            if (prefix != 0x02 && prefix != 0x03) revert PublicKeyPrefix(keyType, prefix);
            y = bytes32(Curves.decompress(curve, uint256(x), prefix == 0x03));
            if (y == 0) revert PublicKeyNotOnCurve(keyType, x, 0);
        } else {
            if (prefix != 0x04) revert PublicKeyPrefix(keyType, prefix);
            y = bytes32(publicKey[33:]);
            if (!Curves.contains(curve, uint256(x), uint256(y))) revert PublicKeyNotOnCurve(keyType, x, y);
        }
    }

    function _check25519(KeyType keyType, bytes32 key) private view {
        bool signs = keyType == KeyType.Ed25519;
        if (!(signs ? Curves.isEd25519Point(key) : Curves.isX25519Coordinate(key))) {
            revert PublicKeyNotOnCurve(keyType, key, 0);
        }
        if (signs ? Curves.isEd25519SmallOrder(key) : Curves.isX25519SmallOrder(key)) {
            revert PublicKeySmallOrder(keyType, key);
        }
    }
}
