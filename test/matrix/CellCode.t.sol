// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {P256Verifier} from "../../contracts/P256Verifier.sol";

/// Runs in each cell of the compiler matrix (`npm run matrix`), beside the tests of test/foundry: what `new` and `vm.getCode`
/// give to those has to be the code of the cell.
contract CellCodeTest is Test {
    /// The other tests load this contract's artifact by its path, so nothing else makes forge compile it without via-IR.
    P256Verifier internal verifier;

    function test_TestsDeployTheCodeOfTheCell() public view {
        string memory json = vm.readFile("test/matrix/cell.json");
        string[] memory names = vm.parseJsonStringArray(json, ".names");
        bytes32[] memory hashes = vm.parseJsonBytes32Array(json, ".hashes");
        assertGt(names.length, 10, "contracts");
        assertEq(names.length, hashes.length, "hashes");
        for (uint256 i = 0; i < names.length; ++i) {
            assertEq(keccak256(vm.getCode(names[i])), hashes[i], names[i]);
        }
        bytes memory byPath = vm.getCode("cache/forge/out/P256Verifier.sol/P256Verifier.json");
        assertEq(keccak256(byPath), keccak256(vm.getCode("contracts/P256Verifier.sol:P256Verifier")), "by path");
    }

    /// The differential check of the line above: `new` is linked to the same artifact.
    function test_NewDeploysTheCodeOfTheCell() public {
        bytes memory code = vm.getCode("contracts/P256Verifier.sol:P256Verifier");
        address made;
        assembly ("memory-safe") {
            made := create(0, add(code, 32), mload(code))
        }
        verifier = new P256Verifier();
        assertEq(address(verifier).codehash, made.codehash);
    }
}
