// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC8004ValidationRegistry} from "../../../contracts/ERC8004ValidationRegistry.sol";
import {ValidationFixture} from "./ValidationFixture.sol";

/// @notice What a call costs beside lists of 10,000 entries, compared with the same call beside lists of 4.
contract ValidationGrowthTest is ValidationFixture {
    uint256 private constant MANY = 10_000;
    uint256 private constant FEW = 4;
    uint256 private constant PAGE = 4;
    /// @dev The most gas that a transaction may use (EIP-7825).
    uint256 private constant TRANSACTION_GAS = 16_777_216;
    /// @dev For other bytes in the calldata and other bits in the words.
    uint256 private constant TOLERANCE = 200;

    ERC8004ValidationRegistry private _small;

    function setUp() public override {
        vm.pauseGasMetering();
        super.setUp();
        _small = registry;
        _fill(FEW);
        registry = new ERC8004ValidationRegistry(address(identity));
        _fill(MANY);
        vm.resumeGasMetering();
    }

    function test_P49_aRequestCostsTheSame() external {
        bytes memory call = abi.encodeCall(registry.validationRequest, (validator, agent, REQUEST_URI, "new"));
        _assertSame(call, call, owner);
    }

    function test_P49_anAnswerCostsTheSame() external {
        _askBoth();
        bytes memory call = abi.encodeCall(registry.validationResponse, ("new", 80, RESPONSE_URI, "evidence", "soft"));
        _assertSame(call, call, validator);
    }

    function test_P49_aReplacedAnswerCostsTheSame() external {
        bytes memory call =
            abi.encodeCall(registry.validationResponse, (bytes32(uint256(2)), 80, RESPONSE_URI, "evidence", "hard"));
        _assertSame(call, call, validator);
    }

    function test_P49_aSummaryCostsTheSame() external {
        string[3] memory tags = ["", "soft", "hard"];
        for (uint256 i; i < 3; ++i) {
            bytes memory call = abi.encodeCall(registry.getSummary, (agent, _none(), tags[i]));
            _assertSame(call, call, stranger);
            call = abi.encodeCall(registry.getIndependentSummary, (agent, _none(), tags[i]));
            _assertSame(call, call, stranger);
        }
    }

    function test_P49_aPageCostsTheSame() external {
        uint256 last = MANY - PAGE;
        _assertSame(
            abi.encodeCall(registry.getAgentValidationsPage, (agent, last, PAGE)),
            abi.encodeCall(registry.getAgentValidationsPage, (agent, 0, PAGE)),
            stranger
        );
        _assertSame(
            abi.encodeCall(registry.getValidatorRequestsPage, (validator, last, PAGE)),
            abi.encodeCall(registry.getValidatorRequestsPage, (validator, 0, PAGE)),
            stranger
        );
        _assertSame(
            abi.encodeCall(registry.summarizePage, (agent, last, PAGE, _list(validator), "soft", true)),
            abi.encodeCall(registry.summarizePage, (agent, 0, PAGE, _list(validator), "soft", true)),
            stranger
        );
        _assertSame(
            abi.encodeCall(registry.summarizePage, (agent, MANY, PAGE, _none(), "", false)),
            abi.encodeCall(registry.summarizePage, (agent, FEW, PAGE, _none(), "", false)),
            stranger
        );
    }

    function test_P49_pagesOf1000FitATransaction() external {
        bytes[3] memory calls = [
            abi.encodeCall(registry.getAgentValidationsPage, (agent, 5000, 1000)),
            abi.encodeCall(registry.getValidatorRequestsPage, (validator, 5000, 1000)),
            abi.encodeCall(registry.summarizePage, (agent, 5000, 1000, _list(stranger, validator), "hard", false))
        ];
        for (uint256 i; i < calls.length; ++i) {
            assertLt(_gasOf(registry, calls[i], stranger) + 50_000, TRANSACTION_GAS);
        }
        assertEq(registry.getValidatorRequestsPage(validator, 5000, 1000)[999], bytes32(uint256(5999)));
    }

    function _fill(uint256 count) private {
        for (uint256 i; i < count; ++i) {
            _validate(validator, agent, bytes32(i), uint8(i % 101), i % 2 == 0 ? "soft" : "hard");
        }
        assertEq(registry.getAgentValidationCount(agent), count);
        assertEq(registry.getValidatorRequestCount(validator), count);
    }

    function _askBoth() private {
        _request(validator, agent, "new");
        vm.prank(owner);
        _small.validationRequest(validator, agent, REQUEST_URI, "new");
    }

    function _assertSame(bytes memory call, bytes memory smallCall, address caller) private {
        uint256 few = _gasOf(_small, smallCall, caller);
        uint256 many = _gasOf(registry, call, caller);
        assertApproxEqAbs(many, few, TOLERANCE);
    }

    /// @dev With every slot cold, as at the start of a transaction; the identity registry's account is warm each time.
    function _gasOf(ERC8004ValidationRegistry target, bytes memory call, address caller)
        private
        returns (uint256 used)
    {
        vm.cool(address(target));
        vm.cool(address(identity));
        identity.count();
        vm.prank(caller);
        (bool success, bytes memory data) = address(target).call(call);
        used = vm.lastCallGas().gasTotalUsed;
        assertTrue(success, string(data));
        assertGt(used, 2100);
    }
}
