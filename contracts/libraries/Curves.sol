// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Whether bytes are a point of a curve
/// @notice secp256k1 and P-256 (SEC 2), edwards25519 (RFC 8032) and curve25519 (RFC 7748). Square roots use the MODEXP
/// precompile (EIP-198).
library Curves {
    /// @dev Field and coefficients of y² = x³ + ax + b.
    struct Weierstrass {
        uint256 p;
        uint256 a;
        uint256 b;
    }

    /// @dev 2^255 - 19.
    uint256 private constant P25519 = (1 << 255) - 19;
    uint256 private constant EDWARDS_D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3;
    /// @dev The two y of edwards25519's points of order 8 (each for two x).
    uint256 private constant ORDER_8_Y1 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826;
    uint256 private constant ORDER_8_Y2 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7;
    /// @dev The u of curve25519's points of order 8.
    uint256 private constant ORDER_8_U1 = 0x57119fd0dd4e22d8868e1c58c45c44045bef839c55b1d0b1248c50a3bc959c5f;
    uint256 private constant ORDER_8_U2 = 0x00b8495f16056286fdb1329ceb8d09da6ac49ff1fae35616aeb8413b7c7aebe0;

    function secp256k1() internal pure returns (Weierstrass memory) {
        return Weierstrass({p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f, a: 0, b: 7});
    }

    function p256() internal pure returns (Weierstrass memory) {
        return Weierstrass({
            p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff,
            a: 0xffffffff00000001000000000000000000000000fffffffffffffffffffffffc,
            b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b
        });
    }

    /// @dev Whether (x, y) is on the curve, both coordinates reduced. The point at infinity has no such coordinates.
    function contains(Weierstrass memory curve, uint256 x, uint256 y) internal pure returns (bool) {
        return x < curve.p && y < curve.p && mulmod(y, y, curve.p) == _rightSide(curve, x);
    }

    /// @dev The y of a compressed point (SEC 1, 2.3.4). Both fields are 3 modulo 4, so a root is a power.
    /// @return y 0 when no point has this x: no point of either curve has the y 0, since their orders are odd.
    function decompress(Weierstrass memory curve, uint256 x, bool odd) internal view returns (uint256 y) {
        if (x >= curve.p) return 0;
        uint256 square = _rightSide(curve, x);
        uint256 root = Math.modExp(square, (curve.p + 1) / 4, curve.p);
        if (mulmod(root, root, curve.p) != square) return 0;
        return (root & 1 == 1) == odd ? root : curve.p - root;
    }

    /// @dev Whether the 32 bytes are the one encoding of a point of edwards25519 (RFC 8032, 5.1.3).
    function isEd25519Point(bytes32 encoded) internal view returns (bool) {
        uint256 value = reverse(encoded);
        uint256 y = value & (type(uint256).max >> 1);
        if (y >= P25519) return false;
        uint256 y2 = mulmod(y, y, P25519);
        // x² = u / v, which is a square where uv is one; v is never 0, because -1/d isn't a square.
        uint256 u = addmod(y2, P25519 - 1, P25519);
        uint256 v = addmod(mulmod(EDWARDS_D, y2, P25519), 1, P25519);
        uint256 product = mulmod(u, v, P25519);
        // With x = 0 there is no odd x: the sign bit must be 0.
        if (product == 0) return value == y;
        return Math.modExp(product, (P25519 - 1) / 2, P25519) == 1;
    }

    /// @dev Whether an Ed25519 point has an order of at most 8. Anybody can make signatures that such a key seems to have
    /// made. The y of the orders 1, 2, 4 and 8.
    function isEd25519SmallOrder(bytes32 encoded) internal pure returns (bool) {
        uint256 y = reverse(encoded) & (type(uint256).max >> 1);
        return y < 2 || y == P25519 - 1 || y == ORDER_8_Y1 || y == ORDER_8_Y2;
    }

    /// @dev Whether the 32 bytes are the one spelling of a u-coordinate: reduced, unused bit 0.
    function isX25519Coordinate(bytes32 encoded) internal pure returns (bool) {
        return reverse(encoded) < P25519;
    }

    /// @dev Whether every key agreement with this u gives the same, public, all-zero secret (RFC 7748, 6.1).
    function isX25519SmallOrder(bytes32 encoded) internal pure returns (bool) {
        uint256 u = reverse(encoded);
        return u < 2 || u == P25519 - 1 || u == ORDER_8_U1 || u == ORDER_8_U2;
    }

    /// @dev A little-endian number; by swapping ever larger halves.
    function reverse(bytes32 encoded) internal pure returns (uint256 value) {
        value = uint256(encoded);
        uint256 mask = 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff;
        value = ((value >> 8) & mask) | ((value & mask) << 8);
        mask = 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
        value = ((value >> 16) & mask) | ((value & mask) << 16);
        mask = 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff;
        value = ((value >> 32) & mask) | ((value & mask) << 32);
        mask = 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;
        value = ((value >> 64) & mask) | ((value & mask) << 64);
        value = (value >> 128) | (value << 128);
    }

    function _rightSide(Weierstrass memory curve, uint256 x) private pure returns (uint256) {
        uint256 slope = addmod(mulmod(x, x, curve.p), curve.a, curve.p);
        return addmod(mulmod(slope, x, curve.p), curve.b, curve.p);
    }
}
