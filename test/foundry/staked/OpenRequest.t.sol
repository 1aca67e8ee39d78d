// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ValidationRegistry} from "../../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {StakedFixture} from "./StakedFixture.sol";

contract StakedOpenRequestTest is StakedFixture {
    bytes32 private constant OTHER = keccak256("other request");

    // authorizeRequester

    function test_authorizeRequester_byTheAgentsSide() external {
        _ask(HASH);
        address[3] memory side = [owner, operator, approved];
        for (uint256 i; i < 3; ++i) {
            address requester = i == 2 ? address(0) : _validator(i);
            vm.expectEmit(address(staked));
            emit IStakedValidation.StakedRequesterAuthorized(HASH, requester, side[i]);
            vm.prank(side[i]);
            staked.authorizeRequester(HASH, requester);
            assertEq(staked.authorizedRequester(HASH), requester);
        }
    }

    function test_authorizeRequester_revertsWithStakedNotAgentSide() external {
        _askFor(HASH);
        for (uint256 i; i < 2; ++i) {
            address account = i == 0 ? stranger : client;
            vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedNotAgentSide.selector, agent, account));
            vm.prank(account);
            staked.authorizeRequester(HASH, account);
        }
    }

    function test_authorizeRequester_revertsForUnaskedRequests() external {
        vm.expectRevert(abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationUnknownRequest.selector, HASH));
        vm.prank(owner);
        staked.authorizeRequester(HASH, client);
        vm.startPrank(owner);
        registry.validationRequest(stranger, agent, URI, HASH);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedNotAskedHere.selector, HASH, stranger));
        staked.authorizeRequester(HASH, client);
        vm.stopPrank();
    }

    function test_authorizeRequester_revertsWithStakedAgentIdTooLarge() external {
        _ask(HASH);
        uint256 tooLarge = uint256(type(uint64).max) + 1;
        bytes memory call = abi.encodeCall(registry.getValidationStatus, (HASH));
        vm.mockCall(address(registry), call, abi.encode(address(staked), tooLarge, uint8(0), bytes32(0), "", 0));
        vm.expectRevert(
            abi.encodeWithSelector(IStakedValidation.StakedAgentIdTooLarge.selector, tooLarge, type(uint64).max)
        );
        vm.prank(owner);
        staked.authorizeRequester(HASH, client);
        // The last id that fits goes on to the identity registry, which knows no such agent.
        vm.mockCall(address(registry), call, abi.encode(address(staked), tooLarge - 1, uint8(0), bytes32(0), "", 0));
        vm.expectRevert(abi.encodeWithSignature("ERC721NonexistentToken(uint256)", tooLarge - 1));
        vm.prank(owner);
        staked.authorizeRequester(HASH, client);
    }

    // openRequest

    function test_openRequest_opensTheFirstRound() external {
        _askFor(HASH);
        IStakedValidation.Terms memory terms =
            IStakedValidation.Terms(IStakedValidation.Mode.Hybrid, 3 hours, 5, MEASUREMENT);
        uint256 end = block.timestamp + 3 hours;
        vm.expectEmit(address(staked));
        emit IStakedValidation.StakedRequestOpened(HASH, agent, client, 1, terms, 2 ether, 1, end, end + REVEAL_PERIOD);
        _openAs(client, HASH, terms, 2 ether);
        IStakedValidation.Request memory request = staked.getRequest(HASH);
        IStakedValidation.Round memory expected = IStakedValidation.Round(
            IStakedValidation.Status.Open,
            IStakedValidation.Mode.Hybrid,
            1,
            1,
            uint64(agent),
            uint40(end),
            5,
            0,
            0,
            0,
            0,
            0
        );
        assertEq(abi.encode(request.latest), abi.encode(expected));
        assertEq(abi.encode(staked.getRound(HASH, 1)), abi.encode(expected));
        assertEq(request.requester, client);
        assertEq(request.deposit, 2 ether);
        assertEq(request.revealEnd, end + REVEAL_PERIOD);
        assertEq(request.measurement, MEASUREMENT);
        assertEq(request.tee.answeredAt, 0);
        _assertFunds(2 ether, 0, 0);
    }

    function test_openRequest_tee() external {
        _open(HASH, IStakedValidation.Mode.TEE);
        IStakedValidation.Request memory request = staked.getRequest(HASH);
        assertEq(request.revealEnd, request.latest.commitEnd);
        assertEq(request.latest.minValidators, 0);
    }

    function test_openRequest_byTheAgentsSideAndWhoItAuthorized() external {
        address[4] memory accounts = [owner, operator, approved, client];
        for (uint256 i; i < 4; ++i) {
            bytes32 requestHash = keccak256(abi.encode(i));
            _askFor(requestHash);
            vm.deal(accounts[i], DEPOSIT);
            _openAs(accounts[i], requestHash, _terms(IStakedValidation.Mode.Stake), DEPOSIT);
            assertEq(staked.getRequest(requestHash).requester, accounts[i]);
        }
    }

    function test_openRequest_revertsWithStakedNotRequester() external {
        _askFor(HASH);
        vm.deal(stranger, DEPOSIT);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedNotRequester.selector, HASH, stranger));
        _openAs(stranger, HASH, _terms(IStakedValidation.Mode.Stake), DEPOSIT);
        vm.prank(owner);
        staked.authorizeRequester(HASH, stranger);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedNotRequester.selector, HASH, client));
        _openAs(client, HASH, _terms(IStakedValidation.Mode.Stake), DEPOSIT);
    }

    function test_openRequest_revertsWithStakedPaused() external {
        _askFor(HASH);
        vm.prank(guardian);
        staked.pause();
        vm.expectRevert(IStakedRules.StakedPaused.selector);
        _openAs(client, HASH, _terms(IStakedValidation.Mode.Stake), DEPOSIT);
    }

    function test_openRequest_acceptsTheBounds() external {
        uint32[2] memory periods = [uint32(1 hours), uint32(30 days)];
        uint8[2] memory counts = [3, 100];
        uint256[2] memory deposits = [uint256(0.01 ether), 1000 ether];
        for (uint256 i; i < 2; ++i) {
            bytes32 requestHash = keccak256(abi.encode(i));
            _askFor(requestHash);
            vm.deal(client, deposits[i]);
            IStakedValidation.Terms memory terms =
                IStakedValidation.Terms(IStakedValidation.Mode.Stake, periods[i], counts[i], 0);
            _openAs(client, requestHash, terms, deposits[i]);
            assertEq(staked.getRequest(requestHash).latest.commitEnd, block.timestamp + periods[i]);
        }
    }

    function test_openRequest_revertsWithStakedOutOfBounds() external {
        _askFor(HASH);
        _refusesTerms(IStakedValidation.Mode.Stake, 1 hours - 1, 3, 0, "commitPeriod", 1 hours - 1, 1 hours, 30 days);
        _refusesTerms(IStakedValidation.Mode.TEE, 30 days + 1, 0, 0, "commitPeriod", 30 days + 1, 1 hours, 30 days);
        _refusesTerms(IStakedValidation.Mode.Stake, 1 hours, 2, 0, "minValidators", 2, 3, 100);
        _refusesTerms(IStakedValidation.Mode.Hybrid, 1 hours, 101, 0, "minValidators", 101, 3, 100);
        _refusesTerms(IStakedValidation.Mode.TEE, 1 hours, 1, 0, "minValidators", 1, 0, 0);
        _refusesTerms(IStakedValidation.Mode.Stake, 1 hours, 3, bytes32(uint256(7)), "measurement", 7, 0, 0);
        uint256 most = type(uint80).max;
        vm.deal(client, most + 1);
        IStakedValidation.Terms memory terms = _terms(IStakedValidation.Mode.Stake);
        vm.expectRevert(_outOfBounds("deposit", 0.01 ether - 1, 0.01 ether, most));
        _openAs(client, HASH, terms, 0.01 ether - 1);
        vm.expectRevert(_outOfBounds("deposit", most + 1, 0.01 ether, most));
        _openAs(client, HASH, terms, most + 1);
    }

    function test_openRequest_revertsWithStakedFundsTooLarge() external {
        uint256 most = type(uint80).max;
        _askFor(HASH);
        vm.deal(client, most);
        _openAs(client, HASH, _terms(IStakedValidation.Mode.Stake), most);
        _assertFunds(most, 0, 0);
        _askFor(OTHER);
        vm.deal(client, DEPOSIT);
        bytes memory tooLarge = abi.encodeWithSelector(IStakedRules.StakedFundsTooLarge.selector, most + DEPOSIT, most);
        vm.expectRevert(tooLarge);
        _openAs(client, OTHER, _terms(IStakedValidation.Mode.Stake), DEPOSIT);
        // What is owed doesn't count.
        _warpToReveal(HASH);
        staked.finalize(HASH);
        _openAs(client, OTHER, _terms(IStakedValidation.Mode.Stake), DEPOSIT);
        _assertFunds(DEPOSIT, most, 0);
    }

    function test_openRequest_revertsForUnaskedRequests() external {
        IStakedValidation.Terms memory terms = _terms(IStakedValidation.Mode.Stake);
        vm.expectRevert(abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationUnknownRequest.selector, HASH));
        _openAs(owner, HASH, terms, DEPOSIT);
        vm.prank(owner);
        registry.validationRequest(stranger, agent, URI, HASH);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedNotAskedHere.selector, HASH, stranger));
        _openAs(owner, HASH, terms, DEPOSIT);
    }

    function test_openRequest_revertsWithStakedNotOpenable() external {
        _open(HASH, IStakedValidation.Mode.TEE);
        IStakedValidation.Terms memory terms = _terms(IStakedValidation.Mode.TEE);
        vm.expectRevert(
            abi.encodeWithSelector(IStakedValidation.StakedNotOpenable.selector, HASH, IStakedValidation.Status.Open)
        );
        _openAs(client, HASH, terms, DEPOSIT);
        staked.answerWithTEE(HASH, _answer(HASH, 5));
        vm.expectRevert(
            abi.encodeWithSelector(IStakedValidation.StakedNotOpenable.selector, HASH, IStakedValidation.Status.Decided)
        );
        _openAs(client, HASH, terms, DEPOSIT);
    }

    function test_openRequest_theNextRound() external {
        _open(HASH, IStakedValidation.Mode.Hybrid);
        _judgeAll(HASH, _responses(60, 60, 60));
        staked.answerWithTEE(HASH, _answer(HASH, 10));
        assertEq(uint8(staked.finalize(HASH)), uint8(IStakedValidation.Status.Disputed));
        IStakedValidation.Round memory first = staked.getRequest(HASH).latest;
        assertEq(first.teeResponse, 10);
        _openAs(owner, HASH, _terms(IStakedValidation.Mode.Stake), 3 ether);
        IStakedValidation.Request memory request = staked.getRequest(HASH);
        assertEq(abi.encode(staked.getRound(HASH, 1)), abi.encode(first));
        assertEq(request.latest.round, 2);
        assertEq(request.latest.committed, 0);
        assertEq(request.latest.teeResponse, 0);
        assertEq(request.requester, owner);
        assertEq(request.deposit, 3 ether);
        IStakedValidation.TeeRecord memory none;
        assertEq(abi.encode(request.tee), abi.encode(none));
        // Everybody may judge again, and nobody has.
        assertEq(uint8(staked.getVerdictOf(HASH, 2, _validator(0)).state), 0);
        _commit(HASH, _validator(0), 1);
        assertEq(staked.getVerdict(HASH, 1, 0).response, 60);
        assertEq(staked.getVerdict(HASH, 2, 0).response, 0);
        // After an expiry as well.
        _warpToReveal(HASH);
        staked.finalize(HASH);
        _openAs(client, HASH, _terms(IStakedValidation.Mode.TEE), DEPOSIT);
        assertEq(staked.getRequest(HASH).latest.round, 3);
        assertEq(uint8(staked.getRound(HASH, 2).status), uint8(IStakedValidation.Status.Expired));
    }

    function _refusesTerms(
        IStakedValidation.Mode mode,
        uint32 period,
        uint8 minValidators,
        bytes32 measurement,
        string memory name,
        uint256 value,
        uint256 minimum,
        uint256 maximum
    ) private {
        vm.expectRevert(_outOfBounds(name, value, minimum, maximum));
        _openAs(client, HASH, IStakedValidation.Terms(mode, period, minValidators, measurement), DEPOSIT);
    }

    function _outOfBounds(string memory name, uint256 value, uint256 minimum, uint256 maximum)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(IStakedRules.StakedOutOfBounds.selector, name, value, minimum, maximum);
    }
}
