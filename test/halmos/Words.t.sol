// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {Head} from "../../contracts/libraries/FeedbackHead.sol";
import {BUCKETS, FeedbackMath} from "../../contracts/libraries/FeedbackMath.sol";
import {FeedbackRecord} from "../../contracts/libraries/FeedbackRecord.sol";
import {Feedback} from "../../contracts/libraries/FeedbackTypes.sol";
import {AgentWord as KeyAgentWord, KeyRecords, KeyWord} from "../../contracts/libraries/KeyRecords.sol";
import {AgentWord, ShareState, TrustCell} from "../../contracts/libraries/TrustPacking.sol";
import {ValidationPacking, ValidationRecord} from "../../contracts/libraries/ValidationPacking.sol";
import {VerdictWord, VerdictWords} from "../../contracts/libraries/VerdictWords.sol";
import {KeyState} from "../../contracts/types/KeyState.sol";
import {KeyType} from "../../contracts/types/KeyType.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states. The packed words give back what was put into them, and no field touches another.
contract WordProofs is Test {
    /// @dev P18: a bucket of sums gives back count and sum, also negative ones, and adding is adding.
    function check_P18_bucketsAddUp(uint32[2] memory counts, int176[2] memory sums) public pure {
        uint256[BUCKETS] memory buckets;
        FeedbackMath.add(buckets, 3, counts[0], sums[0]);
        FeedbackMath.add(buckets, 3, counts[1], sums[1]);
        (uint64 count, int192 sum) = FeedbackMath.split(buckets[3]);
        assert(count == uint256(counts[0]) + counts[1] && sum == int256(sums[0]) + sums[1]);
    }

    /// @dev P18: so does a cell of the trust summaries, also when some is taken out again.
    function check_P18_trustCellsAddUp(uint24[2] memory counts, int216[2] memory sums) public pure {
        TrustCell cell = TrustCell.wrap(0).plus(int256(uint256(counts[0])), sums[0]);
        TrustCell both = cell.plus(int256(uint256(counts[1])), sums[1]);
        (int256 count, int256 sum) = both.split();
        assert(count == int256(uint256(counts[0]) + counts[1]) && sum == int256(sums[0]) + sums[1]);
        TrustCell back = both.plus(-int256(uint256(counts[1])), -int256(sums[1]));
        assert(TrustCell.unwrap(back) == TrustCell.unwrap(cell));
    }

    /// @dev P18: an agent's total, its number of clients and its main tag don't touch each other; what has no room comes back.
    function check_P18_anAgentsTotalAddsUp(uint256 raw, int184 value, uint24 tag) public pure {
        AgentWord word = AgentWord.wrap(raw);
        (int256 count, int256 sum) = word.split();
        vm.assume(count < int256(2 ** 31 - 1) && word.clients() < 2 ** 40 - 1);
        bool wasMain = word.isMain(tag);
        (AgentWord next, int256 rest) = word.withClient().plus(1, value);
        (int256 newCount, int256 newSum) = next.split();
        assert(newCount == count + 1 && newSum + rest == sum + value && (rest == 0 || rest == value));
        assert(next.clients() == word.clients() + 1 && next.isMain(tag) == wasMain);
    }

    /// @dev P18: a client's state holds five tags; announcing, excluding and reinstating leave them.
    function check_P18_aClientsStateKeepsItsTags(uint40[5] memory tags, uint40 time, uint40 other) public pure {
        ShareState state;
        bool isKnown;
        for (uint256 i; i < 5; ++i) {
            state = state.withTag(tags[i]);
            if (tags[i] == other) isKnown = true;
        }
        ShareState told = state.announced(time);
        assert(told.announcedAt() == time && !told.isExcluded());
        ShareState excluded = told.excluded();
        assert(excluded.isExcluded() && excluded.announcedAt() == 0);
        assert(excluded.tagCount() == 5 && excluded.hasTag(other) == isKnown);
        assert(ShareState.unwrap(excluded.reinstated()) == ShareState.unwrap(state));
    }

    /// @dev P18, P19b: the only feedback of a client comes back from the head as it was given, also when it was revoked.
    function check_P18_P19b_theOnlyFeedbackComesBack(
        int64 value,
        uint8 decimals,
        uint24[2] memory tags,
        uint8 class,
        bool revokes
    ) public pure {
        vm.assume(decimals <= 18 && class <= 2);
        Head head =
            Head.wrap(0).add(value, FeedbackRecord.traitsOf(FeedbackRecord.kindOf(decimals, class), tags[0], tags[1]));
        if (revokes) head = head.remove(value);
        Feedback memory feedback = head.sole();
        assert(head.isSole() && head.lastIndex() == 1 && head.live() == (revokes ? 0 : 1));
        assert(feedback.value == value && feedback.decimals == decimals && feedback.class == class);
        assert(feedback.tag1 == tags[0] && feedback.tag2 == tags[1] && feedback.revoked == revokes);
    }

    /// @dev P18: the head's sum is that of the live feedback wherever the head says that it keeps one.
    function check_P18_theHeadsSumIsThatOfTheLive(int128[3] memory values, uint8[3] memory decimals, bool revokes)
        public
        pure
    {
        Head head;
        int256 sum;
        for (uint256 i; i < 3; ++i) {
            vm.assume(decimals[i] <= 18);
            head = head.add(values[i], FeedbackRecord.traitsOf(FeedbackRecord.kindOf(decimals[i], 0), 1, 2));
            sum += values[i];
        }
        if (revokes) {
            head = head.remove(values[1]);
            sum -= values[1];
        }
        assert(head.live() == (revokes ? 2 : 3) && head.lastIndex() == 3);
        if (!head.hasSum()) return;
        assert(head.sum() == sum && head.decimals() == decimals[0]);
        assert(decimals[0] == decimals[1] && decimals[1] == decimals[2]);
    }

    /// @dev P19: a request's record keeps validator, agent and side through every answer, and gives back the last one.
    function check_P19_aRecordKeepsItsValidatorAndAgent(
        address validator,
        uint32 agentId,
        bool self,
        uint32[2] memory times,
        uint24[2] memory codes,
        uint8[2] memory responses
    ) public pure {
        vm.assume(responses[0] <= 100 && responses[1] <= 100);
        ValidationRecord record = ValidationPacking.open(validator, agentId, times[0], self);
        assert(!record.isAnswered() && record.lastUpdate() == times[0]);
        record = record.answered(times[0], codes[0], responses[0]).answered(times[1], codes[1], responses[1]);
        assert(record.validator() == validator && record.agentId() == agentId && record.isSelf() == self);
        assert(record.isAnswered() && record.response() == responses[1]);
        assert(record.lastUpdate() == times[1] && record.tagCode() == codes[1]);
    }

    /// @dev P8, P11: counting keys and nonces touches nothing else of an agent, and the next epoch keeps the nonce.
    function check_P8_P11_anAgentsWordKeepsItsFields(uint256 raw, address owner, uint40 control) public pure {
        KeyAgentWord agent = KeyAgentWord.wrap(raw);
        vm.assume(agent.nonce() < KeyRecords.MAX_NONCE && agent.activeKeys() < 10);
        vm.assume(agent.epoch() < type(uint24).max);
        KeyAgentWord next = agent.withKey().withNextNonce();
        assert(next.nonce() == agent.nonce() + 1 && next.activeKeys() == agent.activeKeys() + 1);
        assert(next.owner() == agent.owner() && next.control() == agent.control() && next.epoch() == agent.epoch());
        assert(next.isDeactivated() == agent.isDeactivated() && next.hasEnded() == agent.hasEnded());
        assert(KeyAgentWord.unwrap(agent.withKey().withoutKey()) == raw);
        KeyAgentWord later = next.beginNext(owner, control);
        assert(later.owner() == owner && later.control() == control && later.epoch() == agent.epoch() + 1);
        assert(later.nonce() == next.nonce() && later.activeKeys() == 0 && !later.hasEnded());
        assert(later.isDeactivated() == agent.isDeactivated());
    }

    /// @dev P12, P12b: ending and compromising a key changes no other field of it.
    function check_P12_P12b_aKeysWordKeepsItsFields(
        uint40 from,
        uint24 nonce,
        uint24 epoch,
        uint8 kind,
        uint8 state,
        uint40[2] memory until,
        uint40[2] memory since
    ) public pure {
        vm.assume(kind <= uint8(type(KeyType).max) && state <= uint8(type(KeyState).max));
        KeyWord key = KeyRecords.add(from, nonce, epoch, KeyType(kind), KeyState(state));
        assert(key.validUntil() == 0 && key.compromisedSince() == 0);
        key = key.withValidUntil(until[0]).withCompromisedSince(since[0]);
        key = key.withValidUntil(until[1]).withCompromisedSince(since[1]);
        assert(key.validFrom() == from && key.validUntil() == until[1] && key.compromisedSince() == since[1]);
        assert(key.nonce() == nonce && key.epoch() == epoch);
        assert(uint8(key.keyType()) == kind && uint8(key.state()) == state);
    }

    /// @dev P23: revealing changes neither validator nor stake, and every response of 0 to 255 comes back.
    function check_P23_aVerdictsWordKeepsTheStake(address validator, uint80 stake, uint8 response) public pure {
        VerdictWord word = VerdictWords.committed(validator, stake);
        assert(word.validator() == validator && word.stake() == stake);
        assert(!word.isRevealed() && word.response() == 0);
        word = word.revealed(response);
        assert(word.validator() == validator && word.stake() == stake);
        assert(word.isRevealed() && word.response() == response);
    }
}
