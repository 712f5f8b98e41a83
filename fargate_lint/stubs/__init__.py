"""Our own minimal .tf of registry modules, by name and version: their callers are judged without terraform init.

A stub is written afresh from facts, never cut out of a module's source. Its folder is NAMESPACE/NAME/FAMILY, a
submodule below it modules/NAME; terraform.registry finds it. ``stub.toml`` names the source and the versions covered,
and holds rows of variable defaults that differ by version. Rules of the house:

- outputs are direct references (``aws_subnet.private[*].id``): identity through outputs is what matters most;
- resource addresses are the real module's where rules or users see them;
- an attribute is given completely or not at all;
- ``stub_…`` variables are switches for what changed inside a module without a change of its inputs.

versions.json and arguments.json are made by tests/tools/make_module_facts.py, renames.toml is written by hand.
tests/tools/compare_stub.py compares a stub with the real module.
"""
