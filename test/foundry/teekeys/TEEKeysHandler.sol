// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {CommonBase} from "forge-std/Base.sol";
import {StdUtils} from "forge-std/StdUtils.sol";
import {ITEEKeyRegistry} from "../../../contracts/interfaces/ITEEKeyRegistry.sol";
import {TEEKeyRegistry} from "../../../contracts/TEEKeyRegistry.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {TEEKind} from "../../../contracts/types/TEEKind.sol";
import {PublicKeys} from "../PublicKeys.sol";
import {Forcer, RefusingProposer} from "../mocks/teekeys/Proposers.sol";
import {EasyVerifier} from "../mocks/teekeys/Verifiers.sol";
import {TEEKeysLogModel} from "./TEEKeysLogModel.sol";

/// @notice Acts on the registry as proposers (one of which takes no ether), voters, guardian, owner and strangers, and notes what
/// should have come of it by rules of its own. Where an action isn't possible, it first does what makes it so.
contract TEEKeysHandler is CommonBase, StdUtils {
    /// @dev A proposal as it should be.
    struct Note {
        bytes32 keyId;
        address proposer;
        uint256 createdAt;
        uint256 total;
        uint256 weightFor;
        uint256 weightAgainst;
        ITEEKeyRegistry.Parameters terms;
        ITEEKeyRegistry.ProposalStatus status;
        bool void;
        uint256 kept;
    }

    /// @dev What is known of a key: the last decision, and whether a revocation came after.
    struct Trust {
        uint256 open;
        uint256 decidedBy;
        bool approved;
        bool revoked;
    }

    /// @dev A weight from a second on.
    struct Weight {
        uint256 since;
        uint256 weight;
    }

    uint256 public constant ACTIONS = 15;
    uint256 public constant ACTORS = 4;
    uint256 public constant KEYS = 3;
    uint256 public constant VOTERS = 5;

    TEEKeyRegistry public immutable registry;
    TEEKeysLogModel public immutable logged;
    address public immutable governance;

    uint256[ACTIONS] public reach;
    /// @dev Proposals by what became of them, by `ProposalStatus`; the last entry counts approvals that a revocation voided.
    uint256[7] public outcomes;
    uint256 public turn;
    uint256 public forced;
    /// @dev Sums over all proposals: stakes of those open, what was given back, and what was kept.
    uint256 public openStakes;
    uint256 public released;
    uint256 public kept;
    uint256 public paidOut;
    uint256 public treasuryPaid;

    RefusingProposer private immutable _REFUSER;
    address private immutable _VERIFIER;
    address[ACTORS] private _actors;
    bytes[KEYS] private _keyBytes;
    bytes32[KEYS] private _keyIds;
    Note[] private _notes;
    mapping(bytes32 keyId => Trust trust) private _trusts;
    mapping(address voter => Weight[] history) private _weights;
    mapping(uint256 proposalId => mapping(address voter => uint256 ballot)) private _ballots;

    modifier acting(uint256 action) {
        _;
        _flush();
        ++reach[action];
        ++turn;
    }

    constructor(TEEKeyRegistry registry_, TEEKeysLogModel logged_, address governance_) {
        registry = registry_;
        logged = logged_;
        governance = governance_;
        _REFUSER = new RefusingProposer();
        _VERIFIER = address(new EasyVerifier());
        for (uint256 i; i < ACTORS; ++i) {
            _actors[i] = i == 0 ? address(_REFUSER) : address(uint160(0xac700 + i));
            vm.deal(_actors[i], 1e6 ether);
        }
        vm.deal(governance, 1e6 ether);
        for (uint256 i; i < KEYS; ++i) {
            (uint256 x, uint256 y) = PublicKeys.secp256k1(1000 + i);
            _keyBytes[i] = abi.encodePacked(bytes1(0x04), x, y);
            _keyIds[i] = keccak256(abi.encode(KeyType.Secp256k1, vm.addr(1000 + i)));
        }
        _notes.push();
    }

    /// @dev Not in the constructor: the owner calls.
    function begin() external {
        vm.recordLogs();
        vm.prank(governance);
        registry.setVerifier(TEEKind.TDX, _VERIFIER);
        for (uint256 i; i < VOTERS; ++i) {
            _setWeight(voter(i), 10 + i);
        }
        _pass(1);
    }

    function propose(uint256 keySeed, uint256 actorSeed, uint256 kindSeed) external acting(0) {
        _propose(keySeed, actorSeed, TEEKind(kindSeed % 3));
    }

    function proposeWithEvidence(uint256 keySeed, uint256 actorSeed) external acting(1) {
        _propose(keySeed, actorSeed, TEEKind.TDX);
    }

    function vote(uint256 seed, uint256 voterSeed, bool support) external acting(2) {
        (bool found, uint256 id, address who) = _findVote(seed, voterSeed);
        if (!found) {
            id = _propose(seed, voterSeed, TEEKind.SGX);
            (, id, who) = _findVote(id, voterSeed);
        }
        _vote(id, who, support);
    }

    /// @dev All that haven't voted do, most of them the same way, so that proposals are decided.
    function voteTogether(uint256 seed, uint256 sides) external acting(3) {
        (bool found, uint256 id,) = _findVote(seed, 0);
        if (!found) id = _propose(seed, seed, TEEKind.SEV);
        _voteAll(id, sides % 3 != 0);
    }

    /// @dev Where chance has brought no approval or no rejection after a quarter of a run, it is helped.
    function settle(uint256 seed, uint256 late) external acting(4) {
        uint256 id = _findOpen(seed);
        bool misses = outcomes[2] == 0 || outcomes[3] == 0;
        if (turn > 50 && misses) {
            (bool found, uint256 votable,) = _findVote(seed, 0);
            if (found) {
                id = votable;
                _voteAll(id, outcomes[2] == 0);
            }
        }
        if (id == 0) id = _propose(seed, seed, TEEKind.SGX);
        _settle(id, late % 5 == 0 ? late % 400 days : 0);
    }

    function withdrawProposal(uint256 seed) external acting(5) {
        uint256 id = _withdrawable(seed);
        Note storage note = _notes[id];
        _as(note.proposer, abi.encodeCall(registry.withdrawProposal, (id)), 0);
        _close(note, ITEEKeyRegistry.ProposalStatus.Withdrawn, note.terms.feeBps);
    }

    function withdraw(uint256 seed) external acting(6) {
        address who = _creditor(seed);
        if (who == address(0)) {
            _settle(_propose(seed, seed, TEEKind.SGX), 0);
            who = _creditor(seed);
        }
        uint256 amount = registry.owedTo(who);
        address receiver = address(uint160(0xf00d));
        uint256 before = receiver.balance;
        _as(who, abi.encodeCall(registry.withdraw, (payable(receiver))), 0);
        require(receiver.balance == before + amount, "paid something else");
        paidOut += amount;
    }

    function revoke(uint256 keySeed, bool byOwner) external acting(7) {
        bytes32 id = keyId(keySeed);
        if (_trusts[id].open == 0 && _trusts[id].decidedBy == 0) _proposeKey(keySeed % KEYS, keySeed, TEEKind.SGX);
        address guardian = registry.guardian();
        vm.prank(byOwner || guardian == address(0) ? governance : guardian);
        registry.revoke(id, "handler");
        Trust storage trust = _trusts[id];
        trust.revoked = true;
        if (trust.open != 0) _notes[trust.open].void = true;
    }

    function withdrawTreasury(uint256 seed) external acting(8) {
        (, uint256 treasury) = registry.getFunds();
        uint256 amount = bound(seed, 0, treasury);
        vm.prank(governance);
        registry.withdrawTreasury(payable(address(0xbeef)), amount);
        treasuryPaid += amount;
    }

    function setParameters(uint256 seed) external acting(9) {
        ITEEKeyRegistry.Parameters memory p;
        p.stake = uint96(bound(uint256(keccak256(abi.encode(seed, 1))), 0.01 ether, 100 ether));
        p.votingPeriod = uint32(bound(uint256(keccak256(abi.encode(seed, 2))), 1 days, 30 days));
        p.trustPeriod = uint32(bound(uint256(keccak256(abi.encode(seed, 3))), 1 days, 730 days));
        p.approvalBps = uint16(bound(uint256(keccak256(abi.encode(seed, 4))), 5001, 10_000));
        p.participationBps = uint16(bound(uint256(keccak256(abi.encode(seed, 5))), 100, 10_000));
        p.slashBps = uint16(bound(uint256(keccak256(abi.encode(seed, 6))), 1000, 10_000));
        p.feeBps = uint16(bound(uint256(keccak256(abi.encode(seed, 7))), 100, p.slashBps));
        vm.prank(governance);
        registry.setParameters(p);
    }

    function setVoteWeight(uint256 voterSeed, uint256 weight) external acting(10) {
        _setWeight(voter(voterSeed), weight % 4 == 0 ? 0 : weight % 100);
    }

    function passTime(uint256 seed) external acting(11) {
        _pass(bound(seed, 1, seed % 3 == 0 ? 200 days : 2 days));
    }

    function forceEther(uint256 seed) external acting(12) {
        uint256 amount = bound(seed, 1, 10 ether);
        vm.deal(address(this), amount);
        new Forcer{value: amount}(payable(address(registry)));
        forced += amount;
    }

    function setRoles(uint256 seed) external acting(13) {
        vm.startPrank(governance);
        registry.setGuardian(seed % 3 == 0 ? address(0) : address(uint160(0x9a4d + seed % 3)));
        registry.setVerifier(TEEKind.Nitro, seed % 2 == 0 ? address(0) : _VERIFIER);
        vm.stopPrank();
    }

    /// @dev What must not work: a second vote, a second proposal, an early settlement, a theft.
    function misbehave(uint256 seed) external acting(14) {
        uint256 id = _findOpen(seed);
        if (id == 0) id = _propose(seed, seed, TEEKind.SGX);
        Note storage note = _notes[id];
        if (block.timestamp < note.createdAt + note.terms.votingPeriod) {
            _expectFailure(address(0x5eed), abi.encodeCall(registry.settle, (id)));
        }
        for (uint256 i; i < VOTERS; ++i) {
            if (_ballots[id][voter(i)] != 0) _expectFailure(voter(i), abi.encodeCall(registry.vote, (id, true)));
        }
        if (note.weightFor + note.weightAgainst != 0) {
            _expectFailure(note.proposer, abi.encodeCall(registry.withdrawProposal, (id)));
        }
        (, uint256 treasury) = registry.getFunds();
        _expectFailure(governance, abi.encodeCall(registry.withdrawTreasury, (payable(governance), treasury + 1)));
        _expectFailure(address(0x5eed), abi.encodeCall(registry.withdraw, (payable(address(0x5eed)))));
        _expectFailure(address(0x5eed), abi.encodeCall(registry.revoke, (note.keyId, "")));
    }

    function actor(uint256 seed) public view returns (address) {
        return _actors[seed % ACTORS];
    }

    function voter(uint256 seed) public pure returns (address) {
        return address(uint160(0xb0700 + seed % VOTERS));
    }

    function keyId(uint256 seed) public view returns (bytes32) {
        return _keyIds[seed % KEYS];
    }

    function noteCount() external view returns (uint256) {
        return _notes.length - 1;
    }

    function noteOf(uint256 id) external view returns (Note memory) {
        return _notes[id];
    }

    function trustOf(bytes32 id) external view returns (Trust memory) {
        return _trusts[id];
    }

    function ballotOf(uint256 id, address who) external view returns (uint256) {
        return _ballots[id][who];
    }

    /// @dev The weight before a second, by looking through all changes.
    function weightAt(address who, uint256 moment) public view returns (uint256 weight) {
        Weight[] storage history = _weights[who];
        for (uint256 i; i < history.length && history[i].since < moment; ++i) {
            weight = history[i].weight;
        }
    }

    function _propose(uint256 keySeed, uint256 actorSeed, TEEKind kind) private returns (uint256) {
        for (uint256 i; i < KEYS; ++i) {
            uint256 key = (keySeed % KEYS + i) % KEYS;
            if (_trusts[_keyIds[key]].open == 0) return _proposeKey(key, actorSeed, kind);
        }
        uint256 first = _trusts[keyId(keySeed)].open;
        _settle(first, 0);
        return _proposeKey(keySeed % KEYS, actorSeed, kind);
    }

    function _proposeKey(uint256 key, uint256 actorSeed, TEEKind kind) private returns (uint256 id) {
        if (_totalAt(block.timestamp) == 0) {
            _setWeight(voter(actorSeed), 7);
            _pass(1);
        }
        Note memory note;
        note.keyId = _keyIds[key];
        note.proposer = actor(actorSeed);
        if (registry.isTrusted(note.keyId)) {
            note.proposer = actorSeed % 4 == 3 ? governance : _notes[_trusts[note.keyId].decidedBy].proposer;
        }
        note.createdAt = block.timestamp;
        note.total = _totalAt(block.timestamp);
        note.terms = registry.getParameters();
        note.status = ITEEKeyRegistry.ProposalStatus.Open;
        id = _notes.length;
        _notes.push(note);
        openStakes += note.terms.stake;
        _trusts[note.keyId].open = id;
        bytes memory call = kind == TEEKind.TDX
            ? abi.encodeCall(
                registry.proposeWithEvidence,
                (KeyType.Secp256k1, _keyBytes[key], kind, "m", "uri", keccak256("evidence"), "evidence")
            )
            : abi.encodeCall(registry.propose, (KeyType.Secp256k1, _keyBytes[key], kind, "m", "uri", "hash"));
        _as(note.proposer, call, note.terms.stake);
        require(registry.getProposalCount() == id, "another id");
    }

    function _vote(uint256 id, address who, bool support) private {
        vm.prank(who);
        registry.vote(id, support);
        _ballots[id][who] = support ? 1 : 2;
        uint256 weight = weightAt(who, _notes[id].createdAt);
        if (support) _notes[id].weightFor += weight;
        else _notes[id].weightAgainst += weight;
    }

    function _voteAll(uint256 id, bool support) private {
        for (uint256 i; i < VOTERS; ++i) {
            address who = voter(i);
            if (weightAt(who, _notes[id].createdAt) == 0 || _ballots[id][who] != 0) continue;
            _vote(id, who, support);
        }
    }

    function _settle(uint256 id, uint256 late) private {
        Note storage note = _notes[id];
        uint256 end = note.createdAt + note.terms.votingPeriod + late;
        if (block.timestamp < end) _pass(end - block.timestamp);
        vm.prank(address(0x5eed));
        registry.settle(id);
        uint256 cast = note.weightFor + note.weightAgainst;
        Trust storage trust = _trusts[note.keyId];
        if (cast == 0 || cast * 10_000 < note.total * note.terms.participationBps) {
            _close(note, ITEEKeyRegistry.ProposalStatus.Lapsed, note.terms.feeBps);
        } else if (note.weightFor * 10_000 < cast * note.terms.approvalBps) {
            trust.decidedBy = id;
            trust.approved = false;
            _close(note, ITEEKeyRegistry.ProposalStatus.Rejected, note.terms.slashBps);
        } else {
            if (note.void) {
                ++outcomes[6];
            } else {
                trust.decidedBy = id;
                trust.approved = true;
                trust.revoked = false;
            }
            _close(note, ITEEKeyRegistry.ProposalStatus.Approved, 0);
        }
    }

    function _close(Note storage note, ITEEKeyRegistry.ProposalStatus status, uint256 keptBps) private {
        note.status = status;
        note.kept = uint256(note.terms.stake) * keptBps / 10_000;
        openStakes -= note.terms.stake;
        released += note.terms.stake - note.kept;
        kept += note.kept;
        _trusts[note.keyId].open = 0;
        ++outcomes[uint256(status)];
    }

    function _setWeight(address who, uint256 weight) private {
        address[] memory voters = new address[](1);
        uint88[] memory weights = new uint88[](1);
        (voters[0], weights[0]) = (who, uint88(weight));
        vm.prank(governance);
        registry.setVoteWeights(voters, weights);
        _weights[who].push(Weight(block.timestamp, weight));
    }

    function _as(address who, bytes memory call, uint256 value) private {
        if (who == address(_REFUSER)) {
            _REFUSER.act(address(registry), value, call);
            return;
        }
        vm.prank(who);
        (bool success,) = address(registry).call{value: value}(call);
        require(success, "failed to do what it may");
    }

    function _expectFailure(address who, bytes memory call) private {
        vm.prank(who);
        (bool success,) = address(registry).call(call);
        require(!success, "did what it must not");
    }

    /// @dev Time goes by only here, after all logs of this second have been read.
    function _pass(uint256 time) private {
        _flush();
        vm.warp(block.timestamp + time);
    }

    function _flush() private {
        logged.read(vm.getRecordedLogs(), address(registry));
        vm.recordLogs();
    }

    /// @dev A proposal that can be voted on, and somebody who can.
    function _findVote(uint256 seed, uint256 voterSeed) private view returns (bool, uint256, address) {
        for (uint256 i; i < KEYS; ++i) {
            uint256 id = _trusts[keyId(seed % KEYS + i)].open;
            if (id == 0 || block.timestamp >= _notes[id].createdAt + _notes[id].terms.votingPeriod) continue;
            for (uint256 j; j < VOTERS; ++j) {
                address who = voter(voterSeed % VOTERS + j);
                if (_ballots[id][who] == 0 && weightAt(who, _notes[id].createdAt) != 0) return (true, id, who);
            }
        }
        return (false, 0, address(0));
    }

    function _findOpen(uint256 seed) private view returns (uint256 id) {
        for (uint256 i; i < KEYS && id == 0; ++i) {
            id = _trusts[keyId(seed % KEYS + i)].open;
        }
    }

    function _withdrawable(uint256 seed) private returns (uint256 id) {
        for (uint256 i; i < KEYS; ++i) {
            id = _trusts[keyId(seed % KEYS + i)].open;
            if (id == 0 || _notes[id].weightFor + _notes[id].weightAgainst != 0) continue;
            if (block.timestamp < _notes[id].createdAt + _notes[id].terms.votingPeriod) return id;
        }
        return _propose(seed, seed, TEEKind.SGX);
    }

    function _creditor(uint256 seed) private view returns (address) {
        for (uint256 i; i < ACTORS; ++i) {
            if (registry.owedTo(actor(seed % ACTORS + i)) != 0) return actor(seed % ACTORS + i);
        }
        return registry.owedTo(governance) != 0 ? governance : address(0);
    }

    function _totalAt(uint256 moment) private view returns (uint256 total) {
        for (uint256 i; i < VOTERS; ++i) {
            total += weightAt(voter(i), moment);
        }
    }
}
