// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC721Utils} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol";
import {ShortString, ShortStrings} from "@openzeppelin/contracts/utils/ShortStrings.sol";
import {ERC165, IERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";

/// @title ERC-721 whose owner slot has room for what the deriving contract keeps per token
/// @notice Behaves as OpenZeppelin's ERC-721: same checks in the same order, same errors, same events. There is no
/// burning. Reading who may act for a token costs one storage read when nobody is approved for that single token.
/// @dev One word per token: bits 0–159 the owner, bit 160 whether an account is approved, bits 161–255 ("extra") belong
/// to the deriving contract, which gets the word from `_tokenWord` and writes its part with `_setExtra`.
abstract contract ERC721Packed is ERC165, IERC721, IERC721Metadata, IERC721Errors {
    using ShortStrings for *;

    /// @dev The bits of a word that belong to the deriving contract.
    uint256 internal constant EXTRA_MASK = type(uint256).max << 161;
    uint256 private constant APPROVED_FLAG = 1 << 160;

    ShortString private immutable _NAME;
    ShortString private immutable _SYMBOL;

    mapping(uint256 tokenId => uint256 word) private _words;
    /// @dev Counts only while the token's flag is set: a transfer clears the flag and leaves the address, which saves a
    /// write now and most of the cost of the next approval.
    mapping(uint256 tokenId => address account) private _approvals;
    mapping(address owner => uint256 count) private _balances;
    mapping(address owner => mapping(address operator => bool approved)) private _operators;

    /// @param name_ Collection name, at most 31 bytes.
    /// @param symbol_ Collection symbol, at most 31 bytes.
    constructor(string memory name_, string memory symbol_) {
        _NAME = name_.toShortString();
        _SYMBOL = symbol_.toShortString();
    }

    /// @inheritdoc IERC721
    function approve(address to, uint256 tokenId) external {
        uint256 word = _tokenWord(tokenId);
        address owner = _ownerIn(word);
        if (owner != msg.sender && !_operators[owner][msg.sender]) revert ERC721InvalidApprover(msg.sender);
        if (to == address(0)) {
            _words[tokenId] = word & ~APPROVED_FLAG;
        } else {
            _words[tokenId] = word | APPROVED_FLAG;
            _approvals[tokenId] = to;
        }
        emit Approval(owner, to, tokenId);
    }

    /// @inheritdoc IERC721
    function setApprovalForAll(address operator, bool approved) external {
        if (operator == address(0)) revert ERC721InvalidOperator(address(0));
        _operators[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    /// @inheritdoc IERC721
    function transferFrom(address from, address to, uint256 tokenId) external {
        _transfer(from, to, tokenId);
    }

    /// @inheritdoc IERC721
    function safeTransferFrom(address from, address to, uint256 tokenId) external {
        _transfer(from, to, tokenId);
        ERC721Utils.checkOnERC721Received(msg.sender, from, to, tokenId, "");
    }

    /// @inheritdoc IERC721
    function safeTransferFrom(address from, address to, uint256 tokenId, bytes calldata data) external {
        _transfer(from, to, tokenId);
        ERC721Utils.checkOnERC721Received(msg.sender, from, to, tokenId, data);
    }

    /// @inheritdoc IERC721
    function balanceOf(address owner) external view returns (uint256) {
        if (owner == address(0)) revert ERC721InvalidOwner(address(0));
        return _balances[owner];
    }

    /// @inheritdoc IERC721
    function ownerOf(uint256 tokenId) external view returns (address) {
        return _ownerIn(_tokenWord(tokenId));
    }

    /// @inheritdoc IERC721
    function getApproved(uint256 tokenId) external view returns (address) {
        return _tokenWord(tokenId) & APPROVED_FLAG == 0 ? address(0) : _approvals[tokenId];
    }

    /// @inheritdoc IERC721
    function isApprovedForAll(address owner, address operator) external view returns (bool) {
        return _operators[owner][operator];
    }

    /// @inheritdoc IERC721Metadata
    function name() external view returns (string memory) {
        return _NAME.toString();
    }

    /// @inheritdoc IERC721Metadata
    function symbol() external view returns (string memory) {
        return _SYMBOL.toString();
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view virtual override(ERC165, IERC165) returns (bool) {
        return interfaceId == type(IERC721).interfaceId || interfaceId == type(IERC721Metadata).interfaceId
            || super.supportsInterface(interfaceId);
    }

    /// @dev Creates a token without asking the receiver: the deriving contract finishes its own state first and then
    /// calls `ERC721Utils.checkOnERC721Received`.
    function _mint(address to, uint256 tokenId, uint256 extra) internal {
        if (to == address(0)) revert ERC721InvalidReceiver(address(0));
        if (_words[tokenId] != 0) revert ERC721InvalidSender(address(0));
        _words[tokenId] = (extra & EXTRA_MASK) | uint160(to);
        unchecked {
            // There aren't 2^256 tokens.
            ++_balances[to];
        }
        emit Transfer(address(0), to, tokenId);
    }

    /// @dev Writes the bits of the deriving contract; `word` is the token's word as it stands.
    function _setExtra(uint256 tokenId, uint256 word, uint256 extra) internal {
        _words[tokenId] = (word & ~EXTRA_MASK) | (extra & EXTRA_MASK);
    }

    /// @dev Called on every transfer (not on minting) before anything is written or emitted.
    /// @return The extra bits that the token has after the transfer.
    function _onTransfer(uint256 tokenId, uint256 word) internal virtual returns (uint256);

    /// @dev The word of a token that exists.
    function _tokenWord(uint256 tokenId) internal view returns (uint256 word) {
        word = _words[tokenId];
        if (word == 0) revert ERC721NonexistentToken(tokenId);
    }

    /// @dev The word of any token id; 0 for one that doesn't exist.
    function _tokenWordOrZero(uint256 tokenId) internal view returns (uint256) {
        return _words[tokenId];
    }

    /// @dev Whether `spender` is owner, operator or approved; `word` is the token's word. The zero address never is: it
    /// owns nothing, can't be made an operator, and approving it clears the flag.
    function _isAuthorized(uint256 word, uint256 tokenId, address spender) internal view returns (bool) {
        address owner = _ownerIn(word);
        return
            owner == spender || _operators[owner][spender]
                || (word & APPROVED_FLAG != 0 && _approvals[tokenId] == spender);
    }

    function _ownerIn(uint256 word) internal pure returns (address) {
        return address(uint160(word));
    }

    function _transfer(address from, address to, uint256 tokenId) private {
        if (to == address(0)) revert ERC721InvalidReceiver(address(0));
        uint256 word = _tokenWord(tokenId);
        if (!_isAuthorized(word, tokenId, msg.sender)) revert ERC721InsufficientApproval(msg.sender, tokenId);
        address owner = _ownerIn(word);
        if (owner != from) revert ERC721IncorrectOwner(from, tokenId, owner);
        _words[tokenId] = (_onTransfer(tokenId, word) & EXTRA_MASK) | uint160(to);
        unchecked {
            // `from` owns this token; there aren't 2^256 tokens.
            --_balances[from];
            ++_balances[to];
        }
        emit Transfer(from, to, tokenId);
    }
}
