// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721Utils} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol";
import {ERC721Packed} from "../../../../contracts/base/ERC721Packed.sol";

/// @dev What both tokens let a test do.
interface IMintable {
    function mint(address to, uint256 tokenId) external;
    function safeMint(address to, uint256 tokenId, bytes calldata data) external;
    function isAuthorized(address spender, uint256 tokenId) external view returns (bool);
}

/// @dev The measure: OpenZeppelin's ERC-721 as it is.
contract ReferenceToken is ERC721("Token", "TKN"), IMintable {
    function mint(address to, uint256 tokenId) external {
        _mint(to, tokenId);
    }

    function safeMint(address to, uint256 tokenId, bytes calldata data) external {
        _safeMint(to, tokenId, data);
    }

    function isAuthorized(address spender, uint256 tokenId) external view returns (bool) {
        return _isAuthorized(_requireOwned(tokenId), spender, tokenId);
    }
}

/// @dev Ours. Each token carries extra bits that follow from its id, and that nothing but `setExtra` may change.
contract PackedToken is ERC721Packed("Token", "TKN"), IMintable {
    function mint(address to, uint256 tokenId) external {
        _mint(to, tokenId, firstExtra(tokenId));
    }

    function safeMint(address to, uint256 tokenId, bytes calldata data) external {
        _mint(to, tokenId, firstExtra(tokenId));
        ERC721Utils.checkOnERC721Received(msg.sender, address(0), to, tokenId, data);
    }

    function setExtra(uint256 tokenId, uint256 extra) external {
        _setExtra(tokenId, _tokenWord(tokenId), extra);
    }

    function isAuthorized(address spender, uint256 tokenId) external view returns (bool) {
        return _isAuthorized(_tokenWord(tokenId), tokenId, spender);
    }

    function tokenURI(uint256 tokenId) external view returns (string memory) {
        _tokenWord(tokenId);
        return "";
    }

    function extraOf(uint256 tokenId) external view returns (uint256) {
        return _tokenWordOrZero(tokenId) & EXTRA_MASK;
    }

    /// @dev All 256 bits are set at random: the base must keep its own 161 clear of them.
    function firstExtra(uint256 tokenId) public pure returns (uint256) {
        return uint256(keccak256(abi.encode("extra", tokenId)));
    }

    function _onTransfer(uint256, uint256 word) internal pure override returns (uint256) {
        return word;
    }
}
