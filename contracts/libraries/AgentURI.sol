// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {LibRLP} from "solady/src/utils/LibRLP.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IERC8004IdentityRegistry} from "../interfaces/IERC8004IdentityRegistry.sol";

/// @title Where an agent URI is kept
/// @notice A well-known beginning is replaced by its number. What remains ("the rest") is kept as cheaply as its length
/// allows: up to 7 bytes in the agent's word, up to 39 with one more slot, up to 71 with two, and up to `MAX_REST` as the
/// code of a contract. The address of that contract isn't stored: it follows from the nonce with which the registry
/// created it. Every URI reads back byte for byte.
/// @dev Bits of the agent's word: 182–184 number of the beginning, 185–199 length of the rest, 200–255 the first 7 bytes
/// of the rest, or the creation nonce when the rest is kept as code. Bits below 182 belong to others.
library AgentURI {
    /// @notice The chain derives the addresses of created contracts differently; a long URI would be lost here.
    error AgentURICodeMisplaced(address created, address expected);

    /// @dev Longest rest in bytes: the code of one contract (EIP-170) less the leading STOP.
    uint256 internal constant MAX_REST = 24_575;

    uint256 private constant PREFIX_SHIFT = 182;
    uint256 private constant LENGTH_SHIFT = 185;
    uint256 private constant HEAD_SHIFT = 200;
    uint256 private constant PREFIX_LIMIT = 0x7;
    uint256 private constant LENGTH_LIMIT = 0x7fff;
    uint256 private constant HEAD = 7;
    uint256 private constant HEAD_AND_WORD = 39;
    uint256 private constant HEAD_AND_WORDS = 71;

    /// @dev Describes a URI. When `isLong` says so of the result, the caller stores `rest` with `writeCode` and adds what
    /// that returns; otherwise `writeWords` stores what doesn't fit the description.
    function describe(string calldata uri) internal pure returns (uint256 description, bytes calldata rest) {
        (uint256 prefix, uint256 prefixLength) = _prefixOf(bytes32(bytes(uri)));
        rest = bytes(uri)[prefixLength:];
        uint256 length = rest.length;
        if (length > MAX_REST) {
            revert IERC8004IdentityRegistry.IdentityURITooLong(bytes(uri).length, MAX_REST + prefixLength);
        }
        description = (prefix << PREFIX_SHIFT) | (length << LENGTH_SHIFT);
        if (length <= HEAD_AND_WORDS) description |= uint256(uint56(bytes7(rest))) << HEAD_SHIFT;
    }

    /// @dev Whether the rest is kept as code.
    function isLong(uint256 description) internal pure returns (bool) {
        return _lengthIn(description) > HEAD_AND_WORDS;
    }

    /// @dev Writes what the slots have to hold now and zeroes those that the old URI used and the new one doesn't. For a
    /// long URI it only zeroes.
    function writeWords(bytes32[2] storage words, bytes calldata rest, uint256 oldDescription) internal {
        uint256 needed = _wordsOf(rest.length);
        uint256 used = _wordsOf(_lengthIn(oldDescription));
        if (needed > 0) words[0] = bytes32(rest[HEAD:]);
        else if (used > 0) words[0] = 0;
        if (needed > 1) words[1] = bytes32(rest[HEAD_AND_WORD:]);
        else if (used > 1) words[1] = 0;
    }

    /// @dev Stores the rest as code; `nonce` is the nonce that this creation consumes.
    /// @return The bits to add to the description.
    function writeCode(bytes calldata rest, uint256 nonce) internal returns (uint256) {
        address created = SSTORE2.write(rest);
        address expected = LibRLP.computeAddress(address(this), nonce);
        if (created != expected) revert AgentURICodeMisplaced(created, expected);
        return nonce << HEAD_SHIFT;
    }

    /// @dev The URI as it was given.
    function read(bytes32[2] storage words, uint256 description) internal view returns (string memory) {
        bytes memory prefix = bytes(_prefix((description >> PREFIX_SHIFT) & PREFIX_LIMIT));
        uint256 length = _lengthIn(description);
        if (length > HEAD_AND_WORDS) {
            address code = LibRLP.computeAddress(address(this), description >> HEAD_SHIFT);
            return string(bytes.concat(prefix, SSTORE2.read(code)));
        }
        uint256 count = _wordsOf(length);
        bytes memory uri = bytes.concat(
            prefix,
            bytes7(uint56(description >> HEAD_SHIFT)),
            count > 0 ? words[0] : bytes32(0),
            count > 1 ? words[1] : bytes32(0)
        );
        length += prefix.length;
        // Cuts the zeros after the last byte; the memory was reserved for more, so shortening is safe.
        assembly ("memory-safe") {
            mstore(uri, length)
        }
        return string(uri);
    }

    function _lengthIn(uint256 description) private pure returns (uint256) {
        return (description >> LENGTH_SHIFT) & LENGTH_LIMIT;
    }

    function _wordsOf(uint256 length) private pure returns (uint256) {
        if (length <= HEAD || length > HEAD_AND_WORDS) return 0;
        return length > HEAD_AND_WORD ? 2 : 1;
    }

    /// @dev The number and length of the well-known beginning; none of them holds a zero byte, so that a short URI, which
    /// comes with zeros after it, can't seem to begin like this.
    function _prefixOf(bytes32 start) private pure returns (uint256 number, uint256 length) {
        if (bytes7(start) == "ipfs://") return (1, 7);
        if (bytes8(start) == "https://") return (2, 8);
        if (bytes29(start) == "data:application/json;base64,") return (3, 29);
        if (bytes27(start) == "data:application/json;utf8,") return (4, 27);
        if (bytes22(start) == "data:application/json,") return (5, 22);
        if (bytes7(start) == "http://") return (6, 7);
        if (bytes5(start) == "ar://") return (7, 5);
    }

    function _prefix(uint256 number) private pure returns (string memory) {
        if (number == 0) return "";
        if (number == 1) return "ipfs://";
        if (number == 2) return "https://";
        if (number == 3) return "data:application/json;base64,";
        if (number == 4) return "data:application/json;utf8,";
        if (number == 5) return "data:application/json,";
        return number == 6 ? "http://" : "ar://";
    }
}
