// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Curves} from "../../contracts/libraries/Curves.sol";

/// @notice Public keys of test keys, for engines without the cheatcodes that make them; PublicKeys.t.sol compares. Not for
/// production: the time taken tells about the secret.
library PublicKeys {
    uint256 private constant SECP256K1_FIELD = 2 ** 256 - 2 ** 32 - 977;
    uint256 private constant SECP256K1_X = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798;
    uint256 private constant SECP256K1_Y = 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8;

    uint256 private constant ED25519_FIELD = 2 ** 255 - 19;
    uint256 private constant ED25519_D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3;
    uint256 private constant ED25519_X = 0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a;
    uint256 private constant ED25519_Y = 0x6666666666666666666666666666666666666666666666666666666666666658;

    /// @dev SEC 1, section 3.2.1; the secret is from 1 to the order minus 1. Doubles and adds from the highest bit, so that
    /// no sum is of equal or opposite points.
    function secp256k1(uint256 secret) internal view returns (uint256 x, uint256 y) {
        uint256 bit = 1 << Math.log2(secret);
        (uint256 px, uint256 py, uint256 pz) = (SECP256K1_X, SECP256K1_Y, 1);
        while ((bit >>= 1) != 0) {
            (px, py, pz) = _double(px, py, pz);
            if (secret & bit != 0) (px, py, pz) = _addGenerator(px, py, pz);
        }
        uint256 inverse = Math.invModPrime(pz, SECP256K1_FIELD);
        uint256 square = mulmod(inverse, inverse, SECP256K1_FIELD);
        x = mulmod(px, square, SECP256K1_FIELD);
        y = mulmod(py, mulmod(square, inverse, SECP256K1_FIELD), SECP256K1_FIELD);
    }

    /// @dev RFC 8032, section 5.1.4 for the sums, which hold for equal points too, and 5.1.2 for the encoding. The scalar is
    /// what that document makes of the hash of a seed.
    function ed25519(uint256 scalar) internal view returns (bytes32) {
        uint256[4] memory sum = [0, 1, 1, uint256(0)];
        uint256[4] memory power = [ED25519_X, ED25519_Y, 1, mulmod(ED25519_X, ED25519_Y, ED25519_FIELD)];
        for (; scalar != 0; scalar >>= 1) {
            if (scalar & 1 != 0) sum = _sum(sum, power);
            power = _sum(power, power);
        }
        uint256 inverse = Math.invModPrime(sum[2], ED25519_FIELD);
        uint256 x = mulmod(sum[0], inverse, ED25519_FIELD);
        uint256 y = mulmod(sum[1], inverse, ED25519_FIELD);
        return bytes32(Curves.reverse(bytes32(y | ((x & 1) << 255))));
    }

    /// @dev Jacobian coordinates, a = 0: dbl-2009-l of the Explicit-Formulas Database.
    function _double(uint256 x, uint256 y, uint256 z) private pure returns (uint256, uint256, uint256) {
        uint256 p = SECP256K1_FIELD;
        uint256 square = mulmod(y, y, p);
        uint256 d = mulmod(4, mulmod(x, square, p), p);
        uint256 e = mulmod(3, mulmod(x, x, p), p);
        uint256 x3 = addmod(mulmod(e, e, p), p - mulmod(2, d, p), p);
        uint256 y3 = addmod(mulmod(e, addmod(d, p - x3, p), p), p - mulmod(8, mulmod(square, square, p), p), p);
        return (x3, y3, mulmod(2, mulmod(y, z, p), p));
    }

    /// @dev Jacobian coordinates, the second point with z = 1: madd of the Explicit-Formulas Database.
    function _addGenerator(uint256 x, uint256 y, uint256 z) private pure returns (uint256, uint256, uint256) {
        uint256 p = SECP256K1_FIELD;
        uint256 square = mulmod(z, z, p);
        uint256 h = addmod(mulmod(SECP256K1_X, square, p), p - x, p);
        uint256 r = addmod(mulmod(SECP256K1_Y, mulmod(square, z, p), p), p - y, p);
        square = mulmod(h, h, p);
        uint256 cube = mulmod(square, h, p);
        uint256 v = mulmod(x, square, p);
        uint256 x3 = addmod(mulmod(r, r, p), p - addmod(cube, mulmod(2, v, p), p), p);
        uint256 y3 = addmod(mulmod(r, addmod(v, p - x3, p), p), p - mulmod(y, cube, p), p);
        return (x3, y3, mulmod(z, h, p));
    }

    function _sum(uint256[4] memory left, uint256[4] memory right) private pure returns (uint256[4] memory) {
        uint256 p = ED25519_FIELD;
        uint256 a = mulmod(addmod(left[1], p - left[0], p), addmod(right[1], p - right[0], p), p);
        uint256 b = mulmod(addmod(left[1], left[0], p), addmod(right[1], right[0], p), p);
        uint256 c = mulmod(mulmod(left[3], right[3], p), mulmod(2, ED25519_D, p), p);
        uint256 d = mulmod(2, mulmod(left[2], right[2], p), p);
        uint256 e = addmod(b, p - a, p);
        uint256 f = addmod(d, p - c, p);
        uint256 g = addmod(d, c, p);
        uint256 h = addmod(b, a, p);
        return [mulmod(e, f, p), mulmod(g, h, p), mulmod(f, g, p), mulmod(e, h, p)];
    }
}
