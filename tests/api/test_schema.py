"""What `/openapi.json` promises holds for whatever is sent: schemathesis with all its checks but one.

"Positive data acceptance" is left out: a body that fits the schema may still name an agent that does not exist.
"""

import asyncio
import sys
from pathlib import Path

from tests.api.operator import Operator
from tests.promises.soak import TIMES

EXAMPLES = 5 * TIMES


async def test_nothing_that_is_sent_meets_a_fault_or_an_undocumented_answer(operator: Operator, tmp_path: Path) -> None:
    words = (
        *("run", f"{operator.town.url}/openapi.json", "-H", f"Authorization: Bearer {operator.key}"),
        *("--checks", "all", "--exclude-checks", "positive_data_acceptance", "--phases", "coverage,fuzzing,stateful"),
        *("--max-examples", str(EXAMPLES), "--seed", "7", "--no-color", "--continue-on-failure"),
    )
    process = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).with_name("schemathesis")), *words),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    assert process.returncode == 0, told.decode()
