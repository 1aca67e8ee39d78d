// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {StakedValidation} from "../../../contracts/StakedValidation.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {Forcer, RefusingProposer} from "../mocks/teekeys/Proposers.sol";
import {StakedLogModel} from "./StakedLogModel.sol";
import {StakedModel} from "./StakedModel.sol";

/// @notice Acts as owners of agents, clients, validators (honest, lazy, copying, colluding, silent; one takes no ether), holders
/// of TEE keys, guardian, governance and strangers. Where an action isn't possible, it first does what makes it so.
contract StakedHandler is StakedModel {
    uint256 public constant ACTIONS = 14;
    /// @dev The validator that is always right, and the one that never is; both only in `season`.
    uint256 private constant VETERAN = 8;
    uint256 private constant DRUNK = 9;
    uint256 private constant ROUNDS_LOOKED_AT = 8;

    uint256[ACTIONS] public reach;
    uint256 public turn;

    RefusingProposer private _refuser;
    address[3] private _owners = [makeAddr("first"), makeAddr("second"), makeAddr("third")];
    uint256[3] private _agents;
    uint256 private _nextSalt;

    modifier acting(uint256 action) {
        _;
        _flush();
        ++reach[action];
        ++turn;
    }

    /// @dev Not in the constructor: owners and governance call.
    function begin() external {
        logged = new StakedLogModel();
        vm.recordLogs();
        setUp();
        _flush();
        _refuser = new RefusingProposer();
        for (uint256 i; i < _agents.length; ++i) {
            vm.prank(_owners[i]);
            _agents[i] = identity.register();
            _accounts.push(_owners[i]);
            vm.deal(_owners[i], 1e9 ether);
        }
        for (uint256 i; i < VALIDATORS; ++i) {
            _accounts.push(validator(i));
            vm.deal(validator(i), 1e9 ether);
        }
        _accounts.push(client);
        _accounts.push(payee);
        vm.deal(client, 1e9 ether);
    }

    function openRequest(uint256 seed, uint256 modeSeed) external acting(0) {
        _openNew(seed, IStakedValidation.Mode(modeSeed % 3));
    }

    /// @dev The next round of one that came to nothing.
    function reopen(uint256 seed, uint256 modeSeed) external acting(1) {
        Note storage note = _notes[_findReopenable(seed)];
        _openRound(note, seed, IStakedValidation.Mode(modeSeed % 3));
    }

    function commit(uint256 seed, uint256 who, uint256 response) external acting(2) {
        (bool found, uint256 index, uint256 number) = _findCommit(seed, who);
        if (!found) {
            index = _openNew(seed % 2, IStakedValidation.Mode.Stake);
            number = _eligible(_notes[index], who, 1)[0];
        }
        _commitAs(_notes[index], number, _style(response));
    }

    /// @dev Who shows its verdict has chosen it when it committed.
    function reveal(uint256 seed, uint256 modeSeed) external acting(3) {
        (bool found, uint256 index, uint256 part) = _findReveal(seed);
        if (!found) {
            index = _openNew(seed % 2, modeSeed % 2 == 0 ? IStakedValidation.Mode.Stake : IStakedValidation.Mode.Hybrid);
            _commitMany(_notes[index], seed, 4, _shape(seed % 4));
            _passTo(_notes[index].commitEnd);
        }
        _revealPart(_notes[index], part);
    }

    function answerWithTEE(uint256 seed, uint256 keySeed, uint256 response) external acting(4) {
        (bool found, uint256 index) = _findAnswer(seed);
        if (!found || !teeKeys.isTrusted(_key(keySeed))) {
            _ensureKey(keySeed);
            index = _openNew(seed, IStakedValidation.Mode.TEE);
        }
        _answerAs(_notes[index], keySeed, uint8(response % 101));
    }

    /// @dev Whole rounds in which all sides act together. Until every outcome of every mode was met, those that are missing;
    /// then a random one.
    function judgeTogether(uint256 seed) external acting(5) {
        bool missed;
        for (uint256 mode; mode < 3; ++mode) {
            for (uint256 status = 2; status < 5; ++status) {
                if (outcomes[mode][status] != 0 || (mode == 1 && status == 3)) continue;
                _judgeRound(seed, IStakedValidation.Mode(mode), status);
                missed = true;
            }
        }
        if (!missed) _judgeRound(seed, IStakedValidation.Mode(seed % 3), seed % 3 == 1 ? 2 : 2 + seed % 7 % 3);
    }

    function finalize(uint256 seed) external acting(6) {
        (bool found, uint256 index) = _findOpen(seed);
        if (!found) index = _openNew(seed, IStakedValidation.Mode(seed % 3));
        _finish(_notes[index]);
    }

    function withdraw(uint256 seed) external acting(7) {
        address who = _creditor(seed);
        if (who == address(0)) {
            _finish(_notes[_openNew(seed, IStakedValidation.Mode.Stake)]);
            who = _creditor(seed);
        }
        _withdrawAs(who);
        (,, uint256 treasury) = staked.getFunds();
        uint256 amount = bound(seed, 0, treasury);
        vm.prank(governance);
        staked.withdrawTreasury(payable(address(0xbeef)), amount);
        treasuryPaid += amount;
    }

    function govern(uint256 seed) external acting(8) {
        _setParameters(_randomParameters(seed));
        if (staked.isPaused()) return;
        vm.prank(seed % 2 == 0 ? staked.guardian() : governance);
        staked.pause();
    }

    /// @dev Agents are sold, operators come and go, also those who judge just now.
    function changeHands(uint256 seed) external acting(9) {
        uint256 agentId = _agents[seed % 2];
        address holder = _ownerOf(agentId);
        vm.startPrank(holder);
        if (seed % 3 == 0) identity.transferFrom(holder, _owners[seed / 7 % 2], agentId);
        else identity.setApprovalForAll(validator(seed % 4), seed % 5 < 3);
        vm.stopPrank();
    }

    function revokeKey(uint256 seed) external acting(10) {
        _ensureKey(seed);
        vm.prank(guardian);
        teeKeys.revoke(_key(seed), "handler");
    }

    /// @dev Ether comes in that nobody sent by a function.
    function passTime(uint256 seed) external acting(11) {
        _pass(bound(seed, 1, seed % 5 == 0 ? 10 days : 4 hours));
        uint256 amount = bound(seed, 1, 1 ether);
        vm.deal(address(this), amount);
        new Forcer{value: amount}(payable(address(staked)));
        forced += amount;
    }

    /// @dev Rounds that make one validator's record good and another's bad; then they stake half and twice.
    function season(uint256 seed) external acting(12) {
        uint256 missing = right[validator(VETERAN)] + wrong[validator(DRUNK)] < 20 ? 11 : 1;
        IStakedRules.Parameters memory rules = _randomParameters(seed);
        (rules.consensusBps, rules.minValidators, rules.baseStake) = (5001, 3, 0.2 ether);
        _setParameters(rules);
        for (uint256 i; i < missing; ++i) {
            Note storage note = _notes[_openNew(2, IStakedValidation.Mode.Stake)];
            for (uint256 v; v < VALIDATORS; ++v) {
                _commitAs(note, v, v == DRUNK ? 0 : 100);
            }
            _passTo(note.commitEnd);
            _revealMany(note, VALIDATORS);
            _finish(note);
        }
    }

    /// @dev What must not work, and keeps no ether.
    function misbehave(uint256 seed) external acting(13) {
        _ensureKey(0);
        Note storage note = _notes[_openNew(seed % 2, IStakedValidation.Mode.Hybrid)];
        _commitMany(note, seed, 3, _shape(seed % 4));
        _misuseMoney(note);
        _misuseVerdicts(note);
        _misuseAnswers(note);
    }

    function market() external view returns (StakedValidation) {
        return staked;
    }

    function validator(uint256 number) public view returns (address) {
        return number == 0 ? address(_refuser) : _validator(number);
    }

    /// @dev Past the end everybody can end a round, and nobody can't.
    function finishLate(uint256 index) external {
        Note storage note = _notes[index];
        if (block.timestamp < note.revealEnd) _passTo(note.revealEnd);
        _finish(note);
    }

    function withdrawAs(address who) external {
        _withdrawAs(who);
    }

    function _withdrawAs(address who) private {
        uint256 amount = owing[who];
        address receiver = address(uint160(0xf00d));
        uint256 before = receiver.balance;
        // Where the account takes no ether, sending it there fails and leaves all as it was.
        if (who == address(_refuser)) _expectFailure(who, 0, abi.encodeCall(staked.withdraw, (payable(who))));
        _as(who, 0, abi.encodeCall(staked.withdraw, (payable(receiver))));
        require(receiver.balance == before + amount, "paid something else");
        owing[who] = 0;
    }

    /// @dev A round that comes to `status`, in which one or two validators that are not needed for that do otherwise.
    function _judgeRound(uint256 seed, IStakedValidation.Mode mode, uint256 status) private {
        bool replaced = mode == IStakedValidation.Mode.Hybrid && status == 2 && (sights[6] == 0 || seed % 4 == 0);
        uint256 keySeed = replaced ? 0 : seed;
        if (mode != IStakedValidation.Mode.Stake) _ensureKey(keySeed);
        if (replaced) _ensureKey(1);
        IStakedRules.Parameters memory rules = _randomParameters(seed);
        (rules.tolerance, rules.fullSlashDistance, rules.minValidators) = (10, 40, 3);
        (rules.consensusBps, rules.baseStake) = (uint16(bound(seed, 5001, 6000)), 0.1 ether);
        _setParameters(rules);
        Note storage note = _notes[_openNew(2, mode)];
        if (mode == IStakedValidation.Mode.TEE) {
            if (status == 2) _answerAs(note, seed, uint8(seed % 101));
            else _finish(note);
            return;
        }
        if (status == 3) _commitApart(note);
        else _commitAlike(note);
        _passTo(note.commitEnd);
        if (replaced) {
            _answerAs(note, 1, 0);
            _revokeAnswer(note);
            ++sights[6];
        }
        if (mode == IStakedValidation.Mode.Hybrid && (status != 4 || seed % 2 == 0)) {
            _answerAs(note, keySeed, status == 3 && seed % 3 == 0 ? 50 : 80);
            if (status == 4) _revokeAnswer(note);
        }
        bool silent = seed % 3 == 0 || status == 4;
        _revealMany(note, status == 4 && mode == IStakedValidation.Mode.Stake ? 2 : silent ? 7 : 8);
        _finish(note);
    }

    /// @dev Six agree at 80. The two others are near and far as long as the six outweigh them: records change stakes, and six
    /// who stake half decide nothing against two who stake twice.
    function _commitAlike(Note storage note) private {
        uint256 six;
        for (uint256 v; v < 6; ++v) {
            six += _stakeFor(note, validator(v));
        }
        uint256 two = _stakeFor(note, validator(6)) + _stakeFor(note, validator(7));
        bool apart = six * 5 >= (six + two) * 3;
        for (uint256 v; v < 8; ++v) {
            _commitAs(note, v, v < 6 || !apart ? 80 : v == 6 ? 55 : 0);
        }
    }

    /// @dev Five camps too far from each other to be counted as one; each joins the poorest, so that none outweighs the rest.
    function _commitApart(Note storage note) private {
        uint256[5] memory camps;
        for (uint256 v; v < 8; ++v) {
            uint256 poorest;
            for (uint256 i = 1; i < 5; ++i) {
                if (camps[i] < camps[poorest]) poorest = i;
            }
            camps[poorest] += _stakeFor(note, validator(v));
            _commitAs(note, v, uint8(poorest * 25));
        }
    }

    function _revokeAnswer(Note storage note) private {
        vm.prank(guardian);
        teeKeys.revoke(note.keyId, "handler");
        ++sights[5];
    }

    function _misuseMoney(Note storage note) private {
        bytes memory call = abi.encodeCall(staked.commitVerdict, (note.requestHash, note.round, keccak256("verdict")));
        uint256 stake = _stakeFor(note, validator(VETERAN));
        _expectFailure(note.requester, stake, call);
        _expectFailure(_ownerOf(note.agentId), stake, call);
        _expectFailure(validator(VETERAN), stake + 1, call);
        _expectFailure(validator(VETERAN), stake - 1, call);
        call = abi.encodeCall(staked.commitVerdict, (note.requestHash, note.round - 1, keccak256("verdict")));
        _expectFailure(validator(VETERAN), stake, call);
        call = abi.encodeCall(staked.commitVerdict, (note.requestHash, note.round, keccak256("verdict")));
        Part[] storage parts = _parts[note.requestHash][note.round];
        address first = parts[0].validator;
        _expectFailure(first, _stakeFor(note, first), call);
        IStakedValidation.Terms memory terms = IStakedValidation.Terms(IStakedValidation.Mode.Stake, 1 hours, 100, 0);
        _expectFailure(note.requester, 1000 ether, abi.encodeCall(staked.openRequest, (note.requestHash, terms)));
        (,, uint256 treasury) = staked.getFunds();
        _expectFailure(governance, 0, abi.encodeCall(staked.withdrawTreasury, (payable(governance), treasury + 1)));
        _expectFailure(stranger, 0, abi.encodeCall(staked.withdrawTreasury, (payable(stranger), 0)));
        _expectFailure(stranger, 0, abi.encodeCall(staked.withdraw, (payable(stranger))));
        _expectFailure(stranger, 0, abi.encodeCall(staked.setParameters, (note.rules)));
        _expectFailure(stranger, 0, abi.encodeCall(staked.pause, ()));
    }

    /// @dev Too early, another's, or another verdict than the one committed to; and an end before its time.
    function _misuseVerdicts(Note storage note) private {
        Part[] storage parts = _parts[note.requestHash][note.round];
        address first = parts[0].validator;
        bytes memory call = abi.encodeCall(staked.revealVerdict, (note.requestHash, parts[0].response, _salt(first)));
        _expectFailure(first, 0, call);
        _expectFailure(stranger, 0, abi.encodeCall(staked.finalize, (note.requestHash)));
        // A copy of another's commitment binds its owner to nothing that it could reveal.
        bytes32 copied = _commitment(note.requestHash, first, parts[0].response);
        uint256 stake = _stakeFor(note, validator(VETERAN));
        _as(validator(VETERAN), stake, abi.encodeCall(staked.commitVerdict, (note.requestHash, note.round, copied)));
        _noteCommit(note, validator(VETERAN), stake, parts[0].response);
        _passTo(note.commitEnd);
        _expectFailure(validator(VETERAN), 0, call);
        bytes memory other =
            abi.encodeCall(staked.revealVerdict, (note.requestHash, (parts[0].response + 1) % 101, _salt(first)));
        _expectFailure(first, 0, other);
        _expectFailure(stranger, 0, call);
        _expectFailure(stranger, 0, abi.encodeCall(staked.finalize, (note.requestHash)));
        _revealPart(note, 0);
        _expectFailure(first, 0, call);
    }

    /// @dev By keys that aren't trusted, for another request, for another payee, twice.
    function _misuseAnswers(Note storage note) private {
        IStakedValidation.TeeAnswer memory answer =
            _signed(note.requestHash, KeyType.Secp256k1, uint256(keccak256("nobody's key")), 50);
        bytes32 hash = note.requestHash;
        _expectFailure(stranger, 0, abi.encodeCall(staked.answerWithTEE, (hash, answer)));
        answer = _answer(keccak256("another request"), 50);
        _expectFailure(stranger, 0, abi.encodeCall(staked.answerWithTEE, (hash, answer)));
        answer = _answer(hash, 50);
        answer.payee = stranger;
        _expectFailure(stranger, 0, abi.encodeCall(staked.answerWithTEE, (hash, answer)));
        _answerAs(note, 0, 50);
        answer = _answer(hash, 50);
        _expectFailure(stranger, 0, abi.encodeCall(staked.answerWithTEE, (hash, answer)));
    }

    function _openNew(uint256 seed, IStakedValidation.Mode mode) private returns (uint256 index) {
        index = _notes.length;
        Note storage note = _notes.push();
        note.requestHash = keccak256(abi.encode("request", index));
        note.agentId = _agents[seed % 3];
        vm.prank(_ownerOf(note.agentId));
        registry.validationRequest(address(staked), note.agentId, URI, note.requestHash);
        _openRound(note, seed, mode);
    }

    /// @dev By the agent's owner, or by a client that it authorizes. A pause stops it, and nothing else.
    function _openRound(Note storage note, uint256 seed, IStakedValidation.Mode mode) private {
        address holder = _ownerOf(note.agentId);
        address requester = seed % 4 < 2 ? client : holder;
        if (requester == client) {
            vm.prank(holder);
            staked.authorizeRequester(note.requestHash, client);
        }
        IStakedValidation.Terms memory terms;
        terms.mode = mode;
        terms.commitPeriod = uint32(bound(seed, 1 hours, 3 hours));
        (note.version, note.rules) = staked.getParameters();
        if (mode != IStakedValidation.Mode.TEE) terms.minValidators = note.rules.minValidators;
        if (mode != IStakedValidation.Mode.Stake && seed % 2 == 0) terms.measurement = MEASUREMENT;
        uint256 deposit = bound(seed, note.rules.minDeposit, uint256(note.rules.minDeposit) * 3);
        bytes memory call = abi.encodeCall(staked.openRequest, (note.requestHash, terms));
        if (staked.isPaused()) {
            _expectFailure(requester, deposit, call);
            vm.prank(governance);
            staked.unpause();
        }
        _as(requester, deposit, call);
        _noteOpened(note, requester, deposit, terms);
    }

    function _noteOpened(Note storage note, address requester, uint256 deposit, IStakedValidation.Terms memory terms)
        private
    {
        ++note.round;
        note.mode = terms.mode;
        note.status = IStakedValidation.Status.Open;
        (note.requester, note.deposit) = (requester, deposit);
        note.commitEnd = block.timestamp + terms.commitPeriod;
        bool judged = terms.mode != IStakedValidation.Mode.TEE;
        note.revealEnd = note.commitEnd + (judged ? note.rules.revealPeriod : 0);
        note.minValidators = terms.minValidators;
        note.measurement = terms.measurement;
        (note.revealed, note.keyId, note.answeredAt) = (0, 0, 0);
        (note.teeResponse, note.response) = (0, 0);
        locked += deposit;
    }

    function _commitAs(Note storage note, uint256 number, uint8 response) private {
        address who = validator(number);
        uint256 stake = _stakeFor(note, who);
        if (stake < note.rules.baseStake) ++sights[0];
        if (stake > note.rules.baseStake) ++sights[1];
        bytes32 commitment = _commitment(note.requestHash, who, response);
        _as(who, stake, abi.encodeCall(staked.commitVerdict, (note.requestHash, note.round, commitment)));
        _noteCommit(note, who, stake, response);
    }

    function _noteCommit(Note storage note, address who, uint256 stake, uint8 response) private {
        _parts[note.requestHash][note.round].push(Part(who, stake, response, false));
        locked += stake;
    }

    function _commitMany(Note storage note, uint256 seed, uint256 count, uint8[4] memory responses) private {
        uint256[] memory who = _eligible(note, seed, count);
        for (uint256 i; i < count; ++i) {
            _commitAs(note, who[i], responses[i]);
        }
    }

    function _revealPart(Note storage note, uint256 index) private {
        Part storage part = _parts[note.requestHash][note.round][index];
        bytes memory call =
            abi.encodeCall(staked.revealVerdict, (note.requestHash, part.response, _salt(part.validator)));
        _as(part.validator, 0, call);
        part.revealed = true;
        ++note.revealed;
    }

    function _revealMany(Note storage note, uint256 count) private {
        for (uint256 i; i < count; ++i) {
            _revealPart(note, i);
        }
    }

    /// @dev Handed in by a stranger. In mode TEE it decides.
    function _answerAs(Note storage note, uint256 keySeed, uint8 response) private {
        KeyType keyType = keySeed % 4 == 1 ? KeyType.P256 : KeyType.Secp256k1;
        IStakedValidation.TeeAnswer memory answer =
            _signed(note.requestHash, keyType, keySeed % 4 == 1 ? R1_SECRET : K1_SECRET, response);
        _as(stranger, 0, abi.encodeCall(staked.answerWithTEE, (note.requestHash, answer)));
        (note.keyId, note.answeredAt, note.teeResponse) = (answer.keyId, block.timestamp, response);
        if (note.mode == IStakedValidation.Mode.TEE) _book(note, _expect(note));
    }

    /// @dev Ended by a stranger, as early as it can be.
    function _finish(Note storage note) private {
        _passTo(_endsAt(note));
        Expected memory expected = _expect(note);
        vm.prank(stranger);
        require(staked.finalize(note.requestHash) == expected.status, "another outcome");
        _book(note, expected);
        _expectFailure(stranger, 0, abi.encodeCall(staked.finalize, (note.requestHash)));
    }

    /// @dev Approved anew where it isn't trusted.
    function _ensureKey(uint256 seed) private {
        if (teeKeys.isTrusted(_key(seed))) return;
        bool isP256 = seed % 4 == 1;
        KeyType keyType = isP256 ? KeyType.P256 : KeyType.Secp256k1;
        bytes memory key = _publicKey(keyType, isP256 ? R1_SECRET : K1_SECRET);
        _flush();
        _approveKey(keyType, key, MEASUREMENT);
    }

    function _setParameters(IStakedRules.Parameters memory rules) private {
        vm.prank(governance);
        staked.setParameters(rules);
    }

    function _as(address who, uint256 value, bytes memory call) private {
        (bool success, bytes memory reason) = _attempt(who, value, call);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(reason, 0x20), mload(reason))
            }
        }
    }

    function _expectFailure(address who, uint256 value, bytes memory call) private {
        // Forge records the logs of calls that fail, too.
        _flush();
        uint256 before = address(staked).balance;
        (bool success,) = _attempt(who, value, call);
        vm.getRecordedLogs();
        require(!success, "did what it must not");
        require(address(staked).balance == before, "kept a fee");
    }

    function _attempt(address who, uint256 value, bytes memory call) private returns (bool, bytes memory) {
        if (who.balance < value) vm.deal(who, value);
        if (who == address(_refuser)) {
            return address(_refuser).call(abi.encodeCall(_refuser.act, (address(staked), value, call)));
        }
        vm.prank(who);
        return address(staked).call{value: value}(call);
    }

    /// @dev Time goes by only here and in `_ensureKey`, after all logs of this second have been read.
    function _pass(uint256 time) private {
        _flush();
        vm.warp(block.timestamp + time);
    }

    function _passTo(uint256 moment) private {
        if (block.timestamp < moment) _pass(moment - block.timestamp);
    }

    function _flush() private {
        logged.read(vm.getRecordedLogs(), address(staked));
        vm.recordLogs();
    }

    /// @dev Numbers of validators that may judge the request and don't yet.
    function _eligible(Note storage note, uint256 seed, uint256 count) private view returns (uint256[] memory who) {
        who = new uint256[](count);
        uint256 found;
        for (uint256 i; i < 8 && found < count; ++i) {
            uint256 number = (seed % 8 + i) % 8;
            if (_mayCommit(note, number)) who[found++] = number;
        }
        require(found == count, "too few validators");
    }

    function _mayCommit(Note storage note, uint256 number) private view returns (bool) {
        address who = validator(number);
        if (identity.isAuthorizedOrOwner(who, note.agentId)) return false;
        Part[] storage parts = _parts[note.requestHash][note.round];
        for (uint256 i; i < parts.length; ++i) {
            if (parts[i].validator == who) return false;
        }
        return true;
    }

    function _findCommit(uint256 seed, uint256 who) private view returns (bool, uint256, uint256) {
        for (uint256 i; i < _lookedAt(); ++i) {
            uint256 index = _notes.length - 1 - (seed % 97 + i) % _lookedAt();
            Note storage note = _notes[index];
            if (note.status != IStakedValidation.Status.Open || note.mode == IStakedValidation.Mode.TEE) continue;
            if (block.timestamp >= note.commitEnd) continue;
            if (_mayCommit(note, who % 8)) return (true, index, who % 8);
        }
        return (false, 0, 0);
    }

    function _findReveal(uint256 seed) private view returns (bool, uint256, uint256) {
        for (uint256 i; i < _lookedAt(); ++i) {
            uint256 index = _notes.length - 1 - (seed % 97 + i) % _lookedAt();
            Note storage note = _notes[index];
            if (note.status != IStakedValidation.Status.Open) continue;
            if (block.timestamp < note.commitEnd || block.timestamp >= note.revealEnd) continue;
            Part[] storage parts = _parts[note.requestHash][note.round];
            for (uint256 j; j < parts.length; ++j) {
                // The veteran of `misbehave` can't: its commitment is another's.
                if (!parts[j].revealed && parts[j].validator != validator(VETERAN)) return (true, index, j);
            }
        }
        return (false, 0, 0);
    }

    function _findAnswer(uint256 seed) private view returns (bool, uint256) {
        for (uint256 i; i < _lookedAt(); ++i) {
            uint256 index = _notes.length - 1 - (seed % 97 + i) % _lookedAt();
            Note storage note = _notes[index];
            if (note.status != IStakedValidation.Status.Open || _answerStands(note)) continue;
            if (note.mode == IStakedValidation.Mode.TEE && block.timestamp < note.commitEnd) return (true, index);
            if (note.mode != IStakedValidation.Mode.Hybrid || block.timestamp < note.commitEnd) continue;
            if (block.timestamp < note.revealEnd) return (true, index);
        }
        return (false, 0);
    }

    function _findOpen(uint256 seed) private view returns (bool, uint256) {
        for (uint256 i; i < _notes.length; ++i) {
            uint256 index = (seed % 997 + i) % _notes.length;
            if (_notes[index].status == IStakedValidation.Status.Open) return (true, index);
        }
        return (false, 0);
    }

    function _findReopenable(uint256 seed) private returns (uint256 index) {
        for (uint256 i; i < _lookedAt(); ++i) {
            index = _notes.length - 1 - (seed % 97 + i) % _lookedAt();
            if (_notes[index].status > IStakedValidation.Status.Decided) return index;
        }
        index = _openNew(seed, IStakedValidation.Mode.Stake);
        _finish(_notes[index]);
    }

    function _creditor(uint256 seed) private view returns (address) {
        for (uint256 i; i < _accounts.length; ++i) {
            address who = _accounts[(seed % 97 + i) % _accounts.length];
            if (owing[who] != 0) return who;
        }
        return address(0);
    }

    function _ownerOf(uint256 agentId) private view returns (address holder) {
        (holder,) = identity.ownershipOf(agentId);
    }

    function _lookedAt() private view returns (uint256) {
        return _notes.length < ROUNDS_LOOKED_AT ? _notes.length : ROUNDS_LOOKED_AT;
    }

    function _key(uint256 seed) private view returns (bytes32) {
        return seed % 4 == 1 ? r1Id : k1Id;
    }

    /// @dev Lazy ones say always the same, colluders 0, the honest about 80.
    function _style(uint256 seed) private pure returns (uint8) {
        if (seed % 8 == 0) return 50;
        if (seed % 8 == 1) return 0;
        return seed % 8 < 5 ? uint8(75 + seed % 11) : uint8(seed % 101);
    }

    function _shape(uint256 kind) private pure returns (uint8[4] memory) {
        if (kind == 0) return [80, 80, 80, 80];
        if (kind == 1) return [78, 80, 90, 0];
        if (kind == 2) return [0, 30, 60, 100];
        return [50, 50, 80, 65];
    }

    function _randomParameters(uint256 seed) private pure returns (IStakedRules.Parameters memory p) {
        p.minDeposit = uint80(1 + _pick(seed, 1, 10 ether));
        p.baseStake = uint80(2 + 2 * _pick(seed, 2, 5 ether));
        p.tolerance = uint8(_pick(seed, 3, 40));
        p.fullSlashDistance = uint8(p.tolerance + 1 + _pick(seed, 4, 100 - p.tolerance));
        p.consensusBps = uint16(5001 + _pick(seed, 5, 5000));
        p.rewardBps = uint16(1 + _pick(seed, 6, 10_000));
        p.slashBps = uint16(1 + _pick(seed, 7, 10_000));
        p.revealPeriod = uint24(1 hours + _pick(seed, 8, 7 days - 1 hours));
        p.minValidators = 3;
    }

    function _pick(uint256 seed, uint256 number, uint256 range) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, number))) % range;
    }
}
