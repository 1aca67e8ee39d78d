// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {BoundedCall} from "../../../contracts/libraries/BoundedCall.sol";
import {DeployedIdentityProxy, DeployedIdentityRegistry} from "../mocks/identity/DeployedIdentityRegistry.sol";
import {DearIdentityRegistry} from "../mocks/sage/DearIdentityRegistry.sol";
import {KeyFixture} from "./KeyFixture.sol";

/// @dev Whoever gives a call little gas may make it fail, never make it answer wrongly.
contract ScarceGasTest is KeyFixture {
    uint256 private constant MOST = 60_000;

    function test_isKeyValidNeverSaysNoForWantOfGas() public {
        _sweep(abi.encodeCall(ISageRegistryV3.isKeyValid, (agentId, first)));
    }

    function test_isKeyValidAtNeverSaysNoForWantOfGas() public {
        _sweep(abi.encodeCall(ISageRegistryV3.isKeyValidAt, (agentId, first, block.timestamp)));
    }

    function test_verifySignatureNeverSaysNoForWantOfGas() public {
        bytes memory signature = signatureOf(secp256k1Key(1), DIGEST);
        _sweep(abi.encodeCall(ISageRegistryV3.verifySignature, (agentId, first, DIGEST, signature)));
    }

    function test_recordOwnershipNeverEndsAnEpochForWantOfGas() public {
        _sweep(abi.encodeCall(ISageRegistryV3.recordOwnership, (agentId)));
    }

    /// @dev With cold and with warm storage: every amount of gas gives a failure or the right answer.
    function _sweep(bytes memory data) private {
        uint256 successes;
        for (uint256 given = 500; given < MOST; given += given < 20_000 ? 7 : 97) {
            if (given % 2 == 0) {
                vm.cool(address(registry));
                vm.cool(address(agents));
            }
            (bool success, bytes memory answer) = address(registry).call{gas: given}(data);
            if (!success) continue;
            assertTrue(abi.decode(answer, (bool)), vm.toString(given));
            ++successes;
        }
        assertGt(successes, 10);
    }
}

/// @dev A registry of which only the owner of now can be asked may answer dearly, and any failure means that nobody owns the
/// agent: but for that of want of gas.
contract ScarceGasOverDeployedTest is ScarceGasTest {
    function isForeign() internal pure override returns (bool) {
        return true;
    }

    function test_aDearRegistryIsNotTakenToHaveForgottenTheAgent() public {
        DearIdentityRegistry dear =
            DearIdentityRegistry(address(new DeployedIdentityProxy(address(new DearIdentityRegistry()))));
        registry = deployRegistry(address(dear), address(0));
        agentId = register(alice, "alice-1", list(secp256k1Key(1)));
        for (uint256 price = 2000; price < 200_000; price *= 2) {
            dear.setPrice(price);
            _sweepFrom(price, abi.encodeCall(ISageRegistryV3.isKeyValid, (agentId, first)));
        }
    }

    function test_RevertWhen_tooLittleGasIsLeftToTellTheReasonOfARefusal() public {
        DeployedIdentityRegistry(address(agents)).burn(agentId);
        bytes memory data = abi.encodeCall(ISageRegistryV3.isKeyValid, (agentId, first));
        uint256 refusals;
        for (uint256 given = 2000; given < 30_000; given += 7) {
            (bool success, bytes memory answer) = address(registry).call{gas: given}(data);
            if (success) assertFalse(abi.decode(answer, (bool)));
            if (success || answer.length == 0) continue;
            ++refusals;
            bytes memory expected =
                abi.encodeWithSelector(BoundedCall.BoundedCallGas.selector, _firstWord(answer), 6350);
            assertEq(answer, expected);
            assertLt(_firstWord(answer), 6350);
        }
        assertGt(refusals, 100);
    }

    function _sweepFrom(uint256 price, bytes memory data) private {
        uint256 successes;
        for (uint256 given = price; given < 2 * price + 60_000; given += 10 + price / 200) {
            (bool success, bytes memory answer) = address(registry).call{gas: given}(data);
            if (!success) continue;
            assertTrue(abi.decode(answer, (bool)), vm.toString(given));
            ++successes;
        }
        assertGt(successes, 10);
    }

    function _firstWord(bytes memory reason) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(reason, 36))
        }
    }
}
