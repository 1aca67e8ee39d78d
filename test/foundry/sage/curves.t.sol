// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Curves} from "../../../contracts/libraries/Curves.sol";
import {SageFixture} from "./SageFixture.sol";

/// @dev Against forge's own points and against the textbook ways to a square root. What is on the lists of refused keys is
/// in publicKeys.t.sol.
contract CurvesTest is SageFixture {
    uint256 private constant P25519 = (1 << 255) - 19;
    uint256 private constant LOW_255 = type(uint256).max >> 1;
    /// @dev The orders of the prime groups are odd, so that no point has the y 0.
    uint256 private constant SECP256K1_P = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f;
    uint256 private constant P256_P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff;

    function testFuzz_decompressGivesForgesPointsOfSecp256k1(uint256 seed) public {
        (uint256 x, uint256 y) = _point(publicKeyOf(secp256k1Key(seed)));
        _checkPoint(Curves.secp256k1(), x, y);
    }

    function testFuzz_decompressGivesForgesPointsOfP256(uint256 seed) public {
        (uint256 x, uint256 y) = _point(publicKeyOf(p256Key(seed)));
        _checkPoint(Curves.p256(), x, y);
    }

    /// @dev Whatever it gives is on the curve and has the parity asked for; when it gives none, the right side has no root
    /// by Euler's criterion.
    function testFuzz_decompressOfAnyNumber(uint256 x, bool odd, bool r1) public view {
        Curves.Weierstrass memory curve = r1 ? Curves.p256() : Curves.secp256k1();
        uint256 y = Curves.decompress(curve, x, odd);
        if (y != 0) {
            assertTrue(Curves.contains(curve, x, y));
            assertEq(y & 1 == 1, odd);
            return;
        }
        if (x >= curve.p) return;
        uint256 cube = mulmod(mulmod(x, x, curve.p), x, curve.p);
        uint256 square = addmod(addmod(cube, mulmod(curve.a, x, curve.p), curve.p), curve.b, curve.p);
        assertEq(Math.modExp(square, (curve.p - 1) / 2, curve.p), curve.p - 1);
    }

    function testFuzz_containsNothingBesideThePoint(uint256 seed, uint256 other) public {
        (uint256 x, uint256 y) = _point(publicKeyOf(secp256k1Key(seed)));
        vm.assume(other != y && other != SECP256K1_P - y);
        assertFalse(Curves.contains(Curves.secp256k1(), x, other));
        (x, y) = _point(publicKeyOf(p256Key(seed)));
        vm.assume(other != y && other != P256_P - y);
        assertFalse(Curves.contains(Curves.p256(), x, other));
    }

    function testFuzz_reverseTwiceIsTheSame(bytes32 word) public pure {
        uint256 reversed = Curves.reverse(word);
        assertEq(bytes32(Curves.reverse(bytes32(reversed))), word);
        for (uint256 i; i < 32; ++i) {
            assertEq(bytes32(reversed)[i], word[31 - i]);
        }
    }

    function testFuzz_forgesEd25519KeysArePoints(uint256 seed) public view {
        bytes32 key = LATER_VM.publicKeyEd25519(bytes32(seed));
        assertTrue(Curves.isEd25519Point(key));
        assertFalse(Curves.isEd25519SmallOrder(key));
    }

    /// @dev The root of RFC 8032, 5.1.3, for any 32 bytes.
    function testFuzz_isEd25519PointAsTheRfcDecodes(bytes32 encoded) public view {
        assertEq(Curves.isEd25519Point(encoded), _decodes(Curves.reverse(encoded)));
    }

    /// @dev Small numbers and those about p, both sign bits: what random bytes never meet.
    function test_isEd25519PointAtTheEdges() public view {
        for (uint256 i; i < 64; ++i) {
            _checkEdge(i);
            _checkEdge(P25519 - 32 + i < 1 << 255 ? P25519 - 32 + i : LOW_255);
        }
    }

    function testFuzz_isX25519CoordinateBelowThePrime(bytes32 encoded) public pure {
        assertEq(Curves.isX25519Coordinate(encoded), Curves.reverse(encoded) < P25519);
    }

    /// @dev The Montgomery ladder of RFC 7748, 5, with the cofactor alone as scalar: zero exactly for small order.
    function testFuzz_isX25519SmallOrderWhereEightTimesIsZero(uint256 u, uint256 choice) public view {
        u = choice % 4 == 0 ? _listed(choice) : u % P25519;
        assertEq(Curves.isX25519SmallOrder(bytes32(Curves.reverse(bytes32(u)))), _eightTimes(u) == 0);
    }

    function _checkPoint(Curves.Weierstrass memory curve, uint256 x, uint256 y) private view {
        assertTrue(Curves.contains(curve, x, y));
        assertTrue(Curves.contains(curve, x, curve.p - y));
        assertFalse(Curves.contains(curve, x, 0));
        assertEq(Curves.decompress(curve, x, y & 1 == 1), y);
        assertEq(Curves.decompress(curve, x, y & 1 == 0), curve.p - y);
    }

    function _checkEdge(uint256 y) private view {
        assertEq(Curves.isEd25519Point(bytes32(Curves.reverse(bytes32(y)))), _decodes(y), vm.toString(y));
        uint256 signed = y | 1 << 255;
        assertEq(Curves.isEd25519Point(bytes32(Curves.reverse(bytes32(signed)))), _decodes(signed), vm.toString(signed));
    }

    /// @dev RFC 8032, 5.1.3: x = u v³ (u v⁷)^((p-5)/8), once more times the root of -1.
    function _decodes(uint256 value) private view returns (bool) {
        uint256 y = value & LOW_255;
        if (y >= P25519) return false;
        uint256 y2 = mulmod(y, y, P25519);
        uint256 d = mulmod(P25519 - 121665, Math.invModPrime(121666, P25519), P25519);
        uint256 u = addmod(y2, P25519 - 1, P25519);
        uint256 v = addmod(mulmod(d, y2, P25519), 1, P25519);
        uint256 v3 = mulmod(mulmod(v, v, P25519), v, P25519);
        uint256 v7 = mulmod(mulmod(v3, v3, P25519), v, P25519);
        uint256 power = Math.modExp(mulmod(u, v7, P25519), (P25519 - 5) / 8, P25519);
        uint256 x = mulmod(mulmod(u, v3, P25519), power, P25519);
        if (mulmod(v, mulmod(x, x, P25519), P25519) != u) {
            x = mulmod(x, Math.modExp(2, (P25519 - 1) / 4, P25519), P25519);
            if (mulmod(v, mulmod(x, x, P25519), P25519) != u) return false;
        }
        return x != 0 || value >> 255 == 0;
    }

    function _listed(uint256 choice) private pure returns (uint256) {
        uint256[5] memory listed = [
            0,
            1,
            P25519 - 1,
            Curves.reverse(0xe0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800),
            Curves.reverse(0x5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157)
        ];
        return listed[(choice >> 2) % 5];
    }

    /// @dev Doubles (x : z) three times: the ladder's x₂ = AA·BB, z₂ = E·(AA + a24·E). Zero, or at infinity, is 0.
    function _eightTimes(uint256 u) private view returns (uint256) {
        (uint256 x, uint256 z) = (u, uint256(1));
        for (uint256 i; i < 3; ++i) {
            uint256 sum = addmod(x, z, P25519);
            uint256 difference = addmod(x, P25519 - z, P25519);
            uint256 aa = mulmod(sum, sum, P25519);
            uint256 bb = mulmod(difference, difference, P25519);
            uint256 e = addmod(aa, P25519 - bb, P25519);
            x = mulmod(aa, bb, P25519);
            z = mulmod(e, addmod(aa, mulmod(121665, e, P25519), P25519), P25519);
        }
        return z == 0 ? 0 : mulmod(x, Math.invModPrime(z, P25519), P25519);
    }

    function _point(bytes memory publicKey) private pure returns (uint256 x, uint256 y) {
        assembly ("memory-safe") {
            x := mload(add(publicKey, 33))
            y := mload(add(publicKey, 65))
        }
    }
}
