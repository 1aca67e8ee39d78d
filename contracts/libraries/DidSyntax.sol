// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ShortString, ShortStrings} from "@openzeppelin/contracts/utils/ShortStrings.sol";
import {ISageRegistryV3} from "../interfaces/ISageRegistryV3.sol";

/// @title The one spelling of a DID
/// @notice `did:sage:{network}:{identifier}`. Both parts are ASCII without capitals, so that no two DIDs look alike by
/// case or by foreign letters, and none needs the percent encoding of DID Core 3.1.
library DidSyntax {
    uint256 internal constant MAX_IDENTIFIER = 64;
    /// @dev With `did:sage:` and the colon after it the network fits one word as a short string.
    uint256 private constant MAX_NETWORK = 21;
    // Bit n stands for the character n: 0-9, a-z.
    uint256 private constant ALPHANUMERIC = ((1 << 10) - 1) << 0x30 | ((1 << 26) - 1) << 0x61;
    uint256 private constant HYPHEN = 1 << 0x2d;
    // With . _ -
    uint256 private constant INSIDE = ALPHANUMERIC | HYPHEN | 1 << 0x2e | 1 << 0x5f;

    /// @notice The beginning of all DIDs of a network.
    function prefixFor(string memory network) internal pure returns (ShortString) {
        bytes memory text = bytes(network);
        bool wellFormed = text.length > 0 && text.length <= MAX_NETWORK;
        for (uint256 i; wellFormed && i < text.length; ++i) {
            wellFormed = (ALPHANUMERIC | HYPHEN) >> uint8(text[i]) & 1 == 1;
        }
        if (!wellFormed) revert ISageRegistryV3.SageDidNetwork(network);
        return ShortStrings.toShortString(string.concat("did:sage:", network, ":"));
    }

    /// @notice Reverts unless the identifier is well formed, naming the first character that isn't.
    function checkIdentifier(string calldata identifier) internal pure {
        bytes calldata text = bytes(identifier);
        uint256 length = text.length;
        if (length == 0 || length > MAX_IDENTIFIER) revert ISageRegistryV3.SageDidLength(length);
        for (uint256 i; i < length; ++i) {
            uint256 allowed = i == 0 || i == length - 1 ? ALPHANUMERIC : INSIDE;
            if (allowed >> uint8(text[i]) & 1 == 0) revert ISageRegistryV3.SageDidCharacter(text[i], i);
        }
    }
}
