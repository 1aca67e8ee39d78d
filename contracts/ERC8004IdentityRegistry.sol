// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {ERC721Utils} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ERC721Packed} from "./base/ERC721Packed.sol";
import {IERC8004Identity} from "./interfaces/IERC8004Identity.sol";
import {IERC8004IdentityRegistry} from "./interfaces/IERC8004IdentityRegistry.sol";
import {AgentURI} from "./libraries/AgentURI.sol";

/// @title ERC-8004 identity registry
/// @notice Speaks the ABI of the deployed registries. Nobody owns it, nothing in it can be switched off or replaced.
/// Rewriting a URI of which more than 71 bytes remain after a well-known beginning pays for the contract code anew, about
/// twice what registries that overwrite storage slots charge.
/// @dev Extra bits of an agent's word (see `ERC721Packed`): 161 wallet cleared, 162 wallet set explicitly (neither: the
/// owner is the wallet), 163–181 how often the agent was transferred, 182–255 the URI (see `AgentURI`).
contract ERC8004IdentityRegistry is IERC4906, ERC721Packed, EIP712, IERC8004IdentityRegistry {
    /// @dev One slot. The nonce of the next creation is `codes + 1`: a contract's own nonce starts at 1 (EIP-161).
    struct Counters {
        uint64 agents;
        uint64 codes;
    }

    /// @dev One slot. `lastDeadline` outlives the wallet, which makes each signature work once.
    struct WalletRecord {
        address wallet;
        uint96 lastDeadline;
    }

    /// @notice Most agents of one `registerBatch`.
    uint256 public constant MAX_BATCH = 50;
    /// @notice Most bytes of all URIs of one `registerBatch` in sum; with it the dearest batch fits EIP-7825.
    uint256 public constant MAX_BATCH_URI_LENGTH = 49_152;
    /// @notice Most metadata entries of one registration.
    uint256 public constant MAX_METADATA_ENTRIES = 32;
    /// @notice Most bytes of all metadata values of one call in sum.
    uint256 public constant MAX_METADATA_LENGTH = 8192;
    /// @notice How far ahead the deadline of a wallet signature may be, in seconds.
    uint256 public constant MAX_WALLET_DEADLINE_DELAY = 5 minutes;

    string private constant WALLET_KEY = "agentWallet";
    bytes32 private constant WALLET_TYPEHASH =
        keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)");
    /// @dev ERC-4906 has no function to derive an id from; it names this one.
    bytes4 private constant ERC4906_ID = 0x49064906;
    uint256 private constant WALLET_CLEARED = 1 << 161;
    uint256 private constant WALLET_EXPLICIT = 1 << 162;
    uint256 private constant WALLET_MASK = WALLET_CLEARED | WALLET_EXPLICIT;
    uint256 private constant TRANSFERS_SHIFT = 163;
    /// @dev So many that only an owner who means to gets there: more than five thousand million gas even if all transfers go
    /// from an owner to itself within few transactions.
    uint256 private constant MAX_TRANSFERS = (1 << 19) - 1;
    uint256 private constant TRANSFERS_MASK = MAX_TRANSFERS << TRANSFERS_SHIFT;
    /// @dev Times of transfers of 40 bits, six to a slot.
    uint256 private constant TIMES_PER_SLOT = 6;
    uint256 private constant TIME_BITS = 40;

    Counters private _counters;
    mapping(uint256 agentId => bytes32[2] words) private _uriWords;
    mapping(uint256 agentId => WalletRecord record) private _wallets;
    mapping(uint256 agentId => mapping(uint256 index => uint256 times)) private _transferTimes;
    mapping(uint256 agentId => mapping(string metadataKey => bytes metadataValue)) private _metadata;

    constructor() ERC721Packed("AgentIdentity", "AGENT") EIP712("ERC8004IdentityRegistry", "1") {}

    /// @inheritdoc IERC8004Identity
    function register() external returns (uint256 agentId) {
        agentId = _counters.agents++;
        _mint(msg.sender, agentId, 0);
        emit Registered(agentId, "", msg.sender);
        _emitWallet(agentId, abi.encodePacked(msg.sender));
        _askReceiver(msg.sender, agentId);
    }

    /// @inheritdoc IERC8004Identity
    function register(string calldata agentURI) external returns (uint256 agentId) {
        agentId = _register(msg.sender, agentURI);
        _askReceiver(msg.sender, agentId);
    }

    /// @inheritdoc IERC8004IdentityRegistry
    function registerFor(address owner, string calldata agentURI) external returns (uint256 agentId) {
        agentId = _register(owner, agentURI);
        _askReceiver(owner, agentId);
    }

    /// @inheritdoc IERC8004Identity
    function register(string calldata agentURI, MetadataEntry[] calldata metadata) external returns (uint256 agentId) {
        uint256 count = metadata.length;
        if (count > MAX_METADATA_ENTRIES) revert IdentityTooManyMetadataEntries(count, MAX_METADATA_ENTRIES);
        agentId = _register(msg.sender, agentURI);
        uint256 length;
        for (uint256 i; i < count; ++i) {
            MetadataEntry calldata entry = metadata[i];
            length += entry.metadataValue.length;
            _setMetadata(agentId, entry.metadataKey, entry.metadataValue);
        }
        if (length > MAX_METADATA_LENGTH) revert IdentityMetadataTooLong(length, MAX_METADATA_LENGTH);
        _askReceiver(msg.sender, agentId);
    }

    /// @inheritdoc IERC8004IdentityRegistry
    /// @dev The URIs together may have `MAX_BATCH_URI_LENGTH` bytes; `IdentityURITooLong` tells the sum if they have more.
    function registerBatch(string[] calldata agentURIs) external returns (uint256 firstAgentId) {
        uint256 count = agentURIs.length;
        if (count == 0 || count > MAX_BATCH) revert IdentityBatchSize(count, MAX_BATCH);
        uint256 length;
        for (uint256 i; i < count; ++i) {
            length += bytes(agentURIs[i]).length;
        }
        if (length > MAX_BATCH_URI_LENGTH) revert IdentityURITooLong(length, MAX_BATCH_URI_LENGTH);
        firstAgentId = _register(msg.sender, agentURIs[0]);
        for (uint256 i = 1; i < count; ++i) {
            _register(msg.sender, agentURIs[i]);
        }
        for (uint256 i; i < count; ++i) {
            _askReceiver(msg.sender, firstAgentId + i);
        }
    }

    /// @inheritdoc IERC8004Identity
    function setAgentURI(uint256 agentId, string calldata newURI) external {
        uint256 word = _authorizedWord(agentId);
        _setExtra(agentId, word, (word & (WALLET_MASK | TRANSFERS_MASK)) | _storeURI(agentId, newURI, word));
        emit MetadataUpdate(agentId);
        emit URIUpdated(agentId, newURI, msg.sender);
    }

    /// @inheritdoc IERC8004Identity
    function setMetadata(uint256 agentId, string calldata metadataKey, bytes calldata metadataValue) external {
        _authorizedWord(agentId);
        uint256 length = metadataValue.length;
        if (length > MAX_METADATA_LENGTH) revert IdentityMetadataTooLong(length, MAX_METADATA_LENGTH);
        _setMetadata(agentId, metadataKey, metadataValue);
    }

    /// @inheritdoc IERC8004Identity
    /// @dev The deadline must also be later than that of the signature accepted last, whoever owned the agent then: two
    /// changes within one second need two different deadlines.
    function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) external {
        uint256 word = _authorizedWord(agentId);
        if (newWallet == address(0)) revert IdentityZeroWallet(agentId);
        if (deadline < block.timestamp) revert IdentityWalletDeadlineExpired(deadline, block.timestamp);
        uint256 latest = block.timestamp + MAX_WALLET_DEADLINE_DELAY;
        if (deadline > latest) revert IdentityWalletDeadlineTooFar(deadline, latest);
        WalletRecord storage record = _wallets[agentId];
        uint256 lastDeadline = record.lastDeadline;
        if (deadline <= lastDeadline) revert IdentityWalletDeadlineNotLater(deadline, lastDeadline);
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(WALLET_TYPEHASH, agentId, newWallet, _ownerIn(word), deadline)));
        if (!_hasSigned(newWallet, digest, signature)) revert IdentityInvalidWalletSignature(agentId, newWallet);
        // At most five minutes ahead of the clock: far below 2^96.
        _wallets[agentId] = WalletRecord({wallet: newWallet, lastDeadline: uint96(deadline)});
        _setExtra(agentId, word, (word & ~WALLET_MASK) | WALLET_EXPLICIT);
        _emitWallet(agentId, abi.encodePacked(newWallet));
    }

    /// @inheritdoc IERC8004Identity
    function unsetAgentWallet(uint256 agentId) external {
        uint256 word = _authorizedWord(agentId);
        _setExtra(agentId, word, (word & ~WALLET_MASK) | WALLET_CLEARED);
        _emitWallet(agentId, "");
    }

    /// @inheritdoc IERC721Metadata
    function tokenURI(uint256 tokenId) external view returns (string memory) {
        return AgentURI.read(_uriWords[tokenId], _tokenWord(tokenId));
    }

    /// @inheritdoc IERC8004Identity
    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory) {
        if (!_isWalletKey(metadataKey)) return _metadata[agentId][metadataKey];
        address wallet = getAgentWallet(agentId);
        return wallet == address(0) ? bytes("") : abi.encodePacked(wallet);
    }

    /// @inheritdoc IERC8004Identity
    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool) {
        return _isAuthorized(_tokenWord(agentId), agentId, spender);
    }

    /// @inheritdoc IERC8004IdentityRegistry
    function ownershipOf(uint256 agentId) external view returns (address owner, uint256 transfers) {
        uint256 word = _tokenWord(agentId);
        return (_ownerIn(word), _transfersIn(word));
    }

    /// @inheritdoc IERC8004IdentityRegistry
    function transferredAt(uint256 agentId, uint256 transfer) external view returns (uint256) {
        if (transfer == 0 || transfer > _transfersIn(_tokenWordOrZero(agentId))) return 0;
        (uint256 index, uint256 shift) = _placeOfTime(transfer);
        return uint40(_transferTimes[agentId][index] >> shift);
    }

    /// @inheritdoc IERC8004IdentityRegistry
    function exists(uint256 agentId) external view returns (bool) {
        return _tokenWordOrZero(agentId) != 0;
    }

    /// @inheritdoc IERC8004IdentityRegistry
    function agentCount() external view returns (uint256) {
        return _counters.agents;
    }

    /// @inheritdoc IERC8004IdentityRegistry
    function contractURI() external pure returns (string memory) {
        return 'data:application/json;utf8,{"name":"AgentIdentity","symbol":"AGENT",'
            '"description":"Identities of AI agents (ERC-8004)."}';
    }

    /// @inheritdoc IERC8004Identity
    function getAgentWallet(uint256 agentId) public view returns (address) {
        uint256 word = _tokenWordOrZero(agentId);
        if (word & WALLET_EXPLICIT != 0) return _wallets[agentId].wallet;
        return word & WALLET_CLEARED != 0 ? address(0) : _ownerIn(word);
    }

    /// @notice ERC-165. The ids of the two ERC-8004 interfaces are those that Solidity computes: the functions that each
    /// interface declares itself, without those it inherits.
    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ERC721Packed, IERC165) returns (bool) {
        return interfaceId == type(IERC8004Identity).interfaceId
            || interfaceId == type(IERC8004IdentityRegistry).interfaceId || interfaceId == ERC4906_ID
            || interfaceId == type(IERC5267).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev The wallet never survives a transfer, not even one to the same owner.
    function _onTransfer(uint256 agentId, uint256 word) internal override returns (uint256) {
        _emitWallet(agentId, "");
        uint256 transfers = _transfersIn(word) + 1;
        if (transfers > MAX_TRANSFERS) revert IdentityTransfersExhausted(agentId, MAX_TRANSFERS);
        (uint256 index, uint256 shift) = _placeOfTime(transfers);
        _transferTimes[agentId][index] |= uint256(uint40(block.timestamp)) << shift;
        return (word & ~(WALLET_MASK | TRANSFERS_MASK)) | WALLET_CLEARED | (transfers << TRANSFERS_SHIFT);
    }

    /// @dev A complete agent but for the question to its receiver.
    function _register(address owner, string calldata agentURI) private returns (uint256 agentId) {
        agentId = _counters.agents++;
        _mint(owner, agentId, _storeURI(agentId, agentURI, 0));
        emit MetadataUpdate(agentId);
        emit Registered(agentId, agentURI, owner);
        _emitWallet(agentId, abi.encodePacked(owner));
    }

    /// @dev Returns the URI's bits of the agent's word, of which `oldWord` is the former state.
    function _storeURI(uint256 agentId, string calldata uri, uint256 oldWord) private returns (uint256 description) {
        bytes calldata rest;
        (description, rest) = AgentURI.describe(uri);
        AgentURI.writeWords(_uriWords[agentId], rest, oldWord);
        if (AgentURI.isLong(description)) description |= AgentURI.writeCode(rest, ++_counters.codes);
    }

    function _setMetadata(uint256 agentId, string calldata metadataKey, bytes calldata metadataValue) private {
        if (_isWalletKey(metadataKey)) revert IdentityReservedMetadataKey(metadataKey);
        _metadata[agentId][metadataKey] = metadataValue;
        emit MetadataSet(agentId, metadataKey, metadataKey, metadataValue);
    }

    function _emitWallet(uint256 agentId, bytes memory wallet) private {
        emit MetadataSet(agentId, WALLET_KEY, WALLET_KEY, wallet);
    }

    /// @dev Comes last in every registration: the receiver may call back, and must find everything in place.
    function _askReceiver(address owner, uint256 agentId) private {
        ERC721Utils.checkOnERC721Received(msg.sender, address(0), owner, agentId, "");
    }

    function _authorizedWord(uint256 agentId) private view returns (uint256 word) {
        word = _tokenWord(agentId);
        if (!_isAuthorized(word, agentId, msg.sender)) revert IdentityNotAuthorized(agentId, msg.sender);
    }

    /// @dev ECDSA first, whether or not the account has code: an account with delegated code (EIP-7702) still signs with
    /// its key. Only 65-byte signatures with a low `s`. Otherwise the account is asked (ERC-1271), with at most one word
    /// of its answer copied.
    function _hasSigned(address account, bytes32 digest, bytes calldata signature) private view returns (bool) {
        (address recovered, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == account) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(account, digest, signature);
    }

    function _transfersIn(uint256 word) private pure returns (uint256) {
        return (word & TRANSFERS_MASK) >> TRANSFERS_SHIFT;
    }

    /// @dev Where the time of the given transfer, counted from 1, is kept.
    function _placeOfTime(uint256 transfer) private pure returns (uint256 index, uint256 shift) {
        return ((transfer - 1) / TIMES_PER_SLOT, ((transfer - 1) % TIMES_PER_SLOT) * TIME_BITS);
    }

    function _isWalletKey(string calldata metadataKey) private pure returns (bool) {
        return bytes(metadataKey).length == 11 && bytes11(bytes(metadataKey)) == "agentWallet";
    }
}
