// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {FeedbackHead, Head} from "../../../contracts/libraries/FeedbackHead.sol";
import {BUCKETS, FeedbackMath} from "../../../contracts/libraries/FeedbackMath.sol";
import {FeedbackRecord} from "../../../contracts/libraries/FeedbackRecord.sol";
import {Feedback} from "../../../contracts/libraries/FeedbackTypes.sol";
import {Pages} from "../../../contracts/libraries/Pages.sol";
import {Test} from "forge-std/Test.sol";

/// @notice The helpers by themselves, beyond what histories of feedback can reach.
contract LibrariesTest is Test {
    int256 private constant MAX_VALUE = 1e38;

    function testFuzz_PagesStayWithinTheList(uint256 offset, uint256 limit, uint256 length) external pure {
        uint256 size = Pages.size(offset, limit, length);
        assertLe(size, limit);
        if (offset >= length) assertEq(size, 0);
        else assertEq(size, limit < length - offset ? limit : length - offset);
    }

    /// @dev Counts and sums up to what the comment of the library promises.
    function testFuzz_BucketsKeepCountsAndSums(uint64[3] calldata counts, int256[3] calldata values, uint8 decimals)
        external
        pure
    {
        decimals = uint8(bound(decimals, 0, 18));
        uint256[BUCKETS] memory buckets;
        uint64 count;
        int256 sum;
        for (uint256 i; i < 3; ++i) {
            uint64 one = counts[i] / 3;
            int256 value = bound(values[i], -MAX_VALUE, MAX_VALUE) * int256(uint256(one));
            FeedbackMath.add(buckets, decimals, one, value);
            (count, sum) = (count + one, sum + value);
        }
        (uint64 gotCount, int192 gotSum) = FeedbackMath.split(buckets[decimals]);
        assertEq(gotCount, count);
        assertEq(gotSum, sum);
        (uint64 total, int256 scaled, uint8 mode) = FeedbackMath.total(buckets);
        assertEq(total, count);
        assertEq(scaled, sum * int256(10 ** (18 - decimals)));
        assertEq(mode, count == 0 ? 0 : decimals);
    }

    /// @dev The summary is the exact mean cut off at its decimals, and one more decimal wouldn't fit or isn't wanted.
    function testFuzz_SummaryIsTheMeanCutOff(uint256 seed) external pure {
        uint256[BUCKETS] memory buckets;
        int256 sum;
        uint256 count;
        for (uint256 i; i < 4; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 decimals = seed % BUCKETS;
            uint256 here = 1 + (seed >> 8) % 2 ** 28;
            int256 value = bound(int256(seed), -MAX_VALUE, MAX_VALUE) / int256(10 ** ((seed >> 16) % 39));
            FeedbackMath.add(buckets, decimals, here, value * int256(here));
            sum += value * int256(here) * int256(10 ** (18 - decimals));
            count += here;
        }
        (uint64 gotCount, int128 mean, uint8 shown) = FeedbackMath.summary(buckets);
        (,, uint8 mode) = FeedbackMath.total(buckets);
        assertEq(gotCount, count);
        assertLe(shown, mode);
        int256 unit = int256(10 ** (18 - shown)) * int256(count);
        assertEq(mean, sum / unit);
        if (shown < mode) {
            int256 finer = sum / (unit / 10);
            assertTrue(finer > type(int128).max || finer < type(int128).min, "one more decimal would fit");
        }
    }

    function testFuzz_RecordRoundTrip(int64 value, uint8 decimals, uint24 tag1, uint24 tag2, uint128 above)
        external
        pure
    {
        decimals = uint8(bound(decimals, 0, 18));
        uint256 traits = FeedbackRecord.traitsOf(FeedbackRecord.kindOf(decimals, above % 3), tag1, tag2);
        uint256 record = traits | uint64(value);
        assertEq(record >> 128, 0);
        assertTrue(record != 0);
        assertEq(record & FeedbackRecord.WIDE, 0);
        Feedback memory feedback = FeedbackRecord.unpack(record | (uint256(above) << 128));
        assertEq(feedback.value, value);
        assertEq(feedback.decimals, decimals);
        assertEq(feedback.tag1, tag1);
        assertEq(feedback.tag2, tag2);
        assertFalse(feedback.revoked);
        assertEq(feedback.responses, 0);
        record |= FeedbackRecord.REVOKED;
        record += FeedbackRecord.ONE_RESPONSE * FeedbackRecord.MAX_RESPONSES;
        feedback = FeedbackRecord.unpack(record | (uint256(above) << 128));
        assertEq(feedback.value, value);
        assertEq(feedback.tag2, tag2);
        assertTrue(feedback.revoked);
        assertEq(feedback.responses, FeedbackRecord.MAX_RESPONSES);
        assertEq(feedback.class, above % 3);
        assertEq(FeedbackRecord.classOf(record | (uint256(above) << 128)), above % 3);
        assertEq(record >> 126, above % 3, "the class fills the rest");
        assertEq(FeedbackRecord.classOf(record ^ FeedbackRecord.classChange(above % 3, 2)), 2);
    }

    function testFuzz_WideRoundTrip(int128 value, uint64 tag1, uint64 tag2) external pure {
        (int128 gotValue, uint64 got1, uint64 got2) =
            FeedbackRecord.unpackWide(FeedbackRecord.packWide(value, tag1, tag2));
        assertEq(gotValue, value);
        assertEq(got1, tag1);
        assertEq(got2, tag2);
        if (tag1 >= 2 ** 24 || tag2 >= 2 ** 24) {
            uint256 kind = FeedbackRecord.kindOf(18, 1);
            assertEq(FeedbackRecord.traitsOf(kind, tag1, tag2), kind | FeedbackRecord.WIDE);
        }
    }

    /// @dev The counts of a head at the last index that can be given out stay in their fields.
    function test_HeadAtTheLastIndex() external pure {
        uint256 before = FeedbackHead.MAX_INDEX - 1;
        Head head = Head.wrap((before << 192) | (before << 220));
        head = head.add(-1, FeedbackRecord.kindOf(0, 0));
        assertEq(head.lastIndex(), FeedbackHead.MAX_INDEX);
        assertEq(head.live(), FeedbackHead.MAX_INDEX);
        assertEq(Head.unwrap(head) >> 251, 0, "spare bits");
        head = head.remove(-1);
        assertEq(head.lastIndex(), FeedbackHead.MAX_INDEX);
        assertEq(head.live(), FeedbackHead.MAX_INDEX - 1);
    }
}
