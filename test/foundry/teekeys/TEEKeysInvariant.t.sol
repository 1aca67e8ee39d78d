// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {console2} from "forge-std/console2.sol";
import {Test} from "forge-std/Test.sol";
import {ITEEKeyRegistry} from "../../../contracts/interfaces/ITEEKeyRegistry.sol";
import {TEEKeyRegistry} from "../../../contracts/TEEKeyRegistry.sol";
import {TEEKind} from "../../../contracts/types/TEEKind.sol";
import {TEEKeysHandler} from "./TEEKeysHandler.sol";
import {TEEKeysLogModel} from "./TEEKeysLogModel.sol";

contract TEEKeysInvariantTest is Test {
    uint256 private constant WHOLE_RUN = 150;
    /// @dev So many of the latest proposals are looked at after each call; all of them at the end.
    uint256 private constant LATEST = 4;

    TEEKeyRegistry private _registry;
    TEEKeysHandler private _handler;
    TEEKeysLogModel private _logged;
    string[15] private _actions = [
        "propose",
        "proposeWithEvidence",
        "vote",
        "voteTogether",
        "settle",
        "withdrawProposal",
        "withdraw",
        "revoke",
        "withdrawTreasury",
        "setParameters",
        "setVoteWeight",
        "passTime",
        "forceEther",
        "setRoles",
        "misbehave"
    ];

    function setUp() external {
        vm.warp(1_770_000_000);
        address governance = makeAddr("governance");
        _logged = new TEEKeysLogModel();
        vm.recordLogs();
        _registry = new TEEKeyRegistry(governance, makeAddr("guardian"));
        _logged.read(vm.getRecordedLogs(), address(_registry));
        _handler = new TEEKeysHandler(_registry, _logged, governance);
        _handler.begin();
        targetContract(address(_handler));
        bytes4[] memory selectors = new bytes4[](15);
        selectors[0] = TEEKeysHandler.propose.selector;
        selectors[1] = TEEKeysHandler.proposeWithEvidence.selector;
        selectors[2] = TEEKeysHandler.vote.selector;
        selectors[3] = TEEKeysHandler.voteTogether.selector;
        selectors[4] = TEEKeysHandler.settle.selector;
        selectors[5] = TEEKeysHandler.withdrawProposal.selector;
        selectors[6] = TEEKeysHandler.withdraw.selector;
        selectors[7] = TEEKeysHandler.revoke.selector;
        selectors[8] = TEEKeysHandler.withdrawTreasury.selector;
        selectors[9] = TEEKeysHandler.setParameters.selector;
        selectors[10] = TEEKeysHandler.setVoteWeight.selector;
        selectors[11] = TEEKeysHandler.passTime.selector;
        selectors[12] = TEEKeysHandler.forceEther.selector;
        selectors[13] = TEEKeysHandler.setRoles.selector;
        selectors[14] = TEEKeysHandler.misbehave.selector;
        targetSelector(FuzzSelector(address(_handler), selectors));
    }

    function invariant_P31_talliesStayWithinTheTotalOfTheBeginning() external view {
        for (uint256 id = _first(); id <= _handler.noteCount(); ++id) {
            _checkTally(id);
        }
    }

    function invariant_P32_oneVoteForEachVoter() external view {
        for (uint256 id = _first(); id <= _handler.noteCount(); ++id) {
            _checkBallots(id);
        }
    }

    function invariant_P33_termsAndOutcomesStay() external view {
        for (uint256 id = _first(); id <= _handler.noteCount(); ++id) {
            _checkOutcome(id);
        }
    }

    function invariant_P35_trustFollowsTheLastDecision() external view {
        for (uint256 i; i < _handler.KEYS(); ++i) {
            bytes32 keyId = _handler.keyId(i);
            TEEKeysHandler.Trust memory trust = _handler.trustOf(keyId);
            bool expected = trust.approved && !trust.revoked;
            if (expected) {
                TEEKeysHandler.Note memory note = _handler.noteOf(trust.decidedBy);
                expected = block.timestamp < note.createdAt + note.terms.votingPeriod + note.terms.trustPeriod;
            }
            assertEq(_registry.isTrusted(keyId), expected, "trusted");
            assertEq(_registry.getKey(keyId).openProposal, trust.open, "open proposal");
            assertEq(_registry.getKey(keyId).decidedBy, trust.decidedBy, "decided by");
        }
    }

    /// @dev Every stake is where it must be: open, owed, paid, or kept.
    function invariant_P36_everyStakeIsReleasedOnce() external view {
        assertEq(_handler.released(), _owed() + _handler.paidOut(), "released");
        (uint256 committed,) = _registry.getFunds();
        assertEq(committed, _handler.openStakes() + _owed(), "committed");
    }

    function invariant_P37_theTreasuryIsWhatWasKept() external view {
        (uint256 committed, uint256 treasury) = _registry.getFunds();
        assertEq(treasury + _handler.treasuryPaid(), _handler.kept(), "kept");
        assertEq(address(_registry).balance, committed + treasury + _handler.forced(), "balance");
    }

    function invariant_P48_theLogsTellTheState() external view {
        for (uint256 id = _first(); id <= _handler.noteCount(); ++id) {
            assertEq(abi.encode(_registry.getProposal(id)), abi.encode(_logged.proposal(id)), "proposal");
            for (uint256 i; i < _handler.VOTERS(); ++i) {
                address voter = _handler.voter(i);
                assertEq(uint256(_registry.getBallot(id, voter)), uint256(_logged.ballotOf(id, voter)), "ballot");
            }
        }
        for (uint256 i; i < _handler.KEYS(); ++i) {
            bytes32 keyId = _handler.keyId(i);
            assertEq(abi.encode(_registry.getKey(keyId)), abi.encode(_logged.key(keyId)), "key");
        }
        for (uint256 i; i < _handler.VOTERS(); ++i) {
            assertEq(_registry.voteWeight(_handler.voter(i)), _logged.weightOf(_handler.voter(i)), "weight");
        }
        for (uint256 i; i < _handler.ACTORS(); ++i) {
            assertEq(_registry.owedTo(_handler.actor(i)), _logged.owedTo(_handler.actor(i)), "owed");
        }
        for (uint256 i; i < 5; ++i) {
            assertEq(_registry.verifierOf(TEEKind(i)), _logged.verifierOf(TEEKind(i)), "verifier");
        }
        (uint256 committed, uint256 treasury) = _registry.getFunds();
        assertEq(committed, _logged.committed(), "committed");
        assertEq(treasury, _logged.treasury(), "treasury");
        assertEq(_registry.totalVoteWeight(), _logged.totalWeight(), "total weight");
        assertEq(_registry.getProposalCount(), _logged.count(), "count");
        assertEq(_registry.guardian(), _logged.guardian(), "guardian");
        assertEq(abi.encode(_registry.getParameters()), abi.encode(_logged.parameters()), "parameters");
    }

    function afterInvariant() external view {
        uint256 stakes;
        for (uint256 id = 1; id <= _handler.noteCount(); ++id) {
            _checkTally(id);
            _checkBallots(id);
            _checkOutcome(id);
            assertEq(abi.encode(_registry.getProposal(id)), abi.encode(_logged.proposal(id)), "proposal");
            stakes += _registry.getProposal(id).terms.stake;
        }
        assertEq(stakes, _handler.openStakes() + _handler.released() + _handler.kept(), "all stakes");
        // Forge replays the shortened sequence of an earlier failure first; only a whole run tells about the reach.
        if (_handler.turn() < WHOLE_RUN) return;
        for (uint256 i; i < _actions.length; ++i) {
            console2.log(_actions[i], _handler.reach(i));
            assertGt(_handler.reach(i), 0, _actions[i]);
        }
        string[7] memory outcomes = ["", "", "approved", "rejected", "lapsed", "withdrawn", "approved in vain"];
        for (uint256 i = 2; i < 6; ++i) {
            console2.log(outcomes[i], _handler.outcomes(i));
            assertGt(_handler.outcomes(i), 0, outcomes[i]);
        }
        console2.log(outcomes[6], _handler.outcomes(6));
    }

    function _checkTally(uint256 id) private view {
        ITEEKeyRegistry.Proposal memory proposal = _registry.getProposal(id);
        TEEKeysHandler.Note memory note = _handler.noteOf(id);
        assertEq(proposal.totalWeight, note.total, "total");
        assertEq(proposal.weightFor, note.weightFor, "for");
        assertEq(proposal.weightAgainst, note.weightAgainst, "against");
        assertLe(uint256(proposal.weightFor) + proposal.weightAgainst, proposal.totalWeight);
    }

    function _checkBallots(uint256 id) private view {
        uint256[3] memory sums;
        for (uint256 i; i < _handler.VOTERS(); ++i) {
            address voter = _handler.voter(i);
            ITEEKeyRegistry.Ballot ballot = _registry.getBallot(id, voter);
            assertEq(uint256(ballot), _handler.ballotOf(id, voter), "ballot");
            sums[uint256(ballot)] += _handler.weightAt(voter, _handler.noteOf(id).createdAt);
        }
        assertEq(_registry.getProposal(id).weightFor, sums[1], "sum for");
        assertEq(_registry.getProposal(id).weightAgainst, sums[2], "sum against");
    }

    function _checkOutcome(uint256 id) private view {
        ITEEKeyRegistry.Proposal memory proposal = _registry.getProposal(id);
        TEEKeysHandler.Note memory note = _handler.noteOf(id);
        assertEq(uint256(proposal.status), uint256(note.status), "status");
        assertEq(abi.encode(proposal.terms), abi.encode(note.terms), "terms");
        assertEq(proposal.proposer, note.proposer, "proposer");
        assertEq(proposal.keyId, note.keyId, "key");
    }

    function _owed() private view returns (uint256 sum) {
        for (uint256 i; i < _handler.ACTORS(); ++i) {
            sum += _registry.owedTo(_handler.actor(i));
        }
        sum += _registry.owedTo(_handler.governance());
    }

    function _first() private view returns (uint256) {
        uint256 count = _handler.noteCount();
        return count > LATEST ? count - LATEST + 1 : 1;
    }
}
