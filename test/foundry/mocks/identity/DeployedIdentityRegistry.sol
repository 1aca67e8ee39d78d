// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721URIStorage} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721URIStorage.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IERC8004Identity} from "../../../../contracts/interfaces/IERC8004Identity.sol";

/// @notice Behaves as the identity registries on the public chains do, so far as their ABI tells: safe
/// mint to the caller before the URI is set, wallet as metadata and cleared on transfer, no transfer count, no
/// `registerFor`. Meant to stand behind an ERC-1967 proxy, as they do.
contract DeployedIdentityRegistry is ERC721URIStorage, EIP712("ERC8004IdentityRegistry", "1"), IERC8004Identity {
    bytes32 private constant WALLET_TYPEHASH =
        keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)");

    uint256 private _lastId;
    mapping(uint256 agentId => mapping(string key => bytes value)) private _metadata;

    error NotAuthorized();
    error Reserved();
    error BadSignature();

    constructor() ERC721("", "") {}

    function register() external returns (uint256 agentId) {
        agentId = _register();
        emit Registered(agentId, "", msg.sender);
        _emitWallet(agentId);
    }

    function register(string memory agentURI) external returns (uint256 agentId) {
        agentId = _register();
        _setTokenURI(agentId, agentURI);
        emit Registered(agentId, agentURI, msg.sender);
        _emitWallet(agentId);
    }

    function register(string memory agentURI, MetadataEntry[] memory metadata) external returns (uint256 agentId) {
        agentId = _register();
        _setTokenURI(agentId, agentURI);
        emit Registered(agentId, agentURI, msg.sender);
        _emitWallet(agentId);
        for (uint256 i; i < metadata.length; ++i) {
            _set(agentId, metadata[i].metadataKey, metadata[i].metadataValue);
        }
    }

    function setAgentURI(uint256 agentId, string calldata newURI) external {
        _requireAuthorized(agentId);
        _setTokenURI(agentId, newURI);
        emit URIUpdated(agentId, newURI, msg.sender);
    }

    function setMetadata(uint256 agentId, string memory key, bytes memory value) external {
        _requireAuthorized(agentId);
        _set(agentId, key, value);
    }

    function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) external {
        _requireAuthorized(agentId);
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(WALLET_TYPEHASH, agentId, newWallet, ownerOf(agentId), deadline)));
        bool isSigned = SignatureChecker.isValidSignatureNow(newWallet, digest, signature);
        if (deadline < block.timestamp || !isSigned) revert BadSignature();
        _metadata[agentId]["agentWallet"] = abi.encodePacked(newWallet);
        emit MetadataSet(agentId, "agentWallet", "agentWallet", abi.encodePacked(newWallet));
    }

    function unsetAgentWallet(uint256 agentId) external {
        _requireAuthorized(agentId);
        _clearWallet(agentId);
    }

    /// @dev Ours never burns; the interface of others doesn't forbid it.
    function burn(uint256 agentId) external {
        _burn(agentId);
    }

    function getMetadata(uint256 agentId, string calldata key) external view returns (bytes memory) {
        return _metadata[agentId][key];
    }

    function getAgentWallet(uint256 agentId) external view returns (address) {
        return address(bytes20(_metadata[agentId]["agentWallet"]));
    }

    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool) {
        return _isAuthorized(ownerOf(agentId), spender, agentId);
    }

    function name() public pure override returns (string memory) {
        return "AgentIdentity";
    }

    function symbol() public pure override returns (string memory) {
        return "AGENT";
    }

    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        from = super._update(to, tokenId, auth);
        if (from != address(0) && to != address(0)) _clearWallet(tokenId);
    }

    function _register() private returns (uint256 agentId) {
        agentId = _lastId++;
        _metadata[agentId]["agentWallet"] = abi.encodePacked(msg.sender);
        _safeMint(msg.sender, agentId);
    }

    function _set(uint256 agentId, string memory key, bytes memory value) private {
        if (keccak256(bytes(key)) == keccak256("agentWallet")) revert Reserved();
        _metadata[agentId][key] = value;
        emit MetadataSet(agentId, key, key, value);
    }

    function _clearWallet(uint256 agentId) private {
        _metadata[agentId]["agentWallet"] = "";
        emit MetadataSet(agentId, "agentWallet", "agentWallet", "");
    }

    function _emitWallet(uint256 agentId) private {
        emit MetadataSet(agentId, "agentWallet", "agentWallet", abi.encodePacked(msg.sender));
    }

    function _requireAuthorized(uint256 agentId) private view {
        if (!_isAuthorized(ownerOf(agentId), msg.sender, agentId)) revert NotAuthorized();
    }
}

/// @notice What stands before it on the public chains.
contract DeployedIdentityProxy is ERC1967Proxy {
    constructor(address logic) ERC1967Proxy(logic, "") {}

    function _unsafeAllowUninitialized() internal pure override returns (bool) {
        return true;
    }
}
