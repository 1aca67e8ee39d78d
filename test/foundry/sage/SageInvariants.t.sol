// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {console2} from "forge-std/console2.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyState} from "../../../contracts/types/KeyState.sol";
import {Fact, FactKind, Facts} from "./SageLogReplay.sol";
import {SageActor} from "./SageActor.sol";
import {SageFixture} from "./SageFixture.sol";
import {SageHandler} from "./SageHandler.sol";
import {SageLogReplay} from "./SageLogReplay.sol";

/// @dev After each action what the action was about is compared; at the end of a run everything.
abstract contract SageInvariants is SageFixture {
    using Facts for Fact[];

    uint256 private constant WHOLE_RUN = 150;
    uint256 private constant ALL = type(uint256).max;

    SageHandler internal handler;
    SageLogReplay internal replay;
    bool internal tracks;

    function setUp() public override {
        super.setUp();
        IERC721 token = makeIdentity();
        handler = makeHandler(token);
        replay = handler.replay();
        tracks = handler.tracks();
        targetContract(address(handler));
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = SageHandler.act.selector;
        targetSelector(FuzzSelector(address(handler), selectors));
    }

    /// @dev The identity registry under `registry`.
    function makeIdentity() internal virtual returns (IERC721);

    function makeHandler(IERC721 token) internal virtual returns (SageHandler) {
        return new SageHandler(registry, token);
    }

    /// @dev Forge runs a campaign of its own for each invariant, so that there is one for all of these.
    /// P5: what was revealed isn't open, and what wasn't is; nothing was consumed twice (the handler counts). P6: each DID
    /// has one agent and each agent one DID, for ever, and its owner is who had the agent when the keys were proved. P8:
    /// the nonce has risen with each change; that no digest was accepted twice the handler sees. P10: no key of a former
    /// owner is valid, before and after the agent was claimed. P11: active keys are at most ten and counted right; from
    /// key to agent and from agent to key is the same; pages joined equal the whole. P12: no revoked key is valid. P48:
    /// all fields of all views follow from the logs.
    function invariant_P5_P6_P8_P10_P11_P12_P48_viewsEqualGhostsAndLogs() public view {
        uint256 touched = handler.touched();
        _checkCommitments();
        _checkNames(touched);
        _checkKeys(touched);
        _compareAgent(touched);
        _compareCounts();
    }

    function afterInvariant() public view {
        uint256[] memory agents = handler.agents();
        uint256[] memory logged = replay.boundAgents();
        assertEq(agents, logged, "agents");
        for (uint256 i; i < agents.length; ++i) {
            _checkNames(agents[i]);
            _checkKeys(agents[i]);
            _compareAgent(agents[i]);
        }
        SageActor.Plan[] memory used = handler.usedPlans();
        for (uint256 i; i < used.length; ++i) {
            uint256 time = registry.committedAt(used[i].committer, used[i].commitment);
            assertTrue(time == 0 || time > used[i].madeAt, "consumed, yet there");
            assertEq(time, replay.committedAt(used[i].committer, used[i].commitment), "reveal logged");
        }
        assertEq(used.length, agents.length, "an agent without commitment");
        _report(agents.length);
    }

    function _checkCommitments() private view {
        SageActor.Plan[] memory open = handler.openPlans();
        for (uint256 i; i < open.length; ++i) {
            uint256 time = registry.committedAt(open[i].committer, open[i].commitment);
            assertEq(time, open[i].madeAt, "open commitment");
            assertEq(time, replay.committedAt(open[i].committer, open[i].commitment), "commitment logged");
        }
        assertEq(registry.isPaused(), handler.isPaused(), "paused");
    }

    function _report(uint256 agents) private view {
        uint256 total;
        uint256 fewest = ALL;
        for (uint256 i; i < handler.ACTIONS(); ++i) {
            bytes32 name = handler.names(i);
            uint256 calls = handler.calls(name);
            console2.log(string(abi.encodePacked(name)), calls);
            total += calls;
            if (calls < fewest) fewest = calls;
        }
        console2.log("agents", agents);
        uint256 missing = _reportStates();
        // Forge replays the shortened sequence of an earlier failure first; only a whole run tells about the reach.
        if (total < WHOLE_RUN) return;
        assertGt(fewest, 0, "a handler never succeeded");
        assertEq(missing, 0, "a state was never visited");
    }

    function _reportStates() private view returns (uint256 missing) {
        bytes32[16] memory states = [
            bytes32("unclaimed"),
            "unclaimed, same owner",
            "end of epoch recorded",
            "deactivated",
            "deactivated and unclaimed",
            "10 active keys",
            "no active key",
            "third epoch or later",
            "paused",
            "signature accepted",
            "signature refused",
            "secp256k1 key",
            "P-256 key",
            "Ed25519 key",
            "X25519 key",
            "ERC-1271 key"
        ];
        for (uint256 i; i < states.length; ++i) {
            uint256 visits = handler.visits(states[i]);
            console2.log(string(abi.encodePacked("state: ", states[i])), visits);
            if (visits == 0 && !_isRare(states[i])) ++missing;
        }
        console2.log("refused by the hook", handler.visits("refused by the hook"));
    }

    /// @dev What chance may leave out of a single run.
    function _isRare(bytes32 state) private pure returns (bool) {
        return state == "no active key" || state == "unclaimed, same owner" || state == "third epoch or later"
            || state == "deactivated and unclaimed";
    }

    function _checkNames(uint256 agentId) private view {
        SageActor.Ghost memory ghost = handler.ghostOf(agentId);
        ISageRegistryV3.AgentView memory agent = registry.getAgent(agentId);
        assertEq(registry.didOf(agentId), ghost.did, "DID");
        assertEq(registry.agentByDID(ghost.did), agentId, "agent of the DID");
        assertEq(agent.owner, ghost.owner, "owner");
        assertEq(agent.isClaimed, handler.isClaimed(agentId), "claimed");
        assertEq(agent.isActive, !ghost.deactivated, "active");
        assertEq(agent.nonce, ghost.nonce, "nonce");
        assertEq(agent.epoch, ghost.epoch, "epoch");
        assertEq(registry.agentCountOf(ghost.owner), handler.ghostCounts(ghost.owner), "agents of the owner");
    }

    function _checkKeys(uint256 agentId) private view {
        SageActor.GhostKey[] memory keys = handler.ghostKeysOf(agentId);
        ISageRegistryV3.KeyView[] memory views = registry.getKeys(agentId, 0, ALL);
        assertEq(views.length, keys.length, "number of keys");
        uint256 active;
        for (uint256 i; i < keys.length; ++i) {
            if (_checkKey(agentId, keys[i], views[i])) ++active;
        }
        assertLe(active, 10, "too many active keys");
        assertEq(active, registry.getAgent(agentId).activeKeys, "active keys");
        _checkPages(agentId, views);
    }

    function _checkKey(uint256 agentId, SageActor.GhostKey memory key, ISageRegistryV3.KeyView memory view_)
        private
        view
        returns (bool active)
    {
        SageActor.Ghost memory ghost = handler.ghostOf(agentId);
        assertEq(view_.keyId, key.id, "order of the keys");
        assertEq(keccak256(abi.encode(registry.getKey(agentId, key.id))), keccak256(abi.encode(view_)), "one and all");
        assertEq(view_.validUntil != 0, key.revoked, "revoked");
        assertEq(view_.compromisedSince, key.compromisedSince, "compromised");
        assertEq(view_.epoch, key.epoch, "epoch of the key");
        active = !key.revoked && key.epoch == ghost.epoch;
        bool checked = view_.state == KeyState.Proved || view_.state == KeyState.Attested;
        bool valid = active && checked && !ghost.deactivated && handler.isClaimed(agentId);
        assertEq(registry.isKeyValid(agentId, key.id), valid, "valid");
        assertEq(registry.isKeyValidAt(agentId, key.id, block.timestamp), valid, "valid in this second");
    }

    function _checkPages(uint256 agentId, ISageRegistryV3.KeyView[] memory views) private view {
        uint256 nonce = registry.getAgent(agentId).nonce;
        uint256 size = 1 + nonce % 4;
        uint256 place;
        for (uint256 from; from < nonce + size; from += size) {
            ISageRegistryV3.KeyView[] memory page = registry.getKeys(agentId, from, size);
            for (uint256 i; i < page.length; ++i) {
                assertEq(page[i].keyId, views[place++].keyId, "page");
            }
        }
        assertEq(place, views.length, "pages");
    }

    // P48

    function _compareAgent(uint256 agentId) private view {
        Fact[] memory facts = replay.factsOf(agentId);
        ISageRegistryV3.AgentView memory agent = registry.getAgent(agentId);
        uint256 begun = facts.beginOf(facts.length - 1);
        (bool ended,) = facts.endOf(tracks, begun);
        assertEq(agent.did, replay.didOf(agentId), "DID");
        assertEq(agent.owner, facts[begun].account, "owner by the log");
        assertEq(agent.epoch, facts[begun].value, "epoch by the log");
        assertEq(agent.isClaimed, !ended, "claimed by the log");
        (uint256 nonce, bool active) = _nonceAndState(facts);
        assertEq(agent.nonce, nonce, "nonce by the log");
        assertEq(agent.isActive, active, "active by the log");
        ISageRegistryV3.Card memory card = replay.cardOf(agentId);
        assertEq(keccak256(abi.encode(registry.getCard(agentId))), keccak256(abi.encode(card)), "card");
        uint256 activeKeys = _compareKeys(agentId, facts, begun);
        assertEq(agent.activeKeys, activeKeys, "active keys by the log");
    }

    function _nonceAndState(Fact[] memory facts) private pure returns (uint256 nonce, bool active) {
        active = true;
        for (uint256 i; i < facts.length; ++i) {
            FactKind kind = facts[i].kind;
            if (kind == FactKind.Deactivated) active = false;
            else if (kind == FactKind.Reactivated) active = true;
            else if (kind == FactKind.Added || kind == FactKind.Revoked) nonce = facts[i].nonce + 1;
        }
    }

    function _compareKeys(uint256 agentId, Fact[] memory facts, uint256 begun) private view returns (uint256 active) {
        ISageRegistryV3.KeyView[] memory views = registry.getKeys(agentId, 0, ALL);
        uint256 count;
        for (uint256 i; i < facts.length; ++i) {
            if (facts[i].kind == FactKind.Added) {
                ISageRegistryV3.KeyView memory expected = _keyByLog(facts, i);
                assertEq(keccak256(abi.encode(views[count])), keccak256(abi.encode(expected)), "key by the log");
                if (i > begun && expected.validUntil == 0) ++active;
                _compareMoments(agentId, facts, views[count++]);
            } else if (facts[i].kind == FactKind.Ended) {
                uint256 before = facts.beginOf(i);
                (, uint256 end) = facts.endOf(tracks, before);
                assertEq(facts[i].value, end, "end of the epoch");
                assertEq(facts[i].nonce, facts[before].value, "epoch that ended");
            }
        }
        assertEq(views.length, count, "keys by the log");
    }

    /// @dev The moments at which the key itself changed and the present one; the rest is P12b.
    function _compareMoments(uint256 agentId, Fact[] memory facts, ISageRegistryV3.KeyView memory key) private view {
        uint256[4] memory moments = [key.validFrom, key.validUntil, key.compromisedSince, block.timestamp];
        for (uint256 i; i < 4; ++i) {
            bool expected = facts.inForceAt(tracks, key.keyId, moments[i]);
            assertEq(registry.isKeyInForceAt(agentId, key.keyId, moments[i]), expected, "in force by the log");
        }
    }

    function _keyByLog(Fact[] memory facts, uint256 i) private pure returns (ISageRegistryV3.KeyView memory key) {
        (key.keyId, key.keyType, key.state) = (facts[i].keyId, facts[i].keyType, facts[i].state);
        (key.validFrom, key.nonce) = (uint40(facts[i].time), uint24(facts[i].nonce));
        key.epoch = uint24(facts[facts.beginOf(i)].value);
        for (uint256 j = i + 1; j < facts.length; ++j) {
            if (facts[j].keyId != key.keyId) continue;
            if (facts[j].kind == FactKind.ProofEmitted) {
                key.proofHash = bytes32(facts[j].value);
            } else if (facts[j].kind == FactKind.Revoked) {
                if (key.validUntil == 0) key.validUntil = uint40(facts[j].time);
                key.compromisedSince = uint40(facts[j].value);
            }
        }
    }

    function _compareCounts() private view {
        address[] memory actors = handler.actors();
        for (uint256 i; i < actors.length; ++i) {
            assertEq(registry.agentCountOf(actors[i]), replay.agentCountOf(actors[i]), "agents of the owner by the log");
            assertEq(registry.agentCountOf(actors[i]), handler.ghostCounts(actors[i]), "agents of the owner");
        }
        (address hook, bool before, bool afterwards) = registry.getHook();
        assertEq(hook, replay.hook(), "hook");
        assertEq(before, replay.hookBefore(), "asked before");
        assertEq(afterwards, replay.hookAfterwards(), "told afterwards");
        assertEq(registry.isPaused(), replay.paused(), "paused");
    }
}

contract SageInvariantsTest is SageInvariants {
    function makeIdentity() internal view override returns (IERC721) {
        return IERC721(address(identity));
    }
}

contract SageInvariantsOverDeployedTest is SageInvariants {
    function makeIdentity() internal override returns (IERC721) {
        return IERC721(address(useDeployedIdentity()));
    }
}
