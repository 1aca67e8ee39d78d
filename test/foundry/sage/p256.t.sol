// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IP256Verifier} from "../../../contracts/interfaces/IP256Verifier.sol";
import {SageFixture} from "./SageFixture.sol";

/// @dev Without the precompile of EIP-7951, which forge doesn't have under cancun.
contract P256VerifierTest is SageFixture {
    function testFuzz_acceptsWhatTheKeySigned(uint256 seed, bytes32 hash) public {
        bytes memory signature = signatureOf(p256Key(seed), hash);
        assertTrue(_verify(hash, signature));
        (bytes32 r, bytes32 s) = (_word(signature, 0), _word(signature, 1));
        assertFalse(_verify(hash, _replace(signature, 1, bytes32(P256_ORDER - uint256(s)))));
        assertFalse(_verify(keccak256(abi.encode(hash)), signature));
        assertFalse(_verify(hash, _replace(_replace(signature, 0, s), 1, r)));
    }

    function testFuzz_refusesATamperedBit(uint256 seed, bytes32 hash, uint256 bit) public {
        bytes memory signature = signatureOf(p256Key(seed), hash);
        bit %= 1024;
        signature[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        assertFalse(_verify(hash, signature));
    }

    function testFuzz_refusesGarbage(bytes32[4] calldata words, bytes32 hash, uint256 place) public {
        assertFalse(_verify(hash, abi.encodePacked(words)));
        // With a right key, and with numbers at the edges.
        bytes memory signature = signatureOf(p256Key(1), hash);
        assertFalse(_verify(hash, _replace(signature, place % 2, words[0])));
        uint256[5] memory edges = [0, P256_ORDER, P256_ORDER - 1, type(uint256).max, P256_ORDER / 2 + 1];
        assertFalse(_verify(hash, _replace(signature, place % 4, bytes32(edges[(place >> 2) % 5]))));
    }

    function test_refusesTheKeyAtInfinity() public view {
        assertFalse(_verify(DIGEST, abi.encodePacked(bytes32(uint256(1)), bytes32(uint256(1)), bytes32(0), bytes32(0))));
    }

    function _verify(bytes32 hash, bytes memory signature) private view returns (bool) {
        return IP256Verifier(p256Verifier)
            .verify(hash, _word(signature, 0), _word(signature, 1), _word(signature, 2), _word(signature, 3));
    }

    function _word(bytes memory signature, uint256 index) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(add(signature, 32), mul(index, 32)))
        }
    }

    function _replace(bytes memory signature, uint256 index, bytes32 word) private pure returns (bytes memory changed) {
        changed = bytes.concat(signature);
        assembly ("memory-safe") {
            mstore(add(add(changed, 32), mul(index, 32)), word)
        }
    }
}
