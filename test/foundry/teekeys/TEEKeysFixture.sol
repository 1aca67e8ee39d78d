// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";
import {TEEKeyRegistry} from "../../../contracts/TEEKeyRegistry.sol";
import {ITEEKeyRegistry} from "../../../contracts/interfaces/ITEEKeyRegistry.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {TEEKind} from "../../../contracts/types/TEEKind.sol";

/// @notice A registry with three voters of weight 50, 30 and 20, and keys to propose.
abstract contract TEEKeysFixture is Test {
    bytes32 internal constant MEASUREMENT = keccak256("measurement");
    bytes32 internal constant EVIDENCE_HASH = keccak256("evidence");
    string internal constant URI = "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG";
    uint256 internal constant STAKE = 1 ether;

    TEEKeyRegistry internal registry;
    address internal governance = makeAddr("governance");
    address internal guardian = makeAddr("guardian");
    address internal proposer = makeAddr("proposer");
    address internal stranger = makeAddr("stranger");
    address internal ann = makeAddr("ann");
    address internal ben = makeAddr("ben");
    address internal cho = makeAddr("cho");
    bytes internal keyBytes;
    bytes32 internal keyId;

    function setUp() public virtual {
        vm.warp(1_770_000_000);
        registry = new TEEKeyRegistry(governance, guardian);
        _setWeight(ann, 50);
        _setWeight(ben, 30);
        _setWeight(cho, 20);
        vm.deal(proposer, 1000 ether);
        vm.deal(stranger, 1000 ether);
        (keyBytes, keyId) = _key(1);
        skip(1);
    }

    function _key(uint256 number) internal returns (bytes memory key, bytes32 id) {
        Vm.Wallet memory wallet = vm.createWallet(uint256(keccak256(abi.encode("key", number))));
        key = abi.encodePacked(bytes1(0x04), wallet.publicKeyX, wallet.publicKeyY);
        id = keccak256(abi.encode(KeyType.Secp256k1, wallet.addr));
    }

    function _setWeight(address voter, uint88 weight) internal {
        address[] memory voters = new address[](1);
        uint88[] memory weights = new uint88[](1);
        (voters[0], weights[0]) = (voter, weight);
        vm.prank(governance);
        registry.setVoteWeights(voters, weights);
    }

    function _propose() internal returns (uint256) {
        return _proposeAs(proposer);
    }

    function _proposeAs(address account) internal returns (uint256) {
        return _proposeKey(account, keyBytes);
    }

    function _proposeKey(address account, bytes memory key) internal returns (uint256) {
        uint256 stake = registry.getParameters().stake;
        vm.prank(account);
        return registry.propose{value: stake}(KeyType.Secp256k1, key, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH);
    }

    function _vote(address voter, uint256 proposalId, bool support) internal {
        vm.prank(voter);
        registry.vote(proposalId, support);
    }

    function _endOf(uint256 proposalId) internal view returns (uint256) {
        ITEEKeyRegistry.Proposal memory proposal = registry.getProposal(proposalId);
        return proposal.createdAt + proposal.terms.votingPeriod;
    }

    function _settleAfterEnd(uint256 proposalId) internal returns (ITEEKeyRegistry.ProposalStatus) {
        vm.warp(_endOf(proposalId));
        return registry.settle(proposalId);
    }

    /// @dev Proposed, approved by all and settled.
    function _approve() internal returns (uint256 proposalId) {
        proposalId = _propose();
        _vote(ann, proposalId, true);
        _vote(ben, proposalId, true);
        _settleAfterEnd(proposalId);
    }

    function _reject() internal returns (uint256 proposalId) {
        proposalId = _propose();
        _vote(ann, proposalId, false);
        _settleAfterEnd(proposalId);
    }

    function _assertFunds(uint256 committed, uint256 treasury) internal view {
        (uint256 actualCommitted, uint256 actualTreasury) = registry.getFunds();
        assertEq(actualCommitted, committed, "committed");
        assertEq(actualTreasury, treasury, "treasury");
    }

    function _parameters() internal pure returns (ITEEKeyRegistry.Parameters memory) {
        return ITEEKeyRegistry.Parameters(1 ether, 7 days, 180 days, 6600, 1000, 5000, 1000);
    }
}
