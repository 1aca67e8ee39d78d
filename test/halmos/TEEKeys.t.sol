// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IVoteWeights} from "../../contracts/interfaces/IVoteWeights.sol";
import {ITEEKeyRegistry} from "../../contracts/interfaces/ITEEKeyRegistry.sol";
import {KeyType} from "../../contracts/types/KeyType.sol";
import {TEEKind} from "../../contracts/types/TEEKind.sol";
import {Deployed, ITEEKeys} from "./Deployed.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states.
contract TEEKeyProofs is Deployed {
    address private constant OWNER = address(0xA11CE);
    address private constant GUARDIAN = address(0x64A4D);
    address private constant PROPOSER = address(0xB0B);
    address private constant RECEIVER = address(0x4EC);
    address private constant ONE = address(0x1001);
    address private constant TWO = address(0x1002);
    uint256 private constant BEGIN = 1_800_000_000;
    uint256 private constant STAKE = 1 ether;
    uint256 private constant PERIOD = 7 days;
    uint256 private constant ID = 1;

    ITEEKeys private _registry;
    bytes32 private _keyId;

    /// @dev The key is one that a contract answers for: its id takes no arithmetic of curves.
    function setUp() public {
        vm.warp(BEGIN - 1 days);
        _registry = _teeKeyRegistry(OWNER, GUARDIAN);
        _keyId = _registry.keyIdOf(KeyType.Erc1271, _key());
        vm.deal(PROPOSER, 10 ether);
    }

    /// @dev P31: who votes had a weight before the proposal, and votes with that, whatever the owner does to it meanwhile.
    function check_P31_A19_onlyTheWeightOfBeforeCounts(
        uint88 one,
        uint88 two,
        address voter,
        uint88 later,
        uint32 wait,
        bool support
    ) public {
        _propose(one, two);
        vm.assume(voter != address(0));
        // halmos mistakes places in a list of which it doesn't know whose it is, see audit/PROOFS.md.
        if (voter == ONE) voter = ONE;
        else if (voter == TWO) voter = TWO;
        _setWeight(voter, later);
        vm.warp(BEGIN + uint256(wait));
        bool voted = _tryVote(voter, support);
        uint256 weight = voter == ONE ? one : voter == TWO ? two : 0;
        assert(voted == (weight != 0 && wait < PERIOD));
        ITEEKeyRegistry.Proposal memory proposal = _registry.getProposal(ID);
        assert(proposal.weightFor == (voted && support ? weight : 0));
        assert(proposal.weightAgainst == (voted && !support ? weight : 0));
        assert(proposal.totalWeight == uint256(one) + two);
    }

    /// @dev P31: the votes of all together never exceed the weight of all before the proposal.
    function check_P31_castIsAtMostTheTotal(uint88[2] memory weights, uint88[2] memory later, bool[3] memory support)
        public
    {
        _propose(weights[0], weights[1]);
        _setWeight(ONE, later[0]);
        _tryVote(ONE, support[0]);
        _setWeight(TWO, later[1]);
        _tryVote(TWO, support[1]);
        _tryVote(ONE, support[2]);
        ITEEKeyRegistry.Proposal memory proposal = _registry.getProposal(ID);
        assert(uint256(proposal.weightFor) + proposal.weightAgainst <= proposal.totalWeight);
    }

    /// @dev P32: nobody votes twice, nor changes a vote.
    function check_P32_nobodyVotesTwice(bool first, bool support, bool second, uint32 wait) public {
        _propose(60, 40);
        address voter = first ? ONE : TWO;
        assert(_tryVote(voter, support));
        ITEEKeyRegistry.Proposal memory before = _registry.getProposal(ID);
        vm.warp(BEGIN + uint256(wait));
        assert(!_tryVote(voter, second));
        assert(
            _registry.getBallot(ID, voter) == (support ? ITEEKeyRegistry.Ballot.For : ITEEKeyRegistry.Ballot.Against)
        );
        assert(_isSame(before, _registry.getProposal(ID)));
    }

    /// @dev P32, A19: a vote that is open goes on when all voters are removed.
    function check_P32_A19_removingAllVotersBreaksNothing(bool support, bool votesBefore) public {
        _propose(60, 40);
        if (votesBefore) assert(_tryVote(ONE, support));
        _setWeight(ONE, 0);
        _setWeight(TWO, 0);
        if (!votesBefore) assert(_tryVote(ONE, support));
        assert(_registry.totalVoteWeight() == 0);
        vm.warp(BEGIN + PERIOD);
        assert(_registry.settle(ID) == (support ? APPROVED : REJECTED));
    }

    /// @dev P33, A20: a vote can be settled by anybody from its end on, however few took part, and not before.
    function check_P33_A20_anEndedVoteCanAlwaysBeSettled(
        address caller,
        bool[2] memory votes,
        bool support,
        uint32 wait
    ) public {
        _propose(60, 5);
        if (votes[0]) assert(_tryVote(ONE, support));
        if (votes[1]) assert(_tryVote(TWO, support));
        vm.warp(BEGIN + uint256(wait));
        vm.prank(caller);
        (bool settled,) = address(_registry).call(abi.encodeCall(_registry.settle, (ID)));
        assert(settled == (wait >= PERIOD));
    }

    /// @dev P33, P36: nothing that anybody calls changes a proposal that is settled, or releases its stake anew.
    function check_P33_P36_aSettledOutcomeNeverChanges(address caller, uint8 kind, bool support, uint32 wait) public {
        _settled(support);
        ITEEKeyRegistry.Proposal memory before = _registry.getProposal(ID);
        (uint256 committed, uint256 treasury) = _registry.getFunds();
        vm.warp(BEGIN + PERIOD + uint256(wait));
        vm.prank(caller);
        (bool done,) = address(_registry).call(_step(kind, support));
        assert(!done);
        assert(_isSame(before, _registry.getProposal(ID)));
        (uint256 committedAfter, uint256 treasuryAfter) = _registry.getFunds();
        assert(committedAfter == committed && treasuryAfter == treasury);
    }

    /// @dev P35: an approved key is trusted until the trust period after the end of the vote, however late it was settled.
    function check_P35_trustEndsOnTime(uint32 settledAfter, uint32 wait) public {
        _propose(60, 40);
        assert(_tryVote(ONE, true));
        vm.warp(BEGIN + PERIOD + settledAfter);
        _registry.settle(ID);
        vm.warp(BEGIN + PERIOD + settledAfter + uint256(wait));
        assert(_registry.isTrusted(_keyId) == (uint256(settledAfter) + wait < 180 days));
    }

    /// @dev P35: nobody but guardian and owner revokes, and then the trust is gone at once.
    function check_P35_A28_revocationActsAtOnce(address caller, uint32 wait) public {
        _settled(true);
        assert(_registry.isTrusted(_keyId));
        vm.prank(caller);
        (bool revoked,) = address(_registry).call(abi.encodeCall(_registry.revoke, (_keyId, "")));
        assert(revoked == (caller == GUARDIAN || caller == OWNER));
        assert(_registry.isTrusted(_keyId) == !revoked);
        vm.warp(BEGIN + PERIOD + uint256(wait));
        if (revoked) assert(!_registry.isTrusted(_keyId));
    }

    /// @dev P35, A21: a proposal that was open at the revocation doesn't restore trust; one made after it does.
    function check_P35_A21_onlyALaterProposalRestoresTrust(bool votesBefore, uint32 wait) public {
        _propose(60, 40);
        if (votesBefore) assert(_tryVote(ONE, true));
        vm.prank(GUARDIAN);
        _registry.revoke(_keyId, "");
        if (!votesBefore) assert(_tryVote(ONE, true));
        vm.warp(BEGIN + PERIOD);
        assert(_registry.settle(ID) == APPROVED);
        vm.warp(BEGIN + PERIOD + uint256(wait));
        assert(!_registry.isTrusted(_keyId));
        assert(_tryPropose(PROPOSER));
        vm.prank(ONE);
        _registry.vote(ID + 1, true);
        vm.warp(BEGIN + 2 * PERIOD + uint256(wait));
        _registry.settle(ID + 1);
        assert(_registry.isTrusted(_keyId));
    }

    /// @dev P36: only its proposer takes a proposal back, and only before the first vote and the end.
    function check_P36_onlyTheProposerWithdrawsAndBeforeTheFirstVote(
        address caller,
        bool voted,
        bool support,
        uint32 wait
    ) public {
        _propose(60, 40);
        if (voted) assert(_tryVote(TWO, support));
        vm.warp(BEGIN + uint256(wait));
        vm.prank(caller);
        (bool withdrawn,) = address(_registry).call(abi.encodeCall(_registry.withdrawProposal, (ID)));
        assert(withdrawn == (caller == PROPOSER && !voted && wait < PERIOD));
        assert(_registry.owedTo(PROPOSER) == (withdrawn ? STAKE - STAKE / 10 : 0));
    }

    /// @dev P36, A21: no second proposal on a key while one is open, not even after a revocation.
    function check_P36_A21_oneOpenProposalForAKey(address caller, bool revoked, uint32 wait) public {
        _propose(60, 40);
        if (revoked) {
            vm.prank(GUARDIAN);
            _registry.revoke(_keyId, "");
        }
        vm.warp(BEGIN + uint256(wait));
        vm.deal(caller, STAKE);
        assert(!_tryPropose(caller));
        assert(_registry.getProposalCount() == 1);
    }

    /// @dev P36: while a key is trusted only its proposer or the owner puts it to a vote.
    function check_P36_strangersCantRenew(address caller, uint32 wait) public {
        _settled(true);
        vm.warp(BEGIN + PERIOD + uint256(wait));
        vm.deal(caller, STAKE);
        assert(_tryPropose(caller) == (caller == PROPOSER || caller == OWNER || wait >= 180 days));
    }

    /// @dev P36: what is owed is paid once, to whom its account says, and to nobody else.
    function check_P36_whatIsOwedIsPaidOnce(address caller, address next, bool support) public {
        _settled(support);
        uint256 owed = _registry.owedTo(PROPOSER);
        vm.prank(caller);
        (bool paid,) = address(_registry).call(abi.encodeCall(_registry.withdraw, (payable(RECEIVER))));
        assert(paid == (caller == PROPOSER));
        assert(RECEIVER.balance == (paid ? owed : 0));
        if (!paid) return;
        vm.prank(next);
        (bool again,) = address(_registry).call(abi.encodeCall(_registry.withdraw, (payable(RECEIVER))));
        assert(!again && RECEIVER.balance == owed);
    }

    /// @dev P37, A18: the treasury pays only the owner, only what was kept, and leaves every stake, open or owed, in place.
    function check_P37_A18_theTreasuryNeverPaysAStake(address caller, uint256 amount, bool opensAnother) public {
        _settled(false);
        if (opensAnother) assert(_tryPropose(PROPOSER));
        (uint256 committed, uint256 treasury) = _registry.getFunds();
        assert(treasury == STAKE / 2 && address(_registry).balance == committed + treasury);
        vm.prank(caller);
        (bool paid,) = address(_registry).call(abi.encodeCall(_registry.withdrawTreasury, (payable(RECEIVER), amount)));
        assert(paid == (caller == OWNER && amount <= treasury));
        (uint256 committedAfter,) = _registry.getFunds();
        assert(committedAfter == committed && address(_registry).balance >= committed);
        assert(RECEIVER.balance == (paid ? amount : 0));
    }

    /// @dev P46, A23: nobody but the owner administers, and nobody gives the ownership up.
    function check_P46_A23_onlyTheOwnerAdministersTEEKeys(
        address caller,
        uint8 kind,
        address account,
        uint88 weight,
        ITEEKeyRegistry.Parameters memory later
    ) public {
        // Nobody sends from the zero address, which stands for the next owner when there is none.
        vm.assume(caller != OWNER && caller != address(0));
        bytes memory call = abi.encodeCall(_registry.renounceOwnership, ());
        if (kind == 0) call = abi.encodeCall(_registry.setParameters, (later));
        if (kind == 1) call = abi.encodeCall(_registry.setGuardian, (account));
        if (kind == 2) call = abi.encodeCall(_registry.setVerifier, (TEEKind.TDX, account));
        if (kind == 3) call = _weightCall(account, weight);
        if (kind == 4) call = abi.encodeCall(_registry.transferOwnership, (account));
        if (kind == 5) call = abi.encodeCall(_registry.acceptOwnership, ());
        vm.prank(caller);
        (bool done,) = address(_registry).call(call);
        assert(!done && _registry.owner() == OWNER);
    }

    ITEEKeyRegistry.ProposalStatus private constant APPROVED = ITEEKeyRegistry.ProposalStatus.Approved;
    ITEEKeyRegistry.ProposalStatus private constant REJECTED = ITEEKeyRegistry.ProposalStatus.Rejected;

    /// @dev Two voters, and a proposal of `PROPOSER` at `BEGIN`, by the first parameters.
    function _propose(uint88 one, uint88 two) private {
        _setWeight(ONE, one);
        _setWeight(TWO, two);
        vm.warp(BEGIN);
        vm.assume(_tryPropose(PROPOSER));
    }

    /// @dev The proposal settled at the end of its vote.
    function _settled(bool support) private {
        _propose(60, 40);
        assert(_tryVote(ONE, support));
        vm.warp(BEGIN + PERIOD);
        _registry.settle(ID);
    }

    function _tryPropose(address proposer) private returns (bool proposed) {
        vm.prank(proposer);
        (proposed,) = address(_registry).call{value: STAKE}(
            abi.encodeCall(
                _registry.propose,
                (KeyType.Erc1271, _key(), TEEKind.TDX, bytes32(uint256(1)), "ipfs://evidence", bytes32(uint256(2)))
            )
        );
    }

    function _tryVote(address voter, bool support) private returns (bool voted) {
        vm.prank(voter);
        (voted,) = address(_registry).call(abi.encodeCall(_registry.vote, (ID, support)));
    }

    function _setWeight(address voter, uint88 weight) private {
        vm.prank(OWNER);
        (bool set,) = address(_registry).call(_weightCall(voter, weight));
        vm.assume(set);
    }

    function _step(uint8 kind, bool support) private view returns (bytes memory) {
        if (kind == 0) return abi.encodeCall(_registry.vote, (ID, support));
        if (kind == 1) return abi.encodeCall(_registry.withdrawProposal, (ID));
        return abi.encodeCall(_registry.settle, (ID));
    }

    function _key() private view returns (bytes memory) {
        return abi.encodePacked(address(this));
    }

    function _weightCall(address voter, uint88 weight) private pure returns (bytes memory) {
        address[] memory voters = new address[](1);
        voters[0] = voter;
        uint88[] memory weights = new uint88[](1);
        weights[0] = weight;
        return abi.encodeCall(IVoteWeights.setVoteWeights, (voters, weights));
    }

    function _isSame(ITEEKeyRegistry.Proposal memory one, ITEEKeyRegistry.Proposal memory other)
        private
        pure
        returns (bool)
    {
        return keccak256(abi.encode(one)) == keccak256(abi.encode(other));
    }
}
