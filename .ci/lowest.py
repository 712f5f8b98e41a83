"""Prints the lowest version that pyproject.toml allows of each dependency, as constraints for pip.

python .ci/lowest.py > lowest.txt
"""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
for requirement in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
    print(re.sub("[>=]=", "==", requirement))
