// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {SageRegistryV3} from "../../../contracts/SageRegistryV3.sol";
import {IERC8004Identity} from "../../../contracts/interfaces/IERC8004Identity.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {SwitchedHook} from "../mocks/sage/SwitchedHook.sol";
import {SageActor} from "./SageActor.sol";

/// @dev Every state-changing function, and what must fail. The actions come from a deck with two cards for each, shuffled
/// by the fuzzer, so that a run of 200 does all of them several times in any order. Each makes the state that it needs.
contract SageHandler is SageActor {
    uint256 public constant ACTIONS = 36;

    /// @dev By index; the sequence is that of the branches in `_perform`.
    bytes32[ACTIONS] public names = [
        bytes32("commit"),
        "commitBinding",
        "register",
        "bind",
        "addKey",
        "rotateKey",
        "revokeKey",
        "revokeKey, compromised",
        "moveCompromiseBack",
        "claimAgent",
        "recordOwnership",
        "recordLoss",
        "setCard",
        "deactivate",
        "reactivate",
        "pause",
        "unpause",
        "setHook",
        "transfer",
        "transferToSelf",
        "awayAndBack",
        "approve",
        "setApprovalForAll",
        "expire",
        "fails: stranger",
        "fails: copied commitment",
        "fails: second reveal",
        "fails: reveal too early",
        "fails: void after pause",
        "fails: proof reused",
        "fails: key added again",
        "fails: eleventh key",
        "fails: not claimed",
        "fails: revocation",
        "fails: attested by a former key",
        "setGuardian"
    ];
    mapping(bytes32 name => uint256 count) public calls;
    Plan[] private _open;
    Plan[] private _used;
    /// @dev How often each commitment was consumed since it was made.
    mapping(bytes32 commitment => uint256 count) public consumed;
    uint256[] private _deck;
    uint256 private _unpausedAt;

    constructor(SageRegistryV3 registry_, IERC721 token_) SageActor(registry_, token_) {
        vm.recordLogs();
        _register();
        _bindOne();
    }

    function act(uint256 seed) external {
        _random = seed;
        vm.recordLogs();
        if (_deck.length == 0) {
            for (uint256 i; i < 2 * ACTIONS; ++i) {
                _deck.push(i % ACTIONS);
            }
        }
        uint256 place = _draw(0, _deck.length - 1);
        uint256 action = _deck[place];
        _deck[place] = _deck[_deck.length - 1];
        _deck.pop();
        _pass();
        _perform(action);
        _read();
        _visit();
        _checkOneSignature(touched);
        ++calls[names[action]];
    }

    function openPlans() external view returns (Plan[] memory) {
        return _open;
    }

    function usedPlans() external view returns (Plan[] memory) {
        return _used;
    }

    function isPaused() external view returns (bool) {
        return _paused;
    }

    function _perform(uint256 action) private {
        if (action < 12) _performFirst(action);
        else if (action < 24) _performSecond(action);
        else if (action < 35) _performHostile(action);
        else _setGuardian();
    }

    function _performFirst(uint256 action) private {
        if (action == 0) _commit(_anyActor());
        else if (action == 1) _commitBinding();
        else if (action == 2) _register();
        else if (action == 3) _bindOne();
        else if (action == 4) _add();
        else if (action == 5) _rotate();
        else if (action == 6) _revoke(false);
        else if (action == 7) _revoke(true);
        else if (action == 8) _moveBack();
        else if (action == 9) _claim(_unclaimedAgent());
        else if (action == 10) _record(_anyAgent());
        else _record(_unclaimedAgent());
    }

    function _performSecond(uint256 action) private {
        if (action == 12) _setCard();
        else if (action == 13) _deactivate();
        else if (action == 14) _reactivate();
        else if (action == 15) _pause();
        else if (action == 16) _unpause();
        else if (action == 17) _setHook();
        else if (action == 18) _move(_anyAgent(), _anyActor());
        else if (action == 19) _moveToSelf();
        else if (action == 20) _moveAwayAndBack();
        else if (action == 21) _approve();
        else if (action == 22) _setApprovalForAll();
        else _expire();
    }

    function _performHostile(uint256 action) private {
        if (action == 24) _failAsStranger();
        else if (action == 25) _failWithCopy();
        else if (action == 26) _failToRevealTwice();
        else if (action == 27) _failTooEarly();
        else if (action == 28) _failAfterPause();
        else if (action == 29) _failWithOldProof();
        else if (action == 30) _failToAddAgain();
        else if (action == 31) _failWithEleventh();
        else if (action == 32) _failUnclaimed();
        else if (action == 33) _failToRevoke();
        else _failToAttest();
    }

    /// @dev P12, with real signatures: a key that is revoked, that of a former owner or of an agent out of service never
    /// verifies, and the others do where the contract can check them.
    function _checkOneSignature(uint256 agentId) private {
        GhostKey[] storage keys = _ghostKeys[agentId];
        GhostKey memory key = keys[_draw(0, keys.length - 1)];
        bool live = !key.revoked && key.epoch == _ghosts[agentId].epoch && !_ghosts[agentId].deactivated;
        live = live && isClaimed(agentId) && uint256(key.key.keyType) % 5 != 2 && uint256(key.key.keyType) != 3;
        bytes memory signature = signatureOf(key.key, DIGEST);
        assertEq(registry.verifySignature(agentId, key.id, DIGEST, signature), live, "signature");
        ++visits[live ? bytes32("signature accepted") : bytes32("signature refused")];
    }

    // Registration

    function _commit(address committer) private returns (uint256 index) {
        Plan memory plan;
        plan.committer = committer;
        return _make(plan);
    }

    function _commitBinding() private returns (uint256 index) {
        Plan memory plan;
        plan.committer = _anyActor();
        plan.binds = true;
        vm.prank(plan.committer);
        plan.agentId = IERC8004Identity(address(token)).register(AGENT_URI);
        return _make(plan);
    }

    function _make(Plan memory plan) private returns (uint256) {
        plan.count = _draw(0, 5) == 0 ? 10 : _draw(1, 3);
        plan.firstKey = _keyCount;
        _keyCount += plan.count;
        plan.identifier = string.concat("agent-", vm.toString(plan.firstKey));
        plan.commitment = _commitmentOf(plan, plan.committer);
        plan.madeAt = block.timestamp;
        vm.prank(plan.committer);
        registry.commitRegistration(plan.commitment);
        assertEq(registry.committedAt(plan.committer, plan.commitment), block.timestamp, "committed");
        _read();
        _open.push(plan);
        return _open.length - 1;
    }

    function _commitmentOf(Plan memory plan, address committer) private returns (bytes32) {
        ISageRegistryV3.KeyInput[] memory inputs = _inputsOf(plan);
        if (plan.binds) {
            return registry.bindingCommitment(committer, plan.agentId, plan.identifier, inputs, SALT);
        }
        return registry.registrationCommitment(committer, plan.identifier, inputs, AGENT_URI, SALT);
    }

    function _inputsOf(Plan memory plan) private returns (ISageRegistryV3.KeyInput[] memory) {
        TestKey[] memory keys = _keysFrom(plan.firstKey, plan.count);
        return _inputs(keys, didOf(plan.identifier), plan.committer, 0);
    }

    function _register() private {
        _reveal(_ready(false));
    }

    function _bindOne() private {
        _reveal(_ready(true));
    }

    /// @dev A commitment of the kind that can be revealed in this block; made or made again where needed.
    function _ready(bool binds) private returns (uint256 index) {
        if (_paused) _unpause();
        for (; index < _open.length && _open[index].binds != binds; ++index) {}
        if (index == _open.length) index = binds ? _commitBinding() : _commit(_anyActor());
        if (_isVoid(_open[index].madeAt) || block.timestamp > _open[index].madeAt + 1 hours) _remake(index);
        uint256 earliest = _open[index].madeAt + 1 minutes;
        // The edges of the window come up.
        uint256[4] memory waits = [uint256(0), 1, _draw(2, 3539), 3540];
        uint256 goal = earliest + waits[_draw(0, 3)];
        if (goal > block.timestamp) vm.warp(goal);
    }

    /// @dev Waits for the end of a commitment and makes it anew.
    function _remake(uint256 index) private {
        Plan storage plan = _open[index];
        uint256 end = plan.madeAt + 1 hours;
        vm.warp(1 + (block.timestamp > end ? block.timestamp : end));
        vm.prank(plan.committer);
        registry.commitRegistration(plan.commitment);
        plan.madeAt = block.timestamp;
        _read();
    }

    function _isVoid(uint256 madeAt) private view returns (bool) {
        return madeAt <= _unpausedAt;
    }

    /// @dev P5: consumed once, after its own block.
    function _reveal(uint256 index) private {
        Plan memory plan = _open[index];
        if (_isRefused()) _failRefused(plan);
        uint256 agentId = _tryReveal(plan, plan.committer, "");
        assertEq(++consumed[keccak256(abi.encode(plan.commitment, plan.madeAt))], 1, "consumed twice");
        assertGe(block.timestamp, plan.madeAt + 1 minutes, "too early");
        assertEq(registry.committedAt(plan.committer, plan.commitment), 0, "still open");
        _open[index] = _open[_open.length - 1];
        _open.pop();
        _used.push(plan);
        TestKey[] memory keys = _keysFrom(plan.firstKey, plan.count);
        _rememberAgent(agentId, plan.committer, didOf(plan.identifier), keys);
        _read();
    }

    /// @dev Reveals as `sender`, with the expected error if there is one.
    function _tryReveal(Plan memory plan, address sender, bytes memory expected) private returns (uint256 agentId) {
        ISageRegistryV3.KeyInput[] memory inputs = _inputsOf(plan);
        if (expected.length != 0) {
            replay.take(vm.getRecordedLogs());
            vm.expectRevert(expected);
        }
        vm.prank(sender);
        if (plan.binds) {
            registry.bindAgentWithReveal(plan.agentId, plan.identifier, inputs, SALT);
            agentId = plan.agentId;
        } else {
            agentId = registry.registerAgentWithReveal(plan.identifier, inputs, AGENT_URI, SALT);
        }
        // The recorder keeps also what a call logged that then reverted.
        if (expected.length != 0) vm.getRecordedLogs();
    }

    function _isRefused() private view returns (bool) {
        (address hook_, bool before,) = registry.getHook();
        return hook_ != address(0) && before && hook.refuses();
    }

    /// @dev A refusal leaves the commitment as it was; then the hook is satisfied.
    function _failRefused(Plan memory plan) private {
        bytes memory reason = abi.encodeWithSelector(SwitchedHook.Refused.selector, plan.committer);
        bytes memory expected =
            abi.encodeWithSelector(ISageRegistryV3.SageRegistrationRefused.selector, address(hook), reason);
        _tryReveal(plan, plan.committer, expected);
        assertEq(registry.committedAt(plan.committer, plan.commitment), plan.madeAt, "kept after a refusal");
        hook.set(false, hook.fails());
        ++visits["refused by the hook"];
    }

    function _expire() private {
        uint256 index = _open.length == 0 ? _commit(_anyActor()) : _draw(0, _open.length - 1);
        Plan memory plan = _open[index];
        if (_paused) _unpause();
        if (_isVoid(plan.madeAt)) _remake(index);
        plan = _open[index];
        uint256 end = plan.madeAt + 1 hours;
        uint256 late = block.timestamp > end ? block.timestamp - end : _draw(1, 100);
        vm.warp(end + late);
        _tryReveal(
            plan,
            plan.committer,
            abi.encodeWithSelector(ISageRegistryV3.SageRevealTooLate.selector, plan.commitment, late)
        );
        _remake(index);
        vm.expectRevert(
            abi.encodeWithSelector(
                ISageRegistryV3.SageCommitmentOpen.selector, plan.commitment, block.timestamp + 1 hours
            )
        );
        vm.prank(plan.committer);
        registry.commitRegistration(plan.commitment);
    }

    // Keys

    function _add() private {
        uint256 agentId = _claimedAgent();
        if (_ghosts[agentId].active == 10) _revokeOne(agentId, _activeKey(agentId), 0);
        _addTo(agentId);
    }

    function _rotate() private {
        uint256 agentId = _claimedAgent();
        uint256 i = _activeKey(agentId);
        bytes32 keyId = _ghostKeys[agentId][i].id;
        (TestKey memory key, ISageRegistryV3.KeyInput memory input) = _newInput(agentId, keyId);
        vm.prank(_side(agentId));
        registry.rotateKey(agentId, keyId, input);
        _rememberRevoked(agentId, i, 0);
        _remember(agentId, key);
    }

    function _revoke(bool compromised) private {
        uint256 agentId = _claimedAgent();
        uint256 since = compromised ? _draw(START, block.timestamp) : 0;
        // All keys at times, so that an agent without any comes up.
        uint256 count = _draw(0, 4) == 0 ? 10 : 1;
        for (uint256 i; i < count && (i == 0 || _ghosts[agentId].active > 0); ++i) {
            _revokeOne(agentId, _activeKey(agentId), since);
        }
    }

    function _revokeOne(uint256 agentId, uint256 i, uint256 since) private {
        vm.prank(_side(agentId));
        registry.revokeKey(agentId, _ghostKeys[agentId][i].id, uint40(since));
        _rememberRevoked(agentId, i, since);
        ++_ghosts[agentId].nonce;
    }

    function _moveBack() private {
        uint256 agentId = _claimedAgent();
        (bool found, uint256 i) = _ghostKey(agentId, true);
        if (!found) {
            i = _activeKey(agentId);
            _revokeOne(agentId, i, 0);
        }
        uint256 since = _ghostKeys[agentId][i].compromisedSince;
        _revokeOne(agentId, i, since == 0 ? _draw(START, block.timestamp) : since - _draw(1, 10));
    }

    // Ownership

    function _record(uint256 agentId) private {
        bool claimed = isClaimed(agentId);
        vm.prank(eve);
        assertEq(registry.recordOwnership(agentId), claimed, "isClaimed");
        if (!claimed) _ghosts[agentId].lost = true;
    }

    function _moveToSelf() private {
        uint256 agentId = _anyAgent();
        _move(agentId, token.ownerOf(agentId));
    }

    function _moveAwayAndBack() private {
        uint256 agentId = _anyAgent();
        address owner = token.ownerOf(agentId);
        _move(agentId, owner == bob ? carol : bob);
        _pass();
        _move(agentId, owner);
    }

    function _approve() private {
        uint256 agentId = _anyAgent();
        vm.prank(token.ownerOf(agentId));
        token.approve(_draw(0, 3) == 0 ? address(0) : _anyActor(), agentId);
    }

    function _setApprovalForAll() private {
        address owner = _anyActor();
        address operator = _anyActor();
        vm.prank(owner);
        token.setApprovalForAll(operator, _draw(0, 2) != 0);
    }

    // The rest

    function _setCard() private {
        uint256 agentId = _claimedAgent();
        vm.prank(_side(agentId));
        registry.setCard(agentId, _draw(0, 1) == 0 ? "" : AGENT_URI, bytes32(_draw(0, type(uint256).max)));
    }

    /// @dev Also by an owner who hasn't claimed the agent.
    function _deactivate() private {
        uint256 agentId = _draw(0, 1) == 0 ? _anyAgent() : _unclaimedAgent();
        address side = _side(agentId);
        if (_ghosts[agentId].deactivated) {
            vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAlreadyDeactivated.selector, agentId));
        }
        vm.prank(side);
        registry.deactivateAgent(agentId);
        _ghosts[agentId].deactivated = true;
    }

    function _reactivate() private {
        uint256 agentId = _claimedAgent();
        for (uint256 i; i < _agents.length; ++i) {
            if (!_ghosts[_agents[i]].deactivated) continue;
            agentId = touched = _agents[i];
            if (!isClaimed(agentId)) _claim(agentId);
            break;
        }
        address side = _side(agentId);
        if (!_ghosts[agentId].deactivated) {
            vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNotDeactivated.selector, agentId));
        }
        vm.prank(side);
        registry.reactivateAgent(agentId);
        _ghosts[agentId].deactivated = false;
    }

    function _pause() private {
        address[2] memory sides = [governance, registry.guardian()];
        if (_paused) vm.expectRevert(ISageRegistryV3.SagePaused.selector);
        vm.prank(sides[_draw(0, 1)]);
        registry.pause();
        _paused = true;
    }

    function _setGuardian() private {
        address next = _draw(0, 1) == 0 ? guardian : makeAddr("other guardian");
        vm.prank(governance);
        registry.setGuardian(next);
        _read();
        assertEq(replay.guardian(), next);
    }

    function _unpause() private {
        if (!_paused) vm.expectRevert(ISageRegistryV3.SageNotPaused.selector);
        vm.prank(governance);
        registry.unpause();
        if (_paused) _unpausedAt = block.timestamp;
        _paused = false;
        _read();
    }

    function _setHook() private {
        hook.set(_draw(0, 1) == 0, _draw(0, 1) == 0);
        address hook_ = _draw(0, 3) == 0 ? address(0) : address(hook);
        bool before = _draw(0, 1) == 0;
        vm.prank(governance);
        registry.setHook(hook_, before, _draw(0, 1) == 0);
    }

    // What must fail

    function _failAsStranger() private {
        uint256 agentId = _anyAgent();
        bytes32 keyId = _ghostKeys[agentId][0].id;
        ISageRegistryV3.KeyInput[] memory inputs = _strangersKeys(agentId);
        bytes memory expected = abi.encodeWithSelector(ISageRegistryV3.SageNotController.selector, agentId, eve);
        vm.startPrank(eve);
        vm.expectRevert(expected);
        registry.revokeKey(agentId, keyId, 0);
        vm.expectRevert(expected);
        registry.addKey(agentId, inputs[0]);
        vm.expectRevert(expected);
        registry.rotateKey(agentId, keyId, inputs[0]);
        vm.expectRevert(expected);
        registry.claimAgent(agentId, inputs);
        vm.expectRevert(expected);
        registry.setCard(agentId, "", 0);
        vm.expectRevert(expected);
        registry.deactivateAgent(agentId);
        vm.expectRevert(expected);
        registry.reactivateAgent(agentId);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNotGuardian.selector, eve));
        registry.pause();
        expected = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, eve);
        vm.expectRevert(expected);
        registry.setGuardian(eve);
        vm.expectRevert(expected);
        registry.unpause();
        vm.expectRevert(expected);
        registry.setHook(address(0), false, false);
        vm.stopPrank();
    }

    function _strangersKeys(uint256 agentId) private returns (ISageRegistryV3.KeyInput[] memory) {
        Ghost storage ghost = _ghosts[agentId];
        return inputsOf(list(secp256k1Key(_keyCount++)), ghost.did, eve, ghost.nonce);
    }

    /// @dev Another account commits the same hash and reveals the same content.
    function _failWithCopy() private {
        Plan memory plan = _open[_ready(_draw(0, 1) == 0)];
        vm.prank(eve);
        try registry.commitRegistration(plan.commitment) {}
        catch {
            // Copied in an earlier action and open still.
            assertGt(registry.committedAt(eve, plan.commitment), 0, "why not?");
        }
        _read();
        vm.warp(block.timestamp + 1 minutes);
        bytes32 own = _commitmentOf(plan, eve);
        _tryReveal(plan, eve, abi.encodeWithSelector(ISageRegistryV3.SageCommitmentUnknown.selector, eve, own));
        assertEq(registry.committedAt(plan.committer, plan.commitment), plan.madeAt, "spoiled by a copy");
    }

    /// @dev Also after it was committed a second time: then the DID is taken.
    function _failToRevealTwice() private {
        if (_paused) _unpause();
        Plan memory plan = _used[_draw(0, _used.length - 1)];
        if (registry.committedAt(plan.committer, plan.commitment) == 0) {
            _tryReveal(
                plan,
                plan.committer,
                abi.encodeWithSelector(ISageRegistryV3.SageCommitmentUnknown.selector, plan.committer, plan.commitment)
            );
        }
        uint256 made = registry.committedAt(plan.committer, plan.commitment);
        if (made != 0 && block.timestamp <= made + 1 hours) vm.warp(made + 1 hours);
        vm.warp(block.timestamp + 1);
        vm.prank(plan.committer);
        registry.commitRegistration(plan.commitment);
        _read();
        vm.warp(block.timestamp + 1 minutes);
        string memory did = didOf(plan.identifier);
        uint256 agentId = registry.agentByDID(did);
        _tryReveal(plan, plan.committer, abi.encodeWithSelector(ISageRegistryV3.SageDidTaken.selector, did, agentId));
        touched = agentId;
    }

    function _failTooEarly() private {
        if (_paused) _unpause();
        vm.warp(block.timestamp + 1);
        uint256 index = _draw(0, 1) == 0 ? _commit(_anyActor()) : _commitBinding();
        uint256 age = _draw(0, 1) == 0 ? 0 : _draw(1, 59);
        vm.warp(block.timestamp + age);
        Plan memory plan = _open[index];
        _tryReveal(
            plan,
            plan.committer,
            abi.encodeWithSelector(ISageRegistryV3.SageRevealTooEarly.selector, plan.commitment, 60 - age)
        );
    }

    /// @dev While paused nothing can be revealed; what was committed before or during the pause is void after it.
    function _failAfterPause() private {
        Plan memory plan = _open[_commit(_anyActor())];
        if (!_paused) _pause();
        vm.warp(block.timestamp + _draw(0, 100));
        _tryReveal(plan, plan.committer, abi.encodeWithSelector(ISageRegistryV3.SagePaused.selector));
        _unpause();
        vm.warp(block.timestamp + _draw(0, 100));
        _tryReveal(
            plan,
            plan.committer,
            abi.encodeWithSelector(
                ISageRegistryV3.SageCommitmentVoid.selector, plan.commitment, plan.madeAt, _unpausedAt
            )
        );
    }

    /// @dev The proof of a nonce that has passed.
    function _failWithOldProof() private {
        uint256 agentId = _claimedAgent();
        Ghost storage ghost = _ghosts[agentId];
        if (ghost.active == 10) _revokeOne(agentId, _activeKey(agentId), 0);
        TestKey memory key = secp256k1Key(_keyCount++);
        ISageRegistryV3.KeyInput memory input = inputOf(key, ghost.did, ghost.owner, _draw(0, ghost.nonce - 1));
        bytes32 digest = registry.keyProofDigest(ghost.did, ghost.owner, keyIdOf(key), ghost.nonce);
        bytes memory expected = abi.encodeWithSelector(ISageRegistryV3.SageProofInvalid.selector, keyIdOf(key), digest);
        address side = _side(agentId);
        vm.expectRevert(expected);
        vm.prank(side);
        registry.addKey(agentId, input);
    }

    /// @dev Revoked ones, those of former owners and those in force.
    function _failToAddAgain() private {
        uint256 agentId = _claimedAgent();
        Ghost storage ghost = _ghosts[agentId];
        if (ghost.active == 10) _revokeOne(agentId, _activeKey(agentId), 0);
        GhostKey memory key = _ghostKeys[agentId][_draw(0, _ghostKeys[agentId].length - 1)];
        ISageRegistryV3.KeyInput memory input = inputOf(key.key, ghost.did, ghost.owner, ghost.nonce);
        address side = _side(agentId);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageKeyKnown.selector, agentId, key.id));
        vm.prank(side);
        registry.addKey(agentId, input);
    }

    function _failWithEleventh() private {
        uint256 agentId = _claimedAgent();
        while (_ghosts[agentId].active < 10) _addTo(agentId);
        (, ISageRegistryV3.KeyInput memory input) = _newInput(agentId, 0);
        address side = _side(agentId);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageKeyCount.selector, 11, 10));
        vm.prank(side);
        registry.addKey(agentId, input);
    }

    /// @dev The new owner, or the old one who has it back, can't touch the former keys.
    function _failUnclaimed() private {
        uint256 agentId = _unclaimedAgent();
        address owner = token.ownerOf(agentId);
        bytes32 keyId = _ghostKeys[agentId][_ghostKeys[agentId].length - 1].id;
        bytes memory expected = abi.encodeWithSelector(
            ISageRegistryV3.SageAgentNotClaimed.selector, agentId, _ghosts[agentId].owner, owner
        );
        ISageRegistryV3.KeyInput[] memory inputs = _strangersKeys(agentId);
        vm.startPrank(owner);
        vm.expectRevert(expected);
        registry.revokeKey(agentId, keyId, 0);
        vm.expectRevert(expected);
        registry.addKey(agentId, inputs[0]);
        vm.expectRevert(expected);
        registry.rotateKey(agentId, keyId, inputs[0]);
        vm.expectRevert(expected);
        registry.setCard(agentId, "", 0);
        vm.expectRevert(expected);
        registry.reactivateAgent(agentId);
        vm.stopPrank();
    }

    /// @dev Unknown keys, those of former owners, compromises in the future or later than declared; and a claim that
    /// isn't due.
    function _failToRevoke() private {
        uint256 agentId = _claimedAgent();
        GhostKey memory key = _ghostKeys[agentId][0];
        address side = _side(agentId);
        address owner = token.ownerOf(agentId);
        ISageRegistryV3.KeyInput[] memory inputs = _strangersKeys(agentId);
        vm.startPrank(side);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNothingToClaim.selector, agentId, owner));
        registry.claimAgent(agentId, inputs);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageKeyUnknown.selector, agentId, bytes32("none")));
        registry.revokeKey(agentId, "none", 0);
        bytes memory expected = _errorOfRevoking(agentId, key);
        vm.expectRevert(expected);
        registry.revokeKey(agentId, key.id, key.revoked ? 0 : uint40(block.timestamp + 1));
        vm.stopPrank();
    }

    /// @dev By a key that is revoked or belonged to a former owner.
    function _failToAttest() private {
        uint256 agentId = _claimedAgent();
        Ghost storage ghost = _ghosts[agentId];
        _revokeOne(agentId, _activeKey(agentId), 0);
        GhostKey[] storage keys = _ghostKeys[agentId];
        uint256 i = _draw(0, keys.length - 1);
        while (!keys[i].revoked && keys[i].epoch == ghost.epoch) i = (i + 1) % keys.length;
        TestKey memory key = x25519Key(_keyCount++);
        ISageRegistryV3.KeyInput memory input = attestedInput(key, keys[i].key, ghost.did, ghost.owner, ghost.nonce);
        bytes memory expected =
            abi.encodeWithSelector(ISageRegistryV3.SageAttesterInvalid.selector, keyIdOf(key), keys[i].id);
        address side = _side(agentId);
        vm.expectRevert(expected);
        vm.prank(side);
        registry.addKey(agentId, input);
    }

    function _errorOfRevoking(uint256 agentId, GhostKey memory key) private view returns (bytes memory) {
        if (key.epoch != _ghosts[agentId].epoch) {
            return abi.encodeWithSelector(ISageRegistryV3.SageKeyOfFormerOwner.selector, agentId, key.id, key.epoch);
        }
        if (!key.revoked) {
            return abi.encodeWithSelector(
                ISageRegistryV3.SageCompromiseInFuture.selector, block.timestamp + 1, block.timestamp
            );
        }
        uint256 until = registry.getKey(agentId, key.id).validUntil;
        return abi.encodeWithSelector(
            ISageRegistryV3.SageKeyAlreadyRevoked.selector, agentId, key.id, until, key.compromisedSince
        );
    }
}
