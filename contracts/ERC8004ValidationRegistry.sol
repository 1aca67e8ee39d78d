// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {IdentityClient} from "./base/IdentityClient.sol";
import {TagTable} from "./base/TagTable.sol";
import {IERC8004Validation} from "./interfaces/IERC8004Validation.sol";
import {IERC8004ValidationRegistry} from "./interfaces/IERC8004ValidationRegistry.sol";
import {Pages} from "./libraries/Pages.sol";
import {ValidationPacking, ValidationRecord, ValidationTotals} from "./libraries/ValidationPacking.sol";

/// @title ERC-8004 validation registry
/// @notice No owner, no proxy, no pause. Each request is one word, and the answers of an agent are summed up in another,
/// so that a summary reads a constant number of words without a filter, for the agent's first tag, and for any tag while
/// its answers carry at most two different ones (such as `soft` and `hard`).
contract ERC8004ValidationRegistry is IERC8004ValidationRegistry, ERC165, IdentityClient, TagTable {
    /// @dev The second word stays unwritten until a response hash other than zero; the third unless the tag id is escaped.
    struct Request {
        ValidationRecord record;
        bytes32 responseHash;
        uint256 escapedTag;
    }

    /// @dev `selfTotals`: the part of the sums that comes from validators of the agent's own side. The arrays have no
    /// length word: the number of requests is in `totals`.
    struct Agent {
        ValidationTotals totals;
        ValidationTotals selfTotals;
        bytes32[1 << 32] requestHashes;
    }

    /// @dev An entry is agent id 32 | position in the agent's list + 1, 32. Four make a word. `head` is the length in
    /// its upper 64 bits, and below them the entries (up to three) that don't fill a word yet.
    struct Validator {
        uint256 head;
        uint256[1 << 62] entries;
    }

    /// @dev What a summary counts. `possible` is false when nobody ever used the tag; tag id 0 is no filter.
    struct Filter {
        bool possible;
        bool independentOnly;
        uint256 tagId;
        address[] validators;
    }

    /// @notice The highest agent id that fits.
    uint256 public constant MAX_AGENT_ID = type(uint32).max;
    /// @notice The first four bytes of a bound request hash.
    bytes4 public constant BOUND_MARKER = bytes4(keccak256("SAGE.boundRequestHash"));

    uint256 private constant MAX_RESPONSE = 100;
    uint256 private constant ENTRY_BITS = 64;
    uint256 private constant LENGTH_SHIFT = 192;
    uint256 private constant ONE_ENTRY = 1 << 192;

    /// @dev Times are stored in 32 bits from here on; they stand still after 2^32 seconds (136 years).
    uint256 private immutable DEPLOYED_AT;

    mapping(bytes32 requestHash => Request request) private _requests;
    mapping(uint256 agentId => Agent agent) private _agents;
    mapping(address validator => Validator list) private _validators;

    /// @param identityRegistry Whose agents are validated here; fixed for ever.
    constructor(address identityRegistry) IdentityClient(identityRegistry) {
        DEPLOYED_AT = block.timestamp;
    }

    /// @inheritdoc IERC8004Validation
    /// @dev Checks in this order: the arguments (zero validator, id too large, hash bound to another agent), the rights
    /// of the caller (an agent that doesn't exist fails there with the identity registry's own error), then whether the
    /// hash is in use.
    /// A plain hash belongs to whoever uses it first. A bound hash is refused here for every agent but the one whose id
    /// it carries, and so can't be taken by anybody outside that agent's side. Its low 24 bytes are not checked: they
    /// can be made in another way than `boundRequestHash` does it, and don't prove which validator or content was meant.
    /// A plain hash that starts like a bound one by chance (1 in 2^32) is refused: hash the request with another salt.
    function validationRequest(
        address validatorAddress,
        uint256 agentId,
        string calldata requestURI,
        bytes32 requestHash
    ) external {
        if (validatorAddress == address(0)) revert ValidationZeroValidator(requestHash);
        if (agentId > MAX_AGENT_ID) revert ValidationAgentIdTooLarge(agentId, MAX_AGENT_ID);
        (bool bound, uint256 boundAgentId) = boundAgentOf(requestHash);
        if (bound && boundAgentId != agentId) {
            revert ValidationHashBoundToOtherAgent(requestHash, boundAgentId, agentId);
        }
        if (!_isAgentSide(msg.sender, agentId)) revert ValidationNotAuthorized(agentId, msg.sender);
        ValidationRecord held = _requests[requestHash].record;
        if (held.exists()) revert ValidationRequestExists(requestHash, held.agentId());

        bool self = validatorAddress == msg.sender || _isAgentSide(validatorAddress, agentId);
        _requests[requestHash].record = ValidationPacking.open(validatorAddress, agentId, _time(), self);
        _list(validatorAddress, agentId, requestHash);
        emit ValidationRequest(validatorAddress, agentId, requestURI, requestHash);
    }

    /// @inheritdoc IERC8004Validation
    function validationResponse(
        bytes32 requestHash,
        uint8 response,
        string calldata responseURI,
        bytes32 responseHash,
        string calldata tag
    ) external {
        uint256 agentId = _answer(requestHash, response, responseHash, tag);
        emit ValidationResponse(msg.sender, agentId, requestHash, response, responseURI, responseHash, tag);
    }

    /// @inheritdoc IERC8004Validation
    function getIdentityRegistry() external view returns (address) {
        return _identityRegistry();
    }

    /// @inheritdoc IERC8004Validation
    function getValidationStatus(bytes32 requestHash)
        external
        view
        returns (
            address validatorAddress,
            uint256 agentId,
            uint8 response,
            bytes32 responseHash,
            string memory tag,
            uint256 lastUpdate
        )
    {
        Request storage request = _requests[requestHash];
        ValidationRecord record = _existing(requestHash);
        validatorAddress = record.validator();
        agentId = record.agentId();
        lastUpdate = DEPLOYED_AT + record.lastUpdate();
        if (record.isAnswered()) {
            response = uint8(record.response());
            responseHash = request.responseHash;
            tag = _tagOf(_tagIdOf(request, record));
        }
    }

    /// @inheritdoc IERC8004Validation
    function getSummary(uint256 agentId, address[] calldata validatorAddresses, string calldata tag)
        external
        view
        returns (uint64 count, uint8 avgResponse)
    {
        return _summarize(agentId, _filter(validatorAddresses, tag, false));
    }

    /// @inheritdoc IERC8004Validation
    function getAgentValidations(uint256 agentId) external view returns (bytes32[] memory) {
        return getAgentValidationsPage(agentId, 0, type(uint256).max);
    }

    /// @inheritdoc IERC8004Validation
    function getValidatorRequests(address validatorAddress) external view returns (bytes32[] memory) {
        return getValidatorRequestsPage(validatorAddress, 0, type(uint256).max);
    }

    /// @inheritdoc IERC8004ValidationRegistry
    function boundRequestHash(uint256 agentId, address validatorAddress, bytes32 contentHash)
        external
        view
        returns (bytes32 requestHash)
    {
        if (agentId > MAX_AGENT_ID) revert ValidationAgentIdTooLarge(agentId, MAX_AGENT_ID);
        bytes32 hash = keccak256(abi.encode(block.chainid, address(this), agentId, validatorAddress, contentHash));
        return bytes32(BOUND_MARKER) | bytes32(agentId << 192) | bytes32(uint256(uint192(uint256(hash))));
    }

    /// @inheritdoc IERC8004ValidationRegistry
    function requestExists(bytes32 requestHash) external view returns (bool) {
        return _requests[requestHash].record.exists();
    }

    /// @inheritdoc IERC8004ValidationRegistry
    function isAnswered(bytes32 requestHash) external view returns (bool) {
        return _requests[requestHash].record.isAnswered();
    }

    /// @inheritdoc IERC8004ValidationRegistry
    function isSelfValidation(bytes32 requestHash) external view returns (bool atRequest, bool atPresent) {
        ValidationRecord record = _existing(requestHash);
        return (record.isSelf(), _isAgentSide(record.validator(), record.agentId()));
    }

    /// @inheritdoc IERC8004ValidationRegistry
    function getIndependentSummary(uint256 agentId, address[] calldata validatorAddresses, string calldata tag)
        external
        view
        returns (uint64 count, uint8 avgResponse)
    {
        return _summarize(agentId, _filter(validatorAddresses, tag, true));
    }

    /// @inheritdoc IERC8004ValidationRegistry
    function summarizePage(
        uint256 agentId,
        uint256 offset,
        uint256 limit,
        address[] calldata validatorAddresses,
        string calldata tag,
        bool independentOnly
    ) external view returns (uint64 count, uint256 responseSum) {
        return _scan(agentId, offset, limit, _filter(validatorAddresses, tag, independentOnly));
    }

    /// @inheritdoc IERC8004ValidationRegistry
    function getAgentValidationCount(uint256 agentId) external view returns (uint256) {
        return _agents[agentId].totals.length();
    }

    /// @inheritdoc IERC8004ValidationRegistry
    function getValidatorRequestCount(address validatorAddress) external view returns (uint256) {
        return _validators[validatorAddress].head >> LENGTH_SHIFT;
    }

    /// @inheritdoc IERC8004ValidationRegistry
    function boundAgentOf(bytes32 requestHash) public pure returns (bool bound, uint256 agentId) {
        bound = bytes4(requestHash) == BOUND_MARKER;
        if (bound) agentId = uint32(uint256(requestHash) >> 192);
    }

    /// @inheritdoc IERC8004ValidationRegistry
    function getAgentValidationsPage(uint256 agentId, uint256 offset, uint256 limit)
        public
        view
        returns (bytes32[] memory page)
    {
        Agent storage agent = _agents[agentId];
        page = new bytes32[](Pages.size(offset, limit, agent.totals.length()));
        for (uint256 i; i < page.length; ++i) {
            page[i] = agent.requestHashes[offset + i];
        }
    }

    /// @inheritdoc IERC8004ValidationRegistry
    function getValidatorRequestsPage(address validatorAddress, uint256 offset, uint256 limit)
        public
        view
        returns (bytes32[] memory page)
    {
        Validator storage list = _validators[validatorAddress];
        uint256 head = list.head;
        uint256 length = head >> LENGTH_SHIFT;
        page = new bytes32[](Pages.size(offset, limit, length));
        for (uint256 i; i < page.length; ++i) {
            uint256 position = offset + i;
            uint256 word = position / 4 < length / 4 ? list.entries[position / 4] : head;
            uint256 entry = word >> ENTRY_BITS * (position % 4);
            page[i] = _agents[uint32(entry >> 32)].requestHashes[uint32(entry) - 1];
        }
    }

    /// @inheritdoc ERC165
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IERC8004Validation).interfaceId
            || interfaceId == type(IERC8004ValidationRegistry).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev Enters a new request in the lists of its agent and of its validator.
    function _list(address validatorAddress, uint256 agentId, bytes32 requestHash) private {
        Agent storage agent = _agents[agentId];
        ValidationTotals totals = agent.totals;
        uint256 index = totals.length();
        agent.totals = totals.lengthened();
        agent.requestHashes[index] = requestHash;

        Validator storage list = _validators[validatorAddress];
        uint256 head = list.head;
        uint256 length = head >> LENGTH_SHIFT;
        uint256 entry = agentId << 32 | (index + 1);
        if (length % 4 == 3) {
            list.entries[length / 4] = entry << LENGTH_SHIFT | uint192(head);
            head = length << LENGTH_SHIFT;
        } else {
            head |= entry << ENTRY_BITS * (length % 4);
        }
        list.head = head + ONE_ENTRY;
    }

    /// @dev Stores an answer and brings the agent's sums up to date.
    function _answer(bytes32 requestHash, uint8 response, bytes32 responseHash, string calldata tag)
        private
        returns (uint256 agentId)
    {
        Request storage request = _requests[requestHash];
        ValidationRecord record = _existing(requestHash);
        if (record.validator() != msg.sender) {
            revert ValidationNotValidator(requestHash, record.validator(), msg.sender);
        }
        if (response > MAX_RESPONSE) revert ValidationResponseOutOfRange(requestHash, response);
        uint256 tagId = _internTag(tag);
        agentId = record.agentId();
        _sumUp(_agents[agentId], request, record, tagId, response);

        uint256 code = ValidationPacking.codeOf(tagId);
        if (code == ValidationPacking.ESCAPE) request.escapedTag = tagId;
        request.record = record.answered(_time(), code, response);
        // Zero over zero would cost a cold access for nothing.
        if (responseHash != 0 || record.isAnswered()) request.responseHash = responseHash;
    }

    /// @dev Takes the former answer of the record, if any, out of the sums and puts the new one in.
    function _sumUp(
        Agent storage agent,
        Request storage request,
        ValidationRecord record,
        uint256 tagId,
        uint256 response
    ) private {
        ValidationTotals totals = agent.totals;
        ValidationTotals removed;
        if (record.isAnswered()) removed = totals.weight(_tagIdOf(request, record), record.response());
        totals = totals.minus(removed).seated(tagId);
        ValidationTotals added = totals.weight(tagId, response);
        agent.totals = totals.plus(added);
        if (record.isSelf()) agent.selfTotals = agent.selfTotals.minus(removed).plus(added);
    }

    /// @dev Looks at each answer only where the sums can't tell.
    function _summarize(uint256 agentId, Filter memory filter) private view returns (uint64 count, uint8 avgResponse) {
        if (!filter.possible) return (0, 0);
        ValidationTotals totals = _agents[agentId].totals;
        if (filter.independentOnly) totals = totals.minus(_agents[agentId].selfTotals);
        (bool known, uint256 number, uint256 sum) = filter.tagId == 0 ? totals.sums() : totals.sumsOfTag(filter.tagId);
        count = uint64(number);
        if (!known || (count != 0 && filter.validators.length != 0)) {
            (count, sum) = _scan(agentId, 0, type(uint256).max, filter);
        }
        if (count != 0) avgResponse = uint8(sum / count);
    }

    /// @dev Sums over a page of the agent's requests.
    function _scan(uint256 agentId, uint256 offset, uint256 limit, Filter memory filter)
        private
        view
        returns (uint64 count, uint256 sum)
    {
        if (!filter.possible) return (0, 0);
        Agent storage agent = _agents[agentId];
        uint256 size = Pages.size(offset, limit, agent.totals.length());
        for (uint256 i; i < size; ++i) {
            Request storage request = _requests[agent.requestHashes[offset + i]];
            ValidationRecord record = request.record;
            if (!record.isAnswered() || (filter.independentOnly && record.isSelf())) continue;
            if (filter.tagId != 0 && _tagIdOf(request, record) != filter.tagId) continue;
            if (!_passes(record.validator(), filter.validators)) continue;
            ++count;
            sum += record.response();
        }
    }

    function _filter(address[] calldata validatorAddresses, string calldata tag, bool independentOnly)
        private
        view
        returns (Filter memory filter)
    {
        (filter.possible, filter.tagId) = _findTag(tag);
        filter.independentOnly = independentOnly;
        filter.validators = validatorAddresses;
    }

    /// @dev The request's record. Reverts for an unknown request.
    function _existing(bytes32 requestHash) private view returns (ValidationRecord record) {
        record = _requests[requestHash].record;
        if (!record.exists()) revert ValidationUnknownRequest(requestHash);
    }

    function _tagIdOf(Request storage request, ValidationRecord record) private view returns (uint256 tagId) {
        tagId = record.tagCode();
        if (tagId == ValidationPacking.ESCAPE) tagId = request.escapedTag;
    }

    /// @dev Now, as it is stored.
    function _time() private view returns (uint256 elapsed) {
        elapsed = block.timestamp - DEPLOYED_AT;
        if (elapsed > type(uint32).max) elapsed = type(uint32).max;
    }

    /// @dev Whether the list names the account; an empty one lets everybody pass.
    function _passes(address account, address[] memory listed) private pure returns (bool) {
        for (uint256 i; i < listed.length; ++i) {
            if (listed[i] == account) return true;
        }
        return listed.length == 0;
    }
}
