// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {
    ValidationPacking,
    ValidationRecord,
    ValidationTotals
} from "../../../contracts/libraries/ValidationPacking.sol";

contract ValidationPackingTest is Test {
    uint256 private constant ANSWERS = 5;
    uint256 private constant ANY_TAG = type(uint256).max;

    struct Answer {
        bool given;
        uint256 tagId;
        uint256 response;
    }

    Answer[ANSWERS] private _answers;

    function testFuzz_P19_aRecordKeepsItsFields(
        address validator,
        uint32 agentId,
        uint32[3] calldata updates,
        bool self,
        uint24[2] calldata codes,
        uint8[2] memory responses
    ) external pure {
        vm.assume(validator != address(0));
        ValidationRecord record = ValidationPacking.open(validator, agentId, updates[0], self);
        assertTrue(record.exists());
        assertFalse(record.isAnswered());
        _assertFixed(record, validator, agentId, self);
        assertEq(record.lastUpdate(), updates[0]);
        for (uint256 i; i < 2; ++i) {
            responses[i] %= 101;
            record = record.answered(updates[i + 1], codes[i], responses[i]);
            assertTrue(record.isAnswered());
            assertEq(record.response(), responses[i]);
            assertEq(record.tagCode(), codes[i]);
            assertEq(record.lastUpdate(), updates[i + 1]);
            _assertFixed(record, validator, agentId, self);
        }
    }

    function test_codeOf() external pure {
        assertEq(ValidationPacking.codeOf(0), 0);
        assertEq(ValidationPacking.codeOf(0xfffffe), 0xfffffe);
        assertEq(ValidationPacking.codeOf(0xffffff), 0xffffff);
        assertEq(ValidationPacking.codeOf(0x1000000), 0xffffff);
        assertEq(ValidationPacking.codeOf(type(uint256).max), 0xffffff);
    }

    /// @dev The fields at their limits: 2^32 - 1 requests, all answered with 100.
    function test_theSumsHoldTheirLargestValues() external pure {
        uint256 most = type(uint32).max;
        ValidationTotals totals = ValidationTotals.wrap(
            most << 224 | 7 << 144 | (most - 1) * 100 << 104 | (most - 1) << 72 | (most - 1) * 100 << 32 | (most - 1)
        );
        totals = totals.seated(7);
        totals = totals.plus(totals.weight(7, 100));
        (, uint256 count, uint256 sum) = totals.sums();
        assertEq(count, most);
        assertEq(sum, most * 100);
        (, count, sum) = totals.sumsOfTag(7);
        assertEq(count, most);
        assertEq(sum, most * 100);
        assertEq(totals.length(), most);
        (, count, sum) = totals.sumsOfTag(0);
        assertEq(count, 0);
        assertEq(sum, 0);
    }

    /// @dev Where an agent's answers go from one tag to another, all tags stay known.
    function test_threeTagsOfWhichTwoAtATime() external {
        ValidationTotals totals;
        totals = _give(totals, 0, 1, 10);
        totals = _give(totals, 1, 1, 20);
        totals = _give(totals, 0, 2, 30);
        totals = _give(totals, 1, 2, 40);
        totals = _give(totals, 0, 3, 50);
        totals = _give(totals, 1, 3, 60);
        totals = _give(totals, 2, 1, 70);
        for (uint256 tagId; tagId < 5; ++tagId) {
            assertTrue(_assertTag(totals, tagId, 0, 1));
        }
        totals = _give(totals, 3, 2, 80);
        assertFalse(_assertTag(totals, 2, 0, 1));
        // Back to two: known again once all carry the first tag, which is the one that never ran out.
        totals = _give(totals, 3, 3, 80);
        totals = _give(totals, 2, 3, 70);
        assertTrue(_assertTag(totals, 3, 0, 1));
        assertTrue(_assertTag(totals, 2, 0, 1));
    }

    /// @dev Every sequence of answers and replacements over a few tags, with the sums of a subset carried along. As long
    /// as there were never more than two tags at a time, the word tells everything.
    function testFuzz_P18_packedSumsEqualANaiveCount(uint256[16] calldata seeds) external {
        ValidationTotals totals;
        ValidationTotals even;
        bool crowded;
        for (uint256 i; i < seeds.length; ++i) {
            uint256 slot = seeds[i] % ANSWERS;
            uint256 tagId = _tagId(uint8(seeds[i] >> 8), uint8(seeds[0] >> 32));
            ValidationTotals removed;
            if (_answers[slot].given) removed = totals.weight(_answers[slot].tagId, _answers[slot].response);
            totals = _give(totals, slot, tagId, uint8(seeds[i] >> 16) % 101);
            if (slot % 2 == 0) even = even.minus(removed).plus(totals.weight(tagId, _answers[slot].response));
            crowded = crowded || _differentTags() > 2 || tagId > type(uint32).max;
            bool told = _assertAllTags(totals, 0, 1);
            assertTrue(told || crowded, "not told");
            assertEq(_assertAllTags(totals.minus(even), 1, 2), told);
        }
        assertEq(totals.length(), 0);
    }

    function _give(ValidationTotals totals, uint256 slot, uint256 tagId, uint256 response)
        private
        returns (ValidationTotals)
    {
        Answer storage answer = _answers[slot];
        if (answer.given) totals = totals.minus(totals.weight(answer.tagId, answer.response));
        totals = totals.seated(tagId);
        (answer.given, answer.tagId, answer.response) = (true, tagId, response);
        return totals.plus(totals.weight(tagId, response));
    }

    /// @dev The sums of the answers `from`, `from + step` and so on. Returns whether the word told all tags.
    function _assertAllTags(ValidationTotals totals, uint256 from, uint256 step) private view returns (bool told) {
        (bool known, uint256 count, uint256 sum) = totals.sums();
        assertTrue(known);
        (uint256 naiveCount, uint256 naiveSum) = _naive(ANY_TAG, from, step);
        assertEq(count, naiveCount, "count");
        assertEq(sum, naiveSum, "sum");
        told = true;
        for (uint256 i; i < 6; ++i) {
            if (!_assertTag(totals, _tagId(i, 6), from, step)) told = false;
        }
    }

    /// @dev True when the word tells, which must be the truth then.
    function _assertTag(ValidationTotals totals, uint256 tagId, uint256 from, uint256 step)
        private
        view
        returns (bool known)
    {
        uint256 count;
        uint256 sum;
        (known, count, sum) = totals.sumsOfTag(tagId);
        if (!known) return false;
        (uint256 naiveCount, uint256 naiveSum) = _naive(tagId, from, step);
        assertEq(count, naiveCount, "count of tag");
        assertEq(sum, naiveSum, "sum of tag");
    }

    function _naive(uint256 tagId, uint256 from, uint256 step) private view returns (uint256 count, uint256 sum) {
        for (uint256 i = from; i < ANSWERS; i += step) {
            if (!_answers[i].given || (tagId != ANY_TAG && _answers[i].tagId != tagId)) continue;
            ++count;
            sum += _answers[i].response;
        }
    }

    function _differentTags() private view returns (uint256 different) {
        for (uint256 i; i < ANSWERS; ++i) {
            if (!_answers[i].given) continue;
            bool seen;
            for (uint256 j; j < i; ++j) {
                if (_answers[j].given && _answers[j].tagId == _answers[i].tagId) seen = true;
            }
            if (!seen) ++different;
        }
    }

    /// @dev Narrow, wide, and beyond the 32 bits of the sums; the first `different` (1 to 6) of them.
    function _tagId(uint256 seed, uint256 different) private pure returns (uint256) {
        return [uint256(0), 14, 15, 0xffffff, 0x1000000, 1 << 32][seed % (different % 7 == 0 ? 1 : different % 7)];
    }

    function _assertFixed(ValidationRecord record, address validator, uint256 agentId, bool self) private pure {
        assertEq(record.validator(), validator);
        assertEq(record.agentId(), agentId);
        assertEq(record.isSelf(), self);
    }
}
