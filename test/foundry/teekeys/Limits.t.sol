// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {console2} from "forge-std/console2.sol";
import {ITEEKeyRegistry} from "../../../contracts/interfaces/ITEEKeyRegistry.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {TEEKind} from "../../../contracts/types/TEEKind.sol";
import {BurningVerifier, FloodingVerifier} from "../mocks/teekeys/Verifiers.sol";
import {TEEKeysFixture} from "./TEEKeysFixture.sol";

/// @dev P49: the dearest call of each function with a list or text of bounded length, and those that must not depend on how many
/// voters or changes there are. As a transaction would pay it, without refunds.
contract TEEKeyLimitsTest is TEEKeysFixture {
    /// @dev EIP-7825: most gas of one transaction.
    uint256 private constant TRANSACTION_LIMIT = 16_777_216;

    function test_P49_setVoteWeights_ofAHundred() external {
        (address[] memory voters, uint88[] memory weights) = _crowd(1);
        uint256 gas = _measure(governance, 0, abi.encodeCall(registry.setVoteWeights, (voters, weights)));
        console2.log("setVoteWeights, 100 new voters", gas);
        assertLt(gas, 7_500_000);
    }

    function test_P49_proposeWithEvidence_ofTheGreatestSize() external {
        bytes memory evidence = _nonzero(32_768);
        string memory uri = string(_nonzero(2048));
        FloodingVerifier flooding = new FloodingVerifier();
        vm.prank(governance);
        registry.setVerifier(TEEKind.SGX, address(flooding));
        uint256 gas = _measure(proposer, STAKE, _proposal(uri, evidence));
        console2.log("proposeWithEvidence, 32 KiB and a URI of 2 KiB, a verifier that floods", gas);
        assertLt(gas, 5_000_000);
        assertTrue(registry.getProposal(1).evidenceVerified);
    }

    /// @dev A verifier that takes all the gas it may have leaves room for everything else.
    function test_P49_proposeWithEvidence_withAVerifierThatBurns() external {
        bytes memory call = _proposal(string(_nonzero(2048)), _nonzero(32_768));
        BurningVerifier burning = new BurningVerifier();
        vm.prank(governance);
        registry.setVerifier(TEEKind.SGX, address(burning));
        vm.prank(proposer);
        uint256 gas = gasleft();
        (bool success, bytes memory reason) = address(registry).call{value: STAKE, gas: 14_000_000}(call);
        gas -= gasleft();
        assertFalse(success);
        assertEq(
            reason,
            abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyEvidenceRefused.selector, TEEKind.SGX, address(burning))
        );
        assertLt(gas + _intrinsic(call), TRANSACTION_LIMIT - 4_000_000);
    }

    /// @dev 100 voters, each with 50 changes of weight before the proposal and 50 after.
    function test_P49_voteAndSettle_withAHundredVotersOfLongHistory() external {
        (address[] memory voters, uint88[] memory weights) = _crowd(1);
        for (uint256 i; i < 50; ++i) {
            _setWeights(voters, weights);
        }
        uint256 id = _propose();
        for (uint256 i; i < 50; ++i) {
            _setWeights(voters, weights);
        }
        uint256 dearest;
        for (uint256 i; i < 100; ++i) {
            uint256 gas = _measure(voters[i], 0, abi.encodeCall(registry.vote, (id, i % 3 != 0)));
            if (gas > dearest) dearest = gas;
        }
        console2.log("vote, dearest of 100 after 100 changes of weight", dearest);
        assertLt(dearest, 90_000);
        vm.warp(_endOf(id));
        uint256 settling = _measure(stranger, 0, abi.encodeCall(registry.settle, (id)));
        console2.log("settle, 100 voters", settling);
        assertLt(settling, 130_000);
        assertEq(registry.getProposal(id).weightFor, 66);
        assertEq(registry.getProposal(id).weightAgainst, 34);
    }

    function _crowd(uint88 weight) private pure returns (address[] memory voters, uint88[] memory weights) {
        voters = new address[](100);
        weights = new uint88[](100);
        for (uint256 i; i < 100; ++i) {
            voters[i] = address(uint160(uint256(keccak256(abi.encode("voter", i)))));
            weights[i] = weight;
        }
    }

    function _setWeights(address[] memory voters, uint88[] memory weights) private {
        vm.prank(governance);
        registry.setVoteWeights(voters, weights);
        skip(1);
    }

    function _proposal(string memory uri, bytes memory evidence) private view returns (bytes memory) {
        return abi.encodeCall(
            registry.proposeWithEvidence,
            (KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, uri, keccak256(evidence), evidence)
        );
    }

    function _measure(address caller, uint256 value, bytes memory call) private returns (uint256 gas) {
        vm.prank(caller);
        gas = gasleft();
        (bool success,) = address(registry).call{value: value}(call);
        gas -= gasleft();
        assertTrue(success);
        gas += _intrinsic(call);
        assertLt(gas, TRANSACTION_LIMIT);
    }

    /// @dev 21,000 and the calldata, at the higher price of EIP-7623.
    function _intrinsic(bytes memory call) private pure returns (uint256 gas) {
        gas = 21_000;
        for (uint256 i; i < call.length; ++i) {
            gas += call[i] == 0 ? 10 : 40;
        }
    }

    function _nonzero(uint256 length) private pure returns (bytes memory data) {
        data = new bytes(length);
        for (uint256 i; i < length; ++i) {
            data[i] = 0x61;
        }
    }
}
