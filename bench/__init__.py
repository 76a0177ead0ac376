"""The benchmarks behind `./gateway bench`: the gateway against a naive one, in the same run.

`mix` makes the messages, `client` and `generator` send them and check every answer, `systems` starts what is
measured, `measures` measures, `report` prints ratios. Absolute times on a shared machine mean little, so every
figure stands beside a reference taken in the same run (docs/explanation/performance.md).
"""
